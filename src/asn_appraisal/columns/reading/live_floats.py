"""A column of floats that is read block by block while it is scored, instead of once before."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from ...algebra.inputs import Number
from .arrays import Array
from .ingest import ingest, read_floats
from .raw_columns import RawColumn


@frozen(eq=False)
class LiveFloats:
    """A float64 column read in blocks, within limits in units of the field's last decimal."""

    each: Number
    source: RawColumn
    low: float
    high: float

    def read(self, first: int, last: int, out: Array, spare: Array) -> tuple[Array | None, Array | None]:
        """Fill ``out`` with the whole numbers of a stretch; the masks of refused and of absent rows."""
        values = self.source.values[first:last]
        if first == last:
            return None, None
        gaps = np.isnan(values) if self.each.optional else None
        if gaps is None or not gaps.any():
            return (None, None) if self._reads(values, out, spare) else self._carefully(first, last, out)
        # Gaps hold a number that can be read, so that the others are read as if there were none.
        least = self.low / 10.0**self.each.decimals
        if np.fmin.reduce(values) >= least:
            np.fmax(values, least, out=out)
            if self._reads(out, out, spare):
                return None, gaps
        return self._carefully(first, last, out)

    def _reads(self, values: Array, out: Array, spare: Array) -> bool:
        return read_floats(values, self.each.decimals, out, spare, least=self.low, most=self.high)

    def _carefully(self, first: int, last: int, out: Array) -> tuple[Array | None, Array | None]:
        column = ingest(self.each, RawColumn(self.source.values[first:last]))
        # A row that holds no number is kept within the limits that the plan was made for.
        np.clip(column.values, self.low, self.high, out=out)
        return column.refused, column.absent

    def picked(self, places: Array) -> tuple[Array, Array | None, Array | None]:
        """The whole numbers at some places, and the masks of refused and of absent ones."""
        column = ingest(self.each, RawColumn(self.source.values[places]))
        within = np.clip(column.values.astype(np.float64), self.low, self.high)  # as they are read in blocks
        return within, column.refused, column.absent
