import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-6-2022"

QUADRANTS = [
    ("di_atas", "di_atas", "sangat_baik"),
    ("di_atas", "sesuai", "baik"),
    ("sesuai", "sesuai", "baik"),
    ("sesuai", "di_atas", "baik"),
    ("di_bawah", "sesuai", "butuh_perbaikan"),
    ("di_bawah", "di_atas", "butuh_perbaikan"),
    ("di_atas", "di_bawah", "kurang"),
    ("sesuai", "di_bawah", "kurang"),
    ("di_bawah", "di_bawah", "sangat_kurang"),
]


def test_the_inputs_are_two_ratings() -> None:
    expected = {"hasil_kerja": "di_bawah|sesuai|di_atas", "perilaku_kerja": "di_bawah|sesuai|di_atas"}
    assert expected == inputs_of(schemes.get(KEY))


def test_the_names_of_the_predicates_are_those_of_the_law() -> None:
    expected = {
        "sangat_baik": "Sangat Baik",
        "baik": "Baik",
        "butuh_perbaikan": "Butuh Perbaikan",
        "kurang": "Kurang",
        "sangat_kurang": "Sangat Kurang",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(("hasil", "perilaku", "predicate"), QUADRANTS)
def test_each_pair_of_ratings_has_its_predicate(hasil: str, perilaku: str, predicate: str) -> None:
    assert (None, predicate) == result(KEY, {"hasil_kerja": hasil, "perilaku_kerja": perilaku})


def test_there_is_no_number() -> None:
    appraisal = schemes.get(KEY).appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"})
    assert (appraisal.score, appraisal.exact) == (None, None)


def test_good_results_with_misconduct_are_poor_and_not_merely_in_need_of_improvement() -> None:
    # A quadrant computed as the worse of the two ratings never gives "kurang".
    misconduct = result(KEY, {"hasil_kerja": "di_atas", "perilaku_kerja": "di_bawah"})
    weak_results = result(KEY, {"hasil_kerja": "di_bawah", "perilaku_kerja": "di_atas"})
    assert (misconduct, weak_results) == ((None, "kurang"), (None, "butuh_perbaikan"))


@pytest.mark.parametrize("missing", [None, "", float("nan")])
@pytest.mark.parametrize("key", ["hasil_kerja", "perilaku_kerja"])
def test_a_missing_rating_is_not_taken_as_sesuai(key: str, missing: object) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai", key: missing})
    assert [("ASN401", key)] == [(fault.code, fault.field) for fault in caught.value.faults]


def test_a_siasn_code_is_no_level() -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {"hasil_kerja": 1, "perilaku_kerja": "sesuai"})
    assert [fault.code for fault in caught.value.faults] == ["ASN408"]
