"""Rows of a list without a table of records: whose they are must be said where a column may say it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

SURVEY = schemes.get("permenpanrb-14-2017")


def codes(problem: RecordError) -> list[str]:
    return [fault.code for fault in problem.faults]


THREE_SERVICES = {"unit": ["samsat", "samsat", "dukcapil"], **{f"u{n}": [3, 4, 4] for n in range(1, 10)}}


@pytest.mark.parametrize(
    "column",
    [
        ["samsat", "samsat", "dukcapil"],
        [1, 1, 2],
        [1.0, 2.0, 2.0],
        ["a", None, "a", "b"],
        [date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 1)],
        pl.Series(["a", "b", "a"], dtype=pl.Categorical),
    ],
)
def test_a_list_without_a_key_is_refused_when_a_column_that_nothing_reads_repeats(column: Any) -> None:
    answers = {"nomor": range(len(column)), "layanan": column, **{f"u{n}": [4] * len(column) for n in range(1, 10)}}
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(SURVEY, None, items={"responden": answers})
    (fault,) = caught.value.faults
    assert (fault.code, fault.list, fault.field) == ("ASN454", "responden", "layanan")
    assert "key='layanan'" in fault.message
    assert "key=None" in fault.message
    assert asn.appraise_table(SURVEY, None, key=None, items={"responden": answers}).score.tolist() == [100.0]


@pytest.mark.parametrize(
    "column", [["a", "a", "a"], ["a", "b", "c"], [1, 2, 3], ["a", None, None], [True, False, True], [1.5, 1.5, 2.0]]
)
def test_a_column_that_tells_no_units_apart_needs_no_word(column: list[Any]) -> None:
    answers = {"kolom": column, **{f"u{n}": [4] * 3 for n in range(1, 10)}}
    assert asn.appraise_table(SURVEY, None, items={"responden": answers}).score.tolist() == [100.0]


def test_all_columns_that_may_tell_units_apart_are_named_of_every_list() -> None:
    answers = {**THREE_SERVICES, "kota": ["Sabang", "Sabang", "Langsa"]}
    with pytest.raises(RecordError) as caught:
        asn.read_records(SURVEY, answers)
    assert caught.value.faults[0].field == "unit, kota"


def test_a_policy_of_one_list_and_nothing_else_takes_its_rows_as_the_table() -> None:
    for table in (THREE_SERVICES, pl.DataFrame(THREE_SERVICES), pd.DataFrame(THREE_SERVICES)):
        scores = asn.appraise_table(SURVEY, table, key="unit")
        assert scores.score.tolist() == [87.5, 100.0]
        assert list(scores.to_frame()["unit"]) == ["samsat", "dukcapil"]
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(SURVEY, THREE_SERVICES)
    assert codes(caught.value) == ["ASN454"]


def test_a_table_with_lists_in_a_column_stays_a_table_of_records() -> None:
    answers = [{f"u{n}": 4 for n in range(1, 10)}]
    scores = asn.appraise_table(SURVEY, {"unit": ["a", "a"], "responden": [answers, answers]})
    assert scores.score.tolist() == [100.0, 100.0]


def test_a_table_without_any_field_of_the_list_still_lacks_it() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(SURVEY, {"unit": ["a", "b"]}, key="unit")
    assert codes(caught.value) == ["ASN438"]


def test_a_stream_of_rows_of_a_list_is_refused_since_a_unit_may_go_on_in_the_next_batch() -> None:
    with pytest.raises(RecordError) as caught:
        list(asn.appraise_batches(SURVEY, [THREE_SERVICES], key="unit"))
    assert codes(caught.value) == ["ASN438"]


def test_a_level_of_the_index_may_tell_units_apart_too() -> None:
    answers = pd.DataFrame(THREE_SERVICES).set_index("unit")
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(SURVEY, answers)
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN454", "unit")]
    assert asn.appraise_table(SURVEY, answers, key="unit").to_frame()["unit"].tolist() == ["samsat", "dukcapil"]


def test_an_index_named_like_a_column_that_tells_otherwise_may_tell_units_apart() -> None:
    answers = pd.DataFrame({**THREE_SERVICES, "unit": ["a", "b", "c"]}, index=pd.Index([1, 1, 2], name="unit"))
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(SURVEY, answers)
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN454", "unit")]
