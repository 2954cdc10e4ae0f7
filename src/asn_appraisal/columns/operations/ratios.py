"""Ratios: exact numbers of many rows, as quotients of whole numbers of any size.

Where all rows have one denominator, it is an int: sums are over the least common one, a factor is cancelled against it and
comparisons need no product. Otherwise a quotient is never reduced in between: Python's integers are fast while they are
short.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import Any

import numpy as np
from attrs import frozen

from ...algebra.edges import COMPARISONS
from ..reading.arrays import Array
from .whole_arrays import MOST, Wholes, is_narrow, magnitude, picked, product, total, wide


@frozen(eq=False)
class Ratio:
    """Numbers ``top / bottom`` of some rows: arrays of whole numbers, or one int for all; ``bottom`` is above 0."""

    top: Wholes
    bottom: Wholes = 1

    @classmethod
    def of(cls, value: Fraction | int) -> Ratio:
        """One number for all rows."""
        return cls(value.numerator, value.denominator)

    def times(self, factor: Fraction) -> Ratio:
        """The numbers times a constant."""
        shared = gcd(factor.numerator, self.bottom) if isinstance(self.bottom, int) else 1
        bottom = self.bottom // shared if shared > 1 else self.bottom
        return Ratio(product(self.top, factor.numerator // shared), product(bottom, factor.denominator))

    def plus(self, other: Ratio) -> Ratio:
        """The sums of these and other numbers."""
        one, another = together(self, other)
        return Ratio(total(one.top, another.top), one.bottom)

    def below(self, other: Ratio) -> Any:
        """Where the numbers are less than others."""
        one, another = together(self, other)
        return np.asarray(one.top < another.top, bool)

    def compared(self, operator: str, edge: Fraction) -> Any:
        """Where a comparison with a constant holds: of whole numbers with the next whole number, if the denominator is one."""
        holds = COMPARISONS[operator]
        if not isinstance(self.bottom, int):
            return np.asarray(holds(product(self.top, edge.denominator), product(self.bottom, edge.numerator)), bool)
        at = edge * self.bottom
        if operator == "==":
            return np.asarray((self.top == at.numerator) & (at.denominator == 1), bool)
        return np.asarray(holds(self.top, ceil(at) if operator in {">=", "<"} else floor(at)), bool)

    def limited(self, low: Fraction | int | None, high: Fraction | int | None) -> Ratio:
        """The numbers kept within limits; where those cross, the upper one wins."""
        value = self
        for limit, beyond in ((low, "<"), (high, ">")):
            if limit is not None and (outside := value.compared(beyond, Fraction(limit))).any():
                value = chosen(outside, Ratio.of(limit), value)
        return value

    def multiplied(self, other: Ratio) -> Ratio:
        """The products of these and other numbers."""
        return Ratio(product(self.top, other.top), product(self.bottom, other.bottom))

    def parts(self, size: int) -> tuple[Array, Array]:
        """Tops and bottoms as arrays of that many rows."""
        top, bottom = (np.broadcast_to(np.asarray(part, object), size) for part in (self.top, self.bottom))
        return top, bottom


def together(a: Ratio, b: Ratio) -> tuple[Ratio, Ratio]:
    """The same numbers over one denominator: the least common one of two ints, else the product."""
    one, another = a.bottom, b.bottom
    if one is another:
        return a, b
    if isinstance(one, int) and isinstance(another, int):
        common = lcm(one, another)
        return Ratio(product(a.top, common // one), common), Ratio(product(b.top, common // another), common)
    common = product(one, another)
    return Ratio(product(a.top, another), common), Ratio(product(b.top, one), common)


def chosen(mask: Any, then: Ratio, otherwise: Ratio) -> Ratio:
    """The numbers of one where a mask holds, of the other where it does not."""
    if isinstance(then.bottom, int) and isinstance(otherwise.bottom, int):
        then, otherwise = together(then, otherwise)
        return Ratio(picked(mask, then.top, otherwise.top), then.bottom)
    return Ratio(picked(mask, then.top, otherwise.top), picked(mask, then.bottom, otherwise.bottom))


def greater(a: Ratio, b: Ratio) -> Ratio:
    """The greater of two numbers in each row."""
    return chosen(a.below(b), b, a)


def lesser(a: Ratio, b: Ratio) -> Ratio:
    """The smaller of two numbers in each row."""
    return chosen(a.below(b), a, b)


# Denominators tried for quotients of numbers in 64 bits: percentages to hundredths of targets up to 10, 12, 14 or 15, ...
_DENOMINATORS = (630_000, 10_000, 100, 1)
_FEW = 16  # quotients by numbers up to here have one denominator


def quotients(left: Ratio, right: Ratio) -> Ratio:
    """The quotients, with the sign in the top; a divisor of 0 counts as 1."""
    tops, bottoms = product(left.top, right.bottom), product(left.bottom, _divisors(right))
    shape = np.broadcast_shapes(np.shape(tops), np.shape(bottoms))
    tops, bottoms = (np.broadcast_to(np.asarray(wide(part), object), shape) for part in (tops, bottoms))
    negative = np.asarray(bottoms < 0, bool)
    if negative.any():
        tops, bottoms = np.where(negative, -tops, tops), np.where(negative, -bottoms, bottoms)
    return Ratio(tops, bottoms)


def _divisors(found: Ratio) -> Wholes:
    """The tops of divisors, 1 for 0."""
    if isinstance(found.top, int):
        return found.top or 1
    zero = np.asarray(found.top == 0, bool)
    return picked(zero, 1, found.top) if zero.any() else found.top


def quotients_in_64_bits(left: Ratio, right: Ratio) -> tuple[Ratio, Array] | None:
    """The quotients over one denominator, and where they have another one; None where 64 bits might not hold them.

    Each is guessed in float64 and kept if the product with its divisor shows that it is right.
    """
    narrow = isinstance(right.top, np.ndarray) and is_narrow(left.top) and is_narrow(right.top)
    if not (narrow and isinstance(left.bottom, int) and isinstance(right.bottom, int)):
        return None
    divisors = _divisors(right)
    most, greatest = magnitude(left.top), magnitude(divisors)
    tried = (lcm(*range(1, greatest + 1)),) if greatest <= _FEW else _DENOMINATORS
    # A guess is off by half, and by a few units of float64's last place: its product is below twice the dividend.
    common = next((each for each in tried if 2 * most * each + greatest <= MOST), None)
    if common is None:
        return None
    scaled = product(left.top, common)
    found = np.rint(scaled / divisors).astype(np.int64)
    return Ratio(found).times(Fraction(right.bottom, left.bottom * common)), found * divisors != scaled
