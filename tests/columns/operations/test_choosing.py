from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.operations.alone import exactly, in_floats, ratio

from asn_appraisal.columns.operations import Choose, ChooseCode, CountNot, First, Fixed, Tally

COLUMNS = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=9)


@given(
    st.lists(st.tuples(st.booleans(), st.floats(allow_nan=False), st.floats(allow_nan=False)), min_size=1, max_size=9)
)
def test_a_choice_takes_each_number_bit_by_bit(rows):
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    found = in_floats(Choose("", 0, 1, 2), *columns)
    assert [each.hex() for each in found] == [(a if m else b).hex() for m, a, b in rows]


@given(st.integers(33, 400), st.sampled_from([1, 2, 10, 33]), st.booleans())
def test_a_rare_branch_is_mended_into_the_common_one(size, step, held):
    mask = (np.arange(size) % step == 0) == held
    one, other = np.arange(size) + 0.5, -np.arange(size) - 0.25
    assert in_floats(Choose("", 0, 1, 2), mask, one, other).tolist() == np.where(mask, one, other).tolist()
    fixed = Choose("", 0, Fixed(Fraction(7)), 1)
    assert in_floats(fixed, mask, other).tolist() == np.where(mask, 7.0, other).tolist()


@pytest.mark.parametrize("constant", [0, 1, 3, "1/3"])
@given(values=COLUMNS, data=st.data())
def test_a_choice_between_a_column_and_a_constant_takes_the_right_one(values, data, constant):
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    array, fixed = np.array(values, float), Fixed(Fraction(constant))
    number = float(fixed.value)
    assert in_floats(Choose("", 0, 1, fixed), mask, array).tolist() == np.where(mask, array, number).tolist()
    assert in_floats(Choose("", 0, fixed, 1), mask, array).tolist() == np.where(mask, number, array).tolist()
    both = Choose("", 0, fixed, Fixed(Fraction(-2)))
    assert in_floats(both, mask).tolist() == np.where(mask, number, -2.0).tolist()
    assert both.reads == (0,)
    assert Choose("", 4, fixed, 3).reads == (4, 3)


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=4))
def test_masks_are_counted_and_the_first_that_holds_is_found(masks):
    arrays, parts = [np.array(mask) for mask in masks], tuple(range(len(masks)))
    columns = [*zip(*masks, strict=True)]
    assert in_floats(CountNot("", parts), *arrays).tolist() == [row.count(False) for row in columns]
    assert in_floats(First("", parts), *arrays).tolist() == [(*row, True).index(True) for row in columns]
    assert in_floats(Tally("", parts, 2), *arrays).tolist() == [2 + sum(row) for row in columns]
    assert exactly(CountNot("", parts), *arrays, size=3) == [row.count(False) for row in columns]
    assert exactly(First("", parts), *arrays, size=3) == [(*row, True).index(True) for row in columns]
    assert exactly(Tally("", parts, 2), *arrays, size=3) == [2 + sum(row) for row in columns]


@given(st.lists(st.tuples(st.booleans(), st.fractions(), st.fractions()), min_size=1, max_size=6), st.fractions())
def test_an_exact_choice_takes_each_number_as_it_is(rows, constant):
    mask, one, other = zip(*rows, strict=True)
    size, fixed = len(rows), Fixed(constant)
    slots = (np.array(mask), ratio(one), ratio(other))
    assert exactly(Choose("", 0, 1, 2), *slots, size=size) == [a if m else b for m, a, b in rows]
    assert exactly(Choose("", 0, fixed, 2), *slots, size=size) == [constant if m else b for m, _, b in rows]
    assert exactly(Choose("", 0, 1, fixed), *slots, size=size) == [a if m else constant for m, a, _ in rows]
    both = Choose("", 0, fixed, Fixed(constant + 1))
    assert exactly(both, *slots, size=size) == [constant + (not m) for m in mask]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_a_choice_of_levels_takes_each_as_it_is(rows):
    operation, wanted = ChooseCode("", 0, 1, 2), [a if m else b for m, a, b in rows]
    mask, one, other = (np.array(column) for column in zip(*rows, strict=True))
    assert in_floats(operation, mask, one.astype(np.int8), other.astype(np.int8)).tolist() == wanted
    assert exactly(operation, mask, one, other, size=len(rows)) == wanted
    assert operation.reads == (0, 1, 2)
