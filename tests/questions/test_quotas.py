"""The first rows of a table or of each unit, with the rule for ties stated."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import asn_appraisal as asn
from asn_appraisal import AppraisalError, quota
from asn_appraisal.errors import QuotaTieError

POLICY = asn.schemes.get("permenpan-16-2009")
TABLE: dict[str, Any] = {
    "nip": list("abcdefg"),
    "unit": list("xxxyyyy"),
    "nilai": [90.0, 75.0, 90.0, 60.0, 60.0, None, 80.0],
}
SCORES = asn.appraise_table(POLICY, TABLE, key="nip", on_error="quarantine")


@pytest.mark.parametrize(
    ("given", "ties", "rows"),
    [
        ({"count": 2}, "all", [0, 2]),
        ({"count": 1}, "all", [0, 2]),
        ({"count": 1}, "none", []),
        ({"count": 3}, "refuse", [0, 2, 6]),
        ({"count": 100}, "all", [0, 1, 2, 3, 4, 6]),
        ({"count": 0}, "all", []),
        ({"percent": 50}, "all", [0, 2, 6]),  # 3 of 6 scored rows
        ({"percent": "49.9"}, "refuse", [0, 2]),  # 2.99 rows are 2
        ({"percent": 100}, "none", [0, 1, 2, 3, 4, 6]),
    ],
)
def test_the_first_rows_by_exact_score_are_taken(given: dict[str, Any], ties: str, rows: list[int]) -> None:
    assert quota(SCORES, **given, ties=ties).rows.tolist() == rows


def test_each_unit_has_its_own_quota() -> None:
    found = quota(SCORES, 2, by="unit", ties="none")
    assert found.rows.tolist() == [0, 2, 6]
    assert [(each.name, each.scored, each.places, each.taken, str(each.last), each.tied) for each in found.groups] == [
        (("x",), 3, 2, 2, "90.00", ()),
        (("y",), 3, 2, 1, "80.00", (3, 4)),
    ]
    assert found.undecided == (3, 4)


def test_a_tie_is_refused_with_its_rows_and_unit() -> None:
    with pytest.raises(QuotaTieError, match=r"rows 3, 4 .* of y, and only 1 of them fit"):
        quota(SCORES, 2, by="unit", ties="refuse")


def test_scores_that_report_the_same_are_no_tie_when_they_differ_exactly() -> None:
    x, y = asn.Number("x", low=0), asn.Number("y", low=1, decimals=0)
    scores = asn.appraise_table(asn.Policy("p", "P", score=x / y, reported=0), {"x": [13, 10], "y": [4, 3]})
    assert quota(scores, 1, ties="refuse").rows.tolist() == [1]


def test_the_rows_select_the_scores() -> None:
    assert [each.score for each in SCORES.where(quota(SCORES, 1).rows) if each is not None] == [90, 90]


def test_the_text_says_the_rule_in_both_languages() -> None:
    found = quota(SCORES, 2, by="unit")
    assert "- y: 3 dari 3 baris dinilai, 2 tempat, terakhir 60,00; 2 bernilai sama di ujung" in found.text()
    assert found.text("en").endswith("All rows with the score at the end of a quota are taken.\n")
    assert json.loads(json.dumps(found.to_dict()))["groups"][1]["tied"] == [3, 4]
    assert ">60,00</td>" in found._repr_html_()


def test_the_frame_is_of_the_kind_that_came_in() -> None:
    scores = asn.appraise_table(POLICY, pd.DataFrame(TABLE), key="nip", on_error="quarantine")
    frame = quota(scores, 2, by="unit").to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["taken"].tolist() == [2, 3]
    assert len(quota(SCORES, 2)) == 2


@pytest.mark.parametrize(
    "wrong", [{}, {"count": 1, "percent": 5}, {"percent": 101}, {"count": -1}, {"count": 1, "ties": "first"}]
)
def test_a_quota_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(AppraisalError):
        quota(SCORES, **wrong)
