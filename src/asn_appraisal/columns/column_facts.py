"""Column facts: what notes rest on, column by column, in a form that adds up over the blocks of a large file.

They are worked out when notes are asked for, over whole columns, and change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import evolve, frozen

from ..algebra.inputs import Field, Flag, Number
from ..analysis.percents import FRACTIONS_END, is_percent
from ..cells import MISSING, NAME, PERCENT, STRICT, THOUSAND, UNIT, WORD, read_cell
from ..policies import Policy
from .compiling.bounds import RECORD
from .reading.arrays import Array, Column
from .reading.raw_columns import RawColumn, as_records_hold
from .records import Records

CHANGES = ("", NAME, MISSING, PERCENT, UNIT, WORD, THOUSAND)  # what may be done about a cell
SHOWN = 5  # first rows that a note names


@frozen
class Change:
    """Cells of a column that stand for something else than they are written: how many, and in which rows first."""

    count: int
    rows: tuple[int, ...]

    def and_then(self, later: Change) -> Change:
        """This and what was changed in later rows."""
        return Change(self.count + later.count, (*self.rows, *later.rows)[:SHOWN])


@frozen
class ColumnFacts:
    """A field's column: its rows, how many hold a value, the least and the greatest of these in units of the last decimal,
    whether one is no whole number (told of percent from 0 to 2 alone), the only value if there is but one, whether rows took a
    default, and cells that were changed by what was done.
    """

    list: str | None
    field: Field
    rows: int
    present: int
    low: int
    high: int
    fractional: bool
    only: int | None
    defaulted: bool
    changes: Mapping[str, Change]

    def moved(self, start: int) -> ColumnFacts:
        """The facts with rows counted from an earlier one."""
        changes = {
            what: evolve(each, rows=tuple(row + start for row in each.rows)) for what, each in self.changes.items()
        }
        return evolve(self, changes=changes)

    def and_then(self, later: ColumnFacts) -> ColumnFacts:
        """The facts of these rows and later ones of the same column."""
        changes = {**self.changes}
        for what, change in later.changes.items():
            changes[what] = changes[what].and_then(change) if what in changes else change
        given = [each for each in (self, later) if each.present] or [self]
        return evolve(
            self,
            rows=self.rows + later.rows,
            present=self.present + later.present,
            low=min(each.low for each in given),
            high=max(each.high for each in given),
            fractional=any(each.fractional for each in given),
            only=given[0].only if len({each.only for each in given}) == 1 else None,
            defaulted=self.defaulted or later.defaulted,
            changes={what: changes[what] for what in CHANGES if what in changes},
        )


def column_facts(records: Records, policy: Policy) -> Iterator[ColumnFacts]:
    """The facts of each column that a policy reads and that is there, with rows."""
    levels = [(RECORD, policy.outline.fields), *((items.key, items.fields) for items in policy.outline.lists)]
    for level, fields in levels:
        for each in fields:
            source = records.source(level, each.key)
            if source is not None and len(source):
                yield _facts(records, level, each, source)


def _facts(records: Records, level: str, each: Field, source: RawColumn) -> ColumnFacts:
    column = records.column(level, each)
    present = _present(column)
    return ColumnFacts(
        level or None,
        each,
        len(column.values),
        int(np.count_nonzero(present)),
        int(column.low),
        int(column.high),
        _is_fractional(each, column),
        None if isinstance(each, Flag) else _only(column, present),
        bool(column.defaulted),
        dict(_changes(records, level, each, source)),
    )


def _present(column: Column) -> Array:
    """The rows that hold a value."""
    held = np.ones(len(column.values), bool)
    for mask in (column.absent, column.refused):
        if mask is not None:
            held &= ~mask
    return held


def _is_fractional(each: Field, column: Column) -> bool:
    if not isinstance(each, Number) or not is_percent(each):
        return False
    one = 10**each.decimals
    return column.low >= 0 and 0 < column.high <= FRACTIONS_END * one and bool((column.values % one != 0).any())


def _only(column: Column, present: Array) -> int | None:
    """The one value that all rows with a value hold."""
    if not present.any():
        return None
    first = column.values[int(present.argmax())]
    return int(first) if bool((column.values[present] == first).all()) else None


# --- what cells were taken for ---------------------------------------------------------------------------------------


def _changes(records: Records, level: str, each: Field, source: RawColumn) -> Iterator[tuple[str, Change]]:
    """How many cells stand for something else than they are written, by what was done."""
    if records.written.is_strict:
        return
    kinds = _kinds(each, source)
    if kinds is None:
        return
    counts = np.bincount(kinds, minlength=len(CHANGES))
    for place in range(1, len(CHANGES)):
        if counts[place]:
            rows = _table_rows(records, level, np.flatnonzero(kinds == place)[:SHOWN])
            yield CHANGES[place], Change(int(counts[place]), rows)


def _table_rows(records: Records, level: str, rows: Array) -> tuple[int, ...]:
    """Rows as those of the table that they came in; none where they came in a column of lists."""
    held = records.lists.get(level)
    if held is not None and held.order is None and held.nested:
        return ()
    return tuple(sorted((rows if held is None or held.order is None else held.order[rows]).tolist()))


def _kinds(each: Field, source: RawColumn) -> Array | None:
    """What was done about each row's cell, as a place in ``CHANGES``; None for numbers, which stand for themselves."""
    cells = source.written or STRICT

    def kind(cell: Any) -> int:
        return CHANGES.index(read_cell(each, cell, cells)[1])

    values, numbers = source.values, source.values.dtype.kind in "iufb" and source.labels is None
    if source.labels is not None:
        of_label = np.array([*map(kind, source.labels), 0], np.uint8)
        found: Array = of_label[values]
    elif numbers and not (isinstance(each, Flag) and cells.words and values.dtype.kind != "b"):
        return None
    elif numbers:
        found = np.full(len(values), CHANGES.index(WORD), np.uint8)
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
