"""Exact order: rows in the order of their exact scores, also where what is reported is rounded, and their ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np

from ...analysis.decimals import decimals_of
from ...analysis.multiples import common, lattice
from ...appraising.appraisals import Appraisal
from ...arguments import refused
from ...policies import Policy
from ..reading.arrays import Array

TIES = ("min", "max", "dense")
MOST_PLACES = 20


class ScoredTable(Protocol):
    """What is asked of ``Scores``."""

    policy: Policy
    rejected: Array

    def units(self) -> Array | None:
        """The reported scores as whole numbers of their last place."""

    def units_at(self, rows: Array, places: int) -> Array:
        """The scores of some rows as whole numbers of the last of so many places, scored again for it."""

    def appraisal(self, row: int) -> Appraisal:
        """The appraisal of a row."""


def exact_codes(*tables: ScoredTable) -> list[Array]:
    """For the scored rows of each table a code a row: equal for equal exact scores, greater for a greater one.

    Rounding to one number of places never turns two scores round, so that reported scores are compared first. Where they are rounded
    for display alone, rows that report the same are scored again to so many places that no two exact scores round
    alike; where no number of places is known to be enough, those still equal are worked out one by one.
    Raises an error for a policy without a number.
    """
    rows = [np.flatnonzero(~each.rejected) for each in tables]
    codes = _codes(_at_common_places(tables, rows))
    steps = [_step(each.policy) for each in tables]
    places, sure = _enough_places(common(steps))
    if not all(map(_reports_exactly, tables)):
        if places > max(each.policy.places for each in tables):
            codes = _refined(codes, tables, rows, lambda table, among: table.units_at(among, places))
        if not sure:
            codes = _refined(codes, tables, rows, _exact)
    return np.split(codes, np.cumsum([len(each) for each in rows])[:-1])


def _at_common_places(tables: Sequence[ScoredTable], rows: Sequence[Array]) -> Array:
    """All scores as whole numbers of the last of the most places that a policy reports."""
    places = max(each.policy.places for each in tables)
    found = []
    for table, among in zip(tables, rows, strict=True):
        units = table.units()
        if units is None:
            raise refused(table, "scores", "scored")
        if table.policy.places == places:
            found.append(units[among])
        elif _reports_exactly(table):
            found.append(units[among].astype(object) * 10 ** (places - table.policy.places))
        else:
            found.append(table.units_at(among, places))
    return np.concatenate(found)


def _reports_exactly(table: ScoredTable) -> bool:
    """Whether the score of a policy has no more decimals than it reports."""
    decimals = None if table.policy.score is None else decimals_of(table.policy.score)
    return decimals is not None and decimals <= table.policy.places


def _step(policy: Policy) -> Fraction | None:
    return None if policy.score is None else lattice(policy.score)


def _enough_places(step: Fraction | None) -> tuple[int, bool]:
    """To how many places multiples of a step are rounded so that different ones stay different, and whether that is sure."""
    places = 0
    while step and places <= MOST_PLACES and Fraction(1, 10**places) >= step:
        places += 1
    return (places, True) if step is not None and places <= MOST_PLACES else (MOST_PLACES, False)


def _codes(values: Array) -> Array:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _refined(
    codes: Array,
    tables: Sequence[ScoredTable],
    rows: Sequence[Array],
    values_of: Callable[[ScoredTable, Array], Array],
) -> Array:
    """Codes in which rows of one code are told apart by further values."""
    tied = np.bincount(codes)[codes] > 1 if len(codes) else np.zeros(0, bool)
    found, start = [], 0
    for table, among in zip(tables, rows, strict=True):
        chosen = among[tied[start : start + len(among)]]
        start += len(among)
        found.append(values_of(table, chosen) if len(chosen) else np.zeros(0, object))
    inner = np.zeros(len(codes), np.int64)
    inner[tied] = _codes(np.concatenate(found))
    return _codes(codes * (int(inner.max(initial=0)) + 1) + inner)


def _exact(table: ScoredTable, rows: Array) -> Array:
    return np.array([table.appraisal(row).exact for row in rows.tolist()], object)


def ranks_of(codes: Array, ties: str) -> Array:
    """The rank of each row, 1 for the greatest code.

    Rows with one code have the first of their places (``"min"``), the last of them (``"max"``), or the next whole number after
    the group above (``"dense"``).

    >>> codes = np.array([5, 9, 5, 1])
    >>> [ranks_of(codes, ties).tolist() for ties in TIES]
    [[2, 1, 2, 4], [3, 1, 3, 4], [2, 1, 2, 3]]
    """
    _, which, counts = np.unique(-codes, return_inverse=True, return_counts=True)
    if ties == "dense":
        return np.asarray(which + 1, np.int64)
    last = np.cumsum(counts)
    place = last if ties == "max" else last - counts + 1
    return np.asarray(place[which], np.int64)
