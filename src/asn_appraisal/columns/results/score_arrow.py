"""Scores as a table of pyarrow: exact decimals, bands as a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...errors import MissingExtraError
from ..reading.arrays import Array
from ..reading.series import pyarrow
from ..score_texts import plain_text
from .coded_bands import CodedBands


def arrow_table(
    keys: Mapping[str, Any], scores: tuple[Array, Array, int] | None, bands: CodedBands | None, parts: Mapping[str, Any]
) -> Any:
    """Keys, scores (values, which of them are rejected, decimal places), bands and parts as a table of pyarrow."""
    pa = pyarrow()
    if pa is None:
        raise MissingExtraError(library="pyarrow", extra="arrow")
    columns: dict[str, Any] = {}
    for name, values in keys.items():
        columns[name] = pa.array(values, type=None if len(values) or isinstance(values, np.ndarray) else pa.string())
    if scores is not None:
        columns["score"] = decimal_column(pa, *scores)
    if bands is not None:
        codes = pa.array(np.maximum(bands.codes, 0).astype(np.int16), mask=bands.codes < 0)
        columns["band"] = pa.DictionaryArray.from_arrays(codes, [level.key for level in bands.levels], ordered=True)
    for name, values in parts.items():
        columns[name] = pa.array(values, from_pandas=isinstance(values, np.ndarray))
    return pa.table(columns)


def decimal_column(pa: Any, values: Array, rejected: Array, places: int) -> Any:
    """Scores as decimal128."""
    units = (
        [0 if bad else int(value * 10**places) for value, bad in zip(values, rejected, strict=True)]
        if (values.dtype == object)
        else np.rint(np.where(rejected, 0.0, values) * float(10**places)).astype(np.int64)
    )
    if isinstance(units, list):
        texts = [None if bad else plain_text(each, places) for each, bad in zip(units, rejected, strict=True)]
        longest = max(map(abs, units), default=0)
        return pa.array(texts, pa.string()) if longest >= 10**38 else pa.array(texts).cast(pa.decimal128(38, places))
    words = np.empty((len(units), 2), np.int64)
    words[:, 0] = units
    words[:, 1] = words[:, 0] >> 63
    buffers = [pa.array(~rejected).buffers()[1] if rejected.any() else None, pa.py_buffer(words)]
    return pa.Array.from_buffers(pa.decimal128(38, places), len(units), buffers)
