"""How many rows the library's plans set aside: ``python benchmarks/columns/undecided.py --rows 100000``.

A row that float64 cannot decide for certain is worked out again in whole numbers, more slowly; a plan without a proof
works all of its rows out so and sets none aside. For every job and data set one line of a table in Markdown, with the
time of the processor for a row beside that of the job's first data set, and below it those over the limit.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from importlib import import_module
from statistics import median
from time import process_time

import ours
from attrs import frozen
from harness import Job
from run import MODULES

import asn_appraisal as asn

LIMIT = 0.01  # of the rows
RUNS = 5


@frozen
class Aside:
    """What became of the rows of one data set; ``exact``: no proof was found, all were worked out in whole numbers."""

    job: str
    data: str
    rows: int
    undecided: int
    exact: bool
    seconds: float
    first: float

    @property
    def share(self) -> float:
        """Which part of the rows was set aside."""
        return self.undecided / self.rows

    @property
    def over(self) -> bool:
        """Whether more were set aside than the limit, or all were worked out in whole numbers."""
        return self.exact or self.share > LIMIT

    def __str__(self) -> str:
        exact = "yes" if self.exact else "no"
        time = f"{self.seconds / self.rows * 1e9:,.0f} | {self.seconds / self.rows / self.first:.2f}"
        return (
            f"| {self.job} | {self.data} | {self.rows:,} | {self.undecided:,} | {self.share:.2%} | {exact} | {time} |"
        )


def every_job() -> Iterator[tuple[str, Callable[[], Job]]]:
    """The jobs of all modules by their keys."""
    for module in (*MODULES.values(), "schemes"):
        yield from import_module(module).jobs().items()


def set_aside(job: Job, rows: int) -> Iterator[Aside]:
    """The figures of a job on each of its data sets; a survey's rows are its units."""
    ingested = next(each for each in job.implementations if each.run is ours.run_ingested)
    first = None
    for name, draw in job.data.items():
        policy, read = ingested.prepare(draw(rows))
        scores = asn.appraise_table(policy, read)
        seconds = median(
            _seconds(lambda policy=policy, read=read: asn.appraise_table(policy, read)) for _ in range(RUNS)
        )
        first = first or seconds / len(scores)
        yield Aside(job.key, name, len(scores), scores.undecided, ": exact" in scores.certificate, seconds, first)


def _seconds(work: Callable[[], object]) -> float:
    """The processor's time."""
    start = process_time()
    work()
    return process_time() - start


def main() -> None:
    """Print the table and what is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="records (survey: respondents)")
    rows = parser.parse_args().rows
    print("| scheme | data | rows | undecided | share | exact throughout | ns a row | / first |")
    print("|---|---|---|---|---|---|---|---|")
    found = []
    for _, made in every_job():
        for each in set_aside(made(), rows):
            print(each, flush=True)
            found.append(each)
    over = [
        f"- {each.job}, {each.data}: {each.share:.2%}{', exact throughout' * each.exact}" for each in found if each.over
    ]
    print(f"\nOver {LIMIT:.0%} or exact throughout: {len(over)} of {len(found)} data sets")
    print("\n".join(over))


if __name__ == "__main__":
    main()
