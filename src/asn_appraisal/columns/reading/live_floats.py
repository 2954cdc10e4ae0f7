"""A column of floats that is read block by block while it is scored, instead of once before."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from attrs import frozen

from ...algebra.inputs import Number
from .arrays import Array
from .ingest import ingest, read_floats
from .raw_columns import RawColumn

_NEAR = 10**7  # a declared range up to here is used unchanged; a wider one is narrowed to the data


def live_limits(each: Number, source: RawColumn) -> tuple[int, int] | None:
    """Limits, in units of the field's last decimal, that all floats of a plain column lie within; None for any other column.

    >>> live_limits(Number("nilai", decimals=2, low=0), RawColumn(np.array([85.5, 0.25])))
    (24, 8551)
    """
    plain = source.absent is None and source.scale is None and source.labels is None
    if not plain or source.values.dtype != np.float64:
        return None
    low, high = each.low_units, each.high_units
    if low is not None and high is not None and max(abs(low), abs(high)) <= _NEAR:
        return low, high
    ends = (
        float(np.fmin.reduce(source.values, initial=np.inf)),
        float(np.fmax.reduce(source.values, initial=-np.inf)),
    )
    if not all(abs(end) * 10.0**each.decimals < 1e12 for end in ends):
        return None  # no number, or one that snap does not read
    units = [int(Fraction(end) * 10**each.decimals) for end in ends]
    low = units[0] - 1 if low is None else max(low, units[0] - 1)
    high = units[1] + 1 if high is None else min(high, units[1] + 1)
    return None if low > high else (low, high)


@frozen(eq=False)
class LiveFloats:
    """A float64 column read in blocks, within limits in units of the field's last decimal."""

    each: Number
    source: RawColumn
    low: float
    high: float

    @property
    def declared(self) -> bool:
        """Whether the limits are the field's own, the same for any data."""
        return (self.low, self.high) == (self.each.low_units, self.each.high_units)

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
