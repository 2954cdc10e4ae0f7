from decimal import Decimal

import pytest
from tests.schemes.checking import inputs_of, names_of

from asn_appraisal import schemes

KEY = "permenpan-16-2009"


def test_the_input_is_the_value_itself() -> None:
    assert inputs_of(schemes.get(KEY)) == {"nilai": "number(0..100, 2)"}


def test_the_names_of_the_bands_are_those_of_the_law() -> None:
    expected = {"amat_baik": "Amat Baik", "baik": "Baik", "cukup": "Cukup", "sedang": "Sedang", "kurang": "Kurang"}
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("value", "key", "percent"),
    [
        ("100", "amat_baik", "125"),
        ("91.01", "amat_baik", "125"),
        ("91", "amat_baik", "125"),
        ("90.99", "baik", "100"),
        ("76.01", "baik", "100"),
        ("76", "baik", "100"),
        ("75.99", "cukup", "75"),
        ("61.01", "cukup", "75"),
        ("61", "cukup", "75"),
        ("60.99", "sedang", "50"),
        ("51.01", "sedang", "50"),
        ("51", "sedang", "50"),
        ("50.99", "kurang", "25"),
        ("0", "kurang", "25"),
    ],
)
def test_a_band_begins_on_its_edge_and_has_its_share_of_credit(value: str, key: str, percent: str) -> None:
    appraisal = schemes.get(KEY).appraise({"nilai": value})
    assert appraisal.band is not None
    assert (Decimal(value), key, percent) == (appraisal.score, appraisal.band.key, appraisal.band.label("persen"))


@pytest.mark.parametrize(
    ("value", "lower", "rounded"),
    [("90.49", "baik", "baik"), ("90.5", "baik", "amat_baik"), ("91", "amat_baik", "amat_baik")],
)
def test_a_printed_hole_is_the_lower_band_or_that_of_the_nearest_whole_number(
    value: str, lower: str, rounded: str
) -> None:
    usual, other = schemes.get(KEY), schemes.get(KEY, holes="rounded")
    assert (usual.appraise({"nilai": value}).band.key, other.appraise({"nilai": value}).band.key) == (lower, rounded)
    assert usual.fingerprint != other.fingerprint
    assert dict(other.options) == {"holes": "rounded"}
