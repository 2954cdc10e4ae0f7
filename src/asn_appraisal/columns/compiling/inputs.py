"""Fields and constants in columns: the leaves of a plan."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from ...algebra.expressions import Constant
from ...algebra.inputs import Category, Flag, Number
from ..operations.storage import CODE, MASK, WHOLE
from .bounds import Bounds, Codes, Compiled, Mask
from .decisions import unproved
from .planners import Planner
from .quantities import ZERO, Quantity, constant

MOST_CODES = 127  # levels of a label that fit one byte


def of_constant(_: Planner, node: Constant, table: str) -> Compiled:
    """A number or a label of the policy itself."""
    if isinstance(node.value, str):
        return Codes(table, None, (node.value,))
    return constant(node.value, table)


def absent_slot(planner: Planner, bounds: Bounds, key: str, table: str) -> int | None:
    """The mask of rows in which a field has no value; None where all have one."""
    if bounds.empty:
        return planner.full_mask(table, holds=True)
    return planner.program.load(table, key, "absent", MASK) if bounds.absent else None


def of_number(planner: Planner, node: Number, table: str) -> Quantity:
    """The column of a number."""
    bounds = planner.bounds[table, node.key]
    absent = absent_slot(planner, bounds, node.key, table)
    unit = Fraction(1, 10**node.decimals)
    if bounds.low == bounds.high:
        return evolve(constant(bounds.low * unit, table), absent=absent)
    if max(abs(bounds.low), abs(bounds.high)) >= WHOLE:  # such columns hold Python ints
        unproved(planner, node.key)
    slot = planner.program.load(table, node.key, "values", bounds.kind)
    return Quantity(table, slot, unit, ZERO, Fraction(bounds.low), Fraction(bounds.high), absent=absent)


def of_category(planner: Planner, node: Category, table: str) -> Codes:
    """The column of a category, as codes."""
    bounds = planner.bounds[table, node.key]
    keys = tuple(each.key for each in node.among)
    absent = absent_slot(planner, bounds, node.key, table)
    if bounds.empty:
        return Codes(table, None, keys, absent=absent)
    if len(keys) > MOST_CODES:
        unproved(planner, node.key)
    return Codes(table, planner.program.load(table, node.key, "values", CODE), keys, absent=absent)


def of_flag(planner: Planner, node: Flag, table: str) -> Mask:
    """The column of a flag."""
    # A flag that may be absent is only read through `given`, `or_else` or `required`, which check its absence.
    if planner.bounds[table, node.key].empty:
        return Mask(table, None)
    return Mask(table, planner.program.load(table, node.key, "values", MASK))
