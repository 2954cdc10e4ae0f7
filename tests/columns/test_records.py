"""Records read once: their columns, their single records as they came, and columns that are read while they are scored."""

from __future__ import annotations

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal.columns.compiling.bounds import Bounds, RowBounds
from asn_appraisal.columns.reading.frames import Table
from asn_appraisal.columns.reading.raw_columns import RawColumn
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


def test_a_column_that_a_list_lacks_is_said_with_the_list() -> None:
    rows = {"nip": ["a"], "bobot": [1]}
    with pytest.raises(RecordError) as caught:
        read_records(WITH_ROWS, {"nip": ["a"], "mutu": [1]}, key="nip", items={"kegiatan": rows})
    assert [(fault.code, fault.list, fault.field) for fault in caught.value.faults] == [("ASN431", "kegiatan", "hasil")]


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


# --- some of the records, and records that are not as they should be

ROWS = {"nip": ["b", "a", "b", "c"], "bobot": [1, 2, 3, 4], "hasil": [10, 20, 30, 40]}
TABLE = {"nip": ["a", "b", "c"], "mutu": [1.0, 2.5, 99.0]}


def with_rows(rows=ROWS, table=TABLE, **more):
    return read_records(WITH_ROWS, table, key="nip", items={"kegiatan": rows}, **more)


def test_some_records_have_their_own_keys_and_bounds_of_rows() -> None:
    records = with_rows()
    assert records.row_bounds("kegiatan") == RowBounds(1, 2)
    some = records.at(np.array([2, 0]))
    assert (some.row_bounds("kegiatan"), some.keys.values(), some.count) == (RowBounds(1, 1), ["c", "a"], 2)
    fewer = records.without({"kegiatan": np.array([False, True, False, True])})  # in the order of the records
    assert (fewer.row_bounds("kegiatan"), records.row_bounds("kegiatan")) == (RowBounds(0, 1), RowBounds(1, 2))
    assert fewer.record(1, WITH_ROWS.outline)["kegiatan"] == [{"bobot": 3, "hasil": 30}]
    assert records.column("kegiatan", bobot).values.tolist() == [2, 1, 3, 4]
    fewer = records.without({"kegiatan": np.array([False, True, False, True])})
    assert fewer.column("kegiatan", bobot).values.tolist() == [2, 3]
    assert "row_bounds" not in repr(records)
    alone = read_records(POLICY, {"mutu": [1.0, 2.0], "biaya": [3.0, 4.0]}).at(np.array([1]))
    assert (alone.keys, alone.record(0, POLICY.outline)) == (None, {"mutu": 2.0, "biaya": 4.0})


def test_cells_are_read_as_they_are_said_to_be_written_and_strictly_where_nothing_is_said() -> None:
    table = {"mutu": ["7,5", "1.000,25"], "biaya": ["-", "2,5"]}
    records = read_records(POLICY, table, cells=asn.Cells(decimal="comma", missing="-"))
    assert records.column("", mutu).values.tolist() == [750, 750]
    assert records.column("", mutu).refused.tolist() == [False, True]
    assert records.record(0, POLICY.outline) == {"mutu": "7.5", "biaya": None}
    assert records.source("", "mutu").cells is records.written
    assert read_records(POLICY, {"mutu": ["7.5"]}).source("", "mutu").cells is None


def test_an_optional_column_that_a_list_lacks_is_absent_in_each_of_its_rows() -> None:
    tugas = asn.Items("tugas", [bobot, asn.Number("nilai", optional=True)], at_least=0)
    policy = asn.Policy("contoh", "Contoh", score=tugas.sum(tugas.fields[1].or_else(7)).rounded(2))
    rows = {"nip": ["a", "b", "a"], "bobot": [1, 2, 3]}
    scores = asn.appraise_table(policy, {"nip": ["a", "b"]}, key="nip", items={"tugas": rows})
    assert (scores.score.tolist(), scores.records.size("tugas"), scores.records.size("")) == ([14.0, 7.0], 3, 2)


def test_where_a_column_has_gaps_they_are_among_the_columns_of_the_run() -> None:
    columns = read_records(POLICY, {"mutu": [1, 2], "biaya": [None, 5]}).data(POLICY.outline).data.columns
    assert set(columns) == {("", "mutu", "values"), ("", "biaya", "values"), ("", "biaya", "absent")}
    assert columns["", "biaya", "absent"].tolist() == [True, False]


def test_floats_that_are_read_live_keep_their_numbers_also_beside_one_that_is_refused() -> None:
    table = {"mutu": np.array([7.5, 100.01, 0.25, 99.0]), "biaya": np.array([1.0, 2.0, np.nan, -3.0])}
    scores = asn.appraise_table(POLICY, table, on_error="quarantine")
    assert scores.rejected.tolist() == [False, True, False, False]
    assert scores.score[[0, 2, 3]].tolist() == [8.5, 0.25, 96.0]


def test_what_is_no_list_of_rows_is_read_back_as_it_came() -> None:
    good = {"bobot": 1, "hasil": 2}
    records = read_records(WITH_ROWS, {"mutu": [1, 2, 3], "kegiatan": [[good], "tiga", [good, 7]]})
    lists = [records.record(row, WITH_ROWS.outline)["kegiatan"] for row in range(3)]
    assert lists == [[good], "tiga", [good, 7]]


@pytest.mark.parametrize("nested", [True, False])
def test_a_fault_of_a_row_has_the_key_of_its_record_and_its_place_where_it_came_from(nested: bool) -> None:
    rows = {**ROWS, "hasil": [10, 20, 101, -1]}
    if nested:
        plain = [
            dict(zip(("bobot", "hasil"), row, strict=True)) for row in zip(rows["bobot"], rows["hasil"], strict=True)
        ]
        table = {**TABLE, "kegiatan": [[plain[1]], [plain[0], plain[2]], [plain[3]]]}
        scores = asn.appraise_table(WITH_ROWS, table, key="nip", on_error="quarantine")
    else:
        items = {"kegiatan": rows}
        scores = asn.appraise_table(WITH_ROWS, TABLE, key="nip", items=items, on_error="quarantine")
    found = [(fault.code, fault.row, fault.key, fault.item_row) for fault in scores.rejects]
    assert found == [("ASN406", 1, "b", 1 if nested else 2), ("ASN406", 2, "c", 0 if nested else 3)]
    for row in (1, 2):
        with pytest.raises(RecordError) as caught:
            WITH_ROWS.appraise(scores.records.record(row, WITH_ROWS.outline))
        placed = scores.records.placed(caught.value.faults, row)
        assert [(fault.code, fault.row, fault.key, fault.item_row) for fault in placed] == [found[row - 1]]


def test_a_policy_of_a_list_alone_says_which_list_is_missing_and_takes_all_rows_for_one_record() -> None:
    alone = asn.Policy("alone", "Alone", score=kegiatan.sum(bobot))
    for table, items in ((None, None), (None, {})):
        with pytest.raises(RecordError) as caught:
            asn.appraise_table(alone, table, items=items)
        assert [(fault.code, fault.list) for fault in caught.value.faults] == [("ASN438", "kegiatan")]
    empty = asn.Items("lain", [bobot], at_least=0, optional=True)
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(asn.Policy("alone", "Alone", score=empty.count()), None)
    assert [fault.code for fault in caught.value.faults] == ["ASN438"]
    scores = asn.appraise_table(alone, {"bobot": [1, 2, 3], "hasil": [1, 1, 1]}, key=None)
    assert (len(scores), scores.score.tolist()) == (1, [6.0])


def in_file(**cells: list[str]) -> Table:
    sources = {name: RawColumn(np.array(texts), decimal="point") for name, texts in cells.items()}
    return Table(tuple(sources), len(cells["nip"]), sources, in_file=True)


def test_a_key_of_a_file_s_list_that_lost_its_digits_spoils_its_record() -> None:
    rows = in_file(nip=["2", "1E+5"], bobot=["2", "1"], hasil=["1", "1"])
    records = with_rows(rows, in_file(nip=["1E+5", "2"], mutu=["1", "2"]))
    found = [(fault.code, fault.row, fault.list, fault.item_row) for fault in records.faults]
    assert found == [("ASN435", 0, None, None), ("ASN435", 0, "kegiatan", 1)]


def test_records_without_any_column_say_row_by_row_what_is_missing() -> None:
    scores = asn.appraise_table(POLICY, [{}, {}], on_error="quarantine")
    assert [(fault.code, fault.row, fault.field) for fault in scores.rejects] == [
        ("ASN401", 0, "mutu"),
        ("ASN401", 1, "mutu"),
    ]
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(POLICY, [{"nama": "x"}, {"nama": "y"}])
    assert {fault.code for fault in caught.value.faults} == {"ASN431"}


def test_a_table_with_nothing_to_read_in_it_is_refused_and_one_beside_a_list_is_not() -> None:
    optional = asn.Policy("contoh", "Contoh", score=biaya.or_else(5).rounded(2))
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(optional, {"nama": ["x", "y"]})
    assert [fault.code for fault in caught.value.faults] == ["ASN474"]
    assert asn.appraise_table(optional, {"biaya": [3, None], "nama": ["x", "y"]}).score.tolist() == [3.0, 5.0]
    with_list = asn.Policy("contoh", "Contoh", score=(biaya.or_else(5) + kegiatan.sum(bobot)).rounded(2))
    table = {"nip": ["a", "b", "c"], "nama": ["x", "y", "z"]}
    scores = asn.appraise_table(with_list, table, key="nip", items={"kegiatan": ROWS})
    assert scores.score.tolist() == [7.0, 9.0, 9.0]
