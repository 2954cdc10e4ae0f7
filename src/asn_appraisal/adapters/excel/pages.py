"""Excel pages: what the workbooks that we write have in common: their look, safe texts, printing, the page of the policy."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from math import ceil
from typing import Any

from attrs import define, field

from ...errors import MissingExtraError
from ...policies import Policy
from ...texts import say
from ...wording.pages import facts, sections

_MOST_LETTERS = 32_767  # that a cell holds
_FORMULA = frozenset("=+-@\t\r")
_DARK, _LIGHT, _EXAMPLE, _FAULT = "#1F4E5F", "#E7EEF1", "#FFF6D6", "#FBE5E1"
_LINE = {"border": 1, "border_color": "#C9D3D8", "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "font_color": _DARK},
    "heading": {"bold": True, "font_size": 12, "font_color": _DARK},
    "plain": {"valign": "top"},
    "wrapped": {"valign": "top", "text_wrap": True},
    "small": {"font_size": 9, "font_color": "#5B6B73", "valign": "top"},
    "head": {**_LINE, "bold": True, "font_color": "white", "bg_color": _DARK, "text_wrap": True, "valign": "vcenter"},
    "soft_head": {**_LINE, "bold": True, "bg_color": _LIGHT, "text_wrap": True, "valign": "vcenter"},
    "text": {**_LINE},
    "long_text": {**_LINE, "text_wrap": True},
    "fault": {**_LINE, "text_wrap": True, "bg_color": _FAULT},
    "whole": {**_LINE, "num_format": "#,##0"},
    "share": {**_LINE, "num_format": "0.0%"},
    "entry": {"num_format": "@"},
    "example": {**_LINE, "italic": True, "bg_color": _EXAMPLE},
}
_A4 = 9
_MOST_HEIGHT = 405  # points, in a spreadsheet


def xlsxwriter() -> Any:
    """The library that writes workbooks; raises ``MissingExtraError`` without it."""
    try:
        import xlsxwriter as library
    except ImportError:
        raise MissingExtraError(library="xlsxwriter", extra="excel") from None
    return library


@define
class Pages:
    """A workbook that is being written: its formats by name, and sheets whose texts can be no formulas."""

    book: Any
    _formats: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = field(factory=dict)

    _texts: dict[str, tuple[Any, Any]] = field(factory=dict)  # for texts, and for those that begin like a formula

    def look(self, name: str, **more: Any) -> Any:
        """A format by its name, with further properties."""
        key = (name, tuple(sorted(more.items())))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**_LOOKS[name], **more})
        return self._formats[key]

    def text(self, page: Any, row: int, column: int, text: str, look: str = "plain") -> None:
        """A text in a cell: always a text, also for a spreadsheet in which somebody edits it later."""
        shown = text if len(text) <= _MOST_LETTERS else text[: _MOST_LETTERS - 1] + "…"
        found = self._texts.get(look)
        if found is None:
            found = self._texts[look] = (self.look(look), self.look(look, quote_prefix=True))
        page.write_string(row, column, shown, found[shown[:1] in _FORMULA])

    def texts(self, page: Any, row: int, texts: Iterable[str], look: str = "text") -> None:
        """A row of texts from the first column on."""
        for column, text in enumerate(texts):
            self.text(page, row, column, text, look)

    def page(self, name: str, *, heads: int | None = None, grid: bool = False) -> Any:
        """A new sheet, set for printing on A4 across, as wide as the paper; ``heads`` is a row at the top of each page."""
        page = self.book.add_worksheet(name)
        page.hide_gridlines(1 if grid else 2)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&R&P / &N")
        if heads is not None:
            page.repeat_rows(heads)
        return page

    def table(
        self, page: Any, row: int, header: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
    ) -> int:
        """A small table of texts, its rows as high as their texts need; gives the first free row."""
        self.texts(page, row, header, "soft_head")
        for cells in rows:
            row += 1
            page.set_row(row, height_of(cells, widths))
            self.texts(page, row, cells, "long_text")
        return row + 1


@contextmanager
def written(**options: Any) -> Iterator[tuple[Pages, io.BytesIO]]:
    """A new workbook, and the bytes that it has become at the end."""
    library = xlsxwriter()
    out = io.BytesIO()
    strings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = library.Workbook(out, {**strings, "nan_inf_to_errors": False, **options})
    yield Pages(book), out
    book.close()


def policy_page(pages: Pages, policy: Policy, language: str) -> None:
    """The page of a policy as a sheet: what it reads, how it works, its bands, its sources."""
    known = [each.get_name() for each in pages.book.worksheets()]
    page = pages.page(*sheet_names([say("excel.policy", language)], known))
    widths = (26, 44, 52, 40)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    pages.text(page, 0, 0, policy.called(language), "title")
    row = 1
    for name, value in facts(policy, language):
        pages.text(page, row, 0, name, "small")
        pages.text(page, row, 1, value)
        row += 1
    for section in sections(policy, language):
        pages.text(page, row + 1, 0, section.heading, "heading")
        row = pages.table(page, row + 2, section.header, section.rows, widths)


def height_of(texts: Iterable[str], widths: Iterable[float]) -> float:
    """How high a row must be for its texts to be seen whole, in points: not every spreadsheet finds out by itself.

    >>> height_of(["short", "a text that takes two lines of twenty"], [20, 20])
    30
    """
    lines = [
        sum(max(1, ceil(len(line) / (1.1 * width))) for line in text.split("\n"))
        for text, width in zip(texts, (*widths, *repeat(20.0, 99)), strict=False)
    ]
    return min(15 * max(lines, default=1), _MOST_HEIGHT)


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names as sheets may have them: at most 31 letters, none of seven signs, each once whatever its case.

    >>> sheet_names(["Biaya/tarif", "biaya:tarif"])
    ['Biaya tarif', 'biaya tarif 2']
    """
    known = {each.casefold() for each in taken}
    found = []
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:31] or "Sheet"
        place, unique = 1, plain
        while unique.casefold() in known:
            place += 1
            unique = f"{plain[:28]} {place}"
        known.add(unique.casefold())
        found.append(unique)
    return found
