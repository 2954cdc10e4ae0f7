"""CSV files as spreadsheets and databases save them: read as text cells with their lines.

The separator (comma, semicolon or tab) is found from the header. A file has one decimal convention: a semicolon goes with
the decimal comma, comma and tab with the decimal point, unless the caller says otherwise. UTF-8 with or without a byte
order mark, UTF-16 with one, and cp1252 are read. Nothing is guessed from cells: an identifier such as a NIP stays text.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from ..errors import (
    DoubleMarkError,
    EmptyFileError,
    FileFaultError,
    FileKindError,
    FileMissingError,
    HeaderError,
    LongCellError,
    NotTextError,
    StrayQuoteError,
    UnclosedQuoteError,
)
from ..faults import Fault

SEPARATORS = (",", ";", "\t")
DECIMALS = ("point", "comma")

# Files that are surely something else: named at once instead of failing on their first bytes.
_OTHER_KINDS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".parquet", ".feather", ".json", ".xml", ".pdf", ".docx"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORMULA = re.compile(r"[=+\-@\t\r]")


@frozen
class CsvStyle:
    """How a file is written: separator, decimal convention (``"point"`` or ``"comma"``) and encoding."""

    separator: str = ","
    decimal: str = "point"
    encoding: str = "utf-8"

    def number(self, text: str) -> str:
        """A number written with a decimal point, as this file writes it."""
        return text.replace(".", ",") if self.decimal == "comma" else text


@frozen
class CsvRow:
    """One row: the line of the file it begins on (from 1) and its cells by column."""

    line: int
    cells: dict[str, str]


@frozen
class CsvTable:
    """A file as text: its columns, its rows, how it is written, and rows that do not fit its header."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[CsvRow, ...]
    style: CsvStyle
    faults: tuple[Fault, ...] = ()


def read_csv(path: str | Path, *, decimal: str | None = None) -> CsvTable:
    """The table of a CSV file; ``decimal`` is ``"point"``, ``"comma"`` or None (from the separator).

    Raises ``FileMissingError``, ``FileKindError`` (a spreadsheet, say), ``NotTextError``, ``EmptyFileError`` and
    ``HeaderError``; with the line ``UnclosedQuoteError``, ``StrayQuoteError``, ``LongCellError`` and ``DoubleMarkError``.
    Rows with too many or too few cells become faults of the table.
    """
    path = Path(path)
    if path.suffix.lower() in _OTHER_KINDS:
        raise FileKindError(path=path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise FileMissingError(path=path, reason=getattr(error, "strerror", None) or type(error).__name__) from None
    return parse_csv(data, name=str(path), decimal=decimal)


def parse_csv(data: bytes, *, name: str = "-", decimal: str | None = None) -> CsvTable:
    r"""The table of a CSV file's bytes; ``name`` is what messages call it.

    >>> table = parse_csv(b"nip;skp\n1985;85,5\n")
    >>> table.columns, table.rows[0].cells, table.style.decimal
    (('nip', 'skp'), {'nip': '1985', 'skp': '85,5'}, 'comma')
    """
    text, encoding = _decoded(data, name)
    hint = _HINT.match(text)
    body = text[hint.end() :] if hint else text
    separator = hint[1] if hint else _separator(body)
    style = CsvStyle(separator, decimal or ("comma" if separator == ";" else "point"), encoding)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    start = 2 if hint else 1
    entries: list[tuple[int, list[str]]] = []
    line = start
    try:
        for cells in reader:
            if any(not _blank(cell) for cell in cells):
                entries.append((line, [cell.strip() for cell in cells]))
            line = start + reader.line_num
    except csv.Error as problem:
        raise _broken_row(name, str(problem), line, start + reader.line_num - 1) from None
    if not entries:
        raise EmptyFileError(path=name)
    return _table(name, entries, style)


def _broken_row(name: str, problem: str, first: int, last: int) -> FileFaultError:
    """Why a row cannot be cut into cells, with its line: where it begins, or where the reader stood."""
    if "end of data" in problem:
        return UnclosedQuoteError(path=name, line=first)
    if "field limit" in problem:
        return LongCellError(path=name, line=first, limit=csv.field_size_limit())
    return StrayQuoteError(path=name, line=last)


def _table(name: str, entries: list[tuple[int, list[str]]], style: CsvStyle) -> CsvTable:
    header, body = entries[0][1], entries[1:]
    # Spreadsheets save empty columns at the right end of a sheet; what a row holds beyond its header stays, as a fault.
    ends = [_end(cells) for _, cells in body]
    width = max(_end(header), *(end for end in ends if end <= len(header)), 0)
    if width < len(header):
        header = header[:width]
        body = [(line, cells[: max(width, end)]) for (line, cells), end in zip(body, ends, strict=True)]
    counts = Counter(header)
    problems = ["''"] if counts[""] else []
    problems += [f"'{column}'" for column, count in counts.items() if column and count > 1]
    if problems:
        raise HeaderError(path=name, problem=", ".join(dict.fromkeys(problems)))
    rows: list[CsvRow] = []
    faults: list[Fault] = []
    for line, cells in body:
        if len(cells) == len(header):
            rows.append(CsvRow(line, dict(zip(header, cells, strict=True))))
        else:
            facts = {"found": str(len(cells)), "right": str(len(header))}
            faults.append(Fault("ASN436", row=line, facts=facts))
    return CsvTable(name, tuple(header), tuple(rows), style, tuple(faults))


def _end(cells: list[str]) -> int:
    """How many cells there are up to the last one that is not empty."""
    return next((count for count in range(len(cells), 0, -1) if cells[count - 1]), 0)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise NotTextError(path=name) from None
        try:
            # What spreadsheets on Windows call plain CSV; written back with a mark, so that they read it.
            text, encoding = data.decode("cp1252"), "utf-8-sig"
        except UnicodeDecodeError:
            raise NotTextError(path=name) from None
    if _CONTROL.search(text):
        raise NotTextError(path=name)
    if text.startswith("\ufeff"):
        raise DoubleMarkError(path=name)
    return text, encoding


def _separator(text: str) -> str:
    """The separator that the header uses most, outside of quotes."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(SEPARATORS, key=bare.count)


def _blank(cell: str) -> bool:
    return not cell or cell.isspace()


def neutral(cell: str) -> str:
    """A text cell that no spreadsheet takes for a formula.

    >>> neutral("=HYPERLINK(1)"), neutral("Sabang")
    ("'=HYPERLINK(1)", 'Sabang')
    """
    return f"'{cell}" if _FORMULA.match(cell) else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], style: CsvStyle) -> str:
    """The text of a CSV file in a style. Names of columns come from outside as well: none is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=style.separator, lineterminator="\r\n" if style.encoding != "utf-8" else "\n")
    writer.writerow(map(neutral, header))
    writer.writerows(rows)
    return out.getvalue()
