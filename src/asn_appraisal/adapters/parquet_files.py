"""Parquet files, through pyarrow or polars, whichever is installed: decimals stay decimals, keys stay text."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from ..columns.reading.arrays import Array
from ..columns.reading.frames import table_of
from ..columns.reading.texts import texts_of
from ..errors import FileMissingError, MissingExtraError, ParquetError
from .file_tables import FileTable
from .results import Results

MOST_DIGITS = 38  # of a decimal of 128 bits


def read_parquet(path: Path) -> FileTable:
    """The table of a Parquet file, its rows numbered from 1.

    Raises ``FileMissingError``, ``ParquetError``, and ``MissingExtraError`` where neither library is installed.
    """
    library = parquet_library()
    try:
        with path.open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as problem:
        raise FileMissingError(path=path, reason=getattr(problem, "strerror", None) or type(problem).__name__) from None
    read: Any = library.read_table if library.__name__ == "pyarrow.parquet" else library.read_parquet
    try:
        frame = read(io.BytesIO(data))
    except (OSError, ValueError, _errors_of(library)) as problem:
        raise ParquetError(path=path, reason=type(problem).__name__) from None
    table = table_of(frame)
    return FileTable(table, np.arange(1, table.count + 1))


def parquet(results: Results) -> bytes:
    """Results as a Parquet file: the score as decimal128, the band as a dictionary; texts for scores of over 38 digits."""
    library = parquet_library()
    out = io.BytesIO()
    if library.__name__ == "polars":
        _frame(library, results).write_parquet(out)
    else:
        library.write_table(_arrow(results), out)
    return out.getvalue()


def _arrow(results: Results) -> Any:
    arrow = import_module("pyarrow")
    found = results.scores.to_arrow()
    keys = set(() if results.scores.records.keys is None else results.scores.records.keys.names)
    columns = {name: arrow.array(_given(values), _text_type(arrow, values)) for name, values in results.labels.items()}
    columns |= {name: found.column(name) for name in found.column_names if name not in keys}
    return arrow.table(columns)


def _frame(polars: Any, results: Results) -> Any:
    scores = results.scores
    columns = {name: polars.Series(name, _given(values)) for name, values in results.labels.items()}
    if scores.policy.score is not None:
        reported = scores.reported()
        longest = max((len(each.as_tuple().digits) for each in reported if each is not None), default=0)
        kind = polars.Decimal(MOST_DIGITS, scores.policy.places) if longest <= MOST_DIGITS else polars.String
        held = [None if each is None else f"{each:f}" for each in reported]
        columns["score"] = polars.Series("score", held, polars.String).cast(kind)
    if scores.bands is not None:
        kind = polars.Enum([level.key for level in scores.bands.levels])
        columns["band"] = polars.Series("band", scores.band_keys(), kind)
    columns |= {name: polars.Series(name, values) for name, values in scores.additions().items()}
    return polars.DataFrame(columns)


def _given(values: Array) -> Any:
    return texts_of(values) if values.dtype.kind in "SUO" else values


def _text_type(arrow: Any, values: Array) -> Any:
    return arrow.string() if values.dtype.kind in "SU" or (values.dtype.kind == "O" and not len(values)) else None


def _errors_of(library: Any) -> type[Exception]:
    """What a library raises for a file that is broken, beside errors of Python."""
    polars = library.__name__ == "polars"
    found: type[Exception] = library.exceptions.PolarsError if polars else import_module("pyarrow").ArrowException
    return found


def parquet_library() -> Any:
    """The library that reads and writes Parquet files; raises ``MissingExtraError`` where there is none."""
    for name in ("pyarrow.parquet", "polars"):
        try:
            return import_module(name)
        except ImportError:
            continue
    raise MissingExtraError(library="pyarrow or polars", extra="arrow")
