import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.watch import ends

from asn_appraisal.adapters.csv_files import CsvStyle, csv_text
from asn_appraisal.adapters.csv_tables import parse_csv, read_csv
from asn_appraisal.errors import (
    ColumnCountError,
    DoubleMarkError,
    EmptyFileError,
    FileMissingError,
    HeaderError,
    LongCellError,
    NotTextError,
    RecordError,
    StrayQuoteError,
    UnclosedQuoteError,
)


def records(table):
    """The cells of each row by column."""
    rows = zip(*map(table.texts, table.columns), strict=True)
    return [dict(zip(table.columns, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("text", "separator", "decimal"),
    [
        ("nip,skp\n1,2\n", ",", "point"),
        ("nip;skp\n1;2\n", ";", "comma"),
        ("nip\tskp\n1\t2\n", "\t", "point"),
        ("nilai\n90\n", ",", "point"),
        ('"a,b";"c,d";e\n1;2;3\n', ";", "comma"),
    ],
)
def test_the_separator_and_the_decimal_sign_are_found_from_the_header(text, separator, decimal):
    style = parse_csv(text.encode()).style

    assert (separator, decimal) == (style.separator, style.decimal)


def test_the_caller_may_say_which_decimal_sign_a_file_has():
    assert parse_csv(b"a;b\n1;2\n", decimal="point").style.decimal == "point"


@pytest.mark.parametrize(
    ("encoding", "written_back"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "utf-8-sig")],
)
def test_the_encodings_of_spreadsheets_are_read(encoding, written_back):
    table = parse_csv("nip;nama\n1;Café “Aceh”\n".encode(encoding))

    assert records(table)[0] == {"nip": "1", "nama": "Café “Aceh”"}
    assert written_back == table.style.encoding


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.4\n\x01\x02",
        b"\xff\xfea\x00,\xd8\x00",
        b"a,b\n\x81\x8d,2\n",
    ],
)
def test_a_file_that_is_not_text_is_refused(data):
    with pytest.raises(NotTextError, match="ASN701"):
        parse_csv(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00", ".zip"),
        (b"PK\x03\x04\x14\x00xl/workbook.xml", ".xlsx"),
        (b"PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", ".xls"),
        (b"\x1f\x8b\x08\x00", ".gz"),
        (b"Rar!\x1a\x07\x00", ".rar"),
        (b"7z\xbc\xaf\x27\x1c\x00", ".7z"),
    ],
)
def test_a_file_of_another_kind_is_called_by_it(data, kind):
    with pytest.raises(NotTextError, match=rf"ASN740.*kind \{kind},"):
        parse_csv(data)


def test_a_file_with_more_columns_than_a_sheet_is_refused_before_its_rows_are_read():
    names = [f"k{place}" for place in range(1 << 14)]
    assert len(parse_csv(f"{','.join(names)}\n{',' * (len(names) - 1)}1\n".encode()).columns) == len(names)
    for header in (",".join([*names, "k"]), f'"{names[0]}",{",".join([*names[1:], "k"])}', ",".join([*names, "k", ""])):
        with pytest.raises(ColumnCountError, match=r"ASN742.*16385 columns"):
            parse_csv(f"{header}\n1\n".encode())


LIMIT = csv.field_size_limit()


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ('a,b\n1,2\n"open,2\n3,4\n', UnclosedQuoteError, 3),
        ('a,b\n1,"x\ny"\n2,"open', UnclosedQuoteError, 4),
        ('sep=,\na,"b\n1,2', UnclosedQuoteError, 2),
        ('a,b\n1,"x"y\n', StrayQuoteError, 2),
        ('a,b\n\n1,"x\ny"z\n', StrayQuoteError, 4),
        (f"a,b\n1,2\n3,{'x' * (LIMIT + 1)}\n", LongCellError, 3),
    ],
)
def test_a_row_that_cannot_be_cut_into_cells_is_named_by_its_line(text, error, line):
    with pytest.raises(error) as caught:
        parse_csv(text.encode(), name="data.csv")

    assert str(caught.value).split(": ")[1] == f"data.csv, line {line}"
    assert f"data.csv, baris {line}: " in caught.value.text("id")


def test_a_cell_of_the_longest_length_is_read():
    assert len(parse_csv(f"a,b\n1,{'x' * LIMIT}\n".encode()).texts("b")[0]) == LIMIT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_two_byte_order_marks_are_told_as_what_they_are(encoding):
    with pytest.raises(DoubleMarkError, match="ASN716: -, line 1: "):
        parse_csv("\ufeffnip,skp\n1,2\n".encode(encoding))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(EmptyFileError, match="ASN702"):
        parse_csv(data)


def test_a_header_alone_is_a_table_of_no_rows():
    assert records(parse_csv(b"a,b\n")) == []


@pytest.mark.parametrize(("header", "named"), [("a,b,a", "'a'"), ("a,,b", "''")])
def test_a_double_or_empty_column_name_is_refused_by_name(header, named):
    with pytest.raises(HeaderError) as caught:
        parse_csv(f"{header}\n1,2,3\n".encode())

    assert named in str(caught.value)


def test_empty_columns_at_the_right_end_of_a_sheet_are_dropped():
    table = parse_csv(b"a,b,,\n1,2,,\n3,4,,\n")

    assert table.columns == ("a", "b")
    assert records(table) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert table.faults == ()


def test_an_unnamed_column_that_holds_something_is_refused():
    with pytest.raises(HeaderError):
        parse_csv(b"a,b,\n1,2,3\n")


def test_rows_know_the_line_they_begin_on_also_after_blank_lines_and_line_breaks_in_cells():
    table = parse_csv(b'a,b\n\n1,"x\ny"\n,\n2,z\n')

    assert table.lines.tolist() == [3, 6]
    assert table.texts("b")[0] == "x\ny"


def test_a_spreadsheets_separator_hint_is_followed_and_counted_as_a_line():
    table = parse_csv(b"sep=;\r\na;b\r\n1,5;2\r\n")

    assert (table.style.separator, table.lines[0]) == (";", 3)


@pytest.mark.parametrize(("row", "found"), [("1", "1"), ("1,2,3", "3")])
def test_a_row_with_too_few_or_too_many_cells_is_a_fault_with_its_line(row, found):
    table = parse_csv(f"a,b\n1,2\n{row}\n".encode())

    (fault,) = table.faults
    assert (fault.code, fault.row, dict(fault.facts)["found"]) == ("ASN436", 3, found)
    assert table.table.count == 1


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(FileMissingError, match=r"none\.csv"):
        read_csv(tmp_path / "none.csv")


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"nip\n001\n")

    assert records(read_csv(path))[0] == {"nip": "001"}


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).map(str.strip)


@given(
    st.lists(st.tuples(cells.filter(bool), cells.filter(bool)), max_size=5),
    st.sampled_from([(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")]),
)
def test_what_is_written_is_read_back(rows, style):
    separator, encoding = style
    text = csv_text(("satu", "dua"), rows, CsvStyle(separator, "point", encoding))

    table = parse_csv(text.encode(encoding))

    assert [tuple(row.values()) for row in records(table)] == rows


def test_a_sheet_of_full_width_is_cut_at_once() -> None:
    width = 16_384
    row = b"85" + b"," * (width - 1) + b"\n"
    with ends():
        table = parse_csv(b"skp" + b"," * (width - 1) + b"\n" + row * 60)
    assert table.columns == ("skp",)
    assert records(table) == [{"skp": "85"}] * 60


def test_a_cell_beyond_the_header_is_a_fault_also_where_empty_columns_are_cut() -> None:
    table = parse_csv(b"a,b,\n1,2,,\n3,4,,lebih\n5,6,\n")
    assert table.columns == ("a", "b")
    assert records(table) == [{"a": "1", "b": "2"}, {"a": "5", "b": "6"}]
    assert [(fault.code, fault.row) for fault in table.faults] == [("ASN436", 3)]


def test_rows_of_many_blocks_keep_their_lines_and_cells() -> None:
    rows = [f'{n},"{n % 7}\n{n}"' if n % 5000 == 0 else f"{n},{n % 7}" for n in range(40_000)]
    rows[123] = ""
    table = parse_csv(("nip,nilai\n" + "\n".join(rows) + "\n").encode())
    expected, line = [], 2
    for n, row in enumerate(rows):
        if row:
            expected.append((line, str(n)))
        line += 1 + row.count("\n")
    assert list(zip(table.lines.tolist(), table.texts("nip"), strict=True)) == expected
    assert table.texts("nilai")[:2] == ["0\n0", "1"]


def test_a_row_that_breaks_after_many_blocks_is_named_by_its_line() -> None:
    with pytest.raises(StrayQuoteError, match="line 40002"):
        parse_csv(("a,b\n" + "1,2\n" * 40_000 + '1,"x"y\n').encode())


# --- a header below titles -------------------------------------------------------------------------------------------

TITLED = [
    "Daftar Nilai, Tahun 2026, Unit A, B, C;;\n\nnip;nilai;nama\n1;85,5;Siti\n2;90;Budi\n",
    '"Daftar Nilai\nTahun 2026";;\n;;\nnip;nilai;nama\n1;85,5;Siti\n2;90;Budi\n',
    'Daftar "Nilai" 5" dan lain\r\n\r\nnip;nilai;nama\r\n1;85,5;Siti\r\n2;90;Budi\r\n',
    "sep=;\nDaftar\n\nnip;nilai;nama\n1;85,5;Siti\n2;90;Budi\n",
    "Daftar\r\rnip;nilai;nama\r1;85,5;Siti\r2;90;Budi\r",  # left to the standard library
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("text", TITLED)
def test_a_header_below_rows_of_titles_is_found_by_its_row(text, encoding):
    table = parse_csv(text.encode(encoding), header=3)
    assert table.columns == ("nip", "nilai", "nama")
    assert (table.texts("nilai"), table.texts("nama")) == (["85,5", "90"], ["Siti", "Budi"])
    assert (table.style.separator, table.style.decimal, table.faults) == (";", "comma", ())
    shift = text.startswith(('"', "sep"))
    assert table.lines.tolist() == [4 + shift, 5 + shift]


def test_the_first_row_is_the_header_where_it_is_said():
    assert parse_csv(b"nip\n1\n", header=1).columns == ("nip",)
    with pytest.raises(RecordError, match="ASN468"):
        parse_csv(b"\nnip\n1\n", header=1)


@pytest.mark.parametrize(
    ("text", "row"), [("a;b\n;;\n1;2\n", 2), ("a;b\n\n1;2\n", 2), ("a;b\n1;2\n", 3), ("a;b\n1;2\n", 10**6)]
)
def test_a_header_row_with_nothing_in_it_is_refused(text, row):
    with pytest.raises(RecordError) as caught:
        parse_csv(text.encode(), name="nilai.csv", header=row)
    (fault,) = caught.value.faults
    assert (fault.code, dict(fault.facts)) == ("ASN468", {"path": "nilai.csv", "row": str(row)})


def test_a_header_after_many_rows_is_found():
    titles = "catatan\n" * 5000
    table = parse_csv(f"{titles}nip,nilai\n1,90\n".encode(), header=5001)
    assert (table.columns, table.texts("nilai"), table.lines.tolist()) == (("nip", "nilai"), ["90"], [5002])
    table = parse_csv(f"{titles}nip,nilai,\n1,90,\n".encode(), header=5001)  # an empty column: row by row
    assert (table.columns, table.texts("nilai"), table.lines.tolist()) == (("nip", "nilai"), ["90"], [5002])
