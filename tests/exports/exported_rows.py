"""Rows for exports: adversarial records of a policy as columns, dirty values among them, and what appraise_table makes of each."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from asn_appraisal import Policy, appraise_table
from asn_appraisal.algebra.inputs import Category, Number
from asn_appraisal.exports.sql import to_sql
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.arrays import KEY, Arrays, as_arrays
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.records import random_record

Row = tuple[float | None, str | None, bool]


def exported_rows(policy: Policy, count: int, seed: int = 1) -> Arrays:
    """Records on edges and ties, plain ones and faulty ones, as columns with dirty values in some."""
    random = Random(seed)  # noqa: S311
    records = []
    while len(records) < count:
        draw = random.choices((random_edge_record, random_record, random_faulty_record), (6, 3, 1))[0]
        record = draw(policy, random)
        if as_arrays(policy, [record]) is not None:
            records.append(record)
    found = as_arrays(policy, records, whole=random.random() < 0.3)
    assert found is not None
    for fields, columns in [
        (policy.outline.fields, found.table),
        *((items.fields, found.items[items.key]) for items in policy.outline.lists),
    ]:
        for each in fields:
            _soil(each, columns[each.key], random)
    return found


def _soil(field: Any, column: Any, random: Random) -> None:
    """Make some values dirty: not of the declared digits, infinite, missing, computed, with blanks around."""
    if not len(column):
        return
    for _ in range(max(len(column) // 40, 1)):
        at = random.randrange(len(column))
        if isinstance(field, Number) and column.dtype == np.float64:
            value = column[at]
            step = 10.0**-field.decimals
            column[at] = random.choice(
                [
                    math.nan,
                    math.inf,
                    -math.inf,
                    1e300,
                    -1e300,
                    value + step / 3,
                    value + step * 1e-12,
                    value / 3 * 3,
                    -0.0,
                ]
            )
        elif isinstance(field, Category):
            column[at] = random.choice([None, "", " ", f" {field.among[0].key} ", "x", f"{field.among[-1].key}\u00a0"])


def expected(policy: Policy, rows: Arrays) -> list[Row]:
    """Score, band and refusal of each row by appraise_table."""
    scores = appraise_table(policy, rows.table, key=KEY, items=rows.items, on_error="quarantine")
    bands = scores.band_keys() if policy.band is not None else [None] * len(scores.rejected)
    values = scores.score.tolist() if policy.score is not None else [None] * len(scores.rejected)
    return [
        (None, None, True) if bad else (value, band, False)
        for value, band, bad in zip(values, bands, scores.rejected.tolist(), strict=True)
    ]


def differences(found: list[tuple[Any, ...]], right: list[Row]) -> list[tuple[int, tuple[Any, ...], Row]]:
    """Rows whose export differs from appraise_table; an undecided row differs from none, but it must have no score."""
    assert len(found) == len(right)
    wrong = []
    for at, ((score, band, undecided, refused), row) in enumerate(zip(found, right, strict=True)):
        good = (score, band, refused) == ((None, None, False) if undecided else row)
        if not good or (score is not None and math.copysign(1.0, score) < 0 and score == 0):
            wrong.append((at, (score, band, undecided, refused), row))
    return wrong


def polars_frame(policy: Policy, rows: Arrays) -> Any:
    """The rows as a frame of polars, with those of lists as lists of structs."""
    frame = pl.DataFrame(_series(rows.table))
    for items in policy.outline.lists:
        own = pl.DataFrame(_series(rows.items[items.key]))
        nested = own.group_by(KEY, maintain_order=True).agg(pl.struct(pl.exclude(KEY)).alias(items.key))
        frame = frame.join(nested, on=KEY, how="left")
    return frame


def _series(columns: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, values in columns.items():
        texts = values.dtype == object and not any(isinstance(value, bool) for value in values)
        kind = {"dtype": pl.String if texts else pl.Boolean} if values.dtype == object else {}
        found[name] = pl.Series(name, values.tolist() if values.dtype == object else values, **kind)
    return found


def in_duckdb(policy: Policy, rows: Arrays, **about: Any) -> list[tuple[Any, ...]]:
    """What the query gives on DuckDB, by the number of the row."""
    connection = duckdb.connect(config={"threads": 1})
    names = {name: f"list {place}" for place, name in enumerate(rows.items)}
    connection.register("a table", pl.DataFrame(_series(rows.table)).to_arrow())
    for name, columns in rows.items.items():
        connection.register(names[name], pl.DataFrame(_series(columns)).to_arrow())
    query = to_sql(policy, "a table", key=KEY, lists=names, **about)
    return [row[1:] for row in sorted(connection.execute(query).fetchall())]


def arrow_tables(rows: Arrays) -> tuple[Any, dict[str, Any]]:
    """The records and the rows of each list as tables of Arrow."""
    return _arrow(rows.table), {name: _arrow(columns) for name, columns in rows.items.items()}


def _arrow(columns: Mapping[str, Any]) -> Any:
    return pa.table(
        {name: pa.array(values.tolist() if values.dtype == object else values) for name, values in columns.items()}
    )
