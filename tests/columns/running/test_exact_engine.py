"""The same program in integers of any size."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.agreement import agree, appraised, planned

from asn_appraisal import Bands, Items, Mean, Number, Policy
from asn_appraisal.columns.operations import Ratio
from asn_appraisal.columns.records import read_records
from asn_appraisal.columns.running.blocks import Data
from asn_appraisal.columns.running.exact_engine import Found, run_exactly
from asn_appraisal.columns.tables import plan_of
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
        assert [Fraction(units, 100) for units in found.numbers(plan.score)] == [Fraction(one.score) for one in alone]
        keys = [level.key for level in policy.band.levels]
        assert [keys[code] for code in found.plain(plan.band)] == [one.band.key for one in alone]


def test_a_refused_row_has_no_number_but_is_no_trouble():
    x = Number("x", low=-9, high=9)
    policy = Policy("coba", "Coba", score=(1 / x).rounded(2))
    plan, inputs = planned(policy, [{"x": 0}, {"x": 3}])
    found = run_exactly(plan, inputs.data, np.arange(2))
    assert found.refused.tolist() == [True, False]
    assert found.numbers(plan.score) == [0, 33]


@pytest.mark.parametrize("size", [10**18, 10**30])
def test_numbers_of_any_size_are_exact(size):
    x = Number("x", decimals=2)
    policy = Policy("coba", "Coba", score=(x / 3).rounded(2, "half_even"))
    assert agree(policy, [{"x": size}, {"x": size + 1}, {"x": -size}, {"x": "0.01"}]).program.exact


def test_whole_numbers_may_have_a_denominator_and_a_refused_row_has_none():
    found = Found({0: Ratio(np.array([6, 9, 7], object), 3)}, 3, np.array([False, False, True]))
    assert found.numbers(0) == [2, 3, 0]
    assert found.exactly(0) == [2, 3, Fraction(7, 3)]
    assert found.nearest(0) == [2.0, 3.0, 7 / 3]


X, Y = Number("x", low=0, high=100, optional=True), Number("y", low=0, high=100)
BOTH = Policy("coba", "Coba", score=Mean.of_given(X, Y).rounded(2))


def scores_of(policy, plan, data, rows):
    """The scores of some rows in integers, None for a refused one."""
    found = run_exactly(plan, data, np.array(rows))
    numbers = zip(found.numbers(plan.score), found.refused.tolist(), strict=True)
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
