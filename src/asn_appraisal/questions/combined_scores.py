"""Combined scores: the scores of several periods put together for many people at once, each as ``combine`` does alone.

The values of a period are whole numbers of a last decimal, exact where a policy has no more decimals; otherwise each is
known to lie within half a unit, and a person for whom that does not decide the rounding is worked out alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ..algebra.bands import Bands
from ..algebra.expressions import Expression
from ..algebra.kinds import NUMBER
from ..analysis.decimals import decimals_of
from ..appraising.appraisals import Appraisal
from ..arguments import refused, shown
from ..columns.reading.arrays import Array
from ..columns.reading.joins import distinct, joined
from ..columns.reading.keys import Keys
from ..columns.results.coded_bands import CodedBands
from ..columns.results.row_keys import row_of
from ..columns.scores import Scores
from ..columns.tables import appraise_table
from ..errors import OtherKeysError, RecordError, RowNumberError, ScoreRangeError
from ..faults import Fault, checked_language, texts_of
from ..numbers import to_decimal
from ..rounding import rounded_quotient
from ..texts import say, thousands
from .answers import Answer, Cells
from .combined_values import Combined

_MOST_PLACES = 20  # to which a table is scored
_FURTHER = 6  # decimals that decide the rounding of all but some in a million
_NOBODY = -1  # the row of a person who is not in the table of a period

Alone = Callable[[Sequence[Appraisal], Sequence[Fraction]], Combined]


@frozen(eq=False)
class CombinedScores(Answer):
    """One value a person from the scores of several periods: an entry a key, in the order in which they first occur.

    Who is not in the table of a period has a value of the others. Who is in it without a score has none: ``rejects`` says of
    each of them the period and the row. ``appraisal(key)`` is the ``Combined`` of one person. ``scale`` is what the scores are
    rated on, if anything; ``months`` are empty for a sum.
    """

    periods: tuple[Scores, ...] = field(repr=False)
    months: tuple[Fraction, ...]
    keys: Keys = field(repr=False)
    places: int
    scale: Bands | None = field(repr=False)
    rejects: tuple[Fault, ...]
    rejected: Array = field(repr=False)
    _rows: tuple[Array, ...] = field(repr=False)  # of each period, the row of each person
    _units: Array = field(repr=False)  # whole numbers of the last place; 0 for a rejected person
    _alone: Alone = field(repr=False)

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def like(self) -> Any:
        """The kind of frame that came in."""
        return self.periods[0].records.like

    @property
    def score(self) -> Array:
        """The scores as float64, each the double nearest to the reported score; NaN for a rejected person.

        Raises a ``ScoreRangeError`` where one is above the range of doubles (10^308); ``reported`` has it exactly.
        """
        found = np.full(len(self), np.nan)
        for row in np.flatnonzero(~self.rejected).tolist():
            try:
                found[row] = self._units[row] / 10**self.places  # of whole numbers: rounded once
            except OverflowError:
                raise ScoreRangeError(row=row) from None
        return found

    def reported(self) -> list[Decimal | None]:
        """The score of each person as a Decimal; None for a rejected one."""
        held = zip(self._units.tolist(), self.rejected.tolist(), strict=True)
        scale = 10**self.places
        return [None if gone else to_decimal(Fraction(unit, scale), self.places) for unit, gone in held]

    @property
    def bands(self) -> CodedBands | None:
        """The bands as codes; None without a scale."""
        if self.scale is None:
            return None
        units, places = np.unique(self._units, return_inverse=True)
        codes = np.array([_band_of(self.scale, Fraction(unit, 10**self.places)) for unit in units.tolist()], np.int16)
        found = codes[places] if len(codes) else np.zeros(0, np.int16)
        return CodedBands(np.where(self.rejected, np.int16(-1), found), self.scale.levels)

    def band_keys(self) -> list[str | None]:
        """The key of each person's band; None for a rejected one and without a scale."""
        return [None] * len(self) if self.bands is None else self.bands.keys()

    def counts(self) -> dict[str, int]:
        """How many people reached each band, in the order of the scale."""
        return {} if self.bands is None else self.bands.counts()

    @property
    def served(self) -> Array:
        """How many of the periods each person is in."""
        found: Array = np.sum([rows != _NOBODY for rows in self._rows], axis=0)
        return found

    def row_number(self, row: object) -> int:
        """The number of a person given by number or by key, a text or tuple."""
        if isinstance(row, str | tuple):
            return row_of(self.keys, row)
        if not isinstance(row, int | np.integer) or isinstance(row, bool):
            raise refused(row, "row", "row")
        if not -len(self) <= row < len(self):
            raise RowNumberError(row=shown(row), count=len(self))
        return range(len(self))[row]

    def appraisal(self, row: int | str | tuple[Any, ...]) -> Combined:
        """The combined value of one person by number or key, worked out anew from the periods, with its trace.

        Raises a RecordError for a rejected person.
        """
        row = self.row_number(row)
        if self.rejected[row]:
            raise RecordError(faults=[fault for fault in self.rejects if fault.row == row])
        return self._alone(*_of_person(self.periods, self._rows, self.months, row))

    def __getitem__(self, row: int | str | tuple[Any, ...]) -> Combined:
        return self.appraisal(row)

    def __iter__(self) -> Iterator[Combined | None]:
        return (None if self.rejected[row] else self.appraisal(row) for row in range(len(self)))

    def exact(self, row: int | str | tuple[Any, ...]) -> Fraction | None:
        """The exact value of a person before the one rounding; None for a rejected one."""
        row = self.row_number(row)
        return None if self.rejected[row] else self.appraisal(row).exact

    def columns(self) -> dict[str, Any]:
        """The results by name: keys, ``score``, ``band`` if there is a scale, and of how many ``periods`` each is made."""
        band = {} if self.bands is None else {"band": self.bands.categories()}
        return {**self.keys.by_name(), "score": self.score, **band, "periods": self.served}

    def rejects_frame(self, *, language: str = "en") -> Any:
        """``rejects`` in the kind of frame that came in, a fault a row: key, code, message."""
        columns = {
            "key": [fault.key for fault in self.rejects],
            "code": [fault.code for fault in self.rejects],
            "message": texts_of(self.rejects, language),
        }
        return columns if self.like is None else self.like.like(columns)

    def text(self, language: str = "id") -> str:
        """How many people have a value, how many of them miss a period, how many were refused, and the bands."""
        return "".join(f"{what}: {count}\n" for what, count in self._lines(language))

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The counts as plain JSON data."""
        return {
            "people": len(self),
            "rejected": int(self.rejected.sum()),
            "incomplete": self._incomplete,
            "bands": self.counts(),
            "text": self.text(language),
        }

    @property
    def _incomplete(self) -> int:
        return int(((self.served < len(self.periods)) & ~self.rejected).sum())

    def _lines(self, language: str) -> list[tuple[str, str]]:
        checked_language(language)
        rejected = int(self.rejected.sum())
        counts = {"scored": len(self) - rejected, "incomplete": self._incomplete, "rejected": rejected}
        lines = [(say(f"combined.{what}", language), count) for what, count in counts.items()]
        levels = () if self.scale is None else self.scale.levels
        lines += [(level.called(language), count) for level, count in zip(levels, self.counts().values(), strict=True)]
        return [(what, thousands(count, language)) for what, count in lines]

    def _cells(self, language: str) -> Cells:
        lines = self._lines(language)
        return (say("combined.title", language), say("combined.people", language)), lines


def combined_scores(
    periods: tuple[Scores, ...],
    months: tuple[Fraction, ...],
    part: str | None,
    places: int,
    *,
    alone: Alone,
    numbers: dict[str, Fraction] | None = None,
) -> CombinedScores:
    """The periods of many people put together by their keys; ``alone`` does it for one person, and refuses what no one may
    combine: it is asked with the first row of each period that has a value.
    """
    held = [scores.records.keys for scores in periods]
    keys = _all_keys(held)
    rows = tuple(_rows_of(keys, its) for its in held if its is not None)
    values = [_values_of(scores, part, places, numbers) for scores in periods]
    firsts = [
        np.flatnonzero(~(scores.rejected | column.absent))[:1] for scores, column in zip(periods, values, strict=True)
    ]
    known = [at for at, first in enumerate(firsts) if len(first)]
    if not known:
        raise refused(periods[0], "appraisals", "scored")
    pattern = alone(
        [periods[at].appraisal(int(firsts[at][0])) for at in known], [months[at] for at in known] if months else []
    )
    rejects, rejected = _refusals(periods, rows, values, keys, part)
    units = np.zeros(len(keys), object)
    for row, decided in _added(rows, values, months, places, ~rejected):
        if decided is None:
            one = alone(*_of_person(periods, rows, months, row))
            units[row] = int(Fraction(one.score) * 10**places)
        else:
            units[row] = decided
    return CombinedScores(periods, months, keys, places, pattern.scale, rejects, rejected, rows, units, alone)


def _of_person(
    periods: Sequence[Scores], rows: Sequence[Array], months: Sequence[Fraction], row: int
) -> tuple[list[Appraisal], list[Fraction]]:
    """The appraisals of the periods that a person is in, and their months."""
    there = [at for at, its in enumerate(rows) if its[row] != _NOBODY]
    return [periods[at].appraisal(int(rows[at][row])) for at in there], [months[at] for at in there] if months else []


def _band_of(scale: Bands, value: Fraction) -> int:
    return next(at for at, band in enumerate(scale.bands) if band.edge is None or band.edge.holds(value))


# --- people


def _all_keys(held: Sequence[Keys | None]) -> Keys:
    """The keys of all people, each once."""
    keys = [each for each in held if each is not None]
    if len(keys) < len(held):
        raise OtherKeysError(problem="no key")
    for each in keys:
        if len(each.names) != len(keys[0].names):
            raise OtherKeysError(problem=f"{keys[0].field} / {each.field}")
        for one, other in zip(keys[0].kinds, each.kinds, strict=True):
            if one is not None and other is not None and one != other:
                raise OtherKeysError(problem=f"{keys[0].field} ({one}) / {each.field} ({other})")
    return distinct(*keys)


def _rows_of(keys: Keys, its: Keys) -> Array:
    """The row of each person in the table of a period; a key that is there twice is a fault of both rows already."""
    place = joined(keys, its, "")
    if not len(its):
        return np.full(len(keys), _NOBODY, np.int64)
    order = np.arange(len(its)) if place.order is None else place.order
    there = np.diff(place.offsets) > 0
    return np.where(there, order[np.minimum(place.offsets[:-1], len(order) - 1)] if len(order) else 0, _NOBODY)


def _refusals(
    periods: Sequence[Scores], rows: Sequence[Array], values: Sequence[_Values], keys: Keys, part: str | None
) -> tuple[tuple[Fault, ...], Array]:
    """What is wrong with people of whom a period has no value, and with rows of a period that belong to nobody."""
    faults: list[Fault] = []
    rejected = np.zeros(len(keys), bool)
    for number, (scores, its, column) in enumerate(zip(periods, rows, values, strict=True), 1):
        placed = _Placed.of(scores, number, part)
        there = its != _NOBODY
        gone = np.zeros(len(keys), bool)
        gone[there] = (scores.rejected | column.absent)[its[there]]
        faults += [
            evolve(placed.fault(int(its[row])), row=row, key=keys.text(row)) for row in np.flatnonzero(gone).tolist()
        ]
        nobody = np.setdiff1d(np.flatnonzero(scores.rejected), its[there])
        faults += [placed.fault(at) for at in nobody.tolist()]
        rejected |= gone
    faults.sort(key=lambda fault: len(keys) if fault.row is None else fault.row)
    return tuple(faults), rejected


@frozen(eq=False)
class _Placed:
    """What a fault says of the period and its table."""

    scores: Scores
    number: int
    part: str
    codes: dict[int, list[str]]

    @classmethod
    def of(cls, scores: Scores, number: int, part: str | None) -> _Placed:
        codes: dict[int, list[str]] = {}
        for fault in scores.rejects:
            if fault.row is not None:
                codes.setdefault(fault.row - scores.first_row, []).append(fault.code)
        return cls(scores, number, part or "", codes)

    def fault(self, at: int) -> Fault:
        """The fault of a row of the period's table."""
        facts = {"period": str(self.number), "at": str(at + self.scores.first_row)}
        if self.scores.rejected[at]:
            return Fault("ASN345", facts={**facts, "codes": ", ".join(dict.fromkeys(self.codes.get(at, ())))})
        return Fault("ASN346", facts={**facts, "part": self.part})


# --- numbers


@frozen(eq=False)
class _Values:
    """What is combined of each row of a period, in units of its last place; ``unsure``: each may be half a unit off."""

    units: Array
    places: int
    absent: Array
    unsure: bool = False


def _values_of(scores: Scores, part: str | None, places: int, numbers: dict[str, Fraction] | None) -> _Values:
    """The score, a part, or the number of the band of each row."""
    policy, nothing = scores.policy, np.zeros(len(scores), bool)
    if numbers is not None:
        levels = () if policy.band is None else policy.band.levels
        bottom = lcm(*(number.denominator for number in numbers.values()))
        if scores.bands is None or not len(levels):
            return _Values(np.zeros(len(scores), object), 0, nothing)
        stated = [int(numbers.get(level.key, 0) * bottom) for level in levels]
        units = np.array([*stated, 0], object)[scores.bands.codes]
        return _Values(units * Fraction(1, bottom), 0, nothing)
    parts = {placed.key: placed.part for placed in policy.outline.parts if not placed.lists}
    formula: Expression | None = policy.score if part is None else parts.get(part)
    if formula is None or formula.kind != NUMBER:
        return _Values(np.zeros(len(scores), object), 0, nothing)
    decimals = decimals_of(formula)
    sure = decimals is not None and decimals <= _MOST_PLACES
    wanted = decimals if sure and decimals is not None else min(places + _FURTHER, _MOST_PLACES)
    if part is None and sure and wanted == policy.places:
        found = scores
    else:
        given = formula.required if formula.may_be_absent else formula
        alike = evolve(policy, score=given, band=None, shown=(), reported=wanted)
        found = appraise_table(alike, scores.records, on_error="quarantine")
    whole = found.units()
    held = np.zeros(len(scores), object) if whole is None else whole.astype(object)
    return _Values(held, wanted, found.rejected & ~scores.rejected, not sure)


def _added(
    rows: Sequence[Array], values: Sequence[_Values], months: Sequence[Fraction], places: int, wanted: Array
) -> Iterator[tuple[int, int | None]]:
    """The units of each person's value; None where values that may be half a unit off do not decide it."""
    most = max(column.places for column in values)
    bottom = lcm(*(span.denominator for span in months)) if months else 1
    people = np.flatnonzero(wanted)
    total, doubt, weight = (np.zeros(len(people), object) for _ in range(3))
    for at, (its, column) in enumerate(zip(rows, values, strict=True)):
        span = int(months[at] * bottom) if months else 1
        there = its[people] != _NOBODY
        scale = 10 ** (most - column.places)
        total[there] += 2 * span * scale * column.units[its[people[there]]]
        doubt[there] += span * scale * int(column.unsure)
        weight[there] += span
    for row, sum_, off, whole in zip(people.tolist(), total.tolist(), doubt.tolist(), weight.tolist(), strict=True):
        below = 2 * 10**most * (whole if months else 1)
        least, highest = (_rounded(end, below, places) for end in (sum_ - off, sum_ + off))
        yield row, least if least == highest else None


def _rounded(value: int | Fraction, below: int, places: int) -> int:
    return rounded_quotient(value.numerator * 10**places, value.denominator * below, "half_up")
