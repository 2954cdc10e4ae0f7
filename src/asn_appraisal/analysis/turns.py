"""Turns: where the value of a block turns, at edges, steps, limits, points of lines, compared numbers and ties of roundings.

What a policy compares is written here once. Records are aimed at turns, cases are asked for both sides of them, slips of
the pen move them, reviews ask whether a value reaches them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from ..algebra.bands import Rated
from ..algebra.choices import Steps
from ..algebra.dispatch import Dispatch
from ..algebra.edges import SIGNS, Edge
from ..algebra.expressions import Comparison, Constant, Expression, Limited, Line, Rounded, Within, as_expression
from ..algebra.kinds import NUMBER


@frozen
class Turn:
    """``value sign bound``, such as ``mutu >= 91``, turns from false to true.

    A line turns where its value equals (``==``) a stop; a limit is ``>=`` from below and ``<=`` from above. A rounding has
    no bound: it turns at every tie of its ``places``.
    """

    value: Expression
    sign: str = ""
    bound: Expression | None = None
    places: int | None = field(default=None, kw_only=True)

    @property
    def gap(self) -> Expression:
        """What is zero at the turn; of a rounding, the value that is rounded."""
        return self.value if self.bound is None else self.value - self.bound

    @property
    def number(self) -> Fraction | None:
        """The number at which the value turns; None where it depends on the record."""
        found = self.bound.value if isinstance(self.bound, Constant) else None
        return found if isinstance(found, Fraction) else None

    @property
    def edge(self) -> Edge | None:
        """The turn as an edge, where it has a number and a side."""
        return None if self.number is None or self.sign not in SIGNS else Edge(self.sign, self.number)


@lru_cache(maxsize=8192)
def turns(node: Expression) -> tuple[Turn, ...]:
    """The turns of a block in the order in which it is written; not those of the formulas below it.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> [(turn.sign, turn.number) for turn in turns(Number("mutu").clamped(0, 100))]
    [('>=', Fraction(0, 1)), ('<=', Fraction(100, 1))]
    """
    return tuple(TURNS(node)(node))


def _at_edges(value: Expression, edges: Iterable[Edge | None]) -> Iterator[Turn]:
    return (Turn(value, edge.operator, as_expression(edge.bound)) for edge in edges if edge is not None)


def _at_limits(node: Limited | Within) -> Iterator[Turn]:
    limits = ((">=", node.low), ("<=", node.high))
    return (Turn(node.value, sign, as_expression(limit)) for sign, limit in limits if limit is not None)


def _comparison(node: Comparison) -> Iterator[Turn]:
    if node.left.kind == NUMBER:
        yield Turn(node.left, node.operator, node.right)


TURNS: Dispatch[Callable[[Any], Iterable[Turn]]] = Dispatch(
    "TURNS",
    {
        Rated: lambda node: _at_edges(node.value, (band.edge for band in node.bands.bands)),
        Steps: lambda node: _at_edges(node.value, node.edges),
        Line: lambda node: (Turn(node.value, "==", as_expression(x)) for x, _ in node.points),
        Limited: _at_limits,
        Within: _at_limits,
        Comparison: _comparison,
        Rounded: lambda node: [Turn(node.value, places=node.places)],
    },
    unlisted=lambda _: (),  # it compares no number,
)
