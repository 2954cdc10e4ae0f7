"""Spark: ``appraise_spark`` against Spark's own SQL in floats, in local mode, in turn.

Run with ``python benchmarks/spark.py --rows 5000000 --repeat 3`` beside an installed pyspark and Java. Invented employees of
pp-30-2019 are read from Parquet and what comes of them is thrown away (Spark's ``noop``). Printed are seconds (medians) of SQL in floats, of a
worker that gives its batches back untouched, of ours without a key and with a NIP of text, whose doubles are looked for; and how many
scores and bands are wrong, of the SQL and of ours, by Spark's own whole numbers. The SQL computes as an analyst would write it.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import asn_appraisal as asn

SCORE = """round(case when penilaian_rekan then nilai_skp * 0.6D + nilai_perilaku * 0.4D
 else nilai_skp * 0.7D + nilai_perilaku * 0.3D end, 2)"""
BAND = """case when {s} >= 110 and {s} <= 120 and ide_baru then 'sangat_baik' when {s} >= 90 then 'baik'
 when {s} >= 70 then 'cukup' when {s} >= 50 then 'kurang' else 'sangat_kurang' end"""

# The score in whole numbers: hundredths of the inputs, thousandths of the sum, half up.
SUM = """case when penilaian_rekan then cast(round(nilai_skp * 100) as long) * 6 + cast(round(nilai_perilaku * 100) as long) * 4
 else cast(round(nilai_skp * 100) as long) * 7 + cast(round(nilai_perilaku * 100) as long) * 3 end"""
HUNDREDTHS = f"(({SUM}) + 5) div 10"


def write_employees(folder: Path, rows: int, files: int = 8) -> None:
    """Employees in several files of Parquet."""
    random = np.random.default_rng(2026)
    for part in range(files):
        count = rows // files
        nips = (198501012010010000 + np.arange(part * count, (part + 1) * count)).astype(str)
        columns = {
            "nip": pa.array(nips),
            "nilai_skp": random.integers(0, 12_001, count) / 100,
            "nilai_perilaku": random.integers(0, 12_001, count) / 100,
            "penilaian_rekan": random.random(count) < 0.5,
            "ide_baru": random.random(count) < 0.5,
        }
        pq.write_table(pa.table(columns), folder / f"{part}.parquet")


def session(cores: int) -> Any:
    """A session of Spark in local mode."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    return (
        SparkSession.builder.master(f"local[{cores}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "3g")
        .config("spark.sql.shuffle.partitions", str(2 * cores))
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    options = parser.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    policy = asn.schemes.get("pp-30-2019")
    with tempfile.TemporaryDirectory() as name:
        write_employees(Path(name), options.rows)
        started = time.perf_counter()
        spark = session(options.cores)
        print(f"start of Spark: {time.perf_counter() - started:.1f} s")
        frame = spark.read.parquet(name)
        native = frame.selectExpr("*", f"{SCORE} as score").selectExpr(
            "nip", "score", f"{BAND.format(s='score')} as band"
        )
        jobs = {
            "SQL in floats": native,
            "batches given back": frame.mapInArrow(lambda batches: batches, frame.schema),
            "appraise_spark, no key": asn.appraise_spark(policy, frame.drop("nip")),
            "appraise_spark, key": asn.appraise_spark(policy, frame, key="nip"),
        }
        seconds: dict[str, list[float]] = {job: [] for job in jobs}
        for turn in range(options.repeat + 1):
            for job, result in jobs.items():
                started = time.perf_counter()
                result.write.format("noop").mode("overwrite").save()
                if turn:  # the first warms up
                    seconds[job].append(time.perf_counter() - started)
                else:
                    print(f"first {job}: {time.perf_counter() - started:.1f} s", flush=True)
        for job, each in seconds.items():
            print(f"{job}: {median(each):.2f} s ({min(each):.2f} to {max(each):.2f})")
        # Both are held against whole numbers, from which Spark works out score and band as well.
        both = asn.appraise_spark(policy, frame.drop("nip"), join=True).selectExpr(
            "score as our_score", "band as our_band", f"{SCORE} as score", f"{HUNDREDTHS} as units", "ide_baru"
        )
        right = BAND.format(s="units").replace("110", "11000").replace("120", "12000")
        right = re.sub(r">= (90|70|50)", r">= \g<1>00", right)
        counts = {
            "sql_scores": "units <> cast(round(score * 100) as long)",
            "sql_bands": f"({right}) <> ({BAND.format(s='score')})",
            "our_scores": "our_score is null or units <> our_score * 100",
            "our_bands": f"our_band is null or ({right}) <> our_band",
        }
        (wrong,) = both.selectExpr(*(f"count_if({test}) as {name}" for name, test in counts.items())).collect()
        print(f"wrong of {options.rows:,}: {wrong.asDict()}")
        spark.stop()


if __name__ == "__main__":
    main()
