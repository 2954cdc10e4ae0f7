"""Number ranges: sums, products and quotients of numbers of which only the two ends are known, exactly."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import inf
from typing import Any

End = Any  # a Fraction, or an infinity where an end is not known
Ends = tuple[End, End]


def plus(one: Ends, other: Ends) -> Ends:
    """The range of a sum.

    >>> plus((Fraction(1), Fraction(2)), (Fraction(10), inf))
    (Fraction(11, 1), inf)
    """
    return _added(one[0], other[0]), _added(one[1], other[1])


def minus(one: Ends, other: Ends) -> Ends:
    """The range of a difference."""
    return _added(one[0], -other[1]), _added(one[1], -other[0])


def total(ranges: Iterable[Ends]) -> Ends:
    """The range of the sum of several numbers."""
    found: Ends = Fraction(0), Fraction(0)
    for each in ranges:
        found = plus(found, each)
    return found


def times(one: Ends, other: Ends) -> Ends:
    """The range of a product.

    >>> times((Fraction(-1), Fraction(2)), (Fraction(3), Fraction(4)))
    (Fraction(-4, 1), Fraction(8, 1))
    """
    corners = [_multiplied(left, right) for left in one for right in other]
    return min(corners), max(corners)


def scaled_by(ends: Ends, factor: Fraction) -> Ends:
    """The range of a multiple."""
    return times(ends, (factor, factor))


def over(one: Ends, other: Ends) -> Ends:
    """The range of a quotient; a divisor of zero is a fault, so zero itself does not count.

    >>> over((Fraction(1), Fraction(1)), (Fraction(2), Fraction(4)))
    (Fraction(1, 4), Fraction(1, 2))
    """
    low, high = other
    if low < 0 < high or low == high == 0:
        return -inf, inf
    below, above = (Fraction(0) if abs(end) == inf else 1 / end if end else None for end in other)
    return times(one, (-inf if above is None else above, inf if below is None else below))


def _added(one: End, other: End) -> End:
    # Never a Fraction and an infinity: a long Fraction is above the range of floats.
    return one if abs(one) == inf else other if abs(other) == inf else one + other


def _multiplied(one: End, other: End) -> End:
    if not one or not other:
        return Fraction(0)
    if abs(one) == inf or abs(other) == inf:
        return inf if (one > 0) == (other > 0) else -inf
    return one * other
