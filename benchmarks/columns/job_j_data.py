"""The common job: eight numbers of two decimals, seven targets, one table of steps, a weighted sum, five bands.

Its numbers, its data sets and its exact answer. Every achievement lies in 0..120 and is rounded half up to hundredths, the
sum too.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray
from tables import Columns, Table, decimals

HIGHER = {"r1": "80.00", "r2": "95.50", "r3": "12.00", "r4": "250.00"}
LOWER = {"r5": "7.00", "r6": "30.00", "r7": "4.50"}
DAYS = "r8"
LIMITS = (3, 7, 10, 14, 21)  # days up to each limit ...
POINTS = (120, 100, 80, 60, 40, 20)  # ... give these points, more days the last
EDGES = (50, 70, 90, 110)
KEYS = (*HIGHER, *LOWER, DAYS)
W5 = (20, 15, 10, 10, 15, 10, 10, 10)  # percent; their greatest divisor is 5: many sums lie on a tie
W1 = (17, 13, 11, 9, 14, 12, 11, 13)
SEED = 2026

Weights = tuple[int, ...]


def hundredths(text: str) -> int:
    """A number of two decimals in hundredths."""
    return int(text.replace(".", ""))


def random_table(rows: int, seed: int = SEED) -> Table:
    """Realisations spread over 0.2 to 1.4 targets where higher is better, 0.5 to 2.1 where lower is, days to 30."""
    return Table(_random_columns(np.random.default_rng(seed), rows))


def _random_columns(rng: np.random.Generator, rows: int) -> Columns:
    columns = {key: decimals(rng, 0.2 * float(target), 1.4 * float(target), rows) for key, target in HIGHER.items()}
    columns |= {key: decimals(rng, 0.5 * float(target), 2.1 * float(target), rows) for key, target in LOWER.items()}
    columns[DAYS] = decimals(rng, 0, 30, rows)
    return columns


def adversarial_table(rows: int, weights: Weights, seed: int = SEED) -> Table:
    """Rows whose exact sum is an edge of a band, or the tie that rounds up to it, or the tie just above it.

    Random rows; the first column is set to bring the sum near such a number, the fourth, whose every hundredth can be
    reached, to meet it. Rows that cannot meet it are drawn again.
    """
    rng = np.random.default_rng(seed)
    found: list[Columns] = []
    count = 0
    while count < rows:
        columns = _random_columns(rng, max(rows // 2, 10_000))
        size = len(columns["r1"])
        goal = rng.choice(EDGES, size) * 10_000 + rng.choice((-50, 0, 50), size)  # in hundredths of a percent
        achieved = exact_achievements(columns)
        rest = sum(weights[i] * achieved[i] for i in range(8) if i not in {0, 3})
        coarse = (goal - rest - weights[3] * 7000) // weights[0]  # leaves about 70 for the fourth
        columns["r1"] = np.clip(coarse * 8000 // 10_000, 0, 11_200) / 100
        rest += weights[0] * exact_achievements({"r1": columns["r1"]})[0]
        fine, left = np.divmod(goal - rest, weights[3])
        columns["r4"] = (fine * 25_000 + 5_000) // 10_000 / 100
        meets = (left == 0) & (fine > 1000) & (fine < 12_000)
        found.append({key: column[meets] for key, column in columns.items()})
        count += int(meets.sum())
    return Table({key: np.concatenate([each[key] for each in found])[:rows] for key in KEYS})


def scaled(column: NDArray[np.float64]) -> NDArray[np.int64]:
    """Hundredths of doubles that stand for decimals of two places."""
    return np.rint(column * 100).astype(np.int64)


def exact_achievements(columns: Columns) -> list[NDArray[np.int64]]:
    """The achievements of the columns there are, in hundredths, by integers alone."""
    found = []
    for key, target in {**HIGHER, **LOWER}.items():
        if key in columns:
            by, k = hundredths(target), scaled(columns[key])
            # half up of v is floor of v + 1/2; v = k * 10000 / by, or 20000 less that
            above = 2 * 10_000 * k if key in HIGHER else 2 * 10_000 * (2 * by - k)
            found.append(np.clip((above + by) // (2 * by), 0, 12_000))
    if DAYS in columns:
        days = scaled(columns[DAYS])
        over = sum((days > 100 * limit).astype(np.int64) for limit in LIMITS)
        found.append(np.array(POINTS)[over] * 100)
    return found


def exact(table: Table, weights: Weights) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The exact answer: scores in hundredths and bands, by integers alone."""
    total = sum(w * a for w, a in zip(weights, exact_achievements(table.columns), strict=True))
    score = (total + 50) // 100
    band = sum((score >= 100 * edge).astype(np.int8) for edge in EDGES)
    return np.asarray(score), np.asarray(band, dtype=np.int8)


def by_fractions(record: dict[str, str], weights: Weights) -> tuple[int, int]:
    """The same of one record of texts, in Fractions."""
    total = Fraction(0)
    for weight, key in zip(weights, KEYS, strict=True):
        value = Fraction(record[key])
        if key == DAYS:
            achieved = Fraction(POINTS[sum(value > limit for limit in LIMITS)])
        elif key in HIGHER:
            achieved = value / Fraction(HIGHER[key]) * 100
        else:
            achieved = (2 - value / Fraction(LOWER[key])) * 100
        total += weight * Fraction(floor(min(max(achieved, Fraction(0)), Fraction(120)) * 100 + Fraction(1, 2)), 100)
    score = floor(total + Fraction(1, 2))
    return score, sum(score >= 100 * edge for edge in EDGES)


def check_oracle(weights: Weights, rows: int = 2000) -> str:
    """Whether integers and Fractions agree on the first rows of both data sets, in a line."""
    wrong = 0
    for table in (random_table(rows), adversarial_table(rows, weights)):
        scores, bands = exact(table, weights)
        for row in range(rows):
            record = {key: str(value) for key, value in table.record(row).items()}
            wrong += by_fractions(record, weights) != (scores[row], bands[row])
    return f"oracle in integers against Fractions, {2 * rows:,} rows: {wrong} differ"
