# ruff: noqa: PD011 - values are those of a Source, not of pandas
import math
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asn_appraisal.columns.reading.frames import table_of
from asn_appraisal.columns.reading.raw_columns import RawColumn
from asn_appraisal.columns.reading.series import decimals, lists_of, source_of

LETTERS = st.characters(codec="utf-8")


def with_gaps(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.none() | values, max_size=8)


def wide_decimals(digits: int, places: int) -> st.SearchStrategy:
    limit = 10**digits - 1
    return st.integers(-limit, limit).map(lambda number: Decimal(f"{number}e-{places}"))


# Exactly as a record would hold it.
VALUES = {
    "int64": with_gaps(st.integers(-(2**63), 2**63 - 1) | st.sampled_from([2**53, 2**53 + 1, -(2**53) - 1])),
    "int8": with_gaps(st.integers(-128, 127)),
    "uint64": with_gaps(st.integers(0, 2**64 - 1)),
    "float64": with_gaps(st.floats()),
    "float32": with_gaps(st.floats(width=32).map(np.float32)),
    "bool": with_gaps(st.booleans()),
    "text": with_gaps(st.text(LETTERS, max_size=3) | st.sampled_from(["a\0", "\0", "NaN", "85.5"])),
    "label": with_gaps(st.sampled_from(["baik", "cukup", "a\0", "é"])),
    "decimal": with_gaps(wide_decimals(18, 2)),
    "long decimal": with_gaps(wide_decimals(36, 3)),
    "date": with_gaps(st.dates(date(1900, 1, 1), date(2200, 1, 1))),
    "datetime": with_gaps(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))),  # noqa: DTZ001 - naive as in files
}
POLARS = {
    "int64": pl.Int64,
    "int8": pl.Int8,
    "uint64": pl.UInt64,
    "float64": pl.Float64,
    "float32": pl.Float32,
    "bool": pl.Boolean,
    "text": pl.String,
    "label": pl.Categorical,
    "enum": pl.Enum(["é", "cukup", "a\0", "baik"]),
    "decimal": pl.Decimal(20, 2),
    "long decimal": pl.Decimal(38, 3),
    "date": pl.Date,
    "datetime": pl.Datetime("us"),
}
ARROW = {
    "int64": pa.int64(),
    "int8": pa.int8(),
    "uint64": pa.uint64(),
    "float64": pa.float64(),
    "float32": pa.float32(),
    "bool": pa.bool_(),
    "text": pa.string(),
    "large text": pa.large_string(),
    "label": pa.dictionary(pa.int8(), pa.string()),
    "decimal": pa.decimal128(18, 2),
    "decimal of 256 bits": pa.decimal256(20, 2),
    "long decimal": pa.decimal128(38, 3),
    "long decimal of 256 bits": pa.decimal256(60, 3),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}
NULLABLE = {"int64": "Int64", "int8": "Int8", "uint64": "UInt64", "float64": "Float64", "float32": "Float32"}
NULLABLE |= {"bool": "boolean", "text": "string", "label": "category"}
MEANINGS = {
    "enum": "label",
    "large text": "text",
    "decimal of 256 bits": "decimal",
    "long decimal of 256 bits": "long decimal",
}


def in_chunks(values: list, kind: pa.DataType) -> pa.ChunkedArray:
    half = len(values) // 2
    return pa.chunked_array([pa.array(values[:half], kind), pa.array([], kind), pa.array(values[half:], kind)], kind)


def sliced(values: list, kind: pa.DataType) -> pa.ChunkedArray:
    """A slice out of the middle of a longer column, whose buffers begin elsewhere."""
    padding = [each for each in values if each is not None][:1] or [None]
    whole = pa.array([*padding * 3, *values, *padding * 2], kind)
    return pa.chunked_array([whole.slice(3, len(values))])


COLUMNS = {
    **{("polars", kind): (lambda v, t=t: pl.Series("x", v, dtype=t)) for kind, t in POLARS.items()},
    **{
        ("polars slice", kind): (lambda v, t=t: pl.Series("x", [*v, *v], dtype=t).slice(len(v)))
        for kind, t in POLARS.items()
    },
    **{("pyarrow", kind): (lambda v, t=t: pa.chunked_array([pa.array(v, t)])) for kind, t in ARROW.items()},
    **{("pyarrow chunks", kind): (lambda v, t=t: in_chunks(v, t)) for kind, t in ARROW.items()},
    **{("pyarrow slice", kind): (lambda v, t=t: sliced(v, t)) for kind, t in ARROW.items()},
    **{
        ("pandas of Arrow", kind): (lambda v, t=t: pd.Series(pd.array(pa.array(v, t), dtype=pd.ArrowDtype(t))))
        for kind, t in ARROW.items()
        if "256" not in kind
    },
    **{("pandas", kind): (lambda v, t=t: pd.Series(pd.array(v, dtype=t))) for kind, t in NULLABLE.items()},
    **{
        ("pandas slice", kind): (lambda v, t=t: pd.Series(pd.array([*v, *v], dtype=t))[len(v) :])
        for kind, t in NULLABLE.items()
    },
    **{("pandas objects", kind): (lambda v: pd.Series(v, dtype=object)) for kind in VALUES},
    **{("list", kind): list for kind in VALUES},
    **{("object array", kind): (lambda v: np.fromiter(v, object, len(v))) for kind in VALUES},
}


def expected(value: object) -> object:
    """What a record's reading makes of a value: absent, or itself."""
    if value is None or (isinstance(value, float | np.floating) and math.isnan(value)):
        return None
    return None if isinstance(value, str) and not value.strip() else value


def plain(value: object, kind: str) -> object:
    if not isinstance(value, np.datetime64):
        return value
    return value.astype("M8[D]").item() if kind == "date" else value.astype("M8[us]").item()


@pytest.mark.parametrize(("library", "kind"), COLUMNS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_column_of_every_library_gives_the_values_put_in(library: str, kind: str, data: st.DataObject) -> None:
    meaning = MEANINGS.get(kind, kind)
    values = data.draw(VALUES[meaning])
    source = table_of({"x": COLUMNS[library, kind](values)}).source("x")
    found = [plain(source.value(row), meaning) for row in range(len(source))]
    assert found == [expected(value) for value in values]
    wanted = [type(expected(value)) for value in values]
    assert [type(value) for value in found] == wanted


def of(column: object) -> RawColumn:
    return table_of({"x": column}).source("x")


# --- layouts that reading is fast for --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "column",
    [
        pl.Series(["b", "a", None, "b"], dtype=pl.Categorical),
        pl.Series(["b", "a", None, "b"], dtype=pl.Enum(["c", "a", "b"])),
        pd.Series(["b", "a", None, "b"], dtype="category"),
        pd.Series(["b", "a", None, "b"], dtype=pd.ArrowDtype(pa.dictionary(pa.int8(), pa.string()))),
        pa.chunked_array([pa.array(["b", "a"]).dictionary_encode(), pa.array([None, "b"]).dictionary_encode()]),
    ],
)
def test_labels_are_codes_of_their_texts(column: object) -> None:
    source = of(column)
    assert source.labels is not None
    assert [None if code < 0 else source.labels[code] for code in source.values] == ["b", "a", None, "b"]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([2, 1, None, 2], dtype="category"),
        pa.chunked_array([pa.array([2, 1, None, 2]).dictionary_encode()]),
    ],
)
def test_labels_that_are_no_texts_are_their_values(column: object) -> None:
    source = of(column)
    assert [source.value(row) for row in range(4)] == [2, 1, None, 2]


def test_two_columns_of_polars_labels_do_not_mix_their_texts() -> None:
    first = pl.Series(["a", "b"], dtype=pl.Categorical)
    second = pl.Series(["c", "b", "d"], dtype=pl.Categorical)
    sources = [of(first), of(second)]
    assert [[source.value(row) for row in range(len(source))] for source in sources] == [["a", "b"], ["c", "b", "d"]]


def test_a_dictionary_with_a_null_in_it_has_an_absent_value() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, None]), pa.array(["a", None]))
    source = of(pa.chunked_array([column]))
    assert [source.value(row) for row in range(3)] == ["a", None, None]


@pytest.mark.parametrize(
    "column",
    [
        pl.Series([Decimal("95.20"), None], dtype=pl.Decimal(38, 2)),
        pa.chunked_array([pa.array([Decimal("95.20"), None], pa.decimal128(5, 2))]),
        pa.chunked_array([pa.array([Decimal("95.20"), None], getattr(pa, "decimal32", pa.decimal128)(5, 2))]),
        pd.Series([Decimal("95.20"), None], dtype=pd.ArrowDtype(pa.decimal128(5, 2))),
    ],
)
def test_decimals_are_whole_numbers_of_their_last_place(column: object) -> None:
    source = of(column)
    assert (source.scale, source.values.dtype, source.values[0]) == (2, np.int64, 9520)
    assert (source.value(0), source.value(1)) == (Decimal("95.20"), None)


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 2**63, -(2**63) - 1, 2**64, 2**64 + 1, 2**100])
@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_decimals_on_the_edges_of_64_bits_are_exact(library: str, number: int) -> None:
    value = Decimal(f"{number}e-2")
    column = (
        pl.Series([value], dtype=pl.Decimal(38, 2))
        if library == "polars"
        else pa.chunked_array([pa.array([value], pa.decimal128(38, 2))])
    )
    source = of(column)
    assert source.value(0) == value
    assert (source.scale is not None) == (-(2**63) <= number < 2**63)


@given(st.lists(st.integers(-(2**127), 2**127 - 1).filter(lambda number: abs(number) < 10**38), max_size=5))
def test_decimals_of_128_bits_are_read_from_their_words(numbers: list[int]) -> None:
    words = b"".join(number.to_bytes(16, "little", signed=True) for number in numbers)
    found = decimals(np.frombuffer(words, "<i8").reshape(-1, 2), 2)
    assert found == [Decimal(f"{number}e-2") for number in numbers]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([85.5, 90.0], np.float64),
        ([85.5, None], np.float64),
        ([1, 2], np.int64),
        ([1, None], np.int64),
        ([True, None], np.bool_),
        ([2**63], object),
        ([1, 2.5], object),
        ([1, True], object),
        (["a", None], object),
        ([None, None], object),
        ([], object),
        ([[1, 2], [3, 4]], object),
    ],
)
def test_a_list_of_one_type_is_an_array_of_it(values: list, dtype: type) -> None:
    source = source_of(values)
    assert source.values.dtype == dtype
    assert source.values.shape == (len(values),)


def test_values_of_several_types_stay_what_they_are() -> None:
    values = [1, 2.5, True, "x", Decimal("NaN"), Decimal("1.50"), None, math.nan, pd.NA]
    for column in (values, np.fromiter(values, object, len(values)), pd.Series(values, dtype=object)):
        source = of(column)
        found = [source.value(row) for row in range(len(values))]
        assert [type(value) for value in found] == [int, float, bool, str, Decimal, Decimal, *[type(None)] * 3]
        assert str(found[4]) == "NaN"


def test_a_masked_array_has_gaps() -> None:
    source = of(np.ma.MaskedArray([1, 2], [False, True]))
    assert (source.value(0), source.value(1)) == (1, None)


@pytest.mark.parametrize("dtype", ["i1", "u8", "f2", "f4", "f8", "?", "U3", "M8[D]"])
def test_arrays_of_numpy_stay_as_they_are(dtype: str) -> None:
    values = np.zeros(3, dtype)
    source = of(values)
    assert source.values.dtype == values.dtype
    assert np.shares_memory(source.values, values)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pl.Series([None, None]), [None, None]),
        (pa.chunked_array([pa.nulls(2)]), [None, None]),
        (pl.Series([1, None], dtype=pl.Int128), [1, None]),
        (pl.Series([b"a", None], dtype=pl.Binary), [b"a", None]),
        (pl.Series([1, None], dtype=pl.Object), [1, None]),
        (pa.chunked_array([pa.array([b"a", None])]), [b"a", None]),
    ],
)
def test_rare_types_are_pythons_values(column: object, values: list) -> None:
    source = of(column)
    assert [source.value(row) for row in range(2)] == values


# --- lists of rows ---------------------------------------------------------------------------------------------------


def test_what_is_no_list_and_no_row_is_a_fault_with_its_place() -> None:
    _, _, faults = lists_of([[{"a": 1}], 3, "x", [4, {"a": 2}, None], {"a": 1}], "r")
    found = [(fault.row, fault.item_row, fault.kind) for fault in faults]
    places = [(1, None, "integer"), (2, None, "text"), (3, 0, "integer"), (3, 2, "absent"), (4, None, "mapping")]
    assert found == places
    assert {(fault.code, fault.list) for fault in faults} == {("ASN410", "r")}
