"""Placed faults: what is wrong with the cells of a table, found in its columns, each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from attrs import evolve, frozen

from ..analysis.outlines import Outline
from ..appraising.readings import labels_of
from ..faults import Fault
from .compiling.bounds import RECORD
from .reading.arrays import Array
from .reading.cell_faults import cell_faults

_NO_ROW = -1  # the place of a fault that is of a whole record or a whole list


@frozen(eq=False)
class PlacedFaults:
    """Faults of cells and of lists that are too short, by record, then in the order in which a record's reading has them.

    ``records`` and ``places`` (the row of the list among all of its rows, -1 for none) say where, ``kinds`` which of
    ``different`` it is.
    """

    table: Any
    records: Array
    places: Array
    kinds: Array
    different: tuple[Fault, ...]

    @classmethod
    def of(cls, table: Any, outline: Outline, keyed: Array) -> PlacedFaults:
        """The faults of all columns that a policy reads."""
        return cls._gathered(table, outline, list(_pieces(table, outline, keyed)))

    @classmethod
    def of_present(cls, table: Any, outline: Outline, keyed: Array) -> PlacedFaults:
        """The faults of the columns and lists that are there at all, where others are missing."""
        pieces = _pieces(table, outline, keyed)
        return cls._gathered(table, outline, [each for each in pieces if not each[3] or _is_present(table, each[3][0])])

    @classmethod
    def of_lists(cls, table: Any, outline: Outline, rows: Mapping[str, Array]) -> PlacedFaults:
        """The faults of some rows of lists, masks by list."""
        everywhere, pieces = np.zeros(table.count, bool), []
        for items in outline.lists:
            for each in items.fields if items.key in rows else ():
                for records, places, kinds, faults in _column_faults(table, items.key, each, everywhere):
                    kept = rows[items.key][places]
                    pieces.append((records[kept], places[kept], kinds[kept], faults))
        return cls._gathered(table, outline, pieces)

    @classmethod
    def _gathered(cls, table: Any, outline: Outline, pieces: list[_Piece]) -> PlacedFaults:
        counts = np.cumsum([0, *(len(faults) for *_, faults in pieces)]).tolist()
        different = tuple(fault for *_, faults in pieces for fault in faults)
        if not pieces:
            nothing = np.zeros(0, np.int64)
            return cls(table, nothing, nothing, nothing, different)
        records, places = (np.concatenate([piece[at] for piece in pieces]) for at in (0, 1))
        kinds = np.concatenate([piece[2] + first for piece, first in zip(pieces, counts, strict=False)])
        levels = np.array([_position(outline, fault.list) for fault in different], np.int64)[kinds]
        order = np.lexsort((places, levels, records))  # stable: fields keep their order
        return cls(table, records[order], places[order], kinds[order], different)

    def holders(self, count: int) -> Array:
        """Which of so many records have a fault."""
        found = np.zeros(count, bool)
        found[self.records] = True
        return found

    def faults(self, start: int, stop: int) -> Iterator[Fault]:
        """Some of the faults, each with its place."""
        table, lists = self.table, self.table.lists
        key, before = None, -1
        columns = (each[start:stop].tolist() for each in (self.records, self.places, self.kinds))
        for record, place, kind in zip(*columns, strict=True):
            if record != before:
                key, before = None if table.keys is None else table.keys.text(record), record
            fault = self.different[kind]
            rows = None if place == _NO_ROW else lists.get(fault.list or "")
            item_row = None if rows is None else rows.own_row(record, place)
            yield Fault(
                fault.code,
                row=record,
                key=key,
                list=fault.list,
                item_row=item_row,
                field=fault.field,
                kind=fault.kind,
                facts=fault.facts,
            )

    def counted(self, start: int) -> list[tuple[Fault, int]]:
        """From one fault on, the first of each kind with their number."""
        _, firsts, counts = np.unique(self.kinds[start:], return_index=True, return_counts=True)
        order = np.argsort(firsts)
        return [
            (next(self.faults(start + at, start + at + 1)), count)
            for at, count in zip(firsts[order].tolist(), counts[order].tolist(), strict=True)
        ]


# Records, places and kinds of faults, and the faults.
_Piece = tuple[Array, Array, Array, tuple[Fault, ...]]


def _position(outline: Outline, name: str | None) -> int:
    """Where the faults of a list come among those of a record."""
    return 0 if name is None else 1 + [items.key for items in outline.lists].index(name)


def _pieces(table: Any, outline: Outline, keyed: Array) -> Iterator[_Piece]:
    """The faults of each column, and of each list that is too short."""
    # What a record holds in place of a list can only be shown by its own appraisal, with all else that is wrong there.
    told_alone = np.zeros(table.count, bool)
    for mask in table.broken.values():
        told_alone |= mask
    for field in outline.fields:
        yield from _column_faults(table, RECORD, field, told_alone)
    for items in outline.lists:
        rows = table.lists.get(items.key)
        if not items.optional and items.at_least:
            short = (np.diff(table.offsets(items.key)) < items.at_least) & ~told_alone
            if rows is not None and not rows.nested:
                short &= ~keyed  # it has rows, which were joined to no record
            records = np.flatnonzero(short)
            fault = Fault("ASN411", list=items.key, facts={"least": str(items.at_least), **labels_of(items)})
            yield records, np.full(len(records), _NO_ROW), np.zeros(len(records), np.int64), (fault,)
        for field in items.fields:
            yield from _column_faults(table, items.key, field, told_alone)


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
    kept = ~told_alone[records]
    yield records[kept], places[kept], found.kinds[kept], faults


def _is_present(table: Any, fault: Fault) -> bool:
    """Whether the column, or the list, that a fault is of is there."""
    if fault.field is None:
        return fault.list in table.lists
    found: bool = table.source(fault.list or RECORD, fault.field) is not None
    return found
