"""Suggested cells: what a table shows of its own writing is proposed, what it leaves open is not."""

import pandas as pd
import polars as pl
import pytest

import asn_appraisal as asn
from asn_appraisal import Cells, schemes, suggest_cells
from asn_appraisal.adapters.csv_tables import parse_csv

skp = asn.Number("nilai_skp", "Nilai SKP", low=0, high=120)
lama = asn.Number("lama", "Lama bekerja", unit="bulan", decimals=0, optional=True)
kelas = asn.Category("kelas", [("di_atas", "Di Atas Ekspektasi"), ("sesuai", "Sesuai")], default="sesuai")
hadir = asn.Flag("hadir", "Hadir", default=False)
POLICY = asn.Policy(
    "uji", "Uji", score=asn.Sum(skp, lama.or_else(0), hadir.points(1), asn.Case(kelas, di_atas=2, sesuai=1))
)


def test_a_table_that_is_read_strictly_needs_nothing():
    table = {"nilai_skp": ["85.5", 90], "lama": [12, None], "kelas": ["sesuai", ""], "hadir": [True, None]}
    assert suggest_cells(table, POLICY) == Cells()


@pytest.mark.parametrize("frame", [dict, pl.DataFrame, pd.DataFrame])
def test_everything_that_a_dirty_table_shows_is_proposed_at_once_and_reads_it(frame):
    table = frame(
        {
            "Nilai SKP": ["98,5%", "90", "N/A"],
            "LAMA": ["12 bulan", "-", "7"],
            "kelas": ["Di atas ekspektasi", "sesuai", "-"],
            "hadir": ["ya", "Tidak", "n/a"],
        }
    )
    cells = suggest_cells(table, POLICY)
    assert cells == Cells(
        decimal="comma",
        missing=("N/A", "-"),
        words=True,
        names=True,
        units=True,
        rename={"Nilai SKP": "nilai_skp", "LAMA": "lama"},
    )
    scores = asn.appraise_table(POLICY, table, cells=cells, on_error="quarantine")
    assert [(fault.code, fault.row, fault.field) for fault in scores.rejects] == [("ASN401", 2, "nilai_skp")]


@pytest.mark.parametrize(
    ("numbers", "signs"),
    [
        (["85,5"], {"decimal": "comma"}),
        (["1.234,5", "25.000"], {"decimal": "comma"}),
        (["1.234.567"], {"decimal": "comma"}),
        (["85.5", "25.000"], {"decimal": "point"}),
        (["1,234.5"], {"decimal": "point", "thousands": "comma"}),
        (["85.5"], {}),
        (["25.000"], {}),
        (["1,234"], {}),
        (["85,5", "85.5"], {}),
        (["12"], {}),
        ([85.5], {}),
    ],
)
def test_a_decimal_sign_is_proposed_only_where_the_numbers_agree(numbers, signs):
    assert suggest_cells({"nilai_skp": numbers}, POLICY) == Cells(**signs)


def test_numbers_in_a_column_of_flags_are_words():
    for column in ([1, 0], pl.Series([1, 0]), pd.Series([1.0, 0.0])):
        assert suggest_cells({"nilai_skp": [90, 80], "hadir": column}, POLICY) == Cells(words=True)
    assert suggest_cells({"nilai_skp": [90, 80], "hadir": [3, 4]}, POLICY) == Cells()
    assert suggest_cells({"nilai_skp": [90, 80], "hadir": ["mungkin", ""]}, POLICY) == Cells()
    assert suggest_cells({"nilai_skp": [90, 80], "hadir": ["true", "false"]}, POLICY) == Cells(words=True)


def test_a_name_that_may_mean_two_fields_or_is_there_already_is_left_alone():
    twins = asn.Policy("uji", "Uji", score=asn.Number("a", "Nilai") + asn.Number("b", "Nilai"))
    assert suggest_cells({"Nilai": [1]}, twins) == Cells()
    assert suggest_cells({"nilai_skp": [1], "Nilai SKP": [2]}, POLICY) == Cells()
    assert suggest_cells({"Nilai SKP": [1], "NILAI-SKP": [2]}, POLICY) == Cells(rename={"Nilai SKP": "nilai_skp"})


def test_lists_files_and_records_are_looked_at_as_well():
    rows = asn.Items("kegiatan", [skp, kelas], "Kegiatan")
    policy = asn.Policy("uji", "Uji", score=rows.mean(skp).rounded(2))
    found = Cells(decimal="comma", rename={"Nilai SKP": "nilai_skp"})
    lists = {"no": ["a"], "Nilai SKP": ["85,5"]}
    assert suggest_cells(None, policy, items={"kegiatan": lists}) == found
    assert suggest_cells({"no": ["a"], "kegiatan": [[{"Nilai SKP": "85,5"}]]}, policy) == found
    records = asn.read_records(POLICY, {"nilai_skp": ["85,5"]})
    assert suggest_cells(records, POLICY) == Cells(decimal="comma")
    file = parse_csv(b'Nilai SKP,kelas\n"85,5",SESUAI\n').table
    assert suggest_cells(file, POLICY) == Cells(decimal="comma", names=True, rename={"Nilai SKP": "nilai_skp"})


def test_nothing_of_the_table_is_changed_and_a_wrong_call_is_refused():
    table = {"Nilai SKP": ["85,5"]}
    suggest_cells(table, POLICY)
    assert table == {"Nilai SKP": ["85,5"]}
    with pytest.raises(asn.AppraisalError, match="policy is a mapping"):
        suggest_cells(schemes.get("pp-30-2019"), table)
