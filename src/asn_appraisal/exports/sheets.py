"""Sheets: a program as columns, each defined by others, and the few stages in which they are worked out.

A column that one other column reads is written inside that column; one that several read gets a stage, so that nothing is
worked out twice. A stage reads the columns of the stages before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from attrs import define, field, frozen

from ..columns.compiling.bounds import RECORD
from .languages import At, Language, Silent, Term

Write = Callable[[Language, At], Term]
_DEEPEST = 12  # an expression with more inside it becomes a column


@frozen
class Definition:
    """A column of a table: an expression of others (``write``), the rows of a list reduced to one value (``how`` and
    ``rows``), or a value of the record for each row of a list (``how`` is ``"spread"``).

    ``raw`` reads columns as they come, in the first stage.
    """

    slot: int
    table: str
    write: Write
    raw: bool = False
    how: str | None = None
    rows: str = RECORD


@define
class Sheet:
    """The columns of a program, in the order of their definitions; slots below ``taken`` are the program's own."""

    taken: int
    definitions: dict[int, Definition] = field(factory=dict)
    same: dict[int, int] = field(factory=dict)

    def define(self, table: str, write: Write, out: int | None = None, *, raw: bool = False) -> int:
        """Define a column by an expression; its slot."""
        return self._add(Definition(self._slot(out), table, write, raw))

    def reduce(self, how: str, read: int, rows: str, out: int | None = None) -> int:
        """Define a column of the records by the rows of a list: their ``sum``, ``least`` or ``greatest`` number, the
        ``tally`` of those in which a condition holds, how many ``distinct`` values, or the ``count`` of rows.
        """
        write = self._reading(read)
        return self._add(Definition(self._slot(out), RECORD, write, how=how, rows=rows))

    def spread(self, read: int, table: str, out: int | None = None) -> int:
        """Define a column of a list by one of the records."""
        return self._add(Definition(self._slot(out), table, self._reading(read), how="spread"))

    def alias(self, out: int, read: int) -> None:
        """Let a slot be the same as another."""
        self.same[out] = read

    def at(self, slot: int) -> int:
        """The slot that stands for one."""
        while slot in self.same:
            slot = self.same[slot]
        return slot

    def reads(self, definition: Definition) -> list[int]:
        """The columns that an expression reads, each as often as it does."""
        found: list[int] = []
        definition.write(Silent(), lambda slot: found.append(self.at(slot)))
        return found

    def _reading(self, read: int) -> Write:
        return lambda _, at: at(read)

    def new_slot(self) -> int:
        """A slot that no column has yet."""
        self.taken += 1
        return self.taken - 1

    def _slot(self, out: int | None) -> int:
        return self.new_slot() if out is None else out

    def _add(self, definition: Definition) -> int:
        self.definitions[definition.slot] = definition
        return definition.slot


@frozen
class Layout:
    """A sheet in stages: which slots are columns, from which stage on each is there, and until which it is read."""

    sheet: Sheet
    columns: Mapping[int, int]
    until: Mapping[int, int]

    @property
    def last(self) -> int:
        """The last stage."""
        return max(self.columns.values(), default=1)

    def at_stage(self, stage: int, table: str) -> list[Definition]:
        """The columns of a table that a stage adds."""
        found = (self.sheet.definitions[slot] for slot, own in self.columns.items() if own == stage)
        return [definition for definition in found if definition.table == table]

    def carried(self, stage: int, table: str) -> list[int]:
        """The columns of a table from before a stage that are read after it."""
        definitions = self.sheet.definitions
        return [
            slot
            for slot, own in self.columns.items()
            if definitions[slot].table == table and own < stage < self.until[slot]
        ]

    def written(self, definition: Definition, language: Language, column: Callable[[int], Term]) -> Term:
        """The expression of a column, those that it alone reads inside it."""

        def at(slot: int) -> Term:
            slot = self.sheet.at(slot)
            return (
                column(slot) if slot in self.columns else self.written(self.sheet.definitions[slot], language, column)
            )

        return definition.write(language, at)


def layout(sheet: Sheet, wanted: Iterable[int]) -> Layout:
    """The stages of the columns that are wanted, and of what they read."""
    wanted = [sheet.at(slot) for slot in wanted]
    needed: dict[int, list[int]] = {}
    left = [*wanted]
    while left:
        slot = left.pop()
        if slot not in needed:
            needed[slot] = sheet.reads(sheet.definitions[slot])
            left += needed[slot]
    uses = Counter(slot for reads in needed.values() for slot in reads)
    columns: dict[int, int] = {}
    stage: dict[int, int] = {}
    depth: dict[int, int] = {}
    until: dict[int, int] = {}
    for slot in _in_order(needed):
        definition, reads = sheet.definitions[slot], needed[slot]
        first = 1 if definition.how is None else 2  # another table is read as the stage before left it
        stage[slot] = max((columns[each] + 1 if each in columns else stage[each] for each in reads), default=first)
        stage[slot] = max(stage[slot], first)
        depth[slot] = 1 + max((depth[each] for each in reads if each not in columns), default=0)
        constant = not reads and not definition.raw and definition.how is None
        alone = uses[slot] < 2 and depth[slot] < _DEEPEST and not definition.raw and definition.how is None
        if slot in wanted or not (constant or alone):
            columns[slot] = stage[slot]
    # A column is read in the stages of the columns that read it, also by way of those that are no columns.
    for slot, own in columns.items():
        for each in _columns_read(slot, needed, columns):
            until[each] = max(until.get(each, 0), own)
    last = max(columns.values(), default=1)
    for slot in wanted:
        until[slot] = last + 1
    return Layout(sheet, columns, {slot: until.get(slot, columns[slot]) for slot in columns})


def _in_order(needed: Mapping[int, list[int]]) -> list[int]:
    """Columns after those that they read."""
    found: dict[int, None] = {}
    for start in needed:
        left = [(start, False)]
        while left:
            slot, ready = left.pop()
            if slot in found:
                continue
            if ready:
                found[slot] = None
            else:
                left.append((slot, True))
                left += [(each, False) for each in needed[slot] if each not in found]
    return [*found]


def _columns_read(slot: int, needed: Mapping[int, list[int]], columns: Mapping[int, int]) -> set[int]:
    found: set[int] = set()
    left = [*needed[slot]]
    while left:
        each = left.pop()
        if each in columns:
            found.add(each)
        else:
            left += needed[each]
    return found
