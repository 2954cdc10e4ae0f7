"""Excel columns: the cells of a sheet as the raw columns that ``read_records`` reads, and faults placed in cells.

A number stays the double that the sheet holds; a text is read as a CSV cell with decimal commas would be. Levels and flags
are told by the words that people see in the template as well as by their keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen
from attrs import field as attribute

from ...algebra.inputs import Field, Number
from ...appraising.readings import Unreadable
from ...cells import Cells, cell_value
from ...columns.reading.arrays import Array
from ...columns.reading.raw_columns import RawColumn
from ...columns.reading.texts import TextColumn
from ...faults import Fault, checked_language
from ...texts import message
from .surveys import DATE, ERROR, Mark

_FLOATS = frozenset({float, int})
_LOST = 10**15  # from here on a cell has lost digits: a sheet keeps fifteen
_TIMES = (dt.date, dt.time, dt.timedelta)  # a datetime is a date too


@frozen
class CellFault(Fault):
    """A fault of a workbook: the sheet and the cell, as a person sees them. ``row`` is the row of the sheet, from 1.

    >>> CellFault("ASN406", sheet="Pegawai", cell="C7", row=7, field="nilai_skp", facts={"low": "0", "high": "120"}).message
    'sheet Pegawai, cell C7, nilai_skp: out of range: it must lie from 0 to 120'
    """

    sheet: str = attribute(default="", kw_only=True)
    cell: str | None = attribute(default=None, kw_only=True)

    def place(self, language: str = "en") -> str:
        """Where it is: the sheet and the cell (or its row, if it has one), the key, the field or the list."""
        checked_language(language)
        facts = {"sheet": self.sheet, "cell": self.cell, "row": "" if self.row is None else self.row}
        words = [message(f"places.{'sheet_row' if self.cell is None else 'cell'}", facts, language)]
        if self.key is not None:
            words.append(f"({self.key})")
        what = self.list if self.item_row is None and self.field is None else self.field
        return " ".join(words) + (f", {what}" if what is not None else "")

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The fault as plain JSON data; ``message`` is in the language asked for."""
        return {**super().to_dict(language), "sheet": self.sheet, "cell": self.cell}


@frozen
class UnreadableCell(Unreadable):
    """What cannot be read, and how the cell shows it: for a list of rejected rows, never for a message."""

    shown: str = ""


def column_for(field: Field | None, cells: Sequence[Any], written: Cells) -> RawColumn:
    """The cells of a field as a column, or with None those of a key or of another column, as text."""
    if field is None:
        texts = TextColumn()
        texts.add(list(map(shown_text, cells)))
        return texts.source(written.decimal or "comma")
    if isinstance(field, Number):
        return _numbers(field, cells, written)
    return _words(field, cells, written)


def shown_text(cell: Any) -> str:
    """A cell as text. A number that has lost digits is written as a sheet shows it, in scientific notation.

    >>> shown_text(1979.0), shown_text(1.98501012010011e17), shown_text(True)
    ('1979', '1.98501012010011E+17', 'ya')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, int | float):
        if not abs(cell) < _LOST:
            return f"{cell:.14E}"
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return "" if cell is None or isinstance(cell, Mark) else str(cell)


def values_of(source: RawColumn) -> list[Any]:
    """The values of a column, None where it has none."""
    if source.labels is not None or source.scale is not None:
        return [source.value(row) for row in range(len(source))]
    held = source.held(slice(0, len(source)))
    if source.absent is not None:
        held = [None if gone else value for value, gone in zip(held, source.absent.tolist(), strict=True)]
    return held


def _numbers(field: Number, cells: Sequence[Any], written: Cells) -> RawColumn:
    kinds = set(map(type, cells))
    if kinds <= _FLOATS and not np.isnan(values := np.fromiter(cells, float, len(cells))).any():
        return RawColumn(values)
    blank = not any(map(str.strip, {each for each in cells if type(each) is str}))
    if str in kinds and kinds <= {*_FLOATS, str} and blank and all(each == each for each in cells):
        absent = np.fromiter((type(each) is str for each in cells), bool, len(cells))
        return RawColumn(np.fromiter((0.0 if type(each) is str else each for each in cells), float, len(cells)), absent)
    return RawColumn(_objects(_number(field, each, written) for each in cells))


def _number(field: Number, cell: Any, written: Cells) -> Any:
    if isinstance(cell, str):
        return _shown(cell_value(field, cell, written), cell)
    if isinstance(cell, bool):
        return _shown(Unreadable("ASN404", "boolean"), cell)
    if cell != cell:  # no spreadsheet writes it; it would pass for an empty cell
        return _shown(Unreadable("ASN418", "float"), cell)
    return _unreadable(cell) or cell


def _shown(value: Any, cell: Any) -> Any:
    """A value, or if it is none what the cell shows beside the reason."""
    if not isinstance(value, Unreadable):
        return value
    return UnreadableCell(
        value.code, value.kind, value.facts, cell.error if isinstance(cell, Mark) else shown_text(cell)
    )


def _words(field: Field, cells: Sequence[Any], written: Cells) -> RawColumn:
    names = evolve(written, names=True)  # of levels, as the template offers them
    values: list[Any] = []
    codes: dict[Any, int] = {}

    def code_of(cell: Any) -> int:
        kind = cell if type(cell) is str else (type(cell), cell)  # True, 1 and 1.0 are equal, and are different cells
        if kind not in codes:
            codes[kind] = len(values)
            values.append(_unreadable(cell) or _word(field, cell, names))
        return codes[kind]

    places = np.fromiter(map(code_of, cells), np.int64, len(cells))
    held = _objects(values)
    if set(map(type, values)) <= {bool, type(None)}:
        absent = np.array([value is None for value in values], bool)
        true = np.array([value is True for value in values], bool)
        return RawColumn(true[places], absent[places])
    return RawColumn(held[places])


def _word(field: Field, cell: Any, written: Cells) -> Any:
    return cell if isinstance(cell, bool) else _shown(cell_value(field, shown_text(cell), written), cell)


def _unreadable(cell: Any) -> Unreadable | None:
    if isinstance(cell, Mark):
        return UnreadableCell(
            cell.code, "number", (("error", cell.error),) if cell.code == ERROR else (), cell.error or "?"
        )
    return UnreadableCell(DATE, "date", (), shown_text(cell)) if isinstance(cell, _TIMES) else None


def _objects(values: Iterable[Any]) -> Array:
    held = list(values)
    found = np.empty(len(held), object)
    found[:] = held
    return found
