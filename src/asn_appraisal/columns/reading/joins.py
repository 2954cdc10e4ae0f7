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
from .keys import Keys

_MOST_ROWS = 10  # rows that a fault names
_UNKNOWN, _DOUBLE = -1, -2
_DENSE = 4  # whole numbers are looked up by position while their span is up to so many times their count
_SHORT = 1 << 16  # numbers of a smaller span are sorted by their digits


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
    tells = own_codes(rows)
    if _scattered(tells, given, len(keys)):  # sorting them once is faster than looking up each run
        by_key = stable_order(tells if given is None else tells[given])
        given = by_key if given is None else given[by_key]
    changes = _changes(tells, given)
    starts = np.flatnonzero(changes)
    lengths = np.diff(starts, append=len(changes))
    heads = rows.at(starts if given is None else given[starts])
    if known is None and given is None and _alike_and_rising(keys, heads):
        return Joined(None, np.append(starts, len(rows)), tuple(faults))
    codes, wanted, size = codes_of(keys if known is None else keys.at(known), heads)
    records, doubles = _record_of_codes(codes, size, known)
    places = np.where(wanted >= 0, records[wanted], _UNKNOWN) if size else np.full(len(wanted), _UNKNOWN)
    faults = [*_double_faults(keys, codes, doubles, known), *faults]
    unknown = places == _UNKNOWN
    faults += _unknown_faults(rows, starts[unknown], lengths[unknown], given, list_key)
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
        held = rows if given is None else rows.at(given)
        heads.append(held.at(first_rows(own_codes(held))))
    if len(heads) == 1:
        return heads[0]
    together = heads[0].followed_by(*heads[1:])
    return together.at(first_rows(own_codes(together)))


def doubles(keys: Keys) -> list[Fault]:
    """The faults of keys alone: those that are empty (ASN433), lost digits (ASN435) or occur twice (ASN432)."""
    known = _usable(keys)
    held = keys if known is None else keys.at(known)
    found = [*_unusable(keys)]
    if not has_doubles(held):
        return found
    codes, _, size = codes_of(held, held)
    return [*_double_faults(keys, codes, np.bincount(codes, minlength=size) > 1, known), *found]


def _alike_and_rising(keys: Keys, heads: Keys) -> bool:
    """Whether the keys rise and each record has one run of rows, in the order of the records: the usual export from a
    database.
    """
    if len(keys.columns) != 1 or len(keys) != len(heads):
        return False
    (own,), (other,) = keys.columns, heads.columns
    if own.labels or other.labels or (own.labels is None) != (other.labels is None):
        return False
    return bool((own.codes == other.codes).all() and (own.codes[1:] > own.codes[:-1]).all())


def _usable(keys: Keys) -> Array | None:
    """The rows with a key, by index; None when all have one."""
    usable = ~(keys.empty | keys.lost)
    return None if usable.all() else np.flatnonzero(usable)


def _scattered(tells: Array, given: Array | None, count: int) -> bool:
    """Whether the rows given have more runs of one key than there are records; often a part of them shows it."""
    some = tells[:_SHORT] if given is None else tells[given[:_SHORT]]
    return bool(np.count_nonzero(_changes(some)) > count or np.count_nonzero(_changes(tells, given)) > count)


def _changes(tells: Array, given: Array | None = None) -> Array:
    """Where a run of one key starts among the rows given; numbers tell the keys apart."""
    if given is not None:
        tells = tells.take(given)
    changes = np.ones(len(tells), bool)
    np.not_equal(tells[1:], tells[:-1], out=changes[1:])
    return changes


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


# --- codes ----------------------------------------------------------------------------------------------------------


def codes_of(keys: Keys, others: Keys) -> tuple[Array, Array, int]:
    """Codes below a size that are equal where keys are equal, and the codes of other keys, -1 for an unknown one.

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> from asn_appraisal.columns.reading.keys import keys_of
    >>> keys, others = (keys_of(table_of({"nip": nips}), "nip") for nips in (["a", "b"], ["b", "c"]))
    >>> codes, found, size = codes_of(keys, others)
    >>> codes.tolist(), found.tolist(), size
    ([0, 1], [1, -1], 2)
    """
    (first, *further), (other, *further_others) = keys.columns, others.columns
    codes, found, size = _codes_of_whole(*first.comparable_with(other))
    for column, its_other in zip(further, further_others, strict=True):
        right, right_found, right_size = _codes_of_whole(*column.comparable_with(its_other))
        both = (found >= 0) & (right_found >= 0)
        found = np.where(both, found * right_size + right_found, -1)
        codes, found, size = _codes_of_whole(codes * right_size + right, found)
    return codes, found, size


def own_codes(keys: Keys) -> Array:
    """Whole numbers that are equal where the keys of a table are, one a row."""
    (codes, *others) = keys.codes()
    return codes_of(keys, keys)[0] if others else codes


def stable_order(values: Array) -> Array:
    """The stable order that sorts whole numbers: of a small span by their digits, of others by place within equal ones."""
    count = len(values)
    if count < _SHORT:
        return np.argsort(values, kind="stable")
    least, most = int(values.min()), int(values.max())
    if most - least < _SHORT:
        return np.argsort((values - least).astype(np.uint16), kind="stable")
    order = np.argsort(values)
    ordered = values[order]
    group = np.zeros(count, np.int64)
    np.cumsum(ordered[1:] != ordered[:-1], out=group[1:])
    # Whole numbers of group and position sort much faster than positions by value in a stable order.
    group *= count
    group += order
    group.sort()
    group %= count
    return group


def has_doubles(keys: Keys) -> bool:
    """Whether two rows have the same key."""
    codes = own_codes(keys)
    if bool((codes[1:] > codes[:-1]).all()):
        return False
    ordered = np.sort(codes)
    return bool((ordered[1:] == ordered[:-1]).any())


def first_rows(codes: Array) -> Array:
    """The rows in which each of some whole numbers stands first, in their order."""
    count = len(codes)
    if not count:
        return np.zeros(0, np.int64)
    least, most = int(codes.min()), int(codes.max())
    if most - least < _DENSE * count:
        rows = np.full(most - least + 1, -1)
        rows[codes[::-1] - least] = np.arange(count - 1, -1, -1)  # of a number's rows the last one written is the first
        return np.sort(rows[rows >= 0])
    starts = np.flatnonzero(_changes(codes))
    order = stable_order(codes[starts])
    return np.sort(starts[order[_changes(codes[starts], order)]])


def _codes_of_whole(values: Array, others: Array) -> tuple[Array, Array, int]:
    size = len(values)
    if not size:
        return values, np.full(len(others), -1), 0
    if bool((values[1:] > values[:-1]).all()):
        return np.arange(size), _positions(values, others), size
    least, most = int(values.min()), int(values.max())
    if most - least < _DENSE * size:
        inside = (others >= least) & (others <= most)
        return values - least, np.where(inside, others - least, -1), most - least + 1
    order = np.argsort(values)
    ordered = values[order]
    first = np.ones(size, bool)
    first[1:] = ordered[1:] != ordered[:-1]
    codes = np.empty(size, np.int64)
    codes[order] = np.cumsum(first) - 1
    known = ordered[first]
    same = size == len(others) and bool((values == others).all())
    return codes, codes if same else _positions(known, others), len(known)


def _positions(ascending: Array, others: Array) -> Array:
    """The positions of values among ascending ones; -1 for one that is not among them."""
    if len(ascending) == len(others) and bool((ascending == others).all()):
        return np.arange(len(others))
    found = np.minimum(np.searchsorted(ascending, others), len(ascending) - 1)
    return np.where(ascending[found] == others, found, -1)


# --- faults ----------------------------------------------------------------------------------------------------------


def _unusable(keys: Keys, list_key: str | None = None) -> Iterator[Fault]:
    for row in np.flatnonzero(keys.empty | keys.lost).tolist():
        where: dict[str, Any] = {"row": row} if list_key is None else {"list": list_key, "item_row": row}
        if keys.empty[row]:
            yield Fault("ASN433", field=keys.field, **where)
        else:
            yield Fault("ASN435", field=keys.field, kind="text" if "text" in keys.kinds else "float", **where)


def _unknown_faults(rows: Keys, starts: Array, lengths: Array, given: Array | None, list_key: str) -> list[Fault]:
    """One fault for all rows in some runs, with their number and the first of them: there may be a million."""
    count = int(lengths.sum())
    if not count:
        return []
    places = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(count)
    lost = np.sort(places if given is None else given[places])
    first = int(lost[0])
    facts = {"count": str(count), "rows": _named(lost[: _MOST_ROWS + 1].tolist())} if count > 1 else {}
    return [Fault("ASN434", key=rows.text(first), list=list_key, item_row=first, facts=facts)]


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
