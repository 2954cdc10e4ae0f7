"""CSV tables: a file as a table of text columns that ``read_records`` takes, and the line that each row begins on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from attrs import frozen

from ..columns.reading.arrays import Array
from ..columns.reading.frames import Table
from ..columns.reading.texts import TextColumn
from ..errors import FileKindError, FileMissingError
from ..faults import Fault
from .csv_files import CsvStyle, rows_of

# Files of another kind: refused by their name, not by their first bytes.
_OTHER_KINDS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".parquet", ".feather", ".json", ".xml", ".pdf", ".docx"}


@frozen(eq=False)
class CsvTable:
    """A file: its rows as a table, the line of each (from 1), its style, and the faults of rows that do not fit its header."""

    table: Table
    lines: Array
    style: CsvStyle
    faults: tuple[Fault, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.names

    def texts(self, name: str) -> list[str]:
        """The cells of a column, stripped of blanks."""
        return self.table.source(name).texts()


def read_csv(path: str | Path, *, decimal: str | None = None) -> CsvTable:
    """The table of a CSV file; ``decimal`` is ``"point"``, ``"comma"`` or None (from the separator).

    Raises ``FileMissingError``, ``FileKindError`` (a spreadsheet, say), ``NotTextError``, ``EmptyFileError`` and
    ``HeaderError``; with the line ``UnclosedQuoteError``, ``StrayQuoteError``, ``LongCellError`` and ``DoubleMarkError``.
    Rows with too many or too few cells become faults of the table.
    """
    path = Path(path)
    if path.suffix.lower() in _OTHER_KINDS:
        raise FileKindError(path=path)
    return parse_csv(_bytes_of(path), name=str(path), decimal=decimal)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise FileMissingError(path=path, reason=getattr(error, "strerror", None) or type(error).__name__) from None


def parse_csv(data: bytes, *, name: str = "-", decimal: str | None = None) -> CsvTable:
    r"""The table of a CSV file's bytes; ``name`` stands for it in messages.

    >>> table = parse_csv(b"nip;skp\n1985;85,5\n")
    >>> table.columns, table.texts("skp"), table.lines.tolist(), table.style.decimal
    (('nip', 'skp'), ['85,5'], [2], 'comma')
    """
    rows = rows_of(data, name=name, decimal=decimal)
    del data  # a file may be large, and its text is decoded by now
    columns: list[TextColumn] = []
    lines: list[Array] = []
    for begins, cells in rows.blocks():
        columns = columns or [TextColumn() for _ in cells]
        for column, held in zip(columns, cells, strict=True):
            column.add(held)
        lines.append(np.array(begins, np.int64))
    sources = {each: column.source(rows.style.decimal) for each, column in zip(rows.columns, columns, strict=True)}
    found = np.concatenate(lines)
    return CsvTable(Table(rows.columns, len(found), sources, in_file=True), found, rows.style, tuple(rows.faults))
