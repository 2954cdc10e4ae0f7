"""Pages of reports: their data, in words of one language, as the template lays them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import asdict, field, frozen

_LETTERS_OF_A_LINE = 80
_LINES_OF_A_SECTION = 2
_SIZES = ((44, 10.0), (52, 9.0), (60, 8.0), (72, 7.0))  # up to so many lines, points of print


@frozen
class PageTable:
    """A table of a page: heads, rows of texts, the widths of its columns (``auto`` or shares), and which stand to the right."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    columns: Sequence[str]
    right: Sequence[int] = ()


@frozen
class Section:
    """A section of a page: lines, with or without bullets, and perhaps a table."""

    title: str
    lines: Sequence[str] = ()
    table: PageTable | None = None
    bullets: bool = False

    @property
    def height(self) -> int:
        """About how many lines it takes."""
        texts = [*self.lines] if self.table is None else [*self.lines, *(max(row, key=len) for row in self.table.rows)]
        return sum(1 + len(text) // _LETTERS_OF_A_LINE for text in texts) + (self.table is not None)

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return not self.lines and (self.table is None or not self.table.rows)


@frozen
class Page:
    """A page: heading, what it is about, a few figures in large print, sections, footer."""

    heading: str
    subheading: str
    figures: Sequence[tuple[str, str]]
    sections: Iterable[Section]
    footer: str
    language: str
    about: Sequence[tuple[str, str]] = field(default=())

    def data(self) -> dict[str, Any]:
        """The page as plain data; sections that say nothing are left out."""
        said = {**asdict(self, recurse=False), "sections": [asdict(each) for each in self.sections if not each.empty]}
        description = ": ".join((self.subheading, *(f"{name} {value}" for name, value in self.figures)))
        return {**said, "title": self.heading, "description": description, "size": self._size()}

    def _size(self) -> float:
        """The size of print in points with which the page should be one page: smaller the more it says."""
        lines = sum(_LINES_OF_A_SECTION + each.height for each in self.sections if not each.empty) + len(self.about)
        return next((size for most, size in _SIZES if lines <= most), _SIZES[-1][1])
