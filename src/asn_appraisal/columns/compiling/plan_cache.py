"""A cache of compiled plans: a plan is valid for any columns within the bounds that it was made for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, evolve, field, frozen

from ...policies import Policy
from .bounds import Bounds, RowBounds
from .plans import Plan

ColumnBounds = Mapping[tuple[str, str], Bounds]
ListBounds = Mapping[str, RowBounds]
_MOST = 16


@frozen
class Kept:
    """A plan, and the policy, parts and bounds that it was made for."""

    policy: Policy
    parts: tuple[str, ...]
    bounds: ColumnBounds
    rows: ListBounds
    plan: Plan


@define
class Shelf:
    """The latest plans. Each new plan is made for the bounds of the one before as well, so that a stream of tables soon
    has one for all its batches.
    """

    kept: list[Kept] = field(factory=list)

    def plan(
        self,
        policy: Policy,
        parts: tuple[str, ...],
        bounds: ColumnBounds,
        rows: ListBounds,
        make: Callable[[ColumnBounds, ListBounds], Plan],
    ) -> Plan:
        """A plan that is valid for columns within bounds, made if none is cached."""
        same = [each for each in self.kept if each.policy == policy and each.parts == parts]
        for each in same:
            if _cover(each.bounds, bounds) and all(_covers_rows(rows[name], each.rows[name]) for name in rows):
                return each.plan
        wide, wide_rows = bounds, rows
        if same and _stored_alike(same[-1].bounds, bounds):
            wide = {place: _union(each, same[-1].bounds[place]) for place, each in bounds.items()}
            wide_rows = {name: _union_of_rows(each, same[-1].rows[name]) for name, each in rows.items()}
        found = Kept(policy, parts, dict(wide), dict(wide_rows), make(wide, wide_rows))
        self.kept = [*self.kept[1 - _MOST :], found]
        return found.plan


@define
class Latest:
    """The latest plans of the process, each for just the bounds that it was made for: tables of one kind that come one by one
    share theirs, and what is remembered of its runs.
    """

    kept: tuple[Kept, ...] = ()

    def plan(
        self,
        policy: Policy,
        parts: tuple[str, ...],
        bounds: ColumnBounds,
        rows: ListBounds,
        make: Callable[[ColumnBounds, ListBounds], Plan],
    ) -> Plan:
        """A plan for just these bounds, made if none is kept."""
        about = (parts, bounds, rows)
        for each in self.kept:
            if each.policy is policy and (each.parts, each.bounds, each.rows) == about:
                return each.plan
        found = Kept(policy, parts, dict(bounds), dict(rows), make(bounds, rows))
        self.kept = (*self.kept[1 - _MOST :], found)
        return found.plan


def _stored_alike(one: ColumnBounds, other: ColumnBounds) -> bool:
    """Whether columns are stored alike, so that one plan can read both."""
    return one.keys() == other.keys() and all(
        (one[place].kind, one[place].empty) == (each.kind, each.empty) for place, each in other.items()
    )


def _cover(wide: ColumnBounds, bounds: ColumnBounds) -> bool:
    return _stored_alike(wide, bounds) and all(
        wide[place].low <= each.low and each.high <= wide[place].high and wide[place].absent >= each.absent
        for place, each in bounds.items()
    )


def _covers_rows(rows: RowBounds, wide: RowBounds) -> bool:
    return wide.least <= rows.least and rows.most <= wide.most


def _union(one: Bounds, other: Bounds) -> Bounds:
    low, high = min(one.low, other.low), max(one.high, other.high)
    return evolve(one, low=low, high=high, absent=one.absent or other.absent)


def _union_of_rows(one: RowBounds, other: RowBounds) -> RowBounds:
    return RowBounds(min(one.least, other.least), max(one.most, other.most))
