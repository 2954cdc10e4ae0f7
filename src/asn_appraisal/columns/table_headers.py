"""Headers of tables: whether records and lists have the columns that a policy needs, said with all else that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..algebra.inputs import Field
from ..analysis.outlines import Outline
from ..causes import causes_of
from ..errors import RecordError
from ..faults import Fault
from .compiling.bounds import RECORD
from .placed_faults import PlacedFaults
from .reading.frames import Table
from .reading.headers import header_faults, nothing_read
from .reading.keys import keys_of

MOST_LISTED = 1000  # rows whose faults an error lists; it counts those of all


def check_columns(outline: Outline, records: Any) -> None:
    """Refuse records without a list or without the column of a needed field, and a column whose name is a near miss.

    Raises a RecordError (ASN438, ASN431, ASN403), with what is wrong with the keys and with the cells that are there.
    """
    levels: list[tuple[str, tuple[Field, ...], Table | None]] = [(RECORD, outline.fields, records.table)]
    levels += [
        (items.key, items.fields, records.lists[items.key].table)
        for items in outline.lists
        if items.key in records.lists
    ]
    # A list without records, or of empty ones, has no columns to check; other tables need theirs.
    nameless = records.table is not None and records.table.listed and not records.table.names
    faults = [
        Fault("ASN438", list=items.key)
        for items in outline.lists
        if not nameless and items.key not in records.lists and not items.may_be_empty
    ]
    for level, fields, table in levels:
        if table is not None and (level == RECORD or _has_readable_rows(records, level)):
            known = {items.key for items in outline.lists}
            found = header_faults(table, fields, key=records.key, known=known, list_key=level or None)
            # Records without any column say what is missing one by one.
            faults += [fault for fault in found if fault.code != "ASN431"] if nameless and level == RECORD else found
            alone = level == RECORD and not (found or nameless or outline.lists)
            if alone and _reads_nothing(fields, table, records.key):
                faults.append(nothing_read(fields, table, None))
    if faults:
        # Where a list is missing, the table may be that of the list, in which keys repeat.
        keys = [
            each for each in records.faults if each.code != "ASN432" or "ASN438" not in {one.code for one in faults}
        ]
        keyed = np.zeros(records.count, bool)
        keyed[[fault.row for fault in keys if fault.row is not None]] = True
        raise _with_cells(faults, PlacedFaults.of_present(records, outline, keyed), keys)


def _has_readable_rows(records: Any, name: str) -> bool:
    """Whether a list has rows to check the columns of: those that are no mappings are faults of their records."""
    broken = records.broken.get(name)
    if broken is None:
        return bool(records.lists[name].table.count)
    return bool(np.diff(records.offsets(name))[~broken].any())


def _with_cells(headers: list[Fault], found: PlacedFaults, keys: Sequence[Fault]) -> RecordError:
    """The error of some headers, keys and cells; it lists the cells of the first thousand rows and counts all."""
    rows = np.unique(found.records)
    stop = len(found.records)
    if len(rows) > MOST_LISTED:
        stop = int(np.searchsorted(found.records, rows[MOST_LISTED]))
    listed = [*keys, *found.faults(0, stop)]
    faults = [*headers, *sorted(listed, key=lambda fault: -1 if fault.row is None else fault.row)]
    if stop == len(found.records):
        return RecordError(faults=faults)
    causes = causes_of(faults, found.counted(stop))
    return RecordError(faults=faults, count=len(faults) + len(found.records) - stop, causes=causes)


def with_headers(
    problem: RecordError, outline: Outline, table: Table | None, lists: Mapping[str, Table], names: tuple[str, ...]
) -> RecordError:
    """The error of tables that were not joined, with what is wrong with their headers and key columns besides."""
    fields = {items.key: items.fields for items in outline.lists}
    held = [*([] if table is None else [(table, outline.fields, None)])]
    sources = [*held, *((rows, fields[name], name) for name, rows in lists.items() if name in fields)]
    found: dict[Fault, None] = {}
    for each, own, name in sources:
        if each.count or name is None:
            found.update(dict.fromkeys(header_faults(each, own, key=names, known=fields, list_key=name)))
        if names and not each.in_file:
            try:
                keys_of(each, names, name)
            except RecordError as further:
                found.update(dict.fromkeys(further.faults))
    more = [fault for fault in found if fault not in problem.faults]
    return RecordError(faults=[*problem.faults, *more]) if more and not problem.facts else problem


def _reads_nothing(fields: Iterable[Field], table: Table, key: tuple[str, ...]) -> bool:
    """Whether a table has columns beside the key, and none of some fields; records in a list say so one by one."""
    others = [name for name in table.names if name not in key]
    return bool(table.count and others) and not table.listed and not any(each.key in others for each in fields)
