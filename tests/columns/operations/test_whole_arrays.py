"""Whole numbers of many rows, in 64 bits or of any size."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.operations.whole_arrays import (
    MOST,
    floor_quotients,
    is_narrow,
    magnitude,
    nearest_quotients,
    picked,
    product,
    remainders,
    rounded_quotients,
    total,
)
from asn_appraisal.rounding import MODES, rounded_quotient

# Beside every power of two at which a product or a sum leaves 64 bits, and on it.
NOTABLE = [
    sign * (2**power + step) for power in (0, 1, 31, 32, 53, 61, 62, 63) for step in (-1, 0, 1) for sign in (1, -1)
]
ANY = st.sampled_from([*NOTABLE, 0, 2**64, 10**30]) | st.integers(-1000, 1000)


@st.composite
def column(draw, *, above: int | None = None):
    """A column, in 64 bits where they hold it, or one number; and the numbers of its three rows."""
    numbers = ANY if above is None else ANY.map(abs).map(lambda number: number + above)
    if draw(st.booleans()):
        one = draw(numbers)
        return one, [one] * 3
    values = draw(st.lists(numbers, min_size=3, max_size=3))
    fits = all(-(2**63) <= value < 2**63 for value in values)
    return np.array(values, np.int64 if fits and draw(st.booleans()) else object), values


def told(found: object) -> list[int]:
    """Three rows as Python's ints."""
    return [int(each) for each in np.broadcast_to(np.asarray(found, object), 3)]


@given(column(), column(), column(above=1), st.lists(st.booleans(), min_size=3, max_size=3))
def test_results_are_those_of_pythons_integers_whatever_their_size(left, right, below, mask):
    (a, xs), (b, ys), (c, zs) = left, right, below
    assert told(product(a, b)) == [x * y for x, y in zip(xs, ys, strict=True)]
    assert told(total(a, b)) == [x + y for x, y in zip(xs, ys, strict=True)]
    assert told(floor_quotients(a, c)) == [x // z for x, z in zip(xs, zs, strict=True)]
    assert told(remainders(a, c)) == [x % z for x, z in zip(xs, zs, strict=True)]
    chosen = picked(np.array(mask), a, b)
    assert told(chosen) == [x if held else y for held, x, y in zip(mask, xs, ys, strict=True)]
    assert magnitude(a) == max(map(abs, xs))
    try:
        wanted = [x / z for x, z in zip(xs, zs, strict=True)]
    except OverflowError:
        return
    assert np.broadcast_to(nearest_quotients(a, c), 3).tolist() == wanted


@pytest.mark.parametrize("mode", MODES)
@given(tops=st.lists(st.sampled_from(NOTABLE) | st.integers(-50, 50), min_size=1, max_size=5), bottom=st.data())
def test_quotients_are_rounded_in_64_bits_as_one_by_one(mode, tops, bottom):
    tops = [max(min(top, MOST), -MOST) for top in tops]
    below = bottom.draw(st.integers(1, 12) | st.sampled_from([abs(each) for each in NOTABLE if 0 < abs(each) <= MOST]))
    found = rounded_quotients(np.array(tops, np.int64), below, mode)
    assert found.dtype == np.int64
    assert found.tolist() == [rounded_quotient(top, below, mode) for top in tops]


def test_numbers_stay_in_64_bits_up_to_the_last_that_fits_and_no_further():
    ones = np.array([1, -1])
    assert product(ones, MOST).dtype == np.int64
    assert total(np.array([MOST - 1, 0]), 1).dtype == np.int64
    assert total(np.array([MOST, 0]), 1).dtype == object
    assert product(np.array([2**32, 1]), 2**31).dtype == object
    assert not is_narrow(np.array([-(2**63)]))  # its opposite does not fit
    assert is_narrow(np.array([-(2**63) + 1]))
    assert magnitude(np.array([], np.int64)) == 0


def test_the_nearest_double_of_a_quotient_beyond_what_float64_holds_is_that_of_the_fraction():
    tops, bottom = np.array([2**53 + 1, 10**17 + 1]), 3
    assert nearest_quotients(tops, bottom).tolist() == [float(Fraction(top, 3)) for top in tops.tolist()]
