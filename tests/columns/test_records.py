"""Records read once: their columns, their single records as they came, and columns that are read while they are scored."""

from __future__ import annotations

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal.columns.compiling.bounds import Bounds, RowBounds
from asn_appraisal.columns.records import read_records
from asn_appraisal.columns.running.blocks import Live
from asn_appraisal.errors import RecordError

mutu = asn.Number("mutu", low=0, high=100)
biaya = asn.Number("biaya", optional=True)
bobot = asn.Number("bobot", low=0, high=10, decimals=0)
kegiatan = asn.Items("kegiatan", [bobot, asn.Number("hasil", low=0, high=100)])
POLICY = asn.Policy("contoh", "Contoh", score=(mutu + biaya.or_else(0)).rounded(2).named("nilai"))
WITH_ROWS = asn.Policy("contoh", "Contoh", score=(mutu + kegiatan.sum(bobot)).rounded(2).named("nilai"))


def test_a_record_is_read_back_as_it_came() -> None:
    rows = {"nip": ["b", "a", "b"], "bobot": ["1", 2, 3.0], "hasil": [1, 2, 3]}
    records = read_records(WITH_ROWS, {"nip": ["a", "b"], "mutu": ["90.50", 7]}, key="nip", items={"kegiatan": rows})
    assert records.record(1, WITH_ROWS.outline) == {
        "mutu": 7,
        "kegiatan": [{"bobot": "1", "hasil": 1}, {"bobot": 3.0, "hasil": 3}],
    }


def test_a_column_is_read_once() -> None:
    records = read_records(POLICY, {"mutu": [1.0], "biaya": [2.0]})
    assert records.column("", mutu) is records.column("", mutu)


def test_bounds_are_those_of_the_data_and_say_what_is_absent() -> None:
    records = read_records(POLICY, {"mutu": [1.5, 90.25], "biaya": [None, None]})
    inputs = records.data(POLICY.outline)
    assert inputs.bounds["", "mutu"] == Bounds(150, 9025, kind="short")
    assert inputs.bounds["", "biaya"].empty


def test_row_bounds_count_the_rows_of_records() -> None:
    rows = {"nip": ["b", "b"], "bobot": [1, 2], "hasil": [1, 2]}
    records = read_records(WITH_ROWS, {"nip": ["a", "b"], "mutu": [1, 2]}, key="nip", items={"kegiatan": rows})
    assert records.row_bounds("kegiatan") == RowBounds(0, 2)
    assert records.data(WITH_ROWS.outline).refused.tolist() == [True, False]


def test_plain_float_columns_are_read_live_once_and_others_are_not() -> None:
    table = {"mutu": np.array([1.5, 90.25]), "biaya": np.array([np.nan, 2.0])}
    once = read_records(POLICY, table).data(POLICY.outline, once=True)
    assert all(isinstance(column, Live) for column in once.data.columns.values())
    kept = read_records(POLICY, table).data(POLICY.outline)
    assert not any(isinstance(column, Live) for column in kept.data.columns.values())
    text = read_records(POLICY, {"mutu": ["1.5"], "biaya": [2]}).data(POLICY.outline, once=True)
    assert not any(isinstance(column, Live) for column in text.data.columns.values())


def test_a_field_of_another_policy_that_is_not_there_is_said_once() -> None:
    records = read_records(POLICY, {"mutu": [1.0], "biaya": [1.0]})
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(WITH_ROWS, records)
    assert [fault.code for fault in caught.value.faults] == ["ASN438"]


def test_keys_meet_as_they_are_meant_and_what_was_changed_is_noted() -> None:
    rows = {"nip": ["1985 01", "'198501", "1990"], "bobot": [1, 2, 3], "hasil": [1, 1, 1]}
    table = {"nip": ["198501 ", "1990"], "mutu": [1, 2]}
    scores = asn.appraise_table(WITH_ROWS, table, key="nip", items={"kegiatan": rows})
    assert np.diff(scores.records.offsets("kegiatan")).tolist() == [2, 1]
    assert [(note.code, note.place(), note.count, note.rows) for note in scores.notes] == [
        ("ASN427", "nip", 1, (0,)),
        ("ASN427", "kegiatan.nip", 2, (0, 1)),
    ]
    assert scores.to_frame()["nip"] == ["198501 ", "1990"]  # as it came


def test_a_key_is_read_alike_from_a_record_a_list_alone_and_a_batch() -> None:
    alone = asn.Policy("alone", "Alone", score=kegiatan.count())
    rows = {"nip": ["'a", "a ", "b"], "bobot": [1, 2, 3], "hasil": [1, 1, 1]}
    scores = asn.appraise_table(alone, rows, key="nip")
    assert scores.to_frame()["nip"] == ["a", "b"]
    assert [(note.place(), note.rows) for note in scores.notes] == [("kegiatan.nip", (0, 1))]
    (batch,) = asn.appraise_batches(POLICY, [{"nip": ["'a", "b"], "mutu": [1.0, 2.0], "biaya": [1.0, 2.0]}], key="nip")
    assert [(note.place(), note.rows) for note in batch.notes] == [("nip", (0,))]
    faults = asn.read_records(POLICY, {"nip": ["a", "a "], "mutu": [1.0, 2.0]}, key="nip").faults
    assert [(fault.code, fault.key) for fault in faults] == [("ASN432", "a"), ("ASN432", "a")]


def test_columns_that_are_not_read_are_listed_with_their_list() -> None:
    rows = {"nip": ["a"], "bobot": [1], "hasil": [1], "catatan": ["x"]}
    table = {"nip": ["a"], "mutu": [1], "nama": ["Contoh"]}
    scores = asn.appraise_table(WITH_ROWS, table, key="nip", items={"kegiatan": rows})
    assert scores.unused == ("nama", "kegiatan.catatan")
