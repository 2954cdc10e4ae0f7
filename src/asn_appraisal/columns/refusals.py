"""Refusals: what is wrong with the records that a run refused, found in the columns where the columns can say it.

A cell that cannot be read is looked at by itself, whatever its record holds beside it. What only shows when a record is
worked out (a division by zero, a broken condition) is said by the record's own appraisal, also where a cell beside it
cannot be read: the run says of which records that may be.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import evolve, frozen

from ..appraising.appraisals import Appraisal
from ..causes import Cause, causes_of
from ..errors import RecordError
from ..faults import Fault
from ..policies import Policy
from .placed_faults import PlacedFaults
from .reading.arrays import Array
from .records import Records


@frozen(eq=False)
class Refusals:
    """What is wrong with a table: its faults by row, which rows they reject, and rows that a record's appraisal scored.

    Where not all faults are listed ``count`` and ``causes`` still count them; ``at_least`` says that rows which must be
    appraised one by one were not.
    """

    faults: tuple[Fault, ...]
    rejected: Array
    mended: dict[int, Appraisal]
    count: int
    causes: tuple[Cause, ...] | None = None
    at_least: bool = False

    def error(self) -> RecordError:
        """The error that lists them."""
        if self.causes is None:
            return RecordError(faults=self.faults)
        return RecordError(faults=self.faults, count=self.count, causes=self.causes, at_least=self.at_least)


def refusals(
    policy: Policy,
    records: Records,
    refused: Array,
    suspect: Array,
    *,
    known: tuple[Fault, ...] = (),
    most: int | None = None,
) -> Refusals:
    """What is wrong with records, of which a run refused some; faults are listed of at most ``most`` refused rows.

    ``suspect`` are records in which more may be wrong than their cells; ``known`` are faults that are known already.
    """
    keyed = np.zeros(records.count, bool)
    keyed[[fault.row for fault in records.faults if fault.row is not None]] = True
    if not refused.any():
        return _listed(list(records.faults), keyed, {})
    found = PlacedFaults.of(records, policy.outline, keyed)
    explained = found.holders(records.count)
    alone = _alone(policy, records, keyed)
    rejected = keyed | explained
    mended: dict[int, Appraisal] = {}
    faults, rows = [*records.faults, *known], np.flatnonzero(refused | explained)
    starts = np.searchsorted(found.records, rows).tolist()
    stops = np.searchsorted(found.records, rows, side="right").tolist()
    listed = 0
    for place, (row, start, stop) in enumerate(zip(rows.tolist(), starts, stops, strict=True)):
        if listed == most:
            return _cut(_listed(faults, rejected, mended), found, start, rows[place:], explained & ~suspect)
        outcome = alone(row) if start == stop or suspect[row] else None
        if isinstance(outcome, Appraisal):
            mended[row] = outcome
            continue
        if outcome is None and start == stop:
            continue
        faults += found.faults(start, stop) if outcome is None else outcome
        rejected[row] = True
        listed += 1
    return _listed(faults, rejected, mended)


def _listed(faults: list[Fault], rejected: Array, mended: dict[int, Appraisal]) -> Refusals:
    return Refusals(_by_row(faults), rejected, mended, len(faults))


def _by_row(faults: list[Fault]) -> tuple[Fault, ...]:
    """Those of no row first, then row by row."""
    return tuple(sorted(faults, key=lambda fault: -1 if fault.row is None else fault.row))


def _cut(listed: Refusals, found: PlacedFaults, start: int, rows: Array, explained: Array) -> Refusals:
    """What was listed so far, with the number of what was not: the faults from one on, and the rows that have them."""
    further = Fault("ASN448", facts={"count": str(len(rows))})
    return evolve(
        listed,
        faults=(*listed.faults, further),
        count=listed.count + len(found.records) - start,
        causes=(*causes_of(listed.faults, found.counted(start)), *causes_of([further])),
        at_least=not bool(explained[rows].all()),
    )


def _alone(policy: Policy, records: Records, keyed: Array) -> Any:
    """What a record's own appraisal says of a row: its faults, or the appraisal; None where it can say nothing.

    A row whose key is at fault has no rows in lists that were joined by the key, and its appraisal means nothing.
    """
    joined = any(not rows.nested for rows in records.lists.values())

    def outcome(row: int) -> Appraisal | tuple[Fault, ...] | None:
        if keyed[row] and joined:
            return None
        try:
            record = records.record(row, policy.outline)
            appraisal = policy.appraise(record, ignore="all", floats=records.floats)
        except RecordError as problem:
            return records.placed(problem.faults, row)
        return None if keyed[row] else appraisal

    return outcome
