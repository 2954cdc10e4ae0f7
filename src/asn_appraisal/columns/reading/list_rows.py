"""List rows: the rows of a list by the record that they belong to."""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from ...faults import REPEATED, Fault, repeating
from .arrays import Array
from .frames import Table


@frozen(eq=False)
class ListRows:
    """The rows of a list: their table, the order that groups them by record (None: already grouped), the offsets.

    ``nested`` rows came in a column of lists, without a table of their own; ``begins`` then says where each record's rows
    began before some were left out, None where none were.
    """

    table: Table
    order: Array | None
    offsets: Array
    nested: bool = False
    begins: Array | None = None

    def records(self, rows: Array) -> Array:
        """The records that some rows of the table belong to, -1 for none."""
        places = rows
        if self.order is not None:
            found = np.full(self.table.count, -1)
            found[self.order] = np.arange(len(self.order))
            places = found[rows]
        return np.where(places < 0, -1, np.searchsorted(self.offsets, places, side="right") - 1)

    def own_row(self, record: int, place: int) -> int:
        """The number of the row at a place of all rows in its own table; of a nested one, within what its record held."""
        row = place if self.order is None else int(self.order[place])
        return row - self.first(record) if self.nested else row

    def own_fault(self, fault: Fault, record: int) -> Fault:
        """A fault of a record's own appraisal with the rows of this list's own table."""
        place = fault.item_row
        if place is None:
            return fault
        start = int(self.offsets[record])
        if fault.code == REPEATED:
            fault = repeating(fault, self.own_row(record, start + int(dict(fault.facts)["rows"])))
        return evolve(fault, item_row=self.own_row(record, start + place))

    def first(self, record: int) -> int:
        """The row of the table that a record's nested rows began with."""
        return int((self.offsets if self.begins is None else self.begins)[record])

    def without(self, dropped: Array) -> ListRows:
        """The rows without those that a mask marks, in the order of these."""
        order = np.arange(int(self.offsets[-1])) if self.order is None else self.order
        gone = np.zeros(len(dropped) + 1, np.int64)
        np.cumsum(dropped, out=gone[1:])
        begins = self.offsets if self.nested and self.begins is None else self.begins
        return evolve(self, order=order[~dropped], offsets=self.offsets - gone[self.offsets], begins=begins)

    def at(self, records: Array) -> ListRows:
        """The rows of some records, in the order of these."""
        counts = np.diff(self.offsets)[records]
        offsets = np.zeros(len(records) + 1, np.int64)
        np.cumsum(counts, out=offsets[1:])
        places = np.repeat(self.offsets[records] - offsets[:-1], counts) + np.arange(int(offsets[-1]))
        order = places if self.order is None else self.order[places]
        begins = (self.offsets if self.begins is None else self.begins)[records] if self.nested else None
        return evolve(self, order=order, offsets=offsets, begins=begins)
