"""Field edges: the least and the greatest value of a number that its range and conditions on it alone allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from ..algebra.edges import Edge
from ..algebra.expressions import Comparison, Constant, Every, Expression
from ..algebra.inputs import Number

_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


@frozen
class FieldEdges:
    """The edges of a number, None where it has none: ``">= 0"`` or ``"> 0"`` below, ``"<= 100"`` or ``"< 100"`` above."""

    low: Edge | None
    high: Edge | None

    def low_units(self, decimals: int) -> int | None:
        """The least value in units of the last decimal."""
        if self.low is None:
            return None
        bound: Fraction = self.low.bound * 10**decimals
        return ceil(bound) if self.low.closed else floor(bound) + 1

    def high_units(self, decimals: int) -> int | None:
        """The greatest value in units of the last decimal."""
        if self.high is None:
            return None
        bound: Fraction = self.high.bound * 10**decimals
        return floor(bound) if self.high.closed else ceil(bound) - 1


def field_edges(entry: Number, conditions: Iterable[Expression] = ()) -> FieldEdges:
    """The edges of a field where some conditions hold; a condition that speaks of more than the field says nothing.

    >>> target = Number("target", low=0, high=1200)
    >>> edges = field_edges(target, [target > 0])
    >>> str(edges.low), str(edges.high), edges.low_units(2)
    ('> 0', '<= 1200', 1)
    """
    low = None if entry.low is None else Edge(">=", entry.low)
    high = None if entry.high is None else Edge("<=", entry.high)
    for condition in conditions:
        for edge in _edges(entry, condition):
            if edge.lower:
                low = edge if low is None or low.covers(edge) else low
            else:
                high = edge if high is None or high.covers(edge) else high
    return FieldEdges(low, high)


def is_about(entry: Number, condition: Expression) -> bool:
    """Whether a condition says edges of a field and nothing else.

    >>> x, y = Number("x"), Number("y")
    >>> is_about(x, (x > 0) & (x < 5)), is_about(x, x > y)
    (True, False)
    """
    if type(condition) is Every:  # not its subclass Either
        return all(is_about(entry, part) for part in condition.parts)
    return isinstance(condition, Comparison) and _edge(entry, condition) is not None


def _edges(entry: Number, condition: Expression) -> Iterator[Edge]:
    if type(condition) is Every:
        for part in condition.parts:
            yield from _edges(entry, part)
    elif isinstance(condition, Comparison) and (edge := _edge(entry, condition)) is not None:
        yield edge


def _edge(entry: Number, condition: Comparison) -> Edge | None:
    left, right = condition.left, condition.right
    if condition.operator not in _MIRRORED:
        return None
    if left == entry and isinstance(right, Constant) and isinstance(right.value, Fraction):
        return Edge(condition.operator, right.value)
    if right == entry and isinstance(left, Constant) and isinstance(left.value, Fraction):
        return Edge(_MIRRORED[condition.operator], left.value)
    return None
