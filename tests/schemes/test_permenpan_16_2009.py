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
        ("90.01", "amat_baik", "125"),
        ("90", "baik", "100"),
        ("75.01", "baik", "100"),
        ("75", "cukup", "75"),
        ("60.01", "cukup", "75"),
        ("60", "sedang", "50"),
        ("50.01", "sedang", "50"),
        ("50", "kurang", "25"),
        ("0", "kurang", "25"),
    ],
)
def test_a_band_begins_above_the_range_before_it_and_has_its_share_of_credit(
    value: str, key: str, percent: str
) -> None:
    appraisal = schemes.get(KEY).appraise({"nilai": value})
    assert appraisal.band is not None
    assert (Decimal(value), key, percent) == (appraisal.score, appraisal.band.key, appraisal.band.label("persen"))


@pytest.mark.parametrize(
    ("value", "upper", "lower", "rounded"),
    [
        ("90", "baik", "baik", "baik"),
        ("90.01", "amat_baik", "baik", "baik"),
        ("90.49", "amat_baik", "baik", "baik"),
        ("90.5", "amat_baik", "baik", "amat_baik"),
        ("90.99", "amat_baik", "baik", "amat_baik"),
        ("91", "amat_baik", "amat_baik", "amat_baik"),
        ("60.29", "cukup", "sedang", "sedang"),
        ("50.01", "sedang", "kurang", "kurang"),
        ("51", "sedang", "sedang", "sedang"),
    ],
)
def test_a_value_between_two_printed_ranges_is_read_as_the_option_says(
    value: str, upper: str, lower: str, rounded: str
) -> None:
    usual, others = schemes.get(KEY), [schemes.get(KEY, holes=choice) for choice in ("lower", "rounded")]
    assert [each.appraise({"nilai": value}).band.key for each in (usual, *others)] == [upper, lower, rounded]
    assert len({each.fingerprint for each in (usual, *others)}) == 3
    assert [dict(each.options) for each in (usual, *others)] == [{}, {"holes": "lower"}, {"holes": "rounded"}]


def test_how_the_holes_are_read_is_graded_hole_by_hole() -> None:
    grades = {band.key: [source.grade for source in band.sources] for band in schemes.get(KEY).band.bands.bands}
    assert grades["cukup"] == ["text", "agree"]
    assert grades["amat_baik"] == ["text", "single"]
    assert {*map(tuple, (grades[key] for key in ("baik", "sedang", "kurang")))} == {("text", "choice")}
