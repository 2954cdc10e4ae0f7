"""Raters: the most lenient first, intervals, those of few ratings hollow; of many the outermost."""

from __future__ import annotations

from fractions import Fraction

from tests.charts.pictures import data, domain, names, spec_of

from asn_appraisal.charts.raters import RaterDot, raters
from asn_appraisal.charts.sheets import Sheet

F = Fraction
SHEET = Sheet.of("id", 500)
LENIENT = RaterDot("B", 40, F("3.25"), (F("1.5"), F(5)))
STRICT = RaterDot("A", 2, F(-1), None, small=True)


def test_raters_are_points_with_intervals_from_lenient_to_strict() -> None:
    chart = raters(SHEET, "Penilai", [STRICT, LENIENT], axis="Selisih (poin)")
    assert [(each["at"], each["from"], each["to"], each["fill"] == "white") for each in data(chart, "point")] == [
        (3.25, 1.5, 5, False), (-1, -1, -1, True),
    ]  # fmt: skip
    assert names(chart, "point") == '[["B (n=40)"], ["A (n=2) *"]][datum.value]'
    told = spec_of(chart)["description"]
    assert "B (n=40): +3,25, selang +1,5 sampai +5; A (n=2) *: −1." in told
    assert "* sedikit" in told


def test_the_scale_has_0_whatever_the_raters() -> None:
    low, high = domain(raters(SHEET, "Penilai", [LENIENT], axis="x"), "x", "point")
    assert low < 0
    assert high > 5


def test_of_many_raters_the_most_lenient_and_the_strictest_are_shown() -> None:
    chart = raters(SHEET, "Penilai", [RaterDot(f"p{at}", 20, F(at)) for at in range(100)], axis="x")
    assert [each["at"] for each in data(chart, "point")] == [*range(99, 79, -1), *range(19, -1, -1)]
    assert "20 paling longgar dan 20 paling ketat dari 100." in spec_of(chart)["description"]


def test_no_raters_are_said() -> None:
    assert "Belum ada data" in spec_of(raters(SHEET, "Penilai", [], axis="x"))["description"]
