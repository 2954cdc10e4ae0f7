"""Planners: expressions of a policy compiled once per table and set of rows that count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from ...algebra.dispatch import Dispatch
from ...algebra.expressions import Constant, Expression
from ...analysis.outlines import Outline, uses_row
from ...errors import PlanSizeError
from ..operations.comparing import And
from .arithmetic import Builder
from .bounds import RECORD, Bounds, Codes, Compiled, Mask, RowBounds
from .quantities import Quantity

Compiler = Callable[["Planner", Any, str], Any]


# The largest official scheme compiles a fiftieth of it; the limit takes some seconds.
MOST_COMPILED = 20_000


class Planner(Builder):
    """Compiles expressions of one policy for the bounds of its columns; ``compilers`` has a function for each kind of node."""

    def __init__(
        self,
        outline: Outline,
        bounds: Mapping[tuple[str, str], Bounds],
        rows: Mapping[str, RowBounds],
        compilers: Dispatch[Compiler],
        done: Mapping[tuple[Expression, str, int | None], Compiled] | None = None,
    ) -> None:
        super().__init__(bounds, rows)
        self.outline, self.compilers = outline, compilers
        self.lists = {items.key: items for items in outline.lists}
        self._done: dict[tuple[Expression, str, int | None], Compiled] = {**(done or {})}

    def continued(self) -> Planner:
        """A planner that goes on from what was compiled so far, without changing this one."""
        planner = Planner(self.outline, self.bounds, self.rows, self.compilers, self._done)
        planner.program = self.program.copy()
        return planner

    def compiled(self, node: Expression, table: str) -> Any:
        """The compiled form of an expression over a table: the records, or the rows of a list."""
        if table != RECORD and not isinstance(node, Constant) and not uses_row(node, self.lists[table]):
            # Rows count only where their record does, so the record's own mask need not be spread here.
            with self.under(None):
                return self.brought(self.compiled(node, RECORD), table)
        place = (node, table, self.active)
        if place not in self._done:
            # A part within nested branches is compiled for each path that leads to it.
            if len(self._done) >= MOST_COMPILED:
                raise PlanSizeError(found=f"> {MOST_COMPILED}", limit=MOST_COMPILED)
            self._done[place] = self.compilers(node)(self, node, table)
        return self._done[place]

    def brought(self, found: Any, table: str) -> Any:
        """A value of the records, repeated for each row of a list."""
        if isinstance(found, Quantity):
            found = self.settled(found)
        absent = None if isinstance(found, Mask) or found.absent is None else self.spread(found.absent, table)
        if found.slot is None:
            return evolve(found, table=table) if isinstance(found, Mask) else evolve(found, table=table, absent=absent)
        slot = self.spread(found.slot, table)
        if isinstance(found, Mask):
            return Mask(table, slot)
        if isinstance(found, Codes):
            return evolve(found, table=table, slot=slot, absent=absent)
        divisor = None if found.divisor is None else self.spread(found.divisor, table)
        return evolve(found, table=table, slot=slot, absent=absent, divisor=divisor)

    def number(self, node: Expression, table: str) -> Quantity:
        """The quantity of a number."""
        found: Quantity = self.compiled(node, table)
        return found

    def mask(self, node: Expression, table: str) -> Mask:
        """The mask of a condition."""
        found: Mask = self.compiled(node, table)
        return found

    def branch(self, mask: Mask, node: Expression, table: str, *, holds: bool = True) -> Any:
        """An expression that counts only where a mask holds (or does not)."""
        with self.under(self.narrowed(mask, table, holds=holds)):
            return self.compiled(node, table)

    def narrowed(self, mask: Mask, table: str, *, holds: bool = True) -> int | None:
        """The mask of rows that count where a condition holds (or does not)."""
        slot = self.mask_slot(mask) if holds else self.negated(self.mask_slot(mask), table)
        joined = slot if self.active is None else self.join(And, (slot, self.active), table)
        return None if self.known(joined) else joined
