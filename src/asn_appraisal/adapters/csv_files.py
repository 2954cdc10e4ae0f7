"""CSV files as spreadsheets and databases save them: cut into blocks of text columns with their lines.

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
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import Any

from attrs import define, field, frozen

from ..errors import (
    ColumnCountError,
    DisguisedFileError,
    DoubleMarkError,
    EmptyFileError,
    FileFaultError,
    HeaderError,
    LongCellError,
    NotTextError,
    RecordError,
    StrayQuoteError,
    UnclosedQuoteError,
)
from ..faults import Fault

SEPARATORS = (",", ";", "\t")
DECIMALS = ("point", "comma")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How files of other kinds begin, and what they hold.
_KINDS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", ".xls"),
    (b"PK\x03\x04", b"xl/workbook.xml", ".xlsx"),
    (b"PK\x03\x04", b"opendocument.spreadsheet", ".ods"),
    (b"PK\x03\x04", b"", ".zip"),
    (b"\x1f\x8b", b"", ".gz"),
    (b"Rar!", b"", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", b"", ".7z"),
)
_CONTROLS = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
_ROWS = 1 << 11  # rows of a block: few enough for a core's cache, enough to make the cost per block small
_CELLS = 1 << 20  # cells of a block of a wide file
MOST_COLUMNS = 1 << 14  # as many as a sheet of a spreadsheet has
_PIECE = 1 << 18  # characters split into lines at once: StringIO takes four bytes for each
_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\r|\n")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@frozen
class CsvStyle:
    """How a file is written: separator, decimal convention (``"point"`` or ``"comma"``) and encoding."""

    separator: str = ","
    decimal: str = "point"
    encoding: str = "utf-8"

    @property
    def line_end(self) -> str:
        """What ends a line: where a mark is written for spreadsheets, lines end as theirs do."""
        return "\n" if self.encoding == "utf-8" else "\r\n"

    def number(self, text: str) -> str:
        """A number written with a decimal point, as this file writes it."""
        return text.replace(".", ",") if self.decimal == "comma" else text


Block = tuple[list[int], list[tuple[str, ...]]]


@define
class CsvRows:
    """The rows of a file, to be iterated once: ``blocks`` gives them, and fills ``columns`` and ``faults`` as it goes.

    Empty columns that spreadsheets save at the right end of a sheet are dropped; a cell of a row beyond the header is a
    fault. Rows with too many or too few cells are faults, and in no block.
    """

    name: str
    style: CsvStyle
    columns: tuple[str, ...] = ()
    faults: list[Fault] = field(factory=list)
    _text: str = field(kw_only=True, repr=False)
    _first_line: int = 1
    _header: int | None = None  # the row that names the columns, from 1; None for the first that is not blank
    _above: int = 0  # rows that were passed on the way to it
    _saved: int = 0  # cells of the header as saved, with empty ones at its end
    _unnamed: bool = False  # a row has a value in a column without a name

    def blocks(self) -> Iterator[Block]:
        """For some thousand rows at once, the lines they begin on and the cells of each column; blank rows are left out.

        Raises ``EmptyFileError`` and ``HeaderError``; a RecordError (ASN468) for a header row with nothing in it; with the line ``UnclosedQuoteError``, ``StrayQuoteError`` and
        ``LongCellError``.
        """
        reader: Any = self._reader()
        begins, given = self._first_line, False
        try:
            while rows := list(islice(reader, min(_ROWS, max(_CELLS // self._saved, 1)) if self._saved else 1)):
                ends = self._first_line + reader.line_num
                lines = _lines_of(rows, begins, ends)
                begins = ends
                if not self._saved:
                    self._read_header(rows, lines)
                if self._saved and rows:
                    given = True
                    yield self._block(rows, lines)
            if self._saved and not given:
                yield self._block([], [])
        except csv.Error:
            raise self._broken_row() from None
        self._text = ""  # a file may be large: its text is not kept twice
        if not self._saved:
            raise self._no_header() if self._header is not None and self._above else EmptyFileError(path=self.name)
        self._check_header()

    def _reader(self) -> Iterator[list[str]]:
        lines = chain.from_iterable(_pieces(self._text))
        return csv.reader(lines, delimiter=self.style.separator, strict=True)

    def _read_header(self, rows: list[list[str]], lines: list[int]) -> None:
        """Take the header's row, or the first that is not blank; the rows after it remain."""
        if self._header is None:
            place = next((place for place, cells in enumerate(rows) if not all(map(_blank, cells))), len(rows))
        else:
            place = self._header - 1 - self._above
            self._above += min(len(rows), place + 1)
            if place < len(rows) and all(map(_blank, rows[place])):
                raise self._no_header()
        if place < len(rows):
            header = [cell.strip() for cell in rows[place]]
            self._saved = len(header)
            self.columns = tuple(header[: _end(header)])
            if len(self.columns) > MOST_COLUMNS:
                raise ColumnCountError(path=self.name, count=len(self.columns), limit=MOST_COLUMNS)
        del rows[: place + 1], lines[: place + 1]

    def _no_header(self) -> RecordError:
        return RecordError(faults=[Fault("ASN468", facts={"path": self.name, "row": str(self._header)})])

    def _block(self, rows: list[list[str]], lines: list[int]) -> Block:
        if any(length != len(self.columns) for length in set(map(len, rows))):
            rows, lines = self._fitting(rows, lines)
        columns = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        if not all(map(str.strip, columns[0])):  # a blank row may be among them
            rows, lines = self._fitting(rows, lines)
            columns = list(zip(*rows, strict=True)) or [()] * len(self.columns)
        return lines, columns

    def _fitting(self, rows: list[list[str]], lines: list[int]) -> tuple[list[list[str]], list[int]]:
        """The rows with as many cells as the header, and their lines; blank rows are left out, others become faults."""
        width = len(self.columns)
        fitting, found = [], []
        for held, line in zip(rows, lines, strict=True):
            cells = held
            end = _end(cells)
            if not end:
                continue
            if width < self._saved:
                self._unnamed = self._unnamed or width < end <= self._saved
                cells = cells[: max(width, end)]
            if len(cells) == width:
                fitting.append(cells)
                found.append(line)
            else:
                facts = {"found": str(len(cells)), "right": str(width)}
                self.faults.append(Fault("ASN436", row=line, facts=facts))
        return fitting, found

    def _check_header(self) -> None:
        counts = Counter(self.columns)
        problems = ["''"] if counts[""] or self._unnamed else []
        problems += [f"'{column}'" for column, count in counts.items() if column and count > 1]
        if problems:
            raise HeaderError(path=self.name, problem=", ".join(problems))

    def _broken_row(self) -> FileFaultError:
        """Why a row cannot be cut into cells, with its line: where it begins, or where reading stopped."""
        reader: Any = self._reader()
        begins, problem = self._first_line, ""
        try:
            for _ in reader:
                begins = self._first_line + reader.line_num
        except csv.Error as error:
            problem = str(error)
        if "end of data" in problem:
            return UnclosedQuoteError(path=self.name, line=begins)
        if "field limit" in problem:
            return LongCellError(path=self.name, line=begins, limit=csv.field_size_limit())
        return StrayQuoteError(path=self.name, line=self._first_line + reader.line_num - 1)


def rows_of(data: bytes, *, name: str = "-", decimal: str | None = None, header: int | None = None) -> CsvRows:
    r"""The rows of a CSV file's bytes; ``name`` stands for it in messages; ``decimal`` None follows the separator.

    ``header`` is the row that names the columns, from 1, as a spreadsheet counts them; None for the first that is not blank.

    Raises ``NotTextError`` and ``DoubleMarkError``.

    >>> rows = rows_of(b"nip;skp\n1985;85,5\n")
    >>> list(rows.blocks()), rows.columns, rows.style.decimal
    ([([2], [('1985',), ('85,5',)])], ('nip', 'skp'), 'comma')
    """
    text, encoding = _decoded(data, name)
    style, hint = style_of(text, encoding, decimal, header)
    return CsvRows(name, style, text=text[hint:], first_line=2 if hint else 1, header=header)


def style_of(text: str, encoding: str, decimal: str | None, header: int | None = None) -> tuple[CsvStyle, int]:
    r"""How a text is written, by its first line or its header (its row, from 1), and how many characters say so (``sep=;``) before the header.

    >>> style_of("sep=|\na|b\n", "utf-8", None)
    (CsvStyle(separator='|', decimal='point', encoding='utf-8'), 6)
    """
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text) if header is None else _separator_of_row(text, header)
    style = CsvStyle(separator, decimal or ("comma" if separator == ";" else "point"), encoding)
    return style, hint.end() if hint else 0


def _pieces(text: str) -> Iterator[io.StringIO]:
    """A text in pieces, each to be read line by line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE) + 1 or len(text)
        yield io.StringIO(text[start:end], newline="")
        start = end


def _lines_of(rows: list[list[str]], begins: int, ends: int) -> list[int]:
    """The line that each row begins on, for rows between two lines."""
    if ends - begins == len(rows):
        return list(range(begins, ends))
    spans = (1 + len(_BREAK.findall(" ".join(cells))) for cells in rows)
    return list(accumulate(spans, initial=begins))[:-1]


def _end(cells: Sequence[str]) -> int:
    """How many cells remain without the blank ones at the end."""
    return next((count for count in range(len(cells), 0, -1) if not _blank(cells[count - 1])), 0)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise _no_text(data, name) from None
        try:
            # What spreadsheets on Windows call plain CSV; written back with a mark, so that they read it.
            text, encoding = data.decode("cp1252"), "utf-8-sig"
        except UnicodeDecodeError:
            raise _no_text(data, name) from None
    plain = data if encoding != "utf-16" else text.encode(errors="surrogatepass")
    if len(plain.translate(None, _CONTROLS)) < len(plain):
        raise _no_text(data, name)
    if text.startswith("\ufeff"):
        raise DoubleMarkError(path=name)
    return text, encoding


def _no_text(data: bytes, name: str) -> NotTextError:
    """Why a file is no text, as far as its first bytes tell."""
    for begins, held, kind in _KINDS:
        if data.startswith(begins) and held in data:
            return DisguisedFileError(path=name, kind=kind)
    return NotTextError(path=name)


def _separator(text: str) -> str:
    """The separator that the header uses most, outside of quotes."""
    lines = (line for held in chain.from_iterable(_pieces(text)) for line in held.splitlines())
    header = next(filter(str.strip, lines), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(SEPARATORS, key=bare.count)


def _separator_of_row(text: str, row: int) -> str:
    """The separator that cuts a row into the most cells: titles above it may hold others."""

    def width(separator: str) -> int:
        reader = csv.reader(chain.from_iterable(_pieces(text)), delimiter=separator)
        try:
            return len(next(islice(reader, row - 1, None), []))
        except csv.Error:
            return 0

    return max(SEPARATORS, key=width)


def _blank(cell: str) -> bool:
    return not cell or cell.isspace()


def neutral(cell: str) -> str:
    """A text cell that no spreadsheet takes for a formula.

    >>> neutral("=HYPERLINK(1)"), neutral("Sabang")
    ("'=HYPERLINK(1)", 'Sabang')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], style: CsvStyle) -> str:
    """The text of a CSV file in a style. Names of columns come from outside as well, and are neutralized too."""
    return rows_text(chain([[neutral(name) for name in header]], rows), style)


def rows_text(rows: Iterable[Sequence[str]], style: CsvStyle) -> str:
    """The lines of some rows in a style."""
    texts = []
    given = iter(rows)
    while block := list(islice(given, _ROWS)):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=style.separator, lineterminator=style.line_end).writerows(block)
        texts.append(out.getvalue())
    return "".join(texts)
