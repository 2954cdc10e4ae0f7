"""Ratios: exact numbers of many rows, as quotients of whole numbers of any size.

A quotient is never reduced in between: Python's integers are fast while they are short.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ..reading.arrays import Array


@frozen(eq=False)
class Ratio:
    """Numbers ``top / bottom`` of some rows: arrays of Python ints, or one int for all; ``bottom`` is above 0."""

    top: Any
    bottom: Any = 1

    @classmethod
    def of(cls, value: Fraction | int) -> Ratio:
        """One number for all rows."""
        return cls(value.numerator, value.denominator)

    def times(self, factor: Fraction) -> Ratio:
        """The numbers times a constant."""
        return Ratio(self.top * factor.numerator, self.bottom * factor.denominator)

    def plus(self, other: Ratio) -> Ratio:
        """The sums of these and other numbers."""
        one, another = self.bottom, other.bottom
        if one is another or (isinstance(one, int) and isinstance(another, int) and one == another):
            return Ratio(self.top + other.top, one)
        return Ratio(self.top * another + other.top * one, one * another)

    def below(self, other: Ratio) -> Any:
        """Where the numbers are less than others."""
        return np.asarray(self.top * other.bottom < other.top * self.bottom, bool)

    def limited(self, low: Fraction | int | None, high: Fraction | int | None) -> Ratio:
        """The numbers kept within limits; where those cross, the upper one wins."""
        value = self
        if low is not None:
            value = chosen(value.below(Ratio.of(low)), Ratio.of(low), value)
        if high is not None:
            value = chosen(Ratio.of(high).below(value), Ratio.of(high), value)
        return value

    def parts(self, size: int) -> tuple[Array, Array]:
        """Tops and bottoms as arrays of that many rows."""
        top, bottom = (np.broadcast_to(np.asarray(part, object), size) for part in (self.top, self.bottom))
        return top, bottom


def chosen(mask: Any, then: Ratio, otherwise: Ratio) -> Ratio:
    """The numbers of one where a mask holds, of the other where it does not."""

    def pick(a: Any, b: Any) -> Any:
        if isinstance(a, int) and isinstance(b, int) and a == b:
            return a
        found = np.empty(np.shape(mask), object)
        found[...] = b
        found[mask] = a[mask] if isinstance(a, np.ndarray) and a.ndim else a
        return found

    return Ratio(pick(then.top, otherwise.top), pick(then.bottom, otherwise.bottom))


def greater(a: Ratio, b: Ratio) -> Ratio:
    """The greater of two numbers in each row."""
    return chosen(a.below(b), b, a)


def lesser(a: Ratio, b: Ratio) -> Ratio:
    """The smaller of two numbers in each row."""
    return chosen(a.below(b), a, b)


def whole_numbers(values: Array) -> Array:
    """An array of whole numbers as Python ints."""
    return values if values.dtype == object else values.astype(np.int64).astype(object)
