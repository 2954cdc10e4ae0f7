"""Faults: what is wrong with a record or a table, with its place; never the value itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field as attribute
from attrs import frozen

from .messages import catalogue, message


def _pairs(facts: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict(facts).items())


@frozen
class Fault:
    """One thing that is wrong with a record or a table: where, and what would be right; never the value itself.

    ``row`` counts from 0 in Python and is the file's line on the command line, None for a single record; ``key`` is the
    row's identifier where the caller named a key column; ``list`` and ``item_row`` say where in a list of
    items: the row of its record or, where the list came as a table of its own, the row of that table; ``field`` is the
    field's key; ``kind`` says what kind of value stood there (``"text"``, ``"float"``, ``"absent"`` ...).

    >>> Fault("ASN406", field="kepuasan", facts={"low": "0", "high": "100"}).message
    'kepuasan: out of range: it must lie from 0 to 100'
    """

    code: str
    row: int | None = attribute(default=None, kw_only=True)
    key: str | None = attribute(default=None, kw_only=True)
    list: str | None = attribute(default=None, kw_only=True)
    item_row: int | None = attribute(default=None, kw_only=True)
    field: str | None = attribute(default=None, kw_only=True)
    kind: str | None = attribute(default=None, kw_only=True)
    facts: tuple[tuple[str, str], ...] = attribute(default=(), kw_only=True, repr=False, converter=_pairs)

    @property
    def message(self) -> str:
        """The fault in English, with its place."""
        return self.text("en")

    def place(self, language: str = "en") -> str:
        """Where it is: ``row 3 (1985...), kegiatan[2].target_waktu``."""
        words = []
        if self.row is not None:
            words.append(f"{catalogue()['words_' + language]['row']} {self.row}")
        if self.key is not None:
            words.append(f"({self.key})")
        inside = self.list or ""
        if self.item_row is not None:
            inside += f"[{self.item_row}]"
        if self.field is not None:
            inside += f".{self.field}" if inside else self.field
        where = " ".join(words)
        return f"{where}, {inside}" if where and inside else where or inside

    def text(self, language: str = "en") -> str:
        """The fault in a language (``"en"`` or ``"id"``), with its place."""
        facts = {"kind": self.kind or "", "field": self.field or "", "list": self.list or "", **dict(self.facts)}
        words, place = message(self.code, facts, language), self.place(language)
        return f"{place}: {words}" if place else words

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain JSON data; ``message`` is in the language asked for."""
        return {
            "row": self.row,
            "key": self.key,
            "list": self.list,
            "item_row": self.item_row,
            "field": self.field,
            "kind": self.kind,
            "code": self.code,
            "message": self.text(language),
        }


@frozen
class DocumentFault(Fault):
    """One thing that is wrong with a document: where (``$.parts.waktu.formula``, the column within a formula), and what
    would be right.

    >>> DocumentFault("ASN510", path="$.parts.waktu.formula", column=5, facts={"chain": "waktu > waktu"}).message
    '$.parts.waktu.formula, column 5: it rests on itself: waktu > waktu'
    """

    path: str = attribute(default="$", kw_only=True)
    column: int | None = attribute(default=None, kw_only=True)

    def place(self, language: str = "en") -> str:
        """Where it is: the path, and the column within a formula."""
        if self.column is None:
            return self.path
        return f"{self.path}, {catalogue()['words_' + language]['column']} {self.column}"

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain JSON data; ``message`` is in the language asked for."""
        return {"path": self.path, "column": self.column, "code": self.code, "message": self.text(language)}
