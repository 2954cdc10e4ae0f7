"""What keys of text cost: ``python benchmarks/columns/keys.py --rows 1000000 --repeat 7``.

Three jobs of invented data: ``pp-30`` (a NIP of 18 digits a row, in no order), ``survey`` (answers of 300 services in no
order) and ``pp-46`` (a fifth as many employees as activities, both in no order). Each library has one thread; all ways of a
job run in turn. Times are medians, ratios are medians of the ratios of each round to the first line: the run without
a key, or what polars does with the same columns. Before, all ways are run once and must give the same scores.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # read once, when it is loaded

import numpy as np
import polars as pl

import asn_appraisal as asn
from asn_appraisal import schemes

SERVICES, ACTIVITIES = 300, 5
FIRST_NIP = 198501012010011001
BEHAVIOUR = ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama")
Ways = Mapping[str, Callable[[], Any]]


def nips(rows: int, draw: np.random.Generator) -> pl.Series:
    """Made-up NIPs as text, in no order."""
    return pl.Series([str(number) for number in (draw.permutation(rows) + FIRST_NIP).tolist()])


def pp_30(rows: int, draw: np.random.Generator) -> Ways:
    """The same table without a key, with one of whole numbers, and with texts in the forms that tables have."""
    policy = schemes.get("pp-30-2019")
    columns = {name: np.round(draw.uniform(0, 120, rows), 2) for name in ("nilai_skp", "nilai_perilaku")}
    columns |= {name: draw.random(rows) < 0.5 for name in ("penilaian_rekan", "ide_baru")}
    plain = pl.DataFrame(columns)
    text = plain.with_columns(nip=nips(rows, draw))
    held = text["nip"].to_list()
    tables = {
        "whole numbers": plain.with_columns(nip=text["nip"].cast(pl.Int64)),
        "text of polars": text,
        "text of Arrow": text.to_arrow(),
        "text of pandas": text.to_pandas(),
        "array of text": {"nip": np.array(held), **columns},
        "list of text": {"nip": held, **columns},
    }
    scored = {name: _scored(policy, table, "nip") for name, table in tables.items()}
    return {"no key": lambda: asn.appraise_table(policy, plain), **scored}


def survey(rows: int, draw: np.random.Generator) -> Ways:
    """A score for each service, against polars' means of the same columns by service."""
    policy = schemes.get("permenpanrb-14-2017")
    names = [f"Dinas Pelayanan Kota {number}" for number in range(SERVICES)]
    services = pl.Series([names[place] for place in draw.integers(0, SERVICES, rows).tolist()])
    text = pl.DataFrame(
        {"unit": services, **{f"u{n}": draw.integers(1, 5, rows).astype(np.int8) for n in range(1, 10)}}
    )
    tables = {
        "text of polars": text,
        "categories of polars": text.with_columns(pl.col("unit").cast(pl.Categorical)),
        "text of Arrow": text.to_arrow(),
        "text of pandas": text.to_pandas(),
        "list of text": {
            name: text[name].to_list() if name == "unit" else text[name].to_numpy() for name in text.columns
        },
    }
    scored = {name: _scored(policy, table, "unit") for name, table in tables.items()}
    return {"polars: means by text": lambda: text.group_by("unit").agg(pl.all().mean()), **scored}


def pp_46(rows: int, draw: np.random.Generator) -> Ways:
    """Employees joined to their activities, against polars' join of employees to means of activities."""
    policy = schemes.get("pp-46-2011")
    count = max(rows // ACTIVITIES, 1)
    keys = nips(count, draw)
    people = pl.DataFrame({"nip": keys, **{name: np.round(draw.uniform(60, 100, count), 2) for name in BEHAVIOUR}})
    owners = draw.permutation(np.concatenate([np.arange(count), draw.integers(0, count, rows - count)]))
    ranges = {"kuantitas": (5, 20), "kualitas": (60, 100), "waktu": (6, 12)}
    measured = {
        f"{kind}_{name}": draw.integers(low, high, rows).astype(float)
        for name, (low, high) in ranges.items()
        for kind in ("target", "realisasi")
    }
    activities = pl.DataFrame({"nip": keys.gather(owners), **measured})
    whole = [table.with_columns(pl.col("nip").cast(pl.Int64)) for table in (people, activities)]
    return {
        "polars: join of means": lambda: people.join(activities.group_by("nip").agg(pl.all().mean()), on="nip"),
        "whole numbers": lambda: asn.appraise_table(policy, whole[0], key="nip", items={"kegiatan": whole[1]}),
        "text of polars": lambda: asn.appraise_table(policy, people, key="nip", items={"kegiatan": activities}),
    }


def _scored(policy: asn.Policy, table: Any, key: str) -> Callable[[], Any]:
    return lambda: asn.appraise_table(policy, table, key=key)


def measured(ways: Ways, repeat: int) -> dict[str, list[float]]:
    """The seconds of each way in each round; one of another result than the others is an error."""
    scores = {name: found.score for name, way in ways.items() if isinstance(found := way(), asn.Scores)}
    first = next(iter(scores.values()))
    for name, found in scores.items():
        if not np.array_equal(found, first):
            message = f"{name}: other scores"
            raise ValueError(message)
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeat):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - start)
    return seconds


JOBS = {"pp-30": pp_30, "survey": survey, "pp-46": pp_46}


def main() -> None:
    """Print a table in Markdown for each job."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--job", action="append", choices=JOBS)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=7)
    asked = parser.parse_args()
    for job in asked.job or JOBS:
        seconds = measured(JOBS[job](asked.rows, np.random.default_rng(7)), asked.repeat)
        base = next(iter(seconds.values()))
        print(f"\n{job}, {asked.rows:,} rows, median of {asked.repeat}:\n\n| way | ms | ratio |\n|---|---|---|")
        for name, times in seconds.items():
            ratio = median(own / other for own, other in zip(times, base, strict=True))
            print(f"| {name} | {median(times) * 1000:.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
