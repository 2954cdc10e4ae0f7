"""What people do with scores: ``python benchmarks/columns/results.py --rows 1000000``.

A table of pp-30-2019 with a NIP of 18 digits and one of 300 units a row; of every 17th row a value is wrong. Printed
are milliseconds, the median of so many calls; what is worked out once (an index of keys) is in the first call of its line.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl

import asn_appraisal as asn
from asn_appraisal import schemes

FIRST_NIP = 198501012010011001


def scored(rows: int) -> asn.Scores:
    """The scores of invented data."""
    draw = np.random.default_rng(5)
    columns: dict[str, Any] = {
        name: np.round(draw.uniform(0, 120, rows), 2) for name in ("nilai_skp", "nilai_perilaku")
    }
    columns["nilai_skp"][::17] = 130
    columns |= {name: draw.random(rows) < 0.5 for name in ("penilaian_rekan", "ide_baru")}
    columns["nip"] = [str(number) for number in (draw.permutation(rows) + FIRST_NIP).tolist()]
    columns["unit"] = [f"Dinas {number}" for number in draw.integers(0, 300, rows).tolist()]
    return asn.appraise_table(schemes.get("pp-30-2019"), pl.DataFrame(columns), key="nip", on_error="quarantine")


def milliseconds(call: Callable[[], Any]) -> float:
    """The time of a call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    asked = parser.parse_args()
    scores = scored(asked.rows)
    good = int(np.flatnonzero(~scores.rejected)[-1])
    key = scores.to_frame()["nip"][good]
    with tempfile.TemporaryDirectory() as folder:
        calls: dict[str, Callable[[], Any]] = {
            "scores[key]": lambda: scores[key],
            "where(band=...)": lambda: scores.where(band="baik"),
            "where(unit=...)": lambda: scores.where(unit="Dinas 7"),
            "where(nip=...)": lambda: scores.where(nip=key),
            'by("unit")': lambda: scores.by("unit"),
            f"rejects_frame(), {len(scores.rejects):,} faults": scores.rejects_frame,
            "rejects_frame(values=True)": lambda: scores.rejects_frame(values=True),
            "to_frame()": scores.to_frame,
            "write_scores to CSV": lambda: asn.write_scores(scores, Path(folder) / "hasil.csv"),
        }
        print(f"{asked.rows:,} rows:\n\n| call | first | median of {asked.repeat} |\n|---|---|---|")
        for name, call in calls.items():
            first, *others = (milliseconds(call) for _ in range(asked.repeat + 1))
            print(f"| `{name}` | {first:.1f} | {median(others):.1f} |", flush=True)


if __name__ == "__main__":
    main()
