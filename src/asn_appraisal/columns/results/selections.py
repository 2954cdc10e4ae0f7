"""Selections: which rows of a table meet conditions, and its columns as codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from numbers import Number
from typing import Any

import numpy as np

from ...appraising.readings import is_absent
from ...arguments import names as texts
from ...arguments import refused
from ...errors import RecordError, UnknownBandError
from ...faults import Fault
from ...similar_names import closest
from ..reading.arrays import Array
from ..reading.cell_faults import different
from ..reading.letters import dictionary_of
from ..reading.raw_columns import RawColumn
from ..reading.series import source_of
from ..records import Records
from .coded_bands import CodedBands


def rows_where(
    records: Records,
    bands: CodedBands | None,
    rows: object,
    band: str | Iterable[str] | None,
    values: Mapping[str, Any],
) -> Array:
    """The numbers of the rows that meet all of some conditions."""
    found = np.arange(records.count) if rows is None else _numbers(rows, records.count)
    keep = np.ones(records.count, bool)
    if band is not None:
        keep &= _in_bands(bands, texts(band, "band"), records.count)
    for name, wanted in values.items():
        different_values, codes = coded_column(records, name)
        allowed = _plain_values(name, wanted)
        keep &= np.array([value in allowed for value in different_values], bool)[codes]
    return found[keep[found]]


def _plain_values(name: str, wanted: Any) -> list[Any]:
    """One value or a list of values, each of a kind that cells have."""
    found = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    if not all(each is None or isinstance(each, str | Number | Decimal | date | np.generic) for each in found):
        raise refused(wanted, name, "plain")
    return found


def _numbers(rows: object, count: int) -> Array:
    given = np.asarray(rows)
    if given.dtype == bool and given.shape == (count,):
        return np.flatnonzero(given)
    if given.shape == (0,):
        return np.zeros(0, np.int64)
    inside = given.dtype.kind in "iu" and given.ndim == 1 and bool(((given >= -count) & (given < count)).all())
    if not inside:
        raise refused(rows, "rows", "mask")
    return given % count


def _in_bands(bands: CodedBands | None, wanted: tuple[str, ...], count: int) -> Array:
    keys = [] if bands is None else [level.key for level in bands.levels]
    for key in wanted:
        if key not in keys:
            raise UnknownBandError(band=key, bands=", ".join(keys), close=", ".join(closest(key, keys)))
    codes = np.full(count, -1) if bands is None else bands.codes
    return np.isin(codes, [keys.index(key) for key in wanted])


def coded_column(records: Records, name: str) -> tuple[list[Any], Array]:
    """The different values of a column of the table, or of the key, and which of them each row has.

    Raises a RecordError (ASN493) for a column that is not there.
    """
    if records.table is not None and name in records.table.names:
        if (letters := records.table.letters(name)) is not None:
            return _of_dictionary(*letters.dictionary())
        if (source := records.table.source(name)).values.dtype.kind in "SU" and source.absent is None:
            codes, labels = dictionary_of(source.held(slice(None)))
            return _of_dictionary(codes, labels)
    source = _column(records, name)
    places, codes = different(source, np.arange(records.count))
    return source.at(places), codes


def _of_dictionary(codes: Array, labels: Sequence[str]) -> tuple[list[Any], Array]:
    """Texts and codes of them, -1 for an absent one."""
    values = [None if is_absent(label) else label for label in labels]
    if int(codes.min(initial=0)) < 0:
        codes, values = np.where(codes < 0, len(values), codes), [*values, None]
    return values, codes


def _column(records: Records, name: str) -> RawColumn:
    if records.table is not None and name in records.table.names:
        return records.table.source(name)
    if records.keys is not None and name in records.keys.names:
        return source_of(records.keys.by_name()[name])
    known = records.key if records.table is None else records.table.names
    raise RecordError(
        faults=[
            Fault(
                "ASN493", field=name, facts={"columns": ", ".join(known[:20]), "close": ", ".join(closest(name, known))}
            )
        ]
    )
