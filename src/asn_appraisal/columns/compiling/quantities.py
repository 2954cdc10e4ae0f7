"""Quantities: what is known of a column before it is computed: scale, bounds, error and grid.

A number in columns is ``unit * a + offset``, with ``a`` in a slot of the program and ``unit`` and ``offset`` exact. Two
proofs travel with it. The *error*: a computed ``a`` differs from the true one by at most ``relative * |a| + error``; both
are 0 where ``a`` holds whole numbers below 2^53. The *grid*: the true ``a`` is a multiple of ``1 / (grid * D)``, where D is
1 or the row's own divisor, at most ``most``. Where half a grid step is larger than the error, a rounding or a comparison
cannot go wrong; elsewhere rows too close to call are set aside and computed in whole numbers of any size.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, gcd, lcm

from attrs import evolve, field, frozen

from ..operations.storage import WHOLE

ULP = Fraction(1, 2**53)  # what one float64 operation may lose, relatively
ZERO, ONE = Fraction(0), Fraction(1)
FAR = 2**900  # numbers up to here, and their inverses, are in float64's range with room for one more operation
UNDERFLOW = Fraction(1, 2**1000)  # above the loss of an operation whose result is too small for float64
_SHORT = 2**120


def upward(bound: Fraction) -> Fraction:
    """A bound rounded up to few digits: exact ones would grow with every step."""
    if not bound or bound.denominator < _SHORT:
        return bound
    if bound > FAR:
        return Fraction(ceil(bound))
    return Fraction(float(bound)) * (1 + ULP * 4) if bound > UNDERFLOW else UNDERFLOW


@frozen
class Quantity:
    """A number of each row of a table (the records, or the rows of a list); ``slot`` is None for a constant (then ``a`` is 0).

    ``absent`` is the slot of a mask of rows without a value. ``floor`` and ``ceiling`` are limits on the value still to
    be applied. ``rows`` names the list over whose rows ``a`` is still to be added up, and ``count`` the slot of a whole
    number by which that sum is still to be divided: weighted sums of means are computed as the mean of a weighted sum.
    """

    table: str
    slot: int | None
    unit: Fraction
    offset: Fraction
    low: Fraction
    high: Fraction
    error: Fraction = field(default=ZERO, converter=upward)
    relative: Fraction = field(default=ZERO, converter=upward)
    grid: int | None = 1
    divisor: int | None = None
    most: int = 1
    absent: int | None = None
    floor: Fraction | None = None
    ceiling: Fraction | None = None
    rows: str | None = None
    count: int | None = None

    @property
    def constant(self) -> bool:
        """Whether it is the same for all rows."""
        return self.slot is None

    @property
    def clipped(self) -> bool:
        """Whether limits on the value are still to be applied."""
        return self.floor is not None or self.ceiling is not None

    @property
    def whole(self) -> bool:
        """Whether ``a`` holds whole numbers exactly."""
        return not self.error and not self.relative and self.grid == 1 and self.divisor is None

    @property
    def size(self) -> Fraction:
        """The greatest magnitude of ``a``."""
        return max(abs(self.low), abs(self.high))

    def error_at(self, size: Fraction) -> Fraction:
        """The greatest error of a computed ``a`` where the true one is at most ``size``."""
        return self.relative * size + self.error

    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the greatest value; only of a quantity without pending rows."""
        low, high = sorted((self.unit * self.low + self.offset, self.unit * self.high + self.offset))
        if self.floor is not None:
            low, high = max(low, self.floor), max(high, self.floor)
        if self.ceiling is not None:
            low, high = min(low, self.ceiling), min(high, self.ceiling)
        return low, high

    def scaled(self, factor: Fraction) -> Quantity:
        """The quantity times a constant: nothing is computed."""
        if not factor:
            return evolve(constant(ZERO, self.table), absent=self.absent)
        floor, ceiling = self.floor, self.ceiling
        if factor < 0:
            floor, ceiling = ceiling, floor
        return evolve(
            self,
            unit=self.unit * factor,
            offset=self.offset * factor,
            floor=None if floor is None else floor * factor,
            ceiling=None if ceiling is None else ceiling * factor,
        )


def constant(value: Fraction, table: str = "") -> Quantity:
    """A constant as a quantity."""
    return Quantity(table, None, ZERO, value, ZERO, ZERO)


def affine_errors(quantity: Quantity, factor: Fraction, addend: Fraction) -> tuple[Fraction, Fraction]:
    """The relative and the absolute error of ``a * factor + addend`` in float64, both constants rounded to float64.

    Without an addend the error is relative alone; with one, four roundings are added up at the greatest size. Both are 0
    where all numbers are whole and exact in float64.
    """
    product = abs(factor) * quantity.size
    total = product + abs(addend)
    if quantity.whole and factor.denominator == addend.denominator == 1 and total <= WHOLE and abs(factor) <= WHOLE:
        return ZERO, ZERO
    relative = compounded(quantity.relative, ULP, ULP)
    error = abs(factor) * quantity.error * (1 + 4 * ULP) + UNDERFLOW
    if not addend:
        return relative, error
    # The relative error is not relative to the result any more: it counts in full, at the greatest size.
    lost = relative * product + error + abs(addend) * ULP
    return ZERO, (lost + (total + lost) * ULP) * (1 + 4 * ULP)


def compounded(*parts: Fraction) -> Fraction:
    """The relative error of a product of factors, each with its own relative error."""
    total = ONE
    for part in parts:
        total *= 1 + part
    return total - 1


def common_step(steps: list[Fraction]) -> Fraction:
    """The greatest number of which all are whole multiples; 1 where all are 0."""
    steps = [step for step in steps if step]
    if not steps:
        return ONE
    bottom = lcm(*(step.denominator for step in steps))
    return Fraction(gcd(*(int(step * bottom) for step in steps)), bottom)
