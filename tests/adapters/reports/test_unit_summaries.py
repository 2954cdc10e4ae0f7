"""What the summary of a unit says: numbers of people, ratings, spread; of small units no mean."""

from __future__ import annotations

import pytest

import asn_appraisal as asn
from asn_appraisal import AppraisalError
from asn_appraisal.adapters.reports.unit_summaries import unit_page, unit_summary

POLICY = asn.schemes.get("permenpan-16-2009")


def scores(rows: int):
    nilai = [None, *(60 + at for at in range(rows))]
    table = {"nip": [f"{at}" for at in range(rows + 1)], "unit": ["kecil"] * 4 + ["besar"] * (rows - 3), "nilai": nilai}
    return asn.appraise_table(POLICY, table, key="nip", on_error="quarantine")


def sections(page):
    return {each.title: each for each in page.sections if not each.empty}


def test_a_summary_says_how_many_reached_which_rating():
    page = unit_page(scores(20), by="unit", title="Ringkasan Contoh")
    assert page.heading == "Ringkasan Contoh"
    assert page.figures == [("Dinilai", "20"), ("Rata-rata nilai", "69,50"), ("Tidak dinilai", "1")]
    found = sections(page)
    rows = found["Peringkat"].table.rows
    assert sum(int(count) for _, count, _ in rows) == 20
    assert ("Baik", "4", "20,0 %") in rows  # 76 to 79
    assert found["Sebaran nilai"].table.rows == [["60,00", "64,75", "69,50", "74,25", "79,00"]]
    assert found["Mengapa ada data yang tidak dinilai"].lines == ["nilai: tidak diisi: isian ini wajib (1)"]


def test_of_a_small_unit_there_is_no_mean():
    found = sections(unit_page(scores(20), by="unit", language="en"))["Units"]
    assert found.table.rows == [("kecil *", "3", ""), ("besar", "17", "71.00")]
    assert "fewer than 10" in found.lines[0]


def test_a_small_table_has_a_caution_and_an_empty_one_no_numbers():
    assert "Kurang dari 10 orang dinilai" in sections(unit_page(scores(5)))["Peringkat"].lines[0]
    page = unit_page(scores(5).where([0]))
    assert page.figures == [("Dinilai", "0"), ("Tidak dinilai", "1")]
    assert unit_summary(scores(5).where([])).startswith(b"%PDF")


def test_a_policy_without_a_number_has_ratings_alone():
    policy = asn.schemes.get("permenpanrb-6-2022")
    found = asn.appraise_table(policy, [{"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}])
    assert [name for name, _ in unit_page(found).figures] == ["Dinilai"]


def test_what_is_no_result_is_refused():
    with pytest.raises(AppraisalError):
        unit_summary(POLICY)
