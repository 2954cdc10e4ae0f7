"""Column notes: what looks wrong in columns that could be read, and what their cells were taken for.

They are worked out when they are asked for, over whole columns, and change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ..algebra.combinations import Weighted
from ..algebra.inputs import Field, Flag, Number
from ..analysis.walks import expressions
from ..cells import MISSING, NAME, PERCENT, PERCENT_UNITS, STRICT, THOUSAND, UNIT, WORD, read_cell
from ..notes import Note
from ..numbers import to_text
from ..policies import Policy
from ..similar_names import closest
from .compiling.bounds import RECORD
from .reading.arrays import Array, Column
from .reading.frames import Table
from .reading.raw_columns import RawColumn, as_records_hold
from .records import Records

_CODES = {
    "": "",
    NAME: "ASN475",
    MISSING: "ASN476",
    PERCENT: "ASN477",
    UNIT: "ASN478",
    WORD: "ASN479",
    THOUSAND: "ASN480",
}
_CHANGES = tuple(_CODES)
_MANY = 20  # rows from which on it is odd that all of them hold one value
_MOST_NAMES = 500  # unused columns up to which their names are compared
_SHOWN = 5  # first rows that a note names
_PERCENT_ENDS = (100, 200)  # between these a range from 0 without a unit ends that is one of percent


@frozen(eq=False)
class _Read:
    """A field's column as it came and as it was read, and the list that it is in."""

    records: Records
    level: str
    field: Field
    source: RawColumn
    column: Column

    def note(self, code: str, *, count: int | None = None, rows: Array | None = None, **facts: str) -> Note:
        """A note on the column; ``rows`` are places in it."""
        shown: tuple[int, ...] = ()
        if rows is not None and (lines := self._table_rows(rows[:_SHOWN])) is not None:
            shown = tuple(sorted(lines.tolist()))
        return Note(code, list=self.level or None, field=self.field.key, count=count, rows=shown, facts=facts)

    def _table_rows(self, rows: Array) -> Array | None:
        held = self.records.lists.get(self.level)
        if held is None or (held.order is None and not held.nested):
            return rows
        return None if held.order is None else held.order[rows]

    @property
    def present(self) -> Array:
        """The rows that hold a value."""
        held = np.ones(len(self.column.values), bool)
        for mask in (self.column.absent, self.column.refused):
            if mask is not None:
                held &= ~mask
        return held


def column_notes(records: Records, policy: Policy) -> tuple[Note, ...]:
    """What there is to note of the columns that a policy reads, and of columns that it does not."""
    read = list(_columns(records, policy))
    notes = [*_collected(records), *_names(records), *_near_names(records, policy), *_points(read, policy)]
    for each in read:
        notes += [*_changes(each), *_fractions(each), *_constant(each)]
    return tuple(notes)


def _columns(records: Records, policy: Policy) -> Iterator[_Read]:
    levels = [(RECORD, policy.outline.fields), *((items.key, items.fields) for items in policy.outline.lists)]
    for level, fields in levels:
        for each in fields:
            source = records.source(level, each.key)
            if source is not None and len(source):
                yield _Read(records, level, each, source, records.column(level, each))


def _collected(records: Records) -> Iterator[Note]:
    """Lazy tables, all of whose rows are in memory now."""
    tables = [(None, records.table), *((name, rows.table) for name, rows in records.lists.items())]
    for name, table in tables:
        if table is not None and table.collected:
            yield Note("ASN462", list=name, facts={"rows": str(table.count)})


# --- names of columns ------------------------------------------------------------------------------------------------


def _names(records: Records) -> Iterator[Note]:
    """Columns that were to be renamed, and are in no table."""
    tables = [records.table, *(rows.table for rows in records.lists.values())]
    known = {name for table in tables if table is not None for name in table.original_names or table.names}
    for old in records.written.rename:
        if old not in known:
            yield Note("ASN481", field=old)


def _near_names(records: Records, policy: Policy) -> Iterator[Note]:
    """Unused columns whose names are close to an absent field's that may be absent."""
    tables: list[tuple[str | None, tuple[Field, ...], Table | None]] = [(None, policy.outline.fields, records.table)]
    tables += [
        (items.key, items.fields, records.lists[items.key].table)
        for items in policy.outline.lists
        if items.key in records.lists
    ]
    used = {*records.key, *(items.key for items in policy.outline.lists)}
    for list_key, fields, table in tables:
        if table is None:
            continue
        lacking = [each.key for each in fields if each.key not in table.names]
        known = used | {each.key for each in fields}
        unused = [name for name in table.names if name not in known]
        for name in unused if lacking and len(unused) <= _MOST_NAMES else ():
            near = closest(name, lacking, 1)
            if near and _digits(name) == _digits(near[0]):
                yield Note("ASN473", list=list_key, field=name, facts={"meant": near[0]})


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


# --- values ----------------------------------------------------------------------------------------------------------


def _is_percent(each: Field) -> bool:
    if not isinstance(each, Number):
        return False
    least, most = _PERCENT_ENDS
    if each.unit.casefold() in PERCENT_UNITS:
        return each.high is None or each.high >= least
    return not each.unit and each.low == 0 and each.high is not None and least <= each.high <= most


def _fractions(read: _Read) -> Iterator[Note]:
    """A percent column in which all values are from 0 to 2, and not all of them whole."""
    field, column = read.field, read.column
    if not isinstance(field, Number) or not _is_percent(field) or column.low < 0:
        return
    one = 10**field.decimals
    if 0 < column.high <= 2 * one and bool((column.values % one != 0).any()):
        yield read.note("ASN470", low=_end(field.low), high=_end(field.high))


def _end(value: Any) -> str:
    return "" if value is None else to_text(value)


def _constant(read: _Read) -> Iterator[Note]:
    """A column of many rows that holds one value alone; flags often do."""
    if isinstance(read.field, Flag) or len(read.column.values) < _MANY or read.column.defaulted:
        return
    values, present = read.column.values, read.present
    count = int(np.count_nonzero(present))
    if count < _MANY:
        return
    first = values[int(present.argmax())]
    if bool((values[present] == first).all()):
        yield read.note("ASN472", count=count)


def _points(read: list[_Read], policy: Policy) -> Iterator[Note]:
    """Percent columns of one weighted sum, none of whose values is above its weight: points of the total, surely."""
    columns: dict[Any, _Read] = {each.field: each for each in read if _is_percent(each.field) and not each.level}
    roots = [root for root in (policy.score, policy.band) if root is not None]
    for part in expressions(*roots):
        if not isinstance(part, Weighted) or len(part.parts) < 2 or not all(each in columns for each in part.parts):
            continue
        held = [(columns[each], weight) for each, weight in zip(part.parts, part.weights, strict=True)]
        within = all(each.present.any() and _within(each, weight) for each, weight in held)
        if within and not all(_within(each, Fraction(2)) for each, _ in held):  # fractions have a note of their own
            names = ", ".join(f"{each.field.key} ({to_text(weight)})" for each, weight in held)
            yield Note("ASN471", facts={"fields": names})


def _within(read: _Read, end: Fraction) -> bool:
    return isinstance(read.field, Number) and read.column.high <= end * 10**read.field.decimals


# --- what cells were taken for ---------------------------------------------------------------------------------------


def _changes(read: _Read) -> Iterator[Note]:
    """How many cells stand for something else than they are written, by what was done."""
    if read.records.written.is_strict:
        return
    kinds = _kinds(read.field, read.source)
    if kinds is None:
        return
    counts = np.bincount(kinds, minlength=len(_CHANGES))
    for place in range(1, len(_CHANGES)):
        if counts[place]:
            rows = np.flatnonzero(kinds == place)[:_SHOWN]
            yield read.note(_CODES[_CHANGES[place]], count=int(counts[place]), rows=rows, unit=_unit(read.field))


def _unit(each: Field) -> str:
    return each.unit if isinstance(each, Number) else ""


def _kinds(each: Field, source: RawColumn) -> Array | None:
    """What was done about each row's cell, as a place in ``_CHANGES``; None for numbers, which stand for themselves."""
    cells = source.written or STRICT

    def kind(cell: Any) -> int:
        return _CHANGES.index(read_cell(each, cell, cells)[1])

    values, numbers = source.values, source.values.dtype.kind in "iufb" and source.labels is None
    if source.labels is not None:
        of_label = np.array([*map(kind, source.labels), 0], np.uint8)
        found: Array = of_label[values]
    elif numbers and not (isinstance(each, Flag) and cells.words and values.dtype.kind != "b"):
        return None
    elif numbers:
        found = np.full(len(values), _CHANGES.index(WORD), np.uint8)
        found[np.isnan(values) if values.dtype.kind == "f" else np.zeros(len(values), bool)] = 0
    else:
        held = as_records_hold(values) if source.decimal is None else source.texts()
        if set(map(type, held)) <= {str, type(None)}:
            found = np.fromiter(map(_Kinds(kind).__getitem__, held), np.uint8, len(held))
        else:
            found = np.fromiter(map(kind, held), np.uint8, len(held))
    if source.absent is not None:
        found[source.absent] = 0
    return found


class _Kinds(dict[Any, int]):
    """What was done about texts, each looked at once."""

    def __init__(self, kind: Callable[[Any], int]) -> None:
        super().__init__()
        self.kind = kind

    def __missing__(self, text: Any) -> int:
        self[text] = self.kind(text)
        return self[text]
