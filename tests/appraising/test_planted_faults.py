"""Faults planted in records: those of reading, of checks and of working out are named together, and no others."""

# ruff: noqa: S311  (chance for tests, nothing secret)

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.errors import RecordError
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

Place = tuple[str, str | None, int | None, str | None]


def faults(policy: asn.Policy, record: dict[str, Any]) -> list[Place]:
    try:
        policy.appraise(record)
    except RecordError as problem:
        return [(each.code, each.list, each.item_row, each.field) for each in problem.faults]
    return []


TUGAS = asn.Items(
    "tugas",
    [asn.Number("hasil", low=0, high=100), asn.Number("sasaran", low=0, high=100), asn.Number("mutu", low=0, high=100)],
    checks=[asn.Check(asn.Number("mutu", low=0, high=100) > 0, "mutu di atas nol")],
    at_least=2,
)
HASIL, SASARAN, MUTU = TUGAS.fields
A, B, C = (asn.Number(key, low=0, high=100) for key in "abc")
POLICY = asn.Policy(
    "uji",
    "Uji",
    score=(TUGAS.mean(HASIL / SASARAN + MUTU) + A / B).rounded(2),
    shown=[(C / A).named("cadangan")],
    checks=[asn.Check(C > 1, "c di atas satu")],
    reported=2,
)
ROW = {"hasil": 1, "sasaran": 1, "mutu": 1}
GOOD = {"a": 1, "b": 1, "c": 2, "tugas": [ROW, ROW]}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (GOOD, []),
        ({**GOOD, "c": None, "b": 0}, [("ASN401", None, None, "c"), ("ASN412", None, None, "b")]),
        ({**GOOD, "a": 0, "b": 0}, [("ASN412", None, None, "b"), ("ASN412", None, None, "a")]),
        ({**GOOD, "b": 101}, [("ASN406", None, None, "b")]),
        # A broken check says what is wrong with its field: what is worked out from it would only say it again.
        ({**GOOD, "c": 1, "a": 0}, [("ASN413", None, None, "c")]),
        ({**GOOD, "c": 1, "b": 0}, [("ASN413", None, None, "c"), ("ASN412", None, None, "b")]),
        (
            {**GOOD, "c": "x", "tugas": [{**ROW, "sasaran": 0}, {**ROW, "sasaran": "x", "mutu": 0}, ROW, 3]},
            [
                ("ASN404", None, None, "c"),
                ("ASN404", "tugas", 1, "sasaran"),
                ("ASN410", "tugas", 3, None),
                ("ASN413", "tugas", 1, "mutu"),
                ("ASN412", "tugas", 0, "sasaran"),
            ],
        ),
        (
            {**GOOD, "tugas": [{**ROW, "sasaran": 0}], "b": 0},
            [("ASN411", "tugas", None, None), ("ASN412", "tugas", 0, "sasaran"), ("ASN412", None, None, "b")],
        ),
        ({**GOOD, "tugas": 3, "b": 0}, [("ASN410", "tugas", None, None), ("ASN412", None, None, "b")]),
    ],
)
def test_all_that_is_wrong_with_a_record_comes_at_once(record: dict[str, Any], expected: list[Place]) -> None:
    assert faults(POLICY, record) == expected


def test_a_missing_value_and_a_divisor_of_zero_are_named_together() -> None:
    policy = schemes.get("pp-46-2011")
    for seed in range(200):
        record = random_record(policy, Random(seed))
        if not faults(policy, record) and record["kegiatan"]:
            break
    record["integritas"] = None
    record["kegiatan"][0]["target_kuantitas"] = 0
    found = faults(policy, record)
    assert ("ASN401", None, None, "integritas") in found
    assert any(each[1:3] == ("kegiatan", 0) for each in found)


def unread(policy: asn.Policy, record: dict[str, Any], random: Random) -> list[Place]:
    """Make one to six values of a record unreadable; where they are."""
    places: list[tuple[str | None, int | None, str]] = [(None, None, each.key) for each in policy.outline.fields]
    for items in policy.outline.lists:
        rows = record.get(items.key) or ()
        places += [(items.key, at, each.key) for at in range(len(rows)) for each in items.fields]
    found = []
    for name, at, key in random.sample(places, min(len(places), random.randint(1, 6))):
        row = record if name is None else record[name][at]
        row[key] = object()
        found.append((name, at, key))
    return [("", *place) for place in found]


def drawn(seed: int) -> tuple[asn.Policy, dict[str, Any]]:
    random = Random(seed)
    policy = random_policy(random, depth=3)
    return policy, copy.deepcopy(random_record(policy, random))


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_values_that_cannot_be_read_are_all_named_and_lead_to_no_further_fault(
    start: int,
) -> None:
    for seed in range(start, start + 100):
        policy, record = drawn(seed)
        before = faults(policy, record)
        places = unread(policy, record, Random(seed))
        found = faults(policy, record)
        read = [each for each in found if each[0] in {"ASN404", "ASN408", "ASN409"}]
        assert sorted(map(repr, (each[1:] for each in read))) == sorted(map(repr, (each[1:] for each in places))), seed
        assert {*found} - {*read} <= {*before}, seed


def test_the_draw_has_faults_of_working_out_beside_values_that_cannot_be_read() -> None:
    count = 0
    for seed in range(600):
        policy, record = drawn(seed)
        for key, value in record.items():
            if isinstance(value, (int, str)) and Random(seed).random() < 0.5:
                record[key] = 0 if isinstance(value, int) else value
        unread(policy, record, Random(seed))
        count += len({code for code, *_ in faults(policy, record)} & {"ASN412", "ASN413", "ASN414", "ASN415", "ASN416"})
    assert count >= 5


KE, NILAI = asn.Number("ke", low=1, high=12, decimals=0), asn.Number("nilai", low=0, high=100, decimals=0)
BULAN = asn.Items("bulan", [KE, NILAI], at_most=2, unique="ke")
BULANAN = asn.Policy("bulanan", "Bulanan", score=BULAN.mean(A / NILAI) + A / (BULAN.sum(NILAI) - 3), reported=2)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, 1), (2, 3)], []),
        # The sum of rows that are too many, or of which one is there twice, is not said to be wrong as well.
        ([(1, 1), (1, 2)], [("ASN457", "bulan", 1, "ke")]),
        ([(1, 1), (1, 0)], [("ASN457", "bulan", 1, "ke"), ("ASN412", "bulan", 1, "nilai")]),
        ([(1, 1), (2, 2), (3, 0)], [("ASN455", "bulan", None, None), ("ASN412", "bulan", 2, "nilai")]),
        ([("x", 1), ("x", 1)], [("ASN404", "bulan", 0, "ke"), ("ASN404", "bulan", 1, "ke")]),
        (
            [(99, 1), (99, 2), (4, 1)],
            [("ASN455", "bulan", None, None), *[("ASN406", "bulan", at, "ke") for at in (0, 1)]],
        ),
    ],
)
def test_limits_of_lists_come_with_what_is_wrong_in_their_rows(
    rows: list[tuple[Any, Any]], expected: list[Place]
) -> None:
    record = {"a": 1, "bulan": [{"ke": ke, "nilai": nilai} for ke, nilai in rows]}
    assert faults(BULANAN, record) == expected
    rejects = asn.appraise_table(BULANAN, [record], on_error="quarantine").rejects
    assert [(each.code, each.list, each.item_row, each.field) for each in rejects] == expected
    partial = [(each.code, each.list, each.item_row, each.field) for each in BULANAN.faults_of(record, partial=True)]
    assert partial == expected


@pytest.mark.parametrize("partial", [True, False])
@pytest.mark.parametrize("rows", [3, "x", {"hasil": 1}])
def test_a_list_that_cannot_be_read_is_one_fault(rows: object, partial: bool) -> None:
    found = POLICY.faults_of({**GOOD, "tugas": rows}, partial=partial)
    assert [(each.code, each.list) for each in found] == [("ASN410", "tugas")]


@pytest.mark.parametrize("partial", [True, False])
def test_what_is_no_record_is_one_fault(partial: bool) -> None:
    assert [each.code for each in POLICY.faults_of(3, partial=partial)] == ["ASN422"]
