"""What a plan rests on is checked in each row that is worked out exactly."""

from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from tests.columns.agreement import planned
from tests.columns.operations.alone import ratio

import asn_appraisal as asn
from asn_appraisal import Bands, Items, Number, Policy
from asn_appraisal.columns.compiling import decisions
from asn_appraisal.columns.compiling.programs import Claim
from asn_appraisal.columns.operations import Ratio
from asn_appraisal.columns.running import claims
from asn_appraisal.columns.running.blocks import Data
from asn_appraisal.columns.running.exact_engine import run_exactly
from asn_appraisal.columns.running.float_engine import every_row_checked, run
from asn_appraisal.errors import PlanError

NILAI = Number("nilai", low=0, high=100)
HADIR, HARI = Number("hadir", low=0, high=31, decimals=0), Number("hari", low=1, high=31, decimals=0)
BANDS = Bands(("istimewa", ">= 110"), ("baik", ">= 76"), ("kurang", None))


def exactly(plan, data):
    return run_exactly(plan, data, np.arange(data.count))


# --- facts that do not hold -------------------------------------------------------------------------------------------


def test_the_old_least_magnitude_of_a_divisor_is_refused_and_never_answered(monkeypatch):
    # A quotient was once taken to be at least 1 from 0, as a whole number is.
    def as_if_whole(builder, below, table, absent):
        found, _ = kept(builder, below, table, absent)
        builder.program.claim(found, Fraction(1))
        return found, Fraction(1)

    kept = decisions._apart_from_zero
    monkeypatch.setattr(decisions, "_apart_from_zero", as_if_whole)
    policy = Policy("p", "P", score=(NILAI / (HADIR / HARI)).rounded(2), band=BANDS)
    with pytest.raises(PlanError, match="ASN453"):
        asn.appraise_table(policy, {"nilai": [80.0], "hadir": [10.0], "hari": [20.0]})


@pytest.mark.parametrize(
    "wrong",
    [
        lambda claim: evolve(claim, high=claim.high - 1),
        lambda claim: evolve(claim, low=claim.low + 1),
        lambda claim: evolve(claim, apart=Fraction(1)),
        lambda claim: evolve(claim, grid=1, divisor=None),
        lambda claim: evolve(claim, most=claim.most - 1),
    ],
    ids=["too high", "too low", "too close to zero", "off the grid", "by a greater divisor"],
)
def test_a_claim_that_one_row_breaks_is_found(wrong):
    x, y = Number("x", low=0, high=50), Number("y", low=1, high=7)
    policy = Policy("p", "P", score=((x / y) * (x / y)).rounded(1))
    plan, inputs = planned(policy, [{"x": 0, "y": 1}, {"x": 50, "y": 1}, {"x": 50, "y": 7}])
    exactly(plan, inputs.data)
    divisions = [operation.out for operation in plan.program.operations if operation.name == "divide"]
    (claim,) = plan.program.claims[divisions[0]]
    plan.program.claims[divisions[0]] = {wrong(claim)}
    with pytest.raises(PlanError, match=f"slot {divisions[0]}"):
        exactly(plan, inputs.data)


def test_a_column_beyond_the_bounds_of_the_plan_is_found_also_where_it_was_taken_for_a_constant():
    policy = Policy("p", "P", score=(NILAI + HADIR).rounded(1))
    plan, _ = planned(policy, [{"nilai": 10, "hadir": 5}, {"nilai": 20, "hadir": 5}])
    for records in ([{"nilai": 21, "hadir": 5}], [{"nilai": 15, "hadir": 6}]):
        _, inputs = planned(policy, records)
        with pytest.raises(PlanError, match=r"record\."):
            exactly(plan, inputs.data)


def test_a_list_with_more_rows_than_the_plan_was_made_for_is_found():
    rows = Items("rows", [NILAI], at_least=0)
    policy = Policy("p", "P", score=rows.sum(NILAI))
    plan, _ = planned(policy, [{"rows": [{"nilai": 1}]}])
    _, inputs = planned(policy, [{"rows": [{"nilai": 1}, {"nilai": 1}]}])
    with pytest.raises(PlanError, match="count of rows"):
        exactly(plan, inputs.data)


def test_a_list_with_fewer_rows_than_the_plan_was_made_for_is_found():
    rows = Items("rows", [NILAI], at_least=0)
    policy = Policy("p", "P", score=rows.sum(NILAI))
    plan, _ = planned(policy, [{"rows": [{"nilai": 1}, {"nilai": 1}]}])
    _, inputs = planned(policy, [{"rows": [{"nilai": 1}]}])
    with pytest.raises(PlanError, match="count of rows"):
        exactly(plan, inputs.data)


def test_a_gap_is_found_only_where_the_plan_was_made_for_none():
    x = Number("x", low=0, high=100, optional=True)
    policy = Policy("p", "P", score=asn.Mean.of_given(x, NILAI).rounded(1))
    gaps = [{"x": None, "nilai": 10}, {"x": 3, "nilai": 20}]
    plan, inputs = planned(policy, gaps)
    exactly(plan, inputs.data)
    plan, _ = planned(policy, [{"x": 3, "nilai": 10}, {"x": 9, "nilai": 20}])
    with pytest.raises(PlanError, match=r"record\.x"):
        exactly(plan, inputs.data)


def test_the_rows_of_a_refused_record_may_hold_anything_and_those_of_others_may_not():
    rows = Items("rows", [NILAI])
    policy = Policy("p", "P", score=(rows.sum(NILAI) / HADIR).rounded(2))
    plan, _ = planned(policy, [{"rows": [{"nilai": n}, {"nilai": 5}], "hadir": h} for n, h in ((1, 0), (9, 2))])
    refused, kept = ([{"nilai": n}, {"nilai": 5}] for n in (90, 8))
    _, inputs = planned(policy, [{"rows": refused, "hadir": 0}, {"rows": kept, "hadir": 2}])
    exactly(plan, inputs.data)
    _, inputs = planned(policy, [{"rows": kept, "hadir": 0}, {"rows": refused, "hadir": 2}])
    with pytest.raises(PlanError, match=r"rows\.nilai"):
        exactly(plan, inputs.data)


def test_a_refused_row_may_hold_anything():
    policy = Policy("p", "P", score=(NILAI / HADIR).rounded(2))
    plan, inputs = planned(policy, [{"nilai": 80, "hadir": 0}, {"nilai": 80, "hadir": 2}])
    (claim,) = [each for claims in plan.program.claims.values() for each in claims if each.divisor is not None]
    assert exactly(plan, inputs.data).refused.tolist() == [True, False]
    slot = next(slot for slot, claims in plan.program.claims.items() if claim in claims)
    plan.program.claims[slot] = {evolve(claim, low=Fraction(1, 2), high=Fraction(1, 2))}
    exactly(plan, inputs.data)  # 1 / 2 in the row that counts, 1 / 1 in the refused one


def test_the_message_holds_no_value_of_a_record():
    policy = Policy("p", "P", score=(NILAI * 1).rounded(0))
    plan, inputs = planned(policy, [{"nilai": "81.37"}, {"nilai": 3}])
    plan.program.claims[0] = {Claim(Fraction(0), Fraction(1), 1, None, 1)}
    with pytest.raises(PlanError) as found:
        exactly(plan, inputs.data)
    assert "8137" not in str(found.value)
    assert "81.37" not in str(found.value)


def test_every_row_is_checked_only_where_that_is_asked_for():
    policy = Policy("p", "P", score=(NILAI * 3).rounded(0))
    plan, inputs = planned(policy, [{"nilai": 1}, {"nilai": 2}])
    (slot,) = plan.program.loads.values()
    plan.program.claims[slot] = {Claim(Fraction(0), Fraction(1), 1, None, 1)}
    with every_row_checked(on=False):
        assert run(plan, inputs.data).score.tolist() == [3.0, 6.0]
    with every_row_checked(), pytest.raises(PlanError):
        run(plan, inputs.data)


# --- what a claim says, a second time in fractions

PARTS = st.fractions(-9, 9, max_denominator=6)
THIRDS = st.integers(-27, 27).map(lambda a: Fraction(a, 3))


def both_ways(values: list[Fraction], below: int) -> list[Ratio]:
    """Numbers with a denominator each, and with one for all."""
    return [ratio(values), Ratio(np.array([int(value * below) for value in values], object), below)]


@given(st.lists(THIRDS, min_size=1, max_size=4), THIRDS, THIRDS, st.sampled_from(["0", "1/3", "1", "2/3"]))
@example([Fraction(-1)], Fraction(0), Fraction(5), "0")
@example([Fraction(7, 3), Fraction(2)], Fraction(2), Fraction(7, 3), "2")
@example([Fraction(-7, 3), Fraction(-2)], Fraction(-7, 3), Fraction(-2), "2")
@example([Fraction(1, 3)], Fraction(0), Fraction(1), "2/3")
@example([Fraction(1, 3)], Fraction(0), Fraction(1), "1/2")
@example([Fraction(1, 3), Fraction(2)], Fraction(0), Fraction(2), "1/3")
@example([Fraction(3), Fraction(7, 3)], Fraction(0), Fraction(8, 3), "0")
@example([Fraction(-3), Fraction(-7, 3)], Fraction(-8, 3), Fraction(0), "0")
def test_numbers_are_within_a_claim_where_each_fraction_is(values, low, high, apart):
    claim = Claim(low, high, None, None, 1, Fraction(apart))
    wanted = all(low <= value <= high and abs(value) >= Fraction(apart) for value in values)
    assert [claims._within(found, claim) for found in both_ways(values, 3)] == [wanted] * 2


@given(
    st.lists(st.tuples(PARTS, st.integers(-6, 6)), min_size=1, max_size=4),
    st.integers(1, 6),
    st.integers(0, 7),
    st.sampled_from([0, 0, 0, Fraction(1, 2)]),
)
@example([(Fraction(1, 4), 2), (Fraction(1, 6), 3)], 2, 3, 0)
@example([(Fraction(1, 4), 2), (Fraction(1, 6), 3)], 2, 2, 0)
@example([(Fraction(1, 4), 2), (Fraction(1, 5), 3)], 2, 3, 0)
@example([(Fraction(1, 4), 2)], 2, 3, Fraction(1, 2))
def test_numbers_are_on_the_grid_of_a_claim_where_each_fraction_is(pairs, grid, most, beside):
    values, divisors = [value for value, _ in pairs], [divisor + Fraction(beside) for _, divisor in pairs]
    everywhere = np.ones(len(pairs), bool)
    alone = all((value * grid).denominator == 1 for value in values)
    by_row = all(
        divisor.denominator == 1 and abs(divisor) <= most and (value * grid * divisor).denominator == 1
        for value, divisor in zip(values, divisors, strict=True)
    )
    for found in both_ways(values, 60):
        claim = Claim(Fraction(-9), Fraction(9), grid, None, 1)
        assert claims._on_grid(found, claim, {}, everywhere) == alone
        for divisor in both_ways(divisors, 2):
            claim = Claim(Fraction(-9), Fraction(9), grid, 7, most)
            assert claims._on_grid(found, claim, {7: divisor}, everywhere) == by_row
            assert claims._on_grid(found, claim, {}, everywhere)  # a divisor that nothing needed


def test_no_row_breaks_nothing():
    policy = Policy("p", "P", score=(NILAI / HARI).rounded(2))
    plan, _ = planned(policy, [{"nilai": 1, "hari": 3}])
    empty = {place: np.zeros(0, np.int8) for place in plan.program.loads}
    assert exactly(plan, Data(0, empty)).count == 0


def test_a_record_that_is_refused_as_it_is_read_is_held_against_nothing():
    # Its list cannot be read: the mean over it is no number, so that its rounding in floats puts no row in doubt.
    part, days = Number("p", low=0, high=1), Number("hadir", low=1, high=31, decimals=0)
    rows = Items("rows", [part])
    score = asn.Greatest((NILAI / HARI) / (days / 3 / HARI), rows.mean(part)).rounded(1, "up")
    policy = Policy("p", "P", score=score)
    records = [{"nilai": n, "hari": d, "hadir": h} for n in (30, 60, 90) for d in (3, 7, 11, 29) for h in (1, 3, 9, 10)]
    scores = asn.appraise_table(policy, [{**record, "rows": "teks"} for record in records], on_error="quarantine")
    assert scores.rejected.all()
    good = [{**record, "rows": [{"p": "0.01"}]} for record in records]
    assert asn.appraise_table(policy, good).score.tolist() == [float(policy.appraise(each).score) for each in good]
