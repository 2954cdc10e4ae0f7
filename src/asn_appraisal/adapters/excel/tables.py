"""Excel tables: the sheets of a workbook as a table of records and the tables of its lists, for ``read_records``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ...algebra.inputs import Field
from ...algebra.items import Items
from ...arguments import UNSAID, Unsaid
from ...cells import Cells, checked_cells
from ...columns.reading.arrays import Array
from ...columns.reading.frames import Table
from ...columns.reading.text_keys import is_total
from ...columns.reading.texts import text_array
from ...columns.records import Records, read_records
from ...errors import HeaderError, RecordError, SheetMissingError, WorkbookHeaderError
from ...faults import REPEATED, Fault
from ...notes import Note
from ...policies import Policy, checked_policy
from ...similar_names import fold
from ..csv_files import CsvStyle
from .columns import CellFault, column_for, shown_text, values_of
from .files import Book, open_book
from .headers import Header, Range, find_header, is_numbering, key_among, titles
from .surveys import MERGED, Mark, letters_of

_HIDDEN_NOTE, _LEFT_OUT_NOTE, _UNNAMED_NOTE = "ASN737", "ASN738", "ASN739"
_DOUBLE_KEY, _NO_KEY, _UNKNOWN_KEY = "ASN432", "ASN433", "ASN434"
_EXAMPLE = "contoh"
_MOST_SHOWN = 10  # rows that a note names


@frozen(eq=False)
class SheetTable:
    """A sheet as a table: the rows of the sheet (from 1) that its rows stand in, and the letters of its columns.

    It has what a table of a CSV file has: ``lines`` are the rows of the sheet.
    """

    sheet: str
    table: Table
    lines: Array
    letters: Mapping[str, str]
    style: CsvStyle
    notes: tuple[Note, ...] = ()
    faults: tuple[Fault, ...] = ()
    marks: Mapping[tuple[int, str], Mark] = field(factory=dict, repr=False)  # of columns of text, by row and name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.names

    def texts(self, name: str) -> list[str]:
        """The cells of a column that is no field, without the blanks around them."""
        return self.table.source(name).texts()

    def text_array(self, name: str) -> Array:
        """The cells of a column as an array of texts."""
        return text_array([shown_text(value) for value in values_of(self.table.source(name))])

    def placed(self, fault: Fault, row: int | None, name: str | None) -> CellFault:
        """A fault of a row of the table in its cell."""
        line = None if row is None else int(self.lines[row])
        mark = self.marks.get((row, name or "")) if row is not None else None
        code, facts = fault.code, dict(fault.facts)
        if mark is not None and code in {_NO_KEY, "ASN401"}:
            code, facts = mark.code, {"error": mark.error}
        letters = self.letters.get(name or "")
        cell = None if line is None or letters is None else f"{letters}{line}"
        return CellFault(
            code, row=line, key=fault.key, list=fault.list, item_row=None if fault.list is None else line,
            field=fault.field, kind=fault.kind, facts=facts, sheet=self.sheet, cell=cell,
        )  # fmt: skip


@frozen(eq=False)
class Workbook:
    """A workbook as a policy reads it: the table of records (None where it reads lists alone), its lists, the key."""

    policy: Policy
    table: SheetTable | None
    items: Mapping[str, SheetTable]
    key: str | Unsaid | None = UNSAID

    @property
    def notes(self) -> tuple[Note, ...]:
        """What looks wrong in the sheets though it could be read."""
        return tuple(note for each in self._tables() for note in each.notes)

    def _tables(self) -> list[SheetTable]:
        return [*([] if self.table is None else [self.table]), *self.items.values()]

    def records(self, *, floats: str = "snap") -> Records:
        """The records, for ``appraise_table``; raises a RecordError for sheets that cannot be read at all."""
        found = read_records(
            self.policy,
            None if self.table is None else self.table.table,
            key=self.key,
            items={name: each.table for name, each in self.items.items()},
            floats=floats,
        )
        found.notes = (*found.notes, *self.notes)
        return found

    def note_in_lines(self, note: Note) -> Note:
        """A note with the rows of the sheet in place of positions."""
        held = self.table if note.list is None else self.items.get(note.list)
        return note if held is None else evolve(note, rows=tuple(held.lines[list(note.rows)].tolist()))

    def in_cells(self, fault: Fault) -> Fault:
        """A fault of these records (``scores.rejects``) in the cell that a person sees it in."""
        held = self.table if fault.list is None else self.items.get(fault.list)
        if held is None:
            return fault
        row = fault.row if fault.list is None else fault.item_row
        if row is None and fault.list is not None and fault.row is not None and self.table is not None:
            return evolve(self.table.placed(fault, fault.row, None), item_row=None)  # of the whole list
        keyed = isinstance(self.key, str) and fault.code in {_DOUBLE_KEY, _NO_KEY, _UNKNOWN_KEY}
        name = fault.field or (str(self.key) if keyed else None)
        found = held.placed(fault, row, name)
        if fault.code in {_DOUBLE_KEY, REPEATED}:
            rows = dict(fault.facts).get("rows", "").split(", ")
            lines = ", ".join(str(held.lines[int(each)]) if each.isdigit() else each for each in rows)
            number = {"number": lines} if fault.code == REPEATED else {}
            found = evolve(found, facts={**dict(found.facts), "rows": lines, **number})
        return found


def read_workbook(
    path: str | Path,
    policy: Policy,
    *,
    key: str | Unsaid | None = UNSAID,
    sheet: str | None = None,
    items: Mapping[str, str] | None = None,
    cells: Cells | None = None,
) -> Workbook:
    """The tables of a workbook (.xlsx, .xls, .ods) that a policy reads.

    ``sheet`` is the sheet of records, ``items`` has the sheet of each list by its key; those not named are found by name (the
    key or the title of the list), and the records on the first other sheet that has their columns. ``key`` is the column
    that tells whose a row is, by default the one called NIP or key, or the one that all sheets share; None says that all rows of lists alone are of one unit. Columns are found
    by the keys or the titles of fields, under any number of rows of title. ``cells`` says how *texts* are written (unsaid, with
    decimal commas), which row is the header, and which columns have other names.

    Raises a RecordError for a list that the policy does not have, the errors of ``excel.files.open_book``, ``SheetMissingError``, ``WorkbookHeaderError`` and ``HeaderError``.
    """
    checked_policy(policy, path=path)
    written = checked_cells(cells).of_file("comma")
    lists_known = {each.key for each in policy.outline.lists}
    if strange := [name for name in items or () if name not in lists_known]:
        known = ", ".join(lists_known) or "-"
        raise RecordError(faults=[Fault("ASN439", list=name, facts={"lists": known}) for name in strange])
    book = open_book(path)
    outline = policy.outline
    named = _list_sheets(book, outline.lists, dict(items or {}), written, alone=not outline.fields)
    lists = {
        each.key: _table(book, named[each.key], each.fields, written) for each in outline.lists if each.key in named
    }
    records = None
    if outline.fields:
        others = (sheet,) if sheet is not None else _others(book, named.values())
        records = _first_table(book, others, outline.fields, written)
    found = [*([] if records is None else [records]), *lists.values()]
    if isinstance(key, Unsaid):
        key = _key_of(found, outline.fields, outline.lists)
    return Workbook(policy, records, lists, key)


def _key_of(tables: Sequence[SheetTable], fields: Iterable[Field], lists: Iterable[Items]) -> str | Unsaid:
    if not tables:
        return UNSAID  # lists alone, of which each may be empty and none is there
    known = {each.key for each in fields} | {each.key for items in lists for each in items.fields}
    shared = [name for name in tables[0].columns if name not in known and all(name in each.columns for each in tables)]
    return key_among(shared) or (shared[0] if len(tables) > 1 and len(shared) == 1 else UNSAID)


# --- sheets ----------------------------------------------------------------------------------------------------------


def _list_sheets(
    book: Book, lists: Sequence[Items], given: dict[str, str], cells: Cells, *, alone: bool
) -> dict[str, str]:
    """The sheet of each list by its key; a list that may be empty may have none."""
    by_name = {fold(name): name for name in reversed(book.sheets)}
    found: dict[str, str] = {}
    for each in lists:
        if each.key in given:
            found[each.key] = _sheet_named(book, given[each.key])
            continue
        names = (fold(text[:31]) for text in (each.called("id"), each.called("en"), each.key))
        sheet = next((by_name[name] for name in names if name in by_name), None)
        if sheet is None and alone and len(lists) == 1:
            sheet = _first_with_header(book, _others(book, ()), each.fields, cells)
        if sheet is not None:
            found[each.key] = sheet
        elif not each.may_be_empty:
            raise SheetMissingError(
                path=book.path, sheet=each.key, title=each.called("id"), sheets=", ".join(book.sheets) or "-"
            )
    return found


def _sheet_named(book: Book, name: str) -> str:
    for sheet in book.sheets:
        if sheet.casefold() == name.casefold():
            return sheet
    raise SheetMissingError(path=book.path, sheet=name, title="", sheets=", ".join(book.sheets) or "-")


def _others(book: Book, taken: Iterable[str]) -> tuple[str, ...]:
    """The sheets that are no list: those that people see."""
    known = {*taken}
    found = tuple(each for each in book.sheets if each not in known and each not in book.hidden)
    if not found:
        raise SheetMissingError(path=book.path, sheet="1", title="", sheets=", ".join(book.sheets) or "-")
    return found


def _first_with_header(book: Book, sheets: Sequence[str], fields: Sequence[Field], cells: Cells) -> str:
    for sheet in sheets:
        book.survey(sheet)
        rows, merged = book.rows(sheet)
        if find_header(rows, fields, merged, cells) is not None:
            return sheet
    return sheets[0]


def _first_table(book: Book, sheets: Sequence[str], fields: Sequence[Field], written: Cells) -> SheetTable:
    """The table on the first sheet that names the fields; the fault of the first where none does."""
    problem: WorkbookHeaderError | None = None
    for sheet in sheets:
        try:
            return _table(book, _sheet_named(book, sheet), fields, written)
        except WorkbookHeaderError as found:
            problem = problem or found
    raise problem or SheetMissingError(path=book.path, sheet="1", title="", sheets=", ".join(book.sheets))


# --- one sheet -------------------------------------------------------------------------------------------------------


def _table(book: Book, sheet: str, fields: Sequence[Field], written: Cells) -> SheetTable:
    survey = book.survey(sheet)
    rows, merged = book.rows(sheet)
    merged = merged or survey.merged
    for (row, column), mark in survey.marks.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = mark
    header = find_header(rows, fields, merged, written)
    if header is None:
        heads = ", ".join(titles(fields).values())
        raise WorkbookHeaderError(path=book.path, sheet=sheet, columns=heads)
    if header.doubles:
        problem = ", ".join(f"'{each}'" for each in header.doubles)
        raise HeaderError(path=f"{book.path}, {sheet}", problem=problem)
    _fill_merged(rows, merged, header, {each.key for each in fields})
    kept, left_out = _kept_rows(rows, header)
    by_key = {each.key: each for each in fields}
    sources = {}
    marks: dict[tuple[int, str], Mark] = {}
    for name, column in header.columns.items():
        cells = [rows[row][column] for row in kept]
        sources[name] = column_for(by_key.get(name), cells, written)
        if name not in by_key and survey.marks:
            marks |= {(place, name): cell for place, cell in enumerate(cells) if isinstance(cell, Mark)}
    lines = np.array(kept, np.int64) + 1
    notes = _notes(sheet, header, [row for row in kept if row in survey.hidden], left_out)
    return SheetTable(
        sheet,
        Table(tuple(header.columns), len(kept), sources, in_file=True),
        lines,
        {name: letters_of(column) for name, column in header.columns.items()},
        CsvStyle(";", written.decimal or "comma", "utf-8-sig"),
        notes,
        marks=marks,
    )


def _fill_merged(rows: list[list[Any]], merged: Iterable[Range], header: Header, fields: set[str]) -> None:
    """A key merged over several rows belongs to each of them; a value merged over several cells to nobody knows which."""
    names = {column: name for name, column in header.columns.items()}
    for (top, left), (bottom, right) in merged:
        if bottom < header.below:
            continue
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        for column in range(left, min(right, len(rows[0]) - 1) + 1):
            for row in range(max(top, header.below), min(bottom, len(rows) - 1) + 1):
                if (row, column) == (top, left) or column not in names:
                    continue
                is_key = names[column] not in fields and column == left
                rows[row][column] = value if is_key else Mark(MERGED)


def _kept_rows(rows: list[list[Any]], header: Header) -> tuple[list[int], dict[str, list[int]]]:
    """The rows of the sheet that hold records, and those left out, by what they seem to be."""
    columns = list(header.columns.values())
    lead, others = columns[0], columns[1:]
    kept = [
        row
        for row, cells in enumerate(islice(rows, header.below, None), header.below)
        if _holds(cells[lead]) or any(_holds(cells[column]) for column in others)
    ]
    left_out: dict[str, list[int]] = {}
    if kept and kept[0] == header.below and is_numbering([rows[kept[0]][column] for column in columns]):
        left_out["numbers_row"] = [kept.pop(0)]
    key = key_among(header.columns)
    first = columns[0] if key is None else header.columns[key]
    if examples := [row for row in kept[:3] if fold(shown_text(rows[row][first])) == _EXAMPLE]:
        left_out["example_row"] = examples
        kept = [row for row in kept if row not in examples]
    while kept and _is_total(rows[kept[-1]], columns):
        left_out.setdefault("totals_row", []).insert(0, kept.pop())
    return kept, left_out


def _holds(cell: Any) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _is_total(row: Sequence[Any], columns: Sequence[int]) -> bool:
    first = next((row[column] for column in columns if _holds(row[column])), "")
    return isinstance(first, str) and is_total(first)


def _notes(sheet: str, header: Header, hidden: Sequence[int], left_out: Mapping[str, list[int]]) -> tuple[Note, ...]:
    found = []
    if hidden:
        found.append(Note(_HIDDEN_NOTE, facts={"sheet": sheet, "rows": _first([str(row + 1) for row in hidden])}))
    for kind, rows in left_out.items():
        shown = _first([str(row + 1) for row in rows])
        found.append(Note(_LEFT_OUT_NOTE, facts={"sheet": sheet, "rows": shown, "kind": kind}))
    if header.unnamed:
        shown = _first([*map(letters_of, header.unnamed)])
        found.append(Note(_UNNAMED_NOTE, facts={"sheet": sheet, "columns": shown}))
    return tuple(found)


def _first(names: list[str]) -> str:
    """The first of some names, as a note shows them."""
    return ", ".join(names[:_MOST_SHOWN]) + (", ..." if len(names) > _MOST_SHOWN else "")
