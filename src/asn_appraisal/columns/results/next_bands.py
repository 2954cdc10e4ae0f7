"""Next bands: for every row of a table the nearest value of each field with which the next band is reached, exactly.

Where the band is proved to rise or fall with a field, its better end says whether the band can be reached at all, and the
nearest value is found by scoring the table again with other values of that field: first near where the score should reach
the edge, then by halves. Every decision is made by the same engine that scores the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, evolve, field, frozen

from ...algebra.bands import Rated
from ...algebra.expressions import Named
from ...algebra.inputs import Number
from ...analysis.directions import CONSTANT, RISING, changeable, direction
from ...analysis.field_edges import field_edges
from ...appraising.appraisals import Appraisal
from ...appraising.varying.reached_values import Bandwork, Search, axis_of, nearest
from ...faults import checked_language
from ...policies import Policy
from ...texts import say, thousands
from ...wording.html import table as html_table
from ..compiling.bounds import RECORD, Bounds
from ..compiling.plans import compile_plan
from ..reading.arrays import Array
from ..records import Records
from ..running.blocks import Data
from ..running.float_engine import run

_MOST_UNITS = 2**52  # values are doubles in the answer
_INT32, _FEW, _ASIDE = 2**30, 64, 4
_MOST_ALONE = 2_000  # rows that are worked out one by one as records
_HALVED = 4  # every so many steps a stretch is halved: no formula keeps the search from ending
NOT_PROVED, NO_END = "not_proved", "no_end"


@frozen(eq=False)
class NextBands:
    """The nearest values of all rows: ``nearest`` by field (NaN where the next band is out of reach), ``reachable`` masks.

    ``goals`` are the numbers of the bands asked for, -1 at the top and for rejected rows. ``left_out`` are fields for which it is
    not proved that a better value never gives a worse band (``not_proved``), or whose range has no end (``no_end``);
    ``unsettled`` masks rows whose values could not be told.
    """

    goals: Array
    nearest: Mapping[str, Array]
    reachable: Mapping[str, Array]
    left_out: Mapping[str, str]
    unsettled: Mapping[str, Array]
    _labels: Mapping[str, Any] = field(factory=dict, repr=False)
    _names: Mapping[str, tuple[str, str]] = field(factory=dict, repr=False)
    _like: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.goals)

    def counts(self) -> dict[str, int]:
        """How many rows each field alone brings to the next band, most first."""
        found = {key: int(mask.sum()) for key, mask in self.reachable.items()}
        return dict(sorted(found.items(), key=lambda each: -each[1]))

    @property
    def within_reach(self) -> Array:
        """The rows that some field alone brings to the next band."""
        found = np.zeros(len(self), bool)
        for mask in self.reachable.values():
            found |= mask
        return found

    def columns(self) -> dict[str, Any]:
        """Keys of the rows, the nearest value of each field, and which field is in reach."""
        found = dict(self._labels)
        for key, values in self.nearest.items():
            found[f"{key}_nearest"] = values
        return found

    def to_frame(self) -> Any:
        """The nearest values in the kind of frame that was scored."""
        return self.columns() if self._like is None else self._like.like(self.columns())

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain JSON data."""
        return {
            "rows": len(self),
            "below_the_top": int((self.goals >= 0).sum()),
            "within_reach": int(self.within_reach.sum()),
            "fields": self.counts(),
            "left_out": dict(self.left_out),
            "unsettled": {key: int(mask.sum()) for key, mask in self.unsettled.items() if mask.any()},
        }

    def text(self, language: str = "id") -> str:
        """The summary in words: how many rows are within reach, and by which field."""
        checked_language(language)
        below, reach = int((self.goals >= 0).sum()), int(self.within_reach.sum())
        head = say("next_bands.head", language, below=thousands(below, language), reach=thousands(reach, language))
        lines = [
            f"- {self._called(key, language)}: {thousands(count, language)}" for key, count in self.counts().items()
        ]
        lines += [
            f"- {self._called(key, language)}: {say(f'next_bands.{why}', language)}"
            for key, why in self.left_out.items()
        ]
        lines += [
            say(
                "next_bands.unsettled",
                language,
                name=self._called(key, language),
                count=thousands(int(mask.sum()), language),
            )
            for key, mask in self.unsettled.items()
            if mask.any()
        ]
        return "\n".join([head, *lines]) + "\n"

    def _called(self, key: str, language: str) -> str:
        return self._names[key][0 if language == "id" else 1]

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        heads = [say(f"next_bands.{each}", "id") for each in ("field", "rows")]
        return html_table(
            heads, [(self._called(key, "id"), thousands(count, "id")) for key, count in self.counts().items()]
        )


@frozen(eq=False)
class Scored:
    """What was scored: records, the number of each row's band (-1 for none), its score, and its appraisal on demand."""

    policy: Policy
    records: Records
    codes: Array
    scores: Array | None
    appraisal: Callable[[int], Appraisal]
    labels: Mapping[str, Any]


def next_bands(scored: Scored) -> NextBands:
    """The nearest values of every row to the next better band, for each field of the record that a person can change."""
    policy, codes = scored.policy, scored.codes
    roots = tuple(root for root in (policy.score, policy.band) if root is not None)
    keys = {key for items, key in changeable(policy.outline, roots) if items is None}
    entries = [each for each in policy.outline.fields if isinstance(each, Number) and each.key in keys]
    nearest_values: dict[str, Array] = {}
    left_out: dict[str, str] = {}
    unsettled: dict[str, Array] = {}
    again = _Again(scored)
    for entry in entries:
        way = None if policy.band is None else direction(policy.band, entry)
        units = _range(policy, entry)
        if way is None or units is None:
            left_out[entry.key] = NOT_PROVED if way is None else NO_END
            continue
        values, alone = np.full(len(codes), np.nan), np.zeros(len(codes), bool)
        if way != CONSTANT:
            again.search(entry, units, 1 if way == RISING else -1, values, alone)
        for row in np.flatnonzero(alone)[:_MOST_ALONE].tolist():
            value = _of_one(policy, entry, scored.appraisal(row), int(again.wanted[row]))
            values[row], alone[row] = np.nan if value is None else value, False
        nearest_values[entry.key], unsettled[entry.key] = values, alone
    return NextBands(
        again.wanted,
        nearest_values,
        {key: ~np.isnan(values) for key, values in nearest_values.items()},
        left_out,
        unsettled,
        scored.labels,
        {each.key: (each.called("id"), each.called("en")) for each in entries},
        scored.records.like,
    )


def _range(policy: Policy, entry: Number) -> tuple[int, int] | None:
    """The least and the greatest value of a field in units of its last decimal, by its range and by checks on it alone."""
    edges = field_edges(entry, [check.condition for check in policy.checks])
    low, high = edges.low_units(entry.decimals), edges.high_units(entry.decimals)
    return None if low is None or high is None or max(-low, high) > _MOST_UNITS else (low, high)


def _of_one(policy: Policy, entry: Number, appraisal: Appraisal, goal: int) -> float | None:
    """The nearest value of one record, worked out as a record."""
    if policy.band is None:
        return None
    roots = tuple(part for part in (policy.score, policy.band, *policy.shown) if part is not None)
    values = appraisal.trace.values
    work = Bandwork(policy.outline, policy.checks, roots, policy.score, policy.band, values)
    axis = axis_of((None, 0, entry.key), entry, values[entry.key], [check.condition for check in policy.checks], ())
    wanted = {level.key for level in policy.band.levels[: goal + 1]}
    near = nearest(Search(work, (axis,)).reached(axis, wanted), axis)
    return None if near is None else near / 10**entry.decimals


@define(eq=False)
class _Open:
    """The rows whose nearest value lies above ``low`` and not above ``high``, with the scores there and their columns."""

    active: Array
    low: Array
    high: Array
    below: Array
    above: Array
    columns: Mapping[Any, Any]

    def at(self, keep: Array, *, columns: bool) -> _Open:
        """Some of these rows; their columns too, unless all records are scored each time."""
        if keep.all():
            return self
        rows = np.flatnonzero(keep)
        kept = {place: column.take(rows) for place, column in self.columns.items()} if columns else self.columns
        arrays = (each.take(rows) for each in (self.active, self.low, self.high, self.below, self.above))
        active, low, high, below, above = arrays
        return _Open(active, low, high, below, above, kept)


class _Again:
    """Scores the rows that are below the top again, with other values of one field."""

    def __init__(self, scored: Scored) -> None:
        policy, records, scores = scored.policy, scored.records, scored.scores
        self.policy = policy
        self.inputs = records.data(policy.outline)
        self.wanted = np.where(scored.codes > 0, scored.codes - 1, -1)
        self.rows = np.flatnonzero(self.wanted >= 0)
        self.goals = self.wanted[self.rows]
        self.whole = bool(policy.outline.lists)  # rows of lists belong to records: then all records are scored again
        self.count = records.count
        self.columns: dict[Any, Any] = dict(self.inputs.data.columns)
        if not self.whole:
            self.columns = {place: column[self.rows] for place, column in self.columns.items()}
        edges = _edges(policy)
        usable = edges is not None and scores is not None and scores.dtype != object
        self.targets = edges[self.goals] if usable and edges is not None else None
        self.scores = scores[self.rows] if usable and scores is not None else np.full(len(self.rows), np.nan)

    def search(self, entry: Number, units: tuple[int, int], sign: int, nearest_values: Array, alone: Array) -> None:
        """Fill in the nearest values of a field, or mark the rows that records have to answer."""
        plan = self._plan(entry, units)
        place = (RECORD, entry.key, "values")
        now = self.columns[place][self.rows] if self.whole else self.columns[place]
        gaps = self.columns.get((RECORD, entry.key, "absent"))
        now = now.astype(np.int32 if max(-units[0], units[1]) < _INT32 else np.int64) * sign
        best = units[1] if sign > 0 else -units[0]
        low = np.minimum(now, best)
        from_scores = self.scores
        if gaps is not None:
            absent = gaps[self.rows] if self.whole else gaps
            low = np.where(absent, (units[0] if sign > 0 else -units[1]) - 1, low)
            from_scores = np.where(absent, np.nan, from_scores)
        active = np.arange(len(self.rows))
        high = np.full(len(self.rows), best, low.dtype)
        ways = _Open(active, low, high, from_scores.copy(), from_scores, self.columns)
        reached, refused, ways.above = self._scored(plan, place, ways, high * sign)
        alone[self.rows[refused]] = True
        ways = ways.at(reached & ~refused & (low < best), columns=not self.whole)
        flat = self._flat_from(plan, place, ways, sign)
        step = 0
        while len(ways.active):
            done = ways.high - ways.low <= 1
            if done.any():
                nearest_values[self.rows[ways.active[done]]] = ways.high[done] * sign / 10**entry.decimals
                ways = ways.at(~done, columns=not self.whole)
                continue
            guess = self._guess(ways, flat if step == 0 else None, step)
            reached, refused, scores = self._scored(plan, place, ways, guess * sign)
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
                ways = ways.at(~refused, columns=not self.whole)
            step += 1

    def _flat_from(self, plan: Any, place: Any, ways: _Open, sign: int) -> int | None:
        """Where in a few rows the score stops to rise: a good first guess, and no more than that."""
        some = np.zeros(len(ways.active), bool)
        some[: _FEW if self.targets is not None else 0] = True
        few = evolve(ways.at(some, columns=not self.whole))  # its own: the ends of the search itself are proved
        wanted = few.above.copy()
        while len(few.active) and (few.high - few.low > 1).any():
            middle = few.low + (few.high - few.low) // 2
            _, __, scores = self._scored(plan, place, few, middle * sign)
            there = scores >= wanted
            few.high, few.low = np.where(there, middle, few.high), np.where(there, few.low, middle)
        return int(few.high.max()) if len(few.active) else None

    def _guess(self, ways: _Open, flat: int | None, step: int) -> Array:
        """A value between the ends: where the score should reach its edge, then a little to the side, or the middle."""
        low, high = ways.low, ways.high
        guess = low + (high - low) // 2
        if flat is not None:
            guess = np.full(len(low), flat, low.dtype)
        elif self.targets is not None and step % _HALVED:
            with np.errstate(all="ignore"):
                line = (self.targets[ways.active] - ways.below) / (ways.above - ways.below)
                line *= high - low
                line += low
            # Roundings move the place by a few values: an end that was guessed well is passed by no more.
            np.clip(line, low + _ASIDE, high - _ASIDE, out=line)
            usable = np.isfinite(line) & (high - low > 4 * _ASIDE)
            guess = np.where(usable, np.where(usable, line, 0).astype(low.dtype), guess)
        found: Array = np.clip(guess, low + 1, high - 1)
        return found

    def _plan(self, entry: Number, units: tuple[int, int]) -> Any:
        policy, known = self.policy, self.inputs.bounds[RECORD, entry.key]
        varied = Bounds(min(units[0], known.low), max(units[1], known.high), kind=known.kind)
        return compile_plan(
            policy.outline,
            score=policy.score,
            band=policy.band,
            others=policy.shown,
            kept={},
            places=policy.places,
            checks=policy.checks,
            bounds={**self.inputs.bounds, (RECORD, entry.key): varied},
            rows=self.inputs.rows,
        )

    def _scored(self, plan: Any, place: Any, ways: _Open, units: Array) -> tuple[Array, Array, Array]:
        """Whether rows reach their goals with some values, whether they are refused, and their scores."""
        at: Any = slice(None)
        values, refused, size = units, None, len(ways.active)
        if self.whole:
            at, size, refused = self.rows[ways.active], self.count, self.inputs.refused
            values = np.full(
                size, units[0] if len(units) else 0, units.dtype
            )  # what the other records hold does not matter
            values[at] = units
        columns = {**ways.columns, place: values}
        columns.pop((*place[:2], "absent"), None)  # every record has a value now
        results = run(plan, Data(size, columns, self.inputs.data.offsets, refused))
        if results.band is None:
            raise AssertionError(place)  # only policies with bands are asked
        scores = np.full(len(ways.active), np.nan)
        if results.score is not None and results.score.dtype != object:
            scores = results.score[at]
        return results.band[at] <= self.goals[ways.active], results.refused[at], scores


def _edges(policy: Policy) -> Array | None:
    """The edge of each band where the bands are those of the score; None otherwise."""
    band = policy.band
    while isinstance(band, Named):
        band = band.value
    if not isinstance(band, Rated) or band.value != policy.score:
        return None
    return np.array([float(Fraction(0) if each.edge is None else each.edge.bound) for each in band.bands.bands])
