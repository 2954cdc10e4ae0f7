"""Arrays: the same records as the arrays that a program with columns would hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field as attribute
from attrs import frozen

from ...algebra.inputs import Category, Field, Number
from ...appraising.readings import is_absent
from ...policies import Policy

KEY = "nomor_baris"  # the key column, which joins the rows of lists to their record
_MOST = 2.0**53  # above it, two whole numbers may share one float


@frozen
class Arrays:
    """Records as arrays: ``table`` and ``items`` by column, and ``records``, which hold the same values.

    Numbers are float64 with NaN for absent ones, or int64 where all are whole and ``whole`` columns are asked for;
    the rows of a list are interleaved, so that those of one record are not neighbours. ``turns`` has each row's index
    within its record.
    """

    table: dict[str, Any]
    items: dict[str, dict[str, Any]]
    records: tuple[dict[str, Any], ...]
    turns: dict[str, list[int]] = attribute(factory=dict)


def as_arrays(policy: Policy, records: Sequence[Mapping[str, Any]], *, whole: bool = True) -> Arrays | None:
    """The records as arrays; None where a value fits no array (a text that is no number, a list without rows).

    The engine takes the range of a column of floats from the declaration, that of a column of integers from its rows.
    With ``whole=False`` every number is a float, as in most programs.

    >>> from asn_appraisal import schemes
    >>> as_arrays(schemes.get("permenpan-16-2009"), [{"nilai": "90.5"}, {"nilai": 7}]).table["nilai"].tolist()
    [90.5, 7.0]
    """
    outline = policy.outline
    try:
        plain = [_plain_row(outline.fields, record) for record in records]
        table = {KEY: np.arange(len(plain)), **_columns(outline.fields, plain, whole=whole)}
        items: dict[str, dict[str, Any]] = {}
        turns: dict[str, list[int]] = {}
        for each in outline.lists:
            lists = [[_plain_row(each.fields, row) for row in _rows(record.get(each.key))] for record in records]
            for record, rows in zip(plain, lists, strict=True):
                record[each.key] = rows
            placed = [
                (at, row, turn)
                for turn in range(max(map(len, lists), default=0))
                for at, rows in enumerate(lists)
                for row in rows[turn : turn + 1]
            ]
            keys = np.array([at for at, *_ in placed], dtype=np.int64)
            turns[each.key] = [turn for *_, turn in placed]
            items[each.key] = {KEY: keys, **_columns(each.fields, [row for _, row, _ in placed], whole=whole)}
    except _NoPlaceError:
        return None
    return Arrays(table, items, tuple(plain), turns)


class _NoPlaceError(Exception):
    """A value that fits no array of its field's type."""


def _rows(value: Any) -> Iterable[Mapping[str, Any]]:
    if is_absent(value):
        return ()
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise _NoPlaceError
    return value


def _plain_row(fields: Iterable[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    return {entry.key: _plain(entry, row.get(entry.key)) for entry in fields}


def _plain(entry: Field, value: Any) -> Any:
    if is_absent(value):
        return None
    if not isinstance(entry, Number):
        if not isinstance(value, str if isinstance(entry, Category) else bool):
            raise _NoPlaceError
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | Fraction):
        raise _NoPlaceError
    try:
        number = float(Fraction(value)) if not isinstance(value, float) else value
    except (ValueError, OverflowError):
        raise _NoPlaceError from None
    if not abs(number) < _MOST:
        raise _NoPlaceError
    return number


def _columns(fields: Iterable[Field], rows: Sequence[dict[str, Any]], *, whole: bool) -> dict[str, Any]:
    return {entry.key: _column(entry, rows, whole=whole) for entry in fields}


def _column(entry: Field, rows: Sequence[dict[str, Any]], *, whole: bool) -> Any:
    values = [row[entry.key] for row in rows]
    if isinstance(entry, Number):
        if whole and values and all(value is not None and value == math.floor(value) for value in values):
            for row in rows:
                row[entry.key] = int(row[entry.key])
            return np.array(values).astype(np.int64)
        return np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    if None in values or isinstance(entry, Category):
        column = np.empty(len(values), dtype=object)
        column[:] = values
        return column
    return np.array(values, dtype=bool)
