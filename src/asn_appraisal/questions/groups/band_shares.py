"""Band shares: which part of each group reached a band, and the ratio of the parts (the four-fifths rule)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from ...algebra.levels import Level
from ...charts.distances import Distance, Place, distances
from ...charts.sheets import WIDTH, Sheet
from ...columns.results.group_summaries import SMALL
from ...faults import checked_language
from ...numbers import to_text
from ...rounding import rounded
from ...texts import say
from ..answers import Answer, Cells
from .group_words import Name, beside, decimals, doubles, ends, name_columns, name_of, percent, plain_name
from .intervals import Ends, wilson

FOUR_FIFTHS = Fraction(4, 5)


@frozen
class BandShare:
    """How many of the scored rows of a group reached a band: exact ``share`` and ``ratio`` to the highest share.

    ``interval`` of the share is approximate (Wilson 1927). ``below`` says whether the ratio is less than four fifths; it,
    the ratio and the interval are None for a group of fewer than 10 scored rows.
    """

    name: Name
    reached: int
    scored: int
    ratio: Fraction | None = None
    interval: Ends | None = None

    @property
    def share(self) -> Fraction | None:
        """The share, from 0 to 1; None where nothing is scored."""
        return Fraction(self.reached, self.scored) if self.scored else None

    @property
    def small(self) -> bool:
        """Whether too few rows are scored for a claim."""
        return self.scored < SMALL

    @property
    def below(self) -> bool | None:
        """Whether the ratio is less than four fifths."""
        return None if self.ratio is None else self.ratio < FOUR_FIFTHS


@frozen(eq=False)
class BandShares(Answer):
    """Which part of each group reached one of ``levels``; ratios are to ``highest``, the group with the highest share.

    The four-fifths rule is that of 29 CFR 1607.4(D), the Uniform Guidelines of the United States: a rule of thumb for where
    to look, no law of Indonesia and no finding.
    """

    by: tuple[str, ...]
    items: tuple[BandShare, ...]
    levels: tuple[Level, ...]
    confidence: float
    highest: Name | None = None
    like: Any = field(default=None, repr=False)

    def __iter__(self) -> Iterator[BandShare]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def text(self, language: str = "id") -> str:
        """The shares in words, a line a group, with what the rule is and what it does not say."""
        checked_language(language)
        bands = ", ".join(level.called(language) for level in self.levels)
        lines = [say("band_shares.head", language, bands=bands)]
        lines += [
            say(
                "band_shares.line",
                language,
                name=name_of(each.name) + ("*" if each.small else ""),
                reached=each.reached,
                scored=each.scored,
                share=percent(each.share, language),
                interval=ends(each.interval, language, share=True),
                ratio=beside(each.ratio, language, FOUR_FIFTHS),
                below=say("band_shares.below", language) if each.below else "",
            )
            for each in self.items
        ]
        if any(each.small for each in self.items):
            lines.append(f"* {say('gaps.small', language, least=SMALL)}")
        confidence = decimals(Fraction(str(self.confidence)) * 100, language)
        lines.append(say("band_shares.methods", language, confidence=confidence))
        if self.highest is not None:
            lines.append(say("band_shares.rule", language, highest=name_of(self.highest)))
        lines.append(say("gaps.meaning", language))
        return "\n".join(lines) + "\n"

    def columns(self) -> dict[str, Any]:
        """The shares as columns: names, ``reached``, ``scored``, ``share``, ``low``, ``high``, ``ratio``, ``below``, ``small``.

        Shares are from 0 to 1; ``below`` is None where nothing is claimed.
        """
        lows, highs = ([None if each.interval is None else each.interval[at] for each in self.items] for at in (0, 1))
        return {
            **name_columns(self.by, [each.name for each in self.items]),
            "reached": np.array([each.reached for each in self.items], np.int64),
            "scored": np.array([each.scored for each in self.items], np.int64),
            "share": doubles(each.share for each in self.items),
            "low": doubles(lows),
            "high": doubles(highs),
            "ratio": doubles(each.ratio for each in self.items),
            "below": [each.below for each in self.items],
            "small": np.array([each.small for each in self.items], bool),
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """Each group's share with its interval, the highest first, and four fifths of the highest as a dashed line: a chart of
        altair that is ``width`` pixels wide. Groups of few rows have no interval and are hollow. Needs altair (the extra ``plot``).
        """
        sheet, rows = Sheet.of(language, width), []
        for each in self.items:
            if each.share is not None:
                span = (
                    None if each.interval is None else tuple(rounded(Fraction(end) * 100, 2) for end in each.interval)
                )
                interval = None if span is None else (span[0], span[1])
                rows.append(Distance(name_of(each.name), each.scored, 100 * each.share, interval, each.small))
        band, best_band = self.levels[-1].called(language), len(self.levels) == 1
        how = sheet.phrase("how_gaps", confidence=decimals(Fraction(str(self.confidence)) * 100, language))
        best = next((each.share for each in self.items if each.name == self.highest), None)
        if best and self.highest is not None:
            how += f" {sheet.phrase('four_fifths', highest=name_of(self.highest))}"
        place = Place(sheet.phrase("percent"), share=True, edge=100 * FOUR_FIFTHS * best if best else None)
        title = sheet.phrase("share_best" if best_band else "share_reached", band=band, by=", ".join(self.by))
        return distances(sheet, title, rows, place, beside=how)

    def to_dict(self) -> dict[str, Any]:
        """The shares as plain JSON data: exact numbers are texts, approximate ones floats."""
        return {
            "by": list(self.by),
            "bands": [level.key for level in self.levels],
            "confidence": self.confidence,
            "highest": None if self.highest is None else plain_name(self.highest),
            "groups": [
                {
                    "name": plain_name(each.name),
                    "reached": each.reached,
                    "scored": each.scored,
                    "share": None if each.share is None else to_text(each.share),
                    "interval": None if each.interval is None else list(each.interval),
                    "ratio": None if each.ratio is None else to_text(each.ratio),
                    "below_four_fifths": each.below,
                    "small": each.small,
                }
                for each in self.items
            ],
        }

    def _cells(self, language: str) -> Cells:
        names = ("reached", "scored", "share", "range", "ratio")
        heads = [", ".join(self.by), *(say(f"band_shares.{each}", language) for each in names)]
        rows = [
            [
                name_of(each.name) + (" *" if each.small else ""),
                str(each.reached),
                str(each.scored),
                percent(each.share, language),
                ends(each.interval, language, share=True),
                beside(each.ratio, language, FOUR_FIFTHS),
            ]
            for each in self.items
        ]
        return heads, rows


def with_ratios(shares: tuple[BandShare, ...], level: float) -> tuple[tuple[BandShare, ...], Name | None]:
    """Shares with their ratios to the highest and their intervals, and the name of the group that has it.

    Small groups take no part: a share of few rows is soon the highest by chance.

    >>> shares, highest = with_ratios((BandShare(("a",), 48, 80), BandShare(("b",), 12, 40), BandShare(("c",), 2, 2)), 0.95)
    >>> [(str(each.ratio), each.below) for each in shares], highest
    ([('1', False), ('1/2', True), ('None', None)], ('a',))
    """
    known = [each for each in shares if not each.small]
    best = max(known, key=lambda each: each.share or 0, default=None)
    found = []
    for each in shares:
        if each.small or best is None:
            found.append(each)
            continue
        ratio = (each.share or Fraction(0)) / best.share if best.share else None
        found.append(BandShare(each.name, each.reached, each.scored, ratio, wilson(each.reached, each.scored, level)))
    return tuple(found), None if best is None or not best.share else best.name
