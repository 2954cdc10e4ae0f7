"""Fault files: what is wrong with rejected rows, a fault a row, as a file of any kind that results are written to."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..faults import Fault
from ..texts import say
from .csv_files import CsvStyle, csv_text, neutral
from .parquet_files import parquet_library

COLUMNS = ("row", "key", "list", "item_row", "field", "kind", "code", "message")
WHOLE = frozenset({"row", "item_row"})
_WIDTHS = (8, 24, 16, 10, 24, 12, 12, 90)
_MOST_ROWS = 1_000_000  # of a sheet: a spreadsheet has few more
_ROWS = 1 << 14  # lines that are written at once


@frozen(eq=False)
class FaultRows:
    """Faults as rows of ``COLUMNS``, their places as people see them in the file that was read.

    ``path`` is where they go, ``style`` that of a CSV file, ``language`` that of the messages.

    >>> FaultRows(Path("tolak.csv"), [Fault("ASN401", row=3, field="nilai")]).rows[0][:2]
    (3, None)
    """

    path: Path
    faults: Iterable[Fault] = field(repr=False)
    style: CsvStyle = field(factory=CsvStyle, kw_only=True)
    language: str = field(default="id", kw_only=True)
    rows: list[tuple[Any, ...]] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        told = (fault.to_dict(self.language) for fault in self.faults)
        object.__setattr__(self, "rows", [tuple(each[name] for name in COLUMNS) for each in told])

    def csv(self) -> str:
        """The text of a CSV file, in the style of the input or with tabs."""
        texts = (["" if cell is None else neutral(str(cell)) for cell in row] for row in self.rows)
        tabs = self.path.suffix.lower() == ".tsv"
        return csv_text(COLUMNS, texts, CsvStyle("\t", encoding=self.style.encoding) if tabs else self.style)


def csv_faults(faults: FaultRows) -> bytes:
    """Faults as a CSV file."""
    return faults.csv().encode(faults.style.encoding)


def json_faults(faults: FaultRows) -> Iterator[bytes]:
    """Faults as JSON lines, piece by piece."""
    for start in range(0, len(faults.rows), _ROWS):
        rows = faults.rows[start : start + _ROWS]
        lines = (json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) for row in rows)
        yield "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")


def parquet_faults(faults: FaultRows) -> bytes:
    """Faults as a Parquet file: rows as whole numbers, all else as text."""
    library, out = parquet_library(), io.BytesIO()
    columns = dict(zip(COLUMNS, zip(*faults.rows, strict=True) if faults.rows else ((),) * len(COLUMNS), strict=True))
    if library.__name__ == "polars":
        kinds = {name: library.Int64 if name in WHOLE else library.String for name in COLUMNS}
        library.DataFrame(columns, kinds).write_parquet(out)
    else:
        arrow = import_module("pyarrow")
        kinds = {name: arrow.int64() if name in WHOLE else arrow.string() for name in COLUMNS}
        library.write_table(arrow.table({name: arrow.array(columns[name], kinds[name]) for name in COLUMNS}), out)
    return out.getvalue()


def workbook_faults(faults: FaultRows) -> bytes:
    """Faults as a workbook: a sheet, or several where one cannot hold them all."""
    from .excel.pages import height_of, sheet_names, written

    starts = range(0, max(len(faults.rows), 1), _MOST_ROWS)
    last = len(COLUMNS) - 1
    names = sheet_names([say("excel.rejected", faults.language)] * len(starts))
    with written(constant_memory=True) as (pages, out):
        for name, start in zip(names, starts, strict=True):
            page = pages.page(name, heads=0)
            for place, width in enumerate(_WIDTHS):
                page.set_column(place, place, width)
            pages.texts(page, 0, COLUMNS, "head")
            rows = faults.rows[start : start + _MOST_ROWS]
            for line, row in enumerate(rows, 1):
                page.set_row(line, height_of([row[-1]], _WIDTHS[-1:]))
                for place, cell in enumerate(row):
                    if isinstance(cell, int):
                        page.write_number(line, place, cell, pages.look("text", num_format="0"))
                    else:
                        pages.text(page, line, place, cell or "", "long_text" if place == last else "text")
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, max(len(rows), 1), last)
    return out.getvalue()
