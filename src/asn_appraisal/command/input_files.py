"""Input files: the records of the files that a call names, and the line or cell of each fault."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from attrs import evolve, field, frozen

import asn_appraisal  # its table functions load numpy when they are first used

from ..adapters.csv_files import CsvStyle
from ..algebra import Items
from ..arguments import UNSAID
from ..cells import STRICT, Cells
from ..errors import FileMissingError, RecordError
from ..faults import REPEATED, Fault
from ..notes import Note
from ..policies import Policy
from .usage import UsageError

if TYPE_CHECKING:
    from ..adapters.excel.tables import SheetTable, Workbook
    from ..adapters.file_tables import FileTable
    from ..columns.records import Records

COMMA, DOUBLE_KEY, NO_KEY, NO_RECORD, LOST_DIGITS = "ASN419", "ASN432", "ASN433", "ASN434", "ASN435"
UNSAID_KEY = "ASN454"


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
    table: FileTable | SheetTable | None
    items: Mapping[str, FileTable | SheetTable]

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
        row, item_row = fault.row, fault.item_row
        if row is not None:
            row = _line(self.table, row) if fault.code != LOST_DIGITS or fault.list is None else None
        own = fault.list is not None and fault.list in self.items  # rows inside a record's line have no lines
        if item_row is not None and own:
            item_row = int(self.items[str(fault.list)].lines[item_row])
        known = dict(_in_options(fault).facts)
        if fault.code in {DOUBLE_KEY, NO_RECORD, REPEATED} and "rows" in known and (own or fault.list is None):
            lines = self.table if fault.list is None else self.items[fault.list]
            rows = known["rows"].split(", ")
            known["rows"] = ", ".join(str(_line(lines, int(each))) if each.isdigit() else each for each in rows)
            known |= {"number": known["rows"]} if fault.code == REPEATED else {}
        return evolve(fault, row=row, item_row=item_row, facts=known)

    def note_in_lines(self, note: Note) -> Note:
        """A note with the lines of the files in place of positions."""
        source = self.table if note.list is None else self.items.get(note.list)
        return note if source is None else evolve(note, rows=tuple(source.lines[list(note.rows)].tolist()))


@frozen(eq=False)
class WorkbookRecords(FileRecords):
    """The records of a workbook, whose faults name the cell that a person sees."""

    book: Workbook = field(kw_only=True)

    def in_lines(self, fault: Fault) -> Fault:
        """A fault in its cell."""
        return self.book.in_cells(_in_options(fault))


def _line(table: FileTable | SheetTable | None, row: int) -> int | None:
    return None if table is None else int(table.lines[row])


def read_files(policy: Policy, inputs: InputFiles) -> FileRecords:
    """The records of some files.

    Raises ``UsageError`` for files that the policy does not read or lacks, ``RecordError`` for faults of a whole file: a
    list row that may belong to any record makes every record doubtful.
    """
    inputs = _checked_files(policy, inputs)
    if inputs.records is not None and _is_workbook(inputs.records):
        return _workbook_records(policy, inputs)
    table: FileTable | None = None if inputs.records is None else _read(inputs.records, inputs.cells)
    items = {
        entry.key: _read(inputs.items[entry.key], inputs.cells)
        for entry in policy.inputs
        if isinstance(entry, Items) and entry.key in inputs.items
    }
    only = policy.outline.lists[0].key if table is not None and _may_be_the_only_list(policy, inputs) else None
    if table is not None and only is not None and only not in table.columns:
        items = {only: table}  # its lines are the rows of the list, and hold none
        table = None
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
    """A fault that says what else may be said in the words of the command line."""
    if fault.code == COMMA:
        return evolve(fault, facts={**dict(fault.facts), "said": "--cells decimal=comma"})
    if fault.code != UNSAID_KEY:
        return fault
    column = (fault.field or "").partition(", ")[0]
    return evolve(
        fault, facts={"key": f'--key "{column}"' if " " in column else f"--key {column}", "one": "--one-unit"}
    )


def _may_be_the_only_list(policy: Policy, inputs: InputFiles) -> bool:
    """Whether the file of records may hold the rows of the one list that a policy reads and nothing else."""
    return not inputs.items and not policy.outline.fields and len(policy.outline.lists) == 1


def _checked_files(policy: Policy, inputs: InputFiles) -> InputFiles:
    """The files, each where the policy reads it: that of a policy which reads one list alone may stand in place of records."""
    lists = {entry.key: entry for entry in policy.inputs if isinstance(entry, Items)}
    if inputs.key is not None and inputs.one_unit:
        raise UsageError("key_and_one_unit")
    if inputs.records is not None and _may_be_the_only_list(policy, inputs) and not _holds_lists(inputs.records):
        inputs = evolve(inputs, records=None, items={next(iter(lists)): inputs.records})
    for name in inputs.items:
        if name not in lists:
            raise UsageError("unknown_items", key=policy.key, name=name, names=", ".join(lists) or "-")
    nested = inputs.records is not None and _holds_lists(inputs.records)
    missing = [f"{name}=FILE" for name, entry in lists.items() if name not in inputs.items and not entry.may_be_empty]
    if missing and not nested:
        raise UsageError("need_items", key=policy.key, names=" ".join(missing))
    if policy.outline.fields and inputs.records is None:
        raise UsageError("need_records", key=policy.key)
    if not policy.outline.fields and inputs.records is not None and not nested:
        raise UsageError("no_records", key=policy.key, names=" ".join(f"{name}=FILE" for name in lists))
    if inputs.paths.count("-") > 1:
        raise UsageError("stdin_twice")
    return inputs


def _holds_lists(path: str) -> bool:
    """Whether a file of this kind may have the rows of lists in the rows of records."""
    from ..adapters.data_files import kind_of_file

    return kind_of_file(Path(path)).nested


def _is_workbook(path: str) -> bool:
    from ..adapters.data_files import kind_of_file

    return kind_of_file(Path(path)).records is not None


def _workbook_records(policy: Policy, inputs: InputFiles) -> FileRecords:
    from ..adapters.excel.tables import read_workbook

    key = inputs.key if inputs.key is not None or inputs.one_unit else UNSAID
    book = read_workbook(str(inputs.records), policy, key=key, items=inputs.items, cells=inputs.cells)
    try:
        records = book.records(floats=inputs.floats)
    except RecordError as problem:
        raise RecordError(faults=[_in_options(book.in_cells(fault)) for fault in problem.faults]) from None
    return WorkbookRecords(policy, records, book.table, book.items, book=book)


def _read(path: str, cells: Cells) -> FileTable:
    from ..adapters.csv_tables import parse_csv
    from ..adapters.data_files import read_file

    how: dict[str, Any] = {"decimal": cells.decimal, "header": cells.header}
    found = parse_csv(standard_input().read(), **how) if path == "-" else read_file(path, **how)
    return evolve(found, table=found.table.renamed(cells))


def standard_input() -> BinaryIO:
    """Standard input as bytes; raises ``FileMissingError`` if it is closed."""
    if sys.stdin is None:
        raise FileMissingError(path="-", reason=os.strerror(errno.EBADF))
    return sys.stdin.buffer


def lines_of(path: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input for ``-``; raises ``FileMissingError``."""
    if path == "-":
        yield from standard_input()
        return
    try:
        with Path(path).open("rb") as file:
            yield from file
    except (OSError, ValueError) as problem:
        raise FileMissingError(path=path, reason=getattr(problem, "strerror", "") or str(problem)) from None


def _shared_key(policy: Policy, table: FileTable | None, items: Mapping[str, FileTable]) -> str | None:
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
