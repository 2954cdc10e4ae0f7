"""Programs: a flat list of block operations on slots, as data, with the proof of each decision.

Each slot is written once, and numbered in that order; an operation that was emitted before is not emitted
again. Constants are exact: the float engine rounds them once before a run, the exact engine takes them as they are.
Before a run the slots share as few buffers as their lifetimes allow, so that a block's working set stays in cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import astuple, define, evolve, field, frozen

from ..operations.operation import Operation
from .quantities import FAR, UNDERFLOW, ZERO, Quantity


def in_short(number: Fraction, digits: int = 3) -> str:
    """A number with few digits, for people; one out of float64's range as its end."""
    near = float(number) if abs(number) <= FAR else float(FAR) if number > 0 else -float(FAR)
    return f"{near:.{digits}g}"


@frozen
class Proof:
    """Why a decision (a rounding, a comparison) is right in columns.

    ``tier``: ``"int32"``, integers of four bytes or fewer; ``"whole"``, exact whole numbers in float64; ``"lattice"``, the error
    is below the distance to the nearest value that could be mistaken (``margin``); ``"filter"``, rows closer than the error are
    set aside and computed exactly; ``"exact"``, without a proof the whole run is in integers of any size.
    """

    what: str
    tier: str
    margin: Fraction
    error: Fraction

    def __str__(self) -> str:
        return f"{self.what}: {self.tier}, margin {in_short(self.margin)}, error bound {in_short(self.error)}"


@frozen
class Claim:
    """What the planner assumed of a slot: its bounds, that ``a * grid * D`` is whole, with D the divisor's value,
    and for a divisor that it is at least ``apart`` from 0.

    Limits were dropped, comparisons folded and errors bounded because of it. It holds in every row that is not
    refused, and the exact engine checks it in each row that it runs.
    """

    low: Fraction
    high: Fraction
    grid: int | None
    divisor: int | None
    most: int
    apart: Fraction = ZERO


@define
class Program:
    """Operations in the order they run, with what each slot holds; ``exact`` where the float engine must not run it.

    ``claims`` are what the program rests on, by slot.
    """

    operations: list[Operation] = field(factory=list)
    kinds: list[str] = field(factory=list)
    tables: list[str] = field(factory=list)
    proofs: list[Proof] = field(factory=list)
    loads: dict[tuple[str, str, str], int] = field(factory=dict)
    exact: bool = False
    claims: dict[int, set[Claim]] = field(factory=dict)
    _emitted: dict[Operation, int] = field(factory=dict)

    def copy(self) -> Program:
        """The same program, to which more can be added without changing this one."""
        claims = {slot: {*made} for slot, made in self.claims.items()}
        lists = ([*each] for each in (self.operations, self.kinds, self.tables, self.proofs))
        operations, kinds, tables, proofs = lists
        return Program(operations, kinds, tables, proofs, {**self.loads}, self.exact, claims, {**self._emitted})

    def slot(self, kind: str, table: str) -> int:
        """A new slot."""
        self.kinds.append(kind)
        self.tables.append(table)
        return len(self.kinds) - 1

    def emit(self, operation: Operation) -> int:
        """The slot that an operation writes; the operation is appended unless an equal one is there already."""
        out = self._emitted.get(operation)
        if out is None:
            out = self._emitted[operation] = self.slot(operation.kind, operation.table)
            self.operations.append(evolve(operation, out=out))
            self.exact |= _far(astuple(operation))
        return out

    def claim(self, found: Quantity, apart: Fraction = ZERO) -> None:
        """Record what the plan assumes of a quantity's slot."""
        if found.slot is not None:
            claim = Claim(found.low, found.high, found.grid, found.divisor, found.most, apart)
            self.claims.setdefault(found.slot, set()).add(claim)

    def act(self, operation: Operation) -> None:
        """Append an operation that writes no slot (it sets rows aside), unless an equal one is there already."""
        if operation not in self.operations:
            self.operations.append(operation)

    def load(self, table: str, key: str, what: str, kind: str) -> int:
        """The slot of an input column (its values, its mask of absence): no copy, no operation."""
        place = (table, key, what)
        if place not in self.loads:
            self.loads[place] = self.slot(kind, table)
        return self.loads[place]

    def needed(self, kept: Iterable[int], first: int = 0) -> list[Operation]:
        """The operations that kept slots depend on, and those that set rows aside; of all, or from the ``first`` one on."""
        wanted, found = set(kept), []
        for operation in reversed(self.operations[first:]):
            if operation.out is None or operation.out in wanted:
                wanted.update(operation.reads)
                found.append(operation)
        return found[::-1]


def _far(constant: Any) -> bool:
    """Whether a constant of an operation, or one within it, is outside float64's range."""
    if isinstance(constant, tuple):
        return any(map(_far, constant))
    return isinstance(constant, Fraction) and constant != 0 and not UNDERFLOW <= abs(constant) <= FAR


def buffers(
    program: Program, operations: Iterable[Operation], kept: Iterable[int]
) -> tuple[Mapping[int, int], list[tuple[str, str]]]:
    """The buffer of each slot that is written, and the kind and table of each buffer.

    ``kept`` are slots that are read after the run: they are never overwritten.
    """
    operations, kept = list(operations), set(kept)
    last = {slot: index for index, operation in enumerate(operations) for slot in operation.reads}
    ending: dict[int, list[int]] = {}
    for slot, index in last.items():
        ending.setdefault(index, []).append(slot)
    place: dict[int, int] = {}
    made: list[tuple[str, str]] = []
    free: dict[tuple[str, str], list[int]] = {}
    for index, operation in enumerate(operations):
        if operation.out is not None:
            about = (program.kinds[operation.out], program.tables[operation.out])
            pool = free.get(about)
            if pool:
                place[operation.out] = pool.pop()
            else:
                place[operation.out] = len(made)
                made.append(about)
        # An operation never overwrites what it reads: a slot that ends here frees its buffer for the next one.
        for slot in ending.get(index, ()):
            if slot in place and slot not in kept:
                free.setdefault((program.kinds[slot], program.tables[slot]), []).append(place[slot])
    return place, made
