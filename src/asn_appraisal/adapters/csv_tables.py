"""CSV tables: a file as a table of text columns that ``read_records`` takes, and the line that each row begins on."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..columns.reading.arrays import Array
from ..columns.reading.frames import Table
from ..columns.reading.texts import TextColumn
from ..errors import FileMissingError
from ..faults import AppraisalError
from .csv_blocks import PlainCsv, csv_blocks
from .csv_cuts import UnevenFile
from .csv_files import CsvRows
from .file_tables import FileTable


def read_csv(path: str | Path, *, decimal: str | None = None, header: int | None = None) -> FileTable:
    """The table of a CSV file; ``decimal`` is ``"point"``, ``"comma"`` or None (from the separator).

    ``header`` is the row of the header, from 1 and blank rows counted; None for the first that is not blank. Raises
    ``FileMissingError``, ``NotTextError``, ``EmptyFileError`` and
    ``HeaderError``; with the line ``UnclosedQuoteError``, ``StrayQuoteError``, ``LongCellError`` and ``DoubleMarkError``.
    Rows with too many or too few cells become faults of the table.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            return _table(file if file.seekable() else BytesIO(file.read()), str(path), decimal, header)
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        if isinstance(error, AppraisalError):
            raise
        raise FileMissingError(path=path, reason=getattr(error, "strerror", None) or type(error).__name__) from None


def parse_csv(data: bytes, *, name: str = "-", decimal: str | None = None, header: int | None = None) -> FileTable:
    r"""The table of a CSV file's bytes, as ``read_csv``; ``name`` stands for it in messages.

    >>> table = parse_csv(b"nip;skp\n1985;85,5\n")
    >>> table.columns, table.texts("skp"), table.lines.tolist(), table.style.decimal
    (('nip', 'skp'), ['85,5'], [2], 'comma')
    """
    return _table(BytesIO(data), name, decimal, header)


def _table(file: BinaryIO, name: str, decimal: str | None, header: int | None) -> FileTable:
    try:
        return _gathered(csv_blocks(file, name=name, decimal=decimal, plain=True, header=header))
    except UnevenFile:
        return _gathered(csv_blocks(file, name=name, decimal=decimal, plain=False, header=header))


def _gathered(rows: PlainCsv | CsvRows) -> FileTable:
    columns: list[TextColumn] = []
    lines: list[Array] = []
    for begins, cells in rows.blocks():
        columns = columns or [TextColumn() for _ in cells]
        for column, held in zip(columns, cells, strict=True):
            column.add(held)
        lines.append(np.asarray(begins, np.int64))
    found = np.concatenate(lines)
    table = table_of_cells(rows.columns, columns, len(found), rows.style.decimal)
    return FileTable(table, found, rows.style, tuple(rows.faults))


def table_of_cells(names: tuple[str, ...], columns: Sequence[TextColumn], count: int, decimal: str) -> Table:
    """The table of columns of cells, in the decimal convention of their file."""
    sources = {name: column.source(decimal) for name, column in zip(names, columns, strict=True)}
    return Table(names, count, sources, in_file=True)
