"""Calibrations: what would become of scores and bands if the leniency of raters were taken from them. Guidance, applied to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from ...algebra.bands import Bands, Rated
from ...algebra.expressions import Expression, Named
from ...analysis.bounds import interval
from ...analysis.decimals import decimals_of
from ...columns.reading.arrays import Array
from ...columns.results.selections import coded_column
from ...columns.scores import Scores
from ...faults import checked_language
from ...policies import Policy
from ...rounding import rounded
from ...texts import say, thousands
from ..answers import Answer, Cells
from .group_words import doubles

Move = tuple[str, str]


@frozen(eq=False)
class Calibration(Answer):
    """What a calibration would make of the scored rows ``rows``: exact scores ``before`` and ``after``, and how many rows
    would change their band, ``changed``; ``moves`` counts them by band before and after.

    Both are None where the bands of the policy follow from more than its score: then a shift says nothing about them.
    """

    scores: Scores = field(repr=False)
    rater: str
    rows: Array = field(repr=False)
    before: tuple[Fraction, ...] = field(repr=False)
    after: tuple[Fraction, ...] = field(repr=False)
    _bands: tuple[tuple[str, ...], tuple[str, ...]] | None = field(default=None, repr=False)

    @property
    def like(self) -> Any:
        """The kind of frame that came in."""
        return self.scores.records.like

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def moves(self) -> dict[Move, int] | None:
        """How many rows have each pair of bands, before and after, where the two differ."""
        if self._bands is None:
            return None
        found: dict[Move, int] = {}
        for pair in zip(*self._bands, strict=True):
            if pair[0] != pair[1]:
                found[pair] = found.get(pair, 0) + 1
        order = [level.key for level in self.scores.bands.levels] if self.scores.bands is not None else []
        return {move: found[move] for move in sorted(found, key=lambda move: (*map(order.index, move),))}

    @property
    def changed(self) -> int | None:
        """How many rows would have another band."""
        return None if self.moves is None else sum(self.moves.values())

    def text(self, language: str = "id") -> str:
        """The calibration in words, with what it is for."""
        checked_language(language)
        shifted = sum(one != other for one, other in zip(self.before, self.after, strict=True))
        counts = {"rows": thousands(len(self), language), "shifted": thousands(shifted, language)}
        lines = [say("calibration.head", language, **counts)]
        if self.moves is None:
            lines.append(say("calibration.no_bands", language))
        else:
            lines.append(say("calibration.changed", language, count=thousands(self.changed or 0, language)))
            lines += [
                say("calibration.move", language, before=old, after=new, count=count)
                for old, new, count in self._shown(language)
            ]
        lines.append(say("calibration.guidance", language))
        return "\n".join(lines) + "\n"

    def _shown(self, language: str) -> list[tuple[str, str, str]]:
        levels = () if self.scores.bands is None else self.scores.bands.levels
        called = {level.key: level.called(language) for level in levels}
        moves = (self.moves or {}).items()
        return [(called[old], called[new], thousands(count, language)) for (old, new), count in moves]

    def columns(self) -> dict[str, Any]:
        """The scored rows as columns: key (else ``row``), rater, ``score`` and ``score_calibrated``, ``band`` and
        ``band_calibrated`` where they are known.
        """
        keys = self.scores.records.keys
        values, codes = coded_column(self.scores.records, self.rater)
        found: dict[str, Any] = {"row": self.rows} if keys is None else dict(keys.at(self.rows).by_name())
        found[self.rater] = [values[code] for code in codes[self.rows].tolist()]
        places = self.scores.policy.places
        for name, column in (("score", self.before), ("score_calibrated", self.after)):
            found[name] = doubles(rounded(value, places) for value in column)
        if self._bands is not None:
            found |= {"band": list(self._bands[0]), "band_calibrated": list(self._bands[1])}
        return found

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The counts as plain JSON data."""
        checked_language(language)
        moves = [{"before": old, "after": new, "count": count} for (old, new), count in (self.moves or {}).items()]
        return {
            "rows": len(self),
            "changed": self.changed,
            "moves": None if self.moves is None else moves,
            "guidance": say("calibration.guidance", language),
        }

    def _cells(self, language: str) -> Cells:
        return [say(f"calibration.{each}", language) for each in ("before", "after", "count")], self._shown(language)


def calibrated(scores: Scores, rater: str, shifts: Sequence[tuple[Array, Fraction]]) -> Calibration:
    """The calibration in which a number is taken from the scores of each group of rows, kept within the policy's range."""
    policy = scores.policy
    rows = np.concatenate([*(each for each, _ in shifts), np.zeros(0, np.int64)])
    shift_of = np.repeat(np.arange(len(shifts)), [len(each) for each, _ in shifts])
    order = np.argsort(rows, kind="stable")
    rows, shift_of = rows[order], shift_of[order]
    before = _exact_scores(scores, rows)
    limits = interval(policy.score) if policy.score is not None else None
    low, high = (None, None) if limits is None else (limits.low, limits.high)
    places = policy.places if _rounds_itself(policy) else None

    def moved(value: Fraction, shift: Fraction) -> Fraction:
        if not shift:
            return value
        value -= shift
        value = value if low is None else max(low, value)
        value = value if high is None else min(high, value)
        return value if places is None else rounded(value, places)

    after = tuple(moved(value, shifts[at][1]) for value, at in zip(before, shift_of.tolist(), strict=True))
    scale = bands_of_score(policy)
    bands = None
    if scale is not None:
        old = scores.band_keys()
        bands = tuple(old[row] or "" for row in rows.tolist()), tuple(band_reached(scale, value) for value in after)
    return Calibration(scores, rater, rows, before, after, bands)


def _rounds_itself(policy: Policy) -> bool:
    """Whether the score of a policy has no more decimals than it reports."""
    decimals = None if policy.score is None else decimals_of(policy.score)
    return decimals is not None and decimals <= policy.places


def _exact_scores(scores: Scores, rows: Array) -> tuple[Fraction, ...]:
    """The exact scores of some scored rows; worked out row by row where the policy rounds for display alone."""
    units = scores.units()
    if units is not None and _rounds_itself(scores.policy):
        scale = 10**scores.policy.places
        return tuple(Fraction(unit, scale) for unit in units[rows].tolist())
    return tuple(scores.exact(row) or Fraction(0) for row in rows.tolist())


def bands_of_score(policy: Policy) -> Bands | None:
    """The scale by which a policy rates its score itself; None where its band follows from something else or more."""
    band, score = _bare(policy.band), _bare(policy.score)
    if not isinstance(band, Rated) or _bare(band.value) != score:
        return None
    return None if any(each.requires is not None for each in band.bands.bands) else band.bands


def _bare(expression: Expression | None) -> Expression | None:
    while isinstance(expression, Named):
        expression = expression.value
    return expression


def band_reached(bands: Bands, value: Fraction) -> str:
    """The key of the band that a number reaches.

    >>> band_reached(Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang")), Fraction(76))
    'baik'
    """
    return next(each.key for each in bands.bands if each.edge is None or each.edge.holds(value))
