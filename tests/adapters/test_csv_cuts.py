import csv
from io import BytesIO

import pytest

from asn_appraisal.adapters import csv_cuts
from asn_appraisal.adapters.csv_cuts import UnevenFile, cut, pieces_of


def cells(piece, separator=",", width=2):
    lines, columns = cut(piece.encode(), separator, width)
    return lines.tolist(), [[text.decode() if isinstance(text, bytes) else text for text in each] for each in columns]


def test_a_piece_is_cut_into_columns_without_blanks_and_quotes_around_cells():
    assert cells('1, a \r\n"2","b, c"\n') == ([0, 1], [["1", "2"], ["a", "b, c"]])


def test_rows_begin_on_the_line_that_they_begin_on():
    assert cells('1,"a\nb"\n2,c\n') == ([0, 2], [["1", "2"], ["a\nb", "c"]])


def test_rows_of_blank_cells_are_left_out():
    assert cells('1,a\n , \n"",\n2,b\n') == ([0, 3], [["1", "2"], ["a", "b"]])


@pytest.mark.parametrize("piece", ["1,a\n2\n3,b\n", "1,a,b\n2\n", "\n1,a\n", '1,"a""b"\n'])
def test_rows_that_do_not_fit_are_left_to_the_other_reader(piece):
    assert cut(piece.encode(), ",", 2) is None


@pytest.mark.parametrize("piece", ['1,a"b\n2,"\n', '1,"a"b\n', "1,a\r2,b\n", "1,\0\n", "1,\x7f\n", '1, "a"\n'])
def test_what_is_no_plain_table_is_left_as_a_whole(piece):
    with pytest.raises(UnevenFile):
        cut(piece.encode(), ",", 2)


def test_bytes_that_are_no_text_are_left_as_a_whole():
    with pytest.raises(UnevenFile):
        cut(b"1,\xe9\n", ",", 2)


def test_a_cell_longer_than_any_of_a_sheet_is_left_as_a_whole():
    with pytest.raises(UnevenFile):
        cut(f"1,{'x' * (csv.field_size_limit() + 1)}\n".encode(), ",", 2)


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_pieces_end_where_rows_end_and_lose_nothing(monkeypatch, size):
    monkeypatch.setattr(csv_cuts, "PIECE", size)
    data = b'1,a\n2,"b\nc"\n3,d'

    pieces = list(pieces_of(BytesIO(data).read))

    assert b"".join(pieces) == data + b"\n"
    assert all(piece.count(b'"') % 2 == 0 and piece.endswith(b"\n") for piece in pieces)


def test_a_quote_that_stays_open_is_left_as_a_whole():
    with pytest.raises(UnevenFile):
        list(pieces_of(BytesIO(b'1,"a\n2,b\n').read))


def test_a_row_without_end_is_left_before_it_takes_all_memory(monkeypatch):
    monkeypatch.setattr(csv_cuts, "_MOST_ROW", 1 << 12)
    monkeypatch.setattr(csv_cuts, "PIECE", 1 << 10)

    with pytest.raises(UnevenFile):
        list(pieces_of(BytesIO(b"x" * (1 << 16)).read))
