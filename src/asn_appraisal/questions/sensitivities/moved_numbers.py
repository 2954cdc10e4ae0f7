"""Moved numbers: the weights, targets, constants and edges that an author wrote, each of which can be given another value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from attrs import evolve, field, frozen

from ...algebra.bands import Band, Bands, Rated
from ...algebra.choices import Steps, When
from ...algebra.combinations import Sum, Weighted
from ...algebra.edges import Edge
from ...algebra.expressions import Arithmetic, Comparison, Constant, Expression, Given, Limited, Line, OrElse
from ...algebra.inputs import Field, Number
from ...algebra.items import Over
from ...algebra.kinds import described
from ...algebra.nodes import Rewrite
from ...analysis.decimals import decimals_of
from ...analysis.formulas import written
from ...analysis.walks import expressions, first_places
from ...faults import checked_language
from ...numbers import places_of
from ...policies import Policy
from ...texts import say

WEIGHT, TARGET, CONSTANT, EDGE, STEP, POINT = "weight", "target", "constant", "edge", "step", "point"
KINDS = (WEIGHT, TARGET, CONSTANT, EDGE, STEP, POINT)
_PLACES = 12
SYMBOL = "x_dipindah"  # the field that stands for a moved number where a formula is looked at as a function of it

Made = Callable[
    [Any, Any], Expression
]  # from a formula and the number (or the field that stands for it) to the formula with it


@frozen
class MovedNumber:
    """One number of a policy: its ``key``, its ``kind`` (see ``KINDS``), its ``value``, and from where to where it is moved."""

    key: str
    kind: str
    value: Fraction
    low: Fraction
    high: Fraction
    names: tuple[str, str] = field(repr=False)
    makers: tuple[tuple[Expression, Made], ...] = field(repr=False, eq=False)

    def called(self, language: str = "id") -> str:
        """What it is called in a language."""
        checked_language(language)
        return self.names[0 if language == "id" else 1]

    def policy(self, policy: Policy, value: Fraction) -> Policy:
        """The policy with another value of the number; of weights the others are rescaled in proportion to make 100."""
        change = self._rewrite(value)
        roots = [None if root is None else change(root) for root in (policy.score, policy.band)]
        return evolve(
            policy,
            score=roots[0],
            band=roots[1],
            shown=tuple(map(change, policy.shown)),
            checks=tuple(check.map(change) for check in policy.checks),
            reported=policy.places,
        )

    def refuses(self, policy: Policy) -> bool:
        """Whether a record might be refused with the number moved for something that its band is not made of."""
        band = set() if policy.band is None else set(expressions(policy.band))
        roots = [root for root in (policy.score, *policy.shown) if root is not None and root not in band]
        lists = [check.condition for items in policy.outline.lists for check in items.checks]
        conditions = [check.condition for check in policy.checks]
        moved = {node for node, _ in self.makers}
        return any(node in moved for node in expressions(*roots, *lists, *conditions))

    def formula(self, root: Expression, symbol: Number) -> Expression:
        """A formula of the policy with a field in the place of the number."""
        changed: Expression = self._rewrite(symbol)(root)
        return changed

    def symbol(self) -> Number:
        """The field that stands for the number, with the range that it is moved in."""
        scale = 10**_PLACES
        low, high = Fraction(floor(self.low * scale), scale), Fraction(ceil(self.high * scale), scale)
        return Number(SYMBOL, low=low, high=high, decimals=_PLACES)

    def _rewrite(self, value: Fraction | Number) -> Rewrite:
        makers = dict(self.makers)

        def after(old: Expression, changed: Expression) -> Expression:
            return makers[old](changed, value) if old in makers else changed

        return Rewrite(after=after)


def moved_numbers(policy: Policy, reach: int = 50) -> tuple[MovedNumber, ...]:
    """The numbers that the author of a policy wrote; each is moved by at most so many percent, edges no further than the next.

    A weight is moved nearly as far as it can be. The 100 and the 2 of ``R/T x 100`` and ``(2 - R/T) x 100`` are no numbers of their own, nor
    is a division by 100.

    >>> from asn_appraisal import schemes
    >>> [(each.key, int(each.value)) for each in moved_numbers(schemes.get("ombudsman-2022"))][:2]
    [('peringkat.edge.a', 88), ('peringkat.edge.b', 78)]
    """
    found: list[MovedNumber] = []
    names: Counter[str] = Counter()
    targets: dict[tuple[str, Fraction], int] = {}
    called = policy.parts
    fixed = {place for node in first_places(policy.score, policy.band, policy.shown) for place in _fixed(node)}
    for node, place in first_places(policy.score, policy.band, policy.shown).items():
        part = called.get(place)
        whole = ("", "") if part is None else (part.called("id"), part.called("en"))
        for kind, which, value, (low, high), own, make in _numbers(node, reach, fixed):
            if kind == TARGET and (place, value) in targets:
                at = targets[place, value]
                found[at] = evolve(found[at], makers=(*found[at].makers, (node, make)))
                continue
            if kind == TARGET:
                targets[place, value] = len(found)
            key = ".".join(each for each in (place, kind, which) if each)
            names[key] += 1
            key = key if names[key] == 1 and kind != CONSTANT else f"{key}.{names[key]}"
            said = [
                say(f"sensitivity.{kind}", language, part=whole[at], what=own[at])
                for at, language in enumerate(("id", "en"))
            ]
            found.append(MovedNumber(key, kind, value, low, high, (said[0], said[1]), ((node, make),)))
    return tuple(sorted(found, key=lambda each: KINDS.index(each.kind)))


_Found = tuple[str, str, Fraction, tuple[Fraction, Fraction], tuple[str, str], Made]


def _numbers(node: Expression, reach: int, fixed: set[tuple[Expression, int]]) -> Iterator[_Found]:
    if isinstance(node, Weighted):
        yield from _weights(node)
    elif isinstance(node, Rated | Steps):
        yield from _edges(node, reach)
    elif isinstance(node, Line):
        yield from _points(node, reach)
    if not isinstance(node, Over):
        yield from _constants(node, reach, fixed)


def _both(node: Any) -> tuple[str, str]:
    called = getattr(node, "called", None)
    return (described(node),) * 2 if called is None else (called("id"), called("en"))


def _around(value: Fraction, reach: int) -> tuple[Fraction, Fraction]:
    width = Fraction(reach, 100) * (abs(value) or 1)
    return value - width, value + width


# --- weights ---------------------------------------------------------------------------------------------------------


def _weights(node: Weighted) -> Iterator[_Found]:
    for at, (weight, part) in enumerate(zip(node.weights, node.parts, strict=True)):
        if len(node.parts) > 1:
            limits = weight / 100, 100 - (100 - weight) / 100
            yield WEIGHT, described(part), weight, limits, _both(part), _with_weight(at, weight)


def _with_weight(at: int, old: Fraction) -> Made:
    def make(node: Weighted, value: Any) -> Expression:
        def other(weight: Fraction) -> Any:
            return (100 - value) * (weight / (100 - old))

        weights = [value if place == at else other(weight) for place, weight in enumerate(node.weights)]
        if isinstance(value, Fraction):
            made: Expression = Weighted.make((node.parts, node.given_only, node.at_least, tuple(weights), node.sources))
            return made
        pairs = list(zip(weights, node.parts, strict=True))
        if not node.given_only:
            return Sum(*(part * weight / 100 for weight, part in pairs))
        present = [
            (weight, OrElse(part, 0), Given(part)) if part.may_be_absent else (weight, part, None)
            for weight, part in pairs
        ]
        top = Sum(*(part * weight for weight, part, _ in present))
        return top / Sum(*(weight if given is None else When(given, weight, 0) for weight, _, given in present))

    return make


# --- edges -----------------------------------------------------------------------------------------------------------


def _edges(node: Rated | Steps, reach: int) -> Iterator[_Found]:
    if isinstance(node, Rated):
        edges = [band.edge for band in node.bands.bands if band.edge is not None]
    else:
        edges = [*node.edges]
    decimals = decimals_of(node.value)
    for at, edge in enumerate(edges):
        places = max(decimals or 0, places_of(edge.bound) or 0, 2 if decimals is None else 0)
        low, high = _around(edge.bound, reach)
        for other in edges[max(at - 1, 0) : at + 2]:
            if other.bound < edge.bound:
                low = max(low, other.bound + min(Fraction(1, 10**places), (edge.bound - other.bound) / 2))
            elif other.bound > edge.bound:
                high = min(high, other.bound - min(Fraction(1, 10**places), (other.bound - edge.bound) / 2))
            elif other is not edge:
                low, high = edge.bound, edge.bound  # two edges at one number
        if isinstance(node, Rated):
            band = node.bands.bands[at]
            yield EDGE, band.key, edge.bound, (low, high), _both(band.level), _with_edge(at)
        else:
            yield STEP, str(at + 1), edge.bound, (low, high), (str(edge),) * 2, _with_edge(at)


def _with_edge(at: int) -> Made:
    def make(node: Any, value: Any) -> Expression:
        rated = isinstance(node, Rated)
        if isinstance(value, Fraction):
            if rated:
                return Rated(node.value, _moved_scale(node.bands, at, value))
            edges = (*node.edges[:at], Edge(node.edges[at].operator, value), *node.edges[at + 1 :])
            made: Expression = Steps.make((node.value, edges, node.results, node.otherwise, node.sources))
            return made
        if rated:
            bands = node.bands.bands
            rows = [(band.edge, Constant(band.key), band.requires) for band in bands[:-1]]
            rest: Expression = Constant(bands[-1].key)
        else:
            rows = [(edge, result, None) for edge, result in zip(node.edges, node.results, strict=True)]
            rest = node.otherwise
        for place, (edge, result, requires) in reversed([*enumerate(rows)]):
            holds: Expression = Comparison(edge.operator, node.value, value if place == at else Constant(edge.bound))
            rest = When(holds if requires is None else holds & requires, result, rest)
        return rest

    return make


def _moved_scale(scale: Bands, at: int, value: Fraction) -> Bands:
    old = scale.bands[at]
    if old.edge is None:
        return scale
    more: dict[str, Any] = {"english": old.english, "requires": old.requires, "labels": old.labels}
    moved = Band(old.key, Edge(old.edge.operator, value), old.name, source=old.sources, **more)
    made: Bands = Bands.make(((*scale.bands[:at], moved, *scale.bands[at + 1 :]), scale.sources))
    return made


# --- points of broken lines --------------------------------------------------------------------------------------------


def _points(node: Line, reach: int) -> Iterator[_Found]:
    for at, (x, y) in enumerate(node.points):
        low, high = _around(x, reach)
        if at:
            low = max(low, x - (x - node.points[at - 1][0]) * Fraction(99, 100))
        if at + 1 < len(node.points):
            high = min(high, x + (node.points[at + 1][0] - x) * Fraction(99, 100))
        shown = (f"{written(Constant(x))}; {written(Constant(y))}",) * 2
        yield POINT, f"{at + 1}.x", x, (low, high), shown, _with_point(at, 0)
        yield POINT, f"{at + 1}.y", y, _around(y, reach), shown, _with_point(at, 1)


def _with_point(at: int, axis: int) -> Made:
    def make(node: Line, value: Any) -> Expression:
        points: list[tuple[Any, Any]] = [*node.points]
        points[at] = (value, points[at][1]) if axis == 0 else (points[at][0], value)
        if isinstance(value, Fraction):
            return Line(node.value, tuple(points))
        found: Expression = _expression(points[-1][1])
        for (x0, y0), (x1, y1) in reversed([*pairwise(points)]):
            slope = _expression(y1 - y0) / _expression(x1 - x0)
            found = When(Comparison("<=", node.value, x1), _expression(y0) + (node.value - x0) * slope, found)
        return When(Comparison("<=", node.value, points[0][0]), _expression(points[0][1]), found)

    return make


def _expression(value: Any) -> Expression:
    return value if isinstance(value, Expression) else Constant(value)


# --- targets and other constants ---------------------------------------------------------------------------------------


def _constants(node: Expression, reach: int, fixed: set[tuple[Expression, int]]) -> Iterator[_Found]:
    for at, child in enumerate(node.children()):
        if not isinstance(child, Constant) or not isinstance(child.value, Fraction) or (node, at) in fixed:
            continue
        value = child.value
        low, high = _around(value, reach)
        if isinstance(node, Limited):
            ends = [None if not isinstance(end, Constant) else Fraction(end.value) for end in (node.low, node.high)]
            if child is node.low and ends[1] is not None:
                high = min(high, ends[1])
            elif child is node.high and ends[0] is not None:
                low = max(low, ends[0])
        kind = TARGET if _is_target(node, at) else CONSTANT
        what = (written(node),) * 2
        yield kind, "", value, (low, high), what, _with_child(at)


def _with_child(at: int) -> Made:
    def make(node: Expression, value: Any) -> Expression:
        places = iter(range(10**6))
        new = _expression(value)
        return node.map(lambda child: new if next(places) == at else child)

    return make


def _is_target(node: Expression, at: int) -> bool:
    """Whether a number is what a field is measured against."""
    measured = isinstance(node, Comparison) or (isinstance(node, Arithmetic) and node.operator == "/")
    return measured and at == 1 and isinstance(next(iter(node.children())), Field)


def _fixed(node: Expression) -> Iterator[tuple[Expression, int]]:
    """The places of numbers that belong to the way a formula is written: percent, ``2 - R/T``, the 0 of a minus sign."""
    if not isinstance(node, Arithmetic):
        return
    hundred, two, zero = (Constant(Fraction(value)) for value in (100, 2, 0))
    if node.operator == "/" and node.right == hundred:
        yield node, 1
    if node.operator == "-" and node.left == zero:
        yield node, 0
    if node.operator == "*" and node.right == hundred and isinstance(node.left, Arithmetic):
        inner = node.left
        if inner.operator == "/":
            yield node, 1
        elif inner.operator == "-" and inner.left == two and _is_quotient(inner.right):
            yield node, 1
            yield inner, 0


def _is_quotient(node: Expression) -> bool:
    return isinstance(node, Arithmetic) and node.operator == "/"
