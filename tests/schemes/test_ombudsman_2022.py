from decimal import Decimal

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "ombudsman-2022"


def test_the_input_is_the_value_itself() -> None:
    assert inputs_of(schemes.get(KEY)) == {"nilai": "number(0..100, 2)"}


def test_the_names_of_the_bands_are_those_of_the_ombudsman() -> None:
    expected = {
        "a": "Kualitas Tertinggi",
        "b": "Kualitas Tinggi",
        "c": "Kualitas Sedang",
        "d": "Kualitas Rendah",
        "e": "Kualitas Terendah",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("value", "key", "zone"),
    [
        ("100", "a", "hijau"),
        ("88.01", "a", "hijau"),
        ("88", "a", "hijau"),
        ("87.99", "b", "hijau"),
        ("78.01", "b", "hijau"),
        ("78", "b", "hijau"),
        ("77.99", "c", "kuning"),
        ("54.01", "c", "kuning"),
        ("54", "c", "kuning"),
        ("53.99", "d", "merah"),
        ("32.01", "d", "merah"),
        ("32", "d", "merah"),
        ("31.99", "e", "merah"),
        ("0", "e", "merah"),
    ],
)
def test_a_band_begins_on_its_edge_and_lies_in_its_zone(value: str, key: str, zone: str) -> None:
    appraisal = schemes.get(KEY).appraise({"nilai": value})
    assert appraisal.band is not None
    assert (Decimal(value), key, zone) == (appraisal.score, appraisal.band.key, appraisal.band.label("zona"))


def test_the_score_has_the_two_decimals_of_the_field() -> None:
    assert str(result(KEY, {"nilai": "88"})[0]) == "88.00"


def test_a_value_above_100_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {"nilai": "100.01"})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN406", "nilai")]
