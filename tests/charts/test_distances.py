"""Distances: the highest first, intervals, those of few hollow; of many the outermost."""

from __future__ import annotations

from fractions import Fraction

from tests.charts.pictures import data, domain, names, spec_of

from asn_appraisal.charts.distances import Distance, Place, distances
from asn_appraisal.charts.sheets import Sheet

F = Fraction
SHEET = Sheet.of("id", 500)
LENIENT = Distance("B", 40, F("3.25"), (F("1.5"), F(5)))
STRICT = Distance("A", 2, F(-1), None, small=True)


def test_raters_are_points_with_intervals_from_lenient_to_strict() -> None:
    chart = distances(SHEET, "Penilai", [STRICT, LENIENT], Place("Selisih (poin)"), outermost="outermost_raters")
    assert [(each["at"], each["from"], each["to"], each["fill"] == "white") for each in data(chart, "point")] == [
        (3.25, 1.5, 5, False), (-1, -1, -1, True),
    ]  # fmt: skip
    assert names(chart, "point") == '[["B (n=40)"], ["A (n=2) *"]][datum.value]'
    told = spec_of(chart)["description"]
    assert "B (n=40): +3,25, selang +1,5 sampai +5; A (n=2) *: −1." in told
    assert "* sedikit" in told


def test_the_scale_has_0_whatever_the_raters() -> None:
    low, high = domain(distances(SHEET, "Penilai", [LENIENT], Place("x"), outermost="outermost_raters"), "x", "point")
    assert low < 0
    assert high > 5


def test_of_many_raters_the_most_lenient_and_the_strictest_are_shown() -> None:
    chart = distances(
        SHEET, "Penilai", [Distance(f"p{at}", 20, F(at)) for at in range(100)], Place("x"), outermost="outermost_raters"
    )
    assert [each["at"] for each in data(chart, "point")] == [*range(99, 79, -1), *range(19, -1, -1)]
    assert "20 paling longgar dan 20 paling ketat dari 100." in spec_of(chart)["description"]


def test_no_raters_are_said() -> None:
    assert (
        "Belum ada data"
        in spec_of(distances(SHEET, "Penilai", [], Place("x"), outermost="outermost_raters"))["description"]
    )


def test_shares_lie_between_0_and_100_with_a_dashed_line_at_an_edge() -> None:
    place = Place("Bagian (%)", share=True, edge=F(60))
    chart = distances(SHEET, "Bagian", [Distance("A", 40, F(75), (F("62.5"), F("84.1")))], place)
    assert domain(chart, "x", "point") == [0, 100]
    assert [(row["line"]) for row in data(chart, "rule") if "line" in row] == [0, 60]
    assert "A (n=40): 75 %, selang 62,5 % sampai 84,1 %." in spec_of(chart)["description"]


def test_of_many_groups_the_highest_and_the_lowest_are_shown() -> None:
    chart = distances(SHEET, "Unit", [Distance(f"p{at}", 20, F(at)) for at in range(41)], Place("x"))
    assert "20 tertinggi dan 20 terendah dari 41." in spec_of(chart)["description"]
