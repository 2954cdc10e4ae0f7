"""Arrow columns: columns of results as a table of pyarrow, for engines that take one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...columns.reading import series
from ...columns.results.score_arrow import decimal_column
from ...errors import DatabaseWriteError, MissingExtraError
from .engines import Column
from .places import DatabasePlace
from .result_columns import ScoreValues

_MOST_DIGITS = 38


def pyarrow() -> Any:
    """The library pyarrow; raises ``MissingExtraError``."""
    if (library := series.pyarrow()) is None:
        raise MissingExtraError(library="pyarrow", extra="arrow")
    return library


def arrow_block(place: DatabasePlace, columns: Sequence[Column], values: Sequence[Any]) -> Any:
    """Columns as a table of pyarrow; raises ``DatabaseWriteError`` for a score of more digits than a decimal has."""
    pa = pyarrow()
    kinds = {"text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "flag": pa.bool_()}
    arrays = []
    for column, held in zip(columns, values, strict=True):
        if column.kind == "score":
            arrays.append(_scores(pa, place, column.places, held))
        else:
            arrays.append(pa.array(held, kinds[column.kind], from_pandas=isinstance(held, np.ndarray)))
    return pa.Table.from_arrays(arrays, names=[each.name for each in columns])


def _scores(pa: Any, place: DatabasePlace, places: int, held: ScoreValues) -> Any:
    if held.doubles is not None:
        return decimal_column(pa, held.doubles, held.rejected, places)
    try:
        return pa.array(held.decimals(), pa.decimal128(_MOST_DIGITS, places))
    except pa.ArrowInvalid:
        raise DatabaseWriteError(place=place, digits=str(_MOST_DIGITS)) from None
