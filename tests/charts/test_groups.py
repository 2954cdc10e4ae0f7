"""Groups: boxes of quartiles, bars of shares; small groups marked, too many said."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.charts.pictures import data, layers, names, spec_of

from asn_appraisal.charts.groups import Quartiles, quartiles, shares
from asn_appraisal.charts.sheets import Sheet

SHEET = Sheet.of("id", 500)
ENDS = tuple(map(Fraction, (50, 60, "72.5", 80, 99)))
BIG, SMALL = Quartiles("Dinas", 1200, ENDS, Fraction(71)), Quartiles("UPT", 3, ENDS, Fraction(70), small=True)


def test_a_box_goes_from_quartile_to_quartile_with_median_mean_and_ends() -> None:
    chart = quartiles(SHEET, "Nilai", [BIG], axis="Nilai (poin)")
    (row,) = data(chart, "bar")
    assert [row[f"q{at}"] for at in range(5)] == [50, 60, 72.5, 80, 99]
    assert row["mean"] == 71
    assert row["words"] == "Dinas (n=1.200): median 72,5, kuartil 60 dan 80, dari 50 sampai 99, rata-rata 71"
    fields = {mark: layers(chart, mark)[0]["encoding"]["x"]["field"] for mark in ("rule", "bar", "tick", "point")}
    assert fields == {"rule": "q0", "bar": "q1", "tick": "q2", "point": "mean"}


def test_a_small_group_is_hollow_and_marked_in_its_name() -> None:
    chart = quartiles(SHEET, "Nilai", [BIG, SMALL], axis="x")
    assert [each["fill"] == "white" for each in data(chart, "bar")] == [False, True]
    assert names(chart) == '[["Dinas (n=1.200)"], ["UPT (n=3) *"]][datum.value]'
    assert "* sedikit" in " ".join(spec_of(chart)["title"]["subtitle"])
    assert "* sedikit" not in spec_of(quartiles(SHEET, "Nilai", [BIG], axis="x"))["description"]


def test_groups_beyond_the_fortieth_are_left_out_and_that_is_said() -> None:
    chart = quartiles(SHEET, "Nilai", [BIG] * 1234, axis="x")
    assert len(data(chart, "bar")) == 40
    assert "40 kelompok pertama dari 1.234." in " ".join(spec_of(chart)["title"]["subtitle"])
    bars = shares(SHEET, "P", ["Baik"], [("a", [1], False)] * 41)
    assert "40 kelompok pertama dari 41." in spec_of(bars)["description"]


def test_shares_of_a_group_fill_its_bar_in_the_order_of_the_levels() -> None:
    chart = shares(SHEET, "P", ["Baik", "Cukup", "Baik"], [("a", [1, 0, 3], True), ("b", [0, 0, 0], True)])
    assert [(each["row"], each["level"], each["from"], each["to"]) for each in data(chart, "bar")] == [
        (0, 0, 0, 25), (0, 2, 25, 100),
    ]  # fmt: skip
    legend = layers(chart, "bar")[0]["encoding"]["color"]["legend"]["labelExpr"]
    assert legend == '[["Baik", "Cukup", "Baik"]][0][datum.value]'
    assert "a (n=4) *, Baik: 1 (25 %); a (n=4) *, Baik: 3 (75 %)." in spec_of(chart)["description"]


@pytest.mark.parametrize(
    "chart", [quartiles(SHEET, "Nilai", [], axis="x"), shares(SHEET, "P", ["a"], [("b", [0], True)])]
)
def test_no_groups_are_said(chart: object) -> None:
    assert "Belum ada data" in spec_of(chart)["description"]


def test_one_row_with_one_score_has_a_scale() -> None:
    one = Quartiles("a", 1, (Fraction(80),) * 5, Fraction(80), small=True)
    low, high = layers(quartiles(SHEET, "N", [one], axis="x"), "bar")[0]["encoding"]["x"]["scale"]["domain"]
    assert low < 80 < high
