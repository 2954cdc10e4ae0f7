"""Documents read: a form becomes a policy, or a list of all faults, each with its path and column."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from attrs import define, field

from ..algebra.bands import Band, Bands
from ..algebra.expressions import Expression, Named
from ..algebra.grids import Grid
from ..algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ..algebra.items import Check, Items
from ..algebra.levels import Level
from ..algebra.sources import Source
from ..faults import DocumentFault
from ..policies import Policy
from ..similar_names import closest
from .forms import (
    FORMAT,
    BandForm,
    CategoryForm,
    CheckForm,
    CountForm,
    FieldForm,
    FlagForm,
    IndicatorForm,
    LevelForm,
    PolicyForm,
)
from .formula_reading import FormulaReader
from .grammar import parsed
from .limits import MOST_FAULTS, Budget, Misfit
from .pieces import BrokenPiece, Pieces

_MOST_CLOSE = 500  # among more names no close one is searched: it would take longer than reading


def policy_of(form: PolicyForm, budget: Budget) -> tuple[Policy | None, tuple[DocumentFault, ...]]:
    """The policy that a form describes, or what is wrong with it."""
    build = _Builder(form, budget)
    try:
        policy = build.policy()
    except BrokenPiece:
        policy = None
    # A document that is too large is reported once; further faults would only follow from that.
    large = [fault for fault in build.faults if fault.code == "ASN503"][:1]
    faults = tuple(large or build.faults[:MOST_FAULTS])
    return (None if faults else policy), faults


@define
class _Builder(Pieces):
    """Builds the pieces of one policy, each once; notes faults and goes on."""

    form: PolicyForm
    budget: Budget
    trees: dict[str, ast.expr] = field(factory=dict)

    # --- the whole

    def policy(self) -> Policy:
        form, scope = self.form, _Scope(self)
        if form.format != FORMAT:
            self.faults.append(Misfit("ASN507", found=form.format, right=FORMAT).at("$.format"))
            raise BrokenPiece
        for key in form.sources:
            self.attempt(partial(self.source, key))
        for key in form.inputs:
            self.attempt(partial(self.field, key))
        for key in form.lists:
            self.attempt(partial(self.items, key))
        for key in form.parts:
            self.attempt(partial(self.part, key))
        pieces = {
            "score": self.attempt(lambda: self.formula("$.score", form.score, scope)),
            "band": self.attempt(lambda: self.formula("$.band", form.band, scope)),
            "shown": [self.attempt(partial(self.shown, at, scope)) for at in range(len(form.shown))],
            "checks": self.attempt(lambda: self.checks("$.checks", form.checks, scope)),
            "sources": self.attempt(lambda: self.sources("$.source", form.source)),
        }
        self._unused()
        if self.faults:
            raise BrokenPiece
        found = self.guarded("$", lambda: self._made(pieces))
        self._compare(found)
        return found

    def _made(self, pieces: dict[str, Any]) -> Policy:
        form = self.form
        return Policy(
            form.key,
            form.title,
            english=form.english,
            subject=form.subject,
            since=form.since,
            until=form.until,
            reported=form.reported,
            options=form.options,
            **pieces,
        )

    def _unused(self) -> None:
        """Note tables that no formula names; in a document with other faults this would only be a consequence."""
        if self.faults:
            return
        for kind, entries in (("bands", self.form.bands), ("cases", self.form.cases), ("grids", self.form.grids)):
            used = {key[1] for key in self.made if key[0] == kind}
            self._note_unused(kind, [key for key in entries if key not in used])
        self._note_unused("sources", [key for key in self.form.sources if ("used", key) not in self.made])

    def _note_unused(self, kind: str, keys: Iterable[str]) -> None:
        self.faults += [DocumentFault("ASN511", path=f"$.{kind}.{key}") for key in keys]

    def _compare(self, policy: Policy) -> None:
        """The policy's own inputs and parts must agree with what the document says about them."""
        found, form = policy.outline, self.form
        self._note_unused("inputs", form.inputs.keys() - {entry.key for entry in found.fields})
        self._note_unused("lists", form.lists.keys() - {items.key for items in found.lists})
        # A score or band that is a formula becomes a part of its own: the policy may have it and the document not.
        self._note_unused("parts", form.parts.keys() - policy.parts.keys())
        for placed in found.parts:
            part = form.parts.get(placed.key)
            if part is not None and part.lists != list(placed.lists):
                path, right = f"$.parts.{placed.key}.lists", ", ".join(placed.lists) or "[]"
                self.faults.append(DocumentFault("ASN513", path=path, facts={"right": right}))
        if not self.faults and form.fingerprint not in {None, policy.fingerprint}:
            right = policy.fingerprint
            self.faults.append(DocumentFault("ASN512", path="$.fingerprint", facts={"right": right}))

    # --- pieces

    def formula(self, path: str, text: str | None, scope: _Scope) -> Any:
        """The expression of a formula, with its faults at a path; None for no formula."""
        if text is None:
            return None
        return self.guarded(path, lambda: self._read(path, text, scope))

    def _read(self, path: str, text: str, scope: _Scope) -> Expression:
        if path not in self.trees:
            self.trees[path] = parsed(text, self.budget)
        return FormulaReader(text, scope).expression(self.trees[path])

    def part(self, key: str) -> Named:
        form, path = self.form.parts[key], f"$.parts.{key}"

        def make() -> Named:
            inside = None
            for name in form.lists:
                if name not in self.form.lists:
                    self.guarded(f"{path}.lists", partial(_refuse, name, self.form.lists))
                inside = inside or self.items_for(name, path)
            value = self.formula(f"{path}.formula", form.formula, _Scope(self, inside, "".join(form.lists[:1])))
            sources = self.sources(f"{path}.source", form.source)
            return self.guarded(path, lambda: Named(value, key, form.name, sources, english=form.english))

        return self.once(("parts", key), make)

    def items_for(self, key: str, path: str) -> dict[str, Field]:
        """The fields of a list, for a formula in its rows."""
        return self.once(("fields", key), lambda: self._fields(key, path))

    def _fields(self, key: str, _: str) -> dict[str, Field]:
        path = f"$.lists.{key}.fields"
        fields = self.form.lists[key].fields
        return {name: self.guarded(f"{path}.{name}", partial(_field, name, fields[name])) for name in fields}

    def items(self, key: str) -> Items:
        form, path = self.form.lists[key], f"$.lists.{key}"

        def make() -> Items:
            fields = self.items_for(key, path)
            checks = self.checks(f"{path}.checks", form.checks, _Scope(self, fields, key))
            return self.guarded(
                path,
                lambda: Items(
                    key,
                    tuple(fields.values()),
                    form.name,
                    english=form.english,
                    checks=checks,
                    at_least=form.at_least,
                    optional=form.optional,
                    at_most=form.at_most,
                    unique=form.unique,
                ),
            )

        return self.once(("lists", key), make)

    def checks(self, path: str, forms: Iterable[CheckForm], scope: _Scope) -> tuple[Check, ...]:
        made = [self.attempt(partial(self._check, f"{path}[{at}]", form, scope)) for at, form in enumerate(forms)]
        if None in made:
            raise BrokenPiece
        return tuple(check for check in made if check is not None)

    def _check(self, path: str, form: CheckForm, scope: _Scope) -> Check:
        condition = self.formula(f"{path}.condition", form.condition, scope)
        return self.guarded(path, lambda: Check(condition, form.name, form.english))

    def field(self, key: str) -> Field:
        made: Field = self.once(
            ("inputs", key), lambda: self.guarded(f"$.inputs.{key}", lambda: _field(key, self.form.inputs[key]))
        )
        return made

    def shown(self, at: int, scope: _Scope) -> Expression:
        found: Expression = self.formula(f"$.shown[{at}]", self.form.shown[at], scope)
        return found

    def source(self, key: str) -> Source:
        form = self.form.sources[key]
        return self.once(
            ("sources", key),
            lambda: self.guarded(
                f"$.sources.{key}",
                lambda: Source(form.law, form.article, page=form.page, note=form.note, grade=form.grade),
            ),
        )

    def used_source(self, key: str) -> Source:
        """A source that something names."""
        if key not in self.form.sources:
            _refuse(key, self.form.sources)
        found = self.source(key)
        self.made["used", key] = (found, 0)
        return found

    def sources(self, path: str, keys: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.guarded(f"{path}[{at}]", partial(self.used_source, key)) for at, key in enumerate(keys))

    # --- tables outside the formulas

    def bands(self, key: str, scope: _Scope) -> Bands:
        if key not in self.form.bands:
            _refuse(key, self.form.bands)
        form, path = self.form.bands[key], f"$.bands.{key}"

        def make() -> Bands:
            rows = [
                self.attempt(partial(self._band, f"{path}.rows[{at}]", row, scope)) for at, row in enumerate(form.rows)
            ]
            if None in rows:
                raise BrokenPiece
            sources = self.sources(f"{path}.source", form.source)
            return self.guarded(path, lambda: Bands(*(row for row in rows if row is not None), source=sources))

        return self.once(("bands", key, scope.place), make)

    def _band(self, path: str, form: BandForm, scope: _Scope) -> Band:
        requires = self.formula(f"{path}.requires", form.requires, scope)
        sources = self.sources(f"{path}.source", form.source)
        return self.guarded(
            path,
            lambda: Band(
                form.key,
                form.edge,
                form.name,
                english=form.english,
                requires=requires,
                labels=form.labels,
                source=sources,
            ),
        )

    def case(self, key: str, scope: _Scope) -> tuple[dict[str, Expression], tuple[Source, ...]]:
        if key not in self.form.cases:
            _refuse(key, self.form.cases)
        form, path = self.form.cases[key], f"$.cases.{key}"

        def make() -> tuple[dict[str, Expression], tuple[Source, ...]]:
            values = {
                level: self.attempt(partial(self.formula, f"{path}.values.{level}", form.values[level], scope))
                for level in form.values
            }
            found = {level: value for level, value in values.items() if value is not None}
            if len(found) < len(values):
                raise BrokenPiece
            return found, self.sources(f"{path}.source", form.source)

        return self.once(("cases", key, scope.place), make)

    def grid(self, key: str, rows: Expression, columns: Expression) -> Grid:
        if key not in self.form.grids:
            _refuse(key, self.form.grids)
        form, path = self.form.grids[key], f"$.grids.{key}"
        self.made.setdefault(("grids", key), (None, 0))
        cells = {(row, column): entry for row, line in form.cells.items() for column, entry in line.items()}
        # Each use is checked against its own labels, which must not cost more than the table as written.
        self.budget.count(len(cells))
        if len(rows.levels) * len(columns.levels) > len(cells) + 100:
            limit = len(cells)
            raise Misfit("ASN503", kind="cells", found=len(rows.levels) * len(columns.levels), limit=limit)
        sources = self.sources(f"{path}.source", form.source)
        levels = self.guarded(f"{path}.levels", lambda: tuple(map(_level, form.levels)))
        return Grid(rows, columns, cells, levels=levels, source=sources)


@define
class _Scope:
    """The meaning of the names in a formula: a row's fields first, then the record's, then parts."""

    build: _Builder
    fields: Mapping[str, Field] | None = None
    place: str = ""

    def name(self, key: str) -> Expression:
        if self.fields is not None and key in self.fields:
            return self.fields[key]
        if key in self.build.form.inputs:
            return self.build.field(key)
        return self.part(key)

    def part(self, key: str) -> Expression:
        if key not in self.build.form.parts:
            _refuse(key, [*(self.fields or ()), *self.build.form.inputs, *self.build.form.parts])
        return self.build.part(key)

    def field(self, key: str) -> Expression:
        if self.fields is not None and key in self.fields:
            return self.fields[key]
        if key not in self.build.form.inputs:
            _refuse(key, [*(self.fields or ()), *self.build.form.inputs])
        return self.build.field(key)

    def items(self, key: str) -> Items:
        if key not in self.build.form.lists:
            _refuse(key, self.build.form.lists)
        return self.build.items(key)

    def inside(self, items: Items) -> _Scope:
        return _Scope(self.build, {entry.key: entry for entry in items.fields}, items.key)

    def bands(self, key: str) -> Bands:
        return self.build.bands(key, self)

    def case(self, key: str) -> tuple[dict[str, Expression], tuple[Source, ...]]:
        return self.build.case(key, self)

    def grid(self, key: str, rows: Expression, columns: Expression) -> Grid:
        return self.build.grid(key, rows, columns)

    def source(self, key: str) -> Source:
        return self.build.used_source(key)

    def deeper(self, by: int) -> None:
        self.build.level += by
        if by > 0:
            self.build.reach(self.build.level)


def _refuse(key: str, known: Iterable[str]) -> Any:
    names = list(known)
    close = closest(key, names, 1) if len(names) <= _MOST_CLOSE and len(key) <= 100 else ()
    raise Misfit("ASN509", name=repr(key[:100]), close=", ".join(close))


def _level(form: LevelForm) -> Level:
    return Level(form.key, form.name, english=form.english, labels=form.labels)


def _field(key: str, form: FieldForm) -> Field:
    common: dict[str, Any] = {
        "name": form.name,
        "english": form.english,
        "optional": form.optional,
        "default": form.default,
    }
    if isinstance(form, CategoryForm):
        return Category(key, tuple(map(_level, form.levels)), **common)
    if isinstance(form, FlagForm):
        return Flag(key, **common)
    common |= {"low": form.low, "high": form.high, "unit": form.unit}
    if isinstance(form, CountForm):
        return Count(key, **common)
    common["decimals"] = form.decimals
    return Indicator(key, better=form.better, **common) if isinstance(form, IndicatorForm) else Number(key, **common)
