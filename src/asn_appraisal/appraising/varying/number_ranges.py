"""Number ranges: sums, products and quotients of numbers of which only the two ends are known, exactly.

A number that is known has the same object as both ends, so that it is worked out once and not twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import inf
from typing import Any

End = Any  # a Fraction, or an infinity where an end is not known
Ends = tuple[End, End]
_NOTHING = Fraction(0)


def plus(one: Ends, other: Ends) -> Ends:
    """The range of a sum.

    >>> plus((Fraction(1), Fraction(2)), (Fraction(10), inf))
    (Fraction(11, 1), inf)
    """
    low = _added(one[0], other[0])
    return low, low if one[0] is one[1] and other[0] is other[1] else _added(one[1], other[1])


def minus(one: Ends, other: Ends) -> Ends:
    """The range of a difference."""
    low = _added(one[0], -other[1])
    return low, low if one[0] is one[1] and other[0] is other[1] else _added(one[1], -other[0])


def total(ranges: Iterable[Ends]) -> Ends:
    """The range of the sum of several numbers."""
    found: Ends | None = None
    for each in ranges:
        found = each if found is None else plus(found, each)
    return (_NOTHING, _NOTHING) if found is None else found


def times(one: Ends, other: Ends) -> Ends:
    """The range of a product.

    >>> times((Fraction(-1), Fraction(2)), (Fraction(3), Fraction(4)))
    (Fraction(-4, 1), Fraction(8, 1))
    """
    if other[0] is other[1]:
        return scaled_by(one, other[0])
    if one[0] is one[1]:
        return scaled_by(other, one[0])
    corners = [_multiplied(left, right) for left in one for right in other]
    return min(corners), max(corners)


def scaled_by(ends: Ends, factor: Fraction) -> Ends:
    """The range of a multiple."""
    low = _multiplied(ends[0], factor)
    high = low if ends[0] is ends[1] else _multiplied(ends[1], factor)
    return (low, high) if factor >= 0 else (high, low)


def over(one: Ends, other: Ends) -> Ends:
    """The range of a quotient; a divisor of zero is a fault, so zero itself does not count.

    >>> over((Fraction(1), Fraction(1)), (Fraction(2), Fraction(4)))
    (Fraction(1, 4), Fraction(1, 2))
    """
    low, high = other
    if low < 0 < high or low == high == 0:
        return -inf, inf
    if low is high and not isinstance(low, float):
        return scaled_by(one, 1 / low)
    below, above = (_NOTHING if isinstance(end, float) else 1 / end if end else None for end in other)
    return times(one, (-inf if above is None else above, inf if below is None else below))


def _added(one: End, other: End) -> End:
    # Never a Fraction and an infinity: a long Fraction is above the range of floats.
    return one if isinstance(one, float) else other if isinstance(other, float) else one + other


def _multiplied(one: End, other: End) -> End:
    if not one or not other:
        return _NOTHING
    if isinstance(one, float) or isinstance(other, float):
        return inf if (one > 0) == (other > 0) else -inf
    return one * other
