"""The common job, with its data sets, answer and rivals: ``j`` has weights with many ties, ``j-w1`` with few."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import job_j_data as data
import job_j_exact as exact
import job_j_floats as floats
import job_j_frames as frames
import ours
from harness import Implementation, Job, Limit
from tables import Columns, Table

LIMITS = (
    Limit("ours, raw", "naive numpy", 0.50),
    Limit("ours, raw", "naive numpy", 0.35, stretch=True),
    Limit("ours, raw", "polars", 0.65),
    Limit("ours, raw", "exact blocks, raw", 1.3),
    Limit("ours, ingested", "naive numpy", 0.28),
    Limit("ours, ingested", "numba", 2.0),
    Limit("ours, ingested", "exact blocks, ingested", 1.3),
    Limit("ours, raw, compiled", "numba", 1.0),
    Limit("ours, ingested, compiled", "numba", 0.8),
)


def columns(table: Table) -> Columns:
    """The columns alone."""
    return table.columns


def ingested(table: Table) -> Columns:
    """The columns as hundredths in int32."""
    return exact.ingest(table.columns)


def _implementations(weights: data.Weights) -> Iterable[Implementation]:
    def of(function: Callable[..., Any]) -> Callable[[Any], Any]:
        return partial(function, weights=weights)

    yield from ours.implementations(partial(ours.job_j_policy, weights))
    yield Implementation("exact blocks, raw", of(exact.raw_lattice), columns, exact=True)
    yield Implementation("exact blocks, ingested", of(exact.ingested_int32), ingested, exact=True)
    yield Implementation("naive numpy", of(floats.naive), columns)
    yield Implementation("naive numpy, np.where", of(floats.naive_where), columns)
    yield Implementation("blocked numpy", of(floats.blocked), columns)
    yield Implementation("blocked numpy, folded", of(exact.raw_folded), columns)
    yield Implementation("numba", of(floats.compiled), columns)
    yield Implementation("pandas", of(frames.in_pandas), frames.pandas_data, frames.from_pandas)
    yield Implementation("polars", of(frames.in_polars), frames.polars_data, frames.from_polars)
    yield Implementation("duckdb", of(frames.in_duckdb), frames.duckdb_data, frames.from_duckdb)
    yield Implementation("openfisca", frames.in_openfisca, of(frames.openfisca_data), frames.from_openfisca)


def _job(key: str, title: str, weights: data.Weights) -> Job:
    return Job(
        key,
        title,
        {"random": data.random_table, "adversarial": partial(data.adversarial_table, weights=weights)},
        partial(data.exact, weights=weights),
        partial(data.check_oracle, weights),
        tuple(_implementations(weights)),
        ("naive numpy", "numba", "polars", "exact blocks, raw", "exact blocks, ingested"),
        LIMITS,
    )


def jobs() -> dict[str, Callable[[], Job]]:
    """The jobs of this module."""
    return {
        "j": partial(_job, "j", "Job J, weights W5 (many ties)", data.W5),
        "j-w1": partial(_job, "j-w1", "Job J, weights W1 (few ties)", data.W1),
    }
