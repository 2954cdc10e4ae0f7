"""Conditions in columns: comparisons, their combinations, and whether there is a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...algebra.choices import Case, Steps, When
from ...algebra.expressions import But, Comparison, Either, Every, Expression, Given, IsOneOf, Named, Not, OrElse
from ...algebra.inputs import Flag
from ...algebra.kinds import CONDITION, LABEL, NUMBER
from ...analysis.outlines import uses_row
from .bounds import RECORD, Codes, Mask
from .decisions import compared
from .inputs import absent_slot
from .planners import Planner
from .programs import MASK
from .quantities import Quantity, constant


def of_comparison(planner: Planner, node: Comparison, level: str) -> Mask:
    """Two values compared: a decision where they are numbers."""
    if node.left.kind == NUMBER:
        return compared(
            planner, planner.number(node.left, level), node.operator, planner.number(node.right, level), level
        )
    left, right = planner.compiled(node.left, level), planner.compiled(node.right, level)
    if node.left.kind == LABEL:
        return _same_label(planner, left, right, level)
    if left.slot is None and right.slot is None:
        return Mask(level, None, left.always == right.always)
    slots = (planner.mask_slot(left), planner.mask_slot(right))
    return Mask(level, planner.program.emit("same", level, slots, kind=MASK))


def _same_label(planner: Planner, left: Codes, right: Codes, level: str) -> Mask:
    if left.slot is None:
        left, right = right, left
    if right.slot is None:
        return is_in(planner, left, (right.keys[right.index],), level)
    keys = tuple(dict.fromkeys((*left.keys, *right.keys)))
    slots = (planner.recoded(left, keys), planner.recoded(right, keys))
    return Mask(level, planner.program.emit("same", level, slots, kind=MASK))


def is_in(planner: Planner, found: Codes, among: tuple[str, ...], level: str) -> Mask:
    """Whether a label is one of some keys."""
    table = tuple(key in among for key in found.keys)
    if found.slot is None:
        return Mask(level, None, table[found.index])
    return Mask(level, planner.program.emit("take_mask", level, (found.slot,), table, kind=MASK))


def of_is_one_of(planner: Planner, node: IsOneOf, level: str) -> Mask:
    """Whether a label is one of some levels."""
    return is_in(planner, planner.compiled(node.label, level), node.among, level)


def of_every(planner: Planner, node: Every, level: str) -> Mask:
    """As in records, a condition further right is looked at only where those before leave it open."""
    joins = "or" if isinstance(node, Either) else "and"
    slots: list[int] = []
    active = planner.active
    for part in node.parts:
        with planner.under(active):
            mask = planner.mask(part, level)
            active = planner.narrowed(mask, level, holds=joins == "and")
        slots.append(planner.mask_slot(mask))
    return planner.as_mask(planner.join(joins, slots, level), level)


def of_not(planner: Planner, node: Not, level: str) -> Mask:
    """Where a condition does not hold."""
    return planner.as_mask(planner.negated(planner.mask_slot(planner.mask(node.condition, level)), level), level)


def absence(planner: Planner, node: Expression, level: str) -> int | None:
    """The mask of rows where a value is absent."""
    if node.kind != CONDITION:
        found: int | None = planner.compiled(node, level).absent
        return found
    if not node.may_be_absent:
        planner.compiled(node, level)  # what may go wrong in it goes wrong here too
        return None
    if level != RECORD and not uses_row(node, planner.lists[level]):
        inner = absence(planner, node, RECORD)
        return None if inner is None else planner.spread(inner, level)
    return _ABSENCES[type(node)](planner, node, level)


def _flag_absence(planner: Planner, node: Flag, level: str) -> int | None:
    return absent_slot(planner, planner.bounds[level, node.key], node.key, level)


def _or_else_absence(planner: Planner, node: OrElse, level: str) -> int | None:
    absent = absence(planner, node.value, level)
    if absent is None:
        return None
    with planner.under(planner.narrowed(Mask(level, absent), level)):
        default = absence(planner, node.default, level)
    return None if default is None else planner.join("and", (absent, default), level)


def _chosen_absence(planner: Planner, masks: list[Mask], branches: list[Expression], level: str) -> int | None:
    """Where the branch of the first mask that holds is absent."""
    if not masks:
        return absence(planner, branches[0], level)
    with planner.under(planner.narrowed(masks[0], level)):
        then = absence(planner, branches[0], level)
    with planner.under(planner.narrowed(masks[0], level, holds=False)):
        otherwise = _chosen_absence(planner, masks[1:], branches[1:], level)
    return planner.selected_absent(masks[0], then, otherwise, level)


def _steps_absence(planner: Planner, node: Steps, level: str) -> int | None:
    value = planner.number(node.value, level)
    found = _chosen_absence(planner, edges_of(planner, node, value, level), [*node.results, node.otherwise], level)
    return planner.either((value.absent, found), level)


def _case_absence(planner: Planner, node: Case, level: str) -> int | None:
    codes = planner.compiled(node.label, level)
    masks = [is_in(planner, codes, (key,), level) for key in node.keys[:-1]]
    found = _chosen_absence(planner, masks, list(node.results), level)
    return planner.either((codes.absent, found), level)


_ABSENCES: dict[type[Expression], Callable[[Planner, Any, str], int | None]] = {
    Flag: _flag_absence,
    Named: lambda planner, node, level: absence(planner, node.value, level),
    But: lambda planner, node, level: absence(planner, node.value, level),
    OrElse: _or_else_absence,
    When: lambda planner, node, level: _chosen_absence(
        planner, [planner.mask(node.condition, level)], [node.then, node.otherwise], level
    ),
    Steps: _steps_absence,
    Case: _case_absence,
}


def of_given(planner: Planner, node: Given, level: str) -> Mask:
    """Whether there is a value."""
    return present(planner, node.value, level)


def present(planner: Planner, node: Expression, level: str) -> Mask:
    """Whether there is a value, as a condition."""
    return planner.present(absence(planner, node, level), level)


def edges_of(planner: Planner, node: Steps, value: Quantity, level: str) -> list[Mask]:
    """For each edge of a table of steps, where a value meets it."""
    return [compared(planner, value, edge.operator, constant(edge.bound, level), level) for edge in node.edges]
