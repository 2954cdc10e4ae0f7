"""The interval in which the first rows keep their order, against ranking the table again with the number moved."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

import asn_appraisal as asn
from asn_appraisal import Number, Policy, Weighted
from asn_appraisal.questions.sensitivities.moved_numbers import moved_numbers
from asn_appraisal.questions.sensitivities.steady_intervals import End, Population, Steady
from asn_appraisal.questions.sensitivities.steady_ranks import Order

A, B = Number("a", low=0, high=100), Number("b", low=0, high=100)
POLICY = Policy("p", "P", score=Weighted((60, A), (40, B)), reported=2)


def interval_of(first: int, table: dict[str, list[object]], policy: Policy = POLICY) -> tuple[Order, Steady]:
    order = Order(Population.of(policy, asn.read_records(policy, table)), first)
    return order, order.steady(moved_numbers(policy)[0])


def test_the_crossing_worked_out_by_hand_is_the_end() -> None:
    # at 60: 80, 72, 30; 100 w + 50 (1 - w) = 60 w + 90 (1 - w) at w = 1/2; 20 w + 45 (1 - w) stays behind
    _, found = interval_of(2, {"a": [100, 60, 20], "b": [50, 90, 45]})
    assert found == Steady(End(Fraction(50), included=False), End(Fraction("99.6"), limit=True))


def test_equal_scores_part_at_once() -> None:
    _, found = interval_of(1, {"a": [40, 60], "b": [60, 30]})  # 48 and 48
    assert found == Steady(End(Fraction(60)), End(Fraction(60)))


@pytest.mark.parametrize("first", [1, 5, 30])
def test_inside_the_order_stays_and_at_the_end_or_just_beyond_it_does_not(first: int) -> None:
    random = Random(first)  # noqa: S311
    table: dict[str, list[object]] = {key: [f"{random.randint(0, 1000) / 10}" for _ in range(30)] for key in "ab"}
    order, found = interval_of(first, table)
    number = moved_numbers(POLICY)[0]
    for end, side in ((found.low, -1), (found.high, 1)):
        for part in range(8):
            value = number.value + (end.value - number.value) * Fraction(part, 8)
            assert not len(order.changed(number, value)[0])
        if not end.limit:
            beyond = end.value + side * Fraction(1, 10**9) if end.included else end.value
            assert len(order.changed(number, beyond)[0])


def test_where_scores_are_rounded_ends_are_tried_and_say_so() -> None:
    rounded = Policy("p", "P", score=Weighted((60, A), (40, B)).rounded(1))
    _, found = interval_of(2, {"a": [100, 60, 20], "b": [50, 90, 45]}, rounded)
    assert found.low.resolution is not None
    assert abs(found.low.value - 50) < Fraction(1, 5)


def test_a_number_that_the_score_is_not_made_of_moves_no_rank() -> None:
    policy = Policy("p", "P", score=A, band=asn.Bands(("x", ">= 50"), ("y", None)))
    _, found = interval_of(1, {"a": [90, 20]}, policy)
    assert found == Steady(End(Fraction(25), limit=True), End(Fraction(75), limit=True))
