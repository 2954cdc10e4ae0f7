"""Which indicator matters most, by a policy and in a population."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
import pytest
from tests.charts.pictures import data, spec_of

import asn_appraisal as asn
from asn_appraisal import Number, Policy, Weighted, importance, schemes
from asn_appraisal.errors import AppraisalError

A, B, C = Number("a", "Mutu", low=0, high=100), Number("b", low=50, high=100), Number("c", low=0)
KEYS = schemes.keys()
POLICY = Policy("p", "P", score=Weighted((60, A.through((0, 0), (50, 90), (100, 100))), (40, B)).rounded(2))


def test_the_swing_of_an_indicator_is_what_it_can_add_over_its_range() -> None:
    assert [(each.key, each.points, each.share) for each in importance(POLICY)] == [("a", 60, 0.75), ("b", 20, 0.25)]


def test_what_one_indicator_adds_in_several_places_is_one_swing() -> None:
    policy = Policy("p", "P", score=A * "0.5" + B - A * "0.2", reported=2)
    assert {each.key: each.points for each in importance(policy)} == {"a": 30, "b": 50}


def test_an_indicator_without_an_end_has_no_swing_and_then_nobody_has_a_share() -> None:
    found = importance(Policy("p", "P", score=A + C, reported=2))
    assert [(each.key, each.points, each.share) for each in found] == [("c", None, None), ("a", 100, None)]
    assert "its range is not known" in found.text("en")


def test_what_does_not_add_up_is_one_entry() -> None:
    found = importance(Policy("p", "P", score=A * B / 100, reported=2))
    assert [(each.kind, each.points) for each in found] == [("part", 100)]


def test_in_a_population_shares_add_up_and_follow_what_differs() -> None:
    random = Random(3)  # noqa: S311
    table = {"a": [50 + random.randint(-2, 2) for _ in range(60)], "b": [random.randint(50, 100) for _ in range(60)]}
    found = importance(asn.appraise_table(POLICY, table))
    assert found.items[0].key == "b"
    assert sum(each.share or 0 for each in found) == pytest.approx(1)
    added = [Fraction(value) * 40 / 100 for value in table["b"]]
    mean = sum(added) / 60
    assert found.items[0].points == pytest.approx(float(sum(abs(each - mean) for each in added) / 60))
    assert (found.rows, found.sampled) == (60, None)


def test_a_sample_says_that_it_is_one_and_is_the_same_again() -> None:
    random = Random(4)  # noqa: S311
    scores = asn.appraise_table(POLICY, {key: [random.randint(50, 100) for _ in range(300)] for key in "ab"})
    first, again, other = (importance(scores, most=50, seed=seed) for seed in (1, 1, 2))
    assert first.items == again.items != other.items
    assert (first.rows, first.sampled, first.seed) == (300, 50, 1)
    assert "a sample of 50 rows, seed 1" in first.text("en")
    assert "sampel 50 baris" in first.text()


def test_rejected_rows_and_tables_without_rows_are_no_trouble() -> None:
    scores = asn.appraise_table(POLICY, {"a": [50, None], "b": [60, 70]}, on_error="quarantine")
    assert importance(scores).rows == 1
    assert importance(scores).items[0].share is None
    assert len(importance(scores.where([1]))) == 0


def test_every_scheme_with_a_score_has_an_answer() -> None:
    for key in KEYS:
        policy = schemes.get(key)
        if policy.score is not None:
            found = importance(policy)
            assert len(found)
            assert all(each.called("en") for each in found)
            assert json.dumps(found.to_dict())


def test_the_answer_comes_as_table_and_frame() -> None:
    found = importance(asn.appraise_table(POLICY, pd.DataFrame({"a": [50, 60], "b": [60, 90]})))
    assert isinstance(found.to_frame(), pd.DataFrame)
    assert "Mutu" in found.html()


@pytest.mark.parametrize("wrong", [None, "p", Policy("p", "P", band=A.rated(asn.Bands(("x", None))))])
def test_what_has_no_score_is_refused(wrong: Any) -> None:
    with pytest.raises(AppraisalError):
        importance(wrong)


def test_the_chart_of_a_policy_has_each_swing_with_its_share() -> None:
    chart = importance(POLICY).chart("en")
    assert [(row["count"], row["label"]) for row in data(chart, "bar")] == [(60, "60 (75 %)"), (20, "20 (25 %)")]
    assert spec_of(chart)["description"].startswith("How much each indicator can change the score of p.")


def test_the_chart_says_where_a_range_has_no_end() -> None:
    rows = data(importance(Policy("p", "P", score=A + C, reported=2)).chart("en"), "bar")
    assert [(row["count"], row["label"]) for row in rows] == [(0, "no end"), (100, "100")]


def test_the_chart_of_a_population_says_how_many_rows_it_is_of() -> None:
    scores = asn.appraise_table(POLICY, {"a": [0, 50, 100, 20], "b": [50, 100, 100, 50]})
    chart = importance(scores, most=3).chart("en")
    assert "4 scored rows, a sample of 3 of them." in spec_of(chart)["description"]
    assert all("%" in row["label"] for row in data(chart, "bar"))
