"""Nearest values: scores rows below the top again with other values of one field, until each one's nearest is proved.

The better end of the field's range says whether the band can be reached at all. Where the score is followed along the range
in one row, it says about where the others reach their edges, since they differ from it by a constant in most policies; two
values beside each other prove the place. Where that fails the search goes on by lines and halves. Every decision is made
by the same engine that scores the table: what is not proved is only where to look first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, evolve, field, frozen

from ...algebra.bands import Rated
from ...algebra.expressions import Expression, Named, Rounded
from ...algebra.inputs import Number
from ...appraising.appraisals import Appraisal
from ...policies import Policy
from ..compiling.bounds import RECORD, Bounds
from ..compiling.plans import Plan, compile_plan
from ..compiling.quantities import Quantity
from ..reading.arrays import Array
from ..records import Records
from ..running.blocks import ColumnPlace, Data
from ..running.float_engine import run

_INT32, _FEW, _ASIDE = 2**30, 64, 4
_HALVED = 4  # every so many steps a stretch is halved: no formula keeps the search from ending
_MOST_FOLLOWED = 2**18  # so many values of a range are followed in one row, and at most so many times the rows
_FOLLOWED_BY_ROW = 2
_CELLS = 2**16
_CLOSE = 1e-9  # a score that is so little below its edge counts as on it where one looks first
_LINE = "garis"  # the name of the score before its last rounding, which no other part is kept beside


@frozen(eq=False)
class Scored:
    """What was scored: records, the number of each row's band (-1 for none), and its appraisal on demand."""

    policy: Policy
    records: Records
    codes: Array
    appraisal: Callable[[int], Appraisal]
    labels: Mapping[str, Any]


@frozen(eq=False)
class _Question:
    """One field's: its plan, where its column lies, its range in units (the better end last), and which way is better."""

    plan: Plan
    place: ColumnPlace
    ends: tuple[int, int]
    sign: int


@define(eq=False)
class _Open:
    """Rows whose nearest value lies above ``low`` and not above ``high``, with the scores there and their columns.

    Values are in units, and signed so that the greater one is the better one.
    """

    active: Array
    goals: Array
    low: Array
    high: Array
    below: Array
    above: Array
    columns: Mapping[ColumnPlace, Any]

    def __len__(self) -> int:
        return len(self.active)

    def at(self, keep: Array, *, columns: bool) -> _Open:
        """Some of these rows; their columns too, unless all records are scored each time."""
        if keep.all():
            return self
        rows = np.flatnonzero(keep)
        kept = {place: column.take(rows) for place, column in self.columns.items()} if columns else self.columns
        arrays = (self.active, self.goals, self.low, self.high, self.below, self.above)
        active, goals, low, high, below, above = (each.take(rows) for each in arrays)
        return _Open(active, goals, low, high, below, above, kept)


@define(eq=False)
class _Curve:
    """The score of one row along a field's range, never falling, and for cells of scores where they begin."""

    scores: Array
    first: int
    starts: Array = field(init=False)
    width: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        low, high = self.scores[0], self.scores[-1]
        self.width = max(float(high - low), _CLOSE) / _CELLS
        self.starts = np.searchsorted(self.scores, low + np.arange(_CELLS + 1) * self.width).astype(np.int32)

    def reaching(self, scores: Array) -> Array:
        """Where it reaches some scores, or a value or two before."""
        cells = (scores - self.scores[0]) / self.width
        np.clip(np.nan_to_num(cells, copy=False), 0, _CELLS, out=cells)
        last = len(self.scores) - 1
        places = np.minimum(self.starts.take(cells.astype(np.int32)), last)
        for _ in range(2):
            places += self.scores.take(places) < scores
            np.minimum(places, last, out=places)
        found: Array = places + self.first
        return found


class NearestValues:
    """Scores the rows that are below the top again, with other values of one field."""

    def __init__(self, scored: Scored) -> None:
        policy, records = scored.policy, scored.records
        self.policy = policy
        self.inputs = records.data(policy.outline)
        self.wanted = np.where(scored.codes > 0, scored.codes - 1, -1)
        self.rows = np.flatnonzero(self.wanted >= 0)
        self.goals = self.wanted[self.rows]
        self.whole = bool(policy.outline.lists)  # rows of lists belong to records: then all records are scored again
        self.count = records.count
        self.columns: dict[ColumnPlace, Any] = dict(self.inputs.data.columns)
        if not self.whole and len(self.rows) < self.count:
            self.columns = {place: column.take(self.rows) for place, column in self.columns.items()}
        self.targets = _targets(policy)

    def search(self, entry: Number, units: tuple[int, int], sign: int, nearest_values: Array, alone: Array) -> None:
        """Fill in the nearest values of a field, or mark the rows that records have to answer."""
        ends = units if sign > 0 else (-units[1], -units[0])
        asked = _Question(self._plan(entry, units), (RECORD, entry.key, "values"), ends, sign)
        ways = self._within_reach(asked, alone)
        hints = self._hints(asked, ways)
        step, compact = 0, not self.whole
        while len(ways):
            done = ways.high - ways.low <= 1
            # To leave rows out costs as much as to score some again.
            if (settled := int(done.sum())) * 4 >= len(ways):
                nearest_values[self.rows[ways.active[done]]] = ways.high[done] * sign / 10**entry.decimals
                if settled == len(ways):
                    return
                ways, hints = ways.at(~done, columns=compact), None if hints is None else hints[~done]
            guess = self._guess(ways, hints, step)
            reached, refused, scores = self._scored(asked, ways, guess)
            missed = ~reached
            for old, new, where in (
                (ways.high, guess, reached),
                (ways.above, scores, reached),
                (ways.low, guess, missed),
                (ways.below, scores, missed),
            ):
                np.copyto(old, new, where=where)
            if refused.any():
                alone[self.rows[ways.active[refused]]] = True
                ways, hints = ways.at(~refused, columns=compact), None if hints is None else hints[~refused]
            step += 1

    def _within_reach(self, asked: _Question, alone: Array) -> _Open:
        """The rows that reach their goals with the better end of the range; those refused there are marked."""
        sign, (least, best), count = asked.sign, asked.ends, len(self.rows)
        kind = np.int32 if max(-least, best) < _INT32 else np.int64
        columns = {place: column for place, column in self.columns.items() if place[:2] != asked.place[:2]}
        nothing: Array = np.empty(0)
        ways = _Open(np.arange(count), self.goals, nothing, nothing, nothing, nothing, columns)
        reached, refused, scores = self._scored(asked, ways, np.broadcast_to(kind(best), count))
        alone[self.rows[refused]] = True
        rows = np.flatnonzero(reached & ~refused)
        places = self.rows[rows] if self.whole else rows
        now = self.columns[asked.place].take(places).astype(kind) * kind(sign)
        low = np.minimum(now, best)
        gaps = self.columns.get((*asked.place[:2], "absent"))
        if gaps is not None:
            low = np.where(gaps.take(places), kind(least - 1), low)
        compact = {place: column.take(rows) for place, column in columns.items()} if not self.whole else columns
        goals, high = self.goals.take(rows), np.full(len(rows), best, kind)
        ways = _Open(rows, goals, low, high, np.full(len(rows), np.nan), scores.take(rows), compact)
        return ways.at(low < best, columns=not self.whole)

    def _hints(self, asked: _Question, ways: _Open) -> Array | None:
        """Where rows should reach their goals, from the curve of one of them; or where it stops to rise; None without scores.

        A good first guess, and no more than that.
        """
        if self.targets is None or not len(ways):
            return None
        least, best = asked.ends
        if self.whole or best - least >= min(_MOST_FOLLOWED, _FOLLOWED_BY_ROW * len(ways)):
            return np.full(len(ways), self._flat_from(asked, ways), ways.low.dtype)
        count = best - least + 1
        alike = {place: np.broadcast_to(column[0], count) for place, column in ways.columns.items()}
        values = np.arange(least, best + 1, dtype=ways.low.dtype)
        nothing: Array = np.empty(0)
        goals = np.broadcast_to(ways.goals[0], count)
        one = _Open(np.arange(count), goals, nothing, nothing, nothing, nothing, alike)
        scores = np.maximum.accumulate(np.nan_to_num(self._scored(asked, one, values)[2], nan=-np.inf))
        if not np.isfinite(scores).all():
            return None
        lacking = self.targets.take(ways.goals) - _CLOSE - ways.above
        found: Array = _Curve(scores, least).reaching(lacking + scores[-1]).astype(ways.low.dtype)
        return found

    def _flat_from(self, asked: _Question, ways: _Open) -> int:
        """Where in a few rows the score stops to rise."""
        some = np.zeros(len(ways), bool)
        some[:_FEW] = True
        few = evolve(ways.at(some, columns=not self.whole))  # its own: the ends of the search itself are proved
        wanted = few.above.copy()
        while (few.high - few.low > 1).any():
            middle = few.low + (few.high - few.low) // 2
            _, __, scores = self._scored(asked, few, middle)
            there = scores >= wanted
            few.high, few.low = np.where(there, middle, few.high), np.where(there, few.low, middle)
        return int(few.high.max())

    def _guess(self, ways: _Open, hints: Array | None, step: int) -> Array:
        """A value between the ends: the one hinted at, its neighbour, then where the score should reach its edge, or the middle."""
        low, high = ways.low, ways.high
        if hints is not None and step == 0:
            guess = hints
        elif hints is not None and step == 1:
            guess = np.where(high == hints, hints - 1, hints + 1)
        else:
            guess = low + (high - low) // 2
            if self.targets is not None and step % _HALVED:
                with np.errstate(all="ignore"):
                    line = (self.targets[ways.goals] - ways.below) / (ways.above - ways.below)
                    line *= high - low
                    line += low
                # Roundings move the place by a few values: an end that was guessed well is passed by no more.
                np.clip(line, low + _ASIDE, high - _ASIDE, out=line)
                usable = np.isfinite(line) & (high - low > 4 * _ASIDE)
                guess = np.where(usable, np.where(usable, line, 0).astype(low.dtype), guess)
        # Rows that are done already are scored at their better end, which changes nothing.
        found: Array = np.maximum(np.minimum(guess, high - 1), low + 1)
        return found

    def _plan(self, entry: Number, units: tuple[int, int]) -> Plan:
        policy, known = self.policy, self.inputs.bounds[RECORD, entry.key]
        varied = Bounds(min(units[0], known.low), max(units[1], known.high), kind=known.kind)
        others = policy.shown if policy.score is None else (policy.score, *policy.shown)
        line = {} if policy.score is None or self.targets is None else {_LINE: _before_rounding(policy.score)[0]}
        return compile_plan(
            policy.outline,
            score=None,
            band=policy.band,
            others=others,
            kept=line,
            places=policy.places,
            checks=policy.checks,
            bounds={**self.inputs.bounds, (RECORD, entry.key): varied},
            rows=self.inputs.rows,
        )

    def _scored(self, asked: _Question, ways: _Open, values: Array) -> tuple[Array, Array, Array]:
        """Whether rows reach their goals with some values, whether they are refused, and their scores before rounding."""
        at: Any = slice(None)
        refused, size = None, len(ways)
        units = values if asked.sign > 0 else -values
        if self.whole:
            at, size, refused = self.rows[ways.active], self.count, self.inputs.refused
            everywhere = np.full(size, units[0] if len(units) else 0, units.dtype)
            everywhere[at] = units  # what the other records hold does not matter
            units = everywhere
        columns = {place: column for place, column in ways.columns.items() if place[:2] != asked.place[:2]}
        results = run(asked.plan, Data(size, {**columns, asked.place: units}, self.inputs.data.offsets, refused))
        if results.band is None:
            raise AssertionError(asked.place)  # only policies with bands are asked
        line = asked.plan.parts.get(_LINE)
        scores: Array = np.full(len(ways), np.nan)
        if isinstance(line, Quantity) and line.slot is not None:
            scores = results.kept[line.slot][at] * float(line.unit) + float(line.offset)
        return results.band[at] <= ways.goals, results.refused[at], scores


def _before_rounding(score: Expression) -> tuple[Expression, Rounded | None]:
    """A score before its last rounding, and that rounding."""
    while isinstance(score, Named):
        score = score.value
    return (score.value, score) if isinstance(score, Rounded) else (score, None)


def _targets(policy: Policy) -> Array | None:
    """From where on the score before its last rounding gets each band, about; None where the bands are not those of the score."""
    band = policy.band
    while isinstance(band, Named):
        band = band.value
    if policy.score is None or not isinstance(band, Rated) or band.value != policy.score:
        return None
    rounding = _before_rounding(policy.score)[1]
    up = unit = Fraction(0)  # how much rounding adds at most, and its unit
    if rounding is not None:
        unit = 1 / Fraction(10) ** rounding.places
        up = unit * {"down": 0, "up": 1}.get(rounding.mode, Fraction(1, 2))
    edges = [each.edge for each in band.bands.bands]
    return np.array([0.0 if edge is None else float(edge.bound + unit * (edge.operator == ">") - up) for edge in edges])
