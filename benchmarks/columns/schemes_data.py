"""Data of the other schemes, drawn with a seed from what each scheme reads; the exact answer of the first rows comes from
``Policy.appraise``, which defines the meaning.
"""

from __future__ import annotations

import numpy as np
import survey
from numpy.typing import NDArray
from pp_46_data import offsets_of
from tables import Column, Columns, Table, decimals

from asn_appraisal import Category, Count, Flag, Grid, Number, Policy

SEED = 2026
CHECKED = 2000
# Where the range of a field is far wider than what is seen in practice.
USUAL = {"kecepatan": (0, 20), "jp_diklat_teknis": (0, 60), "hukdis": (0, 3)}
SELDOM = frozenset({"jpt_madya", "hukdis", "dampak", "koreksi"})  # in one record of twenty


def table_of(policy: Policy, rows: int, *, places: int | None = None, seed: int = SEED) -> Table:
    """Records of a policy without lists. ``places=0`` draws whole numbers alone: many scores then lie on an edge."""
    rng = np.random.default_rng(seed)
    levels = {
        entry.key: tuple(level.key for level in entry.among) for entry in policy.inputs if isinstance(entry, Category)
    }
    fields = [entry for entry in policy.inputs if isinstance(entry, Number | Category | Flag)]
    return Table({entry.key: _column(rng, entry, rows, places) for entry in fields}, levels)


def _column(rng: np.random.Generator, entry: Number | Category | Flag, rows: int, places: int | None) -> Column:
    seldom = rng.random(rows) < 0.05 if entry.key in SELDOM else np.ones(rows, dtype=np.bool_)
    if isinstance(entry, Flag):
        return seldom if entry.key in SELDOM else rng.random(rows) < 0.5
    if isinstance(entry, Category):
        return rng.integers(0, len(entry.among), rows, dtype=np.int8)
    low, high = USUAL.get(entry.key, (entry.low, entry.high))
    if isinstance(entry, Count):
        return rng.integers(int(low or 0), int(high or 10), rows, endpoint=True)
    drawn = decimals(rng, float(low or 0), float(high or 100), rows, entry.decimals if places is None else places)
    return np.where(seldom, drawn, 0.0)


def survey_table(rows: int, *, places: int | None = None) -> Table:
    """Respondents in units; ``places=0`` gives units whose index is an edge or beside it by the weights 1/9."""
    return survey.typical_table(rows) if places is None else survey.edge_table(rows)


def kmk_table(policy: Policy, rows: int, *, places: int | None = None, seed: int = SEED) -> Table:
    """Employees of KMK 127/2026 with one to five indicators that meet the decree's own conditions."""
    employees = table_of(policy, rows, places=places, seed=seed)
    rng = np.random.default_rng(seed + 1)
    counts = rng.integers(1, 5, rows, endpoint=True)
    size = int(counts.sum())
    digits = 2 if places is None else places
    polarity = rng.choice(3, size, p=[0.6, 0.25, 0.15]).astype(np.int8)
    target = decimals(rng, 10, 1000, size, digits)
    real = np.round(target * rng.choice([0.8, 0.9, 1.0, 1.1, 1.07, 0.953], size), digits)
    zero = (polarity == 1) & (rng.random(size) < 0.02)
    target[zero] = 0
    target[(polarity == 0) & (rng.random(size) < 0.02)] *= -1
    items: Columns = {
        "polaritas": polarity,
        "target": target,
        "realisasi": real,
        "terburuk": np.where(zero, 1000.0, np.nan),
        "konversi_120": (polarity == 0) & (target > 0) & (rng.random(size) < 0.1),
        "kualitas_iki": decimals(rng, 0.6, 1.2, size, 1 if places == 0 else 2),
        "kualitas_target": decimals(rng, 0.6, 1.2, size, 1 if places == 0 else 2),
    }
    items_levels = {"polaritas": ("maximize", "minimize", "stabilize")}
    return Table(employees.columns, {**employees.levels, **items_levels}, "iki", items, offsets_of(counts))


def exact(
    table: Table, policy: Policy, places: int, rows: int = CHECKED
) -> tuple[NDArray[np.int64] | None, NDArray[np.int8]]:
    """Exact scores (in units of the last decimal) and bands of the first rows, record by record.

    Bands count from the lowest, the predicates of a grid in the order of its levels.
    """
    band = policy.band
    keys = [level.key for level in band.levels]
    if not isinstance(band, Grid):
        keys.reverse()
    found = [policy.appraise(table.record(row)) for row in range(min(rows, table.rows))]
    bands = np.array([keys.index(each.band.key) for each in found], dtype=np.int8)
    if policy.score is None:
        return None, bands
    scores = [each.exact * 10**places for each in found]
    if any(score.denominator != 1 for score in scores):
        message = f"{policy.key}: a score has more than {places} decimals"
        raise ValueError(message)
    return np.array([int(score) for score in scores]), bands
