"""Histograms: bars and counts, edges with their labels, room above the bars; bars of bands."""

from __future__ import annotations

from fractions import Fraction

from tests.charts.pictures import data, domain, layers, names, spec_of

from asn_appraisal.charts.histograms import Bin, band_counts, histogram
from asn_appraisal.charts.sheets import Sheet

SHEET = Sheet.of("id", 500)
BINS = [
    Bin(Fraction(70), Fraction(75), 3),
    Bin(Fraction(75), Fraction(80), 0),
    Bin(Fraction(80), Fraction(85), 1200, closed=True),
]
EDGES = [(Fraction(82), "≥ 82 Baik"), (Fraction(76), "≥ 76 Cukup")]


def test_each_bin_is_a_bar_of_its_count_and_an_empty_one_none() -> None:
    chart = histogram(SHEET, "Sebaran", BINS, EDGES, axis="Nilai (poin)")
    assert [(each["from"], each["to"], each["count"], each["words"]) for each in data(chart, "bar")] == [
        (70, 75, 3, "70 sampai di bawah 75: 3"),
        (80, 85, 1200, "80 sampai 85: 1.200"),
    ]
    assert layers(chart, "bar")[0]["encoding"]["y2"] == {"datum": 0}


def test_each_edge_is_a_line_and_its_label_above_the_bars() -> None:
    chart = histogram(SHEET, "Sebaran", BINS, EDGES, axis="Nilai (poin)")
    assert [(each["edge"], each["words"]) for each in data(chart, "rule")] == [(82, "≥ 82 Baik"), (76, "≥ 76 Cukup")]
    assert [(each["edge"], each["label"]) for each in data(chart, "text")] == [(76, "≥ 76 Cukup"), (82, "≥ 82 Baik")]
    spec, (_, high) = spec_of(chart), domain(chart, "y")
    # Above the highest bar the longest label has its length.
    assert spec["height"] * (1 - 1200 / high) > 6 * len("≥ 76 Cukup")
    assert max(layers(chart, "bar")[0]["encoding"]["y"]["axis"]["values"]) <= 1200
    assert "≥ 82 Baik; ≥ 76 Cukup; 70 sampai di bawah 75: 3; 80 sampai 85: 1.200." in spec["description"]


def test_edges_too_near_to_each_other_share_a_label_and_keep_their_lines() -> None:
    near = [(Fraction(80), "a"), (Fraction("80.1"), "b"), (Fraction("84.9"), "c")]
    chart = histogram(SHEET, "Sebaran", BINS, near, axis="x")
    assert [each["label"] for each in data(chart, "text")] == ["a · b", "c"]
    assert [each["edge"] for each in data(chart, "rule")] == [80, 80.1, 84.9]


def test_a_scale_covers_edges_outside_the_bins() -> None:
    low, high = domain(histogram(SHEET, "Sebaran", BINS, [(Fraction(20), "a"), (Fraction(99), "b")], axis="x"), "x")
    assert low < 20
    assert high > 99


def test_without_edges_there_are_bars_alone_and_without_bins_nothing() -> None:
    chart = histogram(SHEET, "Sebaran", BINS[:1], [], axis="x")
    assert (len(data(chart, "bar")), layers(chart, "rule")) == (1, [])
    assert "Belum ada data" in spec_of(histogram(SHEET, "Sebaran", [], EDGES, axis="x"))["description"]


def test_bars_of_bands_have_counts_and_shares() -> None:
    chart = band_counts(SHEET, "Peringkat", [("Baik", 3000), ("Kurang", 0), ("Baik", 1000)])
    assert [(each["count"], each["label"]) for each in data(chart, "bar")] == [
        (3000, "3.000 (75 %)"), (0, "0 (0 %)"), (1000, "1.000 (25 %)"),
    ]  # fmt: skip
    assert names(chart) == '[["Baik"], ["Kurang"], ["Baik"]][datum.value]'
    assert "Belum ada data" in spec_of(band_counts(SHEET, "Peringkat", [("Baik", 0)]))["description"]


def test_what_is_counted_can_be_something_else_than_records() -> None:
    titles = [
        layers(histogram(SHEET, "Sebaran", BINS, [], axis="x", **more), "bar")[0]["encoding"]["y"]["axis"]["title"]
        for more in ({}, {"counted": "Undian"})
    ]
    assert titles == [["Jumlah data"], ["Undian"]]
