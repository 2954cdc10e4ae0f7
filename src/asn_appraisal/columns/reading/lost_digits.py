"""Lost digits: long numbers, such as a NIP, that a spreadsheet turned into scientific notation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from ...algebra.inputs import Field
from ...algebra.items import Items
from ...faults import Fault
from .arrays import Array
from .frames import Table
from .list_rows import ListRows
from .plain_decimals import letters_of
from .raw_columns import RawColumn


def lost_digits(source: RawColumn) -> Array:
    """The rows of a file's column in which a spreadsheet wrote a long number in scientific notation, by index.

    >>> lost_digits(RawColumn(np.array(["198501", "1,98501E+17"]), decimal="comma")).tolist()
    [1]
    """
    if source.labels is not None:
        lost = np.fromiter(map(is_scientific, source.labels), bool, len(source.labels))
        return np.flatnonzero(lost[source.values]) if lost.any() else np.zeros(0, np.int64)
    held = source.values
    if held.dtype.kind not in "US":
        return np.flatnonzero(np.fromiter(map(is_scientific, held.tolist()), bool, len(held)))
    letters = letters_of(held)
    near = np.flatnonzero(letters[:, 0] <= ord("9"))  # a digit or a sign comes first
    near = near[(letters[near] | 0x20 == ord("e")).any(axis=1)]
    lost = np.fromiter(map(is_scientific, source.held(near)), bool, len(near))
    found: Array = near[lost]
    return found


def lost_faults(
    table: Table,
    fields: Iterable[Field],
    key: tuple[str, ...],
    list_key: str | None = None,
    records: Callable[[Array], Array] | None = None,
) -> list[Fault]:
    """A file's cells that tell whose a row is, but have lost their digits: nobody could be known by them (ASN435).

    The columns are the key, and whatever is no field: there a NIP may be. In a list a row spoils its record, which
    ``records`` tells by the row; one without a record (-1) has another fault. Tables in memory have faults of their keys alone.
    """
    if not table.in_file:
        return []
    known = {*key, *(each.key for each in fields)}
    names = [*key, *(name for name in table.names if name not in known)]
    found = [(row, place) for place, name in enumerate(names) for row in lost_digits(table.source(name)).tolist()]
    found.sort()
    rows = [row for row, _ in found]
    owners = rows if records is None else records(np.array(rows, np.int64)).tolist()
    return [
        Fault("ASN435", row=owner, list=list_key, item_row=row if list_key else None, field=names[place], kind="text")
        for (row, place), owner in zip(found, owners, strict=True)
        if owner >= 0
    ]


def lost_in_lists(rows: Mapping[str, ListRows], lists: Iterable[Items], key: tuple[str, ...]) -> Iterator[Fault]:
    """The faults of lists from files whose keys, or other columns that tell whose a row is, have lost their digits."""
    for items in lists:
        if (held := rows.get(items.key)) is not None:
            yield from lost_faults(held.table, items.fields, key, items.key, held.records)


def is_scientific(text: str) -> bool:
    """Whether text is a number as spreadsheets write long ones: 1.98501E+17."""
    head, mark, tail = text.lower().partition("e")
    if not mark or not _is_plain(tail.removeprefix("+")):
        return False
    whole, point, decimals = head[head[:1] in {"+", "-"} :].replace(",", ".").partition(".")
    return _is_plain(whole) and (_is_plain(decimals) or not point)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isdigit()
