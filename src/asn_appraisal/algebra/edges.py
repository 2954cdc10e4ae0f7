"""Edges, written as the law writes them: ``">= 91"``, ``"> 80"``, ``"<= 24"``. They serve bands and steps alike."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..arguments import checked_choice, checked_type, refused, shown
from ..errors import EdgeOrderError, EdgeTextError
from ..numbers import exact, to_text

_EDGE = re.compile(r"\s*(>=|<=|>(?!=)|<(?!=))\s*(\S+)\s*")

SIGNS = (">=", ">", "<=", "<")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
}


@frozen
class Edge:
    """One comparison with a number: the values on one side of it, with or without the edge itself.

    >>> edge = Edge.of("> 80")
    >>> edge.holds(Fraction(80)), edge.holds(Fraction("80.01")), str(edge)
    (False, True, '> 80')
    """

    operator: str = field(validator=lambda _, __, operator: checked_choice(operator, "operator", SIGNS))
    bound: Fraction = field(converter=exact)

    @classmethod
    def of(cls, text: object) -> Edge:
        """The edge that a text such as ``">= 91"`` says; raises ``EdgeTextError``."""
        if isinstance(text, Edge):
            return text
        match = _EDGE.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise EdgeTextError(text=shown(text))
        return cls(match[1], exact(match[2]))

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies on the edge's side."""
        try:
            return COMPARISONS[self.operator](value, self.bound)
        except (TypeError, ArithmeticError):  # not a number, or a Decimal NaN
            raise refused(value, "value", "fraction") from None

    @property
    def closed(self) -> bool:
        """Whether the edge itself belongs to it."""
        return self.operator in {">=", "<="}

    @property
    def lower(self) -> bool:
        """Whether it bounds from below (``>=``, ``>``)."""
        return self.operator in {">=", ">"}

    def covers(self, other: Edge) -> bool:
        """Whether each value that reaches the other edge (of the same direction) reaches this one too."""
        checked_type(other, "other", Edge)
        if self.bound == other.bound:
            return self.closed or not other.closed
        return (self.bound < other.bound) == self.lower

    def __str__(self) -> str:
        return f"{self.operator} {to_text(self.bound)}"


def checked_order(edges: Iterable[tuple[Edge, bool]]) -> None:
    """Refuse edges of which a later one could never be met, since an earlier one takes all its values.

    Each edge says whether it always takes its values (a band with a condition does not). The first edge met wins,
    so edges must widen: ``>= 91``, ``>= 76`` or ``<= 24``, ``<= 50``.
    """
    last: Edge | None = None
    sure = True
    for edge, always in edges:
        if last is not None and (
            edge.lower != last.lower or (sure and last.covers(edge)) or (not sure and not edge.covers(last))
        ):
            raise EdgeOrderError(edge=str(edge), before=str(last))
        last, sure = edge, always
