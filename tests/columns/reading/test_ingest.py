import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal import Category, Count, Flag, Indicator, Number
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.readings import read
from asn_appraisal.cells import Cells
from asn_appraisal.columns.reading import ingest as module
from asn_appraisal.columns.reading.ingest import Column, ingest, read_floats
from asn_appraisal.columns.reading.raw_columns import RawColumn
from asn_appraisal.numbers import FLOAT_MODES

NILAI = Number("nilai", low=0, high=100)
KELOMPOK = Category("kelompok", ["pimpinan", "guru", "lain"])
HADIR = Flag("hadir")


class _Missing:
    """What pandas puts where a nullable column has no value, told by its name."""


_Missing.__name__, _Missing.__module__ = "NAType", "pandas._libs.missing"
NA = _Missing()


def objects(*values: Any) -> np.ndarray:
    array = np.empty(len(values), object)
    array[:] = values
    return array


def narrowest(low: int, high: int) -> np.dtype:
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return np.dtype(kind)
    return np.dtype(np.float64 if max(abs(low), abs(high)) < 2**53 else object)


def whole(field: Field, value: Any) -> Any:
    if isinstance(field, Category):
        return [level.key for level in field.among].index(value)
    if isinstance(field, Flag):
        return value
    number = value * 10**field.decimals
    assert number.denominator == 1
    return number.numerator


def assert_reads_like_records(field: Field, source: RawColumn, floats: str = "snap", block: int = 4) -> Column:
    """The law: a column holds, row by row, what reading a record with the same value gives."""
    with mock.patch.object(module, "BLOCK", block):
        column = ingest(field, source, floats=floats)
    plan = outline([field])
    readings = [read(plan, {field.key: source.value_for(field, row)}, floats=floats) for row in range(len(source))]
    refused = [bool(reading.faults) for reading in readings]
    absent = [not reading.faults and reading.values[field.key] is None for reading in readings]
    held = [
        whole(field, reading.values[field.key])
        for reading, *marks in zip(readings, refused, absent, strict=True)
        if not any(marks)
    ]
    assert (column.refused is None, column.absent is None) == (not any(refused), not any(absent))
    if column.refused is not None:
        assert column.refused.tolist() == refused
    if column.absent is not None:
        assert column.absent.tolist() == absent
    number = isinstance(field, Number)
    low, high = (min(held), max(held)) if number and held else (0, 0)
    assert (column.low, column.high) == (low, high)
    assert type(column.low) is type(column.high) is int
    rest = iter(held)
    filler = low if number else 0
    expected = [filler if out or none else next(rest) for out, none in zip(refused, absent, strict=True)]
    assert column.values.tolist() == expected
    if number:
        assert column.values.dtype == narrowest(low, high)
    if column.values.dtype == object:
        assert {type(value) for value in column.values} == {int}
    if column.values.dtype.kind == "f":
        assert not np.signbit(column.values[column.values == 0]).any()
    assert column.rounded == sum(len(reading.quantized) for reading in readings)
    assert column.defaulted == sum(len(reading.defaulted) for reading in readings)
    return column


# --- what is drawn ---------------------------------------------------------------------------------------------------


@st.composite
def number_fields(draw: st.DrawFn) -> Number:
    decimals = draw(st.sampled_from([0, 1, 2, 2, 2, 3, 6, 22]))
    ends = st.none() | st.integers(-200, 200) | st.sampled_from([-(10**20), -(2**63), 2**31, 2**63 - 1, 2**63, 10**20])
    low, high = draw(ends), draw(ends)
    if low is not None and high is not None and low > high:
        low, high = high, low
    default = draw(st.none() | st.integers(-200, 200).map(lambda n: Fraction(n, 10 if decimals else 1)))
    if default is not None and ((low is not None and default < low) or (high is not None and default > high)):
        default = low if low is not None else high
    return Number("n", low=low, high=high, decimals=decimals, default=default, optional=draw(st.booleans()))


@st.composite
def masked(draw: st.DrawFn, arrays: st.SearchStrategy[np.ndarray], **more: Any) -> RawColumn:
    values = draw(arrays)
    mask = draw(st.none() | st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    return RawColumn(values, None if mask is None else np.array(mask, bool), **more)


def arrays_of(values: st.SearchStrategy[Any], dtype: Any) -> st.SearchStrategy[np.ndarray]:
    def made(given_values: list[Any]) -> np.ndarray:
        if dtype is object:
            return objects(*given_values)
        with np.errstate(all="ignore"):
            return (
                np.array(given_values, np.float64).astype(dtype) if dtype in FLOATS else np.array(given_values, dtype)
            )

    return st.lists(values, max_size=11).map(made)


INTEGERS = [np.dtype(f"{sign}{size}") for sign in "iu" for size in (1, 2, 4, 8)] + [np.dtype(">i4")]
FLOATS = [np.dtype(name) for name in ("f8", ">f8", "f4", ">f4", "f2")]
EDGES = [
    math.inf, -math.inf, math.nan, -0.0, 0.0, 5e-324, 1e300, -1e300, 0.1 + 0.2, 1 / 3, 0.125, 85.555,
    1e10, 10000000000.01, 10000000000.005, 123456789012.34, 1e12, 1e13, 9999999999999.99, 1e13 + 0.002, 1e15, 1e15 + 0.125,
    83886.08, 83886.09, 2.0**23, 2.0**23 + 1, 0.005, 0.015, 2.675, 99.995, 100.00000000001, 100.0000000001, 1e-11, 9e-12,
]  # fmt: skip


@st.composite
def tricky_floats(draw: st.DrawFn) -> float:
    """Decimals, their neighbours, sums of them, and what no decimal is near to."""
    base = draw(st.sampled_from(EDGES) | st.integers(-(10**6), 10**6).map(lambda n: n / 100) | st.floats(width=64))
    how = draw(st.sampled_from(["plain", "plain", "above", "below", "sum", "product"]))
    if how in {"above", "below"}:
        return math.nextafter(base, math.inf if how == "above" else -math.inf)
    if how == "sum":
        return base + draw(st.integers(-1000, 1000)) / 10
    return base * 0.01 if how == "product" else base


TEXTS = [
    "85.5", " 85.50 ", "-0", "0.005", "0.0050", "100.01", "1e2", "85,5", "", "  ", "nan", "guru", " guru", "Guru",
    "9" * 41, "1." + "0" * 60, "0." + "0" * 90, "True",
]  # fmt: skip
ODD = [
    None, NA, True, False, np.True_, np.bool_(False), [1], {}, b"1", (), 1j, object, np.array(True), np.array(3),
    np.float32(0.1), np.float32(0.125), np.float16(0.5), np.float64(0.1), np.float64("nan"), np.int8(3), np.uint64(2**63),
    np.str_("2.5"), np.longdouble(1), np.datetime64("NaT"), np.datetime64("2026-01-31"), np.timedelta64(3, "D"),
    Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+2"), Decimal("1E+50"), Decimal(1),
    Decimal("1." + "0" * 45), Decimal("-0.00"), Fraction(1, 3), Fraction(1, 8), 10**39, 10**40, -(10**45), 2**63, -(2**63) - 1,
]  # fmt: skip
PLAIN = st.one_of(
    st.sampled_from(TEXTS + ODD),
    tricky_floats(),
    st.integers(-(2**65), 2**65) | st.integers(-100, 100),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=3).map(str),
)


# --- the law ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@given(data=st.data())
def test_integers_of_every_width_are_read_like_records(dtype: np.dtype, data: st.DataObject) -> None:
    limits = np.iinfo(dtype)
    ends = st.sampled_from([limits.min, limits.max, limits.min + 1, limits.max - 1, 0, 1, 100])
    drawn = ends | st.integers(limits.min, limits.max) | st.integers(max(-100, limits.min), 100)
    assert_reads_like_records(data.draw(number_fields()), data.draw(masked(arrays_of(drawn, dtype))))


@pytest.mark.parametrize("floats", FLOAT_MODES)
@pytest.mark.parametrize("dtype", FLOATS, ids=str)
@given(data=st.data())
def test_floats_of_every_width_are_read_like_records(dtype: np.dtype, floats: str, data: st.DataObject) -> None:
    assert_reads_like_records(data.draw(number_fields()), data.draw(masked(arrays_of(tricky_floats(), dtype))), floats)


@pytest.mark.parametrize("floats", FLOAT_MODES)
@given(data=st.data())
def test_objects_are_read_like_records(floats: str, data: st.DataObject) -> None:
    source = data.draw(masked(arrays_of(PLAIN, object)))
    for field in (data.draw(number_fields()), KELOMPOK, HADIR, Category("kelompok", ["guru"], optional=True)):
        assert_reads_like_records(field, source, floats)


@pytest.mark.parametrize("dtype", ["U92", "U9"])
@given(data=st.data())
def test_texts_of_fixed_width_are_read_like_records(dtype: str, data: st.DataObject) -> None:
    field, texts = data.draw(number_fields()), st.sampled_from(TEXTS) | st.integers(0, 10**6).map(str)
    source = data.draw(masked(arrays_of(texts, dtype)))
    assert_reads_like_records(field, source)
    assert_reads_like_records(KELOMPOK, source)


@given(data=st.data())
def test_decimal_columns_are_read_like_records(data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from([0, 1, 2, 3, 4, 18, 23, 38, 40, 41, -1, -3, -21, -22]))
    many = st.integers(-(2**63), 2**63 - 1)
    drawn = many | st.integers(-200, 200) | st.integers(-(10**5), 10**5).map(lambda n: 1000 * n)
    source = data.draw(masked(arrays_of(drawn, np.int64), scale=scale))
    assert_reads_like_records(data.draw(number_fields()), source)


@given(data=st.data())
def test_labels_are_read_like_records(data: st.DataObject) -> None:
    labels = tuple(data.draw(st.lists(st.sampled_from([*TEXTS, "lain", "pimpinan "]), max_size=5)))
    dtype = data.draw(st.sampled_from([np.int8, np.int32, np.int64]))
    source = data.draw(masked(arrays_of(st.integers(-1, len(labels) - 1), dtype), labels=labels))
    default = Category("kelompok", ["guru", "lain"], default="lain")
    for field in (data.draw(number_fields()), KELOMPOK, default, HADIR):
        assert_reads_like_records(field, source)


@pytest.mark.parametrize(
    "field",
    [HADIR, Flag("hadir", optional=True), Flag("hadir", default=True), Flag("hadir", default=False), NILAI, KELOMPOK],
)
@given(source=masked(arrays_of(st.booleans(), bool)))
def test_bools_are_flags_and_nothing_else(field: Field, source: RawColumn) -> None:
    column = assert_reads_like_records(field, source)
    assert column.values.dtype == (bool if isinstance(field, Flag) else np.int8)
    if not isinstance(field, Flag) and source.absent is None and len(source):
        assert column.refused is not None
        assert column.refused.all()


WORDS = Cells(words=True)
FLAGS = [HADIR, Flag("hadir", optional=True), Flag("hadir", default=True)]


@pytest.mark.parametrize("field", FLAGS)
@pytest.mark.parametrize("dtype", [*INTEGERS, *FLOATS], ids=str)
@given(data=st.data())
def test_numbers_that_are_words_for_true_and_false_are_read_like_records(
    field: Flag, dtype: np.dtype, data: st.DataObject
) -> None:
    kinds = [0, 1, 1, 2, *((-1,) if dtype.kind != "u" else ()), *((math.nan, 0.5) if dtype.kind == "f" else ())]
    source = data.draw(masked(arrays_of(st.sampled_from(kinds), dtype), cells=WORDS))
    assert_reads_like_records(field, source)


@pytest.mark.parametrize("field", FLAGS)
@given(data=st.data())
def test_decimals_that_are_words_for_true_and_false_are_read_like_records(field: Flag, data: st.DataObject) -> None:
    scale = data.draw(st.sampled_from([0, 1, 2]))
    drawn = st.sampled_from([0, 1, 10, 100, -100])
    assert_reads_like_records(field, data.draw(masked(arrays_of(drawn, np.int64), scale=scale, cells=WORDS)))


SIGN = st.sampled_from([".", ","])
IN_FILES = [
    None,
    Cells(decimal="comma"),
    Cells(thousands="comma"),
    Cells(missing=("-", "tidak ada")),
    Cells(missing=("0", "999"), units=True),
]
IN_CELLS = st.sampled_from(
    [*TEXTS, "1,5", "1.5", "1.234", "1.234,5", "1,234.5", "-7", "-", "tidak ada", "0", "999", "85 %", "25.000"]
)


@pytest.mark.parametrize("cells", IN_FILES, ids=str)
@pytest.mark.parametrize("decimal", ["point", "comma"])
@given(data=st.data())
def test_the_cells_of_a_file_are_read_like_records(cells: Cells | None, decimal: str, data: st.DataObject) -> None:
    texts = st.one_of(IN_CELLS, st.integers(-(10**6), 10**6).map(lambda n: f"{n / 100}".replace(".", data.draw(SIGN))))
    dtype = data.draw(st.sampled_from(["U92", "U9", "S92", "S9", object]))
    source = data.draw(masked(arrays_of(texts, dtype), decimal=decimal, cells=cells))
    for field in (data.draw(number_fields()), KELOMPOK, HADIR):
        assert_reads_like_records(field, source)


@pytest.mark.parametrize(
    "values",
    [
        np.array(["2026-01-31", "NaT"], "M8[D]"),
        np.array(["2026-01-31T08:00", "NaT"], "M8[us]"),
        np.array([3, "NaT"], "m8[D]"),
        np.array([1, 2], np.longdouble),
        np.array(["nan", 2], np.longdouble),
        np.array([1 + 0j, math.nan]),
        np.array([b"1", b""]),
        np.zeros(2, [("a", "i4")]),
    ],
    ids=lambda values: str(values.dtype),
)
def test_a_dtype_that_is_no_number_is_read_like_records(values: np.ndarray) -> None:
    for field in (Number("n", optional=True), KELOMPOK, HADIR):
        column = assert_reads_like_records(field, RawColumn(values))
        assert column.refused is not None


# --- what the law comes to, by example -------------------------------------------------------------------------------


def refused(field: Field, values: Any, **how: Any) -> list[bool]:
    column = assert_reads_like_records(
        field, values if isinstance(values, RawColumn) else RawColumn(np.array(values)), **how
    )
    return [False] * len(column.values) if column.refused is None else column.refused.tolist()


def test_a_float_with_a_third_digit_is_refused() -> None:
    assert refused(NILAI, [85.55, 85.555, 85.5500001, 85.55000000001]) == [False, True, True, True]


def test_a_computed_sum_is_taken_by_snap_refused_by_strict_and_counted_by_quantize() -> None:
    source = RawColumn(np.array([0.1 + 0.2, 0.3]))
    assert refused(NILAI, source) == [False, False]
    assert refused(NILAI, source, floats="strict") == [True, False]
    column = assert_reads_like_records(NILAI, source, "quantize")
    assert (column.values.tolist(), column.rounded) == ([30, 30], 1)


def test_a_rounded_value_out_of_range_is_refused_and_not_counted() -> None:
    column = assert_reads_like_records(NILAI, RawColumn(np.array([100.006, 99.996, 99.994])), "quantize")
    assert (column.refused.tolist(), column.rounded) == ([True, False, False], 2)
    assert column.values.tolist() == [9999, 10000, 9999]


def test_a_float_of_4_bytes_is_compared_as_one() -> None:
    values = np.array([0.1, 85.55, 83886.08, 83886.09], np.float32)
    assert refused(Number("n"), values) == [False, False, False, True]
    assert refused(Number("n"), values.astype(np.float64)) == [True, True, True, True]


def test_snap_ends_at_10_to_the_12_units_and_floats_at_10_to_the_15() -> None:
    below, above = 9999999999.99, 10000000000.01
    neighbours = [math.nextafter(below, 0), below, above, math.nextafter(above, 0), math.nextafter(above, math.inf)]
    assert refused(Number("n"), neighbours) == [False, False, False, True, True]
    assert refused(Number("n"), [below, below + 8 * math.ulp(below)]) == [False, True]
    limit = [math.nextafter(1e10, 0), 1e10, math.nextafter(1e10, math.inf)]
    assert refused(Number("n"), limit) == [False, False, False]
    assert refused(Number("n", decimals=0), [1e15, math.nextafter(1e15, math.inf), -1e15]) == [False, True, False]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_float_a_2_to_the_50th_of_itself_beside_a_unit_is_still_snapped(sign: int) -> None:
    unit = 2.0**30
    values = [sign * (unit + rest) for rest in (2.0**-20, 2.0**-20 + 2.0**-22, -(2.0**-20), -(2.0**-20) - 2.0**-22)]
    assert refused(Number("n", decimals=0), values) == [False, True, False, True]


@pytest.mark.parametrize("value", [1e16, -1e16])
@pytest.mark.parametrize("floats", FLOAT_MODES)
def test_a_block_of_floats_beyond_the_limit_is_refused_in_every_mode(value: float, floats: str) -> None:
    assert refused(Number("n", decimals=0), [value, 1.0], floats=floats) == [True, False]


@pytest.mark.parametrize("floats", FLOAT_MODES)
def test_minus_zero_becomes_zero_in_a_column_of_floats(floats: str) -> None:
    for values in ([-0.0, 1e8], [-0.0, 1e8, math.nan]):
        column = assert_reads_like_records(Number("n"), RawColumn(np.array(values)), floats)
        assert (column.values.dtype.kind, np.signbit(column.values).any()) == ("f", False)


def test_a_needed_absent_row_is_refused_an_optional_one_absent_a_default_fills() -> None:
    source = RawColumn(np.array([5.0, math.nan, 7.0]))
    needed = assert_reads_like_records(NILAI, source)
    assert (needed.refused.tolist(), needed.values.tolist()) == ([False, True, False], [500, 500, 700])
    optional = assert_reads_like_records(Number("n", optional=True), source)
    assert (optional.absent.tolist(), optional.refused) == ([False, True, False], None)
    filled = assert_reads_like_records(Number("n", default=1000), source)
    assert (filled.values.tolist(), filled.defaulted) == ([500, 100000, 700], 1)
    assert (filled.absent, filled.refused, filled.high) == (None, None, 100000)


def test_whole_numbers_are_not_multiplied_in_a_type_that_is_too_narrow() -> None:
    column = assert_reads_like_records(Number("n"), RawColumn(np.array([127, -128, 0], np.int8)))
    assert column.values.tolist() == [12700, -12800, 0]
    assert assert_reads_like_records(Number("n", decimals=22), RawColumn(np.zeros(3, np.int8))).values.dtype == np.int8


def test_a_decimal_of_more_places_is_taken_when_they_are_zero() -> None:
    assert refused(NILAI, RawColumn(np.array([85500, 85505, 85510, -1]), scale=3)) == [False, True, False, True]


def test_decimals_too_long_for_a_record_are_refused_at_any_scale() -> None:
    numbers = np.array([10**18, 9, 0])
    assert refused(Number("n"), RawColumn(numbers, scale=-21)) == [False, False, False]
    assert refused(Number("n"), RawColumn(numbers, scale=-22)) == [True, False, False]
    assert refused(Number("n", decimals=0), RawColumn(numbers, scale=18)) == [False, True, False]
    assert refused(Number("n", decimals=0), RawColumn(numbers, scale=19)) == [True, True, False]
    assert refused(Number("n", decimals=22), RawColumn(numbers, scale=40)) == [False, True, False]
    assert refused(Number("n", decimals=22), RawColumn(numbers, scale=41)) == [True, True, True]


def test_equal_decimals_of_different_length_are_not_taken_for_each_other() -> None:
    assert refused(NILAI, objects(Decimal(1), Decimal("1." + "0" * 45), Decimal("1.0"))) == [False, True, False]


class Hidden(int):
    """A number that does not show itself."""

    def __str__(self) -> str:
        return "***"


def test_values_that_look_alike_are_not_taken_for_each_other() -> None:
    assert refused(NILAI, objects(Hidden(100), Hidden(101), Hidden(7))) == [False, True, False]


def test_numbers_one_beyond_64_bits_are_whole_numbers_too() -> None:
    for numbers in ([-(2**63), 0], [-(2**63) - 1, 0], [2**63 - 1, 0], [2**63, 0]):
        column = assert_reads_like_records(Number("n", decimals=0), RawColumn(objects(*numbers)))
        assert column.values.tolist() == numbers


def test_levels_beyond_127_take_two_bytes() -> None:
    for count, dtype in ((127, np.int8), (128, np.int16), (40000, np.int32)):
        levels = [f"l{number}" for number in range(count)]
        column = ingest(Category("k", levels), RawColumn(np.array([count - 1, 0]), labels=tuple(levels)))
        assert (column.values.tolist(), column.values.dtype) == ([count - 1, 0], dtype)


def test_codes_under_a_mask_may_be_anything() -> None:
    source = RawColumn(np.array([99, 0], np.int16), np.array([True, False]), labels=("guru",))
    column = ingest(Category("k", ["guru"], optional=True), source)
    assert (column.absent.tolist(), column.refused) == ([True, False], None)


def test_a_stepped_column_is_read_like_a_copy_and_never_changed() -> None:
    table = np.array([[1.5, math.nan], [2.25, 0.0], [3.333, 1.0]])
    table.flags.writeable = False
    assert refused(Number("n"), RawColumn(table[:, 0])) == [False, False, True]
    assert refused(Number("n"), RawColumn(table[::-1, 1])) == [False, False, True]


def test_an_empty_column_is_empty() -> None:
    for field in (NILAI, KELOMPOK, HADIR):
        for values in (np.array([]), np.array([], int), np.array([], object)):
            column = ingest(field, RawColumn(values))
            assert (len(column.values), column.low, column.high, column.refused) == (0, 0, 0, None)


def test_full_blocks_are_read_like_short_ones() -> None:
    count = 2 * module.BLOCK + 5
    whole_numbers = np.arange(count) * 7919 % 10001
    values = whole_numbers / 100
    values[module.BLOCK + 3] = 85.555
    values[-1] = 101
    column = ingest(NILAI, RawColumn(values))
    expected = whole_numbers.copy()
    expected[[module.BLOCK + 3, count - 1]] = 0
    assert np.array_equal(column.values, expected)
    assert np.flatnonzero(column.refused).tolist() == [module.BLOCK + 3, count - 1]


def test_more_texts_than_are_remembered_are_still_read() -> None:
    with mock.patch.object(module, "_MOST_TEXTS", 2):
        assert refused(NILAI, objects("1", "2", "3", "x", "3", "x", "1")) == [
            False,
            False,
            False,
            True,
            False,
            True,
            False,
        ]


@pytest.mark.parametrize("field", [Count("c"), Indicator("i", low=0, high=5, decimals=1)])
def test_counts_and_indicators_are_numbers(field: Field) -> None:
    assert refused(field, [0, 1, -1]) == [False, False, True]


# --- values of rows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "held"),
    [
        (RawColumn(np.array([3], np.int8)), 3),
        (RawColumn(np.array([0.5], np.float64)), 0.5),
        (RawColumn(np.array([0.5], np.float16)), 0.5),
        (RawColumn(np.array([0.5], np.float32)), np.float32(0.5)),
        (RawColumn(np.array([True])), True),
        (RawColumn(np.array(["a"])), "a"),
        (RawColumn(objects([1])), [1]),
        (RawColumn(np.array([8550]), scale=2), Decimal("85.50")),
        (RawColumn(np.array([85]), scale=-2), Decimal(8500)),
        (RawColumn(np.array([1], np.int8), labels=("a", "b")), "b"),
        (RawColumn(np.array([-1], np.int8), labels=("a", "b")), None),
        (RawColumn(np.array([" "])), None),
        (RawColumn(objects(NA)), None),
        (RawColumn(np.array([math.nan])), None),
        (RawColumn(np.array([math.nan], np.float32)), None),
        (RawColumn(np.array(["NaT"], "M8[ns]")), None),
        (RawColumn(np.array(["2026-01-31"], "M8[ns]")), np.datetime64("2026-01-31", "ns")),
        (RawColumn(np.array([1]), np.array([True])), None),
    ],
)
def test_a_row_gives_the_value_that_a_record_would_hold(source: RawColumn, held: Any) -> None:
    assert source.value(0) == held
    assert type(source.value(0)) is type(held)
    assert str(source.value(0)) == str(held)
    assert len(source) == 1


# --- one block for the engine ----------------------------------------------------------------------------------------


def block_of(values: Iterable[float], decimals: int) -> tuple[bool, list[float], np.ndarray]:
    given_values = np.array(list(values), np.float64)
    out = np.full(len(given_values), np.nan)
    done = read_floats(given_values, decimals, out, np.empty(len(given_values)))
    return done, out.tolist(), out


@given(st.lists(tricky_floats(), min_size=1, max_size=6), st.sampled_from([0, 1, 2, 6, 22]))
def test_a_block_is_proved_exactly_when_snap_reads_all_its_values(values: list[float], decimals: int) -> None:
    field = Number("n", decimals=decimals, optional=True)
    readings = [read(outline([field]), {"n": value}) for value in values]
    numbers = [None if reading.faults else reading.values["n"] for reading in readings]
    good = all(number is not None and abs(number * 10**decimals) <= 10**12 for number in numbers)
    done, out, whole_numbers = block_of(values, decimals)
    assert done == good
    if good:
        assert out == [number * 10**decimals for number in numbers]
        assert not np.signbit(whole_numbers[whole_numbers == 0]).any()


@pytest.mark.parametrize("least", [0.0, 1.0, -50.0, -1e12])
@pytest.mark.parametrize("most", [100.0, 1e12])
@given(whole_numbers=st.lists(st.sampled_from([-51, -50, -1, 0, 1, 2, 99, 100, 101, 10**6]), min_size=1, max_size=5))
def test_a_block_within_limits_is_proved_and_none_with_a_value_beyond_them(
    least: float, most: float, whole_numbers: list[int]
) -> None:
    for decimals in (0, 2):
        out, spare = np.empty((2, len(whole_numbers)))
        values = np.array(whole_numbers) / 10.0**decimals
        done = read_floats(values, decimals, out, spare, least=least, most=most)
        assert done == all(least <= number <= most for number in whole_numbers)
        if done:
            assert out.tolist() == whole_numbers
        values[0] = math.nan
        assert not read_floats(values, decimals, out, spare, least=least, most=most)


@pytest.mark.parametrize("least", [-1.0, -2.0, -1e12])
def test_a_block_that_may_be_below_zero_holds_no_minus_zero(least: float) -> None:
    out, spare = np.empty((2, 3))
    assert read_floats(np.array([-0.0, 1.0, -1e-12]), 0, out, spare, least=least, most=5.0)
    assert (out.tolist(), np.signbit(out).any()) == ([0.0, 1.0, 0.0], False)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300, 0.001, -85.555, 1e10 + 0.01, -1e10 - 0.01])
def test_one_value_for_the_careful_path_leaves_the_block_to_it(value: float) -> None:
    assert not block_of([85.5, value, 1.0], 2)[0]


def test_computed_amounts_of_rupiah_are_proved_in_the_block() -> None:
    amounts = [1234567.1 + 0.01 * step for step in range(50)]
    done, out, _ = block_of(amounts, 2)
    assert (done, out) == (True, [123456710 + step for step in range(50)])
    assert any(amount * 100 - round(amount * 100) > 1e-9 for amount in amounts)
