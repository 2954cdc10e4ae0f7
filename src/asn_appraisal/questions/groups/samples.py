"""Samples: the scores of some rows as sums of whole numbers, so that means and variances are exact."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen


@frozen
class Sample:
    """How many scores, their sum and the sum of their squares, in units of which ``scale`` is one.

    >>> sample = Sample.of([70, 80, 90])
    >>> sample.mean, sample.variance
    (Fraction(80, 1), Fraction(100, 1))
    """

    count: int
    total: int
    squares: int
    scale: Fraction = Fraction(1)

    @classmethod
    def of(cls, units: Iterable[int], places: int = 0) -> Sample:
        """The sample of scores given as whole numbers of the last of so many places."""
        values = [*units]
        return cls(len(values), sum(values), sum(value * value for value in values), Fraction(1, 10**places))

    @property
    def mean(self) -> Fraction | None:
        """The mean; None of nothing."""
        return Fraction(self.total, self.count) * self.scale if self.count else None

    @property
    def deviations(self) -> Fraction:
        """The sum of the squared deviations from the mean."""
        if not self.count:
            return Fraction(0)
        return (self.squares - Fraction(self.total**2, self.count)) * self.scale**2

    @property
    def variance(self) -> Fraction | None:
        """The variance, with n - 1 below the line; None of fewer than two."""
        return self.deviations / (self.count - 1) if self.count > 1 else None

    def without(self, other: Sample) -> Sample:
        """This sample without a part of it."""
        return Sample(
            self.count - other.count, self.total - other.total, self.squares - other.squares, self.scale
        )  # fmt: skip


def pooled(samples: Iterable[Sample]) -> Sample:
    """Several samples of one scale as one.

    >>> pooled([Sample.of([70, 80]), Sample.of([90])]) == Sample.of([70, 80, 90])
    True
    """
    parts = [*samples]
    scale = parts[0].scale if parts else Fraction(1)
    return Sample(
        sum(each.count for each in parts), sum(each.total for each in parts), sum(each.squares for each in parts), scale
    )  # fmt: skip
