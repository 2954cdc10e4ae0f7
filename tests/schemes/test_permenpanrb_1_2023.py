from decimal import Decimal
from fractions import Fraction

import pytest
from tests.schemes.checking import inputs_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeChoiceError
from asn_appraisal.schemes.permenpanrb_1_2023 import KEBUTUHAN, NEED, jenjang

KEY = "permenpanrb-1-2023"


def _record(level: str = "ahli_muda", predicate: str = "baik", months: str | None = "12") -> dict[str, str | None]:
    return {"jenjang": level, "predikat": predicate, "bulan": months}


def test_the_inputs_are_those_of_the_specification() -> None:
    expected = {
        "bulan": "number(1..12, 0) = 12",
        "predikat": "sangat_baik|baik|butuh_perbaikan|kurang|sangat_kurang",
        "jenjang": "pemula|terampil|mahir|penyelia|ahli_pertama|ahli_muda|ahli_madya|ahli_utama",
    }
    assert expected == inputs_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("level", "points"),
    [
        ("pemula", "3.750"),
        ("terampil", "5.000"),
        ("mahir", "12.500"),
        ("penyelia", "25.000"),
        ("ahli_pertama", "12.500"),
        # public programs swap these two
        ("ahli_muda", "25.000"),
        ("ahli_madya", "37.500"),
        ("ahli_utama", "50.000"),
    ],
)
def test_a_good_year_gives_the_coefficient_of_the_level(level: str, points: str) -> None:
    assert (Decimal(points), None) == result(KEY, _record(level))


@pytest.mark.parametrize(
    ("predicate", "points"),
    [
        ("sangat_baik", "75.000"),
        ("baik", "50.000"),
        ("butuh_perbaikan", "37.500"),
        ("kurang", "25.000"),
        ("sangat_kurang", "12.500"),
    ],
)
def test_the_predicate_gives_its_share(predicate: str, points: str) -> None:
    assert Decimal(points) == result(KEY, _record("ahli_utama", predicate))[0]


@pytest.mark.parametrize(
    ("months", "points"),
    [("1", "1.042"), ("2", "2.083"), ("3", "3.125"), ("11", "11.458"), ("12", "12.500"), (None, "12.500")],
)
def test_part_of_a_year_counts_by_its_months(months: str | None, points: str) -> None:
    assert Decimal(points) == result(KEY, _record("ahli_pertama", months=months))[0]


@pytest.mark.parametrize("months", ["0", "13"])
def test_there_are_1_to_12_months(months: str) -> None:
    with pytest.raises(RecordError, match="ASN406"):
        result(KEY, _record(months=months))


@pytest.mark.parametrize(("places", "points"), [(3, "3.125"), (2, "3.13")])
def test_places_are_an_option_and_the_full_value_is_not_rounded(places: int, points: str) -> None:
    appraisal = schemes.get(KEY, places=places).appraise(_record("ahli_pertama", months="3"))
    assert (Decimal(points), Fraction("3.125")) == (appraisal.score, appraisal.parts["nilai_penuh"])
    assert appraisal.trace.options == (("places", str(places)),)


def test_the_places_are_part_of_the_fingerprint() -> None:
    assert schemes.get(KEY).fingerprint != schemes.get(KEY, places=2).fingerprint


@pytest.mark.parametrize("places", [0, 1, 4, None, "2", 2.0, True])
def test_other_places_are_refused(places: object) -> None:
    with pytest.raises(SchemeChoiceError):
        schemes.get(KEY, places=places)


def test_the_cumulative_need_is_listed_for_each_level_with_its_source() -> None:
    expected = {
        "pemula": (15, 15),
        "terampil": (20, 60),
        "mahir": (50, 100),
        "penyelia": (100, None),
        "ahli_pertama": (50, 100),
        "ahli_muda": (100, 200),
        "ahli_madya": (150, 450),
        "ahli_utama": (200, None),
    }
    assert expected == KEBUTUHAN
    assert [level.key for level in jenjang.among] == list(KEBUTUHAN)
    assert NEED in schemes.get(KEY).sources()


def test_the_predicate_may_come_from_6_2022() -> None:
    grid = schemes.get("permenpanrb-6-2022").band
    assert grid is not None
    fed = schemes.get(KEY).replace(predikat=grid)
    record = {"hasil_kerja": "di_atas", "perilaku_kerja": "di_bawah", "jenjang": "ahli_madya"}
    # misconduct: kurang, 50 % of 37.5
    assert Decimal("18.750") == fed.appraise(record).score
