"""PP 46/2011 with five activities each (``pp-46``) and with one to nine (``pp-46-ragged``); rivals in binary floats."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numba
import numpy as np
import ours
import polars as pl
import pp_46_data as data
import pyarrow as pa
from harness import Implementation, Job, Limit
from tables import Column, Columns, Table

Scores = tuple[Column, Column]
EFFICIENCY = (("waktu", "target_waktu", "realisasi_waktu"), ("biaya", "target_biaya", "realisasi_biaya"))


def in_numpy(table: Table) -> Scores:
    """Whole columns and ``np.add.reduceat``; a cost that is absent is NaN all the way."""
    items, columns = table.items, table.columns
    nothing = items["realisasi_kuantitas"] == 0
    parts = [items[f"realisasi_{key}"] / items[f"target_{key}"] * 100 for key in ("kuantitas", "kualitas")]
    for _, target, real in EFFICIENCY:
        saved = 100 - items[real] / items[target] * 100
        parts.append(np.where(nothing, 0, np.where(saved <= 24, 76 + saved, 100 - saved)))
    three = parts[0] + parts[1] + parts[2]
    achieved = np.where(np.isnan(items["target_biaya"]), three / 3, (three + parts[3]) / 4)
    offsets = table.ends()
    skp = np.add.reduceat(achieved, offsets[:-1]) / np.diff(offsets)
    tasks = columns["tugas_tambahan"]
    skp += np.where(tasks >= 7, 3, np.where(tasks >= 4, 2, np.where(tasks >= 1, 1, 0)))
    skp += np.array(data.CREATIVITY_POINTS)[columns["kreativitas"]]
    five = sum(columns[key] for key in data.BEHAVIOUR[:5])
    led = columns["kepemimpinan"]
    behaviour = np.where(np.isnan(led), five / 5, (five + led) / 6)
    score = np.floor((0.6 * skp + 0.4 * behaviour) * 100 + 0.5) / 100
    return score, np.digitize(score, data.EDGES).astype(np.int8)


@numba.njit(error_model="numpy")
def _worth(target: float, real: float) -> float:
    saved = 100 - real / target * 100
    return 76 + saved if saved <= 24 else 100 - saved


@numba.njit(error_model="numpy")
def _loop(items: tuple[Column, ...], others: tuple[Column, ...], offsets: Column, score: Column, band: Column) -> None:
    tq, rq, tk, rk, tw, rw, tb, rb = items
    tasks, creativity, b1, b2, b3, b4, b5, b6 = others
    for i in range(len(score)):
        mean = 0.0
        for j in range(offsets[i], offsets[i + 1]):
            three = rq[j] / tq[j] * 100 + rk[j] / tk[j] * 100
            done = rq[j] != 0
            if done:
                three += _worth(tw[j], rw[j])
            if np.isnan(tb[j]):
                mean += three / 3
            else:
                mean += (three + (_worth(tb[j], rb[j]) if done else 0.0)) / 4
        mean /= offsets[i + 1] - offsets[i]
        mean += (tasks[i] >= 1) + (tasks[i] >= 4) + (tasks[i] >= 7)
        mean += 12 if creativity[i] == 3 else 3 * creativity[i]
        behaviour = b1[i] + b2[i] + b3[i] + b4[i] + b5[i]
        behaviour = behaviour / 5 if np.isnan(b6[i]) else (behaviour + b6[i]) / 6
        total = np.floor((0.6 * mean + 0.4 * behaviour) * 100 + 0.5) / 100
        score[i] = total
        band[i] = (total >= 51) + (total >= 61) + (total >= 76) + (total >= 91)


def in_numba(table: Table) -> Scores:
    """One fused loop over employees and their activities, one thread."""
    score, band = np.empty(table.rows), np.empty(table.rows, dtype=np.int8)
    others = tuple(table.columns[key] for key in ("tugas_tambahan", "kreativitas", *data.BEHAVIOUR))
    _loop(tuple(table.items.values()), others, table.ends(), score, band)
    return score, band


def _frame(columns: Columns) -> pl.DataFrame:
    return pl.DataFrame(columns, nan_to_null=True)


def polars_data(table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Employees and activities as two frames with a key, both sorted by it; what is absent is null."""
    key = pl.Series("pegawai", np.arange(table.rows))
    owner = pl.Series("pegawai", table.owners())
    people, items = _frame(table.columns).with_columns(key), _frame(table.items).with_columns(owner)
    return people.with_columns(pl.col("pegawai").set_sorted()), items.with_columns(pl.col("pegawai").set_sorted())


def _achieved() -> pl.Expr:
    parts = [pl.col(f"realisasi_{key}") / pl.col(f"target_{key}") * 100 for key in ("kuantitas", "kualitas")]
    for _, target, real in EFFICIENCY:
        saved = 100 - pl.col(real) / pl.col(target) * 100
        worth = pl.when(saved <= 24).then(76 + saved).otherwise(100 - saved)
        parts.append(pl.when((pl.col("realisasi_kuantitas") == 0) & saved.is_not_null()).then(0.0).otherwise(worth))
    three = parts[0] + parts[1] + parts[2]
    return pl.when(pl.col("target_biaya").is_null()).then(three / 3).otherwise((three + parts[3]) / 4)


def _total(mean: pl.Expr) -> list[pl.Expr]:
    tasks = pl.col("tugas_tambahan")
    points = pl.when(tasks >= 7).then(3).when(tasks >= 4).then(2).when(tasks >= 1).then(1).otherwise(0)
    made = pl.col("kreativitas")
    creativity = pl.when(made == 3).then(12).otherwise(made * 3)
    five = sum((pl.col(key) for key in data.BEHAVIOUR[1:5]), pl.col(data.BEHAVIOUR[0]))
    led = pl.col("kepemimpinan")
    behaviour = pl.when(led.is_null()).then(five / 5).otherwise((five + led) / 6)
    total = 0.6 * (mean + points + creativity) + 0.4 * behaviour
    return [total.round(2, mode="half_away_from_zero").alias("score")]


def _band() -> pl.Expr:
    first, *rest = [(pl.col("score") >= edge).cast(pl.Int8) for edge in data.EDGES]
    return sum(rest, first).alias("band")


def in_polars(prepared: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """``group_by`` of the achievements by key; the groups come in the order of the employees, so no join is paid for."""
    people, items = prepared
    achieved = items.lazy().select("pegawai", _achieved().alias("mean"))
    means = achieved.group_by("pegawai", maintain_order=True).agg(pl.col("mean").mean()).collect()
    return people.lazy().with_columns(means["mean"]).select(_total(pl.col("mean"))).with_columns(_band()).collect()


def in_polars_agg(prepared: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """The same with the whole formula inside ``agg``, which polars works out group by group."""
    people, items = prepared
    means = items.lazy().group_by("pegawai", maintain_order=True).agg(_achieved().mean().alias("mean")).collect()
    return people.lazy().with_columns(means["mean"]).select(_total(pl.col("mean"))).with_columns(_band()).collect()


def polars_list_data(table: Table) -> tuple[pl.DataFrame, pl.DataFrame, pa.Array]:
    """As before, with the offsets of the lists."""
    return _frame(table.columns), _frame(table.items), pa.array(table.ends())


def in_polars_lists(prepared: tuple[pl.DataFrame, pl.DataFrame, pa.Array]) -> pl.DataFrame:
    """Achievements over the flat activities, set into lists by their offsets, and ``list.mean``."""
    people, items, offsets = prepared
    achieved = items.lazy().select(_achieved().alias("mean")).collect()["mean"]
    lists = pl.Series("list", pa.LargeListArray.from_arrays(offsets, achieved.to_arrow()))
    mean = pl.col("list").list.mean()
    return people.lazy().with_columns(lists).select(_total(mean)).with_columns(_band()).collect()


def from_polars(result: pl.DataFrame) -> Scores:
    """Score and band as arrays."""
    return result["score"].to_numpy(), result["band"].to_numpy()


def _job(key: str, title: str, sets: dict[str, Callable[[int], Table]]) -> Job:
    return Job(
        key,
        title,
        sets,
        data.exact,
        data.check_oracle,
        (
            *ours.scheme("pp-46-2011"),
            Implementation("numpy, reduceat", in_numpy),
            Implementation("numba", in_numba),
            Implementation("polars group_by", in_polars, polars_data, from_polars),
            Implementation("polars group_by, in agg", in_polars_agg, polars_data, from_polars),
            Implementation("polars list.mean", in_polars_lists, polars_list_data, from_polars),
        ),
        ("numpy, reduceat", "numba", "polars group_by", "polars list.mean"),
        (
            Limit("ours, raw", "polars group_by", 1.0),
            Limit("ours, raw", "polars list.mean", 1.0, stretch=True),
            Limit("ours, ingested", "polars group_by", 0.45),
            Limit("ours, ingested", "polars list.mean", 0.65),
            Limit("ours, raw, compiled", "polars list.mean", 1.0),
            Limit("ours, ingested, compiled", "numba", 0.5),
        ),
    )


def jobs() -> dict[str, Callable[[], Job]]:
    """The jobs of this module."""
    five: dict[str, Any] = {"typical": data.typical_table, "edges": data.edge_table}
    ragged: dict[str, Any] = {"typical": data.ragged_table, "edges": data.ragged_edge_table}
    return {
        "pp-46": partial(_job, "pp-46", "PP 46/2011, five activities each", five),
        "pp-46-ragged": partial(_job, "pp-46-ragged", "PP 46/2011, one to nine activities each", ragged),
    }
