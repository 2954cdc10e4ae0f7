import pytest

from asn_appraisal import Bands, Number, Policy
from asn_appraisal.errors import SchemeChoiceError
from asn_appraisal.schemes.choices import banded, choose, hole_options, rounding_option, settled


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


SCALE = Bands(("tinggi", ">= 91", "Tinggi"), ("sedang", ">= 76", "Sedang"), ("rendah", None, "Rendah"))


@pytest.mark.parametrize(
    ("holes", "expected"),
    [
        ("lower", {"90": "sedang", "90.5": "sedang", "91": "tinggi", "75.01": "rendah", "76": "sedang"}),
        ("upper", {"90": "sedang", "90.01": "tinggi", "91": "tinggi", "75": "rendah", "75.01": "sedang"}),
        ("rounded", {"90.49": "sedang", "90.5": "tinggi", "75.49": "rendah", "75.5": "sedang"}),
    ],
)
def test_a_value_between_two_ranges_goes_where_the_option_says(holes: str, expected: dict[str, str]) -> None:
    x = Number("x", low=0, high=100, decimals=2)
    policy = Policy("coba", "Coba", score=x, band=banded(SCALE, x, holes))
    assert {value: policy.appraise({"x": value}).band.key for value in expected} == expected


def test_the_usual_reading_is_not_recorded_and_any_other_is() -> None:
    assert hole_options("contoh", "lower") == hole_options("contoh", "upper", usual="upper") == []
    assert hole_options("contoh", "upper") == [("holes", "upper")]
    assert hole_options("contoh", "lower", usual="upper") == [("holes", "lower")]
    with pytest.raises(SchemeChoiceError, match="lower"):
        hole_options("contoh", "higher")
