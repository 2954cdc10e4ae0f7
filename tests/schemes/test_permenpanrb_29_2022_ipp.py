from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes

KEY = "permenpanrb-29-2022-ipp"
FORM = "permenpanrb-29-2022"


def _record(f02: str, f03: str) -> dict[str, Any]:
    return {"f02": f02, "f03": f03}


def test_the_inputs_are_the_indices_of_both_forms() -> None:
    assert inputs_of(schemes.get(KEY)) == {"f02": "number(0..5, 2)", "f03": "number(0..5, 2)"}


def test_the_letters_are_those_of_the_form() -> None:
    assert names_of(schemes.get(KEY)) == names_of(schemes.get(FORM))


def test_the_form_of_the_evaluators_counts_three_times_that_of_the_users() -> None:
    assert result(KEY, _record("4", "0"))[0] == 3
    assert result(KEY, _record("0", "4"))[0] == 1


@pytest.mark.parametrize(
    ("f02", "f03", "score", "rounded", "unrounded"),
    [
        ("4.51", "4.51", "4.51", "a", "a"),
        ("4.5", "4.52", "4.51", "a", "a"),  # 4.505, a tie
        ("4.5", "4.51", "4.50", "a_minus", "a"),  # 4.5025
        ("4.5", "4.5", "4.50", "a_minus", "a_minus"),
        ("4.01", "4.01", "4.01", "a_minus", "a_minus"),
        ("4", "4", "4.00", "b", "b"),
        ("3.5", "3.5", "3.50", "b_minus", "b_minus"),
        ("3", "3", "3.00", "c", "c"),
        ("2.5", "2.5", "2.50", "c_minus", "c_minus"),
        ("2", "2", "2.00", "d", "d"),
        ("1.5", "1.5", "1.50", "e", "e"),
        ("1.01", "1.01", "1.01", "e", "e"),
        ("1", "1", "1.00", "f", "f"),
        ("0", "0", "0.00", "f", "f"),
    ],
)
def test_a_letter_begins_a_hundredth_above_the_half_or_right_above_it_unrounded(
    f02: str, f03: str, score: str, rounded: str, unrounded: str
) -> None:
    assert (Decimal(score), rounded) == result(KEY, _record(f02, f03))
    assert (Decimal(score), unrounded) == result(KEY, _record(f02, f03), rounding=None)


@pytest.mark.parametrize("index", ["0", "1.01", "2.5", "3.51", "4.5", "4.51", "5"])
@pytest.mark.parametrize("rounding", [2, None])
def test_where_both_forms_agree_the_letter_is_that_of_the_form_alone(index: str, rounding: int | None) -> None:
    aspects = ("kebijakan", "profesionalisme", "sarana", "informasi", "konsultasi", "inovasi")
    form = {aspect: [{"bobot": 100, "skor": index}] for aspect in aspects}
    assert result(KEY, _record(index, index), rounding=rounding) == result(FORM, form, rounding=rounding)


def test_the_conversion_comes_from_the_unrounded_index() -> None:
    appraisal = schemes.get(KEY).appraise(_record("4.50", "4.53"))
    # 20 x 4.51 would be 90.20.
    assert (appraisal.exact, appraisal.parts["konversi"]) == (Fraction("4.51"), Fraction("90.15"))
