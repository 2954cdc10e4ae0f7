"""Sources: a plan and the form of its columns as the text of one Python function that works on a stretch of records.

Without lists it is one loop. With lists a stretch is gone through in strips of some hundred records, so that values which go from
one loop to the next stay in cache. The text depends on nothing but the program and the forms; arrays and the limits
that come from data are its arguments, in the order of ``Source.arguments``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from attrs import frozen

from ...compiling.bounds import RECORD
from ...compiling.plans import Plan
from ...operations.operation import Operation
from ...operations.segments import OfRows, SegmentGreatest, SegmentLeast, Spread
from ...operations.setting_aside import Refuse
from ...operations.storage import CODE, SHORT, SMALL, TINY
from ..blocks import ColumnPlace
from .readings import Form, Reading, in_comment, reading_lines
from .stages import Place, Stages, stages
from .statements import statements, table_of, variable

NAME = "score_stretch"
STRIP, ROOM = 256, 2048  # records of a strip, and about as many rows of each list
_STORED = {CODE: "np.int16", SHORT: "np.int16", SMALL: "np.int32", TINY: "np.int8"}
_MARKS = ("refused", "doubted")
_ABOUT = "# Written by asn_appraisal: a policy over a stretch of records, each line an operation, by the parts of the policy."
Argument = tuple[str, Any]


@frozen
class Source:
    """The text of a loop, and what its arguments are: each a kind and what it is of, in order.

    Kinds are ``"ends"`` (of a list), ``"column"`` and ``"low"``, ``"high"`` (of a column's place), ``"score"``, ``"band"``, ``"kept"`` (of a slot), the
    two marks, ``"keep"`` (of a slot; its table and kind are in the program) and ``"marks"`` (of a list and a mark). The function
    says whether all live values were read or are absent.
    """

    text: str
    arguments: tuple[Argument, ...]


def source_of(plan: Plan, forms: Mapping[ColumnPlace, Form], lists: Iterable[str]) -> Source:
    """The text for a plan over columns of some forms.

    Raises an UnsupportedOperationError for a program with an operation that it cannot express.
    """
    return _Writer(plan, forms, tuple(lists)).source()


class _Writer:
    def __init__(self, plan: Plan, forms: Mapping[ColumnPlace, Form], lists: tuple[str, ...]) -> None:
        self.plan, self.program, self.forms, self.lists = plan, plan.program, forms, lists
        operations = self.program.needed(plan.results)
        used = {slot for each in operations for slot in each.reads} | plan.results
        self.loads = {slot: place for place, slot in self.program.loads.items() if slot in used}
        self.stages: Stages = stages(operations, plan.results, (RECORD, *lists))
        self.readings = [
            Reading.of(place, form, at, self.program.loads) for at, (place, form) in enumerate(forms.items())
        ]
        self.by_slot = {slot: each for each in self.readings for slot in each.slots if slot in self.loads}
        self.needed = {place: self._needed(place) for place in self.stages.order}
        self.checks = [self._check_of(each) for each in self.readings]
        self.tables = [(each.out, values) for each in operations if (values := table_of(each))]
        self.arguments: dict[str, Argument] = {}
        self.lines: list[str] = []
        self.level = 1

    # --- text

    def add(self, line: str, comment: str = "") -> None:
        self.lines.append("    " * self.level + line + (f"  # {in_comment(comment)}" if comment else ""))

    def argument(self, name: str, kind: str, of: Any) -> str:
        """An argument of the function, by its name in the text."""
        self.arguments[name] = (kind, of)
        return name

    def within(self, line: str, lines: Callable[[], None]) -> None:
        self.add(line)
        self.level += 1
        before = len(self.lines)
        lines()
        if len(self.lines) == before:
            self.lines.pop()  # nothing to do for any row
        self.level -= 1

    def source(self) -> Source:
        self.add("all_read = True")
        for at, name in enumerate(self.lists):
            self.argument(f"ends_{at}", "ends", name)
        if self.lists:
            self._strips()
        else:
            self._stage((0, RECORD))
        self.add("return all_read")
        tables = [f"table_{variable(slot or 0)} = np.array({[*values]!r})" for slot, values in self.tables]
        head = [_ABOUT, "import numpy as np", *tables, "", "", f"def {NAME}(records, {', '.join(self.arguments)}):"]
        return Source("\n".join([*head, *self.lines, ""]), tuple(self.arguments.values()))

    # --- strips

    def _strips(self) -> None:
        fitting = " or ".join(f"ends_{at}[stop] - ends_{at}[start] > {ROOM}" for at in range(len(self.lists)))
        self.add("start = 0")
        self.add("while start < records:")
        self.level += 1
        self.add(f"stop = min(start + {STRIP}, records)")
        self.within(f"while stop - start > 1 and ({fitting}):", lambda: self.add("stop = start + (stop - start) // 2"))
        self.add("count = stop - start")
        for at, name in enumerate(self.lists):
            self.add(f"first_{at}, last_{at} = ends_{at}[start] - ends_{at}[0], ends_{at}[stop] - ends_{at}[0]", name)
            self.add(f"rows_{at} = last_{at} - first_{at}")
        slices = len(self.lines)
        for place in self.stages.order:
            for operation in self.stages.crossing.get(place, ()):
                self._cross(operation)
            self._stage(place)
        self.lines[slices:slices] = [*self._slices()]
        self.add("start = stop")
        self.level -= 1

    def _slices(self) -> Iterator[str]:
        """The part of each array that belongs to a strip."""
        for name, (kind, of) in self.arguments.items():
            table = RECORD if kind in {"score", "band", "kept", *_MARKS} else of[0] if kind == "column" else None
            if table is not None:
                ends = "start:stop" if table == RECORD else "first_{0}:last_{0}".format(self.lists.index(table))
                yield "    " * self.level + f"{name}_ = {name}[{ends}]"

    def part(self, name: str) -> str:
        """An array's part that belongs to a strip; without lists there are no strips."""
        return f"{name}_" if self.lists else name

    def span(self, table: str) -> str:
        """How many rows of a table a loop has."""
        if table != RECORD:
            return f"rows_{self.lists.index(table)}"
        return "count" if self.lists else "records"

    def keep(self, slot: int) -> str:
        return self.argument(f"keep_{slot}", "keep", slot)

    def _cross(self, operation: Operation) -> None:
        """An operation from the rows of one table to those of another, by way of the values that are kept."""
        kept, out = self.keep(operation.reads[0]), self.keep(-1 if operation.out is None else operation.out)
        about = self.program.parts.get(operation.out or 0, "")
        if isinstance(operation, Spread):
            inner = lambda: self._rows(operation.table, lambda: self.add(f"{out}[j] = {kept}[i]"))  # noqa: E731
        elif isinstance(operation, OfRows):
            inner = lambda: self._reduce(operation, kept, out)  # noqa: E731
        self.within(f"for i in range(count):  # {in_comment(f'{operation.name} {about}'.strip())}", inner)

    def _rows(self, table: str, lines: Callable[[], None]) -> None:
        ends = f"ends_{self.lists.index(table)}"
        self.within(f"for j in range({ends}[start + i] - {ends}[start], {ends}[start + i + 1] - {ends}[start]):", lines)

    def _reduce(self, operation: OfRows, kept: str, out: str) -> None:
        total = variable(-1 if operation.out is None else operation.out)
        ends = f"ends_{self.lists.index(operation.rows)}"
        if isinstance(operation, SegmentLeast | SegmentGreatest):
            sign = "<" if isinstance(operation, SegmentLeast) else ">"
            self.add(f"{total} = 0.0")
            first = f"{ends}[start + i] - {ends}[start]"
            self.within(
                f"if {ends}[start + i + 1] > {ends}[start + i]:", lambda: self.add(f"{total} = {kept}[{first}]")
            )
            line = f"{total} = {kept}[j] if {kept}[j] {sign} {total} else {total}"
        else:
            self.add(f"{total} = 0.0")
            line = f"{total} = {total} + np.float64({kept}[j])"
        self._rows(operation.rows, lambda: self.add(line))
        self.add(f"{out}[i] = {total}")

    # --- loops over the rows of one table

    def _stage(self, place: Place) -> None:
        marked: set[str] = set()
        table = place[1]
        suffix = "" if table == RECORD else f"_{self.lists.index(table)}"
        begin = len(self.lines)
        self.within(f"for i in range({self.span(table)}):", lambda: self._body(place, marked))
        if table != RECORD:
            flags = [f"any_{mark}{suffix} = False" for mark in _MARKS if mark in marked]
            self.lines[begin:begin] = ["    " * self.level + flag for flag in flags]
            for mark in _MARKS:
                if mark in marked:
                    self.within(f"if any_{mark}{suffix}:", partial(self._hand_up, mark, table))

    def _hand_up(self, mark: str, table: str) -> None:
        """Mark the records of marked rows."""
        at = self.lists.index(table)
        record = self.part(self.argument(mark, mark, None))
        line = f"{record}[i] = {record}[i] | {mark}_{at}[j]"
        self.within("for i in range(count):", lambda: self._rows(table, lambda: self.add(line)))

    def _body(self, place: Place, marked: set[str]) -> None:
        table = place[1]
        marks: dict[str, list[str]] = {}
        here = self.stages.writes(place)
        checks = self._read(place, [slot for slot in self.needed[place] if slot not in here])
        about = ""
        for operation in self.stages.inside.get(place, ()):
            if operation.out is None:
                mark = "refused" if isinstance(operation, Refuse) else "doubted"
                marks.setdefault(mark, []).append(variable(operation.reads[0]))
                continue
            part = self.program.parts.get(operation.out, "")
            for number, line in enumerate(statements(operation)):
                self.add(line, part if part != about and not number else "")
            about = part
            if operation.out in self.stages.kept:
                self.add(f"{self.keep(operation.out)}[i] = {variable(operation.out)}")
        for slot in self._results_of(place):
            self._store(slot)
        for mark, masks in marks.items():
            self._mark(table, mark, " | ".join(masks))
            marked.add(mark)
        if checks:
            self.add(f"all_read = {' & '.join(('all_read', *checks))}")

    def _needed(self, place: Place) -> list[int]:
        """The slots that a loop reads, keeps for others or stores."""
        needed = [*self.stages.reads(place), *self._results_of(place)]
        if place[0] == 0:
            needed += [
                slot for slot in self.loads if slot in self.stages.kept and self.program.tables[slot] == place[1]
            ]
        return [*dict.fromkeys(needed)]

    def _check_of(self, reading: Reading) -> Place:
        """The loop that marks what is wrong in a live column: the first that reads it, or the first of its table."""
        using = (place for place in self.stages.order if {*reading.slots} & {*self.needed[place]})
        return next(using, (0, reading.place[0]))

    def _results_of(self, place: Place) -> list[int]:
        """The results that are known in a loop and were not known before it."""
        if place[1] != RECORD:
            return []
        known = self.stages.writes(place) | self.stages.after_crossing(place)
        if place[0] == 0:
            known |= {*self.loads}
        return sorted(known & self.plan.results)

    def _read(self, place: Place, slots: list[int]) -> list[str]:
        """Set the variables of columns, of values kept by an earlier loop and of counts of rows.

        The masks of live values that were read are given, where this loop is the one that checks them.
        """
        table, checks = place[1], list[str]()
        wanted = {self.by_slot[slot].at for slot in slots if slot in self.by_slot}
        for reading in self.readings:
            checked = reading.form.live is not None and self.checks[reading.at] == place
            if reading.place[0] != table or not (reading.at in wanted or checked):
                continue
            read = self._reading(reading)
            if checked:
                checks.append(read)
        for slot in slots:
            if slot in self.by_slot:
                self._keep_load(place, slot)
            elif slot in self.loads:
                _, name, what = self.loads[slot]
                if what == "count":
                    at = self.lists.index(name)
                    # Records alone have counts.
                    self.add(f"{variable(slot)} = np.float64(ends_{at}[start + i + 1] - ends_{at}[start + i])", name)
                else:
                    self.add(f"{variable(slot)} = False")  # a plan made for gaps serves a column without any
                self._keep_load(place, slot)
            else:
                self.add(f"{variable(slot)} = {self.keep(slot)}[i]")
        return checks

    def _reading(self, reading: Reading) -> str:
        """The lines of a column; the mask of values that were read or are absent."""
        name = self.argument(f"column_{reading.at}", "column", reading.place)
        limits = [
            self.argument(f"{end}_{reading.at}", end, reading.place) if known is None else repr(known)
            for end, known in zip(("low", "high"), reading.form.limits, strict=True)
        ]
        kept = reading.values in self.plan.results
        lines, read = reading_lines(reading, f"{self.part(name)}[i]", limits, kept=kept)
        for number, line in enumerate(lines):
            self.add(line, "" if number else reading.place[1])
        return read

    def _keep_load(self, place: Place, slot: int) -> None:
        if place[0] == 0 and slot in self.stages.kept:
            self.add(f"{self.keep(slot)}[i] = {variable(slot)}")

    def _store(self, slot: int) -> None:
        value = variable(slot)
        if slot == self.plan.score:
            name = self.part(self.argument("score", "score", None))
            # One division of two numbers that float64 holds exactly gives the nearest double; no negative zero.
            self.add(f"{name}[i] = {value} / {float(10**self.plan.places)!r} + 0.0", "score")
        if slot == self.plan.band:
            self.add(f"{self.part(self.argument('band', 'band', None))}[i] = np.int16({value})", "band")
        if slot in self.plan.kept:
            name = self.part(self.argument(f"kept_{slot}", "kept", slot))
            stored = _STORED.get(self.program.kinds[slot])
            self.add(f"{name}[i] = {value if stored is None else f'{stored}({value})'}")

    def _mark(self, table: str, mark: str, masks: str) -> None:
        if table == RECORD:
            name = self.part(self.argument(mark, mark, None))
            self.add(f"{name}[i] = {name}[i] | {masks}")
            return
        at = self.lists.index(table)
        name = self.argument(f"{mark}_{at}", "marks", (table, mark))
        self.add(f"{name}[i] = {masks}")
        self.add(f"any_{mark}_{at} = any_{mark}_{at} | {name}[i]")
