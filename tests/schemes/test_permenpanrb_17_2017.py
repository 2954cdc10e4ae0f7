from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEYS = ("permenpanrb-17-2017", "permenpanrb-29-2022")
KEY = KEYS[0]
ASPECTS = ("kebijakan", "profesionalisme", "sarana", "informasi", "konsultasi", "inovasi")


def _record(score: str = "4", **changed: Any) -> dict[str, Any]:
    return {aspect: [{"bobot": "100", "skor": score}] for aspect in ASPECTS} | changed


def _rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"bobot": weight, "skor": score} for weight, score in pairs]


@pytest.mark.parametrize("key", KEYS)
def test_the_inputs_are_six_lists_of_weights_and_scores(key: str) -> None:
    expected = {}
    for aspect in ASPECTS:
        expected[aspect] = "items >= 1"
        expected[f"{aspect}.skor"] = "number(0..5, 2)"
        expected[f"{aspect}.bobot"] = "number(0..100, 2)"
    assert expected == inputs_of(schemes.get(key))


def test_the_names_are_those_of_2017() -> None:
    expected = {
        "a": "Pelayanan Prima",
        "a_minus": "Sangat Baik",
        "b": "Baik",
        "b_minus": "Baik (dengan catatan)",
        "c": "Cukup",
        "c_minus": "Cukup (dengan catatan)",
        "d": "Buruk",
        "e": "Sangat Buruk",
        "f": "Gagal",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("aspect", "score"),
    list(zip(ASPECTS, ("1.50", "0.90", "0.75", "0.75", "0.75", "0.35"), strict=True)),
)
def test_each_aspect_has_its_weight(aspect: str, score: str) -> None:
    assert Decimal(score) == result(KEY, _record("0", **{aspect: _rows(("100", "5"))}))[0]


def test_weights_are_taken_as_printed_and_need_not_make_100() -> None:
    parts = schemes.get(KEY).appraise(_record("0", kebijakan=_rows(("50", "4"), ("49.5", "2")))).parts
    # 2 + 0.99, not shared anew among 99.5
    assert (Fraction("2.99"), Fraction("0.90")) == (parts["aspek_kebijakan"], parts["nilai"])


@pytest.mark.parametrize(
    ("score", "letter"),
    [
        ("5", "a"),
        ("4.52", "a"),
        ("4.51", "a"),
        ("4.5", "a_minus"),
        ("4.01", "a_minus"),
        ("4", "b"),
        ("3.51", "b"),
        ("3.5", "b_minus"),
        ("3.01", "b_minus"),
        ("3", "c"),
        ("2.51", "c"),
        ("2.5", "c_minus"),
        ("2.01", "c_minus"),
        ("2", "d"),
        ("1.51", "d"),
        ("1.5", "e"),
        ("1.01", "e"),
        ("1", "f"),
        ("0", "f"),
    ],
)
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("rounding", [2, None])
def test_a_letter_begins_one_hundredth_above_the_half(key: str, rounding: int | None, score: str, letter: str) -> None:
    assert letter == result(key, _record(score), rounding=rounding)[1]


@pytest.mark.parametrize(
    ("bobot", "rounding", "score", "letter"),
    [
        # the index is 0.3 x (5 x bobot) + 3.5, from 70 % of five
        ("66.66", 2, "4.50", "a_minus"),
        ("66.66", None, "4.50", "a_minus"),  # 4.4999
        ("66.67", 2, "4.50", "a_minus"),
        ("66.67", None, "4.50", "a"),  # 4.50005: above 4.5, where printed edges find no letter at all
        ("66.99", 2, "4.50", "a_minus"),  # 4.50485
        ("67", 2, "4.51", "a"),  # 4.505, a tie; edges 4.50 and 4.51 on the unrounded value answer N/A
        ("67", None, "4.51", "a"),
    ],
)
def test_between_two_printed_edges_rounding_decides_or_the_workbook_does(
    bobot: str, rounding: int | None, score: str, letter: str
) -> None:
    record = _record("5", kebijakan=_rows((bobot, "5")))
    assert (Decimal(score), letter) == result(KEY, record, rounding=rounding)


def test_the_conversion_is_20_times_the_unrounded_index() -> None:
    appraisal = schemes.get(KEY).appraise(_record("5", kebijakan=_rows(("99.99", "4.7"))))
    # index 4.909859, not 4.91 x 20 = 98.20
    assert (Fraction("4.91"), Fraction("98.20")) == (appraisal.exact, appraisal.parts["konversi"])
    appraisal = schemes.get(KEY).appraise(_record("5", kebijakan=_rows(("66.99", "5"))))
    assert (Fraction("4.50"), Fraction("90.10")) == (appraisal.exact, appraisal.parts["konversi"])


@pytest.mark.parametrize("aspect", ASPECTS)
def test_each_aspect_is_required(aspect: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(**{aspect: []}))
    assert [(fault.code, fault.list) for fault in caught.value.faults] == [("ASN411", aspect)]


@pytest.mark.parametrize("key", KEYS)
def test_it_has_no_subject_and_is_never_chosen_by_date(key: str) -> None:
    assert schemes.get(key).subject == ""
