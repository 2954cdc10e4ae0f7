import pytest

from asn_appraisal.adapters.csv_files import CsvStyle, csv_text, neutral, rows_of
from asn_appraisal.errors import NotTextError


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(cell):
    assert neutral(cell) == "'" + cell


def test_the_name_of_a_column_is_neutralised_like_any_text():
    assert csv_text(("=1+1", "nip"), [("-5", "1")], CsvStyle()) == "'=1+1,nip\n-5,1\n"


def test_blocks_hold_the_cells_of_each_column_and_the_lines_of_its_rows():
    rows = rows_of(b"a;b\n1;2\n\n3;4\n")

    assert list(rows.blocks()) == [([2, 4], [("1", "3"), ("2", "4")])]
    assert (rows.columns, rows.style.decimal) == (("a", "b"), "comma")


def test_rows_that_do_not_fit_are_in_no_block():
    rows = rows_of(b"a,b\n1\n1,2\n1,2,3\n")

    assert list(rows.blocks()) == [([3], [("1",), ("2",)])]
    assert [(fault.code, fault.row) for fault in rows.faults] == [("ASN436", 2), ("ASN436", 4)]


@pytest.mark.parametrize("control", ["\0", "\x08", "\x0b", "\x1f", "\x7f"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_control_character_makes_a_file_no_text(control, encoding):
    with pytest.raises(NotTextError):
        rows_of(f"a,é\n1,{control}\n".encode(encoding))


def test_a_text_of_many_blocks_is_written_whole():
    rows = [(str(n), "x") for n in range(40_000)]

    assert csv_text(("a", "b"), iter(rows), CsvStyle()) == "a,b\n" + "".join(f"{n},x\n" for n in range(40_000))
