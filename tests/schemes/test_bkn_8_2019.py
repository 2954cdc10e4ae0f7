from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeChoiceError, SchemeOptionError

KEY = "bkn-8-2019"


def _record(**changed: Any) -> dict[str, Any]:
    """The best of all: 25 + 40 + 30 + 5."""
    return {
        "pendidikan": "s3",
        "jenis_jabatan": "struktural",
        "diklat_kepemimpinan": True,
        "diklat_fungsional": False,
        "jp_diklat_teknis": "20",
        "seminar": True,
        "predikat_kinerja": "sangat_baik",
        "hukuman_disiplin": "tidak_pernah",
        **changed,
    }


def _part(key: str, **changed: Any) -> Any:
    return schemes.get(KEY).appraise(_record(**changed)).parts[key]


def test_the_inputs_are_those_of_the_specification() -> None:
    expected = {
        "pendidikan": "s3|s2|s1_d4|d3|d2_d1_slta|di_bawah_slta",
        "jenis_jabatan": "struktural|fungsional|pelaksana",
        "diklat_kepemimpinan": "flag = False",
        "diklat_fungsional": "flag = False",
        "jp_diklat_teknis": "number(0..10000, 1)",
        "seminar": "flag = False",
        "predikat_kinerja": "sangat_baik|baik|cukup|kurang|buruk",
        "hukuman_disiplin": "tidak_pernah|ringan|sedang|berat",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_law() -> None:
    expected = {
        "sangat_tinggi": "Sangat Tinggi",
        "tinggi": "Tinggi",
        "sedang": "Sedang",
        "rendah": "Rendah",
        "sangat_rendah": "Sangat Rendah",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("level", "points"),
    [("s3", 25), ("s2", 20), ("s1_d4", 15), ("d3", 10), ("d2_d1_slta", 5), ("di_bawah_slta", 1)],
)
def test_education_gives_its_points(level: str, points: int) -> None:
    assert points == _part("kualifikasi", pendidikan=level)


@pytest.mark.parametrize(
    ("level", "points"), [("sangat_baik", 30), ("baik", 25), ("cukup", 15), ("kurang", 5), ("buruk", 1)]
)
def test_performance_gives_its_points(level: str, points: int) -> None:
    assert points == _part("kinerja", predikat_kinerja=level)


@pytest.mark.parametrize(("level", "points"), [("tidak_pernah", 5), ("ringan", 3), ("sedang", 2), ("berat", 1)])
def test_discipline_gives_its_points(level: str, points: int) -> None:
    assert points == _part("disiplin", hukuman_disiplin=level)


@pytest.mark.parametrize(
    ("kind", "leading", "functional", "hours", "seminar", "points"),
    [
        ("struktural", True, False, "0", False, "15"),
        ("struktural", False, True, "0", False, "0"),
        ("struktural", False, False, "20", False, "15"),
        ("struktural", False, False, "0", True, "10"),
        ("struktural", True, True, "20", True, "40"),
        ("fungsional", True, False, "0", False, "0"),
        ("fungsional", False, True, "0", False, "15"),
        ("fungsional", False, False, "20", False, "15"),
        ("fungsional", False, False, "0", True, "10"),
        ("fungsional", True, True, "20", True, "40"),
        ("pelaksana", True, True, "0", False, "0"),
        ("pelaksana", False, False, "20", False, "22.5"),
        ("pelaksana", False, False, "0", True, "17.5"),
        ("pelaksana", True, True, "20", True, "40"),
        ("pelaksana", False, False, "0", False, "0"),
    ],
)
def test_courses_count_by_the_kind_of_post(
    kind: str, leading: bool, functional: bool, hours: str, seminar: bool, points: str
) -> None:
    changed = {
        "jenis_jabatan": kind,
        "diklat_kepemimpinan": leading,
        "diklat_fungsional": functional,
        "jp_diklat_teknis": hours,
        "seminar": seminar,
    }
    assert Fraction(points) == _part("kompetensi", **changed)


@pytest.mark.parametrize("kind", ["struktural", "fungsional", "pelaksana"])
def test_courses_of_two_kinds_of_post_never_add_up_beyond_40(kind: str) -> None:
    # Public code reaches 95 of 40.
    assert _part("kompetensi", jenis_jabatan=kind, diklat_fungsional=True) == 40


@pytest.mark.parametrize("kind", ["struktural", "fungsional", "pelaksana"])
def test_without_a_seminar_no_post_has_its_points(kind: str) -> None:
    # Public code assigns inside a condition and gives every post the seminar points.
    bare = {"diklat_kepemimpinan": False, "jp_diklat_teknis": "0", "seminar": False}
    assert _part("kompetensi", jenis_jabatan=kind, **bare) == 0


@pytest.mark.parametrize(("hours", "points"), [("19.9", 25), ("20", 40), ("20.1", 40), ("0", 25), ("10000", 40)])
def test_technical_courses_count_in_full_from_20_hours_on(hours: str, points: int) -> None:
    assert points == _part("kompetensi", jp_diklat_teknis=hours)


@pytest.mark.parametrize(
    ("hours", "points"), [("0", "25"), ("10", "32.5"), ("19.9", "39.925"), ("20", "40"), ("20.1", "40")]
)
def test_hours_count_in_proportion_by_the_option(hours: str, points: str) -> None:
    appraisal = schemes.get(KEY, jp="pro_rata").appraise(_record(jp_diklat_teknis=hours))
    assert Fraction(points) == appraisal.parts["kompetensi"]


def test_the_rounding_of_a_proportional_score_is_an_option() -> None:
    record = _record(jp_diklat_teknis="19.9")
    rounded, unrounded = (schemes.get(KEY, jp="pro_rata", rounding=places).appraise(record) for places in (2, None))
    assert (Fraction("99.93"), Fraction("99.925")) == (rounded.exact, unrounded.exact)
    assert (Decimal("99.93"), Decimal("99.93")) == (rounded.score, unrounded.score)


# Half points come from the hours by the option: 15 x hours / 20.
@pytest.mark.parametrize(
    ("changed", "score", "key"),
    [
        ({"pendidikan": "s1_d4", "hukuman_disiplin": "berat"}, "86.00", "tinggi"),
        ({"pendidikan": "s2", "hukuman_disiplin": "berat"}, "91.00", "sangat_tinggi"),
        ({"pendidikan": "s2", "hukuman_disiplin": "berat", "jp_diklat_teknis": "19.9"}, "90.93", "tinggi"),
        ({"pendidikan": "d3", "hukuman_disiplin": "berat"}, "81.00", "tinggi"),
        ({"pendidikan": "d3", "hukuman_disiplin": "berat", "jp_diklat_teknis": "19.9"}, "80.93", "sedang"),
        ({"pendidikan": "di_bawah_slta", "predikat_kinerja": "baik"}, "71.00", "sedang"),
        ({"pendidikan": "di_bawah_slta", "predikat_kinerja": "baik", "jp_diklat_teknis": "19.9"}, "70.93", "rendah"),
        ({"pendidikan": "di_bawah_slta", "predikat_kinerja": "cukup"}, "61.00", "rendah"),
        (
            {"pendidikan": "di_bawah_slta", "predikat_kinerja": "cukup", "jp_diklat_teknis": "19.9"},
            "60.93",
            "sangat_rendah",
        ),
        ({}, "100.00", "sangat_tinggi"),
    ],
)
def test_a_band_begins_on_its_edge_and_not_below(changed: dict[str, str], score: str, key: str) -> None:
    assert (Decimal(score), key) == result(KEY, _record(**changed), jp="pro_rata")


@pytest.mark.parametrize(
    ("changed", "score", "key"),
    [
        ({"seminar": False, "pendidikan": "s3"}, "90.00", "tinggi"),
        ({"seminar": False, "pendidikan": "s2", "hukuman_disiplin": "berat"}, "81.00", "tinggi"),
        ({"seminar": False, "pendidikan": "d3"}, "75.00", "sedang"),
        ({"seminar": False, "pendidikan": "s1_d4"}, "80.00", "sedang"),
        ({"seminar": False, "pendidikan": "d2_d1_slta"}, "70.00", "rendah"),
        (
            {"seminar": False, "pendidikan": "s1_d4", "predikat_kinerja": "kurang", "hukuman_disiplin": "tidak_pernah"},
            "55.00",
            "sangat_rendah",
        ),
    ],
)
def test_one_point_below_an_edge_is_the_band_below(changed: dict[str, Any], score: str, key: str) -> None:
    assert (Decimal(score), key) == result(KEY, _record(**changed))


@pytest.mark.parametrize("flag", ["diklat_kepemimpinan", "seminar"])
def test_a_course_that_is_not_mentioned_was_not_taken(flag: str) -> None:
    record = _record()
    del record[flag]
    assert result(KEY, _record(**{flag: False})) == result(KEY, record)


def test_the_hours_are_required() -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(jp_diklat_teknis=""))
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN401", "jp_diklat_teknis")]


@pytest.mark.parametrize("jp", ["prorata", "", None, 20])
def test_other_ways_to_count_hours_are_refused_with_the_choices(jp: object) -> None:
    with pytest.raises(SchemeChoiceError, match="'penuh', 'pro_rata'"):
        schemes.get(KEY, jp=jp)


def test_an_unknown_option_is_refused_with_the_options() -> None:
    with pytest.raises(SchemeOptionError, match="jp, rounding"):
        schemes.get(KEY, hours="pro_rata")


def test_each_choice_has_its_own_fingerprint() -> None:
    made = [schemes.get(KEY, jp=jp, rounding=places) for jp in ("penuh", "pro_rata") for places in (2, None)]
    assert len({policy.fingerprint for policy in made}) == 4
