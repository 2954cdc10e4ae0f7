from decimal import Decimal

import pytest
from tests.schemes.checking import band, inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "ombudsman-2021"


def test_the_input_is_the_value_itself() -> None:
    assert inputs_of(schemes.get(KEY)) == {"nilai": "number(0..100, 2)"}


def test_the_names_of_the_zones_are_those_of_the_ombudsman() -> None:
    expected = {"hijau": "Kepatuhan Tinggi", "kuning": "Kepatuhan Sedang", "merah": "Kepatuhan Rendah"}
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("100", "hijau"),
        ("81", "hijau"),
        ("80.99", "kuning"),
        ("80.01", "kuning"),
        ("51", "kuning"),
        ("50.99", "merah"),
        ("50", "merah"),
        ("0", "merah"),
    ],
)
def test_a_zone_begins_on_its_edge(value: str, key: str) -> None:
    assert (Decimal(value), key) == result(KEY, {"nilai": value})


def test_a_value_is_not_read_on_the_scale_of_the_year_after() -> None:
    # On the scale of 2022, 78 is green already.
    assert (band(KEY, {"nilai": "78"}), band("ombudsman-2022", {"nilai": "78"})) == ("kuning", "b")


def test_it_holds_for_2021_alone() -> None:
    policy = schemes.get(KEY)
    assert (str(policy.since), str(policy.until)) == ("2021-01-01", "2021-12-31")


def test_a_value_above_100_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {"nilai": "100.01"})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN406", "nilai")]
