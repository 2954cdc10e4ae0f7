"""Bars: labels beside them have room, many rows are cut with a word, pairs have a bar before and one after."""

from __future__ import annotations

from fractions import Fraction

from tests.charts.pictures import data, domain, layers, names, spec_of

from asn_appraisal.charts.bars import Bar, Pair, bars, pairs
from asn_appraisal.charts.sheets import Sheet

F = Fraction
SHEET = Sheet.of("id", 400)


def test_bars_stand_in_the_order_given_and_end_before_the_room_of_their_labels() -> None:
    chart = bars(SHEET, "Bobot", [Bar("B", F(3), "3 (30 %)"), Bar("A", F(7), "7 (70 % dari semua)")], axis="Poin")
    assert [(row["count"], row["label"]) for row in data(chart, "bar")] == [(3, "3 (30 %)"), (7, "7 (70 % dari semua)")]
    assert names(chart) == '[["B"], ["A"]][datum.value]'
    assert domain(chart, "x")[0] == 0
    assert 9 < domain(chart, "x")[1] < 15
    assert "B: 3 (30 %); A: 7 (70 % dari semua)." in spec_of(chart)["description"]


def test_bars_of_nothing_but_0_have_a_scale() -> None:
    assert domain(bars(SHEET, "Bobot", [Bar("A", F(0), "0")], axis="Poin"), "x") == [0, 1]
    assert domain(pairs(SHEET, "Sebaran", [Pair("A", F(0), F(0))]), "x") == [0, 1]


def test_of_many_rows_the_first_forty_are_drawn_which_is_said() -> None:
    chart = bars(SHEET, "Bobot", [Bar(f"a{at}", F(at), "") for at in range(50)], axis="Poin")
    assert [row["count"] for row in data(chart, "bar")] == [*range(40)]
    assert "40 pertama dari 50." in spec_of(chart)["description"]


def test_a_pair_has_its_bar_before_above_its_bar_after() -> None:
    chart = pairs(SHEET, "Sebaran", [Pair("Baik", F(200, 3), F(50)), Pair("Cukup", F(100, 3), F(50))])
    assert [(row["row"], row["kind"], row["label"]) for row in data(chart, "bar")] == [
        (0, 0, "66,7 %"), (0, 1, "50 %"), (1, 0, "33,3 %"), (1, 1, "50 %"),
    ]  # fmt: skip
    for mark in ("bar", "text"):
        assert layers(chart, mark)[0]["encoding"]["yOffset"]["scale"]["domain"] == [0, 1]
    assert "Baik: 66,7 % sebelum, 50 % sesudah; Cukup: 33,3 % sebelum, 50 % sesudah." in spec_of(chart)["description"]


def test_no_rows_are_said() -> None:
    assert "Belum ada data" in spec_of(bars(SHEET, "Bobot", [], axis="Poin"))["description"]
    assert "Belum ada data" in spec_of(pairs(SHEET, "Sebaran", []))["description"]
