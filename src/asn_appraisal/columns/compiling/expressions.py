"""Calculations in columns: arithmetic, limits, lines and roundings."""

from __future__ import annotations

from attrs import evolve

from ...algebra.expressions import Arithmetic, Limited, Line, Named, Rounded, Within
from .bounds import Compiled
from .decisions import compared, quotient, rounded
from .planners import Planner
from .quantities import ONE, Quantity, constant


def of_named(planner: Planner, node: Named, level: str) -> Compiled:
    """A part: proofs within are about it."""
    with planner.deciding(node.key):
        found: Compiled = planner.compiled(node.value, level)
    return found


def of_arithmetic(planner: Planner, node: Arithmetic, level: str) -> Quantity:
    """A sum, difference, product or quotient."""
    left, right = planner.number(node.left, level), planner.number(node.right, level)
    if node.operator == "*":
        return planner.product(left, right, level)
    if node.operator == "/":
        return quotient(planner, left, right, level)
    return planner.sum([(ONE, left), (ONE if node.operator == "+" else -ONE, right)], level)


def of_limited(planner: Planner, node: Limited, level: str) -> Quantity:
    """A number within limits."""
    found = planner.number(node.value, level)
    low = None if node.low is None else planner.settled(planner.number(node.low, level))
    high = None if node.high is None else planner.settled(planner.number(node.high, level))
    ends = [end for end in (low, high) if end is not None]
    absent = planner.any_absent([found, *ends], level)
    if all(end.constant for end in ends):
        floor, ceiling = (None if end is None else end.offset for end in (low, high))
        return evolve(planner.limited(found, floor, ceiling), absent=absent)
    if low is not None:
        found = planner.extreme(found, low, level, greatest=True)
    if high is not None:
        found = planner.extreme(found, high, level, greatest=False)
    return evolve(found, absent=absent)


def of_line(planner: Planner, node: Line, level: str) -> Quantity:
    """A broken line is a sum of clipped stretches: it has no jump, so that nothing need be decided."""
    found = planner.settled(planner.number(node.value, level))
    terms, plus = [], node.points[0][1]
    for (a, b), (c, d) in zip(node.points, node.points[1:], strict=False):
        slope = (d - b) / (c - a)
        if slope:
            terms.append((slope, planner.settled(evolve(found, floor=a, ceiling=c, absent=None))))
            plus -= slope * a
    return evolve(planner.sum(terms, level, plus), absent=found.absent)


def of_rounded(planner: Planner, node: Rounded, level: str) -> Quantity:
    """A number rounded: a decision."""
    return rounded(planner, planner.number(node.value, level), node.places, node.mode)


def of_within(planner: Planner, node: Within, level: str) -> Quantity:
    """A number; rows in which it leaves its range are refused."""
    found = planner.number(node.value, level)
    for limit, operator in ((node.low, "<"), (node.high, ">")):
        if limit is not None:
            outside = compared(planner, evolve(found, absent=None), operator, constant(limit, level), level)
            planner.refuse(planner.mask_slot(outside), level, found.absent)
    return found
