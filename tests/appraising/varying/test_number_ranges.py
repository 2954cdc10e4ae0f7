"""Ranges of sums, products and quotients hold every value, and no more than their ends."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import inf
from random import Random

import pytest

from asn_appraisal.appraising.varying.number_ranges import minus, over, plus, scaled_by, times, total

F = Fraction


def spans(random: Random) -> tuple[tuple[F, F], list[F]]:
    values = sorted(F(random.randint(-6, 6), random.choice((1, 2, 3))) for _ in range(5))
    return (values[0], values[-1]), values


@pytest.mark.parametrize("seed", range(60))
def test_the_range_holds_every_value_and_its_ends_occur(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    (one, left), (other, right) = spans(random), spans(random)
    pairs = [*product(left, right)]
    for found, values in (
        (plus(one, other), [a + b for a, b in pairs]),
        (minus(one, other), [a - b for a, b in pairs]),
        (times(one, other), [a * b for a, b in pairs]),
    ):
        assert found == (min(values), max(values))
    low, high = over(one, other)
    quotients = [a / b for a, b in pairs if b]
    assert all(low <= each <= high for each in quotients)
    if not other[0] <= 0 <= other[1]:
        assert (low, high) == (min(quotients), max(quotients))


def test_a_divisor_on_both_sides_of_zero_says_nothing_and_one_that_ends_there_has_one_end() -> None:
    assert over((F(1), F(2)), (F(-1), F(1))) == (-inf, inf)
    assert over((F(1), F(2)), (F(0), F(0))) == (-inf, inf)
    assert over((F(1), F(2)), (F(0), F(4))) == (F(1, 4), inf)
    assert over((F(1), F(2)), (F(-4), F(0))) == (-inf, F(-1, 4))


def test_long_numbers_and_open_ends_go_together() -> None:
    long = F(10**400)
    assert plus((long, long), (F(0), inf)) == (long, inf)
    assert times((long, long), (F(0), inf)) == (F(0), inf)
    assert times((-long, long), (-inf, F(1))) == (-inf, inf)
    assert total([(F(1), F(2)), (F(3), inf)]) == (F(4), inf)
    assert total([]) == (F(0), F(0))
    assert scaled_by((F(1), F(3)), F(-2)) == (F(-6), F(-2))
