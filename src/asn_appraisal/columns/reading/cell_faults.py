"""Cell faults: what is wrong with the refused cells of a column, each different value looked at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from attrs import frozen

from ...algebra.inputs import Field
from ...appraising.readings import fault_finder
from ...faults import Fault
from .arrays import Array
from .raw_columns import RawColumn


@frozen(eq=False)
class CellFaults:
    """The faults of a column: ``rows`` that have one, and by ``kinds`` which of ``faults`` (without a place) it is."""

    rows: Array
    kinds: Array
    faults: tuple[Fault, ...]


def cell_faults(field: Field, source: RawColumn, rows: Array, *, floats: str = "snap") -> CellFaults:
    """What ``readings.read`` says of a field in some rows of its column; rows that it finds nothing in are left out.

    >>> from asn_appraisal import Number
    >>> column = RawColumn(np.array([85.5, np.nan, 101.0, np.nan]))
    >>> found = cell_faults(Number("nilai", high=100), column, np.array([1, 2, 3]))
    >>> found.rows.tolist(), [found.faults[kind].code for kind in found.kinds.tolist()]
    ([1, 2, 3], ['ASN401', 'ASN406', 'ASN401'])
    """
    places, which = different(source, rows)
    fault_of = fault_finder(field, floats=floats)
    known: dict[Fault | None, int] = {}
    kinds = [known.setdefault(fault_of(source.value_for(field, row)), len(known)) for row in places.tolist()]
    of_row = np.array(kinds, np.int64)[which] if len(rows) else np.zeros(0, np.int64)
    faults = tuple(known)
    faulty = np.array([fault is not None for fault in faults], bool)
    kept = faulty[of_row] if len(rows) else np.zeros(0, bool)
    numbers = np.cumsum(faulty) - 1  # the kinds without the one that is no fault
    return CellFaults(rows[kept], numbers[of_row[kept]], tuple(fault for fault in faults if fault is not None))


def different(source: RawColumn, rows: Array) -> tuple[Array, Array]:
    """A row of each different value, and for every row which of them it has."""
    if source.values.dtype.kind == "O":
        return _different_objects(source, rows)
    _, firsts, which = np.unique(source.values[rows], return_index=True, return_inverse=True)
    if source.absent is None or not (gaps := source.absent[rows]).any():
        return rows[firsts], which
    # What an absent row holds means nothing: all of them are one kind, beside what the values are.
    which = np.where(gaps, len(firsts), which)
    _, firsts, which = np.unique(which, return_index=True, return_inverse=True)
    return rows[firsts], which


def _different_objects(source: RawColumn, rows: Array) -> tuple[Array, Array]:
    known: dict[Any, int] = {}
    places: list[int] = []
    which = np.empty(len(rows), np.int64)
    for at, row in enumerate(rows.tolist()):
        value = None if source.absent is not None and source.absent[row] else source.values[row]
        kind = type(value)
        # Equal decimals of different length are read differently; what else there may be is looked at row by row.
        key = (kind, str(value) if kind is Decimal else value) if kind in _HASHED else at
        if (place := known.get(key)) is None:
            place = known[key] = len(places)
            places.append(row)
        which[at] = place
    return np.array(places, np.int64), which


_HASHED = frozenset({str, int, float, bool, type(None), Decimal})
