"""Summaries of groups: what ``scores.by`` has, small groups marked or merged, the curve of a unit."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.charts.pictures import spec_of
from tests.plain_pages import plain_html

import asn_appraisal as asn
from asn_appraisal.errors import AppraisalError, ArgumentError, UnknownGroupError

NILAI = asn.schemes.get("permenpan-16-2009")
TABLE: dict[str, Any] = {
    "unit": ["a"] * 12 + ["b"] * 3 + ["c"] * 4 + ["d"] * 10,
    "tahun": [2025, 2026] * 14 + [2025],
    "nilai": [*range(70, 82), 90, 91, 92, 60, 61, 62, None, *range(80, 90)],
}
SCORES = asn.appraise_table(NILAI, TABLE, on_error="quarantine")


def test_the_groups_are_those_of_the_scores() -> None:
    found = asn.summaries(SCORES, by="unit")
    assert found.groups == SCORES.by("unit").groups
    assert (found.by, len(found), found.merged) == (("unit",), 4, ())
    assert found["a"].mean == Fraction(151, 2)
    assert [each.small for each in found] == [False, True, True, False]
    assert {key: list(each) for key, each in found.columns().items()}.keys() == SCORES.by("unit").to_frame().keys()


def test_small_groups_become_one_group_with_the_figures_of_all_their_rows() -> None:
    found = asn.summaries(SCORES, by="unit", small="merge")
    assert [each.name for each in found] == [("a",), ("d",), ("lainnya",)]
    others = found["lainnya"]
    assert (others.rows, others.scored, others.rejected) == (7, 6, 1)
    assert others.mean == Fraction(90 + 91 + 92 + 60 + 61 + 62, 6)
    assert others.quantiles is not None
    assert others.quantiles[2] == 76
    assert others.bands == {"amat_baik": 2, "baik": 1, "cukup": 2, "sedang": 1, "kurang": 0}
    assert others.small
    assert found.merged == (("b",), ("c",))
    assert "fewer than 10 scored rows each: b; c" in found.text("en")
    assert sum(each.rows for each in found) == len(SCORES)


def test_merged_groups_that_are_large_together_are_compared() -> None:
    table = {"unit": ["a"] * 20 + ["b"] * 6 + ["c"] * 6, "nilai": [*range(60, 92)]}
    found = asn.summaries(asn.appraise_table(NILAI, table), by="unit", small="merge")
    assert [each.small for each in found.gaps()] == [False, False]
    assert found.gaps(against="lainnya").items[0].difference == Fraction(139, 2) - Fraction(171, 2)


def test_a_group_of_the_name_of_the_others_keeps_it() -> None:
    table = {"unit": ["lainnya"] * 10 + ["x"], "nilai": [80] * 11}
    found = asn.summaries(asn.appraise_table(NILAI, table), by="unit", small="merge")
    assert [each.name for each in found] == [("lainnya",), ("(lainnya)",)]


def test_groups_by_two_columns_are_merged_too() -> None:
    found = asn.summaries(SCORES, by=("unit", "tahun"), small="merge")
    assert [each.name for each in found] == [("lainnya", "lainnya")]
    assert found.groups[0].scored == 28


def test_without_small_groups_nothing_is_merged() -> None:
    found = asn.summaries(SCORES.where(unit=["a", "d"]), by="unit", small="merge")
    assert (len(found), found.merged) == (2, ())


def test_a_table_without_rows_has_no_groups() -> None:
    for small in ("mark", "merge"):
        found = asn.summaries(asn.appraise_table(NILAI, {"unit": [], "nilai": []}), by="unit", small=small)
        assert (len(found), len(found.reached("baik")), found.to_dict()["groups"]) == (0, 0, [])
        assert found.text("en")
        assert found.html()


def test_the_curve_of_a_unit_stands_beside_the_law_s() -> None:
    policy = asn.schemes.get("permenpanrb-6-2022")
    field, other = [each.key for each in policy.inputs]
    levels = [level.key for level in policy.inputs[0].levels]
    table = {"unit": ["a", "a", "b"], field: [levels[0]] * 3, other: [policy.inputs[1].levels[0].key] * 3}
    scores = asn.appraise_table(policy, table)
    found = asn.summaries(scores, by="unit")
    for unit, rows in (("a", [0, 1]), ("b", [2])):
        assert found.curve(unit, "baik") == asn.predicate_curve(scores.where(rows), "baik")
        assert found.curve(unit, "baik").rated == len(rows)
    with pytest.raises(AppraisalError):
        found.curve("a", "bagus")
    with pytest.raises(UnknownGroupError):
        found.curve("z", "baik")


def test_the_text_marks_small_groups_in_both_languages() -> None:
    found = asn.summaries(SCORES, by="unit")
    assert "- b*: 3 scored rows, mean 91, median 91; Excellent 66.7 %, Good 33.3 %" in found.text("en")
    assert "- c*: 3 baris dinilai, rata-rata 61, median 61; Cukup 66,7 %, Sedang 33,3 %; 1 ditolak" in found.text()
    assert "<td>b *</td><td>3</td><td>91</td><td>91</td><td>66,7</td><td>33,3</td>" in plain_html(found.html())
    assert "*" not in asn.summaries(SCORES.where(unit=["a", "d"]), by="unit").text()


def test_it_is_a_frame_of_the_kind_that_came_in_and_plain_data() -> None:
    frame = asn.summaries(asn.appraise_table(NILAI, pd.DataFrame(TABLE), on_error="quarantine"), by="unit").to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["unit"].tolist() == ["a", "b", "c", "d"]
    data = json.loads(json.dumps(asn.summaries(SCORES, by=("unit", "tahun"), small="merge").to_dict()))
    assert data["merged"][0] == ["a", "2025"]
    assert data["groups"][0]["bands"]["amat_baik"] == 2


def test_a_policy_without_bands_has_its_means() -> None:
    scores = asn.appraise_table(asn.Policy("p", "P", score=asn.Number("x")), {"x": [1, 2], "u": ["a", "a"]})
    found = asn.summaries(scores, by="u")
    assert found["a"].mean == Fraction(3, 2)
    assert "mean 1.5" in found.text("en")


def test_wrong_arguments_are_refused() -> None:
    for wrong in ({"by": ()}, {"by": "unit", "small": "hide"}, {"by": 5}, {"by": "units"}):
        with pytest.raises(AppraisalError):
            asn.summaries(SCORES, **wrong)
    with pytest.raises(ArgumentError, match="scores is a list"):
        asn.summaries([SCORES], by="unit")  # type: ignore[arg-type]


def test_the_members_of_a_group_are_its_rows() -> None:
    summary = SCORES.by("unit", "tahun")
    for group, rows in zip(summary, summary.members, strict=True):
        assert [(TABLE["unit"][row], TABLE["tahun"][row]) for row in rows.tolist()] == [group.name] * group.rows
    assert sorted(np.concatenate(summary.members).tolist()) == list(range(29))


def test_what_is_asked_of_groups_counts_their_rows() -> None:
    found = asn.summaries(SCORES, by="unit")
    shares = found.reached("baik")
    assert [(each.reached, each.scored) for each in shares] == [(6, 12), (3, 3), (0, 3), (10, 10)]
    assert [level.key for level in shares.levels] == ["amat_baik", "baik"]
    gaps = found.gaps("baik")
    assert gaps.items[0].difference == Fraction(6, 12) - Fraction(13, 16)
    assert [(each.scored, each.others) for each in gaps] == [(12, 16), (3, 25), (3, 25), (10, 18)]
    means = found.gaps(against="d")
    assert [each.name for each in means] == [("a",), ("b",), ("c",)]
    assert means.items[0].difference == Fraction("75.5") - Fraction("84.5")


def test_the_chart_is_that_of_the_groups_with_the_merged_ones() -> None:
    table = {"unit": ["a"] * 12 + ["b"] * 3, "nilai": [80] * 15}
    scores = asn.appraise_table(asn.schemes.get("permenpan-16-2009"), table)
    assert asn.summaries(scores, by="unit").chart("en").to_dict() == scores.by("unit").chart("en").to_dict()
    merged = asn.summaries(scores, by="unit", small="merge").chart("en", width=300)
    assert "lainnya (n=3) *" in spec_of(merged)["description"]
