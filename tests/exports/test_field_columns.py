import math
from random import Random

import polars as pl
import pytest

from asn_appraisal import Number, Policy, appraise_table
from asn_appraisal.exports.polars import to_struct


def compared(field, values, **about):
    """The outcome of each value, and what appraise_table makes of it."""
    policy = Policy("p", "P", score=field + 0)
    found = pl.DataFrame({"x": values}).select(to_struct(policy, **about)).unnest("outcome")
    scores = appraise_table(policy, {"x": values}, on_error="quarantine")
    right = [None if bad else value for value, bad in zip(scores.score.tolist(), scores.rejected.tolist(), strict=True)]
    return found["score"].to_list(), right, found["undecided"].to_list()


@pytest.mark.parametrize("decimals", [0, 1, 2, 4, 6])
def test_floats_near_decimals_are_read_as_by_appraise_table(decimals):
    random, unit, values = Random(decimals), 10.0**-decimals, []  # noqa: S311
    for _ in range(400):
        units = random.randrange(10 ** random.randrange(1, 11))
        near = units / 10**decimals
        values += [near, math.nextafter(near, math.inf), math.nextafter(near, -math.inf), near + unit * 0.9e-9]
        values += [
            near + unit * 1.2e-9,
            near + unit * units * 2.0**-51,
            near + unit * units * 2.0**-49.5,
            near + unit / 10,
        ]
    found, right, undecided = compared(Number("x", low=0, high=10**7, decimals=decimals), values)
    assert found == right
    assert not any(undecided)


def test_the_ends_of_the_range_belong_to_it_and_the_next_unit_does_not():
    values = [0.0, 9.0, -0.01, 9.01, math.nextafter(9.0, 10), math.nextafter(0.0, -1), 9.009, -1e300, 1e300]
    found, right, undecided = compared(Number("x", low=0, high=9), values)
    assert found == right == [0.0, 9.0, None, None, 9.0, 0.0, None, None, None]
    assert not any(undecided)


def test_beyond_the_ends_of_the_plan_alone_a_row_is_undecided():
    values = [1.0, 2.0, 0.99, 2.01, 9.0, 9.01, 5.555]
    found, _, undecided = compared(Number("x", low=0, high=9), values, bounds={"x": (1, 2)})
    assert found == [1.0, 2.0, *[None] * 5]
    assert undecided == [False, False, *[True] * 5]
