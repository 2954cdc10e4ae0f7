"""Random edges: numbers that a value is compared with or kept within, mostly numbers that it reaches.

An edge that no record comes near decides nothing. So some are typical of laws, some lie inside the range of the
value, and some next to a value that it takes for random inputs.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from ...algebra.expressions import Expression
from ...algebra.inputs import Category, Field, Number
from ...algebra.items import Items
from ...analysis.bounds import interval
from ...analysis.outlines import uses_row
from ...appraising.contexts import Context, EvaluationFault
from ...appraising.evaluation import evaluate
from ...rounding import rounded as exactly_rounded
from .inputs import chance
from .records import ends

EDGES = (-20, 0, 1, 10, 24, 25, 50, "62.5", 76, 80, "81.26", 91, 100, 120, "99/7")
MOST = 10**18  # no law has an edge beyond it
SAMPLES = 4  # records drawn to see which values occur


class Edges:
    """Draws edges; ``see`` sets the inputs that the values depend on."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.fields: tuple[Field, ...] = ()
        self.items: tuple[Items, ...] = ()
        self.row_parts: set[str] = set()  # the keys of parts that belong to rows

    def pick(self, options: Any) -> Any:
        """One of some options."""
        return self.random.choice(options)

    def one_of(self, *options: Expression) -> Expression:
        """One of some formulas."""
        return self.random.choice(options)

    def chance(self, percent: int) -> bool:
        """True in this percentage of the draws."""
        return chance(self.random, percent)

    def see(self, fields: Iterable[Field], lists: Iterable[Items]) -> None:
        """Set the inputs that values depend on."""
        self.fields, self.items = tuple(fields), tuple(lists)

    @cached_property
    def samples(self) -> list[dict[str, Any]]:
        """Some records drawn at random, each list with two rows."""
        return [
            {**self._row(self.fields), **{each.key: [self._row(each.fields) for _ in range(2)] for each in self.items}}
            for _ in range(SAMPLES)
        ]

    def _row(self, fields: Iterable[Field]) -> dict[str, Any]:
        return {entry.key: self._value(entry) for entry in fields}

    def _value(self, entry: Field) -> Any:
        if isinstance(entry, Number):
            low, high = ends(entry)
            units = self.random.randint(low, high)
            # A record with a zero is often refused and then shows no value.
            return Fraction(units or self.random.randint(low, high) or high, 10**entry.decimals)
        return self.pick([level.key for level in entry.among]) if isinstance(entry, Category) else self.chance(50)

    def edge_near(self, value: Expression | None) -> Fraction:
        """A number that a policy compares a value with."""
        kind = self.pick(("law", "law", "inside", "taken", "taken"))
        if value is None or kind == "law":
            return Fraction(self.pick(EDGES))
        at = self._taken(value) if kind == "taken" else self._inside(value)
        if at is None or abs(at) > MOST:
            return Fraction(self.pick(EDGES)) * Fraction(self.pick((1, 100, 10**6)))
        plain = at.denominator < MOST and self.chance(30)
        return at if plain else exactly_rounded(at, self.pick((0, 1, 2)), "half_up")

    def _inside(self, value: Expression) -> Fraction | None:
        """A number within the bounds of a value, or one of them; None where it has none."""
        found = interval(value)
        if found.low is None or found.high is None:
            return None
        return found.low + (found.high - found.low) * Fraction(self.pick((1, 2, 4, 5, 7, 0, 8)), 8)

    def _taken(self, value: Expression) -> Fraction | None:
        """The value for random inputs; None where all of them are refused."""
        around = next((items.key for items in self.items if uses_row(value, items)), None)
        for record in self.random.sample(self.samples, SAMPLES):
            row = record[around][0] if around else {}
            try:
                found: Fraction | None = evaluate(value, Context((row, record), row_parts=frozenset(self.row_parts)))
            except EvaluationFault:
                continue
            if found is not None:
                return found
        return None

    def some_edges(self, count: int, value: Expression | None) -> list[Fraction]:
        """A number of different edges of a value, in rising order."""
        bounds = {self.edge_near(value) for _ in range(count)}
        spare = [Fraction(edge) for edge in EDGES if Fraction(edge) not in bounds]
        return sorted([*bounds, *self.random.sample(spare, count - len(bounds))])

    def stops(self, value: Expression) -> list[Fraction]:
        """The stops of a broken line: two to five numbers, in rising order."""
        return self.some_edges(self.pick((2, 3, 4, 5)), value)

    def two_edges(self, value: Expression | None = None) -> tuple[Any, Any]:
        """Two limits of a value, the lower first."""
        low, high = sorted(self.edge_near(value) for _ in range(2))
        return low, high

    def edges(self, count: int, value: Expression | None = None) -> list[str]:
        """A number of edges of a value in one direction, each wider than the one before."""
        bounds = [str(bound) for bound in self.some_edges(count, value)]
        falling = self.chance(60)
        signs = (">=", ">=", ">") if falling else ("<=", "<=", "<")
        return [f"{self.pick(signs)} {bound}" for bound in (reversed(bounds) if falling else bounds)]
