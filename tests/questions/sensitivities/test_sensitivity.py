"""What people are told of the numbers of a policy, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from tests.charts.pictures import data

import asn_appraisal as asn
from asn_appraisal import Bands, Indicator, Policy, Target, Weighted, sensitivity
from asn_appraisal.errors import AppraisalError, NothingToWatchError, UnknownNumberError

PUAS, CEPAT = (Indicator(key, key.title(), low=0, high=120) for key in ("puas", "cepat"))
SCALE = Bands(
    ("baik", ">= 90", "Baik", "Good"), ("cukup", ">= 70", "Cukup", "Fair"), ("kurang", None, "Kurang", "Poor")
)
POLICY = Policy("p", "P", score=Weighted((60, Target(PUAS, 80)), (40, Target(CEPAT, 80))), reported=2, band=SCALE)
TABLE: dict[str, Any] = {"nip": ["a", "b", "c"], "puas": [80, 40, 80], "cepat": [40, 80, 80]}
FOUND = sensitivity(POLICY, TABLE, key="nip")


def test_each_number_has_its_interval_and_its_curve() -> None:
    weight = FOUND["nilai.weight.puas_nilai"]
    assert (weight.kind, weight.value, weight.bands.low.value, weight.bands.high.value) == ("weight", 60, 40, 60)
    # 50 points for one, 100 for another: above 60 the second falls below 70, above 80 the first reaches 90
    assert dict(weight.curve) == {
        Fraction(45): 0, Fraction(54): 0, Fraction(57): 0, Fraction("59.4"): 0,
        Fraction("60.6"): 1, Fraction(63): 1, Fraction(66): 1, Fraction(75): 1,
    }  # fmt: skip


def test_some_numbers_can_be_chosen_by_kind_or_key() -> None:
    assert [each.key for each in sensitivity(POLICY, TABLE, key="nip", kinds="edge")] == [
        "peringkat.edge.baik",
        "peringkat.edge.cukup",
    ]
    assert len(sensitivity(POLICY, TABLE, key="nip", numbers=["puas_nilai.target"], steps=[50])) == 1


def test_steps_are_those_asked_for_and_never_beyond_what_is_moved() -> None:
    each = sensitivity(POLICY, TABLE, key="nip", numbers="peringkat.edge.baik", steps=["0.5", 20])[
        "peringkat.edge.baik"
    ]
    assert [value for value, _ in each.curve] == [72, Fraction("89.55"), Fraction("90.45"), 108]


def test_rejected_rows_are_left_out() -> None:
    table = {**TABLE, "puas": [80, 40, None], "cepat": [40, 80, 80]}
    found = sensitivity(POLICY, table, key="nip")
    assert found.rows == 2
    assert found["peringkat.edge.baik"].bands.high.limit


def test_records_that_were_read_before_give_the_same() -> None:
    assert sensitivity(POLICY, asn.read_records(POLICY, TABLE, key="nip")).to_dict() == FOUND.to_dict()


def test_the_first_rows_are_watched_when_asked_for() -> None:
    found = sensitivity(POLICY, TABLE, key="nip", first=2)
    assert found["nilai.weight.puas_nilai"].ranks is not None
    assert "ranks_low" in found.columns()
    assert found.to_dict()["first"] == 2
    plain = Policy("p", "P", score=Weighted((60, PUAS), (40, CEPAT)), reported=2)
    assert sensitivity(plain, TABLE, key="nip", first=1)["nilai.weight.puas"].bands is None


def test_the_answer_reads_in_both_languages() -> None:
    english, indonesian = FOUND.text("en"), FOUND.text()
    assert english.splitlines()[:2] == [
        "How far each number of p can be moved alone, for 3 scored rows:",
        "- weight of Puas in Score, now 60: no band changes from 40 to 60",
    ]
    assert "- batas Baik, kini 90: tidak ada peringkat yang berubah dari 80 (tidak termasuk) sampai 100" in indonesian
    assert "≈ 68.5714 (not itself)" in english
    assert "≈ 68,5714" in FOUND.html()


def test_frames_and_plain_data_have_it_all() -> None:
    frame = sensitivity(POLICY, pd.DataFrame(TABLE), key="nip").to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame.loc[frame["key"] == "nilai.weight.puas_nilai", "bands_high"].tolist() == [60.0]
    assert (
        json.loads(json.dumps(FOUND.to_dict("en")))["numbers"][2]["bands"]["low"]["value"] == "480/7"
    )  # puas_nilai.target
    assert set(FOUND.curves()) == {"key", "value", "changed"}


def test_what_cannot_be_asked_is_refused_with_what_would_be_right() -> None:
    plain = Policy("p", "P", score=PUAS)
    with pytest.raises(NothingToWatchError, match="first=10"):
        sensitivity(plain, TABLE, key="nip")
    with pytest.raises(NothingToWatchError):
        sensitivity(Policy("p", "P", band=PUAS.rated(SCALE)), TABLE, key="nip", first=1)
    with pytest.raises(UnknownNumberError, match=r"did you mean puas_nilai\.target"):
        sensitivity(POLICY, TABLE, key="nip", numbers="puas_nilai.targett")
    with pytest.raises(UnknownNumberError):
        FOUND["x"]
    wrong_arguments: list[dict[str, Any]] = [
        {"kinds": "weights"},
        {"steps": [0]},
        {"steps": "5"},
        {"reach": 0},
        {"first": 0},
    ]
    for wrong in wrong_arguments:
        with pytest.raises(AppraisalError):
            sensitivity(POLICY, TABLE, key="nip", **wrong)


def test_the_chart_has_the_counts_at_the_ends_of_each_curve() -> None:
    bars = data(FOUND.chart(width=500), "bar")
    ends = {(abs(row["to"]), row["kind"]) for row in bars}
    wanted = set()
    for each in FOUND:
        wanted |= {(min(each.curve)[1], "pada ujung bawahnya"), (max(each.curve)[1], "pada ujung atasnya")}
    assert ends == wanted
    assert all(row["to"] <= 0 for row in bars if row["kind"] == "pada ujung bawahnya")
