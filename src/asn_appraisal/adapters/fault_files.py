"""Row files: rows of texts and numbers as a file of any kind that results are written to; what is wrong with rejected rows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..faults import Fault
from ..texts import say
from .csv_files import CsvStyle, csv_text, neutral
from .json_lines import json_text
from .parquet_files import MOST_DIGITS, parquet_library

COLUMNS = ("row", "key", "list", "item_row", "field", "kind", "code", "message")
_WIDTHS = (8, 24, 16, 10, 24, 12, 12, 90)
_WIDTH = 20  # of a column that no width was said for
_MOST_ROWS = 1_000_000  # of a sheet: a spreadsheet has few more
_ROWS = 1 << 14  # lines that are written at once
_SURE_DIGITS = 15  # that a number of a sheet keeps


class RowsOut:
    """Rows for a file: ``names`` of the columns, and for those of numbers in ``numbers`` how many decimals they have.

    ``path`` is where they go, ``style`` that of a CSV file, ``sheet`` names the phrase that a sheet is called by, in ``language``.
    """

    path: Path
    style: CsvStyle
    language: str
    names: Sequence[str]
    numbers: Mapping[str, int]
    rows: Sequence[Sequence[Any]]
    sheet: str
    widths: Sequence[int] = ()

    def csv(self) -> str:
        """The text of a CSV file, in the style of the input or with tabs."""
        tabs = self.path.suffix.lower() == ".tsv"
        style = CsvStyle("\t", encoding=self.style.encoding) if tabs else self.style
        texts = (
            [_cell(cell, style, number=name in self.numbers) for name, cell in zip(self.names, row, strict=True)]
            for row in self.rows
        )
        return csv_text(self.names, texts, style)


def _cell(cell: Any, style: CsvStyle, *, number: bool) -> str:
    if cell is None:
        return ""
    return style.number(f"{cell:f}" if isinstance(cell, Decimal) else str(cell)) if number else neutral(str(cell))


@frozen(eq=False)
class FaultRows(RowsOut):
    """Faults as rows of ``COLUMNS``, their places as people see them in the file that was read.

    ``path`` is where they go, ``style`` that of a CSV file, ``language`` that of the messages.

    >>> FaultRows(Path("tolak.csv"), [Fault("ASN401", row=3, field="nilai")]).rows[0][:2]
    (3, None)
    """

    path: Path
    faults: Iterable[Fault] = field(repr=False)
    style: CsvStyle = field(factory=CsvStyle, kw_only=True)
    language: str = field(default="id", kw_only=True)
    names: Sequence[str] = field(default=COLUMNS, init=False, repr=False)
    numbers: Mapping[str, int] = field(default={"row": 0, "item_row": 0}, init=False, repr=False)
    rows: Sequence[Sequence[Any]] = field(init=False, repr=False)
    sheet: str = field(default="excel.rejected", init=False, repr=False)
    widths: Sequence[int] = field(default=_WIDTHS, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        told = (fault.to_dict(self.language) for fault in self.faults)
        object.__setattr__(self, "rows", [tuple(each[name] for name in COLUMNS) for each in told])


@frozen(eq=False)
class TableRows(RowsOut):
    """Any columns as rows: texts, and numbers as whole numbers or Decimals."""

    path: Path
    columns: Mapping[str, Sequence[Any]] = field(repr=False)
    numbers: Mapping[str, int]
    sheet: str
    style: CsvStyle = field(factory=CsvStyle, kw_only=True)
    language: str = field(default="id", kw_only=True)
    names: Sequence[str] = field(init=False, repr=False)
    rows: Sequence[Sequence[Any]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(self.columns))
        object.__setattr__(self, "rows", list(zip(*self.columns.values(), strict=True)))


def csv_rows(out: RowsOut) -> bytes:
    """Rows as a CSV file."""
    return out.csv().encode(out.style.encoding)


def json_rows(out: RowsOut) -> Iterator[bytes]:
    """Rows as JSON lines, piece by piece."""
    names = list(map(json_text, out.names))
    for start in range(0, len(out.rows), _ROWS):
        rows = out.rows[start : start + _ROWS]
        held = (", ".join(f"{name}: {json_text(cell)}" for name, cell in zip(names, row, strict=True)) for row in rows)
        yield "".join(f"{{{each}}}\n" for each in held).encode("utf-8", "surrogatepass")


def parquet_rows(out: RowsOut) -> bytes:
    """Rows as a Parquet file: whole numbers, decimals (texts where they have over 38 digits), all else as text."""
    library, file = parquet_library(), io.BytesIO()
    columns = dict(zip(out.names, zip(*out.rows, strict=True) if out.rows else ((),) * len(out.names), strict=True))
    places = {
        name: each
        for name, each in out.numbers.items()
        if name in columns and all(cell is None or len(str(cell)) <= MOST_DIGITS for cell in columns[name])
    }
    held = {
        name: cells if name in places else [None if cell is None else str(cell) for cell in cells]
        for name, cells in columns.items()
    }
    if library.__name__ == "polars":
        kinds = {
            name: library.String
            if name not in places
            else library.Decimal(MOST_DIGITS, places[name])
            if places[name]
            else library.Int64
            for name in out.names
        }
        library.DataFrame(held, kinds).write_parquet(file)
    else:
        arrow = import_module("pyarrow")
        kinds = {
            name: arrow.string()
            if name not in places
            else arrow.decimal128(MOST_DIGITS, places[name])
            if places[name]
            else arrow.int64()
            for name in out.names
        }
        library.write_table(arrow.table({name: arrow.array(held[name], kinds[name]) for name in out.names}), file)
    return file.getvalue()


def workbook_rows(out: RowsOut) -> bytes:
    """Rows as a workbook: a sheet, or several where one cannot hold them all; the last column may be long."""
    from .excel.pages import height_of, sheet_names, written

    starts = range(0, max(len(out.rows), 1), _MOST_ROWS)
    last = len(out.names) - 1
    widths = out.widths or (_WIDTH,) * len(out.names)
    names = sheet_names([say(out.sheet, out.language)] * len(starts))
    with written(constant_memory=True) as (pages, file):
        for name, start in zip(names, starts, strict=True):
            page = pages.page(name, heads=0)
            for place, width in enumerate(widths):
                page.set_column(place, place, width)
            pages.texts(page, 0, out.names, "head")
            rows = out.rows[start : start + _MOST_ROWS]
            for line, row in enumerate(rows, 1):
                page.set_row(line, height_of([str(row[-1] or "")], widths[-1:]))
                for place, cell in enumerate(row):
                    if isinstance(cell, int | Decimal) and len(str(cell)) <= _SURE_DIGITS:
                        places = out.numbers[out.names[place]]
                        shape = f"0.{'0' * places}" if places else "0"
                        page.write_number(line, place, float(cell), pages.look("text", num_format=shape))
                    else:
                        text = "" if cell is None else str(cell)
                        pages.text(page, line, place, text, "long_text" if place == last else "text")
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, max(len(rows), 1), last)
    return file.getvalue()
