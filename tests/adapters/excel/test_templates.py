import io
import re
import zipfile
from decimal import Decimal
from random import Random

import pytest
import python_calamine
from tests.dirty_workbooks import LISTED, NIPS, PLAIN, RESULT, SURVEY

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.excel.tables import read_workbook
from asn_appraisal.adapters.excel.templates import template_workbook
from asn_appraisal.testing.drawing.records import random_record

WORK = LISTED.outline.lists[0]


@pytest.fixture
def read(tmp_path):
    def read(data, policy):
        path = tmp_path / "isian.xlsx"
        path.write_bytes(data)
        return read_workbook(path, policy)

    return read


def part(data, name):
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def as_cells(value):
    """A value of a record as somebody would type it."""
    return Decimal(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9.]+", value) else value


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_template_of_a_scheme_is_read_back_without_options_and_has_no_records_yet(key, language, read):
    policy = schemes.get(key)
    workbook = read(template_workbook(policy, language=language), policy)
    tables = [*([workbook.table] if workbook.table else []), *workbook.items.values()]

    assert workbook.key is not None
    assert [table.table.count for table in tables] == [0] * len(tables)
    assert {name for table in tables for name in table.columns} >= {
        each.key
        for fields in (policy.outline.fields, *(each.fields for each in policy.outline.lists))
        for each in fields
    }
    assert {note.code for note in workbook.notes} == {"ASN738"}  # the examples


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_template_that_is_filled_in_gives_what_the_records_give(key, language, read):
    policy = schemes.get(key)
    random = Random(7)  # noqa: S311
    records = []
    while len(records) < 8:
        record = random_record(policy, random)
        try:
            records.append((record, policy.appraise(record)))
        except asn.AppraisalError:
            continue
    rows, items = [], {each.key: [] for each in policy.outline.lists}
    for nip, (record, _) in zip(NIPS, records, strict=False):
        values = {name: as_cells(value) for name, value in record.items() if name not in items}
        rows.append({"key": nip, "name": "Rekaan", **values})
        for name, found in items.items():
            found += [{"key": nip, **{k: as_cells(v) for k, v in row.items()}} for row in record.get(name) or ()]
    workbook = read(template_workbook(policy, language=language, rows=rows, items=items), policy)
    scores = asn.appraise_table(policy, workbook.records())

    expected = {nip: (each.score, each.band and each.band.key) for nip, (_, each) in zip(NIPS, records, strict=False)}
    keys = scores.records.keys.values()
    assert dict(zip(keys, zip(scores.reported(), scores.band_keys(), strict=True), strict=True)) == expected


@pytest.mark.parametrize("key", schemes.keys())
def test_the_example_of_a_scheme_can_be_scored_once_it_is_made_a_record(key, read):
    policy = schemes.get(key)
    data = template_workbook(policy)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():  # as somebody would who types over it
            new.writestr(name, old.read(name).replace(b"<t>CONTOH</t>", b"<t>1985</t>"))
    workbook = read(out.getvalue(), policy)
    records = workbook.records()

    assert records.count == 1
    assert {fault.code for fault in asn.appraise_table(policy, records, on_error="quarantine").rejects} <= {"ASN413"}


def test_what_somebody_types_into_the_saved_file_is_read(read):
    data = template_workbook(PLAIN)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    typed = (
        f'<row r="6"><c r="A6" t="inlineStr"><is><t>{NIPS[1]}</t></is></c><c r="C6"><v>90.5</v></c>'
        '<c r="D6" t="inlineStr"><is><t>ya</t></is></c><c r="E6" t="inlineStr"><is><t>Pegawai Kontrak</t></is></c></row>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = (
                sheet.replace("</sheetData>", f"{typed}</sheetData>") if name.endswith("sheet1.xml") else old.read(name)
            )
            new.writestr(name, text)
    scores = asn.appraise_table(PLAIN, read(out.getvalue(), PLAIN).records())

    assert (scores.records.keys.values(), scores.score_texts()) == ([NIPS[1]], ["96.50"])


def test_cells_offer_the_names_of_levels_and_refuse_what_is_out_of_range():
    data = template_workbook(PLAIN)
    sheet = part(data, "xl/worksheets/sheet1.xml")
    validations = re.findall(r"<dataValidation (.*?)</dataValidation>", sheet)
    choices = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name("Pilihan").to_python()

    assert len(validations) == 3
    assert 'type="decimal"' in validations[0]
    assert "<formula1>0</formula1><formula2>120</formula2>" in validations[0]
    assert "0 sampai 120" in validations[0]
    assert "'Pilihan'!$A$1:$A$2" in validations[1]
    assert [row[0] for row in choices] == ["ya", "tidak"]
    assert [row[1] for row in choices] == ["Pegawai Tetap", "Pegawai Kontrak"]


def test_messages_of_cells_are_no_longer_than_a_spreadsheet_takes():
    many = asn.Category(
        "x", {f"a{n}": f"Tingkat nomor {n}" for n in range(90)}, "Nama isian yang lebih panjang dari batas"
    )
    policy = asn.Policy("banyak", "Banyak", score=asn.Case(many, **{f"a{n}": n for n in range(90)}))
    sheet = part(template_workbook(policy), "xl/worksheets/sheet1.xml")

    for name, most in (("promptTitle", 32), ("prompt", 255), ("errorTitle", 32), ("error", 255)):
        assert 0 < len(re.search(rf' {name}="(.*?)"', sheet)[1]) <= most


def test_the_sheets_are_data_lists_guide_policy_and_hidden_choices():
    book = python_calamine.load_workbook(io.BytesIO(template_workbook(LISTED)))
    visible = python_calamine.SheetVisibleEnum.Visible

    assert book.sheet_names == ["Data", "Kegiatan tugas", "Petunjuk", "Tentang penilaian", "Pilihan"]
    assert [each.name for each in book.sheets_metadata if each.visible != visible] == ["Pilihan"]


def test_a_policy_of_lists_alone_has_no_sheet_of_records():
    book = python_calamine.load_workbook(io.BytesIO(template_workbook(SURVEY)))

    assert book.sheet_names[:2] == ["Kegiatan tugas", "Petunjuk"]


def test_a_list_that_is_called_like_a_page_keeps_its_name(read):
    clash = asn.Items("petunjuk", (RESULT,), "Petunjuk")
    policy = asn.Policy("x", "X", score=clash.mean(RESULT).rounded(2))

    assert (
        read(template_workbook(policy, items={"petunjuk": [{"key": "a", "hasil": 5}]}), policy)
        .items["petunjuk"]
        .table.count
        == 1
    )


def test_names_that_look_like_formulas_stay_texts(read):
    rows = [{"key": "=1+1", "name": "@SUM(A1)", "nilai_skp": 90}]
    data = template_workbook(PLAIN, rows=rows)

    assert "<f>" not in part(data, "xl/worksheets/sheet1.xml")
    assert read(data, PLAIN).table.texts("Nama") == ["@SUM(A1)"]


def test_the_sheet_says_how_to_fill_it_in_and_freezes_its_header():
    rows = python_calamine.load_workbook(io.BytesIO(template_workbook(PLAIN))).get_sheet_by_name("Data").to_python()

    assert rows[0][0] == "Rekap nilai"
    assert "Isi mulai baris 6" in rows[1][0]
    assert rows[3][:3] == ["NIP / kunci\N{NO-BREAK SPACE}*", "Nama", "Nilai SKP\N{NO-BREAK SPACE}*"]
    assert rows[4][:2] == ["CONTOH", "Contoh (rekaan)"]
    sheet = part(template_workbook(PLAIN), "xl/worksheets/sheet1.xml")
    assert 'topLeftCell="C5"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet


def test_another_language_is_refused():
    with pytest.raises(asn.AppraisalError, match="ASN001"):
        template_workbook(PLAIN, language="fr")


def test_a_list_says_how_many_rows_it_takes_and_what_must_not_repeat():
    bulan = asn.Count("bulan", "Bulan", english="Month", low=1, high=12)
    items = asn.Items("bulanan", [bulan, asn.Number("nilai")], "bulan kerja", at_least=2, at_most=12, unique=bulan)
    policy = asn.Policy("uji", "Uji", score=items.mean(items.fields[1]).rounded(2))
    told = {
        "id": "Sekurangnya 2 baris untuk satu pemilik. Paling banyak 12 baris untuk satu pemilik. "
        "Untuk satu pemilik Bulan tidak boleh berulang.",
        "en": "At least 2 rows for one owner. At most 12 rows for one owner. For one owner Month must not repeat.",
    }
    for language, words in told.items():
        book = python_calamine.load_workbook(io.BytesIO(template_workbook(policy, language=language)))
        rows = book.get_sheet_by_name(book.sheet_names[0]).to_python()
        assert words in rows[1][0]


def test_a_list_without_limits_says_nothing_of_them():
    book = python_calamine.load_workbook(io.BytesIO(template_workbook(SURVEY)))
    assert "berulang" not in str(book.get_sheet_by_name(book.sheet_names[0]).to_python())
