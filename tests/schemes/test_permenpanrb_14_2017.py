from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-14-2017"
KEY_011 = "permenpanrb-14-2017-bobot-011"
KEY_NRR = "permenpanrb-14-2017-nrr"
ELEMENTS = tuple(f"u{number}" for number in range(1, 10))


def _answers(total: int) -> dict[str, str]:
    """Nine answers from 1 to 4 that add up to a total from 9 to 36."""
    each, more = divmod(total, 9)
    return {key: str(each + (place < more)) for place, key in enumerate(ELEMENTS)}


def _survey(*totals: int) -> dict[str, Any]:
    return {"responden": [_answers(total) for total in totals]}


def _means(first: str, others: str) -> dict[str, str]:
    return {key: first if key == "u1" else others for key in ELEMENTS}


@pytest.mark.parametrize("key", [KEY, KEY_011])
def test_each_respondent_gives_nine_whole_answers_from_1_to_4(key: str) -> None:
    expected = {"responden": "items >= 1", **{f"responden.{element}": "number(1..4, 0)" for element in ELEMENTS}}
    assert expected == inputs_of(schemes.get(key))


def test_the_form_of_means_takes_four_decimals() -> None:
    assert dict.fromkeys(ELEMENTS, "number(1..4, 4)") == inputs_of(schemes.get(KEY_NRR))


@pytest.mark.parametrize("key", [KEY, KEY_011, KEY_NRR])
def test_the_names_of_the_bands_are_those_of_the_law(key: str) -> None:
    expected = {"a": "Sangat Baik", "b": "Baik", "c": "Kurang Baik", "d": "Tidak Baik"}
    assert expected == names_of(schemes.get(key))


# With the means given, nilai = (sum of nine means) x 25/9; 0.0036 of one mean is worth 0.01.
@pytest.mark.parametrize(
    ("first", "others", "score", "key"),
    [
        ("3.7916", "3.5", "88.31", "a"),
        ("3.7898", "3.5", "88.31", "a"),
        ("3.7897", "3.5", "88.30", "b"),
        ("3.7880", "3.5", "88.30", "b"),
        ("3.5796", "3", "76.61", "b"),
        ("3.5778", "3", "76.61", "b"),
        ("3.5777", "3", "76.60", "c"),
        ("3.4", "2.5", "65.00", "c"),
        ("3.3982", "2.5", "65.00", "c"),
        ("3.3981", "2.5", "64.99", "d"),
        ("4", "4", "100.00", "a"),
        ("1", "1", "25.00", "d"),
    ],
)
def test_a_band_begins_on_its_edge_and_not_one_hundredth_below(first: str, others: str, score: str, key: str) -> None:
    assert (Decimal(score), key) == result(KEY_NRR, _means(first, others))


@pytest.mark.parametrize(
    ("first", "key", "unrounded"), [("3.5778", "b", "c"), ("3.5796", "b", "b"), ("3.5795", "b", "c")]
)
def test_between_76_60_and_76_61_rounding_decides_and_the_option_leaves_it_out(
    first: str, key: str, unrounded: str
) -> None:
    record = _means(first, "3")
    assert (key, unrounded) == (result(KEY_NRR, record)[1], result(KEY_NRR, record, rounding=None)[1])


@pytest.mark.parametrize(("first", "score"), [("3.5742", "76.60"), ("3.36", "76.00"), ("3.3636", "76.01")])
def test_below_76_61_the_unit_is_c_and_not_b(first: str, score: str) -> None:
    # Public code has 76.00 and 76.01 in the place of 76.60 and 76.61.
    assert (Decimal(score), "c") == result(KEY_NRR, _means(first, "3"))


def test_the_bands_of_2004_are_not_those_of_2017() -> None:
    record = _survey(27)  # 75: b on the scale of 2004
    assert (result(KEY, record)[1], result("permenpanrb-16-2014", record)[1]) == ("c", "b")


def test_all_answers_4_give_100_with_ninths_and_99_with_the_printed_weight() -> None:
    record = _survey(36)
    assert (Decimal("100.00"), Decimal("99.00")) == (result(KEY, record)[0], result(KEY_011, record)[0])


def test_the_three_forms_agree_but_for_the_weight() -> None:
    record = _survey(36, 18)  # all fours and all twos
    assert (Decimal("75.00"), "c") == result(KEY, record) == result(KEY_NRR, _means("3", "3"))
    assert (Decimal("74.25"), "c") == result(KEY_011, record)


def test_the_mean_of_each_element_is_a_part() -> None:
    record = {"responden": [dict.fromkeys(ELEMENTS, 4), {**dict.fromkeys(ELEMENTS, 4), "u3": 1}, _answers(9)]}
    parts = schemes.get(KEY).appraise(record).parts
    expected = {f"nrr_{key}": Fraction(6 if key == "u3" else 9, 3) for key in ELEMENTS}
    assert expected == {key: parts[key] for key in expected}


@pytest.mark.parametrize("totals", [(33,), (33, 33), (33, 33, 33)])
def test_more_respondents_with_the_same_answers_change_nothing(totals: tuple[int, ...]) -> None:
    assert (Decimal("91.67"), "a") == result(KEY, _survey(*totals))


@pytest.mark.parametrize(
    ("answer", "code"), [("0", "ASN406"), ("5", "ASN406"), ("3.5", "ASN405"), (None, "ASN401"), (True, "ASN404")]
)
def test_an_answer_that_is_no_whole_number_from_1_to_4_names_its_respondent(answer: object, code: str) -> None:
    record = _survey(36, 36)
    record["responden"][1]["u9"] = answer
    with pytest.raises(RecordError) as caught:
        result(KEY, record)
    assert [(code, "responden", 1, "u9")] == [(f.code, f.list, f.item_row, f.field) for f in caught.value.faults]


@pytest.mark.parametrize("rows", [[], None])
def test_a_survey_without_respondents_is_refused(rows: object) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {"responden": rows})
    assert [(fault.code, fault.list) for fault in caught.value.faults] == [("ASN411", "responden")]
