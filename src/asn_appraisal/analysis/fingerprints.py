"""Fingerprints: one SHA-256 for all that decides a policy's results.

The canonical form is JSON with sorted keys and no spaces, in ASCII. It is the policy's document in one spelling,
without what is for people: names, translations, units and sources. So a better wording keeps the fingerprint, a
changed number never does, and the policy can be read back from the form.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from ..algebra.bands import Bands, Rated
from ..algebra.choices import Case
from ..algebra.expressions import Expression
from ..algebra.grids import Grid
from ..algebra.inputs import Category, Count, Field, Indicator, Number
from ..algebra.items import Check, Items
from ..algebra.levels import Level
from ..numbers import to_text
from .formulas import Writer
from .outlines import Outline

# The version of this form; another version gives other fingerprints. Form 1 wrote tables where they are named.
FORMAT = 2


def canonical(
    key: str,
    outline: Outline,
    score: Expression | None,
    band: Expression | None,
    *,
    shown: Iterable[Expression],
    checks: Iterable[Check],
    **more: Any,
) -> dict[str, Any]:
    """The canonical form of a policy as plain data; ``more`` are entries that are plain data already."""
    write = _CanonicalWriter(outline)
    return {
        "format": FORMAT,
        "key": key,
        "inputs": {entry.key: _field(entry) for entry in outline.fields},
        "lists": {items.key: _list(items, write) for items in outline.lists},
        "parts": {
            placed.key: {"formula": write.text(placed.part.value), "lists": list(placed.lists)}
            for placed in outline.parts
        },
        "score": None if score is None else write.text(score),
        "band": None if band is None else write.text(band),
        "shown": [write.text(part) for part in shown],
        "checks": [write.text(check.condition) for check in checks],
        **write.tables,
        **more,
    }


def fingerprint(form: dict[str, Any]) -> str:
    """The SHA-256 of a canonical form, 64 hexadecimal digits."""
    text = json.dumps(form, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class _CanonicalWriter(Writer):
    """Writes formulas that name their tables, and collects the tables.

    A table is written once, however often it is named, and is called by its own fingerprint: two that differ in names
    alone are one, and the order of writing does not matter.
    """

    def __init__(self, outline: Outline) -> None:
        self.hidden = frozenset(entry.key for items in outline.lists for entry in items.fields)
        self.tables: dict[str, dict[str, Any]] = {"bands": {}, "cases": {}, "grids": {}}
        self.known: dict[tuple[str, object], str] = {}

    def table(self, kind: str, content: object, form: Callable[[], dict[str, Any]]) -> str:
        """The name of a table; its form is worked out once."""
        if (kind, content) not in self.known:
            table = form()
            name = self.known[kind, content] = fingerprint(table)
            self.tables[kind][name] = table
        return self.known[kind, content]

    def rated(self, node: Rated) -> tuple[str, int]:
        """The band of a number, by the name of the scale."""
        name = self.table("bands", node.bands, lambda: self.scale(node.bands))
        return self.call(f"{self.atom(node.value)}.rated", name)

    def scale(self, bands: Bands) -> dict[str, Any]:
        """A scale of bands: keys, labels, edges and conditions, from the first to the last."""
        rows = [
            {
                **_level(band.level),
                "edge": None if band.edge is None else str(band.edge),
                "requires": None if band.requires is None else self.text(band.requires),
            }
            for band in bands.bands
        ]
        return {"rows": rows}

    def case(self, node: Case) -> tuple[str, int]:
        """A value for each level, by the name of the table."""
        rows = dict(zip(node.keys, node.results, strict=True))
        name = self.table(
            "cases",
            (node.keys, node.results),
            lambda: {"values": {level: self.text(each) for level, each in rows.items()}},
        )
        return self.call("Case", node.label, name)

    def grid(self, node: Grid) -> tuple[str, int]:
        """The entry for two labels, by the name of the table."""
        name = self.table("grids", (node.cells, node.entries), lambda: _grid(node))
        return self.call("Grid", node.rows, node.columns, name)


def _grid(node: Grid) -> dict[str, Any]:
    cells: dict[str, dict[str, str]] = {}
    for (row, column), entry in node.cells:
        cells.setdefault(row, {})[column] = entry
    return {"cells": cells, "levels": [_level(level) for level in node.entries]}


def _level(level: Level) -> dict[str, Any]:
    return {"key": level.key, "labels": dict(level.labels)}


def _list(items: Items, write: Writer) -> dict[str, Any]:
    # Entries that later versions added are written only where they say something: older policies keep their fingerprints.
    more: dict[str, Any] = {} if items.at_most is None else {"at_most": items.at_most}
    if items.unique:
        more["unique"] = sorted(items.unique)
    return {
        **more,
        "optional": items.optional,
        "at_least": items.at_least,
        "fields": {entry.key: _field(entry) for entry in items.fields},
        "checks": [write.text(check.condition) for check in items.checks],
    }


def _field(entry: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": type(entry).__name__.lower(),
        "optional": entry.optional,
        "default": _plain(entry.default),
    }
    if isinstance(entry, Category):
        found["levels"] = [_level(level) for level in entry.among]
    if isinstance(entry, Number):
        found |= {"low": _plain(entry.low), "high": _plain(entry.high)}
        if not isinstance(entry, Count):
            found["decimals"] = entry.decimals
    if isinstance(entry, Indicator):
        found["better"] = entry.better
    return found


def _plain(value: object) -> object:
    return to_text(value) if isinstance(value, Fraction) else value
