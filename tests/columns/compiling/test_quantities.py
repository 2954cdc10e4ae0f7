from fractions import Fraction
from math import isinf

import numpy as np
import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

from asn_appraisal.columns.compiling.quantities import (
    FAR,
    ULP,
    UNDERFLOW,
    ZERO,
    Quantity,
    affine_errors,
    common_step,
    compounded,
    constant,
    upward,
)
from asn_appraisal.columns.operations.storage import INT16, INT32, WHOLE

FRACTIONS = st.fractions(max_denominator=10**15)
ABOVE_ZERO = st.fractions(min_value=0, max_value=10**9).filter(bool)


def quantity(low: object = 0, high: object = 1, **about) -> Quantity:
    about = {"unit": Fraction(1), "offset": ZERO} | about
    return Quantity("", 0, about.pop("unit"), about.pop("offset"), Fraction(low), Fraction(high), **about)


# --- what float64 may lose in a * factor + addend


@given(
    a=st.fractions(-(10**6), 10**6),
    relative=st.fractions(0, Fraction(1, 1000)),
    error=st.fractions(0, 1),
    signs=st.tuples(st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1])),
    factor=FRACTIONS.filter(bool),
    addend=FRACTIONS | st.just(ZERO),
)
@example(Fraction(1, 3), ZERO, ZERO, (0, 0), Fraction(1, 3), Fraction(-1, 9))
@example(Fraction(10**6), ZERO, ZERO, (0, 0), Fraction(10**20 + 1, 10**20), ZERO)
@example(Fraction(7, 2**56), ZERO, ZERO, (0, 0), Fraction(1), 1 + Fraction(7, 2**56))  # two roundings, both down
def test_a_product_and_sum_in_float64_is_never_off_by_more_than_its_bound(a, relative, error, signs, factor, addend):
    found = quantity(-abs(a), abs(a), relative=relative, error=error, grid=None)
    # The computed number is the float nearest to one as far off as it may be.
    off = a * (1 + signs[0] * relative) + signs[1] * error
    computed = float(off)
    assume(abs(Fraction(computed) - a) <= relative * abs(a) + error)
    result = Fraction(computed * float(factor) + float(addend))
    true = a * factor + addend
    lost, plain = affine_errors(found, factor, addend)
    assert abs(result - true) <= lost * abs(true) + plain


@given(a=st.integers(-(10**6), 10**6), factor=st.integers(-(10**9), 10**9).filter(bool), addend=st.integers())
def test_whole_numbers_that_float64_holds_lose_nothing(a, factor, addend):
    found = quantity(-abs(a), abs(a))
    exactly = abs(a * factor) + abs(addend) <= WHOLE
    assert (affine_errors(found, Fraction(factor), Fraction(addend)) == (0, 0)) == exactly
    if exactly:
        assert float(a) * float(factor) + float(addend) == a * factor + addend


def test_the_bound_of_a_plain_product_is_close_to_what_is_lost():
    relative, error = affine_errors(quantity(0, 100), Fraction(1, 3), ZERO)
    assert 2 * ULP <= relative <= 3 * ULP
    assert error == UNDERFLOW


def test_the_bound_of_a_product_of_what_is_off_is_close_to_what_it_is_off_by():
    off = Fraction(1, 10**6)
    relative, error = affine_errors(quantity(0, 100, error=off), Fraction(3), ZERO)
    assert 2 * ULP <= relative <= 3 * ULP
    assert 3 * off < error < 3 * off * (1 + 8 * ULP)


def test_the_bound_of_a_product_and_sum_is_close_to_what_four_roundings_lose():
    relative, error = affine_errors(quantity(0, 100), Fraction(1, 3), Fraction(1, 7))
    product, addend = Fraction(100, 3), Fraction(1, 7)
    lost = 2 * product * ULP + addend * ULP + (product + addend) * ULP
    assert relative == 0
    assert lost < error < lost * Fraction(1001, 1000)


# --- bounds with few digits


@given(st.fractions(min_value=0) | st.fractions(0, 1).map(lambda x: x / 3**1000) | ABOVE_ZERO.map(lambda x: x * 7**900))
def test_a_bound_is_never_rounded_down_and_keeps_few_digits(bound):
    short = upward(bound)
    assert short >= bound
    assert short == bound or short <= bound * (1 + 8 * ULP) + UNDERFLOW or short <= bound + 1
    assert short.denominator <= max(2**120, UNDERFLOW.denominator * 2**53)


def test_a_bound_beyond_float64_is_still_a_bound():
    huge = Fraction(10**700, 3**300)
    assert huge <= upward(huge) <= huge + 1
    assert upward(Fraction(1, 3**2000)) == UNDERFLOW


@given(st.lists(st.fractions(0, Fraction(1, 10)), max_size=5), st.data())
def test_the_error_of_a_product_covers_each_factor_being_off(parts, data):
    product = Fraction(1)
    for part in parts:
        product *= 1 + part * data.draw(st.sampled_from([-1, 0, 1]))
    assert abs(product - 1) <= compounded(*parts)


# --- steps


@given(st.lists(FRACTIONS, max_size=5))
def test_the_common_step_is_the_greatest_number_that_divides_all(steps):
    step = common_step(steps)
    multiples = [each / step for each in steps]
    assert step > 0
    assert all(each.denominator == 1 for each in multiples)
    if any(steps):
        assert common_step(multiples) == 1
    else:
        assert step == 1


# --- quantities


@given(
    ABOVE_ZERO | ABOVE_ZERO.map(lambda x: -x),
    st.integers(-50, 150),
    st.sampled_from([(None, None), (0, 120), (-5, None)]),
)
def test_scaling_costs_nothing_and_scales_limits_too(factor, a, ends):
    floor, ceiling = (None if end is None else Fraction(end) for end in ends)
    found = quantity(-50, 150, unit=Fraction(3, 7), offset=Fraction(2), floor=floor, ceiling=ceiling)
    scaled = found.scaled(factor)

    def value(each: Quantity) -> Fraction:
        low, high = evolve(each, low=Fraction(a), high=Fraction(a)).bounds()
        assert low == high
        return low

    assert scaled.slot == found.slot
    assert value(scaled) == value(found) * factor


def test_times_nothing_is_a_constant_that_is_absent_where_the_number_is():
    found = quantity(absent=7).scaled(ZERO)
    assert (found.constant, found.offset, found.absent) == (True, 0, 7)


def test_bounds_are_those_of_the_value_within_its_limits():
    assert quantity(0, 10, unit=Fraction(-2), offset=Fraction(5)).bounds() == (-15, 5)
    assert quantity(0, 10, unit=Fraction(-2), floor=Fraction(-3)).bounds() == (-3, 0)
    assert quantity(0, 10, floor=Fraction(20), ceiling=Fraction(30)).bounds() == (20, 20)
    assert constant(Fraction(7, 3)).bounds() == (Fraction(7, 3), Fraction(7, 3))


@pytest.mark.parametrize(
    "about", [{"error": ULP}, {"relative": ULP}, {"grid": 2}, {"grid": None}, {"divisor": 3, "most": 5}]
)
def test_a_quantity_is_whole_only_where_nothing_is_lost_and_nothing_divided(about):
    assert quantity().whole
    assert not quantity(**about).whole


def test_numbers_up_to_far_leave_float64_room_for_one_more_operation():
    assert not isinf(float(FAR) * 2.0**100)
    assert float(UNDERFLOW) * 2.0**-20 > 0.0


def test_the_limits_of_proofs_are_those_of_the_machine():
    assert Fraction(float(np.finfo(np.float64).eps)) == 2 * ULP
    assert float(1 + ULP) == 1 < 1 + ULP
    assert np.iinfo(np.int16).max + 1 == INT16
    assert np.iinfo(np.int32).max + 1 == INT32
    assert float(WHOLE) == float(WHOLE + 1)
    assert float(WHOLE - 1) != float(WHOLE)
