from fractions import Fraction

import pytest

from asn_appraisal import Category, Count, Flag, Items, Mean, Number, Weighted
from asn_appraisal.algebra.expressions import Named
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.analysis.percents import fields_with_weights, is_percent, percent_sums

A, B, DAYS = Number("a", unit="persen"), Number("b", low=0, high=100), Number("days", low=0, high=100, unit="hari")
TOTAL = Weighted((60, A), (40, B))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (A, True),
        (B, True),
        (DAYS, False),
        (Number("x", unit="Persen", low=0, high=100), True),
        (Number("x", unit="%", low=0, high=1), False),
        (Number("x", low=0, high=120), True),
        (Number("x", low=0, high=200), True),
        (Number("x", low=0, high=201), False),
        (Number("x", low=0, high=99), False),
        (Number("x", low=1, high=100), False),
        (Number("x"), False),
        (Count("x", high=100), True),
        (Category("x", ["a"]), False),
        (Flag("x"), False),
    ],
)
def test_a_percentage_is_told_by_its_unit_or_range(field: Field, expected: bool) -> None:
    assert is_percent(field) == expected


def test_sums_of_percentages_alone_are_given_wherever_they_are() -> None:
    rows = Items("rows", (Number("r", unit="persen"), Number("s", unit="persen")))
    inner = Weighted(*((50, field) for field in rows.fields))
    assert list(percent_sums(TOTAL.rounded(2).named("n") + rows.mean(inner))) == [TOTAL, inner]
    assert list(percent_sums(TOTAL.named("n") + 1, closed=(Named,))) == []
    assert list(percent_sums(Weighted((60, A), (40, DAYS)), Weighted((60, A), (40, B + 1)), Mean(A, B))) == []
    assert list(percent_sums(Weighted((100, A)))) == []


def test_fields_are_told_with_their_weights() -> None:
    assert fields_with_weights((A, B), (Fraction(60), Fraction(1, 3))) == "a (60), b (1/3 (≈ 0.3333))"
