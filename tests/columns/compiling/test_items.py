import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.columns.agreement import REFUSED, agree, appraised, tiers
from tests.watch import ends

import asn_appraisal as asn
from asn_appraisal import Flag, Items, Number, Policy, When

P = Number("p", low=-100, high=100)
Q = Number("q", low=0, high=100)
X = Number("x", low=-100, high=100)
ROWS = Items("rows", [P, Q], at_least=0)
SOME = ROWS.where(P >= 0)

LISTS = st.lists(
    st.lists(
        st.fixed_dictionaries({"p": st.integers(-100, 100), "q": st.sampled_from([0, 1, "0.01", 50, 100])}), max_size=5
    ),
    min_size=1,
    max_size=5,
)
EDGES = [
    [],
    [{"p": 0, "q": 0}],
    [{"p": -1, "q": 100}],
    [{"p": "-0.01", "q": "0.01"}, {"p": 0, "q": 0}, {"p": "0.01", "q": 100}],
    [{"p": 100, "q": 100}] * 17,
    [{"p": -100, "q": 3}] * 16,
    [],
]
FORMULAS = {
    "a count": ROWS.count() * 7 + ROWS.count(P > 0),
    "a sum": ROWS.sum(P / 3),
    "a sum of some": SOME.sum(P * Q / 7),
    "a sum of constants": ROWS.sum(3) + SOME.sum("0.5"),
    "a mean": ROWS.mean(P / 3 + 1).or_else(-5),
    "a mean of some": SOME.mean(P / 3).or_else(-5),
    "a mean of constants": SOME.mean(3).or_else(-5),
    "the least": ROWS.least(P / 3).or_else(-5),
    "the greatest of some, turned": SOME.greatest(1 - P).or_else(-5),
    "the greatest, turned": ROWS.greatest(1 - P).or_else(-5),
    "the least, turned": ROWS.least(-P / 3).or_else(-5),
    "the least of some": SOME.least(P / (Q + 1)).or_else(-5),
    "a mean of quotients": ROWS.mean(P / (Q + 1)).or_else(-5),
    "a limited sum": ROWS.sum(P).clamped(-20, 20) / 3,
    "a product of means": ROWS.mean(P).or_else(2) * ROWS.mean(Q).or_else(3) / 7,
    "a rounded mean": ROWS.mean((P / 3).rounded(1, "half_even")).or_else(0),
    "beside the record": ROWS.mean(When(P > X, X / 3, P)).or_else(X),
    "by the count": ROWS.sum(P) / ROWS.count().floored(1),
    "within itself": ROWS.sum(When(ROWS.mean(P).or_else(0) < P, Q, 1)),
}


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("places", [0, 2])
def test_what_is_worked_out_over_rows_is_that_of_records(name, places):
    policy = Policy("coba", "Coba", score=FORMULAS[name].rounded(places))
    agree(policy, [{"x": 50, "rows": rows} for rows in EDGES], sizes=(None, 1, 3))
    agree(policy, [{"x": -1, "rows": rows[:1] * 3} for rows in EDGES if rows], sizes=(None,))
    agree(policy, [{"x": -1, "rows": []}, {"x": 1, "rows": []}], sizes=(None,))


@settings(deadline=None, max_examples=20)
@given(LISTS)
def test_what_is_worked_out_over_random_rows_is_that_of_records(lists):
    score = sum(FORMULAS.values(), start=ROWS.count() * 0)
    agree(Policy("coba", "Coba", score=score.rounded(2)), [{"x": 0, "rows": rows} for rows in lists], sizes=(None,))


@pytest.mark.parametrize("rows", [ROWS, SOME])
def test_weights_that_add_up_to_nothing_refuse_their_record_alone(rows):
    policy = Policy("coba", "Coba", score=rows.weighted(P / 3, by=Q).or_else(-5).rounded(3))
    records = [{"rows": rows} for rows in EDGES]
    agree(policy, records)
    assert appraised(policy, records).count(REFUSED) > 0


def test_weights_may_be_below_zero_and_cancel():
    policy = Policy("coba", "Coba", score=ROWS.weighted(Q, by=P).or_else(-5).rounded(3))
    agree(policy, [{"rows": [{"p": a, "q": 3}, {"p": b, "q": 7}]} for a in (-1, 1, 100) for b in (-100, -1, 0, 1)])


def test_a_mean_over_rows_is_on_a_grid_and_needs_no_row_set_aside():
    rows = Items("rows", [Number("p", low=0, high=100, decimals=0)])
    records = [{"rows": [{"p": (7 * at + count) % 101} for at in range(count)]} for count in (1, 8, 40, 3)]
    plan = agree(Policy("coba", "Coba", score=rows.mean(rows.fields[0]).rounded(2)), records)
    assert tiers(plan) == ["lattice"]
    assert "segment_tally" not in [each.name for each in plan.program.operations]


def test_a_fault_in_the_rows_of_a_branch_not_taken_refuses_nothing():
    flag = Flag("f")
    policy = Policy("coba", "Coba", score=When(flag, ROWS.sum(1 / Q), 7).rounded(2))
    rows = [{"p": 1, "q": 0}], [{"p": 1, "q": 3}]
    agree(policy, [{"f": flag, "rows": each} for flag in (True, False) for each in rows])


@pytest.mark.parametrize("score", [lambda p, q, rows: rows.sum(p / q), lambda p, q, rows: rows.weighted(p, by=1 / q)])
def test_a_sum_of_quotients_too_long_for_a_record_alone_is_refused_by_a_table_too(score):
    p, q = Number("p", low=0, high=9, decimals=0), Number("q", low=1, high=10**12, decimals=0)
    rows = Items("rows", [p, q])
    policy = Policy("coba", "Coba", score=score(p, q, rows).rounded(2))
    many = [{"p": 1, "q": 10**12 - at} for at in range(4000)]
    records = [{"rows": many}, {"rows": many[:50]}, {"rows": [{"p": 1, "q": 7}] * 4000}]
    scores = asn.appraise_table(policy, records, on_error="quarantine")
    assert {(fault.row, fault.code) for fault in scores.rejects} == {(0, "ASN426")}
    assert [scores.exact(row) for row in (1, 2)] == [policy.appraise(record).exact for record in records[1:]]


@pytest.mark.parametrize("rows", [3, 46, 47, 60])
def test_a_sum_over_a_total_of_quotients_too_long_for_a_record_alone_is_refused_by_a_table_too(rows):
    # The total has a divisor of 12 digits from each row, and each row divides by another number with all of them:
    # from 47 rows on more than 20,000 digits, where the table gave a score.
    y, z = Number("y", low=0, high=100, decimals=0), Number("z", low=0, high=10**12, decimals=0)
    items = Items("rows", [y, z])
    policy = Policy("coba", "Coba", score=items.sum(y / (items.sum(1 / (z + 1)) + z + 1)).rounded(2))
    record = {"rows": [{"y": at % 100, "z": 10**11 + 7919 * at * at + at} for at in range(rows)]}
    records = [record, {"rows": record["rows"][:2]}]
    scores = asn.appraise_table(policy, records, on_error="quarantine")
    results = [REFUSED if rows > 46 else (scores.exact(0), None), (scores.exact(1), None)]
    assert appraised(policy, records) == results
    assert {(fault.row, fault.code) for fault in scores.rejects} == ({(0, "ASN426")} if rows > 46 else set())


def test_a_record_of_two_thousand_rows_with_a_long_total_in_each_is_worked_out_at_once():
    # Alone it took 3 s, in a table 48 s: each row's value has the total's long denominator.
    y, z = Number("y", low=0, high=100, decimals=0), Number("z", low=0, high=10**12, decimals=0)
    items = Items("rows", [y, z])
    policy = Policy("coba", "Coba", score=items.sum(items.sum(y + z + items.sum(1 / (z + 1))) + y).rounded(2))
    record = {"rows": [{"y": at % 100, "z": 7919 * at * at + at} for at in range(2000)]}
    with ends():
        scores = asn.appraise_table(policy, [record])
    assert scores.exact(0) == policy.appraise(record).exact
