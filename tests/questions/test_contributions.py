"""Contributions: points by indicator that add up to the score, in words, tables and data."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random

import pytest
from tests.charts.pictures import data, spec_of

import asn_appraisal as asn
from asn_appraisal import AppraisalError, contributions, schemes
from asn_appraisal.errors import RecordError, UnknownPartError
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

kepuasan = asn.Indicator("kepuasan", "Kepuasan", low=0, high=100)
cepat = asn.Indicator("cepat", "Kecepatan", low=1, high=30, better="lower", english="Speed")
SCORE = asn.Weighted(
    asn.Target(kepuasan, 80, weight=60),
    asn.Target(cepat, 10, weight=40, rule=asn.rules.lower_is_better.clamped(0, 120)),
)
LOKET = asn.Policy("loket", "Loket", score=SCORE.rounded(2))


def test_the_points_of_two_targets_are_their_weighted_scores() -> None:
    # 60 % of 72/80 and 40 % of (2 - 5/10), of which 30 points of 150 are above the limit of 120.
    found = contributions(LOKET.appraise({"kepuasan": 72, "cepat": 5}))
    assert [(item.key, item.kind, item.points) for item in found.items] == [
        ("kepuasan", "indicator", 54),
        ("cepat", "indicator", 60),
        ("cepat", "limit", -12),
    ]
    assert (found.base, found.exact, found["cepat"]) == (0, 102, 48)


def test_reasons_are_the_indicators_by_points_lost() -> None:
    found = contributions(LOKET.appraise({"kepuasan": 72, "cepat": 15}))
    # Satisfaction may reach 100/80 of 60 points, speed 120 % of 40.
    assert [(item.key, item.lost) for item in found.reasons()] == [("cepat", 28), ("kepuasan", 21)]
    assert contributions(LOKET.appraise({"kepuasan": 100, "cepat": 1})).reasons() == ()


@pytest.mark.parametrize("key", [entry["key"] for entry in schemes.table()])
def test_contributions_add_up_to_the_score_in_every_scheme(key: str) -> None:
    policy, random = schemes.get(key), Random(7)  # noqa: S311
    for _ in range(20):
        appraisal = policy.appraise(random_record(policy, random))
        if appraisal.exact is None:
            with pytest.raises(AppraisalError):
                contributions(appraisal)
            return
        found = contributions(appraisal)
        assert found.base + sum(item.points for item in found.items) == appraisal.exact


def test_contributions_add_up_in_random_policies_whatever_they_are_made_of() -> None:
    kinds, tried = set(), 0
    for seed in range(200):
        random = Random(seed)  # noqa: S311
        policy = random_policy(random, depth=3)
        for _ in range(2):
            try:
                appraisal = policy.appraise(random_record(policy, random))
            except AppraisalError:
                continue
            if appraisal.exact is not None:
                found = contributions(appraisal)
                assert found.base + sum(item.points for item in found.items) == appraisal.exact == found.exact
                kinds |= {item.kind for item in found.items} | ({"base"} if found.base else set())
                tried += 1
    assert kinds == {"indicator", "part", "limit", "rounding", "replacement", "base"}
    assert tried > 200


def test_the_reference_is_a_record_whose_gaps_are_those_of_the_appraisal() -> None:
    policy = asn.Policy("kali", "Kali", score=kepuasan * cepat)
    appraisal = policy.appraise({"kepuasan": 50, "cepat": 10})
    found = contributions(appraisal, reference={"kepuasan": 40})
    assert (found.base, [(item.key, item.points) for item in found.items]) == (400, [("kepuasan", 100)])
    assert found.reference["kepuasan"] == 40
    with pytest.raises(RecordError, match="ASN406"):
        contributions(appraisal, reference={"kepuasan": 400})


def test_without_a_reference_each_number_starts_at_the_end_that_counts_least() -> None:
    policy = asn.Policy("kali", "Kali", score=kepuasan * cepat)
    found = contributions(policy.appraise({"kepuasan": 50, "cepat": 10}))
    assert found.reference == {"kepuasan": Fraction(0), "cepat": Fraction(30)}
    assert found.base + sum(item.points for item in found.items) == 500


def test_the_text_names_indicators_and_corrections_in_both_languages() -> None:
    found = contributions(LOKET.appraise({"kepuasan": 72, "cepat": 5}))
    assert found.text("id") == (
        "Nilai 102 menurut Loket terdiri atas:\n- Kepuasan: 54 dari paling tinggi 75\n- Kecepatan: 60\n"
        "- Kecepatan: batas: -12\n"
    )
    assert "- Speed: limit: -12" in found.text("en")
    assert ">Kecepatan: batas</td>" in found._repr_html_()


def test_a_constant_is_the_starting_value() -> None:
    found = contributions(asn.Policy("awal", "Awal", score=kepuasan + cepat + 20).appraise({"kepuasan": 1, "cepat": 2}))
    assert (found.base, len(found), [item.points for item in found]) == (20, 2, [1, 2])
    assert "starting value: 20" in found.text("en")


def test_plain_data_hold_exact_numbers_as_text() -> None:
    found = contributions(LOKET.appraise({"kepuasan": 72, "cepat": 5})).to_dict("en")
    assert json.loads(json.dumps(found)) == found
    assert found["items"][0] == {"key": "kepuasan", "kind": "indicator", "name": "Kepuasan", "points": "54", "most": "75", "lost": "21"}  # fmt: skip


def test_columns_are_the_numbers_by_name() -> None:
    found = contributions(LOKET.appraise({"kepuasan": 72, "cepat": 5})).to_frame()
    assert found["key"] == ["kepuasan", "cepat", "cepat"]
    assert found["points"] == [54.0, 60.0, -12.0]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(UnknownPartError, match="kecepatan"):
        contributions(LOKET.appraise({"kepuasan": 72, "cepat": 5}))["kecepatan"]


def test_lists_are_named_with_their_field() -> None:
    u1 = asn.Number("u1", "Persyaratan", low=1, high=4)
    rows = asn.Items("responden", (u1,), name="Responden")
    found = contributions(
        asn.Policy("s", "S", score=rows.mean(u1) * 25, reported=2).appraise({"responden": [{"u1": 3}]})
    )
    assert [(item.key, item.called("id"), item.points) for item in found] == [
        ("responden.u1", "Responden: Persyaratan", 75)
    ]


def test_the_chart_is_a_waterfall_of_the_items_that_ends_at_the_score() -> None:
    found = contributions(LOKET.appraise({"kepuasan": 72, "cepat": 5}))
    chart = found.chart(width=400)
    assert [(row["from"], row["to"], row["label"]) for row in data(chart, "bar")] == [
        (0, 54, "+54"),
        (54, 114, "+60"),
        (114, 102, "−12"),
        (0, 102, "102"),
    ]
    assert spec_of(chart)["description"] == (
        "Dari mana nilai 102 berasal. Loket. Kepuasan: +54; Kecepatan: +60; Kecepatan: batas: −12; Nilai: 102."
    )
    assert "Speed: limit: −12; Score: 102." in spec_of(found.chart("en"))["description"]


def test_the_chart_begins_at_a_base_that_is_not_0() -> None:
    x, y = (asn.Number(key, key.upper(), low=0, high=10) for key in "xy")
    chart = contributions(asn.Policy("p", "P", score=100 - asn.Sum(x, y)).appraise({"x": 3, "y": 2})).chart()
    assert [row["words"] for row in data(chart, "text")] == ["Awal: 100", "X: −3", "Y: −2", "Nilai: 95"]
