"""Matrices: every pair of bands with its count, those where nobody moves framed."""

from __future__ import annotations

from typing import Any

from tests.charts.pictures import data, layers, spec_of

from asn_appraisal.charts.matrices import matrix
from asn_appraisal.charts.sheets import Sheet

OLD = {"baik": "Baik", "kurang": "Kurang", None: "-"}
NEW = {"baik": "Baik", "cukup": "Cukup"}
COUNTS = {("baik", "baik"): 1952, ("baik", "cukup"): 4, ("kurang", "cukup"): 63}


def drawn(width: int = 400, language: str = "id") -> Any:
    return matrix(Sheet.of(language, width), "Perpindahan", OLD, NEW, COUNTS, axes=("Sebelum", "Sesudah"))


def test_each_pair_has_its_count_and_0_where_there_is_none() -> None:
    cells = layers(drawn(), "rect")[0]["data"]
    assert [(each["row"], each["column"], each["count"]) for each in cells] == [
        (0, 0, 1952), (0, 1, 4), (1, 0, 0), (1, 1, 63), (2, 0, 0), (2, 1, 0),
    ]  # fmt: skip
    assert [each["label"] for each in data(drawn(), "text")][:2] == ["1.952", "4"]
    assert data(drawn(language="en"), "text")[0]["label"] == "1,952"


def test_the_same_band_before_and_after_is_framed() -> None:
    assert layers(drawn(), "rect")[1]["data"] == [{"row": 0, "column": 0}]


def test_the_text_alternative_has_the_moves_that_there_are() -> None:
    assert spec_of(drawn())["description"] == "Perpindahan. Baik → Baik: 1.952; Baik → Cukup: 4; Kurang → Cukup: 63."


def test_heads_stand_upright_where_they_would_overlap() -> None:
    many = {str(at): f"Peringkat{at}" for at in range(8)}
    for width, angle in ((300, -90), (2000, 0)):
        chart = matrix(Sheet.of("id", width), "P", many, many, {("0", "0"): 1}, axes=("a", "b"))
        assert layers(chart, "rect")[0]["encoding"]["x"]["axis"]["labelAngle"] == angle


def test_nothing_to_compare_is_said() -> None:
    assert "Belum ada data" in spec_of(matrix(Sheet.of("id", 300), "P", OLD, NEW, {}, axes=("a", "b")))["description"]
