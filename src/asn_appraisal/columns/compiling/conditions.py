"""Conditions in columns: comparisons, their combinations, and whether a value is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...algebra.choices import Case, Steps, When
from ...algebra.dispatch import Dispatch
from ...algebra.expressions import But, Comparison, Either, Every, Expression, Given, IsOneOf, Named, Not, OrElse
from ...algebra.inputs import Flag
from ...algebra.kinds import CONDITION, LABEL, NUMBER
from ...analysis.outlines import uses_row
from ..operations.comparing import And, Or, Same
from ..operations.looking_up import TakeMask
from .bounds import RECORD, Codes, Mask
from .decisions import compared
from .inputs import absent_slot
from .planners import Planner
from .quantities import Quantity, constant


def of_comparison(planner: Planner, node: Comparison, table: str) -> Mask:
    """Two values compared: a decision where they are numbers."""
    if node.left.kind == NUMBER:
        return compared(
            planner, planner.number(node.left, table), node.operator, planner.number(node.right, table), table
        )
    left, right = planner.compiled(node.left, table), planner.compiled(node.right, table)
    if node.left.kind == LABEL:
        return _same_label(planner, left, right, table)
    if left.slot is None and right.slot is None:
        return Mask(table, None, left.always == right.always)
    slots = (planner.mask_slot(left), planner.mask_slot(right))
    return Mask(table, planner.program.emit(Same(table, *slots)))


def _same_label(planner: Planner, left: Codes, right: Codes, table: str) -> Mask:
    if left.slot is None:
        left, right = right, left
    if right.slot is None:
        return is_in(planner, left, (right.keys[right.index],), table)
    keys = tuple(dict.fromkeys((*left.keys, *right.keys)))
    slots = (planner.recoded(left, keys), planner.recoded(right, keys))
    return Mask(table, planner.program.emit(Same(table, *slots)))


def is_in(planner: Planner, found: Codes, among: tuple[str, ...], table: str) -> Mask:
    """Whether a label is one of some keys."""
    lookup = tuple(key in among for key in found.keys)
    if found.slot is None:
        return Mask(table, None, lookup[found.index])
    return Mask(table, planner.program.emit(TakeMask(table, found.slot, lookup)))


def of_is_one_of(planner: Planner, node: IsOneOf, table: str) -> Mask:
    """Whether a label is one of some levels."""
    return is_in(planner, planner.compiled(node.label, table), node.among, table)


def of_every(planner: Planner, node: Every, table: str) -> Mask:
    """Several conditions joined; as in records, one counts only in rows that those before it leave open."""
    joins = Or if isinstance(node, Either) else And
    slots: list[int] = []
    active = planner.active
    for part in node.parts:
        with planner.under(active):
            mask = planner.mask(part, table)
            active = planner.narrowed(mask, table, holds=joins is And)
        slots.append(planner.mask_slot(mask))
    return planner.as_mask(planner.join(joins, slots, table), table)


def of_not(planner: Planner, node: Not, table: str) -> Mask:
    """Where a condition does not hold."""
    return planner.as_mask(planner.negated(planner.mask_slot(planner.mask(node.condition, table)), table), table)


def absence(planner: Planner, node: Expression, table: str) -> int | None:
    """The mask of rows where a value is absent."""
    if node.kind != CONDITION:
        found: int | None = planner.compiled(node, table).absent
        return found
    if not node.may_be_absent:
        planner.compiled(node, table)  # its faults are faults here too
        return None
    if table != RECORD and not uses_row(node, planner.lists[table]):
        inner = absence(planner, node, RECORD)
        return None if inner is None else planner.spread(inner, table)
    return ABSENCES(node)(planner, node, table)


def _flag_absence(planner: Planner, node: Flag, table: str) -> int | None:
    return absent_slot(planner, planner.bounds[table, node.key], node.key, table)


def _or_else_absence(planner: Planner, node: OrElse, table: str) -> int | None:
    absent = absence(planner, node.value, table)
    if absent is None:
        return None
    with planner.under(planner.narrowed(Mask(table, absent), table)):
        default = absence(planner, node.default, table)
    return None if default is None else planner.join(And, (absent, default), table)


def _chosen_absence(planner: Planner, masks: list[Mask], branches: list[Expression], table: str) -> int | None:
    """Where the branch of the first mask that holds is absent."""
    if not masks:
        return absence(planner, branches[0], table)
    with planner.under(planner.narrowed(masks[0], table)):
        then = absence(planner, branches[0], table)
    with planner.under(planner.narrowed(masks[0], table, holds=False)):
        otherwise = _chosen_absence(planner, masks[1:], branches[1:], table)
    return planner.selected_absent(masks[0], then, otherwise, table)


def _steps_absence(planner: Planner, node: Steps, table: str) -> int | None:
    value = planner.number(node.value, table)
    found = _chosen_absence(planner, edges_of(planner, node, value, table), [*node.results, node.otherwise], table)
    return planner.either((value.absent, found), table)


def _case_absence(planner: Planner, node: Case, table: str) -> int | None:
    codes = planner.compiled(node.label, table)
    masks = [is_in(planner, codes, (key,), table) for key in node.keys[:-1]]
    found = _chosen_absence(planner, masks, list(node.results), table)
    return planner.either((codes.absent, found), table)


ABSENCES: Dispatch[Callable[[Planner, Any, str], int | None]] = Dispatch(
    "ABSENCES",
    {
        Flag: _flag_absence,
        Named: lambda planner, node, table: absence(planner, node.value, table),
        But: lambda planner, node, table: absence(planner, node.value, table),
        OrElse: _or_else_absence,
        When: lambda planner, node, table: _chosen_absence(
            planner, [planner.mask(node.condition, table)], [node.then, node.otherwise], table
        ),
        Steps: _steps_absence,
        Case: _case_absence,
    },
)


def of_given(planner: Planner, node: Given, table: str) -> Mask:
    """Whether a value is given."""
    return present(planner, node.value, table)


def present(planner: Planner, node: Expression, table: str) -> Mask:
    """The condition that a value is given."""
    return planner.present(absence(planner, node, table), table)


def edges_of(planner: Planner, node: Steps, value: Quantity, table: str) -> list[Mask]:
    """For each edge of a table of steps, the mask of rows that meet it."""
    return [compared(planner, value, edge.operator, constant(edge.bound, table), table) for edge in node.edges]
