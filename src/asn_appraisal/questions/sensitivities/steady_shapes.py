"""Steady shapes: whether a formula, as a function of one moved number, is linear or monotone for every record.

Then what a record reaches is left once and never reached again as the number moves on, so that what happens at two
values says all of what happens between them. What is not known to be so is ``ANY``: that is no statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from ...algebra.bands import Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ...algebra.dispatch import Dispatch
from ...algebra.expressions import (
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
from ...algebra.inputs import Number
from ...algebra.items import Over
from ...analysis.bounds import interval
from ...analysis.walks import expressions

FREE, LINEAR, MONOTONE, ANY = range(4)


@frozen
class Shape:
    """How a value depends on the number: ``form``, and ``sign`` 1 where it rises, -1 where it falls, 0 where not known.

    The sign may be another for each record unless it is known. A condition counts as 0 or 1.
    """

    form: int = FREE
    sign: int = 0

    def times(self, sign: int) -> Shape:
        """The shape of a multiple by a number of a sign (0: not known)."""
        return Shape(self.form, self.sign * sign)

    def at_least(self, form: int) -> Shape:
        """The shape behind a block that keeps the direction and may bend the line."""
        return self if self.form == FREE else Shape(max(self.form, form), self.sign)


_FREE, _ANY = Shape(), Shape(ANY)


class Shapes:
    """The shapes of formulas as functions of one field.

    >>> x, y = Number("x", low=1, high=9), Number("y", low=0, high=9)
    >>> shapes = Shapes(x)
    >>> [shapes.of(each).form for each in (y, x * y + 1, (y / x * 100).capped(120), x * x)] == [FREE, LINEAR, MONOTONE, ANY]
    True
    """

    def __init__(self, symbol: Number) -> None:
        self.symbol = symbol
        self._done: dict[Expression, Shape] = {symbol: Shape(LINEAR, 1)}

    def of(self, node: Expression) -> Shape:
        """The shape of an expression."""
        if node not in self._done:
            self._done[node] = SHAPES(node)(node, self) if self.depends(node) else _FREE
        return self._done[node]

    def depends(self, node: Expression) -> bool:
        """Whether the field occurs in an expression."""
        return any(each == self.symbol for each in expressions(node))

    def keeps_bands(self, band: Expression) -> bool:
        """Whether each record, as the number moves on one way, leaves its band at most once."""
        while isinstance(band, Named):
            band = band.value
        if isinstance(band, Rated):
            conditions = [each.requires for each in band.bands.bands if each.requires is not None]
            return all(self.of(each) == _FREE for each in conditions) and self.of(band.value).form < ANY
        return self.of(band).form < ANY


def _sign(node: Expression) -> int:
    ends = interval(node)
    if ends.low is not None and ends.low >= 0:
        return 1
    return -1 if ends.high is not None and ends.high <= 0 else 0


def _added(shapes: Iterable[Shape]) -> Shape:
    """The shape of a sum."""
    moving = [shape for shape in shapes if shape.form != FREE]
    if not moving:
        return _FREE
    signs = {shape.sign for shape in moving}
    sign = signs.pop() if len(signs) == 1 else 0
    form = max(shape.form for shape in moving)
    if len(moving) > 1 and form > LINEAR and not sign:
        return _ANY
    return Shape(form, sign)


def _chosen(shapes: Iterable[Shape]) -> Shape:
    """The shape of a value that is one of several for each record, whichever the number is."""
    moving = [shape for shape in shapes if shape.form != FREE]
    signs = {shape.sign for shape in moving}
    return Shape(max(shape.form for shape in moving), signs.pop() if len(signs) == 1 else 0) if moving else _FREE


def _together(shapes: Iterable[Shape]) -> Shape:
    """The shape of the least, the greatest, or a condition of several: in one direction all of them, or one alone."""
    moving = [shape for shape in shapes if shape.form != FREE]
    signs = {shape.sign for shape in moving}
    if not moving or (len(moving) > 1 and (len(signs) > 1 or 0 in signs)):
        return _ANY if moving else _FREE
    return Shape(max(MONOTONE, *(shape.form for shape in moving)), moving[0].sign)


def _arithmetic(node: Arithmetic, shapes: Shapes) -> Shape:
    left, right = shapes.of(node.left), shapes.of(node.right)
    if node.operator in "+-":
        return _added((left, right if node.operator == "+" else right.times(-1)))
    if node.operator == "*":
        if FREE not in {left.form, right.form}:
            return _ANY
        return left.times(_sign(node.right)) if right.form == FREE else right.times(_sign(node.left))
    divisor = _sign(node.right)
    if right.form == FREE:
        return left.times(divisor)
    if not divisor or ANY in {left.form, right.form}:  # it may pass zero
        return _ANY
    if left.form == FREE:
        return Shape(MONOTONE, -right.sign * _sign(node.left))
    return Shape(MONOTONE) if left.form == right.form == LINEAR else _ANY


def _limited(node: Limited, shapes: Shapes) -> Shape:
    return _together(shapes.of(each) for each in (node.value, node.low, node.high) if each is not None)


def _line(node: Line, shapes: Shapes) -> Shape:
    return _through([y for _, y in node.points], shapes.of(node.value))


def _through(results: list[Any], shape: Shape) -> Shape:
    """The shape behind a table whose results come in the order of its argument."""
    if shape.form in {FREE, ANY}:
        return shape
    if results == sorted(results):
        return Shape(MONOTONE, shape.sign)
    return Shape(MONOTONE, -shape.sign) if results == sorted(results, reverse=True) else _ANY


def _steps(node: Steps, shapes: Shapes) -> Shape:
    results = [*node.results, node.otherwise]
    if shapes.of(node.value).form == FREE:
        return _chosen(map(shapes.of, results))
    numbers = [each.value for each in results if isinstance(each, Constant) and node.kind == "number"]
    if len(numbers) < len(results):
        return _ANY
    # The first edge that holds wins, and edges run one way: results are in the order of the value, or against it.
    return _through(numbers[::-1] if node.edges[0].lower else numbers, shapes.of(node.value))


def _comparison(node: Comparison, shapes: Shapes) -> Shape:
    if node.left.kind != "number" or node.operator == "==":
        return _ANY
    found = _added((shapes.of(node.left), shapes.of(node.right).times(-1)))
    return Shape(max(found.form, MONOTONE), found.sign * (1 if node.operator in {">", ">="} else -1))


def _when(node: When, shapes: Shapes) -> Shape:
    condition, branches = shapes.of(node.condition), (shapes.of(node.then), shapes.of(node.otherwise))
    if condition.form == FREE:
        return _chosen(branches)
    # Between two values that stay as they are a record changes once.
    return Shape(MONOTONE) if condition.form < ANY and all(each.form == FREE for each in branches) else _ANY


def _but(node: But, shapes: Shapes) -> Shape:
    branches = (shapes.of(node.value), shapes.of(node.replacement))
    condition = shapes.of(node.when)
    if condition.form == FREE:
        return _chosen(branches)
    return Shape(MONOTONE) if condition.form < ANY and all(each.form == FREE for each in branches) else _ANY


def _combined(node: Combination, shapes: Shapes) -> Shape:
    return _added(map(shapes.of, node.parts))  # which parts are present does not depend on the number


def _over(node: Over, shapes: Shapes) -> Shape:
    parts = [shapes.of(each) for each in (node.value, node.by, node.where) if each is not None]
    value = _FREE if node.value is None else shapes.of(node.value)
    where = _FREE if node.where is None else shapes.of(node.where)
    if node.how == "count":
        return Shape(MONOTONE, where.sign) if where.form < ANY and where.sign else _ANY
    if any(part.form != FREE for part in parts[1:]):
        return _ANY
    if node.how in {"least", "greatest"}:
        return Shape(MONOTONE, value.sign) if value.form < ANY and value.sign else _ANY
    if node.how == "weighted" and (node.by is None or _sign(node.by) != 1):
        return Shape(LINEAR) if value.form == LINEAR else _ANY
    return value if value.form == LINEAR or (value.form == MONOTONE and value.sign) else _ANY


SHAPES: Dispatch[Callable[[Any, Shapes], Shape]] = Dispatch(
    "SHAPES",
    {
        **dict.fromkeys((Named, Required), lambda node, shapes: shapes.of(node.value)),
        Within: lambda node, shapes: shapes.of(node.value),
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        Rounded: lambda node, shapes: shapes.of(node.value).at_least(MONOTONE),
        Comparison: _comparison,
        Not: lambda node, shapes: shapes.of(node.condition).times(-1),
        **dict.fromkeys((Every, Either), lambda node, shapes: _together(map(shapes.of, node.parts))),
        OrElse: lambda node, shapes: _chosen((shapes.of(node.value), shapes.of(node.default))),
        But: _but,
        When: _when,
        Steps: _steps,
        Case: lambda node, shapes: (
            _chosen(map(shapes.of, node.results)) if shapes.of(node.label).form == FREE else _ANY
        ),
        **dict.fromkeys((Sum, Mean, Weighted), _combined),
        **dict.fromkeys((Least, Greatest), lambda node, shapes: _together(map(shapes.of, node.parts))),
        Over: _over,
    },
    unlisted=lambda _, __: _ANY,
)
