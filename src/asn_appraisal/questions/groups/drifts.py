"""Drift: how far the scores of one period are distributed otherwise than those of another, by the population stability index.

PSI = sum over cells of (q - p) ln(q / p), with p and q the shares of a cell before and after (Siddiqi, Credit Risk Scorecards,
2006). Cells are bands, or tenths of the scores before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from attrs import field, frozen

from ...arguments import checked_choice, checked_type, refused
from ...charts.bars import Pair, pairs
from ...charts.sheets import WIDTH, Sheet
from ...columns.reading.arrays import Array
from ...columns.results.group_summaries import SMALL
from ...columns.scores import Scores
from ...errors import OtherScaleError
from ...faults import checked_language
from ...numbers import to_text
from ...texts import say, thousands
from ..answers import Answer, Cells
from .group_words import beside, decimals, doubles, percent

CELLS = ("band", "decile")
_LITTLE, _MUCH = Fraction(1, 10), Fraction(1, 4)  # by convention (Siddiqi)
_HALF = Fraction(1, 2)


@frozen
class DriftCell:
    """One cell: how many scored rows are in it before and after, and its term of the index, an approximate float."""

    name: str
    before: int
    after: int
    term: float | None
    names: tuple[str, str] = field(default=("", ""), repr=False)

    def called(self, language: str = "id") -> str:
        """What it is called in a language."""
        checked_language(language)
        return self.names[0 if language == "id" else 1] or self.name


@frozen(eq=False)
class Drift(Answer):
    """The index ``psi`` (approximate; None where a period has no scored row) and its ``cells``.

    ``corrected`` says that a cell was empty in one of the periods, where the index would be infinite: half a row was then
    added to every cell of both periods. ``by_chance`` is what is to be expected of two samples of one distribution:
    (cells - 1) (1/n + 1/m), exact, after Yurdakul and Naranjo (2020).
    """

    cells: tuple[DriftCell, ...]
    psi: float | None
    by: str
    corrected: bool = False
    like: Any = field(default=None, repr=False)

    def __iter__(self) -> Iterator[DriftCell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many rows are scored before and after."""
        return sum(each.before for each in self.cells), sum(each.after for each in self.cells)

    @property
    def small(self) -> bool:
        """Whether either period has too few scored rows for a claim."""
        return min(self.sizes) < SMALL

    @property
    def by_chance(self) -> Fraction | None:
        """The index to be expected by chance alone; None where a period has no scored row."""
        before, after = self.sizes
        return (len(self.cells) - 1) * (Fraction(1, before) + Fraction(1, after)) if before and after else None

    def text(self, language: str = "id") -> str:
        """The drift in words: the cells, the index, what is usual, what was done about empty cells."""
        checked_language(language)
        before, after = self.sizes
        lines = [
            say(
                "drift.head",
                language,
                before=thousands(before, language),
                after=thousands(after, language),
                psi=beside(self.psi, language, _LITTLE, _MUCH, places=4),
            )
        ]
        lines += [
            say("drift.line", language, name=each.called(language), **self._shares(each, language))
            for each in self.cells
        ]
        if self.psi is None:
            lines.append(say("drift.nothing", language))
        elif self.small:
            lines.append(say("drift.small", language, least=SMALL))
        else:
            size = "little" if self.psi < _LITTLE else "some" if self.psi < _MUCH else "much"
            lines.append(say(f"drift.{size}", language))
            lines.append(say("drift.by_chance", language, chance=decimals(self.by_chance, language, 4)))
        if self.corrected:
            lines.append(say("drift.corrected", language))
        lines.append(say("drift.meaning", language))
        return "\n".join(lines) + "\n"

    def _shares(self, cell: DriftCell, language: str) -> dict[str, str]:
        counts = zip(("before", "after"), (cell.before, cell.after), self.sizes, strict=True)
        return {name: percent(Fraction(count, of), language) if of else "-" for name, count, of in counts}

    def columns(self) -> dict[str, Any]:
        """The cells as columns: ``cell``, ``before``, ``after`` (rows), ``term``."""
        return {
            "cell": [each.name for each in self.cells],
            "before": np.array([each.before for each in self.cells], np.int64),
            "after": np.array([each.after for each in self.cells], np.int64),
            "term": doubles(each.term for each in self.cells),
        }

    def chart(self, language: str = "id", *, width: int = WIDTH) -> Any:
        """The share of each cell before and after: a chart of altair that is ``width`` pixels wide. Needs altair (the extra
        ``plot``).
        """
        sheet, (before, after) = Sheet.of(language, width), self.sizes
        psi = beside(self.psi, language, _LITTLE, _MUCH, places=4)
        index = sheet.phrase("index", before=sheet.count(before), after=sheet.count(after), psi=psi)
        rows = [
            Pair(
                _signs(each.called(language), self.by),
                Fraction(100 * each.before, before),
                Fraction(100 * each.after, after),
            )
            for each in self.cells
            if before and after
        ]
        return pairs(sheet, sheet.phrase("drift_bands" if self.by == "band" else "drift"), rows, beside=index)

    def to_dict(self) -> dict[str, Any]:
        """The drift as plain JSON data: exact numbers are texts, approximate ones floats."""
        return {
            "by": self.by,
            "psi": self.psi,
            "by_chance": None if self.by_chance is None else to_text(self.by_chance),
            "corrected": self.corrected,
            "small": self.small,
            "cells": [
                {"name": each.name, "before": each.before, "after": each.after, "term": each.term}
                for each in self.cells
            ],
        }

    def _cells(self, language: str) -> Cells:
        heads = [say(f"drift.{each}", language) for each in ("cell", "before", "after", "term")]
        rows = [
            [each.called(language), *self._shares(each, language).values(), decimals(each.term, language, 4)]
            for each in self.cells
        ]
        return heads, rows


def _signs(name: str, by: str) -> str:
    return name.replace("<=", "≤") if by == "decile" else name


def drift(before: Scores, after: Scores, *, by: str | None = None) -> Drift:
    """How far the scored rows of a second period are distributed otherwise than those of a first, by the population stability
    index over bands (``by="band"``), or over tenths of the scores before (``"decile"``); by default bands if there are any.

    A score that is more than a tenth of all before has a cell of its own. Raises ``OtherScaleError`` for bands of two scales.

    >>> import asn_appraisal as asn
    >>> policy = asn.schemes.get("permenpan-16-2009")
    >>> first, second = (asn.appraise_table(policy, {"nilai": [95] * n + [80] * (20 - n)}) for n in (10, 5))
    >>> found = drift(first, second)
    >>> round(found.psi, 4), [(cell.name, cell.before, cell.after) for cell in found]
    (0.2747, [('amat_baik', 10, 5), ('baik', 10, 15)])
    """
    checked_type(before, "before", Scores)
    checked_type(after, "after", Scores)
    tables = (before, after)
    if by is None:
        by = "decile" if before.bands is None or after.bands is None else "band"
    checked_choice(by, "by", CELLS)
    names, counts = _bands(*tables) if by == "band" else _tenths(*tables)
    kept = [at for at, pair in enumerate(counts) if any(pair)]
    cells = [(names[at], counts[at]) for at in kept]
    terms, corrected = stability_terms([pair for _, pair in cells])
    found = tuple(
        DriftCell(name[0], *pair, term, (name[1], name[2])) for (name, pair), term in zip(cells, terms, strict=True)
    )
    psi = None if None in terms or not terms else sum(term for term in terms if term is not None)
    return Drift(found, psi, by, corrected, after.records.like)


def stability_terms(counts: Sequence[tuple[int, int]]) -> tuple[list[float | None], bool]:
    """The terms of the index for cells of so many rows before and after, and whether half a row was added to each.

    >>> terms, corrected = stability_terms([(10, 5), (10, 15)])
    >>> [round(term, 4) for term in terms], corrected
    ([0.1733, 0.1014], False)
    """
    sizes = [sum(pair[at] for pair in counts) for at in (0, 1)]
    if not all(sizes):
        return [None] * len(counts), False
    corrected = any(0 in pair for pair in counts)
    extra = _HALF if corrected else Fraction(0)
    terms: list[float | None] = []
    for pair in counts:
        p, q = ((count + extra) / (size + extra * len(counts)) for count, size in zip(pair, sizes, strict=True))
        terms.append(float(q - p) * log(q / p))
    return terms, corrected


Named = tuple[str, str, str]  # its key, and what it is called in Indonesian and English


def _bands(before: Scores, after: Scores) -> tuple[list[Named], list[tuple[int, int]]]:
    """The bands and how many rows have each before and after."""
    for each, name in ((before, "before"), (after, "after")):
        if each.bands is None:
            raise refused(each, name, "banded")
    levels = () if before.bands is None else before.bands.levels
    one, other = before.counts(), after.counts()
    if [*one] != [*other]:
        raise OtherScaleError(found=", ".join(one), right=", ".join(other))
    names = [(level.key, level.called("id"), level.called("en")) for level in levels]
    return names, [(one[key], other[key]) for key in one]


def _tenths(before: Scores, after: Scores) -> tuple[list[Named], list[tuple[int, int]]]:
    """The cells between the tenths of the scores before, and how many rows lie in each before and after."""
    places = max(before.policy.places, after.policy.places)
    one, other = (_units(each, places, name) for each, name in ((before, "before"), (after, "after")))
    cuts = tenth_cuts(one)
    inside = [np.bincount(np.searchsorted(cuts, units), minlength=len(cuts) + 1) for units in (one, other)]
    counts = [(int(a), int(b)) for a, b in zip(*inside, strict=True)]
    return [_cell_name(cuts, at, places) for at in range(len(cuts) + 1)], counts


def _units(scores: Scores, places: int, name: str) -> Array:
    units = scores.units()
    if units is None:
        raise refused(scores, name, "scored")
    kept = units[~scores.rejected]
    factor = 10 ** (places - scores.policy.places)
    return kept if factor == 1 else kept.astype(object) * factor


def tenth_cuts(units: Array) -> list[int]:
    """Where the tenths of some whole numbers end: a number belongs to the first cut that it is not above.

    A number at which two tenths end has a cell of its own: there is a cut just below it too.

    >>> tenth_cuts(np.arange(100)), tenth_cuts(np.array([7, 7, 7, 7]))
    ([9, 19, 29, 39, 49, 59, 69, 79, 89], [6, 7])
    """
    values = np.sort(units).tolist()
    count = len(values)
    ends = [values[-(-count * tenth // 10) - 1] for tenth in range(1, 10)] if count else []
    alone = {end for end, following in pairwise(ends) if end == following}
    return sorted({*ends, *(end - 1 for end in alone)})


def _cell_name(cuts: Sequence[int], at: int, places: int) -> Named:
    """The name of a cell by its ends."""
    low, high = (None if not 0 <= place < len(cuts) else cuts[place] for place in (at - 1, at))
    if low is not None and high is not None and high - low == 1:
        text = f"= {_plain(high, places)}"
    else:
        ends = ("" if low is None else f"> {_plain(low, places)}", "" if high is None else f"<= {_plain(high, places)}")
        text = ", ".join(end for end in ends if end)
    return (text, text.replace(".", ","), text)


def _plain(units: int, places: int) -> str:
    return to_text(Fraction(units, 10**places))
