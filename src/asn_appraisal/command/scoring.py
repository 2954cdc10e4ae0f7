"""Scoring of files: CSV in, CSV or an aligned page out, with the line of each fault."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from attrs import evolve, field, frozen

import asn_appraisal  # its table functions load numpy when they are first used

from ..adapters.csv_files import CsvStyle, csv_text, neutral
from ..algebra import Items
from ..appraising.appraisals import Appraisal
from ..arguments import UNSAID
from ..cells import STRICT, Cells
from ..errors import FileMissingError, RecordError
from ..faults import Fault
from ..notes import Note
from ..policies import Policy
from ..texts import numeral, say
from .text_tables import text_table

if TYPE_CHECKING:
    from ..adapters.csv_tables import CsvTable
    from ..columns.records import Records
    from ..columns.scores import Scores

DOUBLE_KEY, NO_KEY, NO_RECORD, LOST_DIGITS, UNSAID_KEY = "ASN432", "ASN433", "ASN434", "ASN435", "ASN454"
FAULT_COLUMNS = ("row", "key", "list", "item_row", "field", "kind", "code", "message")


class UsageError(Exception):
    """A call with contradictory or missing arguments: the key of its phrase, and the facts."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word = word
        self.facts = facts

    def text(self, language: str) -> str:
        """The message in a language."""
        return say(f"command.{self.word}", language, **self.facts)


@frozen
class InputFiles:
    """The files of a call: records (None for a policy that reads lists alone), lists by name, and how to read them.

    ``-`` is standard input; ``key`` is the column that identifies a record, and ``one_unit`` says that all rows of lists
    alone are of one; ``floats`` is one of ``numbers.FLOAT_MODES``; ``cells`` says how cells are written, beyond what the
    file itself shows; ``bad_items`` and ``least_kept`` as
    for ``appraise_table``.
    """

    records: str | None
    items: Mapping[str, str] = field(factory=dict)
    key: str | None = None
    floats: str = "snap"
    cells: Cells = STRICT
    one_unit: bool = False
    bad_items: str = field(default="refuse", kw_only=True)
    least_kept: int = field(default=50, kw_only=True)

    @property
    def paths(self) -> list[str]:
        """All files named."""
        return [*([self.records] if self.records is not None else []), *self.items.values()]


@frozen(eq=False)
class FileRecords:
    """The records that ``read_records`` joined from some files, and those files, for the lines of faults."""

    policy: Policy
    records: Records
    table: CsvTable | None
    items: Mapping[str, CsvTable]

    @property
    def style(self) -> CsvStyle:
        """How the first file is written."""
        return next(each for each in (self.table, *self.items.values()) if each is not None).style

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns that the policy does not read."""
        return self.records.unused(self.policy.outline)

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that identify a record: the key, or else those that the policy does not read."""
        if self.records.key or self.table is None:
            return self.records.key
        fields = {each.key for each in self.policy.outline.fields}
        return tuple(name for name in self.table.columns if name not in fields)

    def label_texts(self) -> list[list[str]]:
        """The cells of ``labels``, one list per column."""
        if self.table is not None:
            return [self.table.texts(name) for name in self.labels]
        return [] if self.records.keys is None else [self.records.keys.values()]

    def lines(self) -> list[int] | None:
        """The line of each record; None where only lists were given."""
        return None if self.table is None else self.table.lines.tolist()

    def in_lines(self, fault: Fault) -> Fault:
        """A fault with the lines of the files in place of positions."""
        row, item_row, facts = fault.row, fault.item_row, fault.facts
        if row is not None:
            row = _line(self.table, row) if fault.code != LOST_DIGITS or fault.list is None else None
        if item_row is not None and fault.list is not None:
            item_row = int(self.items[fault.list].lines[item_row])
        known = dict(facts)
        if fault.code in {DOUBLE_KEY, NO_RECORD} and "rows" in known:
            lines = self.table if fault.list is None else self.items[fault.list]
            rows = known["rows"].split(", ")
            known["rows"] = ", ".join(str(_line(lines, int(each))) if each.isdigit() else each for each in rows)
        return evolve(fault, row=row, item_row=item_row, facts=known)

    def note_in_lines(self, note: Note) -> Note:
        """A note with the lines of the files in place of positions."""
        source = self.table if note.list is None else self.items[note.list]
        return note if source is None else evolve(note, rows=tuple(source.lines[list(note.rows)].tolist()))


def _line(table: CsvTable | None, row: int) -> int | None:
    return None if table is None else int(table.lines[row])


@frozen(eq=False)
class FileScores:
    """The records of some files with their scores, in the order of the file."""

    policy: Policy
    files: FileRecords
    scores: Scores

    @property
    def labels(self) -> tuple[str, ...]:
        """The columns that identify a record."""
        return self.files.labels

    @property
    def style(self) -> CsvStyle:
        """How the first file is written."""
        return self.files.style

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns that the policy does not read."""
        return self.files.unused

    @property
    def notes(self) -> tuple[Note, ...]:
        """What looks wrong in the files though it could be read, with the lines of the files."""
        return tuple(map(self.files.note_in_lines, self.scores.notes))

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of all records, then of rows that belong to no record."""
        found = [self.files.in_lines(fault) for fault in self.scores.rejects if fault.row is not None]
        strays = [self.files.in_lines(fault) for fault in self.scores.rejects if fault.row is None]
        by_key: dict[tuple[str | None, str | None], list[Fault]] = {}
        for fault in strays:
            by_key.setdefault((fault.list, fault.key), []).append(fault)
        found += chain.from_iterable(by_key.values())
        return (*found, *(() if self.files.table is None else self.files.table.faults))

    @property
    def rejected(self) -> int:
        """How many records could not be scored."""
        return int(self.scores.rejected.sum())

    def csv(self) -> str:
        """The results as CSV in the style of the input: labels, score, band; a rejected record has only its labels."""
        columns = [list(map(neutral, texts)) for texts in self.files.label_texts()]
        columns += [
            list(map(self.style.number, self.scores.score_texts())),
            ["" if band is None else band for band in self.scores.band_keys()],
        ]
        header = [*self.labels, "score", "band"]
        if self.scores.dropped:
            header.append("dropped")
            columns.append([str(sum(lists)) for lists in zip(*self.scores.dropped.values(), strict=True)])
        return csv_text(header, zip(*columns, strict=True), self.style)

    def rejects_csv(self, language: str) -> str:
        """The faults as CSV in the style of the input; those of rows of lists that were left out come last."""
        left_out = map(self.files.in_lines, self.scores.dropped_faults)
        found = (fault.to_dict(language) for fault in (*self.faults, *left_out))
        rows = (["" if each[name] is None else neutral(str(each[name])) for name in FAULT_COLUMNS] for each in found)
        return csv_text(FAULT_COLUMNS, rows, self.style)

    def page(self, language: str) -> str:
        """An aligned table with a summary by band, for people."""
        lines = None if self.labels else self.files.lines()
        header, columns, right = [*self.labels], self.files.label_texts(), []
        if lines:
            header.append(say("command.line", language))
            columns.append(list(map(str, lines)))
        if self.policy.score is not None:
            right = [len(header)]
            header.append(say("command.score", language))
            columns.append([numeral(text, language) or "-" for text in self.scores.score_texts()])
        if self.policy.band is not None:
            header.append(say("command.band", language))
            called = {level.key: level.called(language) for level in self.policy.band.levels}
            columns.append(["-" if band is None else called[band] for band in self.scores.band_keys()])
        shown = [text_table(header, zip(*columns, strict=True), right=right), ""]
        shown.append(say("command.rows", language, count=len(self.scores), rejected=self.rejected))
        if self.policy.band is not None:
            counts = self.scores.counts()
            summary = [(level.called(language), str(counts[level.key])) for level in self.policy.band.levels]
            shown += ["", text_table((say("command.band", language), "n"), summary, right=[1])]
        return "\n".join(shown)


def score_files(policy: Policy, inputs: InputFiles) -> FileScores:
    """The scores of the records of some files; raises ``RecordError`` if no record can be scored."""
    files = read_files(policy, inputs)
    scores = asn_appraisal.appraise_table(
        policy, files.records, on_error="quarantine", bad_items=inputs.bad_items, least_kept=inputs.least_kept
    )
    return FileScores(policy, files, scores)


def explained(policy: Policy, inputs: InputFiles, value: str) -> Appraisal:
    """The appraisal of the record with a key; without a key column, of the one on that line of the file.

    Raises ``UsageError`` where there is no such record, ``RecordError`` with the lines of the file for its faults.
    """
    from ..columns.reading.text_keys import plain_key

    files = read_files(policy, inputs)
    records = files.records
    keys = None if records.keys is None or records.keys.empty.all() else records.keys
    lines = files.lines() or [1] * records.count
    names, value = (list(map(str, lines)), value) if keys is None else (keys.values(), plain_key(value))
    if value not in names:
        some = ", ".join(filter(None, names[:5])) + (", ..." if len(names) > 5 else "")
        raise UsageError("no_line" if keys is None else "no_key", value=value, some=some)
    row = names.index(value)
    faults = [fault for fault in records.faults if fault.row == row]
    if inputs.bad_items == "drop":
        from ..columns.dropped_items import without_bad_items

        records, dropped = without_bad_items(policy.outline, records, inputs.least_kept)
        faults += [fault for fault in dropped.refusals if fault.row == row]
    try:
        if not (faults and files.items):  # rows of a list were joined to no record whose key is at fault
            appraisal = policy.appraise(records.record(row, policy.outline), floats=inputs.floats)
            if not faults:
                return appraisal
    except RecordError as problem:
        faults += records.placed(problem.faults, row)
    raise RecordError(faults=map(files.in_lines, faults))


def read_files(policy: Policy, inputs: InputFiles) -> FileRecords:
    """The records of some files.

    Raises ``UsageError`` for files that the policy does not read or lacks, ``RecordError`` for faults of a whole file: a
    list row that may belong to any record makes every record doubtful.
    """
    inputs = _checked_files(policy, inputs)
    table = None if inputs.records is None else _read(inputs.records, inputs.cells)
    items = {
        entry.key: _read(inputs.items[entry.key], inputs.cells)
        for entry in policy.inputs
        if isinstance(entry, Items) and entry.key in inputs.items
    }
    key = inputs.key or _shared_key(policy, table, items)
    try:
        records = asn_appraisal.read_records(
            policy,
            None if table is None else table.table,
            key=UNSAID if key is None and not inputs.one_unit else key,
            items={name: each.table for name, each in items.items()},
            floats=inputs.floats,
            cells=inputs.cells,
        )
    except RecordError as problem:
        raise RecordError(faults=map(_in_options, problem.faults)) from None
    files = FileRecords(policy, records, table, items)
    doubtful: list[Fault] = []
    for name, each in items.items():
        doubtful += [evolve(fault, row=None, list=name, item_row=fault.row) for fault in each.faults]
        doubtful += [files.in_lines(fault) for fault in records.faults if (fault.code, fault.list) == (NO_KEY, name)]
    if doubtful:
        raise RecordError(faults=doubtful)
    return files


def _in_options(fault: Fault) -> Fault:
    """A fault about the key in the words of the command line."""
    if fault.code != UNSAID_KEY:
        return fault
    column = (fault.field or "").partition(", ")[0]
    return evolve(
        fault, facts={"key": f'--key "{column}"' if " " in column else f"--key {column}", "one": "--one-unit"}
    )


def _checked_files(policy: Policy, inputs: InputFiles) -> InputFiles:
    """The files, each where the policy reads it: that of a policy which reads one list alone may stand in place of records."""
    lists = {entry.key: entry for entry in policy.inputs if isinstance(entry, Items)}
    if inputs.key is not None and inputs.one_unit:
        raise UsageError("key_and_one_unit")
    if inputs.records is not None and not inputs.items and not policy.outline.fields and len(lists) == 1:
        inputs = evolve(inputs, records=None, items={next(iter(lists)): inputs.records})
    for name in inputs.items:
        if name not in lists:
            raise UsageError("unknown_items", key=policy.key, name=name, names=", ".join(lists) or "-")
    missing = [f"{name}=FILE" for name, entry in lists.items() if name not in inputs.items and not entry.may_be_empty]
    if missing:
        raise UsageError("need_items", key=policy.key, names=" ".join(missing))
    if policy.outline.fields and inputs.records is None:
        raise UsageError("need_records", key=policy.key)
    if not policy.outline.fields and inputs.records is not None:
        raise UsageError("no_records", key=policy.key, names=" ".join(f"{name}=FILE" for name in lists))
    if inputs.paths.count("-") > 1:
        raise UsageError("stdin_twice")
    return inputs


def _read(path: str, cells: Cells) -> CsvTable:
    from ..adapters.csv_tables import parse_csv, read_csv

    if cells.header not in {None, 1}:
        raise UsageError("header_of_csv", row=cells.header)
    decimal = cells.decimal
    found = parse_csv(standard_input().read(), decimal=decimal) if path == "-" else read_csv(path, decimal=decimal)
    return evolve(found, table=found.table.renamed(cells))


def standard_input() -> BinaryIO:
    """Standard input as bytes; raises ``FileMissingError`` if it is closed."""
    if sys.stdin is None:
        raise FileMissingError(path="-", reason=os.strerror(errno.EBADF))
    return sys.stdin.buffer


def _shared_key(policy: Policy, table: CsvTable | None, items: Mapping[str, CsvTable]) -> str | None:
    """The one column that all files share and that is no field; None without lists to join."""
    if table is None or not items:
        return None
    fields = {entry.key for entry in policy.outline.fields}
    shared = [
        column
        for column in table.columns
        if column not in fields and all(column in each.columns for each in items.values())
    ]
    if len(shared) != 1:
        raise UsageError("need_key", columns=", ".join(shared) or "-")
    return shared[0]


def encoded(files: Mapping[str, str], style: CsvStyle) -> dict[Path, bytes]:
    """The bytes of CSV texts by path, in the encoding of a style."""
    return {Path(path): text.encode(style.encoding) for path, text in files.items()}


def plain_pairs(texts: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` words as a mapping; raises ``UsageError`` for other words and for a name given twice."""
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name or not value or name in found:
            raise UsageError("bad_pair", text=text)
        found[name] = value
    return found
