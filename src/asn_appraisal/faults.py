"""Faults: what is wrong with a record or a table, and where, never the value itself; and the error that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from attrs import field as attribute
from attrs import frozen

from .texts import LANGUAGES, message

FAULTS_SHOWN = 20


def pairs(facts: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Facts of a fault or a note as pairs: a frozen value has no mapping."""
    return tuple(dict(facts).items())


@frozen
class Fault:
    """One thing that is wrong with a record or a table: where, and what would be right, never the value itself.

    ``row`` counts from 0 in Python and is the file's line on the command line, None for a single record; ``key`` is the
    row's identifier where the caller named a key column; ``list`` and ``item_row`` give the row of a list:
    its index within its record or, if the list is a table of its own, within that table; ``field`` is the field's key;
    ``kind`` is the kind of the value (``"text"``, ``"float"``, ``"absent"`` ...).

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
    facts: tuple[tuple[str, str], ...] = attribute(default=(), kw_only=True, repr=False, converter=pairs)

    @property
    def message(self) -> str:
        """The fault in English, with its place."""
        return self.text("en")

    def place(self, language: str = "en") -> str:
        """Where it is: ``row 3 (1985...), kegiatan[2].target_waktu``."""
        checked_language(language)
        words = []
        if self.row is not None:
            words.append(message("places.row", {"row": self.row}, language))
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
        checked_language(language)
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
        checked_language(language)
        if self.column is None:
            return self.path
        return f"{self.path}, {message('places.column', {'column': self.column}, language)}"

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain JSON data; ``message`` is in the language asked for."""
        return {"path": self.path, "column": self.column, "code": self.code, "message": self.text(language)}


class AppraisalError(ValueError):
    """The base of every error of the library.

    ``code`` is stable, ``faults`` holds what is wrong with a record or a table (empty for other errors), ``facts`` what
    the text is made of. ``str(error)`` is English; ``error.text("id")`` gives the Indonesian text.
    """

    code: ClassVar[str] = "ASN000"

    def __init__(self, *, faults: Iterable[Fault] = (), **facts: object) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        self.facts: dict[str, object] = facts
        super().__init__(facts)

    def __str__(self) -> str:
        return f"{self.code}: {self.text()}"

    def text(self, language: str = "en") -> str:
        """The message in a language (``"en"`` or ``"id"``), without the code."""
        checked_language(language)
        return message(self.code, self.facts, language)

    def _listing(self, language: str) -> str:
        """The message with the first 20 faults, one a line, then a count of the rest."""
        checked_language(language)
        head = message(self.code, {**self.facts, "count": len(self.faults)}, language)
        lines = [f"{fault.code}: {fault.text(language)}" for fault in self.faults[:FAULTS_SHOWN]]
        if (more := len(self.faults) - FAULTS_SHOWN) > 0:
            lines.append(message("ASN499", {"count": more}, language))
        return "\n  ".join([head, *lines])

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The error as plain JSON data for web applications."""
        faults = [fault.to_dict(language) for fault in self.faults]
        return {"code": self.code, "message": self.text(language), "faults": faults}

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.faults, self.facts)


def _restore(cls: type[AppraisalError], faults: tuple[Fault, ...], facts: dict[str, object]) -> AppraisalError:
    return cls(faults=faults, **facts)


class LanguageError(AppraisalError):
    """A language other than ``"en"`` and ``"id"``."""

    code = "ASN001"


def checked_language(language: object) -> None:
    """Refuse a language other than ``"id"`` and ``"en"``."""
    if not isinstance(language, str) or language not in LANGUAGES:
        raise LanguageError(language=f"{language!r:.60}" if isinstance(language, str) else type(language).__name__)
