from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_appraisal import (
    Case,
    Category,
    Count,
    Greatest,
    Items,
    Least,
    Mean,
    Number,
    Policy,
    Steps,
    Sum,
    Weighted,
    When,
    schemes,
)
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.analysis.bounds import EVERYTHING, Interval, interval
from asn_appraisal.errors import RecordError
from asn_appraisal.testing import strategies

a, b = Number("a", low=0, high=10), Number("b", low=-2, high=4)
free, above = Number("c"), Number("d", low=0)
maybe = Number("e", low=3, high=5, optional=True)
rows = Items("baris", (a, b, above), at_least=2)
limited = Items("sedikit", (a, b, above), at_least=2, at_most=4)
few = Items("sedikit", (a,), optional=True)
kind = Category("jenis", ("x", "y"))


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [
        (a + b, -2, 14),
        (a - b, -4, 12),
        (a * b, -20, 40),
        (a * above, 0, None),
        (b * above, None, None),
        (a / Number("n", low=2, high=4), 0, 5),
        (a / b, None, None),
        (b / Number("n", low=0, high=4), None, None),
        (a / Number("n", low=-4, high=-2), -5, 0),
        (a / above, 0, None),
        (free.clamped(1, 3), 1, 3),
        (free.capped(a), None, 10),
        (a.floored(b), 0, 10),
        ((a / 3).rounded(0), 0, 3),
        (free.through((0, 5), (1, 7)), 5, 7),
        (free.within(1, 2), 1, 2),
        (maybe.or_else(9), 3, 9),
        (maybe.required, 3, 5),
        (a.but(20, when=a > 3), 0, 20),
        (When(a > b, a, 50), 0, 50),
        (Case(kind, x=1, y=a + 7), 1, 17),
        (Steps(a, (">= 5", a), otherwise=0), 0, 10),
        (Steps(a, (">= 5", a + b), otherwise=b), -2, 14),
        (Sum(a, b, 1), -1, 15),
        (Mean(a, b), -1, 7),
        (Weighted((25, a), (75, b)), Fraction(-3, 2), Fraction(11, 2)),
        (Least(a, b), -2, 4),
        (Greatest(a, b), 0, 10),
        (Sum.of_given(maybe, a), 0, 15),
        (Sum.of_given(maybe, b), -2, 9),
        (Mean.of_given(maybe, a), 0, 10),
        (Weighted.of_given((50, maybe), (50, b)), -2, 5),
        (rows.mean(a + 1), 1, 11),
        (rows.weighted(a, by=above), 0, 10),
        (rows.weighted(a, by=b), None, None),
        (rows.sum(a + 1), 2, None),
        (rows.sum(b), None, None),
        (rows.sum(0 - a), None, 0),
        (rows.count(), 2, None),
        (rows.count(where=a > 1), 0, None),
        (limited.count(), 2, 4),
        (limited.count(where=a > 1), 0, 4),
        (limited.sum(a + 1), 2, 44),
        (limited.sum(b), -8, 16),
        (limited.sum(0 - a), -40, 0),
        (limited.where(a > 1).sum(a + 1), 0, 44),
        (limited.mean(a + 1), 1, 11),
        (few.count(), 0, None),
        (rows.least(b), -2, 4),
        ((100 - a / 5 * 100).named("e"), -100, 100),
        (Count("f"), 0, None),
    ],
)
def test_the_interval_of_each_block(formula: Expression, low: object, high: object) -> None:
    assert interval(formula) == Interval(low, high)  # type: ignore[arg-type]


def test_two_uses_of_one_input_are_narrow_through_its_curve() -> None:
    assert interval(a - a) == Interval(Fraction(0), Fraction(0))
    assert interval(a + b - a) == Interval(Fraction(-12), Fraction(14))


def test_everything_holds_every_number() -> None:
    assert EVERYTHING.holds(Fraction(-(10**30)))
    assert not Interval(None, Fraction(1)).holds(Fraction(2))


@pytest.mark.parametrize("key", [each.key for each in schemes.listed() if each.score is not None])
def test_a_scheme_with_bounds_for_all_its_inputs_has_them_too(key: str) -> None:
    score = schemes.get(key).score
    assert score is not None
    # More of a target than any number, and weights that the law does not sum to 100.
    open_ended = {"pp-46-2011", "permenpanrb-17-2017", "permenpanrb-29-2022"}
    assert (None in {interval(score).low, interval(score).high}) == (key in open_ended)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.policies(), st.data())
def test_every_part_of_any_policy_lies_in_its_interval(policy: Policy, data: st.DataObject) -> None:
    for _ in range(3):
        try:
            appraisal = policy.appraise(data.draw(strategies.edge_records(policy)))
        except RecordError:
            continue
        for step in appraisal.trace:
            if isinstance(step.value, Fraction):
                assert interval(step.part).holds(step.value)
