"""Statements: each operation on the rows of one table as lines of Python, with its constants rounded as its kernel rounds them.

Every number and every level is a float64 and every mask a bool, in a variable of its own. The lines do what the kernels
do, in the same order, so what was proved of a decision in float64 holds here too; whole numbers of small types are exact
in float64 in any order. Only ``round_whole`` is worked out in another way, proved where it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from ...operations import affine, choosing, comparing, looking_up, rounding
from ...operations.affine import Linear
from ...operations.operation import Engine, OfMany, OfOne, OfTwo, Operation
from ...operations.segments import SegmentGreatest, SegmentLeast, SegmentSum, SegmentTally, Spread
from ...operations.setting_aside import Doubt, Refuse

Lines = list[str]
_MOST_SELECTS = 16  # a table of more levels than that is an array
_SIGNS = {np.greater_equal: ">=", np.greater: ">", np.less_equal: "<=", np.less: "<", np.equal: "=="}


def variable(slot: int) -> str:
    """The variable of a slot."""
    return f"s{slot}"


def limited(value: str, low: float | None, high: float | None) -> Lines:
    """A variable kept within limits; where they cross, the upper one wins, as in ``numpy.clip``."""
    lines = [] if low is None else [f"{value} = {value} if {value} > {low!r} else {low!r}"]
    return lines if high is None else [*lines, f"{value} = {value} if {value} < {high!r} else {high!r}"]


def _nearest(end: Fraction | None) -> float | None:
    return None if end is None else float(end)


def _scaled(value: str, factor: float, addend: float) -> str:
    """A product and a sum, without those that change nothing."""
    product = value if factor == 1.0 else f"{value} * {factor!r}"
    return f"{product} + {addend!r}" if addend else product


def _affine(operation: affine.Affine, out: str) -> Lines:
    factor, addend = float(operation.factor), float(operation.addend)
    value = variable(operation.read)
    return [f"{out} = {addend!r} - {value}" if factor == -1.0 else f"{out} = {_scaled(value, factor, addend)}"]


def _clip(operation: affine.Clip, out: str) -> Lines:
    ends = _nearest(operation.low), _nearest(operation.high)
    return [f"{out} = {variable(operation.read)}", *limited(out, *ends)]


def _linear(operation: Linear, out: str) -> Lines:
    def added(parts: Sequence[int]) -> str:
        return " + ".join(map(variable, parts))

    def weighted(factor: float, parts: Sequence[int]) -> str:
        total = added(parts) if len(parts) == 1 else f"({added(parts)})"
        return f"{total} * {factor!r}"

    (first, members), *others = operation.groups()
    text = added(members) if first == 1 else weighted(float(first), members)
    for factor, parts in others:
        if factor == 1:
            text += f" + {added(parts)}"
        elif factor == -1:
            text += f" - {added(parts)}" if len(parts) == 1 else f" - ({added(parts)})"
        else:
            text += f" + {weighted(float(factor), parts)}"
    return [f"{out} = {text}"]


def _copy(operation: OfOne, out: str) -> Lines:
    return [f"{out} = {variable(operation.read)}"]


def _of_two(form: str) -> Callable[[OfTwo, str], Lines]:
    return lambda operation, out: [f"{out} = {form.format(variable(operation.left), variable(operation.right))}"]


def _add_mask(operation: affine.AddMask, out: str) -> Lines:
    return [f"{out} = {variable(operation.read)} + np.float64({variable(operation.mask)})"]


def _round(operation: rounding.Round, out: str) -> Lines:
    half = rounding.half_of(operation.mode) + operation.shift
    addend = float(operation.addend + half if operation.floored else operation.addend)
    lines = [f"{out} = {_scaled(variable(operation.read), float(operation.factor), addend)}"]
    lines += limited(out, _nearest(operation.low), _nearest(operation.high))
    if operation.floored:
        return [*lines, f"{out} = np.floor({out})"]
    size = out
    if operation.signed:
        size = f"{out}_size"
        lines.append(f"{size} = abs({out})")
    lines += _to_whole(operation.mode, size, float(half))
    # No negative zero, and a magnitude that became 0 has no sign.
    return [*lines, f"{out} = (-{size} if {out} < 0.0 else {size}) + 0.0"] if operation.signed else lines


def _to_whole(mode: str, size: str, half: float) -> Lines:
    """A magnitude rounded, given a half (or nothing) with the proved shift."""
    if mode == "half_even":
        up, down = f"{size}_up", f"{size}_down"
        # They differ on a tie alone; the even one is right. The last factor is the remainder by 2.
        return [
            f"{up} = np.floor({size} + {half!r})",
            f"{down} = np.ceil({size} - {half!r})",
            f"{size} = {up} - ({up} - {down}) * ({up} - 2.0 * np.floor({up} * 0.5))",
        ]
    return [f"{size} = np.ceil({size} - {half!r})" if mode == "up" else f"{size} = np.floor({size} + {half!r})"]


def _round_whole(operation: rounding.RoundWhole, out: str) -> Lines:
    """By a product in place of the division.

    The exact value lies on multiples of ``1 / bottom``; half such a step more is never a whole number, and the floor is right
    while the error is below that half step. Product, addend and sum are below 2^32 / bottom in magnitude, since all
    intermediates of the operation fit four bytes, and each of the five roundings is off by at most 2^-53 of that: in all
    less than 2^-18 / bottom.
    """
    factor = float(Fraction(operation.top, operation.bottom))
    addend = float(Fraction(2 * operation.plus + 1, 2 * operation.bottom))
    low, high = (None if end is None else float(end) for end in (operation.low, operation.high))
    return [f"{out} = np.floor({_scaled(variable(operation.read), factor, addend)})", *limited(out, low, high)]


def _near_tie(operation: rounding.NearTie, out: str) -> Lines:
    rest, addend = f"{out}_rest", float(operation.addend + operation.half)
    low, high = (None if end is None else float(end + operation.half) for end in (operation.low, operation.high))
    return [
        f"{rest} = {variable(operation.read)} * {float(operation.factor)!r} + {addend!r}",
        *limited(rest, low, high),
        f"{out} = abs({rest} - np.rint({rest})) <= {rounding.error_bound(operation.error)!r}",
    ]


def _compare(operation: comparing.Compare, out: str) -> Lines:
    value = variable(operation.read)
    if operation.operator == "==":
        low, high = (float(operation.threshold + side * operation.margin) for side in (-1, 1))
        return [f"{out} = ({value} >= {low!r}) & ({value} <= {high!r})"]
    function, edge = operation.moved()
    return [f"{out} = {value} {_SIGNS[function]} {edge!r}"]


def _compare_whole(operation: comparing.CompareWhole, out: str) -> Lines:
    return [f"{out} = {variable(operation.read)} {operation.operator} {float(operation.edge)!r}"]


def _near(operation: comparing.Near, out: str) -> Lines:
    distance = f"abs({variable(operation.read)} - {float(operation.threshold)!r})"
    return [f"{out} = {distance} <= {rounding.error_bound(operation.error)!r}"]


def _not(operation: OfOne, out: str) -> Lines:
    return [f"{out} = not {variable(operation.read)}"]


def _branch(which: int | choosing.Fixed) -> str:
    return repr(float(which.value)) if isinstance(which, choosing.Fixed) else variable(which)


def _choose(operation: choosing.Choose | choosing.ChooseCode, out: str) -> Lines:
    mask, then, otherwise = variable(operation.mask), _branch(operation.then), _branch(operation.otherwise)
    return [f"{out} = {then} if {mask} else {otherwise}"]


def _as_numbers(masks: Sequence[int], sign: str) -> str:
    return f" {sign} ".join(f"np.float64({variable(mask)})" for mask in masks)


def _count_not(operation: OfMany, out: str) -> Lines:
    return [f"{out} = {float(len(operation.parts))!r} - {_as_numbers(operation.parts, '-')}"]


def _first(operation: OfMany, out: str) -> Lines:
    lines = [f"{out} = {float(len(operation.parts))!r}"]
    backwards = reversed([*enumerate(operation.parts)])
    return [*lines, *(f"{out} = {float(index)!r} if {variable(part)} else {out}" for index, part in backwards)]


def _tally(operation: choosing.Tally, out: str) -> Lines:
    return [f"{out} = {float(operation.base)!r} + {_as_numbers(operation.parts, '+')}"]


def _take(operation: looking_up.Take, out: str) -> Lines:
    if (even := operation.step()) is not None:
        return [f"{out} = {variable(operation.read)} * {float(even)!r} + {float(operation.numbers[0])!r}"]
    return _looked_up(variable(operation.read), [float(number) for number in operation.numbers], out)


def _take_code(operation: looking_up.TakeCode, out: str) -> Lines:
    return _looked_up(variable(operation.read), [float(code) for code in operation.codes], out)


def _take_mask(operation: looking_up.TakeMask, out: str) -> Lines:
    code = variable(operation.read)
    held = [f"({code} == {float(at)!r})" for at, holds in enumerate(operation.holds) if holds]
    return [f"{out} = {' | '.join(held) or f'{code} != {code}'}"]


def _cell(operation: looking_up.Cell, out: str) -> Lines:
    place = f"{out}_place"
    index = f"{variable(operation.left)} * {float(operation.width)!r} + {variable(operation.right)}"
    return [f"{place} = {index}", *_looked_up(place, [float(code) for code in operation.codes], out)]


def _looked_up(place: str, values: Sequence[float], out: str) -> Lines:
    """One of some values by a level; of many by an array, whose index is kept inside as ``mode="clip"`` does."""
    if len(values) > _MOST_SELECTS:
        index = f"{out}_index"
        last = float(len(values) - 1)
        return [
            f"{index} = {place} if {place} > 0.0 else 0.0",
            f"{out} = table_{out}[np.int32({index} if {index} < {last!r} else {last!r})]",
        ]
    lines = [f"{out} = {values[-1]!r}"]
    return [
        *lines,
        *(f"{out} = {each!r} if {place} == {float(at)!r} else {out}" for at, each in enumerate(values[:-1])),
    ]


def table_of(operation: Operation) -> tuple[float, ...]:
    """The values of an operation that looks up so many that it needs an array, which is ``table_`` and its variable."""
    values: Sequence[Any] = ()
    if isinstance(operation, looking_up.Take) and operation.step() is None:
        values = operation.numbers
    elif isinstance(operation, looking_up.TakeCode | looking_up.Cell):
        values = operation.codes
    return tuple(map(float, values)) if len(values) > _MOST_SELECTS else ()


STATEMENTS = Engine(
    "compiled",
    {
        affine.Affine: _affine,
        affine.Clip: _clip,
        affine.Linear: _linear,
        affine.Widen: _copy,
        affine.Multiply: _of_two("{} * {}"),
        # In Python a division by 0 raises, in numpy it does not.
        affine.Divide: _of_two("np.divide({}, {})"),
        affine.Maximum: _of_two("{0} if {0} > {1} else {1}"),
        affine.Minimum: _of_two("{0} if {0} < {1} else {1}"),
        affine.AddMask: _add_mask,
        affine.Full: lambda operation, out: [f"{out} = {float(operation.value)!r}"],
        affine.FullMask: lambda operation, out: [f"{out} = {bool(operation.holds)}"],
        affine.FullCode: lambda operation, out: [f"{out} = {float(operation.code)!r}"],
        rounding.Round: _round,
        rounding.RoundWhole: _round_whole,
        rounding.NearTie: _near_tie,
        comparing.Compare: _compare,
        comparing.CompareWhole: _compare_whole,
        comparing.Near: _near,
        comparing.Same: _of_two("{} == {}"),
        comparing.Not: _not,
        comparing.And: _of_two("{} & {}"),
        comparing.Or: _of_two("{} | {}"),
        choosing.Choose: _choose,
        choosing.ChooseCode: _choose,
        choosing.CountNot: _count_not,
        choosing.First: _first,
        choosing.Tally: _tally,
        looking_up.Take: _take,
        looking_up.TakeCode: _take_code,
        looking_up.TakeMask: _take_mask,
        looking_up.Cell: _cell,
    },
)

# What sets rows aside and what goes from one table to another is more than lines on one row: ``sources`` writes it.
BETWEEN_LINES = (Refuse, Doubt, Spread, SegmentSum, SegmentTally, SegmentLeast, SegmentGreatest)


def statements(operation: Operation) -> Lines:
    """The lines of an operation on the rows of one table, which set the variable of its slot.

    Raises an UnsupportedOperationError for one that is not of this kind.

    >>> from asn_appraisal.columns.operations import Affine, CountNot
    >>> statements(Affine("", 3, Fraction(1, 3), Fraction(1, 2), out=7))
    ['s7 = s3 * 0.3333333333333333 + 0.5']
    >>> statements(CountNot("", (4, 5), out=6))
    ['s6 = 2.0 - np.float64(s4) - np.float64(s5)']
    """
    found: Any = STATEMENTS(operation, variable(-1 if operation.out is None else operation.out))
    return list(found)


def lacking(operations: Iterable[Operation]) -> list[str]:
    """The names of the operations that a loop cannot express."""
    return STATEMENTS.unknown(each for each in operations if type(each) not in BETWEEN_LINES)
