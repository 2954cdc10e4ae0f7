"""Records from CSV tables: cells by the inputs of a policy, rows of lists joined to their records by a key column.

Faults of a table as a whole (a missing column, a key that occurs twice, rows of an unknown key) are found here; those of
single values by reading the records that come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from ..algebra import Flag, Items, Number
from ..algebra.inputs import Field
from ..appraising.readings import Unreadable, is_absent
from ..faults import Fault
from ..similar_names import NearMisses
from .csv_files import CsvRow, CsvTable

TRUE, FALSE = frozenset({"true", "ya", "1"}), frozenset({"false", "tidak", "0"})

_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_GROUPED = re.compile(r"(-?[0-9]{1,3})((?:\.[0-9]{3})+)(,[0-9]+)?")
_COMMA = re.compile(r"-?[0-9]+(?:,[0-9]+)?")
_POINT = re.compile(r"-?[0-9]+\.[0-9]+")


@frozen
class FileRecord:
    """One record of a file: its values, its line and key, the cells that tell whose it is, and its own faults.

    ``item_lines`` has the file lines of its rows of each list.
    """

    values: dict[str, Any]
    line: int | None = None
    key: str | None = None
    labels: tuple[str, ...] = ()
    item_lines: Mapping[str, list[int]] = field(factory=dict)
    faults: tuple[Fault, ...] = ()

    def placed(self, fault: Fault) -> Fault:
        """A fault of the record with the lines of its files in place of positions."""
        row = fault.item_row
        if row is not None and fault.list is not None:
            row = self.item_lines[fault.list][row]
        return evolve(fault, row=self.line, key=self.key, item_row=row)


@frozen
class FileRecords:
    """The records of a set of files.

    ``labels`` are the columns that tell whose a record is; ``faults`` concern the files as a whole, so that nothing can be
    scored; ``strays`` are rows that belong to no record; ``unused`` are columns that the policy does not read.
    """

    records: tuple[FileRecord, ...] = ()
    labels: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    strays: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()


@frozen
class _Source:
    """A table with the fields that its rows hold; ``name`` is the list's key, None for the table of records."""

    table: CsvTable
    fields: tuple[Field, ...]
    name: str | None
    key: str | None

    @property
    def unused(self) -> tuple[str, ...]:
        keys = {entry.key for entry in self.fields} | {self.key}
        return tuple(column for column in self.table.columns if column not in keys)

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.key,) if self.key else self.unused

    def fault(self, code: str, row: CsvRow | None = None, **facts: Any) -> Fault:
        """A fault of the table or one of its rows, with the line where the file has it."""
        line = row.line if row else None
        where = {"row": line} if self.name is None else {"list": self.name, "item_row": line}
        return Fault(code, **where, **facts)

    def header_faults(self) -> list[Fault]:
        """Columns that are missing, and columns that were surely meant to be a missing one."""
        known = [*(entry.key for entry in self.fields), *((self.key,) if self.key else ())]
        needed = [*(entry.key for entry in self.fields if entry.needed), *((self.key,) if self.key else ())]
        missing = [name for name in known if name not in self.table.columns]
        near = NearMisses(missing)
        meant = {column: near.meant(column) for column in self.unused}
        faults = [self.fault("ASN403", field=column, facts={"meant": name}) for column, name in meant.items() if name]
        columns = ", ".join(self.table.columns)
        faults += [
            self.fault("ASN431", field=name, facts={"column": name, "columns": columns})
            for name in dict.fromkeys(needed)
            if name in missing and name not in meant.values()
        ]
        return faults

    def lost_digits(self, row: CsvRow) -> list[Fault]:
        """A NIP in scientific notation has lost its digits: nobody could be told by it."""
        columns = (*((self.key,) if self.key else ()), *self.unused)
        return [
            self.fault("ASN435", row, field=column, kind="text")
            for column in columns
            if _SCIENTIFIC.fullmatch(row.cells[column])
        ]

    def values(self, row: CsvRow) -> dict[str, Any]:
        """The values of a row's fields."""
        decimal = self.table.style.decimal
        return {
            entry.key: cell_value(entry, row.cells[entry.key], decimal)
            for entry in self.fields
            if entry.key in row.cells
        }


@frozen
class _ItemRow:
    line: int
    values: dict[str, Any]
    faults: tuple[Fault, ...]


def records_of(
    inputs: Iterable[Field | Items],
    table: CsvTable | None,
    items: Mapping[str, CsvTable] | None = None,
    *,
    key: str | None = None,
) -> FileRecords:
    """The records that CSV tables hold for the inputs of a policy.

    ``table`` has a row a record; None for a policy that reads lists alone (then a record a key, in order of first
    appearance, or one record without ``key``). ``items`` has the table of each list, joined by the column ``key``.
    """
    entries = list(inputs)
    fields = tuple(entry for entry in entries if isinstance(entry, Field))
    tables = dict(items or {})
    lists = [
        _Source(tables[entry.key], entry.fields, entry.key, key)
        for entry in entries
        if isinstance(entry, Items) and entry.key in tables
    ]
    heads = None if table is None else _Source(table, fields, None, key)
    sources = [*([heads] if heads else []), *lists]
    faults = [fault for source in sources for fault in source.header_faults()]
    unused = tuple(
        column if source.name is None else f"{source.name}.{column}" for source in sources for column in source.unused
    )
    if faults:
        return FileRecords(faults=tuple(faults), unused=unused)
    rows = {str(source.name): _rows_by_key(source, faults) for source in lists}
    records = _records(heads, key, rows)
    strays = [] if heads is None else [fault for source in lists for fault in _strays(source, records, rows)]
    if heads is not None:
        strays += [_in_its_list(fault, heads) for fault in heads.table.faults]
    labels = heads.labels if heads else ((key,) if key else ())
    return FileRecords(tuple(records), labels, tuple(faults), tuple(strays), unused)


def _in_its_list(fault: Fault, source: _Source) -> Fault:
    """A fault of a table, in the list that the table holds."""
    return fault if source.name is None else evolve(fault, row=None, list=source.name, item_row=fault.row)


def _rows_by_key(source: _Source, faults: list[Fault]) -> dict[str, list[_ItemRow]]:
    """The rows of a list by key. A row that cannot be told whose it is makes every record doubtful: a fault of the file."""
    rows: dict[str, list[_ItemRow]] = {}
    faults += [_in_its_list(fault, source) for fault in source.table.faults]
    for row in source.table.rows:
        value = row.cells[source.key] if source.key else ""
        if source.key and not value:
            faults.append(source.fault("ASN433", row, field=source.key))
            continue
        rows.setdefault(value, []).append(_ItemRow(row.line, source.values(row), tuple(source.lost_digits(row))))
    return rows


def _records(heads: _Source | None, key: str | None, rows: Mapping[str, dict[str, list[_ItemRow]]]) -> list[FileRecord]:
    if heads is None:
        keys = dict.fromkeys(each for own in rows.values() for each in own) if key else {"": None}
        return [_joined(FileRecord({}, None, each or None, (each,) if key else ()), each, rows) for each in keys]
    lines: dict[str, list[int]] = {}
    for row in heads.table.rows:
        lines.setdefault(row.cells[key] if key else "", []).append(row.line)
    records = []
    for row in heads.table.rows:
        value = row.cells[key] if key else ""
        faults = heads.lost_digits(row)
        if key and not value:
            faults.append(heads.fault("ASN433", row, field=key))
        elif key and len(lines[value]) > 1:
            facts = {"rows": ", ".join(map(str, lines[value]))}
            faults.append(heads.fault("ASN432", row, key=value, field=key, facts=facts))
        labels = tuple(row.cells[label] for label in heads.labels)
        record = FileRecord(heads.values(row), row.line, value or None, labels, faults=tuple(faults))
        records.append(_joined(record, value, rows))
    return records


def _joined(record: FileRecord, key: str, rows: Mapping[str, dict[str, list[_ItemRow]]]) -> FileRecord:
    """The record with its rows of each list."""
    own = {name: by_key.get(key, []) for name, by_key in rows.items()}
    return evolve(
        record,
        values={**record.values, **{name: [row.values for row in each] for name, each in own.items()}},
        item_lines={name: [row.line for row in each] for name, each in own.items()},
        faults=(*record.faults, *(fault for each in own.values() for row in each for fault in row.faults)),
    )


def _strays(
    source: _Source, records: Iterable[FileRecord], rows: Mapping[str, dict[str, list[_ItemRow]]]
) -> list[Fault]:
    """Rows of a list whose key no record has."""
    known = {record.key or "" for record in records}
    return [
        Fault("ASN434", key=each, list=source.name, item_row=row.line)
        for each, own in rows[str(source.name)].items()
        if source.key and each not in known
        for row in own
    ]


def cell_value(entry: Field, cell: str, decimal: str = "point") -> Any:
    """What a cell holds for a field: None, a bool, or text that reading understands; what it cannot be is kept as such.

    >>> from asn_appraisal import Number
    >>> [cell_value(Number("biaya"), cell, "comma") for cell in ("85,5", "1.234,5", "12")]
    ['85.5', '1234.5', '12']
    """
    if is_absent(cell):
        return None
    if isinstance(entry, Flag):
        folded = cell.strip().lower()
        return True if folded in TRUE else False if folded in FALSE else Unreadable("ASN409")
    if isinstance(entry, Number) and decimal == "comma":
        return _with_point(cell.strip())
    return cell


def _with_point(cell: str) -> str | Unreadable:
    """A number written with a decimal comma, with a point; a lone group of three digits is ambiguous."""
    if _COMMA.fullmatch(cell):
        return cell.replace(",", ".")
    if match := _GROUPED.fullmatch(cell):
        if match[3] is None and len(match[2]) == len(".000"):
            return Unreadable("ASN424")
        return cell.replace(".", "").replace(",", ".")
    if _SCIENTIFIC.fullmatch(cell):
        return Unreadable("ASN420")
    return Unreadable("ASN423" if _POINT.fullmatch(cell) else "ASN404")
