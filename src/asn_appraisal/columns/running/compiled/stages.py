"""Stages: which operations share a loop over the rows of a table, and which values go from one loop to a later one.

A total over the rows of a list needs a loop over the list first; a value of the record that is repeated for the rows needs one
over the records first. An operation runs as late as it may, so that few values must be kept between loops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from ...operations.operation import Operation
from ...operations.segments import OfRows, Spread

Place = tuple[int, str]  # the depth of a loop, and its table


@frozen
class Stages:
    """The loops of a program in their order: the operations of each by its place, and the slots that are kept for later loops.

    ``crossing`` are operations between two tables, which come before the loop at their place. A column that one of them reads is
    kept by the first loop of its table; a loop that needs a column otherwise reads it again.
    """

    order: tuple[Place, ...]
    inside: Mapping[Place, tuple[Operation, ...]]
    crossing: Mapping[Place, tuple[Operation, ...]]
    kept: frozenset[int]

    def reads(self, place: Place) -> list[int]:
        """The slots that the operations of a loop read, each once."""
        return [*dict.fromkeys(slot for each in self.inside.get(place, ()) for slot in each.reads)]

    def writes(self, place: Place) -> set[int]:
        """The slots that a loop sets itself."""
        return {each.out for each in self.inside.get(place, ()) if each.out is not None}

    def after_crossing(self, place: Place) -> set[int]:
        """The slots that were set just before a loop, from the rows of other tables."""
        return {each.out for each in self.crossing.get(place, ()) if each.out is not None}


def crosses(operation: Operation) -> bool:
    """Whether an operation reads the rows of another table than its own."""
    return isinstance(operation, OfRows | Spread)


def stages(operations: Iterable[Operation], results: Iterable[int], tables: Iterable[str]) -> Stages:
    """The loops of operations; each of the tables has a loop at depth 0, if only to read its columns.

    >>> from asn_appraisal.columns.operations import SegmentSum, Widen
    >>> found = stages([Widen("rows", 0, out=1), SegmentSum("", 1, "rows", out=2), Widen("", 3, out=4)], {2, 4}, ("", "rows"))
    >>> found.order, found.kept
    (((0, ''), (0, 'rows'), (1, '')), frozenset({1, 2}))
    """
    operations = list(operations)
    depth = _as_late_as_possible(operations, set(results), _as_early_as_possible(operations))
    places = [(depth[at], each.table) for at, each in enumerate(operations)]
    inside: dict[Place, list[Operation]] = {}
    between: dict[Place, list[Operation]] = {}
    for place, operation in zip(places, operations, strict=True):
        (between if crosses(operation) else inside).setdefault(place, []).append(operation)
    order = sorted({*inside, *between, *((0, table) for table in tables)})
    made = {each.out: place for each, place in zip(operations, places, strict=True) if each.out is not None}
    kept = {
        slot
        for place, operation in zip(places, operations, strict=True)
        for slot in operation.reads
        if crosses(operation) or made.get(slot, place) != place
    }
    kept |= {each.out for each in operations if crosses(each) and each.out is not None}
    return Stages(tuple(order), _fixed(inside), _fixed(between), frozenset(kept))


def _fixed(found: Mapping[Place, list[Operation]]) -> dict[Place, tuple[Operation, ...]]:
    return {place: tuple(operations) for place, operations in found.items()}


def _as_early_as_possible(operations: list[Operation]) -> list[int]:
    """The depth of each operation if it runs as soon as what it reads is there."""
    made: dict[int, int] = {}
    depths = []
    for operation in operations:
        depth = max((made.get(slot, 0) for slot in operation.reads), default=0) + crosses(operation)
        depths.append(depth)
        if operation.out is not None:
            made[operation.out] = depth
    return depths


def _as_late_as_possible(operations: list[Operation], results: set[int], early: list[int]) -> list[int]:
    """The depth of each operation if it runs just before it is needed; results and what sets rows aside are needed last."""
    last: dict[str, int] = {}
    for operation, depth in zip(operations, early, strict=True):
        last[operation.table] = max(last.get(operation.table, 0), depth)
    latest: dict[int | None, int] = {}
    depths = [*early]
    for at in range(len(operations) - 1, -1, -1):
        operation = operations[at]
        wanted = operation.out is None or operation.out in results
        depths[at] = min(
            latest.get(operation.out, last[operation.table]), last[operation.table] if wanted else len(early)
        )
        for slot in operation.reads:
            needed = depths[at] - crosses(operation)
            latest[slot] = min(latest.get(slot, needed), needed)
    return depths
