"""Sizes: how large a policy is, and how many digits its values can grow to, found from its definition alone.

A policy of a thousand characters can have values of a million digits (``p = p * p``, twenty times over) or a written form
of a million characters (tables that name tables). Both are worked out here in one walk, without a record, so that
such a policy is refused when it is made, and not after hours of work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ..algebra.bands import Band
from ..algebra.choices import Case, Steps
from ..algebra.expressions import Expression, Line, Named, OrElse, Rounded
from ..algebra.inputs import Field
from ..algebra.items import Items, Over
from ..algebra.levels import Level
from ..algebra.nodes import Node
from ..algebra.sources import Source
from ..errors import DigitGrowthError, FormSizeError, NestingError
from .growths import Growth, growth_of
from .walks import bottom_up, placed_expressions

# What Python writes (4,300). A sum of eighty quotients of inputs without a range stays below it, or of seven hundred
# over inputs from 0 to 100; what doubles with each part is above it after seven.
MOST_DIGITS = 4_000
# All values of one record together: a second of work at worst.
MOST_DIGITS_TOGETHER = 5_000_000
# The longest of the official schemes has 6,000; a table of 4,000 points has 80,000.
MOST_CHARACTERS = 300_000
# The points of the curves of all formulas together; a review works each out.
MOST_POINTS = 40_000
# Each level takes up to six nested calls; Python allows about a thousand.
MOST_LEVELS = 120
# Broken lines inside broken lines soon have more stops than anybody writes: thirteen zigzags have eight thousand.
MOST_STOPS = 5_000


@frozen
class Size:
    """How large a policy is: levels of formulas, characters of its written form, digits of its largest value, of all.

    ``points`` are those of the broken lines of its formulas, at most 5,000 a formula, counted along the longest path
    down from each.
    """

    levels: int
    characters: int
    points: int
    digits: int
    digits_together: int


def size_of(*roots: Expression) -> Size:
    """The size of what some expressions are made of, with the checks of the lists that they read.

    Raises ``NestingError``, ``DigitGrowthError`` or ``FormSizeError`` where a limit is passed.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> x = Number("x", low=0, high=100)
    >>> size_of((x * x).named("p")).digits
    10
    """
    walk = _Walk()
    walk.visit(roots)
    return Size(walk.levels, walk.characters, walk.points, walk.digits, walk.together)


def divisor_digits(node: Expression) -> int:
    """The most digits that the divisors in a number's formula add to its denominator; 0 where it has none.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> x = Number("x", low=0, high=100)
    >>> divisor_digits(x / 4), divisor_digits(x / x)
    (0, 5)
    """
    growths: dict[Expression, Growth] = {}
    for each, _ in bottom_up(node):
        if each not in growths and (growth := growth_of(each, growths)) is not None:
            growths[each] = growth
    return growths[node].below - growths[node].decimals


class _Walk:
    def __init__(self) -> None:
        self.levels = self.characters = self.points = self.digits = self.together = 0
        self.lengths: dict[Expression, int] = {}
        self.growths: dict[Expression, Growth] = {}
        self.stops: dict[Expression, int] = {}

    def visit(self, roots: tuple[Expression, ...]) -> None:
        conditions: dict[Expression, None] = {}
        for node, levels in bottom_up(*roots):
            self.levels = max(self.levels, levels)
            if levels > MOST_LEVELS:
                raise NestingError(found=f"> {MOST_LEVELS}", limit=MOST_LEVELS)
            if node in self.lengths:
                continue
            self.measure(node, roots)
            if isinstance(node, Over):
                conditions.update((check.condition, None) for check in node.items.checks)
        # A formula that is no part is written out wherever it is used.
        self.written(sum(self.lengths[root] for root in roots if not isinstance(root, Named | Field)))
        if conditions := {each: None for each in conditions if each not in self.lengths}:
            self.visit(tuple(conditions))

    def measure(self, node: Expression, roots: tuple[Expression, ...]) -> None:
        self.lengths[node] = length = _length(node.values(), self.lengths) + 8
        self.written(length if isinstance(node, Named) else 0)
        self.points += self.stops_of(node)
        if self.points > MOST_POINTS:
            raise FormSizeError(found=self.points, limit=MOST_POINTS, kind="points")
        growth = growth_of(node, self.growths)
        if growth is None:
            return
        self.growths[node] = growth
        self.digits = max(self.digits, growth.above)
        self.together += growth.above
        for digits, limit in ((self.digits, MOST_DIGITS), (self.together, MOST_DIGITS_TOGETHER)):
            if digits > limit:
                place = next(place for found, place in placed_expressions(None, None, roots) if found == node)
                raise DigitGrowthError(part=place, digits=digits, limit=limit)

    def stops_of(self, node: Expression) -> int:
        below = max((self.stops[child] for child in node.children()), default=0)
        if isinstance(node, Line):
            found = len(node.points) * (below + 1)
        elif isinstance(node, Steps):
            found = len(node.edges) * (below + 1)
        else:
            found = 0 if isinstance(node, Rounded | Over | OrElse | Case) else below
        self.stops[node] = found = min(found, MOST_STOPS)
        return found

    def written(self, characters: int) -> None:
        self.characters += characters
        if self.characters > MOST_CHARACTERS:
            raise FormSizeError(found=self.characters, limit=MOST_CHARACTERS, kind="characters")


def _length(value: Any, lengths: Mapping[Expression, int]) -> int:
    """The characters of a value in a formula: parts and fields by their keys, tables written out, without names."""
    if isinstance(value, Named | Field | Items):
        return len(value.key) + 2
    if isinstance(value, Expression):
        return lengths[value]
    if isinstance(value, tuple):
        return sum(_length(entry, lengths) + 2 for entry in value)
    if isinstance(value, Band):
        return _length((value.key, value.edge, value.requires), lengths)
    if isinstance(value, Node):
        return _length(value.values(), lengths)
    if isinstance(value, Source | Level) or value is None:
        return 0
    return len(value) if isinstance(value, str) else 8
