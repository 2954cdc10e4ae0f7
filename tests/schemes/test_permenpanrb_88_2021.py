from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-88-2021"
KEY_POINTS = "permenpanrb-88-2021-poin"
COMPONENTS = ("perencanaan", "pengukuran", "pelaporan", "evaluasi")
WEIGHTS = dict(zip(COMPONENTS, (30, 30, 15, 25), strict=True))
# As a letter of results prints them: what each component reached, of 30, 30, 15 and 25.
POINTS = {"perencanaan": "24.80", "pengukuran": "23.52", "pelaporan": "12.06", "evaluasi": "22.30"}


def _all(value: str) -> dict[str, str]:
    return dict.fromkeys(COMPONENTS, value)


def test_the_inputs_are_four_percentages() -> None:
    assert dict.fromkeys(COMPONENTS, "number(0..100, 2)") == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_law() -> None:
    expected = {
        "aa": "Sangat Memuaskan",
        "a": "Memuaskan",
        "bb": "Sangat Baik",
        "b": "Baik",
        "cc": "Cukup (Memadai)",
        "c": "Kurang",
        "d": "Sangat Kurang",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("component", "weight"), [("perencanaan", 30), ("pengukuran", 30), ("pelaporan", 15), ("evaluasi", 25)]
)
def test_each_component_has_its_weight(component: str, weight: int) -> None:
    assert Decimal(weight) == result(KEY, {**_all("0"), component: "100"})[0]


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("100", "aa"),
        ("90.01", "aa"),
        ("90", "a"),
        ("89.99", "a"),
        ("80.01", "a"),
        ("80", "bb"),
        ("79.99", "bb"),
        ("70.01", "bb"),
        ("70", "b"),
        ("69.99", "b"),
        ("60.01", "b"),
        ("60", "cc"),
        ("59.99", "cc"),
        ("50.01", "cc"),
        ("50", "c"),
        ("49.99", "c"),
        ("30.01", "c"),
        ("30", "d"),
        ("29.99", "d"),
        ("0", "d"),
    ],
)
def test_an_edge_belongs_to_the_band_below_it(value: str, key: str) -> None:
    assert (Decimal(value), key) == result(KEY, _all(value))


def test_exactly_90_has_a_grade() -> None:
    # A ladder "> 80 and < 90" leaves it without one.
    assert result(KEY, _all("90"))[1] == "a"


@pytest.mark.parametrize(("rounding", "key"), [(2, "bb"), (None, "a")], ids=["rounded to 80.00", "80.003 as it is"])
def test_just_above_an_edge_the_rounding_is_an_option(rounding: int | None, key: str) -> None:
    assert (Decimal("80.00"), key) == result(KEY, {**_all("80"), "perencanaan": "80.01"}, rounding=rounding)


def test_a_tie_goes_up_and_over_the_edge() -> None:
    record = {**_all("80"), "pengukuran": "80.02", "pelaporan": "79.99"}  # 80.0045
    assert result(KEY, record)[1] == "bb"
    tie = {**_all("80"), "evaluasi": "80.02"}  # 80.005
    assert (Fraction("80.01"), "a") == (schemes.get(KEY).appraise(tie).exact, result(KEY, tie)[1])


@pytest.mark.parametrize(
    ("value", "code"), [("100.01", "ASN406"), ("-0.01", "ASN406"), ("99.9991", "ASN405"), ("99.999", "ASN428")]
)
def test_a_percentage_outside_0_to_100_or_with_three_decimals_is_refused(value: str, code: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {**_all("80"), "pelaporan": value})
    assert [(code, "pelaporan")] == [(fault.code, fault.field) for fault in caught.value.faults]


# --- in points -------------------------------------------------------------------------------------------------------


def test_points_go_from_0_to_the_weight_of_their_component() -> None:
    assert {key: f"number(0..{weight}, 2)" for key, weight in WEIGHTS.items()} == inputs_of(schemes.get(KEY_POINTS))


def test_the_points_of_a_letter_are_82_68_a_and_not_21_88_d() -> None:
    assert result(KEY_POINTS, POINTS) == (Decimal("82.68"), "a")
    assert result(KEY, POINTS) == (Decimal("21.88"), "d")
    assert [note.code for note in schemes.get(KEY).appraise(POINTS).notes] == ["ASN471"]
    assert schemes.get(KEY_POINTS).appraise(POINTS).notes == ()


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_percentage_above_the_weight_is_refused_where_points_belong(component: str) -> None:
    assert result(KEY_POINTS, {**POINTS, component: WEIGHTS[component]})[0] > 0
    with pytest.raises(RecordError) as caught:
        result(KEY_POINTS, {**POINTS, component: f"{WEIGHTS[component]}.01"})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN406", component)]
    assert caught.value.faults[0].remedy("id") == f"harus berada dari 0 sampai {WEIGHTS[component]}"


def test_the_bands_of_both_forms_are_the_same() -> None:
    assert schemes.get(KEY).band.bands == schemes.get(KEY_POINTS).band.bands
    assert names_of(schemes.get(KEY)) == names_of(schemes.get(KEY_POINTS))


@given(st.tuples(*(st.integers(0, 10_000) for _ in COMPONENTS)))
def test_percentages_and_their_points_come_to_the_same(hundredths: tuple[int, ...]) -> None:
    # Whole percentages have points of two decimals: nothing is lost on the way.
    percents = {key: Fraction(each // 100) for key, each in zip(COMPONENTS, hundredths, strict=True)}
    points = {key: value * WEIGHTS[key] / 100 for key, value in percents.items()}
    assert result(KEY, percents) == result(KEY_POINTS, points)
