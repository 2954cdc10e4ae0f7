"""The agreement of raters: the worked table of Shrout and Fleiss, and what cannot be told."""

from __future__ import annotations

import json
from random import Random

import pytest
from scipy import stats
from tests.plain_pages import plain_html
from tests.questions.groups.test_variance_components import SHROUT_FLEISS

import asn_appraisal as asn
from asn_appraisal.errors import ArgumentError
from asn_appraisal.questions.groups.agreements import agreement_of
from asn_appraisal.questions.groups.samples import Sample


def test_the_table_of_shrout_and_fleiss() -> None:
    found = agreement_of([Sample.of(row) for row in SHROUT_FLEISS], None)
    assert found.icc is not None
    assert (round(float(found.icc), 2), found.persons, found.ratings, found.same_band) == (0.17, 6, 24, None)
    assert found.small
    assert found.interval() is None


def test_the_interval_by_its_formula() -> None:
    rng = Random(2)  # noqa: S311
    rows = [[(base := rng.randrange(60, 95)), base + rng.randrange(-6, 7)] for _ in range(30)]
    found = agreement_of([Sample.of(row) for row in rows], None)
    ratio = stats.f_oneway(*rows).statistic
    low, high = ratio / stats.f.ppf(0.975, 29, 30), ratio * stats.f.ppf(0.975, 30, 29)
    assert found.interval() == pytest.approx(((low - 1) / (low + 1), (high - 1) / (high + 1)))
    interval, icc = found.interval(90), float(found.icc or 0)
    assert interval is not None
    assert interval[0] < icc < interval[1]
    with pytest.raises(ArgumentError, match="confidence"):
        found.interval(0.95)


def test_full_agreement_is_one_and_equal_ratings_of_all_tell_nothing() -> None:
    full = agreement_of([Sample.of([value, value]) for value in range(60, 80)], [[1, 1]] * 20)
    assert (full.icc, full.same_band, full.interval()) == (1, 1, None)
    equal = agreement_of([Sample.of([80, 80])] * 20, None)
    assert equal.icc is None
    assert "ICC" not in equal.text("en")


def test_nobody_with_two_raters() -> None:
    found = agreement_of([], [])
    assert (found.icc, found.same_band, found.persons, found.interval()) == (None, None, 0, None)
    assert "Nobody was rated by two raters" in found.text("en")


def test_it_is_words_columns_plain_data_and_a_table() -> None:
    found = agreement_of([Sample.of([70, 80]), Sample.of([80, 90])], [[1, 1], [0, 1]])
    assert found.text("en") == (
        "2 people have several raters (4 ratings): ICC(1) 0.33 (Shrout and Fleiss 1979); Krippendorff's alpha (2011) 0.25 for scores, 0 for bands; "
        "50.0 % of them have the same band from all; fewer than 10 people: no conclusion\n"
    )
    assert found.columns() == {
        "persons": [2],
        "ratings": [4],
        "icc": [1 / 3],
        "same_band": [0.5],
        "alpha": [0.25],
        "band_alpha": [0],
    }
    assert json.loads(json.dumps(found.to_dict()))["icc"] == "1/3"
    assert "<td>0,33</td>" in plain_html(found.html())
    assert isinstance(found, asn.Agreement)
