"""Combinations in columns: weighted sums, means and extremes, of all parts or of the given ones."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..operations.choosing import Tally
from .bounds import Mask
from .decisions import compared, quotient
from .planners import Planner
from .quantities import ONE, ZERO, Quantity, constant


def of_combination(planner: Planner, node: Combination, table: str) -> Quantity:
    """Several numbers combined into one, of all parts or of the given ones."""
    parts = [planner.number(part, table) for part in node.parts]
    if isinstance(node, Weighted):
        factors = [weight / 100 for weight in node.weights]
    else:
        factors = [Fraction(1, len(parts)) if isinstance(node, Mean) else ONE for _ in parts]
    if node.given_only and any(part.absent is not None for part in parts):
        return _of_given(planner, node, parts, factors, table)
    if isinstance(node, Least | Greatest):
        return _extreme_of(planner, parts, table, greatest=isinstance(node, Greatest))
    return planner.sum(zip(factors, parts, strict=True), table)


def _extreme_of(planner: Planner, parts: list[Quantity], table: str, *, greatest: bool) -> Quantity:
    found = parts[0]
    for part in parts[1:]:
        found = planner.extreme(found, part, table, greatest=greatest)
    return planner.settled(found)


def _of_given(
    planner: Planner, node: Combination, parts: list[Quantity], factors: list[Fraction], table: str
) -> Quantity:
    """A combination of the parts that are given; rows with too few are refused."""
    present = [planner.present(part.absent, table) for part in parts]
    always = sum(mask.slot is None and mask.always for mask in present)
    slots = tuple(mask.slot for mask in present if mask.slot is not None)
    count = constant(Fraction(always), table)
    if slots:
        tallied = planner.program.emit(Tally(table, slots, always))
        count = Quantity(table, tallied, ONE, ZERO, Fraction(always), Fraction(always + len(slots)))
    few = compared(planner, count, "<", constant(Fraction(node.at_least), table), table)
    planner.refuse(planner.mask_slot(few), table)
    count = planner.settled(planner.limited(count, Fraction(node.at_least), None))
    if isinstance(node, Least | Greatest):
        greatest = isinstance(node, Greatest)
        ends = [end for part in map(planner.settled, parts) for end in part.bounds()]
        loser = constant(min(ends) if greatest else max(ends), table)  # a bound that cannot win
        shown = [_select_quantity(planner, mask, part, loser, table) for mask, part in zip(present, parts, strict=True)]
        return _extreme_of(planner, shown, table, greatest=greatest)
    zero = constant(ZERO, table)
    shown = [_select_quantity(planner, mask, part, zero, table) for mask, part in zip(present, parts, strict=True)]
    if isinstance(node, Sum):
        return planner.sum([(ONE, part) for part in shown], table)
    if isinstance(node, Mean):
        return quotient(planner, planner.sum([(ONE, part) for part in shown], table), count, table)
    total = planner.sum(zip(factors, shown, strict=True), table)
    weights = [
        planner.select(mask, constant(factor, table), zero, table)
        for mask, factor in zip(present, factors, strict=True)
    ]
    share = planner.settled(planner.sum([(ONE, weight) for weight in weights], table))
    # Rows with too few parts are refused above; where none is given the share is replaced, not divided by.
    least = min(factors) / (ONE if share.constant else share.unit)
    share = planner.settled(planner.limited(share, least * (ONE if share.constant else share.unit), None))
    return quotient(planner, total, share, table)


def _select_quantity(planner: Planner, mask: Mask, part: Quantity, otherwise: Quantity, table: str) -> Quantity:
    return planner.select(mask, evolve(part, absent=None), otherwise, table)
