"""Number paths: what one record reaches as one number of a policy moves, exactly, with the places where it changes.

Between two places a record goes the same way through its formulas, and each value is a quotient of two polynomials of the number.
At a value and just beside it the same formulas are worked out; each comparison says up to where it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from ...algebra.bands import Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ...algebra.dispatch import Dispatch
from ...algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Either,
    Every,
    Expression,
    Given,
    IsOneOf,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ...algebra.grids import Grid
from ...algebra.inputs import Number
from ...algebra.items import Over
from ...analysis.outlines import outline
from ...analysis.walks import expressions
from ...appraising.contexts import Context, EvaluationFault
from ...appraising.evaluation import evaluate
from ...rounding import rounded
from .quotients import OpenPath, Quotient, quotient

REFUSED = object()  # what a record reaches that is refused there
MOST_PIECES = 600
_NARROWINGS = 24


class NumberPath:
    """A formula of one record as a function of the field that stands for a number.

    >>> x = Number("x", low=0, high=100)
    >>> path = NumberPath((x * 2).rounded(0), x, {})
    >>> path.reached(Fraction("0.25"), 0), path.first_change(Fraction(1), 1, Fraction(9))
    (Fraction(1, 1), (Fraction(5, 4), False))
    """

    def __init__(self, root: Expression, symbol: Number, values: Mapping[str, Any]) -> None:
        self.root, self.symbol = root, symbol
        self.context = Context.of(outline([root]), values)
        self.depending = frozenset(_depending(root, symbol))
        self.at, self.side = Fraction(0), 0
        self.turn: Fraction | None = None
        self.pieces = 0  # how many the last look for a change went through
        self.memo: dict[tuple[Expression, int], Any] = {}

    def reached(self, at: Fraction, side: int) -> Any:
        """What the formula gives at a value of the number (side 0), or just above or below it; ``turn`` has the next place to look at."""
        self.at, self.side, self.turn, self.memo = at, side, None, {}
        try:
            found = self.value(self.root, self.context)
        except EvaluationFault:
            return REFUSED
        return found.at(at) if isinstance(found, Quotient) and not side else found

    def only_change(self, start: Fraction, side: int, limit: Fraction) -> tuple[Fraction, bool] | None:
        """The same as ``first_change`` for a formula that is known to leave what it reaches once: found in fewer pieces."""
        before, last = self.reached(start, 0), start
        if self.reached(limit, 0) == before:
            return None
        for _ in range(_NARROWINGS):
            middle = between(last, limit)
            if self.reached(middle, 0) == before:
                last = middle
            else:
                limit = middle
        return self.first_change(last, side, limit)

    def first_change(self, start: Fraction, side: int, limit: Fraction) -> tuple[Fraction, bool] | None:
        """Where, on a side, what is reached first is another thing than at the start, and whether it still is the same there.

        None if it stays the same up to the limit. Raises ``OpenPath`` where that cannot be said.
        """
        before, at = self.reached(start, 0), start
        for self.pieces in range(MOST_PIECES):
            if at == limit:
                return None
            if self.reached(at, side) != before:
                return at, True
            if self.turn is None or (limit - self.turn) * side < 0:
                return None
            at = self.turn
            if self.reached(at, 0) != before:
                return at, False
        raise OpenPath

    def value(self, node: Expression, context: Context) -> Any:
        """The value of a formula near the number at work: a Quotient where it depends on it."""
        if node == self.symbol:
            return Quotient((Fraction(0), Fraction(1)))
        if node not in self.depending:
            return evaluate(node, context)
        place = (node, id(context))
        if place not in self.memo:
            self.memo[place] = PATHS(node)(node, self, context)
        return self.memo[place]

    def sign(self, value: Any) -> int:
        """The sign of a value near the number; up to where it stays so is kept."""
        if not isinstance(value, Quotient):
            return int(value > 0) - int(value < 0)
        if self.side:
            self._note(value.next_turn(self.at, self.side))
        return value.sign(self.at, self.side)

    def less(self, one: Any, other: Any) -> bool:
        """Whether one value is less than another."""
        return self.sign(_minus(one, other)) < 0

    def holds(self, operator: str, one: Any, other: Any) -> bool:
        """Whether a comparison of two numbers holds."""
        sign = self.sign(_minus(one, other))
        return {">=": sign >= 0, ">": sign > 0, "<=": sign <= 0, "<": sign < 0, "==": sign == 0}[operator]

    def _note(self, turn: Fraction | None) -> None:
        if turn is not None and (self.turn is None or (self.turn - turn) * self.side > 0):
            self.turn = turn

    def rounded(self, value: Quotient, places: int, mode: str) -> Fraction:
        """A value rounded: between two multiples of half a unit it rounds to one number."""
        if value.ends_at(self.at):
            raise OpenPath  # it has no end there
        here = value.at(self.at)
        half = Fraction(10) ** -places / 2
        step = here / half
        below, above = floor(step) * half, ceil(step) * half
        if below == above:
            direction = self.sign(value - here)
            if not direction:
                return rounded(here, places, mode)
            below, above = (below, below + half) if direction > 0 else (below - half, below)
        elif not self.side:
            return rounded(here, places, mode)
        for end in (below, above):
            self.sign(value - end)
        return rounded((below + above) / 2, places, mode)


def between(one: Fraction, other: Fraction) -> Fraction:
    """A number near the middle of two others, with few digits.

    >>> between(Fraction(0), Fraction(1)), between(Fraction(1, 3), Fraction(2, 5))
    (Fraction(1, 2), Fraction(37, 100))
    """
    middle, width, scale = (one + other) / 2, abs(other - one), 1
    while Fraction(1, scale) > width / 4:
        scale *= 10
    return Fraction(round(middle * scale), scale)


def _depending(root: Expression, symbol: Number) -> Iterable[Expression]:
    """The formulas that the number occurs in."""
    nodes = [*expressions(root)]
    found: set[Expression] = {symbol}
    for node in reversed(nodes):  # most dependencies come later; those that do not are found in the next round
        if any(child in found for child in node.children()):
            found.add(node)
    size = 0
    while size < len(found):
        size = len(found)
        found |= {node for node in nodes if node not in found and any(child in found for child in node.children())}
    return found


def _minus(one: Any, other: Any) -> Any:
    if isinstance(one, Quotient) or isinstance(other, Quotient):
        found = quotient(one) - other
        return found.at(Fraction(0)) if found.constant else found
    return one - other


def _fault(context: Context, node: Expression, code: str) -> EvaluationFault:
    return EvaluationFault([context.fault(code, node)])


def _arithmetic(node: Arithmetic, path: NumberPath, context: Context) -> Any:
    left, right = path.value(node.left, context), path.value(node.right, context)
    if left is None or right is None:
        return None
    if node.operator == "/" and not path.sign(right):
        raise _fault(context, node.right, "ASN412")
    left = quotient(left)
    return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[node.operator](right)


def _limited(node: Limited, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    low = None if node.low is None else path.value(node.low, context)
    high = None if node.high is None else path.value(node.high, context)
    if value is None or (node.low is not None and low is None) or (node.high is not None and high is None):
        return None
    if low is not None and path.less(value, low):
        value = low
    return high if high is not None and path.less(high, value) else value


def _line(node: Line, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if value is None or not path.less(node.points[0][0], value):
        return None if value is None else node.points[0][1]
    for (x0, y0), (x1, y1) in zip(node.points, node.points[1:], strict=False):
        if not path.less(x1, value):
            return (quotient(value) - x0) * ((y1 - y0) / (x1 - x0)) + y0
    return node.points[-1][1]


def _rounded(node: Rounded, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if isinstance(value, Quotient) and not value.constant:
        return path.rounded(value, node.places, node.mode)
    if isinstance(value, Quotient):
        value = value.at(Fraction(0))
    return None if value is None else rounded(value, node.places, node.mode)


def _within(node: Within, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if value is not None and (
        (node.low is not None and path.less(value, node.low)) or (node.high is not None and path.less(node.high, value))
    ):
        raise _fault(context, node.value, "ASN416")
    return value


def _required(node: Required, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if value is None:
        raise _fault(context, node.value, "ASN414")
    return value


def _comparison(node: Comparison, path: NumberPath, context: Context) -> bool:
    left, right = path.value(node.left, context), path.value(node.right, context)
    if isinstance(left, str):
        return bool(left == right)
    return path.holds(node.operator, left, right)


def _or_else(node: OrElse, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    return path.value(node.default, context) if value is None else value


def _but(node: But, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if value is None:
        return None
    return path.value(node.replacement, context) if path.value(node.when, context) else value


def _when(node: When, path: NumberPath, context: Context) -> Any:
    return path.value(node.then if path.value(node.condition, context) else node.otherwise, context)


def _steps(node: Steps, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if value is None:
        return None
    for edge, result in zip(node.edges, node.results, strict=True):
        if path.holds(edge.operator, value, edge.bound):
            return path.value(result, context)
    return path.value(node.otherwise, context)


def _case(node: Case, path: NumberPath, context: Context) -> Any:
    label = path.value(node.label, context)
    return None if label is None else path.value(node.results[node.keys.index(label)], context)


def _rated(node: Rated, path: NumberPath, context: Context) -> Any:
    value = path.value(node.value, context)
    if value is None:
        return None
    for band in node.bands.bands:
        if (band.edge is None or path.holds(band.edge.operator, value, band.edge.bound)) and (
            band.requires is None or path.value(band.requires, context)
        ):
            return band.key
    raise AssertionError(node)  # the last band has no edge


def _values(node: Combination, path: NumberPath, context: Context) -> list[tuple[Fraction, Any]]:
    values = [path.value(part, context) for part in node.parts]
    weights = node.weights if isinstance(node, Weighted) else (Fraction(1),) * len(values)
    found = [(weight, value) for weight, value in zip(weights, values, strict=True) if value is not None]
    if len(found) < node.at_least and node.given_only:
        raise _fault(context, node, "ASN415")
    return found


def _sum(values: Iterable[Any]) -> Quotient:
    found = quotient(0)
    for value in values:
        found += value
    return found


def _combined(node: Combination, path: NumberPath, context: Context) -> Any:
    found = _values(node, path, context)
    total = _sum(quotient(value) * weight for weight, value in found)
    return total if isinstance(node, Sum) else total / sum(weight for weight, _ in found)


def _extreme(node: Combination, path: NumberPath, context: Context) -> Any:
    return _outermost([value for _, value in _values(node, path, context)], path, least=isinstance(node, Least))


def _outermost(values: list[Any], path: NumberPath, *, least: bool) -> Any:
    found = values[0]
    for value in values[1:]:
        if path.less(value, found) if least else path.less(found, value):
            found = value
    return found


def _over(node: Over, path: NumberPath, context: Context) -> Any:
    rows = context.rows(node.items.key)
    if node.where is not None:
        where = node.where
        rows = [row for row in rows if path.value(where, row)]
    if node.how == "count" or node.value is None:
        return Fraction(len(rows))
    values = [path.value(node.value, row) for row in rows]
    if node.how == "sum":
        return _sum(values)
    if not values:
        return None
    if node.how in {"least", "greatest"}:
        return _outermost(values, path, least=node.how == "least")
    weights = [Fraction(1) if node.by is None else path.value(node.by, row) for row in rows]
    total = _sum(weights)
    if not path.sign(total):
        raise _fault(context, node, "ASN412")
    return _sum(quotient(value) * weight for weight, value in zip(weights, values, strict=True)) / total


PATHS: Dispatch[Callable[[Any, NumberPath, Context], Any]] = Dispatch(
    "PATHS",
    {
        Named: lambda node, path, context: path.value(node.value, context),
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        Rounded: _rounded,
        Within: _within,
        Required: _required,
        Comparison: _comparison,
        Every: lambda node, path, context: all(path.value(part, context) for part in node.parts),
        Either: lambda node, path, context: any(path.value(part, context) for part in node.parts),
        Not: lambda node, path, context: not path.value(node.condition, context),
        IsOneOf: lambda node, path, context: path.value(node.label, context) in node.among,
        Given: lambda node, path, context: path.value(node.value, context) is not None,
        OrElse: _or_else,
        But: _but,
        When: _when,
        Steps: _steps,
        Case: _case,
        Rated: _rated,
        Grid: lambda node, path, context: node.cell(path.value(node.rows, context), path.value(node.columns, context)),
        **dict.fromkeys((Sum, Mean, Weighted), _combined),
        **dict.fromkeys((Least, Greatest), _extreme),
        Over: _over,
    },
)
