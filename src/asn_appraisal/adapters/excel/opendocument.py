"""OpenDocument sheets: the survey of each sheet of an .ods file, whose rows and cells may be written once for thousands."""

from __future__ import annotations

import re
from html import unescape

from attrs import define, field

from .surveys import ERROR, PERCENT, UNCALCULATED, Cell, Mark, Survey

_TAG = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*?)(/?)>(?:\s*<text:p[^>]*>([^<]*))?"
)
_ATTRIBUTE = re.compile(rb"""([\w-]+:[\w-]+)=(?:"([^"]*)"|'([^']*)')""")
_MOST_MARKED = 100_000  # cells of a block that is written once; a larger one is too large a sheet anyway


@define
class _Sheet:
    height: int = 0
    width: int = 0
    row: int = 0
    rows: int = 1  # how often the row in hand is repeated
    column: int = 0
    hidden: set[int] = field(factory=set)
    marks: dict[Cell, Mark] = field(factory=dict)
    merged: list[tuple[Cell, Cell]] = field(factory=list)

    def begin_row(self, attributes: dict[bytes, bytes]) -> None:
        self.rows = _count(attributes, b"table:number-rows-repeated")
        self.column = 0
        if attributes.get(b"table:visibility") in {b"collapse", b"filter"} and self.rows <= _MOST_MARKED:
            self.hidden |= {*range(self.row, self.row + self.rows)}

    def end_row(self) -> None:
        self.row += self.rows

    def cell(self, attributes: dict[bytes, bytes], shown: bytes, *, covered: bool) -> None:
        columns = _count(attributes, b"table:number-columns-repeated")
        kind = attributes.get(b"calcext:value-type") or attributes.get(b"office:value-type")
        if not covered and (kind is not None or shown or b"table:formula" in attributes):
            self.height = max(self.height, self.row + self.rows)
            self.width = max(self.width, self.column + columns)
            mark = _mark(kind, attributes, shown)
            if mark is not None and self.rows * columns <= _MOST_MARKED:
                for row in range(self.row, self.row + self.rows):
                    self.marks |= {(row, column): mark for column in range(self.column, self.column + columns)}
        down = _count(attributes, b"table:number-rows-spanned")
        across = _count(attributes, b"table:number-columns-spanned")
        if not covered and (down, across) != (1, 1):
            self.merged.append(((self.row, self.column), (self.row + down - 1, self.column + across - 1)))
        self.column += columns

    def survey(self) -> Survey:
        return Survey(self.height, self.width, frozenset(self.hidden), self.marks, tuple(self.merged))


def surveys_of(xml: bytes) -> dict[str, Survey]:
    """The survey of each sheet of an OpenDocument's ``content.xml``, by its name.

    >>> xml = b'<table:table table:name="A"><table:table-row table:number-rows-repeated="3"><table:table-cell '
    >>> xml += b'office:value-type="float" office:value="1"/></table:table-row></table:table>'
    >>> surveys_of(xml)["A"].height
    3
    """
    found: dict[str, _Sheet] = {}
    sheet = _Sheet()
    for closing, tag, held, alone, shown in _TAG.findall(xml):
        if closing:
            if tag == b"table-row":
                sheet.end_row()
            continue
        attributes = {name: double or single for name, double, single in _ATTRIBUTE.findall(held)}
        if tag == b"table":
            sheet = found.setdefault(unescape(attributes.get(b"table:name", b"").decode("utf-8", "replace")), _Sheet())
        elif tag == b"table-row":
            sheet.begin_row(attributes)
            if alone:
                sheet.end_row()
        else:
            sheet.cell(attributes, b"" if alone else shown, covered=tag == b"covered-table-cell")
    return {name: each.survey() for name, each in found.items()}


def _count(attributes: dict[bytes, bytes], name: bytes) -> int:
    text = attributes.get(name, b"1")
    return max(int(text), 1) if text.isdigit() and len(text) <= 9 else 1


def _mark(kind: bytes | None, attributes: dict[bytes, bytes], shown: bytes) -> Mark | None:
    if kind == b"error":
        return Mark(ERROR, unescape(shown.decode("utf-8", "replace")))
    if b"table:formula" in attributes and kind is None:
        return Mark(UNCALCULATED)
    return Mark(PERCENT) if kind == b"percentage" else None
