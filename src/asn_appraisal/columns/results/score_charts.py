"""Charts of scores: how they are distributed, with the edges of bands; or how many rows have each band."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from math import floor
from typing import Any

import numpy as np

from ...algebra.bands import Bands, Rated
from ...algebra.expressions import Expression, Named, Required, Within
from ...charts.histograms import Bin, band_counts, histogram
from ...charts.sheets import Sheet
from ...policies import Policy
from ...wording.numerals import short_numeral
from ..reading.arrays import Array

_SIGNS = {">=": "≥", "<=": "≤", "<": "<", ">": ">"}
PIXELS_A_BIN = 18

Edge = tuple[Fraction, str]


def score_chart(sheet: Sheet, policy: Policy, units: Array | None, counts: dict[str, int], rows: int) -> Any:
    """A histogram of scores, given as whole numbers of the policy's last place; of a policy without a number, its bands."""
    title = policy.called(sheet.language)
    levels = () if policy.band is None else policy.band.levels
    scored = sum(counts.values()) if units is None else len(units)
    beside = sheet.phrase("scored", scored=sheet.count(scored), rows=sheet.count(rows))
    if units is None:
        named = [(level.called(sheet.language), counts[level.key]) for level in levels]
        return band_counts(sheet, sheet.phrase("bands", title=title), named, beside=beside)
    edges = [] if (scale := scale_of_score(policy)) is None else edge_labels(sheet, scale)
    edges = _near(edges, units, policy.places)
    shown = [edge for edge, _ in edges]
    bins = binned(units, policy.places, most=sheet.width // PIXELS_A_BIN, among=shown)
    title = sheet.phrase("distribution", title=title)
    return histogram(sheet, title, bins, edges, axis=sheet.phrase("points"), beside=beside)


def binned(units: Array, places: int, *, most: int, among: Sequence[Fraction] = ()) -> list[Bin]:
    """How many scores lie in each bin, exact; bins have a width that reads well (1, 2, 5, 10 ...), so that at most so many
    cover the scores and the numbers ``among`` which they are shown.

    A bin has its lower border; the last one also has its upper border where the greatest score lies on it.

    >>> [(float(each.low), float(each.high), each.count) for each in binned(np.array([7100, 7199, 7200, 7400]), 2, most=5)]
    [(71.0, 72.0, 2), (72.0, 73.0, 1), (73.0, 74.0, 1)]
    """
    if not len(units):
        return []
    least, greatest = int(units.min()), int(units.max())
    others = [floor(each * 10**places) for each in among]
    low, high = min(least, *others, greatest), max(greatest, *others, least)
    steps = (unit * 10**power for power in count() for unit in (1, 2, 5))
    step = next(each for each in steps if high // each - low // each < most)
    # Counted by whole numbers: no score falls to the wrong side of a border.
    found, counts = np.unique(units // step, return_counts=True)
    by_bin = dict(zip((int(each) for each in found), counts.tolist(), strict=True))
    first, last, scale = least // step, greatest // step, Fraction(step, 10**places)
    closed = greatest % step == 0 and last > first
    if closed:
        by_bin[last - 1] = by_bin.get(last - 1, 0) + by_bin.pop(last)
        last -= 1
    return [
        Bin(at * scale, (at + 1) * scale, by_bin.get(at, 0), closed and at == last) for at in range(first, last + 1)
    ]


def _near(edges: Sequence[Edge], units: Array, places: int) -> list[Edge]:
    """The edges among the scores, and on each side the nearest one beyond them."""
    if not len(units):
        return []
    least, greatest = (Fraction(int(each), 10**places) for each in (units.min(), units.max()))
    below = max((edge for edge, _ in edges if edge < least), default=least)
    above = min((edge for edge, _ in edges if edge > greatest), default=greatest)
    return [(edge, text) for edge, text in edges if below <= edge <= above]


def edge_labels(sheet: Sheet, scale: Bands) -> list[Edge]:
    """The edges of a scale with the band that begins there, as the law writes them."""
    found = []
    for band in scale.bands:
        if band.edge is not None:
            sign, bound = _SIGNS[band.edge.operator], short_numeral(band.edge.bound, sheet.language, 10)
            key = "edge" if band.requires is None else "edge_if"
            text = sheet.phrase(key, sign=sign, bound=bound, name=band.level.called(sheet.language))
            found.append((band.edge.bound, text))
    return found


def scale_of_score(policy: Policy) -> Bands | None:
    """The scale that rates the score itself; None where the band comes about in another way."""
    rated = _bare(policy.band)
    return rated.bands if isinstance(rated, Rated) and _bare(rated.value) == _bare(policy.score) else None


def _bare(expression: Expression | None) -> Expression | None:
    while isinstance(expression, Named | Required | Within):
        expression = expression.value
    return expression
