"""Directions: what a person can change, and whether a number, or the band of a scale, rises or falls with a field of the record.

What is found is proved; where nothing is found the formula may still be monotone. A band rises where the better one is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
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
from ..algebra.inputs import Count, Field, Indicator, Number
from ..algebra.items import Over
from ..errors import AbsentPartError, NoCurveError
from .bounds import interval
from .curves import curve
from .outlines import Outline
from .walks import expressions

RISING, FALLING, CONSTANT = "rising", "falling", "constant"
Direction = str | None
_YARDSTICKS, _RESULTS = ("target", "bobot"), ("realisasi",)
_TURNED = {RISING: FALLING, FALLING: RISING, CONSTANT: CONSTANT, None: None}


@lru_cache(maxsize=8192)
def direction(node: Expression, entry: Number) -> Direction:
    """``"rising"``, ``"falling"`` or ``"constant"`` in a field of the record; None where that is not known.

    >>> x, y = Number("x", low=0, high=10), Number("y", low=1, high=10)
    >>> direction((100 - x / y).capped(90).rounded(2), x), direction(100 - x / y, y), direction(x * x - x, x)
    ('falling', 'rising', None)
    """
    if not reads(node, entry):
        return CONSTANT
    return DIRECTIONS(node)(node, entry) or _of_curve(node, entry)


@lru_cache(maxsize=8192)
def reads(node: Expression, entry: Number) -> bool:
    """Whether a formula reads a field of the record; rows of lists have no field that is equal to one of the record."""
    return any(each == entry for each in expressions(node))


def _of_curve(node: Expression, entry: Number) -> Direction:
    """The direction of a formula over one argument, by its broken line."""
    if node.kind != "number" or isinstance(node, Named | Number | Over | Rounded):
        return None
    try:
        line = curve(node)
    except (NoCurveError, AbsentPartError):
        return None
    if line.argument is None or line.argument == node:
        return None
    return _composed(direction(line.argument, entry), line.direction)


def _composed(inner: Direction, outer: Direction) -> Direction:
    return _TURNED[inner] if outer == FALLING else CONSTANT if outer == CONSTANT else inner if outer else None


def _joined(found: Iterable[Direction]) -> Direction:
    """The direction of what never falls where none of its parts does."""
    different = {each for each in found if each != CONSTANT}
    return CONSTANT if not different else different.pop() if len(different) == 1 else None


def _sign(node: Expression) -> int:
    """1 for a number that is never negative, -1 for one that is never positive; 0 where that is not known."""
    low, high = interval(node).ends
    return 1 if low >= 0 else -1 if high <= 0 else 0


def _times(found: Direction, sign: int) -> Direction:
    return found if sign > 0 else _TURNED[found] if sign < 0 else None


def _arithmetic(node: Arithmetic, entry: Number) -> Direction:
    left, right = direction(node.left, entry), direction(node.right, entry)
    if node.operator == "+":
        return _joined((left, right))
    if node.operator == "-":
        return _joined((left, _TURNED[right]))
    # A divisor of zero is refused: on either side of it nothing is compared, so its sign must be known.
    signs = _sign(node.left), _sign(node.right)
    if not signs[1] and (node.operator == "/" or left != CONSTANT):
        return None
    by_left = CONSTANT if left == CONSTANT else _times(left, signs[1])
    by_right = CONSTANT if right == CONSTANT else _times(right, signs[0])
    return _joined((by_left, by_right if node.operator == "*" else _TURNED[by_right]))


def _line(node: Line, entry: Number) -> Direction:
    return _composed(direction(node.value, entry), _trend([y for _, y in node.points]))


def _steps(node: Steps, entry: Number) -> Direction:
    """The direction of a table of steps whose results are numbers."""
    results = [each.value for each in (*node.results, node.otherwise) if isinstance(each, Constant)]
    numbers = [each for each in results if isinstance(each, Fraction)]
    if len(numbers) <= len(node.results):
        return None
    # Lower edges are written from the greatest value down.
    return _composed(direction(node.value, entry), _trend(numbers[::-1] if node.edges[0].lower else numbers))


def _trend(numbers: list[Fraction]) -> Direction:
    steps = {(b > a) - (b < a) for a, b in pairwise(numbers)} - {0}
    return None if len(steps) > 1 else CONSTANT if not steps else RISING if 1 in steps else FALLING


def _combination(node: Combination, entry: Number) -> Direction:
    if node.given_only and not all(_is_there_with(each, entry) for each in node.parts if reads(each, entry)):
        return None
    return _joined(direction(each, entry) for each in node.parts)


def _over(node: Over, entry: Number) -> Direction:
    others = [each for each in (node.where, node.by) if each is not None]
    if node.value is None or any(reads(each, entry) for each in others):
        return None
    if node.by is not None and _sign(node.by) != 1:
        return None
    return direction(node.value, entry)


def _chosen(choice: str, *branches: str) -> Callable[[Any, Number], Direction]:
    """A choice that does not depend on the field, between values with one direction."""

    def found(node: Any, entry: Number) -> Direction:
        if reads(getattr(node, choice), entry):
            return None
        values = [getattr(node, name) for name in branches]
        values = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
        return _joined(direction(each, entry) for each in values)

    return found


def _or_else(node: OrElse, entry: Number) -> Direction:
    # Whether there is a value must not depend on the field, which itself is always there when it varies.
    if reads(node.value, entry):
        return direction(node.value, entry) if _is_there_with(node.value, entry) else None
    return _joined((direction(node.value, entry), direction(node.default, entry)))


def _is_there_with(node: Expression, entry: Number) -> bool:
    """Whether a formula is present wherever a field is: nothing else in it may be absent."""
    leaves = (each for each in expressions(node, closed=(Over,)) if isinstance(each, Over | Field))
    return all(each == entry or not each.may_be_absent for each in leaves)


def _rated(node: Rated, entry: Number) -> Direction:
    bands = node.bands.bands
    if any(band.requires is not None and reads(band.requires, entry) for band in bands):
        return None
    if not all(band.edge is None or band.edge.lower for band in bands):
        return None
    return direction(node.value, entry)


def _value(node: Any, entry: Number) -> Direction:
    return direction(node.value, entry)


DIRECTIONS: Dispatch[Callable[[Any, Number], Direction]] = Dispatch(
    "DIRECTIONS",
    {
        **dict.fromkeys((Number, Indicator, Count), lambda _, __: RISING),
        **dict.fromkeys((Named, Required, Within, Rounded), _value),
        Arithmetic: _arithmetic,
        Limited: lambda node, entry: _joined(
            direction(each, entry) for each in (node.value, node.low, node.high) if each is not None
        ),
        Line: _line,
        Steps: _steps,
        OrElse: _or_else,
        But: _chosen("when", "value", "replacement"),
        When: _chosen("condition", "then", "otherwise"),
        Case: _chosen("label", "results"),
        **dict.fromkeys((Sum, Mean, Least, Greatest, Weighted), _combination),
        Over: _over,
        Rated: _rated,
    },
    unlisted=lambda _, __: None,
)


# --- what changes at all ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def changeable(outline: Outline, roots: tuple[Expression, ...]) -> frozenset[tuple[str | None, str]]:
    """The lists (None: the record) and keys of what a person can change.

    Those are indicators, and in the rows of lists the numbers that are realized: not what others are divided or weighted by.
    Formulas without any indicator do not say which of their numbers are judged; then all numbers of the record but counts
    and such yardsticks are taken.
    """
    fields: list[tuple[str | None, Field]] = [(None, entry) for entry in outline.fields]
    fields += [(items.key, entry) for items in outline.lists for entry in items.fields]
    judged = any(isinstance(entry, Indicator) for _, entry in fields)
    measures = _measures(roots)

    def may_change(items: str | None, entry: Field) -> bool:
        if isinstance(entry, Indicator):
            return True
        if not isinstance(entry, Number) or (items is None and (judged or type(entry) is not Number)):
            return False
        if entry.key.startswith(_RESULTS):
            return True
        return not entry.key.startswith(_YARDSTICKS) and entry not in measures

    return frozenset((items, entry.key) for items, entry in fields if may_change(items, entry))


def _measures(roots: Iterable[Expression]) -> frozenset[Field]:
    """The fields that others are divided or weighted by."""
    found: set[Field] = set()
    for node in expressions(*roots):
        by: Expression | None = node.by if isinstance(node, Over) else None
        if isinstance(node, Arithmetic) and node.operator == "/":
            by = node.right
        if by is not None:
            found |= {each for each in expressions(by) if isinstance(each, Field)}
    return frozenset(found)
