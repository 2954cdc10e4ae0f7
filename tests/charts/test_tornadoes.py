"""Tornadoes: the widest first, a bar to each side, texts that do not stand on bars."""

from __future__ import annotations

from fractions import Fraction

from tests.charts.pictures import data, domain, names, spec_of

from asn_appraisal.charts.sheets import Sheet
from asn_appraisal.charts.tornadoes import Swing, tornado

F = Fraction
SHEET = Sheet.of("id", 500)
NARROW, WIDE = Swing("Bobot", F(86), F(88), "10 %", "30 %"), Swing("Batas", F(80), F(95))
ONE_SIDE = Swing("Sasaran", F("86.5"), F("86.9"), "70", "90")


def test_the_widest_swing_comes_first_with_a_bar_to_each_end() -> None:
    chart = tornado(SHEET, "Kepekaan", [NARROW, WIDE], base=F(87), axis="Nilai (poin)")
    assert names(chart) == '[["Batas"], ["Bobot"]][datum.value]'
    assert [(each["row"], each["from"], each["to"]) for each in data(chart, "bar")] == [
        (0, 87, 80), (0, 87, 95), (1, 87, 86), (1, 87, 88),
    ]  # fmt: skip
    assert [each["base"] for each in data(chart, "rule")] == [87]
    low, high = domain(chart, "x")
    assert low < 80
    assert high > 95


def test_what_an_end_is_stands_beside_it() -> None:
    texts = data(tornado(SHEET, "Kepekaan", [NARROW, WIDE], base=F(87), axis="x"), "text")
    assert {(each["row"], each["label"], each["left"]) for each in texts} == {
        (0, "80", True), (0, "95", False), (1, "10 %", True), (1, "30 %", False),
    }  # fmt: skip


def test_of_two_ends_on_one_side_the_outer_one_is_labelled_and_both_are_told() -> None:
    chart = tornado(SHEET, "Kepekaan", [ONE_SIDE], base=F(87), axis="x")
    assert [each["label"] for each in data(chart, "text")] == ["70"]
    told = "Kepekaan. keadaan kini 87; Sasaran: 86,5 pada 70 sampai 86,9 pada 90."
    assert spec_of(chart)["description"] == told


def test_no_swings_are_said_and_of_many_the_widest_shown() -> None:
    assert "nothing to draw" in spec_of(tornado(Sheet.of("en", 300), "S", [], base=F(0), axis="x"))["description"]
    many = [Swing(f"k{at}", F(-at), F(at)) for at in range(60)]
    chart = tornado(SHEET, "Kepekaan", many, base=F(0), axis="x")
    assert '["k59"], ["k58"]' in names(chart)
    assert '["k19"]' not in names(chart)
    assert "40 terlebar dari 60." in spec_of(chart)["description"]


def test_nothing_that_moves_the_number_has_a_scale() -> None:
    low, high = domain(tornado(SHEET, "S", [Swing("a", F(5), F(5))], base=F(5), axis="x"), "x")
    assert low < 5 < high


def test_counts_stand_to_both_sides_of_zero_without_a_sign() -> None:
    swings = [Swing("Batas", F(70), F(5), "81", "99"), Swing("Bobot", F(0), F(9), "45", "75")]
    chart = tornado(SHEET, "Kepekaan", swings, base=F(0), axis="Data", counts=True)
    assert [(each["from"], each["to"]) for each in data(chart, "bar")] == [(0, -70), (0, 5), (0, 0), (0, 9)]
    assert {(each["label"], each["left"]) for each in data(chart, "text")} == {
        ("81", True), ("99", False), ("45", True), ("75", False),
    }  # fmt: skip
    assert "Batas: 70 pada 81 sampai 5 pada 99" in spec_of(chart)["description"]
    assert "abs(datum.value)" in str(spec_of(chart)["layer"])
