from pathlib import Path

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.csv_files import CsvStyle
from asn_appraisal.adapters.data_files import read_file
from asn_appraisal.adapters.results import Results
from asn_appraisal.errors import DoubleColumnError

POLICY = schemes.get("permenpan-16-2009")


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("key", ["score", "band"])
def test_a_key_named_like_a_result_is_refused_and_nothing_written(tmp_path, ending, key):
    scores = asn.appraise_table(POLICY, {key: ["A"], "nilai": ["90"]}, key=key)

    with pytest.raises(DoubleColumnError, match=key):
        asn.write_scores(scores, tmp_path / f"hasil{ending}")
    assert not list(tmp_path.iterdir())


def test_parts_that_were_kept_are_written(tmp_path):
    policy = schemes.get("pp-30-2019")
    record = {"nilai_skp": "115", "nilai_perilaku": "112.5", "penilaian_rekan": False, "ide_baru": False}
    part = next(placed.key for placed in policy.outline.parts if not placed.lists)
    scores = asn.appraise_table(policy, {name: [value] for name, value in record.items()}, parts=part)

    for ending in (".csv", ".jsonl", ".parquet"):
        asn.write_scores(scores, tmp_path / f"hasil{ending}")
        assert read_file(tmp_path / f"hasil{ending}").columns == ("score", "band", part)
    value = scores.parts()[part][0]
    assert isinstance(value, np.floating | str | bool)


def test_results_are_written_in_the_decimal_convention_of_a_file():
    scores = asn.appraise_table(POLICY, {"nilai": ["89.5", "x", "100"]}, on_error="quarantine")
    results = Results(Path("hasil.csv"), {"no": np.arange(3)}, scores, CsvStyle(";", "comma"))

    assert "".join(results.csv()).splitlines() == ["no;score;band", "0;89,50;baik", "1;;", "2;100,00;amat_baik"]


def test_a_label_is_no_formula_and_a_number_stays_a_number():
    scores = asn.appraise_table(POLICY, {"nilai": ["90", "90"]})
    labels = {"unit": np.array(["=1+1", "-1"], object), "no": np.array([-1, 2])}

    lines = "".join(Results(Path("hasil.csv"), labels, scores).csv()).splitlines()

    assert lines == ["unit,no,score,band", "'=1+1,-1,90.00,baik", "'-1,2,90.00,baik"]


def test_scores_beyond_the_digits_of_a_decimal_are_written_as_they_are(tmp_path):
    long = asn.Policy("panjang", "Panjang", score=(asn.Number("x", decimals=0) * 1).rounded(2))
    scores = asn.appraise_table(long, {"x": ["9" * 30, "1" * 40, "7"]})

    for ending in (".csv", ".jsonl", ".parquet"):
        asn.write_scores(scores, tmp_path / f"hasil{ending}")
        assert read_file(tmp_path / f"hasil{ending}").texts("score") == [f"{each:f}" for each in scores.reported()]
