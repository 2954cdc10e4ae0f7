from decimal import Decimal
from fractions import Fraction

import pytest
from tests.schemes.checking import inputs_of, result

from asn_appraisal import schemes

KEY = "integrasi-2021"


def test_the_input_is_a_value_of_the_old_scale() -> None:
    assert inputs_of(schemes.get(KEY)) == {"nilai_lama": "number(0..100, 2)"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # the conversion as published
        ("91", "110.00"),
        ("95", "115.00"),
        ("99", "120.00"),
        ("76", "90.00"),
        ("83", "99.50"),
        ("90", "109.00"),
        ("61", "70.00"),
        ("75", "89.00"),
        ("51", "50.00"),
        ("60", "69.00"),
        ("50", "49.00"),
        ("25", "24.50"),
        # ends, and one unit to either side of each piece
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("50.99", "49.97"),
        ("51.01", "50.02"),
        ("60.99", "70.00"),  # 71.09, kept below the next piece
        ("61.01", "70.01"),
        ("75.99", "90.00"),
        ("76.01", "90.01"),
        ("90.99", "110.00"),
        ("91.01", "110.01"),
        ("98.99", "119.99"),
        ("99.01", "120.00"),
        ("100", "120.00"),
    ],
)
def test_each_piece_of_the_old_scale_has_its_new_value(old: str, new: str) -> None:
    assert (Decimal(new), None) == result(KEY, {"nilai_lama": old})


@pytest.mark.parametrize("rounding", [2, None])
def test_a_higher_old_value_is_never_worth_less(rounding: int | None) -> None:
    policy = schemes.get(KEY, rounding=rounding)
    found = [policy.appraise({"nilai_lama": Decimal(units).scaleb(-1)}).exact for units in range(1001)]
    assert found == sorted(found, key=lambda value: value or Fraction(0))
    assert len(set(found)) > 900


def test_a_value_in_a_hole_takes_the_piece_whose_lower_end_it_has_reached() -> None:
    exact = schemes.get(KEY, rounding=None).appraise({"nilai_lama": "90.5"}).exact
    assert min(90 + Fraction(19, 14) * Fraction("14.5"), Fraction(110)) == exact


def test_the_capping_of_the_holes_is_our_choice_and_says_so() -> None:
    assert "choice" in {source.grade for source in schemes.get(KEY).sources()}
