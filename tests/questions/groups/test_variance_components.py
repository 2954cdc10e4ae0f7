"""The analysis of variance, against a worked table of the literature and against scipy."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from scipy import stats

from asn_appraisal.questions.groups.samples import Sample
from asn_appraisal.questions.groups.variance_components import one_way

# Shrout and Fleiss (1979), table 2: six people rated by four judges each.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_the_table_of_shrout_and_fleiss_gives_their_figures() -> None:
    found = one_way(map(Sample.of, SHROUT_FLEISS))
    assert found.between is not None
    assert found.within is not None
    assert found.correlation is not None
    assert round(float(found.between), 2) == 11.24
    assert round(float(found.within), 2) == 6.26
    assert round(float(found.correlation), 2) == 0.17


@pytest.mark.parametrize("seed", range(5))
def test_the_ratio_of_the_mean_squares_is_the_f_of_scipy(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    groups = [[rng.randrange(100) for _ in range(rng.randrange(1, 9))] for _ in range(rng.randrange(2, 6))]
    groups.append([1, 2])
    found = one_way(map(Sample.of, groups))
    assert found.between is not None
    assert found.within is not None
    assert float(found.between / found.within) == pytest.approx(stats.f_oneway(*groups).statistic)


def test_groups_of_unequal_size_by_hand() -> None:
    # (1, 3) and (5, 7, 9): means 2 and 7, of all 5; MSB = 2*9 + 3*4 = 30, MSW = (2 + 8) / 3, size = 5 - 13/5
    found = one_way([Sample.of([1, 3]), Sample.of([5, 7, 9])])
    assert (found.between, found.within, found.size) == (30, Fraction(10, 3), Fraction(12, 5))
    assert found.component == (30 - Fraction(10, 3)) / Fraction(12, 5)


def test_a_variance_between_groups_is_never_negative() -> None:
    assert one_way([Sample.of([1, 9]), Sample.of([2, 8])]).component == 0


def test_what_cannot_be_worked_out_is_none() -> None:
    assert one_way([Sample.of([1, 2])]).component is None
    assert one_way([]).correlation is None
    ones = one_way([Sample.of([1]), Sample.of([2])])
    assert (ones.between, ones.within, ones.component) == (Fraction(1, 2), None, None)
    assert one_way([Sample.of([4, 4]), Sample.of([4, 4])]).correlation is None  # all is equal


def test_empty_groups_count_for_nothing() -> None:
    some = [Sample.of([1, 3]), Sample.of([5, 7])]
    assert one_way([*some, Sample.of([])]) == one_way(some)
