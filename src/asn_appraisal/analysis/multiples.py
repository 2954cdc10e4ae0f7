"""Multiples: the step of which every value of a formula is a whole multiple, found without a record.

Points of 5, 22.5 and 30 make sums that are multiples of 2.5, so that no value lies between 90 and 92.5,
however many decimals the score has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import Any

from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.expressions import (
    Arithmetic,
    But,
    Constant,
    Expression,
    Limited,
    Named,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.items import Over
from .decimals import decimals_of


@lru_cache(maxsize=8192)
def lattice(expression: Expression) -> Fraction | None:
    """The step of which each value is a whole multiple; 0 where the value is always 0, None where no step is known.

    >>> from asn_appraisal.algebra.inputs import Count
    >>> lattice(Count("hari") * "2.5" + 30), lattice(Count("hari") / 3)
    (Fraction(5, 2), Fraction(1, 3))
    """
    found = MULTIPLES(expression)(expression)
    if found is not None:
        return found
    decimals = decimals_of(expression)
    return None if decimals is None else Fraction(1, 10**decimals)


def common(steps: Iterable[Fraction | None]) -> Fraction | None:
    """The greatest step that all of some steps are multiples of."""
    whole = Fraction(0)
    for step in steps:
        if step is None:
            return None
        below = whole.denominator * step.denominator
        whole = Fraction(gcd(whole.numerator * step.denominator, step.numerator * whole.denominator), below)
    return whole


def _of(parts: Iterable[Expression | None]) -> Fraction | None:
    return common(lattice(part) for part in parts if part is not None)


def _times(step: Fraction | None, factor: Fraction | None) -> Fraction | None:
    return None if step is None or factor is None else step * abs(factor)


def _arithmetic(node: Arithmetic) -> Fraction | None:
    if node.operator in "+-":
        return _of((node.left, node.right))
    if node.operator == "*":
        return _times(lattice(node.left), lattice(node.right))
    if isinstance(node.right, Constant) and isinstance(node.right.value, Fraction):
        return _times(lattice(node.left), 1 / node.right.value)
    return None


def _rounded(node: Rounded) -> Fraction:
    step, unit = lattice(node.value), Fraction(10) ** -node.places
    # A value with no further digits passes a rounding unchanged.
    return step if step is not None and (step / unit).denominator == 1 else unit


def _weighted(node: Weighted) -> Fraction | None:
    if node.given_only:
        return None
    pairs = zip(node.weights, node.parts, strict=True)
    return common(_times(lattice(part), weight / 100) for weight, part in pairs)


def _mean(node: Mean) -> Fraction | None:
    counts = range(node.at_least if node.given_only else len(node.parts), len(node.parts) + 1)
    return _times(_of(node.parts), Fraction(1, lcm(*counts)))


def _over(node: Over) -> Fraction | None:
    if node.how == "count":
        return Fraction(1)
    return None if node.how in {"mean", "weighted"} or node.value is None else lattice(node.value)


MULTIPLES: Dispatch[Callable[[Any], Fraction | None]] = Dispatch(
    "MULTIPLES",
    {
        Constant: lambda node: abs(node.value) if isinstance(node.value, Fraction) else None,
        Arithmetic: _arithmetic,
        Rounded: _rounded,
        Limited: lambda node: _of((node.value, node.low, node.high)),
        Weighted: _weighted,
        Mean: _mean,
        Over: _over,
        Steps: lambda node: _of((*node.results, node.otherwise)),
        Case: lambda node: _of(node.results),
        When: lambda node: _of((node.then, node.otherwise)),
        But: lambda node: _of((node.value, node.replacement)),
        OrElse: lambda node: _of((node.value, node.default)),
        **dict.fromkeys((Sum, Least, Greatest), lambda node: _of(node.parts)),
        **dict.fromkeys((Named, Required, Within), lambda node: lattice(node.value)),
    },
    unlisted=lambda _: None,  # no step is known but that of its decimals,
)
