"""Faults by what is wrong: each cause once, with its number and its first places."""

from __future__ import annotations

from asn_appraisal import Fault
from asn_appraisal.causes import causes_of, moved_cause


def test_faults_of_one_field_and_code_are_one_cause_in_the_order_of_the_first() -> None:
    faults = [Fault("ASN401", row=row, field=field) for row in range(3) for field in ("mutu", "waktu")]
    mutu, waktu = causes_of(faults)
    assert (mutu.count, mutu.column(), mutu.places()) == (3, "mutu", "row 0; row 1; row 2")
    assert (waktu.count, waktu.column()) == (3, "waktu")


def test_a_fact_that_the_text_does_without_makes_no_cause_of_its_own_and_is_left_out() -> None:
    (cause,) = causes_of(Fault("ASN432", row=row, field="nip", facts={"rows": f"{row}, {row + 1}"}) for row in range(4))
    assert cause.text() == (
        "ASN432: nip: the key occurs more than once: each key stands for one record (4 times: row 0; row 1; row 2; ...)"
    )


def test_a_fact_that_the_text_needs_makes_causes_of_its_own() -> None:
    given = [Fault("ASN415", row=row, facts={"given": str(row % 2), "least": "2"}) for row in range(4)]
    assert [cause.count for cause in causes_of(given)] == [2, 2]
    kinds = [Fault("ASN404", row=row, field="mutu", kind=kind) for row, kind in enumerate(("text", "list", "text"))]
    assert [cause.words("en")[:4] for cause in causes_of(kinds)] == ["text", "a li"]


def test_what_is_told_of_all_is_told_of_the_cause() -> None:
    faults = [Fault("ASN408", row=row, field="jenis", facts={"close": "tetap", "levels": "tetap"}) for row in range(3)]
    assert "did you mean tetap?" in causes_of(faults)[0].words("en")


def test_rows_of_a_list_are_named_by_the_list_and_with_their_record() -> None:
    alone = [Fault("ASN401", list="kegiatan", item_row=row, field="mutu") for row in range(2)]
    assert causes_of(alone)[0].text("id") == (
        "ASN401: kegiatan.mutu: tidak diisi: isian ini wajib (2 kali: kegiatan[0]; kegiatan[1])"
    )
    of_tables = [Fault("ASN401", row=4, key="a", list="kegiatan", item_row=row, field="mutu") for row in range(2)]
    assert causes_of(of_tables)[0].places() == "row 4 (a), kegiatan[0]; row 4 (a), kegiatan[1]"


def test_a_single_fault_tells_itself_and_counted_ones_are_added() -> None:
    one = Fault("ASN401", row=4, field="mutu")
    assert causes_of([one])[0].text() == f"ASN401: {one.text()}"
    (cause,) = causes_of([one], [(Fault("ASN401", row=9, field="mutu"), 1000)])
    assert (cause.count, cause.places()) == (1001, "row 4; row 9; ...")
    assert moved_cause(cause, 100).places() == "row 104; row 109; ..."
    assert cause.to_dict()["count"] == 1001
