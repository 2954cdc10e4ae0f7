from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.agreement import agree, tiers

from asn_appraisal import Number, Policy

X = Number("x", low=-100, high=100)
Y = Number("y", low=-100, high=100)
UNITS = st.integers(-(10**4), 10**4).map(lambda units: f"{units / 100:.2f}")
RECORDS = st.lists(st.fixed_dictionaries({"x": UNITS, "y": UNITS}), min_size=1, max_size=6)
EDGES = [{"x": x, "y": y} for x in (-100, "-0.01", 0, "0.01", 60, "60.01", 100) for y in (-100, 0, "59.99", 60, 100)]


def scored(score) -> Policy:
    return Policy("coba", "Coba", score=score.rounded(2))


@settings(deadline=None, max_examples=15)
@given(RECORDS)
def test_the_four_operations_are_those_of_records(records):
    for score in (X + Y, X - Y / 3, X * Y, X / Y, 7 / X, (X - 3) / (Y * Y + 1) * 100, -X, X.against(Y, "lower")):
        agree(scored(score), records, sizes=(None,))


@pytest.mark.parametrize(
    "score", [X.capped(Y), X.floored(Y / 7), X.clamped(Y, 60), X.clamped(-Y, Y), (X / 3).clamped(20, 20)]
)
def test_limits_may_be_numbers_of_the_row_and_may_cross(score):
    agree(scored(score), EDGES)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.fractions(-90, 90, max_denominator=12), st.fractions(-9, 9, max_denominator=7)),
        min_size=2,
        max_size=5,
    ),
    RECORDS,
)
def test_a_broken_line_is_right_at_its_points_and_between(points, records):
    line = sorted(dict(points).items())
    if len(line) < 2:
        return
    stops = [{"x": f"{float(round(x + step, 2)):.2f}", "y": 0} for x, _ in line for step in (-1, 0, Fraction(1, 100))]
    agree(Policy("coba", "Coba", score=X.through(*line).rounded(3, "half_even")), [*records, *stops], sizes=(None,))


def test_a_broken_line_decides_nothing():
    plan = agree(scored(X.through((-50, 0), (0, 10), (50, 10), (80, 100))), EDGES)
    assert tiers(plan) == ["lattice"]


def test_a_number_out_of_its_range_refuses_its_row_alone():
    policy = scored((X * 2 - Y).within(-60, 60))
    records = [
        {"x": 30, "y": 0},
        {"x": "30.01", "y": 0},
        {"x": -30, "y": 0},
        {"x": "-30.01", "y": 0},
        {"x": 0, "y": 60},
    ]
    plan = agree(policy, records)
    assert [each.name for each in plan.program.operations].count("refuse") == 2


def test_proofs_are_about_the_part_that_they_stand_in():
    part = (X / 3).rounded(1).named("capaian")
    plan = agree(Policy("coba", "Coba", score=(part / 7).rounded(1).named("akhir")), EDGES)
    assert [proof.what for proof in plan.program.proofs] == ["capaian round(1)", "akhir round(1)"]
