"""The common job in libraries of tables and of rules: pandas, polars, duckdb, OpenFisca-Core; floats as a user writes them.

Each has a ``*_data`` function that is not timed and a function that is.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
from job_j_data import DAYS, EDGES, HIGHER, KEYS, LIMITS, LOWER, POINTS, Weights
from openfisca_core import periods, simulations, taxbenefitsystems, variables
from openfisca_core.entities import Entity
from tables import Column, Columns, Table

PERIOD = "2026"


def pandas_data(table: Table) -> pd.DataFrame:
    """The columns as a frame of pandas."""
    return pd.DataFrame(table.columns)


def in_pandas(frame: pd.DataFrame, weights: Weights) -> tuple[Any, Any]:
    """Series arithmetic, ``np.select`` for steps and bands."""
    shares = dict(zip(KEYS, weights, strict=True))
    parts = []
    for key, target in HIGHER.items():
        achieved = (frame[key] / float(target) * 100).clip(0, 120)
        parts.append(shares[key] / 100 * (np.floor(achieved * 100 + 0.5) / 100))
    for key, target in LOWER.items():
        achieved = ((2 - frame[key] / float(target)) * 100).clip(0, 120)
        parts.append(shares[key] / 100 * (np.floor(achieved * 100 + 0.5) / 100))
    days = np.select([frame[DAYS] <= limit for limit in LIMITS], POINTS[:-1], POINTS[-1])
    score = np.floor((sum(parts) + shares[DAYS] / 100 * days) * 100 + 0.5) / 100
    band = np.select([score >= edge for edge in reversed(EDGES)], [4, 3, 2, 1], 0).astype(np.int8)
    return score, band


def from_pandas(result: tuple[Any, Any]) -> tuple[Column, Column]:
    """Score and band as arrays."""
    return result[0].to_numpy(), result[1]


def polars_data(table: Table) -> pl.DataFrame:
    """The columns as a frame of polars."""
    return pl.DataFrame(table.columns)


def in_polars(frame: pl.DataFrame, weights: Weights) -> pl.DataFrame:
    """One lazy query with polars' own rounding, half away from zero."""
    shares = dict(zip(KEYS, weights, strict=True))
    ratio = {key: pl.col(key) / float(target) for key, target in {**HIGHER, **LOWER}.items()}
    achieved = [ratio[key] * 100 if key in HIGHER else (2 - ratio[key]) * 100 for key in ratio]
    parts = [
        shares[key] / 100 * each.clip(0, 120).round(2, mode="half_away_from_zero")
        for key, each in zip(ratio, achieved, strict=True)
    ]
    points = pl.when(pl.col(DAYS) <= LIMITS[0]).then(float(POINTS[0]))
    for limit, given in zip(LIMITS[1:], POINTS[1:-1], strict=True):
        points = points.when(pl.col(DAYS) <= limit).then(float(given))
    total = reduce(pl.Expr.add, parts) + shares[DAYS] / 100 * points.otherwise(float(POINTS[-1]))
    score = total.round(2, mode="half_away_from_zero").alias("score")
    reached = [(pl.col("score") >= edge).cast(pl.Int8) for edge in EDGES]
    band = reduce(pl.Expr.add, reached).alias("band")
    return frame.lazy().select(score).with_columns(band).collect()


def from_polars(result: pl.DataFrame) -> tuple[Column, Column]:
    """Score and band as arrays."""
    return result["score"].to_numpy(), result["band"].to_numpy()


def duckdb_data(table: Table) -> duckdb.DuckDBPyConnection:
    """A database in memory, one thread, that holds the columns as DOUBLE."""
    connection = duckdb.connect(config={"threads": 1})
    connection.register("given", pd.DataFrame(table.columns))
    connection.execute("CREATE TABLE records AS SELECT * FROM given")
    connection.unregister("given")
    return connection


def in_duckdb(connection: duckdb.DuckDBPyConnection, weights: Weights) -> dict[str, Column]:
    """One query; the result comes as arrays."""
    shares = dict(zip(KEYS, weights, strict=True))
    ratio = {key: f"{key} / {float(target)!r}::DOUBLE" for key, target in {**HIGHER, **LOWER}.items()}
    achieved = {key: f"({text}) * 100" if key in HIGHER else f"(2 - {text}) * 100" for key, text in ratio.items()}
    parts = [
        f"{shares[key] / 100!r}::DOUBLE * floor(least(greatest({text}, 0), 120) * 100 + 0.5::DOUBLE) / 100"
        for key, text in achieved.items()
    ]
    steps = " ".join(f"WHEN {DAYS} <= {limit} THEN {points}" for limit, points in zip(LIMITS, POINTS[:-1], strict=True))
    parts.append(f"{shares[DAYS] / 100!r}::DOUBLE * CASE {steps} ELSE {POINTS[-1]} END")
    score = f"floor(({' + '.join(parts)}) * 100 + 0.5::DOUBLE) / 100"
    bands = " ".join(f"WHEN score >= {edge} THEN {4 - place}" for place, edge in enumerate(reversed(EDGES)))
    query = f"SELECT score, (CASE {bands} ELSE 0 END)::TINYINT AS band FROM (SELECT {score} AS score FROM records)"  # noqa: S608  # numbers of this file
    return dict(connection.execute(query).fetchnumpy())


def from_duckdb(result: dict[str, Column]) -> tuple[Column, Column]:
    """Score and band as arrays."""
    return np.asarray(result["score"]), np.asarray(result["band"])


def _half_up(values: Column) -> Column:
    return np.floor(values * 100 + 0.5) / 100


def _formula(weights: Weights) -> Any:
    def formula(person: Any, period: Any) -> Column:
        total: Any = 0
        shares = dict(zip(KEYS, weights, strict=True))
        for key, target in HIGHER.items():
            total += shares[key] / 100 * _half_up(np.clip(person(key, period) / float(target) * 100, 0, 120))
        for key, target in LOWER.items():
            total += shares[key] / 100 * _half_up(np.clip((2 - person(key, period) / float(target)) * 100, 0, 120))
        days = person(DAYS, period)
        points = np.select([days <= limit for limit in LIMITS], POINTS[:-1], POINTS[-1])
        return _half_up(total + shares[DAYS] / 100 * points)

    return formula


def _band_formula(person: Any, period: Any) -> Column:
    score = person("score", period)
    return np.select([score >= edge for edge in reversed(EDGES)], [4, 3, 2, 1], 0)


def _variable(key: str, kind: type, entity: Entity, formula: Any = None) -> type:
    body = {"value_type": kind, "entity": entity, "definition_period": periods.DateUnit.YEAR, "label": key}
    if formula is not None:
        body["formula"] = formula
    return type(key, (variables.Variable,), body)


def openfisca_data(table: Table, weights: Weights) -> tuple[Any, Columns]:
    """A system of ten variables, and the inputs as the float32 that OpenFisca keeps."""
    entity = Entity("person", "persons", "Person", "")
    system = taxbenefitsystems.TaxBenefitSystem([entity])
    for key in KEYS:
        system.add_variable(_variable(key, float, entity))
    system.add_variable(_variable("score", float, entity, _formula(weights)))
    system.add_variable(_variable("band", int, entity, _band_formula))
    return system, {key: column.astype(np.float32) for key, column in table.columns.items()}


def in_openfisca(prepared: tuple[Any, Columns]) -> tuple[Column, Column]:
    """A new simulation each time, as results are kept in it."""
    system, columns = prepared
    simulation = simulations.SimulationBuilder().build_default_simulation(system, len(columns[DAYS]))
    for key, column in columns.items():
        simulation.set_input(key, PERIOD, column)
    return simulation.calculate("score", PERIOD), simulation.calculate("band", PERIOD)


def from_openfisca(result: tuple[Column, Column]) -> tuple[Column, Column]:
    """Score and band as arrays; the float32 is widened only after it was rounded to hundredths."""
    return np.round(result[0].astype(np.float64), 2), result[1]
