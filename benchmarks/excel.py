"""Excel: a workbook of many rows read, scored and written, and what of the time is the library's own.

Run with ``python benchmarks/excel.py --rows 100000 --repeat 5`` where the extra ``excel`` is installed. The rows are invented
(pp-30-2019 with a NIP of 18 digits as text). Beside the library, calamine alone reads the same sheet into lists, and
xlsxwriter alone writes the cells of the result; they run in turn, and medians of CPU seconds are printed. What the library takes beyond them is
its own share: the survey of the file, columns, scores, formats, summary, the page of the policy.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import python_calamine
import xlsxwriter

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.excel.results import result_workbook
from asn_appraisal.adapters.excel.tables import read_workbook

HEAD = (
    "NIP",
    "Nilai SKP",
    "Nilai perilaku kerja",
    "Ada penilaian rekan kerja dan bawahan",
    "Menciptakan ide baru yang berguna",
)


def make(path: Path, count: int) -> None:
    """A sheet of invented employees."""
    random = Random(1)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, HEAD)
    for row in range(1, count + 1):
        sheet.write_string(row, 0, str(198501012010000000 + row))
        sheet.write_number(row, 1, random.randrange(12001) / 100)
        sheet.write_number(row, 2, random.randrange(12001) / 100)
        sheet.write_string(row, 3, random.choice(("ya", "tidak")))
        sheet.write_string(row, 4, random.choice(("ya", "tidak")))
    book.close()


def calamine_alone(path: Path) -> None:
    """The values of the sheet, as calamine gives them."""
    python_calamine.load_workbook(str(path)).get_sheet_by_name("Data").to_python(skip_empty_area=False)


def xlsxwriter_alone(rows: list[tuple[str, float, str]]) -> None:
    """The cells of the result, as plainly as xlsxwriter writes them."""
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet("Hasil")
    for row, (key, score, band) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_number(row, 1, score)
        sheet.write_string(row, 2, band)
    book.close()


def seconds(job: Callable[[], object]) -> float:
    """How much of a core a job takes: other work on a shared machine does not count."""
    start = time.process_time()
    job()
    return time.process_time() - start


def main() -> None:
    """Time each step, in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    policy = schemes.get("pp-30-2019")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.xlsx"
        make(path, options.rows)
        records = read_workbook(path, policy).records()
        scores = asn.appraise_table(policy, records)
        keys = records.keys.values() if records.keys is not None else []
        bands = [band or "" for band in scores.band_keys()]
        rows = list(zip(keys, map(float, scores.score_texts()), bands, strict=True))
        jobs: dict[str, Callable[[], object]] = {
            "calamine alone": lambda: calamine_alone(path),
            "read_workbook": lambda: read_workbook(path, policy),
            "records and scores": lambda: asn.appraise_table(policy, read.records()),
            "xlsxwriter alone": lambda: xlsxwriter_alone(rows),
            "result_workbook": lambda: result_workbook(scores),
        }
        times: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(options.repeat):
            for name, job in jobs.items():
                read = read_workbook(path, policy)
                times[name].append(seconds(job))
    found = {name: median(each) for name, each in times.items()}
    print(f"{options.rows} rows, CPU seconds, medians of {options.repeat}")
    for name, taken in found.items():
        print(f"{name:20} {taken:6.2f} s")
    whole = found["read_workbook"] + found["records and scores"] + found["result_workbook"]
    own = whole - found["calamine alone"] - found["xlsxwriter alone"]
    print(f"{'in and out':20} {whole:6.2f} s, of which the library's own {own:.2f} s ({own / whole:.0%})")


if __name__ == "__main__":
    main()
