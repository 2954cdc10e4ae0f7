"""Frames of Spark against ``appraise_table``, in local mode on a real JVM."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

os.environ["PYSPARK_PYTHON"] = sys.executable  # else workers are the python3 of the path, which has no library

from pyspark.errors import PythonException, SparkRuntimeException
from pyspark.sql import DataFrame, SparkSession, functions

import asn_appraisal as asn
from asn_appraisal import Category, Count, Flag, Items, Number, Policy, schemes
from asn_appraisal.errors import RecordError, SparkFrameError, SparkKeyError
from asn_appraisal.testing.cases import cases_of
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.records import random_record
from asn_appraisal.testing.vectors import vectors

SINGLE = schemes.get("permenpan-16-2009")
SURVEY = schemes.get("permenpanrb-14-2017")
WITH_LISTS = [policy.key for policy in map(schemes.get, schemes.keys()) if policy.outline.lists]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "7")
        .config("spark.log.level", "OFF")
        .config("spark.sql.codegen.wholeStage", "false")  # compiling a query takes longer than a few rows
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -Xshare:auto")
        .getOrCreate()
    )
    yield session
    session.stop()


# --- all schemes -----------------------------------------------------------------------------------------------------


def records_of(policy: Policy) -> list[dict[str, Any]]:
    """Records at edges and ties, plain ones, and ones with every kind of fault; values are texts, true, false or None."""
    random = Random(7)  # noqa: S311
    if policy.outline.lists:  # their vectors take seconds each, their edges come with the package
        shipped = cases_of(policy)
        found = [*(case.record for case in shipped.cases)] if shipped else []
        found += [random_record(policy, random) for _ in range(20)]
    else:
        found = [line["record"] for line in vectors(policy)]
    return found + [random_faulty_record(policy, random) for _ in range(12)]


def as_text(value: Any) -> str | None:
    return (
        None
        if value is None or isinstance(value, dict | list)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )


def as_number(value: Any, kind: pa.DataType) -> Any:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= 10**18:
        return None
    if pa.types.is_floating(kind):
        return float(number)
    try:
        return pa.scalar(
            number.quantize(Decimal(1).scaleb(-kind.scale)) if pa.types.is_decimal(kind) else int(number), kind
        ).as_py()
    except (pa.ArrowInvalid, InvalidOperation):
        return None


def column_type(entry: Any, numbers: str) -> pa.DataType:
    if isinstance(entry, Flag):
        return pa.bool_()
    if isinstance(entry, Category) or numbers == "text":
        return pa.string()
    if isinstance(entry, Count):
        return pa.int64()
    return pa.float64() if len(entry.key) % 2 else pa.decimal128(30, 6)


def cell(value: Any, kind: pa.DataType) -> Any:
    if pa.types.is_string(kind):
        return as_text(value)
    if pa.types.is_boolean(kind):
        return value if isinstance(value, bool) else None
    return None if value is None or isinstance(value, bool | dict | list) else as_number(value, kind)


def table_and_lists(policy: Policy, numbers: str) -> tuple[pa.Table, dict[str, pa.Table]]:
    """The records as a table of Arrow with lists in columns, and the same lists as tables of their own."""
    records = records_of(policy)
    keys = [f"k{place}" for place in range(len(records))]
    columns: dict[str, Any] = {"kunci": pa.array(keys)}
    for entry in policy.outline.fields:
        kind = column_type(entry, numbers)
        columns[entry.key] = pa.array([cell(record.get(entry.key), kind) for record in records], kind)
    lists = {}
    for items in policy.outline.lists:
        kinds = {entry.key: column_type(entry, numbers) for entry in items.fields}
        rows = [
            [
                {name: cell(row.get(name), kind) for name, kind in kinds.items()}
                for row in (record.get(items.key) if isinstance(record.get(items.key), list) else ())
                if isinstance(row, dict)
            ]
            for record in records
        ]
        columns[items.key] = pa.array(rows, pa.list_(pa.struct([*kinds.items()])))
        flat = [{"kunci": key, **row} for key, held in zip(keys, rows, strict=True) for row in held]
        lists[items.key] = pa.Table.from_pylist(flat, pa.schema({"kunci": pa.string(), **kinds}))
    return pa.table(columns), lists


def expected(scores: asn.Scores, *, item_rows: bool = True) -> dict[Any, Any]:
    keys = [scores.records.keys.text(row) for row in range(len(scores))] if scores.records.keys else range(len(scores))
    faults: dict[int, list[Any]] = {row: [] for row in range(len(scores))}
    for fault in scores.rejects:
        place = fault.item_row if item_rows else None
        faults[fault.row].append((fault.list, place, fault.field, fault.kind, fault.code))
    rows = zip(keys, scores.reported(), scores.band_keys(), scores.rejected.tolist(), strict=True)
    return {key: (score, band, refused, faults[row]) for row, (key, score, band, refused) in enumerate(rows)}


def found_in(frame: DataFrame, key: str = "kunci") -> dict[Any, Any]:
    found = {}
    for row in frame.toArrow().to_pylist():
        faults = [(each["list"], each["item_row"], each["field"], each["kind"], each["code"]) for each in row["faults"]]
        assert row[key] not in found
        found[row[key]] = (row.get("score"), row.get("band"), row["refused"], faults)
    return found


@pytest.mark.parametrize("numbers", ["text", "typed"])
@pytest.mark.parametrize("key", schemes.keys())
def test_a_scheme_gives_in_spark_what_it_gives_in_a_table(spark: SparkSession, key: str, numbers: str) -> None:
    policy = schemes.get(key)
    table, _ = table_and_lists(policy, numbers)
    frame = asn.appraise_spark(policy, spark.createDataFrame(table), key="kunci", on_error="quarantine")
    scores = asn.appraise_table(policy, table, key="kunci", on_error="quarantine")
    assert found_in(frame) == expected(scores)
    assert 0 < scores.rejected.sum() < len(scores)


@pytest.mark.parametrize("key", WITH_LISTS)
def test_lists_in_frames_of_their_own_give_what_they_give_in_tables(spark: SparkSession, key: str) -> None:
    policy = schemes.get(key)
    table, lists = table_and_lists(policy, "typed")
    table = table.drop_columns([*lists])
    frames = {name: spark.createDataFrame(rows) for name, rows in lists.items()}
    frame = asn.appraise_spark(
        policy, spark.createDataFrame(table), key="kunci", items=frames, on_error="quarantine", buckets=3
    )
    scores = asn.appraise_table(policy, table, key="kunci", items=lists, on_error="quarantine")
    assert found_in(frame) == expected(scores, item_rows=False)
    assert not scores.rejected.all()


# --- types, nulls, names ---------------------------------------------------------------------------------------------


def test_a_column_of_any_type_means_what_it_means_in_a_table(spark: SparkSession) -> None:
    values: dict[str, list[Any]] = {
        "decimal(10,3)": [Decimal("90.995"), Decimal("0.005"), Decimal("100.001"), None],
        "decimal(38,18)": [Decimal("90.995"), Decimal("0.0051"), None],
        "double": [90.995, 0.1 + 0.2, float("nan"), float("inf"), None, -0.0],
        "float": [90.5, 0.1, None],
        "bigint": [90, -1, None, 2**62],
        "int": [90, None],
        "tinyint": [90, None],
        "string": ["90.995", "90,995", " 7 ", "", "x", None],
        "boolean": [True, None],
        "date": [date(2026, 1, 2), None],
        "timestamp": [datetime(2026, 1, 2, 3, tzinfo=UTC), None],
        "binary": [b"90", None],
    }
    fields = [Number(f"n{place}", low=0, high=100, decimals=3, optional=True) for place in range(len(values))]
    policy = Policy("jenis", "Jenis", score=asn.Sum(*(each.or_else(0) for each in fields)).rounded(2))
    rows = []
    for place, cells in enumerate(values.values()):
        for at, value in enumerate(cells):
            rows.append((f"{place}.{at}", *(value if other == place else None for other in range(len(values)))))
    kinds = ", ".join(f"n{place} {kind}" for place, kind in enumerate(values))
    frame = spark.createDataFrame(rows, f"kunci string, {kinds}")
    scores = asn.appraise_table(policy, frame.toArrow(), key="kunci", on_error="quarantine")
    found = found_in(asn.appraise_spark(policy, frame, key="kunci", on_error="quarantine"))
    assert found == expected(scores)
    assert (found["0.0"][0], found["2.0"][0], found["2.1"][0]) == (Decimal("91.00"), Decimal("91.00"), Decimal("0.30"))
    assert [found[f"{place}.0"][2] for place in range(len(values))] == [*[False] * 8, *[True] * 4]


def test_columns_of_hostile_names_are_read_and_kept(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", "91,5", 1)], "`n.i``p` string, `Nilai (%)` string, `select` int")
    cells = asn.Cells(decimal="comma", rename={"Nilai (%)": "nilai", "n.i`p": "n`i.p"})
    found = asn.appraise_spark(SINGLE, frame, key="n`i.p", cells=cells)
    assert found.columns == ["n`i.p", "score", "band", "refused", "faults"]
    assert found.toArrow().to_pylist()[0]["score"] == Decimal("91.50")
    joined = asn.appraise_spark(SINGLE, frame, cells=cells, join=True)
    assert joined.columns == ["n`i.p", "nilai", "select", "score", "band", "refused", "faults"]


def test_the_result_has_the_types_that_it_declares(spark: SparkSession) -> None:
    frame = spark.createDataFrame([(Decimal(7), 91.5)], "nip decimal(18,0), nilai double")
    found = asn.appraise_spark(SINGLE, frame, key="nip")
    assert found.schema.simpleString() == (
        "struct<nip:decimal(18,0),score:decimal(38,2),band:string,refused:boolean,"
        "faults:array<struct<list:string,item_row:int,field:string,kind:string,code:string,message:string>>>"
    )
    (row,) = found.collect()
    assert (row.nip, row.score, row.band, row.refused, row.faults) == (7, Decimal("91.50"), "amat_baik", False, [])


def test_a_score_of_more_digits_than_a_decimal_holds_refuses_its_row(spark: SparkSession) -> None:
    large = Policy("besar", "Besar", score=Number("a", low=0, decimals=2) * 10**30)
    frame = spark.createDataFrame([("x", "123456"), ("y", "1234567890.12")], "kunci string, a string")
    found = found_in(asn.appraise_spark(large, frame, key="kunci", on_error="quarantine"))
    assert found["x"] == (Decimal(123456) * 10**30, None, False, [])
    assert found["y"] == (None, None, True, [(None, None, None, None, "ASN609")])
    with pytest.raises(PythonException, match="ASN609"):
        asn.appraise_spark(large, frame, key="kunci").collect()


# --- keys and lists --------------------------------------------------------------------------------------------------


def test_a_key_that_occurs_twice_is_noticed_in_whichever_partition_it_is(spark: SparkSession) -> None:
    rows = [(f"p{place}", 80.0) for place in range(300)]
    rows[3], rows[290], rows[17], rows[205] = (" 1 985", 80.0), ("1985", 80.0), (None, 80.0), ("", 101.0)
    frame = spark.createDataFrame(rows, "nip string, nilai double").repartition(5)
    scores = asn.appraise_table(SINGLE, frame.toArrow(), key="nip", on_error="quarantine")
    found = asn.appraise_spark(SINGLE, frame, key="nip", on_error="quarantine", language="id").toArrow().to_pylist()
    told = {row["nip"]: [(each["code"], each["message"]) for each in row["faults"]] for row in found if row["refused"]}
    double = ("ASN432", "(1985), nip: kunci muncul lebih dari sekali: satu kunci untuk satu data")
    empty = ("ASN433", "nip: kunci kosong: setiap baris memerlukannya")
    assert told.keys() == {" 1 985", "1985", None, ""}
    assert told["1985"] == told[" 1 985"] == [double]
    assert told[None] == [empty]
    assert [code for code, _ in told[""]] == ["ASN433", "ASN406"]
    assert len(found) == 300
    assert int(scores.rejected.sum()) == 4
    with pytest.raises(SparkRuntimeException, match=r"ASN432: \(1985\), nip: the key occurs more than once"):
        asn.appraise_spark(SINGLE, frame.where("nip like '%985'"), key="nip").count()


def test_keys_of_several_columns_are_told_apart(spark: SparkSession) -> None:
    rows = [("a", 2025, 80.0), ("a", 2026, 81.0), ("b", 2025, 82.0), ("b", 2025, 83.0)]
    frame = spark.createDataFrame(rows, "nip string, tahun int, nilai double")
    found = asn.appraise_spark(SINGLE, frame, key=("nip", "tahun"), on_error="quarantine").collect()
    assert sorted((row.nip, row.tahun, row.refused) for row in found) == [
        ("a", 2025, False),
        ("a", 2026, False),
        ("b", 2025, True),
        ("b", 2025, True),
    ]
    assert found[-1].faults[0].message.startswith("(b, 2025), nip, tahun: ")


def answers(*units: Any) -> list[tuple[Any, ...]]:
    return [(unit, *(3 + (place + n) % 2 for n in range(9))) for place, unit in enumerate(units)]


QUESTIONS = ", ".join(f"u{n} int" for n in range(1, 10))


def test_rows_of_a_list_alone_are_gathered_by_their_key_however_it_is_written(spark: SparkSession) -> None:
    rows = answers("'0 07", "samsat", "007", " samsat ", "samsat", None)
    frame = spark.createDataFrame(rows, f"unit string, {QUESTIONS}").repartition(3)
    scores = asn.appraise_table(SURVEY, frame.toArrow(), key="unit", on_error="quarantine")
    found = asn.appraise_spark(SURVEY, frame, key="unit", on_error="quarantine", buckets=50).collect()
    scored = {row.unit: (row.score, row.band) for row in found if not row.refused}
    names = [scores.records.keys.text(row) for row in range(len(scores))]
    assert scored == dict(zip(names, zip(scores.reported(), scores.band_keys(), strict=True), strict=True))
    assert scored.keys() == {"007", "samsat"}
    assert [row.faults[0].code for row in found if row.refused] == ["ASN433"]


def test_rows_of_a_list_without_a_record_come_out_refused(spark: SparkSession) -> None:
    items = Items("tugas", (Number("mutu", low=0, high=100),))
    policy = Policy(
        "daftar",
        "Daftar",
        score=(items.mean(Number("mutu", low=0, high=100)) + Number("dasar", low=0, high=10)).rounded(2),
    )
    records = spark.createDataFrame([(1, 5.0, "x"), (2, 6.0, "y")], "nip bigint, dasar double, catatan string")
    rows = spark.createDataFrame(
        [(Decimal(1), 80.0), (Decimal(2), 70.0), (Decimal(2), 71.0), (Decimal(9), 1.0), (Decimal(9), 2.0), (None, 3.0)],
        "nip decimal(20,0), mutu double",
    )
    found = asn.appraise_spark(
        policy,
        records,
        key="nip",
        items={"tugas": rows.withColumn("nip", functions.col("nip").cast("int"))},
        on_error="quarantine",
        join=True,
    )
    told = sorted(
        ((row.nip, row.catatan, row.score, [each.message for each in row.faults]) for row in found.collect()), key=str
    )
    assert told == [
        (1, "x", Decimal("85.00"), []),
        (2, "y", Decimal("76.50"), []),
        (9, None, None, ["(9), tugas: the key does not occur in the table of records: correct it, or add the record"]),
        (None, None, None, ["tugas.nip: the key is empty: each row needs one"]),
    ]
    named = rows.where("nip is not null").withColumn("nip", functions.col("nip").cast("int"))
    with pytest.raises(PythonException, match=r"ASN434: \(9\), tugas: "):
        asn.appraise_spark(policy, records, key="nip", items={"tugas": named}).collect()


def test_bad_rows_of_lists_are_left_out_and_counted(spark: SparkSession) -> None:
    rows = answers("samsat", "samsat", "samsat", "dukcapil")
    rows[1] = ("samsat", None, *rows[1][2:])
    frame = spark.createDataFrame(rows, f"unit string, {QUESTIONS}")
    found = asn.appraise_spark(SURVEY, frame, key="unit", bad_items="drop").collect()
    scores = asn.appraise_table(SURVEY, frame.toArrow(), key="unit", bad_items="drop")
    assert sorted((row.unit, row.score, row.dropped) for row in found) == sorted(
        zip(["samsat", "dukcapil"], scores.reported(), scores.additions()["dropped"].tolist(), strict=True)
    )


def test_parts_come_with_the_score(spark: SparkSession) -> None:
    nilai = Number("nilai", low=0, high=100)
    parts = {"separuh": (nilai / 3).named("separuh"), "lulus": (nilai >= 50).named("lulus")}
    policy = Policy("bagian", "Bagian", score=(parts["separuh"] + asn.When(parts["lulus"], 1, 0)).rounded(2))
    frame = spark.createDataFrame([(50,), (20,), (None,)], "nilai int")
    found = asn.appraise_spark(policy, frame, parts=["separuh", "lulus"], on_error="quarantine", join=True)
    scores = asn.appraise_table(policy, frame.toArrow(), parts=["separuh", "lulus"], on_error="quarantine")
    rows = found.orderBy("nilai").collect()
    assert [(row.separuh, row.lulus) for row in rows[1:]] == [
        (scores.parts("separuh")["separuh"][place], scores.parts("lulus")["lulus"][place]) for place in (1, 0)
    ]
    assert rows[0].separuh is rows[0].lulus is None


# --- what is refused -------------------------------------------------------------------------------------------------


def test_faults_end_the_job_and_say_which(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", 101.0)], "nip string, nilai double")
    with pytest.raises(PythonException, match=r"ASN406: \(a\), nilai: out of range: it must lie from 0 to 100"):
        asn.appraise_spark(SINGLE, frame, key="nip").collect()


def test_frames_that_cannot_be_scored_are_refused_before_anything_runs(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", 80.0)], "nip string, nilai double")
    answered = spark.createDataFrame(answers("a"), f"unit string, {QUESTIONS}")
    calls: dict[str, Any] = {
        "ASN403: Nilai_": lambda: asn.appraise_spark(SINGLE, frame.withColumnRenamed("nilai", "Nilai_")),
        "ASN431: ": lambda: asn.appraise_spark(SINGLE, frame.drop("nilai")),
        "ASN450: nik": lambda: asn.appraise_spark(SINGLE, frame, key="nik"),
        "ASN446: score": lambda: asn.appraise_spark(SINGLE, frame.withColumnRenamed("nip", "Score"), join=True),
        "ASN431: responden.u3": lambda: asn.appraise_spark(SURVEY, answered.drop("u3"), key="unit"),
        "ASN439: ": lambda: asn.appraise_spark(SINGLE, frame, key="nip", items={"tugas": frame}),
    }
    for told, call in calls.items():
        code, _, place = told.partition(": ")
        with pytest.raises(RecordError) as caught:
            call()
        assert (code, place) in {
            (each.code, each.text().partition(":")[0] if place else "") for each in caught.value.faults
        } or any(
            each.code == code and each.text().casefold().startswith(place.casefold()) for each in caught.value.faults
        ), (told, str(caught.value))
    with pytest.raises(SparkKeyError, match="ASN608"):
        asn.appraise_spark(SURVEY, answered)
    with pytest.raises(SparkFrameError, match="ASN606: frame is a mapping"):
        asn.appraise_spark(SINGLE, {"nilai": [1]})
    with pytest.raises(SparkFrameError, match=r"ASN606: items\['responden'\] is a list"):
        asn.appraise_spark(SURVEY, items={"responden": []}, key="unit")


def test_batches_of_any_size_are_one_frame(spark: SparkSession) -> None:
    random = np.random.default_rng(1)
    values = random.integers(0, 10_001, 5_000)
    table = pa.table({"nip": pa.array([f"{place:018}" for place in range(5_000)]), "nilai": values / 100})
    found = asn.appraise_spark(SINGLE, spark.createDataFrame(table), key="nip").orderBy("nip").toArrow()
    assert found.column("score").to_pylist() == asn.appraise_table(SINGLE, table, key="nip").reported()
    nobody = asn.appraise_spark(SINGLE, spark.createDataFrame([], "nip string, nilai double"), key="nip")
    assert (nobody.count(), nobody.columns) == (0, ["nip", "score", "band", "refused", "faults"])


# --- the page --------------------------------------------------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "score-on-a-cluster.md"


def test_the_examples_of_the_page_print_what_it_shows(spark: SparkSession) -> None:
    fences = re.findall(r"^```(py|text)\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {"spark": spark, "__name__": "page"}
    run = 0
    for (kind, code), (_, shown) in zip(fences, [*fences[1:], ("text", "")], strict=True):
        if kind == "py":
            printed = io.StringIO()
            with redirect_stdout(printed):
                exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102
            if printed.getvalue():
                lines = [line.rstrip() for line in printed.getvalue().strip().splitlines()]
                assert lines == [line.rstrip() for line in shown.strip().splitlines()]
                run += 1
    assert run == 5
