from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Bands, Combined, Policy, schemes, verify, verify_trail
from asn_appraisal.appraising.audit_records import canonical_text, digest_of

SKP = schemes.get("pp-30-2019", rounding=None)
SCALE = Bands(("baik", ">= 90", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"))
PREDICATES = schemes.get("permenpanrb-6-2022")
NUMBERS = {"sangat_baik": 110, "baik": 100, "butuh_perbaikan": 80, "kurang": 60, "sangat_kurang": 40}
CREDIT = schemes.get("permenpanrb-1-2023")
SECRET = b"a secret of sixteen bytes"


def _year(*values: str, months: Any = (4, 8), **more: Any) -> Combined:
    records = [
        {"nilai_skp": value, "nilai_perilaku": 90, "penilaian_rekan": False, "ide_baru": False} for value in values
    ]
    return asn.combine([SKP.appraise(record) for record in records], months, **{"band": SCALE, **more})


YEAR = _year("88.25", "97.57")
LINE = YEAR.to_audit_record(key="1985")


def changed(at: int | None = None, **more: Any) -> str:
    """The record with other entries, of a period too, and digests that fit: the work of somebody who knows how."""
    data = json.loads(LINE)
    inside = data if at is None else data["periods"][at]
    inside.update(more)
    for each in (inside, data):
        each["digest"] = digest_of(each)
    return canonical_text(data)


def test_the_trace_has_a_step_for_each_period_and_one_for_the_value() -> None:
    # 70 % x 88.25 + 30 % x 90 = 88.775; 70 % x 97.57 + 30 % x 90 = 95.299.
    assert {step.key: float(step.value) for step in YEAR.trace if step.part.kind == "number"} == {
        "nilai": 93.12,
        "periode_1": 88.775,
        "periode_2": 95.299,
    }
    assert "= (4 × 88.775 + 8 × 95.299) ÷ 12, rounded to 2 decimals" in "".join(YEAR.trace.lines("en"))


def test_an_explanation_says_how_the_value_came_about_and_why_it_has_its_band() -> None:
    lines = asn.explain(YEAR, language="en").splitlines()
    assert lines[:3] == [
        "Appraisal by: Combined value",
        "Score: 93.12 (before rounding ≈ 93.1243)",
        "Rating: Good",
    ]
    assert "    Good: 93.12 ≥ 90" in lines
    assert lines[-1] == f"Policy: pp-30-2019, fingerprint {SKP.fingerprint}"
    assert asn.explain(YEAR).splitlines()[2] == "Peringkat: Baik"
    assert "Peringkat" not in asn.explain(_year("88", "97", band=None))


def test_an_explanation_has_the_notes_of_the_periods() -> None:
    assert "- the periods make 13 months" in asn.explain(_year("88", "97", months=(5, 8)), language="en")


def test_it_is_shown_in_a_notebook() -> None:
    assert "Nilai gabungan" in YEAR._repr_html_()


def test_plain_data_have_the_value_and_every_period() -> None:
    found = json.loads(json.dumps(YEAR.to_dict("en")))
    assert (found["score"], found["exact"], found["band"]["key"]) == ("93.12", "279373/3000", "baik")
    assert [(each["value"], each["months"], each["band"]) for each in found["periods"]] == [
        ("88.775", "4", "cukup"),
        ("95.299", "8", "baik"),
    ]
    assert found["periods"][0]["title"] == SKP.english
    assert YEAR.to_dict()["periods"][0]["title"] == SKP.title


def test_many_periods_are_not_too_deep_for_a_formula() -> None:
    days = _year(*["88.25"] * 365, months=[1] * 365)
    assert (days.score, len(days.trace)) == (Decimal("88.78"), 367)


@pytest.mark.parametrize(
    ("combined", "policy"),
    [
        (YEAR, SKP),
        (_year("88.25", "97.57", band=None, places=0, months=("1.5", "1/3")), SKP),
        (
            asn.combine(
                [PREDICATES.appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"})], [3], numbers=NUMBERS
            ),
            PREDICATES,
        ),
        (
            asn.add_up([CREDIT.appraise({"jenjang": "ahli_pertama", "predikat": "baik", "bulan": 3})] * 2, band=SCALE),
            CREDIT,
        ),
        (
            asn.combine(
                [schemes.get("permenpan-16-2009").appraise({"nilai": value}) for value in (90, 93)],
                [6, 6],
                band="periods",
            ),
            schemes.get("permenpan-16-2009"),
        ),
    ],
)
def test_its_audit_record_holds(combined: Combined, policy: Policy) -> None:
    line = combined.to_audit_record(after="0", secret=SECRET)
    assert verify(line, policy, secret=SECRET) == []
    assert verify(line.encode(), [policy]) == []
    assert [each.entry for each in verify(line, policy, secret=SECRET * 2)] == ["hmac"]


def test_each_period_is_a_record_of_its_own_and_small() -> None:
    periods = json.loads(LINE)["periods"]
    assert [verify(each, SKP) for each in periods] == [[], []]
    assert len(LINE) < 1200


@pytest.mark.parametrize(
    ("record", "entries"),
    [
        (changed(score="93.13"), ["score"]),
        (changed(band="kurang"), ["band"]),
        (changed(exact="93"), ["exact"]),
        (changed(months=["5", "8"]), ["score", "exact"]),
        (changed(places=1), ["score"]),
        (changed(bands=[["baik", ">= 94"], ["kurang", None]]), ["band"]),
        (changed(scale="periods"), ["$"]),  # the scale of pp-30-2019 has a condition
        (changed(months=["4"]), ["$"]),
        (changed(months="4"), ["$"]),
        (changed(months=["x", "y"]), ["$"]),
        (changed(numbers={"baik": "1"}), ["$"]),
        (changed(places="2"), ["$"]),
        (changed(bands=[["baik"]]), ["$"]),
        (changed(bands=["baik"]), ["$"]),
        (changed(bands=7), ["$"]),
        (changed(part=["x"]), ["$"]),
        (changed(0, score="88.8"), ["periods[0].score"]),
        (changed(0, inputs={}), ["periods[0].nilai_skp"]),
        (changed(1, inputs=7), ["periods[1].$.inputs"]),
        (changed(1, format=2), ["periods[1]"]),
        (changed(0, fingerprint="0"), ["periods[0].fingerprint"]),
        (changed(periods=7), ["$"]),
        (changed(periods=[7]), ["periods[0]"]),
        (changed(periods=[]), ["$"]),
        (changed(more=1), ["$"]),
        (LINE.replace("93.12", "93.13"), ["digest", "score"]),
    ],
)
def test_whatever_differs_in_a_record_is_named(record: str, entries: list[str]) -> None:
    found = [each.entry for each in verify(record, SKP)]
    assert set(entries) <= set(found), found


def test_periods_of_two_policies_need_both() -> None:
    old = schemes.get("integrasi-2021")
    halves = [
        old.appraise({"nilai_lama": "88.4"}),
        SKP.appraise({"nilai_skp": 100, "nilai_perilaku": 90, "penilaian_rekan": False, "ide_baru": False}),
    ]
    line = asn.combine(halves, [6, 6], as_reported=True).to_audit_record()
    assert verify(line, [SKP, old]) == []
    assert {each.entry for each in verify(line, SKP)} >= {"periods[0].policy", "periods[0].fingerprint"}


def test_a_trail_may_hold_values_of_periods_among_others() -> None:
    first = SKP.appraise({"nilai_skp": 100, "nilai_perilaku": 90, "penilaian_rekan": False, "ide_baru": False})
    lines = [first.to_audit_record(key="a", after="0")]
    lines.append(YEAR.to_audit_record(key="a", after=asn.anchor_of(lines[0])))
    for policy in (None, SKP, [SKP], [CREDIT, SKP]):
        assert verify_trail(lines, policy).holds
    assert not verify_trail([lines[0], lines[1].replace("88.25", "88.26")]).holds
    assert not verify_trail([changed(periods=[])]).holds
    assert not verify_trail([changed(periods=[7])], SKP).holds
