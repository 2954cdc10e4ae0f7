"""Exports of the common job against naive float SQL and polars of the same policy, on the same rows: time and wrong scores.

Run with ``python benchmarks/exports.py --rows 1000000``. ``--postgres URI`` adds a PostgreSQL server (psql is not needed; the rows are
copied into a temporary table). Each engine runs on one thread; the naive query is what people write, ``floor(x * 100 + 0.5) / 100``.
The rows are random; one in twenty has a sum that is a tie of the last rounding. The reference is ``appraise_table``, itself exact. The two
queries of an engine are timed in turn, and the medians of their ratios printed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import adbc_driver_postgresql.dbapi
import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

import asn_appraisal as asn
from asn_appraisal.exports.polars import to_struct
from asn_appraisal.exports.sql import to_sql
from one_record import BANDS, HIGHER, LOWER, STEPS, WEIGHTS, policy

Table = dict[str, Any]


def rows(count: int, seed: int = 1) -> Table:
    """Random rows of numbers with two decimals."""
    random = np.random.default_rng(seed)
    table: Table = {"id": np.arange(count)}
    for key, target in {**HIGHER, **LOWER}.items():
        low, high = (0.2, 1.4) if key in HIGHER else (0.5, 2.1)
        units = float(target) * 100
        table[key] = np.round(random.uniform(low * units, high * units, count)) / 100
    table["r8"] = np.round(random.uniform(0, 3000, count)) / 100
    return table


def naive(dialect: str) -> str:
    """The query that people write: floats, rounded by a floor after adding a half."""
    double = "double precision" if dialect == "postgres" else "DOUBLE"

    def half_up(term: str) -> str:
        return f"floor(({term}) * CAST(100 AS {double}) + CAST(0.5 AS {double})) / CAST(100 AS {double})"

    def number(text: object) -> str:
        return f"CAST({text} AS {double})"

    parts = {}
    for key, target in HIGHER.items():
        parts[key] = f"{key} / {number(target)} * {number(100)}"
    for key, target in LOWER.items():
        parts[key] = f"(2 - {key} / {number(target)}) * {number(100)}"
    clamped = {key: half_up(f"least(greatest({term}, 0), 120)") for key, term in parts.items()}
    whens = " ".join(f"WHEN r8 <= {limit} THEN {number(score)}" for limit, score in STEPS)
    clamped["r8"] = f"CASE {whens} ELSE {number(20)} END"
    inner = ", ".join(f"{term} AS {key}" for key, term in clamped.items())
    total = half_up(" + ".join(f"{key} * {number(Fraction(WEIGHTS[key], 100).__float__())}" for key in clamped))
    band = " ".join(f"WHEN score >= {edge} THEN '{key}'" for key, edge in BANDS)
    scored = f"SELECT id, {total} AS score FROM (SELECT id, {inner} FROM t) AS parts"
    return f"SELECT id, score, CASE {band} ELSE 'e' END AS band FROM ({scored}) AS scored"


def naive_polars() -> list[Any]:
    """The same in polars, with its own rounding."""
    parts = {key: pl.col(key) / float(target) * 100 for key, target in HIGHER.items()}
    parts |= {key: (2 - pl.col(key) / float(target)) * 100 for key, target in LOWER.items()}
    clamped = {key: ((term.clip(0, 120) * 100 + 0.5).floor() / 100) for key, term in parts.items()}
    chain = pl.when(pl.col("r8") <= STEPS[0][0]).then(float(STEPS[0][1]))
    for limit, score in STEPS[1:]:
        chain = chain.when(pl.col("r8") <= limit).then(float(score))
    clamped["r8"] = chain.otherwise(20.0)
    total = sum(term * (WEIGHTS[key] / 100) for key, term in clamped.items())
    score = (total * 100 + 0.5).floor() / 100
    bands = pl.when(score >= BANDS[0][1]).then(pl.lit(BANDS[0][0]))
    for key, edge in BANDS[1:]:
        bands = bands.when(score >= edge).then(pl.lit(key))
    return [score.alias("score"), bands.otherwise(pl.lit("e")).alias("band")]


def wrong(found: tuple[Any, Any], right: asn.Scores) -> tuple[int, int]:
    """How many scores and bands are wrong."""
    score, band = found
    keys = np.array(right.band_keys(), object)
    hundredths = np.rint(np.asarray(score) * 100) != np.rint(
        right.score * 100
    )  # the last bit of a float does not count
    return int(np.count_nonzero(hundredths)), int(np.count_nonzero(np.asarray(band, object) != keys))


def compare(name: str, exact: Callable[[], Any], plain: Callable[[], Any], right: asn.Scores, repeat: int) -> None:
    """Time two ways in turn, count what is wrong in each, and print a line of the table."""
    ratios, times = [], []
    for _ in range(repeat):
        start = time.perf_counter()
        found = exact()
        middle = time.perf_counter()
        other = plain()
        end = time.perf_counter()
        ratios.append((middle - start) / (end - middle))
        times.append(((middle - start), (end - middle)))
    ours, theirs = (statistics.median(pair[at] for pair in times) for at in (0, 1))
    ns = 1e9 / len(right.score)
    exact_wrong, plain_wrong = wrong(found, right), wrong(other, right)
    print(
        f"| {name} | {ours * ns:.0f} | {theirs * ns:.0f} | {statistics.median(ratios):.2f} |"
        f" {exact_wrong[0]} / {exact_wrong[1]} | {plain_wrong[0]} / {plain_wrong[1]} |",
        flush=True,
    )


def with_duckdb(table: Table, right: asn.Scores, repeat: int) -> None:
    """DuckDB on one thread, over a table of its own; results fetched as arrays."""
    connection = duckdb.connect(config={"threads": 1})
    connection.register("arrow", pa.table(table))
    connection.execute("CREATE TABLE t AS FROM arrow")
    queries = to_sql(policy(), "t", key="id", dialect="duckdb"), naive("duckdb")

    def run(query: str) -> Any:
        found = connection.sql(query).to_arrow_table()
        order = np.argsort(found["id"].to_numpy())
        return found["score"].to_numpy()[order], found["band"].to_numpy(zero_copy_only=False)[order]

    def timed(query: str) -> Callable[[], Any]:
        return lambda: run(query)

    compare("DuckDB", timed(queries[0]), timed(queries[1]), right, repeat)


def with_polars(table: Table, right: asn.Scores, repeat: int) -> None:
    """Polars; its threads are set by POLARS_MAX_THREADS."""
    frame = pl.DataFrame(table)
    struct = to_struct(policy(), schema=frame.schema)
    plain = naive_polars()

    def run(terms: list[Any]) -> Any:
        found = frame.lazy().select(terms).collect()
        found = found.unnest("outcome") if "outcome" in found.columns else found
        return found["score"].to_numpy(), found["band"].to_numpy()

    compare("polars", lambda: run(struct), lambda: run(plain), right, repeat)


def with_postgres(uri: str, table: Table, right: asn.Scores, repeat: int) -> None:
    """A PostgreSQL server, one process; the result is written to a temporary table, then fetched outside the time."""
    with adbc_driver_postgresql.dbapi.connect(uri, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.adbc_ingest("t", pa.table(table), mode="replace")
        cursor.execute("ANALYZE t")
        queries = to_sql(policy(), "t", key="id", dialect="postgres"), naive("postgres")

        def run(query: str) -> str:
            cursor.execute("DROP TABLE IF EXISTS asn_result")
            cursor.execute(f"CREATE UNLOGGED TABLE asn_result AS {query}")
            return query

        fetched: dict[str, Any] = {}
        for query in queries:
            run(query)
            cursor.execute("SELECT score, band FROM asn_result ORDER BY id")
            found = cursor.fetch_arrow_table()
            fetched[query] = found["score"].to_numpy(), found["band"].to_numpy(zero_copy_only=False)

        def timed(query: str) -> Callable[[], Any]:
            def call() -> Any:
                run(query)
                return fetched[query]

            return call

        compare("PostgreSQL", timed(queries[0]), timed(queries[1]), right, repeat)
        cursor.execute("DROP TABLE IF EXISTS asn_result")
        cursor.execute("DROP TABLE t")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--postgres", metavar="URI")
    options = parser.parse_args()
    table = rows(options.rows)
    right = asn.appraise_table(policy(), table, key="id")
    print(
        "| engine | exact ns/row | naive ns/row | ratio | wrong scores / bands, exact | naive |\n|---|---|---|---|---|---|"
    )
    with_duckdb(table, right, options.repeat)
    with_polars(table, right, options.repeat)
    if options.postgres:
        with_postgres(options.postgres, table, right, options.repeat)


if __name__ == "__main__":
    main()
