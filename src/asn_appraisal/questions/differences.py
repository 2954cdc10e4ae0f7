"""Differences between two policies, in the words of the policies: which part, which band, which range, before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from attrs import frozen

from ..algebra.bands import Rated
from ..algebra.expressions import Expression
from ..algebra.inputs import Field
from ..analysis.formulas import written
from ..analysis.walks import expressions
from ..documents.plain_data import plain_of
from ..documents.writing import form_of_policy
from ..faults import checked_language
from ..policies import Policy, checked_policy
from ..texts import LANGUAGES, say, word
from ..wording.words import Reader

Path = tuple[str, ...]

# Levels of a document that say nothing to people.
_SILENT = {"rows", "fields", "values", "cells"}


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


def diff(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """What differs between two policies, in the order of the document; nothing where they are equal.

    >>> from asn_appraisal import overlay, schemes
    >>> base = schemes.get("permenpan-16-2009")
    >>> local = overlay(base, {
    ...     "format": 1, "base": base.key, "key": "perwal-12-2026", "title": base.title,
    ...     "changes": {"bands.peringkat.rows.baik.edge": ">= 80"},
    ... })
    >>> for each in diff(base, local): print(each.text())
    key: permenpan-16-2009 → perwal-12-2026
    peringkat Baik, batas: > 75 → >= 80
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
    return tuple(
        Difference(path, old, new, tuple(told.text(path, old, new, language) for language in LANGUAGES))
        for path, old, new in found
    )


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

    def text(self, path: Path, before: Any, after: Any, language: str) -> str:
        nothing = say("entries.nothing", language)
        old, new = (
            self._value(path, value, policy, language)
            for value, policy in zip((before, after), self.policies, strict=True)
        )
        return f"{self._place(path, language)}: {old or nothing} → {new or nothing}"

    def _place(self, path: Path, language: str) -> str:
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

        return Reader(language, called, name=called).read(formula)


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
