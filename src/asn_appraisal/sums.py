"""Sums of many quotients of whole numbers, over one denominator that is worked out once.

Adding one quotient after the other takes a greatest common divisor for each; where all have long denominators, as the
rows of a list do that each hold a total of the list, that is nearly all of the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import lcm


def summed(quotients: Iterable[tuple[int, int]], most_bits: int | None = None) -> tuple[int, int] | None:
    """The sum of quotients ``(top, bottom)``, not reduced; None where its denominator needs more than ``most_bits``.

    >>> summed([(1, 6), (1, 4), (1, 6)]), summed([(1, 6), (1, 4)], most_bits=3)
    ((7, 12), None)
    """
    tops: dict[int, int] = {}
    for top, bottom in quotients:
        tops[bottom] = tops.get(bottom, 0) + top
    common = 1
    for bottom in tops:
        common = lcm(common, bottom)
        if most_bits is not None and common.bit_length() > most_bits:
            return None
    return sum(top * (common // bottom) for bottom, top in tops.items()), common
