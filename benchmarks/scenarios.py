"""1,000 changed policies over 100,000 records that were read once, against 1,000 plain scorings of the table: at most 1.5 times as long.

A plain scoring is ``appraise_table(policy, table)``. Beside it stands the scoring of records that were read before by the policy whose plan is there
already: a changed policy has to be made and compiled, which takes longer than to score 100,000 rows.

    python benchmarks/scenarios.py [scenarios] [rows]
"""

import sys
from time import perf_counter

import numpy as np

import asn_appraisal as asn
from asn_appraisal.questions.sensitivities.simulation import _drawn, _weighted

BLOCK = 50


def main() -> None:
    """Both ways alternately in blocks, and their ratio."""
    scenarios, rows = (int(each) for each in (*sys.argv[1:], *("1000", "100000")[len(sys.argv) - 1 :]))
    chance = np.random.default_rng(0)
    for policy, table in (
        (asn.schemes.get("permenpanrb-88-2021"), ("perencanaan", "pengukuran", "pelaporan", "evaluasi")),
        _targets(),
    ):
        columns = {name: chance.integers(0, 10001, rows) / 100 for name in table}
        records = asn.read_records(policy, columns, key=None)
        asn.appraise_table(policy, records)
        plain = cached = changed = 0.0
        for _ in range(scenarios // BLOCK):
            times = [perf_counter()]
            for _ in range(BLOCK):
                asn.appraise_table(policy, columns, key=None, on_error="quarantine")
            times.append(perf_counter())
            for _ in range(BLOCK):
                asn.appraise_table(policy, records, on_error="quarantine")
            times.append(perf_counter())
            for _ in range(BLOCK):
                asn.appraise_table(_drawn(policy, _weighted(policy), 500, chance), records, on_error="quarantine")
            times.append(perf_counter())
            taken = np.diff(times)
            plain, cached, changed = plain + taken[0], cached + taken[1], changed + taken[2]
        print(
            f"{policy.key}: {scenarios} x {rows}: plain {plain:.1f} s, changed {changed:.1f} s: {changed / plain:.2f} times; "
            f"records and plan at hand {cached:.1f} s"
        )


def _targets() -> tuple[asn.Policy, tuple[str, ...]]:
    fields = [asn.Indicator(f"indikator_{at}", low=0, high=120) for at in range(5)]
    weights = (30, 25, 20, 15, 10)
    pairs = [(weight, asn.Target(each, 80).part.capped(120)) for weight, each in zip(weights, fields, strict=True)]
    scale = asn.Bands(("a", ">= 110"), ("b", ">= 90"), ("c", ">= 70"), ("d", None))
    return asn.Policy("sasaran", "Sasaran", score=asn.Weighted(*pairs).rounded(2), band=scale), tuple(
        each.key for each in fields
    )


if __name__ == "__main__":
    main()
