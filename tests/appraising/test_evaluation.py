from __future__ import annotations

import sys
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product, zip_longest
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.watch import ends

from asn_appraisal import (
    Band,
    Bands,
    Case,
    Category,
    Check,
    Count,
    Expression,
    Fault,
    Flag,
    Greatest,
    Grid,
    Indicator,
    Items,
    Least,
    Mean,
    Number,
    Policy,
    Steps,
    Sum,
    Target,
    Weighted,
    When,
    rules,
)
from asn_appraisal.analysis.outlines import Outline, outline
from asn_appraisal.appraising.checks import check_faults
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.evaluation import evaluate, step_of
from asn_appraisal.errors import RecordError

X, Y, Z = Number("x"), Number("y"), Number("z")
MAYBE, MAYBE_TOO = Number("maybe", optional=True), Number("maybe_too", optional=True)
FLAG = Flag("flag")
LEVEL = Category("level", ["a", "b", "c"])
MAYBE_LEVEL = Category("maybe_level", ["a", "b"], optional=True)
T, W, U = Number("t"), Number("w"), Number("u", optional=True)
ROWS = Items("rows", (T, W, U))
NONE_NEEDED = Items("rows", (T, W, U), optional=True)

F = Fraction


def _value(expression: Expression, *, rows: Iterable[tuple[str | None, ...]] = (), **values: Any) -> Any:
    """The value of an expression for a record; texts of numbers become exact, rows fill the fields of the list."""
    labels = {"level", "maybe_level"}
    found = {key: value if key in labels else _exact(value) for key, value in values.items()}
    found["rows"] = [dict(zip_longest("twu", map(_exact, row))) for row in rows]
    return evaluate(expression, Context.of(_outline(expression), found))


def _exact(value: Any) -> Any:
    return Fraction(value) if isinstance(value, str) else value


def _outline(expression: Expression) -> Outline:
    return outline([expression])


def _faults(expression: Expression, record: dict[str, Any], **more: Any) -> list[tuple[str, Any, Any, Any]]:
    policy = Policy("contoh", "Contoh", score=expression, reported=2, **more)
    with pytest.raises(RecordError) as caught:
        policy.appraise(record)
    return [(f.code, f.list, f.item_row, f.field) for f in caught.value.faults]


# --- each block against values worked out by hand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (X + Y, "3.1"),
        (X - Y, "1.9"),
        (X * Y, "1.5"),
        (X / Y, "25/6"),
        (1 + X, "3.5"),
        (1 - X, "-1.5"),
        (2 * X, "5"),
        (1 / X, "2/5"),
        (X / 3, "5/6"),
        (X * "1/9", "5/18"),
        (X * "75%", "1.875"),
        (-X, "-2.5"),
        (X + Y * 2, "3.7"),
        ((X + Y) * 2, "6.2"),
        (X - (Y - 1), "2.9"),
        (X - Y - 1, "0.9"),
        (X / Y / 2, "25/12"),
        (X.against(Y), "1250/3"),
        (Y.against(X), "24"),
        (Y.against(X, "lower"), "176"),
        (X.against("2.5", "lower"), "100"),
    ],
)
def test_arithmetic_is_exact(expression: Expression, value: str) -> None:
    assert F(value) == _value(expression, x="2.5", y="0.6")


@pytest.mark.parametrize(
    ("x", "capped", "floored", "clamped"),
    [
        ("9.99", "9.99", "10", "10"),
        ("10", "10", "10", "10"),
        ("10.01", "10.01", "10.01", "10.01"),
        ("20", "20", "20", "20"),
        ("20.01", "20", "20.01", "20"),
        ("-5", "-5", "10", "10"),
    ],
)
def test_limits_keep_a_number_within_them_and_let_the_ends_pass(
    x: str, capped: str, floored: str, clamped: str
) -> None:
    assert F(capped) == _value(X.capped(20), x=x)
    assert F(floored) == _value(X.floored(10), x=x)
    assert F(clamped) == _value(X.clamped(10, 20), x=x)


@pytest.mark.parametrize(("x", "value"), [("5", "7"), ("7", "7"), ("8", "8"), ("9", "9"), ("10", "9")])
def test_limits_may_be_expressions(x: str, value: str) -> None:
    assert F(value) == _value(X.clamped(Y, Z), x=x, y="7", z="9")


def test_where_limits_cross_the_upper_one_wins() -> None:
    assert [_value(X.clamped(Y, Z), x=x, y="9", z="7") for x in ("5", "8", "10")] == [7, 7, 7]


@pytest.mark.parametrize(
    ("x", "mode", "value"),
    [
        ("0.125", "half_up", "0.13"),
        ("0.125", "half_even", "0.12"),
        ("0.135", "half_even", "0.14"),
        ("0.129", "down", "0.12"),
        ("0.121", "up", "0.13"),
        ("-0.125", "half_up", "-0.13"),
        ("-0.129", "down", "-0.12"),
        ("0.12", "up", "0.12"),
    ],
)
def test_rounding_sends_a_tie_where_its_mode_says(x: str, mode: str, value: str) -> None:
    assert F(value) == _value(X.rounded(2, mode), x=x)


@pytest.mark.parametrize(
    ("x", "value"),
    [
        ("-1", "0"),
        ("0", "0"),
        ("45", "50"),
        ("90", "100"),
        ("95", "110"),
        ("100", "120"),
        ("101", "120"),
        ("30", "100/3"),
    ],
)
def test_a_broken_line_passes_its_points_and_is_level_outside_them(x: str, value: str) -> None:
    assert F(value) == _value(X.through((0, 0), (90, 100), (100, 120)), x=x)


@pytest.mark.parametrize(
    ("condition", "below", "on", "above"),
    [
        (X < 5, True, False, False),
        (X <= 5, True, True, False),
        (X > 5, False, False, True),
        (X >= 5, False, True, True),
        (X.equals(5), False, True, False),
        (X > Y, False, False, True),
        ((X >= 5) & (X <= 5), False, True, False),
        ((X < 5) | (X > 5), True, False, True),
        (~(X < 5), False, True, True),
        ((X >= 5).implies(X > 5), True, False, True),
    ],
)
def test_conditions_hold_on_their_side_of_an_edge(condition: Expression, below: bool, on: bool, above: bool) -> None:
    assert [below, on, above] == [_value(condition, x=x, y="5") for x in ("4.99", "5", "5.01")]


OTHER, THIRD = Flag("other"), Flag("third")


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        # over flag, other, third: 000 001 010 011 100 101 110 111
        ((FLAG | OTHER) & THIRD, "00010101"),
        (THIRD & (FLAG | OTHER), "00010101"),
        (FLAG | OTHER & THIRD, "00011111"),
        ((FLAG & OTHER) | THIRD, "01010111"),
        (FLAG & OTHER & THIRD, "00000001"),
        (FLAG | OTHER | THIRD, "01111111"),
        (~(FLAG | OTHER) & THIRD, "01000000"),
        (~FLAG & ~OTHER | THIRD, "11010101"),
        ((FLAG & OTHER).implies(THIRD), "11111101"),
        (FLAG.implies(OTHER) & THIRD, "01010001"),
        (FLAG.implies(OTHER | THIRD), "11110111"),
        (FLAG.implies(OTHER & THIRD), "11110001"),
        (FLAG.equals(OTHER), "11000011"),
    ],
)
def test_conditions_join_as_their_parentheses_say(condition: Expression, truth: str) -> None:
    cases = product((False, True), repeat=3)
    read = outline([condition, THIRD, OTHER, FLAG])
    contexts = (Context.of(read, dict(zip(("flag", "other", "third"), case, strict=True))) for case in cases)
    assert truth == "".join(str(int(evaluate(condition, context))) for context in contexts)


@pytest.mark.parametrize(
    ("condition", "a", "b", "c"),
    [
        (LEVEL.is_("a"), True, False, False),
        (LEVEL.is_("a", "c"), True, False, True),
        (~LEVEL.is_("a"), False, True, True),
        (LEVEL.equals("b"), False, True, False),
        (LEVEL.equals(Case(LEVEL, a="a", otherwise="b")), True, True, False),
    ],
)
def test_conditions_on_a_label_hold_for_its_levels(condition: Expression, a: bool, b: bool, c: bool) -> None:
    assert [a, b, c] == [_value(condition, level=level) for level in "abc"]


@pytest.mark.parametrize(("flag", "value"), [(True, 15), (False, 0)])
def test_a_flag_gives_its_points(flag: bool, value: int) -> None:
    assert value == _value(FLAG.points(15), flag=flag)


@pytest.mark.parametrize(("flag", "value"), [(True, "1"), (False, "2")])
def test_when_takes_the_branch_of_its_condition(flag: bool, value: str) -> None:
    assert F(value) == _value(When(FLAG, X, Y), flag=flag, x="1", y="2")
    assert ("a" if flag else "b") == _value(When(FLAG, "a", "b"), flag=flag)


@pytest.mark.parametrize(
    ("x", "value"), [("23.99", "99.99"), ("24", "100"), ("24.01", "75.99"), ("100", "0"), ("-76", "0")]
)
def test_steps_take_the_first_edge_that_is_met_and_may_use_formulas(x: str, value: str) -> None:
    assert F(value) == _value(Steps(X, ("<= 24", 76 + X), otherwise=100 - X), x=x)


@pytest.mark.parametrize(
    ("x", "open_", "closed"), [("6.99", 2, 2), ("7", 2, 3), ("7.01", 3, 3), ("4", 1, 2), ("3.99", 1, 1), ("0", 1, 1)]
)
def test_an_open_edge_leaves_its_value_to_the_next_step(x: str, open_: int, closed: int) -> None:
    assert open_ == _value(Steps(X, ("> 7", 3), ("> 4", 2), otherwise=1), x=x)
    assert closed == _value(Steps(X, (">= 7", 3), (">= 4", 2), otherwise=1), x=x)


@pytest.mark.parametrize(("level", "value"), [("a", "1"), ("b", "5"), ("c", "9")])
def test_a_case_takes_the_branch_of_its_level_and_the_rest_otherwise(level: str, value: str) -> None:
    assert F(value) == _value(Case(LEVEL, a=1, b=X, otherwise=9), level=level, x="5")


@pytest.mark.parametrize(
    ("combined", "value"),
    [
        (Sum(X, Y, Z), "12"),
        (Mean(X, Y, Z), "4"),
        (Mean(X, Y), "3/2"),
        (Least(X, Y, Z), "1"),
        (Greatest(X, Y, Z), "9"),
        (Weighted((60, X), (40, Z)), "4.2"),
        (Weighted(("33.3", X), ("66.7", Z)), "6.336"),
        (Weighted((100, X)), "1"),
        (Sum(X), "1"),
    ],
)
def test_combinations_give_what_a_person_works_out(combined: Expression, value: str) -> None:
    assert F(value) == _value(combined, x="1", y="2", z="9")


def test_weights_of_70_and_30_are_not_interchangeable() -> None:
    assert tuple(_value(Weighted((70, X), (30, Y)), x=x, y=y) for x, y in (("100", "0"), ("0", "100"))) == (70, 30)


@pytest.mark.parametrize(
    ("x", "flag", "key"),
    [("110", True, "a"), ("110", False, "b"), ("109.99", True, "b"), ("90", False, "b"), ("89.99", True, "c")],
)
def test_a_band_wants_its_edge_and_what_it_requires(x: str, flag: bool, key: str) -> None:
    bands = Bands(Band("a", ">= 110", requires=FLAG), ("b", ">= 90"), ("c", None))
    assert key == _value(X.rated(bands), x=x, flag=flag)


@pytest.mark.parametrize(("x", "key"), [("80", "low"), ("80.01", "high"), ("79.99", "low")])
def test_an_edge_that_is_open_below_is_not_reached_on_it(x: str, key: str) -> None:
    assert key == _value(X.rated(Bands(("high", "> 80"), ("low", None))), x=x)


def test_a_grid_gives_the_entry_of_row_and_column_and_not_the_other_way_round() -> None:
    pairs = {("lo", "lo"): "one", ("lo", "hi"): "two", ("hi", "lo"): "three", ("hi", "hi"): "four"}
    bands = Bands(("hi", ">= 5"), ("lo", None))
    grid = Grid(X.rated(bands), Y.rated(bands), pairs)
    found = [_value(grid, x=x, y=y) for x, y in (("4", "4"), ("4", "5"), ("5", "4"), ("5", "5"))]
    assert found == ["one", "two", "three", "four"]


@pytest.mark.parametrize(
    ("rule", "measured", "score"),
    [
        (rules.higher_is_better, "6", "60"),
        (rules.lower_is_better, "6", "140"),
        (rules.lower_is_better.clamped(0, 120), "6", "120"),
        (rules.met_or_not, "10", "100"),
        (rules.met_or_not, "9.99", "0"),
        (rules.kept_or_not, "10", "100"),
        (rules.kept_or_not, "10.01", "0"),
        (rules.higher_is_better.then(rules.Rule(rules.value / 2)), "6", "30"),
        (rules.higher_is_better.rounded(0), "6.05", "61"),
        (rules.higher_is_better.through((0, 0), (50, 10)), "2.5", "5"),
        (rules.higher_is_better.steps((">= 60", 1), otherwise=0), "6", "1"),
        (rules.higher_is_better.capped(50), "6", "50"),
        (rules.higher_is_better.floored(70), "6", "70"),
    ],
)
def test_a_rule_scores_a_value_against_its_target(rule: rules.Rule, measured: str, score: str) -> None:
    assert F(score) == _value(rule.of(X, 10), x=measured)
    assert F(score) == _value(Target(Indicator("x"), 10, rule=rule).part, x=measured)


@pytest.mark.parametrize(("better", "score"), [("higher", "50"), ("lower", "150")])
def test_without_a_rule_the_indicator_decides(better: str, score: str) -> None:
    assert F(score) == _value(Target(Indicator("x", better=better), Y).part, x="5", y="10")


# --- absence ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        MAYBE,
        MAYBE + 1,
        1 - MAYBE,
        MAYBE * 0,
        0 / (MAYBE + 1),
        X / MAYBE,
        MAYBE.rounded(0),
        MAYBE.capped(5),
        X.capped(MAYBE),
        X.floored(MAYBE),
        MAYBE.through((0, 0), (1, 1)),
        MAYBE.within(0, 1),
        MAYBE.named("part"),
        Steps(MAYBE, ("<= 24", 1), otherwise=2),
        MAYBE.but(0, when=FLAG),
        When(FLAG, MAYBE, MAYBE_TOO),
        MAYBE.rated(Bands(("hi", ">= 5"), ("lo", None))),
        Case(MAYBE_LEVEL, a=1, b=2),
        MAYBE.or_else(MAYBE_TOO),
        NONE_NEEDED.mean(T),
        ROWS.where(T > 5).mean(T),
        ROWS.where(T > 5).least(T),
        ROWS.where(T > 5).greatest(T),
        ROWS.where(T > 5).weighted(T, by=W),
    ],
)
def test_what_rests_on_an_absent_value_is_absent_and_says_so_by_definition(expression: Expression) -> None:
    assert expression.may_be_absent
    values = {"x": "1", "flag": True, "maybe": None, "maybe_too": None, "maybe_level": None}
    assert _value(expression, **values, rows=[] if NONE_NEEDED in _lists(expression) else [("1", "1")]) is None


def _lists(expression: Expression) -> tuple[Items, ...]:
    return _outline(expression).lists


@pytest.mark.parametrize(
    ("maybe", "mean", "total", "weighted", "least"),
    [(None, "2", "4", "1.75", "1"), ("8", "4", "12", "3", "1"), ("0", "4/3", "4", "1.4", "0")],
)
def test_of_given_takes_those_that_are_there_and_shares_the_weights_anew(
    maybe: str | None, mean: str, total: str, weighted: str, least: str
) -> None:
    values = {"x": "1", "y": "3", "maybe": maybe}
    assert F(mean) == _value(Mean.of_given(X, Y, MAYBE), **values)
    assert F(total) == _value(Sum.of_given(X, Y, MAYBE), **values)
    assert F(weighted) == _value(Weighted.of_given((50, X), (30, Y), (20, MAYBE)), **values)
    assert F(least) == _value(Least.of_given(X, Y, MAYBE), **values)


@pytest.mark.parametrize(
    ("given_", "faults"),
    [
        ({"x": "1"}, [("ASN415", None, None, "maybe")]),
        ({"x": "1", "maybe": "2"}, []),
        ({"x": "1", "maybe": "2", "maybe_too": "3"}, []),
    ],
)
@pytest.mark.parametrize(
    "combined",
    [
        Mean.of_given(X, MAYBE, MAYBE_TOO, at_least=2),
        Weighted.of_given((50, X), (30, MAYBE), (20, MAYBE_TOO), at_least=2),
    ],
)
def test_fewer_parts_than_at_least_are_a_fault(combined: Expression, given_: dict[str, str], faults: Any) -> None:
    if faults:
        assert faults == _faults(combined, given_)
    else:
        assert Policy("contoh", "Contoh", score=combined, reported=2).appraise(given_).exact is not None


@pytest.mark.parametrize(("maybe", "value"), [(None, "7"), ("0", "0"), ("5", "5")])
def test_or_else_stands_for_an_absent_value_alone(maybe: str | None, value: str) -> None:
    assert F(value) == _value(MAYBE.or_else(X), maybe=maybe, x="7")


@pytest.mark.parametrize(("maybe", "value"), [("0", "0"), ("5", "5")])
def test_required_lets_a_value_pass(maybe: str, value: str) -> None:
    assert F(value) == _value(MAYBE.required, maybe=maybe)


def test_required_refuses_an_absent_value_by_name() -> None:
    assert _faults(MAYBE.required + X, {"x": 1}) == [("ASN414", None, None, "maybe")]


@pytest.mark.parametrize(
    ("maybe", "flag", "value"), [("5", True, 0), ("5", False, 5), (None, True, None), (None, False, None)]
)
def test_but_replaces_where_its_condition_holds_and_keeps_absent_absent(
    maybe: str | None, flag: bool, value: int | None
) -> None:
    assert value == _value(MAYBE.but(0, when=FLAG), maybe=maybe, flag=flag)


@pytest.mark.parametrize(("maybe", "given_"), [(None, False), ("0", True), ("5", True)])
def test_given_asks_whether_there_is_a_value(maybe: str | None, given_: bool) -> None:
    assert given_ == _value(MAYBE.given, maybe=maybe)
    assert given_ == _value((MAYBE + 1).given, maybe=maybe)


@pytest.mark.parametrize(("x", "right"), [("-0.01", False), ("0", True), ("5", True), ("5.01", False)])
def test_within_refuses_a_value_beyond_its_ends(x: str, right: bool) -> None:
    policy = Policy("contoh", "Contoh", score=X.within(0, 5))
    if right:
        assert F(x) == policy.appraise({"x": x}).exact
    else:
        assert _faults(X.within(0, 5), {"x": x}) == [("ASN416", None, None, "x")]


@pytest.mark.parametrize(
    ("low", "high", "x", "right"),
    [
        ("0.5", None, "0.4", "from 0.5"),
        ("1/3", None, "0.2", "from 1/3 (≈ 0.3333)"),
        (None, "7.5", "7.6", "to 7.5"),
        ("0.5", "7.5", "0.4", "from 0.5 to 7.5"),
        ("0.5", "7.5", "7.6", "from 0.5 to 7.5"),
    ],
)
def test_a_value_beyond_a_range_is_told_the_ends_that_the_range_has(
    low: str | None, high: str | None, x: str, right: str
) -> None:
    with pytest.raises(RecordError) as caught:
        Policy("contoh", "Contoh", score=X.within(low, high)).appraise({"x": x})
    (fault,) = caught.value.faults
    assert fault.text("en") == f"x: x leaves its range: it must lie {right}"


SCALE = Bands(("tinggi", ">= 5"), ("rendah", None))


@pytest.mark.parametrize(
    ("choice", "values", "taken"),
    [
        (When(X >= 5, 1, 2), {"x": "5"}, 0),
        (When(X >= 5, 1, 2), {"x": "4"}, 1),
        (X.but(0, when=X >= 5), {"x": "4"}, 0),
        (X.but(0, when=X >= 5), {"x": "5"}, 1),
        (Steps(X, (">= 5", 1), (">= 3", 2), otherwise=3), {"x": "5"}, 0),
        (Steps(X, (">= 5", 1), (">= 3", 2), otherwise=3), {"x": "3"}, 1),
        (Steps(X, (">= 5", 1), (">= 3", 2), otherwise=3), {"x": "2"}, 2),
        (Case(LEVEL, a=1, b=2, c=3), {"level": "a"}, 0),
        (Case(LEVEL, a=1, b=2, c=3), {"level": "c"}, 2),
        (X.rated(SCALE), {"x": "5"}, 0),
        (X.rated(SCALE), {"x": "4"}, 1),
    ],
)
def test_a_step_tells_which_branch_was_taken(choice: Expression, values: dict[str, Any], taken: int) -> None:
    found = {key: value if key == "level" else Fraction(value) for key, value in values.items()}
    part = choice.named("bagian")
    assert step_of(part, Context.of(_outline(part), found)).choices == ((choice, taken),)


# --- lists -----------------------------------------------------------------------------------------------------------

THREE = [("1", "1"), ("2", "2"), ("6", "1")]


@pytest.mark.parametrize(
    ("over", "value"),
    [
        (ROWS.mean(T), "3"),
        (ROWS.sum(T), "9"),
        (ROWS.weighted(T, by=W), "11/4"),
        (ROWS.count(), "3"),
        (ROWS.count(T >= 2), "2"),
        (ROWS.least(T), "1"),
        (ROWS.greatest(T), "6"),
        (ROWS.mean(T * W), "11/3"),
        (ROWS.where(T >= 2).sum(T), "8"),
        (ROWS.where(T >= 2).where(W < 2).sum(T), "6"),
        (ROWS.where(T >= 2).count(), "2"),
        (ROWS.where(T >= 2).weighted(T, by=W), "10/3"),
        (ROWS.where(T > 6).sum(T), "0"),
        (ROWS.where(T > 6).count(), "0"),
        (ROWS.mean(T * X), "30"),
        (ROWS.mean(Mean.of_given(T, U)), "11/3"),
        (ROWS.sum(1), "3"),
    ],
)
def test_what_is_worked_out_over_a_list(over: Expression, value: str) -> None:
    rows = [*THREE[:2], (*THREE[2], "10")]
    assert F(value) == _value(over, rows=rows, x="10")


@pytest.mark.parametrize(
    ("over", "value"),
    [
        (NONE_NEEDED.sum(T), 0),
        (NONE_NEEDED.count(), 0),
        (NONE_NEEDED.mean(T).or_else(7), 7),
        (NONE_NEEDED.mean(T), None),
    ],
)
def test_an_optional_list_without_rows_sums_to_zero_and_has_no_mean(over: Expression, value: int | None) -> None:
    assert value == _value(over, rows=[])


def test_weights_that_sum_to_zero_are_a_fault() -> None:
    record = {"rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}]}
    assert _faults(ROWS.weighted(T, by=W), record) == [("ASN412", None, None, "w")]


@pytest.mark.parametrize("weights", [("1", "-1"), ("0", "0")])
def test_weights_may_cancel_out_only_at_a_fault(weights: tuple[str, str]) -> None:
    record = {"rows": [{"t": 1, "w": weights[0]}, {"t": 2, "w": weights[1]}]}
    assert [code for code, *_ in _faults(ROWS.weighted(T, by=W), record)] == ["ASN412"]


def test_a_row_sees_its_own_fields_first_and_then_the_records() -> None:
    share = (T / X * 100).named("share")
    policy = Policy("contoh", "Contoh", score=ROWS.mean(share), reported=2)
    appraisal = policy.appraise({"x": 4, "rows": [{"t": 1, "w": 0}, {"t": 3, "w": 0}]})
    assert (appraisal.parts["share"], appraisal.exact) == ((25, 75), 50)


def test_a_rows_field_hides_a_field_of_the_record_with_the_same_key() -> None:
    policy = Policy("contoh", "Contoh", score=ROWS.sum(T) * 10 + Number("t", high=5))
    assert policy.appraise({"t": 5, "rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}]}).exact == 35


def test_a_lists_total_can_be_used_in_that_lists_row_formula() -> None:
    total = ROWS.sum(W).named("total")
    share = (W / total).named("share")
    policy = Policy("contoh", "Contoh", score=ROWS.sum(T * share).named("nilai"), reported=4)
    appraisal = policy.appraise({"rows": [{"t": 10, "w": 1}, {"t": 20, "w": 3}]})
    assert (4, (F(1, 4), F(3, 4)), F(70, 4)) == (appraisal.parts["total"], appraisal.parts["share"], appraisal.exact)


def test_a_record_level_part_inside_a_row_formula_is_worked_out_once_for_the_record() -> None:
    factor = (X * 2).named("factor")
    policy = Policy("contoh", "Contoh", score=(ROWS.sum((T * factor).named("each")) + factor).named("nilai"))
    appraisal = policy.appraise({"x": 3, "rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}]})
    assert appraisal.parts == {"factor": 6, "each": (6, 12), "nilai": 24}
    assert [step.key for step in appraisal.trace].count("factor") == 1


def test_two_lists_may_share_one_field_object_and_one_formula() -> None:
    one, two = Items("satu", (T, W)), Items("dua", (T, W))
    scored = (T * W).named("scored")
    policy = Policy("contoh", "Contoh", score=(one.sum(scored) - two.sum(scored)).named("nilai"))
    appraisal = policy.appraise({"satu": [{"t": 2, "w": 3}], "dua": [{"t": 1, "w": 1}, {"t": 1, "w": 2}]})
    assert (appraisal.exact, _by_list(appraisal.trace)) == (3, {"satu": (6,), "dua": (1, 2)})


def _by_list(trace: Any) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for step in trace:
        if step.key == "scored":
            found[step.place[0]] = (*found.get(step.place[0], ()), step.value)
    return found


def test_a_list_inside_a_row_formula_of_another_list_sees_the_record() -> None:
    other = Items("other", (Number("v"),))
    v = other.fields[0]
    policy = Policy("contoh", "Contoh", score=ROWS.sum(T * other.sum(v * X)))
    record = {"x": 2, "rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}], "other": [{"v": 3}, {"v": 4}]}
    assert policy.appraise(record).exact == 14 + 28


# --- only the branch taken -------------------------------------------------------------------------------------------

BROKEN = 1 / Y  # y is 0 below


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (When(X > 0, X, BROKEN), 1),
        (When(X <= 0, BROKEN, X), 1),
        (Steps(X, ("<= 1", X), otherwise=BROKEN), 1),
        (Steps(X, ("<= 0", BROKEN), otherwise=X), 1),
        (Steps(X, ("<= 0", BROKEN), ("<= 1", X), otherwise=BROKEN), 1),
        (Case(LEVEL, a=X, b=BROKEN, c=BROKEN), 1),
        (X.but(BROKEN, when=X < 0), 1),
        (MAYBE.or_else(X), 1),
        (X.or_else(BROKEN), 1),
        (When((X < 0) & (BROKEN > 0), 0, X), 1),
        (When((X > 0) | (BROKEN > 0), X, 0), 1),
        (ROWS.where(T > 0).sum(1 / T), 1),
    ],
)
def test_a_division_by_zero_in_a_branch_not_taken_is_no_fault(expression: Expression, value: int) -> None:
    policy = Policy("contoh", "Contoh", score=expression, reported=2)
    record: dict[str, Any] = {"x": "1", "y": "0", "level": "a", "rows": [{"t": 0, "w": 0}, {"t": 1, "w": 0}]}
    wanted = {entry.key for entry in policy.inputs}
    assert value == policy.appraise({key: entry for key, entry in record.items() if key in wanted}).exact


@pytest.mark.parametrize(
    "expression",
    [
        When(X > 0, BROKEN, X),
        Steps(X, ("<= 1", BROKEN), otherwise=X),
        Case(LEVEL, a=BROKEN, otherwise=X),
        X.but(BROKEN, when=X > 0),
        BROKEN.but(X, when=X > 0),
        X.capped(BROKEN),
        MAYBE.or_else(BROKEN),
        When((X > 0) & (BROKEN > 0), 0, X),
    ],
)
def test_a_division_by_zero_in_the_branch_taken_names_the_divisor(expression: Expression) -> None:
    record = {"x": "1", "y": "0", "level": "a"}
    wanted = {entry.key for entry in Policy("contoh", "Contoh", score=expression, reported=2).inputs}
    faults = _faults(expression, {key: value for key, value in record.items() if key in wanted})
    assert faults == [("ASN412", None, None, "y")]


def test_a_band_that_is_not_reached_does_not_ask_for_what_it_requires() -> None:
    bands = Bands(Band("a", ">= 5", requires=BROKEN > 0), ("b", None))
    policy = Policy("contoh", "Contoh", score=X, band=bands)
    band = policy.appraise({"x": "4.99", "y": 0}).band
    assert band is not None
    assert band.key == "b"


def test_the_divisor_is_named_by_its_formula() -> None:
    policy = Policy("contoh", "Contoh", score=X / (Y - Z), reported=2)
    with pytest.raises(RecordError, match=r"ASN412: y: division by zero: y - z must not be 0"):
        policy.appraise({"x": 1, "y": 2, "z": 2})


# --- faults together -------------------------------------------------------------------------------------------------


def test_faults_of_several_rows_are_found_together() -> None:
    record = {"rows": [{"t": 1, "w": 0}, {"t": 1, "w": 1}, {"t": 1, "w": 0}]}
    expected = [("ASN412", "rows", 0, "w"), ("ASN412", "rows", 2, "w")]
    assert expected == _faults(ROWS.mean(T / W), record)


def test_faults_of_several_parts_of_a_combination_are_found_together() -> None:
    faults = _faults(Sum(1 / X, MAYBE.required, 1 / Y, 1 / Z), {"x": 0, "y": 0, "z": 1})
    assert faults == [("ASN412", None, None, "x"), ("ASN414", None, None, "maybe"), ("ASN412", None, None, "y")]


def test_a_part_that_fails_for_two_others_is_one_fault() -> None:
    part = (1 / X).named("part")
    assert _faults(Sum(part + 1, part * 2), {"x": 0}) == [("ASN412", None, None, "x")]


def test_faults_of_score_band_and_shown_parts_are_found_together() -> None:
    band = (1 / Y).rated(Bands(("a", ">= 5"), ("b", None)))
    assert _faults(1 / X, {"x": 0, "y": 0, "z": 0}, band=band, shown=[(1 / Z).named("more")]) == [
        ("ASN412", None, None, "x"),
        ("ASN412", None, None, "y"),
        ("ASN412", None, None, "z"),
    ]


# --- checks on data --------------------------------------------------------------------------------------------------

POSITIVE = Check(T > 0, "t harus di atas nol", "t must be above zero")
IN_ORDER = Check(T <= W, "t tidak boleh melebihi w")
CHECKED = Items("rows", (T, W), checks=(POSITIVE, IN_ORDER))


def test_every_row_that_breaks_a_check_is_a_fault_with_the_words_of_the_check() -> None:
    policy = Policy("contoh", "Contoh", score=CHECKED.sum(T))
    with pytest.raises(RecordError) as caught:
        policy.appraise({"rows": [{"t": 1, "w": 1}, {"t": 0, "w": 0}, {"t": 2, "w": 1}, {"t": -1, "w": -2}]})
    found = [(f.code, f.item_row, f.field, f.text("en"), f.text("id")) for f in caught.value.faults]
    zero = ("ASN413", 1, "t", "rows[1].t: t must be above zero", "rows[1].t: t harus di atas nol")
    order = [("ASN413", row, "t", *[f"rows[{row}].t: t tidak boleh melebihi w"] * 2) for row in (2, 3)]
    below = ("ASN413", 3, "t", "rows[3].t: t must be above zero", "rows[3].t: t harus di atas nol")
    assert found == [zero, order[0], below, order[1]]


@pytest.mark.parametrize(("x", "y", "right"), [("1", "1", True), ("1", "0.99", False), ("0", "0", True)])
def test_a_check_on_the_record_holds_on_its_edge(x: str, y: str, right: bool) -> None:
    policy = Policy("contoh", "Contoh", score=X, checks=[Check(Y >= X, "y paling sedikit x")])
    if right:
        assert policy.appraise({"x": x, "y": y}).exact == F(x)
    else:
        with pytest.raises(RecordError) as caught:
            policy.appraise({"x": x, "y": y})
        assert [(f.code, f.list, f.item_row, f.field) for f in caught.value.faults] == [("ASN413", None, None, "y")]


def test_a_check_of_rows_may_look_at_the_record() -> None:
    items = Items("rows", (T,), checks=(Check(T <= X, "t tidak boleh melebihi x"),))
    record = {"x": 2, "rows": [{"t": 2}, {"t": 3}]}
    assert _faults(items.sum(T), record) == [("ASN413", "rows", 1, "t")]


def test_a_check_that_cannot_be_worked_out_tells_why() -> None:
    items = Items("rows", (T, W), checks=(Check(T / W > 1, "t lebih dari w"),))
    assert _faults(items.sum(T), {"rows": [{"t": 1, "w": 0}]}) == [("ASN412", "rows", 0, "w")]


def test_checks_of_the_record_and_of_all_lists_are_told_together() -> None:
    checks = [Check(X > 0, "x di atas nol")]
    faults = _faults(CHECKED.sum(T), {"x": 0, "rows": [{"t": 0, "w": 0}]}, checks=checks)
    assert faults == [("ASN413", None, None, "x"), ("ASN413", "rows", 0, "t")]


def test_a_record_that_meets_all_checks_has_no_fault() -> None:
    found = outline([CHECKED.sum(T)])
    values = {"rows": [{"t": F(1), "w": F(1)}]}
    faults: tuple[Fault, ...] = check_faults(found, (), values)
    assert faults == ()


# --- parts are worked out once ---------------------------------------------------------------------------------------


def test_a_part_used_in_many_places_has_one_step() -> None:
    part = (X / Y).named("part")
    context = Context.of(outline([part]), {"x": F(1), "y": F(2)})
    assert step_of(part, context) is step_of(part, context)
    policy = Policy("contoh", "Contoh", score=Sum(part, part * 2, part.capped(1)).named("nilai"), reported=2)
    assert [step.key for step in policy.appraise({"x": 1, "y": 2}).trace] == ["part", "nilai"]


def test_a_part_of_rows_is_worked_out_once_a_row_for_all_that_use_it() -> None:
    part = (T * 2).named("part")
    score = Sum(ROWS.sum(part), ROWS.where(part > 2).mean(part).or_else(0)).named("nilai")
    appraisal = Policy("contoh", "Contoh", score=score, reported=2).appraise(
        {"rows": [{"t": 1, "w": 0}, {"t": 2, "w": 0}]}
    )
    assert (appraisal.exact, appraisal.parts["part"]) == (6 + 4, (2, 4))
    assert [step.key for step in appraisal.trace].count("part") == 2


def test_a_tower_of_shared_parts_is_worked_out_part_by_part() -> None:
    part: Expression = X
    for number in range(12):
        part = (part + part).named(f"p{number}")
    context, calls = Context.of(outline([part]), {"x": F(1)}), 0

    def count(at: Any, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and at.f_code is step_of.__code__

    sys.setprofile(count)
    try:
        value = evaluate(part, context)
    finally:
        sys.setprofile(None)
    assert value == 2**12
    assert 0 < calls < 30


# --- laws ------------------------------------------------------------------------------------------------------------

EXACT = st.fractions(-1000, 1000, max_denominator=100)


@given(EXACT, EXACT, EXACT)
def test_a_clamped_value_lies_within_its_limits(x: Fraction, one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    value = evaluate(X.clamped(low, high), Context.of(_outline(X), {"x": x}))
    assert low <= value <= high
    assert value in {x, low, high}


@given(st.lists(EXACT, min_size=1, max_size=6))
def test_the_mean_over_rows_lies_between_the_least_and_the_greatest(values: list[Fraction]) -> None:
    context = Context.of(_outline(ROWS.mean(T)), {"rows": [{"t": value} for value in values]})
    least, mean, greatest = (evaluate(over, context) for over in (ROWS.least(T), ROWS.mean(T), ROWS.greatest(T)))
    assert min(values) == least <= mean <= greatest == max(values)
    assert mean * len(values) == sum(values)


@given(st.integers(0, 200))
def test_counts_and_steps_agree_on_whole_numbers(count: int) -> None:
    steps = Steps(Count("n"), (">= 7", 3), (">= 4", 2), (">= 1", 1), otherwise=0)
    expected = sum(count >= start for start in (1, 4, 7))
    assert expected == evaluate(steps, Context.of(_outline(steps), {"n": Fraction(count)}))


def test_what_depends_on_no_row_is_worked_out_once_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    import asn_appraisal.appraising.evaluation as module

    worked = []
    total = module._total
    monkeypatch.setattr(module, "_total", lambda node, *more: worked.append(node) or total(node, *more))
    c = Number("c", low=0, high=10**6)
    rows = Items("rows", (c,))
    part = (c * 2).named("dua")
    inner = rows.greatest(part)
    score = rows.sum(part / (inner + rows.sum(c / inner)))
    record = {"rows": [{"c": at + 1} for at in range(40)]}
    found = Policy("contoh", "Contoh", score=score, reported=2).appraise(record)
    assert len(worked) == len(set(worked)) == 3
    most, rest = 80, sum(Fraction(at + 1, 80) for at in range(40))
    assert found.exact == sum(Fraction(2 * (at + 1)) / (most + rest) for at in range(40))
    assert [len(step.children) for step in found.trace if step.key == "nilai"] == [80]


def test_a_total_that_fails_is_told_once_for_all_rows_that_ask() -> None:
    c = Number("c", low=0, high=100)
    rows = Items("rows", (c,))
    policy = Policy("contoh", "Contoh", score=rows.sum(Sum(c, c / rows.sum(1 / c))), reported=2)
    with ends(), pytest.raises(RecordError) as caught:
        policy.appraise({"rows": [{"c": 0}] * 3000})
    assert len(caught.value.faults) == 3000


def test_parts_that_rest_twice_on_one_that_fails_fail_at_once() -> None:
    part = (1 / (Number("x") * 0)).named("p0")
    for at in range(1, 40):
        part = Sum(part, part).named(f"p{at}")
    with ends(), pytest.raises(RecordError) as caught:
        Policy("contoh", "Contoh", score=part.rounded(2)).appraise({"x": 1})
    assert [fault.code for fault in caught.value.faults] == ["ASN412"]


def test_a_divisor_of_constants_alone_is_named_at_once() -> None:
    part = (Number("x") * 0 + 0).named("x0")
    part = Sum(0, 0).named("p0")
    for at in range(1, 40):
        part = (part + part).named(f"p{at}")
    with ends(), pytest.raises(RecordError) as caught:
        Policy("contoh", "Contoh", score=(Number("x") / part).rounded(2)).appraise({"x": 1})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN412", None)]


def test_rows_over_too_many_different_divisors_are_refused_by_name() -> None:
    c = Number("c", low=1, high=10**15, decimals=0)
    policy = Policy("contoh", "Contoh", score=Items("rows", (c,)).sum(1 / c).rounded(2))
    with ends(), pytest.raises(RecordError) as caught:
        policy.appraise({"rows": [{"c": 10**14 + 2 * at + 1} for at in range(20_000)]})
    assert [(fault.code, fault.list) for fault in caught.value.faults] == [("ASN426", "rows")]
    assert policy.appraise({"rows": [{"c": at % 1000 + 1} for at in range(5000)]}).score == Decimal("37.43")
