import math
import re
from datetime import date
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from asn_appraisal import errors
from asn_appraisal.numbers import (
    UnreadableNumber,
    decimal_text,
    digits,
    exact,
    places_of,
    scaled,
    to_decimal,
    to_text,
    told_text,
)

FORTY = "1234567890" * 4
FORTY_ONE = FORTY + "1"


class Grade(IntEnum):
    """An int that is more than an int."""

    GOOD = 4


class Text(str):
    """A str that is more than a str."""

    __slots__ = ()


class Share(float):
    """A float that is more than a float, and not numpy's."""

    __slots__ = ()


def code_of(value: object, decimals: int, floats: str = "snap") -> str:
    with pytest.raises(UnreadableNumber) as caught:
        scaled(value, decimals, floats)
    return caught.value.code


def read_or_code(value: object, decimals: int, floats: str = "snap") -> int | str:
    try:
        return scaled(value, decimals, floats)[0]
    except UnreadableNumber as problem:
        return problem.code


# --- exact: what an author may write


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (Fraction(7), 7),
        (Fraction(-7), -7),
        (Fraction(0), 0),
        (Fraction(4), Grade.GOOD),
        (Fraction(7), "7"),
        (Fraction(7), " 7 "),
        (Fraction(7), "007"),
        (Fraction(-7), "-7"),
        (Fraction(0), "-0"),
        (Fraction(7, 20), "0.35"),
        (Fraction(7, 20), "0.350"),
        (Fraction(7, 20), Text("0.35")),
        (Fraction(-1, 1000), "-0.001"),
        (Fraction(3, 4), "75%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(-1, 4), "-25%"),
        (Fraction(1, 9), "1/9"),
        (Fraction(1, 9), "2/18"),
        (Fraction(-1, 9), "-1/9"),
        (Fraction(1, 10), Decimal("0.1")),
        (Fraction(100), Decimal("1E+2")),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_what_an_author_writes_exactly_is_read_exactly(expected: Fraction, written: object) -> None:
    assert expected == exact(written)
    assert isinstance(exact(written), Fraction)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        ".5",
        "5.",
        "+5",
        "- 5",
        "1 000",
        "1_000",
        "0,5",
        "1.234,5",
        "1.2.3",
        "1e3",
        "1E-3",
        "0x10",
        "nan",
        "inf",
        "-Infinity",
        "%",
        "1/0",
        "1/-3",
        "1/3%",
        "0.5/2",
        "satu",
        "\u0661\u0662",
        "\u0967",
        "\uff11",
        "\u00b2",
        "\u00bd",
        "\u22125",
        "1\n2",
    ],
)
def test_a_text_that_is_no_plain_number_is_refused(written: str) -> None:
    with pytest.raises(errors.MalformedNumberError) as caught:
        exact(written)
    assert repr(written) == caught.value.facts["value"]


@pytest.mark.parametrize("written", [0.5, 1.0, 0.1, float("nan"), float("inf"), np.float64(0.5)])
def test_a_float_is_refused_in_a_definition(written: float) -> None:
    with pytest.raises(errors.InexactNumberError):
        exact(written)


@pytest.mark.parametrize("written", [True, False])
def test_a_bool_is_no_number_in_a_definition(written: bool) -> None:
    with pytest.raises(errors.NumberTypeError) as caught:
        exact(written)
    assert caught.value.facts["type"] == "bool"


@pytest.mark.parametrize("written", [None, [], (1, 2), b"7", 1j, date(2021, 7, 1), object(), np.float32(0.5)])
def test_a_value_that_is_no_number_is_refused_in_a_definition(written: object) -> None:
    with pytest.raises(errors.NumberTypeError) as caught:
        exact(written)
    assert type(written).__name__ == caught.value.facts["type"]


@pytest.mark.parametrize("written", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_a_decimal_that_is_not_finite_is_refused_in_a_definition(written: Decimal) -> None:
    with pytest.raises(errors.MalformedNumberError):
        exact(written)


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (Fraction(int(FORTY)), FORTY),
        (Fraction(int(FORTY)), int(FORTY)),
        (Fraction(-int(FORTY)), -int(FORTY)),
        (Fraction(int(FORTY)), Decimal(FORTY)),
        (Fraction(int(FORTY), 10**39), f"{FORTY[0]}.{FORTY[1:]}"),
        (Fraction(int(FORTY), 100), f"{FORTY}%"),
        (Fraction(1, int(FORTY)), f"1/{FORTY}"),
        (Fraction(-int(FORTY), 7), f"-{FORTY}/7"),
        (Fraction(1, 10**40), Decimal("1E-40")),
        (Fraction(10**39), Decimal("1E+39")),
        (Fraction(10**40 - 1, 10**40 - 3), Fraction(10**40 - 1, 10**40 - 3)),
    ],
)
def test_forty_digits_are_read(expected: Fraction, written: object) -> None:
    assert expected == exact(written)


@pytest.mark.parametrize(
    "written",
    [
        FORTY_ONE,
        int(FORTY_ONE),
        -(10**40),
        Decimal(FORTY_ONE),
        f"{FORTY_ONE[0]}.{FORTY_ONE[1:]}",
        f"1/{FORTY_ONE}",
        f"{FORTY_ONE}/7",
        f"{FORTY_ONE}%",
        Decimal("1E-41"),
        Decimal("1E+40"),
        Fraction(1, 10**40),
        Fraction(10**40, 3),
    ],
)
def test_forty_one_digits_are_refused(written: object) -> None:
    with pytest.raises(errors.LongNumberError) as caught:
        exact(written)
    assert caught.value.facts["limit"] == 40


@pytest.mark.parametrize("written", ["1e999999999", "-1E+999999999", "1e-999999999"])
def test_a_giant_exponent_in_text_is_refused_at_once(written: str) -> None:
    with pytest.raises(errors.MalformedNumberError):
        exact(written)


@pytest.mark.parametrize(
    "written",
    [Decimal("1e999999999"), Decimal("1e-999999999"), "9" * 10**7, "1/" + "9" * 10**7, 10**100_000],
    ids=["large decimal", "small decimal", "long text", "long ratio", "long integer"],
)
def test_a_giant_number_is_refused_at_once(written: object) -> None:
    with pytest.raises(errors.LongNumberError):
        exact(written)


# --- places, decimals, text


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (0, Fraction(0)),
        (0, Fraction(700)),
        (1, Fraction(1, 2)),
        (1, Fraction(1, 5)),
        (2, Fraction(7, 20)),
        (3, Fraction(1, 8)),
        (3, Fraction(-1, 8)),
        (5, Fraction(1, 3125)),
        (None, Fraction(1, 3)),
        (None, Fraction(1, 6)),
        (None, Fraction(1, 7)),
    ],
)
def test_the_places_of_a_number_are_those_that_write_it_exactly(expected: int | None, value: Fraction) -> None:
    assert expected == places_of(value)


@given(st.integers(-(10**12), 10**12), st.integers(1, 12))
def test_one_place_fewer_never_writes_the_number(scaled_value: int, decimals: int) -> None:
    value = Fraction(scaled_value, 10**decimals)
    places = places_of(value)
    assert places is not None
    assert (value * 10**places).denominator == 1
    assert places == 0 or (value * 10 ** (places - 1)).denominator > 1


@pytest.mark.parametrize(
    ("expected", "value", "places"),
    [
        ("95.20", Fraction("95.2"), 2),
        ("-95.20", Fraction("-95.2"), 2),
        ("0.00", Fraction(0), 2),
        ("7", Fraction(7), 0),
        ("1300", Fraction(1300), -2),
        ("0.001", Fraction(1, 1000), 3),
    ],
)
def test_a_decimal_has_the_places_asked_for(expected: str, value: Fraction, places: int) -> None:
    assert expected == str(to_decimal(value, places))


@pytest.mark.parametrize(("value", "places"), [(Fraction(1, 3), 20), (Fraction("0.35"), 1), (Fraction(1, 2), -1)])
def test_a_decimal_with_too_few_places_is_refused(value: Fraction, places: int) -> None:
    with pytest.raises(errors.MalformedNumberError):
        to_decimal(value, places)


def test_a_decimal_is_not_shortened_by_the_decimal_context() -> None:
    assert Decimal(FORTY) == to_decimal(Fraction(int(FORTY)), 0)


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("0.35", Fraction("0.350")),
        ("-0.35", Fraction("-0.35")),
        ("7", Fraction(7)),
        ("1200", Fraction(1200)),
        ("0", Fraction(0)),
        ("1/9", Fraction(1, 9)),
        ("-1/9", Fraction(-1, 9)),
    ],
)
def test_a_number_is_written_as_an_author_would(expected: str, value: Fraction) -> None:
    assert expected == to_text(value)


@given(st.fractions(max_denominator=10**6) | st.decimals(-(10**9), 10**9, places=9).map(Fraction))
@example(Fraction(10**40 - 1))
@example(Fraction(10**40 - 1, 10**40 - 3))
@example(Fraction(10**40 - 1, 10**39))
def test_what_is_written_is_read_back(value: Fraction) -> None:
    assert value == exact(to_text(value))


def test_a_power_of_two_as_a_divisor_is_read_back() -> None:
    # 40 decimals behind the point and a zero before it.
    value = exact(Fraction(1, 2**40))
    assert value == exact(to_text(value))


# --- scaled: what a record may hold


@pytest.mark.parametrize(
    ("expected", "value", "decimals"),
    [
        (8550, "85.5", 2),
        (8550, " 85.5 ", 2),
        (8550, "85.50", 2),
        (855, "85.5000", 1),
        (85500, "85.500", 3),
        (123450, "1234.500", 2),
        (855, "85.5" + "0" * 30, 1),
        (85, "85.0", 0),
        (-8550, "-85.5", 2),
        (0, "-0", 2),
        (0, "-0.000", 2),
        (700, "007", 2),
        (8550, Text("85.5"), 2),
        (8550, np.str_("85.5"), 2),
        (8500, 85, 2),
        (-8500, -85, 2),
        (4, Grade.GOOD, 0),
        (8550, Decimal("85.5"), 2),
        (855, Decimal("85.500"), 1),
        (85, Decimal("85.0"), 0),
        (100, Decimal("1E+2"), 0),
        (8550, Fraction(171, 2), 2),
        (8550, 85.5, 2),
        (-8550, -85.5, 2),
        (0, -0.0, 2),
        (8550, np.float64(85.5), 2),
        (8551, np.float32(85.51), 2),
        (-8551, np.float32(-85.51), 2),
        (850, np.float16(85.0), 1),
        (8500, np.int64(85), 2),
        (8500, np.int8(85), 2),
        (8500, np.uint32(85), 2),
        (8550, np.array(85.5), 2),
    ],
)
def test_a_number_of_a_record_is_read_exactly(expected: int, value: object, decimals: int) -> None:
    assert (expected, False) == scaled(value, decimals)


@pytest.mark.parametrize("text", ["25.000", " 85.500 ", "-1.234", "1.000", "999.999"])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_one_point_before_three_digits_may_part_thousands(text: str, decimals: int) -> None:
    assert code_of(text, decimals, "snap") == "ASN428"


@pytest.mark.parametrize("text", ["0.500", "1234.500", "025.000", "25.0000"])
def test_what_no_thousand_is_written_as_is_a_decimal(text: str) -> None:
    assert scaled(text, 1) == (Fraction(text) * 10, False)


@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
@pytest.mark.parametrize(
    "value",
    [
        "85.5010",
        "0.501",
        "1234.501",
        "85.50001",
        "-0.001",
        Decimal("85.501"),
        Decimal("1E-3"),
        Fraction(1, 3),
        Fraction(1, 1000),
    ],
)
def test_too_many_decimals_are_a_fault_in_every_mode(value: object, floats: str) -> None:
    assert code_of(value, 2, floats) == "ASN405"


@pytest.mark.parametrize(
    "value",
    [
        "abc",
        "-",
        "+5",
        "5.",
        ".5",
        "--5",
        "1 000",
        "1/9",
        "75%",
        "NaN",
        "inf",
        "0x10",
        "\u0661\u0662",
        "\uff18\uff15",
        "\u22125",
        True,
        False,
        np.True_,
        1j,
        b"85",
        [85],
        {"nilai": 85},
        object(),
        np.array([85.0]),
        date(2021, 7, 1),
    ],
)
def test_what_is_no_number_is_a_fault(value: object) -> None:
    assert code_of(value, 2) == "ASN404"


@pytest.mark.parametrize("value", ["85,5", "-85,5", "0,5", "1.234,5", "1.234.567,89", "1234,5"])
def test_a_decimal_comma_is_told_from_other_text(value: str) -> None:
    assert code_of(value, 2) == "ASN419"


@pytest.mark.parametrize("value", ["1e3", "1E+3", "-1.5e-3", "1,98E+17", "1e999999999", "+2E5"])
def test_scientific_notation_is_told_from_other_text_at_once(value: str) -> None:
    assert code_of(value, 2) == "ASN420"


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), float("-inf"), np.float32("nan"), np.float32("inf"), Decimal("NaN"), Decimal("-Inf")],
)
@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
def test_nan_and_infinity_are_faults_in_every_mode(value: object, floats: str) -> None:
    assert code_of(value, 2, floats) == "ASN418"


@pytest.mark.parametrize(
    ("value", "decimals", "read"),
    [
        ("1" * 38 + ".10", 2, int("1" * 38 + "10")),
        ("1" * 39 + ".10", 2, "ASN417"),  # a declared decimal counts, also when it is 0
        ("1" * 39 + ".11", 2, "ASN417"),
        ("1" * 39 + ".100", 1, int("1" * 40)),  # a 0 beyond the declared decimals does not
        (Decimal("1e-40"), 2, "ASN405"),
        (Decimal("1e-41"), 2, "ASN417"),
        (Fraction(10**40 - 1), 0, 10**40 - 1),
        (Fraction(10**40), 0, "ASN417"),
        (Fraction(-(10**40)), 0, "ASN417"),
    ],
)
def test_forty_digits_are_counted_before_and_after_the_point(value: object, decimals: int, read: int | str) -> None:
    assert read_or_code(value, decimals) == read


@pytest.mark.parametrize(
    ("value", "decimals", "limit"),
    [(1e16, 0, 10**15), (1e16, 2, 10**13), (np.float32(1e9), 0, 2**23), (np.float32(1e9), 2, 2**23 // 100)],
)
def test_a_float_that_is_too_large_is_told_how_large_it_may_be(value: float, decimals: int, limit: int) -> None:
    with pytest.raises(UnreadableNumber) as caught:
        scaled(value, decimals)
    assert (caught.value.code, caught.value.facts) == ("ASN421", {"limit": limit})


@pytest.mark.parametrize("value", [1e15, -1e15, np.float32(2**23), np.float32(-(2**23))])
def test_the_largest_float_is_still_read(value: float) -> None:
    assert scaled(value, 0) == (int(value), False)
    assert code_of(type(value)(value + math.copysign(1, value)), 0) == "ASN421"


def test_the_longest_text_of_a_definition_is_a_ratio_of_two_times_forty_digits_below_zero() -> None:
    longest = f"-{FORTY}/{FORTY[::-1]}"
    assert exact(longest) == Fraction(-int(FORTY), int(FORTY[::-1]))
    assert exact(f" {longest} ") == exact(longest)
    for longer in (f"-{FORTY_ONE}/{FORTY}", f"-{FORTY}/{FORTY_ONE}", "0" * 83):
        with pytest.raises(errors.LongNumberError):
            exact(longer)


@pytest.mark.parametrize("value", [FORTY, int(FORTY), Decimal(FORTY), f"{FORTY[:38]}.{FORTY[38:]}"])
def test_forty_digits_of_a_record_are_read(value: object) -> None:
    number, was_rounded = scaled(value, 2)
    assert Fraction(str(value)) == Fraction(number, 100)
    assert not was_rounded


@pytest.mark.parametrize(
    "value",
    [FORTY_ONE, "9" * 10**7, int(FORTY_ONE), 10**100_000, Decimal(FORTY_ONE), Decimal("1e999999999"), "0" * 81],
    ids=["text", "long text", "integer", "long integer", "decimal", "large decimal", "zeros"],
)
def test_too_many_digits_of_a_record_are_a_fault_at_once(value: object) -> None:
    assert code_of(value, 2) == "ASN417"


def test_a_text_of_a_record_has_at_most_eighty_characters_zeros_at_its_end_among_them() -> None:
    assert scaled("1." + "0" * 78, 2) == (100, False)
    assert scaled("  1." + "0" * 78 + " ", 2) == (100, False)
    for zeros in (79, 80, 100, 118):
        assert code_of("1." + "0" * zeros, 2) == "ASN417"


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), Share(0.5)], ids=["float", "numpy", "another"])
def test_a_kind_of_float_is_read_as_a_float(value: float) -> None:
    assert scaled(value, 1) == (5, False)
    assert code_of(type(value)(0.55), 1) == "ASN405"
    assert scaled(type(value)(0.55), 1, "quantize") == (6, True)


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_text_decimal_and_fraction_of_one_number_read_alike(number: int, decimals: int) -> None:
    value = Fraction(number, 10**decimals)
    assert {(number, False)} == {
        scaled(f"{to_decimal(value, decimals):f}", decimals),
        scaled(to_decimal(value, decimals), decimals),
        scaled(value, decimals),
    }


# --- floats in records


@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
@given(number=st.integers(-(10**15), 10**15), decimals=st.integers(0, 9))
def test_the_float_of_a_decimal_is_that_decimal_in_every_mode(floats: str, number: int, decimals: int) -> None:
    assert (number, False) == scaled(number / 10**decimals, decimals, floats)


@given(st.integers(-(10**6) + 1, 10**6 - 1))
def test_the_four_byte_float_of_a_decimal_of_six_digits_is_that_decimal(number: int) -> None:
    assert (number, False) == scaled(np.float32(number / 100), 2)


def test_a_four_byte_float_that_two_decimals_share_is_refused() -> None:
    # 300000.00 and 300000.01 have one and the same four-byte float: no reading of it is exact.
    assert np.float32("300000.00") == np.float32("300000.01")
    with pytest.raises(UnreadableNumber):
        scaled(np.float32("300000.01"), 2)


@pytest.mark.parametrize(
    ("expected", "value", "decimals"),
    [
        (3, 0.1 + 0.2, 1),
        (30, 0.1 + 0.2, 2),
        (-3, -0.1 - 0.2, 1),
        (330, 1.1 + 2.2, 2),
        (110, 100 * 1.1, 0),
        (29, 0.29 * 100, 0),
        (10, 9.999999999999998, 0),  # ten times 0.1, added one by one, times ten
    ],
)
def test_snap_forgives_the_noise_of_a_sum_and_strict_does_not(expected: int, value: float, decimals: int) -> None:
    assert (expected, False) == scaled(value, decimals, "snap")
    assert code_of(value, decimals, "strict") == "ASN405"


@pytest.mark.parametrize("floats", ["snap", "strict"])
@pytest.mark.parametrize("value", [85.501, 85.505, 0.001, -0.001, 1 / 3, 99.999, 85.50001, 85.5000001])
def test_a_further_digit_of_a_float_is_never_forgiven(value: float, floats: str) -> None:
    assert code_of(value, 2, floats) == "ASN405"


@pytest.mark.parametrize(("expected", "off"), [(1, 0.9e-9), (1, -0.9e-9), ("ASN405", 1.1e-9), ("ASN405", -1.1e-9)])
def test_near_zero_snap_forgives_one_thousand_millionth_of_a_unit(expected: int | str, off: float) -> None:
    # Around 1 the spacing of floats is far below the tolerance.
    assert expected == read_or_code(1 + off, 0)


@pytest.mark.parametrize("value", [10**12, 10**12 - 1, 5 * 10**11])
def test_up_to_a_million_million_units_snap_forgives_the_neighbouring_float(value: int) -> None:
    assert (value, False) == scaled(float(np.nextafter(float(value), 0)), 0, "snap")
    assert code_of(float(np.nextafter(float(value), 0)), 0, "strict") == "ASN405"


@pytest.mark.parametrize("value", [10**12 + 1, 2 * 10**12, 10**13, 10**14])
def test_above_a_million_million_units_snap_is_strict(value: int) -> None:
    assert (value, False) == scaled(float(value), 0, "snap")
    assert code_of(float(np.nextafter(float(value), 0)), 0, "snap") == "ASN405"


def test_the_limit_of_snap_counts_units_of_the_last_decimal() -> None:
    near = float(np.nextafter(10.0**11, 0))
    assert scaled(near, 1, "snap") == (10**12, False)
    assert code_of(near, 2, "snap") == "ASN405"


@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
@pytest.mark.parametrize(("value", "decimals"), [(2e15, 0), (-2e15, 0), (1e14, 2), (1e300, 2), (1.7e308, 2), (1.1, 22)])
def test_a_float_above_fifteen_digits_is_a_fault_in_every_mode(value: float, decimals: int, floats: str) -> None:
    assert code_of(value, decimals, floats) == "ASN421"


@pytest.mark.parametrize("value", [np.float32(1e20), np.float32(-1e20)])
@pytest.mark.parametrize("floats", ["snap", "strict", "quantize"])
def test_a_four_byte_float_above_fifteen_digits_is_a_fault_in_every_mode(value: object, floats: str) -> None:
    assert code_of(value, 2, floats) == "ASN421"


@pytest.mark.parametrize(
    ("expected", "value", "decimals"),
    [
        (8550, 85.501, 2),
        (8551, 85.505, 2),  # the digits a person sees are a tie, the binary value lies below it
        (-8551, -85.505, 2),
        (268, 2.675, 2),
        (1, 0.5, 0),
        (-1, -0.5, 0),
        (0, 0.4999, 0),
        (33, 1 / 3, 2),
        (30, 0.1 + 0.2, 2),
        (8551, np.float32(85.505), 2),
        (8550, np.float32(85.501), 2),
        (-8551, np.float32(-85.505), 2),
    ],
)
def test_quantize_rounds_the_digits_that_are_seen_and_says_so(expected: int, value: object, decimals: int) -> None:
    assert (expected, True) == scaled(value, decimals, "quantize")


@pytest.mark.parametrize("value", [85.5, np.float32(85.51), 0.1, -0.0])
def test_quantize_does_not_claim_to_round_what_needs_no_rounding(value: object) -> None:
    assert scaled(value, 2, "quantize")[1] is False


@pytest.mark.parametrize("value", [np.float32(85.511), np.float32(1 / 3)])
def test_a_further_digit_of_a_four_byte_float_is_a_fault(value: object) -> None:
    assert code_of(value, 2) == "ASN405"


@given(st.floats(-1e9, 1e9) | st.floats(-100, 100).map(lambda x: round(x, 2) + 0.1), st.integers(0, 3))
def test_snap_never_moves_a_float_by_more_than_its_tolerance(value: float, decimals: int) -> None:
    number = read_or_code(value, decimals)
    assume(number != "ASN405")
    assert isinstance(number, int)
    distance = abs(Fraction(value) * 10**decimals - number)
    assert distance <= max(Fraction(2, 10**9), abs(number) * Fraction(1, 2**49))


@given(st.text(max_size=12) | st.from_regex(r"\A\s*-?[0-9]{1,4}([.,][0-9]{0,4})?(e[0-9])?\s*\Z"))
def test_any_text_is_read_or_is_a_fault_with_a_code(text: str) -> None:
    number = read_or_code(text, 2)
    if isinstance(number, int):
        assert Fraction(text.strip()) == Fraction(number, 100)
    elif number == "ASN428":
        assert re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", text.strip())  # thousands in Indonesia
    else:
        assert number in {"ASN404", "ASN405", "ASN417", "ASN419", "ASN420"}


@pytest.mark.parametrize(("base", "power"), [(0, 1), (-1, 1), (10, 4299), (10, 4300), (-7, 9001)])
def test_digits_are_all_digits_of_a_number_of_any_length(base: int, power: int) -> None:
    number = base**power
    found = digits(number)
    assert Fraction(Decimal(found)) == number
    assert (found[:1] == "-") == (number < 0)


def test_numbers_of_ten_thousand_digits_have_exact_texts() -> None:
    long = Fraction(7**12_000)
    assert Fraction(to_decimal(long, 2)) == long
    top, _, bottom = to_text(Fraction(7**12_000, 3**12_000)).partition("/")
    assert (len(top), len(bottom)) == (len(digits(7**12_000)), len(digits(3**12_000)))


# --- decimals for people


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-7", "-7"),
        ("95.20", "95.2"),
        ("0.0000000001", "0.0000000001"),
        ("0.12345678901", "≈ 0.1235"),
        ("750/7", "≈ 107.1429"),
        ("-1/3", "≈ -0.3333"),
        ("2/3", "≈ 0.6667"),
        ("1/30000", "≈ 0.00003"),
        ("3000001/30000", "≈ 100.00003"),
        ("299999999/3000000", "≈ 99.9999997"),
        ("227999/3000", "≈ 75.9997"),
    ],
)
def test_a_number_has_decimals_for_people_and_a_sign_where_they_are_rounded(value: str, text: str) -> None:
    assert decimal_text(Fraction(value)) == text


@given(value=st.fractions(min_value=-1000, max_value=1000))
def test_rounded_decimals_never_pass_for_an_edge_or_lie_far_off(value: Fraction) -> None:
    text = decimal_text(value)
    shown = Fraction(text.removeprefix("≈ "))
    assert text.startswith("≈") == (shown != value)
    assert abs(shown - value) <= Fraction(1, 20000)
    assert shown == value or places_of(shown) > 2


def test_a_number_that_no_one_could_tell_from_another_is_still_shown() -> None:
    assert decimal_text(76 + Fraction(1, 3 * 10**60)) == "≈ 76"


def test_a_ratio_is_told_with_its_decimals() -> None:
    assert [told_text(Fraction(each)) for each in ("0.35", "7", "750/7")] == ["0.35", "7", "750/7 (≈ 107.1429)"]
