"""Spark: a policy over every row of a frame of Spark, scored by its Python workers, each record as ``appraise_table`` would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from attrs import evolve

from ..arguments import checked_choice, checked_count, checked_type, kind_of, names
from ..cells import Cells, checked_cells, new_names
from ..columns.compiling.plan_cache import Shelf
from ..columns.lists_alone import only_list
from ..columns.reading.frames import table_of
from ..columns.records import read_records
from ..columns.tables import How, appraise_records
from ..documents import to_json
from ..errors import DocumentError, MissingExtraError, NoDocumentError, RecordError, SparkFrameError, SparkKeyError
from ..faults import Fault, checked_language
from ..numbers import FLOAT_MODES
from ..policies import Policy, checked_policy
from .spark_workers import BUCKET, DOUBLE, FAULT, FAULTS, KEY, TABLE, Task, result_types, scored_bucket, scored_rows

_MOST_BUCKETS = 10**6
_BESIDE_KEYS = r"[^\p{L}\p{N}]"  # among them are all signs that a key may be written with or without
_BETWEEN = "\ufffc"  # stands for a key in a text into which each row puts its own

Frames = dict[str | None, Any]  # by the list whose rows they hold, None for the records


def appraise_spark(
    policy: Policy,
    frame: Any = None,
    *,
    key: str | Iterable[str] | None = None,
    items: Mapping[str, Any] | None = None,
    on_error: str = "raise",
    floats: str = "snap",
    cells: Cells | None = None,
    parts: str | Iterable[str] = (),
    bad_items: str = "refuse",
    least_kept: int = 50,
    join: bool = False,
    language: str = "en",
    buckets: int = 256,
) -> Any:
    """The scores of every row of a frame of Spark, as another frame of Spark; nothing runs before it is asked for its rows.

    The result has the key, ``score`` as an exact decimal, ``band``, what else ``appraise_table`` was asked for, ``refused`` and
    ``faults``, an array of structs with list, item_row, field, kind, code and message (in ``language``). With ``join`` it has all columns of the
    frame in place of the key. A row that cannot be scored has no score and no band, and says why; with ``on_error="raise"`` the
    job ends with the first of them.

    Lists are columns of arrays of structs; or frames of their own, in ``items``, which have the key as well. All rows of
    a key then come together in one of so many ``buckets``, and a worker has a bucket in memory as a whole. Where a key is named,
    rows of the same key are found in the whole frame. All other arguments are those of ``appraise_table``.

    Raises what is wrong with the frames as a whole at once, and ``NoDocumentError`` for a policy that cannot be sent to the workers.
    """
    checked_policy(policy, frame=frame)
    checked_choice(floats, "floats", FLOAT_MODES)
    checked_language(language)
    checked_type(join, "join", bool)
    checked_count(buckets, "buckets", 1, _MOST_BUCKETS)
    how, written = How.of(parts, on_error, bad_items=bad_items, least_kept=least_kept), checked_cells(cells)
    frames = {name: _renamed(each, written) for name, each in _frames(frame, items).items()}
    keys = names(() if key is None else key, "key")
    headers = {name: _header(each) for name, each in frames.items()}
    if not items and (only := only_list(policy.outline, table_of(headers[None]))) is not None:
        frames, headers = {only: frames[None]}, {only: headers[None]}
    task = Task(
        document=shipped(policy),
        key=keys,
        how=evolve(how, on_error="quarantine"),
        floats=floats,
        cells=evolve(written, rename=()),
        language=language,
        raises=on_error == "raise",
        tables=() if [*frames] == [None] else tuple(frames),
    )
    check_headers(policy, task, headers, join=join)
    task = evolve(task, kept=kept_columns(task, headers, join=join))
    read = columns_read(policy, keys)
    chosen = {
        name: each if join and name is None else each.select(*(_column(own) for own in each.columns if own in read))
        for name, each in frames.items()
    }
    return _of_buckets(policy, task, chosen, buckets) if task.tables else _of_rows(policy, task, chosen[None])


def shipped(policy: Policy) -> str:
    """The policy as the text that workers read; raises ``NoDocumentError`` for one that no document holds.

    >>> from asn_appraisal import schemes
    >>> shipped(schemes.get("permenpan-16-2009")).startswith("{")
    True
    """
    try:
        return to_json(policy)
    except DocumentError as problem:
        raise NoDocumentError(policy=policy.key, faults=problem.faults) from None


def check_headers(policy: Policy, task: Task, headers: Mapping[str | None, Any], *, join: bool) -> None:
    """Refuse what cannot be scored as a whole, from tables of Arrow with one row without values in place of the frames.

    Raises errors as ``appraise_table`` does, and ``SparkKeyError`` for lists of which nothing says whose they are.
    """
    lists = {name: header for name, header in headers.items() if name is not None}
    if None not in headers and not task.key:
        raise SparkKeyError(lists=", ".join(lists))
    try:
        records = read_records(
            policy, headers.get(None), key=task.key or None, items=lists or None, floats=task.floats, cells=task.cells
        )
    except RecordError as problem:
        # The row itself has no values, which is no fault of the frame.
        faults = [fault for fault in problem.faults if fault.row is None and fault.item_row is None]
        raise RecordError(faults=faults) from None
    appraise_records(policy, records, task.how, once=True, shelf=Shelf())
    kept = kept_columns(task, headers, join=join)
    taken = {name.casefold() for name in (*result_types(policy, task.how), FAULTS)}
    if doubles := [name for name in kept if name.casefold() in taken]:  # Spark's names are the same in any case
        raise RecordError(faults=[Fault("ASN446", field=name) for name in doubles])


def kept_columns(task: Task, headers: Mapping[str | None, Any], *, join: bool) -> tuple[str, ...]:
    """The columns that stand before the results: those of the key, or all columns of the records."""
    return tuple(headers[None].column_names) if join and None in headers else task.key


def columns_read(policy: Policy, key: Iterable[str]) -> set[str]:
    """The names of all columns that may be read, of records and of lists."""
    lists = policy.outline.lists
    fields = [*policy.outline.fields, *(each for items in lists for each in items.fields)]
    return {*key, *(each.key for each in fields), *(items.key for items in lists)}


def result_fields(policy: Policy, how: How) -> list[dict[str, Any]]:
    """The fields of the results as Spark's own plain data.

    >>> from asn_appraisal import schemes
    >>> [(each["name"], each["type"]) for each in result_fields(schemes.get("permenpan-16-2009"), How())[:2]]
    [('score', 'decimal(38,2)'), ('band', 'string')]
    """
    faults = {"type": "struct", "fields": [_field(name, kind) for name, kind in FAULT.items()]}
    column = _field(FAULTS, {"type": "array", "elementType": faults, "containsNull": True})
    return [*(_field(name, kind) for name, kind in result_types(policy, how).items()), column]


def _field(name: str, kind: object) -> dict[str, Any]:
    return {"name": name, "type": kind, "nullable": True, "metadata": {}}


# --- frames of Spark -------------------------------------------------------------------------------------------------


def _spark(name: str) -> Any:
    """A module of Spark; raises ``MissingExtraError`` where it is not installed."""
    try:
        return import_module(f"pyspark.sql{name}")
    except ImportError:
        raise MissingExtraError(library="pyspark", extra="spark") from None


def _frames(frame: object, items: object) -> Frames:
    """The frames of records and lists, checked."""
    checked_type(items, "items", Mapping, type(None))
    lists: Mapping[str, Any] = items if isinstance(items, Mapping) else {}
    kind = _spark("").DataFrame
    given = {"frame": frame, **{f"items[{name!r}]": rows for name, rows in lists.items()}}
    if frame is None and lists:
        del given["frame"]
    for argument, each in given.items():
        if not isinstance(each, kind):
            tabular = isinstance(each, Mapping | list) or hasattr(each, "__arrow_c_stream__")
            other = "appraise_table" if tabular and not lists else ""
            raise SparkFrameError(argument=argument, kind=kind_of(each), other=other)
    frames: Frames = {} if frame is None else {None: frame}
    frames.update(lists)
    return frames


def _column(name: str) -> Any:
    """A column by its name, whatever signs are in it."""
    return _spark(".functions").col("`" + name.replace("`", "``") + "`")


def _renamed(frame: Any, cells: Cells) -> Any:
    columns = new_names(frame.columns, cells)
    if list(columns) == frame.columns:
        return frame
    return frame.select(*(_column(old).alias(new) for old, new in zip(frame.columns, columns, strict=True)))


def _header(frame: Any) -> Any:
    """A table of Arrow with the columns of a frame and one row: without values, and in each list a row without values."""
    arrow, types = import_module("pyarrow"), _spark(".types")
    arrays = []
    for each in frame.schema.fields:
        rows = each.dataType.elementType if isinstance(each.dataType, types.ArrayType) else None
        if isinstance(rows, types.StructType):
            arrays.append(
                arrow.array(
                    [[dict.fromkeys(rows.names)]],
                    arrow.list_(arrow.struct(dict.fromkeys(rows.names, arrow.string()).items())),
                )
            )
        else:
            arrays.append(arrow.array([None], arrow.string()))
    return arrow.Table.from_arrays(arrays, names=frame.columns)


def _schema(policy: Policy, task: Task, frame: Any, further: Mapping[str, Any]) -> Any:
    """The schema of what workers give: columns that are kept, results, and columns of our own."""
    types, fields = _spark(".types"), {each.name: each for each in frame.schema.fields}
    kept = [types.StructField(name, fields[name].dataType, True, fields[name].metadata) for name in task.kept]
    results = types.StructType.fromJson({"type": "struct", "fields": result_fields(policy, task.how)}).fields
    return types.StructType([*kept, *results, *(types.StructField(name, kind) for name, kind in further.items())])


def _of_rows(policy: Policy, task: Task, frame: Any) -> Any:
    """The scores of a frame whose rows are whole records."""
    types, functions = _spark(".types"), _spark(".functions")
    columns, kinds = tuple(frame.columns), {each.name: each.dataType for each in frame.schema.fields}
    texts = (types.StringType, types.CharType, types.VarcharType)
    own = {
        f"{KEY}{place}": types.StringType() if isinstance(kinds[name], texts) else kinds[name]
        for place, name in enumerate(task.key)
    }

    def score(batches: Iterator[Any]) -> Iterator[Any]:
        return scored_rows(task, columns, batches)

    # mapInArrow reads names as paths, so that it would not find a column such as "No. HP".
    plain = frame.toDF(*(f"{KEY}{place}" for place in range(len(frame.columns))))
    scored = plain.mapInArrow(score, _schema(policy, task, frame, own))
    if not task.key:
        return scored
    known = functions.lit(True)
    for name in own:
        known &= functions.col(name).isNotNull()
    repeated = functions.count("*").over(_spark(".window").Window.partitionBy(*own)) > 1
    counted = scored.withColumn(KEY, known & repeated)
    fault = Fault(DOUBLE, key=_BETWEEN, field=", ".join(task.key))
    before, _, after = fault.text(task.language).partition(_BETWEEN)
    text = functions.concat(functions.lit(before), functions.concat_ws(", ", *own), functions.lit(after))
    if task.raises:
        ends = functions.raise_error(functions.concat(functions.lit(f"{DOUBLE}: "), text)).cast("boolean")
        return counted.where(~functions.when(functions.col(KEY), ends).otherwise(False)).drop(KEY, *own)
    told = {"field": functions.lit(fault.field), "code": functions.lit(DOUBLE), "message": text}
    entries = [told.get(name, functions.lit(None)).cast(kind).alias(name) for name, kind in FAULT.items()]
    results = {name: functions.lit(None) for name in result_types(policy, task.how)}
    results |= {"refused": functions.lit(True)}
    results |= {FAULTS: functions.concat(functions.array(functions.struct(*entries)), functions.col(FAULTS))}
    instead = {
        name: functions.when(functions.col(KEY), value).otherwise(functions.col(name))
        for name, value in results.items()
    }
    return counted.withColumns(instead).drop(KEY, *own)


def _of_buckets(policy: Policy, task: Task, frames: Frames, buckets: int) -> Any:
    """The scores of frames that share a key: all of its rows come together in a bucket, whichever frame they are in."""
    functions = _spark(".functions")
    packed: Any = None
    for place, frame in enumerate(frames.values()):
        kinds = {each.name: each.dataType for each in frame.schema.fields}
        alike = [_alike(name, kinds[name]) for name in task.key]
        bucket = functions.pmod(functions.xxhash64(*alike), functions.lit(buckets)).cast("int").alias(BUCKET)
        rows = functions.struct(*map(_column, frame.columns)).alias(f"{TABLE}{place}")
        part = frame.select(bucket, functions.lit(place).cast("int").alias(TABLE), rows)
        packed = part if packed is None else packed.unionByName(part, allowMissingColumns=True)

    def score(table: Any) -> Any:
        return scored_bucket(task, table)

    (first, *_) = frames.values()
    return packed.groupBy(BUCKET).applyInArrow(score, _schema(policy, task, first, {}))


def _alike(name: str, kind: Any) -> Any:
    """A column of keys so that two which may be one key are the same: numbers of any type, texts without blanks."""
    types, functions = _spark(".types"), _spark(".functions")
    column = _column(name)
    if isinstance(kind, types.NumericType):
        return column.cast("double") + functions.lit(0.0)  # a zero below zero becomes a plain one
    if isinstance(kind, types.DateType | types.TimestampType | types.TimestampNTZType):
        return column.cast("date")
    return functions.regexp_replace(column.cast("string"), _BESIDE_KEYS, "")
