"""Files: the command line against a script of polars that does the same in floats, both as whole processes, in turn.

Run with ``python benchmarks/files.py --rows 1000000 --repeat 3`` beside an installed polars. Three jobs, of invented data:
``pp-30`` (a row an employee), ``pp-46`` (a fifth as many employees with five activities each, in two files) and ``survey``
(answers of 300 services in any order). Each process reads CSV files with a key of text, scores, and writes a CSV file.
Printed are seconds (the least), the ratio (the median over rounds) and the peak of memory. The scripts compute as an analyst
would, so that some of their results are wrong: how many is printed beside.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

SERVICES, PLACES = 300, 2

READ = "import sys, polars as pl\nfolder = sys.argv[1]\n"
PP_30 = (
    READ
    + """
table = pl.read_csv(f"{folder}/pegawai.csv", schema_overrides={"nip": pl.String})
skp, behaviour = pl.col("nilai_skp"), pl.col("nilai_perilaku")
peers = pl.col("penilaian_rekan") == "ya"
score = pl.when(peers).then(skp * 0.6 + behaviour * 0.4).otherwise(skp * 0.7 + behaviour * 0.3)
score = score.round(2)
band = (
    pl.when((score >= 110) & (score <= 120) & (pl.col("ide_baru") == "ya")).then(pl.lit("sangat_baik"))
    .when(score >= 90).then(pl.lit("baik"))
    .when(score >= 70).then(pl.lit("cukup"))
    .when(score >= 50).then(pl.lit("kurang"))
    .otherwise(pl.lit("sangat_kurang"))
)
table.select("nip", score.alias("score"), band.alias("band")).write_csv(f"{folder}/polars.csv", float_precision=2)
"""
)
PP_46 = (
    READ
    + """
people = pl.read_csv(f"{folder}/pegawai.csv", schema_overrides={"nip": pl.String})
rows = pl.read_csv(f"{folder}/kegiatan.csv", schema_overrides={"nip": pl.String})
quantity = pl.col("realisasi_kuantitas") / pl.col("target_kuantitas") * 100
quality = pl.col("realisasi_kualitas") / pl.col("target_kualitas") * 100


def saved(name):
    target, real = pl.col(f"target_{name}"), pl.col(f"realisasi_{name}")
    share = (1 - real / target) * 100
    good = (1.76 * target - real) / target * 100
    return pl.when(share <= 24).then(good).otherwise(76 - (good - 100))


parts = [quantity, quality, saved("waktu"), saved("biaya")]
each = (pl.sum_horizontal(parts) / 4).alias("capaian")
work = rows.select("nip", each).group_by("nip").agg(pl.col("capaian").mean())
table = people.join(work, on="nip", how="left", maintain_order="left")
habits = ["orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"]
behaviour = pl.sum_horizontal(habits) / len(habits)
score = (pl.col("capaian") * 0.6 + behaviour * 0.4).round(2)
band = (
    pl.when(score >= 91).then(pl.lit("sangat_baik")).when(score >= 76).then(pl.lit("baik"))
    .when(score >= 61).then(pl.lit("cukup")).when(score >= 51).then(pl.lit("kurang")).otherwise(pl.lit("buruk"))
)
table.select("nip", score.alias("score"), band.alias("band")).write_csv(f"{folder}/polars.csv", float_precision=2)
"""
)
SURVEY = (
    READ
    + """
table = pl.read_csv(f"{folder}/responden.csv", schema_overrides={"unit": pl.String})
questions = [f"u{n}" for n in range(1, 10)]
means = table.group_by("unit", maintain_order=True).agg(pl.col(questions).mean())
score = (pl.sum_horizontal(questions) / 9 * 25).round(2)
band = (
    pl.when(score >= 88.31).then(pl.lit("a")).when(score >= 76.61).then(pl.lit("b"))
    .when(score >= 65).then(pl.lit("c")).otherwise(pl.lit("d"))
)
means.select("unit", score.alias("score"), band.alias("band")).write_csv(f"{folder}/polars.csv", float_precision=2)
"""
)


# --- data ------------------------------------------------------------------------------------------------------------


def nip(number: int) -> str:
    """An invented key of 18 digits."""
    return f"{198001010000000000 + number * 7:018d}"


def pp_30(folder: Path, rows: int, random: Random) -> None:
    """A row an employee: two grades with two decimals, two flags, a name that nothing reads."""

    def lines() -> Iterator[list[object]]:
        for row in range(rows):
            grades = [f"{random.randrange(12_001) / 100:.2f}" for _ in range(2)]
            yield [nip(row), f"Pegawai {row}", *grades, random.choice(("ya", "tidak")), random.choice(("ya", "tidak"))]

    write(
        folder / "pegawai.csv", ["nip", "nama", "nilai_skp", "nilai_perilaku", "penilaian_rekan", "ide_baru"], lines()
    )


def pp_46(folder: Path, rows: int, random: Random) -> None:
    """A fifth as many employees as rows, and five activities each."""
    habits = ["orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"]
    people = ([nip(row), *(random.randint(50, 100) for _ in habits), 0] for row in range(rows // 5))
    write(folder / "pegawai.csv", ["nip", *habits, "tugas_tambahan"], people)

    def activities() -> Iterator[list[object]]:
        for row in range(rows):
            target, cost = random.randint(1, 100), random.randint(10**6, 10**8)
            done = [
                target,
                max(target - random.randint(0, 3), 1),
                100,
                random.randint(70, 100),
                12,
                random.randint(8, 12),
            ]
            yield [nip(row // 5), *done, cost, int(cost * random.uniform(0.7, 1))]

    pairs = [
        f"{what}_{name}" for name in ("kuantitas", "kualitas", "waktu", "biaya") for what in ("target", "realisasi")
    ]
    write(folder / "kegiatan.csv", ["nip", *pairs], activities())


def survey(folder: Path, rows: int, random: Random) -> None:
    """Answers from 1 to 4 to nine questions, of services in any order."""
    answers = (
        [f"Layanan {random.randrange(SERVICES)}", *(random.choice((1, 2, 3, 3, 4, 4)) for _ in range(9))]
        for _ in range(rows)
    )
    write(folder / "responden.csv", ["unit", *(f"u{n}" for n in range(1, 10))], answers)


def write(path: Path, header: list[str], rows: Iterator[list[object]]) -> None:
    """A CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header])
        csv.writer(file, lineterminator="\n").writerows(rows)


JOBS: dict[str, tuple[Callable[[Path, int, Random], None], str, list[str]]] = {
    "pp-30": (pp_30, PP_30, ["pp-30-2019", "{folder}/pegawai.csv", "--key", "nip"]),
    "pp-46": (
        pp_46,
        PP_46,
        ["pp-46-2011", "{folder}/pegawai.csv", "--items", "kegiatan={folder}/kegiatan.csv", "--key", "nip"],
    ),
    "survey": (survey, SURVEY, ["permenpanrb-14-2017", "--items", "responden={folder}/responden.csv", "--key", "unit"]),
}


# --- runs ------------------------------------------------------------------------------------------------------------


def measured(command: list[str], compiled: Path) -> tuple[float, float, float]:
    """The seconds, the peak in MB and the seconds of work (of all threads) of a process that must end well.

    The modules of both are compiled in the unmeasured runs, as they are where a package is installed, whatever this
    environment says about writing them.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**kept, "PYTHONPYCACHEPREFIX": str(compiled)})
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def differences(ours: Path, theirs: Path) -> tuple[int, int, int]:
    """How many results there are, and in how many scores and bands the two differ."""
    count = scores = bands = 0
    # Row by row: what this process holds would count in the peaks of those that it starts.
    with ours.open(encoding="utf-8") as left, theirs.open(encoding="utf-8") as right:
        for mine, other in islice(zip(csv.reader(left), csv.reader(right), strict=True), 1, None):
            if mine[0] != other[0]:
                sys.exit("the two have other keys, or another order")
            count += 1
            scores += float(mine[1]) != float(other[1])
            bands += mine[2] != other[2]
    return count, scores, bands


def run(name: str, rows: int, repeat: int, seed: int) -> None:
    """One job: the data, the rounds, a line of the table."""
    make, script, arguments = JOBS[name]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        make(folder, rows, Random(seed))
        words = [each.format(folder=place) for each in arguments]
        ours = [sys.executable, "-m", "asn_appraisal", "score", *words, "-o", f"{place}/asn.csv"]
        theirs = [sys.executable, "-c", script, place]
        compiled = folder / "compiled"
        (
            measured(ours, compiled),
            measured(theirs, compiled),
        )  # unmeasured: what the system keeps of the files is then alike
        rounds = [(measured(ours, compiled), measured(theirs, compiled)) for _ in range(repeat)]
        count, scores, bands = differences(folder / "asn.csv", folder / "polars.csv")
    mine, other = (min(each[side][0] for each in rounds) for side in (0, 1))
    ratio = median(ours[0] / theirs[0] for ours, theirs in rounds)
    work = [min(each[side][2] for each in rounds) for side in (0, 1)]
    peaks = [max(each[side][1] for each in rounds) for side in (0, 1)]
    print(
        f"| {name} | {mine:.2f} s | {other:.2f} s | {ratio:.1f} | {work[0]:.2f} s | {work[1]:.2f} s | {peaks[0]:.0f} MB | {peaks[1]:.0f} MB "
        f"| {scores} and {bands} of {count} |",
        flush=True,
    )


def main() -> None:
    """Run the jobs that were asked for."""
    parser = argparse.ArgumentParser(description="The command line against polars, file to file.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the larger file")
    parser.add_argument("--repeat", type=int, default=3, help="measured rounds")
    parser.add_argument("--job", choices=sorted(JOBS), action="append", help="jobs to run (all)")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    options = parser.parse_args()
    print(
        "| job | asn-appraisal | polars | ratio | work | polars' work | peak | polars' peak | scores and bands that differ |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name in options.job or JOBS:
        run(name, options.rows, options.repeat, options.seed)


if __name__ == "__main__":
    main()
