from fractions import Fraction
from math import floor

import duckdb
import polars as pl
import pytest

from asn_appraisal import Check, Items, Number, Policy
from asn_appraisal.exports.certified import certified
from asn_appraisal.exports.outcomes import OUTCOMES, outcomes
from asn_appraisal.exports.polars import to_struct
from asn_appraisal.exports.program_columns import engine
from asn_appraisal.exports.sql import to_sql
from asn_appraisal.rounding import rounded

X, Y = Number("x", low=0, high=9), Number("y", low=0, high=9)
REFUSED, UNDECIDED = (None, None, False, True), (None, None, True, False)


def outcome(policy, frame, **about):
    return pl.DataFrame(frame).select(to_struct(policy, **about)).unnest("outcome").rows()


def test_each_outcome_has_a_column_and_nothing_is_carried_for_none():
    found = outcomes(certified(Policy("p", "P", score=X)), engine("polars"))
    assert {*found.slots} == {*OUTCOMES}
    assert {*found.slots.values()} <= {*found.layout.columns}


def test_a_broken_check_and_a_division_by_zero_refuse_the_record():
    policy = Policy("p", "P", score=(X / Y).rounded(2), checks=[Check(X <= Y, "x > y")])
    frame = {"x": [1.0, 2.0, 0.0], "y": [2.0, 1.0, 0.0]}
    assert outcome(policy, frame) == [(0.5, None, False, False), REFUSED, REFUSED]


def test_a_fault_that_rests_on_what_lies_beyond_the_bounds_is_none_yet():
    policy = Policy("p", "P", score=X, checks=[Check(X <= Y, "x > y")])
    frame = {"x": [5.0, 5.0, 1.0], "y": [9.0, 4.0, 0.0]}
    assert outcome(policy, frame, bounds={"x": (0, 1)}) == [UNDECIDED, UNDECIDED, REFUSED]


def test_values_that_only_seem_to_repeat_beyond_the_bounds_refuse_nothing():
    rows = Items("isi", (X,), unique="x")
    policy = Policy("p", "P", score=rows.sum(X))
    frame = {"isi": [[{"x": 3.0}, {"x": 4.0}], [{"x": 1.0}, {"x": 1.0}], [{"x": 1.0}, {"x": 2.0}]]}
    assert outcome(policy, frame, bounds={"isi.x": (0, 2)}) == [UNDECIDED, REFUSED, (3.0, None, False, False)]


def test_a_total_that_only_some_rows_need_refuses_no_record_by_itself():
    weight = Number("bobot", low=0, high=3)
    rows = Items("isi", (X, weight))
    whole = rows.weighted(X, by=weight)
    policy = Policy("p", "P", score=rows.where(X >= 5).sum(whole).rounded(2))
    frame = {"isi": [[{"x": 1.0, "bobot": 0.0}], [{"x": 6.0, "bobot": 0.0}], [{"x": 6.0, "bobot": 1.0}]]}
    connection = duckdb.connect()
    connection.execute("CREATE TABLE isi (id INTEGER, x DOUBLE, bobot DOUBLE)")
    for at, record in enumerate(frame["isi"]):
        connection.executemany("INSERT INTO isi VALUES (?, ?, ?)", [[at, row["x"], row["bobot"]] for row in record])
    found = sorted(connection.execute(to_sql(policy, key="id")).fetchall())
    assert [row[1:] for row in found] == [UNDECIDED, UNDECIDED, (6.0, None, False, False)]
    assert policy.appraise({"isi": frame["isi"][0]}).score == 0


FACTORS = ("0.07", "0.15", "0.29", "0.35", "0.57", "1.15", "0.0855", "1.005")


@pytest.mark.parametrize("mode", ["half_up", "half_even", "up", "down"])
@pytest.mark.parametrize("factor", FACTORS)
def test_all_ties_are_rounded_right_though_floats_miss_some(factor, mode):
    wide = Number("x", low=0, high=999)
    policy = Policy("p", "P", score=(wide * factor).rounded(2, mode))
    units = [*range(0, 99_901, 5)]
    found = [row[0] for row in outcome(policy, {"x": [each / 100 for each in units]})]
    assert found == [float(rounded(Fraction(each, 100) * Fraction(factor), 2, mode)) for each in units]


def test_floats_do_miss_some_of_these_ties():
    missed = 0
    for factor in FACTORS:
        for each in range(0, 99_901, 5):
            missed += floor(each * float(factor) + 0.5) != rounded(each * Fraction(factor), 0)
    assert missed > 10
