"""What ``next_band`` of one record takes where it has many fields and rows, in seconds of CPU: ``python benchmarks/long_lists.py 150``."""

import sys
from fractions import Fraction
from random import Random
from time import process_time

import asn_appraisal as asn

FIELDS = 9


def main() -> None:
    """The ways of all fields, of a list of nine indicators a row."""
    rows, random = int((*sys.argv[1:], "150")[0]), Random(1)
    fields = [asn.Indicator(f"indikator_{at}", low=0, high=120) for at in range(FIELDS)]
    activities = asn.Items("kegiatan", fields)
    pairs = [(Fraction(100, FIELDS), asn.Target(each, 80).part.capped(120)) for each in fields]
    mean = activities.mean(asn.Weighted(*pairs).rounded(2)).rounded(2)
    bands = asn.Bands(("a", ">= 110"), ("b", ">= 90"), ("c", ">= 70"), ("d", None))
    policy = asn.Policy("daftar", "Daftar", score=mean, band=bands)
    record = {"kegiatan": [{each.key: random.randint(40, 70) for each in fields} for _ in range(rows)]}
    start = process_time()
    answer = asn.next_band(policy, record)
    print(f"{rows} rows of {FIELDS} indicators, {len(answer.ways)} ways: {process_time() - start:.2f} s")


if __name__ == "__main__":
    main()
