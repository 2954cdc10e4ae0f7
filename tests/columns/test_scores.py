"""The result of a table: what it says of itself, row by row and as a whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import Number, Policy, appraise_table, schemes
from asn_appraisal.columns.running import float_engine
from asn_appraisal.errors import (
    ArgumentError,
    PlanError,
    RecordError,
    ReplayError,
    RowNumberError,
    ScoreRangeError,
    UnknownPartError,
)

NILAI = schemes.get("permenpan-16-2009", holes="lower")
TABLE: dict[str, Any] = {"nip": ["a", "b", "c"], "nilai": [90.99, 101.0, 75.0]}


def scored(table: Any = TABLE, **more: Any) -> asn.Scores:
    return asn.appraise_table(NILAI, table, key="nip", on_error="quarantine", **more)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=50))
def test_each_score_is_the_double_nearest_to_the_exact_one(units: list[int]) -> None:
    scores = asn.appraise_table(NILAI, {"nilai": np.array(units) / 100})
    for row, unit in enumerate(units):
        assert scores.exact(row) == Fraction(unit, 100)
        assert scores.score[row] == float(Fraction(unit, 100))


def test_reported_scores_are_decimals_with_the_policy_s_places() -> None:
    assert list(map(str, scored().reported())) == ["90.99", "None", "75.00"]


def test_a_rejected_row_is_nan_and_none_everywhere() -> None:
    scores = scored()
    assert np.isnan(scores.score[1])
    assert scores.exact(1) is None
    assert scores.band_keys() == ["baik", None, "cukup"]
    assert scores.bands is not None
    assert scores.bands.codes.tolist() == [1, -1, 2]
    with pytest.raises(RecordError, match="out of range"):
        scores.appraisal(1)


def test_counts_have_every_band_in_the_policy_s_order() -> None:
    assert scored().counts() == {"amat_baik": 0, "baik": 1, "cukup": 1, "sedang": 0, "kurang": 0}


def test_an_appraisal_of_a_row_is_that_of_its_record() -> None:
    assert scored().appraisal(0) == NILAI.appraise({"nilai": 90.99})


def test_rows_count_from_the_end_too_and_one_beyond_the_table_is_an_index_error() -> None:
    assert scored().appraisal(-1) == NILAI.appraise({"nilai": 75})
    assert scored().appraisal(np.int64(2)).score == 75
    for row in (3, -4):
        with pytest.raises(RowNumberError):
            scored().appraisal(row)


@pytest.mark.parametrize("row", [True, 1.0, None, [1]])
def test_what_is_neither_a_number_of_a_row_nor_a_key_is_refused(row: Any) -> None:
    with pytest.raises(ArgumentError, match="row is"):
        scored().appraisal(row)


def later_batch() -> asn.Scores:
    """The table as the second batch of a stream: its first row is row 2."""
    first = {"nip": ["y", "z"], "nilai": [80.0, 80.0]}
    return list(asn.appraise_batches(NILAI, [first, TABLE], key="nip", on_error="quarantine"))[1]


def test_rows_of_a_later_batch_are_told_as_they_stand_in_the_stream() -> None:
    scores = later_batch()
    assert [fault.row for fault in scores.rejects] == [3]
    with pytest.raises(RecordError, match=r"row 3"):
        scores.appraisal(1)
    assert [json.loads(line)["row"] for line in scores.to_audit_records()] == [2, 4]
    assert scores.rejects_frame()["row"].tolist() == [3]


def test_rows_that_are_noted_in_a_later_batch_are_those_of_the_stream() -> None:
    cells = asn.Cells(units=True)
    first, second = {"nip": ["y", "z"], "nilai": ["80", "80"]}, {"nip": ["a", "b", "c"], "nilai": ["80", "81 %", "9 %"]}
    alone = asn.appraise_table(NILAI, second, key="nip", cells=cells).notes
    later = list(asn.appraise_batches(NILAI, [first, second], key="nip", cells=cells))[1].notes
    assert [note.rows for note in alone] == [(1, 2)]
    assert [tuple(row + 2 for row in note.rows) for note in alone] == [note.rows for note in later]


def test_chosen_rows_of_a_later_batch_count_from_0_as_if_they_alone_had_been_scored() -> None:
    chosen = later_batch().where([2, 1])
    assert [(fault.row, fault.field) for fault in chosen.rejects] == [(1, "nilai")]
    assert chosen.first_row == 0
    with pytest.raises(RecordError, match=r"row 1"):
        chosen.appraisal(1)
    again = chosen.where([1])
    assert ([fault.row for fault in again.rejects], len(again)) == ([0], 1)


def test_groups_have_the_mean_of_their_scored_rows() -> None:
    table = {"unit": ["a", "a", "b"], "nilai": [90.0, 81.0, 101.0]}
    groups = list(asn.appraise_table(NILAI, table, on_error="quarantine").by("unit"))
    assert [(group.name, group.mean, group.scored) for group in groups] == [
        (("a",), Fraction(171, 2), 2),
        (("b",), None, 0),
    ]


def test_a_notebook_shows_ends_where_there_are_numbers_and_causes_where_there_are_faults() -> None:
    assert "75,00 – 90,99" in scored()._repr_html_()
    assert "ASN406" in scored()._repr_html_()
    assert "ASN406" not in scored({"nip": ["a"], "nilai": [80.0]})._repr_html_()
    refused = scored({"nip": ["a"], "nilai": [101.0]})._repr_html_()
    assert "0 / 1" in refused
    assert " – " not in refused
    policy = schemes.get("permenpanrb-6-2022")
    bands_alone = asn.appraise_table(policy, [{"hasil_kerja": "di_atas", "perilaku_kerja": "di_atas"}])._repr_html_()
    assert "1 / 1" in bands_alone
    assert " – " not in bands_alone


def test_an_appraisal_that_differs_from_the_stored_result_is_an_error() -> None:
    values = np.array([90.0, 80.0])
    scores = asn.appraise_table(NILAI, {"nilai": values})
    values[1] = 70.0
    assert scores.appraisal(0).score == Decimal("90.00")
    with pytest.raises(ReplayError, match="row 1"):
        scores.appraisal(1)


def test_a_wrong_result_of_columns_does_not_blame_the_table(monkeypatch) -> None:
    def one_too_many(self, stretch, results):
        store(self, stretch, results)
        results.score[stretch.start : stretch.stop] += 1

    store = float_engine._Runner.store
    monkeypatch.setattr(float_engine._Runner, "store", one_too_many)
    with float_engine.every_row_checked(on=False):
        scores = asn.appraise_table(NILAI, {"nilai": np.array([90.0, 80.0])})
        with pytest.raises(PlanError, match="row 1 alone gives another result"):
            scores.appraisal(1)
    with pytest.raises(PlanError, match="row 0 "):
        asn.appraise_table(NILAI, {"nilai": np.array([90.0, 80.0])})


def test_an_unrounded_score_keeps_its_exact_value_and_is_reported_rounded() -> None:
    policy = asn.Policy("contoh", "Contoh", score=(asn.Number("x") / 3).named("nilai"), reported=2)
    scores = asn.appraise_table(policy, {"x": [1, 2]})
    assert scores.score.tolist() == [0.33, 0.67]
    assert [scores.exact(row) for row in (0, 1)] == [Fraction(1, 3), Fraction(2, 3)]


def test_a_policy_without_a_number_has_bands_alone() -> None:
    policy = schemes.get("permenpanrb-6-2022")
    record = {"hasil_kerja": "di_atas", "perilaku_kerja": "di_atas"}
    scores = asn.appraise_table(policy, [record] if policy.outline.fields else None)
    alone = policy.appraise(record)
    assert scores.score is None
    assert scores.exact(0) is None
    assert scores.score_texts() == [""]
    assert scores.reported() == [None]
    assert scores.band_keys() == [alone.band.key if alone.band else None]
    assert list(scores.columns()) == ["band"]


def test_a_policy_without_bands_has_none() -> None:
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("x").rounded(1).named("nilai"))
    scores = asn.appraise_table(policy, {"x": [1]})
    assert (scores.bands, scores.band_keys(), scores.counts()) == (None, [None], {})


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table], ids=["pandas", "polars", "pyarrow"])
def test_a_frame_comes_back_as_the_kind_that_came_in(make: Any) -> None:
    frame = make(TABLE)
    found = scored(frame).to_frame()
    assert type(found) is type(frame)
    columns = found.to_pydict() if isinstance(found, pa.Table) else {name: list(found[name]) for name in found.columns}
    assert list(columns) == ["nip", "score", "band"]
    assert columns["nip"] == ["a", "b", "c"]
    assert [None if value is None or value != value else value for value in columns["score"]] == [90.99, None, 75.0]
    assert [value if isinstance(value, str) else None for value in columns["band"]] == ["baik", None, "cukup"]


def test_joined_to_the_table_its_columns_come_first_and_a_clash_is_an_error() -> None:
    frame = pl.DataFrame(TABLE)
    assert scored(frame).to_frame(join=True).columns == ["nip", "nilai", "score", "band"]
    clash = frame.with_columns(pl.lit(1).alias("score"))
    with pytest.raises(RecordError) as caught:
        scored(clash).to_frame(join=True)
    assert [fault.code for fault in caught.value.faults] == ["ASN446"]


def test_pandas_keeps_its_index() -> None:
    frame = pd.DataFrame(TABLE, index=[7, 3, 5])
    assert scored(frame).to_frame().index.tolist() == [7, 3, 5]


def test_as_arrow_the_score_is_a_decimal_and_the_band_a_dictionary() -> None:
    table = pa.table(scored())
    assert table["score"].to_pylist() == [Decimal("90.99"), None, Decimal("75.00")]
    assert table["score"].type == pa.decimal128(38, 2)
    assert pa.types.is_dictionary(table["band"].type)
    assert table["band"].to_pylist() == ["baik", None, "cukup"]
    assert table["nip"].to_pylist() == ["a", "b", "c"]
    assert pl.DataFrame(scored())["score"].to_list()[0] == Decimal("90.99")


def test_an_empty_table_has_the_columns_of_a_full_one_in_arrow() -> None:
    for nips in (["a", "b"], [1, 2]):
        table = {"nip": np.array(nips), "nilai": np.array([1.0, 2.0])}
        full, empty = (asn.appraise_table(NILAI, {k: v[:n] for k, v in table.items()}, key="nip") for n in (2, 0))
        assert pa.table(full).schema == pa.table(empty).schema


def test_negative_and_very_large_scores_are_exact_in_arrow_too() -> None:
    policy = asn.Policy("contoh", "Contoh", score=asn.Number("x", decimals=2).rounded(2).named("nilai"))
    values = ["-0.01", "123456789012345678901234.56", "0"]
    scores = asn.appraise_table(policy, {"x": values})
    assert pa.table(scored_as(scores))["score"].to_pylist() == [
        Decimal(value).quantize(Decimal("0.01")) for value in values
    ]
    assert [scores.exact(row) for row in range(3)] == [Fraction(value) for value in values]
    assert scores.score.tolist() == [float(value) for value in values]


def scored_as(scores: asn.Scores) -> Any:
    return scores.to_arrow()


def test_kept_parts_stand_beside_score_and_band() -> None:
    policy = schemes.get("sabang-layanan")
    part = next(placed.key for placed in policy.outline.parts if not placed.lists)
    table = {"kecepatan": [6.5], "kepuasan": [88.0], "akurasi": [97.5]}
    scores = asn.appraise_table(policy, table, parts=[part])
    assert list(scores.columns()) == ["score", "band", part]
    with pytest.raises(UnknownPartError):
        scores.parts("lain")


def test_its_text_says_the_policy_and_how_many_rows_were_scored() -> None:
    assert repr(scored()).startswith("<Scores of permenpan-16-2009: 2 of 3 rows; 1 faults;")
    assert "faults" not in repr(scored({"nip": ["a"], "nilai": [80.0]}))


def test_scores_are_equal_to_themselves_alone_and_may_be_members_of_a_set() -> None:
    one, other = scored(), scored()
    assert len({one, other, one}) == 2
    assert one != other


def test_how_results_are_wanted_is_said_by_name() -> None:
    assert scored().where(rows=[0]).score.tolist() == [90.99]
    for wrong in (lambda: scored().where([0], "baik"), lambda: scored().to_frame(True)):
        with pytest.raises(TypeError):
            wrong()


# --- audit records, and what was missing


def test_a_line_for_each_scored_row_holds_and_says_whose_it_is():
    policy = schemes.get("sabang-layanan")
    table = {"unit": ["a", "b", "c"], "kecepatan": ["6.5", "x", 7.0], "kepuasan": [88, 88, 90], "akurasi": ["97.5"] * 3}
    scores = asn.appraise_table(policy, table, key="unit", on_error="quarantine")
    lines = list(scores.to_audit_records())

    assert [json.loads(line)["key"] for line in lines] == ["a", "c"]
    assert [json.loads(line)["row"] for line in lines] == [0, 2]
    assert [asn.verify(line, policy) for line in lines] == [[], []]
    assert scores.fingerprint == policy.fingerprint


def test_records_are_worked_out_while_they_are_taken():
    table = {"kecepatan": [6.5] * 10, "kepuasan": [88] * 10, "akurasi": [97.5] * 10}
    scores = asn.appraise_table(schemes.get("sabang-layanan"), table)
    lines = scores.to_audit_records()

    assert json.loads(next(lines))["row"] == 0
    assert sum(1 for _ in lines) == 9


def test_what_was_missing_is_told_field_by_field():
    a, b, c = asn.Number("a"), asn.Number("b", optional=True), asn.Number("c", default="1.5")
    rows = asn.Items("kegiatan", (asn.Number("x"), asn.Number("y", optional=True)), optional=True)
    policy = asn.Policy(
        "contoh", "Contoh", score=asn.Mean.of_given(a, b) + c + rows.sum(rows.fields[1].or_else(0)), reported=2
    )
    table = {"nip": [1, 2, 3], "a": [1, 2, 3], "b": [None, 5.0, None], "c": [None, 1.0, 2.0]}
    items = {"kegiatan": {"nip": [1, 1], "x": [1, 1], "y": [None, 2.0]}}
    scores = asn.appraise_table(policy, table, key="nip", items=items)

    assert [(each.field, each.count, each.default) for each in scores.missing] == [
        ("b", 2, None),
        ("c", 1, "1.5"),
        ("kegiatan.y", 1, None),
    ]
    assert [each.text() for each in scores.missing][:2] == [
        "b (2): tidak diisi dan tidak dihitung",
        "c (1): tidak diisi, memakai nilai bawaan: 1.5",
    ]
    assert scores.missing[0].text("en") == "b (2): not given and not counted"


def test_where_nothing_was_missing_nothing_is_told():
    table = {"kecepatan": [6.5], "kepuasan": [88], "akurasi": [97.5]}

    assert asn.appraise_table(schemes.get("sabang-layanan"), table).missing == ()


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame])
def test_a_score_above_the_doubles_is_refused_as_one_and_exact_everywhere_else(make: Callable[..., Any]) -> None:
    x = Number("x", low=0)
    policy = Policy("contoh", "Contoh", score=(x * x * x * x * x * x * x * x * x).rounded(2))
    scores = appraise_table(policy, make({"x": ["1.5", "9" * 38]}))
    with pytest.raises(ScoreRangeError, match="row 1"):
        _ = scores.score
    exact = Fraction("9" * 38) ** 9
    assert scores.exact(1) == exact
    assert [Fraction(text) for text in scores.to_frame()["score"]] == [Fraction("38.44"), exact]
    assert [Fraction(text) for text in scores.to_arrow()["score"].to_pylist()] == [Fraction("38.44"), exact]
    assert "38,44 – 1,000000e+342" in scores._repr_html_()


def test_the_greatest_double_is_a_score_and_half_a_unit_above_it_is_none() -> None:
    whole = Fraction(2**1024 - 2**971)
    edge = whole + 2**970
    policy = Policy("contoh", "Contoh", score=Number("x", low=0, high=100, decimals=0))
    for value, inside in ((whole, True), (edge - 1, True), (edge, False), (-edge, False)):
        scores = appraise_table(policy, {"x": [1]})
        scores._values = np.array([value], object)
        if inside:
            assert scores.score is not None
            assert abs(scores.score[0]) == float(whole)
        else:
            with pytest.raises(ScoreRangeError):
                _ = scores.score


# --- by key, one by one, and as frames for people who analyse ------------------------------------------------------------


def test_a_text_is_a_key_and_a_number_a_row() -> None:
    scores = scored(TABLE)
    assert scores["c"] == scores[2] == scores.appraisal("c") == scores.appraisal(2)
    assert scores.exact("c") == scores.exact(2)
    assert asn.explain(scores, "c") == asn.explain(scores, 2) == asn.explain(scores[2])
    with pytest.raises(KeyError, match="no row has the key"):
        scores["z"]
    with pytest.raises(RecordError):
        scores["b"]


def test_a_key_of_two_columns_is_a_tuple() -> None:
    table = {"nip": ["a", "a"], "tahun": [2025, 2026], "nilai": [90.0, 80.0]}
    scores = asn.appraise_table(NILAI, table, key=("nip", "tahun"))
    assert scores["a", 2026].score == scores["a", "2026"].score == 80


def test_appraisals_come_row_by_row_with_none_for_a_rejected_one() -> None:
    scores = scored(TABLE)
    assert list(scores) == [scores[0], None, scores[2]]


@pytest.mark.parametrize("join", [False, True])
def test_bands_are_categories_in_the_order_of_the_policy(join: bool) -> None:
    order = [level.key for level in NILAI.band.levels]
    pandas = scored(pd.DataFrame(TABLE)).to_frame(join=join)["band"]
    assert (list(pandas.cat.categories), pandas.cat.ordered) == (order, True)
    assert scored(pl.DataFrame(TABLE)).to_frame(join=join)["band"].dtype == pl.Enum(order)
    arrow = scored(pa.table(TABLE)).to_frame(join=join)["band"]
    assert arrow.type.ordered
    assert scored(TABLE).to_frame(join=join)["band"] == ["baik", None, "cukup"]
    assert scored(TABLE).to_arrow().schema.field("band").type.ordered


def test_names_of_bands_and_a_suffix_for_results_come_on_request() -> None:
    frame = scored(pl.DataFrame(TABLE)).to_frame(names=True, suffix="_skp", join=True)
    assert frame.columns == ["nip", "nilai", "score_skp", "band_skp"]
    assert frame["band_skp"].to_list() == ["Baik", None, "Cukup"]
    again = asn.appraise_table(NILAI, frame, key="nip", on_error="quarantine").to_frame(join=True, suffix="_2")
    assert again.columns[-2:] == ["score_2", "band_2"]


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_a_policy_of_lists_alone_gives_the_kind_of_frame_of_its_list(make: Any) -> None:
    answers = make({"unit": ["z", "a"], **{f"u{n}": [3, 4] for n in range(1, 10)}})
    policy = schemes.get("permenpanrb-14-2017")
    frame = asn.appraise_table(policy, None, key="unit", items={"responden": answers}).to_frame()
    assert type(frame) is type(answers)
    assert [str(value) for value in frame["unit"]] == ["z", "a"]
