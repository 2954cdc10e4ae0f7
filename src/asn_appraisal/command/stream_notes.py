"""Stream notes: what looks wrong in a table that is scored in blocks; what a note rests on is taken block by block."""

from __future__ import annotations

from attrs import define, evolve, field

from ..columns.column_facts import ColumnFacts, column_facts
from ..columns.column_notes import table_notes, value_notes
from ..columns.scores import Scores
from ..notes import Note
from ..policies import Policy

_MOST_ROWS = 10  # first rows that a note on keys names


@define
class StreamNotes:
    """Keeps what the notes of a whole table rest on: those of a block say little about it."""

    policy: Policy
    _facts: list[ColumnFacts] = field(factory=list, init=False)
    _of_keys: dict[str | None, Note] = field(factory=dict, init=False)
    _of_table: tuple[Note, ...] = field(default=(), init=False)

    def add(self, scores: Scores) -> None:
        """Keep what is needed of a block."""
        for note in scores.records.notes:
            self._of_keys[note.field] = _with_later(self._of_keys.get(note.field), note)
        self._of_table = tuple(table_notes(scores.records, self.policy))
        facts = [each.moved(scores.first_row) for each in column_facts(scores.records, self.policy)]
        pairs = zip(self._facts, facts, strict=True)
        self._facts = [one.and_then(other) for one, other in pairs] if self._facts else facts

    def notes(self) -> tuple[Note, ...]:
        """The notes of the table, in the order in which ``Scores`` has them."""
        return (*self._of_keys.values(), *self._of_table, *value_notes(self._facts, self.policy))


def _with_later(note: Note | None, later: Note) -> Note:
    """A note on keys and one on later rows as one."""
    if note is None:
        return later
    rows = (*note.rows, *later.rows)[:_MOST_ROWS]
    return evolve(note, count=(note.count or 0) + (later.count or 0), rows=rows)
