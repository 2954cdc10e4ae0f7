"""Krippendorff's alpha: how far ratings of one person agree, 1 in full and 0 as by chance, for any number of raters.

    alpha = 1 - Do / De

with Do the mean squared difference between ratings of one person and De that between all ratings: Klaus Krippendorff, Computing
Krippendorff's Alpha-Reliability (2011), and Content Analysis, 4th edition (2019), chapter 12. With the difference of two numbers
(interval data) the sums over pairs are sums of squared deviations, so that no pair is ever formed. The difference of two grades
(ordinal data) is how many ratings lie between them, those at its ends by half: that of their middle ranks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from .samples import Sample, pooled


def alpha(people: Sequence[Sample]) -> Fraction | None:
    """Alpha of the ratings of some people, each with two or more, as numbers; None where all ratings are equal.

    >>> alpha([Sample.of([70, 80]), Sample.of([80, 90])])
    Fraction(1, 4)
    """
    every = pooled(people)
    if not every.deviations:
        return None
    apart = sum((each.deviations * each.count / (each.count - 1) for each in people), Fraction(0))
    return 1 - Fraction(every.count - 1, every.count) * apart / every.deviations


def middle_ranks(people: Sequence[Sequence[int]]) -> list[Sample]:
    """The ratings of some people, given as grades in their order, as twice the middle rank of each grade among all.

    >>> [each.total for each in middle_ranks([[0, 0], [0, 2]])]
    [6, 10]
    """
    counts = Counter(grade for grades in people for grade in grades)
    ranks, below = {}, 0
    for grade in sorted(counts):
        ranks[grade] = 2 * below + counts[grade]
        below += counts[grade]
    return [Sample.of(ranks[grade] for grade in grades) for grades in people]
