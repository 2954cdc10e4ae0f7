"""Gaps: by how much groups differ in their mean or in the share that reaches a band, with intervals and tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ...charts.distances import Distance, Place, distances
from ...charts.sheets import WIDTH, Sheet
from ...columns.reading.arrays import Array
from ...columns.results.group_summaries import SMALL
from ...faults import checked_language
from ...numbers import to_text
from ...rounding import rounded
from ...texts import say
from ..answers import Answer, Cells
from .group_words import Name, chance, decimals, doubles, ends, name_columns, name_of, plain_name
from .intervals import Ends, Ranking, fisher, holm, newcombe, welch
from .samples import Sample

Share = tuple[int, int]  # how many reached it, of how many


@frozen
class Gap:
    """How far one group is from the others (``other`` is None) or from the group ``other``: exact ``difference``.

    ``interval`` and ``p_value`` are approximate floats, ``adjusted`` the p value as it counts among so many groups
    (Holm). They are None where either side has fewer than 10 scored rows: there nothing is claimed.
    """

    name: Name
    other: Name | None
    scored: int
    others: int
    difference: Fraction | None
    interval: Ends | None = None
    p_value: float | None = None
    adjusted: float | None = None

    @property
    def small(self) -> bool:
        """Whether either side has too few scored rows for a claim."""
        return min(self.scored, self.others) < SMALL


@frozen(eq=False)
class Gaps(Answer):
    """The gaps of all groups in ``items``, in points (``band`` is None) or in the share that reaches ``band``.

    Intervals of means are those of Welch (1947), the test that of Mann and Whitney (1947) on exact scores; of shares those
    of Newcombe (1998, method 10) and Fisher's exact test.
    """

    by: tuple[str, ...]
    items: tuple[Gap, ...]
    band: str | None
    confidence: float
    names: tuple[str, str] = field(default=("", ""), repr=False)  # of the band
    like: Any = field(default=None, repr=False)

    def __iter__(self) -> Iterator[Gap]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def text(self, language: str = "id") -> str:
        """The gaps in words, a line a group, with the methods and what a gap does not say."""
        checked_language(language)
        band = self.names[0 if language == "id" else 1]
        by = ", ".join(self.by)
        head = say("gaps.shares", language, band=band, by=by) if self.band else say("gaps.means", language, by=by)
        lines = [head]
        lines += [self._line(each, language) for each in self.items]
        if not self.items:
            lines.append(say("gaps.none", language))
        if any(each.small for each in self.items):
            lines.append(f"* {say('gaps.small', language, least=SMALL)}")
        confidence = decimals(Fraction(str(self.confidence)) * 100, language)
        kind = "share_methods" if self.band else "mean_methods"
        lines += [say(f"gaps.{kind}", language, confidence=confidence), say("gaps.meaning", language)]
        return "\n".join(lines) + "\n"

    def _difference(self, gap: Gap, language: str) -> str:
        if gap.difference is None:
            return "-"
        sign = "+" if gap.difference > 0 else ""
        points = Fraction(100 if self.band else 1) * gap.difference
        return sign + decimals(points, language, 1 if self.band else 2)

    def _line(self, gap: Gap, language: str) -> str:
        return say(
            "gaps.line",
            language,
            name=name_of(gap.name) + ("*" if gap.small else ""),
            other="" if gap.other is None else name_of(gap.other),
            points=self._difference(gap, language),
            interval=ends(gap.interval, language, share=self.band is not None),
            chance=chance(gap.adjusted, language),
        )

    def columns(self) -> dict[str, Any]:
        """The gaps as columns: names, ``scored``, ``others``, ``difference``, ``low``, ``high``, ``p_value``, ``adjusted``,
        ``small``. Shares are from 0 to 1.
        """
        lows, highs = ([None if each.interval is None else each.interval[at] for each in self.items] for at in (0, 1))
        return {
            **name_columns(self.by, [each.name for each in self.items]),
            "scored": np.array([each.scored for each in self.items], np.int64),
            "others": np.array([each.others for each in self.items], np.int64),
            "difference": doubles(each.difference for each in self.items),
            "low": doubles(lows),
            "high": doubles(highs),
            "p_value": doubles(each.p_value for each in self.items),
            "adjusted": doubles(each.adjusted for each in self.items),
            "small": np.array([each.small for each in self.items], bool),
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """Each group's difference with its interval, the highest first: a chart of altair that is ``width`` pixels wide. Groups
        of few rows have no interval and are hollow. Needs altair (the extra ``plot``).
        """
        sheet, scale = Sheet.of(language, width), Fraction(100 if self.band else 1)
        rows = [
            Distance(
                name_of(each.name), each.scored, scale * each.difference, _scaled(each.interval, scale), each.small
            )
            for each in self.items
            if each.difference is not None
        ]
        against = next((name_of(each.other) for each in self.items if each.other is not None), "")
        facts = {"by": ", ".join(self.by), "other": against or sheet.phrase("all_others")}
        kind, title = "gap_points", sheet.phrase("gaps", **facts)
        if self.band:
            band = self.names[0 if language == "id" else 1]
            kind, title = "gap_share", sheet.phrase("share_gaps", band=band, **facts)
        how = sheet.phrase("how_gaps", confidence=decimals(Fraction(str(self.confidence)) * 100, language))
        return distances(sheet, title, rows, Place(sheet.phrase(kind)), beside=how)

    def to_dict(self) -> dict[str, Any]:
        """The gaps as plain JSON data: exact numbers are texts, approximate ones floats."""
        return {
            "by": list(self.by),
            "band": self.band,
            "confidence": self.confidence,
            "gaps": [
                {
                    "name": plain_name(each.name),
                    "other": None if each.other is None else plain_name(each.other),
                    "scored": each.scored,
                    "others": each.others,
                    "difference": None if each.difference is None else to_text(each.difference),
                    "interval": None if each.interval is None else list(each.interval),
                    "p_value": each.p_value,
                    "adjusted": each.adjusted,
                    "small": each.small,
                }
                for each in self.items
            ],
        }

    def _cells(self, language: str) -> Cells:
        heads = [", ".join(self.by), *(say(f"gaps.{each}", language) for each in ("rows", "gap", "range", "chance"))]
        rows = [
            [
                name_of(each.name) + (" *" if each.small else ""),
                str(each.scored),
                self._difference(each, language) + (" %" if self.band and each.difference is not None else ""),
                ends(each.interval, language, share=self.band is not None),
                chance(each.adjusted, language),
            ]
            for each in self.items
        ]
        return heads, rows


def _scaled(interval: Ends | None, scale: Fraction) -> tuple[Fraction, Fraction] | None:
    """An approximate interval in hundredths of points."""
    if interval is None:
        return None
    low, high = (rounded(Fraction(end) * scale, 2) for end in interval)
    return low, high


def mean_gap(gap: Gap, one: Sample, other: Sample, level: float, *, ranking: Ranking, places: Array) -> Gap:
    """A gap of means with its difference and, if neither side is small, its interval and its p value.

    ``places`` are those of the first sample in the ranking of both.
    """
    difference = None if one.mean is None or other.mean is None else one.mean - other.mean
    if gap.small:
        return evolve(gap, difference=difference)
    interval, p_value = welch(one, other, level), ranking.mann_whitney(places)
    return evolve(gap, difference=difference, interval=interval, p_value=p_value)


def share_gap(gap: Gap, one: Share, other: Share, level: float) -> Gap:
    """A gap of shares with its difference and, if neither side is small, its interval and its p value."""
    if not one[1] or not other[1]:
        return gap
    difference = Fraction(*one) - Fraction(*other)
    if gap.small:
        return evolve(gap, difference=difference)
    return evolve(gap, difference=difference, interval=newcombe(one, other, level), p_value=fisher(one, other))


def adjusted(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """Gaps with their p values as they count together."""
    known = [each.p_value for each in gaps if each.p_value is not None]
    values = iter(holm(known))
    return tuple(each if each.p_value is None else evolve(each, adjusted=next(values)) for each in gaps)
