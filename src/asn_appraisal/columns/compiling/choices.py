"""Alternatives in columns: one of several values, by a condition, a table of steps, a level or a rating."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...algebra.bands import Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.expressions import But, Constant, Expression, OrElse, Required
from ...algebra.grids import Grid
from .bounds import Codes, Mask
from .conditions import absence, edges_of, is_in, present
from .decisions import compared, unproved
from .inputs import MOST_CODES
from .planners import Planner
from .programs import CODE, NUMBER, SMALL
from .quantities import INT32, WHOLE, ZERO, Quantity, common_step, constant


def _chosen(planner: Planner, mask: Mask, then: Any, otherwise: Any, level: str) -> Any:
    """The one or the other by a mask, whatever kind they are."""
    if mask.slot is None:
        return then if mask.always else otherwise
    if isinstance(then, Quantity):
        return planner.select(mask, then, otherwise, level)
    if isinstance(then, Codes):
        keys = tuple(dict.fromkeys((*then.keys, *otherwise.keys)))
        if len(keys) > MOST_CODES:
            unproved(planner, "label")
        slots = (planner.recoded(then, keys), planner.recoded(otherwise, keys))
        absent = planner.selected_absent(mask, then.absent, otherwise.absent, level)
        slot = planner.program.emit("choose_code", level, (mask.slot, *slots), kind=CODE)
        return Codes(level, slot, keys, absent=absent)
    holds = planner.join("and", (mask.slot, planner.mask_slot(then)), level)
    fails = planner.join("and", (planner.negated(mask.slot, level), planner.mask_slot(otherwise)), level)
    return planner.as_mask(planner.join("or", (holds, fails), level), level)


def _unmasked(found: Any) -> Any:
    return found if isinstance(found, Mask) else evolve(found, absent=None)


def _absent_with(planner: Planner, found: Any, absent: int | None, level: str) -> Any:
    """A value that is absent as well where a mask holds."""
    if isinstance(found, Mask):
        return found
    return evolve(found, absent=planner.either((absent, found.absent), level))


def of_or_else(planner: Planner, node: OrElse, level: str) -> Any:
    """A value, or a default where it is absent."""
    there = present(planner, node.value, level)
    value = _unmasked(planner.compiled(node.value, level))
    return _chosen(planner, there, value, planner.branch(there, node.default, level, holds=False), level)


def of_required(planner: Planner, node: Required, level: str) -> Any:
    """A value whose absence refuses the row."""
    absent = absence(planner, node.value, level)
    if absent is not None:
        planner.refuse(absent, level)
    return _unmasked(planner.compiled(node.value, level))


def of_but(planner: Planner, node: But, level: str) -> Any:
    """A value replaced where a condition holds; what is absent stays absent."""
    absent = absence(planner, node.value, level)
    value = planner.compiled(node.value, level)
    with planner.under(planner.narrowed(planner.present(absent, level), level)):
        mask = planner.mask(node.when, level)
        found = _chosen(planner, mask, planner.branch(mask, node.replacement, level), value, level)
    return found if isinstance(found, Mask) else evolve(found, absent=absent)


def of_when(planner: Planner, node: When, level: str) -> Any:
    """One of two values, by a condition."""
    mask = planner.mask(node.condition, level)
    return _ladder(planner, [mask], [node.then, node.otherwise], level)


def _ladder(planner: Planner, masks: list[Mask], branches: list[Expression], level: str) -> Any:
    """The branch of the first mask that holds; the last branch where none does."""
    if not masks:
        return planner.compiled(branches[0], level)
    mask = masks[0]
    if mask.slot is None:
        return planner.compiled(branches[0], level) if mask.always else _ladder(planner, masks[1:], branches[1:], level)
    then = planner.branch(mask, branches[0], level)
    with planner.under(planner.narrowed(mask, level, holds=False)):
        otherwise = _ladder(planner, masks[1:], branches[1:], level)
    return _chosen(planner, mask, then, otherwise, level)


def of_steps(planner: Planner, node: Steps, level: str) -> Any:
    """The result of the first edge that a value meets."""
    value = planner.number(node.value, level)
    masks = edges_of(planner, node, value, level)
    branches = [*node.results, node.otherwise]
    constants = [each.value for each in branches if isinstance(each, Constant)]
    # Edges of one direction are nested: the first one met is told by how many are not met.
    if len(constants) == len(branches):
        slots = tuple(planner.mask_slot(mask) for mask in masks)
        if len(slots) > MOST_CODES:
            unproved(planner, "steps")
        code = planner.program.emit("count_not", level, slots, kind=CODE)
        codes = Codes(level, code, tuple(map(str, range(len(branches)))))
        return _looked_up(planner, codes, constants, level, value.absent)
    with planner.under(planner.narrowed(planner.present(value.absent, level), level)):
        found = _ladder(planner, masks, branches, level)
    return _absent_with(planner, found, value.absent, level)


def _looked_up(planner: Planner, codes: Codes, values: list[Any], level: str, absent: int | None) -> Any:
    """A table of constants by level number."""
    if codes.slot is None:
        only = values[codes.index]
        found = Codes(level, None, (only,)) if isinstance(only, str) else constant(only, level)
        return evolve(found, absent=absent)
    if isinstance(values[0], str):
        keys = tuple(dict.fromkeys(values))
        table = tuple(keys.index(value) for value in values)
        slot = planner.program.emit("take_code", level, (codes.slot,), table, kind=CODE)
        return Codes(level, slot, keys, absent=absent)
    step = common_step(list(values))
    wholes = tuple(value / step for value in values)
    if max(map(abs, wholes)) > WHOLE:
        unproved(planner, "table")
    kind = SMALL if max(map(abs, wholes)) < INT32 else NUMBER
    slot = planner.program.emit("take", level, (codes.slot,), wholes, kind=kind)
    return Quantity(level, slot, step, ZERO, min(wholes), max(wholes), absent=absent)


def of_case(planner: Planner, node: Case, level: str) -> Any:
    """A value for each level of a label."""
    codes = planner.compiled(node.label, level)
    order = [node.results[node.keys.index(key)] for key in codes.keys]
    constants = [each.value for each in order if isinstance(each, Constant)]
    if len(constants) == len(order):
        return _looked_up(planner, codes, constants, level, codes.absent)
    masks = [is_in(planner, codes, (key,), level) for key in codes.keys[:-1]]
    with planner.under(planner.narrowed(planner.present(codes.absent, level), level)):
        found = _ladder(planner, masks, order, level)
    return _absent_with(planner, found, codes.absent, level)


def of_rated(planner: Planner, node: Rated, level: str) -> Codes:
    """The band that a number reaches, as codes."""
    value = planner.number(node.value, level)
    keys = tuple(band.key for band in node.bands.bands)
    slots, active = [], planner.active
    conditional = any(band.requires is not None for band in node.bands.bands)
    there = planner.present(value.absent, level)
    for band in node.bands.bands:
        if band.edge is None:
            break
        with planner.under(active):
            mask = compared(planner, value, band.edge.operator, constant(band.edge.bound, level), level)
            if band.requires is not None:
                with planner.under(planner.narrowed(there, level)):
                    wanted = planner.branch(mask, band.requires, level)
                mask = planner.as_mask(
                    planner.join("and", (planner.mask_slot(mask), planner.mask_slot(wanted)), level), level
                )
            if conditional:
                active = planner.narrowed(mask, level, holds=False)
        slots.append(planner.mask_slot(mask))
    if not slots:
        return Codes(level, None, keys, absent=value.absent)
    if len(slots) > MOST_CODES:
        unproved(planner, "bands")
    name = "first" if conditional else "count_not"
    return Codes(level, planner.program.emit(name, level, tuple(slots), kind=CODE), keys, absent=value.absent)


def of_grid(planner: Planner, node: Grid, level: str) -> Codes:
    """The entry of a table for two labels, as codes."""
    rows, columns = planner.compiled(node.rows, level), planner.compiled(node.columns, level)
    keys = tuple(entry.key for entry in node.entries)
    cells = dict(node.cells)
    if len(keys) > MOST_CODES:
        unproved(planner, "grid")
    # A label whose level is known (or given by a narrower label) knows fewer keys than the grid has rows.
    table = tuple(keys.index(cells[row, column]) for row in rows.keys for column in columns.keys)
    slots = (planner.recoded(rows, rows.keys), planner.recoded(columns, columns.keys))
    slot = planner.program.emit("cell", level, slots, table, len(columns.keys), kind=CODE)
    return Codes(level, slot, keys)
