"""Choices in columns: one of several values, by a condition, a table of steps, a level or a rating."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...algebra.bands import Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.expressions import But, Constant, Expression, OrElse, Required
from ...algebra.grids import Grid
from ..operations.choosing import ChooseCode, CountNot, First
from ..operations.comparing import And, Or
from ..operations.looking_up import Cell, Take, TakeCode
from ..operations.storage import INT32, NUMBER, SMALL, WHOLE
from .bounds import Codes, Mask
from .conditions import absence, edges_of, is_in, present
from .decisions import compared, unproved
from .inputs import MOST_CODES
from .planners import Planner
from .quantities import ZERO, Quantity, common_step, constant


def _select(planner: Planner, mask: Mask, then: Any, otherwise: Any, table: str) -> Any:
    """One of two values, of any kind, by a mask."""
    if mask.slot is None:
        return then if mask.always else otherwise
    if isinstance(then, Quantity):
        return planner.select(mask, then, otherwise, table)
    if isinstance(then, Codes):
        keys = tuple(dict.fromkeys((*then.keys, *otherwise.keys)))
        if len(keys) > MOST_CODES:
            unproved(planner, "label")
        slots = (planner.recoded(then, keys), planner.recoded(otherwise, keys))
        absent = planner.selected_absent(mask, then.absent, otherwise.absent, table)
        slot = planner.program.emit(ChooseCode(table, mask.slot, *slots))
        return Codes(table, slot, keys, absent=absent)
    holds = planner.join(And, (mask.slot, planner.mask_slot(then)), table)
    fails = planner.join(And, (planner.negated(mask.slot, table), planner.mask_slot(otherwise)), table)
    return planner.as_mask(planner.join(Or, (holds, fails), table), table)


def _without_absence(found: Any) -> Any:
    return found if isinstance(found, Mask) else evolve(found, absent=None)


def _absent_with(planner: Planner, found: Any, absent: int | None, table: str) -> Any:
    """A value, made absent where a mask holds."""
    if isinstance(found, Mask):
        return found
    return evolve(found, absent=planner.either((absent, found.absent), table))


def of_or_else(planner: Planner, node: OrElse, table: str) -> Any:
    """A value, or a default where it is absent."""
    there = present(planner, node.value, table)
    value = _without_absence(planner.compiled(node.value, table))
    return _select(planner, there, value, planner.branch(there, node.default, table, holds=False), table)


def of_required(planner: Planner, node: Required, table: str) -> Any:
    """A value whose absence refuses the row."""
    absent = absence(planner, node.value, table)
    if absent is not None:
        planner.refuse(absent, table)
    return _without_absence(planner.compiled(node.value, table))


def of_but(planner: Planner, node: But, table: str) -> Any:
    """A value replaced where a condition holds; an absent value stays absent."""
    absent = absence(planner, node.value, table)
    value = planner.compiled(node.value, table)
    with planner.under(planner.narrowed(planner.present(absent, table), table)):
        mask = planner.mask(node.when, table)
        found = _select(planner, mask, planner.branch(mask, node.replacement, table), value, table)
    return found if isinstance(found, Mask) else evolve(found, absent=absent)


def of_when(planner: Planner, node: When, table: str) -> Any:
    """One of two values, by a condition."""
    mask = planner.mask(node.condition, table)
    return _ladder(planner, [mask], [node.then, node.otherwise], table)


def _ladder(planner: Planner, masks: list[Mask], branches: list[Expression], table: str) -> Any:
    """The branch of the first mask that holds; the last branch where none does."""
    if not masks:
        return planner.compiled(branches[0], table)
    mask = masks[0]
    if mask.slot is None:
        return planner.compiled(branches[0], table) if mask.always else _ladder(planner, masks[1:], branches[1:], table)
    then = planner.branch(mask, branches[0], table)
    with planner.under(planner.narrowed(mask, table, holds=False)):
        otherwise = _ladder(planner, masks[1:], branches[1:], table)
    return _select(planner, mask, then, otherwise, table)


def of_steps(planner: Planner, node: Steps, table: str) -> Any:
    """The result of the first edge that a value meets."""
    value = planner.number(node.value, table)
    masks = edges_of(planner, node, value, table)
    branches = [*node.results, node.otherwise]
    constants = [each.value for each in branches if isinstance(each, Constant)]
    # Edges of one direction are nested: the number of those not met is the index of the first one met.
    if len(constants) == len(branches):
        slots = tuple(planner.mask_slot(mask) for mask in masks)
        if len(slots) > MOST_CODES:
            unproved(planner, "steps")
        code = planner.program.emit(CountNot(table, slots))
        codes = Codes(table, code, tuple(map(str, range(len(branches)))))
        return _table_lookup(planner, codes, constants, table, value.absent)
    with planner.under(planner.narrowed(planner.present(value.absent, table), table)):
        found = _ladder(planner, masks, branches, table)
    return _absent_with(planner, found, value.absent, table)


def _table_lookup(planner: Planner, codes: Codes, values: list[Any], table: str, absent: int | None) -> Any:
    """A table of constants by level number."""
    if codes.slot is None:
        only = values[codes.index]
        found = Codes(table, None, (only,)) if isinstance(only, str) else constant(only, table)
        return evolve(found, absent=absent)
    if isinstance(values[0], str):
        keys = tuple(dict.fromkeys(values))
        lookup = tuple(keys.index(value) for value in values)
        slot = planner.program.emit(TakeCode(table, codes.slot, lookup))
        return Codes(table, slot, keys, absent=absent)
    step = common_step(list(values))
    wholes = tuple(value / step for value in values)
    if max(map(abs, wholes)) > WHOLE:
        unproved(planner, "table")
    kind = SMALL if max(map(abs, wholes)) < INT32 else NUMBER
    slot = planner.program.emit(Take(table, codes.slot, wholes, kind))
    return Quantity(table, slot, step, ZERO, min(wholes), max(wholes), absent=absent)


def of_case(planner: Planner, node: Case, table: str) -> Any:
    """A value for each level of a label."""
    codes = planner.compiled(node.label, table)
    order = [node.results[node.keys.index(key)] for key in codes.keys]
    constants = [each.value for each in order if isinstance(each, Constant)]
    if len(constants) == len(order):
        return _table_lookup(planner, codes, constants, table, codes.absent)
    masks = [is_in(planner, codes, (key,), table) for key in codes.keys[:-1]]
    with planner.under(planner.narrowed(planner.present(codes.absent, table), table)):
        found = _ladder(planner, masks, order, table)
    return _absent_with(planner, found, codes.absent, table)


def of_rated(planner: Planner, node: Rated, table: str) -> Codes:
    """The band that a number reaches, as codes."""
    value = planner.number(node.value, table)
    keys = tuple(band.key for band in node.bands.bands)
    slots, active = [], planner.active
    conditional = any(band.requires is not None for band in node.bands.bands)
    there = planner.present(value.absent, table)
    for band in node.bands.bands:
        if band.edge is None:
            break
        with planner.under(active):
            mask = compared(planner, value, band.edge.operator, constant(band.edge.bound, table), table)
            if band.requires is not None:
                with planner.under(planner.narrowed(there, table)):
                    wanted = planner.branch(mask, band.requires, table)
                mask = planner.as_mask(
                    planner.join(And, (planner.mask_slot(mask), planner.mask_slot(wanted)), table), table
                )
            if conditional:
                active = planner.narrowed(mask, table, holds=False)
        slots.append(planner.mask_slot(mask))
    if not slots:
        return Codes(table, None, keys, absent=value.absent)
    if len(slots) > MOST_CODES:
        unproved(planner, "bands")
    found = First(table, tuple(slots)) if conditional else CountNot(table, tuple(slots))
    return Codes(table, planner.program.emit(found), keys, absent=value.absent)


def of_grid(planner: Planner, node: Grid, table: str) -> Codes:
    """The entry of a table for two labels, as codes."""
    rows, columns = planner.compiled(node.rows, table), planner.compiled(node.columns, table)
    keys = tuple(entry.key for entry in node.entries)
    cells = dict(node.cells)
    if len(keys) > MOST_CODES:
        unproved(planner, "grid")
    # A label whose level is known (or given by a narrower label) has fewer keys than the grid has rows.
    lookup = tuple(keys.index(cells[row, column]) for row in rows.keys for column in columns.keys)
    slots = (planner.recoded(rows, rows.keys), planner.recoded(columns, columns.keys))
    slot = planner.program.emit(Cell(table, *slots, lookup, len(columns.keys)))
    return Codes(table, slot, keys)
