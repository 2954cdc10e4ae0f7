"""The float engine: runs a plan over blocks of rows that stay in cache, with every buffer made once.

Rows that the float program sets aside as too close to call go to the exact engine; rows that it refuses are only marked,
and the record's own appraisal says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, frozen

from ...errors import PlanError
from ..compiling.bounds import RECORD
from ..compiling.plans import MOST_UNITS, Plan
from ..compiling.programs import buffers
from ..operations.operation import Block, Kernel, Operation, mark
from ..operations.storage import CODE, TYPES
from ..operations.whole_arrays import magnitude, nearest_quotients
from ..reading.arrays import Array
from .blocks import ColumnPlace, Data, Live, Stretch, stretches
from .exact_engine import Found, run_exactly, run_in_64_bits

BLOCK = 3 << 15  # rows at once: a few arrays of them fit half of a core's cache
EXACT_BLOCK = 1 << 14  # the exact engine's numbers of a row are many: their arrays are to stay in cache too
THREADED = 10**6  # with fewer records threads cost more than they save
_NOWHERE: Array = np.empty(0)  # the output of an operation that writes nothing
_CHECKED: ContextVar[bool] = ContextVar("every_row_checked", default=False)


@contextmanager
def every_row_checked(*, on: bool = True) -> Iterator[None]:
    """Within it each row of a run goes to the exact engine too: the assumptions of the plan are checked in all rows,
    and so is each result. Slow, for tests; a run raises a PlanError where anything differs.
    """
    token = _CHECKED.set(on)
    try:
        yield
    finally:
        _CHECKED.reset(token)


@define
class Results:
    """The results of a run, one entry per record: scores, numbers of bands, kept slots, and which records are refused.

    ``unread`` are those of them with a cell that cannot be read, ``suspect`` those in which more than that may be wrong.
    A score is the double nearest to it; Python Fractions where whole units of the last place are too large for that.
    """

    score: Array | None
    band: Array | None
    kept: dict[int, Array]
    refused: Array
    unread: Array
    suspect: Array
    undecided: int = 0


@frozen(eq=False)
class Known:
    """What the first ``operations`` of a program gave for the same columns before: slots by record, and which records
    they refuse or doubt.
    """

    operations: int
    slots: Mapping[int, Array]
    refused: Array
    doubted: Array


def run(plan: Plan, data: Data, *, size: int | None = None, threads: int = 1, known: Known | None = None) -> Results:
    """Run a plan over columns in blocks of about ``size`` rows; ``threads`` are used from a million records on.

    What is ``known`` is not worked out again, but for rows that the exact engine computes.
    """
    results = _empty(plan, data)
    if data.count == 0:
        return results
    size = BLOCK if size is None else size
    cut = list(stretches(data.count, data.offsets, size))
    if plan.program.exact:
        results.suspect[:] = True
        results.refused |= results.unread
        for stretch in cut:
            _repair(plan, data, np.arange(stretch.start, stretch.stop), results)
        return results
    doubted = np.zeros(data.count, np.bool_) if known is None else known.doubted.copy()
    if known is not None:
        results.refused |= known.refused
    shares = threads if threads > 1 and data.count >= THREADED else 1
    if shares == 1:
        _Runner(plan, data, cut, known).run(results, doubted)
    else:
        # Each thread has its own buffers and writes its own stretches.
        runners = [_Runner(plan, data, cut[share::shares], known) for share in range(shares) if cut[share::shares]]
        with ThreadPoolExecutor(shares) as pool:
            list(pool.map(lambda runner: runner.run(results, doubted), runners))
    results.suspect |= results.refused | doubted
    results.refused |= results.unread
    if _CHECKED.get():
        _check(plan, data, cut, results, ~doubted)
    rows = np.flatnonzero(doubted & ~results.refused)
    results.undecided = len(rows)
    for start in range(0, len(rows), size):
        _repair(plan, data, rows[start : start + size], results)
    return results


def _check(plan: Plan, data: Data, cut: list[Stretch], results: Results, decided: Array) -> None:
    """Compare what the float engine decided, and the exact engine in 64 bits, with Python's integers, row by row."""
    for stretch in cut:
        rows = np.arange(stretch.start, stretch.stop)
        found = run_exactly(plan, data, rows)
        short, left = run_in_64_bits(plan, data, rows)
        count, fitting = decided[rows] & ~results.refused[rows] & ~found.refused, ~(left | found.refused)
        wrong = (short.refused != found.refused) & ~left
        if results.score is not None and plan.score is not None:
            numbers = found.numbers(plan.score)
            exact = stored(np.zeros(len(rows)), np.arange(len(rows)), numbers, plan.places)
            wrong |= (results.score[rows] != exact) & count
            wrong |= np.asarray(short.numbers(plan.score) != numbers, np.bool_) & fitting
        if results.band is not None and plan.band is not None:
            wrong |= (results.band[rows] != found.plain(plan.band)) & count
            wrong |= (short.plain(plan.band) != found.plain(plan.band)) & fitting
        if wrong.any():
            raise PlanError(row=int(rows[np.flatnonzero(wrong)[0]]))


def _empty(plan: Plan, data: Data) -> Results:
    count, kinds = data.count, plan.program.kinds
    return Results(
        None if plan.score is None else np.zeros(count),
        None if plan.band is None else np.zeros(count, np.int16),
        # Levels beyond one byte come from the exact engine.
        {slot: np.zeros(count, np.int16 if kinds[slot] == CODE else TYPES[kinds[slot]]) for slot in plan.kept},
        np.zeros(count, np.bool_),
        data.refused_at(slice(None)),
        np.zeros(count, np.bool_),
    )


def _repair(plan: Plan, data: Data, rows: Array, results: Results) -> None:
    """Fill in rows that the exact engine computes, in 64 bits where that will do."""
    for start in range(0, len(rows), EXACT_BLOCK):
        some = rows[start : start + EXACT_BLOCK]
        found, left = run_in_64_bits(plan, data, some)
        _fill_in(plan, some, found, ~left, results)
        if left.any():
            rest = some[left]
            _fill_in(plan, rest, run_exactly(plan, data, rest), np.ones(len(rest), np.bool_), results)


def _fill_in(plan: Plan, rows: Array, found: Found, there: Array, results: Results) -> None:
    """Fill in what a run found for the rows of a mask."""
    rows = rows[there]
    if results.score is not None and plan.score is not None:
        results.score = stored(results.score, rows, found.numbers(plan.score)[there], plan.places)
    if results.band is not None and plan.band is not None:
        results.band[rows] = found.plain(plan.band)[there]
    for slot in plan.kept:
        kept = found.plain(slot) if plan.program.kinds[slot] in {"mask", "code"} else found.nearest(slot)
        results.kept[slot][rows] = kept[there]
    results.refused[rows] |= found.refused[there]


def stored(scores: Array, rows: Array, whole: Array, places: int) -> Array:
    """Scores with some rows filled in; the column becomes Fractions where two scores would be one double."""
    scale = 10**places
    if scores.dtype != object and magnitude(whole) > MOST_UNITS:
        scores = np.array([Fraction(round(value * scale), scale) for value in scores.tolist()], object)
    if scores.dtype == object:
        scores[rows] = np.array([Fraction(value, scale) for value in whole.tolist()], object)
    else:
        scores[rows] = nearest_quotients(whole, scale)
    return scores


@frozen(eq=False)
class _Reading(Operation):
    """Read a stretch of a live column just before it is used, while its buffer is in cache; ``absent`` is a slot too."""

    live: Live
    absent: int | None

    def kernel(self) -> Kernel:
        """The numbers into its slot, if any, the mask of absence into the other."""

        def kernel(block: Block, out: Array) -> None:
            begin, end = block.spans[self.table]
            spare, other = (each[self.table][: end - begin] for each in (block.spare, block.other))
            refused, gaps = self.live.read(begin, end, other if self.out is None else out, spare)
            if refused is not None:
                mark(block.unread, refused, block.counts.get(self.table))
            if self.absent is not None:
                block.slots[self.absent] = np.zeros(end - begin, np.bool_) if gaps is None else gaps

        return kernel


class _Runner:
    """The float program over blocks."""

    def __init__(self, plan: Plan, data: Data, cut: list[Stretch], known: Known | None) -> None:
        program = plan.program
        self.plan, self.data, self.cut = plan, data, cut
        self.power = float(10**plan.places)
        longest = {RECORD: max(each.stop - each.start for each in self.cut)}
        for name in data.offsets:
            longest[name] = max(each.rows[name][1] - each.rows[name][0] for each in self.cut)
        operations = program.needed(plan.results, 0 if known is None else known.operations)
        used = {slot for operation in operations for slot in operation.reads} | plan.results
        loads = {where: slot for where, slot in program.loads.items() if slot in used}
        operations = _with_readings(operations, loads, data)
        place, made = buffers(program, operations, plan.results)
        self.kernels = [(operation.out, operation.kernel()) for operation in operations]
        arrays: list[Array] = [np.empty(longest[table], TYPES[kind]) for kind, table in made]
        self.written = [(slot, arrays[buffer], program.tables[slot]) for slot, buffer in place.items()]
        self.spare, self.other = ({table: np.empty(length) for table, length in longest.items()} for _ in range(2))
        self.counts = [(slot, name) for (_, name, what), slot in loads.items() if what == "count"]
        self.loads = [
            (slot, _array_of(data, where), where[0]) for where, slot in loads.items() if _is_array(data, where)
        ]
        if known is not None:
            self.loads += [(slot, array, RECORD) for slot, array in known.slots.items() if slot in used]
        self.slots: list[Any] = [None] * len(program.kinds)

    def run(self, results: Results, doubted: Array) -> None:
        with np.errstate(all="ignore"):
            for stretch in self.cut:
                self.block(stretch, results, doubted)

    def block(self, stretch: Stretch, results: Results, doubted: Array) -> None:
        first, last = stretch.start, stretch.stop
        starts, counts = {}, {}
        for name, ends in self.data.offsets.items():
            starts[name] = ends[first:last] - ends[first]
            counts[name] = ends[first + 1 : last + 1] - ends[first:last]
        marks = (results.refused[first:last], doubted[first:last])
        spans = {table: stretch.span(table) for table in self.spare}
        unread = results.unread[first:last]
        block = Block(spans, starts, counts, *marks, self.spare, self.other, self.slots, unread=unread)
        self.load(block)
        for out, kernel in self.kernels:
            kernel(block, _NOWHERE if out is None else self.slots[out])
        self.store(stretch, results)

    def load(self, block: Block) -> None:
        """Point each slot to its part of a column, or of the buffer that it is in."""
        slots, spans = self.slots, block.spans
        for slot, array, table in self.written:
            begin, end = spans[table]
            slots[slot] = array[: end - begin]
        for slot, name in self.counts:
            slots[slot] = block.counts[name].astype(np.float64)
        for slot, column, table in self.loads:
            begin, end = spans[table]
            slots[slot] = column[begin:end]

    def store(self, stretch: Stretch, results: Results) -> None:
        """Copy the kept slots of a block."""
        plan, slots, span = self.plan, self.slots, slice(stretch.start, stretch.stop)
        if results.score is not None and plan.score is not None:
            # One division of two numbers that float64 holds exactly gives the nearest double.
            scores = results.score[span]
            np.copyto(scores, slots[plan.score])
            np.divide(scores, self.power, out=scores)
            np.add(scores, 0.0, out=scores)  # no negative zero
        if results.band is not None and plan.band is not None:
            results.band[span] = slots[plan.band]
        for slot in results.kept:
            results.kept[slot][span] = slots[slot]


def _with_readings(operations: list[Operation], loads: Mapping[ColumnPlace, int], data: Data) -> list[Operation]:
    """The operations with each live column read before its first use; an unused one is still read for its faults."""
    found = list(operations)
    for (table, key, what), column in data.columns.items():
        if isinstance(column, Live):
            slot, absent = loads.get((table, key, what)), loads.get((table, key, "absent"))
            uses = (at for at, operation in enumerate(found) if {slot, absent} & {*operation.reads})
            found.insert(next(uses, len(found)), _Reading(table, column, absent, out=slot))
    return found


def _is_array(data: Data, where: ColumnPlace) -> bool:
    """Whether an input is an array, neither a count of rows nor a live column."""
    return where[2] != "count" and not isinstance(data.columns.get((*where[:2], "values")), Live)


def _array_of(data: Data, where: ColumnPlace) -> Array:
    """A column; a plan made for gaps serves one without any."""
    column = data.columns.get(where)
    if isinstance(column, np.ndarray):
        return column
    return np.zeros(data.size(where[0]), np.bool_)
