"""Preparing: the exact constants of an operation rounded once before a run, for the kernel that takes them.

This is where proofs become floats: an edge is moved by its margin to the side that it is not on, a rounding gets its shift,
a bound on an error is rounded up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from attrs import frozen

from ..compiling.programs import NUMBER, SMALL, Operation, half_of
from ..compiling.quantities import INT32, WHOLE
from ..reading.arrays import Array
from .kernels import KERNELS, TYPES, Kernel


@frozen
class Prepared:
    """An operation ready to run: its kernel and its constants as the kernel takes them."""

    kernel: Kernel
    table: str
    out: int | None
    reads: tuple[int, ...]
    constants: tuple[Any, ...]


def prepared(operation: Operation, kind: str) -> Prepared:
    """An operation with its constants rounded to float64; ``kind`` is what it writes."""
    constants = _CONSTANTS.get(operation.name, _as_they_are)(operation.constants, kind)
    return Prepared(KERNELS[operation.name], operation.table, operation.out, operation.reads, constants)


def _as_they_are(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    return constants


def _floats(constants: tuple[Any, ...], _: str) -> tuple[Any, ...]:
    return tuple(None if value is None else float(value) for value in constants)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value


def _table(constants: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
    """A table of constants; the step of one that rises or falls evenly, which need not be looked up."""
    (values,) = constants
    table: Array = np.array([*map(_plain, values)], TYPES[kind])
    steps = {b - a for a, b in pairwise(values)} if kind in {NUMBER, SMALL} else set()
    even = len(steps) == 1 and max(map(abs, steps)) * len(values) < (INT32 if kind == SMALL else WHOLE)
    return table, TYPES[kind](_plain(steps.pop())) if even else None


def _cell_table(constants: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
    values, width = constants
    return np.array(values, TYPES[kind]), width


def _groups(constants: tuple[Any, ...], kind: str) -> tuple[Any, ...]:
    """Terms of equal weight are added first: one multiplication for all of them."""
    number = float if kind == NUMBER else int
    groups: dict[float, list[int]] = {}
    for index, factor in enumerate(constants[0]):
        groups.setdefault(number(factor), []).append(index)
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


_EXACTLY = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less, "==": np.equal}


def _whole_ends(ends: tuple[int | None, int | None]) -> tuple[np.int32, np.int32] | None:
    low, high = ends
    if low is None and high is None:
        return None
    limits = np.iinfo(np.int32)
    return np.int32(limits.min if low is None else low), np.int32(limits.max if high is None else high)


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
    half = half_of(mode)
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
    "compare_whole": lambda constants, _: (_EXACTLY[constants[0]], int(constants[1])),
    "round_whole": lambda constants, _: (*map(np.int32, constants[:3]), _whole_ends(constants[3])),
    "near": _near_constants,
    "near_tie": _tie_constants,
    "round": _round_constants,
}


def _open(ends: Iterable[Fraction | None]) -> tuple[float, float]:
    low, high = ends
    return -np.inf if low is None else float(low), np.inf if high is None else float(high)
