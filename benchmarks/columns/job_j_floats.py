"""The common job in binary floats: as a user writes it over whole columns, in blocks, and as one compiled loop."""

from __future__ import annotations

import numba
import numpy as np
from job_j_data import DAYS, EDGES, HIGHER, KEYS, LIMITS, LOWER, POINTS, Weights
from numpy.typing import NDArray
from tables import Column, Columns

BLOCK = 65_536
Scores = tuple[NDArray[np.float64], NDArray[np.int8]]


def half_up(values: Column) -> Column:
    """Two decimals as floats are usually rounded: wrong wherever the product falls short of a tie."""
    return np.floor(values * 100 + 0.5) / 100


def naive(columns: Columns, weights: Weights) -> Scores:
    """Whole columns, the formula as it is written down."""
    total = np.zeros(len(columns[DAYS]))
    shares = dict(zip(KEYS, weights, strict=True))
    for key, target in HIGHER.items():
        total += shares[key] / 100 * half_up(np.clip(columns[key] / float(target) * 100, 0, 120))
    for key, target in LOWER.items():
        total += shares[key] / 100 * half_up(np.clip((2 - columns[key] / float(target)) * 100, 0, 120))
    points = np.array(POINTS, dtype=np.float64)[np.searchsorted(LIMITS, columns[DAYS])]
    score = half_up(total + shares[DAYS] / 100 * points)
    return score, np.digitize(score, EDGES).astype(np.int8)


def naive_where(columns: Columns, weights: Weights) -> Scores:
    """The same with nested ``np.where`` for the steps and ``np.select`` for the bands."""
    total = np.zeros(len(columns[DAYS]))
    shares = dict(zip(KEYS, weights, strict=True))
    for key, target in HIGHER.items():
        total += shares[key] / 100 * half_up(np.clip(columns[key] / float(target) * 100, 0, 120))
    for key, target in LOWER.items():
        total += shares[key] / 100 * half_up(np.clip((2 - columns[key] / float(target)) * 100, 0, 120))
    points = np.full(len(total), float(POINTS[-1]))
    for limit, given in zip(reversed(LIMITS), reversed(POINTS[:-1]), strict=True):
        points = np.where(columns[DAYS] <= limit, given, points)
    score = half_up(total + shares[DAYS] / 100 * points)
    band = np.select([score >= edge for edge in reversed(EDGES)], [4, 3, 2, 1], 0).astype(np.int8)
    return score, band


def count_reached(values: Column, edges: tuple[float, ...], count: Column, reached: Column) -> None:
    """How many edges each value has reached, into ``count`` (int8); ``reached`` is scratch (bool)."""
    np.greater_equal(values, edges[0], out=count.view(np.bool_))
    for edge in edges[1:]:
        np.greater_equal(values, edge, out=reached)
        np.add(count, reached.view(np.int8), out=count)


def count_passed(values: Column, limits: tuple[float, ...], count: Column, passed: Column) -> None:
    """How many limits each value lies above, into ``count`` (int8)."""
    np.greater(values, limits[0], out=count.view(np.bool_))
    for limit in limits[1:]:
        np.greater(values, limit, out=passed)
        np.add(count, passed.view(np.int8), out=count)


def blocked(columns: Columns, weights: Weights) -> Scores:
    """The naive formula in blocks that stay in the cache, without a temporary."""
    rows = len(columns[DAYS])
    score, band = np.empty(rows), np.empty(rows, dtype=np.int8)
    scratch, steps, flags = np.empty(BLOCK), np.empty(BLOCK, dtype=np.int8), np.empty(BLOCK, dtype=np.bool_)
    points = np.array(POINTS, dtype=np.float64) * weights[-1] / 100
    targets = [
        (key, float(target), key in HIGHER, weight / 100)
        for (key, target), weight in zip({**HIGHER, **LOWER}.items(), weights, strict=False)
    ]
    for start in range(0, rows, BLOCK):
        part = slice(start, min(start + BLOCK, rows))
        size = part.stop - start
        v, step, flag, total = scratch[:size], steps[:size], flags[:size], score[part]
        count_passed(columns[DAYS][part], LIMITS, step, flag)
        np.take(points, step, out=total, mode="clip")
        for key, target, higher, weight in targets:
            np.divide(columns[key][part], target, out=v)
            if not higher:
                np.subtract(2.0, v, out=v)
            np.multiply(v, 100.0, out=v)
            np.clip(v, 0.0, 120.0, out=v)
            np.multiply(v, 100.0, out=v)
            np.add(v, 0.5, out=v)
            np.floor(v, out=v)
            np.divide(v, 100.0, out=v)
            np.multiply(v, weight, out=v)
            np.add(total, v, out=total)
        np.multiply(total, 100.0, out=total)
        np.add(total, 0.5, out=total)
        np.floor(total, out=total)
        np.divide(total, 100.0, out=total)
        count_reached(total, EDGES, band[part], flag)
    return score, band


# What a compiled loop reads from its module is constant for it; numpy's error model leaves out the tests for a zero
# divisor, without which the loop becomes vector code.
(T1, T2, T3, T4), (T5, T6, T7) = map(float, HIGHER.values()), map(float, LOWER.values())


@numba.njit(error_model="numpy")
def _rounded(value: float) -> float:
    return np.floor(value * 100 + 0.5) / 100


@numba.njit(error_model="numpy")
def _achieved(percent: float) -> float:
    return _rounded(min(max(percent, 0.0), 120.0))


@numba.njit(error_model="numpy")
def _points(days: float) -> float:
    if days <= 10:
        return 120.0 if days <= 3 else 100.0 if days <= 7 else 80.0
    return 60.0 if days <= 14 else 40.0 if days <= 21 else 20.0


@numba.njit(error_model="numpy")
def _loop(columns: tuple[Column, ...], shares: tuple[float, ...], score: Column, band: Column) -> None:
    r1, r2, r3, r4, r5, r6, r7, r8 = columns
    w1, w2, w3, w4, w5, w6, w7, w8 = shares
    for i in range(len(score)):
        total = w1 * _achieved(r1[i] / T1 * 100)
        total += w2 * _achieved(r2[i] / T2 * 100)
        total += w3 * _achieved(r3[i] / T3 * 100)
        total += w4 * _achieved(r4[i] / T4 * 100)
        total += w5 * _achieved((2 - r5[i] / T5) * 100)
        total += w6 * _achieved((2 - r6[i] / T6) * 100)
        total += w7 * _achieved((2 - r7[i] / T7) * 100)
        total = _rounded(total + w8 * _points(r8[i]))
        score[i] = total
        band[i] = (total >= 50) + (total >= 70) + (total >= 90) + (total >= 110)


def compiled(columns: Columns, weights: Weights) -> Scores:
    """One fused loop over the rows, compiled by numba, one thread."""
    rows = len(columns[DAYS])
    score, band = np.empty(rows), np.empty(rows, dtype=np.int8)
    _loop(tuple(columns[key] for key in KEYS), tuple(weight / 100 for weight in weights), score, band)
    return score, band
