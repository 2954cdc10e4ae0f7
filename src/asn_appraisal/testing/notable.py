"""Notable values: where a policy turns, so that records can be aimed at it.

The turns are those of ``analysis.turns``, placed: with the list in whose rows they are, and the inputs that move them.
``aiming`` sets the inputs of a record so that it meets one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from attrs import field, frozen

from ..algebra.edges import Edge
from ..algebra.expressions import Arithmetic, Expression
from ..algebra.inputs import Field, Number
from ..algebra.items import Items, Over
from ..analysis.turns import turns
from ..analysis.walks import descent, entries
from ..policies import Policy

FieldPlace = tuple[str | None, Number]  # the list (None: the record) and the field


@frozen
class PlacedTurn:
    """Where ``gap`` is zero, or, with ``places``, a tie of a rounding; ``list`` where it belongs to rows."""

    gap: Expression
    places: int | None = field(default=None, kw_only=True)
    list: str | None = field(default=None, kw_only=True)
    inputs: tuple[FieldPlace, ...] = field(kw_only=True)


@frozen
class Notable:
    """What matters in a policy: the ``numbers`` it names, the ``ratios`` of two fields (measured, target) it takes, the
    fields it divides by, and its turns.
    """

    numbers: tuple[Fraction, ...]
    ratios: tuple[tuple[Number, Number], ...]
    divisors: frozenset[Field]
    turns: tuple[PlacedTurn, ...]


@lru_cache(maxsize=64)
def notable(policy: Policy) -> Notable:
    """The notable values of a policy.

    >>> from asn_appraisal import schemes
    >>> Fraction(90) in notable(schemes.get("permenpan-16-2009")).numbers
    True
    """
    numbers: dict[Fraction, None] = {}
    ratios: dict[tuple[Number, Number], None] = {}
    divisors: set[Field] = set()

    for entry in entries(policy.score, policy.band, policy.shown, policy.checks):
        number = entry.bound if isinstance(entry, Edge) else entry
        if isinstance(number, Fraction):
            numbers[number] = None
        if isinstance(entry, Arithmetic) and entry.operator == "/" and isinstance(entry.right, Field):
            divisors.add(entry.right)
            if isinstance(entry.left, Number) and isinstance(entry.right, Number):
                ratios[entry.left, entry.right] = None

    return Notable(tuple(numbers), tuple(ratios), frozenset(divisors), tuple(dict.fromkeys(_turns(policy))))


def _turns(policy: Policy) -> Iterator[PlacedTurn]:
    roots = [root for root in (policy.score, policy.band, *policy.shown) if root is not None]
    roots += [check.condition for check in policy.checks]
    starts: list[tuple[Expression, Items | None]] = [(root, None) for root in roots]
    starts += [(check.condition, items) for items in policy.outline.lists for check in items.checks]
    for node, around in descent(reversed(starts), _below):
        for turn in turns(node):
            if inputs := _inputs(turn.gap, around):
                where = None if around is None else around.key
                yield PlacedTurn(turn.gap, places=turn.places, list=where, inputs=inputs)


def _below(node: Expression, around: Items | None) -> Iterator[tuple[Expression, Items | None]]:
    """The last one first: a seed keeps its records."""
    inside = node.items if isinstance(node, Over) else around
    return ((child, inside) for child in reversed([*node.children()]))


@lru_cache(maxsize=8192)
def _inputs(expression: Expression, items: Items | None) -> tuple[FieldPlace, ...]:
    """The number fields that an expression reads, with their lists, each once."""
    if isinstance(expression, Number):
        return (((items.key if items is not None and expression in items.fields else None), expression),)
    inside = expression.items if isinstance(expression, Over) else items
    return tuple(dict.fromkeys(chain.from_iterable(_inputs(child, inside) for child in expression.children())))
