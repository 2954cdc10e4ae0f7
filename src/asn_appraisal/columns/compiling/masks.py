"""Masks: conditions and absence in columns, and rows to set aside.

A mask known to be the same for all rows is not computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from ..operations.affine import FullCode, FullMask
from ..operations.comparing import And, Not, Or
from ..operations.looking_up import TakeCode
from ..operations.segments import Spread
from ..operations.setting_aside import Doubt, Refuse
from .bounds import Bounds, Codes, Mask, RowBounds
from .programs import Program
from .quantities import Quantity


class Masks:
    """Emits operations on masks and labels into a program.

    ``active`` is the mask of the rows that count, where only some do; not ``sure`` where it may hold in rows that do not
    count. ``about`` names the part that proofs are about.
    """

    def __init__(self, bounds: Mapping[tuple[str, str], Bounds], rows: Mapping[str, RowBounds]) -> None:
        self.program = Program()
        self.bounds = bounds
        self.rows = rows
        self.active: int | None = None
        self.sure = True
        self.about = ""

    @contextmanager
    def under(self, active: int | None, *, sure: bool = True) -> Iterator[None]:
        """Within it only rows where a mask holds count: faults and doubts elsewhere do not matter."""
        before = self.active, self.sure
        self.active, self.sure = active, self.sure and sure
        try:
            yield
        finally:
            self.active, self.sure = before

    @contextmanager
    def deciding(self, what: str) -> Iterator[None]:
        """Within it proofs are about the part of that name."""
        before = self.about
        self.about = self.program.about = what
        try:
            yield
        finally:
            self.about = self.program.about = before

    def spread(self, slot: int, table: str) -> int:
        """A slot of the records, repeated for each row of a list."""
        return self.program.emit(Spread(table, slot, self.program.kinds[slot]))

    def known(self, slot: int) -> bool | None:
        """True for a mask that holds everywhere by its definition, False for nowhere, None for others."""
        for operation in self.program.operations:
            if operation.out == slot and isinstance(operation, FullMask):
                return operation.holds
        return None

    def full_mask(self, table: str, *, holds: bool) -> int:
        """A mask that holds everywhere or nowhere."""
        return self.program.emit(FullMask(table, holds))

    def mask_slot(self, mask: Mask) -> int:
        """The slot of a condition; one that is the same for all rows gets a slot of its own."""
        return self.full_mask(mask.table, holds=mask.always) if mask.slot is None else mask.slot

    def join(self, how: type[And | Or], masks: Iterable[int], table: str) -> int:
        """Several masks as one, by ``And`` or ``Or``."""
        deciding = how is Or
        left = []
        for mask in dict.fromkeys(masks):
            known = self.known(mask)
            if known is deciding:
                return mask
            if known is None:
                left.append(mask)
        if not left:
            return self.full_mask(table, holds=not deciding)
        joined = left[0]
        for mask in left[1:]:
            joined = self.program.emit(how(table, joined, mask))
        return joined

    def negated(self, mask: int, table: str) -> int:
        """The mask that holds where another does not."""
        known = self.known(mask)
        if known is not None:
            return self.full_mask(table, holds=not known)
        return self.program.emit(Not(table, mask))

    def as_mask(self, slot: int, table: str) -> Mask:
        """The condition of a slot; one that is the same for all rows is a constant."""
        known = self.known(slot)
        return Mask(table, slot) if known is None else Mask(table, None, known)

    def present(self, absent: int | None, table: str) -> Mask:
        """The condition that a value is given, from the mask of its absence."""
        return Mask(table, None, always=True) if absent is None else self.as_mask(self.negated(absent, table), table)

    def either(self, masks: Iterable[int | None], table: str) -> int | None:
        """Where one of some masks holds; None stands for nowhere."""
        found = [mask for mask in masks if mask is not None]
        return self.join(Or, found, table) if found else None

    def any_absent(self, found: Iterable[Quantity | Codes], table: str) -> int | None:
        """The mask of rows where one of some values is absent."""
        return self.either((each.absent for each in found), table)

    def selected_absent(self, mask: Mask, then: int | None, otherwise: int | None, table: str) -> int | None:
        """Where the value chosen by a mask is absent."""
        if mask.slot is None or then == otherwise:
            return then if mask.slot is None and mask.always else otherwise
        held = None if then is None else self.join(And, (mask.slot, then), table)
        inverse = self.negated(mask.slot, table)
        return self.either((held, None if otherwise is None else self.join(And, (inverse, otherwise), table)), table)

    def within(self, mask: int, table: str, absent: int | None = None) -> int | None:
        """A mask restricted to the rows that count; None where no row is left."""
        parts = [mask]
        if absent is not None:
            parts.append(self.negated(absent, table))
        if self.active is not None:
            parts.append(self.active)
        joined = self.join(And, parts, table)
        return None if self.known(joined) is False else joined

    def refuse(self, mask: int, table: str, absent: int | None = None, *, certain: bool = True) -> None:
        """Refuse rows that have a fault, or may have one: the record's own appraisal says which."""
        if (rows := self.within(mask, table, absent)) is not None:
            self.program.act(Refuse(table, rows, certain and self.sure))

    def doubt(self, mask: int, table: str, absent: int | None = None) -> None:
        """Set rows aside that are too close to call in float64."""
        if (rows := self.within(mask, table, absent)) is not None:
            self.program.act(Doubt(table, rows))

    def recoded(self, found: Codes, keys: tuple[str, ...]) -> int:
        """A label's slot with the level numbers of other keys."""
        table = tuple(keys.index(key) if key in keys else 0 for key in found.keys)
        if found.slot is None:
            return self.program.emit(FullCode(found.table, table[found.index]))
        if table == tuple(range(len(table))):
            return found.slot
        return self.program.emit(TakeCode(found.table, found.slot, table))
