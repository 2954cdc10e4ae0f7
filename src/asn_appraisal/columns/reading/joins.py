"""Joins: rows of lists find their records by key.

Consecutive rows of one key (a run) are looked up once, so that lists in the order of the records, the usual case, are
neither sorted nor copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import frozen

from ...faults import Fault
from .arrays import Array
from .keys import Keys, codes_of

_MOST_ROWS = 10  # rows that a fault names
_UNKNOWN, _DOUBLE = -1, -2


@frozen(eq=False)
class Joined:
    """The rows of a list by record.

    Record i has the rows ``offsets[i]:offsets[i + 1]`` of the list brought into ``order``: int64 indices of its rows,
    None when they are in this order already. Rows without a record are named in ``faults`` and not in ``order``.
    """

    order: Array | None
    offsets: Array
    faults: tuple[Fault, ...] = ()


def joined(keys: Keys, rows: Keys, list_key: str) -> Joined:
    """The rows of a list joined to the records by key.

    Faults: keys that occur twice in the table of records (ASN432), empty ones (ASN433) and ones that lost digits (ASN435)
    in either table, rows of an unknown key (ASN434), key columns of two kinds (ASN447; then nothing is joined).

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> from asn_appraisal.columns.reading.keys import keys_of
    >>> records, rows = (keys_of(table_of({"nip": nips}), "nip") for nips in (["a", "b", "c"], ["c", "a", "c"]))
    >>> found = joined(records, rows, "kegiatan")
    >>> found.order.tolist(), found.offsets.tolist(), found.faults
    ([1, 0, 2], [0, 1, 1, 3], ())
    """
    faults = [*_unusable(keys), *_unusable(rows, list_key)]
    if other := _other_kinds(keys, rows, list_key):
        return Joined(np.zeros(0, np.int64), np.zeros(len(keys) + 1, np.int64), (*faults, *other))
    known, given = _usable(keys), _usable(rows)
    starts, lengths = _runs(rows, given)
    if len(starts) > len(keys) and (sorted_rows := _sorted_by_key(rows, given)) is not None:
        given = sorted_rows  # scattered rows: sorting them once is faster than looking up each
        starts, lengths = _runs(rows, given)
    heads = rows.at(starts if given is None else given[starts])
    if known is None and given is None and _alike_and_rising(keys, heads):
        return Joined(None, np.append(starts, len(rows)), tuple(faults))
    codes, wanted, size = codes_of(keys if known is None else keys.at(known), heads)
    records, doubles = _record_of_codes(codes, size, known)
    places = np.where(wanted >= 0, records[wanted], _UNKNOWN) if size else np.full(len(wanted), _UNKNOWN)
    faults = [*_double_faults(keys, codes, doubles, known), *faults]
    unknown = places == _UNKNOWN
    faults += _unknown_faults(heads.at(unknown), starts[unknown], lengths[unknown], given, list_key)
    order, offsets = _ordered(places, starts, lengths, len(keys))
    if order is None:
        return Joined(given, offsets, tuple(faults))
    return Joined(order if given is None else given[order], offsets, tuple(faults))


def grouped(rows: Keys, list_key: str | None = None) -> tuple[list[Any], Joined]:
    """The keys of a list without a table of records, in order of first appearance, and its rows grouped by them.

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> from asn_appraisal.columns.reading.keys import keys_of
    >>> keys, found = grouped(keys_of(table_of({"unit": ["b", "a", "b"]}), "unit"))
    >>> keys, found.order.tolist(), found.offsets.tolist()
    (['b', 'a'], [0, 2, 1], [0, 2, 3])
    """
    keys = distinct(rows)
    return keys.values(), joined(keys, rows, list_key or "")


def distinct(*lists: Keys) -> Keys:
    """The keys that occur in some lists, each once, in order of first appearance; empty ones and those that lost digits
    are left out.
    """
    heads = []
    for rows in lists:
        given = _usable(rows)
        starts, _ = _runs(rows, given)
        firsts = starts if given is None else given[starts]
        column, *others = rows.comparable()
        if column.dtype.kind == "i" and not others:
            firsts = firsts[np.sort(np.unique(column[firsts], return_index=True)[1])]
        heads.append(rows.at(firsts))
    together = heads[0].followed_by(*heads[1:])
    codes, _, _ = codes_of(together, together)
    return together.at(np.sort(np.unique(codes, return_index=True)[1]))


def _alike_and_rising(keys: Keys, heads: Keys) -> bool:
    """Whether the keys rise and each record has one run of rows, in the order of the records: the usual export from a
    database.
    """
    if len(keys.columns) != 1 or len(keys) != len(heads):
        return False
    own, other = keys.columns[0], heads.columns[0]
    if own.dtype != other.dtype or own.dtype.kind not in "iuUM":
        return False
    return bool((own == other).all() and (own[1:] > own[:-1]).all())


def _usable(keys: Keys) -> Array | None:
    """The rows with a key, by index; None when all have one."""
    usable = ~(keys.empty | keys.lost)
    return None if usable.all() else np.flatnonzero(usable)


def _sorted_by_key(rows: Keys, given: Array | None) -> Array | None:
    """The rows given, brought together by their keys; None for keys that whole numbers do not stand for."""
    column, *others = rows.comparable()
    if column.dtype.kind != "i" or others:
        return None
    order = np.argsort(column if given is None else column[given], kind="stable")
    return order if given is None else given[order]


def _runs(rows: Keys, given: Array | None) -> tuple[Array, Array]:
    """Where runs of one key start among the rows given, and how long they are."""
    columns = rows.comparable() if given is None else tuple(column[given] for column in rows.comparable())
    count = len(columns[0])
    change = np.ones(count, bool)
    change[1:] = False
    for column in columns:
        change[1:] |= column[1:] != column[:-1]
    starts = np.flatnonzero(change)
    return starts, np.diff(starts, append=count)


def _record_of_codes(codes: Array, size: int, known: Array | None) -> tuple[Array, Array]:
    """The record of each code of a key, and whether a code has two records."""
    records = np.full(size, _UNKNOWN, np.int64)
    records[codes] = np.arange(len(codes)) if known is None else known
    doubles = np.bincount(codes, minlength=size) > 1
    records[doubles] = _DOUBLE
    return records, doubles


def _ordered(places: Array, starts: Array, lengths: Array, count: int) -> tuple[Array | None, Array]:
    """The order that groups runs by record (None if they are grouped already), and the offsets of the records in it."""
    known = places >= 0
    in_order = bool(known.all())
    if not in_order:
        places, starts, lengths = places[known], starts[known], lengths[known]
    if not bool((places[1:] >= places[:-1]).all()):
        in_order, by_record = False, _stable_order(places, count)
        places, starts, lengths = places[by_record], starts[by_record], lengths[by_record]
    ends = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ends[1:])
    runs = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(places, minlength=count), out=runs[1:])
    order = None if in_order else np.repeat(starts - ends[:-1], lengths) + np.arange(ends[-1])
    return order, ends[runs]


def _stable_order(places: Array, count: int) -> Array:
    """The stable order that sorts places."""
    runs = len(places)
    if count * runs >= 2**62:
        return np.argsort(places, kind="stable")
    # Whole numbers of place and position sort much faster than positions by place.
    by_place: Array = places * runs + np.arange(runs)
    by_place.sort()
    return by_place % runs


# --- faults ----------------------------------------------------------------------------------------------------------


def _unusable(keys: Keys, list_key: str | None = None) -> Iterator[Fault]:
    for row in np.flatnonzero(keys.empty | keys.lost).tolist():
        where: dict[str, Any] = {"row": row} if list_key is None else {"list": list_key, "item_row": row}
        if keys.empty[row]:
            yield Fault("ASN433", field=keys.field, **where)
        else:
            yield Fault("ASN435", field=keys.field, kind="text" if "text" in keys.kinds else "float", **where)


def _unknown_faults(heads: Keys, starts: Array, lengths: Array, given: Array | None, list_key: str) -> list[Fault]:
    """A fault of each row in some runs, in the order of the list."""
    found = []
    for run, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
        rows = range(start, start + length) if given is None else given[start : start + length].tolist()
        text = heads.text(run)
        found += [Fault("ASN434", key=text, list=list_key, item_row=row) for row in rows]
    return found if given is None else sorted(found, key=lambda fault: fault.item_row or 0)


def _double_faults(keys: Keys, codes: Array, doubles: Array, known: Array | None) -> list[Fault]:
    found = np.flatnonzero(doubles[codes])
    rows: dict[int, list[int]] = {}
    for place in found.tolist():
        rows.setdefault(int(codes[place]), []).append(place if known is None else int(known[place]))
    return [
        Fault("ASN432", row=row, key=keys.text(row), field=keys.field, facts={"rows": _named(same)})
        for row, same in sorted((row, same) for same in rows.values() for row in same)
    ]


def _named(rows: list[int]) -> str:
    return ", ".join([*map(str, rows[:_MOST_ROWS]), *(["..."] if len(rows) > _MOST_ROWS else [])])


def _other_kinds(keys: Keys, rows: Keys, list_key: str) -> list[Fault]:
    return [
        Fault("ASN447", list=list_key, field=name, kind=kind, facts={"right": right})
        for name, kind, right in zip(rows.names, rows.kinds, keys.kinds, strict=True)
        if kind is not None and right is not None and kind != right
    ]
