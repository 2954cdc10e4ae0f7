import pytest

from asn_appraisal import Expression, Number
from asn_appraisal.algebra.expressions import Comparison
from asn_appraisal.analysis.field_edges import field_edges, is_about

X, Y, OPEN = Number("x", low=0, high=100), Number("y"), Number("open")


def edges(entry: Number, *conditions: Expression) -> tuple[str, str]:
    found = field_edges(entry, conditions)
    return str(found.low), str(found.high)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (X > 0, ("> 0", "<= 100")),
        (X >= 0, (">= 0", "<= 100")),
        (X > -5, (">= 0", "<= 100")),
        (X < 100, (">= 0", "< 100")),
        (X <= 50, (">= 0", "<= 50")),
        (X > 150, ("> 150", "<= 100")),
        ((X > 5) & (X < 10), ("> 5", "< 10")),
        ((X > 5) & (Y > 1), ("> 5", "<= 100")),
        (X > Y, (">= 0", "<= 100")),
        (X + 1 > 5, (">= 0", "<= 100")),
        ((X > 5) | (X < 1), (">= 0", "<= 100")),
        (~(X > 5), (">= 0", "<= 100")),
        (X.equals(5), (">= 0", "<= 100")),
    ],
)
def test_a_condition_on_one_number_narrows_its_range(condition: Expression, expected: tuple[str, str]) -> None:
    assert edges(X, condition) == expected


def test_a_condition_may_be_written_from_either_side() -> None:
    assert edges(OPEN, Comparison("<", 3, OPEN)) == ("> 3", "None")
    assert edges(OPEN, Comparison(">=", 3, OPEN)) == ("None", "<= 3")


@pytest.mark.parametrize(
    ("condition", "low", "high"),
    [
        (OPEN > 0, 1, None),
        (OPEN >= "0.005", 1, None),
        (OPEN > "1/3", 34, None),
        (OPEN < 1, None, 99),
        (OPEN <= "1/3", None, 33),
    ],
)
def test_the_least_and_greatest_units_are_within_the_edges(
    condition: Expression, low: int | None, high: int | None
) -> None:
    found = field_edges(OPEN, [condition])
    assert (found.low_units(2), found.high_units(2)) == (low, high)


def test_a_condition_is_about_a_field_when_it_says_nothing_else() -> None:
    assert is_about(X, (X > 0) & (X < 5))
    assert not is_about(X, (X > 0) & (Y < 5))
    assert not is_about(X, Y > 0)
    assert not is_about(X, (X > 0) | (X < 5))
