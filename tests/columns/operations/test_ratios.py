"""Exact numbers of many rows."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.operations.alone import ratio

from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.columns.operations.ratios import Ratio, chosen, greater, lesser, quotients, quotients_in_64_bits

FRACTIONS = st.fractions(max_denominator=50)
PAIRS = st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=1, max_size=5)


def numbers(found: Ratio, count: int) -> list[Fraction]:
    return [Fraction(top, bottom) for top, bottom in zip(*map(list, found.parts(count)), strict=True)]


@given(PAIRS, FRACTIONS)
def test_quotients_are_added_and_compared_without_being_reduced(pairs, factor):
    left, right = (ratio(column) for column in zip(*pairs, strict=True))
    count = len(pairs)
    assert numbers(left.plus(right), count) == [a + b for a, b in pairs]
    assert numbers(left.times(factor), count) == [a * factor for a, _ in pairs]
    assert numbers(left.plus(left), count) == [2 * a for a, _ in pairs]
    assert left.below(right).tolist() == [a < b for a, b in pairs]
    assert numbers(greater(left, right), count) == [max(pair) for pair in pairs]
    assert numbers(lesser(left, right), count) == [min(pair) for pair in pairs]


@given(st.lists(FRACTIONS, min_size=1, max_size=5), st.none() | FRACTIONS, st.none() | FRACTIONS)
def test_limits_are_kept_and_the_upper_one_wins(values, low, high):
    wanted = [value if low is None else max(value, low) for value in values]
    wanted = [value if high is None else min(value, high) for value in wanted]
    assert numbers(ratio(values).limited(low, high), len(values)) == wanted


@pytest.mark.parametrize("one", [1, 2, 6])
@pytest.mark.parametrize("other", [1, 2, 6])
def test_numbers_with_one_denominator_for_all_are_added_to_others(one, other):
    values = [Fraction(a) for a in (-7, 0, 5)]
    left, right = (Ratio(np.array([a * below for a in (-7, 0, 5)], object), below) for below in (one, other))
    for addend in (right, ratio(values), Ratio.of(Fraction(5, other))):
        wanted = [a + b for a, b in zip(values, numbers(addend, 3), strict=True)]
        assert numbers(left.plus(addend), 3) == numbers(addend.plus(left), 3) == wanted


@given(PAIRS, st.data())
def test_one_number_for_all_rows_is_chosen_as_a_column_is(pairs, data):
    count = len(pairs)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    one, other = Ratio.of(pairs[0][0]), ratio([b for _, b in pairs])
    assert numbers(chosen(mask, one, other), count) == [
        pairs[0][0] if held else b for held, (_, b) in zip(mask, pairs, strict=True)
    ]
    assert numbers(chosen(mask, one, one), count) == [pairs[0][0]] * count


def test_numbers_without_a_denominator_are_whole():
    assert numbers(Ratio(np.array([3, -4], object)), 2) == [3, -4]
    assert numbers(Ratio.of(Fraction(3, 4)), 2) == [Fraction(3, 4)] * 2


@pytest.mark.parametrize("value", [Fraction(2), Fraction(5, 6)])
def test_a_column_is_chosen_beside_one_number_for_all_rows(value):
    column = [Fraction(2), Fraction(5, 6), Fraction(-1, 3)]
    mask = np.array([True, False, True])
    for many in (ratio(column), Ratio(np.array([int(6 * a) for a in column], object), 6)):
        chosen_from_many, chosen_from_one = chosen(mask, many, Ratio.of(value)), chosen(mask, Ratio.of(value), many)
        assert numbers(chosen_from_many, 3) == [column[0], value, column[2]]
        assert numbers(chosen_from_one, 3) == [value, column[1], value]
    assert chosen(mask, Ratio.of(value), Ratio.of(-value)).bottom == value.denominator  # one for all stays so


def narrow(values: list[Fraction], denominator: int = 60) -> Ratio:
    """The same numbers in 64 bits, over one denominator."""
    return Ratio(np.array([int(value * denominator) for value in values], np.int64), denominator)


SIXTIETHS = st.integers(-600, 600).map(lambda top: Fraction(top, 60))
EDGES = st.one_of(SIXTIETHS, FRACTIONS, st.integers(-10, 10).map(Fraction))


@given(st.lists(st.tuples(SIXTIETHS, SIXTIETHS), min_size=1, max_size=5), EDGES, st.data())
def test_arithmetic_and_comparisons_in_64_bits_mean_what_they_mean_in_integers_of_any_size(pairs, edge, data):
    count, (a, b) = len(pairs), zip(*pairs, strict=True)
    left, right = narrow(a), narrow(b, data.draw(st.sampled_from([60, 120, 60 * 7])))
    assert numbers(left.plus(right), count) == [x + y for x, y in pairs]
    assert numbers(left.multiplied(right), count) == [x * y for x, y in pairs]
    assert numbers(left.times(edge), count) == [x * edge for x in a]
    assert abs(edge) > 10**12 or left.times(edge).top.dtype == np.int64
    assert left.below(right).tolist() == [x < y for x, y in pairs]
    assert numbers(greater(left, right), count) == [max(pair) for pair in pairs]
    for operator, holds in COMPARISONS.items():
        for column in (left, ratio(a)):
            assert column.compared(operator, edge).tolist() == [holds(x, edge) for x in a]
            at = data.draw(st.sampled_from(a)) + data.draw(st.sampled_from([Fraction(s, 200) for s in (-1, 0, 1)]))
            assert column.compared(operator, at).tolist() == [holds(x, at) for x in a]
    assert numbers(left.limited(edge, None), count) == [max(x, edge) for x in a]
    assert numbers(left.limited(None, edge), count) == [min(x, edge) for x in a]


@given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(-1000, 1000)), min_size=1, max_size=9))
def test_a_quotient_in_64_bits_is_right_or_left_out(pairs):
    tops, bottoms = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    found, off = quotients_in_64_bits(Ratio(tops, 7), Ratio(bottoms, 3))
    wanted = [Fraction(top, bottom or 1) * Fraction(3, 7) for top, bottom in pairs]
    assert numbers(quotients(Ratio(tops.astype(object), 7), Ratio(bottoms.astype(object), 3)), len(pairs)) == wanted
    assert found.top.dtype == np.int64
    for value, right, gone, (top, bottom) in zip(numbers(found, len(pairs)), wanted, off, pairs, strict=True):
        assert gone or value == right
        few = max(abs(each or 1) for _, each in pairs) <= 16
        assert not gone or (not few and 10_000 * top % (bottom or 1))


TEN = Ratio(np.array([10]))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Ratio(np.array([2**62])), TEN),
        (Ratio(np.array([2**61])), Ratio(np.array([2**62]))),
        (Ratio(np.array([2**61], object)), TEN),
        (Ratio(np.array([5]), np.array([2])), TEN),
        (TEN, Ratio(np.array([5]), np.array([2]))),
        (TEN, Ratio.of(3)),
    ],
    ids=["large", "large with its divisor", "of any size", "of many denominators", "by such", "by a constant"],
)
def test_quotients_that_64_bits_might_not_hold_or_need_not_are_not_tried(left, right):
    assert quotients_in_64_bits(TEN, TEN) is not None
    assert quotients_in_64_bits(Ratio(np.array([2**61])), Ratio(np.array([2**61]))) is not None
    assert quotients_in_64_bits(left, right) is None


def test_the_guess_of_a_quotient_at_the_end_of_64_bits_never_passes_for_right():
    tops = np.array([2**61 - 1, 2**61 - 3, -(2**61) + 1, 2**60])
    bottoms = np.array([1, 2**31 - 1, 3, -17])
    found, off = quotients_in_64_bits(Ratio(tops), Ratio(bottoms))
    right = [Fraction(top, bottom) for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True)]
    for value, true, gone in zip(numbers(found, 4), right, off, strict=True):
        assert gone == (value != true)
