"""The library's own engine in the jobs, one pair of functions for each way of reading: ``prepare(table)``, ``run(prepared)``.

``prepare`` is not timed. ``raw`` takes doubles as they come, checked within the run; ``ingested`` scores columns that
were read into scaled integers before. Until the library scores tables these are left out of the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from harness import Implementation, Outcome
from job_j_data import DAYS, EDGES, HIGHER, LIMITS, LOWER, POINTS, Weights
from tables import Columns, Table, owners_of

import asn_appraisal as asn
from asn_appraisal import schemes

AVAILABLE = hasattr(asn, "appraise_table")
STREAMS = True


def job_j_policy(weights: Weights) -> asn.Policy:
    """The common job as a policy of the library."""
    shares = dict(zip((*HIGHER, *LOWER), weights, strict=False))
    targets = []
    for key, target in {**HIGHER, **LOWER}.items():
        rule = asn.rules.higher_is_better if key in HIGHER else asn.rules.lower_is_better
        indicator = asn.Indicator(key, low=0, high=1000, better="higher" if key in HIGHER else "lower")
        targets.append(asn.Target(indicator, target, weight=shares[key], rule=rule.clamped(0, 120).rounded(2)))
    pairs = [(f"<= {limit}", points) for limit, points in zip(LIMITS, POINTS[:-1], strict=True)]
    days = asn.Steps(asn.Number(DAYS, low=0, high=365), *pairs, otherwise=POINTS[-1]).named("r8_nilai")
    bands = [(f"b{edge}", f">= {edge}", f"b{edge}") for edge in reversed(EDGES)]
    return asn.Policy(
        "job-j",
        "Job J",
        score=asn.Weighted(*targets, (weights[-1], days)).rounded(2),
        band=asn.Bands(*bands, ("rest", None, "rest")),
    )


def _columns(table: Table) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Records and items as mappings of columns, joined by a key of whole numbers."""
    records = _named(table, table.columns)
    items = {
        name: {"nomor": owners_of(offsets), **_named(table, columns)}
        for name, (columns, offsets) in table.lists().items()
    }
    if not items:
        return records, items
    return ({"nomor": np.arange(table.rows), **records} if records else None), items


def _named(table: Table, columns: Columns) -> dict[str, Any]:
    return {
        key: pa.chunked_array([pa.DictionaryArray.from_arrays(column, list(table.levels[key]))])
        if key in table.levels
        else column
        for key, column in columns.items()
    }


def prepare_raw(table: Table, policy: asn.Policy) -> Any:
    """What ``run_raw`` takes: policy and columns as the library reads them (dict of arrays, items with their key)."""
    return policy, *_columns(table)


def run_raw(prepared: Any, engine: str = "blocks") -> Any:
    """Read, check and score."""
    policy, records, items = prepared
    scores = asn.appraise_table(policy, records, key="nomor" if items else None, items=items, engine=engine)
    return scores.score, scores.bands


def prepare_ingested(table: Table, policy: asn.Policy) -> Any:
    """What ``run_ingested`` takes: policy and columns already read into scaled integers."""
    records, items = _columns(table)
    read = asn.read_records(policy, records, key="nomor" if items else None, items=items)
    asn.appraise_table(policy, read)
    return policy, read


def run_ingested(prepared: Any, engine: str = "blocks") -> Any:
    """Score what was ingested."""
    policy, read = prepared
    scores = asn.appraise_table(policy, read, engine=engine)
    return scores.score, scores.bands


def finish(result: Any, policy: asn.Policy) -> Outcome:
    """Scores (float64, None for a scheme without a number) and bands in the common form.

    Bands count from 0 for the lowest of ``Bands``; the predicates of a grid count in the order of its levels. A scheme
    without bands has 0 everywhere.
    """
    scores, bands = result
    if bands is None:
        return scores, np.zeros(len(scores), np.int8)
    codes = bands.codes
    rated = getattr(policy.band, "bands", None) or getattr(getattr(policy.band, "value", None), "bands", None)
    return scores, codes if rated is None else len(bands.levels) - 1 - codes


def drain(batches: Any, policy: asn.Policy) -> int:
    """Scores a stream of Arrow record batches and gives the number of rows; nothing of a batch is kept."""
    return sum(int(scores.records.size("kegiatan")) for scores in asn.appraise_batches(policy, batches, key="pegawai"))


def implementations(policy: Callable[[], asn.Policy]) -> tuple[Implementation, ...]:
    """Ours for a policy, or nothing where the library cannot score tables yet."""
    if not AVAILABLE:
        return ()
    made = policy()
    return tuple(
        Implementation(
            f"ours, {way}{'' if engine == 'blocks' else f', {engine}'}",
            partial(run, engine=engine),
            partial(prepare, policy=made),
            partial(finish, policy=made),
            exact=True,
        )
        for engine in ("blocks", "compiled")
        for way, run, prepare in (("raw", run_raw, prepare_raw), ("ingested", run_ingested, prepare_ingested))
    )


def scheme(key: str) -> tuple[Implementation, ...]:
    """Ours for a scheme of the library."""
    return implementations(partial(schemes.get, key))
