"""Expressions in columns: arithmetic, limits, lines and roundings."""

from __future__ import annotations

from attrs import evolve

from ...algebra.expressions import Arithmetic, Limited, Line, Named, Rounded, Within
from .bounds import Compiled
from .decisions import compared, quotient, rounded
from .planners import Planner
from .quantities import ONE, Quantity, constant


def of_named(planner: Planner, node: Named, table: str) -> Compiled:
    """A part; it names the proofs of its decisions."""
    with planner.deciding(node.key):
        found: Compiled = planner.compiled(node.value, table)
    return found


def of_arithmetic(planner: Planner, node: Arithmetic, table: str) -> Quantity:
    """A sum, difference, product or quotient."""
    left, right = planner.number(node.left, table), planner.number(node.right, table)
    if node.operator == "*":
        return planner.product(left, right, table)
    if node.operator == "/":
        return quotient(planner, left, right, table)
    return planner.sum([(ONE, left), (ONE if node.operator == "+" else -ONE, right)], table)


def of_limited(planner: Planner, node: Limited, table: str) -> Quantity:
    """A number within limits."""
    found = planner.number(node.value, table)
    low = None if node.low is None else planner.settled(planner.number(node.low, table))
    high = None if node.high is None else planner.settled(planner.number(node.high, table))
    ends = [end for end in (low, high) if end is not None]
    absent = planner.any_absent([found, *ends], table)
    if all(end.constant for end in ends):
        floor, ceiling = (None if end is None else end.offset for end in (low, high))
        return evolve(planner.limited(found, floor, ceiling), absent=absent)
    if low is not None:
        found = planner.extreme(found, low, table, greatest=True)
    if high is not None:
        found = planner.extreme(found, high, table, greatest=False)
    return evolve(found, absent=absent)


def of_line(planner: Planner, node: Line, table: str) -> Quantity:
    """A broken line is a sum of clipped stretches: it has no jump, so it needs no decision."""
    found = planner.settled(planner.number(node.value, table))
    terms, plus = [], node.points[0][1]
    for (a, b), (c, d) in zip(node.points, node.points[1:], strict=False):
        slope = (d - b) / (c - a)
        if slope:
            terms.append((slope, planner.settled(evolve(found, floor=a, ceiling=c, absent=None))))
            plus -= slope * a
    return evolve(planner.sum(terms, table, plus), absent=found.absent)


def of_rounded(planner: Planner, node: Rounded, table: str) -> Quantity:
    """A number rounded: a decision."""
    return rounded(planner, planner.number(node.value, table), node.places, node.mode)


def of_within(planner: Planner, node: Within, table: str) -> Quantity:
    """A number; rows in which it leaves its range are refused."""
    found = planner.number(node.value, table)
    for limit, operator in ((node.low, "<"), (node.high, ">")):
        if limit is not None:
            outside = compared(planner, evolve(found, absent=None), operator, constant(limit, table), table)
            planner.refuse(planner.mask_slot(outside), table, found.absent)
    return found
