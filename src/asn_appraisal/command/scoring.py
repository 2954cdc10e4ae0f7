"""Scoring of files: CSV files in, appraisals or faults with their lines, CSV or an aligned page out."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from attrs import evolve, field, frozen

import asn_appraisal  # its table functions load numpy when they are first used

from ..adapters.csv_files import CsvStyle, CsvTable, csv_text, neutral, parse_csv, read_csv
from ..adapters.csv_records import FileRecord, FileRecords, records_of
from ..algebra import Items
from ..algebra.levels import Level
from ..errors import FileMissingError, RecordError
from ..faults import Fault
from ..policies import Policy
from ..texts import numeral, say
from .text_tables import text_table

_MANY = 500  # records from which columns are worth loading numpy
FAULT_COLUMNS = ("row", "key", "list", "item_row", "field", "kind", "code", "message")


class UsageError(Exception):
    """A call whose words do not fit together: the phrase that says so, and its facts."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word = word
        self.facts = facts

    def text(self, language: str) -> str:
        """What is wrong, in a language."""
        return say(f"command.{self.word}", language, **self.facts)


@frozen
class InputFiles:
    """The files of a call: records (None for a policy that reads lists alone), lists by name, and how to read them.

    ``-`` is standard input; ``key`` is the column that tells whose a row is; ``decimal`` is None, ``"point"`` or
    ``"comma"``; ``floats`` one of ``numbers.FLOAT_MODES``.
    """

    records: str | None
    items: Mapping[str, str] = field(factory=dict)
    key: str | None = None
    decimal: str | None = None
    floats: str = "snap"

    @property
    def paths(self) -> list[str]:
        """All files named."""
        return [*([self.records] if self.records is not None else []), *self.items.values()]


@frozen
class Scored:
    """One record of a file with its score and band, or the faults that kept it from them."""

    record: FileRecord
    score: Decimal | None = None
    band: Level | None = None
    faults: tuple[Fault, ...] = ()


@frozen
class FileScores:
    """The records of some files with their appraisals, in the order of the file."""

    policy: Policy
    scored: tuple[Scored, ...]
    labels: tuple[str, ...]
    style: CsvStyle
    strays: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of all records, then of rows that belong to no record."""
        return (*(fault for each in self.scored for fault in each.faults), *self.strays)

    @property
    def rejected(self) -> int:
        """How many records could not be scored."""
        return sum(bool(each.faults) for each in self.scored)

    def csv(self) -> str:
        """The results as CSV in the style of the input: whose, score, band; a rejected record has neither."""
        return csv_text((*self.labels, "score", "band"), map(self._csv_row, self.scored), self.style)

    def _csv_row(self, each: Scored) -> tuple[str, ...]:
        labels = tuple(map(neutral, each.record.labels))
        return (
            *labels,
            "" if each.score is None else self.style.number(f"{each.score:f}"),
            "" if each.band is None else each.band.key,
        )

    def rejects_csv(self, language: str) -> str:
        """The faults as CSV in the style of the input."""
        found = (fault.to_dict(language) for fault in self.faults)
        rows = (["" if each[name] is None else neutral(str(each[name])) for name in FAULT_COLUMNS] for each in found)
        return csv_text(FAULT_COLUMNS, rows, self.style)

    def page(self, language: str) -> str:
        """An aligned table with a summary by band, for people."""
        numbered = not self.labels and any(each.record.line for each in self.scored)
        header = [*self.labels, *([say("command.line", language)] if numbered else [])]
        right = [len(header)] if self.policy.score is not None else []
        header += [say("command.score", language)] if self.policy.score is not None else []
        header += [say("command.band", language)] if self.policy.band is not None else []
        rows = [self._page_row(each, language, numbered=numbered) for each in self.scored]
        lines = [text_table(header, rows, right=right), ""]
        lines.append(say("command.rows", language, count=len(self.scored), rejected=self.rejected))
        if self.policy.band is not None:
            counts = Counter(each.band.key for each in self.scored if each.band)
            summary = [(level.called(language), str(counts[level.key])) for level in self.policy.band.levels]
            lines += ["", text_table((say("command.band", language), "n"), summary, right=[1])]
        return "\n".join(lines)

    def _page_row(self, each: Scored, language: str, *, numbered: bool) -> list[str]:
        row = [*each.record.labels, *([str(each.record.line)] if numbered else [])]
        if self.policy.score is not None:
            row.append("-" if each.score is None else numeral(each.score, language))
        if self.policy.band is not None:
            row.append("-" if each.band is None else each.band.called(language))
        return row


def score_files(policy: Policy, inputs: InputFiles) -> FileScores:
    """The scores of the records of some files; raises ``RecordError`` for files in which nothing can be scored."""
    found, style = read_files(policy, inputs)
    score = _scored_by_columns if len(found.records) >= _MANY else _scored_alone
    return FileScores(
        policy, score(policy, found.records, inputs.floats), found.labels, style, found.strays, found.unused
    )


def _scored_alone(policy: Policy, records: Iterable[FileRecord], floats: str) -> tuple[Scored, ...]:
    return tuple(score_record(policy, record, floats) for record in records)


def _scored_by_columns(policy: Policy, records: Sequence[FileRecord], floats: str) -> tuple[Scored, ...]:
    """The same, all records at once."""
    readable = [record for record in records if not record.faults]
    values = [record.values for record in readable]
    scores = asn_appraisal.appraise_table(policy, values, on_error="quarantine", floats=floats)
    faults: dict[int | None, list[Fault]] = {}
    for fault in scores.rejects:
        faults.setdefault(fault.row, []).append(evolve(fault, row=None))
    reported, bands = scores.reported(), scores.bands
    codes = [-1] * len(readable) if bands is None else bands.codes.tolist()
    levels = () if bands is None else bands.levels
    found = {
        id(record): Scored(record, reported[row], levels[codes[row]] if codes[row] >= 0 else None)
        if row not in faults
        else Scored(record, faults=tuple(map(record.placed, faults[row])))
        for row, record in enumerate(readable)
    }
    return tuple(found.get(id(record)) or Scored(record, faults=record.faults) for record in records)


def score_record(policy: Policy, record: FileRecord, floats: str = "snap") -> Scored:
    """One record of a file scored, or its faults with the lines of the file."""
    if record.faults:
        return Scored(record, faults=record.faults)
    try:
        found = policy.appraise(record.values, floats=floats)
    except RecordError as problem:
        return Scored(record, faults=tuple(map(record.placed, problem.faults)))
    return Scored(record, found.score, found.band)


def find_record(policy: Policy, inputs: InputFiles, value: str) -> FileRecord:
    """The record with a key; without a key column, the one on that line of the file."""
    found, _ = read_files(policy, inputs)
    keyed = any(record.key for record in found.records)
    names = [str(record.key if keyed else record.line or 1) for record in found.records]
    if value not in names:
        some = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        raise UsageError("no_key" if keyed else "no_line", value=value, some=some)
    return found.records[names.index(value)]


def read_files(policy: Policy, inputs: InputFiles) -> tuple[FileRecords, CsvStyle]:
    """The records of some files, and the style of the first file.

    Raises ``UsageError`` for files that the policy does not read or lacks, ``RecordError`` for faults of a whole file.
    """
    _checked_files(policy, inputs)
    table = None if inputs.records is None else _read(inputs.records, inputs.decimal)
    items = {name: _read(path, inputs.decimal) for name, path in inputs.items.items()}
    key = inputs.key or _shared_key(policy, table, items)
    found = records_of(policy.inputs, table, items, key=key)
    if found.faults:
        raise RecordError(faults=found.faults)
    first = next(each for each in (table, *items.values()) if each is not None)
    return found, first.style


def _checked_files(policy: Policy, inputs: InputFiles) -> None:
    lists = {entry.key: entry for entry in policy.inputs if isinstance(entry, Items)}
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


def _read(path: str, decimal: str | None) -> CsvTable:
    return parse_csv(standard_input().read(), decimal=decimal) if path == "-" else read_csv(path, decimal=decimal)


def standard_input() -> BinaryIO:
    """The bytes of standard input; raises ``FileMissingError`` where it is closed."""
    if sys.stdin is None:
        raise FileMissingError(path="-", reason=os.strerror(errno.EBADF))
    return sys.stdin.buffer


def _shared_key(policy: Policy, table: CsvTable | None, items: Mapping[str, CsvTable]) -> str | None:
    """The one column that the files share and no field has; None where there is nothing to join."""
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
