"""Arithmetic: scaling and shifting, limits, weighted sums, products and quotients, the greater and the smaller of two."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from attrs import frozen

from ..reading.arrays import Array
from .operation import Block, ExactRun, Kernel, OfMany, OfOne, OfTwo, Operation, cast
from .ratios import Ratio, greater, lesser, quotients, quotients_in_64_bits
from .storage import CODE, MASK, NUMBER


@frozen
class Affine(OfOne):
    """``a * factor + addend``."""

    factor: Fraction
    addend: Fraction

    def exactly(self, run: ExactRun) -> Ratio:
        """One product and one sum."""
        value: Ratio = run.slots[self.read].times(self.factor)
        return value.plus(Ratio.of(self.addend)) if self.addend else value

    def kernel(self) -> Kernel:
        """One product and one sum, without those that change nothing."""
        factor, addend = float(self.factor), float(self.addend)

        def kernel(block: Block, out: Array) -> None:
            values = block.slots[self.read]
            if factor == -1.0:
                np.subtract(addend, values, out=out)
                return
            if factor != 1.0:
                np.multiply(values, factor, out=out)
                values = out
            if addend:
                np.add(values, addend, out=out)
            elif values is not out:
                np.copyto(out, values)  # a factor that is 1 in float64

        return kernel


Ends = tuple[float, float]


def open_ends(low: Fraction | None, high: Fraction | None) -> Ends:
    """Limits as floats; an open end is infinite, since one clip takes half the time of a maximum."""
    return -np.inf if low is None else float(low), np.inf if high is None else float(high)


@frozen
class Clip(OfOne):
    """``a`` kept within constant limits; where they cross, the upper one wins."""

    low: Fraction | None
    high: Fraction | None

    def exactly(self, run: ExactRun) -> Ratio:
        """The limit where a number is beyond it."""
        value: Ratio = run.slots[self.read]
        return value.limited(self.low, self.high)

    def kernel(self) -> Kernel:
        """One clip."""
        low, high = open_ends(self.low, self.high)

        def kernel(block: Block, out: Array) -> None:
            np.clip(block.slots[self.read], low, high, out=out)

        return kernel


@frozen
class Linear(OfMany):
    """A weighted sum: each part times its factor. Sum and terms fit ``kind``; factors of small kinds are whole."""

    factors: tuple[Fraction, ...]
    kind: str = NUMBER

    def exactly(self, run: ExactRun) -> Ratio:
        """Term by term."""
        first, *others = (run.slots[part].times(factor) for part, factor in zip(self.parts, self.factors, strict=True))
        total: Ratio = first
        for term in others:
            total = total.plus(term)
        return total

    def groups(self) -> list[tuple[float, list[int]]]:
        """The parts by their factor in float64 (or int): parts of equal weight are added first and multiplied once."""
        number = float if self.kind == NUMBER else int
        groups: dict[float, list[int]] = {}
        for part, factor in zip(self.parts, self.factors, strict=True):
            groups.setdefault(number(factor), []).append(part)
        # A group that must be multiplied comes first: its product is written where the others are added.
        return sorted(groups.items(), key=lambda group: group[0] == 1.0)

    def kernel(self) -> Kernel:
        """Group by group, in the type of the result, which the sum of two small numbers may need."""
        (first, members), *others = self.groups()

        def kernel(block: Block, out: Array) -> None:
            slots = block.slots
            spare, other = (each[self.table].view(out.dtype)[: len(out)] for each in (block.spare, block.other))

            def added(parts: list[int], total: Array) -> Array:
                values = cast(slots[parts[0]], total)
                for part in parts[1:]:
                    np.add(values, cast(slots[part], other), out=total)
                    values = total
                return values

            values = added(members, out)
            if first != 1:
                np.multiply(values, first, out=out)
            elif values is not out:
                np.copyto(out, values)
            for factor, parts in others:
                if factor == 1:
                    # No factor but 1: each part is added directly.
                    for part in parts:
                        np.add(out, cast(slots[part], other), out=out)
                elif factor == -1:
                    np.subtract(out, added(parts, spare), out=out)
                else:
                    np.multiply(added(parts, spare), factor, out=spare)
                    np.add(out, spare, out=out)

        return kernel


@frozen
class Widen(OfOne):
    """A small whole number as float64."""

    def exactly(self, run: ExactRun) -> Ratio:
        """The number itself."""
        value: Ratio = run.slots[self.read]
        return value

    def kernel(self) -> Kernel:
        """A copy in another type."""

        def kernel(block: Block, out: Array) -> None:
            np.copyto(out, block.slots[self.read])

        return kernel


@frozen
class Multiply(OfTwo):
    """The product of two numbers."""

    def exactly(self, run: ExactRun) -> Ratio:
        """Tops and bottoms multiplied."""
        left: Ratio = run.slots[self.left]
        return left.multiplied(run.slots[self.right])

    def kernel(self) -> Kernel:
        """One product."""

        def kernel(block: Block, out: Array) -> None:
            np.multiply(block.slots[self.left], block.slots[self.right], out=out)

        return kernel


@frozen
class Divide(OfTwo):
    """The quotient of two numbers; a divisor of 0 occurs only in rows that do not count."""

    def exactly(self, run: ExactRun) -> Ratio:
        """By the inverse; in 64 bits over one denominator, and rows that have another are left to Python's integers."""
        left, right = run.slots[self.left], run.slots[self.right]
        found = None if run.left is None else quotients_in_64_bits(left, right)
        if found is None:
            return quotients(left, right)
        run.leave(self.table, found[1])
        return found[0]

    def kernel(self) -> Kernel:
        """One quotient."""

        def kernel(block: Block, out: Array) -> None:
            np.divide(block.slots[self.left], block.slots[self.right], out=out)

        return kernel


@frozen
class Maximum(OfTwo):
    """The greater of two numbers."""

    def exactly(self, run: ExactRun) -> Ratio:
        """Row by row."""
        return greater(run.slots[self.left], run.slots[self.right])

    def kernel(self) -> Kernel:
        """One maximum."""

        def kernel(block: Block, out: Array) -> None:
            np.maximum(block.slots[self.left], block.slots[self.right], out=out)

        return kernel


@frozen
class Minimum(OfTwo):
    """The smaller of two numbers."""

    def exactly(self, run: ExactRun) -> Ratio:
        """Row by row."""
        return lesser(run.slots[self.left], run.slots[self.right])

    def kernel(self) -> Kernel:
        """One minimum."""

        def kernel(block: Block, out: Array) -> None:
            np.minimum(block.slots[self.left], block.slots[self.right], out=out)

        return kernel


@frozen
class AddMask(OfOne):
    """A number, plus 1 where a mask holds."""

    mask: int

    @property
    def reads(self) -> tuple[int, ...]:
        """The number and the mask."""
        return self.read, self.mask

    def exactly(self, run: ExactRun) -> Ratio:
        """One sum."""
        value: Ratio = run.slots[self.read]
        return value.plus(Ratio(run.whole_numbers(np.asarray(run.slots[self.mask]))))

    def kernel(self) -> Kernel:
        """One sum."""

        def kernel(block: Block, out: Array) -> None:
            spare = block.spare[self.table][: len(out)]
            np.add(block.slots[self.read], cast(block.slots[self.mask].view(np.int8), spare), out=out)

        return kernel


@frozen
class Full(Operation):
    """A constant in each row."""

    value: Fraction

    def exactly(self, _: ExactRun) -> Ratio:
        """One number for all rows."""
        return Ratio.of(self.value)

    def kernel(self) -> Kernel:
        """The nearest float in each row."""
        return _fill_kernel(float(self.value))


@frozen
class FullMask(Operation):
    """A mask that holds everywhere or nowhere."""

    holds: bool
    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """The same in each row."""
        return np.full(run.size(self.table), self.holds)

    def kernel(self) -> Kernel:
        """The same in each row."""
        return _fill_kernel(self.holds)


@frozen
class FullCode(Operation):
    """One level number for all rows."""

    code: int
    kind = CODE

    def exactly(self, run: ExactRun) -> Array:
        """The same in each row."""
        return np.full(run.size(self.table), self.code)

    def kernel(self) -> Kernel:
        """The same in each row."""
        return _fill_kernel(self.code)


def _fill_kernel(value: float) -> Kernel:
    def kernel(_: Block, out: Array) -> None:
        out.fill(value)

    return kernel
