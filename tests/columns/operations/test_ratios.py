"""Exact numbers of many rows."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.operations.alone import ratio

from asn_appraisal.columns.operations.ratios import Ratio, chosen, greater, lesser, whole_numbers

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


@pytest.mark.parametrize("stored", [np.int8, np.bool_, np.float64, object])
def test_whole_numbers_of_any_type_become_ints_of_python(stored):
    found = whole_numbers(np.array([0, 1, 1], stored))
    assert found.dtype == object
    assert [type(each) for each in found.tolist()] == [int] * 3
    assert found.tolist() == [0, 1, 1]


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
