"""What workers do with batches of Arrow; Spark and Java are not needed, tests/outside/test_spark.py has them."""

import pickle
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

import asn_appraisal as asn
from asn_appraisal import Items, Number, Policy, schemes
from asn_appraisal.adapters import spark_workers
from asn_appraisal.adapters.spark_workers import (
    BUCKET,
    FAULT,
    KEY,
    TABLE,
    Task,
    result_types,
    scored_bucket,
    scored_rows,
)
from asn_appraisal.columns.tables import How
from asn_appraisal.errors import RecordError

SINGLE = schemes.get("permenpan-16-2009")
SURVEY = schemes.get("permenpanrb-14-2017")
MUTU = Number("mutu", low=0, high=100)
TUGAS = Items("tugas", (MUTU,))
LISTED = Policy("daftar", "Daftar", score=(TUGAS.mean(MUTU) + Number("dasar", low=0, high=10)).rounded(2))
LIKE_A_LIST = pa.list_(pa.struct({"mutu": pa.float64()}))


def task(policy: Policy, **more: Any) -> Task:
    given = {"how": How(on_error="quarantine"), "raises": False, **more}
    return Task(document=asn.to_json(policy), kept=given.get("key", ()), **given)


def rows_of(told: Task, table: pa.Table, size: int | None = None) -> list[dict[str, Any]]:
    found = scored_rows(told, table.column_names, table.to_batches(max_chunksize=size))
    return [row for batch in found for row in batch.to_pylist()]


def packed(*tables: pa.Table) -> pa.Table:
    """A bucket as Spark hands it over: rows of several tables, each in a column of its own."""
    parts = []
    for place, table in enumerate(tables):
        columns: dict[str, Any] = {BUCKET: pa.array([0] * len(table), pa.int32())}
        columns[TABLE] = pa.array([place] * len(table), pa.int32())
        for other, each in enumerate(tables):
            kind = pa.struct(each.schema)
            own = pa.array(table.to_pylist(), kind) if other == place else pa.nulls(len(table), kind)
            columns[f"{TABLE}{other}"] = own
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def codes(row: dict[str, Any]) -> list[str]:
    return [fault["code"] for fault in row["faults"]]


# --- records ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [None, 2])
def test_batches_of_any_size_give_what_the_table_gives(size: int | None) -> None:
    values = [Decimal("90.99"), None, Decimal("91.00"), Decimal("100.01"), Decimal("75.00")]
    table = pa.table({"nip": list("abcde"), "nilai": pa.array(values, pa.decimal128(10, 2)), "catatan": [1] * 5})
    rows = rows_of(task(SINGLE, key=("nip",)), table, size)
    scores = asn.appraise_table(SINGLE, table, key="nip", on_error="quarantine")
    assert [row["nip"] for row in rows] == list("abcde")
    assert [row["score"] for row in rows] == scores.reported()
    assert [row["band"] for row in rows] == scores.band_keys()
    assert [row["refused"] for row in rows] == scores.rejected.tolist()
    assert [codes(row) for row in rows] == [[], ["ASN401"], [], ["ASN406"], []]
    assert rows[3]["faults"][0]["message"] == "(d), nilai: out of range: it must lie from 0 to 100"


def test_small_batches_are_scored_together_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_workers, "_MOST_ROWS", 4)
    table = pa.table({"nilai": [float(place) for place in range(10)]})
    found = list(scored_rows(task(SINGLE), ["nilai"], table.to_batches(max_chunksize=1)))
    assert [batch.num_rows for batch in found] == [4, 4, 2]
    assert [value.as_py() for batch in found for value in batch.column("score")] == [Decimal(n) for n in range(10)]


def test_nothing_comes_of_no_batches() -> None:
    assert list(scored_rows(task(SINGLE), ["nilai"], iter([]))) == []


def test_a_key_is_given_as_it_is_meant_and_whether_it_is_a_double_is_left_to_the_whole() -> None:
    table = pa.table({"nip": [" 0 01", "001", "002", "", None], "nilai": [80.0, 81.0, 82.0, 83.0, 84.0]})
    rows = rows_of(task(SINGLE, key=("nip",)), table)
    assert [row[f"{KEY}0"] for row in rows] == ["001", "001", "002", None, None]
    assert [row["nip"] for row in rows] == [" 0 01", "001", "002", "", None]
    assert [codes(row) for row in rows] == [[], [], [], ["ASN433"], ["ASN433"]]
    whole = pa.table({"nip": pa.array([7, 8, None]), "nilai": [80.0] * 3})
    assert [row[f"{KEY}0"] for row in rows_of(task(SINGLE, key=("nip",)), whole)] == [7, 8, None]


def test_lists_in_columns_keep_the_places_of_their_rows() -> None:
    lists = [[{"mutu": 80.0}, {"mutu": 101.0}], [{"mutu": 70.0}], None]
    table = pa.table({"dasar": [1.0, 2.0, 3.0], "tugas": pa.array(lists, LIKE_A_LIST)})
    rows = rows_of(task(LISTED, language="id"), table)
    assert [row["score"] for row in rows] == [None, Decimal("72.00"), None]
    (fault,) = rows[0]["faults"]
    assert (fault["list"], fault["item_row"], fault["field"], fault["code"]) == ("tugas", 1, "mutu", "ASN406")
    assert fault["message"] == "tugas[1].mutu: di luar rentang: harus berada dari 0 sampai 100"


def test_faults_are_raised_with_the_key_and_without_a_row() -> None:
    table = pa.table({"nip": ["a", "b"], "nilai": [80.0, 101.0]})
    with pytest.raises(RecordError, match=r"ASN406: \(b\), nilai: out of range") as caught:
        rows_of(task(SINGLE, key=("nip",), raises=True), table)
    assert [fault.row for fault in caught.value.faults] == [None]
    doubles = pa.table({"nip": ["a", "a"], "nilai": [80.0, 80.0]})
    assert len(rows_of(task(SINGLE, key=("nip",), raises=True), doubles)) == 2


def test_a_score_of_too_many_digits_is_a_fault_of_its_row() -> None:
    large = Policy("besar", "Besar", score=Number("a", low=0, decimals=2) * 10**30)
    rows = rows_of(task(large, key=("k",)), pa.table({"k": ["x", "y"], "a": ["123456", "1234567890.12"]}))
    assert [(row["score"], row["refused"], codes(row)) for row in rows] == [
        (Decimal(123456) * 10**30, False, []),
        (None, True, ["ASN609"]),
    ]
    with pytest.raises(RecordError, match=r"ASN609: \(y\): the score has more than 38 digits"):
        rows_of(task(large, key=("k",), raises=True), pa.table({"k": ["y"], "a": ["1234567890.12"]}))


def test_a_task_can_be_sent_and_its_policy_is_read_once() -> None:
    told = pickle.loads(pickle.dumps(task(SINGLE, key=("nip",), cells=asn.Cells(decimal="comma"))))  # noqa: S301 - our own
    spark_workers._known.cache_clear()
    for _ in range(3):
        rows = rows_of(told, pa.table({"nip": ["a"], "nilai": ["91,5"]}))
    assert rows[0]["score"] == Decimal("91.50")
    assert (spark_workers._known.cache_info().misses, spark_workers._known.cache_info().currsize) == (1, 1)


# --- types -----------------------------------------------------------------------------------------------------------


def test_the_types_of_results_are_those_that_come() -> None:
    half = (Number("nilai", low=0, high=100) / 3).named("separuh")
    policy = Policy("p", "P", score=half.rounded(3))
    how = How(parts=("separuh",), on_error="quarantine")
    assert result_types(policy, how) == {"score": "decimal(38,3)", "separuh": "double", "refused": "boolean"}
    (batch,) = scored_rows(task(policy, how=how), ["nilai"], pa.table({"nilai": pa.array([None, 50])}).to_batches())
    assert [str(field.type).partition("<")[0] for field in batch.schema] == [
        "decimal128(38, 3)",
        "double",
        "bool",
        "list",
    ]
    assert batch.column("separuh").to_pylist() == [None, pytest.approx(50 / 3)]
    assert [field.name for field in batch.schema.field("faults").type.value_type] == [*FAULT]


@pytest.mark.parametrize("key", schemes.keys())
def test_every_scheme_says_what_comes(key: str) -> None:
    policy = schemes.get(key)
    names = [*result_types(policy, How()), "faults"]
    assert ("score" in names, "band" in names) == (policy.score is not None, policy.band is not None)
    if not policy.outline.lists:
        empty = pa.table({each.key: pa.array([None], pa.string()) for each in policy.outline.fields})
        (batch,) = scored_rows(task(policy), empty.column_names, empty.to_batches())
        assert batch.schema.names == names


# --- buckets ---------------------------------------------------------------------------------------------------------


def test_lists_of_a_bucket_are_joined_by_keys_however_they_are_written() -> None:
    records = pa.table({"nip": ["001", "002"], "dasar": [1.0, 2.0], "catatan": ["x", "y"]})
    rows = pa.table({"nip": ["'002", "0 01", "001"], "mutu": [70.0, 80.0, 81.0]})
    told = task(LISTED, key=("nip",), tables=(None, "tugas"))
    found = scored_bucket(told, packed(records, rows)).to_pylist()
    assert [(row["nip"], row["score"], row["refused"]) for row in found] == [
        ("001", Decimal("81.50"), False),
        ("002", Decimal("72.00"), False),
    ]


def test_rows_of_lists_without_a_record_are_refused_rows_one_for_each_key() -> None:
    records = pa.table({"nip": [1, 2], "dasar": [1.0, 2.0]})
    rows = pa.table({"nip": [1, 9, 2, 9, 8, None], "mutu": [70.0] * 6})
    told = task(LISTED, key=("nip",), tables=(None, "tugas"))
    found = scored_bucket(told, packed(records, rows)).to_pylist()
    assert [(row["nip"], row["score"], row["refused"], codes(row)) for row in found] == [
        (1, Decimal("71.00"), False, []),
        (2, Decimal("72.00"), False, []),
        (None, None, True, ["ASN433"]),
        (9, None, True, ["ASN434"]),
        (8, None, True, ["ASN434"]),
    ]
    with pytest.raises(RecordError, match=r"ASN434: tugas: the key does not occur .*: \(9\); \(8\)\)") as caught:
        scored_bucket(task(LISTED, key=("nip",), tables=(None, "tugas"), raises=True), packed(records, rows))
    assert len(caught.value.faults) == 3


def test_faults_in_a_bucket_name_no_rows() -> None:
    unik = Items("tugas", (MUTU,), unique="mutu")
    policy = Policy("daftar", "Daftar", score=(unik.mean(MUTU) + Number("dasar", low=0, high=10)).rounded(2))
    records = pa.table({"nip": ["a", "a", "b"], "dasar": [1.0, 2.0, 3.0]})
    rows = pa.table({"nip": ["b", "b", "a"], "mutu": [70.0, 70.0, 101.0]})
    told = task(policy, key=("nip",), tables=(None, "tugas"))
    found = scored_bucket(told, packed(records, rows)).to_pylist()
    assert [[fault["message"] for fault in row["faults"]] for row in found] == [
        ["(a), nip: the key occurs more than once: each key stands for one record"],
        ["(a), nip: the key occurs more than once: each key stands for one record"],
        [
            "(b), tugas.mutu: the same as in an earlier row: it must not repeat: correct one of the two rows or take it out"
        ],
    ]
    assert {fault["item_row"] for row in found for fault in row["faults"]} == {None}


def test_lists_alone_give_a_row_for_each_key() -> None:
    answers = pa.table({"unit": pa.array(["b", "a", "b"]), **{f"u{n}": [3, 4, 4] for n in range(1, 10)}})
    told = task(SURVEY, key=("unit",), tables=("responden",))
    found = scored_bucket(told, packed(answers))
    assert found.column("unit").type == pa.string()
    assert [(row["unit"], row["score"]) for row in found.to_pylist()] == [("b", Decimal("87.50")), ("a", Decimal(100))]


def test_rows_that_were_left_out_are_counted() -> None:
    answers = pa.table({"unit": [1, 1, 1], **{f"u{n}": pa.array([3, None if n == 5 else 4, 4]) for n in range(1, 10)}})
    how = How(on_error="quarantine", bad_items="drop")
    told = task(SURVEY, key=("unit",), tables=("responden",), how=how)
    (row,) = scored_bucket(told, packed(answers)).to_pylist()
    assert (row["score"], row["dropped"], row["faults"]) == (Decimal("87.50"), 1, [])
    told = task(SURVEY, key=("unit",), tables=("responden",), how=how)
    (row,) = scored_bucket(told, packed(answers.slice(2))).to_pylist()
    assert (row["score"], row["dropped"]) == (Decimal(100), 0)
