"""1,000 scenarios of ``simulate``, each with other weights, over 100,000 records that were read once, against 1,000 plain scorings.

A plain scoring is ``appraise_table(policy, records)`` of the same records with the plan at hand; beside it stands that of the table, which
reads it each time. They take turns in blocks, in seconds of CPU; the ratios are the medians of those of each block.

    python benchmarks/scenarios.py [scenarios] [rows]
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

import asn_appraisal as asn

sys.path.append(str(Path(__file__).parent / "columns"))
data, ours = import_module("job_j_data"), import_module("ours")

BLOCK = 50


def main() -> None:
    """All ways in turn in blocks, and the ratios."""
    scenarios, rows = (int(each) for each in (*sys.argv[1:], *("1000", "100000")[len(sys.argv) - 1 :]))
    for policy, columns in _jobs(rows):
        records = asn.read_records(policy, columns, key=None)
        asn.appraise_table(policy, records)
        taken: list[tuple[float, float, float]] = []
        for block in range(scenarios // BLOCK):
            times = [process_time()]
            for _ in range(BLOCK):
                asn.appraise_table(policy, columns, key=None, on_error="quarantine")
            times.append(process_time())
            for _ in range(BLOCK):
                asn.appraise_table(policy, records, on_error="quarantine")
            times.append(process_time())
            asn.simulate(policy, records, concentration=500, draws=BLOCK, seed=block)
            times.append(process_time())
            taken.append(tuple(np.diff(times).tolist()))
        table, plain, drawn = (sum(each) for each in zip(*taken, strict=True))
        print(
            f"{policy.key}: {scenarios} x {rows}: plain {plain:.2f} s, scenarios {drawn:.2f} s: "
            f"{median(each[2] / each[1] for each in taken):.2f} times; against the table {table:.2f} s: "
            f"{median(each[2] / each[0] for each in taken):.2f} times"
        )


def _jobs(rows: int) -> Iterator[tuple[asn.Policy, dict[str, Any]]]:
    chance = np.random.default_rng(0)
    for policy in (asn.schemes.get("permenpanrb-88-2021"), _targets()):
        yield policy, {each.key: chance.integers(0, 10001, rows) / 100 for each in policy.inputs}
    yield ours.job_j_policy(data.W5), data.random_table(rows).columns


def _targets() -> asn.Policy:
    fields = [asn.Indicator(f"indikator_{at}", low=0, high=120) for at in range(5)]
    weights = (30, 25, 20, 15, 10)
    pairs = [(weight, asn.Target(each, 80).part.capped(120)) for weight, each in zip(weights, fields, strict=True)]
    scale = asn.Bands(("a", ">= 110"), ("b", ">= 90"), ("c", ">= 70"), ("d", None))
    return asn.Policy("sasaran", "Sasaran", score=asn.Weighted(*pairs).rounded(2), band=scale)


if __name__ == "__main__":
    main()
