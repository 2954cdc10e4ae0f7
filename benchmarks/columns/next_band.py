"""What ``scores.next_band()`` takes beside the scoring: ``python benchmarks/columns/next_band.py --rows 1000000``.

Job J. Both are timed in turn, several times, in seconds of CPU; the ratios are the medians of those of each round. Some
rows are compared with ``next_band`` of their record alone.
"""

from __future__ import annotations

import argparse
from statistics import median
from time import process_time

import job_j_data as data
import numpy as np
import ours

import asn_appraisal as asn


def main() -> None:
    """Print the times, the ratios and the number of rows that differ from their records."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--compared", type=int, default=100)
    options = parser.parse_args()
    policy, table = ours.job_j_policy(data.W5), data.random_table(options.rows)
    read = asn.read_records(policy, table.columns)
    asn.appraise_table(policy, read)
    times: dict[str, list[float]] = {"raw": [], "ingested": [], "next band": []}
    for _ in range(options.repeat):
        start = process_time()
        scores = asn.appraise_table(policy, table.columns)
        times["raw"].append(process_time() - start)
        start = process_time()
        asn.appraise_table(policy, read)
        times["ingested"].append(process_time() - start)
        start = process_time()
        found = scores.next_band()
        times["next band"].append(process_time() - start)
    for name, taken in times.items():
        ratio = median(one / other for one, other in zip(times["next band"], taken, strict=True))
        print(f"{name}: {median(taken):.3f} s, {ratio:.1f} times")
    print(found.text("en"), end="")
    wrong = 0
    for row in np.random.default_rng(1).integers(0, options.rows, options.compared).tolist():
        alone = asn.next_band(policy, scores.appraisal(row))
        for way in alone.ways:
            value = found.nearest[way.field][row]
            wrong += np.isnan(value) if way.nearest is not None else not np.isnan(value)
            wrong += way.nearest is not None and value != float(way.nearest)
    print(f"values that differ from those of the record: {wrong}")


if __name__ == "__main__":
    main()
