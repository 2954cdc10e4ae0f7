"""Cheapest changes: the change of several fields together that reaches a goal at the least cost, or a bound on it.

Boxes of values are looked at in the order of what reaching the goal costs in them at least: the cost of their cheapest
value, and of making up by the cheapest fields what a linear bound of the score lacks. A box that cannot reach the goal is left
out. Once the cheapest change that was found costs no more than any box left, nothing is cheaper. If the search ends before,
what is left says how much cheaper another one could be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from math import ceil, gcd, inf, lcm

from attrs import evolve, frozen

from ...algebra.bands import Rated
from ...algebra.expressions import Named
from .linear_bounds import Slopes, linear_bound
from .reached_values import Axis, Goal, Search, Span, nearest
from .varying_records import Here, Place

Costs = Mapping[Place, Fraction]  # what a change by one unit of the last decimal costs
Point = dict[Place, int]
Box = dict[Place, Span]
MOST_TRIALS = 3_000  # boxes times fields: a box of many fields takes longer
_LEAST_BOXES, _MOST_BOXES = 100, 1_500
_MOST_BACK = 200
_TRIED_BEYOND = 3  # units beyond the linear bound at which a change is tried: roundings take that many


@frozen
class Cheapest:
    """The cheapest change that was found (None: none), its cost, and what any other costs at least.

    ``exact`` if it is the cheapest of all, or if it is proved that nothing reaches the goal.
    """

    point: Mapping[Place, int] | None
    cost: Fraction | None
    bound: Fraction | None

    @property
    def exact(self) -> bool:
        """Whether nothing is cheaper."""
        return self.bound == self.cost


def cheapest_change(search: Search, costs: Costs, goal: Goal, known: Iterable[Point]) -> Cheapest:
    """The cheapest change of all fields of a search that reaches a goal.

    ``known`` are changes that reach it: the search need not look at what costs more.
    """
    axes = [axis for axis in search.axes if axis.now is not None and axis.low <= axis.high]
    if not axes:
        return Cheapest(None, None, None)
    most = min(max(MOST_TRIALS // max(len(axes), 1), _LEAST_BOXES), _MOST_BOXES)
    found = _Found(axes, costs, search, goal)
    whole = {axis.place: (axis.low, axis.high) for axis in axes}
    for point in known:
        found.try_point(point)
    found.try_cheapest_fields(whole)
    found.try_better_ends(whole)
    order = count()
    waiting: list[tuple[Fraction, int, Box]] = []

    def put(box: Box) -> None:
        if (least := found.least_cost(box)) is not None:
            heappush(waiting, (least, next(order), box))

    put(whole)
    for _ in range(most):
        if not waiting or (found.cost is not None and waiting[0][0] >= found.cost):
            return Cheapest(found.point, found.cost, found.cost)
        box = heappop(waiting)[2]
        verdict = search.verdict(box, goal)
        if verdict is False or found.try_point(found.corner(box), sure=bool(verdict)):
            continue
        for half in _halves(box, costs):
            put(half)
    bound = waiting[0][0] if waiting else found.cost
    return Cheapest(found.point, found.cost, bound if found.cost is None or bound is None else min(bound, found.cost))


class _Found:
    """The cheapest point so far, and what points and boxes cost."""

    def __init__(self, axes: list[Axis], costs: Costs, search: Search, goal: Goal) -> None:
        self.axes, self.costs, self.search, self.goal = axes, costs, search, goal
        self.point: Point | None = None
        self.cost: Fraction | None = None
        self.slopes, self.lacking = _lacking(search, goal)
        # Every cost is a multiple of it.
        steps = [costs[axis.place] for axis in axes]
        whole = lcm(*(step.denominator for step in steps))
        self.step = Fraction(gcd(*(int(step * whole) for step in steps)), whole)

    def cost_of(self, point: Mapping[Place, int]) -> Fraction:
        """What it costs to go to a point from the record as it is."""
        return sum(
            (abs(point[axis.place] - (axis.now or 0)) * self.costs[axis.place] for axis in self.axes), Fraction(0)
        )

    def corner(self, box: Mapping[Place, Span]) -> Point:
        """The cheapest point of a box."""
        return {axis.place: min(max(axis.now or 0, box[axis.place][0]), box[axis.place][1]) for axis in self.axes}

    def try_point(self, point: Point, *, sure: bool = False) -> bool:
        """Whether a point reaches the goal; it is kept if none so far is as cheap."""
        if not sure and not self.search.verdict({place: (at, at) for place, at in point.items()}, self.goal):
            return False
        cost = self.cost_of(point)
        if self.cost is None or cost < self.cost:
            self.point, self.cost = dict(point), cost
        return True

    def least_cost(self, box: Mapping[Place, Span]) -> Fraction | None:
        """What reaching the goal in a box costs at least; None where it is out of reach there."""
        corner = self.corner(box)
        cost, lacking = self.cost_of(corner), self._lacks(corner)
        for axis, gain, room in self._cheapest_first(box, corner):
            units = min(max(lacking, Fraction(0)) / gain, Fraction(room))
            cost, lacking = cost + units * self.costs[axis.place], lacking - units * gain
        return None if lacking > 0 else ceil(cost / self.step) * self.step

    def try_cheapest_fields(self, box: Mapping[Place, Span]) -> None:
        """Try to make up what lacks by the fields that do it at the least cost."""
        point = self.corner(box)
        lacking = self._lacks(point)
        for axis, gain, room in self._cheapest_first(box, point):
            units = min(ceil(max(lacking, Fraction(0)) / gain), room)
            sign = 1 if self.slopes[axis.place] > 0 else -1
            lacking -= units * gain
            point[axis.place] += sign * units
            if lacking <= 0:
                for _ in range(_TRIED_BEYOND):
                    if self.try_point(point):
                        return
                    point[axis.place] = min(max(point[axis.place] + sign, axis.low), axis.high)
                return

    def try_better_ends(self, box: Mapping[Place, Span]) -> None:
        """Try all fields at their better ends if nothing is known yet, and take back what is not needed, the dearest first."""
        point = {
            axis.place: box[axis.place][0 if getattr(axis.entry, "better", "higher") == "lower" else 1]
            for axis in self.axes
        }
        if self.cost is not None or not self.try_point(point):
            return
        costs = {axis.key: self.costs[axis.place] * abs(point[axis.place] - (axis.now or 0)) for axis in self.axes}
        work = self.search.work
        for axis in sorted(self.axes, key=lambda axis: -costs[axis.key]):
            others = {each.place: each.value(point[each.place]) for each in self.axes if each is not axis}
            alone = Search(evolve(work, values=work.changed(others)), (axis,))
            back = nearest(alone.reached(axis, self.goal, _MOST_BACK), axis)
            point[axis.place] = point[axis.place] if back is None else back
        self.try_point(point)

    def _lacks(self, point: Mapping[Place, int]) -> Fraction:
        """How much the score lacks at a point, at least."""
        given = (slope * axis.value(point[axis.place]) for axis, slope in self._rising())
        return self.lacking - sum(given, Fraction(0))

    def _rising(self) -> list[tuple[Axis, Fraction]]:
        """The fields that the linear bound of the score depends on, with their slopes."""
        return [(axis, slope) for axis in self.axes if (slope := self.slopes.get(axis.place, Fraction(0)))]

    def _cheapest_first(self, box: Mapping[Place, Span], corner: Point) -> list[tuple[Axis, Fraction, int]]:
        """The fields that raise the score, with what a unit gains and how many there are from a corner on."""
        found = []
        for axis, slope in self._rising():
            low, high = box[axis.place]
            room = high - corner[axis.place] if slope > 0 else corner[axis.place] - low
            if room:
                found.append((axis, abs(slope) / 10**axis.entry.decimals, room))
        return sorted(found, key=lambda each: self.costs[each[0].place] / each[1])


def _lacking(search: Search, goal: Goal) -> tuple[Slopes, Fraction]:
    """The slopes of a linear bound of what a band is decided on, and what the goal asks for above it; nothing where it is not known."""
    nothing: tuple[Slopes, Fraction] = {}, Fraction(0)
    band = search.work.band
    while isinstance(band, Named):
        band = band.value
    if not isinstance(band, Rated):
        return nothing
    edges = [each.edge for each in band.bands.bands if each.key in goal]
    bounds = [edge.bound for edge in edges if edge is not None and edge.lower]
    search.limit_to(search.whole)
    bound = linear_bound(Here(search.varying), band.value)
    if not bounds or len(bounds) < len(edges) or abs(bound.high) == inf:
        return nothing
    return bound.slopes, min(bounds) - bound.high


def _halves(box: Box, costs: Costs) -> list[Box]:
    """A box in two, across the field whose values differ most in cost."""
    place = max(box, key=lambda each: (box[each][1] - box[each][0]) * costs[each])
    low, high = box[place]
    middle = (low + high) // 2
    return [{**box, place: (low, middle)}, {**box, place: (middle + 1, high)}]
