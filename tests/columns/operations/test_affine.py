from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.columns.operations.alone import exact_run, exactly, in_floats, ratio

from asn_appraisal.columns.operations import (
    AddMask,
    Affine,
    Clip,
    Divide,
    Full,
    FullCode,
    FullMask,
    Linear,
    Maximum,
    Minimum,
    Multiply,
    Ratio,
    Widen,
)
from asn_appraisal.columns.operations.storage import NUMBER, SHORT, SMALL

FRACTIONS = st.fractions(max_denominator=50)
WHOLE = st.integers(-(10**6), 10**6)
COLUMNS = st.lists(WHOLE, min_size=1, max_size=9)


def linear(factors, kind: str = NUMBER) -> Linear:
    return Linear("", tuple(range(len(factors))), tuple(map(Fraction, factors)), kind)


@given(COLUMNS, st.sampled_from([0, 1, -1, 2, 3, "1/3"]), st.sampled_from([0, 1, -7, "0.1"]))
@example([-3, 5], 2, 0)
@example([-3, 5], 2, 1)
def test_an_affine_is_one_product_and_one_sum(values, factor, addend):
    factor, addend = Fraction(factor), Fraction(addend)
    found = in_floats(Affine("", 0, factor, addend), np.array(values, float))
    assert found.tolist() == [a * float(factor) + float(addend) for a in values]


@given(st.lists(st.tuples(COLUMNS, st.sampled_from([1, -1, 2, 2, 5, -3, 0])), min_size=1, max_size=6))
@example([([7, 9], 0)])
@example([([7, 9], 2), ([5, -4], 0), ([3, 1], 1), ([8, 8], -1)])
def test_weighted_sums_of_whole_numbers_are_exact_whatever_their_groups(terms):
    size = min(len(values) for values, _ in terms)
    arrays = [np.array(values[:size], float) for values, _ in terms]
    wanted = [sum(factor * values[row] for values, factor in terms) for row in range(size)]
    assert in_floats(linear([factor for _, factor in terms]), *arrays).tolist() == wanted


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(-9, 9), min_size=3, max_size=3),
            st.sampled_from([1, -1, 2, 5]),
            st.sampled_from([np.int8, np.int16, np.int32]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([SHORT, SMALL]),
)
def test_weighted_sums_of_small_numbers_of_any_type_are_exact(terms, kind):
    arrays = [np.array(values, stored) for values, _, stored in terms]
    wanted = [sum(factor * values[row] for values, factor, _ in terms) for row in range(3)]
    assert in_floats(linear([factor for _, factor, _ in terms], kind), *arrays).tolist() == wanted


def test_small_numbers_are_added_in_the_type_of_their_sum():
    arrays = [np.array([127, -128], np.int8)] * 9
    for kind in (SHORT, SMALL):
        assert in_floats(linear([1] * 9, kind), *arrays).tolist() == [1143, -1152]
    arrays = [np.array([2**31 - 1], np.int32), np.array([-5], np.int8)]
    assert in_floats(linear([1, 1], SMALL), *arrays).tolist() == [2**31 - 6]


def test_terms_of_equal_weight_are_added_first_and_those_of_weight_1_last():
    assert linear((1, 3, 1, 3, -2)).groups() == [(3.0, [1, 3]), (-2.0, [4]), (1.0, [0, 2])]
    assert all(type(factor) is int for factor, _ in linear((1, 3, 1), SMALL).groups())


@given(COLUMNS, st.none() | WHOLE, st.none() | WHOLE)
def test_a_clip_has_open_ends_and_the_upper_one_wins(values, low, high):
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    wanted = [a if low is None else max(a, low) for a in values]
    wanted = [a if high is None else min(a, high) for a in wanted]
    assert in_floats(Clip("", 0, *ends), np.array(values, float)).tolist() == wanted
    assert exactly(Clip("", 0, *ends), ratio(values), size=len(values)) == wanted


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=5, max_size=5))
def test_a_quotient_keeps_its_sign_and_what_is_divided_by_0_is_some_number(pairs):
    above, below = (ratio(column) for column in zip(*pairs, strict=True))
    found = exactly(Divide("", 0, 1), above, below, size=5)
    assert all(q == a / b for q, (a, b) in zip(found, pairs, strict=True) if b)


def test_a_constant_is_the_same_in_each_row():
    for operation, wanted in (
        (Full("", Fraction(1, 4)), 0.25),
        (FullMask("", holds=False), False),
        (FullMask("", holds=True), True),
        (FullCode("", 5), 5),
    ):
        assert in_floats(operation, size=3).tolist() == exactly(operation, size=3) == [wanted] * 3


LEFT, RIGHT = (3, -4, 5, 0, -6, 8), (2, 3, -5, 4, -3, 1)


@pytest.mark.parametrize(
    ("operation", "meaning"),
    [
        (Multiply("", 0, 1), lambda a, b: a * b),
        (Divide("", 0, 1), lambda a, b: a / b),
        (Maximum("", 0, 1), max),
        (Minimum("", 0, 1), min),
    ],
)
def test_two_columns_make_the_same_number_in_both_engines(operation, meaning):
    quarters, halves = (
        [Fraction(a, below) for a in values] for values, below in zip((LEFT, RIGHT), (4, 2), strict=True)
    )
    wanted = [meaning(a, b) for a, b in zip(quarters, halves, strict=True)]
    in_common = (Ratio(np.array(values, object), below) for values, below in zip((LEFT, RIGHT), (4, 2), strict=True))
    assert (
        exactly(operation, ratio(quarters), ratio(halves), size=6) == exactly(operation, *in_common, size=6) == wanted
    )
    floats = in_floats(operation, *(np.array(values, float) for values in (quarters, halves)))
    assert floats.tolist() == [float(value) for value in wanted]


def test_a_divisor_of_0_in_one_row_leaves_the_others_as_they_are():
    above, below = ratio([1, 2, 3]), ratio([0, Fraction(-1, 2), 3])
    assert exactly(Divide("", 0, 1), above, below, size=3)[1:] == [-4, 1]
    tops, bottoms = (part.tolist() for part in Divide("", 0, 1).exactly(exact_run([above, below], size=3)).parts(3))
    assert min(bottoms) > 0
    assert tops[1] < 0


@pytest.mark.parametrize("stored", [np.int8, np.int16, np.int32])
def test_a_small_number_is_widened_and_a_mask_adds_one(stored):
    values, mask = np.array([-3, 0, 7, 9], stored), np.array([True, False, True, False])
    assert in_floats(Widen("", 0), values).tolist() == exactly(Widen("", 0), ratio(values.tolist()), size=4)
    wanted = [-2, 0, 8, 9]
    assert in_floats(AddMask("", 0, 1), values.astype(float), mask).tolist() == wanted
    halves = ratio([Fraction(a, 2) for a in values.tolist()])
    assert exactly(AddMask("", 0, 1), halves, mask, size=4) == [Fraction(-1, 2), 0, Fraction(9, 2), Fraction(9, 2)]


@given(COLUMNS, st.sampled_from([1, -1, "1/3", "5/2"]), st.sampled_from([0, 1, "-7/2"]))
def test_an_affine_means_one_product_and_one_sum_of_fractions(values, factor, addend):
    factor, addend = Fraction(factor), Fraction(addend)
    found = exactly(Affine("", 0, factor, addend), ratio(values), size=len(values))
    assert found == [a * factor + addend for a in values]


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS, FRACTIONS), min_size=1, max_size=5))
def test_a_weighted_sum_means_that_of_fractions(rows):
    columns = [ratio(column) for column in zip(*rows, strict=True)]
    found = exactly(linear(["1", "1/3", "-5/2"]), *columns, size=len(rows))
    assert found == [a + b / 3 - c * Fraction(5, 2) for a, b, c in rows]
