"""What scoring a whole table gives, and what it refuses."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.columns.tables import How
from asn_appraisal.errors import CellsError, ChoiceError, CountRangeError, RecordError, UnknownPartError

NILAI = schemes.get("permenpan-16-2009", holes="lower")
PP = schemes.get("pp-46-2011")
SURVEY = schemes.get("permenpanrb-14-2017")


def employees(*nips: str) -> dict[str, Any]:
    columns: dict[str, Any] = {"nip": list(nips)}
    for key in ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama"):
        columns[key] = [80.0] * len(nips)
    return columns


def activities(*nips: str, time: float = 9.0) -> dict[str, Any]:
    size = len(nips)
    return {
        "nip": list(nips),
        "target_kuantitas": [10.0] * size,
        "realisasi_kuantitas": [10.0] * size,
        "target_kualitas": [100.0] * size,
        "realisasi_kualitas": [80.0] * size,
        "target_waktu": [12.0] * size,
        "realisasi_waktu": [time] * size,
    }


def codes(problem: RecordError) -> list[str]:
    return [fault.code for fault in problem.faults]


def test_a_table_gives_a_score_and_a_band_for_each_row_in_order() -> None:
    scores = asn.appraise_table(NILAI, {"nip": ["a", "b", "c"], "nilai": [90.99, 75.0, 100.0]}, key="nip")
    assert scores.score.tolist() == [90.99, 75.0, 100.0]
    assert scores.band_keys() == ["baik", "cukup", "amat_baik"]
    assert scores.exact(0) == Fraction("90.99")


def test_texts_decimals_and_floats_of_the_same_number_score_alike() -> None:
    for values in (["90.99"], [Decimal("90.990")], np.array([90.99]), np.array([90.99], np.float32)):
        assert asn.appraise_table(NILAI, {"nilai": values}).exact(0) == Fraction("90.99")


def test_rows_of_a_list_find_their_record_in_any_order() -> None:
    rows = activities("b", "a", "b")
    rows["realisasi_kualitas"] = [60.0, 100.0, 80.0]
    scores = asn.appraise_table(PP, employees("a", "b"), key="nip", items={"kegiatan": rows})
    alone = asn.appraise_table(
        PP, employees("b"), key="nip", items={"kegiatan": {k: [v[0], v[2]] for k, v in rows.items()}}
    )
    assert scores.exact(1) == alone.exact(0) != scores.exact(0)


def test_lists_inside_of_the_table_need_no_key() -> None:
    rows = [{name: column[0] for name, column in activities("x").items() if name != "nip"}]
    table = {**employees("a"), "kegiatan": [rows]}
    by_key = asn.appraise_table(PP, employees("a"), key="nip", items={"kegiatan": activities("a")})
    assert asn.appraise_table(PP, table).exact(0) == by_key.exact(0)


def test_a_policy_of_lists_alone_takes_no_table_and_keeps_the_order_of_first_appearance() -> None:
    answers = {"unit": ["z", "a", "z"], **{f"u{n}": [1, 4, 3] for n in range(1, 10)}}
    frame = asn.appraise_table(SURVEY, None, key="unit", items={"responden": answers}).to_frame()
    assert frame["unit"] == ["z", "a"]
    assert frame["score"].tolist() == [50.0, 100.0]


def test_without_a_key_all_rows_of_the_list_are_one_unit() -> None:
    answers = {f"u{n}": [1, 4, 4] for n in range(1, 10)}
    assert asn.appraise_table(SURVEY, None, items={"responden": answers}).score.tolist() == [75.0]


def test_a_row_with_a_fault_raises_with_its_row_key_and_field() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, {"nip": ["a", "b"], "nilai": [90.0, 101.0]}, key="nip")
    (fault,) = caught.value.faults
    assert (fault.code, fault.row, fault.key, fault.field) == ("ASN406", 1, "b", "nilai")


def test_quarantine_scores_the_rest_and_lists_every_fault() -> None:
    table = {"nip": ["a", "b", "c"], "nilai": [90.0, 101.0, float("nan")]}
    scores = asn.appraise_table(NILAI, table, key="nip", on_error="quarantine")
    assert scores.score[0] == 90.0
    assert np.isnan(scores.score[1:]).all()
    assert scores.band_keys()[1:] == [None, None]
    assert [(fault.row, fault.code) for fault in scores.rejects] == [(1, "ASN406"), (2, "ASN401")]
    assert scores.rejected.tolist() == [False, True, True]


def test_an_error_lists_a_thousand_rejected_rows_and_counts_the_others() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, {"nilai": np.full(1500, 101.0)})
    assert codes(caught.value) == ["ASN406"] * 1000 + ["ASN448"]
    assert dict(caught.value.faults[-1].facts)["count"] == "500"


def test_a_record_without_rows_is_rejected_and_says_how_many_are_needed() -> None:
    scores = asn.appraise_table(
        PP, employees("a", "b"), key="nip", items={"kegiatan": activities("a")}, on_error="quarantine"
    )
    assert [(fault.row, fault.code, fault.list) for fault in scores.rejects] == [(1, "ASN411", "kegiatan")]


def test_a_target_of_zero_is_a_fault_of_its_row_of_the_list() -> None:
    rows = activities("a", "a")
    rows["target_waktu"][1] = 0.0
    scores = asn.appraise_table(PP, employees("a"), key="nip", items={"kegiatan": rows}, on_error="quarantine")
    assert [(fault.code, fault.list, fault.item_row) for fault in scores.rejects] == [("ASN412", "kegiatan", 1)]


def test_a_fault_of_a_row_names_its_place_in_the_table_of_rows() -> None:
    rows = activities("b", "a", "b", "a")
    rows["realisasi_kualitas"] = [80.0, 80.0, 101.0, 80.0]
    scores = asn.appraise_table(PP, employees("a", "b"), key="nip", items={"kegiatan": rows}, on_error="quarantine")
    assert [(fault.row, fault.item_row, fault.code) for fault in scores.rejects] == [(1, 2, "ASN406")]


def test_the_cliff_at_24_percent_is_met_exactly() -> None:
    def score(time: float) -> Fraction | None:
        rows = activities("a", time=time)
        rows["target_waktu"] = [100.0]
        return asn.appraise_table(PP, employees("a"), key="nip", items={"kegiatan": rows}, parts=["skp"]).exact(0)

    on, beyond = score(76.0), score(75.99)
    assert on is not None
    assert beyond is not None
    assert on - beyond > 4  # (100 + 80 + 100) / 3 against (100 + 80 + 75.99) / 3, of which 60 %


def test_rows_of_an_unknown_key_and_double_keys_are_faults() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(PP, employees("a", "a"), key="nip", items={"kegiatan": activities("x")})
    assert {"ASN432", "ASN434"} <= set(codes(caught.value))


def test_double_keys_are_faults_without_lists_too() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, {"nip": ["a", "a"], "nilai": [90, 91]}, key="nip")
    assert set(codes(caught.value)) == {"ASN432"}


def test_a_missing_column_of_a_needed_field_is_one_fault_also_under_quarantine() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, {"nip": ["a", "b"]}, key="nip", on_error="quarantine")
    assert codes(caught.value) == ["ASN431"]


def test_a_column_that_was_surely_meant_is_a_fault_and_others_are_listed_as_unused() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(NILAI, {"Nilai_": [90]})
    assert codes(caught.value) == ["ASN403"]
    assert asn.appraise_table(NILAI, {"nilai": [90], "nama": ["Contoh"]}).unused == ("nama",)


def test_a_missing_list_an_unknown_list_and_a_missing_key_are_said() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(PP, employees("a"), key="nip")
    assert codes(caught.value) == ["ASN438"]
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(PP, employees("a"), key="nip", items={"tugas": activities("a")})
    assert codes(caught.value) == ["ASN439"]
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(PP, employees("a"), items={"kegiatan": activities("a")})
    assert codes(caught.value) == ["ASN440"]


def test_what_is_no_list_in_a_column_of_lists_is_a_fault_of_its_row() -> None:
    good = [{name: column[0] for name, column in activities("x").items() if name != "nip"}]
    table = {**employees("a", "b", "c"), "kegiatan": [good, "tiga", [good[0], 7]]}
    scores = asn.appraise_table(PP, table, on_error="quarantine")
    assert [(fault.row, fault.code, fault.item_row) for fault in scores.rejects] == [
        (1, "ASN410", None),
        (2, "ASN410", 1),
    ]
    assert scores.score[0] > 0


def test_a_list_whose_only_rows_are_no_rows_refuses_their_record_and_not_the_table() -> None:
    tugas = asn.Items("tugas", [asn.Number("hasil", low=0, high=100)], at_least=0)
    policy = asn.Policy("contoh", "Contoh", score=tugas.sum(tugas.fields[0]), reported=2)
    scores = asn.appraise_table(policy, {"tugas": [[], [3], []]}, on_error="quarantine")
    assert [(fault.row, fault.code, fault.item_row) for fault in scores.rejects] == [(1, "ASN410", 0)]
    assert scores.rejected.tolist() == [False, True, False]


def test_kept_parts_are_the_values_of_the_traces() -> None:
    scores = asn.appraise_table(
        PP, employees("a"), key="nip", items={"kegiatan": activities("a", "a")}, parts=["skp", "perilaku"]
    )
    trace = scores.appraisal(0).trace
    for key, values in scores.parts().items():
        assert values.tolist() == [float(trace.step(key).value)]
    with pytest.raises(UnknownPartError):
        scores.parts("kuantitas")


def test_a_kept_label_and_a_kept_condition_are_keys_and_truths() -> None:
    flag = asn.Flag("lulus", optional=True)
    rating = asn.Number("nilai").rated(asn.Bands(("baik", ">= 76"), ("kurang", None))).named("sebutan")
    policy = asn.Policy(
        "contoh",
        "Contoh",
        score=asn.When((flag.given & flag.required).named("ada"), 100, 0).named("total"),
        band=rating,
    )
    scores = asn.appraise_table(policy, {"nilai": [76, 75.99], "lulus": [True, None]}, parts=["sebutan", "ada"])
    assert scores.parts() == {"sebutan": ["baik", "kurang"], "ada": [True, False]}


def test_kept_numbers_are_the_doubles_nearest_to_their_values() -> None:
    x, y = asn.Number("x"), asn.Number("y", decimals=0)
    parts = [
        (x * 3).named("kali"),
        (x / 4 + "0.5").named("geser"),
        (-x).named("balik"),
        (x / 3).named("sepertiga"),
        (y + 0).named("besar"),
    ]
    policy = asn.Policy("contoh", "Contoh", score=sum(parts[1:], start=parts[0]).rounded(2))
    columns = {"x": ["1.07", "3.33", "100"], "y": [2**53, 7811841012731915, 8698539896492746]}
    scores = asn.appraise_table(policy, columns, parts=[part.key for part in parts])
    for key, values in scores.parts().items():
        exact = [scores.appraisal(row).trace.step(key).value for row in range(3)]
        assert values.tolist() == [float(value) for value in exact]


def test_a_kept_quotient_of_two_inputs_has_ten_decimals() -> None:
    x, y = asn.Number("x", low=0, high=100), asn.Number("y", low=1, high=100)
    policy = asn.Policy("contoh", "Contoh", score=(x / y).named("bagi").rounded(2))
    values = asn.appraise_table(policy, {"x": [1, 2, 100], "y": [3, 3, 7]}, parts="bagi").parts()["bagi"]
    assert values.tolist() == [0.3333333333, 0.6666666667, 14.2857142857]


def test_kept_parts_that_are_the_same_in_all_rows_are_there_for_each() -> None:
    x = asn.Number("x", low=0, high=100)
    label, holds = x.rated(asn.Bands(("semua", None))).named("sebutan"), (x >= 0).named("sah")
    number = (x.capped(0) + "0.25").named("tetap")
    policy = asn.Policy("contoh", "Contoh", score=asn.When(holds, number, 0).rounded(2), band=label)
    scores = asn.appraise_table(policy, {"x": [1, 2]}, parts=["sebutan", "sah", "tetap"])
    parts = scores.parts()
    assert (parts["sebutan"], parts["sah"], parts["tetap"].tolist()) == (["semua"] * 2, [True] * 2, [0.25] * 2)


def test_a_kept_number_beyond_what_whole_numbers_hold_has_ten_decimals() -> None:
    y = asn.Number("y", decimals=0)
    policy = asn.Policy("contoh", "Contoh", score=(y * 3 / 10**13).named("kecil").rounded(2))
    values = asn.appraise_table(policy, {"y": [2**53 - 2, 7]}, parts="kecil").parts()["kecil"]
    assert values.tolist() == [round(3 * (2**53 - 2) / 10**13, 10), 0.0]


def test_parts_over_rows_and_unknown_parts_are_refused() -> None:
    for part in ("kuantitas", "nilay"):
        with pytest.raises(UnknownPartError):
            asn.appraise_table(PP, employees("a"), key="nip", items={"kegiatan": activities("a")}, parts=[part])


def test_records_read_once_serve_several_policies() -> None:
    other = schemes.get("pp-46-2011", rounding=None)
    rows = activities("a")
    rows["realisasi_waktu"] = [9.01]  # a twelfth has no end
    records = asn.read_records(PP, employees("a"), key="nip", items={"kegiatan": rows})
    first, second = asn.appraise_table(PP, records), asn.appraise_table(other, records)
    assert first.score.tolist() == second.score.tolist()
    assert first.exact(0) != second.exact(0)  # rounded by the policy, and for display alone


def test_records_that_were_read_take_no_other_cells_than_theirs() -> None:
    cells = asn.Cells(decimal="comma")
    records = asn.read_records(NILAI, {"nilai": ["90,5"]}, cells=cells)
    for given in ({}, {"cells": cells}):
        assert asn.appraise_table(NILAI, records, **given).score.tolist() == [90.5]
    with pytest.raises(CellsError):
        asn.appraise_table(NILAI, records, cells=asn.Cells())


def test_blocks_and_threads_change_nothing() -> None:
    rng = np.random.default_rng(7)
    values = rng.integers(0, 10_001, 1_000_001) / 100
    once = asn.appraise_table(NILAI, {"nilai": values})
    split = asn.appraise_table(NILAI, {"nilai": values}, threads=2, block=10_007)
    assert (once.score == split.score).all()
    assert (once.bands.codes == split.bands.codes).all()
    assert (once.score == values).all()


def test_numbers_too_large_for_any_proof_are_worked_out_exactly() -> None:
    number = asn.Number("rupiah", decimals=2)
    policy = asn.Policy("contoh", "Contoh", score=(number / 3).rounded(2).named("nilai"))
    values = ["1" + "0" * 30, "0.01"]
    scores = asn.appraise_table(policy, {"rupiah": values})
    assert [scores.exact(row) for row in (0, 1)] == [policy.appraise({"rupiah": value}).exact for value in values]
    assert "exact" in scores.certificate


def test_quantized_and_defaulted_values_are_counted() -> None:
    scores = asn.appraise_table(NILAI, {"nilai": [90.123, 90.5]}, floats="quantize")
    assert (scores.rounded, scores.exact(0)) == (1, Fraction("90.12"))
    scores = asn.appraise_table(PP, employees("a", "b"), key="nip", items={"kegiatan": activities("a", "b")})
    assert scores.defaulted == 4  # tugas_tambahan and kreativitas of both


def test_strict_refuses_what_snap_forgives() -> None:
    assert asn.appraise_table(NILAI, {"nilai": [0.1 + 0.2]}).exact(0) == Fraction("0.3")
    with pytest.raises(RecordError):
        asn.appraise_table(NILAI, {"nilai": [0.1 + 0.2]}, floats="strict")


def test_a_table_may_be_given_by_its_name_and_a_key_by_nothing_else() -> None:
    assert asn.appraise_table(policy=NILAI, table={"nip": ["a"], "nilai": [80]}, key="nip").score.tolist() == [80.0]
    with pytest.raises(TypeError):
        asn.appraise_table(NILAI, {"nip": ["a"], "nilai": [80]}, "nip")


def test_the_ways_of_scoring_have_the_same_defaults_wherever_they_are_made() -> None:
    assert How.of((), "raise") == How()


@pytest.mark.parametrize(
    "more", [{"block": 1}, {"block": 10**9}, {"threads": 256}, {"least_kept": 0}, {"least_kept": 100}]
)
def test_the_ends_of_the_counts_are_within_them(more: dict[str, int]) -> None:
    assert asn.appraise_table(NILAI, {"nilai": [80, 90]}, **more).score.tolist() == [80.0, 90.0]


@pytest.mark.parametrize("bad", [50, 49])
def test_a_record_keeps_half_of_its_rows_where_nothing_else_is_said(bad: int) -> None:
    rows = {"unit": ["a"] * 99, **{f"u{n}": [3.0] * 99 for n in range(1, 10)}}
    rows["u1"] = [9.0] * bad + [3.0] * (99 - bad)
    scores = asn.appraise_table(SURVEY, rows, key="unit", on_error="quarantine", bad_items="drop")
    assert scores.rejected.tolist() == [bad == 50]


def test_an_empty_table_has_no_scores() -> None:
    scores = asn.appraise_table(NILAI, {"nilai": []})
    assert (len(scores), scores.score.tolist(), scores.band_keys()) == (0, [], [])


def test_an_unknown_word_for_on_error_is_refused() -> None:
    with pytest.raises(ChoiceError):
        asn.appraise_table(NILAI, {"nilai": [1]}, on_error="ignore")


def test_the_caller_s_columns_are_never_changed() -> None:
    values = np.array([90.0, 101.0, np.nan, -0.0])
    before = values.copy()
    asn.appraise_table(NILAI, {"nilai": values}, on_error="quarantine")
    assert np.array_equal(values, before, equal_nan=True)


@pytest.mark.parametrize(
    "more",
    [{"block": 0}, {"threads": 0}, {"block": -1}, {"block": 10**9 + 1}, {"threads": 257}, {"least_kept": 101}],
)
def test_counts_beyond_their_ends_are_refused(more: dict[str, int]) -> None:
    with pytest.raises(CountRangeError):
        asn.appraise_table(NILAI, {"nilai": [1]}, **more)


def test_one_part_may_be_given_as_a_text() -> None:
    rows = activities("a")
    scores = asn.appraise_table(PP, employees("a"), key="nip", items={"kegiatan": rows}, parts="skp")
    assert list(scores.parts()) == ["skp"]


def test_keys_of_two_kinds_are_said_once_and_not_as_missing_rows() -> None:
    rows = {**activities("1", "2"), "nip": [1, 2]}
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(PP, employees("1", "2"), key="nip", items={"kegiatan": rows})
    assert codes(caught.value) == ["ASN447"]


def test_a_key_column_that_is_not_there_names_its_table() -> None:
    rows = activities("a")
    rows["nip_pegawai"] = rows.pop("nip")
    with pytest.raises(RecordError, match=r"kegiatan\.nip: no such key column") as caught:
        asn.appraise_table(PP, employees("a"), key="nip", items={"kegiatan": rows})
    assert codes(caught.value) == ["ASN450"]


def test_a_row_that_is_appraised_alone_keeps_all_digits_of_a_large_score() -> None:
    x, p, q = asn.Number("x", low=0, high=10**15, decimals=0), *(asn.Number(key, low=1, high=10**9) for key in "pq")
    policy = asn.Policy("p", "P", score=(x / (1 / p - 1 / q)).rounded(2))  # a divisor without a grid, close to 0
    record = {"x": 10**15 - 1, "p": 10**9 - 2, "q": 10**9 - 1}
    scores = asn.appraise_table(policy, [record, {**record, "p": 1, "q": 2}])
    assert scores.exact(0) == policy.appraise(record).exact == (10**15 - 1) * (10**9 - 2) * (10**9 - 1)


# --- keys in an index ------------------------------------------------------------------------------------------------


def test_results_of_a_table_whose_key_is_its_index_keep_it() -> None:
    policy = schemes.get("permenpan-16-2009")
    frame = pd.DataFrame(
        {"nip": ["a", "a", "b"], "tahun": [1, 2, 1], "nilai": [90.99, 75.0, 91.0], "nama": list("xyz")}
    )
    for key, levels in (("nip", "nip"), (("nip", "tahun"), ["nip", "tahun"]), (("nip", "tahun"), "tahun")):
        indexed, wanted = frame.set_index(levels), {"key": list(key) if isinstance(key, tuple) else key}
        if key == "nip":
            indexed = indexed.iloc[[0, 2]]
        scores = asn.appraise_table(policy, indexed, **wanted)
        assert scores.to_frame().index.equals(indexed.index)
        assert scores.to_frame(join=True)["nama"].equals(indexed["nama"])
        own = [name for name in wanted["key"] if name in indexed.columns] if isinstance(key, tuple) else []
        assert scores.to_frame().columns.tolist() == [*own, "score", "band"]
        assert scores.to_frame()["score"].tolist() == indexed["nilai"].tolist()
    assert scores["b", 1].score == Decimal("91.00")
    assert scores.where(tahun=1).to_frame().index.tolist() == [1, 1]
    assert [(group.name, group.rows) for group in scores.by("tahun")] == [((1,), 2), ((2,), 1)]
    assert scores.unused == ("nama",)


def test_lists_are_joined_by_the_index_too() -> None:
    policy = schemes.get("permenpanrb-14-2017")
    units = pd.DataFrame({"kota": ["x", "y"]}, index=pd.Index(["a", "b"], name="unit"))
    answers = pd.DataFrame({"unit": ["b", "a", "b"], **{f"u{n}": [3, 4, 4] for n in range(1, 10)}})
    expected = [100.0, 87.5]
    for records, rows in (
        (units, answers.set_index("unit")),
        (units, answers),
        (units.reset_index(), answers.set_index("unit")),
    ):
        scores = asn.appraise_table(policy, records, key="unit", items={"responden": rows})
        assert scores.score.tolist() == expected
        assert scores.to_frame().index.equals(records.index)


def test_an_index_of_no_rows_is_a_key() -> None:
    frame = pd.DataFrame({"nilai": []}, index=pd.Index([], name="nip", dtype="str"))
    assert len(asn.appraise_table(schemes.get("permenpan-16-2009"), frame, key="nip").to_frame()) == 0


def test_a_row_that_is_appraised_alone_has_its_band_and_its_parts() -> None:
    x, p, q = asn.Number("x", low=0, high=10**15, decimals=0), *(asn.Number(key, low=1, high=10**9) for key in "pq")
    bonus = asn.Number("bonus", low=0, high=100, optional=True)
    main, twice = (x / (1 / p - 1 / q)).rounded(2).named("hasil"), (bonus * 2).named("dua")
    exact = (10**15 - 1) * (10**9 - 2) * (10**9 - 1)
    levels = asn.Bands(("di_atas", f">= {exact + 1}"), ("tepat", f">= {exact}"), ("kecil", None))
    policy = asn.Policy("p", "P", score=main + twice.or_else(0), band=main.rated(levels).named("sebutan"))
    alone = {"x": 10**15 - 1, "p": 10**9 - 2, "q": 10**9 - 1, "bonus": None}
    records = [alone, {**alone, "bonus": 1.5}, {"x": 1, "p": 1, "q": 2, "bonus": 2}]
    scores = asn.appraise_table(policy, records, parts=["hasil", "dua", "sebutan"])
    assert scores.band_keys() == ["tepat", "tepat", "kecil"]
    assert scores.reported() == [policy.appraise(record).score for record in records]
    parts = scores.parts()
    assert parts["hasil"].tolist() == [float(policy.appraise(r).trace.step("hasil").value) for r in records]
    assert (np.isnan(parts["dua"]).tolist(), parts["dua"][1:].tolist()) == ([True, False, False], [3.0, 4.0])
    assert parts["sebutan"] == ["tepat", "tepat", "kecil"]
