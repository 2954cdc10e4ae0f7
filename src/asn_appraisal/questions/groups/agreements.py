"""Agreement: how far raters agree about the people whom several of them rated."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ...columns.results.group_summaries import SMALL
from ...faults import checked_language
from ...numbers import to_text
from ...texts import say
from ..answers import Answer, Cells
from .alphas import alpha, middle_ranks
from .group_words import decimals, percent
from .intervals import Ends, checked_confidence, scipy_stats
from .samples import Sample
from .variance_components import OneWay, one_way


@frozen(eq=False)
class Agreement(Answer):
    """How far raters agree: exact ``icc`` over ``persons`` with at least two ratings each, ``ratings`` in all.

    ICC(1) by Shrout and Fleiss (1979), case 1: the part of the spread that is between people and not between raters of one
    person; 1 where raters agree, about 0 or less where a second rater says nothing about the first. ``same_band`` is the
    share of people who got one band from all their raters, None without bands.

    ``alpha`` is Krippendorff's (2011) for scores, ``band_alpha`` that for bands in their order, both exact: 1 where raters agree,
    0 where their ratings agree as if drawn from all by chance. None where all ratings are equal.
    """

    analysis: OneWay = field(repr=False)
    same_band: Fraction | None
    alpha: Fraction | None = None
    band_alpha: Fraction | None = None

    @property
    def persons(self) -> int:
        """How many people were rated at least twice."""
        return self.analysis.groups

    @property
    def ratings(self) -> int:
        """How many ratings they have."""
        return self.analysis.count

    @property
    def icc(self) -> Fraction | None:
        """ICC(1), exact; None for fewer than two people, or where all ratings are equal."""
        return self.analysis.correlation

    @property
    def small(self) -> bool:
        """Whether too few people were rated twice for a claim."""
        return self.persons < SMALL

    def interval(self, confidence: object = 95) -> Ends | None:
        """The approximate interval of ICC(1), by the F distribution (Shrout and Fleiss 1979).

        None where too few people were rated twice, or all ratings of each are equal. Needs scipy (the extra ``lab``).
        """
        level, found = checked_confidence(confidence), self.analysis
        if self.small or not found.within or found.between is None or found.size is None:
            return None
        f, size = scipy_stats().f, float(found.size)
        ratio, tail = float(found.between / found.within), (1 + level) / 2
        above, below = found.groups - 1, found.count - found.groups
        low, high = ratio / float(f.ppf(tail, above, below)), ratio * float(f.ppf(tail, below, above))
        return (low - 1) / (low + size - 1), (high - 1) / (high + size - 1)

    def text(self, language: str = "id") -> str:
        """The agreement in words."""
        checked_language(language)
        if not self.persons:
            return say("agreement.none", language) + "\n"
        return (
            say(
                "agreement.line",
                language,
                persons=self.persons,
                ratings=self.ratings,
                icc=decimals(self.icc, language),
                same=percent(self.same_band, language),
                alpha=decimals(self.alpha, language),
                bands=decimals(self.band_alpha, language),
                small=SMALL if self.small else "",
            )
            + "\n"
        )

    def columns(self) -> dict[str, Any]:
        """The agreement as columns of one row: ``persons``, ``ratings``, ``icc``, ``same_band``, ``alpha``, ``band_alpha``."""
        counts = {"persons": [self.persons], "ratings": [self.ratings]}
        return {**counts, **{key: [None if each is None else float(each)] for key, each in self._measures().items()}}

    def _measures(self) -> dict[str, Fraction | None]:
        return {"icc": self.icc, "same_band": self.same_band, "alpha": self.alpha, "band_alpha": self.band_alpha}

    def to_dict(self) -> dict[str, Any]:
        """The agreement as plain JSON data; exact numbers are texts."""
        return {
            "persons": self.persons,
            "ratings": self.ratings,
            **{key: None if each is None else to_text(each) for key, each in self._measures().items()},
            "small": self.small,
        }

    def _cells(self, language: str) -> Cells:
        heads = ("persons", "ratings", "icc", "same", "alpha", "band_alpha")
        cells = [str(self.persons), str(self.ratings), decimals(self.icc, language), percent(self.same_band, language)]
        cells += [decimals(each, language) for each in (self.alpha, self.band_alpha)]
        return [say(f"agreement.{each}", language) for each in heads], [cells]


def agreement_of(ratings: Sequence[Sample], bands: Sequence[Sequence[int]] | None) -> Agreement:
    """The agreement of the ratings of some people, each with two or more, and the bands that each got, by their places.

    >>> found = agreement_of([Sample.of([70, 80]), Sample.of([80, 90])], [[1, 1], [0, 1]])
    >>> found.icc, found.same_band, found.alpha, found.band_alpha
    (Fraction(1, 3), Fraction(1, 2), Fraction(1, 4), Fraction(0, 1))
    """
    same = None if not bands else Fraction(sum(len({*each}) == 1 for each in bands), len(bands))
    return Agreement(one_way(ratings), same, alpha(ratings), alpha(middle_ranks(bands or [])))
