from decimal import Decimal
from fractions import Fraction

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-88-2021"
COMPONENTS = ("perencanaan", "pengukuran", "pelaporan", "evaluasi")


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
