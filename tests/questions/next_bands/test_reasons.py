"""Why a band cannot be reached by one field alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Policy, next_band
from asn_appraisal.questions.next_bands.reasons import Reason, condition_text

x = asn.Indicator("x", "Mutu", english="Quality", low=0, high=100, decimals=0)
y = asn.Indicator("y", "Waktu", low=0, high=100, decimals=0)
rekan = asn.Flag("rekan", "Dinilai rekan", english="Rated by colleagues")
SCALE = asn.Bands(("baik", ">= 90", "Baik"), ("kurang", None, "Kurang"))


def reason(score: Any, band: Any = SCALE, record: Any = None, **more: Any) -> Reason:
    policy = Policy("loket", "Loket", score=score, band=band, reported=2, **more)
    keys = {entry.key for entry in policy.outline.fields}
    given = {"x": 50, "y": 50, "rekan": False}
    found = next_band(policy, record or {key: given[key] for key in keys})["x"].reason
    assert found is not None
    return found


def test_a_cap_is_named_with_its_part() -> None:
    found = reason((x * 2).capped(80).named("mutu", "Nilai mutu", english="Points of quality"))
    assert (found.kind, found.cap, found.best) == ("cap", 80, 80)
    assert (
        found.text("id")
        == "selebihnya dipotong pada 80 (Nilai mutu); nilai mencapai 80, sedangkan yang diperlukan ≥ 90"
    )
    assert found.text("en") == "more is cut off at 80 (Points of quality); the score reaches 80, and ≥ 90 is needed"


def test_a_cap_in_a_row_is_found_in_that_row() -> None:
    rows = asn.Items("kegiatan", [asn.Indicator("x", low=0, high=100, decimals=0)])
    score = rows.mean((rows.fields[0] * 2).capped(80).named("capaian"))
    policy = Policy("loket", "Loket", score=score, band=SCALE, reported=2)
    found = next_band(policy, {"kegiatan": [{"x": 10}, {"x": 20}]})["kegiatan[1].x"].reason
    assert found is not None
    assert (found.kind, found.cap) == ("cap", 80)


def test_the_range_of_the_field_may_be_too_small() -> None:
    found = reason(x * Fraction(1, 2) + y * Fraction(1, 2))
    assert (found.kind, found.best, found.at) == ("range", 75, 100)
    assert found.text("id") == "pada 100 pun nilai baru 75, sedangkan yang diperlukan ≥ 90"


def test_a_score_just_below_the_edge_is_never_shown_as_the_edge() -> None:
    found = reason(x * Fraction(899999, 1000000))
    assert found.text("en") == "even at 100 the score is 89.9999, and ≥ 90 is needed"
    assert "89.99999" in reason(x * Fraction(89999990, 100000001)).text("en")


def test_a_condition_of_the_band_is_told() -> None:
    band = asn.Bands(asn.Band("baik", ">= 90", "Baik", requires=rekan), ("kurang", None, "Kurang"))
    found = reason(x, band)
    assert (found.kind, found.condition) == ("condition", rekan)
    assert "Rated by colleagues" in found.text("en")


def test_values_that_would_be_refused_are_told() -> None:
    found = reason(x, checks=[asn.Check((x < 90) | (y > 60), "mutu tinggi hanya bila waktu di atas 60")])
    assert found.kind == "refused"


def test_of_a_label_that_is_no_scale_no_more_is_said() -> None:
    found = reason(x, asn.When(y > 60, "baik", "kurang"))
    assert (found.kind, found.best) == ("formula", None)
    assert found.to_dict("en") == {
        "kind": "formula", "best": None, "at": None, "edge": None, "cap": None, "text": "no value of it is enough",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", ["cap", "condition", "range", "refused", "formula", "open"])
def test_each_kind_has_words(kind: str, language: str) -> None:
    assert Reason(kind).text(language)


def test_a_condition_in_words() -> None:
    assert condition_text((x > 5) & rekan, "en") == "Quality > 5 and Rated by colleagues"
