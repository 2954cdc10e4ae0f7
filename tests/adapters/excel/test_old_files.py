import struct
from pathlib import Path

import pytest
from tests.dirty_workbooks import NIPS, PLAIN

import asn_appraisal as asn
from asn_appraisal.adapters.excel.old_files import LockedError, OldFileError, surveys_of
from asn_appraisal.adapters.excel.surveys import Mark
from asn_appraisal.adapters.excel.tables import read_workbook
from asn_appraisal.errors import WorkbookBrokenError

# Saved by a spreadsheet: title, header, and rows with a formula, an error, a date, a percentage, a hidden row, a number as key.
FILE = Path(__file__).with_name("rekap.xls")


def test_the_survey_of_an_old_workbook_has_errors_percentages_and_hidden_rows():
    survey = surveys_of(FILE.read_bytes())["Data"]

    assert (survey.height, survey.width, survey.hidden) == (9, 4, {3})
    assert survey.marks == {(4, 1): Mark("ASN730", "#DIV/0!"), (6, 1): Mark("ASN736")}


def test_an_old_workbook_is_read_like_any_other():
    workbook = read_workbook(FILE, PLAIN)
    scores = asn.appraise_table(PLAIN, workbook.records(), on_error="quarantine")

    assert scores.score_texts()[:2] == ["96.00", "75.50"]
    assert scores.score_texts()[5] == "90.00"
    faults = {(fault.code, fault.cell) for fault in map(workbook.in_cells, scores.rejects)}
    assert faults == {("ASN730", "B5"), ("ASN732", "B6"), ("ASN736", "B7"), ("ASN435", "A9")}
    assert [note.code for note in workbook.notes] == ["ASN737"]
    assert scores.records.keys.text(0) == NIPS[1]


@pytest.mark.parametrize("share", [1, 5, 20, 50, 80])
def test_an_old_workbook_that_is_cut_off_is_refused(tmp_path, share):
    path = tmp_path / "isian.xls"
    data = FILE.read_bytes()
    path.write_bytes(data[: len(data) * share // 100])

    with pytest.raises(WorkbookBrokenError):
        read_workbook(path, PLAIN)


def test_a_chain_of_sectors_that_runs_in_a_circle_ends():
    data = bytearray(FILE.read_bytes())
    table = struct.unpack_from("<I", data, 76)[0]
    first = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, (table + 1) * 512 + 4 * first, first)

    with pytest.raises(OldFileError):
        surveys_of(bytes(data))


def test_a_locked_workbook_is_told_from_a_damaged_one(tmp_path):
    data = FILE.read_bytes().replace("Workbook".encode("utf-16-le"), "Encrypte".encode("utf-16-le"))
    with pytest.raises(OldFileError):
        surveys_of(data)

    name = "EncryptedPackage".encode("utf-16-le")
    place = FILE.read_bytes().index("Workbook".encode("utf-16-le"))
    locked = bytearray(FILE.read_bytes())
    locked[place : place + len(name)] = name
    struct.pack_into("<H", locked, place + 64, len(name) + 2)
    with pytest.raises(LockedError):
        surveys_of(bytes(locked))
    path = tmp_path / "isian.xlsx"
    path.write_bytes(locked)
    with pytest.raises(WorkbookBrokenError, match="password"):
        read_workbook(path, PLAIN)
