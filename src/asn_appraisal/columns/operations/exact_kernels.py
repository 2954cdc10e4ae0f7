"""Exact kernels: what each operation of a program means, in integers of any size.

A number is a quotient of two whole numbers that is never reduced on the way: Python's own integers are fast while they
are short. Each kernel is the definition of its operation; the float kernels must agree wherever they decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import frozen

from ...algebra.edges import COMPARISONS
from ...rounding import rounded_quotient
from ..compiling.programs import Operation
from ..reading.arrays import Array


@frozen(eq=False)
class Ratio:
    """Numbers ``top / bottom`` of some rows: arrays of Python ints, or one int for all; ``bottom`` is above 0."""

    top: Any
    bottom: Any = 1

    def times(self, factor: Fraction) -> Ratio:
        """The numbers times a constant."""
        return Ratio(self.top * factor.numerator, self.bottom * factor.denominator)

    def plus(self, other: Ratio) -> Ratio:
        """The sums with other numbers."""
        one, another = self.bottom, other.bottom
        if one is another or (isinstance(one, int) and isinstance(another, int) and one == another):
            return Ratio(self.top + other.top, one)
        return Ratio(self.top * another + other.top * one, one * another)

    def below(self, other: Ratio) -> Any:
        """Where the numbers are less than others."""
        return np.asarray(self.top * other.bottom < other.top * self.bottom, bool)


def _of(value: Fraction | None) -> Ratio:
    found = Fraction(0) if value is None else value
    return Ratio(found.numerator, found.denominator)


@frozen
class Placed:
    """Which rows of which table are worked out: their places in the columns, and how many rows each record has."""

    places: Mapping[str, Array]
    counts: Mapping[str, Array]


def whole_numbers(values: Array) -> Array:
    """Python ints of an array of whole numbers."""
    return values if values.dtype == object else values.astype(np.int64).astype(object)


def _affine(reads: Sequence[Any], operation: Operation, _: Placed) -> Ratio:
    factor, addend = operation.constants
    value: Ratio = reads[0].times(factor)
    return value.plus(_of(addend)) if addend else value


def _limit(value: Ratio, low: Fraction | None, high: Fraction | None) -> Ratio:
    if low is not None:
        value = _chosen(value.below(_of(low)), _of(low), value)
    if high is not None:
        value = _chosen(_of(high).below(value), _of(high), value)
    return value


def _chosen(mask: Any, then: Ratio, otherwise: Ratio) -> Ratio:
    def pick(a: Any, b: Any) -> Any:
        if isinstance(a, int) and isinstance(b, int) and a == b:
            return a
        found = np.empty(np.shape(mask), object)
        found[...] = b
        found[mask] = a[mask] if isinstance(a, np.ndarray) and a.ndim else a
        return found

    return Ratio(pick(then.top, otherwise.top), pick(then.bottom, otherwise.bottom))


def _clip(reads: Sequence[Any], operation: Operation, _: Placed) -> Ratio:
    return _limit(reads[0], *operation.constants)


def _linear(reads: Sequence[Any], operation: Operation, _: Placed) -> Ratio:
    (factors,) = operation.constants
    total: Ratio = reads[0].times(factors[0])
    for value, factor in zip(reads[1:], factors[1:], strict=True):
        total = total.plus(value.times(factor))
    return total


def _multiply(reads: Sequence[Any], _: Operation, __: Placed) -> Ratio:
    return Ratio(reads[0].top * reads[1].top, reads[0].bottom * reads[1].bottom)


def _divide(reads: Sequence[Any], operation: Operation, about: Placed) -> Ratio:
    above, below = reads
    top, bottom = above.top * below.bottom, above.bottom * below.top
    size = len(about.places[operation.table])
    tops, bottoms = (np.broadcast_to(np.asarray(part, object), size) for part in (top, bottom))
    # A divisor of 0 stands only where its row does not count.
    bottoms = np.where(np.asarray(bottoms == 0, bool), 1, bottoms)
    negative = np.asarray(bottoms < 0, bool)
    if negative.any():
        tops, bottoms = np.where(negative, -tops, tops), np.where(negative, -bottoms, bottoms)
    return Ratio(tops, bottoms)


def _extreme(*, greatest: bool) -> Callable[[Sequence[Any], Operation, Placed], Ratio]:
    def kernel(reads: Sequence[Any], _: Operation, __: Placed) -> Ratio:
        a, b = reads
        return _chosen(a.below(b), b, a) if greatest else _chosen(a.below(b), a, b)

    return kernel


def _choose(reads: Sequence[Any], operation: Operation, about: Placed) -> Ratio:
    mask, *arrays = reads
    then, otherwise = operation.constants
    waiting = iter(arrays)
    one = next(waiting) if then is None else _of(then)
    other = next(waiting) if otherwise is None else _of(otherwise)
    return _chosen(np.broadcast_to(mask, len(about.places[operation.table])), one, other)


def _add_mask(reads: Sequence[Any], _: Operation, __: Placed) -> Ratio:
    ones = np.asarray(reads[1]).astype(np.int64).astype(object)
    return Ratio(reads[0].top + ones * reads[0].bottom, reads[0].bottom)


def _full(_: Sequence[Any], operation: Operation, about: Placed) -> Any:
    (value,) = operation.constants
    if isinstance(value, Fraction):
        return _of(value)
    return np.full(len(about.places[operation.table]), value)


def _round(reads: Sequence[Any], operation: Operation, about: Placed) -> Ratio:
    factor, addend, ends, _, mode, _ = operation.constants
    value = _limit(reads[0].times(factor).plus(_of(addend)), *ends)
    size = len(about.places[operation.table])
    tops, bottoms = (np.broadcast_to(np.asarray(part, object), size) for part in (value.top, value.bottom))
    found = np.empty(size, object)
    found[:] = [rounded_quotient(t, b, mode) for t, b in zip(tops.tolist(), bottoms.tolist(), strict=True)]
    return Ratio(found)


def _compare(reads: Sequence[Any], operation: Operation, about: Placed) -> Array:
    operator, threshold, _ = operation.constants
    value = reads[0]
    holds = COMPARISONS[operator](value.top * threshold.denominator, threshold.numerator * value.bottom)
    return np.broadcast_to(np.asarray(holds, bool), len(about.places[operation.table]))


def _round_whole(reads: Sequence[Any], operation: Operation, _: Placed) -> Ratio:
    top, plus, bottom, (low, high) = operation.constants
    value = Ratio((reads[0].top * top + plus * reads[0].bottom) // (reads[0].bottom * bottom))
    return _limit(value, None if low is None else Fraction(low), None if high is None else Fraction(high))


def _compare_whole(reads: Sequence[Any], operation: Operation, about: Placed) -> Array:
    operator, edge = operation.constants
    holds = COMPARISONS[operator](reads[0].top, edge * reads[0].bottom)
    return np.broadcast_to(np.asarray(holds, bool), len(about.places[operation.table]))


def _nowhere(_: Sequence[Any], operation: Operation, about: Placed) -> Array:
    return np.zeros(len(about.places[operation.table]), bool)


def _take(reads: Sequence[Any], operation: Operation, _: Placed) -> Any:
    (table,) = operation.constants
    if isinstance(table[0], Fraction):
        return Ratio(np.array([int(value) for value in table], object)[reads[0]])
    return np.array(table)[reads[0]]


def _cell(reads: Sequence[Any], operation: Operation, _: Placed) -> Array:
    table, width = operation.constants
    found: Array = np.array(table)[np.asarray(reads[0], np.int64) * width + reads[1]]
    return found


def _count_not(reads: Sequence[Any], _: Operation, __: Placed) -> Array:
    return sum((~np.asarray(mask) for mask in reads), start=np.zeros(np.shape(reads[0]), np.int64))


def _first(reads: Sequence[Any], _: Operation, __: Placed) -> Array:
    found = np.full(np.shape(reads[0]), len(reads))
    for index in range(len(reads) - 1, -1, -1):
        found[np.asarray(reads[index])] = index
    return found


def _tally(reads: Sequence[Any], operation: Operation, _: Placed) -> Ratio:
    (base,) = operation.constants
    total = sum((np.asarray(mask).astype(np.int64) for mask in reads), start=np.int64(base))
    return Ratio(whole_numbers(np.asarray(total)))


def _spread(reads: Sequence[Any], operation: Operation, about: Placed) -> Any:
    counts = about.counts[operation.table]

    def repeated(part: Any) -> Any:
        return part if isinstance(part, int) else np.repeat(np.broadcast_to(part, len(counts)), counts)

    value = reads[0]
    return Ratio(repeated(value.top), repeated(value.bottom)) if isinstance(value, Ratio) else repeated(value)


def _by_place(value: Ratio, about: Placed, name: str, join: Callable[[Ratio, Ratio], Ratio]) -> Ratio:
    """Rows joined record by record: the first rows of all records, then the second, and so on."""
    counts = about.counts[name]
    ends = np.cumsum(counts)
    starts = ends - counts
    size = len(about.places[name])
    tops, bottoms = (np.broadcast_to(np.asarray(part, object), size) for part in (value.top, value.bottom))
    found_top, found_bottom = np.full(len(counts), 0, object), np.full(len(counts), 1, object)
    filled = np.flatnonzero(counts)
    found_top[filled], found_bottom[filled] = tops[starts[filled]], bottoms[starts[filled]]
    for step in range(1, int(counts.max(initial=0))):
        longer = np.flatnonzero(counts > step)
        at = starts[longer] + step
        joined = join(Ratio(found_top[longer], found_bottom[longer]), Ratio(tops[at], bottoms[at]))
        found_top[longer], found_bottom[longer] = joined.top, joined.bottom
    return Ratio(found_top, found_bottom)


def _segment_sum(reads: Sequence[Any], operation: Operation, about: Placed) -> Ratio:
    (name,) = operation.constants
    value = reads[0]
    if isinstance(value.bottom, int):
        # One denominator for all: whole numbers are added up.
        tops = np.broadcast_to(np.asarray(value.top, object), len(about.places[name]))
        return Ratio(_by_place(Ratio(tops), about, name, lambda a, b: Ratio(a.top + b.top)).top, value.bottom)
    return _by_place(value, about, name, Ratio.plus)


def _segment_tally(reads: Sequence[Any], operation: Operation, about: Placed) -> Ratio:
    (name,) = operation.constants
    ends = np.concatenate([[0], np.cumsum(np.asarray(reads[0]).astype(np.int64))])
    stops = np.cumsum(about.counts[name])
    return Ratio(whole_numbers(ends[stops] - ends[stops - about.counts[name]]))


def _segment_extreme(*, greatest: bool) -> Callable[[Sequence[Any], Operation, Placed], Ratio]:
    choose = _extreme(greatest=greatest)

    def kernel(reads: Sequence[Any], operation: Operation, about: Placed) -> Ratio:
        (name,) = operation.constants
        return _by_place(reads[0], about, name, lambda a, b: choose((a, b), operation, about))

    return kernel


KERNELS: dict[str, Callable[[Sequence[Any], Operation, Placed], Any]] = {
    "affine": _affine,
    "clip": _clip,
    "linear": _linear,
    "widen": lambda reads, _, __: reads[0],
    "multiply": _multiply,
    "divide": _divide,
    "maximum": _extreme(greatest=True),
    "minimum": _extreme(greatest=False),
    "choose": _choose,
    "choose_code": lambda reads, _, __: np.where(*reads),
    "add_mask": _add_mask,
    **dict.fromkeys(("full", "full_mask", "full_code"), _full),
    "round": _round,
    **dict.fromkeys(("near_tie", "near"), _nowhere),
    "compare": _compare,
    "compare_whole": _compare_whole,
    "round_whole": _round_whole,
    "same": lambda reads, _, __: reads[0] == reads[1],
    "not": lambda reads, _, __: ~reads[0],
    "and": lambda reads, _, __: reads[0] & reads[1],
    "or": lambda reads, _, __: reads[0] | reads[1],
    **dict.fromkeys(("take", "take_code", "take_mask"), _take),
    "cell": _cell,
    "count_not": _count_not,
    "first": _first,
    "tally": _tally,
    "spread": _spread,
    "segment_sum": _segment_sum,
    "segment_tally": _segment_tally,
    "segment_least": _segment_extreme(greatest=False),
    "segment_greatest": _segment_extreme(greatest=True),
}
