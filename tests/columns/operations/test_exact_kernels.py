"""What each operation means in integers of any size."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.columns.compiling.programs import Operation
from asn_appraisal.columns.operations.exact_kernels import KERNELS, Placed, Ratio
from asn_appraisal.columns.running.exact_engine import Found
from asn_appraisal.rounding import MODES, rounded

FRACTIONS = st.fractions(max_denominator=50)
HALF = Fraction(1, 2)
PAIRS = st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=1, max_size=5)
ABOUT = Placed({"": np.arange(5), "rows": np.arange(7)}, {"rows": np.array([2, 0, 1, 4, 0])})


def ratio(values) -> Ratio:
    return Ratio(*(np.array([getattr(x, part) for x in values], object) for part in ("numerator", "denominator")))


def numbers(found: Ratio, count: int) -> list[Fraction]:
    return Found({0: found}, count, np.zeros(count, bool)).exactly(0)


def applied(name: str, reads, *constants, table: str = ""):
    return KERNELS[name](reads, Operation(name, table, 0, (), constants), ABOUT)


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
    for operator, holds in COMPARISONS.items():
        found = applied("compare", (values,), operator, Fraction(2), HALF)
        assert found.tolist() == [holds(x, 2) for x in numbers(values, 5)]
    assert not applied("near", (values,), Fraction(2), Fraction(1)).any()


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
    spread = applied("spread", (ratio([Fraction(at, 3) for at in range(5)]),), table="rows")
    assert numbers(spread, 7) == [Fraction(at, 3) for at in (0, 0, 2, 3, 3, 3, 3)]
