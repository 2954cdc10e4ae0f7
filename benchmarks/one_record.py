"""One record of the common job: reading, evaluation and trace, against a plain loop of Fractions.

Run with ``python benchmarks/one_record.py``. Both sides read the same eight texts and give the same score, checked
before anything is timed. They are timed in turn, and the median of the ratios is printed: absolute times on shared
machines say little.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from fractions import Fraction
from math import floor

import asn_appraisal as asn

HIGHER = {"r1": "80.00", "r2": "95.50", "r3": "12.00", "r4": "250.00"}
LOWER = {"r5": "7.00", "r6": "30.00", "r7": "4.50"}
WEIGHTS = {"r1": 20, "r2": 15, "r3": 10, "r4": 10, "r5": 15, "r6": 10, "r7": 10, "r8": 10}
STEPS = ((3, 120), (7, 100), (10, 80), (14, 60), (21, 40))
BANDS = (("a", 110), ("b", 90), ("c", 70), ("d", 50))


def policy() -> asn.Policy:
    """The job as a policy: four targets where higher is better, three where lower is, one table of steps."""
    targets = []
    for key, target in {**HIGHER, **LOWER}.items():
        rule = asn.rules.higher_is_better if key in HIGHER else asn.rules.lower_is_better
        indicator = asn.Indicator(key, low=0, high=1000, better="higher" if key in HIGHER else "lower")
        targets.append(asn.Target(indicator, target, weight=WEIGHTS[key], rule=rule.clamped(0, 120).rounded(2)))
    days = asn.Steps(
        asn.Number("r8", low=0, high=365), *((f"<= {limit}", score) for limit, score in STEPS), otherwise=20
    )
    bands = [(key, f">= {edge}", key) for key, edge in BANDS]
    return asn.Policy(
        "job-j",
        "Job J",
        score=asn.Weighted(*targets, (WEIGHTS["r8"], days.named("r8_nilai"))).rounded(2),
        band=asn.Bands(*bands, ("e", None, "e")),
    )


def half_up(value: Fraction) -> Fraction:
    """Two decimals, ties up (the job has no negative values)."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def plain(record: dict[str, str]) -> tuple[Fraction, str]:
    """The same job as a person writes it by hand, with Fractions."""
    total = Fraction(0)
    for key, target in HIGHER.items():
        achieved = Fraction(record[key]) / Fraction(target) * 100
        total += WEIGHTS[key] * half_up(min(max(achieved, Fraction(0)), Fraction(120)))
    for key, target in LOWER.items():
        achieved = (2 - Fraction(record[key]) / Fraction(target)) * 100
        total += WEIGHTS[key] * half_up(min(max(achieved, Fraction(0)), Fraction(120)))
    days = Fraction(record["r8"])
    total += WEIGHTS["r8"] * next((score for limit, score in STEPS if days <= limit), 20)
    score = half_up(total / 100)
    return score, next((key for key, edge in BANDS if score >= edge), "e")


def records(count: int) -> list[dict[str, str]]:
    """Records spread over each indicator's range, with two decimals."""
    draw = random.Random(2026)
    ranges = {
        **{key: (0.2, 1.4, float(target)) for key, target in HIGHER.items()},
        **{key: (0.5, 2.1, float(target)) for key, target in LOWER.items()},
        "r8": (0.0, 1.0, 30.0),
    }
    return [
        {key: f"{draw.uniform(low, high) * unit:.2f}" for key, (low, high, unit) in ranges.items()}
        for _ in range(count)
    ]


def compare(rounds: int = 15, count: int = 400) -> tuple[float, float, float]:
    """Microseconds a record of both sides, and the median of the ratios, timed in turn."""
    job, data = policy(), records(count)
    for record in data:
        appraisal, (score, band) = job.appraise(record), plain(record)
        if (appraisal.exact, appraisal.band.key) != (score, band):
            sys.exit(f"the two sides disagree: {record}")
    ours, theirs = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        for record in data:
            job.appraise(record)
        middle = time.perf_counter()
        for record in data:
            plain(record)
        ours.append((middle - start) / count * 1e6)
        theirs.append((time.perf_counter() - middle) / count * 1e6)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return statistics.median(ours), statistics.median(theirs), ratio


def import_cost(rounds: int = 7) -> tuple[int, float]:
    """How many modules ``import asn_appraisal`` loads, and the median of its milliseconds above a bare interpreter."""
    count = "import sys; before = len(sys.modules); import asn_appraisal; print(len(sys.modules) - before)"
    modules = int(subprocess.run([sys.executable, "-c", count], check=True, capture_output=True, text=True).stdout)
    times = {"pass": [], "import asn_appraisal": []}
    for _ in range(rounds):
        for statement, taken in times.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)
            taken.append((time.perf_counter() - start) * 1e3)
    bare, ours = (statistics.median(taken) for taken in times.values())
    return modules, ours - bare


def main() -> None:
    """Print the figures of benchmarks/README.md."""
    ours, theirs, ratio = compare()
    print(f"python {sys.version.split()[0]}")
    print(f"one record: {ours:.0f} us with trace, plain Fractions {theirs:.0f} us, median ratio {ratio:.2f}")
    modules, milliseconds = import_cost()
    print(f"import asn_appraisal: {modules} modules, {milliseconds:.0f} ms above a bare interpreter")


if __name__ == "__main__":
    main()
