"""Cheapest changes: the change of several fields together that reaches a goal at the least cost, or a bound on it.

Boxes of values are looked at in the order of what the cheapest value in them costs. A box that cannot reach the goal is left
out, one that surely does ends the search: nothing cheaper is left. If the search ends early, what every box left costs at
least is the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count

from attrs import evolve, frozen

from .reached_values import Axis, Goal, Search, Span, nearest
from .varying_records import Place

Costs = Mapping[Place, Fraction]  # what a change by one unit of the last decimal costs
Point = dict[Place, int]
MOST_TRIALS = 3_000  # boxes times fields: a box of many fields takes longer
_LEAST_BOXES, _MOST_BOXES = 100, 1_500
_MOST_BACK = 200


@frozen
class Cheapest:
    """The cheapest change that was found (None: none), its cost, and what any other costs at least; ``exact`` if it is the cheapest."""

    point: Mapping[Place, int] | None
    cost: Fraction | None
    bound: Fraction | None

    @property
    def exact(self) -> bool:
        """Whether it is proved that nothing is cheaper, or that nothing reaches the goal."""
        return self.bound == self.cost


def cheapest_change(search: Search, costs: Costs, goal: Goal, known: Iterable[Point]) -> Cheapest:
    """The cheapest change of all fields of a search that reaches a goal.

    ``known`` are changes that reach it: the search need not look at what costs more.
    """
    axes = [axis for axis in search.axes if axis.now is not None and axis.low <= axis.high]
    most = min(max(MOST_TRIALS // max(len(axes), 1), _LEAST_BOXES), _MOST_BOXES)
    found = _Found(axes, costs)
    for point in known:
        found.try_point(point)
    order = count()
    whole = {axis.place: (axis.low, axis.high) for axis in axes}
    waiting: list[tuple[Fraction, int, dict[Place, Span]]] = [(found.cost_of(found.corner(whole)), next(order), whole)]
    for trial in range(most):
        if not waiting or (found.cost is not None and waiting[0][0] >= found.cost):
            return Cheapest(found.point, found.cost, found.cost)
        _, __, box = heappop(waiting)
        corner = found.corner(box)
        verdict = search.verdict(box, goal)
        if verdict or search.verdict({place: (at, at) for place, at in corner.items()}, goal):
            found.try_point(corner)
            continue
        if verdict is None:
            for half in _halves(box, costs):
                heappush(waiting, (found.cost_of(found.corner(half)), next(order), half))
        if trial == most // 2 and found.cost is None:
            found.try_line(search, goal, whole)
    bound = waiting[0][0] if waiting else found.cost
    return Cheapest(found.point, found.cost, bound if found.cost is None or bound is None else min(bound, found.cost))


class _Found:
    """The cheapest point so far, and what points cost."""

    def __init__(self, axes: list[Axis], costs: Costs) -> None:
        self.axes, self.costs = axes, costs
        self.point: Point | None = None
        self.cost: Fraction | None = None

    def cost_of(self, point: Mapping[Place, int]) -> Fraction:
        """What it costs to go to a point from the record as it is."""
        return sum(
            (abs(point[axis.place] - (axis.now or 0)) * self.costs[axis.place] for axis in self.axes), Fraction(0)
        )

    def corner(self, box: Mapping[Place, Span]) -> Point:
        """The cheapest point of a box."""
        return {axis.place: min(max(axis.now or 0, box[axis.place][0]), box[axis.place][1]) for axis in self.axes}

    def try_point(self, point: Point) -> None:
        """Keep a point that reaches the goal if none so far is as cheap."""
        cost = self.cost_of(point)
        if self.cost is None or cost < self.cost:
            self.point, self.cost = point, cost

    def try_line(self, search: Search, goal: Goal, whole: Mapping[Place, Span]) -> None:
        """Try the record in which all fields are at their better ends, and take back what is not needed, the dearest first."""
        point = {
            axis.place: whole[axis.place][0 if getattr(axis.entry, "better", "higher") == "lower" else 1]
            for axis in self.axes
        }
        if not search.verdict({place: (at, at) for place, at in point.items()}, goal):
            return
        costs = {axis.key: self.costs[axis.place] * abs(point[axis.place] - (axis.now or 0)) for axis in self.axes}
        for axis in sorted(self.axes, key=lambda axis: -costs[axis.key]):
            others = {each.place: each.value(point[each.place]) for each in self.axes if each is not axis}
            alone = Search(evolve(search.work, values=search.work.changed(others)), (axis,))
            back = nearest(alone.reached(axis, goal, _MOST_BACK), axis)
            point[axis.place] = point[axis.place] if back is None else back
        self.try_point(point)


def _halves(box: Mapping[Place, Span], costs: Costs) -> list[dict[Place, Span]]:
    """A box in two, across the field whose values differ most in cost."""
    place = max(box, key=lambda each: (box[each][1] - box[each][0]) * costs[each])
    low, high = box[place]
    middle = (low + high) // 2
    return [{**box, place: (low, middle)}, {**box, place: (middle + 1, high)}]
