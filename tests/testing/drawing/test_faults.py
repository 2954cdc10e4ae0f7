# ruff: noqa: S311  (chance for tests, nothing secret)

from collections import Counter
from random import Random
from typing import Any

import pytest

from asn_appraisal import Category, Check, Flag, Items, Number, Policy, Sum, When, schemes
from asn_appraisal.errors import RecordError
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.policies import random_policy

target = Number("target", low=0, high=100)
result = Number("hasil", low=0, high=100)
nomor = Number("nomor", low=0, high=500, decimals=0)
rows = Items(
    "kegiatan",
    (target, result, nomor),
    at_least=2,
    at_most=9,
    unique=nomor,
    checks=[Check(result <= 99, "hasil paling banyak 99")],
)
number = Number("n", low=-5, high=100, decimals=1)
kind = Category("jenis", ["rendah", "tinggi"])
flag = Flag("ada")
POLICY = Policy(
    "uji",
    "Uji",
    score=Sum(number, When(kind.is_("rendah") & flag, 1, 0), rows.mean(result / target)).rounded(2),
    checks=[Check(number > -5, "n di atas -5")],
)


def _faults(policy: Policy, record: Any) -> list[tuple[str, str | None, str | None]]:
    try:
        policy.appraise(record)
    except RecordError as error:
        return [(fault.code, fault.list, fault.field) for fault in error.faults]
    return []


FOUND = [_faults(POLICY, random_faulty_record(POLICY, Random(seed))) for seed in range(1500)]


@pytest.mark.parametrize(
    "fault",
    [
        ("ASN401", None, "n"),
        ("ASN401", None, "jenis"),
        ("ASN401", "kegiatan", "target"),
        ("ASN404", None, "n"),
        ("ASN404", "kegiatan", "hasil"),
        ("ASN405", None, "n"),
        ("ASN405", "kegiatan", "hasil"),
        ("ASN406", None, "n"),
        ("ASN406", "kegiatan", "target"),
        ("ASN408", None, "jenis"),
        ("ASN409", None, "ada"),
        ("ASN410", "kegiatan", None),
        ("ASN411", "kegiatan", None),
        ("ASN412", "kegiatan", "target"),
        ("ASN455", "kegiatan", None),
        ("ASN457", "kegiatan", "nomor"),
        ("ASN413", "kegiatan", "hasil"),
        ("ASN413", None, "n"),
        ("ASN417", None, "n"),
        ("ASN418", None, "n"),
        ("ASN419", None, "n"),
        ("ASN420", None, "n"),
        ("ASN421", None, "n"),
    ],
)
def test_every_fault_of_every_place_is_drawn(fault: tuple[str, str | None, str | None]) -> None:
    assert sum(fault in faults for faults in FOUND) >= 3


def test_a_record_has_one_fault_or_several() -> None:
    tally = Counter(len(faults) for faults in FOUND)
    assert tally[0] < 0.05 * len(FOUND)
    assert tally[1] > 0.3 * len(FOUND)
    assert sum(tally[count] for count in tally if count > 1) > 0.2 * len(FOUND)


@pytest.mark.parametrize("key", schemes.keys())
def test_faulty_records_of_every_scheme_are_refused(key: str) -> None:
    policy, random = schemes.get(key), Random(2)
    refused = sum(bool(_faults(policy, random_faulty_record(policy, random))) for _ in range(100))
    assert refused > 85


def test_faulty_records_name_no_field_that_the_policy_does_not_have() -> None:
    # What columns leave out of account would be a fault of a record alone.
    for seed in range(100):
        random = Random(seed)
        policy = random_policy(random)
        codes = {code for code, _, _ in _faults(policy, random_faulty_record(policy, random))}
        assert not codes & {"ASN402", "ASN403"}
