import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-3-2020"

BOXES = [
    ("di_bawah", "rendah", 1),
    ("sesuai", "rendah", 2),
    ("di_bawah", "menengah", 3),
    ("di_atas", "rendah", 4),
    ("sesuai", "menengah", 5),
    # public programs swap these two
    ("di_bawah", "tinggi", 6),
    ("di_atas", "menengah", 7),
    ("sesuai", "tinggi", 8),
    ("di_atas", "tinggi", 9),
]


def test_the_inputs_are_performance_and_potential() -> None:
    expected = {"kinerja": "di_bawah|sesuai|di_atas", "potensial": "rendah|menengah|tinggi"}
    assert expected == inputs_of(schemes.get(KEY))


@pytest.mark.parametrize(("kinerja", "potensial", "box"), BOXES)
def test_each_pair_of_ratings_has_its_box(kinerja: str, potensial: str, box: int) -> None:
    assert (None, f"kotak_{box}") == result(KEY, {"kinerja": kinerja, "potensial": potensial})


def test_the_boxes_are_named_by_their_number_and_the_best_comes_first() -> None:
    assert {f"kotak_{n}": f"Kotak {n}" for n in range(1, 10)} == names_of(schemes.get(KEY))
    band = schemes.get(KEY).band
    assert band is not None
    assert [level.key for level in band.levels][:2] == ["kotak_9", "kotak_8"]


@pytest.mark.parametrize("missing", ["kinerja", "potensial"])
def test_a_missing_rating_is_refused(missing: str) -> None:
    with pytest.raises(RecordError, match="ASN401"):
        result(KEY, {"kinerja": "sesuai", "potensial": "tinggi", missing: None})


def test_whether_the_amendment_changed_the_numbers_is_shown_as_open() -> None:
    assert [source.law for source in schemes.get(KEY).sources() if not source.settled] == ["PermenPANRB 20/2025"]
