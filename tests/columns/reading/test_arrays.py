import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.reading.arrays import Chunk, Column, Gathered

NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.sampled_from(
        [sign * 2**power + step for sign in (1, -1) for power in (7, 15, 31, 53, 63) for step in (-1, 0, 1)]
    ),
    st.integers(-(10**30), 10**30),
)


def array_of(numbers: list[int]) -> np.ndarray:
    fits = all(-(2**63) <= number < 2**63 for number in numbers)
    return np.array(numbers, np.int64 if fits else object)


def gathered(blocks: list[Chunk], *, default: int | None = None, needed: bool = True, **how: int | None) -> Column:
    made = Gathered(np.empty(sum(len(block.numbers) for block in blocks), np.int8), **how)
    for block in blocks:
        made.add(block)
    return made.column(default=default, needed=needed)


@given(
    st.lists(st.lists(NUMBERS, min_size=1, max_size=4), min_size=1, max_size=4),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.sampled_from([1, 10, 100, 10**6, 10**22]),
)
def test_every_number_within_the_limits_is_kept_and_every_other_refused(
    blocks: list[list[int]], least: int | None, most: int | None, factor: int
) -> None:
    column = gathered([Chunk(array_of(block)) for block in blocks], least=least, most=most, factor=factor)
    numbers = [number * factor for block in blocks for number in block]
    within = [(least is None or least <= number) and (most is None or number <= most) for number in numbers]
    kept = [number for number, inside in zip(numbers, within, strict=True) if inside]
    low, high = (min(kept), max(kept)) if kept else (0, 0)
    assert (column.low, column.high) == (low, high)
    assert column.values.tolist() == [n if inside else low for n, inside in zip(numbers, within, strict=True)]
    refused = [False] * len(numbers) if column.refused is None else column.refused.tolist()
    assert refused == [not inside for inside in within]


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [
        (0, 127, "int8"),
        (0, 128, "int16"),
        (-128, 0, "int8"),
        (-129, 0, "int16"),
        (0, 2**15 - 1, "int16"),
        (0, 2**15, "int32"),
        (-(2**31), 2**31 - 1, "int32"),
        (0, 2**31, "float64"),
        (1 - 2**53, 2**53 - 1, "float64"),
        (0, 2**53, "object"),
        (-(2**53), 0, "object"),
    ],
)
def test_the_type_is_the_narrowest_that_holds_both_ends(low: int, high: int, dtype: str) -> None:
    for blocks in ([[low, high]], [[1], [low], [high]], [[high], [1], [low]]):
        column = gathered([Chunk(array_of(block)) for block in blocks])
        assert column.values.dtype.name == dtype
        assert column.values.tolist() == [number for block in blocks for number in block]


@pytest.mark.parametrize("start", [np.bool_, np.int8])
def test_a_type_is_never_narrowed_by_a_later_block(start: type) -> None:
    blocks = [[0, 1], [2**40, 1], [70_000, 300], [300], [-129], [2]]
    made = Gathered(np.empty(9, start))
    for block in blocks:
        made.add(Chunk(array_of(block)))
    column = made.column(default=None, needed=True)
    assert (column.values.tolist(), column.values.dtype) == ([n for block in blocks for n in block], np.float64)
    assert (column.defaulted, column.rounded) == (0, 0)


@pytest.mark.parametrize(
    ("number", "least", "most", "within"),
    [(-10, -50, None, False), (-5, -50, None, True), (50, None, 100, False), (10, None, 100, True), (1, 5, 10, True)],
)
def test_limits_are_those_of_the_numbers_times_their_factor(
    number: int, least: int | None, most: int | None, within: bool
) -> None:
    column = gathered([Chunk(np.array([number, 0 if least != 5 else 1]))], least=least, most=most, factor=10)
    assert (column.refused is None) is within


@pytest.mark.parametrize("absent", [True, False])
def test_rows_that_a_block_marks_have_no_number(absent: bool) -> None:
    marks = np.array([False, True, False])
    some = Chunk(np.array([5, 900, 7]), **{"absent" if absent else "refused": marks})
    none = Chunk(np.array([800, 800]), **{"absent" if absent else "refused": np.array([True, True])})
    column = gathered([some, none], needed=False)
    assert (column.values.tolist(), column.low, column.high) == ([5, 5, 7, 5, 5], 5, 7)
    marked, other = (column.absent, column.refused) if absent else (column.refused, column.absent)
    assert (marked.tolist(), other) == ([False, True, False, True, True], None)
    assert column.values.dtype == np.int8


def test_values_that_were_rounded_are_counted_where_they_are_kept() -> None:
    rounded = np.array([True, True, False])
    block = Chunk(np.array([5, 900, 7]), rounded=rounded, refused=np.array([False] * 3))
    column = gathered([block, block], most=100)
    assert (column.rounded, column.refused.tolist()) == (2, [False, True, False] * 2)


@pytest.mark.parametrize("factor", [1, 2, 3, 10])
def test_numbers_are_multiplied_by_any_factor(factor: int) -> None:
    assert gathered([Chunk(np.array([1, -5, 0]))], factor=factor).values.tolist() == [factor, -5 * factor, 0]


def test_whole_floats_are_python_ints_among_python_ints_and_no_zero_has_a_sign() -> None:
    column = gathered([Chunk(np.array([2**60])), Chunk(np.array([2.0**50, -0.0]))])
    assert column.values.tolist() == [2**60, 2**50, 0]
    assert {type(value) for value in column.values} == {int}
    column = gathered([Chunk(np.array([2.0**40, -0.0])), Chunk(np.array([-0.0]))])
    assert (column.values.tolist(), np.signbit(column.values).any()) == ([2.0**40, 0.0, 0.0], False)


def test_floats_that_outgrow_floats_become_python_ints() -> None:
    column = gathered([Chunk(np.array([2.0**50])), Chunk(np.array([2**60]))])
    assert column.values.tolist() == [2**50, 2**60]
    assert {type(value) for value in column.values} == {int}


def test_unsigned_numbers_keep_their_sign() -> None:
    column = gathered([Chunk(np.array([2**64 - 1, 0], np.uint64))], most=2**64)
    assert column.values.tolist() == [2**64 - 1, 0]


def test_objects_within_the_limits_go_into_the_narrow_type() -> None:
    column = gathered([Chunk(array_of([10**30, 2**40, 7]))], most=2**50)
    assert (column.values.tolist(), column.refused.tolist()) == ([7, 2**40, 7], [True, False, False])
    assert column.values.dtype == np.float64


@pytest.mark.parametrize(("least", "most"), [(2**63, None), (None, -(2**63) - 1)])
def test_a_limit_beyond_the_type_of_the_numbers_is_no_float(least: int | None, most: int | None) -> None:
    column = gathered([Chunk(np.array([2**63 - 1, -(2**63)], np.int64))], least=least, most=most)
    assert column.refused.tolist() == [True, True]


def test_an_absent_row_is_not_refused_for_what_it_happens_to_hold() -> None:
    block = Chunk(np.array([5, 900, 7]), absent=np.array([False, True, False]))
    column = gathered([block], most=100, needed=False)
    assert (column.values.tolist(), column.absent.tolist(), column.refused) == ([5, 5, 7], [False, True, False], None)


def test_a_default_widens_the_type_and_the_range() -> None:
    block = Chunk(np.array([5, 0]), absent=np.array([False, True]))
    column = gathered([block], default=70000)
    assert (column.values.tolist(), column.low, column.high, column.defaulted) == ([5, 70000], 5, 70000, 1)
    assert column.values.dtype == np.int32


def test_a_column_of_fillers_alone_holds_0() -> None:
    block = Chunk(np.array([500.0, np.nan]), absent=np.array([False, True]))
    column = gathered([block], most=100)
    assert (column.values.tolist(), column.low, column.high) == ([0, 0], 0, 0)
    assert (column.refused.tolist(), column.absent) == ([True, True], None)


def test_a_block_is_copied() -> None:
    numbers = np.array([1, 2, 3], np.int8)
    column = gathered([Chunk(numbers)])
    numbers[0] = 9
    assert column.values.tolist() == [1, 2, 3]


def test_some_rows_of_a_column_keep_their_marks_and_lose_those_of_the_others() -> None:
    marks = np.array([True, False, False])
    column = Column(np.array([0, 5, 6]), 0, 6, None, marks, 0, 0)
    assert column.at(~marks).refused is None
    assert column.at(np.array([True, True, False])).refused.tolist() == [True, False]
    assert (column.at(~marks).values.tolist(), column.at(~marks).high) == ([5, 6], 6)
