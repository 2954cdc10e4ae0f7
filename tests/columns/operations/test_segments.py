from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.operations.alone import by_record, exact_run, exactly, in_floats, ratio, values_of

from asn_appraisal.columns.operations import Ratio, SegmentGreatest, SegmentLeast, SegmentSum, SegmentTally, Spread
from asn_appraisal.columns.operations.operation import ExactRun
from asn_appraisal.columns.operations.storage import NUMBER, SMALL

EXTREMES = ((SegmentLeast("", 0, "rows"), min), (SegmentGreatest("", 0, "rows"), max))
COUNTS = (2, 0, 1, 4, 0)


@given(st.lists(st.fractions(max_denominator=50), min_size=7, max_size=7))
def test_exact_rows_are_joined_within_their_record_alone(values):
    whole = [int(x * 50) for x in values]
    for read, rows in (
        (ratio(values), values),
        (Ratio(np.array(whole, object), 50), [Fraction(x, 50) for x in whole]),
    ):
        lists = by_record(rows, COUNTS)
        assert exactly(SegmentSum("", 0, "rows"), read, counts=COUNTS, size=5) == [sum(each) for each in lists]
        for operation, join in EXTREMES:
            assert exactly(operation, read, counts=COUNTS, size=5) == [join(each, default=0) for each in lists]
    mask = [x > 0 for x in values]
    wanted = [sum(each) for each in by_record(mask, COUNTS)]
    assert exactly(SegmentTally("", 0, "rows"), np.array(mask), counts=COUNTS, size=5) == wanted


@pytest.mark.parametrize("most", [2**63 // 4 - 1, 2**63 // 4, 2**62])
def test_sums_that_64_bits_might_not_hold_are_made_of_integers_of_any_size(most):
    values = [most, most, 1, *[most] * 4]
    run = exact_run([Ratio(np.array(values), 7)], COUNTS)
    run = evolve(run, left=np.zeros(5, bool))
    sums = SegmentSum("", 0, "rows").exactly(run)
    assert values_of(sums, 5) == [Fraction(sum(each), 7) for each in by_record(values, COUNTS)]
    assert sums.top.dtype == (np.int64 if 4 * most < 2**63 else object)
    for operation, join in EXTREMES:
        extremes = operation.exactly(run)
        assert extremes.top.dtype == np.int64
        wanted = [Fraction(join(each, default=0), 7) for each in by_record(values, COUNTS)]
        assert values_of(extremes, 5) == wanted


def test_a_sum_of_rows_with_one_long_denominator_grows_no_longer_than_it():
    # A total inside a row's formula, such as l.sum(y + l.sum(1 / (z + 1))), gives each row the same long denominator.
    # With their product as the denominator of the sum, one record of fifty rows took 44 s.
    one, other = 10**600 + 7, 3**1300
    bottoms = [one, one, other, one, *[other] * 50]
    read = Ratio(np.array(range(1, 55), object), np.array(bottoms, object))
    run = ExactRun({"": np.arange(3), "rows": np.arange(54)}, {"rows": np.array([4, 0, 50])}, np.zeros(3, bool))
    run.slots[0] = read
    found = SegmentSum("", 0, "rows").exactly(run)
    rows = [Fraction(top, bottom) for top, bottom in zip(range(1, 55), bottoms, strict=True)]
    wanted = [sum(each, Fraction(0)) for each in by_record(rows, (4, 0, 50))]
    assert [Fraction(*each) for each in zip(found.top, found.bottom, strict=True)] == wanted
    assert found.bottom.tolist() == [one * other, 1, other]


@pytest.mark.parametrize(
    "counts", [(3, 3, 3), (1, 1), (0, 4, 0, 1, 0), (0, 0), (2, 5, 1), (17, 17), (16,) * 3, (300, 2), ()]
)
@pytest.mark.parametrize("stored", [np.float64, np.int8, np.bool_])
def test_rows_are_joined_within_their_record_alone(counts, stored):
    values = np.array([(7 * at) % 101 for at in range(sum(counts))], stored)
    lists = by_record(values.astype(int).tolist(), counts)
    how = {"counts": counts, "size": len(counts)}
    kind = NUMBER if stored is np.float64 else SMALL
    assert in_floats(SegmentSum("", 0, "rows", kind), values, **how).tolist() == [sum(each) for each in lists]
    if stored is np.float64:
        for operation, join in EXTREMES:
            assert in_floats(operation, values, **how).tolist() == [join(each, default=0) for each in lists]
    if stored is np.bool_:
        assert in_floats(SegmentTally("", 0, "rows"), values, **how).tolist() == [sum(each) for each in lists]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_a_value_of_the_record_is_one_of_each_of_its_rows(counts):
    operation, values, size = Spread("rows", 0, NUMBER), [Fraction(at, 2) for at in range(len(counts))], sum(counts)
    wanted = [at / 2 for at, count in enumerate(counts) for _ in range(count)]
    assert in_floats(operation, np.array(values, float), counts=counts, size=size).tolist() == wanted
    assert exactly(operation, ratio(values), counts=counts, size=size) == wanted
