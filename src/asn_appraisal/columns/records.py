"""Records: the columns of a table and of its lists, read once for any number of policies.

A column becomes whole numbers when a policy first asks for it. Single records can be read back as they came, so that a
row that cannot be scored, or is to be explained, is appraised like any record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np
from attrs import define, evolve, field

from ..algebra.inputs import Field, Number
from ..algebra.items import Items
from ..analysis.outlines import Outline
from ..arguments import UNSAID, Unsaid, checked_choice, checked_type
from ..arguments import names as texts
from ..cells import STRICT, Cells, checked_cells, rows_of
from ..errors import RecordError
from ..faults import Fault
from ..notes import Note
from ..numbers import FLOAT_MODES
from ..policies import Policy, checked_policy
from .compiling.bounds import RECORD, Bounds, RowBounds
from .compiling.plan_cache import Shelf
from .lazy_tables import opened
from .lists_alone import check_one_unit, only_list
from .operations.storage import NUMBER, SHORT, SMALL, TINY, TYPES
from .reading.arrays import Array, Column
from .reading.frames import Table
from .reading.headers import check_files
from .reading.ingest import ingest
from .reading.joins import distinct, doubles, joined
from .reading.keys import Keys, keys_of
from .reading.list_rows import ListRows
from .reading.live_floats import LiveFloats, live_limits
from .reading.lost_digits import lost_faults, lost_in_lists
from .reading.raw_columns import RawColumn
from .repeated_rows import repeated_rows, wrong_counts
from .run_inputs import Inputs
from .running.blocks import Data, Live
from .table_headers import check_columns, with_headers

_KINDS = {np.dtype(TYPES[kind]): kind for kind in (TINY, SHORT, SMALL)}


@define(eq=False)
class Records:
    """A table of records with its lists, ready to be scored by policies; made by ``read_records``.

    ``key`` names the columns that identify a row's record. ``faults`` are those of keys and of rows without a record, ``notes`` what looks wrong though it could be read.
    """

    count: int
    table: Table | None
    lists: Mapping[str, ListRows]
    key: tuple[str, ...] = ()
    keys: Keys | None = None
    floats: str = "snap"
    written: Cells = STRICT
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()
    broken: Mapping[str, Array] = field(factory=dict)
    paths: tuple[str, ...] = ()  # the files that they were read from: no result goes there
    shelf: Shelf = field(factory=Shelf, init=False, repr=False)
    _columns: dict[tuple[str, Field], Column] = field(factory=dict, init=False, repr=False)
    _row_bounds: dict[str, RowBounds] = field(factory=dict, init=False, repr=False)
    _sources: dict[tuple[str, str], RawColumn | None] = field(factory=dict, init=False, repr=False)

    def source(self, level: str, name: str) -> RawColumn | None:
        """A column as it came, its rows in the order of the records; None for a missing column."""
        if (level, name) not in self._sources:
            self._sources[level, name] = self._read_source(level, name)
        return self._sources[level, name]

    def _read_source(self, level: str, name: str) -> RawColumn | None:
        rows = self.lists.get(level)
        table = self.table if level == RECORD else None if rows is None else rows.table
        if table is None or name not in table.names:
            return None
        source = table.source(name)
        if not self.written.is_strict:
            source = evolve(source, cells=self.written)
        if rows is None or rows.order is None:
            return source
        absent = None if source.absent is None else source.absent[rows.order]
        return evolve(source, values=source.values.take(rows.order), absent=absent)

    def size(self, level: str) -> int:
        """How many rows the table of records or of a list has."""
        return self.count if level == RECORD else int(self.offsets(level)[-1])

    def offsets(self, name: str) -> Array:
        """The index at which each record's rows of a list begin, then the end of the last."""
        rows = self.lists.get(name)
        return np.zeros(self.count + 1, np.int64) if rows is None else rows.offsets

    def row_bounds(self, name: str) -> RowBounds:
        """The least and the greatest number of rows that a record has in a list, worked out once."""
        if name not in self._row_bounds:
            counts = np.diff(self.offsets(name))
            self._row_bounds[name] = RowBounds(int(counts.min()), int(counts.max())) if self.count else RowBounds(0, 0)
        return self._row_bounds[name]

    def repeats(self, items: Items, left_out: Array | None = None) -> tuple[Array, Array]:
        """The rows of a list that repeat an earlier one of their record, and for each the first of those."""
        columns = [self.column(items.key, each) for each in items.unique_fields]
        return repeated_rows(columns, self.offsets(items.key), left_out)

    def column(self, level: str, each: Field) -> Column:
        """A field's column as whole numbers, read once."""
        if (level, each) not in self._columns:
            self._columns[level, each] = ingest(each, self.cells(level, each.key), floats=self.floats)
        return self._columns[level, each]

    def cells(self, level: str, name: str) -> RawColumn:
        """A column as it came; one without any value where it is missing."""
        source = self.source(level, name)
        if source is None:
            nothing = np.ones(self.size(level), bool)
            source = RawColumn(np.zeros(len(nothing)), nothing)
        return source

    def data(self, outline: Outline, *, once: bool = False) -> Inputs:
        """The columns that a policy reads; with ``once`` plain float64 columns are read while they are scored."""
        refused = np.zeros(self.count, bool)
        offsets = {items.key: self.offsets(items.key) for items in outline.lists}
        found = Inputs(Data(self.count, {}, offsets, refused), refused=refused)
        for each in outline.fields:
            self._add(found, RECORD, each, once=once)
        for items in outline.lists:
            found.rows[items.key] = self.row_bounds(items.key)
            found.refused |= wrong_counts(items, self.offsets(items.key))
            if items.unique:
                found.refuse_rows(items.key, self.repeats(items)[0])
            if (broken := self.broken.get(items.key)) is not None:
                found.refused |= broken
            for each in items.fields:
                self._add(found, items.key, each, once=once)
        return found

    def _add(self, found: Inputs, level: str, each: Field, *, once: bool) -> None:
        columns: Any = found.data.columns
        if once and (live := self._live(level, each)) is not None:
            columns[level, each.key, "values"], found.bounds[level, each.key] = live
            return
        column = self.column(level, each)
        columns[level, each.key, "values"] = column.values
        empty = column.absent is not None and bool(column.absent.all())
        if column.absent is not None:
            columns[level, each.key, "absent"] = column.absent
        kind = _KINDS.get(column.values.dtype, NUMBER)
        found.bounds[level, each.key] = Bounds(column.low, column.high, column.absent is not None, empty, kind)
        if column.refused is not None:
            found.refuse(level, column.refused)
        found.rounded += column.rounded
        found.defaulted += column.defaulted

    def _live(self, level: str, each: Field) -> tuple[Live, Bounds] | None:
        """A float64 column of a number without default, to be read in blocks; None for any other."""
        if not isinstance(each, Number) or each.default is not None or self.floats != "snap":
            return None
        if (level, each) in self._columns:
            return None
        source = self.source(level, each.key)
        limits = None if source is None else live_limits(each, source)
        if source is None or limits is None:
            return None
        reader = LiveFloats(each, source, float(limits[0]), float(limits[1]))
        return Live(reader.read, reader.picked, reader), Bounds(*limits, absent=each.optional)

    def record(self, row: int, outline: Outline) -> dict[str, Any]:
        """A record as it came, with what a policy reads of it."""
        found: dict[str, Any] = {}
        for each in outline.fields:
            source = self.source(RECORD, each.key)
            if source is not None:
                found[each.key] = source.value_for(each, row)
        for items in outline.lists:
            if (broken := self.broken.get(items.key)) is not None and broken[row] and self.table is not None:
                found[items.key] = rows_of(items, self.table.value(items.key, row), self.written)
            elif items.key in self.lists:
                first, last = (int(end) for end in self.offsets(items.key)[row : row + 2])
                sources = {each: self.source(items.key, each.key) for each in items.fields}
                found[items.key] = [
                    {each.key: source.value_for(each, at) for each, source in sources.items() if source is not None}
                    for at in range(first, last)
                ]
        return found

    def placed(self, faults: Iterable[Fault], row: int) -> tuple[Fault, ...]:
        """The faults of a record with its row and key; rows of a list by their place in the list's own table, if it has
        one.
        """
        key = None if self.keys is None else self.keys.text(row)
        held = ((fault, self.lists.get(fault.list or "")) for fault in faults)
        own = (fault if rows is None else rows.own_fault(fault, row) for fault, rows in held)
        return tuple(evolve(fault, row=row, key=key) for fault in own)

    @property
    def like(self) -> Table | None:
        """The table whose kind results are of: that of the records, or else of the first list."""
        return self.table or next((rows.table for rows in self.lists.values()), None)

    def without(self, dropped: Mapping[str, Array]) -> Records:
        """These records without the rows of lists that masks mark; what was read of the others is not read again."""
        lists = {name: rows.without(dropped[name]) if name in dropped else rows for name, rows in self.lists.items()}
        kept = {name: ~mask for name, mask in dropped.items()}
        columns = {
            (level, each): column.at(kept[level]) if level in kept else column
            for (level, each), column in self._columns.items()
            if level not in kept or not (column.rounded or column.defaulted)  # those are counted anew
        }
        return evolve(self, lists=lists).reading_from(columns)

    def at(self, rows: Array) -> Records:
        """Some of these records, by index; their faults and notes stay with the whole."""
        return evolve(
            self,
            count=len(rows),
            table=None if self.table is None else self.table.at(rows),
            lists={name: held.at(rows) for name, held in self.lists.items()},
            keys=None if self.keys is None else self.keys.at(rows),
            broken={name: mask[rows] for name, mask in self.broken.items()},
            faults=(),
            notes=(),
        )

    def reading_from(self, columns: Mapping[tuple[str, Field], Column], **sources: RawColumn) -> Self:
        """These records with some columns that were read already, and with others in the place of columns that came."""
        self._columns.update(columns)
        self._sources.update({(RECORD, name): source for name, source in sources.items()})
        return self

    def unused(self, outline: Outline) -> tuple[str, ...]:
        """The columns that a policy does not read, lists' as ``list.column``."""
        found = []
        if self.table is not None:
            known = {each.key for each in outline.fields} | {*self.key}
            known |= set() if self.table.in_file else {items.key for items in outline.lists}
            found += [name for name in self.table.names if name not in known]
        for items in outline.lists:
            if (rows := self.lists.get(items.key)) is not None:
                known = {each.key for each in items.fields} | {*self.key}
                found += [f"{items.key}.{name}" for name in rows.table.names if name not in known]
        return tuple(found)


def read_records(
    policy: Policy,
    table: object,
    *,
    key: str | Iterable[str] | Unsaid | None = UNSAID,
    items: Mapping[str, object] | None = None,
    floats: str = "snap",
    cells: Cells | None = None,
) -> Records:
    """The records of a table and of the tables of its lists, as far as a policy needs them, for any number of runs.

    ``appraise_table`` takes them in place of a table; other policies may score them too if their fields and lists are there.
    Tables, ``key``, ``items``, ``floats`` and ``cells`` are those of ``appraise_table``. Raises a RecordError for a table, a key or a list that
    cannot be read at all, and for lists without a table or a word on their key that have a column to tell units apart.
    """
    checked_policy(policy, table=table)
    checked_choice(floats, "floats", FLOAT_MODES)
    checked_type(items, "items", Mapping, type(None))
    outline = policy.outline
    cells = checked_cells(cells)
    names = texts(() if key is None or isinstance(key, Unsaid) else key, "key")
    given = {} if items is None else {name: opened(rows).renamed(cells) for name, rows in items.items()}
    found = None if table is None else opened(table).renamed(cells)
    if found is not None and not given and (only := only_list(outline, found)) is not None:
        given, found = {only: found}, None
    try:
        _check_lists(outline, given)
        check_files(outline, found, given, names)
        if found is not None:
            return records_of(outline, found, names, given, floats=floats, cells=cells)
        if isinstance(key, Unsaid):
            check_one_unit(outline, given)
        return _of_lists_alone(outline, given, names, floats, cells)
    except RecordError as problem:
        raise with_headers(problem, outline, found, given, names) from None


def _check_lists(outline: Outline, given: Iterable[str]) -> None:
    """Refuse tables of lists that the policy does not have."""
    lists = [each.key for each in outline.lists]
    if strange := [name for name in given if name not in lists]:
        facts = {"lists": ", ".join(lists) or "-"}
        raise RecordError(faults=[Fault("ASN439", list=name, facts=facts) for name in strange])


def records_of(
    outline: Outline,
    found: Table,
    names: tuple[str, ...],
    given: Mapping[str, Table],
    *,
    floats: str,
    cells: Cells,
) -> Records:
    """The records of a table that has a row for each, with tables of lists or lists in its columns."""
    keys = keys_of(found, names) if names else None
    records = Records(found.count, found, {}, key=names, keys=keys, floats=floats, written=cells)
    rows, broken = {}, {}
    notes = [] if keys is None else [*keys.notes()]
    faults = lost_faults(found, outline.fields, names)
    for name in (each.key for each in outline.lists):
        if name in given:
            if keys is None:
                raise RecordError(faults=[Fault("ASN440", list=name)])
            its_keys = keys_of(given[name], names, name)
            place = joined(keys, its_keys, name)
            notes += its_keys.notes(name)
            rows[name] = ListRows(given[name], place.order, place.offsets)
            faults += place.faults
            if any(fault.code == "ASN447" for fault in place.faults):
                raise RecordError(faults=place.faults)  # nothing was joined: every record would seem to have no rows
        elif name in found.names and not found.in_file:
            nested, offsets, bad = found.rows(name)
            rows[name] = ListRows(nested.renamed(cells), None, offsets, nested=True)
            if bad is not None:
                broken[name] = bad
    if keys is not None and not given:
        faults += doubles(keys)
    records.lists, records.broken = rows, broken
    records.faults = tuple(dict.fromkeys([*faults, *lost_in_lists(rows, outline.lists, names)]))
    records.notes = tuple(notes)
    check_columns(outline, records)
    return records


def _of_lists_alone(
    outline: Outline, given: Mapping[str, Table], names: tuple[str, ...], floats: str, cells: Cells
) -> Records:
    """Records without a table of their own: the rows of one key are one record; without a key, all rows are."""
    missing = [
        Fault("ASN438", list=each.key) for each in outline.lists if each.key not in given and not each.may_be_empty
    ]
    missing += [Fault("ASN431", field=each.key, facts={"column": each.key}) for each in outline.fields if each.needed]
    if missing or not given:
        raise RecordError(faults=missing or [Fault("ASN438")])
    if not names:
        rows = {name: ListRows(table, None, np.array([0, table.count], np.int64)) for name, table in given.items()}
        records = Records(1, None, rows, floats=floats, written=cells)
    else:
        by_list = {name: keys_of(table, names, name) for name, table in given.items()}
        keys = distinct(*by_list.values())
        places = {name: joined(keys, found, name) for name, found in by_list.items()}
        rows = {name: ListRows(given[name], place.order, place.offsets) for name, place in places.items()}
        faults = tuple(fault for place in places.values() for fault in place.faults)
        notes = tuple(note for name, found in by_list.items() for note in found.notes(name))
        records = Records(
            len(keys), None, rows, key=names, keys=keys, floats=floats, written=cells, faults=faults, notes=notes
        )
    records.faults = (*records.faults, *lost_in_lists(rows, outline.lists, names))
    check_columns(outline, records)
    return records
