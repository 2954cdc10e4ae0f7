"""Intervals and tests, against published examples and scipy."""

from __future__ import annotations

import sys
from random import Random

import numpy as np
import pytest
from scipy import stats

from asn_appraisal.errors import AppraisalError, ArgumentError, MissingExtraError
from asn_appraisal.questions.groups.intervals import (
    Ranking,
    checked_confidence,
    fisher,
    holm,
    newcombe,
    scipy_stats,
    welch,
    wilson,
)
from asn_appraisal.questions.groups.samples import Sample


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(count: int, of: int, low: float, high: float) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    assert wilson(count, of, 0.95) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_intervals(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
    assert newcombe(one, other, 0.95) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("seed", range(5))
def test_wilson_is_that_of_scipy(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    of = rng.randrange(1, 500)
    count = rng.randrange(of + 1)
    found = stats.binomtest(count, of).proportion_ci(0.9, method="wilson")
    assert wilson(count, of, 0.9) == pytest.approx((found.low, found.high))


@pytest.mark.parametrize("seed", range(5))
def test_welch_is_that_of_scipy(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    one, other = ([rng.randrange(5_000, 10_000) for _ in range(rng.randrange(2, 40))] for _ in range(2))
    wanted = stats.ttest_ind(np.array(one) / 100, np.array(other) / 100, equal_var=False).confidence_interval(0.95)
    assert welch(Sample.of(one, 2), Sample.of(other, 2), 0.95) == pytest.approx((wanted.low, wanted.high))


def test_welch_has_no_interval_where_nothing_varies_or_too_little_is_known() -> None:
    assert welch(Sample.of([5, 5]), Sample.of([7, 7]), 0.95) is None
    assert welch(Sample.of([5]), Sample.of([7, 8]), 0.95) is None
    assert welch(Sample.of([]), Sample.of([7, 8]), 0.95) is None
    assert welch(Sample.of([5, 5]), Sample.of([7, 8]), 0.95) is not None


@pytest.mark.parametrize("values", [3, 20, 10_000])
@pytest.mark.parametrize("seed", range(6))
def test_the_test_of_ranks_is_that_of_scipy_with_and_without_ties(values: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, other = rng.integers(2, 70, 2)
    codes = rng.integers(0, values, one + other)
    exact = len({*codes.tolist()}) == len(codes) and max(one, other) <= 50
    wanted = stats.mannwhitneyu(codes[:one], codes[one:], method="exact" if exact else "asymptotic").pvalue
    assert Ranking(codes).mann_whitney(np.arange(one)) == pytest.approx(wanted)


@pytest.mark.parametrize(("size", "method"), [(50, "exact"), (51, "asymptotic")])
def test_up_to_fifty_a_side_the_test_is_exact(size: int, method: str) -> None:
    codes = np.random.default_rng(1).permutation(20 + size)
    wanted = stats.mannwhitneyu(codes[:20], codes[20:], method=method).pvalue
    assert Ranking(codes).mann_whitney(np.arange(20)) == pytest.approx(wanted, rel=1e-12)


def test_the_exact_test_of_ranks_by_hand() -> None:
    # 2 of 4 below all others: one of 6 orders on either side
    assert Ranking(np.array([1, 2, 3, 4])).mann_whitney(np.array([0, 1])) == pytest.approx(2 / 6)


def test_equal_scores_give_no_reason_to_tell_groups_apart() -> None:
    assert Ranking(np.zeros(30, np.int64)).mann_whitney(np.arange(10)) == 1


def test_ranks_of_groups_that_are_alike_give_one() -> None:
    assert Ranking(np.array([1, 1, 2, 2, 3, 3])).mann_whitney(np.array([0, 2, 4])) == 1


def test_fishers_tea_gives_its_figure() -> None:
    # Fisher's lady: 3 of 4 right, twice 17 of 70
    assert fisher((3, 4), (1, 4)) == pytest.approx(34 / 70)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_a_confidence_is_a_percentage() -> None:
    assert checked_confidence("99.9") == pytest.approx(0.999)
    assert checked_confidence(50) == 0.5
    assert checked_confidence("99.99") == pytest.approx(0.9999)
    assert checked_confidence(90.5) == pytest.approx(0.905)
    for wrong in (0.95, 0, 100, 99.999):
        with pytest.raises(ArgumentError, match="confidence in percent"):
            checked_confidence(wrong)
    for wrong in ("much", float("nan"), None, True):
        with pytest.raises(AppraisalError):
            checked_confidence(wrong)


def test_what_needs_scipy_says_which_extra_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(MissingExtraError, match="lab"):
        scipy_stats()
