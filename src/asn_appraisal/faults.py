"""Faults: what is wrong with a record or a table, and where, never the value itself; and the error that lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from attrs import evolve, frozen
from attrs import field as attribute

from .texts import LANGUAGES, halves, message

FAULTS_SHOWN = 20
REPEATED = "ASN457"  # a row of a list that repeats an earlier one


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
        where, inside = self._whose(language), self.list or ""
        if self.item_row is not None:
            inside += f"[{self.item_row}]"
        if self.field is not None:
            inside += f".{self.field}" if inside else self.field
        return f"{where}, {inside}" if where and inside else where or inside

    def spot(self, language: str = "en") -> str:
        """The row that it is in, without its field: ``row 3 (1985...), kegiatan[2]``; empty where it is in none."""
        checked_language(language)
        inside = "" if self.item_row is None else f"{self.list or ''}[{self.item_row}]"
        return ", ".join(filter(None, (self._whose(language), inside)))

    def _whose(self, language: str) -> str:
        words = [] if self.row is None else [message("places.row", {"row": self.row}, language)]
        return " ".join([*words, *([] if self.key is None else [f"({self.key})"])])

    def text(self, language: str = "en") -> str:
        """The fault in a language (``"en"`` or ``"id"``), with its place."""
        checked_language(language)
        words, place = message(self.code, told_of(self), language), self.place(language)
        return f"{place}: {words}" if place else words

    def label(self, language: str = "en") -> str:
        """The name of the field, or of the list, as a form shows it; its key where the fault does not know the name."""
        checked_language(language)
        facts = dict(self.facts)
        return facts.get(f"label_{language}") or facts.get("label_id") or self.field or self.list or ""

    def problem(self, language: str = "en") -> str:
        """What is wrong, without a place and without what to do, for the person who filled in the form."""
        checked_language(language)
        return halves(self.code, told_of(self), language)[0]

    def remedy(self, language: str = "en") -> str:
        """What that person can do about it; empty where the problem says all there is."""
        checked_language(language)
        return halves(self.code, told_of(self), language)[1]

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain JSON data; ``message``, ``label``, ``problem`` and ``remedy`` are in the language asked for.

        ``row`` and ``item_row`` count from 0, as data; ``number`` is the row of the list as people count, from 1.
        """
        return {
            "row": self.row,
            "key": self.key,
            "list": self.list,
            "item_row": self.item_row,
            "field": self.field,
            "kind": self.kind,
            "code": self.code,
            "message": self.text(language),
            "label": self.label(language),
            "problem": self.problem(language),
            "remedy": self.remedy(language),
            "number": None if self.item_row is None else self.item_row + 1,
        }


def told_of(fault: Fault) -> dict[str, str]:
    """What the text of a fault is made of."""
    return {"kind": fault.kind or "", "field": fault.field or "", "list": fault.list or "", **dict(fault.facts)}


def texts_of(faults: Iterable[Fault], language: str = "en") -> list[str]:
    """The texts of many faults: what several of them say is put in words once.

    >>> texts_of(Fault("ASN401", row=row, field="waktu") for row in range(2))
    ['row 0, waktu: missing: a value is required here', 'row 1, waktu: missing: a value is required here']
    """
    checked_language(language)
    known: dict[tuple[object, ...], str] = {}
    texts = []
    for fault in faults:
        said = (fault.code, fault.list, fault.field, fault.kind, fault.facts)
        if said not in known:
            known[said] = message(fault.code, told_of(fault), language)
        place = fault.place(language)
        texts.append(f"{place}: {known[said]}" if place else known[said])
    return texts


def repeating(fault: Fault, earlier: int) -> Fault:
    """The fault of a row that repeats an earlier one (``rows``, counted from 0; people count from 1: ``number``)."""
    return evolve(fault, facts={**dict(fault.facts), **dict(facts_of_earlier(earlier))})


def facts_of_earlier(row: int) -> tuple[tuple[str, str], ...]:
    """What the fault of a repeated row tells of the earlier one."""
    return ("rows", str(row)), ("number", str(row + 1))


def moved(fault: Fault, start: int) -> Fault:
    """A fault with its row counted from an earlier row."""
    return fault if fault.row is None else evolve(fault, row=fault.row + start)


@frozen
class DocumentFault(Fault):
    """One thing that is wrong with a document: where (``$.parts.waktu.formula``, the column within a formula, the line of
    its text of TOML), and what would be right.

    >>> DocumentFault("ASN510", path="$.parts.waktu.formula", column=5, facts={"chain": "waktu > waktu"}).message
    '$.parts.waktu.formula, column 5: it rests on itself: waktu > waktu'
    """

    path: str = attribute(default="$", kw_only=True)
    column: int | None = attribute(default=None, kw_only=True)
    line: int | None = attribute(default=None, kw_only=True)

    def place(self, language: str = "en") -> str:
        """Where it is: the line of a file where it is known, the path, and the column within a formula."""
        checked_language(language)
        places = [self.path]
        if self.line is not None:
            places.insert(0, message("places.line", {"line": self.line}, language))
        if self.column is not None:
            places.append(message("places.column", {"column": self.column}, language))
        return ", ".join(places)

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain JSON data; ``message`` is in the language asked for."""
        places = {"path": self.path, "line": self.line, "column": self.column}
        return {**places, "code": self.code, "message": self.text(language)}


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
