from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import band, inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeChoiceError

KEY = "pp-10-1979"
UNSUR = ("kesetiaan", "prestasi_kerja", "tanggung_jawab", "ketaatan", "kejujuran", "kerjasama", "prakarsa")


def _all(value: int | str, **changed: Any) -> dict[str, Any]:
    return dict.fromkeys(UNSUR, value) | changed


def test_the_inputs_are_seven_elements_and_leadership_for_officials() -> None:
    expected = {**dict.fromkeys(UNSUR, "number(0..100, 2)"), "kepemimpinan": "number(0..100, 2)?"}
    assert expected == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_form() -> None:
    expected = {"amat_baik": "Amat Baik", "baik": "Baik", "cukup": "Cukup", "sedang": "Sedang", "kurang": "Kurang"}
    assert expected == names_of(schemes.get(KEY))


def test_the_mean_is_of_seven_or_of_eight() -> None:
    person = dict(zip(UNSUR, (91, 85, 84, 84, 84, 83, 82), strict=True))
    for record, total, score in ((person, 593, "84.71"), ({**person, "kepemimpinan": 83}, 676, "84.50")):
        appraisal = schemes.get(KEY).appraise(record)
        assert (appraisal.parts["jumlah"], appraisal.score) == (total, Decimal(score))


def test_leadership_left_out_is_no_zero_and_a_zero_is_one() -> None:
    assert result(KEY, _all(80))[0] == 80
    assert result(KEY, _all(80, kepemimpinan=0))[0] == 70


def test_one_element_more_is_the_last_step_of_an_edge() -> None:
    assert result(KEY, _all(91, prakarsa="90.97")) == (Decimal("91.00"), "amat_baik")
    assert result(KEY, _all(91, prakarsa="90.97"), rounding=None) == (Decimal("91.00"), "baik")
    assert result(KEY, _all(91, prakarsa="90.96")) == (Decimal("90.99"), "baik")


@pytest.mark.parametrize(
    ("value", "lower", "upper", "rounded"),
    [
        ("91", "amat_baik", "amat_baik", "amat_baik"),
        ("90.5", "baik", "amat_baik", "amat_baik"),
        ("90.49", "baik", "amat_baik", "baik"),
        ("90.01", "baik", "amat_baik", "baik"),
        ("90", "baik", "baik", "baik"),
        ("76", "baik", "baik", "baik"),
        ("75.01", "cukup", "baik", "cukup"),
        ("75", "cukup", "cukup", "cukup"),
        ("61", "cukup", "cukup", "cukup"),
        ("60.99", "sedang", "cukup", "cukup"),
        ("60", "sedang", "sedang", "sedang"),
        ("51", "sedang", "sedang", "sedang"),
        ("50.4", "kurang", "sedang", "kurang"),
        ("50", "kurang", "kurang", "kurang"),
    ],
)
def test_a_value_between_two_printed_ranges_is_read_as_chosen(value: str, lower: str, upper: str, rounded: str) -> None:
    found = [band(KEY, _all(value), holes=holes) for holes in ("lower", "upper", "rounded")]
    assert [lower, upper, rounded] == found


def test_the_usual_reading_is_the_lower_band() -> None:
    seven = _all(91, prakarsa=90)
    assert (band(KEY, seven), band(KEY, seven, holes="upper")) == ("baik", "amat_baik")
    eight = _all(76, kepemimpinan=75)
    assert (result(KEY, eight), band(KEY, eight, holes="upper")) == ((Decimal("75.88"), "cukup"), "baik")


def test_the_sum_is_exact() -> None:
    parts = schemes.get(KEY).appraise(_all("80.01")).parts
    assert parts["jumlah"] == Fraction("560.07")


@pytest.mark.parametrize("holes", ["", "higher", None, 1])
def test_a_reading_that_is_not_offered_is_refused(holes: object) -> None:
    with pytest.raises(SchemeChoiceError, match="'lower', 'upper', 'rounded'"):
        schemes.get(KEY, holes=holes)


@pytest.mark.parametrize("field", UNSUR)
def test_every_element_but_leadership_is_required(field: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _all(80, **{field: None}))
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN401", field)]


def test_it_ends_where_pp_46_2011_begins() -> None:
    policy = schemes.get(KEY)
    assert (str(policy.since), str(policy.until)) == ("1979-05-15", "2013-12-31")
    assert schemes.in_force("prestasi-kerja", "2014-01-01").key == "pp-46-2011"
