"""Spark's workers: what they do with batches of Arrow, each record scored as ``appraise_table`` would; Spark itself is not needed.

A worker reads the policy from its document, once. It always scores all records that can be scored, and knows no place of a
row, since the rows of a frame of Spark have none: faults name the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from attrs import evolve, field, frozen

from ..algebra.kinds import CONDITION, NUMBER
from ..cells import Cells
from ..columns.compiling.plan_cache import Shelf
from ..columns.reading.frames import Table, table_of
from ..columns.reading.joins import codes_of, distinct
from ..columns.reading.keys import Keys, keys_of
from ..columns.records import read_records
from ..columns.scores import Scores
from ..columns.tables import How, appraise_records
from ..documents import from_json
from ..errors import RecordError
from ..faults import Fault, texts_of
from ..policies import Policy

BUCKET, TABLE, KEY = "__asn_bucket", "__asn_table", "__asn_key"  # columns of our own in frames of Spark
MOST_DIGITS = 38  # of a decimal of Spark
DOUBLE, UNKNOWN, TOO_LONG = "ASN432", "ASN434", "ASN609"
_MOST_ROWS, _MOST_BYTES = 1 << 17, 1 << 26  # that are scored at once: Spark's own batches are small
FAULT = {  # the fields of a fault, with their types in Spark
    "list": "string",
    "item_row": "integer",
    "field": "string",
    "kind": "string",
    "code": "string",
    "message": "string",
}
FAULTS = "faults"  # the column of them
_PLACES = {"rows", "number"}  # facts of a fault that number rows of a table


@frozen
class Task:
    """What workers are told: the policy's document, how to read and score, and which columns go out beside the results.

    ``kept`` are names as they are in the frame; of records in a bucket ``tables`` says which list each of its tables holds, None
    for the records.
    """

    document: str
    key: tuple[str, ...] = ()
    how: How = field(factory=How)
    floats: str = "snap"
    cells: Cells = field(factory=Cells)
    kept: tuple[str, ...] = ()
    language: str = "en"
    raises: bool = True
    tables: tuple[str | None, ...] = ()


def result_types(policy: Policy, how: How) -> dict[str, str]:
    """The results by name with their types in Spark; the faults, which are rows themselves, are left out.

    >>> from asn_appraisal import schemes
    >>> result_types(schemes.get("permenpan-16-2009"), How())
    {'score': 'decimal(38,2)', 'band': 'string', 'refused': 'boolean'}
    """
    found = {}
    if policy.score is not None:
        found["score"] = f"decimal({MOST_DIGITS},{policy.places})"
    if policy.band is not None:
        found["band"] = "string"
    if how.bad_items == "drop" and policy.outline.lists:
        found["dropped"] = "long"
    kinds = {placed.key: placed.part.kind for placed in policy.outline.parts}
    found |= {key: {NUMBER: "double", CONDITION: "boolean"}.get(kinds[key], "string") for key in how.parts}
    return {**found, "refused": "boolean"}


def scored_rows(task: Task, names: Sequence[str], batches: Iterable[Any]) -> Iterator[Any]:
    """The results of batches of records, in their order, with their lists in columns of their own; ``names`` are those of
    all columns.

    Columns of our own, behind the others, hold the key as it is meant: which keys occur twice only the whole frame can tell.
    """
    shelf = Shelf()
    for gathered in _gathered(batches):
        rows = gathered.rename_columns(list(names))
        scores = _scores(task, table_of(rows), {}, shelf)
        faults = [fault for fault in scores.rejects if fault.code != DOUBLE]
        columns = {name: rows.column(name) for name in task.kept} | _results(task, scores, faults)
        if (keys := scores.records.keys) is not None:
            own = (_as_meant(keys, place, rows.column(name)) for place, name in enumerate(task.key))
            columns |= {f"{KEY}{place}": column for place, column in enumerate(own)}
        yield _batch(columns)


def scored_bucket(task: Task, packed: Any) -> Any:
    """The results of a bucket: the records and the rows of lists that have certain keys, in one table of Arrow.

    Rows of lists that belong to no record come out as refused rows, one for each key.
    """
    arrow = import_module("pyarrow")
    held = {name: _unpacked(packed, place) for place, name in enumerate(task.tables)}
    opened = {name: table_of(rows) for name, rows in held.items()}
    lists = {name: table for name, table in opened.items() if name is not None}
    scores = _scores(task, opened.get(None), lists, _known(task.document)[1])
    keys = scores.records.keys
    strangers = list(_strangers(scores.rejects, keys, lists))
    faults = [*(fault for _, fault in strangers), *(fault for fault in scores.rejects if fault.row is not None)]
    results = _results(task, scores, faults)
    if None in held:
        columns = {name: held[None].column(name) for name in task.kept}
    else:
        schema, by_name = held[task.tables[0]].schema, {} if keys is None else keys.by_name()
        columns = {name: arrow.array(by_name[name], schema.field(name).type) for name in task.key}
    whole = arrow.table({**columns, **results})
    if not strangers:
        return whole
    known: dict[str, Any] = {name: [key.get(name) for key, _ in strangers] for name in task.key}
    known["refused"] = [True] * len(strangers)
    placed = [evolve(fault, row=row) for row, (_, fault) in enumerate(strangers)]
    further = {
        each.name: arrow.array(known.get(each.name, [None] * len(strangers)), each.type) for each in whole.schema
    }
    further[FAULTS] = _faults(task, placed, len(strangers))
    return arrow.concat_tables([whole, arrow.table(further)])


# --- reading and scoring ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _known(document: str) -> tuple[Policy, Shelf]:
    """The policy of a document, read once in a worker, and the plans made for it."""
    return from_json(document), Shelf()


def _scores(task: Task, table: Table | None, items: Mapping[str, Table], shelf: Shelf) -> Scores:
    policy, _ = _known(task.document)
    records = read_records(
        policy, table, key=task.key or None, items=items or None, floats=task.floats, cells=task.cells
    )
    return appraise_records(policy, records, task.how, once=True, shelf=shelf)


def _gathered(batches: Iterable[Any]) -> Iterator[Any]:
    """Batches put together, since Spark's own are too small for columns to pay."""
    held: list[Any] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= _MOST_ROWS or size >= _MOST_BYTES:
            yield _together(held)
            held, rows, size = [], 0, 0
    if rows:
        yield _together(held)


def _together(batches: Sequence[Any]) -> Any:
    return import_module("pyarrow").Table.from_batches(batches).combine_chunks()


def _unpacked(packed: Any, place: int) -> Any:
    """One of the tables of a bucket."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    rows = packed.filter(compute.equal(packed.column(TABLE), place)).column(f"{TABLE}{place}")
    return arrow.Table.from_struct_array(rows).combine_chunks()


# --- faults ----------------------------------------------------------------------------------------------------------


def _strangers(
    faults: Iterable[Fault], keys: Keys | None, lists: Mapping[str, Table]
) -> Iterator[tuple[dict[str, Any], Fault]]:
    """The faults of rows of lists that are no record's, with the key of each that has one."""
    for fault in faults:
        if fault.row is not None:
            continue
        if fault.code != UNKNOWN or keys is None or fault.list is None:
            yield {}, fault
            continue
        rows = keys_of(lists[fault.list], keys.names, fault.list)
        known, given = (each.at(np.flatnonzero(~(each.empty | each.lost))) for each in (keys, rows))
        missing = distinct(given.at(np.flatnonzero(codes_of(known, given)[1] < 0)))
        values = zip(*missing.by_name().values(), strict=True)
        for row, key in enumerate(values):
            yield dict(zip(keys.names, key, strict=True)), evolve(fault, key=missing.text(row), facts=())


def _placeless(task: Task, fault: Fault) -> Fault:
    """A fault without numbers of rows, which mean nothing in Spark; within a list in a column they do."""
    if fault.code == DOUBLE:
        return evolve(fault, row=None, facts=())
    if fault.list not in task.tables:
        return evolve(fault, row=None)
    facts = [(name, value) for name, value in fault.facts if name not in _PLACES]
    return evolve(fault, row=None, item_row=None, facts=facts)


def _faults(task: Task, faults: Sequence[Fault], count: int) -> Any:
    """A column with the faults of each row; those of no row are left out."""
    arrow = import_module("pyarrow")
    placed = [fault for fault in faults if fault.row is not None]
    offsets = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount([fault.row or 0 for fault in placed], minlength=count), out=offsets[1:])
    own = [_placeless(task, fault) for fault in placed]
    told = {name: [getattr(fault, name) for fault in own] for name in FAULT if name != "message"}
    told["message"] = texts_of(own, task.language)
    types = {"string": arrow.string(), "integer": arrow.int32()}
    arrays = [arrow.array(told[name], types[kind]) for name, kind in FAULT.items()]
    return arrow.ListArray.from_arrays(arrow.array(offsets), arrow.StructArray.from_arrays(arrays, names=[*FAULT]))


# --- columns of Arrow ------------------------------------------------------------------------------------------------


def _results(task: Task, scores: Scores, faults: Sequence[Fault]) -> dict[str, Any]:
    """The results of records, by name and in the types of ``result_types``, and their faults, which are in the order of rows.

    Raises a RecordError for faults where the task says so.
    """
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    found, rejected = scores.to_arrow(), scores.rejected
    held = {name: found.column(name) for name in found.column_names}
    if "score" in held and not arrow.types.is_decimal(held["score"].type):
        held["score"], long = _decimals(scores)
        faults = sorted([*faults, *long], key=lambda fault: -1 if fault.row is None else fault.row)
        rejected = rejected.copy()
        rejected[[fault.row for fault in long if fault.row is not None]] = True
    if task.raises and faults:
        raise RecordError(faults=[_placeless(task, fault) for fault in faults])
    types = {"double": arrow.float64(), "long": arrow.int64(), "boolean": arrow.bool_(), "string": arrow.string()}
    columns: dict[str, Any] = {}
    for name, kind in result_types(scores.policy, task.how).items():
        values = held.get(name, arrow.array(np.zeros(len(scores), np.int64)))  # no row of a list was left out
        values = values if name == "score" else values.cast(types[kind])
        columns[name] = compute.if_else(arrow.array(rejected), arrow.scalar(None, values.type), values)
    return {**columns, "refused": arrow.array(rejected), FAULTS: _faults(task, faults, len(scores))}


def _decimals(scores: Scores) -> tuple[Any, list[Fault]]:
    """Scores as Spark's decimals; a score of more digits is the fault of its row."""
    arrow, keys = import_module("pyarrow"), scores.records.keys
    values, faults = scores.reported(), []
    for row, value in enumerate(values):
        if value is not None and len(value.as_tuple().digits) > MOST_DIGITS:
            key = None if keys is None else keys.text(row)
            values[row] = None
            faults.append(Fault(TOO_LONG, row=row, key=key, facts={"most": str(MOST_DIGITS)}))
    return arrow.array(values, arrow.decimal128(MOST_DIGITS, scores.policy.places)), faults


def _as_meant(keys: Keys, place: int, column: Any) -> Any:
    """A column of keys as they are meant, so that equal ones are the same; null for a row without a key."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    own = keys.columns[place]
    if own.changed is not None and len(own.changed):
        column = arrow.array(own.held(), arrow.string())
    gone = keys.empty | keys.lost
    if gone.any():
        column = compute.if_else(arrow.array(gone), arrow.scalar(None, column.type), column)
    return column


def _batch(columns: Mapping[str, Any]) -> Any:
    arrow = import_module("pyarrow")
    arrays = [each.combine_chunks() if isinstance(each, arrow.ChunkedArray) else each for each in columns.values()]
    return arrow.RecordBatch.from_arrays(arrays, names=[*columns])
