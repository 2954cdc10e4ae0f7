"""Steady intervals: from where to where a number can be moved before any record of a table reaches another band.

Tables are scored by columns with the number moved, which is exact at each value; where formulas are monotone in the number
(``steady_shapes``) the first change lies between the last value without one and the first with one, and the few records that
change there are followed exactly (``number_paths``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, field, frozen

from ...algebra.expressions import Expression
from ...algebra.inputs import Number
from ...appraising.readings import read
from ...columns.reading.arrays import Array
from ...columns.records import Records
from ...columns.scores import Scores
from ...columns.tables import appraise_table
from ...errors import AppraisalError
from ...policies import Policy
from .moved_numbers import MovedNumber
from .number_paths import MOST_PIECES, NumberPath, between
from .quotients import OpenPath
from .steady_shapes import Shapes

MOST_FOLLOWED = 24  # so many records are followed exactly; before, the number is moved closer
MOST_ALL = 400  # where nothing is known of the formulas every record of a table of at most so many is followed
_HALVINGS, _MOST_ALIKE, _STEPS = 24, 4000, 16


@frozen
class End:
    """One end of an interval: its ``value``; ``included`` if nothing changes there itself.

    ``limit`` says that the number was moved no further and nothing changed. Where the end could not be worked out exactly
    ``resolution`` says how far beyond ``value`` the first change that was met lies; nothing changed at the values tried before it.
    """

    value: Fraction
    included: bool = True
    limit: bool = False
    resolution: Fraction | None = None

    @property
    def exact(self) -> bool:
        """Whether the end was worked out exactly."""
        return self.resolution is None


@frozen
class Steady:
    """The interval of a number in which nothing changes."""

    low: End
    high: End

    @property
    def exact(self) -> bool:
        """Whether both ends were worked out exactly."""
        return self.low.exact and self.high.exact

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in it."""
        low = self.low.value < value or (self.low.included and self.low.value == value)
        return low and (value < self.high.value or (self.high.included and self.high.value == value))


@define
class Population:
    """The scored records of a table under a policy, with what each reached."""

    policy: Policy
    records: Records
    scores: Scores
    codes: Array
    _values: dict[int, dict[str, Any]] = field(factory=dict)

    @classmethod
    def of(cls, policy: Policy, records: Records) -> Population:
        """The records that the policy scores; the others have no band to lose."""
        scores = appraise_table(policy, records, on_error="quarantine")
        if scores.rejected.any():
            scores = scores.where(~scores.rejected)
        return cls(policy, scores.records, scores, codes_of(scores))

    def __len__(self) -> int:
        return len(self.codes)

    def scored(self, policy: Policy, rows: Array | None = None) -> Scores:
        """The scores of all or some of the records under a changed policy."""
        records = self.records if rows is None else self.records.at(rows)
        found: Scores = appraise_table(policy, records, on_error="quarantine")
        return found

    def changed(self, policy: Policy, rows: Array | None = None) -> Array:
        """Which of all or some of the records reach another band under a changed policy, or none."""
        before = self.codes if rows is None else self.codes[rows]
        found: Array = codes_of(self.scored(policy, rows)) != before
        return found

    def values(self, row: int) -> dict[str, Any]:
        """The exact values of a record."""
        if row not in self._values:
            record = self.records.record(row, self.policy.outline)
            reading = read(self.policy.outline, record, ignore="all", floats=self.records.floats)
            self._values[row] = dict(reading.values)
        return self._values[row]

    def distinct(self, rows: Array) -> Iterator[int]:
        """Some of the records, those of equal values once."""
        seen = set()
        for row in rows.tolist():
            values = repr(sorted(self.values(row).items()))
            if values not in seen:
                seen.add(values)
                yield row


def codes_of(scores: Scores) -> Array:
    """The band of each row as a number; -1 for a rejected row, 0 for a policy without bands."""
    return np.where(scores.rejected, -1, 0) if scores.bands is None else scores.bands.codes


def steady(number: MovedNumber, population: Population) -> Steady:
    """The interval of a number in which no record reaches another band."""
    search = _Search(number, population)
    return Steady(search.end(-1), search.end(1))


class _Search:
    """The search for both ends of the interval of one number."""

    def __init__(self, number: MovedNumber, population: Population) -> None:
        self.number, self.population = number, population
        self.root: Expression | None = None
        self.symbol: Number = number.symbol()
        self.sure = False
        try:
            if population.policy.band is not None and not number.refuses(population.policy):
                self.root = number.formula(population.policy.band, self.symbol)
                self.sure = Shapes(self.symbol).keeps_bands(self.root)
        except AppraisalError:
            self.root = None  # no formula of the number, such as one with a part that may be absent

    def end(self, side: int) -> End:
        """The end on one side."""
        limit = self.number.high if side > 0 else self.number.low
        if self.number.value == limit:
            return End(limit, limit=True)
        if self.sure:
            return self._narrowed(side, limit)
        if self.root is not None and len(self.population) <= MOST_ALL:
            try:
                rows = self.population.distinct(np.arange(len(self.population)))
                return self._followed(rows, self.number.value, limit, side)
            except OpenPath:
                pass
        return self._tried(limit)

    def _changed(self, value: Fraction, rows: Array | None = None) -> Array:
        return self.population.changed(self.number.policy(self.population.policy, value), rows)

    def _narrowed(self, side: int, limit: Fraction) -> End:
        """The end where each record leaves its band at most once: those that have left are among those that leave later."""
        rows = np.flatnonzero(self._changed(limit))
        if not len(rows):
            return End(limit, limit=True)
        last, first = self.number.value, limit  # none has left; some have
        for _ in range(_HALVINGS):
            if len(rows) <= MOST_FOLLOWED:
                break
            middle = between(last, first)
            left = self._changed(middle, rows)
            if left.any():
                rows, first = rows[left], middle
            else:
                last = middle
        if self.root is not None and len(rows) <= _MOST_ALIKE:
            try:
                return self._followed(self.population.distinct(rows), last, first, side)
            except OpenPath:
                pass
        return self._halved(last, first, rows)

    def _halved(self, last: Fraction, first: Fraction, rows: Array | None = None) -> End:
        return halved(last, first, lambda middle: bool(self._changed(middle, rows).any()))

    def _followed(self, rows: Iterator[int], start: Fraction, limit: Fraction, side: int) -> End:
        """The end by following some records exactly from a value at which none has left its band."""
        found: tuple[Fraction, bool] | None = None
        pieces = 0
        for row in rows:
            path, until = self._path(row), limit if found is None else found[0]
            if self.sure:
                change = path.only_change(start, side, until)
            else:
                change = path.first_change(start, side, until)
                pieces += path.pieces
                if pieces > MOST_PIECES + MOST_ALL:
                    raise OpenPath
            if change is not None:
                found = change
        if found is None and limit not in {self.number.low, self.number.high}:
            raise AssertionError(self.number.key)  # by columns some of these records have changed
        return End(limit, limit=True) if found is None else End(*found)

    def _path(self, row: int) -> NumberPath:
        if self.root is None:
            raise OpenPath
        return NumberPath(self.root, self.symbol, self.population.values(row))

    def _tried(self, limit: Fraction) -> End:
        """The end where nothing is known of the formulas: equal steps are tried, and between two of them halves."""
        return tried(self.number.value, limit, lambda value: bool(self._changed(value).any()))


def tried(start: Fraction, limit: Fraction, changes: Callable[[Fraction], bool]) -> End:
    """The end as far as trying values can tell: equal steps, and between the first with a change and the one before halves."""
    last = start
    for step in range(1, _STEPS + 1):
        value = start + (limit - start) * Fraction(step, _STEPS)
        if changes(value):
            return halved(last, value, changes)
        last = value
    return End(limit, limit=True, resolution=abs(limit - start) / _STEPS)


def halved(last: Fraction, first: Fraction, changes: Callable[[Fraction], bool]) -> End:
    """The end between a value without a change and one with."""
    for _ in range(_HALVINGS):
        middle = between(last, first)
        last, first = (last, middle) if changes(middle) else (middle, first)
    return End(last, resolution=abs(first - last))
