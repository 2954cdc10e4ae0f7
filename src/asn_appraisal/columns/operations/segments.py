"""Segments: the rows of each record reduced to one number, and a value of the record repeated for its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import frozen

from ...sums import summed
from ..reading.arrays import Array
from .operation import Block, ExactRun, Kernel, OfOne
from .ratios import Ratio, greater, lesser
from .storage import NUMBER
from .whole_arrays import MOST, is_narrow, magnitude

_FEW = 16  # up to so many rows of a record are reduced one by one


@frozen
class Spread(OfOne):
    """A value of each record, repeated for its rows in the list that is the table."""

    kind: str

    def exactly(self, run: ExactRun) -> Any:
        """Once for each row of the record."""
        counts = run.counts[self.table]

        def repeated(part: Any) -> Any:
            return part if isinstance(part, int) else np.repeat(np.broadcast_to(part, len(counts)), counts)

        value = run.slots[self.read]
        return Ratio(repeated(value.top), repeated(value.bottom)) if isinstance(value, Ratio) else repeated(value)

    def kernel(self) -> Kernel:
        """Once for each row of the record."""

        def kernel(block: Block, out: Array) -> None:
            out[...] = np.repeat(block.slots[self.read], block.counts[self.table])

        return kernel


@frozen
class OfRows(OfOne):
    """An operation that reduces the rows of each record to one number; ``rows`` names their list."""

    rows: str


@frozen
class SegmentSum(OfRows):
    """The sum over the rows of each record; 0 without rows. The sums fit ``kind``."""

    kind: str = NUMBER

    def exactly(self, run: ExactRun) -> Ratio:
        """Whole numbers are added up where all have one denominator.

        Otherwise each record's rows are brought over their common denominator, not over the product of all: a total
        inside a row's formula gives its own long denominator to every row.
        """
        value: Ratio = run.slots[self.read]
        if not isinstance(value.bottom, int):
            return _of_quotients(value, run, self.rows)
        if (sums := _in_64_bits(value, run, self.rows, np.add)) is not None:
            return sums
        sums = _by_place(Ratio(value.top), run, self.rows, Ratio.plus)
        return Ratio(sums.top, value.bottom)

    def kernel(self) -> Kernel:
        """In the type of the sums."""
        return _reduction_kernel(self, np.add)


@frozen
class SegmentTally(OfRows):
    """In how many rows of each record a mask holds."""

    def exactly(self, run: ExactRun) -> Ratio:
        """The difference of two running totals."""
        ends = np.concatenate([[0], np.cumsum(np.asarray(run.slots[self.read]).astype(np.int64))])
        counts = run.counts[self.rows]
        stops = np.cumsum(counts)
        return Ratio(run.whole_numbers(ends[stops] - ends[stops - counts]))

    def kernel(self) -> Kernel:
        """The sum of ones."""
        return _reduction_kernel(self, np.add)


@frozen
class SegmentLeast(OfRows):
    """The least number in the rows of each record; 0 without rows."""

    def exactly(self, run: ExactRun) -> Ratio:
        """Row after row."""
        value: Ratio = run.slots[self.read]
        found = _in_64_bits(value, run, self.rows, np.minimum)
        return _by_place(value, run, self.rows, lesser) if found is None else found

    def kernel(self) -> Kernel:
        """Row after row, or record after record."""
        return _reduction_kernel(self, np.minimum)


@frozen
class SegmentGreatest(OfRows):
    """The greatest number in the rows of each record; 0 without rows."""

    def exactly(self, run: ExactRun) -> Ratio:
        """Row after row."""
        value: Ratio = run.slots[self.read]
        found = _in_64_bits(value, run, self.rows, np.maximum)
        return _by_place(value, run, self.rows, greater) if found is None else found

    def kernel(self) -> Kernel:
        """Row after row, or record after record."""
        return _reduction_kernel(self, np.maximum)


def _in_64_bits(value: Ratio, run: ExactRun, name: str, function: Any) -> Ratio | None:
    """Rows of each record reduced in 64 bits over one denominator; None where they might not hold a sum."""
    counts, tops = run.counts[name], value.top
    if not (isinstance(value.bottom, int) and isinstance(tops, np.ndarray) and is_narrow(tops) and tops.size):
        return None
    if function is np.add and magnitude(tops) * int(counts.max()) > MOST:
        return None
    filled = np.flatnonzero(counts)
    reduced = np.zeros(len(counts), np.int64)
    reduced[filled] = function.reduceat(tops, (np.cumsum(counts) - counts)[filled])
    return Ratio(reduced, value.bottom)


def _by_place(value: Ratio, run: ExactRun, name: str, join: Callable[[Ratio, Ratio], Ratio]) -> Ratio:
    """Rows of each record reduced: the first rows of all records, then the second, and so on."""
    counts = run.counts[name]
    ends = np.cumsum(counts)
    starts = ends - counts
    tops, bottoms = value.parts(run.size(name))
    found_top, found_bottom = np.full(len(counts), 0, object), np.full(len(counts), 1, object)
    filled = np.flatnonzero(counts)
    found_top[filled], found_bottom[filled] = tops[starts[filled]], bottoms[starts[filled]]
    for step in range(1, int(counts.max(initial=0))):
        longer = np.flatnonzero(counts > step)
        at = starts[longer] + step
        joined = join(Ratio(found_top[longer], found_bottom[longer]), Ratio(tops[at], bottoms[at]))
        found_top[longer], found_bottom[longer] = joined.top, joined.bottom
    return Ratio(found_top, found_bottom)


def _of_quotients(value: Ratio, run: ExactRun, name: str) -> Ratio:
    """The sums of quotients, record after record."""
    counts = run.counts[name]
    tops, bottoms = (part.tolist() for part in value.parts(run.size(name)))
    found = np.empty((2, len(counts)), object)
    end = 0
    for record, count in enumerate(counts.tolist()):
        start, end = end, end + count
        found[:, record] = summed(zip(tops[start:end], bottoms[start:end], strict=True))
    return Ratio(found[0], found[1])


def _reduction_kernel(operation: OfRows, function: Any) -> Kernel:
    def kernel(block: Block, out: Array) -> None:
        values = block.slots[operation.read]
        values = values.view(np.int8) if values.dtype == np.bool_ else values
        starts, counts = block.starts[operation.rows], block.counts[operation.rows]
        how = {"dtype": out.dtype} if function is np.add else {}
        if not counts.size:
            return
        least, most = counts.min(), counts.max()
        if least == most and 0 < most <= _FEW:
            # All records have as many rows: their first ones are combined with their second ones, and so on.
            by_record = values.reshape(-1, most)
            np.copyto(out, by_record[:, 0])
            for step in range(1, most):
                function(out, by_record[:, step], out=out, **how)
            return
        if least > 0:
            function.reduceat(values, starts, out=out, **how)
            return
        # For an empty segment reduceat gives the element at its start: only the others are reduced.
        filled = np.flatnonzero(counts)
        out.fill(0)
        if filled.size:
            out[filled] = function.reduceat(values, starts[filled], **how)

    return kernel
