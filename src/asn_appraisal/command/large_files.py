"""Large files: a CSV file of records without lists is scored block by block; only whose rows they are and results are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from attrs import define, evolve, field, frozen

import asn_appraisal

from ..adapters.csv_blocks import PlainCsv
from ..adapters.csv_cuts import UnevenFile
from ..adapters.csv_tables import table_of_cells
from ..adapters.data_files import CSV, kind_of_file
from ..adapters.file_tables import FileTable
from ..adapters.results import doubles_of
from ..columns.column_facts import ColumnFacts, column_facts
from ..columns.column_notes import table_notes, value_notes
from ..columns.reading.arrays import Array
from ..columns.reading.frames import Table
from ..columns.reading.texts import TextColumn, narrowed
from ..columns.records import Records
from ..columns.scores import Scores
from ..notes import Note
from ..policies import Policy
from .input_files import FileRecords, InputFiles
from .scoring import FileScores

LARGE = 1 << 27  # bytes from which on a file is scored in blocks: a smaller one takes less memory than Python's limits
_MOST_ROWS = 10  # first rows that a note on keys names
DOUBLES = {"ASN432", "ASN456"}  # a key that occurs twice, in a block or in two of them


def large_size(policy: Policy, inputs: InputFiles) -> int:
    """The size of a file that is to be scored in blocks; 0 for any other."""
    if policy.outline.lists or inputs.items or inputs.records in {None, "-"}:
        return 0
    path = Path(str(inputs.records))
    try:
        size = path.stat().st_size if path.is_file() and kind_of_file(path) is CSV else 0
    except (OSError, ValueError):
        return 0  # what is wrong with it is said when it is read
    return size if size >= LARGE else 0


def score_large_file(policy: Policy, inputs: InputFiles, done: Callable[[int], None]) -> FileScores | None:
    """The scores of a large file, the same as those of the whole; ``done`` is told how many bytes were read.

    None for a file that must be read whole: one that the standard library must cut, and one with a key in two blocks.
    """
    path = Path(str(inputs.records))
    try:
        with path.open("rb") as file:
            rows = PlainCsv(file, str(path), inputs.cells.decimal, inputs.cells.header)
            kept = _Kept(policy, rows, inputs.key)
            stream = kept.tables(lambda: done(file.tell()))
            scores = asn_appraisal.appraise_batches(
                policy,
                stream,
                key=inputs.key,
                on_error="quarantine",
                floats=inputs.floats,
                cells=inputs.cells,
            )
            for each in scores:
                kept.add(each)
            return kept.scores()
    except UnevenFile:
        return None


@frozen(eq=False)
class LargeFileScores(FileScores):
    """The scores of a large file; what its notes rest on was taken block by block, where the columns were."""

    notes: tuple[Note, ...] = ()


@define
class _Kept:
    """What is kept of blocks: labels, lines, results, faults and notes."""

    policy: Policy
    rows: PlainCsv
    key: str | None
    table: Table = field(factory=lambda: Table((), 0, {}))
    lines: list[Array] = field(factory=list)
    labels: list[list[Array]] = field(factory=list)
    parts: list[Scores] = field(factory=list)
    facts: list[ColumnFacts] = field(factory=list)
    key_notes: dict[str | None, Note] = field(factory=dict)
    table_notes: tuple[Note, ...] = ()

    def tables(self, done: Callable[[], None]) -> Iterator[Table]:
        """The blocks as tables."""
        for lines, cells in self.rows.blocks():
            if not len(lines):
                continue
            columns = [TextColumn() for _ in cells]
            for column, held in zip(columns, cells, strict=True):
                column.add(held)
            self.lines.append(lines.astype(np.int32 if lines[-1] < 2**31 else np.int64))
            done()
            yield table_of_cells(self.rows.columns, columns, len(lines), self.rows.style.decimal)

    def add(self, found: Scores) -> None:
        """Keep what is needed of the scores of the last block."""
        records, lines = found.records, self.lines[-1]
        self.table = self.table if records.table is None else records.table
        table = FileTable(self.table, lines)
        self.labels.append([narrowed(table.text_array(name)) for name in self._label_names()])
        if any(fault.code in DOUBLES for fault in found.rejects):
            raise UnevenFile  # each of the rows with one key is at fault: that takes the whole file
        values = doubles_of(found)
        if values is None and self.policy.score is not None:
            raise UnevenFile
        self._add_notes(found)
        self.parts.append(
            Scores(
                self.policy,
                Records(len(found), None, {}),
                found.rejects,
                found.rejected,
                (),
                found.certificate,
                rounded=found.rounded,
                defaulted=found.defaulted,
                undecided=found.undecided,
                values=values,
                codes=None if found.bands is None else found.bands.codes,
            )
        )

    def _add_notes(self, found: Scores) -> None:
        """Keep what the notes of the whole file rest on: those of a block say little about it."""
        for note in found.records.notes:
            self.key_notes[note.field] = _with_later(self.key_notes.get(note.field), note)
        self.table_notes = tuple(table_notes(found.records, self.policy))
        facts = [each.moved(found.first_row) for each in column_facts(found.records, self.policy)]
        self.facts = (
            [one.and_then(other) for one, other in zip(self.facts, facts, strict=True)] if self.facts else facts
        )

    def _notes(self) -> tuple[Note, ...]:
        """The notes of the file, in the order in which ``Scores`` has them."""
        return (*self.key_notes.values(), *self.table_notes, *value_notes(self.facts, self.policy))

    def _label_names(self) -> tuple[str, ...]:
        fields = {each.key for each in self.policy.outline.fields}
        return tuple(name for name in self.table.names if (name == self.key if self.key else name not in fields))

    def scores(self) -> FileScores:
        """The blocks together."""
        if not self.parts:
            raise UnevenFile
        names = self._label_names()
        labels = {name: TextColumn() for name in names}
        for block in self.labels:
            for column, texts in zip(labels.values(), block, strict=True):
                column.add(texts)
        self.labels.clear()
        lines = _joined(self.lines)
        sources = {name: column.source(self.rows.style.decimal) for name, column in labels.items()}
        table = evolve(self.table, count=len(lines), columns=sources)
        key = () if self.key is None else (self.key,)
        records = Records(len(lines), table, {}, key=key)
        first = self.parts[0]
        scores = Scores(
            self.policy,
            records,
            tuple(fault for part in self.parts for fault in part.rejects),
            _joined([part.rejected for part in self.parts]),
            records.unused(self.policy.outline),
            first.certificate,
            rounded=sum(part.rounded for part in self.parts),
            defaulted=sum(part.defaulted for part in self.parts),
            undecided=sum(part.undecided for part in self.parts),
            values=None if first.score is None else _joined([_scores_of(part) for part in self.parts]),
            codes=None if first.bands is None else _joined([part.bands.codes for part in self.parts if part.bands]),
        )
        file = FileTable(table, lines, self.rows.style, tuple(self.rows.faults))
        files = FileRecords(self.policy, records, file, {})
        notes = tuple(map(files.note_in_lines, self._notes()))
        return LargeFileScores(self.policy, files, scores, notes=notes)


def _scores_of(part: Scores) -> Array:
    return np.zeros(len(part)) if part.score is None else part.score


def _joined(blocks: list[Array]) -> Array:
    """Blocks as one array; they are let go of."""
    found = np.concatenate(blocks)
    blocks.clear()
    return found


def _with_later(note: Note | None, later: Note) -> Note:
    """A note on keys and one on later rows as one."""
    if note is None:
        return later
    rows = (*note.rows, *later.rows)[:_MOST_ROWS]
    return evolve(note, count=(note.count or 0) + (later.count or 0), rows=rows)
