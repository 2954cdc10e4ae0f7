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
