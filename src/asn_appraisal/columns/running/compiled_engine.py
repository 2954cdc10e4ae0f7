"""The compiled engine: the program of a plan as one loop over records, which numba compiles, in place of blocks.

It writes the same results as the float engine and sets the same rows aside: those too close to call go to the exact engine,
those with a fault to the record's own appraisal. See ``compiled`` for the text of the loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..compiling.bounds import RECORD
from ..compiling.plans import Plan
from ..operations.operation import mark
from ..operations.storage import MASK, NUMBER
from ..reading.arrays import Array
from .blocks import ColumnPlace, Data, Live, Stretch
from .compiled.loops import Loop, loop_of
from .compiled.readings import Form, LiveForm
from .compiled.sources import ROOM, STRIP, Source
from .float_engine import Results, empty_results


def forms_of(plan: Plan, data: Data) -> dict[ColumnPlace, Form] | None:
    """The forms of the columns that a plan's program reads, and of live columns, which are read for their faults in any case.

    None where one has a form that a loop cannot read.
    """
    program = plan.program
    used = {slot for each in program.needed(plan.results) for slot in each.reads} | plan.results
    found: dict[ColumnPlace, Form] = {}
    for place, column in data.columns.items():
        slot = program.loads.get(place)
        if isinstance(column, Live):
            if column.floats is None:
                return None
            floats = column.floats
            limits = (floats.low, floats.high) if floats.declared else (None, None)
            found[place] = Form(NUMBER, LiveForm(floats.each.decimals, floats.each.optional), limits)
        elif slot in used:
            if column.dtype.kind not in "biuf":
                return None
            found[place] = Form(program.kinds[slot])
    return found


def loop_for(plan: Plan, data: Data, source: Source) -> Loop:
    """The loop of a source for the types of a run's arguments, compiled if it was not before.

    Raises a MissingExtraError without numba.
    """
    return loop_of(source.text, arguments_without_rows(plan, data, source))


def arguments_without_rows(plan: Plan, data: Data, source: Source) -> list[Any]:
    """Arguments of the types of a run, without any row."""
    nothing = Stretch(0, 0, dict.fromkeys(data.offsets, (0, 0)))
    results = empty_results(plan, data.without_rows())
    return Runner(plan, data, [], source).arguments(nothing, results, results.suspect)


def _without_loop(*_: Any) -> bool:
    return True


class Runner:
    """The loop of a plan over stretches of records."""

    def __init__(
        self,
        plan: Plan,
        data: Data,
        cut: list[Stretch],
        source: Source,
        *,
        function: Callable[..., bool] = _without_loop,
    ) -> None:
        self.plan, self.data, self.cut, self.source, self.function = plan, data, cut, source, function
        self.longest = dict.fromkeys((RECORD, *data.offsets), 0)
        if cut:
            longest = {name: int(np.diff(ends).max(initial=0)) for name, ends in data.offsets.items()}
            self.longest = {RECORD: STRIP} | {name: max(ROOM, length) for name, length in longest.items()}
        self.scratch = {about: self._scratch(*about) for about in source.arguments if about[0] in {"keep", "marks"}}

    def run(self, results: Results, doubted: Array) -> None:
        """Score the stretches."""
        with np.errstate(all="ignore"):  # of use to plain Python alone
            for stretch in self.cut:
                if not self.function(stretch.stop - stretch.start, *self.arguments(stretch, results, doubted)):
                    self._mark_unread(stretch, results)

    def _mark_unread(self, stretch: Stretch, results: Results) -> None:
        """Mark the records of a stretch that have a cell which cannot be read."""
        for (table, _, _), column in self.data.columns.items():
            if isinstance(column, Live):
                first, last = stretch.span(table)
                refused, _ = column.read(first, last, np.empty(last - first), np.empty(last - first))
                if refused is not None:
                    ends = None if table == RECORD else self.data.offsets[table][stretch.start : stretch.stop + 1]
                    mark(results.unread[stretch.start : stretch.stop], refused, None if ends is None else np.diff(ends))

    def _scratch(self, kind: str, of: Any) -> Array:
        program = self.plan.program
        if kind == "marks":
            return np.zeros(self.longest[of[0]], np.bool_)
        return np.zeros(self.longest[program.tables[of]], np.bool_ if program.kinds[of] == MASK else np.float64)

    def arguments(self, stretch: Stretch, results: Results, doubted: Array) -> list[Any]:
        """What the function is called with for a stretch, after the number of its records."""
        return [*self._each_argument(stretch, results, doubted)]

    def _each_argument(self, stretch: Stretch, results: Results, doubted: Array) -> Iterator[Any]:
        span = slice(stretch.start, stretch.stop)
        marks = {"refused": results.refused, "doubted": doubted}
        for argument in self.source.arguments:
            kind, of = argument
            if kind in marks:
                yield marks[kind][span]
            elif kind == "column":
                yield self._column(of, slice(*stretch.span(of[0])))
            elif kind in {"low", "high"}:
                yield getattr(self.data.columns[of].floats, kind)  # type: ignore[union-attr]
            elif kind == "ends":
                yield np.ascontiguousarray(self.data.offsets[of][stretch.start : stretch.stop + 1], np.int64)
            elif kind == "kept":
                yield results.kept[of][span]
            elif kind in {"score", "band"}:
                yield getattr(results, kind)[span]
            else:
                yield self.scratch[argument]

    def _column(self, place: ColumnPlace, span: slice) -> Array:
        column = self.data.columns[place]
        array = column.floats.source.values if isinstance(column, Live) and column.floats else column
        # A stretch alone is copied where a column is not stored row after row.
        found: Array = np.ascontiguousarray(array[span])  # type: ignore[index]
        return found
