from decimal import Decimal

import pytest
from tests.schemes.checking import names_of, result
from tests.schemes.test_permenpanrb_17_2017 import ASPECTS, _record, _rows

from asn_appraisal import schemes
from asn_appraisal.algebra.bands import Rated

KEY = "permenpanrb-29-2022"


@pytest.mark.parametrize(
    ("aspect", "score"),
    list(zip(ASPECTS, ("1.20", "1.25", "0.90", "0.55", "0.50", "0.60"), strict=True)),
)
def test_each_aspect_has_its_weight_of_2022(aspect: str, score: str) -> None:
    assert Decimal(score) == result(KEY, _record("0", **{aspect: _rows(("100", "5"))}))[0]


def test_the_low_end_is_named_by_what_is_to_be_done_and_rests_on_one_source() -> None:
    names = names_of(schemes.get(KEY))
    assert {"d": "Pembinaan", "e": "Prioritas Pembinaan", "f": "Pembinaan Intensif"}.items() <= names.items()
    assert {**names_of(schemes.get("permenpanrb-17-2017")), **dict(list(names.items())[6:])} == names
    rating = schemes.get(KEY).band
    assert isinstance(rating, Rated)
    grades = {band.key: {source.grade for source in band.sources} for band in rating.bands.bands}
    assert {key for key, found in grades.items() if found == {"single"}} == {"d", "e", "f"}


def test_the_edges_of_the_workbook_are_not_confirmed_for_2022() -> None:
    assert "memory" in {source.grade for source in schemes.get(KEY, rounding=None).sources()}
