"""Broken lines: straight pieces between stops, with jumps and both kinds of edge, exact.

``curves`` finds the line of a formula; a line has its values, its bounds and its direction.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from ..algebra.expressions import Expression

Piece = tuple[Fraction, Fraction]  # slope and intercept


@frozen
class Curve:
    """A broken line: at each of ``stops`` a value, between them (and outside) a straight piece.

    ``stops`` rise; ``points`` are the values on them; ``pieces`` are one more than the stops: left of the first, between
    each two, right of the last, each as (slope, intercept). ``argument`` is the expression x, None for a constant;
    ``low`` and ``high`` are the ends of its range where they are known (both belong), None where they are not.
    """

    argument: Expression | None
    stops: tuple[Fraction, ...]
    points: tuple[Fraction, ...]
    pieces: tuple[Piece, ...]
    low: Fraction | None = field(default=None, kw_only=True)
    high: Fraction | None = field(default=None, kw_only=True)

    def value(self, x: Fraction) -> Fraction:
        """The value at x.

        >>> from asn_appraisal import Number
        >>> from asn_appraisal.analysis.curves import curve
        >>> curve(Number("hari", low=0).against(7, "lower").floored(0)).value(Fraction(14))
        Fraction(0, 1)
        """
        index = bisect_left(self.stops, x)
        if index < len(self.stops) and self.stops[index] == x:
            return self.points[index]
        slope, intercept = self.pieces[index]
        return slope * x + intercept

    def piece(self, x: Fraction) -> Piece:
        """The straight piece at x, which is no stop."""
        return self.pieces[bisect_left(self.stops, x)]

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """The arguments within the range where the line bends or jumps."""
        return tuple(
            stop for index, stop in enumerate(self.stops) if self._inside(stop) and not (self._straight_at(index))
        )

    def bounds(self) -> tuple[Fraction | None, Fraction | None]:
        """The least and the greatest value over the range; None on an unbounded side.

        A value that is only approached at a jump counts: the bounds hold for every argument.
        """
        ends = [value for value in self._limits() if value is not None]
        if len(ends) < len(self._limits()):
            down, up = self._open_ends()
            return (None if down else min(ends)), (None if up else max(ends))
        return min(ends), max(ends)

    @property
    def direction(self) -> str | None:
        """``"rising"``, ``"falling"`` or ``"constant"`` over the range; None where it does both."""
        values = [(piece, left, right) for piece, left, right in self._inner_pieces()]
        signs = {(slope > 0) - (slope < 0) for (slope, _), left, right in values if left is None or left != right}
        for index, stop in enumerate(self.stops):
            if not self._inside(stop):
                continue
            point = self.points[index]
            if self.low is None or stop > self.low:
                before = self.pieces[index][0] * stop + self.pieces[index][1]
                signs.add((point > before) - (point < before))
            if self.high is None or stop < self.high:
                after = self.pieces[index + 1][0] * stop + self.pieces[index + 1][1]
                signs.add((after > point) - (after < point))
        signs.discard(0)
        if len(signs) == 2:
            return None
        return "constant" if not signs else "rising" if 1 in signs else "falling"

    def _inside(self, stop: Fraction) -> bool:
        return (self.low is None or self.low <= stop) and (self.high is None or stop <= self.high)

    def _straight_at(self, index: int) -> bool:
        (a, b), (c, d), stop = self.pieces[index], self.pieces[index + 1], self.stops[index]
        return (a, b) == (c, d) and self.points[index] == a * stop + b

    def _inner_pieces(self) -> Iterable[tuple[Piece, Fraction | None, Fraction | None]]:
        """The pieces within the range, each with the ends of its part of the range."""
        lefts: list[Fraction | None] = [None, *self.stops]
        rights: list[Fraction | None] = [*self.stops, None]
        for piece, left, right in zip(self.pieces, lefts, rights, strict=True):
            start = self.low if left is None or (self.low is not None and self.low > left) else left
            end = self.high if right is None or (self.high is not None and self.high < right) else right
            if start is None or end is None or start < end or (start == end and start not in self.stops):
                yield piece, start, end

    def _limits(self) -> list[Fraction | None]:
        """The values at all stops and the limits of all pieces at their ends; None for an end without limit."""
        found: list[Fraction | None] = [
            point for stop, point in zip(self.stops, self.points, strict=True) if self._inside(stop)
        ]
        for (slope, intercept), start, end in self._inner_pieces():
            found += [intercept if not slope else None if x is None else slope * x + intercept for x in (start, end)]
        return found

    def _open_ends(self) -> tuple[bool, bool]:
        """Whether the line falls without bound, and whether it rises without bound."""
        down = up = False
        for (slope, _), start, end in self._inner_pieces():
            down |= (start is None and slope > 0) or (end is None and slope < 0)
            up |= (start is None and slope < 0) or (end is None and slope > 0)
        return down, up
