"""Reaches: a track each, what reaches the goal on it, the present value, and what cannot reach it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from tests.charts.pictures import data, layers, spec_of

from asn_appraisal.charts.reaches import Reach, reach
from asn_appraisal.charts.sheets import Sheet

F = Fraction
HADIR = Reach("Kehadiran (persen)", F(0), F(100), F(80), ((F(90), F(100)),), "90 sampai 100")
WAKTU = Reach("Waktu (hari)", F(10), F(60), F(35), ((F(15), F(20)), (F(30), F(50))), "15 sampai 20, atau 30 sampai 50")
SIKAP = Reach("Sikap", F(0), F(10), F(10), (), "tidak cukup dengan ini saja")


def test_ranges_lie_on_the_track_of_their_own_scale() -> None:
    _, spans = layers(reach(Sheet.of("id", 400), "Perlu", [HADIR, WAKTU, SIKAP]), "rule")
    assert [(each["from"], each["to"]) for each in spans["data"]] == [(0.9, 1), (0.1, 0.2), (0.4, 0.8)]


def test_the_present_value_is_a_point_and_a_cross_where_nothing_reaches_the_goal() -> None:
    marks = layers(reach(Sheet.of("id", 400), "Perlu", [HADIR, WAKTU, SIKAP]), "point")
    assert [(layer["mark"]["shape"] == "circle", [each["x"] for each in layer["data"]]) for layer in marks] == [
        (True, [0.8, 0.5]), (False, [1]),
    ]  # fmt: skip


def test_the_words_say_what_is_needed() -> None:
    told = spec_of(reach(Sheet.of("id", 400), "Perlu", [HADIR, SIKAP]))["description"]
    assert "Kehadiran (persen), kini 80: 90 sampai 100; Sikap, kini 10: tidak cukup dengan ini saja." in told


@pytest.mark.parametrize("now", range(0, 101, 4))
@pytest.mark.parametrize("width", [240, 400])
def test_numbers_below_a_track_never_overlap(now: int, width: int) -> None:
    row = Reach("a", F(0), F(100), F(now) + F(1, 8), ((F(1), F(2)),), "b")
    texts = data(reach(Sheet.of("id", width), "Perlu", [row]), "text")[1:]
    room, ends = width - 40, []
    for each in texts:
        wide = 6.2 * len(each["label"])
        left = each["x"] * room - {"left": 0, "center": wide / 2, "right": wide}[each["side"]]
        ends.append((left, left + wide))
    ends.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(ends))
    assert ends[0][0] >= -5
    assert ends[-1][1] <= room + 5


def test_no_rows_are_said_and_rows_beyond_the_fortieth_left_out() -> None:
    assert "Belum ada data" in spec_of(reach(Sheet.of("id", 300), "Perlu", []))["description"]
    many = spec_of(reach(Sheet.of("en", 300), "Perlu", [HADIR] * 50))
    assert "The first 40 of 50." in many["description"]


def test_a_value_that_cannot_change_has_its_place() -> None:
    row = Reach("a", F(3), F(3), F(3), (), "b")
    assert [each["x"] for each in data(reach(Sheet.of("id", 300), "Perlu", [row]), "point")] == [0.5]
