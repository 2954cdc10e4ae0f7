"""Rejects: what is wrong with the rows that were not scored, as a frame and by cause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from attrs import field, frozen

from ...causes import Cause
from ...faults import Fault, checked_language, texts_of
from ...texts import IN_NOTEBOOKS, grouped, say, thousands
from ...wording.html import table as html_table
from ..reading.frames import Table
from ..reading.raw_columns import RawColumn
from ..records import Records

_TEXTS = ("key", "list", "field", "kind", "code", "message")
_COLUMNS = ("row", "key", "list", "item_row", "field", "kind", "code", "message")


def rejects_frame(
    records: Records, faults: Sequence[Fault], first_row: int, *, values: bool = False, language: str = "en"
) -> Any:
    """Faults as a frame of the kind of the table that came in; their rows count from ``first_row``."""
    messages = texts_of(faults, language)
    columns: dict[str, Any] = {}
    for name in _COLUMNS:
        column: list[Any] = messages if name == "message" else [getattr(fault, name) for fault in faults]
        columns[name] = column if name in _TEXTS else _whole(column)
    if values:
        columns["value"] = _values(records, faults, first_row)
    return columns if records.like is None else records.like.like(columns)


def _whole(values: list[int | None]) -> Any:
    """Whole numbers, some of them absent."""
    gaps = [value is None for value in values]
    return np.ma.MaskedArray(np.array([value or 0 for value in values], np.int64), np.array(gaps, bool))


def _values(records: Records, faults: Sequence[Fault], first_row: int) -> list[str | None]:
    """What stood in the cell of each fault, as text; None for a fault of no cell, and for an absent value."""
    sources: dict[tuple[str | None, str], RawColumn] = {}  # each column is converted once
    found: list[str | None] = []
    for fault in faults:
        row = None if fault.row is None else fault.row - first_row
        table, place = records.table, row
        if fault.list is not None:
            rows = records.lists.get(fault.list)
            table, place = None if rows is None else rows.table, fault.item_row
            if rows is not None and rows.nested and place is not None and row is not None:
                place += rows.first(row)
        if table is None or place is None or fault.field is None or fault.field not in table.names:
            found.append(None)
            continue
        column = (fault.list, fault.field)
        if column not in sources:
            sources[column] = table.source(fault.field)
        value = sources[column].value(place)
        found.append(None if value is None else str(value))
    return found


@frozen(eq=False)
class RejectsSummary:
    """The faults of a table by cause: ``causes``, and how many of its ``rows`` are ``rejected``.

    >>> import asn_appraisal as asn
    >>> policy = asn.schemes.get("permenpan-16-2009")
    >>> scores = asn.appraise_table(policy, {"nilai": [90.0, 101.0, None, 102.0]}, on_error="quarantine")
    >>> print(scores.rejects_summary())
    3 of 4 rows rejected
    ASN406: nilai: out of range: it must lie from 0 to 100 (2 times: row 1; row 3)
    ASN401: row 2, nilai: missing: a value is required here
    """

    causes: tuple[Cause, ...]
    rejected: int
    rows: int
    _like: Table | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.causes)

    def __iter__(self) -> Iterator[Cause]:
        return iter(self.causes)

    def text(self, language: str = "en") -> str:
        """The causes in a language, one a line, below how many rows are rejected."""
        checked_language(language)
        counts = {"count": thousands(self.rejected, language), "rows": thousands(self.rows, language)}
        return "\n".join([say("scores.rejected", language, **counts), *(cause.text(language) for cause in self.causes)])

    def __str__(self) -> str:
        return self.text()

    def to_frame(self, language: str = "en") -> Any:
        """The causes in the kind of frame that came in: code, list, field, count, first (places), message."""
        told = [cause.to_dict(language) for cause in self.causes]
        columns: dict[str, Any] = {
            name: [each[name] for each in told] for name in ("code", "list", "field", "first", "message")
        }
        columns["count"] = np.array([each["count"] for each in told], np.int64)
        return columns if self._like is None else self._like.like(columns)

    def _repr_html_(self) -> str:
        return self.html()

    def html(self, most: int | None = None) -> str:
        """The causes as a table in both languages, the most frequent ``most`` of them where that is given."""
        causes = self.causes if most is None else sorted(self.causes, key=lambda cause: -cause.count)[:most]
        names = ("code", "column", "count", "first", "message")
        rows = [
            (
                cause.code,
                cause.column(),
                grouped(cause.count),
                cause.places("id").replace(" ", "\u00a0").replace(";\u00a0", "; "),  # a place stays on one line
                tuple(cause.words(language) for language in IN_NOTEBOOKS),
            )
            for cause in causes
        ]
        return html_table([tuple(say(f"scores.{name}", language) for language in IN_NOTEBOOKS) for name in names], rows)
