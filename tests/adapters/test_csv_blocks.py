"""What is cut fast is what the standard library's reader gives, over thousands of files, clean and dirty."""

# ruff: noqa: S311  (chance for tests, nothing secret)

from io import BytesIO
from random import Random

import pytest

from asn_appraisal.adapters import csv_blocks, csv_cuts, csv_tables
from asn_appraisal.adapters.csv_cuts import UnevenFile
from asn_appraisal.faults import AppraisalError

CLEAN = ["", "85.5", "7", "ya", "tidak", "198501012010011001", "Siti", "-1,5", "x" * 63, "x" * 64, "0", "sangat_baik"]
QUOTED = ['"Siti, S.H."', '"a;b"', '""', '" 7 "', '"x\ny"', '"x\r\ny"', '"\n"', '"\t"', '"é"', '"85.5"']
BLANK = [" ", " 7", "7 ", "\t", "\f", "\xa0", "\xa07", "7\u3000", "  ", " \xa0 é \u2003"]
FOREIGN = ["é", "Ñandú", "ß", "x" * 70, "é" * 40, "\u0085", "\ufeff"]
ODD = ['"a""b"', '""""', 'a"b', '"a"b', '"a" ', ' "a"', '"', "\0", "\x1f", "\x7f", "\r", "x" * 140_000, '"x\ry"', '""x']
HEADERS = ["nip", "nama", "skp", "n i", "é", '"a,b"', '"a\nb"', " z ", "_x"]


def drawn(random):
    """The bytes of a file: often plain, often dirty in one way or another."""
    cells = [*CLEAN, *CLEAN]
    for kind in (QUOTED, BLANK, FOREIGN):
        if random.random() < 0.4:
            cells += kind
    if random.random() < 0.25:
        cells.append(random.choice(ODD))
    separator = random.choice(",,;\t")
    width = random.choice((1, 2, 3, 3, 4, 5))
    end = random.choice(("\n", "\n", "\n", "\r\n", "\r\n", "\r"))
    header = random.sample(HEADERS, width)
    if random.random() < 0.06:
        header += random.choice(([""], ["nip"], ["", " "]))
    ragged, blank = random.choice((0, 0, 0, 0.02)), random.choice((0, 0, 0.03))
    lines = [separator.join(header)]
    for _ in range(random.choice((0, 1, 3, 20, 60))):
        length = width if random.random() >= ragged else random.choice((1, width + 1, width - 1))
        row = [random.choice(cells) for _ in range(length)]
        lines.append(
            random.choice(("", separator * (width - 1), "  ")) if random.random() < blank else separator.join(row)
        )
    text = end.join(lines) + random.choice((end, end, end, "", end * 2))
    if random.random() < 0.05:
        text = f"sep={separator}{end}{text}"
    if random.random() < 0.05:
        text = end + text
    encoding = random.choice(("utf-8",) * 6 + ("utf-8-sig", "utf-8-sig", "utf-16", "cp1252"))
    return text.encode(encoding, errors="replace" if encoding == "cp1252" else "strict")


def outcome(data, decimal, *, plain):
    """All that a reader gives; None where it leaves a file to the other."""
    rows = csv_blocks.csv_blocks
    try:
        table = csv_tables._gathered(rows(BytesIO(data), name="uji.csv", decimal=decimal, plain=plain))
    except UnevenFile:
        return None
    except AppraisalError as error:
        return type(error), error.facts
    cells = {name: table.texts(name) for name in table.columns}
    return table.columns, table.lines.tolist(), cells, table.style, table.faults


@pytest.mark.parametrize("seed", range(8))
def test_what_is_cut_fast_is_what_the_standard_library_gives(monkeypatch, seed):
    random, fast = Random(seed), 0
    for _ in range(400):
        data, decimal = drawn(random), random.choice((None, None, "point", "comma"))
        piece = random.choice((8, 64, 200, 1000, 1 << 20))
        monkeypatch.setattr(csv_cuts, "PIECE", piece)
        monkeypatch.setattr(csv_blocks, "PIECE", max(piece, 60))
        found = outcome(data, decimal, plain=True)
        fast += found is not None
        assert found in (None, outcome(data, decimal, plain=False)), data

    assert fast > 150


def test_a_file_that_turns_out_uneven_is_read_from_its_beginning(monkeypatch):
    monkeypatch.setattr(csv_cuts, "PIECE", 64)
    text = "nip,nama\n" + "1,a\n" * 100_000 + '2,a"b\n'

    table = csv_tables.parse_csv(text.encode())

    assert (table.texts("nama")[-1], len(table.lines), table.lines[-1]) == ('a"b', 100_001, 100_002)


def test_a_block_with_rows_that_do_not_fit_leaves_the_others_fast(monkeypatch):
    monkeypatch.setattr(csv_cuts, "PIECE", 256)
    monkeypatch.setattr(csv_blocks, "PIECE", 256)
    text = "a,b\n" + "1,2\n" * 500 + "1,2,3\n\n" + "1,2\n" * 500
    kinds = {type(cells[0]).__name__ for _, cells in csv_blocks.PlainCsv(BytesIO(text.encode())).blocks()}

    table = csv_tables.parse_csv(text.encode())

    assert kinds == {"ndarray", "tuple"}
    assert [(fault.code, fault.row) for fault in table.faults] == [("ASN436", 502)]
    assert table.lines.tolist() == [*range(2, 502), *range(504, 1004)]
