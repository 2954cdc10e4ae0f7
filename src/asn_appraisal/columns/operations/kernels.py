"""Kernels: what each block operation does in float64, in place, without a temporary as long as the table.

A kernel takes the block, the table, the array it writes, the arrays it reads and its constants, which ``preparing`` has
rounded once before the run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define

from ...errors import RoundingError
from ..compiling.programs import CODE, MASK, NUMBER, SHORT, SMALL, TINY
from ..reading.arrays import Array

TYPES = {NUMBER: np.float64, MASK: np.bool_, CODE: np.int8, SHORT: np.int16, SMALL: np.int32, TINY: np.int8}


@define
class Block:
    """A stretch of records with their rows: where each record's rows start in the block, and how many they are.

    ``refused`` and ``doubted`` are masks of the block's records; ``spare`` and ``other`` hold scratch arrays of each table.
    """

    starts: Mapping[str, Array]
    counts: Mapping[str, Array]
    refused: Array
    doubted: Array
    spare: Mapping[str, Array]
    other: Mapping[str, Array]

    def refuse(self, table: str, mask: Array) -> None:
        """Mark the records of rows that are refused."""
        _marks(self, table, mask, self.refused)


_RARE = 5  # a branch of one row in 2^5 or fewer is mended row by row
_FEW = 16  # rows of a record up to which they are joined one by one

Kernel = Callable[[Block, str, Array, Sequence[Array], tuple[Any, ...]], None]


def _ufunc(function: Any) -> Kernel:
    def kernel(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
        function(*reads, out=out)

    return kernel


def _cast(values: Array, out: Array) -> Array:
    """The values in the type of ``out``, copied there if they have another.

    A function over two types casts through buffers of its own, which are new memory in each call.
    """
    if values.dtype == out.dtype:
        return values
    np.copyto(out, values)
    return out


def _affine(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    factor, addend = constants
    values = reads[0]
    if factor == -1.0:
        np.subtract(addend, values, out=out)
        return
    if factor != 1.0:
        np.multiply(values, factor, out=out)
        values = out
    if addend:
        np.add(values, addend, out=out)
    elif values is not out:
        np.copyto(out, values)  # a factor that float64 does not tell from 1


def _clip(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    _limit(reads[0], constants, out)


def _limit(values: Array, ends: tuple[float, float], out: Array) -> None:
    # One clip costs half of a maximum: an open end is infinite.
    np.clip(values, *ends, out=out)


def _linear(block: Block, table: str, out: Array, reads: Sequence[Array], groups: tuple[Any, ...]) -> None:
    spare, cast = (each.view(out.dtype)[: len(out)] for each in (block.spare[table], block.other[table]))
    # Terms are added in the type of the result: two small numbers may make a larger one.
    for index, (factor, members) in enumerate(groups):
        # What is already in ``out`` may be added to at once where nothing is to be multiplied.
        ahead = index > 0 and factor == 1
        total = out if index == 0 or ahead else spare
        values = out if ahead else _cast(reads[members[0]], total)
        for member in members if ahead else members[1:]:
            np.add(values, _cast(reads[member], cast), out=total)
            values = total
        if ahead:
            continue
        if index == 0:
            if factor != 1:
                np.multiply(values, factor, out=out)
            elif values is not out:
                np.copyto(out, values)
        elif factor == -1:
            np.subtract(out, values, out=out)
        else:
            np.multiply(values, factor, out=spare)
            np.add(out, spare, out=out)


def _widen(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    np.copyto(out, reads[0])


def _full(_: Block, __: str, out: Array, ___: Sequence[Array], constants: tuple[Any, ...]) -> None:
    out.fill(constants[0])


def _choose(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    mask, *arrays = reads
    then, otherwise = constants
    waiting = iter(arrays)
    one = next(waiting) if then is None else then
    other = next(waiting) if otherwise is None else otherwise
    chosen = int(np.count_nonzero(mask))
    few = len(out) >> _RARE
    if chosen <= few:
        _mend(out, other, np.flatnonzero(mask), one)
    elif len(out) - chosen <= few:
        _mend(out, one, np.flatnonzero(~mask), other)
    else:
        _choose_by_bits(block.spare[table].view(np.int64)[: len(out)], out.view(np.int64), mask, one, other)


def _mend(out: Array, common: Any, places: Array, rare: Any) -> None:
    """What nearly all rows have, and the others one by one."""
    np.copyto(out, common)
    out[places] = rare[places] if isinstance(rare, np.ndarray) else rare


def _choose_by_bits(bits: Array, out: Array, mask: Array, one: Any, other: Any) -> None:
    """By bits: exact, as fast for one mask as for another, and without a temporary."""
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


def _choose_code(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    out[...] = np.where(*reads)


def _round(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    factor, addend, limits, half, mode, signed = constants
    values = reads[0]
    if factor != 1.0:
        np.multiply(values, factor, out=out)
        values = out
    if addend:
        np.add(values, addend, out=out)
        values = out
    if limits is not None:
        _limit(values, limits, out)
        values = out
    if mode == "floor":
        np.floor(values, out=out)
        return
    spare = block.spare[table][: len(out)]
    if not signed:
        np.copyto(spare, values)
        _to_whole(spare, half, mode)
        np.copyto(out, spare)
        return
    np.abs(values, out=spare, dtype=np.float64)  # the least number of one byte has no opposite in it
    _to_whole(spare, half, mode)
    np.copysign(spare, values, out=out)
    np.add(out, 0.0, out=out)  # no negative zero


def _round_whole(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    top, plus, bottom, ends = constants
    np.multiply(_cast(reads[0], out), top, out=out)
    if plus:
        np.add(out, plus, out=out)
    np.floor_divide(out, bottom, out=out)
    if ends is not None:
        np.clip(out, *ends, out=out)


def _compare_whole(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    function, edge = constants
    function(reads[0], edge, out=out)


def _to_whole(values: Array, half: float, mode: str) -> None:
    """Round magnitudes in place; ``half`` is a half (or nothing) and the proved shift."""
    if mode == "up":
        np.subtract(values, half, out=values)
        np.ceil(values, out=values)
    elif mode == "half_even":
        up, down = np.floor(values + half), np.ceil(values - half)
        # They differ on a tie alone; the even one is meant.
        np.subtract(up, (up - down) * np.fmod(up, 2.0), out=values)
    elif mode in {"half_up", "down"}:
        np.add(values, half, out=values)
        np.floor(values, out=values)
    else:
        raise RoundingError(what="mode", value=repr(mode), right="half_up, half_even, down, up")


def _near_tie(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    factor, addend, ends, error = constants
    spare = block.spare[table][: len(out)]
    np.multiply(reads[0], factor, out=spare)
    np.add(spare, addend, out=spare)
    _limit(spare, ends, spare)
    np.subtract(spare, np.rint(spare), out=spare)
    np.abs(spare, out=spare)
    np.less_equal(spare, error, out=out)


def _near(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    threshold, error = constants
    spare = block.spare[table][: len(out)]
    np.subtract(reads[0], threshold, out=spare)
    np.abs(spare, out=spare)
    np.less_equal(spare, error, out=out)


def _compare(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    function, low, high = constants
    if function is None:
        np.greater_equal(reads[0], low, out=out)
        np.logical_and(out, reads[0] <= high, out=out)
    else:
        function(reads[0], low, out=out)


def _take(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    lookup, step = constants
    if step is not None:
        np.multiply(_cast(reads[0], out), step, out=out)
        np.add(out, lookup[0], out=out)
        return
    places = block.spare[table].view(np.intp)[: len(out)]
    np.take(lookup, _cast(reads[0], places), out=out, mode="clip")


def _cell(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    lookup, width = constants
    places = block.spare[table].view(np.intp)[: len(out)]
    other = block.other[table].view(np.intp)[: len(out)]
    np.multiply(_cast(reads[0], places), width, out=places)
    np.add(places, _cast(reads[1], other), out=places)
    np.take(lookup, places, out=out, mode="clip")


def _count_not(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    out.fill(len(reads))
    for mask in reads:
        np.subtract(out, mask.view(np.int8), out=out)


def _first(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    out.fill(len(reads))
    for index in range(len(reads) - 1, -1, -1):
        np.putmask(out, reads[index], index)


def _tally(block: Block, table: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    spare = block.spare[table][: len(out)]
    np.add(_cast(reads[0].view(np.int8), spare), constants[0], out=out)
    for mask in reads[1:]:
        np.add(out, _cast(mask.view(np.int8), spare), out=out)


def _add_mask(block: Block, table: str, out: Array, reads: Sequence[Array], _: tuple[Any, ...]) -> None:
    np.add(reads[0], _cast(reads[1].view(np.int8), block.spare[table][: len(out)]), out=out)


def _spread(block: Block, table: str, out: Array, reads: Sequence[Array], _: tuple[Any, ...]) -> None:
    out[...] = np.repeat(reads[0], block.counts[table])


def _segments(function: Any) -> Kernel:
    def kernel(block: Block, _: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
        (name,) = constants
        values = reads[0].view(np.int8) if reads[0].dtype == np.bool_ else reads[0]
        starts, counts = block.starts[name], block.counts[name]
        how = {"dtype": out.dtype} if function is np.add else {}
        if not counts.size:
            return
        least, most = counts.min(), counts.max()
        if least == most and 0 < most <= _FEW:
            # As many rows for all: the first ones of all records are joined with the second ones, and so on.
            by_record = values.reshape(-1, most)
            np.copyto(out, by_record[:, 0])
            for step in range(1, most):
                function(out, by_record[:, step], out=out, **how)
            return
        if least > 0:
            function.reduceat(values, starts, out=out, **how)
            return
        # reduceat on an empty segment gives the element at its start: only the others are reduced.
        filled = np.flatnonzero(counts)
        out.fill(0)
        if filled.size:
            out[filled] = function.reduceat(values, starts[filled], **how)

    return kernel


def _marks(block: Block, table: str, mask: Array, marks: Array) -> None:
    if table == "":
        np.logical_or(marks, mask, out=marks)
        return
    found = np.flatnonzero(mask)
    if found.size:
        ends = np.cumsum(block.counts[table])
        marks[np.searchsorted(ends, found, side="right")] = True


def _refuse(block: Block, table: str, _: Array, reads: Sequence[Array], __: tuple[Any, ...]) -> None:
    _marks(block, table, reads[0], block.refused)


def _doubt(block: Block, table: str, _: Array, reads: Sequence[Array], __: tuple[Any, ...]) -> None:
    _marks(block, table, reads[0], block.doubted)


KERNELS: dict[str, Kernel] = {
    "affine": _affine,
    "clip": _clip,
    "linear": _linear,
    "widen": _widen,
    "multiply": _ufunc(np.multiply),
    "divide": _ufunc(np.divide),
    "maximum": _ufunc(np.maximum),
    "minimum": _ufunc(np.minimum),
    "choose": _choose,
    "choose_code": _choose_code,
    "add_mask": _add_mask,
    **dict.fromkeys(("full", "full_mask", "full_code"), _full),
    "round": _round,
    "round_whole": _round_whole,
    "compare_whole": _compare_whole,
    "near_tie": _near_tie,
    "near": _near,
    "compare": _compare,
    "same": _ufunc(np.equal),
    "not": _ufunc(np.logical_not),
    "and": _ufunc(np.logical_and),
    "or": _ufunc(np.logical_or),
    **dict.fromkeys(("take", "take_code", "take_mask"), _take),
    "cell": _cell,
    "count_not": _count_not,
    "first": _first,
    "tally": _tally,
    "spread": _spread,
    **dict.fromkeys(("segment_sum", "segment_tally"), _segments(np.add)),
    "segment_least": _segments(np.minimum),
    "segment_greatest": _segments(np.maximum),
    "refuse": _refuse,
    "doubt": _doubt,
}
