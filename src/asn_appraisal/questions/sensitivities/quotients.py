"""Quotients: exact values that depend on one moved number, as quotients of two polynomials of it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

from attrs import frozen

Polynomial = tuple[Fraction, ...]  # from the constant upward, the last one not zero; () is zero

_ONE: Polynomial = (Fraction(1),)
MOST_DEGREE = 8


class OpenPath(Exception):
    """Where a value changes its sign could not be said exactly: a polynomial of a higher degree, or too many pieces."""


@frozen
class Quotient:
    """``top / bottom``, two polynomials of the moved number.

    >>> x = Quotient((Fraction(0), Fraction(1)))
    >>> ((x + 1) / x).at(Fraction(4))
    Fraction(5, 4)
    """

    top: Polynomial
    bottom: Polynomial = _ONE

    def at(self, value: Fraction) -> Fraction:
        """Its value at a number."""
        return _at(self.top, value) / _at(self.bottom, value)

    def __add__(self, other: Any) -> Quotient:
        other = quotient(other)
        if self.bottom == other.bottom:
            return _made(_plus(self.top, other.top), self.bottom)
        top = _plus(_times(self.top, other.bottom), _times(other.top, self.bottom))
        return _made(top, _times(self.bottom, other.bottom))

    def __sub__(self, other: Any) -> Quotient:
        return self + quotient(other) * Fraction(-1)

    def __mul__(self, other: Any) -> Quotient:
        other = quotient(other)
        return _made(_times(self.top, other.top), _times(self.bottom, other.bottom))

    def __truediv__(self, other: Any) -> Quotient:
        other = quotient(other)
        return _made(_times(self.top, other.bottom), _times(self.bottom, other.top))

    @property
    def constant(self) -> bool:
        """Whether it is one number."""
        return len(self.top) <= 1 and len(self.bottom) <= 1

    def sign(self, value: Fraction, side: int) -> int:
        """Its sign at a number (side 0), or just above (1) or below it (-1)."""
        return _sign(self.top, value, side) * _sign(self.bottom, value, side)

    def ends_at(self, value: Fraction) -> bool:
        """Whether its divisor is zero at a number."""
        return not _at(self.bottom, value)

    def next_turn(self, value: Fraction, side: int) -> Fraction | None:
        """The next number on a side at which it, or its divisor, is zero; None where there is none."""
        found = [_root(each, value, side) for each in (self.top, self.bottom)]
        known = [each for each in found if each is not None]
        if not known:
            return None
        return min(known) if side > 0 else max(known)


def quotient(value: Any) -> Quotient:
    """A number as a quotient."""
    return value if isinstance(value, Quotient) else Quotient(_trimmed([Fraction(value)]))


def _made(top: Polynomial, bottom: Polynomial) -> Quotient:
    """A quotient with 1 as the last coefficient of its divisor, so that equal divisors are written alike."""
    if len(bottom) > 1 and len(top) > 1:
        common = _common(top, bottom)
        if len(common) > 1:
            top, bottom = _divided(top, common)[0], _divided(bottom, common)[0]
    if len(bottom) == 1:
        return Quotient(tuple(each / bottom[0] for each in top))
    if max(len(top), len(bottom)) > MOST_DEGREE:
        raise OpenPath
    return Quotient(tuple(each / bottom[-1] for each in top), tuple(each / bottom[-1] for each in bottom))


def _trimmed(values: Sequence[Fraction]) -> Polynomial:
    end = len(values)
    while end and not values[end - 1]:
        end -= 1
    return tuple(values[:end])


def _plus(one: Polynomial, other: Polynomial) -> Polynomial:
    size = max(len(one), len(other))
    padded = [(*each, *(Fraction(0),) * (size - len(each))) for each in (one, other)]
    return _trimmed([a + b for a, b in zip(*padded, strict=True)])


def _times(one: Polynomial, other: Polynomial) -> Polynomial:
    if not one or not other:
        return ()
    found = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return _trimmed(found)


def _at(polynomial: Polynomial, value: Fraction) -> Fraction:
    found = Fraction(0)
    for each in reversed(polynomial):
        found = found * value + each
    return found


def _sign(polynomial: Polynomial, value: Fraction, side: int) -> int:
    factor = 1
    while polynomial:
        found = _at(polynomial, value)
        if found or not side:
            return factor * ((found > 0) - (found < 0))
        polynomial = tuple(power * each for power, each in enumerate(polynomial))[1:]
        factor *= side
    return 0


def _divided(one: Polynomial, other: Polynomial) -> tuple[Polynomial, Polynomial]:
    """The quotient of two polynomials and what is left."""
    rest, found = list(one), [Fraction(0)] * max(len(one) - len(other) + 1, 0)
    for power in reversed(range(len(found))):
        factor = rest[power + len(other) - 1] / other[-1]
        found[power] = factor
        for at, each in enumerate(other):
            rest[power + at] -= factor * each
    return tuple(found), _trimmed(rest)


def _common(one: Polynomial, other: Polynomial) -> Polynomial:
    """The greatest polynomial that divides both."""
    while other:
        one, other = other, _divided(one, other)[1]
    return one


def _root(polynomial: Polynomial, value: Fraction, side: int) -> Fraction | None:
    """The next zero on a side."""
    beyond = [root for root in _roots(polynomial) if (root - value) * side > 0]
    if not beyond:
        return None
    return min(beyond) if side > 0 else max(beyond)


def _roots(polynomial: Polynomial) -> list[Fraction]:
    """All zeros, where they are fractions."""
    zeros = []
    if len(polynomial) > 1 and not polynomial[0]:
        zeros.append(Fraction(0))
        while not polynomial[0]:
            polynomial = polynomial[1:]
    if len(polynomial) < 2:
        return zeros
    if len(polynomial) == 2:
        return [*zeros, -polynomial[0] / polynomial[1]]
    if len(polynomial) > 3:
        raise OpenPath
    c, b, a = polynomial
    inside = b * b - 4 * a * c
    if inside < 0:
        return zeros
    root = Fraction(isqrt(inside.numerator), isqrt(inside.denominator))
    if root * root != inside:
        raise OpenPath
    return [*zeros, (root - b) / (2 * a), (-root - b) / (2 * a)]
