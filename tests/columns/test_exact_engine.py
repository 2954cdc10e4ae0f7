from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.running import agree, planned

from asn_appraisal import Bands, Number, Policy
from asn_appraisal.columns import exact_engine
from asn_appraisal.columns.exact_engine import Found, Ratio, run_exactly
from asn_appraisal.columns.programs import Operation
from asn_appraisal.rounding import MODES, rounded
from asn_appraisal.testing.aiming import random_edge_record
from asn_appraisal.testing.random_policies import random_policy

FRACTIONS = st.fractions(max_denominator=50)
PAIRS = st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=1, max_size=5)
ABOUT = exact_engine._Rows({"": np.arange(5), "rows": np.arange(7)}, {"rows": np.array([2, 0, 1, 4, 0])})


def ratio(values) -> Ratio:
    return Ratio(*(np.array([getattr(x, part) for x in values], object) for part in ("numerator", "denominator")))


def numbers(found: Ratio, count: int) -> list[Fraction]:
    return Found({0: found}, count, np.zeros(count, bool)).exactly(0)


def applied(name: str, reads, *constants, level: str = ""):
    return exact_engine._KERNELS[name](reads, Operation(name, level, 0, (), constants), ABOUT)


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_random_policies_give_in_integers_what_they_give_in_float64(random):
    policy = random_policy(random)
    agree(policy, [random_edge_record(policy, random) for _ in range(4)], sizes=(None,), refusing_more=True)


@given(PAIRS, FRACTIONS)
def test_quotients_are_added_multiplied_and_compared_without_being_reduced(pairs, factor):
    left, right = (ratio(column) for column in zip(*pairs, strict=True))
    count = len(pairs)
    assert numbers(left.plus(right), count) == [a + b for a, b in pairs]
    assert numbers(left.times(factor), count) == [a * factor for a, _ in pairs]
    assert numbers(left.plus(left), count) == [2 * a for a, _ in pairs]
    assert left.below(right).tolist() == [a < b for a, b in pairs]
    assert numbers(applied("multiply", (left, right)), count) == [a * b for a, b in pairs]
    assert numbers(applied("maximum", (left, right)), count) == [max(pair) for pair in pairs]
    assert numbers(applied("minimum", (left, right)), count) == [min(pair) for pair in pairs]


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=5, max_size=5))
def test_a_quotient_keeps_its_bottom_above_zero_and_a_divisor_of_zero_is_one(pairs):
    above, below = (ratio(column) for column in zip(*pairs, strict=True))
    found = applied("divide", (above, below))
    assert all(bottom > 0 for bottom in found.bottom)
    assert all(q == a / b for q, (a, b) in zip(numbers(found, 5), pairs, strict=True) if b)


@given(st.lists(FRACTIONS, min_size=5, max_size=5), st.sampled_from(MODES))
def test_a_rounding_is_that_of_fractions_whatever_float64_was_to_shift(values, mode):
    values = [*values[:3], Fraction(5, 2), Fraction(-7, 2)]
    ends = (Fraction(-3), None)
    found = applied("round", (ratio(values),), Fraction(1), Fraction(0), ends, Fraction(1, 7), mode, True)
    assert numbers(found, 5) == [rounded(max(value, Fraction(-3)), 0, mode) for value in values]


def test_an_edge_is_where_the_law_writes_it_whatever_float64_moved():
    values = ratio([Fraction(1), Fraction(2), Fraction(2) - Fraction(1, 10**30), Fraction(3), Fraction(0)])
    for operator, holds in exact_engine.HOLDS.items():
        found = applied("compare", (values,), operator, Fraction(2), HALF)
        assert found.tolist() == [holds(x, 2) for x in numbers(values, 5)]
    assert not applied("near", (values,), Fraction(2), Fraction(1)).any()


HALF = Fraction(1, 2)


@given(st.lists(FRACTIONS, min_size=7, max_size=7))
def test_rows_are_joined_within_their_record_alone(values):
    lists = [values[:2], [], values[2:3], values[3:], []]
    for read in (ratio(values), Ratio(np.array([int(x * 50) for x in values], object), 50)):
        rows = numbers(read, 7)
        lists = [rows[:2], [], rows[2:3], rows[3:], []]
        assert numbers(applied("segment_sum", (read,), "rows"), 5) == [sum(each) for each in lists]
        assert numbers(applied("segment_least", (read,), "rows"), 5) == [min(each, default=0) for each in lists]
        assert numbers(applied("segment_greatest", (read,), "rows"), 5) == [max(each, default=0) for each in lists]
    mask = np.array([x > 0 for x in values])
    wanted = [sum(mask[:2]), 0, sum(mask[2:3]), sum(mask[3:]), 0]
    assert numbers(applied("segment_tally", (mask,), "rows"), 5) == wanted
    spread = applied("spread", (ratio([Fraction(at, 3) for at in range(5)]),), level="rows")
    assert numbers(spread, 7) == [Fraction(at, 3) for at in (0, 0, 2, 3, 3, 3, 3)]


def test_some_records_alone_are_worked_out_by_their_places():
    x, p = Number("x", low=-9, high=9), Number("p", low=0, high=9)
    from asn_appraisal import Items

    rows = Items("rows", [p], at_least=0)
    score = x / 7 + rows.sum(p) / 3
    policy = Policy("coba", "Coba", score=score.rounded(2), band=score.rated(Bands(("a", ">= 1"), ("b", None))))
    records = [{"x": at - 5, "rows": [{"p": at}] * (at % 3)} for at in range(9)]
    plan, inputs = planned(policy, records)
    for places in ([0], [8, 3], [2, 5, 7], []):
        found = run_exactly(plan, inputs.data, np.array(places, int))
        alone = [policy.appraise(records[at]) for at in places]
        assert [Fraction(units, 100) for units in found.numbers(plan.score)] == [Fraction(one.score) for one in alone]
        keys = [level.key for level in policy.band.levels]
        assert [keys[code] for code in found.plain(plan.band)] == [one.band.key for one in alone]


def test_a_refused_row_has_no_number_but_is_no_trouble():
    x = Number("x", low=-9, high=9)
    policy = Policy("coba", "Coba", score=(1 / x).rounded(2))
    plan, inputs = planned(policy, [{"x": 0}, {"x": 3}])
    found = run_exactly(plan, inputs.data, np.arange(2))
    assert found.refused.tolist() == [True, False]
    assert found.numbers(plan.score) == [0, 33]


@pytest.mark.parametrize("size", [10**18, 10**30])
def test_numbers_of_any_size_are_exact(size):
    x = Number("x", decimals=2)
    policy = Policy("coba", "Coba", score=(x / 3).rounded(2, "half_even"))
    assert agree(policy, [{"x": size}, {"x": size + 1}, {"x": -size}, {"x": "0.01"}]).program.exact
