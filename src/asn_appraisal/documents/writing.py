"""Policies written down: the form of a policy, with its formulas, and bands, cases, grids and sources as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, ClassVar

from attrs import define, field

from ..algebra.bands import Band, Bands, Rated
from ..algebra.choices import Case, Steps
from ..algebra.combinations import Combination, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.expressions import Expression
from ..algebra.grids import Grid
from ..algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ..algebra.items import Check, Items
from ..algebra.levels import Level
from ..algebra.sources import Source
from ..analysis.formulas import Writer
from ..numbers import to_text
from ..policies import Policy
from .forms import (
    FORMAT,
    Amount,
    BandForm,
    BandsForm,
    CaseForm,
    CategoryForm,
    CheckForm,
    CountForm,
    FieldForm,
    FlagForm,
    Formula,
    GridForm,
    IndicatorForm,
    LevelForm,
    ListForm,
    NumberForm,
    PartForm,
    PolicyForm,
    SourceForm,
)

_MOST_SLUG = 40


def form_of_policy(policy: Policy, *, named_sources: bool = True) -> PolicyForm:
    """The form of a policy; tables are named after the part that uses them.

    Without ``named_sources`` sources are written as their texts, and left out of formulas: for comparing, not for
    reading back.
    """
    return _form(policy, _DocumentWriter(policy, named_sources=named_sources))


def tables_of(policy: Policy) -> dict[tuple[str, str], Case | Grid]:
    """The tables of a policy by their place in its document, ``("cases", key)`` or ``("grids", key)``."""
    write = _DocumentWriter(policy, named_sources=False)
    _form(policy, write)
    return write.tables


def _form(policy: Policy, write: _DocumentWriter) -> PolicyForm:
    outline = policy.outline
    form = PolicyForm(
        format=FORMAT,
        key=policy.key,
        title=policy.title,
        english=policy.english,
        subject=policy.subject,
        since=None if policy.since is None else policy.since.isoformat(),
        until=None if policy.until is None else policy.until.isoformat(),
        reported=policy.reported,
        source=write.source_keys(policy.own_sources),
        fingerprint=policy.fingerprint,
        options=dict(policy.options),
        inputs={entry.key: FIELD_FORMS(entry)(entry) for entry in outline.fields},
    )
    for placed in outline.parts:
        part = placed.part
        form.parts[part.key] = PartForm(
            write.formula(part.value, part.key),
            part.name,
            part.english,
            list(placed.lists),
            write.source_keys(part.sources),
        )
    form.lists = {items.key: _list_form(items, write) for items in outline.lists}
    form.score = None if policy.score is None else write.formula(policy.score, "nilai")
    form.band = None if policy.band is None else write.formula(policy.band, "peringkat")
    form.shown = [write.formula(part, "shown") for part in policy.shown]
    form.checks = _checks_form(policy.checks, write, "syarat")
    form.bands, form.cases, form.grids = write.bands_forms, write.case_forms, write.grid_forms
    form.sources = write.source_forms
    return form


def _checks_form(checks: Iterable[Check], write: _DocumentWriter, owner: str) -> list[CheckForm]:
    return [CheckForm(write.formula(check.condition, owner), check.name, check.english) for check in checks]


def _list_form(items: Items, write: _DocumentWriter) -> ListForm:
    return ListForm(
        {entry.key: FIELD_FORMS(entry)(entry) for entry in items.fields},
        items.name,
        items.english,
        items.at_least,
        items.optional,
        _checks_form(items.checks, write, items.key),
        items.at_most,
        list(items.unique),
    )


def _amount(value: Fraction | None) -> Amount | None:
    return None if value is None else Amount(to_text(value))


def _level_form(level: Level) -> LevelForm:
    return LevelForm(level.key, level.name, level.english, dict(level.labels))


def _named(entry: Field) -> dict[str, Any]:
    return {"name": entry.name, "english": entry.english, "optional": entry.optional}


def _limited(entry: Number) -> dict[str, Any]:
    limits = {name: _amount(getattr(entry, name)) for name in ("low", "high", "default")}
    return {**_named(entry), **limits, "unit": entry.unit}


FIELD_FORMS: Dispatch[Callable[[Any], FieldForm]] = Dispatch(
    "FIELD_FORMS",
    {
        Category: lambda entry: CategoryForm(
            [_level_form(level) for level in entry.among], default=entry.default, **_named(entry)
        ),
        Flag: lambda entry: FlagForm(default=entry.default, **_named(entry)),
        Count: lambda entry: CountForm(**{**_limited(entry), "low": _amount(entry.low or Fraction(0))}),
        Indicator: lambda entry: IndicatorForm(entry.better, entry.decimals, **_limited(entry)),
        Number: lambda entry: NumberForm(entry.decimals, **_limited(entry)),
    },
)


@define(init=False)
class _DocumentWriter(Writer):
    """Writes formulas that name their tables and sources, and collects both."""

    quote: ClassVar[str] = "'"

    named_sources: bool
    owner: str
    hidden: frozenset[str]
    bands_keys: dict[Bands, str]
    case_keys: dict[tuple[Any, ...], str]
    grid_keys: dict[tuple[Any, ...], str]
    known: dict[Source, str]
    bands_forms: dict[str, BandsForm] = field(factory=dict)
    case_forms: dict[str, CaseForm] = field(factory=dict)
    grid_forms: dict[str, GridForm] = field(factory=dict)
    source_forms: dict[str, SourceForm] = field(factory=dict)
    tables: dict[tuple[str, str], Case | Grid] = field(factory=dict)

    def __init__(self, policy: Policy, *, named_sources: bool) -> None:
        self.named_sources = named_sources
        self.owner = ""
        self.hidden = frozenset(entry.key for items in policy.outline.lists for entry in items.fields)
        self.bands_keys, self.case_keys, self.grid_keys, self.known = {}, {}, {}, {}
        self.bands_forms, self.case_forms, self.grid_forms, self.source_forms = {}, {}, {}, {}
        self.tables = {}

    def formula(self, expression: Expression, owner: str) -> Formula:
        """The formula of an expression; its tables are named after the owner."""
        self.owner = owner.replace(".", "_")
        return Formula(self.text(expression))

    def rated(self, node: Rated) -> tuple[str, int]:
        """The band of a number, by the name of the scale."""
        if node.bands not in self.bands_keys:
            key = self.bands_keys[node.bands] = _free(self.owner, self.bands_forms)
            self.bands_forms[key] = BandsForm([])  # the name is taken before a condition asks for the next one
            rows = [self._band(band) for band in node.bands.bands]
            self.bands_forms[key] = BandsForm(rows, self.source_keys(node.bands.sources))
        return self.call(f"{self.atom(node.value)}.rated", self.bands_keys[node.bands])

    def _band(self, band: Band) -> BandForm:
        return BandForm(
            band.key,
            None if band.edge is None else str(band.edge),
            band.name,
            band.english,
            None if band.requires is None else Formula(self.text(band.requires)),
            dict(band.level.labels),
            self.source_keys(band.sources),
        )

    def case(self, node: Case) -> tuple[str, int]:
        """A value for each level, by the name of the table."""
        content = (node.keys, node.results, node.sources)
        if content not in self.case_keys:
            key = self.case_keys[content] = _free(self.owner, self.case_forms)
            self.tables["cases", key] = node
            self.case_forms[key] = CaseForm({})
            values = {level: Formula(self.text(each)) for level, each in zip(node.keys, node.results, strict=True)}
            self.case_forms[key] = CaseForm(values, self.source_keys(node.sources))
        return self.call("Case", node.label, self.case_keys[content])

    def grid(self, node: Grid) -> tuple[str, int]:
        """The entry for two labels, by the name of the table."""
        content = (node.cells, node.entries, node.sources)
        if content not in self.grid_keys:
            key = self.grid_keys[content] = _free(self.owner, self.grid_forms)
            self.tables["grids", key] = node
            cells: dict[str, dict[str, str]] = {}
            for (row, column), entry in node.cells:
                cells.setdefault(row, {})[column] = entry
            levels = [_level_form(level) for level in node.entries]
            self.grid_forms[key] = GridForm(cells, levels, self.source_keys(node.sources))
        return self.call("Grid", node.rows, node.columns, self.grid_keys[content])

    def steps(self, node: Steps) -> tuple[str, int]:
        """A table of steps with its sources."""
        shared, own = self._shared(node.sources)
        rows = zip(node.edges, node.results, own, strict=True)
        steps = ((str(edge), result, *named) for edge, result, named in rows)
        return self.call("Steps", node.value, *steps, otherwise=node.otherwise, **shared)

    def combination(self, node: Combination) -> tuple[str, int]:
        """A combination; the weights of a weighted sum with their sources."""
        if not isinstance(node, Weighted):
            return super().combination(node)
        head = f"{node.word}.of_given" if node.given_only else node.word
        shared, own = self._shared(node.sources)
        rows = ((weight, part, *named) for weight, part, named in zip(node.weights, node.parts, own, strict=True))
        return self.call(head, *rows, **({"at_least": node.at_least} if node.at_least > 1 else {}), **shared)

    def _shared(self, sources: tuple[tuple[Source, ...], ...]) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
        """The sources that all rows share, by the argument's name, or those of each row."""
        if not self.named_sources:
            return {}, [() for _ in sources]
        named = [tuple(self.source_keys(each)) for each in sources]
        if named and len({*named}) == 1:
            return ({"source": _one_or_more(named[0])} if named[0] else {}), [() for _ in named]
        return {}, [((_one_or_more(each),) if each else ()) for each in named]

    def source_keys(self, sources: Iterable[Source]) -> list[str]:
        """The keys of sources, each entered once."""
        return [self._source_key(source) if self.named_sources else str(source) for source in sources]

    def _source_key(self, source: Source) -> str:
        if source not in self.known:
            words = re.sub(r"[^a-z0-9]+", "_", f"{source.law} {source.article}".lower()).strip("_")
            slug = words[:_MOST_SLUG].strip("_")
            key = self.known[source] = _free(slug if slug[:1].isalpha() else f"s_{slug}".strip("_"), self.source_forms)
            self.source_forms[key] = SourceForm(source.law, source.article, source.page, source.note, source.grade)
        return self.known[source]


def _one_or_more(keys: tuple[str, ...]) -> str | tuple[str, ...]:
    return keys[0] if len(keys) == 1 else keys


def _free(key: str, taken: Iterable[str]) -> str:
    """The key itself, or with the first number that makes it unique."""
    known = set(taken)
    if key not in known:
        return key
    number = 2
    while f"{key}_{number}" in known:
        number += 1
    return f"{key}_{number}"
