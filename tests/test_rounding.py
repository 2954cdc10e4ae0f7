import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal import errors
from asn_appraisal.rounding import MODES, checked_rounding, rounded, rounded_quotient

DECIMAL_MODES = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
}

# Many of these are ties at some number of places.
decimals = st.builds(
    lambda number, exponent: Decimal(number).scaleb(-exponent),
    st.integers(-(10**9), 10**9) | st.integers(-(10**6), 10**6).map(lambda n: n * 10 + 5),
    st.integers(0, 6),
)


def quantized(value: Decimal, places: int, mode: str) -> Fraction:
    with decimal.localcontext() as context:
        context.prec = 60
        return Fraction(value.quantize(Decimal(1).scaleb(-places), rounding=DECIMAL_MODES[mode]))


@pytest.mark.parametrize("mode", sorted(DECIMAL_MODES))
@given(value=decimals, places=st.integers(-4, 6))
def test_rounding_agrees_with_the_decimal_module(mode: str, value: Decimal, places: int) -> None:
    assert quantized(value, places, mode) == rounded(Fraction(value), places, mode)


def test_the_four_modes_are_all_there_are() -> None:
    assert sorted(DECIMAL_MODES) == sorted(MODES)


@pytest.mark.parametrize(
    ("expected", "value", "places", "mode"),
    [
        ("76.61", "76.605", 2, "half_up"),
        ("76.60", "76.605", 2, "half_even"),
        ("76.62", "76.615", 2, "half_even"),
        ("76.60", "76.605", 2, "down"),
        ("76.61", "76.605", 2, "up"),
        ("76.60", "76.6049999", 2, "half_up"),
        ("76.61", "76.6050001", 2, "half_even"),
        ("-76.61", "-76.605", 2, "half_up"),
        ("-76.60", "-76.605", 2, "half_even"),
        ("-76.60", "-76.605", 2, "down"),
        ("-76.61", "-76.605", 2, "up"),
        ("1", "0.5", 0, "half_up"),
        ("-1", "-0.5", 0, "half_up"),
        ("0", "0.5", 0, "half_even"),
        ("0", "-0.5", 0, "half_even"),
        ("2", "1.5", 0, "half_even"),
        ("2", "2.5", 0, "half_even"),
        ("0", "0.999", 0, "down"),
        ("0", "-0.999", 0, "down"),
        ("1", "0.001", 0, "up"),
        ("-1", "-0.001", 0, "up"),
        ("90", "90", 0, "up"),
        ("-90", "-90", 0, "up"),
        ("0", "0", 2, "up"),
    ],
)
def test_a_tie_goes_where_its_mode_sends_it(expected: str, value: str, places: int, mode: str) -> None:
    assert Fraction(expected) == rounded(Fraction(value), places, mode)


@pytest.mark.parametrize(
    ("expected", "value", "places"),
    [(1300, 1250, -2), (-1300, -1250, -2), (1200, 1249, -2), (0, 49, -2), (100, 50, -2), (1000, 999, -1), (0, 4, -1)],
)
def test_negative_places_round_to_tens_and_hundreds(expected: int, value: int, places: int) -> None:
    assert Fraction(expected) == rounded(Fraction(value), places)


@pytest.mark.parametrize(
    ("expected", "value"), [("0.33", Fraction(1, 3)), ("0.67", Fraction(2, 3)), ("-0.67", Fraction(-2, 3))]
)
def test_a_number_with_endless_decimals_is_rounded_exactly(expected: str, value: Fraction) -> None:
    assert Fraction(expected) == rounded(value, 2)


def test_half_up_is_the_mode_that_is_taken_by_itself() -> None:
    assert Fraction("0.13") == rounded(Fraction("0.125"), 2)


@pytest.mark.parametrize("mode", MODES)
@given(value=st.fractions(), places=st.integers(-3, 6))
def test_rounding_twice_is_rounding_once(mode: str, value: Fraction, places: int) -> None:
    once = rounded(value, places, mode)
    assert once == rounded(once, places, mode)


@pytest.mark.parametrize("mode", MODES)
@given(value=st.fractions(), places=st.integers(-3, 6))
def test_both_sides_of_zero_round_alike(mode: str, value: Fraction, places: int) -> None:
    assert -rounded(value, places, mode) == rounded(-value, places, mode)


@pytest.mark.parametrize("mode", MODES)
@given(one=st.fractions(), other=st.fractions(), places=st.integers(-3, 6))
def test_rounding_never_turns_an_order_round(mode: str, one: Fraction, other: Fraction, places: int) -> None:
    low, high = sorted((one, other))
    assert rounded(low, places, mode) <= rounded(high, places, mode)


@pytest.mark.parametrize("mode", MODES)
@given(numerator=st.integers(-(10**6), 10**6), denominator=st.integers(1, 10**4))
def test_a_quotient_rounds_as_its_fraction_does(mode: str, numerator: int, denominator: int) -> None:
    assert rounded(Fraction(numerator, denominator), 0, mode) == rounded_quotient(numerator, denominator, mode)


@pytest.mark.parametrize("mode", ["half-up", "HALF_UP", "half_down", "", None, 2])
def test_an_unknown_mode_is_refused_with_the_modes_there_are(mode: object) -> None:
    with pytest.raises(errors.RoundingError) as caught:
        checked_rounding(2, mode)
    assert {"what": "mode", "value": repr(mode), "right": "half_up, half_even, down, up"} == caught.value.facts


def test_a_quotient_in_an_unknown_mode_is_refused_and_not_cut_off() -> None:
    with pytest.raises(errors.RoundingError, match="half_down"):
        rounded_quotient(1, 2, "half_down")


@pytest.mark.parametrize("places", [31, -31, 10**9, "2", 2.0, None, True, False])
def test_places_that_are_no_whole_number_within_bounds_are_refused(places: object) -> None:
    with pytest.raises(errors.RoundingError) as caught:
        checked_rounding(places, "half_up")
    assert ("places", repr(places)) == (caught.value.facts["what"], caught.value.facts["value"])


@pytest.mark.parametrize("places", [-30, 0, 30])
def test_places_at_the_bounds_are_taken(places: int) -> None:
    checked_rounding(places, "half_up")
    assert Fraction(0) == rounded(Fraction(0), places)
