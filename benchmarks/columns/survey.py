"""permenpanrb-14-2017: millions of respondents in units, nine answers of 1 to 4 each; ``survey`` holds answers as int8,
``survey-float`` as doubles. Times are those of one respondent.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from math import floor
from typing import Any

import numpy as np
import ours
import polars as pl
from attrs import evolve
from harness import Implementation, Job, Limit
from numpy.typing import NDArray
from tables import Column, Table

LIST = "responden"
QUESTIONS = tuple(f"u{number}" for number in range(1, 10))
EDGES = (65.00, 76.61, 88.31)
EDGES_IN_HUNDREDTHS = (6500, 7661, 8831)
PER_UNIT = 250
EDGE_SIZE = 5000  # with so many respondents a tie is a whole sum of answers: 5000 / 9 n has a half in it
SEED = 14
Scores = tuple[Column, Column]


def typical_table(rows: int, kind: type = np.int8, seed: int = SEED) -> Table:
    """So many respondents in units of about 250, each unit with a mean of its own."""
    rng = np.random.default_rng(seed)
    units = max(rows // PER_UNIT, 1)
    cuts = np.sort(rng.choice(np.arange(1, rows), units - 1, replace=False)) if units > 1 else np.empty(0, np.int64)
    offsets = np.concatenate([[0], cuts, [rows]]).astype(np.int64)
    goodness = np.repeat(rng.uniform(0.35, 0.95, units), np.diff(offsets)).astype(np.float32)
    items = {}
    for key in QUESTIONS:
        drawn = 1 + sum((rng.random(rows, dtype=np.float32) < goodness).astype(np.int8) for _ in range(3))
        items[key] = np.asarray(drawn).astype(kind)
    return Table(name=LIST, items=items, offsets=offsets)


def edge_table(rows: int, kind: type = np.int8, seed: int = SEED) -> Table:
    """Units of 5,000 whose index is the tie that rounds up to an edge or, for an edge that a sum can meet, the edge."""
    rng = np.random.default_rng(seed)
    units = max(rows // EDGE_SIZE, 1)
    # 2500 S / 9 n hundredths for a sum S of all answers: S = 9 n h / 2500 meets h hundredths
    goals = 18 * np.array(EDGES_IN_HUNDREDTHS)[rng.integers(0, 3, units)] - 9 * rng.integers(0, 2, units)
    spare = goals + rng.choice([0, 0, 0, -1, 1], units) - 9 * EDGE_SIZE  # some sums one answer to either side
    cells = 9 * EDGE_SIZE
    answers = np.empty((units, cells), dtype=np.int8)
    for unit, (each, more) in enumerate(zip(*np.divmod(spare, cells), strict=True)):
        answers[unit] = 1 + each
        answers[unit, :more] += 1
    answers = rng.permuted(answers, axis=1).reshape(units * EDGE_SIZE, 9)
    items = {key: np.ascontiguousarray(answers[:, place]).astype(kind) for place, key in enumerate(QUESTIONS)}
    return Table(name=LIST, items=items, offsets=np.arange(units + 1) * EDGE_SIZE)


def respondents(table: Table) -> int:
    """What a time is divided by here."""
    return int(table.ends()[-1])


def exact(table: Table) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The exact answer by integers: the weighted sum of nine means times 25 is 25 S / 9 n, S the sum of all answers."""
    offsets = table.ends()
    answers = sum(np.add.reduceat(column.astype(np.int64), offsets[:-1]) for column in table.items.values())
    divisor = 9 * np.diff(offsets)
    score = (2 * 2500 * np.asarray(answers) + divisor) // (2 * divisor)
    return score, np.asarray(sum((score >= edge).astype(np.int8) for edge in EDGES_IN_HUNDREDTHS), dtype=np.int8)


def check_oracle(rows: int = 20_000) -> str:
    """Whether integers and Fractions, mean by mean as the rule is written, agree on all units of small tables."""
    wrong = count = 0
    for table in (typical_table(rows), edge_table(10 * rows)):
        offsets, (scores, _) = table.ends(), exact(table)
        for unit, (start, stop) in enumerate(pairwise(offsets)):
            means = [
                Fraction(int(column[start:stop].astype(int).sum()), int(stop - start))
                for column in table.items.values()
            ]
            index = sum(mean * Fraction(1, 9) for mean in means) * 25
            wrong += floor(index * 100 + Fraction(1, 2)) != scores[unit]
            count += 1
    return f"oracle in integers against Fractions, {count:,} units: {wrong} differ"


def as_doubles(table: Table) -> Table:
    """The same with its answers as doubles."""
    return evolve(table, items={key: column.astype(np.float64) for key, column in table.items.items()})


def in_numpy(table: Table) -> Scores:
    """Nine means by ``np.add.reduceat`` in doubles; answers of int8 are made doubles on the way."""
    offsets = table.ends()
    sizes = np.diff(offsets)
    columns = (column.astype(np.float64, copy=False) for column in table.items.values())
    means = [np.add.reduceat(column, offsets[:-1]) / sizes for column in columns]
    score = np.floor(sum(mean * (1 / 9) for mean in means) * 25 * 100 + 0.5) / 100
    return score, np.digitize(score, EDGES).astype(np.int8)


def polars_data(table: Table) -> pl.DataFrame:
    """The answers with the key of their unit, sorted by it."""
    return pl.DataFrame(table.items).with_columns(pl.Series("unit", table.owners()).set_sorted())


def in_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """``group_by`` with nine means, then the weighted sum."""
    means = frame.lazy().group_by("unit", maintain_order=True).agg(pl.col(key).mean() for key in QUESTIONS)
    first, *rest = [pl.col(key) * (1 / 9) for key in QUESTIONS]
    score = (sum(rest, first) * 25).round(2, mode="half_away_from_zero").alias("score")
    least, *higher = [(pl.col("score") >= edge).cast(pl.Int8) for edge in EDGES]
    return means.select(score).with_columns(sum(higher, least).alias("band")).collect()


def from_polars(result: pl.DataFrame) -> Scores:
    """Score and band as arrays."""
    return result["score"].to_numpy(), result["band"].to_numpy()


def _job(key: str, title: str, kind: type) -> Job:
    sets: dict[str, Any] = {"typical": partial(typical_table, kind=kind), "edges": partial(edge_table, kind=kind)}
    return Job(
        key,
        title,
        sets,
        exact,
        check_oracle,
        (
            *ours.scheme("permenpanrb-14-2017"),
            Implementation("numpy, reduceat", in_numpy),
            Implementation("numpy, reduceat on doubles", in_numpy, as_doubles),
            Implementation("polars group_by", in_polars, polars_data, from_polars),
        ),
        ("numpy, reduceat on doubles", "polars group_by"),
        (
            Limit("ours, ingested", "polars group_by", 0.3),
            Limit("ours, raw", "polars group_by", 1.4),
            Limit("ours, raw, compiled", "polars group_by", 1.0),
        ),
        rows=5_000_000,
        size=respondents,
    )


def jobs() -> dict[str, Callable[[], Job]]:
    """The jobs of this module."""
    return {
        "survey": partial(_job, "survey", "PermenPANRB 14/2017, answers as int8", np.int8),
        "survey-float": partial(_job, "survey-float", "PermenPANRB 14/2017, answers as doubles", np.float64),
    }
