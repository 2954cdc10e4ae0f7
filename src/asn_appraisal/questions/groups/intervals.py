"""Intervals and tests for groups: floats, so approximate, and named by their sources."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from math import erfc, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from ...arguments import refused
from ...columns.reading.arrays import Array
from ...errors import MissingExtraError
from ...numbers import exact
from .samples import Sample

Ends = tuple[float, float]
_MOST_EXACT = 50  # the exact distribution of ranks is quick up to here


def scipy_stats() -> Any:
    """scipy.stats, of the extra ``lab``."""
    try:
        return import_module("scipy.stats")
    except ImportError:
        raise MissingExtraError(library="scipy", extra="lab") from None


def checked_confidence(confidence: object) -> float:
    """A confidence in percent, from 50 to 99.99, as a share."""
    if isinstance(confidence, float):
        confidence = str(confidence)
    share = exact(confidence)
    if not 50 <= share <= Fraction(9999, 100):
        raise refused(confidence, "confidence", "confidence")
    return float(share / 100)


def wilson(count: int, of: int, level: float) -> Ends:
    """The interval of a share by Wilson (1927), without correction for continuity.

    >>> [round(end, 4) for end in wilson(81, 263, 0.95)]
    [0.2553, 0.3662]
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle, width = 2 * count + z * z, z * sqrt(z * z + 4 * count * (of - count) / of)
    below = 2 * (of + z * z)
    low, high = (middle - width) / below, (middle + width) / below
    return (0.0 if count == 0 else low), (1.0 if count == of else high)  # exactly so, but for the rounding of floats


def newcombe(one: tuple[int, int], other: tuple[int, int], level: float) -> Ends:
    """The interval of the difference of two shares, each a count and its whole: Newcombe (1998), method 10.

    >>> [round(end, 4) for end in newcombe((56, 70), (48, 80), 0.95)]
    [0.0524, 0.3339]
    """
    first, second = one[0] / one[1], other[0] / other[1]
    low, high = wilson(*one, level)
    low_2, high_2 = wilson(*other, level)
    difference = first - second
    return (
        difference - sqrt((first - low) ** 2 + (high_2 - second) ** 2),
        difference + sqrt((high - first) ** 2 + (second - low_2) ** 2),
    )


def welch(one: Sample, other: Sample, level: float) -> Ends | None:
    """The interval of the difference of two means: Welch (1947). None where neither sample varies, or one has fewer than 2.

    Needs scipy (the extra ``lab``).
    """
    if one.variance is None or other.variance is None or one.mean is None or other.mean is None:
        return None
    parts = [each.variance / each.count for each in (one, other) if each.variance is not None]
    total = sum(parts, Fraction(0))
    if not total:
        return None
    squares = [part * part / (each.count - 1) for part, each in zip(parts, (one, other), strict=True)]
    freedom = total * total / sum(squares, Fraction(0))
    difference = float(one.mean - other.mean)
    reach = float(scipy_stats().t.ppf((1 + level) / 2, float(freedom))) * sqrt(total)
    return difference - reach, difference + reach


class Ranking:
    """The ranks of the rows of several groups, rows of equal codes sharing the mean of theirs."""

    def __init__(self, codes: Array) -> None:
        _, self._codes, counts = np.unique(codes, return_inverse=True, return_counts=True)
        self._doubled = 2 * np.cumsum(counts) - counts + 1  # twice the mean rank of each code
        self._count = len(codes)
        self._ties = sum(count**3 - count for count in counts.tolist())

    def mann_whitney(self, chosen: Array) -> float:
        """The two-sided p value of Mann and Whitney (1947) that some places and the others come from one distribution.

        Exact where all codes differ and neither side has more than 50 (needs scipy); else by the normal distribution,
        with corrections for ties and continuity.
        """
        n, one = self._count, len(chosen)
        other = n - one
        if not self._ties and max(one, other) <= _MOST_EXACT:
            inside = np.zeros(n, bool)
            inside[chosen] = True
            codes = self._codes
            return float(scipy_stats().mannwhitneyu(codes[inside], codes[~inside], method="exact").pvalue)
        rank_sum = int(self._doubled[self._codes[chosen]].sum())
        doubled = abs(rank_sum - one * (n + 1)) - 1  # twice the distance from the middle, half a place nearer
        spread = one * other / 12 * ((n + 1) - self._ties / (n * (n - 1)))
        if spread <= 0:
            return 1.0  # all are equal
        return min(1.0, erfc(doubled / 2 / sqrt(2 * spread)))


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The two-sided p value of Fisher's exact test for two shares, each a count and its whole. Needs scipy."""
    table = [[count, of - count] for count, of in (one, other)]
    return float(scipy_stats().fisher_exact(table).pvalue)


def holm(values: Sequence[float]) -> list[float]:
    """The p values as they count when so many are looked at together: Holm (1979).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    found, least = [0.0] * len(values), 0.0
    for place, at in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        least = max(least, min(1.0, (len(values) - place) * values[at]))
        found[at] = least
    return found
