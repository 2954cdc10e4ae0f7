"""The same program in whole numbers: in 64 bits, and of any size."""

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.agreement import agree, appraised, planned

from asn_appraisal import Bands, Items, Mean, Number, Policy
from asn_appraisal.columns.operations import Ratio
from asn_appraisal.columns.records import read_records
from asn_appraisal.columns.running.blocks import Data
from asn_appraisal.columns.running.exact_engine import Found, run_exactly, run_in_64_bits
from asn_appraisal.columns.tables import plan_of
from asn_appraisal.errors import PlanError
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy


@settings(deadline=None, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_random_policies_give_in_integers_what_they_give_in_float64(random):
    policy = random_policy(random)
    agree(policy, [random_edge_record(policy, random) for _ in range(4)], sizes=(None,), refusing_more=True)


def test_some_records_alone_are_worked_out_by_their_places():
    x, p = Number("x", low=-9, high=9), Number("p", low=0, high=9)
    rows = Items("rows", [p], at_least=0)
    score = x / 7 + rows.sum(p) / 3
    policy = Policy("coba", "Coba", score=score.rounded(2), band=score.rated(Bands(("a", ">= 1"), ("b", None))))
    records = [{"x": at - 5, "rows": [{"p": at}] * (at % 3)} for at in range(9)]
    plan, inputs = planned(policy, records)
    for places in ([0], [8, 3], [2, 5, 7], []):
        found = run_exactly(plan, inputs.data, np.array(places, int))
        alone = [policy.appraise(records[at]) for at in places]
        assert [Fraction(units, 100) for units in found.numbers(plan.score).tolist()] == [
            Fraction(one.score) for one in alone
        ]
        keys = [level.key for level in policy.band.levels]
        assert [keys[code] for code in found.plain(plan.band)] == [one.band.key for one in alone]


def test_a_refused_row_has_no_number_but_is_no_trouble():
    x = Number("x", low=-9, high=9)
    policy = Policy("coba", "Coba", score=(1 / x).rounded(2))
    plan, inputs = planned(policy, [{"x": 0}, {"x": 3}])
    found = run_exactly(plan, inputs.data, np.arange(2))
    assert found.refused.tolist() == [True, False]
    assert found.numbers(plan.score).tolist() == [0, 33]


@pytest.mark.parametrize("size", [10**18, 10**30])
def test_numbers_of_any_size_are_exact(size):
    x = Number("x", decimals=2)
    policy = Policy("coba", "Coba", score=(x / 3).rounded(2, "half_even"))
    assert agree(policy, [{"x": size}, {"x": size + 1}, {"x": -size}, {"x": "0.01"}]).program.exact


def test_whole_numbers_may_have_a_denominator_and_a_refused_row_has_none():
    found = Found({0: Ratio(np.array([6, 9, 7], object), 3)}, 3, np.array([False, False, True]))
    assert found.numbers(0).tolist() == [2, 3, 0]
    assert found.exactly(0) == [2, 3, Fraction(7, 3)]
    assert found.nearest(0).tolist() == [2.0, 3.0, 7 / 3]


X, Y = Number("x", low=0, high=100, optional=True), Number("y", low=0, high=100)
BOTH = Policy("coba", "Coba", score=Mean.of_given(X, Y).rounded(2))


def scores_of(policy, plan, data, rows):
    """The scores of some rows in integers, None for a refused one."""
    found = run_exactly(plan, data, np.array(rows))
    numbers = zip(found.numbers(plan.score).tolist(), found.refused.tolist(), strict=True)
    return [None if bad else Fraction(number, 10**policy.places) for number, bad in numbers]


def test_a_plan_that_was_made_for_gaps_serves_a_column_without_any():
    plan, _ = planned(BOTH, [{"x": None, "y": 0}, {"x": 0, "y": 100}, {"x": 100, "y": 1}])
    records = [{"x": 10, "y": 20}, {"x": 5, "y": 6}]
    _, inputs = planned(BOTH, records)
    assert ("", "x", "absent") not in inputs.data.columns
    assert scores_of(BOTH, plan, inputs.data, [0, 1]) == [one for one, _ in appraised(BOTH, records)]


def live(policy, x, y):
    return read_records(policy, {"x": np.array(x), "y": np.array(y)}).data(policy.outline, once=True)


@pytest.mark.parametrize("rows", [[0, 1, 2, 3, 4], [0, 3], [1], [4, 2]])
def test_floats_that_are_read_live_are_read_in_some_rows_alone(rows):
    inputs = live(BOTH, [1.0, math.nan, 2.5, 7.25, 8.0], [3.0, 4.0, 101.0, 1.0, 0.001])
    plan = plan_of(BOTH, inputs.bounds, inputs.rows)
    wanted = [Fraction(2), Fraction(4), None, Fraction("4.13"), None]
    assert scores_of(BOTH, plan, inputs.data, rows) == [wanted[row] for row in rows]


def test_a_live_column_that_the_program_does_not_read_is_read_for_its_faults():
    inputs = live(BOTH, [1.0, 0.001, math.nan], [3.0, 4.0, 5.0])
    alone = Policy("coba", "Coba", score=(Y / 3).rounded(2))
    plan = plan_of(alone, {("", "y"): inputs.bounds["", "y"]}, {})
    assert scores_of(alone, plan, inputs.data, [0, 1, 2]) == [Fraction(1), None, Fraction("1.67")]


def test_a_record_that_was_refused_before_stays_refused():
    plan, inputs = planned(BOTH, [{"x": 1, "y": 2}, {"x": 3, "y": 4}])
    data = Data(2, inputs.data.columns, refused=np.array([False, True]))
    assert scores_of(BOTH, plan, data, [1, 0]) == [None, Fraction("1.5")]


def test_in_64_bits_a_quotient_over_another_denominator_is_left_to_integers_of_any_size():
    x, y = Number("x", low=0, high=1000), Number("y", low=1, high=1000)
    policy = Policy("coba", "Coba", score=(100 * x / y).rounded(2))
    records = [{"x": 1, "y": 8}, {"x": 1, "y": 9}, {"x": 1, "y": 17}, {"x": 34, "y": 17}, {"x": 0, "y": 991}]
    plan, inputs = planned(policy, records)
    found, left = run_in_64_bits(plan, inputs.data, np.arange(5))
    assert left.tolist() == [False, False, True, False, False]
    numbers = found.numbers(plan.score)
    assert numbers.dtype == np.int64
    assert numbers[~left].tolist() == [1250, 1111, 20000, 0]


def test_in_64_bits_the_rows_of_lists_leave_their_record_and_a_mean_over_few_rows_is_never_left():
    p, q = Number("p", low=1, high=1000, decimals=0), Number("q", low=0, high=1000, decimals=0)
    rows = Items("rows", [p, q], at_least=0)
    policy = Policy("coba", "Coba", score=rows.mean(q / p).or_else(0).rounded(2))
    lists = [[(8, 1)], [(8, 1), (17, 1)], [], [(17, 34), (3, 1), (7, 2)], [(5, n) for n in range(7)]]
    records = [{"rows": [{"p": p, "q": q} for p, q in pairs]} for pairs in lists]
    plan, inputs = planned(policy, records)
    found, left = run_in_64_bits(plan, inputs.data, np.arange(5))
    assert left.tolist() == [False, True, False, False, False]
    numbers = found.numbers(plan.score)
    assert numbers.dtype == np.int64
    wanted = [13, None, 0, 87, 60]
    assert [number for number, gone in zip(numbers.tolist(), left, strict=True) if not gone] == [
        each for each in wanted if each is not None
    ]


def test_numbers_that_64_bits_might_not_hold_are_in_integers_of_any_size_in_the_same_run():
    x = Number("x", low=0, high=10**18)
    policy = Policy("coba", "Coba", score=(x * x).rounded(0))
    plan, inputs = planned(policy, [{"x": 10**18}, {"x": 3}])
    found, left = run_in_64_bits(plan, inputs.data, np.arange(2))
    assert not left.any()
    assert found.numbers(plan.score).tolist() == [10**36, 9]


def test_a_fact_that_does_not_hold_is_seen_in_64_bits_too():
    plan, _ = planned(BOTH, [{"x": 1, "y": 2}, {"x": 3, "y": 4}])
    _, inputs = planned(BOTH, [{"x": 1, "y": 99}, {"x": 3, "y": 4}])
    with pytest.raises(PlanError, match="ASN") as caught:
        run_in_64_bits(plan, inputs.data, np.arange(2))
    assert "record.y" in str(caught.value)


def test_random_policies_are_mostly_decided_in_64_bits():
    random = Random(64)  # noqa: S311
    rows, left_rows, narrow = 0, 0, 0
    for _ in range(60):
        policy = random_policy(random)
        plan, inputs = planned(policy, [random_edge_record(policy, random) for _ in range(8)])
        found, left = run_in_64_bits(plan, inputs.data, np.arange(8))
        rows, left_rows = rows + 8, left_rows + int(left.sum())
        narrow += plan.score is not None and found.numbers(plan.score).dtype == np.int64
    assert rows * 0.02 < left_rows < rows * 0.7  # both ways are drawn
    assert narrow > 20
