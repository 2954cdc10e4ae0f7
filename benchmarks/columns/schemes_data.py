"""Data of the other schemes, drawn with a seed from what each scheme reads; the exact answer of the first rows comes from
``Policy.appraise``, which defines the meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import survey
from numpy.typing import NDArray
from pp_46_data import offsets_of
from tables import Column, Columns, Offsets, Table, decimals

from asn_appraisal import Category, Count, Flag, Grid, Items, Number, Policy

SEED = 2026
CHECKED = 2000
# Where the range of a field is far wider than what is seen in practice.
USUAL = {"kecepatan": (0, 20), "jp_diklat_teknis": (0, 60), "hukdis": (0, 3)}
SELDOM = frozenset({"jpt_madya", "hukdis", "dampak", "koreksi", "maksimum"})  # in one record of twenty


def table_of(policy: Policy, rows: int, *, places: int | None = None, seed: int = SEED) -> Table:
    """Records of a policy without lists. ``places=0`` draws whole numbers alone: many scores then lie on an edge."""
    rng = np.random.default_rng(seed)
    fields = [entry for entry in policy.inputs if isinstance(entry, Number | Category | Flag)]
    return Table({entry.key: _column(rng, entry, rows, places) for entry in fields}, _levels(fields))


def _levels(fields: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    return {entry.key: tuple(level.key for level in entry.among) for entry in fields if isinstance(entry, Category)}


def _lists(policy: Policy) -> list[Items]:
    return [entry for entry in policy.inputs if isinstance(entry, Items)]


def _column(rng: np.random.Generator, entry: Any, rows: int, places: int | None) -> Column:
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


def leaders_table(policy: Policy, rows: int, *, places: int | None = None, seed: int = SEED) -> Table:
    """Leaders of PermenPANRB 8/2021 with one to five main results; either of the other lists is absent for half of them.

    ``places=0`` draws whole numbers and targets of which many realisations are a half percent.
    """
    rng = np.random.default_rng(seed)
    digits = 2 if places is None else places
    lists: dict[str, tuple[Columns, Offsets]] = {}
    levels: dict[str, tuple[str, ...]] = {}
    for entry in _lists(policy):
        # Only many additional results reach the most that they may give.
        few = rng.choice([0, 1, 2, 12], rows, p=[0.5, 0.25, 0.2, 0.05])
        counts = few if entry.may_be_empty else rng.integers(1, 5, rows, endpoint=True)
        size = int(counts.sum())
        items = {each.key: _column(rng, each, size, places) for each in entry.fields}
        levels |= _levels(entry.fields)
        if "target" in items:
            target = rng.choice([8.0, 20, 40, 50, 200, 400], size) if places == 0 else decimals(rng, 10, 1000, size)
            upper = target + np.round(target * rng.choice([0, 0.1, 0.25], size), digits)
            reached = rng.choice([0.3, 0.6, 0.75, 0.8, 0.9, 0.953, 1, 1.005, 1.05, 1.1, 1.125, 1.4, 2.5], size)
            items["target"], items["realisasi"] = target, np.round(target * reached, digits)
            items["target_atas"] = np.where(rng.random(size) < 0.2, np.round(upper, digits), np.nan)
        lists[entry.key] = items, offsets_of(counts)
    return Table(levels=levels, several=lists)


def service_table(policy: Policy, rows: int, *, places: int | None = None, seed: int = SEED) -> Table:
    """Units of the public service index; each aspect has two to six rows whose weights add up to 100."""
    rng = np.random.default_rng(seed)
    scale = 10 ** (2 if places is None else places)
    level = rng.uniform(0, 5, rows)  # how good a unit is, so that all bands are met
    lists = {}
    for entry in _lists(policy):
        counts = rng.integers(2, 6, rows, endpoint=True)
        offsets = offsets_of(counts)
        shares = rng.integers(1, 9, int(offsets[-1]), endpoint=True)
        weight = shares * 100 * scale // np.repeat(np.add.reduceat(shares, offsets[:-1]), counts)
        weight[offsets[:-1]] += 100 * scale - np.add.reduceat(weight, offsets[:-1])
        score = np.rint(scale * rng.normal(np.repeat(level, counts), 0.7)).clip(0, 5 * scale)
        lists[entry.key] = {"bobot": weight / scale, "skor": score / scale}, offsets
    return Table(several=lists)


def exact(
    table: Table, policy: Policy, places: int, rows: int = CHECKED
) -> tuple[NDArray[np.int64] | None, NDArray[np.int8]]:
    """Exact scores (in units of the last decimal) and bands of the first rows, record by record.

    Bands count from the lowest, the predicates of a grid in the order of its levels; without bands there are zeros.
    """
    band = policy.band
    found = [policy.appraise(table.record(row)) for row in range(min(rows, table.rows))]
    bands = np.zeros(len(found), dtype=np.int8)
    if band is not None:
        keys = [level.key for level in band.levels]
        if not isinstance(band, Grid):
            keys.reverse()
        bands[:] = [keys.index(each.band.key) for each in found]
    if policy.score is None:
        return None, bands
    scores = [each.exact * 10**places for each in found]
    if any(score.denominator != 1 for score in scores):
        message = f"{policy.key}: a score has more than {places} decimals"
        raise ValueError(message)
    return np.array([int(score) for score in scores]), bands
