"""Charts of scores: bins counted exactly, edges as the law writes them, bands alone where there is no number."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.pictures import data, spec_of

import asn_appraisal as asn
from asn_appraisal import Bands, Number, Policy, schemes
from asn_appraisal.charts.sheets import Sheet
from asn_appraisal.columns.results.score_charts import binned, edge_labels, scale_of_score

nilai = Number("nilai", low=0, high=100, decimals=2)
SCALE = Bands(("baik", ">= 76", "Baik", "Good"), ("cukup", "> 60.5", "Cukup"), ("kurang", None, "Kurang"))
POLICY = Policy("contoh", "Contoh", english="Example", score=nilai, band=SCALE)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1), st.integers(0, 6), st.integers(2, 60))
def test_every_score_is_counted_once_in_the_bin_that_has_it(units: list[int], places: int, most: int) -> None:
    for array in (np.array(units, np.int64), np.array(units, object)):
        bins = binned(array, places, most=most)
        assert len(bins) <= most
        assert all(one.high == other.low for one, other in pairwise(bins))
        scores = [Fraction(unit, 10**places) for unit in units]
        for each in bins:
            inside = [s for s in scores if each.low <= s < each.high or (each.closed and s == each.high)]
            assert each.count == len(inside)
        assert sum(each.count for each in bins) == len(units)


@pytest.mark.parametrize("unit", [0, 1, 99, 10**400])
def test_one_score_has_one_bin_and_no_score_none(unit: int) -> None:
    (only,) = binned(np.array([unit], object), 2, most=10)
    assert (only.low, only.count) == (Fraction(unit, 100), 1)
    assert binned(np.array([], np.int64), 2, most=10) == []


def test_a_chart_holds_counts_and_no_rows() -> None:
    values = [60.5, 60.51, 75.99, 76, 100, 100]
    chart = asn.appraise_table(POLICY, {"nip": [*"abcdef"], "nilai": values}, key="nip").chart(width=400)
    spec = spec_of(chart)
    assert {key for row in data(chart, "bar") for key in row} == {"from", "to", "count", "words"}
    assert Counter({(row["from"], row["to"]): row["count"] for row in data(chart, "bar")}) == Counter(
        {(60, 62): 2, (74, 76): 1, (76, 78): 1, (98, 100): 2}
    )
    assert data(chart, "rule") == [{"edge": 76, "words": "≥ 76 Baik"}, {"edge": 60.5, "words": "> 60,5 Cukup"}]
    assert " ".join(spec["title"]["text"]) == "Sebaran nilai: Contoh"
    assert spec["title"]["subtitle"] == ["6 dari 6 data dinilai."]
    assert "98 sampai 100: 2." in spec["description"]


def test_the_chart_speaks_english_and_rejected_rows_are_not_drawn() -> None:
    scores = asn.appraise_table(POLICY, {"nilai": [80, None, 80]}, on_error="quarantine")
    spec = spec_of(chart := scores.chart("en", width=400))
    assert spec["title"] | {"text": ["Scores: Example"], "subtitle": ["2 of 3 records scored."]} == spec["title"]
    assert sum(row["count"] for row in data(chart, "bar")) == 2
    assert data(chart, "rule") == [{"edge": 76, "words": "≥ 76 Good"}]


def test_edges_far_beyond_the_scores_are_left_out_but_for_the_nearest() -> None:
    scale = Bands(*((f"b{edge}", f">= {edge}") for edge in (90, 80, 70, 20)), ("sisa", None))
    scores = asn.appraise_table(Policy("p", "P", score=nilai, band=scale), {"nilai": [72, 75]})
    assert [row["edge"] for row in data(scores.chart(), "rule")] == [80, 70]


@pytest.mark.parametrize("values", [[], [None]])
def test_an_empty_table_and_one_without_a_score_are_drawn_as_such(values: list[object]) -> None:
    scores = asn.appraise_table(POLICY, {"nilai": values}, on_error="quarantine")
    assert f"0 dari {len(values)} data dinilai. Belum ada data" in spec_of(scores.chart())["description"]


def test_a_policy_without_a_number_has_its_bands_drawn() -> None:
    policy = Policy("label", "Label", band=nilai.rated(SCALE))
    chart = asn.appraise_table(policy, {"nilai": [80, 90, 10]}).chart()
    assert [(row["count"], row["label"]) for row in data(chart, "bar")] == [
        (2, "2 (66,7 %)"),
        (0, "0 (0 %)"),
        (1, "1 (33,3 %)"),
    ]
    assert " ".join(spec_of(chart)["title"]["text"]) == "Sebaran peringkat: Label"


def test_edges_are_drawn_only_where_they_are_of_the_score_itself() -> None:
    assert scale_of_score(POLICY) is POLICY.band.bands
    assert scale_of_score(Policy("p", "P", score=nilai.named("mutu"), band=SCALE)) is not None
    assert scale_of_score(Policy("p", "P", score=nilai, band=(nilai + 1).rated(SCALE))) is None
    assert scale_of_score(Policy("p", "P", score=nilai)) is None
    other = asn.appraise_table(Policy("p", "P", score=nilai, band=(nilai + 1).rated(SCALE)), {"nilai": [80]}).chart()
    assert "≥" not in spec_of(other)["description"]


def test_a_band_with_a_condition_says_that_its_edge_is_not_all() -> None:
    scale = schemes.get("pp-30-2019").band.bands
    labels = [text for _, text in edge_labels(Sheet.of("id", 400), scale)]
    assert labels[0].endswith("(bersyarat)")
    assert not labels[-1].endswith("(bersyarat)")
