import builtins
import zipfile

import pytest
from tests.dirty_workbooks import HEAD, TWO, Sheet, parts_of, workbook, zipped

from asn_appraisal.adapters.excel import files as excel_files
from asn_appraisal.adapters.excel.files import open_book
from asn_appraisal.errors import FileMissingError, MissingExtraError, WorkbookBrokenError, WorkbookSizeError


@pytest.fixture
def saved(tmp_path):
    def save(data):
        path = tmp_path / "isian.xlsx"
        path.write_bytes(data)
        return path

    return save


def test_a_book_has_its_sheets_in_order_and_knows_the_hidden_ones(saved):
    book = open_book(saved(zipped(parts_of({"B": Sheet([HEAD]), "A": Sheet(hide=True)}))))

    assert (book.sheets, book.hidden) == (("B", "A"), {"A"})
    assert book.survey("B").width == 4
    assert book.rows("B") == ([HEAD], ())


def test_no_file_is_an_error_of_files(tmp_path):
    with pytest.raises(FileMissingError):
        open_book(tmp_path / "nihil.xlsx")
    with pytest.raises(FileMissingError):
        open_book(tmp_path)
    with pytest.raises(FileMissingError):
        open_book("a\0b.xlsx")


def test_a_file_above_the_limit_is_not_even_read(saved, monkeypatch):
    monkeypatch.setattr(excel_files, "MOST_BYTES", 100)

    with pytest.raises(WorkbookSizeError, match="100"):
        open_book(saved(workbook(HEAD, *TWO)))


def test_a_sheet_of_too_many_cells_is_refused(saved, monkeypatch):
    monkeypatch.setattr(excel_files, "MOST_CELLS", 11)
    book = open_book(saved(workbook(HEAD, *TWO)))

    with pytest.raises(WorkbookSizeError, match="12 cells"):
        book.survey("Data")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"nip;nilai\n", "CSV"),
        (b"\xef\xbb\xbf <HTML>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "something else"),
        (b"", "something else"),
        (zipped({"xl/workbook.bin": b""}), "binary workbook"),
    ],
)
def test_what_is_no_workbook_is_told_by_what_it_is(saved, data, told):
    with pytest.raises(WorkbookBrokenError, match=told):
        open_book(saved(data))


def test_a_part_whose_size_is_a_lie_is_refused(saved):
    data = bytearray(workbook(HEAD, *TWO))
    place = data.rindex(b"PK\x01\x02")  # the last part in the list at the end of the file
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")

    with pytest.raises(WorkbookBrokenError):
        open_book(saved(bytes(data)))


def test_too_many_parts_are_refused(saved, tmp_path):
    path = tmp_path / "banyak.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for place in range(10_001):
            package.writestr(f"{place}.xml", b"<a/>")

    with pytest.raises(WorkbookSizeError):
        open_book(path)


def test_without_its_library_the_error_says_what_to_install(saved, monkeypatch):
    real = builtins.__import__

    def without(name, *more):
        if name == "python_calamine":
            raise ImportError
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"asn-appraisal\[excel\]"):
        open_book(saved(workbook(HEAD)))
