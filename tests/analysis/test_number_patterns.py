import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.analysis.number_patterns import NOTHING, number_pattern

ROUND = [0, 1, 9, 10, 11, 90, 99, 100, 101, 109, 190, 199, 200, 900, 990, 999, 1000, 1200, 2345]
ENDS = st.sampled_from([*ROUND, *(-each for each in ROUND)]) | st.integers(-2500, 2500)


def _texts(units: int, decimals: int) -> Iterator[str]:
    """Every way to write a number, with and without zeros at its end."""
    whole, part = divmod(abs(units), 10**decimals)
    digits = f"{part:0{decimals}d}" if decimals else ""
    for kept in range(decimals + 1):
        if not digits[kept:].strip("0"):
            yield f"{'-' if units < 0 else ''}{whole}{'.' if kept else ''}{digits[:kept]}"


@given(low=ENDS, high=ENDS, decimals=st.integers(0, 3))
def test_a_pattern_takes_the_numbers_of_its_range_and_no_other(low: int, high: int, decimals: int) -> None:
    takes = re.compile(number_pattern(low, high, decimals)).search
    for units in range(-2600, 2601):
        for text in _texts(units, decimals):
            assert bool(takes(text)) == (low <= units <= high), text


@pytest.mark.parametrize("decimals", [0, 2])
@pytest.mark.parametrize(
    "text",
    ["", " ", "00", "01", "1.", ".5", "-0", "-00", "+1", "1e3", "1,5", "1.000", " 1", "1 ", "--1", "1.5.5", "\u0661"],
)
def test_what_is_no_plain_number_is_not_taken(text: str, decimals: int) -> None:
    assert not re.search(number_pattern(-(10**40), 10**40, decimals), text)


def test_an_empty_range_takes_nothing() -> None:
    assert number_pattern(5, 4, 2) == number_pattern(0, -1, 0) == NOTHING
    assert not any(re.search(NOTHING, text) for text in ("", "5"))


def test_a_range_of_forty_digits_has_a_short_pattern() -> None:
    low, high = 1234567890123456789012345678901234567890, 9876543210987654321098765432109876543210
    pattern = number_pattern(low, high, 20)
    assert len(pattern) < 1500
    for text, taken in (("12345678901234567890.1234567890123456789", True), ("12345678901234567890.1", False)):
        assert bool(re.search(pattern, text)) == taken
