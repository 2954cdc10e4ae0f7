"""Waterfalls: each bar begins where the one above ended, up to the end; axes that begin at 0 or near the numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from tests.charts.pictures import data, domain, layers, names, spec_of

from asn_appraisal.charts.sheets import Sheet
from asn_appraisal.charts.waterfalls import waterfall

STEPS = [("Kehadiran", Fraction(63)), ("Sikap", Fraction(-5, 2)), ("Sikap", Fraction(24))]


def drawn(steps: list[tuple[str, Fraction]], start: Fraction | None, width: int = 500) -> object:
    end = (start or Fraction(0)) + sum(points for _, points in steps)
    begin = None if start is None else ("Awal", start)
    return waterfall(Sheet.of("id", width), "Judul", steps, start=begin, end=("Akhir", end), axis="Nilai (poin)")


def test_bars_add_up_from_0_to_the_end() -> None:
    rows = data(drawn(STEPS, None), "bar")
    assert [(each["from"], each["to"], each["kind"], each["label"]) for each in rows] == [
        (0, 63, "up", "+63"),
        (63, 60.5, "down", "−2,5"),
        (60.5, 84.5, "up", "+24"),
        (0, 84.5, "total", "84,5"),
    ]
    assert names(drawn(STEPS, None)) == '[["Kehadiran"], ["Sikap"], ["Sikap"], ["Akhir"]][datum.value]'
    assert spec_of(drawn(STEPS, None))["description"] == "Judul. Kehadiran: +63; Sikap: −2,5; Sikap: +24; Akhir: 84,5."


def test_an_axis_near_the_numbers_has_no_bars_for_its_ends() -> None:
    chart = drawn([("a", Fraction(3)), ("b", Fraction(-1))], Fraction(87))
    assert [each["kind"] for each in data(chart, "bar")] == ["up", "down"]
    assert [each["to"] for each in data(chart, "tick")] == [87, 89]
    low, high = domain(chart, "x")
    assert 80 < low < 87
    assert high > 90


def test_an_axis_whose_ends_are_bars_has_0() -> None:
    for start, steps in ((Fraction(20), [("a", Fraction(70))]), (Fraction(-50), [("a", Fraction(30))]), (None, STEPS)):
        chart = drawn(steps, start)
        low, high = domain(chart, "x")
        assert low <= 0 <= high
        assert layers(chart, "tick") == []


def test_between_two_rows_is_a_line_where_the_first_ends() -> None:
    chart = drawn(STEPS, Fraction(1))
    assert [(each["row"], each["next"], each["to"]) for each in data(chart, "rule")] == [
        (0, 1, 1), (1, 2, 64), (2, 3, 61.5), (3, 4, 85.5),
    ]  # fmt: skip


def test_every_label_has_room_left_of_the_end_of_the_scale() -> None:
    for width in (240, 300, 800):
        chart = drawn(STEPS, Fraction(1), width)
        low, high = domain(chart, "x")
        room = Sheet.of("id", width).plot_room(["Kehadiran"])
        for each in data(chart, "text"):
            assert (each["at"] - low) / (high - low) * room + 6 * len(each["label"]) <= room


@pytest.mark.parametrize("steps", [[], [("a", Fraction(0))]])
def test_no_steps_and_no_change_are_drawn(steps: list[tuple[str, Fraction]]) -> None:
    for start in (None, Fraction(0), Fraction(87)):
        low, high = domain(drawn(steps, start), "x", "text")
        assert low < high


def test_steps_beyond_the_fortieth_are_one_and_still_add_up() -> None:
    chart = drawn([(f"k{at}", Fraction(at)) for at in range(100)], None)
    rows = data(chart, "bar")
    assert len(rows) == 41
    assert '["lainnya (61)"]' in names(chart)
    assert rows[39]["to"] == rows[40]["to"] == sum(range(100))
    assert all(one["to"] == other["from"] for one, other in pairwise(rows[:40]))
