"""Mistakes seen in public programs: each test says what such a program gives (first) and that ours does not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import band, result

from asn_appraisal import add_up, schemes

ACTIVITY = {
    "target_kuantitas": 100,
    "realisasi_kuantitas": 100,
    "target_kualitas": 100,
    "realisasi_kualitas": 100,
    "target_waktu": 25,
    "realisasi_waktu": 19,
}
BEHAVIOUR = ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama")


def _skp(behaviour: int | str = 100, **changed: Any) -> dict[str, Any]:
    more = {key: changed.pop(key) for key in ("tugas_tambahan", "kreativitas") if key in changed}
    return {"kegiatan": [{**ACTIVITY, **changed}], **dict.fromkeys(BEHAVIOUR, behaviour), **more}


def _row(key: str, record: dict[str, Any], part: str) -> Fraction:
    """The value of a part in the first row."""
    found: Fraction = schemes.get(key).appraise(record).parts[part][0]
    return found


def _survey(key: str, total: int, of: int) -> tuple[Decimal | None, str | None]:
    """A survey of so many respondents whose answers to the nine elements add up to a total."""
    low, more = divmod(total, 9 * of)
    answers = [low + 1] * more + [low] * (9 * of - more)
    rows = [{f"u{n}": answers[9 * person + n - 1] for n in range(1, 10)} for person in range(of)]
    return result(key, {"responden": rows})


def test_the_cost_aspect_is_not_dropped_from_a_sum_that_is_divided_by_four() -> None:
    # (100 + 100 + 100) / 4 = 75
    assert _row("pp-46-2011", _skp(target_biaya=25, realisasi_biaya=19), "capaian") == 100


def test_the_branch_of_cost_is_not_written_into_the_variable_of_time() -> None:
    record = _skp(target_biaya=100, realisasi_biaya=50)
    # time would be 50 and cost left over from before
    assert (_row("pp-46-2011", record, "waktu"), _row("pp-46-2011", record, "biaya")) == (100, 50)


def test_the_parentheses_above_24_percent_are_not_lost() -> None:
    # 76 - (25 - 24) x 100 and 76 - 25 - 24 are among what lost parentheses give
    assert _row("pp-46-2011", _skp(target_waktu=100, realisasi_waktu=75), "waktu") == 75


def test_there_is_a_branch_above_24_percent() -> None:
    # 76 + 30 = 106
    assert _row("pp-46-2011", _skp(target_waktu=100, realisasi_waktu=70), "waktu") == 70


def test_90_40_does_not_fall_through_a_ladder_of_whole_numbers() -> None:
    # "76 to 90" and "91 and above" send 90.4 to the last branch, buruk
    assert result("pp-46-2011", _skp(realisasi_kuantitas=52)) == (Decimal("90.40"), "baik")


@pytest.mark.parametrize(("total", "of", "score", "letter"), [(304, 11, "76.77", "b"), (303, 11, "76.52", "c")])
def test_the_edge_of_a_survey_is_76_61_and_not_76_00(total: int, of: int, score: str, letter: str) -> None:
    # edges 76.00 and 76.01 call 76.52 a b
    assert _survey("permenpanrb-14-2017", total, of) == (Decimal(score), letter)


@pytest.mark.parametrize(("value", "key"), [("90.63", "amat_baik"), ("75.01", "baik"), ("60.71", "cukup")])
def test_a_value_between_two_printed_ranges_has_passed_the_lower_one(value: str, key: str) -> None:
    assert key == band("permenpan-16-2009", {"nilai": value})


@pytest.mark.parametrize(("value", "letter"), [(80, "bb"), (90, "a"), (70, "b"), (30, "d")])
def test_an_edge_of_sakip_is_not_taken_as_closed(value: int, letter: str) -> None:
    components = ("perencanaan", "pengukuran", "pelaporan", "evaluasi")
    assert letter == band("permenpanrb-88-2021", dict.fromkeys(components, value))


def test_a_sakip_value_of_90_has_a_grade() -> None:
    # "> 80 and < 90" and "> 90" leave it without one
    components = ("perencanaan", "pengukuran", "pelaporan", "evaluasi")
    assert result("permenpanrb-88-2021", dict.fromkeys(components, 90)) == (Decimal("90.00"), "a")


PROFESSIONAL = {
    "pendidikan": "s3",
    "jp_diklat_teknis": 20,
    "predikat_kinerja": "sangat_baik",
    "hukuman_disiplin": "tidak_pernah",
}


@pytest.mark.parametrize("post", ["struktural", "fungsional", "pelaksana"])
def test_courses_of_two_kinds_of_post_do_not_make_95_out_of_40(post: str) -> None:
    record = {
        **PROFESSIONAL,
        "jenis_jabatan": post,
        "diklat_kepemimpinan": True,
        "diklat_fungsional": True,
        "seminar": True,
    }
    assert schemes.get("bkn-8-2019").appraise(record).parts["kompetensi"] == 40


@pytest.mark.parametrize(("post", "points"), [("struktural", "15"), ("fungsional", "15"), ("pelaksana", "22.5")])
def test_a_post_has_no_seminar_points_by_an_assignment_inside_a_condition(post: str, points: str) -> None:
    record = {**PROFESSIONAL, "jenis_jabatan": post, "seminar": False}
    assert Fraction(points) == schemes.get("bkn-8-2019").appraise(record).parts["kompetensi"]


def test_the_cells_of_the_quadrant_are_not_swapped() -> None:
    cells = {
        (hasil, perilaku): band("permenpanrb-6-2022", {"hasil_kerja": hasil, "perilaku_kerja": perilaku})
        for hasil, perilaku in [("di_bawah", "di_atas"), ("di_atas", "di_bawah")]
    }
    assert cells == {("di_bawah", "di_atas"): "butuh_perbaikan", ("di_atas", "di_bawah"): "kurang"}


def test_misconduct_is_not_hidden_by_taking_the_worse_of_two_ratings() -> None:
    # the worse of the two is di_bawah, code 3
    assert band("permenpanrb-6-2022", {"hasil_kerja": "sesuai", "perilaku_kerja": "di_bawah"}) == "kurang"


def test_a_missing_behaviour_is_not_taken_as_sesuai() -> None:
    with pytest.raises(ValueError, match="perilaku_kerja"):
        band("permenpanrb-6-2022", {"hasil_kerja": "sesuai", "perilaku_kerja": None})


def test_the_coefficients_of_ahli_muda_and_ahli_madya_are_not_swapped() -> None:
    scores = [
        result("permenpanrb-1-2023", {"jenjang": level, "predikat": "baik"})[0] for level in ("ahli_muda", "ahli_madya")
    ]
    assert scores == [Decimal("25.000"), Decimal("37.500")]


def test_quarters_are_not_rounded_before_they_are_added() -> None:
    quarter = schemes.get("permenpanrb-1-2023", places=2).appraise(
        {"jenjang": "ahli_pertama", "predikat": "baik", "bulan": 3}
    )
    # 4 x 3.13 = 12.52
    assert (quarter.score, add_up([quarter] * 4, places=2).score) == (Decimal("3.13"), Decimal("12.50"))


def test_extra_points_are_not_added_after_the_60_percent() -> None:
    # 60 + 20 + 15 = 95
    record = _skp(50, tugas_tambahan=7, kreativitas="negara")
    assert result("pp-46-2011", record) == (Decimal("89.00"), "baik")


def test_an_achievement_of_99_5_does_not_keep_the_value_of_the_indicator_before() -> None:
    rows = [{"target": 100, "realisasi": reached, "polaritas": "normal"} for reached in ("60", "99.5")]
    for places, value in ((0, Fraction(109)), (None, Fraction("89.5"))):
        policy = schemes.get("permenpanrb-8-2021", capaian_places=places)
        assert (Fraction(50), value) == policy.appraise({"kinerja_utama": rows}).parts["nilai_iki"]


def test_the_bands_of_2004_are_not_labelled_14_2017() -> None:
    # 83.33: a by the edges of 2004, b by those of 2017
    assert _survey("permenpanrb-16-2014", 30, 1) == (Decimal("83.33"), "a")
    assert _survey("permenpanrb-14-2017", 30, 1) == (Decimal("83.33"), "b")


def test_the_boxes_six_and_seven_are_not_swapped() -> None:
    six = band("permenpanrb-3-2020", {"kinerja": "di_bawah", "potensial": "tinggi"})
    seven = band("permenpanrb-3-2020", {"kinerja": "di_atas", "potensial": "menengah"})
    assert (six, seven) == ("kotak_6", "kotak_7")


@pytest.mark.parametrize(("rounding", "score"), [(2, "4.51"), (None, "4.51")])
def test_an_unrounded_index_between_printed_edges_has_a_letter(rounding: int | None, score: str) -> None:
    aspects = ("kebijakan", "profesionalisme", "sarana", "informasi", "konsultasi", "inovasi")
    record: dict[str, Any] = {aspect: [{"bobot": 100, "skor": 5}] for aspect in aspects}
    record["kebijakan"] = [{"bobot": 67, "skor": 5}]
    # 4.505, neither up to 4.50 nor from 4.51 on
    assert (Decimal(score), "a") == result("permenpanrb-17-2017", record, rounding=rounding)


def test_24_percent_in_binary_floats_does_not_cost_24_points() -> None:
    target, realisasi = 0.75, 0.57
    assert 100 - realisasi / target * 100 == 24.000000000000014
    assert _row("pp-46-2011", _skp(target_waktu=target, realisasi_waktu=realisasi), "waktu") == 100
