"""Decimals: how many decimals a value can have, from its definition alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
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
    Line,
    Named,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.inputs import Count, Indicator, Number
from ..algebra.items import Over
from ..numbers import places_of


@lru_cache(maxsize=4096)
def decimals_of(expression: Expression) -> int | None:
    """The most decimals that a number can have; None where it may not terminate (a quotient, a mean of three).

    >>> decimals_of((Number("skp") * "0.6").rounded(2)), decimals_of(Number("skp") / 3)
    (2, None)
    """
    return DECIMALS(expression)(expression)


def _most(parts: Iterable[int | None]) -> int | None:
    known = list(parts)
    return None if None in known else max((part for part in known if part is not None), default=0)


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _children(expression: Expression) -> int | None:
    return _most(decimals_of(child) for child in expression.children() if child.kind == "number")


def _arithmetic(node: Arithmetic) -> int | None:
    left, right = decimals_of(node.left), decimals_of(node.right)
    if node.operator in "+-":
        return _most((left, right))
    if node.operator == "*":
        return _plus(left, right)
    if isinstance(node.right, Constant) and isinstance(node.right.value, Fraction):
        return _plus(left, places_of(1 / node.right.value))
    return None


def _line(node: Line) -> int | None:
    ends = _most(places_of(coordinate) for point in node.points for coordinate in point)
    slopes = _most(places_of((y1 - y0) / (x1 - x0)) for (x0, y0), (x1, y1) in pairwise(node.points))
    return _plus(_most((decimals_of(node.value), ends)), slopes)


def _mean(node: Mean) -> int | None:
    counts = range(node.at_least if node.given_only else len(node.parts), len(node.parts) + 1)
    return _plus(_children(node), _most(places_of(Fraction(1, count)) for count in counts))


def _weighted(node: Weighted) -> int | None:
    if node.given_only:
        return None
    return _most(
        _plus(decimals_of(part), places_of(weight / 100)) for weight, part in zip(node.weights, node.parts, strict=True)
    )


def _over(node: Over) -> int | None:
    if node.how == "count":
        return 0
    return decimals_of(node.value) if node.how in {"sum", "least", "greatest"} and node.value is not None else None


# Of a number that a new block gives no decimals are known: a policy has to round it.
DECIMALS: Dispatch[Callable[[Any], int | None]] = Dispatch(
    "DECIMALS",
    {
        Constant: lambda node: places_of(node.value) if isinstance(node.value, Fraction) else 0,
        **dict.fromkeys((Number, Indicator, Count), lambda node: node.decimals),
        Rounded: lambda node: max(node.places, 0),
        Arithmetic: _arithmetic,
        Line: _line,
        Weighted: _weighted,
        Mean: _mean,
        **dict.fromkeys((Sum, Least, Greatest), _children),
        Steps: lambda node: _most(decimals_of(branch) for branch in (*node.results, node.otherwise)),
        When: lambda node: _most((decimals_of(node.then), decimals_of(node.otherwise))),
        Case: lambda node: _most(decimals_of(result) for result in node.results),
        **dict.fromkeys((Limited, Within, OrElse, Required, But, Named), _children),
        Over: _over,
    },
    unlisted=lambda _: None,
)
