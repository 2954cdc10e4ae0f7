"""Differences between two policies, in the words of the policies: which part, which band, which range, before and after."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Self

from attrs import field, frozen

from ..algebra.bands import Rated
from ..algebra.choices import Case
from ..algebra.expressions import Expression
from ..algebra.grids import Grid
from ..algebra.inputs import Field
from ..analysis.formulas import written
from ..analysis.walks import expressions
from ..appraising.appraisals import Appraisal
from ..arguments import pairs, several
from ..documents.plain_data import plain_of
from ..documents.writing import form_of_policy, tables_of
from ..errors import RecordError
from ..faults import Fault, checked_language, texts_of
from ..numbers import to_text
from ..policies import Policy, checked_policy
from ..texts import LANGUAGES, numeral, say, word
from ..wording.words import Reader
from .changes import Changes, why_changed

Path = tuple[str, ...]

# Levels of a document that say nothing to people.
_SILENT = {"rows", "fields", "values", "cells"}
_ENTRIES = {"values", "cells"}
# What a table belongs to that is named after no part.
_ROOTS = {"nilai": "score", "peringkat": "band", "syarat": "checks"}


@frozen
class Difference:
    """One thing in which two policies differ: its place in the document, and the values before and after.

    ``before`` and ``after`` are plain data, None where the policy has no such entry; ``words`` are the difference in
    Indonesian and English.
    """

    path: Path
    before: Any
    after: Any
    words: tuple[str, ...] = ()

    def text(self, language: str = "id") -> str:
        """The difference in words: what, before → after."""
        checked_language(language)
        return self.words[LANGUAGES.index(language)]

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The difference as plain JSON data."""
        return {
            "path": ".".join(self.path),
            "before": self.before,
            "after": self.after,
            "text": self.text(language),
        }


@frozen
class Effect:
    """What the differences of two policies mean for one record: its appraisal by each, or the faults of one that refuses it.

    ``name`` is what the record was called, or its number from 1.
    """

    name: str
    before: Appraisal | tuple[Fault, ...] = field(repr=False)
    after: Appraisal | tuple[Fault, ...] = field(repr=False)

    @property
    def changed(self) -> bool:
        """Whether the record has another exact score, another band, or a score by one of the policies alone."""
        return _outcome(self.before) != _outcome(self.after)

    @property
    def why(self) -> Changes | None:
        """Why the score changed; None where one of the policies gives none."""
        pair = [each for each in (self.before, self.after) if isinstance(each, Appraisal) and each.exact is not None]
        return why_changed(*pair) if len(pair) == 2 else None

    def text(self, language: str = "id") -> str:
        """The effect in words: what it was called, score and band before → after."""
        checked_language(language)
        old, new = (_told(each, language) for each in (self.before, self.after))
        return (
            f"{self.name}: {old} → {new}" if self.changed else say("effects.same", language, name=self.name, result=new)
        )

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The effect as plain JSON data; exact scores are texts."""
        sides = {"before": self.before, "after": self.after}
        return {
            "name": self.name,
            "changed": self.changed,
            **{side: _plain_result(each, language) for side, each in sides.items()},
            "text": self.text(language),
        }


class Differences(tuple[Difference, ...]):  # noqa: SLOT001 - a tuple has no room for slots
    """What differs between two policies, a ``Difference`` each, with the ``effects`` on the records that were stated."""

    effects: tuple[Effect, ...] = ()

    @classmethod
    def of(cls, found: Iterable[Difference], effects: Iterable[Effect]) -> Self:
        """The differences with their effects."""
        made = cls(found)
        made.effects = tuple(effects)
        return made

    def text(self, language: str = "id") -> str:
        """The differences and their effects in words, a line each."""
        lines = [*(each.text(language) for each in self), *(f"- {each.text(language)}" for each in self.effects)]
        return "".join(f"{line}\n" for line in lines)


def diff(
    before: Policy,
    after: Policy,
    *,
    records: Iterable[object] | Mapping[str, object] = (),
) -> Differences:
    """What differs between two policies, in the order of the document; nothing where they are equal.

    The answer is a tuple of ``Difference``; its ``text(language)`` has a line each, its ``effects`` are one ``Effect`` a record.
    ``records`` are some records, by name or in a list, to which ``effects`` then says what the differences mean: fields that a
    policy does not read are passed over. For many records see ``compare``.

    >>> from asn_appraisal import overlay, schemes
    >>> base = schemes.get("permenpan-16-2009")
    >>> local = overlay(base, {
    ...     "format": 1, "base": base.key, "key": "perwal-12-2026", "title": base.title,
    ...     "changes": {"bands.peringkat.rows.baik.edge": ">= 80"},
    ... })
    >>> for each in diff(base, local): print(each.text())
    key: permenpan-16-2009 → perwal-12-2026
    peringkat Baik, batas: > 75 → >= 80
    >>> for each in diff(base, local, records={"SD 1": {"nilai": 78}}).effects: print(each.text())
    SD 1: 78,00, Baik → 78,00, Cukup
    """
    checked_policy(before, "before")
    checked_policy(after, "after")
    documents = [_compared(policy) for policy in (before, after)]
    found = list(_differences((), *documents))
    told = _Teller(before, after)
    shown = json.dumps([[each[1], each[2]] for each in found])
    for source in {**dict.fromkeys(before.sources()), **dict.fromkeys(after.sources())}:
        # Sources of single weights and steps are written in formulas; those of entries were named with them.
        old, new = (str(source) if source in policy.sources() else None for policy in (before, after))
        if old != new and json.dumps(str(source)) not in shown:
            found.append((("sources",), old, new))
    differences = (
        Difference(path, old, new, tuple(told.text(path, old, new, language) for language in LANGUAGES))
        for path, old, new in found
    )
    return Differences.of(differences, _effects(before, after, records))


def _effects(before: Policy, after: Policy, records: Iterable[object] | Mapping[str, object]) -> Iterator[Effect]:
    """What each record has by both policies."""
    if isinstance(records, Mapping):
        named: Iterable[tuple[str, Any]] = pairs(records, "records")
    else:
        named = (
            (str(number), each) for number, each in enumerate(several(records, "records", object, right="record"), 1)
        )
    for name, record in named:
        yield Effect(name, *(_result(policy, record) for policy in (before, after)))


def _result(policy: Policy, record: object) -> Appraisal | tuple[Fault, ...]:
    try:
        return policy.appraise(record, ignore="all")
    except RecordError as problem:
        return problem.faults


def _outcome(result: Appraisal | tuple[Fault, ...]) -> object:
    if isinstance(result, Appraisal):
        return result.exact, None if result.band is None else result.band.key
    return result


def _told(result: Appraisal | tuple[Fault, ...], language: str) -> str:
    """Score and band of an appraisal, or why there is none."""
    if not isinstance(result, Appraisal):
        return say("effects.refused", language, faults="; ".join(texts_of(result, language)))
    score = "" if result.score is None else numeral(result.score, language)
    return ", ".join(filter(None, (score, "" if result.band is None else result.band.called(language))))


def _plain_result(result: Appraisal | tuple[Fault, ...], language: str) -> dict[str, Any]:
    if not isinstance(result, Appraisal):
        return {"faults": [fault.to_dict(language) for fault in result]}
    return {
        "score": None if result.score is None else str(result.score),
        "exact": None if result.exact is None else to_text(result.exact),
        "band": None if result.band is None else result.band.key,
    }


def _compared(policy: Policy) -> dict[str, Any]:
    """The document of a policy with lists by key, and sources by their text."""
    data = plain_of(form_of_policy(policy, named_sources=False))
    for entry in ("format", "fingerprint"):
        data.pop(entry, None)
    compared: dict[str, Any] = _by_key(data)
    return compared


def _by_key(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _by_key(value) for key, value in data.items()}
    if not isinstance(data, list) or not any(isinstance(each, Mapping) for each in data):
        return data
    rows = {each.get("key") or each["condition"]: _by_key(each) for each in data}
    return {**rows, "order": list(rows)}


def _differences(path: Path, before: Any, after: Any) -> Iterator[tuple[Path, Any, Any]]:
    if before == after:
        return
    if not isinstance(before, dict) or not isinstance(after, dict):
        # What a document leaves out has its default; an empty table equals no table.
        yield path, _plain(before), _plain(after)
        return
    same = {*before} == {*after}
    for key in dict.fromkeys((*before, *after)):
        if key != "order" or same:
            yield from _differences((*path, key), before.get(key), after.get(key))


def _plain(value: Any) -> Any:
    return {key: each for key, each in value.items() if key != "order"} if isinstance(value, dict) else value


class _Teller:
    """Puts differences in words; names and formulas are those of the two policies."""

    def __init__(self, before: Policy, after: Policy) -> None:
        self.policies = (before, after)
        self.names: dict[tuple[str, str], Any] = {}
        for policy in self.policies:
            self.names |= {("parts", key): part for key, part in policy.parts.items()}
            for entry in policy.inputs:
                kind = "inputs" if isinstance(entry, Field) else "lists"
                self.names[kind, entry.key] = entry
                self.names |= {("fields", each.key): each for each in getattr(entry, "fields", ())}
            for level in () if policy.band is None else policy.band.levels:
                self.names["rows", level.key] = level
        self.conditions = {written(each): each for policy in self.policies for each in _conditions(policy)}
        self.tables = [tables_of(policy) for policy in self.policies]

    def text(self, path: Path, before: Any, after: Any, language: str) -> str:
        nothing = say("entries.nothing", language)
        old, new = (
            self._value(path, value, policy, language)
            for value, policy in zip((before, after), self.policies, strict=True)
        )
        return f"{self._place(path, language)}: {old or nothing} → {new or nothing}"

    def _table(self, path: Path, policy: Policy | None = None) -> Case | Grid | None:
        """The table that a place lies in: that of one policy, or the later of both."""
        held = self.tables[::-1] if policy is None else [self.tables[int(policy is not self.policies[0])]]
        return next(
            (found for tables in held if (found := tables.get((path[0], "".join(path[1:2])))) is not None), None
        )

    def _place_of_table(self, table: Case | Grid, path: Path, language: str) -> str:
        """The place of a table, or of one of its entries, by the labels that it is over and their levels."""
        kind, key, *further = path
        part = next((self.names["parts", own] for own in _owners(key) if ("parts", own) in self.names), None)
        whose = word("entries", _ROOTS.get(_owners(key)[-1], key), language) if part is None else part.called(language)
        labels = [table.label] if isinstance(table, Case) else [table.rows, table.columns]
        shown = [say("entries.of_table", language, kind=word("entries", kind, language), whose=whose)]
        if not _ENTRIES.intersection(further[:1]):
            return ", ".join([*shown, *(word("entries", each, language) for each in further if each not in _SILENT)])
        for label, level in zip(labels, further[1:], strict=False):
            called = next((each.called(language) for each in label.levels if each.key == level), level)
            shown.append(say("entries.at_level", language, label=self._read(label, language), level=called))
        return ", ".join(shown)

    def _entry(self, table: Case | Grid, path: Path, language: str) -> str:
        """An entry of a table in words, or the whole of it."""
        if len(path) == 2:
            return self._read(table, language)
        if isinstance(table, Case):
            return self._read(table.results[table.keys.index(path[3])], language)
        columns, names = [level.key for level in table.columns.levels], {each.key: each for each in table.entries}
        entries = {column: names[dict(table.cells)[path[3], column]].called(language) for column in columns}
        if len(path) == 5:
            return entries[path[4]]
        return "; ".join(f"{level.called(language)}: {entries[level.key]}" for level in table.columns.levels)

    def _place(self, path: Path, language: str) -> str:
        if (table := self._table(path)) is not None:
            return self._place_of_table(table, path, language)
        named = [(kind, key) for kind, key in zip(("", *path), path, strict=False) if (kind, key) in self.names]
        shown = [word("entries", path[0], language)]
        for kind, key in pairwise(path):
            if (kind, key) in named:
                shown[-1] += f" {self.names[kind, key].called(language)}"
            elif kind == "checks" and key in self.conditions:
                shown.append(self._read(self.conditions[key], language))
            elif key not in _SILENT and (kind, path[0]) != ("bands", "bands"):
                shown.append(word("entries", key, language))
        return ", ".join(shown)

    def _value(self, path: Path, value: Any, policy: Policy, language: str) -> str:
        table = None if value is None else self._table(path, policy)
        if table is not None and (len(path) == 2 or path[2] in _ENTRIES):
            return self._entry(table, path, language)
        part = policy.parts.get(path[1]) if path[0] == "parts" and len(path) > 1 else None
        if value is not None and part is not None and (len(path) == 2 or path[2] == "formula"):
            return self._read(part.value, language)
        if isinstance(value, dict) and ("edge" in value or "condition" in value):
            value = value.get("edge") or value["condition"]
        if isinstance(value, str) and value in self.conditions:
            return self._read(self.conditions[value], language)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return "; ".join(value)
        return json.dumps(value, ensure_ascii=False)

    def _read(self, formula: Expression, language: str) -> str:
        def called(entry: Expression) -> str:
            return _called(entry, language)

        return Reader(language, called).read(formula)


def _owners(key: str) -> tuple[str, ...]:
    """The keys of parts that a table may be named after: its own, and that without the number that makes it unique."""
    return tuple(dict.fromkeys((key, re.sub(r"_\d+$", "", key))))


def _conditions(policy: Policy) -> Iterator[Expression]:
    """The conditions of bands, of the policy and of its lists."""
    yield from (check.condition for check in policy.checks)
    yield from (check.condition for items in policy.outline.lists for check in items.checks)
    for node in expressions(*(root for root in (policy.score, policy.band) if root is not None)):
        if isinstance(node, Rated):
            yield from (band.requires for band in node.bands.bands if band.requires is not None)


def _called(entry: Expression, language: str) -> str:
    called = getattr(entry, "called", None)
    return str(called(language)) if called is not None else entry.named_by()
