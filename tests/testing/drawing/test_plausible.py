# ruff: noqa: S311  (chance for tests, nothing secret)

from fractions import Fraction
from random import Random

import pytest

from asn_appraisal import Number, schemes
from asn_appraisal.testing.drawing.plausible import is_plausible, plausible_ends, plausible_record

SKP = schemes.get("pp-46-2011")


def test_a_field_without_an_end_stays_within_a_thousand() -> None:
    assert plausible_ends(Number("x", decimals=1)) == (0, 10_000)
    assert plausible_ends(Number("x", low=5, decimals=0)) == (5, 1005)
    assert plausible_ends(Number("x", high=-3, decimals=0)) == (-3, -3)
    assert plausible_ends(Number("x", low=-7, high=120, decimals=0)) == (-7, 120)


@pytest.mark.parametrize("key", [policy.key for policy in schemes.listed()])
def test_plausible_records_are_plausible_and_can_be_scored(key: str) -> None:
    policy, random = schemes.get(key), Random(1)
    records = [plausible_record(policy, random) for _ in range(20)]
    assert all(is_plausible(policy, record) for record in records)
    scores = [exact for record in records if (exact := policy.appraise(record).exact) is not None]
    assert all(-1000 <= score <= 1000 for score in scores)


def test_far_values_targets_of_a_hundredth_and_unreadable_records_are_not_plausible() -> None:
    record = next(
        each
        for each in (plausible_record(SKP, Random(seed)) for seed in range(50))
        if Fraction(each["kegiatan"][0].get("target_biaya") or 0) > 1
    )
    first, *rest = record["kegiatan"]
    assert is_plausible(SKP, record)
    for change in ({"realisasi_biaya": "1000.01"}, {"target_kuantitas": "0.01", "realisasi_kuantitas": "7.00"}):
        assert not is_plausible(SKP, {**record, "kegiatan": [{**first, **change}, *rest]})
    assert not is_plausible(SKP, {**record, "integritas": "x"})
