"""The benchmarks of columns: ``python benchmarks/columns/run.py --job j --rows 1000000 --repeat 7``.

Prints one table in Markdown for each job and data set; ``--json FILE`` adds a line for each to a file. Every library
works with one thread.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from importlib import import_module
from pathlib import Path

import harness
from attrs import evolve

# Before any of these libraries is loaded: some read it once, when they are.
ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "POLARS_MAX_THREADS",
    "NUMEXPR_NUM_THREADS",
)
MODULES = {"j": "job_j", "pp-46": "pp_46", "survey": "survey"}


def module_of(job: str) -> str:
    """The module that has a job; every scheme without one of its own is in schemes.py."""
    return next((module for start, module in MODULES.items() if job == start or job.startswith(f"{start}-")), "schemes")


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--job", required=True, help="j, j-w1, pp-46, pp-46-ragged, survey, survey-float, schemes, or a scheme"
    )
    parser.add_argument("--rows", type=int, help="records (survey: respondents)")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--data", action="append", help="a data set by name; all of the job without it")
    parser.add_argument("--only", action="append", default=[], help="an implementation by name; may be given again")
    parser.add_argument("--cpu", action="store_true", help="CPU time, on a machine that others use too")
    parser.add_argument("--memory", action="store_true", help="measure peak memory too, each in a fresh process")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--memory-of", help=argparse.SUPPRESS)
    return parser.parse_args()


def show(job: harness.Job, asked: argparse.Namespace) -> None:
    """Measure one job on its data sets and print the figures."""
    print(f"## {job.title}\n\n{job.check_oracle()}")
    for data in asked.data or job.data:
        table = job.data[data](asked.rows or job.rows)
        rows = job.size(table)
        figures = harness.measured(job, table, asked.repeat, asked.only)
        if asked.memory:
            figures = [
                evolve(each, memory=harness.memory(__file__, job.key, each.name, data, rows)) for each in figures
            ]
        compared = f", of {figures[0].compared:,} rows" if figures and figures[0].compared != rows else ""
        print(f"\n{data}, {rows:,} rows, median of {asked.repeat}; wrong{compared}:\n")
        print(harness.table_text(job, figures))
        if data == next(iter(job.data)):  # the limits are set for the usual data; the others are there to be wrong on
            print(f"\n{harness.limits_text(job, figures)}")
        if asked.json:
            with asked.json.open("a", encoding="utf-8") as file:
                print(harness.to_json(job, data, rows, asked.repeat, figures), file=file)


def main() -> None:
    """Run the job that was asked for."""
    asked = arguments()
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    if asked.cpu:
        harness.CLOCK = time.process_time
    module = import_module(module_of(asked.job))
    made = module.jobs()
    chosen = [asked.job] if asked.job in made else list(made) if asked.job == "schemes" else []
    if not chosen:
        sys.exit(f"no job {asked.job}; there are {', '.join(made)} in {module.__name__}.py")
    if asked.memory_of:
        job = made[asked.job]()
        implementation = next(each for each in job.implementations if each.name == asked.memory_of)
        print(harness.memory_here(job, implementation, (asked.data or list(job.data))[0], asked.rows or job.rows))
        return
    print(f"python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, one thread\n")
    for key in chosen:
        show(made[key](), asked)


if __name__ == "__main__":
    main()
