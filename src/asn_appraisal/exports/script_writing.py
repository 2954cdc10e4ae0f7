"""Script writing: the blocks of a policy as objects in JavaScript, each once, those that others rest on first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import Any

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.edges import Edge
from ..algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Expression,
    Given,
    IsOneOf,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.grids import Grid
from ..algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ..algebra.items import Check, Items, Over
from ..algebra.levels import Level
from ..algebra.sources import Source
from ..analysis.formulas import formula, written
from ..analysis.walks import expressions
from ..appraising.step_words import limits_of, operands_of
from ..appraising.trace_steps import own_fields
from ..numbers import to_text, told_text
from ..policies import Policy
from ..texts import LANGUAGES
from ..wording.entry_names import EntryNames, entry_names
from ..wording.words import Reader, line_points, rounding_words, share_words
from .script_values import Script, constant, script

Facts = dict[str, Any]


def in_languages(told: Callable[[str], Any]) -> dict[str, Any]:
    """Something told in each language."""
    return {language: told(language) for language in LANGUAGES}


class ScriptWriter:
    """Writes a policy as JavaScript; each block, list and source gets one name."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.roots = tuple(named for _, named in policy.tops)
        self.names: dict[str, EntryNames] = in_languages(lambda language: entry_names(self.roots, language))
        self.in_rows = {placed.key for placed in policy.outline.parts if placed.lists}
        self.known: dict[object, Script] = {}
        self.lines: list[str] = []

    def text(self) -> str:
        """The policy and all that it is made of, a line each."""
        policy, outline = self.policy, self.policy.outline
        rating = None if policy.band is None else self.block(dict(policy.tops)[policy.band])
        facts = {
            "key": policy.key,
            "fingerprint": policy.fingerprint,
            "title": in_languages(policy.called),
            "options": policy.options,
            "places": policy.places,
            "score": None if policy.score is None else self.block(policy.score),
            "band": rating,
            "tops": self.blocks(self.roots),
            "fields": self.blocks(outline.fields),
            "lists": [self.items(each) for each in outline.lists],
            "checks": [self.check(each) for each in policy.checks],
            "limits": sorted(limits_of(self.roots)),
        }
        head = "// --- the policy: its blocks, those that others rest on first " + "-" * 60
        return "\n".join([head, "", *self.lines, constant("POLICY", facts)])

    # names of what was written
    def block(self, node: Expression) -> Script:
        """The name of a block, which is written where it was not yet."""
        if node not in self.known:
            kind, facts = CONSTRUCTORS(node)(self, node)
            below = [] if isinstance(node, Named | Over | Field | Constant) else self.blocks(node.children())
            key = node.key if isinstance(node, Named | Field) else ""
            self.write(node, kind, {**facts, **({"below": below} if below else {})}, key)
        return self.known[node]

    def blocks(self, nodes: Iterable[Expression]) -> list[Script]:
        """The names of several blocks."""
        return [self.block(node) for node in nodes]

    def maybe(self, node: Expression | None) -> Script | None:
        """The name of a block that need not be there."""
        return None if node is None else self.block(node)

    def items(self, items: Items) -> Script:
        """The name of a list."""
        if items not in self.known:
            facts = {
                "key": items.key,
                "name": in_languages(items.called),
                "title": in_languages(lambda language: items.called(language) if self.is_told(items) else items.key),
                "fields": self.blocks(items.fields),
                "optional": items.optional,
                "least": items.at_least,
                "most": items.at_most,
                "unique": self.blocks(items.unique_fields),
                "checks": [self.check(each) for each in items.checks],
            }
            self.write(items, "Items", facts, items.key)
        return self.known[items]

    def is_told(self, items: Items) -> bool:
        """Whether explanations know a list by its name: those of checks alone go by their keys."""
        return items.key in self.names[LANGUAGES[0]].lists

    def sources(self, sources: Iterable[Source]) -> list[Script]:
        """The names of sources."""
        for source in sources:
            if source not in self.known:
                self.known[source] = Script(f"s{len(self.known)}")
                self.lines.append(constant(self.known[source], in_languages(source.text)))
        return [self.known[source] for source in sources]

    def write(self, node: object, kind: str, facts: Facts, key: str = "") -> None:
        """Write an object of a class; its name ends in the key of what it is."""
        name = Script(f"n{len(self.known)}" + (f"_{key.replace('.', '$')}" if key else ""))
        self.known[node] = name
        self.lines.append(f"const {name} = new {kind}({script(facts)});")

    # what blocks are made of
    def title(self, node: Expression) -> dict[str, str]:
        """What an explanation calls a field or a part."""
        return in_languages(lambda language: self.names[language].of(node))

    def about(self, node: Expression) -> Facts:
        """Where the faults of a block are reported: at the first field that it reads."""
        field = next((entry for entry in expressions(node) if isinstance(entry, Field)), None)
        labels = {} if field is None else {f"label_{language}": field.called(language) for language in LANGUAGES}
        return {"what": written(node), "field": None if field is None else field.key, "labels": labels}

    def check(self, check: Check) -> Facts:
        """A check, with the fields and lists that it looks at."""
        reads = [
            {"list": entry.items.key} if isinstance(entry, Over) else {"field": entry.key}
            for entry in expressions(check.condition)
            if isinstance(entry, Over | Field)
        ]
        condition = self.block(check.condition)
        return {
            "condition": condition,
            "name": in_languages(check.called),
            "about": self.about(check.condition),
            "reads": reads,
        }


def _levels(levels: Iterable[Level]) -> list[Facts]:
    return [{"key": level.key, **in_languages(level.called)} for level in levels]


def _edge(edge: Edge | None) -> Facts | None:
    return None if edge is None else {"sign": edge.operator, "bound": edge.bound}


def _field(writer: ScriptWriter, node: Field) -> Facts:
    names = {"key": node.key, "name": in_languages(node.called), "title": writer.title(node)}
    return {**names, "optional": node.optional, "otherwise": node.default}


def _number(writer: ScriptWriter, node: Number) -> tuple[str, Facts]:
    ends = {
        name: None if end is None else Script(f"{end}n")
        for name, end in (("low", node.low_units), ("high", node.high_units))
    }
    said = {"low": node.low, "high": node.high}
    facts = {
        **{name: "" if end is None else to_text(end) for name, end in said.items()},
        "decimals": str(node.decimals),
        "unit": node.unit,
    }
    return "NumberField", {**_field(writer, node), **ends, "decimals": node.decimals, "facts": facts}


def _category(writer: ScriptWriter, node: Category) -> tuple[str, Facts]:
    return "CategoryField", {**_field(writer, node), "levels": _levels(node.among), "facts": {}}


def _flag(writer: ScriptWriter, node: Flag) -> tuple[str, Facts]:
    return "FlagField", {**_field(writer, node), "facts": {}}


def _constant(_: ScriptWriter, node: Constant) -> tuple[str, Facts]:
    text = in_languages(lambda language: Reader(language, written).read(node))
    return "Constant", {"value": node.value, "text": text}


def _named(writer: ScriptWriter, node: Named) -> tuple[str, Facts]:
    return "Named", {
        "key": node.key,
        "name": in_languages(node.called),
        "title": writer.title(node),
        "inRows": node.key in writer.in_rows,
        "formula": formula(node),
        "levels": _levels(node.levels),
        "value": writer.block(node.value),
        "inputs": writer.blocks(own_fields(node.value)),
        "operands": writer.blocks(operands_of(node)),
        "sources": writer.sources(node.sources),
    }


def _pair(kind: str) -> Callable[[ScriptWriter, Any], tuple[str, Facts]]:
    def written_pair(writer: ScriptWriter, node: Arithmetic | Comparison) -> tuple[str, Facts]:
        sides = {"operator": node.operator, "left": writer.block(node.left), "right": writer.block(node.right)}
        return kind, {**sides, **({"about": writer.about(node.right)} if node.operator == "/" else {})}

    return written_pair


def _limited(writer: ScriptWriter, node: Limited) -> tuple[str, Facts]:
    ends = {"low": writer.maybe(node.low), "high": writer.maybe(node.high)}
    return "Limited", {"value": writer.block(node.value), **ends}


def _line(writer: ScriptWriter, node: Line) -> tuple[str, Facts]:
    text = in_languages(lambda language: line_points(node, language))
    return "Line", {"value": writer.block(node.value), "points": node.points, "text": text}


def _rounded(writer: ScriptWriter, node: Rounded) -> tuple[str, Facts]:
    text = in_languages(lambda language: rounding_words(node, language))
    return "Rounded", {"value": writer.block(node.value), "places": node.places, "mode": node.mode, "text": text}


def _several(kind: str) -> Callable[[ScriptWriter, Any], tuple[str, Facts]]:
    return lambda writer, node: (kind, {"parts": writer.blocks(node.parts)})


def _of_value(kind: str) -> Callable[[ScriptWriter, Any], tuple[str, Facts]]:
    return lambda writer, node: (kind, {"value": writer.block(node.value)})


def _or_else(writer: ScriptWriter, node: OrElse) -> tuple[str, Facts]:
    return "OrElse", {"value": writer.block(node.value), "otherwise": writer.block(node.default)}


def _required(writer: ScriptWriter, node: Required) -> tuple[str, Facts]:
    return "Required", {"value": writer.block(node.value), "about": writer.about(node.value)}


def _within(writer: ScriptWriter, node: Within) -> tuple[str, Facts]:
    limits: dict[str, Fraction | None] = {"low": node.low, "high": node.high}
    ends = {name: "" if end is None else told_text(end) for name, end in limits.items()}
    return "Within", {"value": writer.block(node.value), **limits, "ends": ends, "about": writer.about(node.value)}


def _but(writer: ScriptWriter, node: But) -> tuple[str, Facts]:
    parts = {"value": node.value, "replacement": node.replacement, "when": node.when}
    return "But", {name: writer.block(part) for name, part in parts.items()}


def _when(writer: ScriptWriter, node: When) -> tuple[str, Facts]:
    branches = writer.blocks((node.then, node.otherwise))
    return "When", {"condition": writer.block(node.condition), "branches": branches}


def _steps(writer: ScriptWriter, node: Steps) -> tuple[str, Facts]:
    return "Steps", {
        "value": writer.block(node.value),
        "edges": [_edge(edge) for edge in node.edges],
        "branches": writer.blocks((*node.results, node.otherwise)),
        "sources": [writer.sources(sources) for sources in node.sources],
    }


def _case(writer: ScriptWriter, node: Case) -> tuple[str, Facts]:
    branches, sources = writer.blocks(node.results), writer.sources(node.sources)
    return "Case", {"label": writer.block(node.label), "keys": node.keys, "branches": branches, "sources": sources}


def _rated(writer: ScriptWriter, node: Rated) -> tuple[str, Facts]:
    bands = [
        {
            "key": band.key,
            **in_languages(band.level.called),
            "edge": _edge(band.edge),
            "requires": writer.maybe(band.requires),
            "reads": [] if band.requires is None else writer.blocks(_entries(band.requires)),
            "sources": writer.sources(band.sources),
        }
        for band in node.bands.bands
    ]
    return "Rated", {"value": writer.block(node.value), "bands": bands, "sources": writer.sources(node.bands.sources)}


def _entries(condition: Expression) -> list[Expression]:
    """The fields and parts of a condition, whose values an explanation tells."""
    return [each for each in expressions(condition, closed=(Named, Over)) if isinstance(each, Named | Field)]


def _grid(writer: ScriptWriter, node: Grid) -> tuple[str, Facts]:
    cells = Script(f"new Map({script([(' '.join(pair), entry) for pair, entry in node.cells])})")
    sides = {"rows": writer.block(node.rows), "columns": writer.block(node.columns)}
    return "Grid", {**sides, "cells": cells, "sources": writer.sources(node.sources)}


def _combination(writer: ScriptWriter, node: Combination) -> tuple[str, Facts]:
    facts: Facts = {"parts": writer.blocks(node.parts), "least": node.at_least if node.given_only else 0}
    if node.given_only:
        facts["abouts"] = [writer.about(part) for part in node.parts]
    if isinstance(node, Weighted):
        facts["weights"] = node.weights
        facts["shares"] = [in_languages(partial(share_words, weight)) for weight in node.weights]
        facts["sources"] = [writer.sources(sources) for sources in node.sources]
    return type(node).__name__, facts


def _over(writer: ScriptWriter, node: Over) -> tuple[str, Facts]:
    return "Over", {
        "items": writer.items(node.items),
        "how": node.how,
        "value": writer.maybe(node.value),
        "by": writer.maybe(node.by),
        "where": writer.maybe(node.where),
        "first": next((entry.key for entry in expressions(node) if isinstance(entry, Field)), None),
        **({} if node.by is None else {"about": writer.about(node.by)}),
    }


CONSTRUCTORS: Dispatch[Callable[[ScriptWriter, Any], tuple[str, Facts]]] = Dispatch(
    "CONSTRUCTORS",
    {
        **dict.fromkeys((Number, Indicator, Count), _number),
        Category: _category,
        Flag: _flag,
        Constant: _constant,
        Named: _named,
        Arithmetic: _pair("Arithmetic"),
        Comparison: _pair("Comparison"),
        Limited: _limited,
        Line: _line,
        Rounded: _rounded,
        IsOneOf: lambda writer, node: ("IsOneOf", {"label": writer.block(node.label), "among": node.among}),
        Every: _several("Every"),
        Either: _several("Either"),
        Not: lambda writer, node: ("Not", {"condition": writer.block(node.condition)}),
        Given: _of_value("Given"),
        OrElse: _or_else,
        Required: _required,
        Within: _within,
        But: _but,
        When: _when,
        Steps: _steps,
        Case: _case,
        Rated: _rated,
        Grid: _grid,
        **dict.fromkeys((Sum, Mean, Least, Greatest, Weighted), _combination),
        Over: _over,
    },
)
