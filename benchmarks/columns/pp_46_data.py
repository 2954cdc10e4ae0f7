"""PP 46/2011: employees with activities, typical and aimed at its cliff and edges, and the exact answer.

The exact answer needs Fractions where means of row-wise ratios come near a tie; the rows that are far from one are
decided by long doubles, whose error is bounded far below the distance asked for.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tables import Columns, Table, decimals

LIST = "kegiatan"
BEHAVIOUR = ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama", "kepemimpinan")
CREATIVITY = ("tidak_ada", "unit", "organisasi", "negara")
CREATIVITY_POINTS = (0, 3, 6, 12)
TASK_STEPS = ((1, 1), (4, 2), (7, 3))  # from so many additional tasks on, so many points
EDGES = (51, 61, 76, 91)
SEED = 46
EDGE_ROWS = 50_000  # nearly all of them need Fractions
NEAR = 1e-6  # hundredths; long doubles here are off by less than 1e-12


def offsets_of(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each record's items begin, and where the last ones end."""
    return np.concatenate([[0], np.cumsum(counts)])


def typical_table(rows: int, most: int = 5, least: int = 5, seed: int = SEED) -> Table:
    """Whole targets, realisations near them and many equal to them, costs in rupiah in half of the activities."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(least, most, rows, endpoint=True)
    size = int(counts.sum())
    quantity = rng.integers(1, 60, size, endpoint=True).astype(np.float64)
    time = rng.integers(1, 12, size, endpoint=True).astype(np.float64)
    cost = rng.integers(10, 4000, size, endpoint=True) * 50_000.0
    done = np.where(_often(rng, size, 0.6), quantity, np.maximum(quantity + rng.integers(-4, 3, size), 0))
    spent = np.where(_often(rng, size, 0.4), cost, np.rint(cost * rng.uniform(0.65, 1.1, size)))
    taken = np.where(_often(rng, size, 0.6), time, np.maximum(time + rng.integers(-4, 2, size), 1))
    without = ~_often(rng, size, 0.5)
    cost[without] = spent[without] = np.nan
    items = {
        "target_kuantitas": quantity,
        "realisasi_kuantitas": np.where(_often(rng, size, 0.005), 0.0, done),
        "target_kualitas": np.where(_often(rng, size, 0.8), 100.0, rng.integers(85, 100, size)),
        "realisasi_kualitas": np.where(_often(rng, size, 0.2), 100.0, rng.integers(75, 100, size)),
        "target_waktu": time,
        "realisasi_waktu": taken,
        "target_biaya": cost,
        "realisasi_biaya": spent,
    }
    return Table(_employees(rng, rows), {"kreativitas": CREATIVITY}, LIST, items, offsets_of(counts))


def ragged_table(rows: int) -> Table:
    """The same with 1 to 9 activities each."""
    return typical_table(rows, most=9, least=1)


def _often(rng: np.random.Generator, size: int, share: float) -> NDArray[np.bool_]:
    return rng.random(size) < share


def _employees(rng: np.random.Generator, rows: int) -> Columns:
    columns: Columns = {
        "tugas_tambahan": np.where(_often(rng, rows, 0.6), 0, rng.integers(0, 9, rows, endpoint=True)),
        "kreativitas": rng.choice(4, rows, p=[0.9, 0.06, 0.03, 0.01]).astype(np.int8),
    }
    columns |= {key: decimals(rng, 70, 95, rows) for key in BEHAVIOUR}
    columns["kepemimpinan"][_often(rng, rows, 0.75)] = np.nan
    return columns


def edge_table(rows: int, most: int = 5, least: int = 5, seed: int = SEED) -> Table:
    """Savings of exactly 24 % and a hundredth to either side, and totals on an edge, on the tie that rounds up to it, or
    on the tie above it.

    Each aspect is worth whole hundredths here, so the quality of the first activity and the behaviour can be chosen to
    meet the total by integers. At most ``EDGE_ROWS`` rows.
    """
    rows = min(rows, EDGE_ROWS)
    rng = np.random.default_rng(seed)
    counts = rng.integers(least, most, rows, endpoint=True)
    offsets, size = offsets_of(counts), int(counts.sum())
    saved = rng.choice([0, 2399, 2400, 2401], (2, size))  # hundredths of a percent
    worth = np.where(saved <= 2400, 7600 + saved, 10_000 - saved).sum(axis=0) + 20_000
    # A saving of 0 or 24 % is a whole number of hundredths of any whole target; the others need a multiple of 100.
    months, budget = rng.integers(1, 12, size), rng.integers(1, 10**6, size)
    months, budget = (
        np.where(s % 2400 == 0, t, 100 * t) * f for s, t, f in zip(saved, (months, budget), (1, 50), strict=True)
    )
    columns = _employees(rng, rows)
    columns["kepemimpinan"][:] = np.nan
    points = np.array(CREATIVITY_POINTS)[columns["kreativitas"]] + _task_points(columns["tugas_tambahan"])
    # In units of 1e-4 / n: 60 % of the mean over n activities of four aspects, each in hundredths, are 15 a hundredth;
    # 40 % of the mean of five values of behaviour are 8 n a hundredth.
    base = 15 * np.add.reduceat(worth, offsets[:-1]) + 6000 * counts * points
    goal = (10_000 * rng.choice(EDGES, rows) + rng.choice([-50, 0, 50], rows)) * counts
    less, behaviour, met = np.zeros(rows, np.int64), np.full(rows, 40_000), np.zeros(rows, bool)
    for step in range(80):
        needed, left = np.divmod(goal - base + 15 * step, 8 * counts)
        hit = ~met & (left == 0) & (needed >= 0) & (needed <= 50_000)
        less[hit], behaviour[hit], met = step, needed[hit], met | hit
    for place, key in enumerate(BEHAVIOUR[:5]):
        columns[key] = (behaviour // 5 + (place < behaviour % 5)) / 100
    quality = np.full(size, 10_000)
    quality[offsets[:-1]] -= less
    items = {
        "target_kuantitas": np.full(size, 7.0),
        "realisasi_kuantitas": np.full(size, 7.0),
        "target_kualitas": np.full(size, 100.0),
        "realisasi_kualitas": quality / 100,
        "target_waktu": months.astype(np.float64),
        "realisasi_waktu": months * (10_000 - saved[0]) / 10_000,
        "target_biaya": budget.astype(np.float64),
        "realisasi_biaya": budget * (10_000 - saved[1]) / 10_000,
    }
    return Table(columns, {"kreativitas": CREATIVITY}, LIST, items, offsets)


def ragged_edge_table(rows: int) -> Table:
    """The same with 1 to 9 activities each."""
    return edge_table(rows, most=9, least=1)


def _task_points(tasks: NDArray[Any]) -> NDArray[np.int64]:
    return np.asarray(sum((tasks >= start).astype(np.int64) for start, _ in TASK_STEPS))


def _whole(column: NDArray[np.float64]) -> NDArray[np.int64]:
    """Hundredths of decimals below 1e13; the values absent become 1, to be left out later."""
    return np.rint(np.where(np.isnan(column), 0.01, column) * 100).astype(np.int64)


def _exact_saved(target: NDArray[np.int64], real: NDArray[np.int64], nothing: NDArray[np.bool_]) -> Any:
    ratio = real.astype(np.longdouble) / target * 100
    within = 25 * real >= 19 * target  # 100 - 100 R/T <= 24, by integers
    return np.where(nothing, 0, np.where(within, 176 - ratio, ratio))


def exact(table: Table) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The exact answer: scores in hundredths and bands."""
    items = {key: _whole(column) for key, column in table.items.items()}
    nothing = items["realisasi_kuantitas"] == 0
    with_cost = ~np.isnan(table.items["target_biaya"])
    worth = items["realisasi_kuantitas"].astype(np.longdouble) / items["target_kuantitas"] * 100
    worth += items["realisasi_kualitas"].astype(np.longdouble) / items["target_kualitas"] * 100
    worth += _exact_saved(items["target_waktu"], items["realisasi_waktu"], nothing)
    worth += np.where(with_cost, _exact_saved(items["target_biaya"], items["realisasi_biaya"], nothing), 0)
    worth /= 3 + with_cost
    offsets = table.ends()
    skp = np.add.reduceat(worth, offsets[:-1]) / np.diff(offsets)
    skp += np.array(CREATIVITY_POINTS)[table.columns["kreativitas"]] + _task_points(table.columns["tugas_tambahan"])
    led = ~np.isnan(table.columns["kepemimpinan"])
    behaviour = sum(_whole(table.columns[key]).astype(np.longdouble) for key in BEHAVIOUR[:5])
    behaviour += np.where(led, _whole(table.columns["kepemimpinan"]), 0)
    total = 60 * skp + 40 * behaviour / 100 / (5 + led) + np.longdouble(0.5)  # hundredths and a half
    score = np.floor(total).astype(np.int64)
    for row in np.flatnonzero(np.abs(total - np.rint(total)) < NEAR):
        score[row] = by_fractions(table, int(row))
    band = np.asarray(sum((score >= 100 * edge).astype(np.int8) for edge in EDGES), dtype=np.int8)
    return score, band


def by_fractions(table: Table, row: int) -> int:
    """The score of one record in hundredths, in Fractions."""
    record = table.record(row)
    worth = Fraction(0)
    for item in record[LIST]:
        values = {key: Fraction(text) for key, text in item.items()}
        parts = [values[f"realisasi_{key}"] / values[f"target_{key}"] * 100 for key in ("kuantitas", "kualitas")]
        for key in ("waktu", "biaya"):
            if f"target_{key}" in values:
                saved = 100 - values[f"realisasi_{key}"] / values[f"target_{key}"] * 100
                given = 76 + saved if saved <= 24 else 100 - saved
                parts.append(given if values["realisasi_kuantitas"] else Fraction(0))
        worth += sum(parts) / len(parts)
    skp = worth / len(record[LIST]) + sum(record["tugas_tambahan"] >= start for start, _ in TASK_STEPS)
    skp += CREATIVITY_POINTS[CREATIVITY.index(record["kreativitas"])]
    behaviour = [Fraction(record[key]) for key in BEHAVIOUR if key in record]
    total = Fraction(60, 100) * skp + Fraction(40, 100) * sum(behaviour) / len(behaviour)
    return floor(total * 100 + Fraction(1, 2))


def check_oracle(rows: int = 1000) -> str:
    """Whether the answer and Fractions agree on the first rows of all data sets, in a line."""
    wrong = 0
    for table in (typical_table(rows), ragged_table(rows), edge_table(rows), ragged_edge_table(rows)):
        scores, _ = exact(table)
        wrong += sum(by_fractions(table, row) != scores[row] for row in range(rows))
    return f"oracle against Fractions, {4 * rows:,} rows: {wrong} differ"
