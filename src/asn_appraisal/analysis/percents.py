"""Percents: fields that hold percentages, and weighted sums of them alone, in which points of the total are easily mistaken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..algebra.combinations import Weighted
from ..algebra.expressions import Expression
from ..algebra.inputs import Field, Number
from ..numbers import told_text
from .walks import expressions

PERCENT_UNITS = frozenset({"%", "persen", "percent"})
FRACTIONS_END = Fraction(2)  # percentages none of which is above it are fractions, more likely
_ENDS = (100, 200)  # between these a range from 0 without a unit ends that is one of percent


def is_percent(entry: Field) -> bool:
    """Whether a field holds a percentage: by its unit or, if it has none, by its range.

    >>> is_percent(Number("x", unit="persen")), is_percent(Number("x", low=0, high=120)), is_percent(Number("x", unit="hari"))
    (True, True, False)
    """
    if not isinstance(entry, Number):
        return False
    least, most = _ENDS
    if entry.unit.casefold() in PERCENT_UNITS:
        return entry.high is None or entry.high >= least
    return not entry.unit and entry.low == 0 and entry.high is not None and least <= entry.high <= most


def percent_sums(*roots: Expression, closed: tuple[type[Expression], ...] = ()) -> Iterator[Weighted]:
    """The weighted sums of two or more percentages below some formulas; nothing below blocks of ``closed`` classes."""
    for node in expressions(*roots, closed=closed):
        if isinstance(node, Weighted) and len(node.parts) > 1 and all(map(_is_percent_field, node.parts)):
            yield node


def _is_percent_field(node: Expression) -> bool:
    return isinstance(node, Field) and is_percent(node)


def fields_with_weights(fields: Iterable[Field], weights: Iterable[Fraction]) -> str:
    """Fields with their weights, for a message: ``perencanaan (30), pelaporan (15)``."""
    return ", ".join(f"{each.key} ({told_text(weight)})" for each, weight in zip(fields, weights, strict=True))
