import io
import re
import zipfile
from fractions import Fraction

import pytest
import python_calamine
from tests.dirty_workbooks import DATE, ERROR, HEAD, LISTED, NIPS, PLAIN, SURVEY, workbook

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.excel.results import result_workbook, write_workbook
from asn_appraisal.adapters.excel.tables import read_workbook
from asn_appraisal.errors import FileWriteError


def sheets_of(data):
    book = python_calamine.load_workbook(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(data, name):
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


TABLE = {
    "nip": NIPS[:4],
    "nama": ["A", "=B", "C", "D"],
    "nilai_skp": [90, 75.5, 130, 60],
    "ide_baru": [True, None, False, True],
}


def scored(table=TABLE, policy=PLAIN, **how):
    return asn.appraise_table(policy, table, **{"key": "nip", "on_error": "quarantine", **how})


def test_each_record_has_a_row_with_its_score_and_the_name_of_its_band():
    rows = sheets_of(result_workbook(scored()))["Hasil"]

    assert rows[0] == ["nip", "nama", "Nilai", "Peringkat"]
    assert rows[1:] == [
        [NIPS[0], "A", 95.0, "Baik"],
        [NIPS[1], "=B", 75.5, "Kurang"],
        [NIPS[2], "C", "", "ditolak"],
        [NIPS[3], "D", 65.0, "Kurang"],
    ]


def test_the_summary_counts_by_band_and_has_a_chart():
    data = result_workbook(scored())
    rows = sheets_of(data)["Ringkasan"]

    assert ["Data dinilai", 3.0] in [row[:2] for row in rows]
    assert ["Data ditolak", 1.0] in [row[:2] for row in rows]
    assert ["Nilai terendah sampai tertinggi", "65,00 – 95,00"] in [row[:2] for row in rows]
    assert [row[:3] for row in rows if row[0] in {"Baik", "Kurang"}] == [["Baik", 1.0, 1 / 3], ["Kurang", 2.0, 2 / 3]]
    assert "Ringkasan!$B$" in part(data, "xl/charts/chart1.xml")


def test_rejected_records_stand_as_they_came_in_beside_what_is_wrong():
    rows = sheets_of(result_workbook(scored()))["Ditolak"]

    assert rows[0][:4] == ["Baris", "Alasan ditolak", "nip", "nama"]
    assert rows[1] == [
        3.0,
        "baris 3, nilai_skp: di luar rentang: harus berada dari 0 sampai 120",
        NIPS[2],
        "C",
        "130",
        "tidak",
    ]


def test_faults_of_a_workbook_name_its_cells_and_show_what_the_cells_show(tmp_path):
    path = tmp_path / "isian.xlsx"
    path.write_bytes(
        workbook(HEAD, [NIPS[1], "seratus", "mungkin"], [NIPS[2], ERROR], [NIPS[3], DATE], [NIPS[4], "85,5"])
    )
    read = read_workbook(path, PLAIN)
    scores = asn.appraise_table(PLAIN, read.records(), on_error="quarantine")
    rows = sheets_of(result_workbook(scores, in_cells=read.in_cells))["Ditolak"]

    assert [row[0] for row in rows[1:]] == [2.0, 3.0, 4.0]
    assert rows[1][1].splitlines()[0].startswith("lembar Data, sel B2, nilai_skp: ")
    assert len(rows[1][1].splitlines()) == 2
    assert [row[3] for row in rows[1:]] == ["seratus", "#DIV/0!", "2026-01-02"]
    assert rows[1][4] == "mungkin"


def test_levels_of_a_rejected_record_are_shown_by_their_names():
    table = {"nip": ["a"], "nilai_skp": [130], "jenis": ["kontrak"]}
    head, row = sheets_of(result_workbook(scored(table)))["Ditolak"]

    assert dict(zip(head, row, strict=True))["Jenis pegawai"] == "Pegawai Kontrak"


def test_notes_and_unused_columns_are_told_in_the_summary():
    note = asn.Note("ASN738", facts={"sheet": "Data", "rows": "12", "kind": "totals_row"})
    cells = {row[0] for row in sheets_of(result_workbook(scored(), notes=[note]))["Ringkasan"]}

    assert f"• {note.text('id')}" in cells
    assert "• Kolom yang tidak dipakai: nama" in cells
    assert any("biner terdekat" in str(cell) for cell in cells)


def test_english_is_english():
    data = result_workbook(scored(), language="en")

    assert [*sheets_of(data)] == ["Summary", "Results", "Rejected", "About the policy"]
    assert "out of range" in sheets_of(data)["Rejected"][1][1]


def test_no_sheet_of_rejected_records_where_there_are_none():
    good = {name: values[:2] for name, values in TABLE.items()}

    assert [*sheets_of(result_workbook(scored(good)))] == ["Ringkasan", "Hasil", "Tentang penilaian"]


def test_parts_that_were_kept_are_columns():
    policy = schemes.get("pp-46-2011")
    names = [placed.key for placed in policy.outline.parts if not placed.lists]
    habits = ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama")
    table = {"nip": ["a"], **{name: [80] for name in habits}}
    work = {"nip": ["a"], "target_kuantitas": [12], "realisasi_kuantitas": [11], "target_kualitas": [100],
            "realisasi_kualitas": [88], "target_waktu": [12], "realisasi_waktu": [12]}  # fmt: skip
    scores = scored(table, policy, items={"kegiatan": work}, parts=names)
    head, row = sheets_of(result_workbook(scores))["Hasil"][:2]
    values = dict(zip(head, row, strict=True))

    assert len(head) == 3 + len(names)
    assert values["Nilai SKP"] == pytest.approx(scores.parts("skp")["skp"][0], abs=1e-9)


@pytest.mark.parametrize("places", [0, 2, 4])
def test_scores_show_the_places_of_the_policy(places):
    policy = asn.Policy("x", "X", score=asn.Number("x", decimals=4).rounded(places))
    styles = part(result_workbook(scored({"nip": ["a"], "x": [3.25]}, policy)), "xl/styles.xml")

    assert (f'formatCode="0.{"0" * places}"' in styles) is (places > 0)  # "0" has no code of its own
    assert sheets_of(result_workbook(scored({"nip": ["a"], "x": [3.25]}, policy)))["Hasil"][1][1] == round(3.25, places)


def test_a_score_of_more_digits_than_a_sheet_keeps_is_a_text_with_each_of_them():
    policy = asn.Policy("x", "X", score=(asn.Number("x", decimals=0) * 10**6).rounded(2))
    data = result_workbook(scored({"nip": ["a", "b"], "x": [1234567890123, 5]}, policy))

    assert [row[1] for row in sheets_of(data)["Hasil"][1:]] == ["1234567890123000000,00", 5e6]


def test_each_number_is_the_double_nearest_to_its_score(tmp_path):
    values = [round(60 + place * 0.01, 2) for place in range(3000)]
    scores = scored({"nip": [str(place) for place in range(3000)], "nilai_skp": values})
    path = tmp_path / "hasil.xlsx"
    write_workbook(scores, path)
    rows = sheets_of(path.read_bytes())["Hasil"][1:]

    assert [row[1] for row in rows] == [float(scores.exact(row)) for row in range(3000)]
    assert all(Fraction(round(row[1] * 100), 100) == scores.exact(place) for place, row in enumerate(rows))


def test_many_rows_are_written_row_by_row_and_are_the_same():
    count = 10_001
    table = {"nip": [str(place) for place in range(count)], "nilai_skp": [place % 130 for place in range(count)]}
    scores = scored(table)
    found = sheets_of(result_workbook(scores))

    assert len(found["Hasil"]) == count + 1
    assert [row[1] for row in found["Hasil"][1:]] == [float(text) if text else "" for text in scores.score_texts()]
    assert len(found["Ditolak"]) == int(scores.rejected.sum()) + 1
    assert found["Ringkasan"][0][0] == "Rekap nilai"


def test_sheets_are_made_to_be_handed_on():
    data = result_workbook(scored())
    sheet = part(data, "xl/worksheets/sheet2.xml")

    for mark in (
        'orientation="landscape"',
        'paperSize="9"',
        "<autoFilter",
        'state="frozen"',
        'fitToHeight="0"',
        "<cols>",
    ):
        assert mark in sheet
    names = part(data, "xl/workbook.xml")
    assert "_xlnm.Print_Titles" in names
    assert "_xlnm.Print_Area" in names


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x"])
def test_no_text_becomes_a_formula_or_a_link(text):
    table = {**TABLE, "nip": [text, *NIPS[1:4]], "nama": [text] * 4, text: [text] * 4, "jenis": [text, *[None] * 3]}
    data = result_workbook(scored(table))
    parts = zipfile.ZipFile(io.BytesIO(data))

    assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
    assert not any(b"hyperlink" in parts.read(name) for name in parts.namelist() if "worksheets" in name)
    assert text in sheets_of(data)["Hasil"][0]


def test_a_policy_of_bands_alone_has_no_scores_and_one_without_bands_no_chart():
    bands = schemes.get("permenpanrb-6-2022")
    table = {"nip": ["a"], "hasil_kerja": ["sesuai"], "perilaku_kerja": ["sesuai"]}
    assert sheets_of(result_workbook(scored(table, bands)))["Hasil"][0] == ["nip", "Peringkat"]
    data = result_workbook(scored({"nip": ["a"], "nilai_lama": [80]}, schemes.get("integrasi-2021")))
    assert sheets_of(data)["Hasil"][0] == ["nip", "Nilai"]
    assert not any("chart" in name for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_records_without_a_key_are_told_by_their_row():
    rows = sheets_of(result_workbook(scored({"nilai_skp": [90, 80]}, key=None)))["Hasil"]

    assert [row[:2] for row in rows] == [["Baris", "Nilai"], ["1", 90.0], ["2", 80.0]]


def test_records_of_lists_alone_have_their_keys():
    items = {"kegiatan": {"unit": ["b", "a", "b"], "hasil": [80, 90, 70]}}
    rows = sheets_of(result_workbook(scored(None, SURVEY, key="unit", items=items)))["Hasil"]

    assert [row[:2] for row in rows] == [["unit", "Nilai"], ["b", 75.0], ["a", 90.0]]


def test_rows_of_lists_without_a_record_are_told_at_the_end():
    items = {"kegiatan": {"nip": ["a", "x"], "hasil": [80, 90]}}
    rows = sheets_of(result_workbook(scored({"nip": ["a"], "nilai_skp": [90]}, LISTED, items=items)))["Ditolak"]

    assert "kunci tidak ada dalam tabel data" in rows[-1][1]


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path):
    path = tmp_path / "ada" / "hasil.xlsx"
    with pytest.raises(FileWriteError):
        write_workbook(scored(), path)
    path = tmp_path / "hasil.xlsx"
    path.write_bytes(b"lama")
    with pytest.raises(asn.AppraisalError):
        write_workbook("scores", path)
    assert path.read_bytes() == b"lama"
    write_workbook(scored(), path)
    assert re.match(rb"PK", path.read_bytes())
