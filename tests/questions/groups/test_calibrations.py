"""What a calibration would change: scores, bands, and nothing in the scores themselves."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.plain_pages import plain_html

import asn_appraisal as asn
from asn_appraisal.questions.groups.calibrations import band_reached, bands_of_score, calibrated
from asn_appraisal.testing.drawing.records import random_record

x = asn.Number("x", low=0, high=100)
BANDS = asn.Bands(("tinggi", ">= 80", "Tinggi"), ("sedang", ">= 50", "Sedang"), ("rendah", None, "Rendah"))
POLICY = asn.Policy("p", "P", score=x, band=BANDS)
TABLE: dict[str, Any] = {"nip": list("abcd"), "atasan": ["u", "u", "v", "w"], "x": [81, 99, 79, 10]}


def scored(policy: asn.Policy = POLICY, table: Any = TABLE) -> asn.Scores:
    return asn.appraise_table(policy, table, key="nip", on_error="quarantine")


def calibration(scores: asn.Scores, *shifts: tuple[list[int], str]) -> asn.Calibration:
    return calibrated(scores, "atasan", [(np.array(rows), Fraction(shift)) for rows, shift in shifts])


def test_scores_are_shifted_rounded_as_reported_and_kept_in_range() -> None:
    found = calibration(scored(), ([0, 1], "1.006"), ([2], "-30"), ([3], "0"))
    assert found.before == (81, 99, 79, 10)
    assert found.after == (Fraction("79.99"), Fraction("97.99"), 100, 10)
    assert found.moves == {("tinggi", "sedang"): 1, ("sedang", "tinggi"): 1}
    assert found.changed == 2


def test_exactly_at_an_edge_the_band_is_kept() -> None:
    kept = calibration(scored(), ([0], "1"))
    assert kept.changed == 0
    assert "- rows with another band: 0\n" in kept.text("en")
    assert calibration(scored(), ([0], "1.01")).changed == 1


def test_the_scores_themselves_stay_as_they_are() -> None:
    scores = scored()
    before = scores.reported(), scores.band_keys()
    calibration(scores, ([0, 1, 2, 3], "20"))
    assert (scores.reported(), scores.band_keys()) == before


def test_exact_scores_are_shifted_where_reported_ones_are_rounded_for_display() -> None:
    policy = asn.Policy("p", "P", score=x / 3 * 3 / 7, band=asn.Bands(("a", ">= 11"), ("b", None)), reported=0)
    found = calibration(scored(policy), ([1], "3.1"), ([2], "0.29"))
    assert found.before == (Fraction(99, 7), Fraction(79, 7))
    assert found.after == (Fraction(99, 7) - Fraction("3.1"), Fraction(79, 7) - Fraction("0.29"))
    assert calibration(scored(policy, {**TABLE, "x": [0, 7, 7, 7]}), ([0], "-1")).after == (1,)
    assert found.changed == 1  # 79/7 - 0.29 = 10.996: reported 11, and yet below the edge


def test_bands_that_follow_from_more_than_the_score_are_not_guessed() -> None:
    flag = asn.Flag("ide", default=False)
    needs = asn.Bands(asn.Band("tinggi", ">= 80", requires=flag), ("rendah", None))
    others = (
        asn.Policy("p", "P", score=x, band=needs),
        asn.Policy("p", "P", score=x, band=(x + 1).rated(BANDS)),
        asn.Policy("p", "P", score=x.rounded(0), band=x.rated(BANDS)),
        asn.Policy("p", "P", score=x),
    )
    for policy in others:
        assert bands_of_score(policy) is None
        found = calibration(scored(policy), ([0, 1], "5"))
        assert (found.moves, found.changed, found.to_dict()["moves"]) == (None, None, None)
        assert "says nothing about them" in found.text("en")
        assert "band" not in found.columns()


def test_a_named_score_and_a_named_rating_are_the_score_and_its_rating() -> None:
    policy = asn.Policy(
        "p", "P", score=x.rounded(0).named("mutu"), band=x.rounded(0).named("mutu").rated(BANDS).named("r")
    )
    assert bands_of_score(policy) == BANDS


@pytest.mark.parametrize("key", asn.schemes.keys())
def test_where_a_scheme_rates_its_score_alone_the_band_of_every_score_is_known(key: str) -> None:
    policy, rng = asn.schemes.get(key), Random(1)  # noqa: S311
    scale = bands_of_score(policy)
    for record in (random_record(policy, rng) for _ in range(20 if scale is not None else 0)):
        appraisal = policy.appraise(record)
        assert scale is not None
        assert appraisal.band is not None
        assert band_reached(scale, appraisal.exact or Fraction(0)) == appraisal.band.key


def test_the_band_of_a_number_is_the_one_that_the_policy_gives() -> None:
    scores = scored()
    assert [band_reached(BANDS, scores.exact(row) or Fraction(0)) for row in range(4)] == scores.band_keys()


def test_it_is_words_columns_a_frame_and_plain_data() -> None:
    found = calibration(scored(table=pd.DataFrame(TABLE)), ([0, 1], "2"), ([3], "0"))
    assert found.text("en").splitlines()[:3] == [
        "If the leniency of raters, allowing for chance, were taken from their ratings, 2 of 3 scores would differ.",
        "- rows with another band: 1",
        "- Tinggi → Sedang: 1",
    ]
    assert "tidak ada nilai atau peringkat yang diubah" in found.text()
    frame = found.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["nip"].tolist() == ["a", "b", "d"]
    assert frame["atasan"].tolist() == ["u", "u", "w"]
    assert frame["score_calibrated"].tolist() == [79, 97, 10]
    assert frame["band"].tolist() == ["tinggi", "tinggi", "rendah"]
    assert frame["score"].tolist() == [81, 99, 10]
    assert frame["band_calibrated"].tolist() == ["sedang", "tinggi", "rendah"]
    data = json.loads(json.dumps(found.to_dict("en")))
    assert data["moves"] == [{"before": "tinggi", "after": "sedang", "count": 1}]
    assert "guidance" in data["guidance"]
    assert "<td>Tinggi</td>" in plain_html(found.html())
    assert len(found) == 3


def test_without_a_key_rows_go_by_their_number() -> None:
    scores = asn.appraise_table(POLICY, {key: TABLE[key] for key in ("atasan", "x")})
    assert calibration(scores, ([2, 3], "1")).columns()["row"].tolist() == [2, 3]


@pytest.mark.parametrize("shifts", [(), (([], "5"),)])
def test_no_row_at_all_changes_nothing(shifts: Any) -> None:
    found = calibration(scored(), *((np.array(rows, np.int64), shift) for rows, shift in shifts))
    assert (len(found), found.changed, found.moves) == (0, 0, {})
