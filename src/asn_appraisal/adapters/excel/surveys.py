"""Surveys of sheets: what a reader of values does not tell of an .xlsx sheet, found in its XML without building a tree.

How far the cells reach (a stray cell in the last corner would ask for half a terabyte), which rows are hidden, and which
cells show an error, hold a formula that was never worked out, or a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from attrs import field, frozen

ERROR, UNCALCULATED, DATE, MERGED, PERCENT = "ASN730", "ASN731", "ASN732", "ASN733", "ASN736"

Cell = tuple[int, int]  # row and column, both from 0


@frozen
class Mark:
    """What is wrong with a cell: the code of a fault, and the error that the cell shows (``#N/A``)."""

    code: str
    error: str = ""


@frozen
class Survey:
    """What is known of a sheet before its values are read; ``merged`` only where the reader of values does not tell it.

    ``height`` and ``width`` may be too large for a sheet of less than 27 columns, and too small for one of less than 100,000 rows
    whose rows are in no order: neither is near a limit.
    """

    height: int
    width: int
    hidden: frozenset[int] = frozenset()
    marks: Mapping[Cell, Mark] = field(factory=dict)
    merged: tuple[tuple[Cell, Cell], ...] = ()


class BrokenSheetError(Exception):
    """The XML of a sheet has a cell whose place cannot be told."""


_ROW = re.compile(rb"<(?:[^\s<>/:]+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br\s*=\s*["']([0-9]+)["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true|on)["']""")
_CELL = re.compile(
    rb"<(?:[^\s<>/:]+:)?(?:row\b([^>]*)>|c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:[^\s<>/:]+:)?c\s*>))", re.DOTALL
)
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["']([0-9]+)["']""")
_FORMULA = re.compile(rb"<(?:[^\s<>/:]+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v\b[^>]*>([^<]*)<")
_HELD = re.compile(rb"<(?:[^\s<>/:]+:)?v\b")
# References of cells that are far out (beyond column Z, or from row 100,000 on) or are none, however they are written.
_FAR = re.compile(rb"""r(?<=\sr)\s*=\s*["'](?![A-Z]?[0-9]{1,5}["'])([^"']*)""")
# A cell without a reference: its attributes have other names.
_BARE = re.compile(rb"""<c(?! r=)(?:\s+(?!r\s*=)[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")
_SIGNS = (b"<f", b'"e"', b"'e'")  # of formulas and errors
_SMALL = 1 << 16  # bytes up to which each cell is looked at anyway
_NEAR = 26  # columns up to Z
_NARROW = 200  # columns up to which the number of the last row is all that is needed of rows of less than six digits


def survey_of(xml: bytes, *, percents: Collection[bytes] = (), stale: bool = False) -> Survey:
    """The survey of a sheet's XML.

    Raises ``BrokenSheetError``. ``percents`` are the numbers of styles that show percent; ``stale`` says that no spreadsheet has worked out the workbook's
    formulas since a program wrote them.

    >>> found = survey_of(b'<row r="2" hidden="1"><c r="B2" t="e"><f>NA()</f><v>#N/A</v></c></row>')
    >>> found.height, found.width, sorted(found.hidden), found.marks[1, 1].error
    (2, 2, [1], '#N/A')
    """
    hidden: set[int] = set()
    begins, ends = xml.find(b"<sheetData"), xml.rfind(b"</sheetData")
    rows = xml[begins:ends] if 0 <= begins < ends else xml
    if b"hidden" in rows:
        for place, attributes in enumerate(_ROW.findall(rows)):
            if _HIDDEN.search(attributes):
                number = _NUMBER.search(attributes)
                hidden.add(int(number[1]) - 1 if number else place)
    last = _NUMBER.search(rows, max(rows.rfind(b"<row"), 0))
    height = int(last[1]) if last else 0
    places = [_PLACE.fullmatch(each) for each in set(_FAR.findall(rows)) if not each.isdigit()]
    corners = [(int(each[2]), column_of(each[1]) + 1) for each in places if each is not None]
    height = max(height, max((row for row, _ in corners), default=0))
    width = max((column for _, column in corners), default=_NEAR)
    marks: dict[Cell, Mark] = {}
    # Cells far out, cells without references, or XML as no spreadsheet writes it: then each cell is looked at.
    odd = len(rows) < _SMALL or width > _NARROW or None in places or b":c" in rows or _BARE.search(rows) is not None
    styles = [sign % each for each in percents for sign in (b's="%s"', b"s='%s'")]
    if odd or any(sign in rows for sign in (*_SIGNS, *styles)):
        width = max((column for _, column in corners), default=0)
        for cell, attributes, body in _cells(rows):
            height, width = max(height, cell[0] + 1), max(width, cell[1] + 1)
            if (mark := _mark(attributes, body, percents, stale=stale)) is not None:
                marks[cell] = mark
    return Survey(height, width, frozenset(hidden), marks)


def _cells(xml: bytes) -> Iterator[tuple[Cell, bytes, bytes]]:
    """Each cell with its attributes and what it holds; one without a reference follows the one before."""
    row, column = -1, 0
    for match in _CELL.finditer(xml):
        if match[2] is None:
            number = _NUMBER.search(match[1])
            row, column = int(number[1]) - 1 if number else row + 1, 0
            continue
        if reference := _REFERENCE.search(match[2]):
            place = _PLACE.fullmatch(reference[1])
            if place is None:
                raise BrokenSheetError
            row, column = int(place[2]) - 1, column_of(place[1])
        yield (row, column), match[2], match[3] or b""
        column += 1


def _mark(attributes: bytes, body: bytes, percents: Collection[bytes], *, stale: bool) -> Mark | None:
    found = _TYPE.search(attributes)
    kind = found[1] if found else b"n"
    value = _VALUE.search(body)
    if kind == b"e":
        return Mark(ERROR, value[1].decode("ascii", "replace") if value else "")
    if b"<" in body and _FORMULA.search(body):
        # A formula whose text is empty is worked out too: t="str" and an empty value.
        worked_out = _HELD.search(body) if kind == b"str" else value is not None and value[1].strip()
        if stale or not worked_out:
            return Mark(UNCALCULATED)
    if percents and kind == b"n" and value is not None:
        style = _STYLE.search(attributes)
        if style is not None and style[1] in percents:
            return Mark(PERCENT)
    return None


def column_of(letters: bytes) -> int:
    """The index of a column from its letters.

    >>> column_of(b"A"), column_of(b"AB")
    (0, 27)
    """
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found - 1


def letters_of(column: int) -> str:
    """The letters of a column from its index.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, 26)
        letters = chr(65 + place) + letters
    return letters
