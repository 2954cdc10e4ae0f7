"""Quotients of two polynomials of one number, their signs and where these change."""

from __future__ import annotations

from fractions import Fraction

import pytest

from asn_appraisal.questions.sensitivities.quotients import OpenPath, Quotient, quotient

X = Quotient((Fraction(0), Fraction(1)))


def test_arithmetic_is_that_of_the_values() -> None:
    found = (X * X + 1) / (X - 2) - X * 3
    for value in (Fraction(-1), Fraction(1, 3), Fraction(7)):
        assert found.at(value) == (value * value + 1) / (value - 2) - value * 3


def test_divisors_that_are_alike_are_not_multiplied() -> None:
    assert len(((X + 1) / (X * 2) + (X + 3) / (X * 2)).bottom) == 2


@pytest.mark.parametrize(("side", "sign"), [(-1, -1), (0, 0), (1, 1)])
def test_the_sign_beside_a_zero_is_that_of_the_side(side: int, sign: int) -> None:
    assert (X - 5).sign(Fraction(5), side) == sign
    assert ((X - 5) / (X - 5) * (X - 5)).sign(Fraction(6), side) == 1


def test_the_sign_beside_a_double_zero_is_the_same_on_both_sides() -> None:
    assert [((X - 5) * (X - 5)).sign(Fraction(5), side) for side in (-1, 0, 1)] == [1, 0, 1]


def test_the_next_turn_is_the_nearest_zero_of_top_or_divisor_on_the_side() -> None:
    found = (X - 5) / (X - 3)
    assert found.next_turn(Fraction(0), 1) == 3
    assert found.next_turn(Fraction(3), 1) == 5
    assert found.next_turn(Fraction(9), -1) == 5
    assert found.next_turn(Fraction(5), 1) is None
    assert quotient(7).next_turn(Fraction(0), 1) is None


def test_a_zero_that_need_not_be_a_fraction_is_no_answer() -> None:
    with pytest.raises(OpenPath):
        (X * X - 2).next_turn(Fraction(0), 1)


def test_zeros_that_are_fractions_are_found_and_what_is_alike_above_and_below_goes_away() -> None:
    assert ((X - 2) * (X - 3)).next_turn(Fraction(2), 1) == 3
    assert (X * X * (X - 3)).next_turn(Fraction(-1), 1) == 0
    assert (X * X + 1).next_turn(Fraction(-1), 1) is None
    assert (X * (X - 3)) / (X * 2) == (X - 3) / 2


def test_polynomials_do_not_grow_without_end() -> None:
    def harmonic(count: int) -> Quotient:
        return X if not count else harmonic(count - 1) + quotient(1) / (X + count)

    with pytest.raises(OpenPath):
        harmonic(20)
