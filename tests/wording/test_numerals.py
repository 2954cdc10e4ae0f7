from fractions import Fraction
from operator import eq, gt, lt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.wording.numerals import Digits, exact_numeral, short_numeral

NUMBERS = st.one_of(
    st.fractions(min_value=-200, max_value=200, max_denominator=10**12),
    st.decimals(min_value=-200, max_value=200, places=3).map(Fraction),
    st.sampled_from(
        [Fraction(76), Fraction(76) - Fraction(1, 10**9), Fraction(1, 3), Fraction("0.33333"), Fraction(0)]
    ),
)


def _read(text: str) -> Fraction:
    return Fraction(text.removeprefix("≈ "))


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ("95.20", "95,2", "95.2"),
        ("253/3", "84,3333", "84.3333"),
        ("0.00005", "0,0001", "0.0001"),
        ("0.00004", "0", "0"),
        ("-0.5", "-0,5", "-0.5"),
        ("-0.00001", "0", "0"),
        ("1000000", "1000000", "1000000"),
        ("100", "100", "100"),
    ],
)
def test_a_short_numeral_has_at_most_four_decimals_and_the_mark_of_its_language(
    value: str, indonesian: str, english: str
) -> None:
    assert (indonesian, english) == (short_numeral(Fraction(value)), short_numeral(Fraction(value), "en"))


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ("95.20", "95,2", "95.2"),
        ("1/9", "1/9", "1/9"),
        ("0.123456789", "0,123456789", "0.123456789"),
        ("-3", "-3", "-3"),
    ],
)
def test_an_exact_numeral_has_all_its_digits(value: str, indonesian: str, english: str) -> None:
    assert (indonesian, english) == (exact_numeral(Fraction(value)), exact_numeral(Fraction(value), "en"))


@pytest.mark.parametrize(
    ("value", "limits", "shown"),
    [
        ("75.999999", [76], "75.999999"),
        ("75.999999", [], "≈ 76"),
        ("227999997/3000000", [76], "75.999999"),
        ("76.00000001234", [76], "≈ 76.00000001"),
        ("253/3", [76], "≈ 84.3333"),
        ("253/3", ["253/3"], "253/3"),
        ("0.123456", ["0.123456"], "0.123456"),
        ("0.00001234", [], "≈ 0.00001"),
        ("-1/300000", [], "≈ -0.000003"),
        ("0", [], "0"),
        ("85.1234", [], "85.1234"),
        ("85.12345", [], "≈ 85.1235"),
    ],
)
def test_a_number_has_the_digits_that_its_comparisons_need_and_says_when_some_were_cut(
    value: str, limits: list[object], shown: str
) -> None:
    assert Digits(Fraction(str(limit)) for limit in limits).text(Fraction(value), "en") == shown


@given(st.lists(NUMBERS, max_size=4), st.lists(NUMBERS, min_size=1, max_size=4))
def test_what_is_shown_compares_as_the_exact_numbers_do(limits: list[Fraction], compared: list[Fraction]) -> None:
    digits = Digits(limits, compared)
    for value in compared:
        shown = _read(digits.text(value, "en"))
        for sign in (lt, eq, gt):
            for limit in (*limits, Fraction(0)):
                assert sign(shown, limit) == sign(value, limit)
            for other in compared:
                assert sign(shown, _read(digits.text(other, "en"))) == sign(value, other)


@given(NUMBERS)
def test_a_number_without_the_sign_is_exact(value: Fraction) -> None:
    text = Digits().text(value, "en")
    assert text.startswith("≈ ") == (_read(text) != value)
    assert abs(_read(text) - value) <= Fraction(1, 20000)
