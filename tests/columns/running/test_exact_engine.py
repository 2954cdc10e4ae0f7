"""The same program in integers of any size."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.agreement import agree, planned

from asn_appraisal import Bands, Items, Number, Policy
from asn_appraisal.columns.running.exact_engine import run_exactly
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
