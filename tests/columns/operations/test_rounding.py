from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.columns.operations.alone import HALF, exactly, in_floats, ratio

from asn_appraisal.columns.operations import NearTie, Round, RoundWhole, rounding
from asn_appraisal.columns.operations.rounding import error_bound, half_of
from asn_appraisal.errors import RoundingError
from asn_appraisal.rounding import MODES, rounded

FRACTIONS = st.fractions(max_denominator=50)
COLUMNS = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=9)


def of_eighths(factor=1, addend=0, low=None, high=None, *, shift=Fraction(1, 32), mode="half_up", signed=True) -> Round:
    low, high = (None if end is None else Fraction(end) for end in (low, high))
    return Round("", 0, Fraction(factor), Fraction(addend), low, high, shift=shift, mode=mode, signed=signed)


@given(st.lists(FRACTIONS, min_size=5, max_size=5), st.sampled_from(MODES))
def test_a_rounding_is_that_of_fractions_whatever_float64_was_to_shift(values, mode):
    values = [*values[:3], Fraction(5, 2), Fraction(-7, 2)]
    found = exactly(of_eighths(low=-3, shift=Fraction(1, 7), mode=mode), ratio(values), size=5)
    assert found == [rounded(max(value, Fraction(-3)), 0, mode) for value in values]


@given(
    st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=20),
    st.sampled_from(MODES),
    st.sampled_from([8, 3, 200]),
)
def test_a_rounding_with_half_a_step_is_that_of_fractions(values, mode, below):
    values = [*values, 0, below, 5 * below // 2, -below // 2]
    shift = Fraction(1, 2 * 2 * below)
    for signed in (True, False):
        column = values if signed else [abs(a) for a in values]
        operation = of_eighths(Fraction(1, below), shift=shift, mode=mode, signed=signed)
        found = in_floats(operation, np.array(column, float))
        assert found.tolist() == [rounded(Fraction(a, below), 0, mode) for a in column]
        if signed:
            assert not np.signbit(found[found == 0]).any()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("limits", [(None, None), (-5, None), (None, 5), (-5, 5)])
@pytest.mark.parametrize("factor", ["1/8", "1", "2"])
def test_a_rounding_keeps_within_whole_limits(mode, limits, factor):
    low, high = limits
    values = range(-100, 101)
    operation = of_eighths(Fraction(factor), Fraction(1, 4), low, high, mode=mode)
    wanted = [Fraction(factor) * a + Fraction(1, 4) for a in values]
    wanted = [value if low is None else max(value, low) for value in wanted]
    wanted = [value if high is None else min(value, high) for value in wanted]
    assert in_floats(operation, np.array(values, float)).tolist() == [rounded(value, 0, mode) for value in wanted]


def test_only_numbers_that_cannot_be_below_zero_are_floored_at_once():
    floored = {
        (mode, signed) for mode in MODES for signed in (True, False) if of_eighths(mode=mode, signed=signed).floored
    }
    assert floored == {("half_up", False), ("down", False)}


def test_both_engines_know_every_mode_of_the_library():
    assert set(rounding._HALVES) == set(rounding._TO_WHOLE) == set(MODES)
    assert {mode: half_of(mode) for mode in MODES} == {"half_up": HALF, "half_even": HALF, "down": 0, "up": 0}


@pytest.mark.parametrize("signed", [False, True])
def test_a_mode_that_an_engine_does_not_know_is_refused_before_a_run(signed):
    operation = of_eighths(mode="half_down", signed=signed)
    with pytest.raises(RoundingError, match="half_down"):
        operation.kernel()
    with pytest.raises(RoundingError, match="half_down"):
        exactly(operation, ratio([HALF]), size=1)


@given(COLUMNS, st.none() | st.integers(-50, 50), st.none() | st.integers(-50, 50))
def test_a_division_of_small_integers_is_that_of_fractions(values, low, high):
    operation = RoundWhole("", 0, 3, 5, 16, low, high)
    wanted = [(3 * a + 5) // 16 for a in values]
    wanted = [a if low is None else max(a, low) for a in wanted]
    wanted = [a if high is None else min(a, high) for a in wanted]
    assert in_floats(operation, np.array(values, np.int32)).tolist() == wanted
    assert exactly(operation, ratio(values), size=len(values)) == wanted


def near_tie(half: Fraction, error: Fraction, low=None, high=None) -> NearTie:
    return NearTie("", 0, Fraction(1), Fraction(0), low, high, half=half, error=error)


def test_a_row_is_near_a_tie_within_the_error_and_not_beyond():
    values = np.array([0.5, 0.5 + 2**-20, 0.5 - 2**-20, 0.5 + 2**-18, 3.0, 7.5])
    for half, wanted in ((HALF, [1, 1, 1, 0, 0, 1]), (Fraction(0), [0, 0, 0, 0, 1, 0])):
        found = in_floats(near_tie(half, Fraction(1, 2**20)), values)
        assert found.tolist() == [bool(each) for each in wanted]


def test_a_number_kept_at_a_whole_limit_is_not_near_a_tie():
    operation = near_tie(HALF, Fraction(1, 100), Fraction(0), Fraction(10))
    assert in_floats(operation, np.array([-0.5, 10.5, 99.5, 9.5])).tolist() == [0, 0, 0, 1]


@given(st.fractions(min_value=Fraction(1, 10**30), max_value=10**6))
@example(Fraction(0))
@example(Fraction(1, 2**1000))
@example(Fraction(1, 3**700))  # float64 takes it for 0
def test_a_bound_on_an_error_is_never_rounded_down(error):
    assert Fraction(error_bound(error)) >= error
