"""Cells: each value that may come, and the law that a record and a column of any kind read it alike."""

import pickle
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal.appraising.readings import Unreadable
from asn_appraisal.cells import MISSING, NAME, PERCENT, STRICT, THOUSAND, UNIT, WORD, cell_value, read_cell
from asn_appraisal.columns.tables import appraise_table
from asn_appraisal.errors import CellsError, RecordError

SKP = asn.Number("skp", low=0, high=120)
IDE = asn.Flag("ide_baru", default=False)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("85,5", "85.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("-12.345,75", "-12345.75"),
        ("12", "12"),
        ("1.234", Unreadable("ASN424")),
        ("-1.234", Unreadable("ASN424")),
        ("85.5", Unreadable("ASN423")),
        ("1.2345", Unreadable("ASN423")),
        ("1,98E+17", Unreadable("ASN420")),
        ("abc", Unreadable("ASN404")),
        ("1,2,3", Unreadable("ASN404")),
        ("1.23,4", Unreadable("ASN404")),
        ("+5", Unreadable("ASN404")),
        ("", None),
        ("  ", None),
    ],
)
def test_a_number_in_a_file_with_decimal_commas(cell, value):
    assert value == cell_value(SKP, cell, STRICT.of_file("comma"))


@pytest.mark.parametrize("cell", ["85.5", "85,5", "1.234", "abc"])
def test_in_a_file_with_decimal_points_numbers_are_left_to_reading(cell):
    assert cell == cell_value(SKP, cell, STRICT.of_file("point"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [("true", True), ("Ya", True), ("1", True), ("FALSE", False), ("tidak", False), ("0", False), ("", None)],
)
def test_a_flag_is_written_in_three_ways(cell, value):
    assert value is cell_value(IDE, cell, STRICT.of_file("point"))


def test_another_word_is_no_flag():
    assert Unreadable("ASN409") == cell_value(IDE, "mungkin", STRICT.of_file("point"))


# --- the value itself


def test_cells_are_a_value_whose_repr_makes_it_anew():
    cells = asn.Cells(decimal="comma", missing=["N/A", "-"], words=True, rename={"Nilai SKP": "skp"}, header=3)
    assert repr(cells) == (
        "Cells(decimal='comma', missing=('N/A', '-'), words=True, rename={'Nilai SKP': 'skp'}, header=3)"
    )
    assert eval(repr(cells), {"Cells": asn.Cells}) == cells == pickle.loads(pickle.dumps(cells))  # noqa: S301, S307
    assert {cells, eval(repr(cells), {"Cells": asn.Cells})} == {cells}  # noqa: S307
    assert repr(asn.Cells()) == "Cells()"


def test_cells_are_strict_until_something_is_said():
    assert asn.Cells().is_strict
    assert asn.Cells(rename={"a": "b"}, header=2).is_strict
    assert not asn.Cells(missing="-").is_strict


@pytest.mark.parametrize(
    "arguments",
    [
        {"decimal": "dot"},
        {"decimal": 7},
        {"thousands": "dot"},
        {"missing": 7},
        {"missing": [None]},
        {"words": "ya"},
        {"names": 1},
        {"units": None},
        {"rename": ["a"]},
        {"rename": {"a": 1}},
        {"header": 0},
        {"header": "1"},
    ],
)
def test_an_argument_of_a_wrong_kind_is_refused_by_its_name(arguments):
    with pytest.raises(asn.AppraisalError) as caught:
        asn.Cells(**arguments)
    assert f"Cells({next(iter(arguments))}" in str(caught.value) or next(iter(arguments)) in str(caught.value)


@pytest.mark.parametrize(
    "arguments",
    [
        {"decimal": "comma", "thousands": "comma"},
        {"decimal": "point", "thousands": "point"},
        {"missing": ["-", " "]},
        {"rename": {"a": "x", "b": "x"}},
    ],
)
def test_arguments_that_do_not_fit_together_are_refused(arguments):
    with pytest.raises(CellsError):
        asn.Cells(**arguments)


def test_a_thousands_sign_says_the_decimal_sign_too():
    assert asn.Cells(thousands="point").decimal == "comma"
    assert asn.Cells(thousands="comma").decimal == "point"
    assert asn.Cells(thousands="space").decimal is None


def test_what_is_no_cells_is_refused_where_cells_are_asked_for():
    policy = asn.Policy("uji", "Uji", score=SKP)
    with pytest.raises(asn.AppraisalError, match="cells is text and should be"):
        policy.appraise({"skp": 1}, cells="comma")
    with pytest.raises(asn.AppraisalError, match="cells is text and should be"):
        asn.appraise_table(policy, {"skp": [1]}, cells="comma")
    with pytest.raises(asn.AppraisalError, match="cells is text and should be"):
        asn.appraise_batches(policy, [{"skp": [1]}], cells="comma")


# --- one cell

BIAYA, BULAN = asn.Number("biaya"), asn.Number("lama", unit="bulan", decimals=0)
RASIO = asn.Number("rasio", low=0, high=1)
KELAS = asn.Category("kelas", [("di_atas", "Di Atas Ekspektasi", "Above expectations"), ("a", "A+"), ("a_min", "A-")])


@pytest.mark.parametrize(
    ("entry", "cells", "cell", "found"),
    [
        (BIAYA, {"decimal": "comma"}, "25.000", ("25000", THOUSAND)),
        (BIAYA, {"decimal": "comma"}, "0.500", (Unreadable("ASN423"), "")),
        (BIAYA, {"decimal": "comma"}, "85,500", ("85.5", "")),
        (BIAYA, {"decimal": "comma"}, "85,501", (Unreadable("ASN405"), "")),
        (BIAYA, {"decimal": "comma", "thousands": "none"}, "1.234,5", (Unreadable("ASN404"), "")),
        (BIAYA, {"decimal": "comma", "thousands": "space"}, "1\u00a0234,5", ("1234.5", THOUSAND)),
        (BIAYA, {"decimal": "point"}, "25.000", ("25", "")),
        (BIAYA, {"decimal": "point"}, "85.501", (Unreadable("ASN405"), "")),
        (BIAYA, {"decimal": "point"}, "85,5", ("85,5", "")),
        (BIAYA, {"decimal": "point", "thousands": "comma"}, "1,234.5", ("1234.5", THOUSAND)),
        (BIAYA, {"thousands": "space"}, "1 234.5", ("1234.5", THOUSAND)),
        (BIAYA, {"thousands": "space"}, "25.000", ("25.000", "")),
        (BIAYA, {"decimal": "comma"}, 85.5, (85.5, "")),
        (BIAYA, {"missing": "N/A"}, " n/a ", (None, MISSING)),
        (BIAYA, {"missing": "-"}, "-1", ("-1", "")),
        (SKP, {"units": True}, "98.5%", ("98.5", PERCENT)),
        (SKP, {"units": True, "decimal": "comma"}, "98,5 %", ("98.5", PERCENT)),
        (BULAN, {"units": True}, "12 bulan", ("12", UNIT)),
        (BULAN, {"units": True}, "12Bulan", ("12", UNIT)),
        (BULAN, {"units": True}, "12%", ("12%", "")),
        (RASIO, {"units": True}, "50%", ("50%", "")),
        (BIAYA, {"units": True}, "50%", ("50%", "")),
        (BULAN, {"units": True}, "bulan", ("bulan", "")),
        (IDE, {"words": True}, "on", (True, WORD)),
        (IDE, {"words": True}, "OFF", (False, WORD)),
        (IDE, {"words": True}, "true", (True, "")),
        (IDE, {"words": True}, 1, (True, WORD)),
        (IDE, {"words": True}, 0.0, (False, WORD)),
        (IDE, {"words": True}, np.int64(1), (True, WORD)),
        (IDE, {"words": True}, Decimal(0), (False, WORD)),
        (IDE, {"words": True}, True, (True, "")),
        (IDE, {"words": True}, 2, (2, "")),
        (IDE, {}, "ya", ("ya", "")),
        (KELAS, {"names": True}, "Di atas ekspektasi", ("di_atas", NAME)),
        (KELAS, {"names": True}, "above Expectations", ("di_atas", NAME)),
        (KELAS, {"names": True}, "DI ATAS", ("di_atas", NAME)),
        (KELAS, {"names": True}, "a-", ("a_min", NAME)),
        (KELAS, {"names": True}, "a+", ("a", NAME)),
        (KELAS, {"names": True}, "a", ("a", "")),
        (KELAS, {"names": True}, "a!", ("a!", "")),
        (KELAS, {}, "Di atas ekspektasi", ("Di atas ekspektasi", "")),
    ],
)
def test_a_cell_stands_for_a_value_and_what_was_done_is_told(entry, cells, cell, found):
    assert read_cell(entry, cell, asn.Cells(**cells)) == found


def test_a_record_of_a_form_is_scored_as_the_same_record_written_strictly():
    policy = asn.Policy("uji", "Uji", score=(asn.When(IDE, SKP + 1, SKP) + BULAN).rounded(2))
    cells = asn.Cells(decimal="comma", words=True, units=True, missing="-", rename={"Nilai SKP": "skp"})
    sent = {"Nilai SKP": "98,5%", "ide_baru": "on", "lama": "12 bulan"}
    appraisal = policy.appraise(sent, cells=cells)
    assert appraisal.score == policy.appraise({"skp": "98.5", "ide_baru": True, "lama": 12}).score
    assert policy.appraise({**sent, "ide_baru": "-"}, cells=cells).trace.defaulted == ("ide_baru",)
    assert asn.verify(appraisal.to_audit_record(), policy) == []


def test_a_renamed_column_must_not_take_the_place_of_another():
    policy, cells = asn.Policy("uji", "Uji", score=SKP), asn.Cells(rename={"Nilai": "skp"})
    for call in (
        lambda: policy.appraise({"Nilai": 1, "skp": 2}, cells=cells),
        lambda: asn.appraise_table(policy, {"Nilai": [1], "skp": [2]}, cells=cells),
    ):
        with pytest.raises(RecordError) as caught:
            call()
        assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN445", "skp")]


def test_rows_of_lists_are_read_by_the_same_cells():
    rows = asn.Items("kegiatan", [SKP, KELAS])
    policy = asn.Policy("uji", "Uji", score=rows.mean(SKP).rounded(2))
    cells = asn.Cells(decimal="comma", names=True, rename={"Skor": "skp", "Kegiatan": "kegiatan"})
    held = [{"Skor": "85,5", "kelas": "A-"}, {"Skor": "1.0", "kelas": "di_atas"}]
    good = [held[0], {**held[0], "Skor": "86,5"}]
    assert policy.appraise({"Kegiatan": good}, cells=cells).score == Decimal("86.00")
    table = {"no": ["a", "b", "c"], "Kegiatan": [good, held, [good[0], 7]]}
    scores = asn.appraise_table(policy, table, key="no", cells=cells, on_error="quarantine")
    assert [(fault.row, fault.code, fault.item_row) for fault in scores.rejects] == [(1, "ASN423", 1), (2, "ASN410", 1)]
    assert scores.score[0] == 86.0
    lists = {"no": ["a", "a"], "Skor": ["85,5", "86,5"], "kelas": ["A-", "A+"]}
    scores = asn.appraise_table(policy, None, items={"kegiatan": lists}, key="no", cells=cells)
    assert scores.score.tolist() == [86.0]


def test_a_renamed_column_comes_out_under_its_new_name():
    policy, cells = asn.Policy("uji", "Uji", score=SKP), asn.Cells(rename={"NIP": "nip", "Nilai": "skp"})
    table = {"NIP": ["a"], "Nilai": [90]}
    for made in (pl.DataFrame, pd.DataFrame, pa.table):
        scores = asn.appraise_table(policy, made(table), key="nip", cells=cells)
        assert list(map(str, pl.DataFrame(scores.to_frame(join=True)).columns)) == ["nip", "skp", "score"]
    assert list(asn.appraise_table(policy, table, key="nip", cells=cells).to_frame()) == ["nip", "score"]


def test_records_that_were_read_with_other_cells_are_refused():
    policy = asn.Policy("uji", "Uji", score=SKP)
    records = asn.read_records(policy, {"skp": ["85,5"]}, cells=asn.Cells(decimal="comma"))
    assert asn.appraise_table(policy, records).score.tolist() == [85.5]
    with pytest.raises(CellsError):
        asn.appraise_table(policy, records, cells=asn.Cells(decimal="point"))


# --- the law: a column of any kind reads as its records do

CELLS = st.builds(
    asn.Cells,
    decimal=st.sampled_from([None, "point", "comma"]),
    missing=st.sampled_from([(), ("-", "n/a"), ("0", "7")]),
    words=st.booleans(),
    names=st.booleans(),
    units=st.booleans(),
)
TEXTS = st.sampled_from(
    [None, "", "-", "N/A", "0", "7", "85.5", "85,5", "25.000", "1.234,5", "1.000.000", "0,500", "85,500", "98,5%", "98.5 %",
     "12 bulan", "120.01", "1e5", "x", "ya", "Tidak", "true", "ON", "1", "di_atas", "Di atas ekspektasi", "A-", "a"]
)  # fmt: skip
OTHERS = st.sampled_from([0, 1, 2, 85, 1.0, 0.0, 85.5, 85.555, float("nan"), True, False, Decimal("85.50"), None])
FIELDS = [SKP, BULAN, asn.Flag("ada"), asn.Flag("ada", default=True), KELAS, asn.Number("maks", optional=True)]


def _columns(values):
    """The same values as columns of every kind that can hold them."""
    yield list(values)
    yield np.array([*values, None], object)[:-1]
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {str}:
        yield pl.Series(values, dtype=pl.String)
        yield pl.Series(values, dtype=pl.Categorical)
        yield pd.Series(values, dtype=object)
        yield pa.chunked_array([pa.array(values, pa.string()).dictionary_encode()])
        if values and None not in values:
            yield np.array(values)
    if kinds in ({int}, {bool}):
        yield pl.Series(values)
        yield pd.Series(values, dtype="Int64" if kinds == {int} else "boolean")
        if None not in values:
            yield np.array(values)
    if kinds == {float}:
        yield np.array([float("nan") if value is None else value for value in values])
        yield pl.Series(values)
    if kinds == {Decimal}:
        yield pl.Series(values, dtype=pl.Decimal(10, 2))


@pytest.mark.parametrize("entry", FIELDS, ids=lambda entry: f"{entry.key}-{entry.default}")
@given(cells=CELLS, values=st.lists(TEXTS, min_size=1, max_size=6) | st.lists(OTHERS, min_size=1, max_size=6))
def test_a_column_of_any_kind_reads_as_its_records_do(entry, cells, values):
    number = {asn.Flag: lambda: asn.When(entry, 1, 0), asn.Category: lambda: asn.Case(entry, di_atas=3, a=2, a_min=1)}
    score = number.get(type(entry), lambda: entry.or_else(-1) if entry.optional else entry)()
    policy = asn.Policy("uji", "Uji", score=score, reported=2)
    alone = []
    for value in values:
        try:
            alone.append((policy.appraise({entry.key: value}, cells=cells).score, []))
        except RecordError as problem:
            alone.append((None, [(fault.code, fault.kind, fault.facts) for fault in problem.faults]))
    for column in _columns(values):
        scores = appraise_table(policy, {entry.key: column}, cells=cells, on_error="quarantine")
        for row, (score, faults) in enumerate(alone):
            found = [(fault.code, fault.kind, fault.facts) for fault in scores.rejects if fault.row == row]
            assert (scores.reported()[row], found) == (score, faults)
