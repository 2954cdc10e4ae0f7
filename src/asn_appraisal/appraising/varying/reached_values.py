"""Reached values: for which values of some fields, the others as they are, a record gets one of some bands; exactly.

A range of values is settled as a whole where its possible bands are all wanted or none is; otherwise it is halved, down to
single values, which are worked out as records are. So every answer is proved, and what is not settled in time is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

from attrs import field, frozen

from ...algebra.expressions import Expression
from ...algebra.inputs import Number
from ...algebra.items import Check
from ...analysis.field_edges import field_edges
from ...analysis.outlines import Outline
from ...numbers import MOST_DIGITS
from ..checks import check_faults
from ..contexts import Context, EvaluationFault
from ..evaluation import evaluate
from .possible_values import POSSIBLE
from .varying_records import AsItIs, Place, Possible, Varying

Goal = Collection[str]  # the keys of the bands that are wanted
Span = tuple[int, int]  # the least and the greatest value of a field, in units of its last decimal
Box = Mapping[Place, Span]
MOST_UNITS = 10**MOST_DIGITS - 1  # no longer number is read
MOST_TRIALS = 40_000  # for one field: enough to try each of 20,000 values, whatever the formula
_MOST_FOR_BEST = 400


@frozen
class Axis:
    """A number of a record that may be another one: where it lies, and in units of its last decimal its range and value."""

    place: Place
    entry: Number
    low: int
    high: int
    now: int | None

    @property
    def key(self) -> str:
        """How traces call it: ``kepuasan``, ``kegiatan[2].realisasi_waktu``."""
        items, row, key = self.place
        return key if items is None else f"{items}[{row}].{key}"

    def value(self, units: int) -> Fraction:
        """So many units of the last decimal as a number."""
        return Fraction(units, 10**self.entry.decimals)


@frozen
class Reached:
    """The values of a field with which the goal is reached, as spans in rising order; ``open`` spans are not settled."""

    spans: tuple[Span, ...]
    open: tuple[Span, ...] = ()


@frozen
class Best:
    """The highest score that a field can give, and with which value."""

    score: Fraction
    units: int


@frozen(eq=False)
class Bandwork:
    """What gives a record its band: the formulas of a policy and the exact values of the record."""

    outline: Outline
    checks: tuple[Check, ...]
    roots: tuple[Expression, ...]
    score: Expression | None
    band: Expression
    values: Mapping[str, Any]

    @cached_property
    def context(self) -> Context:
        """The record as it is."""
        return Context.of(self.outline, self.values)

    @cached_property
    def as_it_is(self) -> AsItIs:
        """What was worked out of the record as it is, for all searches."""
        return AsItIs(self.context)

    def changed(self, values: Mapping[Place, Any]) -> dict[str, Any]:
        """The values of the record with some others."""
        found = dict(self.values)
        for (items, row, key), value in values.items():
            if items is None:
                found[key] = value
            else:
                rows = found[items] = list(found[items])
                rows[row] = {**rows[row], key: value}
        return found

    def band_with(self, values: Mapping[Place, Any]) -> str | None:
        """The band of the record with some other values; None where it would be refused."""
        record = self.changed(values)
        if check_faults(self.outline, self.checks, record) or self._repeats(record):
            return None
        context = Context.of(self.outline, record)
        try:
            for root in self.roots:
                evaluate(root, context)
            found: str | None = evaluate(self.band, context)
        except EvaluationFault:
            return None
        return found

    def _repeats(self, record: Mapping[str, Any]) -> bool:
        """Whether two rows of a list hold the same in its unique fields."""
        for items in self.outline.lists:
            found = [tuple(row[key] for key in items.unique) for row in record[items.key]] if items.unique else []
            if len({*found}) < len(found):
                return True
        return False


@frozen(eq=False)
class Search:
    """Looks for the values of some fields with which a record gets a band; ``score`` is what ``best`` looks at, if not the policy's."""

    work: Bandwork
    axes: tuple[Axis, ...]
    score: Expression | None = None
    varying: Varying = field(init=False)
    _limits: dict[Place, tuple[Span, tuple[Fraction, Fraction]]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        places = [axis.place for axis in self.axes]
        object.__setattr__(self, "varying", Varying(self.work.as_it_is, places, POSSIBLE))
        object.__setattr__(self, "score", self.work.score if self.score is None else self.score)

    @property
    def whole(self) -> Box:
        """Every value of every field."""
        return {axis.place: (axis.low, axis.high) for axis in self.axes}

    def verdict(self, box: Box, goal: Goal) -> bool | None:
        """Whether the goal is reached with all values of a box (True), with none (False), or not settled (None)."""
        self.limit_to(box)
        sure = True
        for found in self._conditions():
            if found.known and True not in found.words:
                return False
            sure &= found.known and len(found.words) == 1 and not found.refused
        for root in self.work.roots:
            found = self.varying.of(root)
            if not found.present:
                return False
            sure &= found.known and not found.refused
        band = self.varying.of(self.work.band)
        if band.known and not any(key in goal for key in band.words):
            return False
        if sure and band.known and all(key in goal for key in band.words) and not self._may_repeat(box):
            return True
        return self._tried(box, goal) if all(low == high for low, high in box.values()) else None

    def _may_repeat(self, box: Box) -> bool:
        """Whether a row may come to hold in a unique field what another row holds."""
        places = [axis.place for axis in self.axes]
        for axis in self.axes:
            where, row, key = axis.place
            items = next((each for each in self.work.outline.lists if each.key == where), None)
            if items is None or key not in items.unique:
                continue
            low, high = (axis.value(end) for end in box[axis.place])
            for other, values in enumerate(self.work.values[items.key]):
                if other != row and ((where, other, key) in places or low <= values[key] <= high):
                    return True
        return False

    def limit_to(self, box: Box) -> None:
        """Let the fields lie in a box."""
        for axis in self.axes:
            span = box[axis.place]
            if axis.place not in self._limits or self._limits[axis.place][0] != span:
                self._limits[axis.place] = span, (axis.value(span[0]), axis.value(span[1]))
        self.varying.set({place: ends for place, (_, ends) in self._limits.items()})

    def _tried(self, box: Box, goal: Goal) -> bool:
        point = {axis.place: axis.value(box[axis.place][0]) for axis in self.axes}
        return self.work.band_with(point) in goal

    def _conditions(self) -> Iterable[Possible]:
        """What the checks may be that depend on what varies; the record as it is meets the others."""
        varying = self.varying
        yield from (varying.of(each.condition) for each in self.work.checks if varying.varies(each.condition))
        for items in self.work.outline.lists:
            for row in range(len(self.work.context.rows(items.key))) if items.checks else ():
                home = items.key, row
                for check in items.checks:
                    if varying.varies(check.condition, home, items):
                        yield varying.of(check.condition, home, items)

    def reached(self, axis: Axis, goal: Goal, most: int = MOST_TRIALS) -> Reached:
        """All values of a field, the only one that varies, with which the goal is reached."""
        spans: list[Span] = []
        open_spans: list[Span] = []
        waiting = [(axis.low, axis.high)]
        trials = 0
        while waiting:
            low, high = waiting.pop()
            if trials >= most:
                _append(open_spans, (low, high))
                continue
            trials += 1
            verdict = self.verdict({axis.place: (low, high)}, goal)
            if verdict:
                _append(spans, (low, high))
            elif verdict is None:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]
        return Reached(tuple(spans), tuple(open_spans))

    def best(self, axis: Axis) -> Best | None:
        """The highest score that a field can give; None where there is none, or where it is not found soon."""
        found: list[Best] = []
        waiting: list[tuple[Any, int, int]] = []
        spans = [(axis.low, axis.high)] if self.score is not None else []
        for _ in range(_MOST_FOR_BEST):
            for low, high in spans:
                ends = ((self._score(axis, end, end), end) for end in (low, high))
                found += [Best(each.high, end) for each, end in ends if each.known and each.low is not None]
                found = [max(found, key=lambda each: each.score)] if found else []
                between = self._score(axis, low, high)
                if between.present:
                    heappush(waiting, (-between.high, low, high))
            if not waiting or (found and found[0].score >= -waiting[0][0]):
                return found[0] if found else None
            _, low, high = heappop(waiting)
            if low == high:
                return None
            middle = (low + high) // 2
            spans = [(low, middle), (middle + 1, high)]
        return None

    def _score(self, axis: Axis, low: int, high: int) -> Possible:
        self.limit_to({axis.place: (low, high)})
        return Possible() if self.score is None else self.varying.of(self.score)


def _append(spans: list[Span], span: Span) -> None:
    """Add a span behind others; one that follows without a gap is joined."""
    if spans and spans[-1][1] + 1 == span[0]:
        spans[-1] = spans[-1][0], span[1]
    else:
        spans.append(span)


def axis_of(
    place: Place,
    entry: Number,
    value: Fraction | None,
    conditions: Iterable[Expression],
    limits: Sequence[Fraction | None],
) -> Axis:
    """The axis of a number: its range is that of the field, of conditions on it alone, and of narrower limits."""
    edges, scale = field_edges(entry, conditions), 10**entry.decimals
    low, high = edges.low_units(entry.decimals), edges.high_units(entry.decimals)
    lows = [-MOST_UNITS if low is None else low, *(-((-end * scale) // 1) for end in limits[:1] if end is not None)]
    highs = [MOST_UNITS if high is None else high, *((end * scale) // 1 for end in limits[1:] if end is not None)]
    return Axis(place, entry, int(max(lows)), int(min(highs)), None if value is None else int(value * scale))


def nearest(reached: Reached, axis: Axis) -> int | None:
    """The value nearest to the present one with which the goal is reached; of two alike, the better or the higher one.

    Where the field has no value yet, the one that asks for the least.
    """
    if not reached.spans:
        return None
    lower_is_better = getattr(axis.entry, "better", "higher") == "lower"
    if axis.now is None:
        return reached.spans[-1][1] if lower_is_better else reached.spans[0][0]
    now = axis.now
    ends = (min(max(now, low), high) for low, high in reached.spans)
    return min(ends, key=lambda end: (abs(end - now), end if lower_is_better else -end))
