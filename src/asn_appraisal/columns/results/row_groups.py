"""Row groups: the rows of a table that have the same values in some columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..reading.arrays import Array

Coded = tuple[Sequence[Any], Array]  # the different values of a column, and which of them each row has


def row_groups(columns: Sequence[Coded]) -> list[tuple[tuple[Any, ...], Array]]:
    """The values of each group and its rows, groups in the order in which they first appear.

    >>> unit, year = (["a", "b"], np.array([1, 0, 1])), ([2025, 2026], np.array([0, 0, 1]))
    >>> [(name, rows.tolist()) for name, rows in row_groups([unit, year])]
    [(('b', 2025), [0]), (('a', 2025), [1]), (('b', 2026), [2])]
    """
    codes = _together([codes for _, codes in columns])
    _, firsts, which = np.unique(codes, return_index=True, return_inverse=True)
    if not len(which):
        return []
    members = np.split(np.argsort(which, kind="stable"), np.cumsum(np.bincount(which))[:-1])
    found = []
    for place in np.argsort(firsts).tolist():
        first = firsts[place]
        found.append((tuple(values[codes[first]] for values, codes in columns), members[place]))
    return found


def _together(columns: Sequence[Array]) -> Array:
    """One code for the codes of several columns."""
    found = columns[0]
    for column in columns[1:]:
        _, found = np.unique(found, return_inverse=True)
        found = found * (int(column.max(initial=0)) + 1) + column
    return found
