"""Scores of some rows: as if these alone had been scored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.errors import ArgumentError, RecordError, UnknownBandError

NILAI = schemes.get("permenpan-16-2009")
SURVEY = schemes.get("permenpanrb-14-2017")
TABLE = {"nip": ["a", "b", "c", "d"], "unit": ["x", "y", "x", "y"], "nilai": [89.5, 101.0, 70.25, 89.75]}


def scored(table: Any = TABLE) -> asn.Scores:
    return asn.appraise_table(NILAI, table, key="nip", on_error="quarantine")


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_the_rows_of_a_band_are_scores_of_their_own(make: Any) -> None:
    table = make(TABLE)
    some = scored(table).where(band="baik")
    assert some.score.tolist() == [89.5, 89.75]
    assert some.records.keys.values() == ["a", "d"]
    assert some["d"].exact == some.exact(1)
    frame = some.to_frame(join=True)
    assert type(frame) is type(table)
    assert [str(value) for value in frame["unit"]] == ["x", "y"]


def test_columns_values_masks_and_numbers_are_conditions_that_must_all_hold() -> None:
    scores = scored()
    assert scores.where(unit="y", band=["baik", "cukup"]).score.tolist() == [89.75]
    assert scores.where(unit=["x", "y"]).records.count == 4
    assert scores.where([3, 0]).score.tolist() == [89.75, 89.5]
    assert scores.where(np.array([True, False, False, True]), unit="x").score.tolist() == [89.5]
    assert len(scores.where(unit="z")) == 0
    assert len(scores.where([])) == 0
    assert scores.where([-4, -1]).score.tolist() == [89.5, 89.75]


def test_records_of_lists_alone_are_chosen_by_their_key() -> None:
    answers = {"unit": ["z", "a", "z"], **{f"u{n}": [1, 4, 3] for n in range(1, 10)}}
    scores = asn.appraise_table(SURVEY, None, key="unit", items={"responden": answers})
    assert scores.where(unit="z").score.tolist() == [50.0]
    with pytest.raises(RecordError) as caught:
        scores.where(unitt="z")
    assert dict(caught.value.faults[0].facts) == {"columns": "unit", "close": "unit"}


def test_a_column_that_is_not_there_is_named_beside_twenty_that_are() -> None:
    table = {"nilai": [90.0], **{f"c{n}": [1] for n in range(30)}}
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, table).where(lain=1)
    assert dict(caught.value.faults[0].facts)["columns"] == ", ".join(["nilai", *(f"c{n}" for n in range(19))])


def test_faults_go_along_with_their_rows_counted_anew() -> None:
    some = scored().where(scored().rejected)
    assert [(fault.row, fault.key, fault.code) for fault in some.rejects] == [(0, "b", "ASN406")]
    assert some.rejects_frame(values=True)["value"] == ["101.0"]
    with pytest.raises(RecordError):
        some.appraisal(0)
    assert scored().where(unit="x").rejects == ()


def test_pandas_keeps_its_index() -> None:
    frame = pd.DataFrame(TABLE, index=[7, 3, 5, 9])
    assert scored(frame).where(unit="y").to_frame().index.tolist() == [3, 9]


@pytest.mark.parametrize("nested", [True, False])
def test_lists_and_rows_left_out_go_along_with_their_records(nested: bool) -> None:
    rows = [{f"u{n}": value for n in range(1, 10)} for value in (4, 3, 4, 2, 9, 4, 4)]
    units = ["a", "b", "a", "c", "b", "b", "c"]
    how = {"on_error": "quarantine", "bad_items": "drop"}
    if nested:
        table = {"responden": [[row for row, of in zip(rows, units, strict=True) if of == unit] for unit in "abc"]}
        scores = asn.appraise_table(SURVEY, table, **how)
    else:
        answers = pl.DataFrame([{"unit": unit, **row} for unit, row in zip(units, rows, strict=True)])
        scores = asn.appraise_table(SURVEY, None, key="unit", items={"responden": answers}, **how)
    some = scores.where([2, 1])
    assert some.score.tolist() == [scores.score[2], scores.score[1]] == [75.0, 87.5]
    assert [some.appraisal(row).exact for row in (0, 1)] == [75, Fraction("87.5")]
    assert some.dropped["responden"].tolist() == [0, 1]
    assert next((fault.row, fault.item_row) for fault in some.dropped_faults) == (1, 1 if nested else 4)
    assert some.where([1]).appraisal(0).exact == Fraction("87.5")


def test_kept_parts_go_along() -> None:
    pp = schemes.get("permenpanrb-6-2022")
    table = {"hasil_kerja": ["di_atas", "sesuai"], "perilaku_kerja": ["di_atas", "di_atas"]}
    assert len(asn.appraise_table(pp, table).where([1]).band_keys()) == 1


def test_rows_of_a_batch_are_found_by_their_place_in_it() -> None:
    stream = iter([{"nilai": [90.0] * 5}, {"nilai": [101.0, 90.0, 102.0]}])
    *_, last = asn.appraise_batches(NILAI, stream, on_error="quarantine")
    assert [fault.row for fault in last.where([2, 1]).rejects] == [0]


def test_unknown_bands_columns_and_rows_are_refused() -> None:
    with pytest.raises(UnknownBandError, match="did you mean baik"):
        scored().where(band="baikk")
    with pytest.raises(RecordError, match="no such column"):
        scored().where(unitt="x")
    for rows in ([4], [0.5], "a", [[0]], [-5]):
        with pytest.raises(ArgumentError):
            scored().where(rows)


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_absent_and_blank_texts_are_one_value_of_a_condition(make: Any) -> None:
    table = make({"nilai": [90.5, 91.0, 92.0, 93.0], "unit": ["Dinas é", None, "7", " "]})
    scores = asn.appraise_table(NILAI, table)
    assert scores.where(unit=None).score.tolist() == [91.0, 93.0]
    assert scores.where(unit=["7", "Dinas é"]).score.tolist() == [90.5, 92.0]


def test_columns_of_a_file_are_conditions_whether_few_or_many_texts_differ(tmp_path: Any) -> None:
    path = tmp_path / "unit.csv"
    path.write_text("nip,unit,kode,nilai\n" + "".join(f"{row},u{row % 3},{row % 700},80\n" for row in range(2100)))
    scores = asn.appraise_table(NILAI, asn.read_table(path, NILAI, key="nip"))
    assert [len(scores.where(unit="u1")), len(scores.where(kode="7")), len(scores.where(nip="7"))] == [700, 3, 1]
    assert len(scores.by("kode")) == 700


def test_decimals_days_and_gaps_are_conditions() -> None:
    table = pl.DataFrame(
        {
            "nilai": [80, 81, 82],
            "gaji": [Decimal("1.50"), None, Decimal(2)],
            "hari": [date(2026, 1, n) for n in (1, 2, 3)],
        }
    )
    scores = asn.appraise_table(NILAI, table)
    assert scores.where(gaji=Decimal("1.5")).score.tolist() == [80]
    assert scores.where(gaji=None).score.tolist() == [81]
    assert scores.where(hari=date(2026, 1, 3)).score.tolist() == [82]
    assert asn.appraise_table(NILAI, {"nilai": [80, 81], "x": np.array([1.5, np.nan])}).where(
        x=None
    ).score.tolist() == [81]
