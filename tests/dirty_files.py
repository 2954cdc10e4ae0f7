"""Dirty CSV files as people, spreadsheets and copies leave them, each with what must come of it: scores, faults on lines, an error."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator

from attrs import frozen
from tests.dirty_workbooks import NIPS

import asn_appraisal as asn

HEADER = "nip,nilai_skp,ide_baru,jenis"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TITLES = "nip,Nilai SKP,Ide baru,Jenis pegawai"


@frozen
class DirtyFile:
    """A file with what must come of it: the score of each row (empty for a rejected one), faults as code and line, a
    fault of a whole column with no line; or the code of an error, with its line where the text must name it.

    ``notes`` are codes that must be among the notes.
    """

    name: str
    make: Callable[[], bytes]
    scores: tuple[str, ...] = ()
    faults: tuple[tuple[str, int | None], ...] = ()
    error: str = ""
    line: int | None = None
    notes: tuple[str, ...] = ()
    cells: asn.Cells | None = None


def text(*lines: str, end: str = "\n", last: str | None = None, encoding: str = "utf-8") -> bytes:
    """Lines as a file."""
    return (end.join(lines) + (end if last is None else last)).encode(encoding)


def rows(*values: str, separator: str = ",", header: str = HEADER, end: str = "\n", encoding: str = "utf-8") -> bytes:
    """A file of a row for each value of nilai_skp."""
    lines = [separator.join([nip, value, "tidak", "tetap"]) for nip, value in zip(NIPS, values, strict=False)]
    return text(header.replace(",", separator), *lines, end=end, encoding=encoding)


def row(place: int, *cells: str) -> str:
    """A row with the NIP of a place, further cells as they are."""
    return ",".join([NIPS[place], *cells])


def good(
    name: str, data: bytes, *scores: str, notes: tuple[str, ...] = (), cells: asn.Cells | None = None
) -> DirtyFile:
    """A file all of whose rows are scored."""
    return DirtyFile(name, lambda: data, scores, notes=notes, cells=cells)


def refused(name: str, data: bytes, error: str, line: int | None = None) -> DirtyFile:
    """A file that cannot be read at all."""
    return DirtyFile(name, lambda: data, error=error, line=line)


def faulty(name: str, data: bytes, scores: tuple[str, ...], *faults: tuple[str, int | None]) -> DirtyFile:
    """A file some of whose rows are rejected."""
    return DirtyFile(name, lambda: data, scores, faults)


def all_files() -> Iterator[DirtyFile]:
    """All of them."""
    yield from encodings()
    yield from ends_and_quotes()
    yield from shapes()
    yield from headers()
    yield from numbers()
    yield from keys()
    yield from others()


def encodings() -> Iterator[DirtyFile]:
    """What the bytes are."""
    plain, name = rows("80", "90"), text(f"{HEADER},nama", row(0, "80", "ya", "tetap", "Zaïnal é"))
    mark = codecs.BOM_UTF8
    yield good("plain", plain, "80.00", "90.00")
    yield good("with a mark", mark + plain, "80.00", "90.00")
    yield refused("a mark twice", mark + mark + plain, "ASN716", 1)
    yield refused("a mark in the wrong place", mark + b"\n" + mark + plain, "ASN403")
    yield good("UTF-16 little", codecs.BOM_UTF16_LE + plain.decode().encode("utf-16-le"), "80.00", "90.00")
    yield good("UTF-16 big", codecs.BOM_UTF16_BE + plain.decode().encode("utf-16-be"), "80.00", "90.00")
    yield refused("UTF-16 without a mark", plain.decode().encode("utf-16-le"), "ASN701")
    yield refused("UTF-16 cut in a letter", codecs.BOM_UTF16_LE + plain.decode().encode("utf-16-le")[:-1], "ASN701")
    yield refused("UTF-32", plain.decode().encode("utf-32"), "ASN701")
    yield good("cp1252", name.decode().encode("cp1252"), "85.00")
    yield good("UTF-8 beyond ASCII", name, "85.00")
    yield refused("neither UTF-8 nor cp1252", name.replace("ï".encode(), b"\x81"), "ASN701")
    yield refused("a NUL in a cell", plain.replace(b"80", b"8\x000"), "ASN701")
    yield refused("a NUL in the header", plain.replace(b"nilai_skp", b"nilai\x00skp"), "ASN701")
    yield refused("NULs behind the last row", plain + bytes(512), "ASN701")
    yield refused("a control character", plain.replace(b"80", b"8\x1b0"), "ASN701")
    yield refused("gzip named .csv", gzip.compress(plain, mtime=0), "ASN740")
    yield refused("zip named .csv", _zipped(plain), "ASN740")
    yield refused("a workbook named .csv", _zipped(b"<workbook/>", "xl/workbook.xml"), "ASN740")
    yield refused("an old workbook named .csv", OLD_WORKBOOK + bytes(504), "ASN740")
    yield refused("a page of a login named .csv", b"<!DOCTYPE html>\n<html><body>Masuk</body></html>\n", "ASN474")
    yield refused("JSON named .csv", b'{"nip": "1", "nilai_skp": 80}\n', "ASN474")
    yield faulty(
        "a zero-width space in a number", plain.replace(b"80", "\u200b80".encode()), ("", "90.00"), ("ASN404", 2)
    )
    yield good("hard blanks around a number", plain.replace(b"80", "\u00a080\u00a0".encode()), "80.00", "90.00")
    yield faulty("Arabic digits", plain.replace(b"80", "٨٠".encode()), ("", "90.00"), ("ASN404", 2))
    yield faulty("full-width digits", plain.replace(b"80", "８０".encode()), ("", "90.00"), ("ASN404", 2))


def ends_and_quotes() -> Iterator[DirtyFile]:
    """How lines end, and what stands in quotes."""
    two = (row(0, "80", "tidak", "tetap"), row(1, "90", "tidak", "tetap"))
    yield good("lines of Windows", text(HEADER, *two, end="\r\n"), "80.00", "90.00")
    yield good("lines of old Macs", text(HEADER, *two, end="\r"), "80.00", "90.00")
    yield good("mixed line ends", f"{HEADER}\r\n{two[0]}\n{two[1]}\r".encode(), "80.00", "90.00")
    yield good("no line end at the end", text(HEADER, *two, last=""), "80.00", "90.00")
    yield good("blank lines between rows", text("", HEADER, "", two[0], "  ", two[1], "", ""), "80.00", "90.00")
    yield good("rows of separators alone", text(HEADER, two[0], ",,,", two[1], ",,,"), "80.00", "90.00")
    yield good(
        "every cell in quotes",
        text(*('"' + each.replace(",", '","') + '"' for each in (HEADER, *two))),
        "80.00",
        "90.00",
    )
    yield refused("a quote that is never closed", text(HEADER, two[0], two[1].replace("90", '"90')), "ASN713", 3)
    yield refused("a quote never closed in the header", text(HEADER.replace("nip", '"nip'), *two), "ASN713", 1)
    yield refused("letters behind a quote", text(HEADER, two[0].replace("80", '"80"x'), two[1]), "ASN714", 2)
    yield faulty(
        "a quote within a cell", text(HEADER, two[0].replace("80", '8"0'), two[1]), ("", "90.00"), ("ASN404", 2)
    )
    yield faulty(
        "a fault behind a cell of several lines",
        text(f"{HEADER},catatan", f'{two[0]},"satu\ndua\ntiga"', f'{two[1].replace("90", "x")},""'),
        ("80.00", ""),
        ("ASN404", 5),
    )
    yield good(
        "a separator within quotes",
        text(f"{HEADER},nama", f'{two[0]},"Siti, S.Kom"', f"{two[1]},Budi"),
        "80.00",
        "90.00",
    )
    yield refused(
        "cut in the middle of a quoted cell", text(f"{HEADER},nama", f'{two[0]},"Siti, S.K', last=""), "ASN713", 2
    )


def shapes() -> Iterator[DirtyFile]:
    """How many rows and columns there are."""
    two = (row(0, "80", "tidak", "tetap"), row(1, "90", "tidak", "tetap"))
    yield refused("empty", b"", "ASN702")
    yield refused("a mark alone", codecs.BOM_UTF8, "ASN702")
    yield refused("blank lines alone", b"\n \n\r\n", "ASN702")
    yield good("a header alone", text(HEADER))
    yield good("a header without a line end", text(HEADER, last=""))
    yield refused("one column", text("nama", "Siti", "Budi"), "ASN474")
    yield refused("one column of all cells in quotes", text(f'"{HEADER}"', *(f'"{each}"' for each in two)), "ASN474")
    yield good("separators behind each row", text(f"{HEADER},,", *(f"{each},," for each in two)), "80.00", "90.00")
    yield refused("a value in a column without a name", text(f"{HEADER},", f"{two[0]},", f"{two[1]},7"), "ASN703")
    yield faulty("a row too short", text(HEADER, two[0], row(1, "90")), ("80.00",), ("ASN436", 3))
    yield faulty("a row too long", text(HEADER, f"{two[0]},x", two[1]), ("90.00",), ("ASN436", 2))
    yield faulty(
        "a decimal comma among commas",
        text(HEADER, row(0, "80,5", "tidak", "tetap"), two[1]),
        ("90.00",),
        ("ASN436", 2),
    )
    yield faulty("cut in the middle of a row", text(HEADER, two[0], two[1])[:-20], ("80.00",), ("ASN436", 3))
    yield refused("a title above the header", text("Rekap nilai 2025,,,", HEADER, *two), "ASN703")
    yield refused("a title alone above the header", text("Rekap nilai 2025", HEADER, *two), "ASN474")
    yield faulty(
        "two header rows",
        text(HEADER, HEADER, *two),
        ("", "80.00", "90.00"),
        ("ASN404", 2),
        ("ASN409", 2),
        ("ASN408", 2),
    )
    yield faulty(
        "the header again below",
        text(HEADER, two[0], HEADER, two[1]),
        ("80.00", "", "90.00"),
        ("ASN404", 3),
        ("ASN409", 3),
        ("ASN408", 3),
    )
    yield faulty(
        "a row of units",
        text(HEADER, ",poin,ya/tidak,", *two),
        ("", "80.00", "90.00"),
        ("ASN433", 2),
        ("ASN404", 2),
        ("ASN409", 2),
    )
    yield faulty("a row of totals", text(HEADER, *two, ",170,,"), ("80.00", "90.00", ""), ("ASN433", 4), ("ASN406", 4))
    yield good("a row of means", text(HEADER, *two, "Rata-rata,85,,"), "80.00", "90.00", "85.00", notes=("ASN741",))


def headers() -> Iterator[DirtyFile]:
    """What columns are called."""
    two = (row(0, "80", "tidak", "tetap"), row(1, "90", "tidak", "tetap"))
    yield refused("a column twice", text(f"{HEADER},nilai_skp", f"{two[0]},70", f"{two[1]},60"), "ASN703")
    yield refused("an unused column twice", text(f"{HEADER},nama,nama", f"{two[0]},a,b", f"{two[1]},c,d"), "ASN703")
    yield refused("a column without a name in the middle", text(HEADER.replace("ide_baru", ""), *two), "ASN703")
    yield good("blanks around names", text(HEADER.replace(",", " , "), *two), "80.00", "90.00")
    yield refused("names in capitals", text(HEADER.upper(), *two), "ASN403")
    yield refused("titles in place of names", text(TITLES, *two), "ASN403")
    yield refused("no header", text(*two), "ASN474")
    yield refused("a column missing", text("nip,ide_baru,jenis", row(0, "ya", "tetap")), "ASN431")
    yield good("columns in another order", text("jenis,nilai_skp,nip,ide_baru", f"kontrak,80,{NIPS[0]},ya"), "86.00")
    yield refused("an optional column misspelt", text(HEADER.replace("ide_baru", "ide_bru"), *two), "ASN403")


def numbers() -> Iterator[DirtyFile]:
    """How numbers are written."""
    yield good("a decimal comma between semicolons", rows("80,5", "90", separator=";"), "80.50", "90.00")
    yield faulty("points between semicolons", rows("80.5", "90,25", separator=";"), ("", "90.25"), ("ASN423", 2))
    yield faulty("both conventions", rows("80.5", '"90,25"'), ("80.50", ""), ("ASN419", 3))
    yield faulty("thousands and a comma", rows('"1.080,5"', "90"), ("", "90.00"), ("ASN419", 2))
    yield faulty("three digits behind a point", rows("80.125", "90"), ("", "90.00"), ("ASN428", 2))
    yield good("tabs", rows("80.5", "90", separator="\t"), "80.50", "90.00")
    yield refused("upright lines", rows("80", "90", separator="|"), "ASN474")
    yield good("upright lines, and a line that says so", b"sep=|\n" + rows("80", "90", separator="|"), "80.00", "90.00")
    yield faulty(
        "a header of semicolons above commas",
        text(HEADER.replace(",", ";"), row(0, "80", "ya", "tetap")),
        (),
        ("ASN436", 2),
    )
    yield faulty(
        "a row of semicolons among commas",
        text(HEADER, row(0, "80", "ya", "tetap"), row(1, "90", "ya", "tetap").replace(",", ";")),
        ("85.00",),
        ("ASN436", 3),
    )
    yield faulty("percent signs", rows("80%", "90 %", "70"), ("", "", "70.00"), ("ASN404", 2), ("ASN404", 3))
    yield faulty(
        "dates in a column of numbers",
        rows("2026-01-05", "05/01/2026", "5-Jan", "90"),
        ("", "", "", "90.00"),
        ("ASN404", 2),
        ("ASN404", 3),
        ("ASN404", 4),
    )
    yield faulty(
        "formulas in cells",
        rows("=40+40", "+80", "-80", "@SUM(A1)", "90"),
        ("", "", "", "", "90.00"),
        ("ASN404", 2),
        ("ASN404", 3),
        ("ASN406", 4),
        ("ASN404", 5),
    )
    yield faulty(
        "errors of a spreadsheet",
        rows("#DIV/0!", "#N/A", "#REF!", "90"),
        ("", "", "", "90.00"),
        ("ASN404", 2),
        ("ASN404", 3),
        ("ASN404", 4),
    )
    yield faulty(
        "blanks for numbers",
        rows("", " ", "-", "N/A", "90"),
        ("", "", "", "", "90.00"),
        ("ASN401", 2),
        ("ASN401", 3),
        ("ASN404", 4),
        ("ASN404", 5),
    )
    yield faulty(
        "a unit behind a number", rows("80 poin", "Rp 90", "90"), ("", "", "90.00"), ("ASN404", 2), ("ASN404", 3)
    )
    yield faulty(
        "numbers of scientists",
        rows("8E1", "8.0e1", "1e400", "90"),
        ("", "", "", "90.00"),
        ("ASN420", 2),
        ("ASN420", 3),
        ("ASN420", 4),
    )
    yield faulty(
        "no numbers",
        rows("NaN", "inf", "0x50", "8_0", "8 0", "90"),
        ("", "", "", "", "", "90.00"),
        *(("ASN404", line) for line in range(2, 7)),
    )
    yield faulty("a letter for a digit", rows("8O", "l0", "90"), ("", "", "90.00"), ("ASN404", 2), ("ASN404", 3))
    yield faulty(
        "out of range",
        rows("120.01", "-0.01", "900", "120"),
        ("", "", "", "120.00"),
        ("ASN406", 2),
        ("ASN406", 3),
        ("ASN406", 4),
    )
    yield faulty("a number of 10^5 digits", rows("9" * 10**5, "90"), ("", "90.00"), ("ASN417", 2))
    yield good("percent signs that are declared", rows("80%", "90 %"), "80.00", "90.00", cells=asn.Cells(units=True))


def keys() -> Iterator[DirtyFile]:
    """Whose rows they are."""
    yield faulty(
        "a key twice",
        text(HEADER, row(0, "80", "ya", ""), row(0, "90", "ya", "")),
        ("", ""),
        ("ASN432", 2),
        ("ASN432", 3),
    )
    yield faulty(
        "a key twice but for blanks and an apostrophe",
        text(HEADER, row(0, "80", "ya", ""), f"' {row(0, '90', 'ya', '')}"),
        ("", ""),
        ("ASN432", 2),
        ("ASN432", 3),
    )
    yield faulty("a row without a key", text(HEADER, row(0, "80", "ya", ""), ",90,ya,"), ("85.00", ""), ("ASN433", 3))
    yield faulty(
        "a key that lost its digits",
        text(HEADER, row(0, "80", "ya", ""), "1.98501E+17,90,ya,"),
        ("85.00", ""),
        ("ASN435", 3),
    )
    yield good(
        "an invisible sign before a key", text(HEADER, f"\ufeff{row(0, '80', 'ya', '')}"), "85.00", notes=("ASN427",)
    )
    yield faulty(
        "two files with marks, one behind the other",
        text(HEADER, row(0, "80", "ya", ""), f"\ufeff{HEADER}", row(1, "90", "ya", "")),
        ("85.00", "", "95.00"),
        ("ASN404", 3),
        ("ASN409", 3),
        ("ASN408", 3),
    )
    yield faulty(
        "a key twice but for an invisible sign",
        text(HEADER, row(0, "80", "ya", ""), f"\u200b{row(0, '90', 'ya', '')}"),
        ("", ""),
        ("ASN432", 2),
        ("ASN432", 3),
    )
    yield good("keys in groups", text(HEADER, "19850101 201001 1 001,80,ya,tetap"), "85.00", notes=("ASN427",))


def others() -> Iterator[DirtyFile]:
    """Levels and flags, and what is very large."""
    yield faulty(
        "levels by other names",
        text(HEADER, row(0, "80", "ya", "Tetap"), row(1, "80", "ya", "honorer"), row(2, "80", "ya", "kontrak")),
        ("", "", "86.00"),
        ("ASN408", 2),
        ("ASN408", 3),
    )
    yield faulty(
        "flags by other words",
        text(HEADER, *(row(place, "80", word, "") for place, word in enumerate(("Ya", "1", "yes", "v", "TRUE", "")))),
        ("85.00", "85.00", "", "", "85.00", "80.00"),
        ("ASN409", 4),
        ("ASN409", 5),
    )
    yield DirtyFile("10^6 columns", _wide, error="ASN742")
    yield DirtyFile(
        "10^6 separators behind each row", lambda: rows("80").replace(b"\n", b"," * 10**6 + b"\n"), ("80.00",)
    )
    yield DirtyFile(
        "a cell of 10^6 letters",
        lambda: text(f"{HEADER},nama", f"{row(0, '80', 'tidak', 'tetap')},{'x' * 10**6}"),
        error="ASN715",
        line=2,
    )
    yield DirtyFile("a line of 10^7 letters", lambda: b"x" * 10**7, error="ASN715", line=1)
    yield DirtyFile(
        "a quote open over 10^6 lines",
        lambda: text(HEADER, row(0, '"80', "ya", ""), *["x"] * 10**6),
        error="ASN715",
        line=2,
    )
    yield DirtyFile(
        "10^4 rows that do not fit",
        lambda: text(HEADER, row(0, "80", "tidak", ""), *["1,2"] * 10**4),
        ("80.00",),
        tuple(("ASN436", line) for line in range(3, 10_003)),
    )


def _wide() -> bytes:
    names = ",".join(f"k{place}" for place in range(10**6))
    return text(f"{HEADER},{names}", row(0, "80", "tidak", "tetap") + "," * 10**6)


def _zipped(data: bytes, name: str = "data.csv") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
