"""Sheets: width, language, title, decimal sign and text alternative of every chart; and what is too long or too large."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.charts.pictures import spec_of

from asn_appraisal.charts.sheets import Sheet, pixels, position, wrapped
from asn_appraisal.charts.waterfalls import waterfall
from asn_appraisal.errors import AppraisalError, MissingExtraError, TooLargeToDrawError

LONG = "Persentase penyelesaian layanan perizinan berusaha berbasis risiko sesuai standar pelayanan minimal"


def chart_of(language: str = "id", width: int = 400, name: str = "Mutu") -> Any:
    sheet = Sheet.of(language, width)
    return waterfall(
        sheet, f"Judul {LONG}", [(name, Fraction(5, 2))], start=("Awal", Fraction(80)), end=("Nilai", Fraction(165, 2)),
        axis=sheet.phrase("points"), beside="contoh",
    )  # fmt: skip


def test_a_text_is_wrapped_within_its_room_and_never_cut_inside_a_number() -> None:
    lines = wrapped(LONG, 100)
    assert max(map(pixels, lines)) <= 100
    assert len(lines) == 4
    assert lines[-1].endswith(" …")
    for room in range(20, 200):
        cut = wrapped("paling tinggi 100000 dari 100000", room, most=1)[0]
        assert not re.search(r"\d…| 1+0{0,4} …", cut), cut


def test_a_word_wider_than_the_room_is_parted() -> None:
    lines = wrapped("x" * 100, 60, most=100)
    assert "".join(lines) == "x" * 100
    assert max(map(pixels, lines)) <= 60
    assert wrapped("", 60) == [""]


def test_the_spec_has_title_description_and_the_signs_of_the_language() -> None:
    for language, decimal, thousands, shown in (("id", ",", ".", "Mutu: +2,5"), ("en", ".", ",", "Mutu: +2.5")):
        spec = spec_of(chart_of(language))
        assert (
            spec["config"]["locale"]["number"] | {"decimal": decimal, "thousands": thousands}
            == (spec["config"]["locale"]["number"])
        )
        assert " ".join(spec["title"]["text"]) == f"Judul {LONG}"
        assert spec["title"]["subtitle"] == ["contoh"]
        assert shown in spec["description"]
        # The same words as an invisible mark: the description of a spec does not reach a file.
        assert spec["layer"][0]["mark"] == {
            "type": "rect",
            "opacity": 0,
            "aria": True,
            "description": spec["description"],
        }


def test_a_width_is_that_of_the_whole_picture(tmp_path: Path) -> None:
    for width in (240, 300, 900):
        path = tmp_path / f"{width}.svg"
        chart_of(width=width, name=LONG).save(path)
        drawn = re.search(r'width="([\d.]+)"', path.read_text(encoding="utf-8"))
        assert drawn is not None
        assert float(drawn[1]) == width


def test_png_and_svg_need_no_browser_and_the_svg_is_read_out(tmp_path: Path) -> None:
    chart = chart_of()
    chart.save(tmp_path / "a.png")
    chart.save(tmp_path / "a.svg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert 'aria-label="Mutu: +2,5"' in text
    assert f'aria-label="{spec_of(chart)["description"]}"' in text
    assert ">82,5<" in text


def test_names_are_data_and_never_a_formula() -> None:
    hostile = '"]][0] + datum.row + [["\u2028</script>\\'
    formula = spec_of(chart_of(name=hostile))["layer"][1]["encoding"]["y"]["axis"]["labelExpr"]
    quoted = r'"(?:[^"\\]|\\.)*"'
    assert re.fullmatch(rf"\[(\[{quoted}(, {quoted})*\](, )?)+\]\[datum\.value\]", formula)
    assert "\u2028" not in formula


def test_a_number_too_long_for_its_place_is_shown_by_its_magnitude() -> None:
    sheet = Sheet.of("id", 300)
    assert sheet.label(Fraction(-1234567890123456)) == "≈−1,23e15"
    assert sheet.label(Fraction(10**20), signed=True) == "≈+1,00e20"
    assert (sheet.label(Fraction("-12.5")), sheet.signed(Fraction(0))) == ("−12,5", "+0")


def test_an_axis_of_huge_or_tiny_numbers_has_short_labels() -> None:
    sheet = Sheet.of("id", 300)
    assert sheet.measure("x", (0, 100), room=200)["format"] == ",.10~f"
    assert sheet.measure("x", (0, 1e12), room=200)["format"] == ".6~e"
    assert sheet.measure("x", (0, 1e-12), room=200)["format"] == ".6~e"


def test_a_share_that_is_not_none_or_all_never_looks_like_it() -> None:
    sheet = Sheet.of("id", 300)
    shares = [Fraction(0), Fraction(1, 100), Fraction(25), Fraction(9999, 100), Fraction(100)]
    assert [sheet.percent(share) for share in shares] == ["0 %", "<0,1 %", "25 %", ">99,9 %", "100 %"]


def test_a_number_that_no_chart_shows_is_refused() -> None:
    assert position(Fraction(1, 3)) == 1 / 3
    with pytest.raises(TooLargeToDrawError, match="ASN376"):
        position(Fraction(10**400))


def test_without_altair_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtraError, match=r"altair.*plot"):
        chart_of()


@pytest.mark.parametrize(("language", "width"), [("fr", 400), ("id", 100), ("id", 5000), ("id", 400.0), ("id", True)])
def test_an_unknown_language_and_a_width_out_of_range_are_refused(language: str, width: object) -> None:
    with pytest.raises(AppraisalError):
        Sheet.of(language, width)


def test_a_chart_of_nothing_says_so() -> None:
    spec = spec_of(Sheet.of("id", 300).nothing("Judul", beside="0 dari 0"))
    assert spec["description"] == "Judul. 0 dari 0. Belum ada data untuk digambar."
    assert spec["layer"][1]["mark"]["text"] == "Belum ada data untuk digambar."
