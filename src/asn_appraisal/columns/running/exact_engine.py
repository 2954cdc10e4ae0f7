"""The exact engine: the same program in whole numbers, for rows that float64 cannot decide.

Each operation defines its exact meaning; ``claims`` checks the assumptions of the program in each row. Most rows are
decided in 64 bits, the others in Python's integers of any size.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, evolve

from ..compiling.bounds import RECORD
from ..compiling.plans import Plan
from ..compiling.programs import Program
from ..operations.operation import ExactRun
from ..operations.ratios import Ratio
from ..operations.storage import CODE, MASK
from ..operations.whole_arrays import floor_quotients, nearest_quotients, picked
from ..reading.arrays import Array
from .blocks import ColumnPlace, Data, Live
from .claims import check_claims


@define
class Found:
    """The slots of some records after a run, and the mask of the refused ones."""

    slots: dict[int, Any]
    count: int
    refused: Array

    def numbers(self, slot: int) -> Array:
        """Whole numbers of a slot, in 64 bits or Python's; 0 for a refused row."""
        found = self.slots[slot]
        whole = np.broadcast_to(floor_quotients(found.top, found.bottom), self.count)
        return np.asarray(picked(self.refused, 0, whole))

    def exactly(self, slot: int) -> list[Fraction]:
        """The numbers of a slot."""
        tops, bottoms = self.slots[slot].parts(self.count)
        return [Fraction(top, bottom) for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True)]

    def nearest(self, slot: int) -> Array:
        """The floats nearest to the numbers of a slot."""
        found = self.slots[slot]
        return np.broadcast_to(nearest_quotients(found.top, found.bottom), self.count)

    def plain(self, slot: int) -> Array:
        """A mask or codes."""
        return np.broadcast_to(self.slots[slot], self.count)


def run_exactly(plan: Plan, data: Data, rows: Array) -> Found:
    """Run the program on some records alone, given by their indices, in Python's integers.

    Raises a PlanError where a fact that the plan rests on does not hold in one of them.
    """
    return _found(plan, data, _rows_of(data, rows))


def run_in_64_bits(plan: Plan, data: Data, rows: Array) -> tuple[Found, Array]:
    """The same in 64 bits, many times faster, and the mask of the records that must be run in Python's integers.

    These have a quotient that is not over the denominator chosen for all rows. A slot whose numbers might not fit is in
    Python's integers here too. Raises the same error.
    """
    left = np.zeros(len(rows), np.bool_)
    return _found(plan, data, evolve(_rows_of(data, rows), left=left)), left


def _found(plan: Plan, data: Data, run: ExactRun) -> Found:
    program = plan.program
    operations = program.needed(plan.results)
    used = {slot for operation in operations for slot in operation.reads} | plan.results
    loads = {place: slot for place, slot in program.loads.items() if slot in used}
    _load(program, loads, data, run)
    _load_live(loads, data, run)
    for operation in operations:
        written = operation.exactly(run)
        if operation.out is not None:
            run.slots[operation.out] = written
    check_claims(plan, data, run)
    return Found(run.slots, len(run.refused), run.refused)


def _rows_of(data: Data, rows: Array) -> ExactRun:
    places, counts = {RECORD: rows}, {}
    for name, ends in data.offsets.items():
        counts[name] = (ends[rows + 1] - ends[rows]).astype(np.int64)
        starts = np.repeat(ends[rows] - np.cumsum(counts[name]) + counts[name], counts[name])
        places[name] = starts + np.arange(len(starts))
    return ExactRun(places, counts, data.refused_at(rows))


def _load(program: Program, loads: Mapping[ColumnPlace, int], data: Data, run: ExactRun) -> None:
    """Fill the slots of columns that are arrays, and of counts of rows."""
    for (table, key, what), slot in loads.items():
        if what == "count":
            run.slots[slot] = Ratio(run.whole_numbers(run.counts[key]))
        elif isinstance(column := data.columns.get((table, key, what)), np.ndarray):
            values = column[run.places[table]]
            run.slots[slot] = values if program.kinds[slot] in {MASK, CODE} else Ratio(run.whole_numbers(values))
        elif what == "absent":  # a plan made for gaps serves a column without any
            run.slots[slot] = np.zeros(run.size(table), bool)


def _load_live(loads: Mapping[ColumnPlace, int], data: Data, run: ExactRun) -> None:
    """Fill the slots of columns that are read live; all of them are read, for the faults in them."""
    for (table, key, what), column in data.columns.items():
        if isinstance(column, Live):
            values, bad, gaps = column.picked(run.places[table])
            if bad is not None:
                run.refuse(table, bad)
            if (table, key, what) in loads:
                run.slots[loads[table, key, what]] = Ratio(run.whole_numbers(values))
            if (table, key, "absent") in loads:
                run.slots[loads[table, key, "absent"]] = np.zeros(len(values), bool) if gaps is None else gaps
