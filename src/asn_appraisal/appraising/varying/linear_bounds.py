"""Linear bounds: a weighted sum of some fields that a formula never exceeds, whatever their values.

Sums, multiples, means, weighted sums and roundings of them are followed exactly; a cap lies below what it cuts off; any
other block is no higher than its greatest possible value. So a bound is tight where a score is linear, and true everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import inf
from typing import Any

from attrs import evolve, frozen

from ...algebra.combinations import Combination, Mean, Sum, Weighted
from ...algebra.dispatch import Dispatch
from ...algebra.expressions import Arithmetic, Limited, Named, Required, Rounded, Within
from ...algebra.inputs import Count, Indicator, Number
from ...algebra.items import Over
from .number_ranges import End, Ends, plus, scaled_by, total
from .varying_records import Here, Place

Slopes = dict[Place, Fraction]


@frozen
class LinearBound:
    """``low + sum(slope * field) <= value <= high + sum(slope * field)``; an end may be infinite."""

    low: End
    high: End
    slopes: Slopes

    @property
    def ends(self) -> Ends:
        """What the value has beside the multiples of fields, at least and at most."""
        return self.low, self.high


def linear_bound(here: Here, node: Any) -> LinearBound:
    """The linear bound of a number where it is worked out, over the values that its fields may have.

    >>> from asn_appraisal.analysis.outlines import outline
    >>> from asn_appraisal.appraising.contexts import Context
    >>> from asn_appraisal.appraising.varying.possible_values import POSSIBLE
    >>> from asn_appraisal.appraising.varying.varying_records import AsItIs, Varying
    >>> x = Number("x")
    >>> record = Varying(AsItIs(Context.of(outline([x]), {"x": Fraction(3)})), [(None, 0, "x")], POSSIBLE)
    >>> record.set({(None, 0, "x"): (Fraction(0), Fraction(10))})
    >>> found = linear_bound(Here(record), (x * 2 + 1).rounded(0))
    >>> found.slopes, found.high
    ({(None, 0, 'x'): Fraction(2, 1)}, Fraction(3, 2))
    """
    if here.record.varies(node, here.home, here.items):
        return LINEAR(node)(here, node)
    return _range(here, node)


def _range(here: Here, node: Any) -> LinearBound:
    found = here.of(node)
    if not found.known or found.low is None:
        return LinearBound(-inf, inf, {})
    return LinearBound(found.low, found.high, {})


def _multiple(bound: LinearBound, factor: Fraction) -> LinearBound:
    slopes = {place: slope * factor for place, slope in bound.slopes.items()}
    return LinearBound(*scaled_by(bound.ends, factor), slopes)


def _sum(bounds: Iterable[LinearBound]) -> LinearBound:
    found = list(bounds)
    slopes: Slopes = {}
    for bound in found:
        for place, slope in bound.slopes.items():
            slopes[place] = slopes.get(place, Fraction(0)) + slope
    return LinearBound(*total(bound.ends for bound in found), slopes)


def _field(here: Here, node: Number) -> LinearBound:
    home, items = here.home, here.items
    where, row = home if home is not None and items is not None and node in items.fields else (None, 0)
    return LinearBound(Fraction(0), Fraction(0), {(where, row, node.key): Fraction(1)})


def _arithmetic(here: Here, node: Arithmetic) -> LinearBound:
    if node.operator in "+-":
        left, right = linear_bound(here, node.left), linear_bound(here, node.right)
        return _sum((left, right if node.operator == "+" else _multiple(right, Fraction(-1))))
    for factor, other in ((node.right, node.left), (node.left, node.right)):
        found = here.of(factor)
        if found.known and found.low is not None and found.low == found.high and not found.refused:
            if node.operator == "*":
                return _multiple(linear_bound(here, other), found.low)
            if factor is node.right and found.low:
                return _multiple(linear_bound(here, other), 1 / found.low)
    return _range(here, node)


def _rounded(here: Here, node: Rounded) -> LinearBound:
    found = linear_bound(here, node.value)
    most = Fraction(1, 2 if node.mode.startswith("half") else 1) / Fraction(10) ** node.places
    return LinearBound(*plus(found.ends, (-most, most)), found.slopes)


def _limited(here: Here, node: Limited) -> LinearBound:
    found, within = linear_bound(here, node.value), here.of(node.value)
    if not within.known or within.low is None:
        return _range(here, node)
    for limit, is_floor in ((node.low, True), (node.high, False)):
        end = None if limit is None else here.of(limit)
        if end is None:
            continue
        if not end.known or end.low is None:
            return _range(here, node)
        if is_floor and within.low < end.high:
            found = evolve(found, high=inf)
        if not is_floor and within.high > end.low:
            found = evolve(found, low=-inf)
    # Where a floor is at work nothing linear is known from above, but the greatest value is.
    return found if found.high != inf else _range(here, node)


def _combination(here: Here, node: Combination) -> LinearBound:
    if node.given_only or isinstance(node, Weighted | Mean | Sum) is False:
        return _range(here, node)
    weights = getattr(node, "weights", None)
    if weights is None:
        weights = (Fraction(100) if isinstance(node, Sum) else Fraction(100, len(node.parts)),) * len(node.parts)
    return _sum(
        _multiple(linear_bound(here, part), weight / 100) for part, weight in zip(node.parts, weights, strict=True)
    )


def _over(here: Here, node: Over) -> LinearBound:
    record, rows = here.record, here.record.rows(node)
    if node.how not in {"sum", "mean", "weighted"} or node.value is None or rows.refused or rows.long:
        return _range(here, node)
    bounds = [LinearBound(rows.total, rows.total, {})]
    weight = rows.weight
    for index in rows.open:
        row = Here(record, (node.items.key, index), node.items)
        if any(each is not None and record.varies(each, row.home, row.items) for each in (node.where, node.by)):
            return _range(here, node)
        if node.where is not None and not row.of(node.where).may_be(True):
            continue
        by = Fraction(1) if node.by is None else row.of(node.by).low
        if by is None:
            return _range(here, node)
        bounds.append(_multiple(linear_bound(row, node.value), by))
        weight += by
    if node.how == "sum":
        return _sum(bounds)
    return _multiple(_sum(bounds), 1 / weight) if weight else _range(here, node)


LINEAR: Dispatch[Callable[[Here, Any], LinearBound]] = Dispatch(
    "LINEAR",
    {
        **dict.fromkeys((Number, Indicator, Count), _field),
        **dict.fromkeys((Named, Required, Within), lambda here, node: linear_bound(here, node.value)),
        Arithmetic: _arithmetic,
        Rounded: _rounded,
        Limited: _limited,
        **dict.fromkeys((Sum, Mean, Weighted), _combination),
        Over: _over,
    },
    unlisted=_range,
)
