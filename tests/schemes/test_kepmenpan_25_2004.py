from decimal import Decimal
from fractions import Fraction

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeOptionError

KEY = "kepmenpan-25-2004"
ELEMENTS = tuple(f"u{number}" for number in range(1, 15))


def _means(first: str, others: str) -> dict[str, str]:
    return {key: first if key == "u1" else others for key in ELEMENTS}


def test_the_inputs_are_fourteen_means_with_four_decimals() -> None:
    assert dict.fromkeys(ELEMENTS, "number(1..4, 4)") == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_law() -> None:
    expected = {"a": "Sangat Baik", "b": "Baik", "c": "Kurang Baik", "d": "Tidak Baik"}
    assert expected == names_of(schemes.get(KEY))


# The index has three decimals, so the score moves in steps of 0.025: 3.250 x 25 = 81.25, 3.251 x 25 = 81.275.
@pytest.mark.parametrize(
    ("first", "others", "score", "key"),
    [
        ("3.2717", "3.27", "81.275", "a"),
        ("3.2716", "3.27", "81.250", "b"),
        ("2.7184", "2.5", "62.525", "b"),
        ("2.7183", "2.5", "62.500", "c"),
        ("2.555", "1.7", "43.775", "c"),
        ("2.5549", "1.7", "43.750", "d"),
        ("4", "4", "99.400", "a"),
        ("1", "1", "24.850", "d"),
    ],
)
def test_a_band_begins_on_the_first_score_above_its_edge(first: str, others: str, score: str, key: str) -> None:
    assert (Decimal(score), key) == result(KEY, _means(first, others))


def test_the_index_is_rounded_to_three_decimals_before_it_is_converted() -> None:
    appraisal = schemes.get(KEY).appraise(_means("1.0001", "1"))  # 14.0001 x 0.071 = 0.9940071
    assert (Fraction("0.994"), Decimal("24.850")) == (appraisal.parts["indeks"], appraisal.score)


def test_a_tie_in_the_fourth_decimal_goes_up() -> None:
    # 14 x 0.071 + 0.5 x 0.071 = 1.0295
    assert Decimal("25.750") == result(KEY, _means("1.5", "1"))[0]


def test_there_is_no_option() -> None:
    with pytest.raises(SchemeOptionError):
        schemes.get(KEY, rounding=None)


@pytest.mark.parametrize(("value", "code"), [("0.9999", "ASN406"), ("4.0001", "ASN406"), ("3.00001", "ASN405")])
def test_a_mean_outside_1_to_4_or_with_five_decimals_is_refused(value: str, code: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {**_means("3", "3"), "u14": value})
    assert [(code, "u14")] == [(fault.code, fault.field) for fault in caught.value.faults]
