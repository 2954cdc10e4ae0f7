"""Scores by group, exact before they are shown."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from tests.charts.pictures import data, names, spec_of

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.errors import ArgumentError, RecordError

NILAI = schemes.get("permenpan-16-2009", holes="lower")
TABLE = {
    "unit": ["b", "a", "b", "b", None, "b"],
    "tahun": [2025, 2025, 2026, 2025, 2025, 2025],
    "nilai": [90.01, 80.0, 70.0, 101.0, 60.0, 90.02],
}


def scored(table: Any = TABLE) -> asn.Scores:
    return asn.appraise_table(NILAI, table, on_error="quarantine")


def test_a_group_has_its_rows_rejects_exact_mean_quantiles_and_bands() -> None:
    b, a, none = scored().by("unit")
    assert (b.name, b.rows, b.scored, b.rejected, b.small) == (("b",), 4, 3, 1, True)
    assert b.mean == Fraction("250.03") / 3
    assert b.quantiles == tuple(map(Fraction, ("70", "80.005", "90.01", "90.015", "90.02")))
    assert sum(b.bands.values()) == 3
    assert b.share("baik") == Fraction(200, 3)
    assert (a.name, none.name) == (("a",), (None,))


@pytest.mark.parametrize("seed", range(5))
def test_quantiles_and_means_are_those_of_numpy(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    size = rng.randrange(1, 40)
    values = [rng.randrange(0, 10_001) / 100 for _ in range(size)]
    (group,) = scored({"unit": ["x"] * size, "nilai": values}).by("unit")
    assert group.mean is not None
    assert group.quantiles is not None
    assert float(group.mean) == pytest.approx(np.mean(values))
    assert [float(each) for each in group.quantiles] == pytest.approx(np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pa.table])
def test_the_summary_is_a_frame_of_the_kind_that_came_in(make: Any) -> None:
    table = make({name: column[:4] for name, column in TABLE.items()})
    frame = scored(table).by("unit", "tahun").to_frame()
    assert type(frame) is type(table)
    names = frame.column_names if isinstance(frame, pa.Table) else list(frame)
    names = frame.columns.tolist() if isinstance(frame, pd.DataFrame) else names
    if isinstance(frame, pl.DataFrame):
        names = frame.columns
    assert names[:7] == ["unit", "tahun", "n", "rejected", "small", "mean", "least"]
    assert [str(value) for value in frame["unit"]] == ["b", "a", "b"]
    assert [int(str(value)) for value in frame["n"]] == [2, 1, 1]
    assert float(str(frame["mean"][0])) == 90.01


def test_the_frame_has_mean_quantiles_and_shares_to_their_places_and_names_as_they_came() -> None:
    frame = scored().by("unit", "tahun").to_frame()
    assert frame["unit"] == ["b", "a", "b", None]
    assert (frame["tahun"].tolist(), frame["tahun"].dtype) == ([2025, 2025, 2026, 2025], np.int64)
    assert frame["n"].tolist() == [3, 1, 1, 1]
    assert frame["rejected"].tolist() == [1, 0, 0, 0]
    assert frame["mean"].tolist() == [90.02, 80.0, 70.0, 60.0]  # 90.015 is a tie
    assert [frame[name][0] for name in ("least", "lower_quartile", "median", "greatest")] == [
        90.01,
        90.01,
        90.02,
        90.02,
    ]
    shares = scored().by("unit").to_frame()["share_baik"]
    assert (shares[0], shares.tolist()[1:]) == (66.7, [100.0, 0.0])
    assert scored({"kode": [7, None, 7], "nilai": [80.0] * 3}).by("kode").to_frame()["kode"].tolist() == [7, None]
    assert "nilai" not in repr(scored().by("unit"))


def test_groups_of_several_columns_are_those_of_all_their_values() -> None:
    rng = random.Random(3)  # noqa: S311
    rows = [(rng.choice("pqrst"), rng.choice([2024, 2025, 2026]), rng.choice("xy")) for _ in range(60)]
    table = dict(zip(("unit", "tahun", "gol"), map(list, zip(*rows, strict=True)), strict=True))
    groups = list(scored({**table, "nilai": [80.0] * 60}).by("unit", "tahun", "gol"))
    assert [group.name for group in groups] == list(dict.fromkeys(rows))
    assert [group.rows for group in groups] == [rows.count(group.name) for group in groups]


def test_a_notebook_shows_the_mean_and_the_median_under_their_names() -> None:
    page = scored({"unit": ["a"] * 5, "nilai": [10.0, 20.0, 30.0, 40.0, 90.0]}).by("unit")._repr_html_()
    assert "5 0 38,00 30,00" in " ".join(re.findall(r"<td[^>]*>([^<]*)</td>", page))
    assert page.count("<th ") == page.count("<td ")
    policy = schemes.get("permenpanrb-6-2022")
    table = {"unit": ["a"], "hasil_kerja": ["di_atas"], "perilaku_kerja": ["di_atas"]}
    page = asn.appraise_table(policy, table).by("unit")._repr_html_()
    assert page.count("<th ") == page.count("<td ")


def test_a_policy_without_a_number_has_shares_alone_and_a_group_without_scores_none() -> None:
    policy = schemes.get("permenpanrb-6-2022")
    table = {"unit": ["a", "b"], "hasil_kerja": ["di_atas", "x"], "perilaku_kerja": ["di_atas", "di_atas"]}
    summary = asn.appraise_table(policy, table, on_error="quarantine").by("unit")
    frame = summary.to_frame()
    assert "mean" not in frame
    assert frame["share_sangat_baik"].tolist()[0] == 100.0
    assert np.isnan(frame["share_sangat_baik"][1])
    assert [group.share("baik") for group in summary] == [0, None]


def test_a_survey_is_grouped_by_its_key() -> None:
    survey = schemes.get("permenpanrb-14-2017")
    answers = {"unit": ["z", "a", "z"], **{f"u{n}": [1, 4, 3] for n in range(1, 10)}}
    summary = asn.appraise_table(survey, None, key="unit", items={"responden": answers}).by("unit")
    assert [(group.name, group.mean) for group in summary] == [(("z",), 50), (("a",), 100)]


def test_a_notebook_shows_small_groups_marked_and_names_escaped() -> None:
    page = scored({"unit": ["<b>"] * 10 + ["a"], "nilai": [80.0] * 11}).by("unit")._repr_html_()
    texts = re.sub(r"<[^>]*>", "|", re.sub(r"<span[^>]*>", "/", page))
    assert "||unit||baris|/rows|||ditolak|/rejected|||rata-rata|/mean|||median||" in texts
    assert "||&lt;b&gt;||10||0||80,00||" in texts
    assert "||a *||" in texts
    assert "fewer than 10 scored rows" in page


def test_numbers_of_any_size_are_summed_exactly() -> None:
    policy = asn.Policy("p", "P", score=asn.Number("x", decimals=2).rounded(2))
    table = {"unit": ["a"] * 3, "x": ["1" + "0" * 25, "0.01", "0.02"]}
    (group,) = asn.appraise_table(policy, table).by("unit")
    assert group.mean == Fraction(10**25 + Fraction("0.03")) / 3


def test_columns_that_are_not_there_and_no_column_at_all_are_refused() -> None:
    with pytest.raises(RecordError, match="no such column, did you mean unit"):
        scored().by("unitt")
    with pytest.raises(ArgumentError):
        scored().by()


def test_an_empty_table_has_no_groups() -> None:
    assert len(scored({"unit": [], "nilai": []}).by("unit")) == 0


def test_the_chart_has_quartiles_and_mean_of_each_group() -> None:
    chart = scored().by("unit").chart(width=400)
    rows = data(chart, "bar")
    assert [rows[0][f"q{at}"] for at in range(5)] == [70, 80.005, 90.01, 90.015, 90.02]
    assert rows[0]["mean"] == float(Fraction("250.03") / 3)
    assert names(chart) == '[["b (n=3) *"], ["a (n=1) *"], ["- (n=1) *"]][datum.value]'
    told = spec_of(chart)["description"]
    assert "Nilai menurut unit." in told
    assert "b (n=3) *: median 90,01, kuartil 80,005 dan 90,015, dari 70 sampai 90,02, rata-rata 83,3433;" in told
    assert "Scores by unit, tahun." in spec_of(scored().by("unit", "tahun").chart("en"))["description"]


def test_groups_without_a_score_are_not_drawn() -> None:
    table = {"unit": ["a", "b"], "nilai": [None, 80]}
    assert [row["q0"] for row in data(scored(table).by("unit").chart(), "bar")] == [80]
    assert "Belum ada data" in spec_of(scored({"unit": [], "nilai": []}).by("unit").chart())["description"]


def test_groups_of_a_policy_without_a_number_have_shares_of_bands() -> None:
    scale = asn.Bands(("baik", ">= 76", "Baik", "Good"), ("kurang", None, "Kurang", "Poor"))
    policy = asn.Policy("label", "Label", band=asn.Number("nilai").rated(scale))
    chart = asn.appraise_table(policy, {"unit": ["a", "a", "b"], "nilai": [80, 70, 90]}).by("unit").chart("en")
    assert [(row["row"], row["level"], row["from"], row["to"]) for row in data(chart, "bar")] == [
        (0, 0, 0, 50), (0, 1, 50, 100), (1, 0, 0, 100),
    ]  # fmt: skip
    assert "a (n=2) *, Good: 1 (50 %)" in spec_of(chart)["description"]
