"""The common job in exact blocks written by hand: what the generic plan of the library is compared with.

Bounds and biases are worked out here from the job's numbers; nothing is taken from the library. ``raw_*`` read doubles
and check each of them while the block is in the cache; ``ingested_*`` read columns of hundredths in int32.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

import numpy as np
from job_j_data import DAYS, EDGES, HIGHER, LIMITS, LOWER, POINTS, Weights, hundredths
from job_j_floats import BLOCK, Scores, count_passed, count_reached
from numpy.typing import NDArray
from tables import Column, Columns

SNAP = 1e-9  # hundredths: noise of sums is forgiven, a third decimal (0.1) is not
MOST = 1_000_000.0  # hundredths: below it the tolerance is above a last bit, and the errors are far below the biases
CAP = 12_000


def _lines(*, biased: bool = True) -> list[tuple[str, float, float]]:
    """Each target's achievement in hundredths as factor and addend over doubles, its floor being the rounded value.

    The value plus a half lies on multiples of 1/L, so half a step of bias undoes any error below it.
    """
    found = []
    for key, target in {**HIGHER, **LOWER}.items():
        slope = Fraction(10_000, hundredths(target))
        step = Fraction(1, lcm(slope.denominator, 2))
        base, sign = (0, 1) if key in HIGHER else (20_000, -1)
        addend = base + Fraction(1, 2) + (step / 2 if biased else 0)
        # Three roundings and the noise let in, at the greatest value that the checks let through.
        error = (slope * int(MOST) + addend) * Fraction(4, 2**53) + slope * Fraction(SNAP)
        if biased and error >= step / 2:
            message = f"{key}: an error of {float(error)} can pass a bias of {float(step / 2)}"
            raise ValueError(message)
        found.append((key, float(sign * slope * 100), float(addend)))
    return found


def _floored_blocks(columns: Columns, weights: Weights, *, checked: bool) -> Scores:
    rows = len(columns[DAYS])
    score, band = np.empty(rows), np.empty(rows, dtype=np.int8)
    scratch = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK, dtype=np.int8), np.empty(BLOCK, dtype=np.bool_)
    points = np.array(POINTS, dtype=np.float64) * (100 * weights[-1])
    lines = [(*line, float(weight)) for line, weight in zip(_lines(biased=checked), weights, strict=False)]
    limits = tuple(limit + 0.005 for limit in LIMITS)
    edges = tuple(100.0 * edge for edge in EDGES)
    for start in range(0, rows, BLOCK):
        part = slice(start, min(start + BLOCK, rows))
        v, k, step, flag = (each[: part.stop - start] for each in scratch)
        total = score[part]
        if checked:
            check(columns[DAYS][part], v, k)
        count_passed(columns[DAYS][part], limits, step, flag)
        np.take(points, step, out=total, mode="clip")
        for key, factor, addend, weight in lines:
            if checked:
                check(columns[key][part], v, k)
            np.multiply(columns[key][part], factor, out=v)
            np.add(v, addend, out=v)
            np.clip(v, 0.0, float(CAP), out=v)
            np.floor(v, out=v)
            np.multiply(v, weight, out=v)
            np.add(total, v, out=total)
        # The total is a whole number: its one division rounds correctly, so the floor is that of the exact quotient.
        np.add(total, 50.0, out=total)
        np.divide(total, 100.0, out=total)
        np.floor(total, out=total)
        count_reached(total, edges, band[part], flag)
        np.divide(total, 100.0, out=total)
    return score, band


def check(values: Column, v: Column, k: Column) -> None:
    """Raises ``ValueError`` unless each value is a decimal of two places, from 0 up to the bound; v and k are scratch."""
    np.multiply(values, 100.0, out=v)
    np.rint(v, out=k)
    with np.errstate(invalid="ignore"):
        np.subtract(v, k, out=v)
    # NaN and infinities leave NaN in the difference, which no comparison lets through.
    if not (v.max() <= SNAP and v.min() >= -SNAP and k.max() <= MOST and k.min() >= 0):
        message = "a value has more than two decimals, is out of range or absent"
        raise ValueError(message)


def raw_lattice(columns: Columns, weights: Weights) -> Scores:
    """Doubles, each checked in its block; exact."""
    return _floored_blocks(columns, weights, checked=True)


def raw_folded(columns: Columns, weights: Weights) -> Scores:
    """The same blocks without check and bias, constants folded by hand: the usual floats at their fastest, not exact."""
    return _floored_blocks(columns, weights, checked=False)


def ingest(columns: Columns) -> Columns:
    """The columns as hundredths in int32, each value checked."""
    found = {}
    for key, column in columns.items():
        v, k = np.empty(len(column)), np.empty(len(column))
        check(column, v, k)
        found[key] = k.astype(np.int32)
    return found


def _quotients(columns: Columns) -> list[tuple[str, int, int, int]]:
    """Each target's rounded achievement as (factor * k + addend) // divisor, all of it within int32 for these columns."""
    found = []
    for key, target in {**HIGHER, **LOWER}.items():
        slope = Fraction(10_000, hundredths(target))
        p, q = slope.as_integer_ratio()
        factor, addend = (2 * p, q) if key in HIGHER else (-2 * p, 40_001 * q)
        low, high = int(columns[key].min(initial=0)), int(columns[key].max(initial=0))
        if low < 0 or abs(factor) * high + addend >= 2**31:
            message = f"{key}: the numbers leave int32"
            raise ValueError(message)
        found.append((key, factor, addend, 2 * q))
    return found


def ingested_int32(columns: Columns, weights: Weights) -> Scores:
    """Hundredths in int32, integers all the way; exact. The bounds are looked up again in each run."""
    rows = len(columns[DAYS])
    score, band = np.empty(rows), np.empty(rows, dtype=np.int8)
    scratch: tuple[NDArray[np.int32], ...] = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int32)
    counts, flags = np.empty(BLOCK, dtype=np.int8), np.empty(BLOCK, dtype=np.bool_)
    common = gcd(100, *weights)
    whole = 100 // common
    parts = [(*quotient, weight // common) for quotient, weight in zip(_quotients(columns), weights, strict=False)]
    points = np.array(POINTS, dtype=np.int32) * np.int32(100 * weights[-1] // common) + np.int32(whole // 2)
    limits, edges = tuple(100 * limit for limit in LIMITS), tuple(100 * edge for edge in EDGES)
    for start in range(0, rows, BLOCK):
        part = slice(start, min(start + BLOCK, rows))
        size = part.stop - start
        v, total, step, flag = scratch[0][:size], scratch[1][:size], counts[:size], flags[:size]
        count_passed(columns[DAYS][part], limits, step, flag)
        np.take(points, step, out=total, mode="clip")
        for key, factor, addend, divisor, weight in parts:
            np.multiply(columns[key][part], np.int32(factor), out=v)
            np.add(v, np.int32(addend), out=v)
            np.floor_divide(v, np.int32(divisor), out=v)
            np.clip(v, np.int32(0), np.int32(CAP), out=v)
            np.multiply(v, np.int32(weight), out=v)
            np.add(total, v, out=total)
        np.floor_divide(total, np.int32(whole), out=total)
        count_reached(total, edges, band[part], flag)
        np.divide(total, 100.0, out=score[part])
    return score, band
