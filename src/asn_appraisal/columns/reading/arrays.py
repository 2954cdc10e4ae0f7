"""Arrays: blocks of whole numbers become one column in the narrowest type that holds them.

A column starts narrow and widens when a block needs it, so that only the column itself is ever as long as the table.
Limits are checked on the way; values outside are marked as refused.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from attrs import define, evolve, frozen
from numpy.typing import NDArray

Array = NDArray[Any]


def _integers(kind: type) -> tuple[np.dtype[Any], float, float]:
    limits = np.iinfo(kind)
    return np.dtype(kind), int(limits.min), int(limits.max)


# From narrow to wide, each with the largest whole numbers that it holds exactly. Objects are Python ints.
_TYPES: tuple[tuple[np.dtype[Any], float, float], ...] = (
    _integers(np.int8),
    _integers(np.int16),
    _integers(np.int32),
    (np.dtype(np.float64), 1 - 2**53, 2**53 - 1),
    (np.dtype(object), -math.inf, math.inf),
)


@frozen(eq=False)
class Column:
    """A field's values of all rows as whole numbers of its last decimal.

    ``values`` of a number are int8, int16, int32 (the narrowest that holds ``low`` .. ``high``), float64 with whole
    numbers below 2^53 in magnitude, or Python ints as objects; of a category the positions in ``among`` (int8, above
    127 levels int16); of a flag bool. ``low`` and ``high`` are the least and the greatest value of a number, 0 where no
    row has one. ``absent`` marks rows without an optional value, ``refused`` rows whose record would be refused; both
    are None when no row is marked, and marked rows hold ``low``. ``rounded`` and ``defaulted`` count.
    """

    values: Array
    low: int
    high: int
    absent: Array | None
    refused: Array | None
    rounded: int
    defaulted: int

    def at(self, kept: Array) -> Column:
        """The column of some rows, by a mask; the counts stay those of all."""
        absent, refused = (None if mask is None else mask[kept] for mask in (self.absent, self.refused))
        absent, refused = (None if mask is None or not mask.any() else mask for mask in (absent, refused))
        return evolve(self, values=self.values[kept], absent=absent, refused=refused)


@frozen(eq=False)
class Chunk:
    """Whole numbers of some rows; masks say which rows have none, and which were rounded. None marks no row.

    ``filled`` says that rows without a number hold one of another row.
    """

    numbers: Array
    absent: Array | None = None
    refused: Array | None = None
    rounded: Array | None = None
    filled: bool = False


@define(eq=False)
class Gathered:
    """A column that grows block by block; ``values`` is as long as the table from the start.

    A block's numbers are multiplied by ``factor``; ``least`` and ``most`` are the limits after that, None for no limit.
    """

    values: Array
    least: int | None = None
    most: int | None = None
    factor: int = 1
    done: int = 0
    low: int | None = None
    high: int | None = None
    absent: Array | None = None
    refused: Array | None = None
    rounded: int = 0

    def add(self, block: Chunk) -> None:
        """Append the rows of a block, which is copied."""
        if block.refused is None and (block.absent is None or block.filled):
            low, high = _ends(block.numbers)
            if self._fits(low, high):
                self.absent = self._marked(self.absent, block.absent)
                self._widen(low * self.factor, high * self.factor)
                self._put(block.numbers)
                return
        self._put_some(block)

    def column(self, *, default: int | None, needed: bool) -> Column:
        """The column when all rows are there: the default filled in, or absence refused where a value is needed."""
        absent, refused, defaulted = self.absent, self.refused, 0
        if absent is not None and default is not None:
            defaulted = int(np.count_nonzero(absent))
            self._widen(default, default)
            self.values[absent] = default
            absent = None
        elif absent is not None and needed:
            refused = absent if refused is None else refused | absent
            absent = None
        low, high = self.low or 0, self.high or 0
        for mask in (absent, refused):
            if mask is not None:
                self.values[mask] = low
        return Column(self.values, low, high, absent, refused, self.rounded, defaulted)

    def _fits(self, low: int, high: int) -> bool:
        least, most, factor = self.least, self.most, self.factor
        return (least is None or least <= low * factor) and (most is None or high * factor <= most)

    def _put_some(self, block: Chunk) -> None:
        """Append a block in which some rows have no number, or one outside the limits."""
        good = np.ones(len(block.numbers), bool)
        for mask in (block.absent, block.refused):
            if mask is not None:
                good &= ~mask
        kept = block.numbers[good]
        if len(kept) and not self._fits(*_ends(kept)):
            within = self._within(kept)
            good[good] = within
            kept = kept[within]
        self.absent = self._marked(self.absent, block.absent)
        self.refused = self._marked(self.refused, ~good if block.absent is None else ~(good | block.absent))
        if block.rounded is not None:
            self.rounded += int(np.count_nonzero(block.rounded & good))
        if len(kept):
            low, high = _ends(kept)
            self._widen(low * self.factor, high * self.factor)
        filled = np.zeros_like(block.numbers)
        filled[good] = kept
        self._put(filled)

    def _within(self, numbers: Array) -> Array:
        """Which numbers lie within the limits; numpy compares with a Python int of any size exactly."""
        within = np.ones(len(numbers), bool)
        # The numbers are not multiplied yet, so the limits are divided: least rounded up, most rounded down.
        if self.least is not None:
            within &= numbers >= -(-self.least // self.factor)
        if self.most is not None:
            within &= numbers <= self.most // self.factor
        return within

    def _marked(self, marks: Array | None, mask: Array | None) -> Array | None:
        if mask is None or not mask.any():
            return marks
        if marks is None:
            marks = np.zeros(len(self.values), bool)
        marks[self.done : self.done + len(mask)] = mask
        return marks

    def _widen(self, low: int, high: int) -> None:
        """Take a type that also holds numbers from ``low`` to ``high``."""
        self.low = low if self.low is None else min(low, self.low)
        self.high = high if self.high is None else max(high, self.high)
        order = [dtype for dtype, _, _ in _TYPES]
        # bool is as narrow as int8: flags are 0 and 1.
        now = order.index(self.values.dtype) if self.values.dtype in order else 0
        needs = next(place for place, (_, least, most) in enumerate(_TYPES) if least <= low and high <= most)
        if needs > now:
            done = self.values[: self.done]
            self.values = np.empty(len(self.values), order[needs])
            self.values[: self.done] = _as_ints(done) if self.values.dtype.kind == "O" else done

    def _put(self, numbers: Array) -> None:
        rows = self.values[self.done : self.done + len(numbers)]
        self.done += len(numbers)
        if rows.dtype.kind == "O":
            rows[:] = _as_ints(numbers) * self.factor
            return
        if rows.dtype.kind == "f":
            np.add(numbers, 0, out=rows, casting="unsafe")  # -0.0 becomes 0.0
        else:
            rows[:] = numbers
        # A type that holds the product also holds the factor, unless every number is 0.
        if self.factor > 1 and rows.any():
            rows *= rows.dtype.type(self.factor)


def _ends(numbers: Array) -> tuple[int, int]:
    return int(numbers.min()), int(numbers.max())


def _as_ints(numbers: Array) -> Array:
    """Python ints, also of floats that hold whole numbers below 2^53."""
    return (numbers.astype(np.int64) if numbers.dtype.kind == "f" else numbers).astype(object)
