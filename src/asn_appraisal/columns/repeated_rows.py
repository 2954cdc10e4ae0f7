"""Repeated rows: rows of a list whose unique fields hold what those of an earlier row of the same record do."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..algebra.items import Items
from .reading.arrays import Array, Column
from .reading.joins import stable_order

_MOST = 1 << 62  # below this, two whole numbers can be told apart in one
_NONE = np.zeros(0, np.int64)


def wrong_counts(items: Items, offsets: Array) -> Array:
    """The records that have too few rows in a list, or too many."""
    counts = np.diff(offsets)
    wrong: Array = counts < (0 if items.optional else items.at_least)
    return wrong if items.at_most is None else wrong | (counts > items.at_most)


def repeated_rows(columns: Iterable[Column], offsets: Array, left_out: Array | None = None) -> tuple[Array, Array]:
    """The rows that repeat an earlier one of their record, and for each the first of those.

    Rows are places among all rows of the list, and come in their order. A row with a value that cannot be read repeats
    none; nor does one that ``left_out`` marks.

    >>> from asn_appraisal.algebra.inputs import Count
    >>> from asn_appraisal.columns.reading.ingest import ingest
    >>> from asn_appraisal.columns.reading.raw_columns import RawColumn
    >>> months = ingest(Count("bulan"), RawColumn(np.array([1, 2, 1, 1, 1])))
    >>> [rows.tolist() for rows in repeated_rows([months], np.array([0, 4, 5]))]
    [[2, 3], [0, 0]]
    """
    codes = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    gone = np.zeros(len(codes), bool) if left_out is None else left_out.copy()
    for column in columns:
        codes = _together(codes, column.values)
        if column.refused is not None:
            gone |= column.refused
    kept = np.flatnonzero(~gone) if gone.any() else None
    rows, earlier = _doubles(codes if kept is None else codes[kept])
    return (rows, earlier) if kept is None else (kept[rows], kept[earlier])


def _together(codes: Array, values: Array) -> Array:
    """Whole numbers from 0 on that are equal where both are."""
    if not len(codes):
        return codes
    if values.dtype == object or int(values.max()) - int(values.min()) >= _MOST // len(codes):
        values = np.unique(values, return_inverse=True)[1]
    values = values.astype(np.int64)
    values -= values.min()
    span = int(values.max()) + 1
    if int(codes.max()) + 1 > _MOST // span:
        codes = np.unique(codes, return_inverse=True)[1]
    return codes * span + values


def _doubles(codes: Array) -> tuple[Array, Array]:
    """The places at which a number stands again, and for each where it stands first."""
    if bool((codes[1:] > codes[:-1]).all()):  # the usual export: periods rise within each record
        return _NONE, _NONE
    order = stable_order(codes)
    ordered = codes[order]
    again = np.zeros(len(codes), bool)
    np.equal(ordered[1:], ordered[:-1], out=again[1:])
    starts = np.flatnonzero(~again)
    found = np.flatnonzero(again)
    rows, earlier = order[found], order[starts[np.searchsorted(starts, found, side="right") - 1]]
    by_row = np.argsort(rows)
    return rows[by_row], earlier[by_row]
