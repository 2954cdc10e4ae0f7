"""The exact engine: the same program in integers of any size, for rows that float64 cannot decide.

What each operation means stands in ``exact_kernels``; what the program rests on is checked by ``claims`` in each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define

from ..compiling.bounds import RECORD
from ..compiling.plans import Plan
from ..compiling.programs import CODE, MASK, Program
from ..operations.exact_kernels import KERNELS, Placed, Ratio, whole_numbers
from ..reading.arrays import Array
from .blocks import ColumnPlace, Data, Live
from .claims import check_claims


@define
class Found:
    """The slots of some rows after a run, and the mask of those that are refused."""

    slots: dict[int, Any]
    count: int
    refused: Array

    def numbers(self, slot: int) -> list[int]:
        """Whole numbers of a slot; 0 for a refused row."""
        ratio = self.slots[slot]
        tops, bottoms = (np.broadcast_to(np.asarray(part, object), self.count) for part in (ratio.top, ratio.bottom))
        pairs = zip(tops.tolist(), bottoms.tolist(), self.refused.tolist(), strict=True)
        return [0 if refused else top // bottom for top, bottom, refused in pairs]

    def exactly(self, slot: int) -> list[Fraction]:
        """The numbers of a slot."""
        ratio = self.slots[slot]
        tops, bottoms = (np.broadcast_to(np.asarray(part, object), self.count) for part in (ratio.top, ratio.bottom))
        return [Fraction(top, bottom) for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True)]

    def nearest(self, slot: int) -> list[float]:
        """The floats nearest to the numbers of a slot."""
        return [float(value) for value in self.exactly(slot)]

    def plain(self, slot: int) -> Array:
        """A mask or codes."""
        return np.broadcast_to(self.slots[slot], self.count)


def run_exactly(plan: Plan, data: Data, rows: Array) -> Found:
    """The program over some records alone (their places in the columns).

    Raises a PlanError where a fact that the plan rests on does not hold in one of them.
    """
    program = plan.program
    about = _rows_of(data, rows)
    operations = program.needed(plan.results)
    used = {slot for operation in operations for slot in operation.reads} | plan.results
    loads = {place: slot for place, slot in program.loads.items() if slot in used}
    refused = data.refused_at(rows)
    slots = _loaded(program, loads, data, about)
    slots |= _loaded_live(loads, data, about, refused)
    for operation in operations:
        if operation.name == "refuse":
            _mark(refused, slots[operation.reads[0]], operation.table, about)
        elif operation.out is not None:
            reads = [slots[slot] for slot in operation.reads]
            slots[operation.out] = KERNELS[operation.name](reads, operation, about)
    check_claims(plan, data, slots, about, refused)
    return Found(slots, len(rows), refused)


def _rows_of(data: Data, rows: Array) -> Placed:
    places, counts = {RECORD: rows}, {}
    for name, ends in data.offsets.items():
        counts[name] = (ends[rows + 1] - ends[rows]).astype(np.int64)
        starts = np.repeat(ends[rows] - np.cumsum(counts[name]) + counts[name], counts[name])
        places[name] = starts + np.arange(len(starts))
    return Placed(places, counts)


def _loaded(program: Program, loads: Mapping[ColumnPlace, int], data: Data, about: Placed) -> dict[int, Any]:
    """The slots of columns that stand as arrays, and of counts of rows."""
    slots: dict[int, Any] = {}
    for (table, key, what), slot in loads.items():
        if what == "count":
            slots[slot] = Ratio(whole_numbers(about.counts[key]))
        elif isinstance(column := data.columns.get((table, key, what)), np.ndarray):
            values = column[about.places[table]]
            slots[slot] = values if program.kinds[slot] in {MASK, CODE} else Ratio(whole_numbers(values))
        elif what == "absent":  # a plan made for gaps serves a column without any
            slots[slot] = np.zeros(len(about.places[table]), bool)
    return slots


def _loaded_live(loads: Mapping[ColumnPlace, int], data: Data, about: Placed, refused: Array) -> dict[int, Any]:
    """The slots of columns that are read live; all of them are read, for the faults in them."""
    slots: dict[int, Any] = {}
    for (table, key, what), column in data.columns.items():
        if isinstance(column, Live):
            values, bad, gaps = column.picked(about.places[table])
            if bad is not None:
                _mark(refused, bad, table, about)
            if (table, key, what) in loads:
                slots[loads[table, key, what]] = Ratio(whole_numbers(values))
            if (table, key, "absent") in loads:
                slots[loads[table, key, "absent"]] = np.zeros(len(values), bool) if gaps is None else gaps
    return slots


def _mark(marks: Array, mask: Any, table: str, about: Placed) -> None:
    mask = np.broadcast_to(mask, len(about.places[table]))
    if table == RECORD:
        np.logical_or(marks, mask, out=marks)
    else:
        owner = np.repeat(np.arange(len(marks)), about.counts[table])
        marks[owner[mask]] = True
