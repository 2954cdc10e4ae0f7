"""Dropped items: rows of lists that cannot be read are left out, as long as enough of their record's rows remain.

A row is bad when one of its own cells cannot be read, or when it repeats an earlier row that can: of equal rows the first
is kept. What only shows when the record is worked out refuses the record, and so do too many rows: none of them is the bad
one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import field, frozen

from ..algebra.items import Items
from ..analysis.outlines import Outline
from ..appraising.readings import labels_of
from ..faults import Fault
from ..notes import Note
from .placed_faults import PlacedFaults
from .reading.arrays import Array
from .records import Records

_ROWS_NAMED = 5


@frozen(eq=False)
class DroppedItems:
    """What was left out: how many rows of each list a record lost (int64 by list), and the faults of those rows.

    ``refusals`` say which records lack too many rows to be scored; none of their rows was left out.
    """

    counts: Mapping[str, Array] = field(factory=dict)
    faults: tuple[Fault, ...] = ()
    refusals: tuple[Fault, ...] = ()


def without_bad_items(outline: Outline, records: Records, least_kept: int) -> tuple[Records, DroppedItems]:
    """Records without the bad rows of their lists, and what was left out.

    Of a record at least ``least_kept`` percent of the rows of a list must remain, at least one row, and as many as the
    policy needs; otherwise nothing is left out of it.
    """
    dropped: dict[str, Array] = {}
    counts: dict[str, Array] = {}
    refused: list[Fault] = []
    notes: list[Note] = []
    unreadable: dict[str, Array | None] = {}
    for items in outline.lists:
        counts[items.key] = np.zeros(records.count, np.int64)
        unreadable[items.key] = _unreadable_rows(records, items)
        bad = _bad_rows(records, items, unreadable[items.key])
        if bad is None:
            continue
        offsets = records.offsets(items.key)
        holders = np.searchsorted(offsets, np.flatnonzero(bad), side="right") - 1
        lost = np.bincount(holders, minlength=records.count)
        total = np.diff(offsets)
        needed = np.maximum(-(-total * least_kept // 100), max(1, 0 if items.optional else items.at_least))
        enough = total - lost >= needed
        refused += _too_few(records, items, np.flatnonzero((lost > 0) & ~enough), (lost, total, needed))
        if (broken := records.broken.get(items.key)) is not None:
            enough &= ~broken  # it is refused for what is no row
        gone = np.zeros(len(bad), bool)
        gone[np.flatnonzero(bad)[enough[holders]]] = True
        if gone.any():
            dropped[items.key] = gone
            counts[items.key] = np.where(enough, lost, 0)
            notes.append(_note(records, items, gone, int(np.count_nonzero(counts[items.key]))))
    if not dropped:
        return records, DroppedItems(counts, (), tuple(refused))
    found = PlacedFaults.of_lists(records, outline, dropped, unreadable)
    faults = tuple(found.faults(0, len(found.records)))
    fewer = records.without(dropped)
    fewer.notes = (*records.notes, *notes)
    return fewer, DroppedItems(counts, faults, tuple(refused))


def _bad_rows(records: Records, items: Items, unreadable: Array | None) -> Array | None:
    """Which rows of a list are bad: those that cannot be read and those that repeat another; None for none."""
    again = records.repeats(items, unreadable)[0] if items.unique else ()
    if not len(again):
        return unreadable
    bad = np.zeros(records.size(items.key), bool) if unreadable is None else unreadable.copy()
    bad[again] = True
    return bad


def _unreadable_rows(records: Records, items: Items) -> Array | None:
    """Which rows of a list have a cell that cannot be read; None for none."""
    masks = [mask for each in items.fields if (mask := records.column(items.key, each).refused) is not None]
    return np.logical_or.reduce(masks) if masks else None


def _too_few(records: Records, items: Items, rows: Array, sizes: tuple[Array, Array, Array]) -> list[Fault]:
    lost, total, needed = sizes
    return [
        Fault(
            "ASN464",
            row=row,
            key=None if records.keys is None else records.keys.text(row),
            list=items.key,
            facts={
                "bad": str(lost[row]),
                "all": str(total[row]),
                "least": str(needed[row]),
                **_unique(items),
                **labels_of(items),
            },
        )
        for row in rows.tolist()
    ]


def _unique(items: Items) -> dict[str, str]:
    """What a list says must not repeat, as a fact."""
    return {"unique": ", ".join(items.unique)} if items.unique else {}


def _note(records: Records, items: Items, gone: Array, units: int) -> Note:
    """How many rows were left out, of how many records, and the first of them in a list's own table."""
    rows = records.lists[items.key]
    places = np.flatnonzero(gone)
    own = places if rows.order is None else np.sort(rows.order[places])
    first = () if rows.nested else tuple(own[:_ROWS_NAMED].tolist())
    return Note("ASN465", list=items.key, count=len(places), rows=first, facts={"units": str(units), **_unique(items)})
