from decimal import Decimal
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes

KEY = "permenpanrb-16-2014"
ELEMENTS = tuple(f"u{number}" for number in range(1, 10))


def _survey(total: int, respondents: int) -> dict[str, Any]:
    """Answers of so many respondents that add up to a total."""
    each, more = divmod(total, 9 * respondents)
    flat = [each + (place < more) for place in range(9 * respondents)]
    return {"responden": [dict(zip(ELEMENTS, flat[at::respondents], strict=True)) for at in range(respondents)]}


def test_each_respondent_gives_nine_whole_answers_from_1_to_4() -> None:
    expected = {"responden": "items >= 1", **{f"responden.{element}": "number(1..4, 0)" for element in ELEMENTS}}
    assert expected == inputs_of(schemes.get(KEY))


def test_the_eighth_element_is_the_service_charter_and_complaints_are_the_ninth() -> None:
    names = {field.key: field.name for field in schemes.get(KEY).outline.lists[0].fields}
    assert (names["u2"], names["u3"]) == ("Prosedur", "Waktu pelayanan")
    assert (names["u8"], names["u9"]) == ("Maklumat pelayanan", "Penanganan pengaduan, saran, dan masukan")


def test_the_bands_have_the_names_of_14_2017() -> None:
    expected = {"a": "Sangat Baik", "b": "Baik", "c": "Kurang Baik", "d": "Tidak Baik"}
    assert expected == names_of(schemes.get(KEY))


# nilai = total x 25 / (9 x respondents); with 100 respondents one answer more is worth 1/36.
@pytest.mark.parametrize(
    ("total", "respondents", "score", "key"),
    [
        (2926, 100, "81.28", "a"),
        (2925, 100, "81.25", "b"),
        (9375, 320, "81.38", "a"),
        (2251, 100, "62.53", "b"),
        (2250, 100, "62.50", "c"),
        (1576, 100, "43.78", "c"),
        (1575, 100, "43.75", "d"),
        (36, 1, "100.00", "a"),
        (9, 1, "25.00", "d"),
        # on the edges themselves: 81.2555 rounds to 81.26, and its neighbours
        (5851, 200, "81.26", "a"),
        (4501, 200, "62.51", "b"),
        (3151, 200, "43.76", "c"),
    ],
)
def test_a_band_of_2004_begins_on_its_edge(total: int, respondents: int, score: str, key: str) -> None:
    assert (Decimal(score), key) == result(KEY, _survey(total, respondents))


def test_without_rounding_a_score_below_the_printed_edge_stays_below() -> None:
    record = _survey(14626, 500)  # 14626 / 4500 x 25 = 81.2555...
    assert (result(KEY, record)[1], result(KEY, record, rounding=None)[1]) == ("a", "b")
