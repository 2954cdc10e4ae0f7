"""Bounds: between which two numbers the value of a formula always lies, found without a record.

What is found is safe and not always the narrowest: two parts that depend on one input are treated as if they varied
independently. Where the formula has a curve (one argument), the curve's own bounds make it narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, inf
from typing import Any

from attrs import evolve, field, frozen

from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.edges import Edge
from ..algebra.expressions import (
    Arithmetic,
    But,
    Constant,
    Expression,
    Limited,
    Line,
    Named,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.inputs import Count, Indicator, Number
from ..algebra.items import Over
from ..errors import AbsentPartError, NoCurveError
from ..rounding import rounded
from .curves import curve
from .multiples import lattice

End = Any  # a Fraction, or an infinity for an open end


def _or(without: float) -> Callable[[Fraction | None], End]:
    return lambda value: without if value is None else value


@frozen
class Interval:
    """The numbers from ``low`` to ``high``, both included; None is a side without end.

    >>> Interval(Fraction(0), Fraction(100)).holds(Fraction(101))
    False
    """

    low: Fraction | None = field(default=None)
    high: Fraction | None = field(default=None)

    def holds(self, value: Fraction) -> bool:
        """Whether a value lies in it."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    @property
    def ends(self) -> tuple[End, End]:
        """Both ends, with infinities for open ones: they compare like numbers."""
        return _or(-inf)(self.low), _or(inf)(self.high)


EVERYTHING = Interval()


@lru_cache(maxsize=8192)
def interval(expression: Expression) -> Interval:
    """The bounds of every value of a number that is present.

    >>> interval(Number("hari", low=0, high=14) / 7 * 100)
    Interval(low=Fraction(0, 1), high=Fraction(200, 1))
    """
    low, high = BOUNDS(expression)(expression)
    bounds = _from_curve(expression)
    if bounds is not None:
        low, high = max(low, bounds[0]), min(high, bounds[1])
    return _interval(low, high)


def reaches(value: Expression, inside: Edge | None, outside: Edge | None = None) -> bool:
    """Whether a value may satisfy one edge and not another, by its interval and its step (see ``multiples``).

    False is a proof; True is not, since an interval may be wider than necessary.

    >>> reaches(Number("mutu", high=100, decimals=1), Edge.of("> 75"), Edge.of(">= 75.1"))
    False
    """
    ends, step = interval(value), lattice(value)
    lows = [(ends.low, True)] if ends.low is not None else []
    highs = [(ends.high, True)] if ends.high is not None else []
    if inside is not None:
        (lows if inside.lower else highs).append((inside.bound, inside.closed))
    if outside is not None:
        (highs if outside.lower else lows).append((outside.bound, not outside.closed))
    if not lows or not highs:
        return True
    low, high = max(lows, key=lambda end: (end[0], not end[1])), min(highs, key=lambda end: (end[0], end[1]))
    if not step:
        return bool(low[0] < high[0] or (low[0] == high[0] and low[1] and high[1]))
    first, last = ceil(low[0] / step), floor(high[0] / step)
    first += first == low[0] / step and not low[1]
    last -= last == high[0] / step and not high[1]
    return bool(first <= last)


def _interval(low: End, high: End) -> Interval:
    return Interval(None if low == -inf else low, None if high == inf else high)


def _ends(expression: Expression) -> tuple[End, End]:
    return interval(expression).ends


def _from_curve(node: Expression) -> tuple[End, End] | None:
    if isinstance(node, Number | Constant | Rounded | Over | Named) or node.kind != "number":
        return None  # the rule is exact already, or no curve exists
    try:
        line = curve(node)
    except (NoCurveError, AbsentPartError):
        return None
    if line.argument is not None and line.argument != node:
        seen = interval(line.argument)
        line = evolve(line, low=seen.low, high=seen.high)
    low, high = line.bounds()
    return _or(-inf)(low), _or(inf)(high)


def _nothing_known(_: Expression) -> tuple[End, End]:
    return -inf, inf


def _hull(parts: Iterable[Expression]) -> tuple[End, End]:
    ends = [_ends(part) for part in parts]
    return min(low for low, _ in ends), max(high for _, high in ends)


def _times(left: End, right: End) -> End:
    # Zero times an infinite end is zero: infinity is an end, not a value.
    return Fraction(0) if not left or not right else left * right


def _product(one: tuple[End, End], other: tuple[End, End]) -> tuple[End, End]:
    corners = [_times(left, right) for left in one for right in other]
    return min(corners), max(corners)


def _inverse(ends: tuple[End, End]) -> tuple[End, End]:
    """One divided by an interval; a divisor of zero is a fault, so zero itself does not count."""
    low, high = ends
    if low < 0 < high:
        return -inf, inf
    over = [Fraction(0) if abs(end) == inf else 1 / end if end else None for end in ends]
    return (-inf if over[1] is None else over[1]), (inf if over[0] is None else over[0])


def _arithmetic(node: Arithmetic) -> tuple[End, End]:
    left, right = _ends(node.left), _ends(node.right)
    if node.operator == "+":
        return left[0] + right[0], left[1] + right[1]
    if node.operator == "-":
        return left[0] - right[1], left[1] - right[0]
    if node.operator == "*":
        return _product(left, right)
    return (-inf, inf) if right == (0, 0) else _product(left, _inverse(right))


def _limited(node: Limited) -> tuple[End, End]:
    ends = _ends(node.value)
    if node.low is not None:
        floor = _ends(node.low)
        ends = max(ends[0], floor[0]), max(ends[1], floor[1])
    if node.high is not None:
        cap = _ends(node.high)
        ends = min(ends[0], cap[0]), min(ends[1], cap[1])
    return ends


def _rounded(node: Rounded) -> tuple[End, End]:
    low, high = (end if abs(end) == inf else rounded(end, node.places, node.mode) for end in _ends(node.value))
    return low, high


def _line(node: Line) -> tuple[End, End]:
    ys = [y for _, y in node.points]
    return min(ys), max(ys)


def _within(node: Within) -> tuple[End, End]:
    low, high = _ends(node.value)
    return max(low, _or(-inf)(node.low)), min(high, _or(inf)(node.high))


def _sum(node: Sum) -> tuple[End, End]:
    ends = [_ends(part) for part in node.parts]
    if node.given_only:
        # Any of them may be absent, but not all.
        lows, highs = [low for low, _ in ends], [high for _, high in ends]
        low, high = sum(end for end in lows if end < 0), sum(end for end in highs if end > 0)
        return low or min(lows), high or max(highs)
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _mean(node: Any) -> tuple[End, End]:
    weights = getattr(node, "weights", None) or (Fraction(100, len(node.parts)),) * len(node.parts)
    if node.given_only:
        return _hull(node.parts)
    ends = [_product(_ends(part), (weight / 100,) * 2) for weight, part in zip(weights, node.parts, strict=True)]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _over(node: Over) -> tuple[End, End]:
    least = 0 if node.where is not None or node.items.may_be_empty else node.items.at_least
    most = node.items.at_most
    if node.how == "count" or node.value is None:
        return Fraction(least), inf if most is None else Fraction(most)
    low, high = _ends(node.value)
    if node.how == "sum":
        lowest, highest = (-inf, inf) if most is None else (low * most, high * most)
        return (low * least if low >= 0 else lowest), (high * least if high <= 0 else highest)
    if node.how == "weighted" and node.by is not None and _ends(node.by)[0] < 0:
        return -inf, inf
    return low, high


def _extreme(choose: Callable[..., End]) -> Callable[[Any], tuple[End, End]]:
    def ends(node: Combination) -> tuple[End, End]:
        found = [_ends(part) for part in node.parts]
        if node.given_only:
            return _hull(node.parts)
        return choose(low for low, _ in found), choose(high for _, high in found)

    return ends


def _number(node: Number) -> tuple[End, End]:
    return _or(-inf)(node.low), _or(inf)(node.high)


BOUNDS: Dispatch[Callable[[Any], tuple[End, End]]] = Dispatch(
    "BOUNDS",
    {
        Constant: lambda node: (node.value, node.value),
        **dict.fromkeys((Number, Indicator, Count), _number),
        Named: lambda node: _ends(node.value),
        Required: lambda node: _ends(node.value),
        Within: _within,
        OrElse: lambda node: _hull((node.value, node.default)),
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        Rounded: _rounded,
        But: lambda node: _hull((node.value, node.replacement)),
        When: lambda node: _hull((node.then, node.otherwise)),
        Case: lambda node: _hull(node.results),
        Steps: lambda node: _hull((*node.results, node.otherwise)),
        Sum: _sum,
        Mean: _mean,
        Weighted: _mean,
        Least: _extreme(min),
        Greatest: _extreme(max),
        Over: _over,
    },
    unlisted=_nothing_known,
)
