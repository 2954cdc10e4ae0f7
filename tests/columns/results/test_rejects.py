"""What is wrong with the rows that were not scored, as a frame and by cause."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.columns.reading.frames import Table
from asn_appraisal.columns.results.rejects import rejects_frame
from asn_appraisal.faults import Fault

NILAI = schemes.get("permenpan-16-2009")
SURVEY = schemes.get("permenpanrb-14-2017")
TABLE = {"nip": ["a", "b", "b", "d"], "nilai": [90.5, 101.0, None, 300.25]}
COLUMNS = ["row", "key", "list", "item_row", "field", "kind", "code", "message"]


def plain(frame: Any) -> dict[str, list[Any]]:
    """The columns of a frame of any kind, absent values as None."""
    if isinstance(frame, pa.Table):
        return dict(frame.to_pydict())
    if isinstance(frame, pl.DataFrame):
        return dict(frame.to_dict(as_series=False))
    if isinstance(frame, pd.DataFrame):
        return {name: [None if pd.isna(value) else value for value in frame[name]] for name in frame.columns}
    return {name: [*(column.tolist() if hasattr(column, "tolist") else column)] for name, column in frame.items()}


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_rejects_are_a_frame_of_the_kind_that_came_in(make: Any) -> None:
    table = make(TABLE)
    scores = asn.appraise_table(NILAI, table, key="nip", on_error="quarantine")
    frame = scores.rejects_frame()
    assert type(frame) is type(table)
    found = plain(frame)
    assert list(found) == COLUMNS
    assert found["row"] == [1, 1, 2, 2, 3]
    assert found["key"] == ["b", "b", "b", "b", "d"]
    assert found["item_row"] == [None] * 5
    assert found["code"] == ["ASN432", "ASN406", "ASN432", "ASN401", "ASN406"]
    assert found["message"] == [fault.message for fault in scores.rejects]


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_original_values_come_on_request_alone(make: Any) -> None:
    scores = asn.appraise_table(NILAI, make(TABLE), key="nip", on_error="quarantine")
    found = plain(scores.rejects_frame(values=True, language="id"))
    assert found["value"] == ["b", "101.0", "b", None, "300.25"]
    assert found["message"][1].startswith("baris 1 (b), nilai: di luar rentang")


def test_a_table_without_rejects_has_an_empty_frame() -> None:
    for make in (pd.DataFrame, pl.DataFrame, pa.table):
        scores = asn.appraise_table(NILAI, make({"nilai": [90.5]}))
        assert list(plain(scores.rejects_frame(values=True)).values()) == [[]] * 9
        assert len(scores.rejects_summary()) == 0


@pytest.mark.parametrize("nested", [False, True])
def test_the_value_of_a_row_of_a_list_is_that_of_its_own_table(nested: bool) -> None:
    rows = [{f"u{n}": 4 for n in range(1, 10)} for _ in range(3)]
    rows[1]["u7"] = 9
    if nested:
        table = {"responden": [rows[:1], rows[1:]]}
        scores = asn.appraise_table(SURVEY, table, on_error="quarantine")
    else:
        answers = pl.DataFrame([{"unit": unit, **row} for unit, row in zip("zaz", rows, strict=True)])
        scores = asn.appraise_table(SURVEY, None, key="unit", items={"responden": answers}, on_error="quarantine")
        assert isinstance(scores.rejects_frame(), pl.DataFrame)
    found = plain(scores.rejects_frame(values=True))
    assert (found["value"], found["field"], found["list"]) == (["9"], ["u7"], ["responden"])
    assert found["item_row"] == [0 if nested else 1]


def test_rows_of_batches_count_from_the_start_and_keep_their_values() -> None:
    stream = iter([{"nilai": [90.0] * 5}, {"nilai": [90.0, 101.5]}])
    *_, last = asn.appraise_batches(NILAI, stream, on_error="quarantine")
    found = plain(last.rejects_frame(values=True))
    assert (found["row"], found["value"]) == ([6], ["101.5"])


def test_the_summary_has_a_line_a_cause() -> None:
    table = pl.DataFrame({"nilai": [90.0, 101.0, None, 102.0] * 1000})
    summary = asn.appraise_table(NILAI, table, on_error="quarantine").rejects_summary()
    assert summary.text("id").splitlines() == [
        "3.000 dari 4.000 baris ditolak",
        "ASN406: nilai: di luar rentang: harus berada dari 0 sampai 100 (2.000 kali: baris 1; baris 3; baris 5; ...)",
        "ASN401: nilai: tidak diisi: isian ini wajib (1.000 kali: baris 2; baris 6; baris 10; ...)",
    ]
    frame = summary.to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["count"].to_list() == [2000, 1000]
    assert [cause.code for cause in summary] == frame["code"].to_list() == ["ASN406", "ASN401"]


def test_the_summary_is_a_table_in_notebooks_with_names_escaped() -> None:
    scores = asn.appraise_table(NILAI, {"nip": ["<b>"], "nilai": [101.0]}, key="nip", on_error="quarantine")
    page = scores.rejects_summary()._repr_html_()
    assert ">ASN406</td>" in page
    assert '<td style="text-align:right">1</td><td style="text-align:left">baris\u00a00\u00a0(&lt;b&gt;)</td>' in page
    assert 'di luar rentang: harus berada dari 0 sampai 100<br><span style="color:#767676">out of range' in page


def test_a_column_of_values_is_converted_once_for_all_of_its_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = asn.appraise_table(NILAI, pl.DataFrame({"nilai": [101.0, None, 300.25] * 50}), on_error="quarantine")
    calls: list[str] = []
    convert = Table.source
    monkeypatch.setattr(Table, "source", lambda table, name: calls.append(name) or convert(table, name))
    assert scores.rejects_frame(values=True)["value"].to_list() == ["101.0", None, "300.25"] * 50
    assert calls == ["nilai"]


def test_a_fault_of_no_cell_has_no_value_and_none_has_one_unasked() -> None:
    records = asn.read_records(NILAI, {"nilai": [90.5]})
    faults = [
        Fault("ASN401", field="nilai"),
        Fault("ASN401", row=0, field="lain"),
        Fault("ASN433", list="kegiatan", item_row=0, field="nip"),
        Fault("ASN406", row=0, field="nilai"),
    ]
    assert rejects_frame(records, faults, 0, values=True)["value"] == [None, None, None, "90.5"]
    assert "value" not in rejects_frame(records, faults, 0)


def test_a_notebook_shows_all_causes_in_their_order_and_the_most_frequent_on_request() -> None:
    table = {"nip": ["a", "b", "c"], "nilai": [None, 101.0, 102.0]}
    summary = asn.appraise_table(NILAI, table, on_error="quarantine").rejects_summary()
    page = summary.html()
    assert page.index("ASN401") < page.index("ASN406")
    assert summary._repr_html_() == page
    frequent = summary.html(2)
    assert frequent.index("ASN406") < frequent.index("ASN401")
    assert "ASN406" in summary.html(1)
    assert "ASN401" not in summary.html(1)
    assert "nip" not in repr(summary)
