from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.operations.alone import HALF, exactly, in_floats, ratio

from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.columns.operations import And, Compare, CompareWhole, Near, Not, Or, Ratio, Same

OPERATORS = [">=", ">", "<=", "<", "=="]


def test_an_edge_is_where_the_law_writes_it_whatever_float64_moved():
    values = [Fraction(1), Fraction(2), Fraction(2) - Fraction(1, 10**30), Fraction(3), Fraction(0)]
    for operator, holds in COMPARISONS.items():
        found = exactly(Compare("", 0, operator, Fraction(2), HALF), ratio(values), size=5)
        assert found == [holds(x, 2) for x in values]


@given(st.integers(-9, 9), st.integers(1, 8), st.sampled_from(OPERATORS), st.sampled_from([-1, 0, 1]))
def test_an_edge_moved_by_half_a_step_forgives_errors_below_it(at, below, operator, sign):
    edge, margin = Fraction(at, below), Fraction(1, 2 * below)
    numbers = [Fraction(k, below) for k in range(at - 3, at + 4)]
    computed = np.array([float(x + sign * margin * Fraction(9, 10)) for x in numbers])
    found = in_floats(Compare("", 0, operator, edge, margin), computed)
    assert found.tolist() == [COMPARISONS[operator](x, edge) for x in numbers]


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_edge_that_is_not_moved_stands_as_it_is_written(operator):
    found = in_floats(Compare("", 0, operator, Fraction(2), Fraction(0)), np.array([1.0, 2.0, 3.0]))
    assert found.tolist() == [COMPARISONS[operator](a, 2) for a in (1, 2, 3)]


@pytest.mark.parametrize(
    ("operator", "function", "moved"),
    [(">=", np.greater, 75.75), (">", np.greater, 76.25), ("<=", np.less, 76.25), ("<", np.less, 75.75)],
)
def test_an_edge_is_moved_by_its_margin_to_the_side_that_it_is_not_on(operator, function, moved):
    assert Compare("", 0, operator, Fraction(76), Fraction(1, 4)).moved() == (function, moved)


def test_without_a_margin_an_edge_is_compared_as_it_stands():
    assert Compare("", 0, ">=", Fraction(76), Fraction(0)).moved() == (np.greater_equal, 76.0)


def test_an_equality_is_a_stretch_of_the_margin_to_both_sides():
    values = np.array([75.7, 75.75, 76.0, 76.25, 76.3])
    assert in_floats(Compare("", 0, "==", Fraction(76), Fraction(1, 4)), values).tolist() == [0, 1, 1, 1, 0]


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("stored", [np.int8, np.int16, np.int32])
def test_small_whole_numbers_are_compared_in_their_own_type(operator, stored):
    # An edge may lie beyond what the type of the column holds.
    for edge in (-1, 0, 2**31 - 1, -(2**31) + 1):
        operation, values = CompareWhole("", 0, operator, edge), [-128, -1, 0, 1, 127]
        wanted = [COMPARISONS[operator](a, edge) for a in values]
        assert in_floats(operation, np.array(values, stored)).tolist() == wanted
        assert exactly(operation, ratio(values), size=5) == wanted
        tripled = Ratio(np.array([3 * a for a in values], object), 3)  # quotients are never reduced on the way
        assert exactly(operation, tripled, size=5) == wanted


def test_a_row_is_near_an_edge_within_the_error_and_not_beyond():
    values = np.array([3.0, 3.0 + 2**-20, 3.0 - 2**-20, 3.0 + 2**-18])
    assert in_floats(Near("", 0, Fraction(3), Fraction(1, 2**20)), values).tolist() == [1, 1, 1, 0]
    assert in_floats(Near("", 0, Fraction(0), Fraction(0)), np.array([0.0, 5e-324, 1e-300])).tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("operation", "wanted"),
    [
        (Same("", 0, 1), [True, False, False, True]),
        (And("", 0, 1), [True, False, False, False]),
        (Or("", 0, 1), [True, True, True, False]),
        (Not("", 0), [False, False, True, True]),
    ],
)
def test_masks_are_joined_row_by_row_in_both_engines(operation, wanted):
    masks = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert in_floats(operation, *masks).tolist() == exactly(operation, *masks, size=4) == wanted
