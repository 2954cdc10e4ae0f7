"""Variance components: how much of the spread of scores lies between groups and how much within them, exactly.

The analysis of variance of one way, by the method of moments for groups of unequal size: Searle, Casella and McCulloch,
Variance Components (1992), chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from .samples import Sample, pooled


@frozen
class OneWay:
    """Mean squares between and within groups, None where there are too few; ``size`` is the size of a group that counts.

    With k groups of n_1 ... n_k scores, N in all: MSB = sum n_j (mean_j - mean)^2 / (k - 1), MSW = sum of squared
    deviations within groups / (N - k), size = (N - sum n_j^2 / N) / (k - 1).
    """

    groups: int
    count: int
    between: Fraction | None
    within: Fraction | None
    size: Fraction | None

    @property
    def component(self) -> Fraction | None:
        """The variance between groups: (MSB - MSW) / size, at least 0; None where it cannot be worked out."""
        if self.between is None or self.within is None or not self.size:
            return None
        return max(Fraction(0), (self.between - self.within) / self.size)

    @property
    def correlation(self) -> Fraction | None:
        """ICC(1) = (MSB - MSW) / (MSB + (size - 1) MSW): Shrout and Fleiss (1979), case 1; None where all is equal."""
        if self.between is None or self.within is None or self.size is None:
            return None
        below = self.between + (self.size - 1) * self.within
        return (self.between - self.within) / below if below else None


def one_way(samples: Iterable[Sample]) -> OneWay:
    """The analysis of variance of some groups.

    >>> found = one_way([Sample.of([70, 80]), Sample.of([80, 90])])
    >>> found.between, found.within, found.component, found.correlation
    (Fraction(100, 1), Fraction(50, 1), Fraction(25, 1), Fraction(1, 3))
    """
    groups = [each for each in samples if each.count]
    every = pooled(groups)
    k, n = len(groups), every.count
    inside = sum((each.deviations for each in groups), Fraction(0))
    within = inside / (n - k) if n > k else None
    if k < 2:
        return OneWay(k, n, None, within, None)
    size = (n - Fraction(sum(each.count**2 for each in groups), n)) / (k - 1)
    return OneWay(k, n, (every.deviations - inside) / (k - 1), within, size)
