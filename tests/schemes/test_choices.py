import pytest

from asn_appraisal import Number
from asn_appraisal.errors import SchemeChoiceError
from asn_appraisal.schemes.choices import choose, rounding_option, settled


@pytest.mark.parametrize(("value", "text"), [(2, "2"), (None, "None"), ("penuh", "penuh")])
def test_a_choice_is_recorded_as_text_under_its_option(value: object, text: str) -> None:
    assert ("cara", text) == choose("contoh", "cara", value, (2, None, "penuh"))


@pytest.mark.parametrize("value", [3, "2", 2.0, True, "", [2]])
def test_a_value_that_is_not_offered_is_refused_with_the_choices(value: object) -> None:
    with pytest.raises(SchemeChoiceError, match=r"option cara=.* of 'contoh': it must be one of 2, None") as caught:
        choose("contoh", "cara", value, (2, None))
    assert caught.value.code == "ASN605"


def test_true_does_not_pass_for_one() -> None:
    with pytest.raises(SchemeChoiceError):
        choose("contoh", "cara", True, (1, 2))


@pytest.mark.parametrize(("rounding", "text"), [(2, "2"), (None, "None")])
def test_rounding_is_two_decimals_or_none(rounding: int | None, text: str) -> None:
    assert ("rounding", text) == rounding_option("contoh", rounding)


def test_a_total_is_rounded_unless_the_option_says_otherwise() -> None:
    total = Number("x", decimals=4) / 3
    assert (total.rounded(2), total) == (settled(total, 2), settled(total, None))
