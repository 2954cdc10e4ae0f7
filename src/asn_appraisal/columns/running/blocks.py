"""Blocks: the columns of a run, and the stretches of records that it processes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from attrs import evolve, field, frozen

from ..compiling.bounds import RECORD
from ..reading.arrays import Array
from ..reading.live_floats import LiveFloats

ColumnPlace = tuple[str, str, str]


@frozen
class Stretch:
    """Consecutive records, ``start`` to ``stop``, and for each list the range of their rows."""

    start: int
    stop: int
    rows: Mapping[str, tuple[int, int]]

    def span(self, table: str) -> tuple[int, int]:
        """The first row of a table and the one after its last."""
        return (self.start, self.stop) if table == RECORD else self.rows[table]


@frozen
class Live:
    """A column that is read block by block while it is scored, instead of in full before.

    ``read`` fills an array with the whole numbers of a stretch, with a scratch array of the same length, and gives the
    masks of refused and of absent rows (None for none); ``picked`` gives the whole numbers at some places and their masks.
    ``floats`` is the column itself, for a loop that reads it row by row; None where that is not possible.
    """

    read: Callable[[int, int, Array, Array], tuple[Array | None, Array | None]]
    picked: Callable[[Array], tuple[Array, Array | None, Array | None]]
    floats: LiveFloats | None = None


@frozen
class Data:
    """Columns by (list key or ``""``, field key, ``"values"`` or ``"absent"``), and where each record's rows are.

    A live column is under ``"values"`` alone, and gives its absence with them. ``count`` is the number of records; ``offsets``
    has one more for each list. ``refused`` marks records that are refused already (None for none): they may hold anything.
    """

    count: int
    columns: Mapping[ColumnPlace, Array | Live]
    offsets: Mapping[str, Array] = field(factory=dict)
    refused: Array | None = None

    def refused_at(self, rows: Array | slice) -> Array:
        """A new mask of some records: those refused already."""
        if self.refused is None or not self.refused.any():
            return np.zeros(self.count, np.bool_)[rows]  # memory that nobody writes costs nothing
        return self.refused[rows].copy()

    def without_rows(self) -> Data:
        """No record of these columns."""
        return evolve(self, count=0, refused=None)

    def size(self, table: str) -> int:
        """How many rows a table has."""
        return self.count if table == RECORD else int(self.offsets[table][-1])


def stretches(count: int, offsets: Mapping[str, Array], size: int) -> Iterator[Stretch]:
    """Stretches of at most ``size`` records and about as many rows of each list; one record may have more rows."""
    start = 0
    while start < count:
        stop = min(start + size, count)
        for ends in offsets.values():
            reach = int(np.searchsorted(ends[start : stop + 1], ends[start] + size, side="right")) - 1 + start
            stop = min(stop, max(reach, start + 1))
        yield Stretch(start, stop, {name: (int(ends[start]), int(ends[stop])) for name, ends in offsets.items()})
        start = stop
