"""Looking up: a number, a level or a truth value by the level numbers of one label or two."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from attrs import frozen

from ..reading.arrays import Array
from .operation import Block, ExactRun, Kernel, OfOne, OfTwo, cast
from .ratios import Ratio
from .storage import CODE, INT32, MASK, NUMBER, SMALL, TYPES, WHOLE


@frozen
class Take(OfOne):
    """A whole number for each level."""

    numbers: tuple[Fraction, ...]
    kind: str = NUMBER

    def exactly(self, run: ExactRun) -> Ratio:
        """By level number."""
        numbers: Array = np.array([int(number) for number in self.numbers], object)
        return Ratio(run.whole_numbers(numbers)[run.slots[self.read]])

    def step(self) -> Fraction | None:
        """The step of evenly spaced numbers, which need no table; None for others."""
        steps = {b - a for a, b in pairwise(self.numbers)}
        limit = INT32 if self.kind == SMALL else WHOLE
        return steps.pop() if len(steps) == 1 and max(map(abs, steps)) * len(self.numbers) < limit else None

    def kernel(self) -> Kernel:
        """A product and a sum where the step is even, else a table lookup."""
        stored, even = TYPES[self.kind], self.step()
        if even is None:
            return _lookup_kernel(self, tuple(map(float, self.numbers)))
        first, step = stored(float(self.numbers[0])), stored(float(even))

        def kernel(block: Block, out: Array) -> None:
            np.multiply(cast(block.slots[self.read], out), step, out=out)
            np.add(out, first, out=out)

        return kernel


@frozen
class TakeCode(OfOne):
    """Another level number for each level."""

    codes: tuple[int, ...]
    kind = CODE

    def exactly(self, run: ExactRun) -> Array:
        """By level number."""
        return np.asarray(np.array(self.codes)[run.slots[self.read]])

    def kernel(self) -> Kernel:
        """A table lookup."""
        return _lookup_kernel(self, self.codes)


@frozen
class TakeMask(OfOne):
    """Whether a condition holds, for each level."""

    holds: tuple[bool, ...]
    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """By level number."""
        return np.asarray(np.array(self.holds)[run.slots[self.read]])

    def kernel(self) -> Kernel:
        """A table lookup."""
        return _lookup_kernel(self, self.holds)


def _lookup_kernel(operation: OfOne, values: tuple[Any, ...]) -> Kernel:
    lookup: Array = np.array(values, TYPES[operation.kind])

    def kernel(block: Block, out: Array) -> None:
        places = block.spare[operation.table].view(np.intp)[: len(out)]
        np.take(lookup, cast(block.slots[operation.read], places), out=out, mode="clip")

    return kernel


@frozen
class Cell(OfTwo):
    """A level number for each pair of levels: a table row by row, ``width`` codes a row."""

    codes: tuple[int, ...]
    width: int
    kind = CODE

    def exactly(self, run: ExactRun) -> Array:
        """By both level numbers."""
        rows, columns = np.asarray(run.slots[self.left], np.int64), run.slots[self.right]
        return np.asarray(np.array(self.codes)[rows * self.width + columns])

    def kernel(self) -> Kernel:
        """One table lookup."""
        lookup: Array = np.array(self.codes, TYPES[CODE])

        def kernel(block: Block, out: Array) -> None:
            places, other = (each[self.table].view(np.intp)[: len(out)] for each in (block.spare, block.other))
            np.multiply(cast(block.slots[self.left], places), self.width, out=places)
            np.add(places, cast(block.slots[self.right], other), out=places)
            np.take(lookup, places, out=out, mode="clip")

        return kernel
