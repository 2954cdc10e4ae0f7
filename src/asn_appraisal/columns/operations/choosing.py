"""Choosing: one of two values by a mask, how many masks hold, and which is the first."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ..reading.arrays import Array
from .operation import Block, ExactRun, Kernel, OfMany, Operation, cast
from .ratios import Ratio, chosen
from .storage import CODE

_RARE = 5  # a branch that at most one row in 2^5 takes is copied row by row


@frozen
class Fixed:
    """A constant in place of a slot."""

    value: Fraction


@frozen
class Choose(Operation):
    """One number where a mask holds, another where it does not: each a slot, or a constant."""

    mask: int
    then: int | Fixed
    otherwise: int | Fixed

    @property
    def reads(self) -> tuple[int, ...]:
        """The mask, and the branches that are slots."""
        return (self.mask, *(each for each in (self.then, self.otherwise) if not isinstance(each, Fixed)))

    def exactly(self, run: ExactRun) -> Ratio:
        """Row by row."""

        def branch(which: int | Fixed) -> Ratio:
            found: Ratio = Ratio.of(which.value) if isinstance(which, Fixed) else run.slots[which]
            return found

        mask = run.everywhere(self.table, run.slots[self.mask])
        return chosen(mask, branch(self.then), branch(self.otherwise))

    def kernel(self) -> Kernel:
        """A copy with single rows replaced where one branch is rare, else by bits."""
        then, otherwise = _branch(self.then), _branch(self.otherwise)

        def kernel(block: Block, out: Array) -> None:
            mask, one, other = block.slots[self.mask], then(block), otherwise(block)
            held = int(np.count_nonzero(mask))
            few = len(out) >> _RARE
            if held <= few:
                _copy_with_exceptions(out, other, np.flatnonzero(mask), one)
            elif len(out) - held <= few:
                _copy_with_exceptions(out, one, np.flatnonzero(~mask), other)
            else:
                bits = block.spare[self.table].view(np.int64)[: len(out)]
                _choose_by_bits(bits, out.view(np.int64), mask, one, other)

        return kernel


def _branch(which: int | Fixed) -> Callable[[Block], Any]:
    """The values of a branch in a block: the array of its slot, or its constant, rounded once."""
    if isinstance(which, Fixed):
        constant = float(which.value)
        return lambda _: constant
    return lambda block: block.slots[which]


def _copy_with_exceptions(out: Array, common: Any, places: Array, rare: Any) -> None:
    """Copy the common branch, then the rare one row by row."""
    np.copyto(out, common)
    out[places] = rare[places] if isinstance(rare, np.ndarray) else rare


def _choose_by_bits(bits: Array, out: Array, mask: Array, one: Any, other: Any) -> None:
    """By bits: exact, in a time that does not depend on the mask, and without a temporary."""
    then_zero, otherwise_zero = (not isinstance(each, np.ndarray) and each == 0.0 for each in (one, other))
    one, other = np.asarray(one).view(np.int64), np.asarray(other).view(np.int64)
    np.copyto(bits, mask.view(np.int8))
    if then_zero:
        np.subtract(bits, 1, out=bits)
        np.bitwise_and(other, bits, out=out)
        return
    np.negative(bits, out=bits)
    if otherwise_zero:
        np.bitwise_and(one, bits, out=out)
        return
    np.bitwise_xor(one, other, out=out)
    np.bitwise_and(out, bits, out=out)
    np.bitwise_xor(out, other, out=out)


@frozen
class ChooseCode(Operation):
    """One level number where a mask holds, another where it does not."""

    mask: int
    then: int
    otherwise: int
    kind = CODE

    @property
    def reads(self) -> tuple[int, ...]:
        """The mask and the two branches."""
        return self.mask, self.then, self.otherwise

    def exactly(self, run: ExactRun) -> Array:
        """Row by row."""
        return np.asarray(np.where(*(run.slots[each] for each in self.reads)))

    def kernel(self) -> Kernel:
        """Row by row."""

        def kernel(block: Block, out: Array) -> None:
            out[...] = np.where(*(block.slots[each] for each in self.reads))

        return kernel


@frozen
class CountNot(OfMany):
    """How many masks do not hold, as a level number."""

    kind = CODE

    def exactly(self, run: ExactRun) -> Array:
        """Mask by mask."""
        masks = [np.asarray(run.slots[part]) for part in self.parts]
        return np.asarray(sum((~mask for mask in masks), start=np.zeros(np.shape(masks[0]), np.int64)))

    def kernel(self) -> Kernel:
        """The number of masks, less those that hold."""

        def kernel(block: Block, out: Array) -> None:
            out.fill(len(self.parts))
            for part in self.parts:
                np.subtract(out, block.slots[part].view(np.int8), out=out)

        return kernel


@frozen
class First(OfMany):
    """The index of the first mask that holds, as a level number; the number of masks where none does."""

    kind = CODE

    def exactly(self, run: ExactRun) -> Array:
        """From the last mask to the first."""
        found = np.full(np.shape(run.slots[self.parts[0]]), len(self.parts))
        for index in range(len(self.parts) - 1, -1, -1):
            found[np.asarray(run.slots[self.parts[index]])] = index
        return found

    def kernel(self) -> Kernel:
        """From the last mask to the first."""

        def kernel(block: Block, out: Array) -> None:
            out.fill(len(self.parts))
            for index in range(len(self.parts) - 1, -1, -1):
                np.putmask(out, block.slots[self.parts[index]], index)

        return kernel


@frozen
class Tally(OfMany):
    """How many masks hold, plus ``base``."""

    base: int

    def exactly(self, run: ExactRun) -> Ratio:
        """Mask by mask."""
        masks = (np.asarray(run.slots[part]).astype(np.int64) for part in self.parts)
        return Ratio(run.whole_numbers(np.asarray(sum(masks, start=np.int64(self.base)))))

    def kernel(self) -> Kernel:
        """Mask by mask."""
        (first, *others), base = self.parts, float(self.base)

        def kernel(block: Block, out: Array) -> None:
            spare = block.spare[self.table][: len(out)]
            np.add(cast(block.slots[first].view(np.int8), spare), base, out=out)
            for part in others:
                np.add(out, cast(block.slots[part].view(np.int8), spare), out=out)

        return kernel
