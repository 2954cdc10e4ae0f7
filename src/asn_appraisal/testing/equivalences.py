"""Equivalences: whether a changed formula is provably the same for every record, so that no case can distinguish them.

Proofs rest on the bounds and the step of a value (an edge moved where no value lies; a rounding of a value that has
no further digits; a limit that never binds) and on curves: two broken lines that agree on the whole domain of their
argument. What is
not proved equal counts as different.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from attrs import frozen

from ..algebra.bands import Rated
from ..algebra.choices import Steps
from ..algebra.dispatch import Dispatch
from ..algebra.edges import Edge
from ..algebra.expressions import Comparison, Constant, Expression, Limited, Rounded
from ..algebra.kinds import NUMBER
from ..algebra.nodes import Rewrite
from ..analysis.bounds import interval, reaches
from ..analysis.broken_lines import Curve
from ..analysis.curves import curve
from ..analysis.multiples import lattice
from ..errors import AbsentPartError, NoCurveError
from ..numbers import exact
from ..policies import Policy


class Change(Rewrite):
    """Puts a new node in the place of an old one, wherever it stands."""

    def __init__(self, old: Expression, new: Expression) -> None:
        super().__init__({old: new})
        self.old = old

    def chain(self) -> Iterator[tuple[Expression, Expression]]:
        """The node with its change, then the formula around it, and so on upwards while a single formula contains it."""
        changed = {old: new for old, new in self.done.items() if old is not new}
        at = self.old
        while True:
            yield at, changed[at]
            above = [old for old in changed if any(child == at for child in old.children())]
            if len(above) != 1:
                return
            at = above[0]


def equivalent(policy: Policy, change: Change) -> bool:
    """Whether a change is proved to change no result of a policy; its formulas have gone through it before."""
    tops = {root for root in (policy.score, policy.band, *policy.shown) if root is not None}
    for old, new in change.chain():
        if _same(old, new):
            return True
        if old in tops:
            return False  # a result itself is compared as it is
    return False


def _same(old: Expression, new: Expression) -> bool:
    if type(old) is type(new) and PROOFS(old)(old, new):
        return True
    return _same_curves(old, new)


def _rounded(old: Rounded, new: Rounded) -> bool:
    step = lattice(old.value)
    return old.value == new.value and step is not None and (step * Fraction(10) ** old.places).denominator == 1


def _no_value_between(value: Expression, one: Edge, other: Edge) -> bool:
    return not reaches(value, one, other) and not reaches(value, other, one)


def _edges(value: Expression, old: list[Edge | None], new: list[Edge | None]) -> bool:
    return all(
        one == other or (one is not None and other is not None and _no_value_between(value, one, other))
        for one, other in zip(old, new, strict=True)
    )


def _rated(old: Rated, new: Rated) -> bool:
    edges = [[band.edge for band in node.bands.bands] for node in (old, new)]
    return old.value == new.value and _edges(old.value, *edges)


def _steps(old: Steps, new: Steps) -> bool:
    branches = (old.results, old.otherwise) == (new.results, new.otherwise)
    return branches and old.value == new.value and _edges(old.value, [*old.edges], [*new.edges])


def _comparison(old: Comparison, new: Comparison) -> bool:
    if old.left != new.left or old.left.kind != NUMBER or "==" in {old.operator, new.operator}:
        return False
    if isinstance(old.right, Constant) and isinstance(new.right, Constant):
        one, other = Edge(old.operator, exact(old.right.value)), Edge(new.operator, exact(new.right.value))
        return _no_value_between(old.left, one, other)
    gap = old.left - old.right
    return old.right == new.right and _no_value_between(gap, *(Edge(node.operator, Fraction(0)) for node in (old, new)))


def _limited(old: Limited, new: Limited) -> bool:
    if old.value != new.value:
        return False
    ends = interval(old.value)
    for one, other, end, sign in ((old.low, new.low, ends.low, 1), (old.high, new.high, ends.high, -1)):
        if one == other:
            continue
        if end is None or not isinstance(one, Constant) or not isinstance(other, Constant):
            return False
        if any(sign * (limit.value - end) > 0 for limit in (one, other)):  # type: ignore[operator]
            return False
    return True


PROOFS: Dispatch[Callable[[Any, Any], bool]] = Dispatch(
    "PROOFS",
    {
        Rounded: _rounded,
        Rated: _rated,
        Steps: _steps,
        Comparison: _comparison,
        Limited: _limited,
    },
    unlisted=lambda _, __: False,  # what is not proved equal counts as different,
)


# --- curves ----------------------------------------------------------------------------------------------------------


@frozen
class Arguments:
    """The domain of a curve's argument: between two ends (None: unbounded), multiples of a step (None: all numbers)."""

    low: Fraction | None
    high: Fraction | None
    step: Fraction | None

    def holds(self, x: Fraction) -> bool:
        """Whether a number is one of the arguments."""
        inside = (self.low is None or self.low <= x) and (self.high is None or x <= self.high)
        return inside and (not self.step or (x / self.step).denominator == 1)

    def between(self, left: Fraction | None, right: Fraction | None) -> bool:
        """Whether an argument lies strictly between two stops."""
        low = self.low if left is None else left if self.low is None else max(left, self.low)
        high = self.high if right is None else right if self.high is None else min(right, self.high)
        if low is None or high is None:
            return True
        if not self.step:
            return low < high
        first, last = ceil(low / self.step), floor(high / self.step)
        first += first == low / self.step and low == left
        last -= last == high / self.step and high == right
        return first <= last


def _same_curves(old: Expression, new: Expression) -> bool:
    if old.kind != NUMBER or new.kind != NUMBER:
        return False
    try:
        lines = curve(old), curve(new)
    except (NoCurveError, AbsentPartError):
        return False
    argument = lines[0].argument
    if argument is None or argument != lines[1].argument:
        return False
    ends = interval(argument)
    return agree(*lines, Arguments(ends.low, ends.high, lattice(argument)))


def agree(one: Curve, other: Curve, among: Arguments) -> bool:
    """Whether two lines have the same value at every argument of a range."""
    stops = sorted({*one.stops, *other.stops})
    if any(among.holds(stop) and one.value(stop) != other.value(stop) for stop in stops):
        return False
    places: list[Fraction | None] = [None, *stops, None]
    return all(
        _piece(one, left) == _piece(other, left) or not among.between(left, right) for left, right in pairwise(places)
    )


def _piece(line: Curve, left: Fraction | None) -> tuple[Fraction, Fraction]:
    """The straight piece to the right of a stop."""
    if left is None:
        return line.pieces[0]
    at = bisect_left(line.stops, left)
    return line.pieces[at + 1 if at < len(line.stops) and line.stops[at] == left else at]
