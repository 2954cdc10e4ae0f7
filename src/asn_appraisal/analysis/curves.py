"""Curves: the exact broken line of an expression over one argument.

An argument is a field, a quotient of two fields or parts (a target per row), or a stop: a formula with no broken line
of its own (a rounding, a value over a list). Steps, lines, limits, choices on comparisons and sums compose; jumps and
both kinds of edge are exact. A formula over two arguments has no curve. A curve gives true bounds, whether a rule is
monotone, and the edges that matter; nothing is evaluated on records.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from attrs import frozen

from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.edges import COMPARISONS
from ..algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Expression,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.inputs import Field, Number
from ..algebra.items import Over
from ..errors import NoCurveError, PolicyError
from .broken_lines import Curve, Piece
from .formulas import written
from .sizes import MOST_STOPS


@frozen
class _Cases:
    """Where a condition over one argument holds: at each stop, and on the open stretches between."""

    argument: Expression | None
    stops: tuple[Fraction, ...]
    at: tuple[bool, ...]
    between: tuple[bool, ...]

    def on(self, stops: tuple[Fraction, ...]) -> _Cases:
        """The same over more stops."""
        at, between = [], [self._right_of(None)]
        for stop in stops:
            at.append(self._at(stop))
            between.append(self._right_of(stop))
        return _Cases(self.argument, stops, tuple(at), tuple(between))

    def _at(self, x: Fraction) -> bool:
        index = bisect_left(self.stops, x)
        on_stop = index < len(self.stops) and self.stops[index] == x
        return self.at[index] if on_stop else self.between[index]

    def _right_of(self, x: Fraction | None) -> bool:
        if x is None:
            return self.between[0]
        index = bisect_left(self.stops, x)
        return self.between[index + 1 if index < len(self.stops) and self.stops[index] == x else index]


def curve(expression: Expression) -> Curve:
    """The exact broken line of a number over its one argument; raises ``NoCurveError`` where there is none."""
    found = curve_or_reason(expression)
    if isinstance(found, PolicyError):
        raise type(found)(faults=found.faults, **found.facts)
    return found


@lru_cache(maxsize=8192)
def curve_or_reason(expression: Expression) -> Curve | PolicyError:
    """The broken line of a number or why there is none, kept as well: nine hundred formulas may name one that has none."""
    try:
        return CURVES(expression)(expression)
    except PolicyError as problem:
        return problem.with_traceback(None)


def _constant(node: Constant) -> Curve:
    if isinstance(node.value, str):
        raise NoCurveError(what=written(node))
    return Curve(None, (), (), ((Fraction(0), node.value),))


def _stop(node: Expression) -> Curve:
    """The expression itself as the argument."""
    if node.kind != "number":
        raise NoCurveError(what=written(node))
    low, high = (node.low, node.high) if isinstance(node, Number) else (None, None)
    return Curve(node, (), (), ((Fraction(1), Fraction(0)),), low=low, high=high)


def _argument(*curves: Curve | _Cases) -> Expression | None:
    found = dict.fromkeys(each.argument for each in curves if each.argument is not None)
    if len(found) > 1:
        raise NoCurveError(what=", ".join(written(argument) for argument in found))
    return next(iter(found), None)


def _range(curves: Iterable[Curve]) -> dict[str, Fraction | None]:
    return next(({"low": each.low, "high": each.high} for each in curves if each.argument is not None), {})


def _on(line: Curve, stops: tuple[Fraction, ...]) -> Curve:
    """The same line over more stops."""
    pieces = [line.pieces[0]]
    for stop in stops:
        index = bisect_left(line.stops, stop)
        pieces.append(line.pieces[index + 1 if index < len(line.stops) and line.stops[index] == stop else index])
    points = tuple(map(line.value, stops))
    return Curve(line.argument, stops, points, tuple(pieces), low=line.low, high=line.high)


def _common(*curves: Curve | _Cases) -> tuple[Fraction, ...]:
    """The stops of all; ``NoCurveError`` where putting each line on them would take too long."""
    _check_work(max((len(each.stops) for each in curves), default=0), len(curves))
    stops = tuple(sorted({stop for each in curves for stop in each.stops}))
    _check_work(len(stops), len(curves))
    return stops


def _check_work(stops: int, curves: int = 2) -> None:
    if stops * curves > 2 * MOST_STOPS:
        raise NoCurveError(what=f"> {MOST_STOPS}")


def _joined(curves: list[Curve], combine: Callable[[list[Fraction]], Fraction]) -> Curve:
    """A linear combination of curves over one argument."""
    argument, stops = _argument(*curves), _common(*curves)
    lines = [_on(each, stops) for each in curves]
    points = tuple(combine([line.points[index] for line in lines]) for index in range(len(stops)))
    pieces = tuple(
        (combine([line.pieces[index][0] for line in lines]), combine([line.pieces[index][1] for line in lines]))
        for index in range(len(stops) + 1)
    )
    return Curve(argument, stops, points, pieces, **_range(curves))


def _arithmetic(node: Arithmetic) -> Curve:
    if node.operator == "/" and (found := _quotient(node)) is not None:
        return found
    left, right = curve(node.left), curve(node.right)
    if node.operator == "+":
        return _joined([left, right], lambda values: values[0] + values[1])
    if node.operator == "-":
        return _joined([left, right], lambda values: values[0] - values[1])
    line, factor = (left, right) if right.argument is None else (right, left)
    if factor.argument is not None:
        raise NoCurveError(what=written(node))
    number = factor.pieces[0][1]
    if node.operator == "/":
        if right.argument is not None or not number:
            raise NoCurveError(what=written(node))
        number = 1 / number
    return _joined([line], lambda values: values[0] * number)


def _quotient(node: Arithmetic) -> Curve | None:
    """A quotient of two inputs is an argument of its own: the target of each row."""
    if isinstance(node.left, Field | Named) and isinstance(node.right, Field | Named):
        low = Fraction(0) if _never_negative(node.left) and _never_negative(node.right) else None
        return Curve(node, (), (), ((Fraction(1), Fraction(0)),), low=low)
    return None


def _never_negative(node: Expression) -> bool:
    return isinstance(node, Number) and node.low is not None and node.low >= 0


def _limited(node: Limited) -> Curve:
    line = curve(node.value)
    if node.low is not None:
        line = _extreme([line, curve(node.low)], max)
    return line if node.high is None else _extreme([line, curve(node.high)], min)


def _extreme(curves: list[Curve], choose: Callable[..., Fraction]) -> Curve:
    """The greatest or the least of curves, with new stops where they cross."""
    _argument(*curves)
    _common(*curves)
    line = curves[0]
    for other in curves[1:]:
        stops = _with_crossings(line, other)
        first, second = _on(line, stops), _on(other, stops)
        points = tuple(choose(a, b) for a, b in zip(first.points, second.points, strict=True))
        pieces = tuple(
            a if choose(_at(a, x), _at(b, x)) == _at(a, x) else b
            for a, b, x in zip(first.pieces, second.pieces, _samples(stops), strict=True)
        )
        line = Curve(_argument(line, other), stops, points, pieces, **_range([line, other]))
    return line


def _at(piece: Piece, x: Fraction) -> Fraction:
    return piece[0] * x + piece[1]


def _samples(stops: tuple[Fraction, ...]) -> list[Fraction]:
    """One argument inside each stretch between stops."""
    if not stops:
        return [Fraction(0)]
    between = [(left + right) / 2 for left, right in pairwise(stops)]
    return [stops[0] - 1, *between, stops[-1] + 1]


def _with_crossings(first: Curve, second: Curve) -> tuple[Fraction, ...]:
    stops = _common(first, second)
    a, b = _on(first, stops), _on(second, stops)
    found = set(stops)
    lefts: list[Fraction | None] = [None, *stops]
    rights: list[Fraction | None] = [*stops, None]
    for (slope, start), (other, begin), left, right in zip(a.pieces, b.pieces, lefts, rights, strict=True):
        if slope != other:
            x = (begin - start) / (slope - other)
            if (left is None or left < x) and (right is None or x < right):
                found.add(x)
    return tuple(sorted(found))


def _cases(condition: Expression) -> _Cases:
    """Where a condition holds, over one argument."""
    if isinstance(condition, Comparison):
        return _comparison(condition)
    if isinstance(condition, Not):
        inner = _cases(condition.condition)
        return _Cases(inner.argument, inner.stops, tuple(not x for x in inner.at), tuple(not x for x in inner.between))
    if isinstance(condition, Every):
        inner_cases = [_cases(part) for part in condition.parts]
        stops = _common(*inner_cases)
        over = [each.on(stops) for each in inner_cases]
        both = any if isinstance(condition, Either) else all
        return _Cases(
            _argument(*inner_cases),
            stops,
            tuple(both(each.at[index] for each in over) for index in range(len(stops))),
            tuple(both(each.between[index] for each in over) for index in range(len(stops) + 1)),
        )
    raise NoCurveError(what=written(condition))


def _comparison(node: Comparison) -> _Cases:
    if node.left.kind != "number":
        raise NoCurveError(what=written(node))
    left, right = curve(node.left), curve(node.right)
    argument = _argument(left, right)
    stops = _with_crossings(left, right)
    a, b = _on(left, stops), _on(right, stops)
    holds = COMPARISONS[node.operator]
    at = tuple(holds(x, y) for x, y in zip(a.points, b.points, strict=True))
    between = tuple(
        holds(_at(first, x), _at(second, x))
        for first, second, x in zip(a.pieces, b.pieces, _samples(stops), strict=True)
    )
    return _Cases(argument, stops, at, between)


def _chosen(cases: list[_Cases], branches: list[Curve]) -> Curve:
    """The branch of the first case that holds; the last branch where none does."""
    argument = _argument(*cases, *branches)
    stops = _common(*cases, *branches)
    over, lines = [each.on(stops) for each in cases], [_on(each, stops) for each in branches]

    def first(holds: Iterable[bool]) -> int:
        return next((index for index, held in enumerate(holds) if held), len(cases))

    points = tuple(lines[first(each.at[index] for each in over)].points[index] for index in range(len(stops)))
    pieces = tuple(lines[first(each.between[index] for each in over)].pieces[index] for index in range(len(stops) + 1))
    return Curve(argument, stops, points, pieces, **_range([*branches, *_sources(cases)]))


def _sources(cases: Iterable[Curve | _Cases]) -> list[Curve]:
    """The arguments of conditions as curves, for their ranges."""
    return [curve(each.argument) for each in cases if each.argument is not None]


def _when(node: When) -> Curve:
    return _chosen([_cases(node.condition)], [curve(node.then), curve(node.otherwise)])


def _crossed(line: Curve, bounds: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The stops of a line and the arguments at which it crosses some bounds, given in rising order."""
    found = set(line.stops)
    for (slope, start), left, right in zip(line.pieces, (None, *line.stops), (*line.stops, None), strict=True):
        if not slope:
            continue
        ends = [None if x is None else slope * x + start for x in (left, right)]
        low, high = ends if slope > 0 else reversed(ends)
        first = 0 if low is None else bisect_right(bounds, low)
        last = len(bounds) if high is None else bisect_left(bounds, high)
        _check_work(len(found) + last - first)
        found.update((bound - start) / slope for bound in bounds[first:last])
    return tuple(sorted(found))


def _steps(node: Steps) -> Curve:
    value, branches = curve(node.value), [curve(branch) for branch in (*node.results, node.otherwise)]
    argument = _argument(value, *branches)
    bounds = sorted(edge.bound for edge in node.edges)
    stops = tuple(sorted({*_crossed(value, bounds), *(stop for branch in branches for stop in branch.stops)}))
    _check_work(len(stops))

    def chosen(y: Fraction) -> Curve:
        # Edges widen, so that those after the first that holds hold too.
        return branches[bisect_left(node.edges, True, key=lambda edge: edge.holds(y))]

    points = tuple(chosen(value.value(x)).value(x) for x in stops)
    pieces = tuple(chosen(value.value(x)).piece(x) for x in _samples(stops))
    return Curve(argument, stops, points, pieces, **_range([*branches, *_sources([value])]))


def _line(node: Line) -> Curve:
    value = curve(node.value)
    xs = [x for x, _ in node.points]
    stops = _crossed(value, xs)
    level = [(Fraction(0), node.points[0][1])]
    for (a, b), (c, d) in pairwise(node.points):
        slope = (d - b) / (c - a)
        level.append((slope, b - slope * a))
    level.append((Fraction(0), node.points[-1][1]))

    def piece(x: Fraction) -> Piece:
        slope, start = value.piece(x)
        steep, begin = level[bisect_left(xs, slope * x + start)]
        return steep * slope, steep * start + begin

    points = tuple(_at(level[bisect_left(xs, y)], y) for y in map(value.value, stops))
    return Curve(value.argument, stops, points, tuple(map(piece, _samples(stops))), low=value.low, high=value.high)


def _but(node: But) -> Curve:
    return _chosen([_cases(node.when)], [curve(node.replacement), curve(node.value)])


def _weighted(node: Weighted) -> Curve:
    if node.given_only:
        return _stop(node)
    weights = node.weights
    return _joined(
        [curve(part) for part in node.parts],
        lambda values: sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0)) / 100,
    )


def _mean(node: Mean) -> Curve:
    if node.given_only:
        return _stop(node)
    return _joined([curve(part) for part in node.parts], lambda values: sum(values, Fraction(0)) / len(values))


def _sum(node: Sum) -> Curve:
    if node.given_only:
        return _stop(node)
    return _joined([curve(part) for part in node.parts], lambda values: sum(values, Fraction(0)))


CURVES: Dispatch[Callable[[Any], Curve]] = Dispatch(
    "CURVES",
    {
        Constant: _constant,
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        When: _when,
        Steps: _steps,
        But: _but,
        Weighted: _weighted,
        Mean: _mean,
        Sum: _sum,
        Least: lambda node: _stop(node) if node.given_only else _extreme([curve(part) for part in node.parts], min),
        Greatest: lambda node: _stop(node) if node.given_only else _extreme([curve(part) for part in node.parts], max),
        Named: lambda node: curve(node.value),
        Required: lambda node: curve(node.value),
        Within: lambda node: curve(node.value),
        **dict.fromkeys((Rounded, Over, OrElse, Case), _stop),
    },
    unlisted=_stop,  # a curve does not look through what it does not know: it is the argument,
)
