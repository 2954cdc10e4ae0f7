"""File tables: a file's rows as a table that ``read_records`` takes, and where in the file each row stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from attrs import field, frozen

from ..columns.reading.arrays import Array
from ..columns.reading.frames import Table
from ..columns.reading.raw_columns import RawColumn
from ..columns.reading.texts import text_array, texts_of
from ..faults import Fault
from .csv_files import CsvStyle


@frozen(eq=False)
class FileTable:
    """A file: its rows as a table, the line of each (from 1), how a CSV file is written, and rows that do not fit its
    header.
    """

    table: Table
    lines: Array
    style: CsvStyle = field(factory=CsvStyle)
    faults: tuple[Fault, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.names

    def texts(self, name: str) -> list[str]:
        """The cells of a column, without the blanks around them; of typed columns the values as text."""
        return texts_of(self.text_array(name))

    def text_array(self, name: str) -> Array:
        """The same as an array of texts."""
        source = self.table.source(name)
        if source.decimal is None:
            return _as_texts(source)
        return source.values if source.labels is None else text_array(list(source.labels))[source.values]


def _as_texts(source: RawColumn) -> Array:
    if source.labels is not None:
        return np.array([*source.labels, ""], object)[source.values]
    if source.scale is not None:
        return np.array([plain_text(source.value(row)) for row in range(len(source))], object)
    held = source.held(slice(None))
    texts = np.array([value if type(value) is str else plain_text(value) for value in held], object)
    if source.absent is not None:
        texts[source.absent] = ""
    return texts


def plain_text(value: Any) -> str:
    """A value as a file of text holds it, with a decimal point; empty for none.

    >>> plain_text(Decimal("1E+2")), plain_text(True), plain_text(None), plain_text(85.0), plain_text(1e-7)
    ('100', 'true', '', '85', '0.0000001')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating):
        value = Decimal(repr(float(value)))
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() and value.adjusted() < 16 else value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
