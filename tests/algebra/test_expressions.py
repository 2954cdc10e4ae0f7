import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import errors
from asn_appraisal.algebra.expressions import (
    Arithmetic,
    Comparison,
    Constant,
    Either,
    Every,
    Expression,
    Limited,
    Not,
    as_expression,
)

x = asn.Number("x", decimals=4)
y = asn.Number("y", decimals=4)
absent = asn.Number("biaya", decimals=4, optional=True)
label = asn.Category("jenis", ["tetap", "kontrak"])
maybe_label = asn.Category("status", ["aktif", "cuti"], optional=True)
a, b, c = asn.Flag("a"), asn.Flag("b"), asn.Flag("c")
maybe_flag = asn.Flag("hadir", optional=True)
bands = asn.Bands(("baik", ">= 76"), ("kurang", None))

values = st.integers(-(10**6), 10**6).map(lambda n: Fraction(n, 10**4))


def appraised(expression: Any, **record: object) -> Fraction | None:
    return asn.Policy("contoh", "Contoh", score=expression, reported=2).appraise(record).exact


def holds(condition: Any, **record: object) -> bool:
    return appraised(asn.When(condition, 1, 0), **record) == 1


# --- what may be written as an expression


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (Constant(Fraction(7)), 7),
        (Constant(Fraction(7, 20)), "0.35"),
        (Constant(Fraction(3, 4)), "75%"),
        (Constant(Fraction(1, 9)), "1/9"),
        (Constant(Fraction(1, 10)), Decimal("0.1")),
        (Constant(Fraction(1, 3)), Fraction(1, 3)),
        (Constant("sangat_baik"), "sangat_baik"),
        (x, x),
        (x + 1, x + 1),
    ],
)
def test_numbers_labels_and_expressions_are_expressions(expected: Expression, written: object) -> None:
    assert expected == as_expression(written)


def test_a_target_stands_for_its_part() -> None:
    target = asn.Target(asn.Indicator("mutu"), 85)
    assert target.part == as_expression(target)


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.InexactNumberError, 0.35),
        (errors.NumberTypeError, True),
        (errors.NumberTypeError, None),
        (errors.NumberTypeError, [x]),
        (errors.MalformedNumberError, "Sangat Baik"),
        (errors.MalformedNumberError, "0,35"),
        (errors.LongNumberError, 10**40),
    ],
)
def test_what_is_no_exact_number_is_refused(error: type[asn.AppraisalError], written: object) -> None:
    with pytest.raises(error):
        as_expression(written)


FLOATS: list[Callable[[], object]] = [
    lambda: x + 0.5,
    lambda: 0.5 + x,
    lambda: x - 0.5,
    lambda: 0.5 - x,
    lambda: x * 0.5,
    lambda: 0.5 * x,
    lambda: x / 0.5,
    lambda: 0.5 / x,
    lambda: x.against(0.5),
    lambda: x.capped(0.5),
    lambda: x.floored(0.5),
    lambda: x.clamped(0, 0.5),
    lambda: x.clamped(0.5, 1),
    lambda: x.through((0, 0.5), (1, 1)),
    lambda: x.through((0.5, 0), (1, 1)),
    lambda: x <= 0.5,
    lambda: x < 0.5,
    lambda: x >= 0.5,
    lambda: x > 0.5,
    lambda: x.equals(0.5),
    lambda: absent.or_else(0.5),
    lambda: x.within(0.5, 1),
    lambda: x.within(0, 0.5),
    lambda: x.but(0.5, when=a),
    lambda: asn.When(a, 0.5, 1),
    lambda: asn.Steps(x, ("<= 24", 0.5), otherwise=1),
    lambda: asn.Steps(x, ("<= 24", 1), otherwise=0.5),
    lambda: asn.Case(label, tetap=0.5, kontrak=1),
    lambda: asn.Case(label, tetap=1, otherwise=0.5),
    lambda: a.points(0.5),
    lambda: asn.Sum(x, 0.5),
    lambda: asn.Mean.of_given(x, 0.5),
    lambda: asn.Weighted((0.5, x), (50, y)),
    lambda: asn.Number("z", low=0.5),
    lambda: asn.Number("z", high=0.5),
    lambda: asn.Number("z", default=0.5),
    lambda: asn.Target(asn.Indicator("mutu"), 0.5),
    lambda: asn.Target(asn.Indicator("mutu"), 1, weight=0.5),
    lambda: asn.Target(asn.Indicator("mutu"), 1, missing=0.5),
    lambda: asn.Rule(asn.rules.value * 0.5),
    lambda: asn.rules.higher_is_better.capped(0.5),
    lambda: asn.rules.higher_is_better.of(0.5, 1),
    lambda: asn.Items("k", [x]).mean(0.5),
]


@pytest.mark.parametrize("written", FLOATS)
def test_a_float_is_refused_in_a_definition(written: Callable[[], object]) -> None:
    with pytest.raises(errors.InexactNumberError):
        written()


# --- formulas


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        (Arithmetic("+", x, y), x + y),
        (Arithmetic("+", x, 1), x + 1),
        (Arithmetic("+", 1, x), 1 + x),
        (Arithmetic("+", "0.5", x), "0.5" + x),
        (Arithmetic("-", x, 1), x - 1),
        (Arithmetic("-", 1, x), 1 - x),
        (Arithmetic("*", x, 2), x * 2),
        (Arithmetic("*", 2, x), 2 * x),
        (Arithmetic("/", x, 2), x / 2),
        (Arithmetic("/", 2, x), 2 / x),
        (Arithmetic("-", 0, x), -x),
        (Arithmetic("*", Fraction(1, 3), x), Fraction(1, 3) * x),
        (Arithmetic("*", Decimal("0.5"), x), Decimal("0.5") * x),
    ],
)
def test_operators_write_formulas(expected: Expression, formula: Expression) -> None:
    assert expected == formula


@given(values, values)
def test_a_formula_means_what_fractions_give(left: Fraction, right: Fraction) -> None:
    record = {"x": left, "y": right}
    assert left + right == appraised(x + y, **record)
    assert left - right == appraised(x - y, **record)
    assert left * right == appraised(x * y, **record)
    assert -left == appraised(-x + 0 * y, **record)
    assert Fraction(7, 20) - left + 3 * right == appraised("0.35" - x + 3 * y, **record)


@given(values, values.filter(bool))
def test_a_quotient_means_what_fractions_give(left: Fraction, right: Fraction) -> None:
    assert left / right == appraised(x / y, x=left, y=right)


@pytest.mark.parametrize(
    ("expected", "better", "reached", "target"),
    [
        ("100", "higher", 7, 7),
        ("50", "higher", 50, 100),
        ("120", "higher", 6, 5),
        ("100", "lower", 7, 7),
        ("150", "lower", 50, 100),
        ("80", "lower", 6, 5),
        ("-100", "lower", 3, 1),
        ("200", "lower", 0, 1),
    ],
)
def test_achievement_is_in_percent_of_the_target(expected: str, better: str, reached: int, target: int) -> None:
    assert Fraction(expected) == appraised(x.against(y, better), x=reached, y=target)


def test_achievement_is_written_with_plain_operators() -> None:
    assert x / 7 * 100 == x.against(7)
    assert (2 - x / y) * 100 == x.against(y, "lower")


@pytest.mark.parametrize("better", ["more", "", None, "Higher"])
def test_a_direction_that_does_not_exist_is_refused(better: str) -> None:
    with pytest.raises(errors.ChoiceError):
        x.against(7, better)


@pytest.mark.parametrize("zero", [0, "0", "0.00", "0%", "0/5", Decimal("-0")])
def test_a_division_by_the_constant_zero_is_refused(zero: object) -> None:
    with pytest.raises(errors.ZeroDivisorError) as caught:
        x / zero
    assert caught.value.facts == {"what": "x"}


def test_achievement_of_the_target_zero_is_refused() -> None:
    with pytest.raises(errors.ZeroDivisorError):
        x.against(0)


# --- limits, rounding, lines


@pytest.mark.parametrize(
    ("expected", "limited", "value"),
    [
        (100, x.capped(100), "100.0001"),
        (100, x.capped(100), 100),
        (-5, x.capped(100), -5),
        (0, x.floored(0), "-0.0001"),
        (0, x.floored(0), 0),
        (500, x.floored(0), 500),
        (0, x.clamped(0, 100), -1),
        (100, x.clamped(0, 100), 101),
        (50, x.clamped(0, 100), 50),
        (7, x.clamped(7, 7), 50),
    ],
)
def test_limits_keep_a_number_between_them(expected: int, limited: Expression, value: object) -> None:
    assert expected == appraised(limited, x=value)


@given(values, values, values)
def test_where_limits_cross_the_upper_one_wins(value: Fraction, low: Fraction, high: Fraction) -> None:
    z = asn.Number("z", decimals=4)
    assert min(max(value, low), high) == appraised(x.clamped(y, z), x=value, y=low, z=high)


@pytest.mark.parametrize(("low", "high"), [(1, 0), ("0.01", 0), (0, -1), ("51%", "0.5")])
def test_a_lower_limit_above_the_upper_one_is_refused(low: object, high: object) -> None:
    with pytest.raises(errors.LimitError):
        x.clamped(low, high)
    with pytest.raises(errors.LimitError):
        x.within(low, high)


def test_limits_that_touch_are_limits() -> None:
    assert x.clamped(1, 1) == Limited(x, Constant(Fraction(1)), Constant(Fraction(1)))
    assert x.within(1, 1).may_be_absent is False


@pytest.mark.parametrize(
    ("places", "mode"), [(31, "half_up"), ("2", "half_up"), (2, "half"), (True, "half_up"), (2, None)]
)
def test_a_rounding_that_does_not_exist_is_refused(places: Any, mode: Any) -> None:
    with pytest.raises(errors.RoundingError):
        x.rounded(places, mode)


@pytest.mark.parametrize(
    ("expected", "mode", "value"),
    [("0.01", "half_up", "0.005"), ("0", "half_even", "0.005"), ("0", "down", "0.0099"), ("0.01", "up", "0.0001")],
)
def test_a_rounding_stands_where_it_is_written(expected: str, mode: str, value: str) -> None:
    assert Fraction(expected) == appraised(x.rounded(2, mode), x=value)
    assert Fraction(expected) * 100 == appraised(x.rounded(2, mode) * 100, x=value)


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("0", "-1"),
        ("0", "0"),
        ("50", "45"),
        ("100", "90"),
        ("110", "95"),
        ("120", "100"),
        ("120", "100.01"),
        ("1/9000", "0.0001"),
    ],
)
def test_a_line_runs_through_its_points_and_is_level_outside(expected: str, value: str) -> None:
    assert Fraction(expected) == appraised(x.through((0, 0), (90, 100), (100, 120)), x=value)


def test_a_line_may_fall() -> None:
    assert Fraction(75) == appraised(x.through((0, 100), (2, 50)), x=1)


@pytest.mark.parametrize("points", [[], [(0, 0)], [(0, 0), (0, 1)], [(1, 0), (0, 1)], [(0, 0), (2, 1), (1, 5)]])
def test_points_that_do_not_rise_from_left_to_right_are_refused(points: list[tuple[int, int]]) -> None:
    with pytest.raises(errors.PointOrderError):
        x.through(*points)


# --- conditions


@pytest.mark.parametrize(
    ("expected", "condition"),
    [
        (Comparison("<=", x, 5), x <= 5),
        (Comparison("<", x, 5), x < 5),
        (Comparison(">=", x, 5), x >= 5),
        (Comparison(">", x, 5), x > 5),
        (Comparison(">=", x, 5), 5 <= x),  # noqa: SIM300
        (Comparison("==", x, 5), x.equals(5)),
        (Every((a, b)), a & b),
        (Either((a, b)), a | b),
        (Not(a), ~a),
        (Either((Not(a), b)), a.implies(b)),
    ],
)
def test_operators_write_conditions(expected: Expression, condition: Expression) -> None:
    assert expected == condition


@pytest.mark.parametrize(
    ("expected", "condition"),
    [
        (Every((a, b, c)), a & b & c),
        (Every((a, b, c)), a & (b & c)),
        (Either((a, b, c)), a | b | c),
        (Either((a, b, c)), a | (b | c)),
    ],
)
def test_a_chain_of_one_sign_is_one_condition(expected: Expression, condition: Expression) -> None:
    assert expected == condition


@pytest.mark.parametrize(
    ("expected", "condition"),
    [
        (Every((Either((a, b)), c)), (a | b) & c),
        (Every((a, Either((b, c)))), a & (b | c)),
        (Either((Every((a, b)), c)), (a & b) | c),
        (Either((a, Every((b, c)))), a | (b & c)),
    ],
)
def test_and_and_or_are_not_mixed_up(expected: Expression, condition: Expression) -> None:
    assert expected == condition


TRUTHS = st.fixed_dictionaries({"a": st.booleans(), "b": st.booleans(), "c": st.booleans()})


@given(TRUTHS)
def test_conditions_mean_what_python_means(record: dict[str, bool]) -> None:
    p, q, r = record["a"], record["b"], record["c"]
    assert (p and q and r) is holds(a & b & c, **record)
    assert (p or q or r) is holds(a | b | c, **record)
    assert ((not p) or (q and r)) is holds(a.implies(b & c), **record)
    assert (not (p and q and r)) is holds(~(a & b & c), **record)


@given(TRUTHS)
def test_an_or_within_an_and_means_what_python_means(record: dict[str, bool]) -> None:
    p, q, r = record["a"], record["b"], record["c"]
    assert ((p or q) and r) is holds((a | b) & c, **record)
    assert (p and (q or r)) is holds(a & (b | c), **record)


@given(TRUTHS)
def test_an_and_within_an_or_means_what_python_means(record: dict[str, bool]) -> None:
    p, q, r = record["a"], record["b"], record["c"]
    assert ((p and q) or r) is holds((a & b) | c, **record)
    assert (p or (q and r)) is holds(a | (b & c), **record)


@pytest.mark.parametrize(
    ("below", "at", "above", "condition"),
    [
        (True, True, False, x <= 5),
        (True, False, False, x < 5),
        (False, True, True, x >= 5),
        (False, False, True, x > 5),
        (False, True, False, x.equals(5)),
        (True, False, True, ~x.equals(5)),
    ],
)
def test_a_comparison_is_decided_exactly_at_its_edge(below: bool, at: bool, above: bool, condition: Expression) -> None:
    assert (below, at, above) == tuple(holds(condition, x=value) for value in ("4.9999", "5", "5.0001"))


@pytest.mark.parametrize(
    ("expected", "condition", "jenis"),
    [
        (True, label.is_("tetap"), "tetap"),
        (False, label.is_("tetap"), "kontrak"),
        (True, label.is_("tetap", "kontrak"), "kontrak"),
        (True, label.equals("tetap"), "tetap"),
        (False, label.equals("tetap"), "kontrak"),
    ],
)
def test_a_label_is_compared_by_its_key(expected: bool, condition: Expression, jenis: str) -> None:
    assert expected is holds(condition, jenis=jenis)


@pytest.mark.parametrize(
    ("written", "as_used"),
    [
        (lambda: bool(x > 5), "x > 5"),
        (lambda: bool(x), "x"),
        (lambda: 1 if a else 0, "a"),
        (lambda: 0 < x < 9, "x > 0"),
        (lambda: a and b, "a"),
        (lambda: a or b, "a"),
        (lambda: not a, "a"),
        (lambda: max(x, y), "y > x"),
    ],
)
def test_an_expression_is_neither_true_nor_false_in_python(written: Callable[[], object], as_used: str) -> None:
    with pytest.raises(errors.TruthValueError) as caught:
        written()
    assert {"what": as_used} == caught.value.facts


def test_two_equal_signs_ask_whether_expressions_are_written_alike() -> None:
    assert (x + 1 == x + 1) is True
    assert (x + 1 == x + 2) is False
    assert (x != y) is True


# --- kinds mixed up


@pytest.mark.parametrize(
    "written",
    [
        lambda: x + label,
        lambda: label + x,
        lambda: x + a,
        lambda: x * "tetap",
        lambda: -a,
        lambda: label / 2,
        lambda: label.capped(5),
        lambda: x.capped(label),
        lambda: x.floored(a),
        lambda: label.rounded(2),
        lambda: a.through((0, 0), (1, 1)),
        lambda: label.within(0, 1),
        lambda: label <= 5,
        lambda: a > 1,
        lambda: x >= label,
        lambda: x.equals("tetap"),
        lambda: label.equals(5),
        lambda: a.equals(5),
        lambda: x.is_("tetap"),
        lambda: a.is_("tetap"),
        lambda: x & a,
        lambda: a & x,
        lambda: a & 1,
        lambda: a | label,
        lambda: ~x,
        lambda: x.implies(a),
        lambda: a.implies(x),
        lambda: absent.or_else("tetap"),
        lambda: maybe_label.or_else(0),
        lambda: x.but("tetap", when=a),
        lambda: x.but(0, when=y),
        lambda: x.but(0, when=1),
        lambda: label.rated(bands),
        lambda: a.rated(bands),
        lambda: asn.Policy("p", "P", score=label),
        lambda: asn.Policy("p", "P", score=a),
        lambda: asn.Policy("p", "P", score=x, band=y),
        lambda: asn.Policy("p", "P", band=a),
    ],
)
def test_kinds_that_are_mixed_up_are_refused_when_written(written: Callable[[], object]) -> None:
    with pytest.raises(errors.KindError):
        written()


@pytest.mark.parametrize(
    "written",
    [
        lambda: label.equals("honorer"),
        lambda: as_expression("honorer").equals(label),
        lambda: label.is_("honorer"),
        lambda: label.is_("tetap", "honorer"),
        lambda: maybe_label.or_else("honorer"),
        lambda: maybe_label.or_else(asn.Category("status", ["tetap", "honorer"])),
        lambda: maybe_label.but(asn.Category("status", ["tetap", "honorer"]), when=asn.Flag("lama")),
        lambda: label.but("honorer", when=a),
        lambda: x.rated(bands).is_("sangat_baik"),
    ],
)
def test_a_level_that_a_label_does_not_have_is_refused_when_written(written: Callable[[], object]) -> None:
    with pytest.raises(errors.UnknownLevelError):
        written()


# --- absence


@pytest.mark.parametrize(
    "written",
    [
        lambda: absent > 1,
        lambda: x <= absent,
        lambda: absent.equals(1),
        lambda: maybe_label.is_("aktif"),
        lambda: maybe_label.equals("aktif"),
        lambda: maybe_flag & a,
        lambda: a | maybe_flag,
        lambda: ~maybe_flag,
        lambda: a.implies(maybe_flag),
        lambda: maybe_flag.implies(a),
        lambda: absent.but(0, when=maybe_flag),
        lambda: x.but(absent, when=a),
        lambda: asn.Policy("p", "P", score=absent),
        lambda: asn.Policy("p", "P", score=absent + 1),
        lambda: asn.Policy("p", "P", score=x, band=absent.rated(bands)),
        lambda: asn.Policy("p", "P", score=x, shown=[absent.named("b")]),
    ],
)
def test_a_part_that_may_be_absent_is_refused_where_a_value_is_needed(written: Callable[[], object]) -> None:
    with pytest.raises(errors.AbsentPartError):
        written()


@pytest.mark.parametrize(
    ("expected", "expression", "record"),
    [
        (5, absent.or_else(5), {}),
        (3, absent.or_else(5), {"biaya": 3}),
        (0, absent.or_else(5), {"biaya": 0}),
        (7, (absent + 2).or_else(7), {}),
        (5, (absent + 2).or_else(7), {"biaya": 3}),
        (7, absent.capped(2).or_else(7), {}),
        (7, absent.rounded(0).or_else(7), {}),
        (7, absent.through((0, 0), (1, 1)).or_else(7), {}),
        (7, absent.within(0, 1).or_else(7), {}),
        (7, absent.but(0, when=x > 5).or_else(7), {"x": 6}),
        (0, absent.but(0, when=x > 5).or_else(7), {"x": 6, "biaya": 3}),
        (3, absent.but(0, when=x > 5).or_else(7), {"x": 5, "biaya": 3}),
        (3, absent.required, {"biaya": 3}),
        (1, asn.When(absent.given, 1, 0), {"biaya": 0}),
        (0, asn.When(absent.given, 1, 0), {}),
        (9, absent.or_else(asn.Number("c", optional=True)).or_else(9), {}),
    ],
)
def test_what_is_absent_stays_absent_until_it_is_answered(
    expected: int, expression: Expression, record: dict[str, int]
) -> None:
    assert expected == appraised(expression, **record)


def test_a_required_value_that_is_absent_is_a_fault_by_name() -> None:
    with pytest.raises(errors.RecordError) as caught:
        appraised(absent.required)
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN414", "biaya")]


@pytest.mark.parametrize(("value", "code"), [("0", None), ("100", None), ("-0.0001", "ASN416"), ("100.0001", "ASN416")])
def test_a_number_that_leaves_its_range_is_a_fault(value: str, code: str | None) -> None:
    policy = asn.Policy("contoh", "Contoh", score=x.within(0, 100))
    if code is None:
        assert Fraction(value) == policy.appraise({"x": value}).exact
    else:
        with pytest.raises(errors.RecordError, match=code):
            policy.appraise({"x": value})


# --- parts


def test_a_part_has_a_key_names_and_sources() -> None:
    law = asn.Source("PP 46/2011")
    part = (x + 1).named("skp", "Sasaran kerja", law, english="Work targets")
    assert (part.key, part.name, part.english, part.sources) == ("skp", "Sasaran kerja", "Work targets", (law,))
    assert (part.called("id"), part.called("en")) == ("Sasaran kerja", "Work targets")


@pytest.mark.parametrize(
    ("expected", "key", "name", "language"),
    [
        ("nilai skp", "nilai_skp", "", "id"),
        ("ku", "nilai_skp.ku", "", "id"),
        ("Kuantitas", "ku", "Kuantitas", "en"),
    ],
)
def test_a_part_without_a_name_is_called_by_its_key(expected: str, key: str, name: str, language: str) -> None:
    assert expected == x.named(key, name).called(language)


def test_a_part_keeps_kind_absence_and_levels() -> None:
    assert (label.named("jenis_nilai").kind, label.named("jenis_nilai").levels) == ("label", label.levels)
    assert absent.named("biaya_nilai").may_be_absent


def test_two_different_parts_with_one_key_are_refused() -> None:
    with pytest.raises(errors.PartKeyError):
        asn.Policy("p", "P", score=x.named("skp") + y.named("skp"))


def test_one_part_may_be_used_twice() -> None:
    assert Fraction(8) == appraised(x.named("skp") + (x + 0).named("lain") + x.named("skp") - x, x=4)


def test_a_part_with_the_key_of_a_field_is_refused() -> None:
    with pytest.raises(errors.PartFieldKeyError):
        asn.Policy("p", "P", score=x.named("y") + y)


def test_a_score_that_may_not_terminate_needs_a_rounding() -> None:
    with pytest.raises(errors.UnroundedScoreError):
        asn.Policy("p", "P", score=x / y)
    assert asn.Policy("p", "P", score=(x / y).rounded(2)).places == 2


@given(values)
def test_a_pickled_formula_means_the_same(value: Fraction) -> None:
    formula = asn.When((x > 5) | (x < -5), x.clamped(-50, 50) * "0.35", x + 1)
    restored = pickle.loads(pickle.dumps(formula))  # noqa: S301
    assert formula == restored
    assert appraised(formula, x=value) == appraised(restored, x=value)
