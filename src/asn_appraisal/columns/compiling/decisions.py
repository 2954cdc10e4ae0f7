"""Decisions: roundings and comparisons in float64, each with its proof.

Three tiers, the first that can be proved: whole numbers compare exactly; a value on a known grid is compared with an edge
moved half a step, so that no error smaller than that step can flip it; otherwise rows closer to the edge than the error
are set aside and computed in integers. Where the error is too large even for that, the program is marked exact.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd, lcm

from attrs import evolve

from ...algebra.edges import COMPARISONS
from ...rounding import rounded as exactly_rounded
from ..operations.affine import AddMask
from ..operations.comparing import And, Compare, CompareWhole, Near
from ..operations.rounding import NearTie, Round, RoundWhole, half_of
from ..operations.storage import INT32
from .arithmetic import Builder
from .bounds import Mask
from .programs import Proof, in_short
from .quantities import ONE, ULP, ZERO, Quantity, affine_errors, common_step, constant

_DOUBTFUL = Fraction(1, 8)  # an error of this part of a unit would set most rows aside
_CLOSE = Fraction(1, 2**20)  # a divisor closer to 0 than this part of its range counts as close to 0

_FLIPPED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "=="}


def unproved(builder: Builder, what: str, error: Fraction = ZERO) -> None:
    """Mark the program as exact: without a proof it runs in integers of any size."""
    builder.program.exact = True
    builder.program.proofs.append(Proof(f"{builder.about} {what}".strip(), "exact", ZERO, error))


def rounded(builder: Builder, found: Quantity, places: int, mode: str) -> Quantity:
    """The rounding of a quantity, in units of the last place."""
    scale = Fraction(10) ** places
    found = builder.gathered(found)
    limits = [end for end in (found.floor, found.ceiling) if end is not None]
    if found.constant or any((end * scale).denominator != 1 for end in limits):
        found = builder.settled(found)
    if found.constant:
        value = exactly_rounded(found.offset, places, mode)
        return evolve(constant(value, found.table), absent=found.absent)
    factor, addend = found.unit * scale, found.offset * scale
    if found.whole and factor.denominator == addend.denominator == 1:
        return found  # it has no further digits
    if (whole := _rounded_in_integers(builder, found, scale, mode)) is not None:
        return whole
    low, high = (end * scale for end in found.bounds())
    reach = max(abs(low), abs(high)) + 1
    half = half_of(mode)
    error = _error(found, factor, addend, reach) + (reach + 1) * 4 * ULP
    step = None
    if found.grid is not None:
        # The value and a tie lie on multiples of this step.
        step = Fraction(1, lcm(common_step([factor / found.grid, addend]).denominator, 2) * found.most)
    shift = ZERO if step is None or error >= step / 2 else step / 2
    if not shift and not half and found.clipped:
        # Limits are whole, so they are applied first: else each value at its limit would be in doubt.
        return rounded(builder, builder.settled(found), places, mode)
    what = f"round({places})"
    tier = "lattice" if shift else "filter"
    if error >= _DOUBTFUL:  # as it is from 2^48 on, where floats leave too few digits behind the point
        unproved(builder, what, error)
    else:
        builder.program.proofs.append(Proof(f"{builder.about} {what}".strip(), tier, shift, error))
    low_end, high_end = (None if end is None else end * scale for end in (found.floor, found.ceiling))
    about = (found.table, builder.as_stored(found), factor, addend, low_end, high_end)
    if not shift:
        near = builder.program.emit(NearTie(*about, half=half, error=error))
        builder.doubt(near, found.table, found.absent)
    out = builder.program.emit(Round(*about, shift=shift, mode=mode, signed=low < 0))
    ends_of = (exactly_rounded(low / scale, places, mode) * scale, exactly_rounded(high / scale, places, mode) * scale)
    return Quantity(found.table, out, 1 / scale, ZERO, *ends_of, absent=found.absent)


def _rounded_in_integers(builder: Builder, found: Quantity, scale: Fraction, mode: str) -> Quantity | None:
    """The rounding by a division of integers, where the column holds small ones and every intermediate fits 31 bits.

    With ``value = (top a + plus) / bottom`` it is the floor of that, or of that and a half, for values of 0 and more.
    """
    low, high = (end * scale for end in found.bounds())
    if not builder.small(found) or mode not in {"half_up", "down"} or low < 0:
        return None
    half = half_of(mode)
    factor, addend = found.unit * scale, found.offset * scale + half
    bottom = lcm(factor.denominator, addend.denominator)
    top, plus = int(factor * bottom), int(addend * bottom)
    # The common divisor cancels: the rest of ``plus`` never reaches the next whole number.
    common = gcd(top, bottom)
    top, plus, bottom = top // common, plus // common, bottom // common
    ends = tuple(None if end is None else int(end * scale) for end in (found.floor, found.ceiling))
    met = [
        abs(top) * found.size + abs(plus),
        high,
        Fraction(abs(top)),
        Fraction(bottom),
        *(Fraction(abs(end)) for end in ends if end is not None),
    ]
    if any(size >= INT32 for size in met):
        return None
    builder.program.proofs.append(Proof(f"{builder.about} round({in_short(scale)})".strip(), "int32", ZERO, ZERO))
    slot = builder.as_stored(found)
    out = builder.program.emit(RoundWhole(found.table, slot, top, plus, bottom, *ends))
    return Quantity(
        found.table,
        out,
        1 / scale,
        ZERO,
        Fraction(floor(low + half)),
        Fraction(floor(high + half)),
        absent=found.absent,
    )


def _error(found: Quantity, factor: Fraction, addend: Fraction, reach: Fraction) -> Fraction:
    """The greatest error of ``a * factor + addend`` where the result is at most ``reach``: beyond it, limits decide."""
    size = min(found.size, (reach + abs(addend)) / abs(factor))
    near = evolve(found, low=-size, high=size, floor=None, ceiling=None)
    relative, error = affine_errors(near, factor, addend + ONE)
    return relative * reach + error


def compared(builder: Builder, left: Quantity, operator: str, right: Quantity, table: str) -> Mask:
    """The condition ``left operator right`` with one of ``< <= > >= ==``."""
    found = builder.settled(builder.sum([(ONE, left), (-ONE, right)], table))
    if found.constant:
        return Mask(table, None, COMPARISONS[operator](found.offset, 0))
    threshold = -found.offset / found.unit
    if found.unit < 0:
        operator = _FLIPPED[operator]
    if not (found.relative or found.error) and not found.low <= threshold <= found.high:
        return Mask(table, None, COMPARISONS[operator](found.low, threshold))  # all rows lie on one side
    if operator == "==" and not (found.relative or found.error) and threshold in {found.low, found.high}:
        operator = "<=" if threshold == found.low else ">="  # one comparison instead of two
    if found.whole and builder.small(found) and abs(threshold) < INT32:
        return _compared_in_integers(builder, found, operator, threshold)
    what = f"{operator} {in_short(threshold * abs(found.unit), 6)}"
    steps = None if found.grid is None else lcm(found.grid, threshold.denominator) * found.most
    margin = ZERO if steps is None else Fraction(1, 2 * steps)
    lost = 2 * (found.relative * (abs(threshold) + 2 * margin) + found.error) + 4 * ULP * (abs(threshold) + margin)
    if margin > lost:
        tier = "whole" if found.whole else "lattice"
    else:
        margin, tier = ZERO, "filter"
    if tier == "filter" and lost >= max(found.size, abs(threshold)) * _DOUBTFUL:
        unproved(builder, what, lost)
    else:
        builder.program.proofs.append(Proof(f"{builder.about} {what}".strip(), tier, margin, lost))
    slot = builder.at(found)
    if tier == "filter":
        near = builder.program.emit(Near(table, slot, threshold, lost))
        builder.doubt(near, table, found.absent)
    return Mask(table, builder.program.emit(Compare(table, slot, operator, threshold, margin)))


def _compared_in_integers(builder: Builder, found: Quantity, operator: str, threshold: Fraction) -> Mask:
    """A whole number of a small type against the nearest whole number on the right side of an edge."""
    if operator == "==" and threshold.denominator != 1:
        return Mask(found.table, None, always=False)
    edge = ceil(threshold) if operator in {">=", "<"} else floor(threshold)
    what = f"{builder.about} {operator} {in_short(threshold * abs(found.unit), 6)}".strip()
    builder.program.proofs.append(Proof(what, "int32", ZERO, ZERO))
    slot = builder.program.emit(CompareWhole(found.table, builder.as_stored(found), operator, edge))
    return Mask(found.table, slot)


def quotient(builder: Builder, left: Quantity, right: Quantity, table: str) -> Quantity:
    """The quotient of two quantities; rows with a divisor of 0 are refused."""
    absent = builder.any_absent([left, right], table)
    right = builder.settled(right)
    if right.constant:
        if right.offset:
            return evolve(left.scaled(1 / right.offset), absent=absent)
        builder.refuse(builder.full_mask(table, holds=True), table, absent)
        return evolve(constant(ZERO, table), absent=absent)
    below, least = _apart_from_zero(builder, builder.pure(right), table, absent)
    if below.relative + below.error / least >= _DOUBTFUL:
        unproved(builder, "/")
        below = evolve(below, relative=ZERO, error=ZERO)
    return evolve(builder.divided(left, below, least, table), absent=absent)


def _apart_from_zero(builder: Builder, below: Quantity, table: str, absent: int | None) -> tuple[Quantity, Fraction]:
    """A divisor, and its least magnitude. Rows in which it is 0 are refused, and hold another number from here on.

    A divisor on a grid is 0 or at least one step away from it. Where there is no grid, or its step is lost in the error,
    rows with a divisor close to 0 are refused as well: each is appraised alone, which is slow but right.
    """
    if not below.low <= 0 <= below.high:
        return below, min(abs(below.low), abs(below.high))
    least = ZERO if below.grid is None else Fraction(1, below.grid * below.most)
    if least and below.relative + below.error / least < _DOUBTFUL:
        zero = builder.mask_slot(compared(builder, below, "==", constant(ZERO, table), table))
        builder.refuse(zero, table, absent)
        mended = builder.program.emit(AddMask(table, builder.at(below), zero))
        found = evolve(below, slot=mended, low=min(below.low, ONE), high=max(below.high, ONE))
    else:
        least = below.size * _CLOSE or ONE
        # A computed number beyond twice that distance has a true one beyond once that distance.
        slot, ends = builder.at(below), (("<", 2 * least), (">", -2 * least))
        sides = [builder.program.emit(Compare(table, slot, side, end, ZERO)) for side, end in ends]
        close = builder.join(And, sides, table)
        builder.refuse(close, table, absent, certain=False)
        found = builder.pure(builder.select(Mask(table, close), constant(2 * least * below.unit, table), below, table))
    builder.program.claim(found, least)
    return found, least
