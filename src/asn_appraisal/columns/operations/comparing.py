"""Comparing: numbers with edges, masks with masks.

Proofs become floats here: an edge is moved by its margin to the side that it is not on.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ..reading.arrays import Array
from .operation import Block, ExactRun, Kernel, OfOne, OfTwo
from .rounding import error_bound
from .storage import MASK

_EXACTLY = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less, "==": np.equal}


@frozen
class Compare(OfOne):
    """Where ``a`` compared with a threshold (``a >= 76``) holds.

    ``margin`` is half the distance from the threshold to the nearest other value of ``a``, if errors are below it; else it is
    0, and rows near the threshold are set aside.
    """

    operator: str
    threshold: Fraction
    margin: Fraction
    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """With the threshold itself; a margin matters to floats alone."""
        return run.everywhere(self.table, run.slots[self.read].compared(self.operator, self.threshold))

    def moved(self) -> tuple[Any, float]:
        """The comparison of floats, and the edge moved by its margin to the side that it is not on."""
        if not self.margin:
            return _EXACTLY[self.operator], float(self.threshold)
        moved = self.threshold + (-self.margin if self.operator in {">=", "<"} else self.margin)
        return (np.greater if self.operator in {">=", ">"} else np.less), float(moved)

    def kernel(self) -> Kernel:
        """One comparison; equal means within the margin on both sides."""
        if self.operator == "==":
            low, high = float(self.threshold - self.margin), float(self.threshold + self.margin)

            def kernel(block: Block, out: Array) -> None:
                values = block.slots[self.read]
                np.greater_equal(values, low, out=out)
                np.logical_and(out, values <= high, out=out)

            return kernel
        return _comparison_kernel(self.read, *self.moved())


def _comparison_kernel(read: int, function: Any, edge: float) -> Kernel:
    def kernel(block: Block, out: Array) -> None:
        function(block.slots[read], edge, out=out)

    return kernel


@frozen
class CompareWhole(OfOne):
    """The same for whole numbers of a small type and a whole edge."""

    operator: str
    edge: int
    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """One comparison."""
        return run.everywhere(self.table, run.slots[self.read].compared(self.operator, Fraction(self.edge)))

    def kernel(self) -> Kernel:
        """One comparison in the type of the column."""
        return _comparison_kernel(self.read, _EXACTLY[self.operator], int(self.edge))


@frozen
class Near(OfOne):
    """Where ``a`` is no farther from a threshold than an error: too close to call in floats."""

    threshold: Fraction
    error: Fraction
    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """Nowhere: exact numbers are never too close to call."""
        return np.zeros(run.size(self.table), bool)

    def kernel(self) -> Kernel:
        """The distance against a bound on the error."""
        threshold, error = float(self.threshold), error_bound(self.error)

        def kernel(block: Block, out: Array) -> None:
            spare = block.spare[self.table][: len(out)]
            np.subtract(block.slots[self.read], threshold, out=spare)
            np.abs(spare, out=spare)
            np.less_equal(spare, error, out=out)

        return kernel


@frozen
class Same(OfTwo):
    """Where two masks, or the level numbers of two labels, are the same."""

    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """Row by row."""
        return np.asarray(run.slots[self.left] == run.slots[self.right])

    def kernel(self) -> Kernel:
        """One comparison."""
        return _binary_kernel(self, np.equal)


@frozen
class Not(OfOne):
    """Where a mask does not hold."""

    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """Row by row."""
        return ~np.asarray(run.slots[self.read])

    def kernel(self) -> Kernel:
        """The inverse."""

        def kernel(block: Block, out: Array) -> None:
            np.logical_not(block.slots[self.read], out=out)

        return kernel


@frozen
class And(OfTwo):
    """Where both masks hold."""

    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """Row by row."""
        return np.asarray(run.slots[self.left] & run.slots[self.right])

    def kernel(self) -> Kernel:
        """Both."""
        return _binary_kernel(self, np.logical_and)


@frozen
class Or(OfTwo):
    """Where at least one of two masks holds."""

    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """Row by row."""
        return np.asarray(run.slots[self.left] | run.slots[self.right])

    def kernel(self) -> Kernel:
        """Either."""
        return _binary_kernel(self, np.logical_or)


def _binary_kernel(operation: OfTwo, function: Any) -> Kernel:
    def kernel(block: Block, out: Array) -> None:
        function(block.slots[operation.left], block.slots[operation.right], out=out)

    return kernel
