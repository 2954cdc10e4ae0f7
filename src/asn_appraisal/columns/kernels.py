"""Kernels: what each block operation does in float64, in place, without a temporary as long as the table.

``prepared`` rounds an operation's exact constants once before a run; a kernel takes them with the arrays it reads, the
array it writes, and the block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from .programs import CODE, MASK, NUMBER, SHORT, SMALL, TINY, Operation

Array = NDArray[Any]
TYPES = {NUMBER: np.float64, MASK: np.bool_, CODE: np.int8, SHORT: np.int16, SMALL: np.int32, TINY: np.int8}


@define
class Block:
    """A stretch of records with their rows: where each record's rows start in the block, and how many they are.

    ``refused`` and ``doubted`` are masks of the block's records; ``spare`` holds a scratch array for each level.
    """

    starts: Mapping[str, Array]
    counts: Mapping[str, Array]
    refused: Array
    doubted: Array
    spare: Mapping[str, Array]

    def refuse(self, level: str, mask: Array) -> None:
        """Mark the records of rows that are refused."""
        _marks(self, level, mask, self.refused)


_FEW = 16  # rows of a record up to which they are joined one by one

Kernel = Callable[[Block, str, Array, Sequence[Array], tuple[Any, ...]], None]


@frozen
class Prepared:
    """An operation ready to run: its kernel and its constants as the kernel takes them."""

    kernel: Kernel
    level: str
    out: int | None
    reads: tuple[int, ...]
    constants: tuple[Any, ...]


def prepared(operation: Operation, kind: str) -> Prepared:
    """An operation with its constants rounded to float64; ``kind`` is what it writes."""
    constants = _CONSTANTS.get(operation.name, _as_they_are)(operation.constants, kind)
    return Prepared(_KERNELS[operation.name], operation.level, operation.out, operation.reads, constants)


def _as_they_are(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    return constants


def _floats(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    return tuple(None if value is None else float(value) for value in constants)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value


def _table(constants: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
    (values,) = constants
    return (np.array([*map(_plain, values)], TYPES[kind]),)


def _cell_table(constants: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
    values, width = constants
    return np.array(values, TYPES[kind]), width


def _groups(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    """Terms of equal weight are added first: one multiplication for all of them."""
    groups: dict[float, list[int]] = {}
    for index, factor in enumerate(constants[0]):
        groups.setdefault(float(factor), []).append(index)
    # A group that must be multiplied comes first: its product is written where the others are added.
    ordered = sorted(groups.items(), key=lambda group: group[0] == 1.0)
    return tuple((factor, tuple(members)) for factor, members in ordered)


def _edge(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    """The comparison of an edge moved by its margin to the side that the edge is not on."""
    operator, threshold, margin = constants
    if operator == "==":
        return None, float(threshold - margin), float(threshold + margin)
    moved = threshold - margin if operator in {">=", "<"} else threshold + margin
    if margin:
        return (np.greater if operator in {">=", ">"} else np.less), float(moved), 0.0
    # Without a margin rows near the edge are in doubt anyway.
    return _EXACTLY[operator], float(threshold), 0.0


_EXACTLY = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}


def _up(value: Fraction) -> float:
    return float(value) * (1 + 2.0**-40) + 2.0**-1000


def _near_constants(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    threshold, error = constants
    return float(threshold), _up(error)


def _tie_constants(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    factor, addend, (low, high), half, error = constants
    ends = (None if end is None else end + half for end in (low, high))
    return float(factor), float(addend + half), _open(ends), _up(error)


def _round_constants(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    factor, addend, ends, shift, mode, signed = constants
    half = Fraction(1, 2) if mode.startswith("half") else Fraction(0)
    limits = None if ends == (None, None) else _open(ends)
    if signed or mode not in {"half_up", "down"}:
        return float(factor), float(addend), limits, float(half + shift), mode, signed
    return float(factor), float(addend + half + shift), limits, 0.0, "floor", False


_CONSTANTS: dict[str, Callable[[tuple[Any, ...], str], tuple[Any, ...]]] = {
    **dict.fromkeys(("affine", "choose", "full", "tally"), _floats),
    "clip": lambda constants, _: _open(constants),
    "linear": _groups,
    **dict.fromkeys(("take", "take_code", "take_mask"), _table),
    "cell": _cell_table,
    "compare": _edge,
    "near": _near_constants,
    "near_tie": _tie_constants,
    "round": _round_constants,
}


def _ufunc(function: Any) -> Kernel:
    def kernel(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
        function(*reads, out=out)

    return kernel


def _affine(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    factor, addend = constants
    values = reads[0]
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


def _open(ends: Iterable[Fraction | None]) -> tuple[float, float]:
    low, high = ends
    return -np.inf if low is None else float(low), np.inf if high is None else float(high)


def _linear(block: Block, level: str, out: Array, reads: Sequence[Array], groups: tuple[Any, ...]) -> None:
    spare = block.spare[level][: len(out)]
    # Terms are added in the type of the result: two small numbers may make a larger one.
    for index, (factor, members) in enumerate(groups):
        # What is already in ``out`` may be added to at once where nothing is to be multiplied.
        ahead = index > 0 and factor == 1.0
        total = out if index == 0 or ahead else spare
        values = out if ahead else reads[members[0]]
        for member in members if ahead else members[1:]:
            np.add(values, reads[member], out=total, dtype=total.dtype)
            values = total
        if ahead:
            continue
        if index == 0:
            if factor != 1.0:
                np.multiply(values, factor, out=out)
            elif values is not out:
                np.copyto(out, values)
        elif factor == -1.0:
            np.subtract(out, values, out=out)
        else:
            np.multiply(values, factor, out=spare)
            np.add(out, spare, out=out)


def _widen(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    np.copyto(out, reads[0])


def _full(_: Block, __: str, out: Array, ___: Sequence[Array], constants: tuple[Any, ...]) -> None:
    out.fill(constants[0])


def _choose(block: Block, level: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    mask, *arrays = reads
    then, otherwise = constants
    waiting = iter(arrays)
    one = next(waiting) if then is None else then
    other = next(waiting) if otherwise is None else otherwise
    if otherwise == 0.0:
        np.multiply(one, mask.view(np.int8), out=out)
        return
    if then == 0.0:
        inverse = block.spare[level].view(np.bool_)[: len(out)]
        np.logical_not(mask, out=inverse)
        np.multiply(other, inverse.view(np.int8), out=out)
        return
    # By bits: exact, as fast for one mask as for another, and without a temporary.
    bits, chosen = block.spare[level].view(np.int64)[: len(out)], out.view(np.int64)
    one, other = np.asarray(one).view(np.int64), np.asarray(other).view(np.int64)
    np.copyto(bits, mask.view(np.int8))
    np.negative(bits, out=bits)
    np.bitwise_xor(one, other, out=chosen)
    np.bitwise_and(chosen, bits, out=chosen)
    np.bitwise_xor(chosen, other, out=chosen)


def _choose_code(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    out[...] = np.where(*reads)


def _round(block: Block, level: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
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
    spare = block.spare[level][: len(out)]
    if not signed:
        np.copyto(spare, values)
        _to_whole(spare, half, mode)
        np.copyto(out, spare)
        return
    np.abs(values, out=spare)
    _to_whole(spare, half, mode)
    np.copysign(spare, values, out=out)
    np.add(out, 0.0, out=out)  # no negative zero


def _to_whole(values: Array, half: float, mode: str) -> None:
    """Round magnitudes in place; ``half`` is a half (or nothing) and the proved shift."""
    if mode == "up":
        np.subtract(values, half, out=values)
        np.ceil(values, out=values)
    elif mode == "half_even":
        up, down = np.floor(values + half), np.ceil(values - half)
        # They differ on a tie alone; the even one is meant.
        np.subtract(up, (up - down) * np.fmod(up, 2.0), out=values)
    else:
        np.add(values, half, out=values)
        np.floor(values, out=values)


def _near_tie(block: Block, level: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    factor, addend, ends, error = constants
    spare = block.spare[level][: len(out)]
    np.multiply(reads[0], factor, out=spare)
    np.add(spare, addend, out=spare)
    _limit(spare, ends, spare)
    np.subtract(spare, np.rint(spare), out=spare)
    np.abs(spare, out=spare)
    np.less_equal(spare, error, out=out)


def _near(block: Block, level: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    threshold, error = constants
    spare = block.spare[level][: len(out)]
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


def _take(block: Block, level: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    places = block.spare[level].view(np.intp)[: len(out)]
    np.copyto(places, reads[0])
    np.take(constants[0], places, out=out, mode="clip")


def _cell(block: Block, level: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    table, width = constants
    places = block.spare[level].view(np.intp)[: len(out)]
    np.multiply(reads[0], width, out=places, dtype=np.intp)
    np.add(places, reads[1], out=places)
    np.take(table, places, out=out, mode="clip")


def _count_not(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    out.fill(len(reads))
    for mask in reads:
        np.subtract(out, mask.view(np.int8), out=out)


def _first(_: Block, __: str, out: Array, reads: Sequence[Array], ___: tuple[Any, ...]) -> None:
    out.fill(len(reads))
    for index in range(len(reads) - 1, -1, -1):
        np.putmask(out, reads[index], index)


def _tally(_: Block, __: str, out: Array, reads: Sequence[Array], constants: tuple[Any, ...]) -> None:
    np.add(reads[0].view(np.int8), constants[0], out=out)
    for mask in reads[1:]:
        np.add(out, mask.view(np.int8), out=out)


def _spread(block: Block, level: str, out: Array, reads: Sequence[Array], _: tuple[Any, ...]) -> None:
    out[...] = np.repeat(reads[0], block.counts[level])


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


def _marks(block: Block, level: str, mask: Array, marks: Array) -> None:
    if level == "":
        np.logical_or(marks, mask, out=marks)
        return
    found = np.flatnonzero(mask)
    if found.size:
        ends = np.cumsum(block.counts[level])
        marks[np.searchsorted(ends, found, side="right")] = True


def _refuse(block: Block, level: str, _: Array, reads: Sequence[Array], __: tuple[Any, ...]) -> None:
    _marks(block, level, reads[0], block.refused)


def _doubt(block: Block, level: str, _: Array, reads: Sequence[Array], __: tuple[Any, ...]) -> None:
    _marks(block, level, reads[0], block.doubted)


_KERNELS: dict[str, Kernel] = {
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
    "add_mask": _ufunc(np.add),
    **dict.fromkeys(("full", "full_mask", "full_code"), _full),
    "round": _round,
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
