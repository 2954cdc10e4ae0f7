"""Notes on columns: each thing that looks wrong is named, once, and sound data are left in peace."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.csv_tables import parse_csv
from asn_appraisal.errors import RecordError

skp = asn.Number("skp", low=0, high=120)
hari = asn.Number("hari", low=0, high=365, optional=True, unit="hari")
bonus = asn.Number("bonus", optional=True)
kelas = asn.Category("kelas", [("di_atas", "Di Atas Ekspektasi"), ("sesuai", "Sesuai")])
hadir = asn.Flag("hadir", default=False)
POLICY = asn.Policy(
    "uji", "Uji", score=asn.Sum(skp, bonus.or_else(0), asn.Case(kelas, di_atas=5, sesuai=0), hadir.points(1)).rounded(2)
)
SAKIP = schemes.get("permenpanrb-88-2021")


def notes(policy, table, **more):
    return [
        (note.code, note.place(), note.count, note.rows) for note in asn.appraise_table(policy, table, **more).notes
    ]


def table(**columns):
    return {"skp": [90.5, 80], "kelas": ["sesuai", "di_atas"], "hadir": [True, False], "bonus": [1, 2], **columns}


def test_sound_data_have_no_notes():
    assert notes(POLICY, table()) == []
    assert notes(SAKIP, {key: [60.5, 80.25] for key in ("perencanaan", "pengukuran", "pelaporan", "evaluasi")}) == []


@pytest.mark.parametrize("column", [[0.98, 1.1], ["0.98", "1.1"], pl.Series([0.98, 1.1]), pd.array([0.98, 1.1])])
def test_a_percent_column_of_fractions_is_noted(column):
    assert notes(POLICY, table(skp=column)) == [("ASN470", "skp", None, ())]


@pytest.mark.parametrize("column", [[0.98, 2.01], [1, 2], [0, 0]])
def test_whole_numbers_and_numbers_above_2_are_no_fractions(column):
    assert "ASN470" not in [code for code, *_ in notes(POLICY, table(skp=column), on_error="quarantine")]


def test_a_number_of_another_unit_is_no_fraction():
    policy = asn.Policy("uji", "Uji", score=(skp + hari.or_else(0)).rounded(2))
    assert notes(policy, {"skp": [90, 80], "hari": [0.5, 1]}) == []


def test_absent_and_refused_rows_do_not_hide_fractions():
    found = notes(POLICY, table(skp=[0.98, 400]), on_error="quarantine")
    assert found == [("ASN470", "skp", None, ())]


def test_points_of_the_total_in_percent_fields_are_noted():
    points = {"perencanaan": [24.75], "pengukuran": [23.52], "pelaporan": [12.15], "evaluasi": [22.26]}
    scores = asn.appraise_table(SAKIP, points)
    assert scores.band_keys() == ["d"]  # 82.68 by its letters
    (note,) = scores.notes
    assert note.code == "ASN471"
    assert "perencanaan (30), pengukuran (30), pelaporan (15), evaluasi (25)" in note.text("id")
    assert notes(SAKIP, {**points, "evaluasi": [25.01]}) == []


def test_a_constant_column_of_many_rows_is_noted():
    many = {"skp": [90.0] * 20, "kelas": ["sesuai"] * 20, "hadir": [True] * 20, "bonus": [None] * 20}
    assert notes(POLICY, many) == [("ASN472", "skp", 20, ()), ("ASN472", "kelas", 20, ())]
    assert notes(POLICY, {name: column[:19] for name, column in many.items()}) == []
    assert notes(POLICY, {**many, "skp": [*range(20)], "kelas": ["sesuai", "di_atas"] * 10}) == []


def test_an_unused_column_near_an_absent_optional_one_is_noted():
    data = table(bonuss=[1, 2], nama=["a", "b"])
    del data["bonus"]
    assert notes(POLICY, data) == [("ASN473", "bonuss", None, ())]
    assert notes(POLICY, table(bonuss=[1, 2])) == []


def test_a_table_without_any_column_of_the_policy_is_one_fault():
    for policy in (POLICY, SAKIP, asn.Policy("opsional", "Opsional", score=bonus.or_else(0) + hari.or_else(0))):
        with pytest.raises(RecordError) as caught:
            asn.appraise_table(policy, {"nama": ["a"] * 2676})
        assert [fault.code for fault in caught.value.faults] == ["ASN474"]


def test_one_missing_column_is_still_named():
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(SAKIP, {"perencanaan": [1], "pengukuran": [1]})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [
        ("ASN431", "pelaporan"),
        ("ASN431", "evaluasi"),
    ]


CELLS = asn.Cells(
    decimal="comma", missing="-", words=True, names=True, units=True, rename={"Nilai": "skp", "Bonus kerja": "bonus"}
)


@pytest.mark.parametrize("frame", [dict, pl.DataFrame, pd.DataFrame])
def test_what_cells_were_taken_for_is_counted_by_column(frame):
    data = frame(
        {
            "Nilai": ["98,5%", "90", "80 %"],
            "kelas": ["sesuai", "Di atas ekspektasi", "SESUAI"],
            "hadir": ["ya", "true", "-"],
            "bonus": ["25.000", None, " - "],
        }
    )
    assert sorted(notes(POLICY, data, cells=CELLS)) == sorted(
        [
            ("ASN481", "Bonus kerja", None, ()),
            ("ASN477", "skp", 2, (0, 2)),
            ("ASN480", "bonus", 1, (0,)),
            ("ASN476", "bonus", 1, (2,)),
            ("ASN475", "kelas", 2, (1, 2)),
            ("ASN476", "hadir", 1, (2,)),
            ("ASN479", "hadir", 1, (0,)),
        ]
    )


def test_numbers_that_stand_for_true_and_false_are_counted():
    data = table(hadir=np.array([1, 0]))
    assert notes(POLICY, data, cells=asn.Cells(words=True)) == [("ASN479", "hadir", 2, (0, 1))]
    assert notes(POLICY, table(), cells=asn.Cells(words=True)) == []
    data = table(hadir=[1, None])
    assert notes(POLICY, data, cells=asn.Cells(words=True)) == [("ASN479", "hadir", 1, (0,))]


def test_rows_of_lists_are_those_of_their_own_table():
    rows = asn.Items("kegiatan", [skp])
    policy = asn.Policy("uji", "Uji", score=rows.mean(skp).rounded(2))
    lists = {"no": ["b", "a", "b"], "skp": ["90%", "80", "70%"]}
    found = notes(policy, None, items={"kegiatan": lists}, key="no", cells=asn.Cells(units=True))
    assert found == [("ASN477", "kegiatan.skp", 2, (0, 2))]
    nested = {"no": ["a"], "kegiatan": [[{"skp": "90%"}]]}
    assert notes(policy, nested, key="no", cells=asn.Cells(units=True)) == [("ASN477", "kegiatan.skp", 1, ())]


def test_notes_of_batches_count_rows_from_the_start_of_the_stream():
    batches = [table(skp=["90", "80%"]), table(skp=["90%", "80"])]
    found = [scores.notes for scores in asn.appraise_batches(POLICY, batches, cells=asn.Cells(units=True))]
    assert [[note.rows for note in each] for each in found] == [[(1,)], [(2,)]]


def test_a_file_without_cells_counts_nothing():
    text = b"skp;kelas;hadir;bonus\n90,5;sesuai;ya;1\n80;di_atas;tidak;2\n"
    assert notes(POLICY, parse_csv(text).table) == []
    found = notes(POLICY, parse_csv(text).table, cells=asn.Cells(words=True))
    assert found == [("ASN479", "hadir", 2, (0, 1))]
