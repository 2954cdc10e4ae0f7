"""Column notes: what looks wrong in columns that could be read, and what their cells were taken for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from ..algebra.inputs import Field, Flag, Number
from ..analysis.percents import FRACTIONS_END, fields_with_weights, percent_sums
from ..cells import MISSING, NAME, PERCENT, THOUSAND, UNIT, WORD
from ..notes import Note
from ..numbers import to_text
from ..policies import Policy
from ..similar_names import closest
from .column_facts import ColumnFacts, column_facts
from .reading.frames import Table
from .records import Records

_CODES = {
    NAME: "ASN475",
    MISSING: "ASN476",
    PERCENT: "ASN477",
    UNIT: "ASN478",
    WORD: "ASN479",
    THOUSAND: "ASN480",
}
_MANY = 20  # rows from which on it is odd that all of them hold one value
_MOST_NAMES = 500  # unused columns up to which their names are compared


def column_notes(records: Records, policy: Policy) -> tuple[Note, ...]:
    """What there is to note of the columns that a policy reads, and of columns that it does not."""
    return (*table_notes(records, policy), *value_notes(list(column_facts(records, policy)), policy))


def table_notes(records: Records, policy: Policy) -> Iterator[Note]:
    """What there is to note of tables and the names of their columns."""
    yield from _collected(records)
    yield from _names(records)
    yield from _near_names(records, policy)


def value_notes(facts: Sequence[ColumnFacts], policy: Policy) -> Iterator[Note]:
    """What there is to note of the values of columns."""
    yield from _points(facts, policy)
    for each in facts:
        yield from _changes(each)
        yield from _fractions(each)
        yield from _constant(each)


def _collected(records: Records) -> Iterator[Note]:
    """Lazy tables, all of whose rows are in memory now."""
    tables = [(None, records.table), *((name, rows.table) for name, rows in records.lists.items())]
    for name, table in tables:
        if table is not None and table.collected:
            yield Note("ASN462", list=name, facts={"rows": str(table.count)})


# --- names of columns ------------------------------------------------------------------------------------------------


def _names(records: Records) -> Iterator[Note]:
    """Columns that were to be renamed, and are in no table."""
    tables = [records.table, *(rows.table for rows in records.lists.values())]
    known = {name for table in tables if table is not None for name in table.original_names or table.names}
    for old in records.written.rename:
        if old not in known:
            yield Note("ASN481", field=old)


def _near_names(records: Records, policy: Policy) -> Iterator[Note]:
    """Unused columns whose names are close to an absent field's that may be absent."""
    tables: list[tuple[str | None, tuple[Field, ...], Table | None]] = [(None, policy.outline.fields, records.table)]
    tables += [
        (items.key, items.fields, records.lists[items.key].table)
        for items in policy.outline.lists
        if items.key in records.lists
    ]
    used = {*records.key, *(items.key for items in policy.outline.lists)}
    for list_key, fields, table in tables:
        if table is None:
            continue
        lacking = [each.key for each in fields if each.key not in table.names]
        known = used | {each.key for each in fields}
        unused = [name for name in table.names if name not in known]
        for name in unused if lacking and len(unused) <= _MOST_NAMES else ():
            near = closest(name, lacking, 1)
            if near and _digits(name) == _digits(near[0]):
                yield Note("ASN473", list=list_key, field=name, facts={"meant": near[0]})


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


# --- values ----------------------------------------------------------------------------------------------------------


def _changes(facts: ColumnFacts) -> Iterator[Note]:
    """How many cells stand for something else than they are written, by what was done."""
    unit = facts.field.unit if isinstance(facts.field, Number) else ""
    for what, change in facts.changes.items():
        where: dict[str, Any] = {"list": facts.list, "field": facts.field.key, "facts": {"unit": unit}}
        yield Note(_CODES[what], count=change.count, rows=change.rows, **where)


def _fractions(facts: ColumnFacts) -> Iterator[Note]:
    """A percent column in which all values are from 0 to 2, and not all of them whole."""
    field = facts.field
    if isinstance(field, Number) and facts.fractional and facts.low >= 0 and _within(facts, FRACTIONS_END):
        yield Note(
            "ASN470",
            list=facts.list,
            field=field.key,
            facts={"low": _end(field.low), "high": _end(field.high)},
        )


def _end(value: Any) -> str:
    return "" if value is None else to_text(value)


def _constant(facts: ColumnFacts) -> Iterator[Note]:
    """A column of many rows that holds one value alone; flags often do."""
    if not isinstance(facts.field, Flag) and facts.present >= _MANY and facts.only is not None and not facts.defaulted:
        yield Note("ASN472", list=facts.list, field=facts.field.key, count=facts.present)


def _points(facts: Sequence[ColumnFacts], policy: Policy) -> Iterator[Note]:
    """Percent columns of one weighted sum, none of whose values is above its weight: points of the total, surely."""
    columns: dict[Any, ColumnFacts] = {each.field: each for each in facts if not each.list}
    roots = [root for root in (policy.score, policy.band) if root is not None]
    for part in percent_sums(*roots):
        if not all(each in columns for each in part.parts):
            continue
        held = [(columns[each], weight) for each, weight in zip(part.parts, part.weights, strict=True)]
        within = all(each.present > 0 and _within(each, weight) for each, weight in held)
        if within and not all(_within(each, FRACTIONS_END) for each, _ in held):  # fractions have a note of their own
            yield Note("ASN471", facts={"fields": fields_with_weights((each.field for each, _ in held), part.weights)})


def _within(facts: ColumnFacts, end: Fraction) -> bool:
    return isinstance(facts.field, Number) and facts.high <= end * 10**facts.field.decimals
