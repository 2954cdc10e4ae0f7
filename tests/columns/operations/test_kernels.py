from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.columns.compiling.programs import CODE, MASK, NUMBER, SHORT, SMALL, Operation
from asn_appraisal.columns.operations import exact_kernels, kernels, preparing
from asn_appraisal.columns.operations.kernels import TYPES, Block
from asn_appraisal.columns.operations.preparing import prepared
from asn_appraisal.rounding import MODES, rounded

WHOLE = st.integers(-(10**6), 10**6)
COLUMNS = st.lists(WHOLE, min_size=1, max_size=9)
HALF = Fraction(1, 2)


def block(counts=(), size: int = 0) -> Block:
    counts = np.array(counts, np.int64)
    starts = np.cumsum(counts) - counts
    marks = np.zeros((2, len(counts)), bool)
    longest = max(size, int(counts.sum()), len(counts), 1)
    kept = {"starts": {"rows": starts}, "counts": {"rows": counts}, "refused": marks[0], "doubted": marks[1]}
    scratch = {each.name for each in fields(Block)} - set(kept)
    # What a scratch array holds before is never to be seen in what is written.
    kept |= {name: {table: np.full(longest, np.nan) for table in ("", "rows")} for name in scratch}
    return Block(**kept)


def applied(name: str, reads, *constants, kind: str = NUMBER, counts=(), table: str = "", size: int | None = None):
    """What a kernel writes into an array that held something else before."""
    reads = [np.asarray(each) for each in reads]
    size = len(reads[0]) if size is None else size
    operation = prepared(Operation(name, table, 0, (), constants), kind)
    out = np.empty(size, TYPES[kind])
    out.fill(77 if kind != MASK else True)
    before = [each.copy() for each in reads]
    operation.kernel(block(counts, size), table, out, reads, operation.constants)
    assert all(np.array_equal(now, then) for now, then in zip(reads, before, strict=True)), (
        "it writes over what it reads"
    )
    return out


def test_both_engines_know_the_same_operations():
    assert set(kernels.KERNELS) - {"refuse", "doubt"} == set(exact_kernels.KERNELS)
    assert set(preparing._CONSTANTS) <= set(kernels.KERNELS)


# --- arithmetic


@given(COLUMNS, st.sampled_from([0, 1, -1, 3, "1/3"]), st.sampled_from([0, 1, -7, "0.1"]))
def test_an_affine_is_one_product_and_one_sum(values, factor, addend):
    factor, addend = Fraction(factor), Fraction(addend)
    found = applied("affine", [np.array(values, float)], factor, addend)
    assert found.tolist() == [a * float(factor) + float(addend) for a in values]


@given(st.lists(st.tuples(COLUMNS, st.sampled_from([1, -1, 2, 2, 5, -3])), min_size=1, max_size=6))
def test_weighted_sums_of_whole_numbers_are_exact_whatever_their_groups(terms):
    size = min(len(values) for values, _ in terms)
    arrays = [np.array(values[:size], float) for values, _ in terms]
    factors = tuple(Fraction(factor) for _, factor in terms)
    wanted = [sum(int(f) * values[row] for values, f in terms) for row in range(size)]
    assert applied("linear", arrays, factors).tolist() == wanted


@given(
    st.lists(
        st.tuples(
            st.lists(st.integers(-9, 9), min_size=3, max_size=3),
            st.sampled_from([1, -1, 2, 5]),
            st.sampled_from([np.int8, np.int16, np.int32]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([SHORT, SMALL]),
)
def test_weighted_sums_of_small_numbers_of_any_type_are_exact(terms, kind):
    arrays = [np.array(values, stored) for values, _, stored in terms]
    factors = tuple(Fraction(factor) for _, factor, _ in terms)
    wanted = [sum(factor * values[row] for values, factor, _ in terms) for row in range(3)]
    assert applied("linear", arrays, factors, kind=kind).tolist() == wanted


def test_small_numbers_are_added_in_the_type_of_their_sum():
    arrays = [np.array([127, -128], np.int8)] * 9
    for kind in (SHORT, SMALL):
        assert applied("linear", arrays, (Fraction(1),) * 9, kind=kind).tolist() == [1143, -1152]
    arrays = [np.array([2**31 - 1], np.int32), np.array([-5], np.int8)]
    assert applied("linear", arrays, (Fraction(1),) * 2, kind=SMALL).tolist() == [2**31 - 6]


@given(COLUMNS, st.none() | WHOLE, st.none() | WHOLE)
def test_a_clip_has_open_ends_and_the_upper_one_wins(values, low, high):
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    found = applied("clip", [np.array(values, float)], *ends)
    wanted = [a if low is None else max(a, low) for a in values]
    assert found.tolist() == [a if high is None else min(a, high) for a in wanted]


@given(
    st.lists(st.tuples(st.booleans(), st.floats(allow_nan=False), st.floats(allow_nan=False)), min_size=1, max_size=9)
)
def test_a_choice_takes_each_number_bit_by_bit(rows):
    mask, then, otherwise = (np.array(column) for column in zip(*rows, strict=True))
    found = applied("choose", [mask, then, otherwise], None, None)
    assert [each.hex() for each in found] == [(a if m else b).hex() for m, a, b in rows]


@given(COLUMNS, st.data(), st.sampled_from([0, 3, "1/3"]))
def test_a_choice_between_a_column_and_a_constant_takes_the_right_one(values, data, constant):
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    array, constant = np.array(values, float), Fraction(constant)
    assert applied("choose", [mask, array], None, constant).tolist() == np.where(mask, array, float(constant)).tolist()
    assert applied("choose", [mask, array], constant, None).tolist() == np.where(mask, float(constant), array).tolist()
    both = applied("choose", [mask], constant, Fraction(-2))
    assert both.tolist() == np.where(mask, float(constant), -2.0).tolist()


# --- decisions


@given(
    st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=20),
    st.sampled_from(MODES),
    st.sampled_from([8, 3, 200]),
)
def test_a_rounding_with_half_a_step_is_that_of_fractions(values, mode, below):
    values = [*values, 0, below, 5 * below // 2, -below // 2]
    shift = Fraction(1, 2 * 2 * below)
    for signed in (True, False):
        column = values if signed else [abs(a) for a in values]
        constants = (Fraction(1, below), Fraction(0), (None, None), shift, mode, signed)
        found = applied("round", [np.array(column, float)], *constants)
        assert found.tolist() == [rounded(Fraction(a, below), 0, mode) for a in column]
        if signed:
            assert not np.signbit(found[found == 0]).any()


@given(COLUMNS, st.sampled_from(MODES), st.integers(-50, 0), st.integers(0, 50))
def test_a_rounding_keeps_within_whole_limits(values, mode, low, high):
    constants = (Fraction(1, 8), Fraction(1, 4), (Fraction(low), Fraction(high)), Fraction(1, 32), mode, True)
    found = applied("round", [np.array(values, float)], *constants)
    wanted = [min(max(Fraction(a, 8) + Fraction(1, 4), low), high) for a in values]
    assert found.tolist() == [rounded(value, 0, mode) for value in wanted]


def test_a_row_is_near_a_tie_within_the_error_and_not_beyond():
    values = np.array([0.5, 0.5 + 2**-20, 0.5 - 2**-20, 0.5 + 2**-18, 3.0, 7.5])
    for half, wanted in ((HALF, [1, 1, 1, 0, 0, 1]), (Fraction(0), [0, 0, 0, 0, 1, 0])):
        constants = (Fraction(1), Fraction(0), (None, None), half, Fraction(1, 2**20))
        assert applied("near_tie", [values], *constants, kind=MASK).tolist() == [bool(each) for each in wanted]


def test_a_number_kept_at_a_whole_limit_is_not_near_a_tie():
    constants = (Fraction(1), Fraction(0), (Fraction(0), Fraction(10)), HALF, Fraction(1, 100))
    assert applied("near_tie", [np.array([-0.5, 10.5, 99.5, 9.5])], *constants, kind=MASK).tolist() == [0, 0, 0, 1]


def test_a_row_is_near_an_edge_within_the_error_and_not_beyond():
    values = np.array([3.0, 3.0 + 2**-20, 3.0 - 2**-20, 3.0 + 2**-18])
    assert applied("near", [values], Fraction(3), Fraction(1, 2**20), kind=MASK).tolist() == [1, 1, 1, 0]
    assert applied("near", [np.array([0.0, 5e-324, 1e-300])], Fraction(0), Fraction(0), kind=MASK).tolist() == [1, 1, 0]


@given(
    st.integers(-9, 9), st.integers(1, 8), st.sampled_from([">=", ">", "<=", "<", "=="]), st.sampled_from([-1, 0, 1])
)
def test_an_edge_moved_by_half_a_step_forgives_errors_below_it(at, below, operator, sign):
    edge, margin = Fraction(at, below), Fraction(1, 2 * below)
    numbers = [Fraction(k, below) for k in range(at - 3, at + 4)]
    computed = np.array([float(x + sign * margin * Fraction(9, 10)) for x in numbers])
    found = applied("compare", [computed], operator, edge, margin, kind=MASK)
    assert found.tolist() == [COMPARISONS[operator](x, edge) for x in numbers]


def test_an_edge_that_is_not_moved_stands_as_it_is_written():
    values = np.array([1.0, 2.0, 3.0])
    for operator, holds in COMPARISONS.items():
        found = applied("compare", [values], operator, Fraction(2), Fraction(0), kind=MASK)
        assert found.tolist() == [holds(a, 2) for a in (1, 2, 3)]


# --- labels and masks


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=4))
def test_masks_are_counted_and_the_first_that_holds_is_found(masks):
    arrays = [np.array(mask) for mask in masks]
    columns = [*zip(*masks, strict=True)]
    assert applied("count_not", arrays, kind=CODE).tolist() == [row.count(False) for row in columns]
    assert applied("first", arrays, kind=CODE).tolist() == [(*row, True).index(True) for row in columns]
    assert applied("tally", arrays, Fraction(2)).tolist() == [2 + sum(row) for row in columns]


def test_tables_are_looked_up_by_level():
    codes = np.array([2, 0, 1], np.int8)
    assert applied("take", [codes], (Fraction(5), Fraction(-7), Fraction(2**40))).tolist() == [2**40, 5, -7]
    for kind, far in ((SMALL, 2**31 - 1), (NUMBER, 2**53 - 1)):
        for table in ((5, 7, 9), (9, 7, 5), (-far, far), (far, 1, -far), (0,), (4, 4, 4)):
            places = [code % len(table) for code in codes.tolist()]
            found = applied("take", [np.array(places, np.int8)], tuple(map(Fraction, table)), kind=kind)
            assert found.tolist() == [table[place] for place in places]
    assert applied("take_code", [codes], (4, 3, 9), kind=CODE).tolist() == [9, 4, 3]
    assert applied("take_mask", [codes], (True, False, True), kind=MASK).tolist() == [True, True, False]
    assert applied("cell", [codes, codes[::-1]], tuple(range(100, 109)), 3, kind=CODE).tolist() == [107, 100, 105]
    assert applied("choose_code", [codes > 0, codes, codes[::-1]], kind=CODE).tolist() == [2, 0, 1]


# --- lists


@pytest.mark.parametrize(
    "counts", [(3, 3, 3), (1, 1), (0, 4, 0, 1, 0), (0, 0), (2, 5, 1), (17, 17), (16,) * 3, (300, 2), ()]
)
@pytest.mark.parametrize("stored", [np.float64, np.int8, np.bool_])
def test_rows_are_joined_within_their_record_alone(counts, stored):
    values = np.array([(7 * at) % 101 for at in range(sum(counts))], stored)
    ends = np.cumsum([0, *counts])
    lists = [values[start:end].astype(int).tolist() for start, end in pairwise(ends)]
    how = {"reads": [values], "counts": counts, "size": len(counts)}
    kind = NUMBER if stored is np.float64 else SMALL
    assert applied("segment_sum", how["reads"], "rows", kind=kind, counts=counts, size=len(counts)).tolist() == [
        sum(each) for each in lists
    ]
    if stored is np.float64:
        for name, join in (("segment_least", min), ("segment_greatest", max)):
            found = applied(name, [values], "rows", counts=counts, size=len(counts))
            assert found.tolist() == [join(each, default=0) for each in lists]
    if stored is np.bool_:
        found = applied("segment_tally", [values], "rows", counts=counts, size=len(counts))
        assert found.tolist() == [sum(each) for each in lists]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6), st.data())
def test_a_mark_on_a_row_marks_its_record_alone(counts, data):
    size = sum(counts)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), bool)
    ends = np.cumsum([0, *counts])
    for name, marks in (("refuse", "refused"), ("doubt", "doubted")):
        made = block(counts)
        operation = prepared(Operation(name, "rows", None), "")
        operation.kernel(made, "rows", np.empty(0), [mask], ())
        wanted = [bool(mask[start:end].any()) for start, end in pairwise(ends)]
        assert getattr(made, marks).tolist() == wanted
        assert (made.refused | made.doubted).tolist() == wanted
    spread = applied("spread", [np.arange(len(counts), dtype=float)], counts=counts, table="rows", size=size)
    assert spread.tolist() == [at for at, count in enumerate(counts) for _ in range(count)]


def test_marks_on_records_are_kept_beside_those_before():
    made = block((1, 1, 1))
    for mask in ([True, False, False], [False, False, True]):
        made.refuse("", np.array(mask))
    assert made.refused.tolist() == [True, False, True]
