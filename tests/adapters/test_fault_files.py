"""Faults in files of every kind, with the same content."""

import io
import json
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
import python_calamine

from asn_appraisal.adapters import fault_files
from asn_appraisal.adapters.csv_files import CsvStyle
from asn_appraisal.adapters.data_files import row_writer_of
from asn_appraisal.adapters.fault_files import COLUMNS, FaultRows
from asn_appraisal.errors import OutputKindError
from asn_appraisal.faults import Fault

FAULTS = [
    Fault("ASN401", row=2, key="=1985", field="nilai", kind="absent"),
    Fault("ASN406", row=3, list="kegiatan", item_row=7, field="waktu", kind="float", facts={"low": "0", "high": "9"}),
    Fault("ASN434", list="kegiatan", item_row=1, key="9"),
]
PLACES = [(2, "=1985", None, None), (3, None, "kegiatan", 7), (None, "9", "kegiatan", 1)]


def rows_of(name, faults=FAULTS, **more):
    """The rows of a file, as its kind holds them."""
    given = FaultRows(Path(name), faults, **more)
    content = row_writer_of(given.path)(given)
    data = content if isinstance(content, bytes) else b"".join(content)
    if name.endswith(".jsonl"):
        return [tuple(json.loads(line).values()) for line in data.splitlines()]
    if name.endswith(".parquet"):
        return pl.read_parquet(io.BytesIO(data)).rows()
    if name.endswith(".xlsx"):
        sheets = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = [row for place in range(len(sheets.sheet_names)) for row in sheets.get_sheet_by_index(place).to_python()]
        return [tuple(None if cell == "" else cell for cell in row) for row in rows if row[0] != "row"]
    return [tuple(line.split("\t")) for line in data.decode().splitlines()][1:]


@pytest.fixture(params=["pyarrow", "polars"])
def parquet_library(request, monkeypatch):
    library = import_module("polars" if request.param == "polars" else "pyarrow.parquet")
    monkeypatch.setattr(fault_files, "parquet_library", lambda: library)


@pytest.mark.parametrize("name", ["tolak.jsonl", "TOLAK.XLSX".lower()])
def test_a_fault_is_a_row_with_its_place(name):
    rows = rows_of(name, language="en")
    assert [row[:4] for row in rows] == PLACES
    assert [row[6] for row in rows] == ["ASN401", "ASN406", "ASN434"]
    assert [row[7] for row in rows] == [fault.message for fault in FAULTS]


@pytest.mark.usefixtures("parquet_library")
def test_a_parquet_file_has_whole_numbers_and_texts_even_if_it_is_empty():
    assert [row[:4] for row in rows_of("tolak.parquet")] == PLACES
    given = FaultRows(Path("tolak.parquet"), [])
    schema = pl.read_parquet(io.BytesIO(fault_files.parquet_rows(given))).schema
    assert list(schema) == list(COLUMNS)
    assert [name for name, kind in schema.items() if kind == pl.Int64] == ["row", "item_row"]
    assert schema["key"] == pl.String


@pytest.mark.parametrize("name", ["tolak.jsonl", "tolak.xlsx", "tolak.parquet", "tolak.tsv"])
def test_no_faults_are_no_rows(name):
    assert rows_of(name, []) == []


def test_more_faults_than_a_sheet_holds_go_on_in_another(monkeypatch):
    monkeypatch.setattr(fault_files, "_MOST_ROWS", 2)
    assert [row[:4] for row in rows_of("tolak.xlsx")] == PLACES


def test_messages_are_in_the_language_asked_for():
    assert rows_of("tolak.jsonl", language="id")[0][7] == FAULTS[0].text("id")


def test_a_csv_file_is_in_the_style_of_the_input_and_no_cell_is_a_formula():
    style = CsvStyle(";", "comma", "utf-8-sig")
    given = FaultRows(Path("tolak.csv"), FAULTS, style=style)
    first, second, *_ = fault_files.csv_rows(given).decode("utf-8-sig").split("\r\n")
    assert (first, second[:8]) == (";".join(COLUMNS), "2;'=1985")
    assert rows_of("tolak.tsv", style=style)[0][1] == "'=1985"


def test_other_kinds_are_not_written():
    with pytest.raises(OutputKindError, match=r"\.csv, \.tsv, \.parquet, \.jsonl, \.xlsx"):
        row_writer_of(Path("tolak.ods"))
