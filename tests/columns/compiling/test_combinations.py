from itertools import product

import pytest
from tests.columns.agreement import REFUSED, agree, appraised

from asn_appraisal import Greatest, Least, Mean, Number, Policy, Sum, Weighted

PARTS = [Number(key, low=-50, high=100, optional=True) for key in "xyz"]
VALUES = (None, -50, "0.01", 100)
RECORDS = [dict(zip("xyz", values, strict=True)) for values in product(VALUES, repeat=3)]
FULL = [record for record in RECORDS if None not in record.values()]
WEIGHTS = ("33.4", 50, "16.6")


def scored(score) -> Policy:
    return Policy("coba", "Coba", score=score.rounded(4, "half_even"))


@pytest.mark.parametrize("kind", [Sum, Mean, Least, Greatest])
@pytest.mark.parametrize("at_least", [1, 2, 3])
def test_a_combination_of_the_parts_given_is_that_of_records(kind, at_least):
    policy = scored(kind.of_given(*PARTS, at_least=at_least))
    agree(policy, RECORDS, sizes=(None,))
    few = sum(list(record.values()).count(None) > 3 - at_least for record in RECORDS)
    assert appraised(policy, RECORDS).count(REFUSED) == few > 0


@pytest.mark.parametrize("at_least", [1, 2, 3])
def test_weights_are_shared_anew_among_the_parts_given(at_least):
    pairs = zip(WEIGHTS, PARTS, strict=True)
    agree(scored(Weighted.of_given(*pairs, at_least=at_least)), RECORDS, sizes=(None,))


@pytest.mark.parametrize("kind", [Sum, Mean, Least, Greatest])
def test_a_combination_of_parts_that_are_all_there_asks_for_none(kind):
    parts = [part.required / 3 for part in PARTS]
    agree(scored(kind(*parts)), RECORDS)
    plan = agree(scored(kind.of_given(*parts)), FULL)
    assert "tally" not in [each.name for each in plan.program.operations]


def test_a_weighted_sum_is_one_operation():
    parts = [Number(key, low=0, high=100) for key in "xyz"]
    plan = agree(
        scored(Weighted(*zip(WEIGHTS, parts, strict=True))), [{"x": 1, "y": 0, "z": 3}, {"x": 100, "y": 7, "z": 5}]
    )
    assert [each.name for each in plan.program.needed(plan.results)].count("linear") == 1


def test_the_least_and_the_greatest_keep_a_part_that_stands_at_the_end_of_its_range():
    for kind, value in ((Least, 100), (Greatest, -50)):
        agree(scored(kind.of_given(*PARTS)), [{"x": value, "y": None, "z": None}, {"x": None, "y": 1, "z": 2}])


def test_parts_absent_in_all_rows_leave_the_others():
    for kind in (Sum, Mean, Least, Greatest):
        agree(scored(kind.of_given(*PARTS)), [{"x": 1, "z": None}, {"x": 100}])
    agree(scored(Weighted.of_given(*zip(WEIGHTS, PARTS, strict=True))), [{"x": 1}, {"x": 100}])
