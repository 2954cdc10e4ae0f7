import pickle
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal import errors, rules
from asn_appraisal.algebra.rules import holes

x, t = asn.Number("x"), asn.Number("t")
values = st.integers(-30_000, 30_000).map(lambda n: Fraction(n, 100))
limits = st.integers(-200, 200)


def scored(rule: asn.Rule, value: object, target: object = None) -> Fraction | None:
    score = rule.of(x, target)
    return asn.Policy("contoh", "Contoh", score=score, reported=2).appraise({"x": value}).exact


SIMPLE = st.one_of(
    st.sampled_from([rules.higher_is_better, rules.lower_is_better, rules.met_or_not, rules.kept_or_not]),
    st.integers(-3, 3).map(lambda n: asn.Rule(rules.value * n + rules.target)),
    st.integers(0, 3).map(lambda n: asn.Rule(rules.value).rounded(n)),
    limits.map(lambda n: asn.Rule(rules.value).capped(n)),
    limits.map(lambda n: asn.Rule(rules.value).floored(n)),
    limits.map(lambda n: asn.Rule(rules.value).through((n, 0), (n + 10, 100))),
    limits.map(lambda n: asn.Rule(rules.value + rules.value).steps((f">= {n}", rules.value), otherwise=0)),
)


@given(SIMPLE, SIMPLE, SIMPLE)
def test_composition_is_associative(first: asn.Rule, second: asn.Rule, third: asn.Rule) -> None:
    left, right = first.then(second).then(third), first.then(second.then(third))
    assert left == right
    assert hash(left) == hash(right)


@given(SIMPLE)
def test_a_rule_that_changes_nothing_is_neutral(rule: asn.Rule) -> None:
    nothing = asn.Rule(rules.value)
    assert rule == nothing.then(rule)
    assert rule == rule.then(nothing)


@given(SIMPLE, SIMPLE, values)
def test_then_is_one_rule_after_the_other_on_one_target(first: asn.Rule, second: asn.Rule, value: Fraction) -> None:
    between = scored(first, value, 7)
    assert between is not None
    # The score between may have endless decimals, so it goes in as a constant.
    policy = asn.Policy("contoh", "Contoh", score=second.of(between, 7) + 0 * x, reported=2)
    assert policy.appraise({"x": 0}).exact == scored(first.then(second), value, 7)


@given(SIMPLE, limits, limits, values)
def test_capped_twice_is_capped_at_the_smaller(rule: asn.Rule, one: int, other: int, value: Fraction) -> None:
    assert scored(rule.capped(min(one, other)), value, 7) == scored(rule.capped(one).capped(other), value, 7)


@given(SIMPLE, limits, limits, values)
def test_floored_twice_is_floored_at_the_greater(rule: asn.Rule, one: int, other: int, value: Fraction) -> None:
    assert scored(rule.floored(max(one, other)), value, 7) == scored(rule.floored(one).floored(other), value, 7)


@given(SIMPLE, limits, limits, values)
def test_clamped_is_floored_then_capped(rule: asn.Rule, one: int, other: int, value: Fraction) -> None:
    low, high = sorted((one, other))
    clamped = scored(rule.clamped(low, high), value, 7)
    assert clamped == scored(rule.floored(low).capped(high), value, 7)
    assert clamped is not None
    assert low <= clamped <= high


def test_modifiers_are_those_of_the_formula() -> None:
    doubled = asn.Rule(rules.value * 2)
    assert asn.Rule((rules.value * 2).capped(120)) == doubled.capped(120)
    assert asn.Rule((rules.value * 2).floored(0)) == doubled.floored(0)
    assert asn.Rule((rules.value * 2).clamped(0, 120)) == doubled.clamped(0, 120)
    assert asn.Rule((rules.value * 2).rounded(2, "down")) == doubled.rounded(2, "down")
    assert asn.Rule((rules.value * 2).through((0, 0), (1, 1))) == doubled.through((0, 0), (1, 1))
    assert asn.Rule(asn.Steps(rules.value * 2, ("<= 24", 1), otherwise=0)) == doubled.steps(("<= 24", 1), otherwise=0)


@pytest.mark.parametrize(
    ("expected", "rule", "value", "target"),
    [
        ("100", rules.higher_is_better, 7, 7),
        ("50", rules.higher_is_better, "3.5", 7),
        ("600/7", rules.higher_is_better, 6, 7),
        ("100", rules.lower_is_better, 7, 7),
        ("150", rules.lower_is_better, "3.5", 7),
        ("800/7", rules.lower_is_better, 6, 7),
        ("0", rules.lower_is_better, 14, 7),
        ("-100", rules.lower_is_better, 21, 7),
        ("100", rules.met_or_not, 7, 7),
        ("0", rules.met_or_not, "6.99", 7),
        ("100", rules.met_or_not, "7.01", 7),
        ("100", rules.kept_or_not, 7, 7),
        ("0", rules.kept_or_not, "7.01", 7),
        ("100", rules.kept_or_not, "6.99", 7),
        ("120", rules.higher_is_better.clamped(0, 120), 70, 7),
        ("0", rules.lower_is_better.clamped(0, 120), 21, 7),
        ("85.71", rules.higher_is_better.rounded(2), 6, 7),
        ("3", asn.Rule(rules.value * 2).steps(("<= 24", 3), otherwise=5), 12, None),
        ("5", asn.Rule(rules.value * 2).steps(("<= 24", 3), otherwise=5), "12.01", None),
    ],
)
def test_a_rule_scores_a_value_against_its_target(expected: str, rule: asn.Rule, value: object, target: object) -> None:
    assert Fraction(expected) == scored(rule, value, target)


def test_a_rule_applied_is_its_formula_with_the_holes_filled() -> None:
    assert x / 7 * 100 == rules.higher_is_better.of(x, 7)
    assert x / t * 100 == rules.higher_is_better.of(x, t)
    assert x * x + 1 == asn.Rule(rules.value * rules.value + 1).of(x)


@pytest.mark.parametrize(
    ("expected", "formula"),
    [
        ({"value"}, rules.value + 1),
        ({"value", "target"}, rules.value / rules.target),
        ({"target"}, asn.Sum(rules.target, 1)),
        (set(), x + 1),
        (set(), x),
    ],
)
def test_the_holes_of_a_formula_are_known(expected: set[str], formula: asn.Expression) -> None:
    assert expected == holes(formula)
    assert not holes(asn.Rule(rules.value + formula).of(x, t))


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.HoleError, lambda: asn.Rule(100)),
        (errors.HoleError, lambda: asn.Rule(x * 2)),
        (errors.HoleError, lambda: asn.Rule(rules.target * 2)),
        (errors.HoleError, lambda: rules.higher_is_better.of(x)),
        (errors.HoleError, lambda: rules.met_or_not.then(asn.Rule(rules.value)).of(x)),
        (errors.HoleError, lambda: asn.Policy("p", "P", score=rules.value)),
        (errors.HoleError, lambda: asn.Policy("p", "P", score=x + rules.target)),
        (errors.KindError, lambda: asn.Rule("baik")),
        (errors.KindError, lambda: asn.Rule(rules.value > 1)),
        (errors.KindError, lambda: asn.Rule(asn.When(rules.value > 1, "baik", "kurang"))),
        (errors.KindError, lambda: rules.higher_is_better.of(asn.Flag("hadir"), 7)),
        (errors.KindError, lambda: rules.higher_is_better.of(x, "tujuh")),
        (errors.AbsentPartError, lambda: asn.Rule(rules.value + asn.Number("b", optional=True))),
        (errors.AbsentPartError, lambda: rules.met_or_not.of(asn.Number("b", optional=True), 7)),
        (errors.ZeroDivisorError, lambda: rules.higher_is_better.of(x, 0)),
        (errors.LimitError, lambda: rules.higher_is_better.clamped(120, 0)),
        (errors.RoundingError, lambda: rules.higher_is_better.rounded(2, "half")),
        (errors.PointOrderError, lambda: rules.higher_is_better.through((0, 0))),
    ],
)
def test_what_is_no_rule_is_refused(error: type[asn.AppraisalError], written: Callable[[], object]) -> None:
    with pytest.raises(error):
        written()


def test_a_rule_on_an_optional_value_may_be_absent() -> None:
    assert rules.higher_is_better.of(asn.Number("b", optional=True), 7).may_be_absent


def test_a_target_without_a_place_in_the_rule_is_not_used() -> None:
    assert x * 2 == asn.Rule(rules.value * 2).of(x, 7)


def test_a_rule_survives_pickling() -> None:
    rule = rules.lower_is_better.clamped(0, 120)
    restored = pickle.loads(pickle.dumps(rule))  # noqa: S301
    assert rule == restored
    assert hash(rule) == hash(restored)
    assert rule.of(x, 7) == restored.of(x, 7)


def test_a_formula_that_is_used_twice_at_each_level_is_looked_through_once() -> None:
    formula = rules.value / rules.target
    for _ in range(60):
        formula = formula + formula
    with ends():
        assert holes(formula) == {"value", "target"}
