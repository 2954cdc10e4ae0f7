"""What is wrong with a table: the same faults as of each record alone, all of them, counted right."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal import Fault, schemes
from asn_appraisal.errors import RecordError
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.policies import random_policy

NILAI = schemes.get("permenpan-16-2009")

ANSWER = asn.Items(
    "jawaban",
    [asn.Number("u1", low=1, high=4, decimals=0), asn.Number("u2", low=1, high=4, decimals=0, optional=True)],
    at_least=2,
    at_most=3,
    unique=("u1",),
)
UNIT = asn.Policy(
    "unit",
    "Unit",
    score=(
        ANSWER.mean(ANSWER.fields[0]) * asn.Number("bobot", low=0, high=2, decimals=1)
        + asn.Case(asn.Category("jenis", ["a", "b"]), a=1, b=2) / asn.Number("pembagi", low=0, high=9, decimals=0)
    ).rounded(2),
)


OF_LISTS = ("ASN411", "ASN455", "ASN457")


def faults_alone(record: dict[str, Any]) -> tuple[Fault, ...]:
    return alone(UNIT, record)


def alone(policy: asn.Policy, record: dict[str, Any]) -> tuple[Fault, ...]:
    try:
        policy.appraise(record)
    except RecordError as problem:
        return problem.faults
    return ()


def random_record(rng: random.Random) -> dict[str, Any]:
    def one_of(*values: Any) -> Any:
        return rng.choice(values)

    rows = [{"u1": one_of(1, 2, 3, 4, 5, None), "u2": one_of(1, 4, 9, None)} for _ in range(rng.randrange(5))]
    return {
        "jawaban": rows,
        "bobot": one_of(0.5, 1.0, 3.0, 0.55, None),
        "jenis": one_of("a", "b", "c", None),
        "pembagi": one_of(1, 2, 3, 0),
    }


@pytest.mark.parametrize("seed", range(8))
def test_a_table_has_the_faults_that_its_records_have_alone_in_the_same_order(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    records = [random_record(rng) for _ in range(60)]
    scores = asn.appraise_table(UNIT, records, on_error="quarantine")
    for row, record in enumerate(records):
        alone = [
            (fault.code, fault.list, fault.item_row, fault.field, fault.kind, fault.facts)
            for fault in faults_alone(record)
        ]
        found = [fault for fault in scores.rejects if fault.row == row]
        assert [(f.code, f.list, f.item_row, f.field, f.kind, f.facts) for f in found] == alone
        assert bool(scores.rejected[row]) is bool(alone)


@pytest.mark.parametrize("seed", range(4))
def test_rows_of_a_table_of_their_own_are_named_by_that_table(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    records = [random_record(rng) for _ in range(40)]
    rows = [(key, row) for key, record in enumerate(records) for row in record["jawaban"]]
    rng.shuffle(rows)
    lists = {"kunci": [key for key, _ in rows], **{name: [row[name] for _, row in rows] for name in ("u1", "u2")}}
    table = {"kunci": list(range(40)), **{name: [r[name] for r in records] for name in ("bobot", "jenis", "pembagi")}}
    scores = asn.appraise_table(UNIT, table, key="kunci", items={"jawaban": lists}, on_error="quarantine")
    for fault in scores.rejects:
        assert fault.key == str(fault.row)
        if fault.item_row is not None:
            key, row = rows[fault.item_row]
            assert key == fault.row
            if fault.code == "ASN457":
                earlier, before = rows[int(dict(fault.facts)["rows"])]
                assert (earlier, before[fault.field]) == (key, row[fault.field])
            else:
                assert row[fault.field] in {None, 5, 9}
    alone = [len(faults_alone(record)) for record in records]
    assert [sum(fault.row == row for fault in scores.rejects) for row in range(40)] == alone


def test_an_error_counts_all_faults_and_lists_those_of_a_thousand_rows() -> None:
    values = np.full(60_001, 101.0)
    values[::2] = np.nan
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, {"nilai": values})
    error = caught.value
    assert (error.count, error.at_least, len(error.faults)) == (60_001, False, 1001)
    assert [(cause.code, cause.count) for cause in error.causes] == [
        ("ASN401", 30_001),
        ("ASN406", 30_000),
        ("ASN448", 1),
    ]
    assert "60,001 fault(s)" in str(error)
    assert "(30,001 times: row 0; row 2; row 4; ...)" in str(error)


def test_faults_that_only_appraising_shows_are_counted_as_far_as_they_were_worked_out() -> None:
    table = {"jawaban": [[{"u1": 1}, {"u1": 2}]] * 1500, "bobot": [1] * 1500, "jenis": ["a"] * 1500}
    with pytest.raises(RecordError, match="at least 1,000 fault") as caught:
        asn.appraise_table(UNIT, {**table, "pembagi": [0] * 1500})
    assert caught.value.at_least
    assert caught.value.faults[-1].text() == (
        '500 further rows were refused: read with on_error="quarantine" to have all of them listed'
    )


def test_a_row_whose_key_is_at_fault_tells_its_other_faults_too() -> None:
    table = {"nip": ["a", "a", "", "b"], "nilai": [90.0, 300.555, None, 90.0]}
    scores = asn.appraise_table(NILAI, table, key="nip", on_error="quarantine")
    assert [(fault.row, fault.code) for fault in scores.rejects] == [
        (0, "ASN432"),
        (1, "ASN432"),
        (1, "ASN405"),
        (2, "ASN433"),
        (2, "ASN401"),
    ]
    assert scores.rejected.tolist() == [True, True, True, False]


def test_rows_that_were_joined_to_no_record_are_not_said_to_be_missing() -> None:
    table = {"nip": ["a", "a"], "bobot": [1, 9], "jenis": ["a", "a"], "pembagi": [1, 0]}
    rows = {"nip": ["a", "a"], "u1": [1, 1], "u2": [1, 1]}
    scores = asn.appraise_table(UNIT, table, key="nip", items={"jawaban": rows}, on_error="quarantine")
    assert [(fault.row, fault.code) for fault in scores.rejects] == [(0, "ASN432"), (1, "ASN432"), (1, "ASN406")]


def test_a_row_whose_key_is_at_fault_is_worked_out_where_its_lists_are_inside_of_it() -> None:
    rows = [{"u1": 1}, {"u1": 2}]
    table = {"nip": ["a", "a"], "bobot": [1, 1], "jenis": ["a", "a"], "pembagi": [1, 0], "jawaban": [rows, rows]}
    scores = asn.appraise_table(UNIT, table, key="nip", on_error="quarantine", parts=())
    assert [(fault.row, fault.code) for fault in scores.rejects] == [(0, "ASN432"), (1, "ASN432"), (1, "ASN412")]
    assert np.isnan(scores.score).all()


def test_a_batch_that_is_refused_keeps_its_count_and_counts_rows_from_the_start() -> None:
    stream = iter([{"nilai": [90.0] * 10}, {"nilai": [101.0] * 2000}])
    with pytest.raises(RecordError) as caught:
        list(asn.appraise_batches(NILAI, stream))
    assert (caught.value.count, caught.value.faults[0].row, caught.value.causes[0].count) == (2000, 10, 2000)


def test_repeated_rows_beyond_those_listed_are_one_cause_without_a_row_of_their_own() -> None:
    rows = {"unit": np.repeat(np.arange(3000), 2), "u1": np.tile([4, 4], 3000)}
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(
            UNIT,
            {"unit": range(3000), "bobot": [1] * 3000, "jenis": ["a"] * 3000, "pembagi": [1] * 3000},
            key="unit",
            items={"jawaban": rows},
        )
    first = caught.value.causes[0]
    assert (first.code, first.count) == ("ASN457", 3000)
    assert (
        first.words() == "the same as in an earlier row: it must not repeat: correct one of the two rows or take it out"
    )


@pytest.mark.parametrize("seed", range(150))
def test_random_policies_tell_the_same_faults_of_lists_by_columns_and_by_records(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    policy = random_policy(rng)
    records = [random_faulty_record(policy, rng) for _ in range(20)]
    try:
        scores = asn.appraise_table(policy, records, on_error="quarantine")
    except RecordError:
        return  # a column that no record has: the table is refused as a whole
    for row, record in enumerate(records):
        found = [(f.list, f.item_row, f.field, f.facts) for f in scores.rejects if f.row == row and f.code in OF_LISTS]
        assert found == [(f.list, f.item_row, f.field, f.facts) for f in alone(policy, record) if f.code in OF_LISTS]


def test_random_records_repeat_rows_and_have_too_many_of_them() -> None:
    counts: Counter[str] = Counter()
    for seed in range(150):
        rng = random.Random(seed)  # noqa: S311
        policy = random_policy(rng)
        for _ in range(20):
            counts.update({fault.code for fault in alone(policy, random_faulty_record(policy, rng))})
    assert min(counts[code] for code in OF_LISTS) > 20, counts
