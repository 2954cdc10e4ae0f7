"""Entries of a document that hold no formula, by their names: sources, fields, levels; and which of them something names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import attrs
from attrs import define, field

from ..algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ..algebra.levels import Level
from ..algebra.sources import Source
from ..similar_names import closest
from .forms import CategoryForm, CountForm, FieldForm, FlagForm, IndicatorForm, LevelForm, PolicyForm, SourceForm
from .limits import Misfit
from .pieces import BROKEN, BrokenPiece, Pieces, sound

TABLES = ("sources", "inputs", "lists", "parts", "bands", "cases", "grids")
_MOST_CLOSE = 500  # among more names no close one is searched: it would take longer than reading
_WORDS = {"name", "english", "unit", "article", "page", "note"}
# Entries of forms in which nothing is named that other entries hold.
_NAMELESS = {
    "key",
    "name",
    "english",
    "labels",
    "edge",
    "at_least",
    "at_most",
    "unique",
    "optional",
    "fields",
    "levels",
    "cells",
}


@define
class Entries(Pieces):
    """The entries of a document, each made once.

    ``strays`` are the keys in tables of the document that a policy does not have, ``used`` the entries that something names,
    ``unknown`` the tables in which a name was looked for that is not there.
    """

    form: PolicyForm
    strays: set[str]
    used: set[tuple[str, str]] = field(init=False, factory=set)
    unknown: set[str] = field(init=False, factory=set)

    def keys(self, kind: str) -> list[str]:
        """The keys of a table of the document."""
        table = getattr(self.form, kind)
        return [] if table is BROKEN else list(table)

    def entry_of(self, kind: str, key: str) -> Any:
        """The entry that a table has under a key; ``BrokenPiece`` where it is at fault."""
        return mended(unbroken(unbroken(getattr(self.form, kind))[key]))

    def has(self, kind: str, key: str) -> bool:
        """Whether a table has a key."""
        table = getattr(self.form, kind)
        return table is not BROKEN and key in table

    def find(self, key: str, kind: str, *others: str, rows: Iterable[str] = ()) -> None:
        """Note that something names an entry of a table; refuse a key that the table lacks.

        ``others`` are tables whose keys may stand in the same place, ``rows`` the fields of a row that may.
        """
        self.used.add((kind, key))
        if self.has(kind, key):
            return
        kinds = (*others, kind)
        self.unknown.update(kinds)
        if key in self.strays or any(getattr(self.form, each) is BROKEN for each in kinds):
            raise BrokenPiece
        known = [*rows, *(name for each in kinds for name in self.keys(each))]
        close = closest(key, known, 1) if len(known) <= _MOST_CLOSE and len(key) <= 100 else ()
        raise Misfit("ASN509", name=repr(key[:100]), close=", ".join(close))

    def may_be_row_field(self, key: str) -> bool:
        """Whether a key may be that of a field of some list."""
        if self.form.lists is BROKEN:
            return True
        lists = self.form.lists.values()
        return any(each is BROKEN or each.fields is BROKEN or key in each.fields for each in lists)

    def row_fields(self, key: str) -> dict[str, Any]:
        """The fields of a list, for a formula in its rows; those at fault are ``BROKEN``."""
        found: dict[str, Any] = self.once(("fields", key), lambda: self._fields(key))
        return found

    def _fields(self, key: str) -> dict[str, Any]:
        path, fields = f"$.lists.{key}.fields", unbroken(self.entry_of("lists", key).fields)
        return {
            name: self.attempt(partial(self.guarded, f"{path}.{name}", partial(_row_field, name, form)))
            for name, form in fields.items()
        }

    def field(self, key: str) -> Field:
        """The field of the record that has a key."""
        form = self.entry_of("inputs", key)
        made: Field = self.once(("inputs", key), lambda: self.guarded(f"$.inputs.{key}", partial(_field, key, form)))
        return made

    def source(self, key: str) -> Source:
        """The source that has a key."""
        form, path = self.entry_of("sources", key), f"$.sources.{key}"
        made: Source = self.once(("sources", key), lambda: self.guarded(path, partial(_source, form)))
        return made

    def sources(self, path: str, keys: list[str]) -> tuple[Source, ...]:
        """The sources that an entry names; one at fault is noted and left out, since no result depends on it."""
        found = [
            self.attempt(partial(self.guarded, f"{path}[{at}]", partial(self.used_source, key)))
            for at, key in enumerate([] if keys is BROKEN else keys)
        ]
        return tuple(each for each in found if each is not BROKEN)

    def used_source(self, key: str) -> Source:
        """A source that something names."""
        self.find(unbroken(key), "sources")
        return self.source(key)

    def grid_levels(self, key: str) -> tuple[tuple[Level, ...], tuple[Source, ...]]:
        """What a grid holds beside its cells."""
        form, path = self.entry_of("grids", key), f"$.grids.{key}"

        def make() -> tuple[tuple[Level, ...], tuple[Source, ...]]:
            sources = self.sources(f"{path}.source", form.source)
            levels = self.guarded(f"{path}.levels", lambda: tuple(map(_level, sound(form.levels))))
            sound(form.cells)
            return levels, sources

        return self.once(("grids", key), make)


def _level(form: LevelForm) -> Level:
    return Level(form.key, form.name, english=form.english, labels=form.labels)


def _row_field(key: str, form: Any) -> Field:
    return _field(key, mended(unbroken(form)))


def _field(key: str, form: FieldForm) -> Field:
    sound(form)
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


def _source(form: SourceForm) -> Source:
    sound(form)
    return Source(form.law, form.article, page=form.page, note=form.note, grade=form.grade)


def mended(form: Any) -> Any:
    """A form without what is at fault in words for people: the rest can be looked at all the same."""
    words = {each.name: each.default for each in attrs.fields(type(form)) if each.name in _WORDS}
    return attrs.evolve(form, **{name: text for name, text in words.items() if getattr(form, name) is BROKEN})


def unbroken(value: Any) -> Any:
    """A value that is not at fault as a whole; raises ``BrokenPiece``."""
    if value is BROKEN:
        raise BrokenPiece
    return value


def is_broken(value: Any) -> bool:
    """Whether something is at fault in what a value names of other entries."""
    if isinstance(value, list | dict):
        return any(map(is_broken, value.values() if isinstance(value, dict) else value))
    if attrs.has(type(value)):
        entries = attrs.asdict(value, recurse=False)
        return any(is_broken(each) for name, each in entries.items() if name not in _NAMELESS)
    return value is BROKEN
