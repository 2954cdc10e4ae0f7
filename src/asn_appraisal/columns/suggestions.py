"""Suggestions: how the cells of a table seem to be written; a proposal to look at, never applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import evolve

from ..algebra.inputs import Field, Number
from ..analysis.outlines import Outline
from ..appraising.readings import Unreadable, is_absent
from ..arguments import checked_type
from ..cells import STRICT, Cells, cell_value, read_cell
from ..numbers import UnreadableNumber
from ..policies import Policy, checked_policy
from ..similar_names import NearMisses, fold
from .lazy_tables import opened
from .reading.frames import Table
from .reading.raw_columns import as_records_hold
from .reading.value_readers import reader_of
from .records import Records

# What people write for no value; a dash of any length, and Excel's error for it.
TOKENS = frozenset(
    {"-", "--", "–", "—", ".", "?", "n/a", "na", "#n/a", "nan", "null", "none", "nil", "not available", "tidak tersedia",
     "tidak ada data", "tidak diisi", "kosong", "belum ada", "belum diisi"}
)  # fmt: skip
# Numbers that tell the decimal sign: one sign before other than three digits, or behind groups of the other sign.
_COMMA = re.compile(
    r"-?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})"
)
_POINT = re.compile(
    r"-?(?:[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})"
)
_UNCLEAR = re.compile(
    r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3}|(?:,[0-9]{3})+(?:\.[0-9]+)?)"
)  # a point alone leaves these unread
_GROUPED_BY_COMMAS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_MOST_TEXTS = 10_000  # different texts of a column that are looked at
_Texts = dict[Field, list[Any]]


def suggest_cells(table: object, policy: Policy, *, items: Mapping[str, object] | None = None) -> Cells:
    """The ``Cells`` with which most of a table would be read, to be looked at and passed on by the caller.

    ``table`` is any table, a lazy one too, or ``Records``; ``items`` are those of lists. Columns are matched to fields by their keys and
    names, in any case. A decimal sign is proposed only where cells leave no other reading; texts for missing values only
    if they are usual ones. What no cells would mend stays a fault, to be seen when the table is scored.

    >>> from asn_appraisal import schemes
    >>> table = {"Nilai SKP": ["98,5%", "N/A"], "nilai_perilaku": ["90", "88,25"]}
    >>> suggest_cells(table, schemes.get("pp-30-2019"))
    Cells(decimal='comma', missing=('N/A',), units=True, rename={'Nilai SKP': 'nilai_skp'})
    """
    checked_policy(policy, table=table)
    checked_type(items, "items", Mapping, type(None))
    outline = policy.outline
    levels = list(_levels(outline, table, items or {}))
    rename: dict[str, str] = {}
    for fields, held in levels:
        rename |= _new_names(held, [*fields, *_lists(outline, held)])
    texts: _Texts = {}
    for fields, held in levels:
        renamed = held.renamed(Cells(rename=rename)) if _free(held, rename) else held
        for each in fields:
            if each.key in renamed.names:
                texts.setdefault(each, []).extend(_values(renamed, each.key))
    return _settled(texts, rename)


def _levels(outline: Outline, table: object, items: Mapping[str, object]) -> Iterator[tuple[tuple[Field, ...], Table]]:
    """The tables of records and lists, each with the fields that it may hold."""
    fields = {each.key: each.fields for each in outline.lists}
    if isinstance(table, Records):
        if table.table is not None:
            yield outline.fields, table.table
        items = {name: rows.table for name, rows in table.lists.items()}
    elif table is not None:
        held = opened(table)
        yield outline.fields, held
        nested = {name for name in held.names if name in fields and not held.in_file}
        items = {**{name: held.rows(name)[0] for name in nested}, **items}
    for name, rows in items.items():
        if name in fields:
            yield fields[name], opened(rows)


def _lists(outline: Outline, table: Table) -> list[Any]:
    return [] if table.in_file else list(outline.lists)


# --- names of columns ------------------------------------------------------------------------------------------------


def _new_names(table: Table, entries: Iterable[Any]) -> dict[str, str]:
    """Columns whose names are another writing of an absent field's key, or its name in a language."""
    absent = [each for each in entries if each.key not in table.names]
    known: dict[str, str | None] = {}
    for each in absent:
        for name in {fold(each.key), fold(each.called("id")), fold(each.called("en"))} - {""}:
            known[name] = each.key if name not in known else None
    near = NearMisses(each.key for each in absent)
    taken = {each.key for each in entries}
    found: dict[str, str] = {}
    for column in table.names:
        new = known.get(fold(column)) or near.meant(column)
        if column not in taken and new is not None and new not in found.values():
            found[column] = new
    return found


def _free(table: Table, rename: Mapping[str, str]) -> bool:
    """Whether columns can be renamed so without two of one name."""
    return not any(old in table.names and new in table.names for old, new in rename.items())


# --- values ----------------------------------------------------------------------------------------------------------


def _values(table: Table, name: str) -> list[Any]:
    """The different values of a column that strict reading may stumble on: texts, and numbers of flags."""
    source = table.source(name)
    values = source.values
    if source.labels is not None:
        return list(source.labels)
    if source.decimal is not None:
        return list(dict.fromkeys(source.texts()))[:_MOST_TEXTS]
    if values.dtype.kind in "iuf" and source.scale is None:
        return [each for each in np.unique(values[:_MOST_TEXTS]).tolist() if each == each]
    held = as_records_hold(values)
    texts = dict.fromkeys(each for each in held if isinstance(each, str))
    return [*list(texts)[:_MOST_TEXTS], *(each for each in held[:_MOST_TEXTS] if type(each) in (int, float))]


def _settled(texts: _Texts, rename: dict[str, str]) -> Cells:
    """The cells that read the values, one question after the other; an answer is kept where it mends a value."""
    held = [(each, value) for each, values in texts.items() for value in values if not is_absent(value)]
    tokens: dict[str, str] = {}
    for each, value in held:
        if isinstance(value, str) and value.strip().casefold() in TOKENS and not _reads(each, value, STRICT):
            tokens.setdefault(value.strip().casefold(), value.strip())
    cells = Cells(rename=rename, missing=tuple(tokens.values()))
    answers: tuple[dict[str, Any], ...] = ({"units": True}, {"words": True}, {"names": True})
    for answer in answers:
        tried = evolve(cells, **answer)
        if any(_is_mended(each, value, cells, tried) for each, value in held):
            cells = tried
    numbers = [cell_value(each, value, cells) for each, value in held if isinstance(each, Number)]
    return evolve(cells, **_signs([text.strip() for text in numbers if isinstance(text, str)]))


def _is_mended(each: Field, value: Any, cells: Cells, tried: Cells) -> bool:
    """Whether a value that stood for itself stands for another one in other cells, which need not be read by then."""
    found = cell_value(each, value, tried)
    return not isinstance(found, Unreadable) and read_cell(each, value, cells) != read_cell(each, value, tried)


def _reads(each: Field, value: Any, cells: Cells) -> bool:
    plain = cell_value(each, value, cells)
    if isinstance(plain, Unreadable):
        return False
    try:
        reader_of(each, "quantize")(plain)
    except UnreadableNumber:
        return False
    return True


def _signs(numbers: list[str]) -> dict[str, Any]:
    """The signs of decimals and thousands, where all numbers that tell agree."""
    comma = any(map(_COMMA.fullmatch, numbers))
    point = any(map(_POINT.fullmatch, numbers))
    if comma and not point:
        return {"decimal": "comma"}
    if not point or comma or not any(map(_UNCLEAR.fullmatch, numbers)):
        return {}
    grouped = any(map(_GROUPED_BY_COMMAS.fullmatch, numbers))
    return {"decimal": "point", "thousands": "comma"} if grouped else {"decimal": "point"}
