from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Items, Number, Policy, Weighted, explain, schemes

SAKIP = schemes.get("permenpanrb-88-2021")
POINTS = {"perencanaan": "24.80", "pengukuran": "23.52", "pelaporan": "12.06", "evaluasi": "22.30"}
A, B = Number("a", low=0, high=100), Number("b", low=0, high=100, optional=True)


def codes(record: dict[str, Any], policy: Policy = SAKIP) -> list[str]:
    return [note.code for note in policy.appraise(record).notes]


def test_points_where_percentages_belong_are_noted_in_a_record_as_in_a_table() -> None:
    (note,) = SAKIP.appraise(POINTS).notes
    table = {key: [value] for key, value in POINTS.items()}
    assert (note,) == asn.appraise_table(SAKIP, table).notes
    assert "perencanaan (30), pengukuran (30), pelaporan (15), evaluasi (25)" in note.text("id")


@pytest.mark.parametrize(
    "change",
    [
        {"evaluasi": "25.01"},
        {"perencanaan": "30.01"},
        dict.fromkeys(POINTS, 2),
        dict.fromkeys(POINTS, "0.98"),
        dict.fromkeys(POINTS, 0),
    ],
)
def test_percentages_and_fractions_have_no_such_note(change: dict[str, Any]) -> None:
    assert codes({**POINTS, **change}) == []


def test_points_at_the_weights_themselves_are_noted() -> None:
    assert codes({"perencanaan": 30, "pengukuran": 30, "pelaporan": 15, "evaluasi": 25}) == ["ASN471"]


def test_an_absent_field_says_nothing() -> None:
    policy = Policy("x", "X", score=Weighted.of_given((60, A), (40, B)), reported=2)
    assert codes({"a": 50, "b": 30}, policy) == ["ASN471"]
    assert codes({"a": 50}, policy) == []


def test_rows_of_a_list_have_no_note() -> None:
    items = Items("rows", (A, Number("c", low=0, high=100)))
    policy = Policy(
        "x", "X", score=items.mean(Weighted((60, A), (40, items.fields[1])).named("nilai_baris")), reported=2
    )
    assert codes({"rows": [{"a": 50, "c": 30}]}, policy) == []


def test_a_sum_within_a_row_reads_no_record() -> None:
    items = Items("rows", (A, Number("c", low=0, high=100)))
    policy = Policy("x", "X", score=items.mean(Weighted((60, A), (40, items.fields[1]))), reported=2)
    assert codes({"rows": [{"a": 50, "c": 30}]}, policy) == []


def test_a_note_is_in_the_explanation_and_in_the_data_and_not_in_the_audit_record() -> None:
    appraisal = SAKIP.appraise(POINTS)
    (note,) = appraisal.notes
    for language in ("id", "en"):
        assert f"- {note.text(language)}" in explain(appraisal, language=language)
    assert appraisal.to_dict()["notes"] == [{"code": "ASN471", "id": note.text("id"), "en": note.text("en")}]
    assert "ASN471" not in appraisal.to_audit_record()
    assert asn.verify(appraisal.to_audit_record(), SAKIP) == []
