"""CSV blocks: the rows of a CSV file, block by block, cut as fast as the file allows.

What is plainly a table is cut without a loop over its rows (``csv_cuts``); a block with rows that do not fit, and a file
in another encoding or with quotes inside cells, by the standard library's reader (``csv_files``). Both give the same.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import BinaryIO

import numpy as np
from attrs import define, field

from ..columns.reading.arrays import Array
from ..faults import Fault
from .csv_cuts import PIECE, UnevenFile, check_letters, cut, pieces_of
from .csv_files import MOST_COLUMNS, CsvRows, CsvStyle, rows_of, style_of

_LINE = ord("\n")
Block = tuple[Array, Sequence[Sequence[str] | Array]]


@define
class PlainCsv:
    """The rows of a file that is plainly a table, to be gone through once, with the names and meanings of ``CsvRows``.

    A block has the line that each row begins on, and of each column an array of texts without the blanks around them, or
    Python's texts as they stand there. ``blocks`` raises ``UnevenFile``, at any time, for a file that ``rows_of`` must read.
    """

    file: BinaryIO
    name: str = "-"
    decimal: str | None = None
    header: int | None = None
    columns: tuple[str, ...] = field(default=(), init=False)
    style: CsvStyle = field(factory=CsvStyle, init=False)
    faults: list[Fault] = field(factory=list, init=False)

    def blocks(self) -> Iterator[Block]:
        """The blocks in turn."""
        head = self.file.read(PIECE)
        marked = head.startswith(codecs.BOM_UTF8)
        if marked:
            head = head[len(codecs.BOM_UTF8) :]
        begins, line = self._read_header(head, "utf-8-sig" if marked else "utf-8")
        for piece in pieces_of(self.file.read, head[begins:]):
            block = cut(piece, self.style.separator, len(self.columns))
            if block is None:
                yield from self._by_rows(piece, line)
            else:
                yield line + block[0], block[1]
            line += int(np.count_nonzero(np.frombuffer(piece, np.uint8) == _LINE))  # bytes.count looks for each in turn

    def _read_header(self, head: bytes, encoding: str) -> tuple[int, int]:
        """Find style and columns; where the rows begin, in bytes and as a line."""
        text = head.decode("utf-8", errors="replace")  # what is no UTF-8 is noticed when it is cut
        if text.startswith("\ufeff") or "\r" in text.removesuffix("\r").replace("\r\n", ""):
            raise UnevenFile
        self.style, hint = style_of(text, encoding, self.decimal, self.header)
        reader = csv.reader(io.StringIO(text[hint:], newline=""), delimiter=self.style.separator, strict=True)
        try:
            rows = ([cell.strip() for cell in row] for row in reader)
            header = next(filter(any, rows) if self.header is None else islice(rows, self.header - 1, None))
        except (StopIteration, csv.Error):
            raise UnevenFile from None
        if not header or "" in header or len({*header}) < len(header) or len(header) > MOST_COLUMNS:
            raise UnevenFile
        self.columns = tuple(header)
        lines = reader.line_num + (hint > 0)
        begins = 0
        for _ in range(lines):
            begins = head.find(b"\n", begins) + 1 or len(head)
        if begins == len(head):
            raise UnevenFile  # no rows, or the header fills all that was read
        check_letters(head[:begins])
        return begins, lines + 1

    def _by_rows(self, piece: bytes, line: int) -> Iterator[Block]:
        """A block in which some row does not fit."""
        rows = CsvRows(
            self.name,
            self.style,
            self.columns,
            self.faults,
            text=piece.decode(),
            first_line=line,
            saved=len(self.columns),
        )
        for lines, cells in rows.blocks():
            yield np.array(lines, np.int64), cells


def csv_blocks(
    file: BinaryIO, *, name: str, decimal: str | None, plain: bool, header: int | None = None
) -> PlainCsv | CsvRows:
    """The rows of a file that can be read twice: of a plain table, or of any file."""
    file.seek(0)
    return (
        PlainCsv(file, name, decimal, header)
        if plain
        else rows_of(file.read(), name=name, decimal=decimal, header=header)
    )
