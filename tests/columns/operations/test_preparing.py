"""Where proofs become floats: what is rounded, moved or shifted before a run."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.compiling.programs import MASK, NUMBER, SMALL, Operation
from asn_appraisal.columns.operations.preparing import prepared

HALF = Fraction(1, 2)


def constants(name: str, *given: object, kind: str = NUMBER) -> tuple[object, ...]:
    return prepared(Operation(name, "", 0, (1,), given), kind).constants


@pytest.mark.parametrize(
    ("operator", "function", "moved"),
    [(">=", np.greater, 75.75), (">", np.greater, 76.25), ("<=", np.less, 76.25), ("<", np.less, 75.75)],
)
def test_an_edge_is_moved_by_its_margin_to_the_side_that_it_is_not_on(
    operator: str, function: object, moved: float
) -> None:
    assert constants("compare", operator, Fraction(76), Fraction(1, 4), kind=MASK)[:2] == (function, moved)


def test_an_equality_is_a_stretch_of_the_margin_to_both_sides() -> None:
    assert constants("compare", "==", Fraction(76), Fraction(1, 4), kind=MASK) == (None, 75.75, 76.25)


def test_without_a_margin_an_edge_is_compared_as_it_stands() -> None:
    assert constants("compare", ">=", Fraction(76), Fraction(0), kind=MASK)[:2] == (np.greater_equal, 76.0)


def test_a_rounding_of_positive_numbers_folds_half_and_shift_into_one_addend() -> None:
    given = constants("round", Fraction(2), Fraction(3), (None, None), Fraction(1, 8), "half_up", False)
    assert given == (2.0, 3.625, None, 0.0, "floor", False)


def test_a_rounding_of_signed_numbers_keeps_half_and_shift_for_their_magnitudes() -> None:
    given = constants("round", Fraction(2), Fraction(3), (None, Fraction(9)), Fraction(1, 8), "half_up", True)
    assert given == (2.0, 3.0, (-np.inf, 9.0), 0.625, "half_up", True)


@given(st.fractions(min_value=Fraction(1, 10**30), max_value=10**6))
def test_a_bound_on_an_error_is_never_rounded_down(error: Fraction) -> None:
    _, bound = constants("near", Fraction(1), error, kind=MASK)
    assert Fraction(bound) >= error


def test_terms_of_equal_weight_are_added_first_and_those_of_weight_1_last() -> None:
    factors = tuple(map(Fraction, (1, 3, 1, 3, -2)))
    assert constants("linear", factors) == ((3.0, (1, 3)), (-2.0, (4,)), (1.0, (0, 2)))
    assert all(type(factor) is int for factor, _ in constants("linear", factors, kind=SMALL))


def test_an_even_table_is_a_step_and_another_is_looked_up() -> None:
    even, step = constants("take", tuple(map(Fraction, (120, 100, 80))), kind=SMALL)
    assert (even[0], step) == (120, -20)
    assert constants("take", tuple(map(Fraction, (0, 1, 4))), kind=SMALL)[1] is None
