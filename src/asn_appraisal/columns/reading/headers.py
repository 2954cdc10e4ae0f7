"""Headers: whether a table has the columns that are needed, and none that was surely meant to be one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ...algebra.inputs import Field
from ...analysis.outlines import Outline
from ...errors import RecordError
from ...faults import Fault
from ...similar_names import NearMisses
from .frames import Table

_MOST_COLUMNS = 20  # that a fault names, of a table with any number of them


def header_faults(
    table: Table,
    fields: Sequence[Field],
    *,
    key: tuple[str, ...] = (),
    known: Collection[str] = (),
    list_key: str | None,
) -> list[Fault]:
    """Columns that were surely meant to be a missing one (ASN403), and needed ones that are missing (ASN431).

    ``key`` names key columns; those of a table in memory are looked for by ``keys_of``. ``known`` are columns that are
    right without being a field; ``list_key`` is the list whose rows the table holds, None for the records.
    """
    wanted = [*(each.key for each in fields), *(key if table.in_file else ())]
    needed = [*(each.key for each in fields if each.needed), *(key if table.in_file else ())]
    lacking = [name for name in dict.fromkeys(wanted) if name not in table.names]
    near = NearMisses(lacking)
    meant = {name: near.meant(name) for name in table.names if name not in {*wanted, *key, *known}}
    faults = [
        Fault("ASN403", field=name, facts={"meant": right}, list=list_key) for name, right in meant.items() if right
    ]
    columns = ", ".join(table.names if table.in_file else table.names[:_MOST_COLUMNS])
    if (
        not table.listed
        and sum(name in lacking for name in needed) > 1
        and not faults
        and len(lacking) == len({*wanted})
    ):
        return [nothing_read(fields, table, list_key)]
    faults += [
        Fault("ASN431", field=name, facts={"column": name, "columns": columns}, list=list_key)
        for name in dict.fromkeys(needed)
        if name in lacking and name not in meant.values()
    ]
    return faults


def nothing_read(fields: Sequence[Field], table: Table, list_key: str | None) -> Fault:
    """The one fault of a table that has none of the columns that are read (ASN474)."""
    names = [each.key for each in fields]
    shown = ", ".join(names[:_MOST_COLUMNS]) + (", ..." if len(names) > _MOST_COLUMNS else "")
    return Fault("ASN474", list=list_key, facts={"fields": shown, "columns": ", ".join(table.names[:_MOST_COLUMNS])})


def check_files(outline: Outline, table: Table | None, lists: Mapping[str, Table], key: tuple[str, ...]) -> None:
    """Refuse files by their headers, all of them at once, before anything is joined. Raises a RecordError."""
    fields = {items.key: items.fields for items in outline.lists}
    sources: list[tuple[Table, Sequence[Field], str | None]] = [
        *([] if table is None else [(table, outline.fields, None)])
    ]
    sources += [(rows, fields[name], name) for name, rows in lists.items()]
    faults = [
        fault
        for held, own, name in sources
        if held.in_file
        for fault in header_faults(held, own, key=key, list_key=name)
    ]
    if faults:
        raise RecordError(faults=faults)
