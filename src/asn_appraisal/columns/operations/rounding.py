"""Rounding: to whole numbers, in float64 or in small integers, and which numbers are too near a tie.

Proofs become floats here: a rounding gets its shift, a bound on an error is rounded up.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from attrs import frozen

from ...errors import RoundingError
from ...rounding import rounded_quotient
from ..reading.arrays import Array
from .affine import open_ends
from .operation import Block, ExactRun, Kernel, OfOne, cast
from .ratios import Ratio
from .storage import MASK, SMALL
from .whole_arrays import MOST, floor_quotients, is_narrow, rounded_quotients

_HALF, _NOTHING = Fraction(1, 2), Fraction(0)
_HALVES = {"half_up": _HALF, "half_even": _HALF, "down": _NOTHING, "up": _NOTHING}


def half_of(mode: str) -> Fraction:
    """What a rounding adds to a magnitude before truncation: a half for modes with ties, else nothing.

    Raises a RoundingError for a mode that columns do not know.
    """
    if mode not in _HALVES:
        raise RoundingError(what="mode", value=repr(mode), right=", ".join(_HALVES))
    return _HALVES[mode]


def error_bound(error: Fraction) -> float:
    """A bound on an error as a float, rounded up."""
    return float(error) * (1 + 2.0**-40) + 2.0**-1000


def _cut_off(values: Array, half: float) -> None:
    np.add(values, half, out=values)
    np.floor(values, out=values)


def _to_even(values: Array, half: float) -> None:
    up, down = np.floor(values + half), np.ceil(values - half)
    # They differ on a tie alone; the even one is right.
    np.subtract(up, (up - down) * np.fmod(up, 2.0), out=values)


def _away(values: Array, half: float) -> None:
    np.subtract(values, half, out=values)
    np.ceil(values, out=values)


# How magnitudes are rounded in place, given a half (or nothing) and the proved shift.
_TO_WHOLE: dict[str, Callable[[Array, float], None]] = {
    "half_up": _cut_off,
    "down": _cut_off,
    "half_even": _to_even,
    "up": _away,
}


@frozen
class Round(OfOne):
    """``a * factor + addend`` within whole limits, rounded to a whole number by a mode.

    ``shift`` is half the step of the grid on which numbers and ties lie, if the error is below it: in float64 it
    moves every tie to the side on which it belongs. ``signed`` says whether a number may be below 0.
    """

    factor: Fraction
    addend: Fraction
    low: Fraction | None
    high: Fraction | None
    shift: Fraction
    mode: str
    signed: bool

    def exactly(self, run: ExactRun) -> Ratio:
        """The rounding of the library, number by number; a shift matters to floats alone."""
        value = run.slots[self.read].times(self.factor).plus(Ratio.of(self.addend)).limited(self.low, self.high)
        one = isinstance(value.bottom, int) and value.bottom <= MOST
        if one and isinstance(value.top, np.ndarray) and is_narrow(value.top):
            return Ratio(rounded_quotients(value.top, value.bottom, self.mode))
        size = run.size(self.table)
        tops, bottoms = value.parts(size)
        found = np.empty(size, object)
        found[:] = [rounded_quotient(t, b, self.mode) for t, b in zip(tops.tolist(), bottoms.tolist(), strict=True)]
        return Ratio(found)

    @property
    def floored(self) -> bool:
        """Whether it is a floor, with the half and the shift in the addend: no number is below 0."""
        return not self.signed and self.mode in {"half_up", "down"}

    def kernel(self) -> Kernel:
        """A floor, or the rounding of magnitudes. Raises a RoundingError for an unknown mode."""
        half = half_of(self.mode) + self.shift
        factor, addend = float(self.factor), float(self.addend + half if self.floored else self.addend)
        ends = None if self.low is None and self.high is None else open_ends(self.low, self.high)
        to_whole, shifted = _TO_WHOLE[self.mode], float(half)
        floored, signed = self.floored, self.signed

        def kernel(block: Block, out: Array) -> None:
            values = block.slots[self.read]
            if factor != 1.0:
                np.multiply(values, factor, out=out)
                values = out
            if addend:
                np.add(values, addend, out=out)
                values = out
            if ends is not None:
                np.clip(values, *ends, out=out)
                values = out
            if floored:
                np.floor(values, out=out)
                return
            spare = block.spare[self.table][: len(out)]
            if not signed:
                np.copyto(spare, values)
                to_whole(spare, shifted)
                np.copyto(out, spare)
                return
            np.abs(values, out=spare, dtype=np.float64)  # -128 has no opposite in one byte
            to_whole(spare, shifted)
            np.copysign(spare, values, out=out)
            np.add(out, 0.0, out=out)  # no negative zero

        return kernel


@frozen
class RoundWhole(OfOne):
    """The floor of ``(top * a + plus) / bottom`` within limits, in integers of four bytes that every intermediate fits."""

    top: int
    plus: int
    bottom: int
    low: int | None
    high: int | None
    kind = SMALL

    def exactly(self, run: ExactRun) -> Ratio:
        """One floor division."""
        value: Ratio = run.slots[self.read]
        scaled = value.times(Fraction(self.top, self.bottom)).plus(Ratio.of(Fraction(self.plus, self.bottom)))
        return Ratio(floor_quotients(scaled.top, scaled.bottom)).limited(self.low, self.high)

    def kernel(self) -> Kernel:
        """The same in integers of four bytes."""
        top, plus, bottom = map(np.int32, (self.top, self.plus, self.bottom))
        limits = np.iinfo(np.int32)
        ends = (limits.min if self.low is None else self.low, limits.max if self.high is None else self.high)
        least, most = map(np.int32, ends)
        limited = self.low is not None or self.high is not None

        def kernel(block: Block, out: Array) -> None:
            np.multiply(cast(block.slots[self.read], out), top, out=out)
            if plus:
                np.add(out, plus, out=out)
            np.floor_divide(out, bottom, out=out)
            if limited:
                np.clip(out, least, most, out=out)

        return kernel


@frozen
class NearTie(OfOne):
    """Where ``a * factor + addend`` within limits is no farther from a tie than an error: too close to call in floats.

    A tie is a whole number plus ``half``; where that is 0, each whole number.
    """

    factor: Fraction
    addend: Fraction
    low: Fraction | None
    high: Fraction | None
    half: Fraction
    error: Fraction
    kind = MASK

    def exactly(self, run: ExactRun) -> Array:
        """Nowhere: exact numbers are never too close to call."""
        return np.zeros(run.size(self.table), bool)

    def kernel(self) -> Kernel:
        """The distance to the nearest whole number, after adding the half."""
        factor, addend, error = float(self.factor), float(self.addend + self.half), error_bound(self.error)
        low, high = open_ends(*(None if end is None else end + self.half for end in (self.low, self.high)))

        def kernel(block: Block, out: Array) -> None:
            spare = block.spare[self.table][: len(out)]
            np.multiply(block.slots[self.read], factor, out=spare)
            np.add(spare, addend, out=spare)
            np.clip(spare, low, high, out=spare)
            np.subtract(spare, np.rint(spare), out=spare)
            np.abs(spare, out=spare)
            np.less_equal(spare, error, out=out)

        return kernel
