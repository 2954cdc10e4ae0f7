"""Sums of scores give exact means and variances, and parts of samples can be put together and taken away."""

from __future__ import annotations

import statistics
from fractions import Fraction
from random import Random

from asn_appraisal.questions.groups.samples import Sample, pooled


def test_mean_and_variance_are_those_of_the_statistics_module_exactly() -> None:
    rng = Random(1)  # noqa: S311
    units = [rng.randrange(4_000, 10_001) for _ in range(37)]
    values = [Fraction(unit, 100) for unit in units]
    sample = Sample.of(units, 2)
    assert sample.mean == statistics.mean(values)
    assert sample.variance == statistics.variance(values)


def test_nothing_has_no_mean_and_one_score_no_variance() -> None:
    assert (Sample.of([]).mean, Sample.of([]).variance, Sample.of([]).deviations) == (None, None, 0)
    assert (Sample.of([7]).mean, Sample.of([7]).variance) == (7, None)


def test_a_sample_without_a_part_is_the_rest() -> None:
    part, rest = Sample.of([1, 5], 1), Sample.of([9, 2, 2], 1)
    assert pooled([part, rest]).without(part) == rest
    assert pooled([]) == Sample.of([])


def test_large_numbers_stay_exact() -> None:
    big = 10**15
    assert Sample.of([big, big + 1]).variance == Fraction(1, 2)
