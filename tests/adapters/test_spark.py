"""Frames of Spark as far as they can be told without Spark; tests/outside/test_spark.py has the real ones."""

import sys
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

import asn_appraisal as asn
from asn_appraisal import Items, Number, Policy, schemes
from asn_appraisal.adapters import spark
from asn_appraisal.adapters.spark import check_headers, columns_read, kept_columns, result_fields, shipped
from asn_appraisal.adapters.spark_workers import Task
from asn_appraisal.columns.tables import How
from asn_appraisal.errors import (
    DocumentError,
    MissingExtraError,
    NoDocumentError,
    RecordError,
    SparkFrameError,
    SparkKeyError,
    UnknownPartError,
)
from asn_appraisal.faults import DocumentFault

SINGLE = schemes.get("permenpan-16-2009")
SURVEY = schemes.get("permenpanrb-14-2017")
MUTU = Number("mutu", low=0, high=100)
LISTED = Policy("daftar", "Daftar", score=(Items("tugas", (MUTU,)).mean(MUTU) + Number("dasar", low=0)).rounded(2))


class DataFrame:
    """What stands for a frame of Spark: columns of text, none of them with a value."""

    def __init__(self, *columns: str) -> None:
        self.columns = [*columns]
        self.schema = SimpleNamespace(fields=[SimpleNamespace(name=name, dataType=None) for name in columns])


@pytest.fixture
def _as_if_spark_were_here(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = type("ArrayType", (), {}), type("StructType", (), {})
    modules = {
        "": SimpleNamespace(DataFrame=DataFrame),
        ".types": SimpleNamespace(ArrayType=kinds[0], StructType=kinds[1]),
    }
    monkeypatch.setattr(spark, "_spark", modules.__getitem__)


def header(*names: str, **lists: pa.Array) -> pa.Table:
    return pa.table({**{name: pa.array([None], pa.string()) for name in names}, **lists})


def codes(problem: Any) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in problem.value.faults]


# --- what is refused -------------------------------------------------------------------------------------------------


def test_without_spark_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        MissingExtraError, match=r'ASN710: pyspark is needed here: pip install "asn-appraisal\[spark\]"'
    ):
        asn.appraise_spark(SINGLE, object())


@pytest.mark.usefixtures("_as_if_spark_were_here")
def test_what_is_no_frame_of_spark_is_refused_with_what_scores_it() -> None:
    said = "ASN606: frame is a mapping and should be a DataFrame of Spark: appraise_table scores this one"
    with pytest.raises(SparkFrameError, match=said) as caught:
        asn.appraise_spark(SINGLE, {"nilai": [90]})
    assert isinstance(caught.value, TypeError)
    with pytest.raises(SparkFrameError, match=r"ASN606: frame is nothing and should be a DataFrame of Spark$"):
        asn.appraise_spark(SINGLE, None)
    with pytest.raises(SparkFrameError, match=r"ASN606: items\['tugas'\] is a list"):
        asn.appraise_spark(LISTED, DataFrame("nip", "dasar"), key="nip", items={"tugas": []})


@pytest.mark.usefixtures("_as_if_spark_were_here")
@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("policy", "pp-46-2011"),
        ("key", 7),
        ("items", [1]),
        ("on_error", "ignore"),
        ("floats", "round"),
        ("cells", "comma"),
        ("parts", 7),
        ("bad_items", True),
        ("least_kept", 101),
        ("join", 1),
        ("language", "fr"),
        ("buckets", 0),
    ],
)
def test_wrong_arguments_are_refused_by_name(argument: str, value: object) -> None:
    given = {"policy": SINGLE, "frame": DataFrame("nip", "nilai"), argument: value}
    with pytest.raises(asn.AppraisalError) as caught:
        asn.appraise_spark(**given)
    assert argument in str(caught.value)


@pytest.mark.usefixtures("_as_if_spark_were_here")
def test_columns_are_checked_before_anything_runs() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_spark(SINGLE, DataFrame("nip", "Nilai_"), key="nik")
    assert codes(caught) == [("ASN450", "nik"), ("ASN403", "Nilai_")]
    with pytest.raises(RecordError) as caught:
        asn.appraise_spark(SINGLE, DataFrame("nip", "a", "b"), cells=asn.Cells(rename={"a": "nilai", "b": "nip"}))
    assert codes(caught) == [("ASN445", "nip")]
    with pytest.raises(SparkKeyError, match="ASN608: nothing says whose the rows of responden are"):
        asn.appraise_spark(SURVEY, DataFrame("unit", *(f"u{n}" for n in range(1, 10))))


def test_a_policy_that_no_document_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Policy) -> str:
        raise DocumentError(faults=[DocumentFault("ASN503", facts={"kind": "levels", "found": "200", "limit": "100"})])

    monkeypatch.setattr(spark, "to_json", refuse)
    with pytest.raises(NoDocumentError) as caught:
        shipped(SINGLE)
    assert str(caught.value).startswith("ASN607: policy 'permenpan-16-2009' cannot be sent to the workers of Spark")
    assert [fault.code for fault in caught.value.faults] == ["ASN503"]


# --- headers ---------------------------------------------------------------------------------------------------------


def check(policy: Policy, headers: dict[str | None, pa.Table], *, join: bool = False, **told: Any) -> None:
    task = Task(document="", how=told.pop("how", How(on_error="quarantine")), **told)
    check_headers(policy, task, headers, join=join)


def test_a_header_that_will_do_is_taken() -> None:
    check(SINGLE, {None: header("nilai", "catatan")})
    check(SINGLE, {None: header("nilai", "nip")}, key=("nip",), join=True)
    rows = pa.array([[{"mutu": None}]], pa.list_(pa.struct({"mutu": pa.string()})))
    check(LISTED, {None: header("dasar", tugas=rows)})
    check(LISTED, {None: header("nip", "dasar"), "tugas": header("nip", "mutu")}, key=("nip",))


def test_lists_are_checked_wherever_they_are() -> None:
    rows = pa.array([[{"mutu_": None}]], pa.list_(pa.struct({"mutu_": pa.string()})))
    with pytest.raises(RecordError) as caught:
        check(LISTED, {None: header("dasar", tugas=rows)})
    assert codes(caught) == [("ASN403", "mutu_")]
    with pytest.raises(RecordError) as caught:
        check(LISTED, {None: header("nip", "dasar"), "tugas": header("nip", "bobot")}, key=("nip",))
    assert codes(caught) == [("ASN431", "mutu")]
    with pytest.raises(RecordError) as caught:
        check(LISTED, {None: header("nip", "dasar")})
    assert [fault.code for fault in caught.value.faults] == ["ASN438"]
    with pytest.raises(RecordError) as caught:
        check(LISTED, {None: header("nip", "dasar"), "tugas": header("nip", "mutu")})
    assert [fault.code for fault in caught.value.faults] == ["ASN440"]


def test_a_column_may_not_bear_the_name_of_a_result_in_any_case() -> None:
    for names, told in (((("nilai", "Score")), {"join": True}), (("nilai", "faults"), {"key": ("faults",)})):
        with pytest.raises(RecordError) as caught:
            check(SINGLE, {None: header(*names)}, **told)
        assert codes(caught) == [("ASN446", names[1])]
    check(SINGLE, {None: header("nilai", "Score")})


def test_a_part_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownPartError):
        check(SINGLE, {None: header("nilai")}, how=How(parts=("mutu",), on_error="quarantine"))


# --- columns and types -----------------------------------------------------------------------------------------------


def test_only_columns_that_are_read_are_sent() -> None:
    assert columns_read(LISTED, ["nip"]) == {"nip", "dasar", "tugas", "mutu"}


def test_the_key_or_all_columns_stand_before_the_results() -> None:
    headers: dict[str | None, Any] = {None: header("a", "b", "nilai")}
    told = Task(document="", key=("b",))
    assert kept_columns(told, headers, join=False) == ("b",)
    assert kept_columns(told, headers, join=True) == ("a", "b", "nilai")
    assert kept_columns(told, {"tugas": headers[None]}, join=True) == ("b",)


def test_the_schema_is_spark_s_own_plain_data() -> None:
    fields = result_fields(SINGLE, How())
    assert [each["name"] for each in fields] == ["score", "band", "refused", "faults"]
    assert all(each["nullable"] for each in fields)
    faults = fields[-1]["type"]
    assert (faults["type"], faults["containsNull"]) == ("array", True)
    assert {each["name"]: each["type"] for each in faults["elementType"]["fields"]} == {
        "list": "string",
        "item_row": "integer",
        "field": "string",
        "kind": "string",
        "code": "string",
        "message": "string",
    }
