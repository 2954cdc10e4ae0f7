"""Placed faults: what is wrong with the cells and lists of a table, found in its columns, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from attrs import evolve, frozen

from ..algebra.items import Items
from ..analysis.outlines import Outline
from ..appraising.readings import counting, few_rows, many_rows, repeated_row
from ..faults import REPEATED, Fault, facts_of_earlier
from .compiling.bounds import RECORD
from .reading.arrays import Array
from .reading.cell_faults import cell_faults

_NO_ROW = -1  # the place of a fault that is of a whole record or a whole list


@frozen(eq=False)
class PlacedFaults:
    """Faults of cells, of lists with too few or too many rows and of repeated rows, by record, then in the order in which a
    record's reading has them.

    ``records`` and ``places`` (the row of the list among all of its rows, -1 for none) say where, ``kinds`` which of
    ``different`` it is; ``numbers`` are what the fault tells beyond that: the place of the row that is repeated, or how
    many rows there are.
    """

    table: Any
    records: Array
    places: Array
    kinds: Array
    numbers: Array
    different: tuple[Fault, ...]

    @classmethod
    def of(cls, table: Any, outline: Outline, keyed: Array) -> PlacedFaults:
        """The faults of all columns that a policy reads."""
        return cls._gathered(table, outline, list(_pieces(table, outline, keyed)))

    @classmethod
    def of_present(cls, table: Any, outline: Outline, keyed: Array) -> PlacedFaults:
        """The faults of the columns and lists that are there at all, where others are missing."""
        pieces = _pieces(table, outline, keyed)
        present = (each for each in pieces if not each.faults or _is_present(table, each.faults[0]))
        return cls._gathered(table, outline, [*present])

    @classmethod
    def of_lists(
        cls, table: Any, outline: Outline, rows: Mapping[str, Array], unreadable: Mapping[str, Array | None]
    ) -> PlacedFaults:
        """The faults of some rows of lists, masks by list; a row repeats none of those that are unreadable."""
        everywhere, pieces = np.zeros(table.count, bool), []
        for items in outline.lists:
            if (chosen := rows.get(items.key)) is not None:
                found = _row_faults(table, items, everywhere, unreadable[items.key])
                pieces += [piece.at(chosen[piece.places]) for piece in found]
        return cls._gathered(table, outline, pieces)

    @classmethod
    def _gathered(cls, table: Any, outline: Outline, pieces: list[_Piece]) -> PlacedFaults:
        counts = np.cumsum([0, *(len(piece.faults) for piece in pieces)]).tolist()
        different = tuple(fault for piece in pieces for fault in piece.faults)
        if not pieces:
            nothing = np.zeros(0, np.int64)
            return cls(table, nothing, nothing, nothing, nothing, different)
        records, places, numbers = (
            np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("records", "places", "numbers")
        )
        kinds = np.concatenate([piece.kinds + first for piece, first in zip(pieces, counts, strict=False)])
        levels = np.array([_position(outline, fault.list) for fault in different], np.int64)[kinds]
        order = np.lexsort((places, levels, records))  # stable: fields keep their order
        return cls(table, records[order], places[order], kinds[order], numbers[order], different)

    def holders(self, count: int) -> Array:
        """Which of so many records have a fault."""
        found = np.zeros(count, bool)
        found[self.records] = True
        return found

    def faults(self, start: int, stop: int) -> Iterator[Fault]:
        """Some of the faults, each with its place."""
        table, lists = self.table, self.table.lists
        key, before = None, -1
        columns = (each[start:stop].tolist() for each in (self.records, self.places, self.kinds, self.numbers))
        for record, place, kind, number in zip(*columns, strict=True):
            if record != before:
                key, before = None if table.keys is None else table.keys.text(record), record
            fault = self.different[kind]
            rows = None if place == _NO_ROW else lists.get(fault.list or "")
            item_row = None if rows is None else rows.own_row(record, place)
            facts = fault.facts
            if fault.code == REPEATED and rows is not None:
                facts += facts_of_earlier(rows.own_row(record, number))
            elif number >= 0:
                facts = counting(fault, number).facts
            yield Fault(
                fault.code,
                row=record,
                key=key,
                list=fault.list,
                item_row=item_row,
                field=fault.field,
                kind=fault.kind,
                facts=facts,
            )

    def counted(self, start: int) -> list[tuple[Fault, int]]:
        """From one fault on, the first of each kind with their number."""
        _, firsts, counts = np.unique(self.kinds[start:], return_index=True, return_counts=True)
        order = np.argsort(firsts)
        found = []
        for at, count in zip(firsts[order].tolist(), counts[order].tolist(), strict=True):
            (fault,) = self.faults(start + at, start + at + 1)
            # What the first tells beyond its kind is not true of the others.
            found.append(
                (evolve(fault, facts=self.different[self.kinds[start + at]].facts) if count > 1 else fault, count)
            )
        return found


@frozen(eq=False)
class _Piece:
    """Records, places, kinds and numbers of faults, and the faults."""

    records: Array
    places: Array
    kinds: Array
    numbers: Array
    faults: tuple[Fault, ...]

    def at(self, kept: Array) -> _Piece:
        """Some of the faults, by a mask."""
        return _Piece(self.records[kept], self.places[kept], self.kinds[kept], self.numbers[kept], self.faults)


def _piece(fault: Fault, records: Array, places: Array | None = None, numbers: Array | None = None) -> _Piece:
    """One fault in several records."""
    nothing = np.full(len(records), _NO_ROW)
    kinds = np.zeros(len(records), np.int64)
    places, numbers = (nothing if each is None else each for each in (places, numbers))
    return _Piece(records, places, kinds, numbers, (fault,))


def _position(outline: Outline, name: str | None) -> int:
    """Where the faults of a list come among those of a record."""
    return 0 if name is None else 1 + [items.key for items in outline.lists].index(name)


def _pieces(table: Any, outline: Outline, keyed: Array) -> Iterator[_Piece]:
    """The faults of each column, of lists with too few or too many rows, and of repeated rows."""
    # What a record holds in place of a list can only be shown by its own appraisal, with all else that is wrong there.
    told_alone = np.zeros(table.count, bool)
    for mask in table.broken.values():
        told_alone |= mask
    for field in outline.fields:
        yield from _column_faults(table, RECORD, field, told_alone)
    for items in outline.lists:
        rows, counts = table.lists.get(items.key), np.diff(table.offsets(items.key))
        if not items.optional and items.at_least:
            short = (counts < items.at_least) & ~told_alone
            if rows is not None and not rows.nested:
                short &= ~keyed  # it has rows, which were joined to no record
            yield _piece(few_rows(items), np.flatnonzero(short))
        if items.at_most is not None:
            records = np.flatnonzero((counts > items.at_most) & ~told_alone)
            yield _piece(many_rows(items), records, numbers=counts[records])
        yield from _row_faults(table, items, told_alone)


def _row_faults(table: Any, items: Items, told_alone: Array, left_out: Array | None = None) -> Iterator[_Piece]:
    """The faults of the rows of a list; those that are left out are repeated by none."""
    for field in items.fields:
        yield from _column_faults(table, items.key, field, told_alone)
    if items.unique:
        places, earlier = table.repeats(items, left_out)
        holders = np.searchsorted(table.offsets(items.key), places, side="right") - 1
        kept = ~told_alone[holders]
        yield _piece(repeated_row(items), holders[kept], places[kept], earlier[kept])


def _column_faults(table: Any, level: str, field: Any, told_alone: Array) -> Iterator[_Piece]:
    refused = table.column(level, field).refused
    if refused is None:
        return
    found = cell_faults(field, table.cells(level, field.key), np.flatnonzero(refused), floats=table.floats)
    if level == RECORD:
        records, places = found.rows, np.full(len(found.rows), _NO_ROW)
        faults = found.faults
    else:
        records = np.searchsorted(table.offsets(level), found.rows, side="right") - 1
        places, faults = found.rows, tuple(evolve(fault, list=level) for fault in found.faults)
    nothing = np.full(len(records), _NO_ROW)
    yield _Piece(records, places, found.kinds, nothing, faults).at(~told_alone[records])


def _is_present(table: Any, fault: Fault) -> bool:
    """Whether the column, or the list, that a fault is of is there."""
    if fault.field is None:
        return fault.list in table.lists
    found: bool = table.source(fault.list or RECORD, fault.field) is not None
    return found
