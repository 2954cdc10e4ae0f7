"""How long a compiled loop takes to be ready: ``python benchmarks/columns/engines.py --repeat 5``.

Each figure is the median of fresh processes: compiled with an empty cache, read from the cache of an earlier process, and
once more in the same process. What numba needs to be ready, whatever it compiles, is apart: its import, and the registries
that it fills when it first compiles or reads anything. The rows are few, so that the loop's own time is
nothing. CPU seconds, since a process waits for nothing; ``run.py`` has the times a row.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import job_j_data
import ours
import pp_46_data

import asn_appraisal as asn
from asn_appraisal import schemes

ROWS = 1000
JOBS: dict[str, Callable[[], tuple[asn.Policy, Any]]] = {
    "j": lambda: (ours.job_j_policy(job_j_data.W5), job_j_data.random_table(ROWS)),
    "pp-46-2011": lambda: (schemes.get("pp-46-2011"), pp_46_data.typical_table(ROWS)),
}
WAYS = {"raw": (ours.prepare_raw, ours.run_raw), "ingested": (ours.prepare_ingested, ours.run_ingested)}


def seconds(work: Callable[[], Any]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def numba_ready() -> None:
    """Import numba and have it fill its registries."""
    target = import_module("numba.core.registry").cpu_target
    target.typing_context.refresh()
    target.target_context.refresh()


def here(job: str, way: str) -> dict[str, float]:
    """The figures of this process."""
    policy, table = JOBS[job]()
    prepare, run = WAYS[way]
    prepared = prepare(table, policy)
    run(prepared, "blocks")  # the plan is made
    ready = seconds(numba_ready)
    first = seconds(lambda: run(prepared, "compiled"))
    again = statistics.median(seconds(lambda: run(prepared, "compiled")) for _ in range(9))
    return {"numba": ready, "first": first, "again": again}


def fresh(job: str, way: str, cache: str) -> dict[str, float]:
    """The figures of a fresh process with a folder for its cache."""
    found = subprocess.run(
        [sys.executable, __file__, "--of", job, way],
        env={**os.environ, "ASN_APPRAISAL_CACHE": cache},
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(found.stdout))


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--of", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.of:
        print(json.dumps(here(*asked.of)))
        return
    print("| job | numba itself, s | first call, s | first call of a later process, s | further calls, ms |")
    print("|---|---|---|---|---|")
    for job in JOBS:
        for way in WAYS:
            compiled, cached = [], []
            for _ in range(asked.repeat):
                with tempfile.TemporaryDirectory() as folder:
                    compiled.append(fresh(job, way, str(Path(folder))))
                    cached.append(fresh(job, way, str(Path(folder))))

            def median(runs: list[dict[str, float]], what: str) -> float:
                return statistics.median(each[what] for each in runs)

            print(
                f"| {job}, {way} | {median(cached, 'numba'):.2f} | {median(compiled, 'first'):.2f} "
                f"| {median(cached, 'first'):.3f} | {1000 * median(cached, 'again'):.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
