"""How implementations of one job are timed, checked and weighed; nothing here knows what the job is.

numpy is not imported here: run.py holds every library to one thread before any of them is loaded.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import asdict, field, frozen

Outcome = tuple[Any, Any]  # scores (float64, None for a scheme without a number) and bands (0 is the lowest)
WARM_UP_ROWS = 1000
CLOCK = time.perf_counter  # run.py --cpu takes the CPU time of the process


def same(value: Any) -> Any:
    """The value itself."""
    return value


def _rows(table: Any) -> int:
    """What a time a row is divided by, where the job does not say otherwise."""
    return int(table.rows)


@frozen
class Implementation:
    """One way to do a job: ``prepare`` is not timed, ``run`` is, ``finish`` brings its result into the common form."""

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[Any], Any] = same
    finish: Callable[[Any], Outcome] = same
    exact: bool = False


@frozen
class Limit:
    """The most that one implementation's time may be, as a multiple of another's; ``stretch``: hoped for, not promised."""

    name: str
    of: str
    most: float
    stretch: bool = False


@frozen
class Job:
    """What is to be computed: data sets, the exact answer, the implementations and what they are compared with.

    A time a row is the time divided by ``size``. ``oracle`` gives the exact scores in units of the last decimal and the bands, of all rows or of the first ones;
    ``check_oracle`` compares it with slower exact arithmetic and says in a line what it found.
    """

    key: str
    title: str
    data: Mapping[str, Callable[[int], Any]]
    oracle: Callable[[Any], Outcome]
    check_oracle: Callable[[], str]
    implementations: Sequence[Implementation]
    references: Sequence[str] = ()
    limits: Sequence[Limit] = ()
    rows: int = 1_000_000
    places: int = 2
    size: Callable[[Any], int] = _rows


@frozen
class Figures:
    """What was measured of one implementation; times and memory are those of one row.

    ``not_nearest`` counts right scores that are not the double nearest to the decimal.
    """

    name: str
    exact: bool
    nanoseconds: float
    ratios: Mapping[str, float] = field(factory=dict)
    wrong_scores: int = 0
    wrong_bands: int = 0
    not_nearest: int = 0
    compared: int = 0
    memory: float | None = None


def timed(implementation: Implementation, prepared: Any) -> float:
    """Seconds of one run; the result is dropped within the time, as its memory is taken within it."""
    start = CLOCK()
    result = implementation.run(prepared)
    del result
    return CLOCK() - start


def faults(outcome: Outcome, truth: Outcome, places: int) -> tuple[int, int, int, int]:
    """Wrong scores, wrong bands, right scores beside the nearest double, and the number of rows compared."""
    (scores, bands), (units, true_bands) = outcome, truth
    count = len(true_bands)
    wrong_bands = int((bands[:count] != true_bands).sum())
    if units is None:
        return 0, wrong_bands, 0, count
    scale = 10**places
    right = (scores[:count] * scale).round() == units  # NaN equals nothing: it counts as wrong
    beside = right & (scores[:count] != units / scale)
    return int((~right).sum()), wrong_bands, int(beside.sum()), count


def measured(job: Job, table: Any, repeat: int, only: Sequence[str] = ()) -> list[Figures]:
    """Figures of the implementations, run in turn ``repeat`` times after one run each that is checked and not timed."""
    chosen = [each for each in job.implementations if not only or each.name in only]
    truth = job.oracle(table)
    prepared = {each.name: each.prepare(table) for each in chosen}
    found = {each.name: faults(each.finish(each.run(prepared[each.name])), truth, job.places) for each in chosen}
    times: dict[str, list[float]] = {each.name: [] for each in chosen}
    gc.collect()
    gc.disable()
    for _ in range(repeat):
        for each in chosen:
            times[each.name].append(timed(each, prepared[each.name]))
    gc.enable()
    return [
        Figures(
            each.name,
            each.exact,
            statistics.median(times[each.name]) / job.size(table) * 1e9,
            {of: ratio(times[each.name], times[of]) for of in job.references if of in times},
            *found[each.name],
        )
        for each in chosen
    ]


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """The median of the ratios round by round: what disturbs the machine disturbs both sides of a round."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def resident(entry: str) -> int:
    """Bytes of memory of this process from /proc: ``VmRSS`` now, ``VmHWM`` at the most so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(entry))


def memory_here(job: Job, implementation: Implementation, data: str, rows: int) -> float:
    """Peak bytes a row beyond the prepared input, of one run in this process; its own output is part of it.

    A run on few rows comes first, so that what is loaded or compiled once does not count.
    """
    implementation.run(implementation.prepare(job.data[data](WARM_UP_ROWS)))
    table = job.data[data](rows)
    count = job.size(table)
    prepared = implementation.prepare(table)
    gc.collect()
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew from now
        before, entry = resident("VmRSS"), "VmHWM"
        result = implementation.run(prepared)
        grown = resident(entry) - before
    except OSError:  # no /proc: the peak of the whole process, so an input that peaked higher hides the run
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result = implementation.run(prepared)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    del result
    return max(grown, 0) / count


def memory(script: str, job: str, name: str, data: str, rows: int) -> float:
    """The same, measured in a fresh process."""
    command = [sys.executable, script, "--job", job, "--data", data, "--rows", str(rows), "--memory-of", name]
    # Memory that is freed must leave the process, or what the run takes would hide in it.
    environment = {**os.environ, "MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout.split()[-1])


def table_text(job: Job, figures: Sequence[Figures]) -> str:
    """The figures as a table in Markdown."""
    references = [of for of in job.references if any(of in each.ratios for each in figures)]
    head = ["implementation", "exact", "ns a row", *(f"/ {of}" for of in references)]
    head += ["bytes a row", "wrong scores", "wrong bands", "last bit"]
    lines = [head, ["---"] * len(head)]
    for each in figures:
        ratios = [f"{each.ratios[of]:.2f}" if of in each.ratios else "" for of in references]
        weight = "" if each.memory is None else f"{each.memory:.1f}"
        counts = [f"{count:,}" for count in (each.wrong_scores, each.wrong_bands, each.not_nearest)]
        lines.append([each.name, "yes" if each.exact else "no", f"{each.nanoseconds:.1f}", *ratios, weight, *counts])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def limits_text(job: Job, figures: Sequence[Figures]) -> str:
    """Each limit of the job with what was measured, where both sides were."""
    ratios = {each.name: each.ratios for each in figures}
    lines = []
    for limit in job.limits:
        got = ratios.get(limit.name, {}).get(limit.of)
        if got is not None:
            verdict = "held" if got <= limit.most else f"missed by {got / limit.most - 1:.0%}"
            most = f"{limit.most:.2f}{' (stretch)' if limit.stretch else ''}"
            lines.append(f"- {limit.name} / {limit.of}: {got:.2f}, at most {most}: {verdict}")
    return "\n".join(lines)


def to_json(job: Job, data: str, rows: int, repeat: int, figures: Sequence[Figures]) -> str:
    """One measurement as a line of JSON."""
    entry = {
        "job": job.key,
        "data": data,
        "rows": rows,
        "repeat": repeat,
        "figures": [asdict(each) for each in figures],
    }
    return json.dumps(entry, ensure_ascii=False)
