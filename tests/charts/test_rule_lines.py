"""Rule lines: segments and points as given, ticks at the stops that have room."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.charts.pictures import data, layers

from asn_appraisal.charts.rule_lines import rule_line
from asn_appraisal.charts.sheets import Sheet

F = Fraction
SEGMENTS = [((F(0), F(50)), (F(10), F(50))), ((F(10), F(70)), (F(10), F(70))), ((F(10), F(90)), (F(20), F(100)))]
POINTS = [((F(10), F(50)), False), ((F(10), F(70)), True), ((F(20), F(100)), True)]


def drawn(stops: list[Fraction], width: int = 400) -> Any:
    return rule_line(
        Sheet.of("id", width), "Aturan", SEGMENTS, POINTS, stops=stops, axes=("x (hari)", "Nilai"), words="kata"
    )


def test_segments_are_lines_and_a_single_point_none() -> None:
    assert data(drawn([]), "rule") == [
        {"x": 0, "y": 50, "x2": 10, "y2": 50},
        {"x": 10, "y": 90, "x2": 20, "y2": 100},
    ]


def test_a_point_that_is_only_approached_is_hollow_and_said_to_be() -> None:
    rows = data(drawn([]), "point")
    assert [(each["x"], each["y"], each["fill"] == "white") for each in rows] == [
        (10, 50, True), (10, 70, False), (20, 100, False),
    ]  # fmt: skip
    assert rows[0]["words"] == "mendekati 10: mendekati 50, tetapi tidak tercapai"
    assert rows[1]["words"] == "10: 70"


def test_ticks_stand_at_the_stops_that_have_room() -> None:
    def ticks(*stops: str, width: int = 400) -> list[float]:
        found: list[float] = layers(drawn([F(each) for each in stops], width), "rule")[0]["encoding"]["x"]["axis"][
            "values"
        ]
        return found

    assert ticks("7", "14") == [0, 7, 14, 20]
    assert ticks("0.01", "7", "7.001", "19.99") == [0, 7, 20]
    assert layers(drawn([]), "rule")[0]["encoding"]["x"]["axis"]["title"] == ["x (hari)"]


def test_a_line_at_one_height_has_a_scale() -> None:
    chart = rule_line(Sheet.of("id", 400), "A", SEGMENTS[:1], [], stops=[], axes=("x", "y"), words="")
    low, high = layers(chart, "rule")[0]["encoding"]["y"]["scale"]["domain"]
    assert low < 50 < high
    assert layers(chart, "point") == []
