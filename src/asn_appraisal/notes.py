"""Notes: what could be read but looks wrong, or was changed on reading; never an error, never in the way."""

from __future__ import annotations

from typing import Any

from attrs import field as attribute
from attrs import frozen

from .faults import checked_language, pairs
from .texts import message


@frozen
class Note:
    """Something to look at in data that was read and scored: which column, how many rows, and the first of them.

    ``count`` is the number of rows concerned, None where the note is about a whole column or table; ``rows`` are the
    first of them, counted from 0 in the table of ``list`` or of the records.

    >>> Note("ASN427", field="nip", count=3, rows=(0, 4, 7)).message
    'nip: blanks around the key or among its digits, an apostrophe before it, or signs that are not seen, were ignored (3 row(s): 0, 4, 7)'
    """

    code: str
    list: str | None = attribute(default=None, kw_only=True)
    field: str | None = attribute(default=None, kw_only=True)
    count: int | None = attribute(default=None, kw_only=True)
    rows: tuple[int, ...] = attribute(default=(), kw_only=True)
    facts: tuple[tuple[str, str], ...] = attribute(default=(), kw_only=True, repr=False, converter=pairs)

    @property
    def message(self) -> str:
        """The note in English, with its place."""
        return self.text("en")

    def place(self) -> str:
        """The column it is about: ``nilai_skp``, ``kegiatan.waktu``; empty for a whole table."""
        return ".".join(filter(None, (self.list, self.field)))

    def text(self, language: str = "en") -> str:
        """The note in a language (``"en"`` or ``"id"``), with its place and the rows concerned."""
        checked_language(language)
        facts = {"field": self.field or "", "list": self.list or "", **dict(self.facts)}
        words = message(self.code, facts, language)
        if self.count is not None:
            first = ", ".join(map(str, self.rows))
            shown = f"{first}, ..." if 0 < len(self.rows) < self.count else first
            words += f" ({message('places.rows', {'count': self.count, 'rows': shown}, language)})"
        place = self.place()
        return f"{place}: {words}" if place else words

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The note as plain JSON data; ``message`` is in the language asked for."""
        return {
            "list": self.list,
            "field": self.field,
            "count": self.count,
            "rows": list(self.rows),
            "code": self.code,
            "message": self.text(language),
        }
