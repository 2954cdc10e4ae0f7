# ruff: noqa: PD011 - values are those of a Source, not of pandas
import sys
from datetime import date
from decimal import Decimal

import nanoarrow
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from asn_appraisal.columns.reading.frames import Table, table_of
from asn_appraisal.errors import MissingExtraError, RecordError

DATA = {"nip": ["01", "02", "03"], "nilai": [85.5, None, 90.0], "orang": [1, None, 2**53 + 1]}


def refused(data: object) -> list[tuple[str, str | None]]:
    with pytest.raises(RecordError) as caught:
        table_of(data)
    return [(fault.code, fault.field) for fault in caught.value.faults]


def held(table: Table, name: str) -> list[object]:
    source = table.source(name)
    return [source.value(row) for row in range(table.count)]


class Stream:
    """A table that speaks Arrow and nothing else."""

    def __init__(self, data: pa.Table) -> None:
        self.data = data

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.data.__arrow_c_stream__(requested_schema)


FRAMES = {
    "pandas": lambda: pd.DataFrame({**DATA, "orang": pd.array(DATA["orang"], "Int64")}),
    "pandas of Arrow": lambda: pa.table(DATA).to_pandas(types_mapper=pd.ArrowDtype),
    "polars": lambda: pl.DataFrame(DATA),
    "pyarrow": lambda: pa.table(DATA),
    "pyarrow batch": lambda: pa.RecordBatch.from_pydict(DATA),
    "pyarrow chunks": lambda: pa.concat_tables([pa.table(DATA).slice(0, 1), pa.table(DATA).slice(1)]),
    "stream": lambda: Stream(pa.table(DATA)),
    "nanoarrow": lambda: nanoarrow.ArrayStream(pa.table(DATA)),
    "columns": lambda: DATA,
    "tuples": lambda: {name: tuple(values) for name, values in DATA.items()},
    "series": lambda: {
        "nip": pd.Series(DATA["nip"]),
        "nilai": pl.Series(DATA["nilai"]),
        "orang": pa.chunked_array([DATA["orang"]]),
    },
    "records": lambda: [dict(zip(DATA, row, strict=True)) for row in zip(*DATA.values(), strict=True)],
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_kind_of_table_holds_the_same_values(kind: str) -> None:
    table = table_of(FRAMES[kind]())
    assert (table.names, table.count) == (("nip", "nilai", "orang"), 3)
    assert {name: held(table, name) for name in table.names} == DATA


@pytest.mark.parametrize(
    "column",
    [
        pa.array(DATA["orang"]),
        pd.array(DATA["orang"], "Int64"),
        pd.Index(DATA["orang"], dtype="Int64"),
        nanoarrow.Array(pa.array(DATA["orang"])),
        pl.Series(DATA["orang"]),
    ],
)
def test_whole_numbers_with_gaps_of_any_library_stay_whole(column: object) -> None:
    assert held(table_of({"orang": column}), "orang") == DATA["orang"]


def test_a_frame_is_no_column() -> None:
    assert refused({"x": pd.DataFrame({"a": [1]})}) == [("ASN443", "x")]
    assert refused({"x": pl.LazyFrame({"a": [1]})}) == [("ASN443", "x")]


def test_a_table_of_tables_is_itself() -> None:
    table = table_of(DATA)
    assert table_of(table) is table


@pytest.mark.parametrize("kind", FRAMES)
def test_arrays_of_a_table_are_no_way_to_the_callers_data(kind: str) -> None:
    data = FRAMES[kind]()
    table = table_of(data)
    if kind == "nanoarrow":
        data = FRAMES[kind]()
    for name in table.names:
        values = table.source(name).values
        if values.flags.writeable:  # then it is a copy
            values[:] = values[::-1].copy()
    again = table_of(data)
    assert {name: held(again, name) for name in again.names} == DATA


@pytest.mark.parametrize(
    "data",
    [
        pd.DataFrame({"x": np.arange(3.0)}),
        pl.DataFrame({"x": np.arange(3.0)}),
        pa.table({"x": np.arange(3.0)}),
        {"x": np.arange(3.0)},
    ],
)
def test_numbers_are_not_copied_where_the_layout_allows(data: object) -> None:
    table = table_of(data)
    first, second = table.source("x").values, table.source("x").values
    assert np.shares_memory(first, second)
    assert not first.flags.writeable


# --- structured arrays -----------------------------------------------------------------------------------------------

ARRAY_FIELDS = [("nip", "U20"), ("nilai", ">f8"), ("orang", "i2")]
ARRAY_ROWS = [("01", 85.5, 1), ("02", 90.25, 0)]


@pytest.mark.parametrize(
    "data",
    [
        np.array(ARRAY_ROWS, ARRAY_FIELDS),
        np.rec.array(ARRAY_ROWS, ARRAY_FIELDS),
        np.array([ARRAY_ROWS[0], ("9", 9, 9), ARRAY_ROWS[1]], ARRAY_FIELDS)[::2],
        np.array(ARRAY_ROWS, np.dtype(ARRAY_FIELDS, align=True)),
    ],
)
def test_a_structured_array_is_a_mapping_of_its_fields(data: np.ndarray) -> None:
    table = table_of(data)
    assert (table.names, table.count) == (("nip", "nilai", "orang"), 2)
    assert [held(table, name) for name in table.names] == [["01", "02"], [85.5, 90.25], [1, 0]]
    made = table.made({"score": np.array([1.0, 2.0])}, keep=["nip"])
    assert (list(made), made["nip"].tolist()) == (["nip", "score"], ["01", "02"])


def test_an_empty_structured_array_has_columns_and_no_rows() -> None:
    table = table_of(np.zeros(0, ARRAY_FIELDS))
    assert (table.names, table.count) == (("nip", "nilai", "orang"), 0)


def test_masked_values_of_a_structured_array_are_absent() -> None:
    data = np.ma.array(np.array(ARRAY_ROWS, ARRAY_FIELDS), mask=[(False, True, False), (False, False, True)])
    assert [held(table_of(data), name) for name in ("nilai", "orang")] == [[None, 90.25], [1, None]]


def test_only_rows_of_plain_fields_are_a_table() -> None:
    assert refused(np.zeros((2, 2), ARRAY_FIELDS)) == [("ASN442", None)]
    assert refused(np.zeros(2, ARRAY_FIELDS)[0]) == [("ASN442", None)]
    assert refused(np.zeros(2, [("nip", "U2"), ("u", "f8", 3)])) == [("ASN443", "u")]


# --- levels of an index ----------------------------------------------------------------------------------------------


def test_named_levels_of_an_index_are_known_beside_the_columns() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1, 0), ("b", 2, 0)], names=["nip", "tahun", None])
    table = table_of(pd.DataFrame({"nilai": [1.0, 2.0]}, index=index))
    assert (table.names, table.levels) == (("nilai",), ("nip", "tahun"))
    assert [held(table, name) for name in table.levels] == [["a", "b"], [1, 2]]
    assert table.at(np.array([1])).levels == ("nip", "tahun")
    for frame in (pd.DataFrame({"nilai": [1.0]}), pl.DataFrame({"nilai": [1.0]}), pa.table({"nilai": [1.0]})):
        assert table_of(frame).levels == ()


def test_an_index_that_holds_what_its_column_holds_leaves_nothing_unclear() -> None:
    frame = pd.DataFrame({"nip": ["a", "b"], "nilai": [1.0, 2.0]})
    same, other = frame.set_index("nip", drop=False), frame.set_index(pd.Index(["b", "a"], name="nip"))
    assert [table_of(each).is_unclear("nip") for each in (frame, same, other)] == [False, False, True]
    twice = frame.set_index(pd.MultiIndex.from_tuples([("a", "a"), ("b", "b")], names=["unit", "unit"]))
    assert table_of(twice).is_unclear("unit")


# --- what is refused -------------------------------------------------------------------------------------------------


def test_a_lazy_frame_is_refused() -> None:
    assert refused(pl.LazyFrame(DATA)) == [("ASN441", None)]


def test_a_frame_of_spark_is_refused_with_what_scores_it() -> None:
    with pytest.raises(
        RecordError, match=r"DataFrame is lazy .*: score it where it is with appraise_spark, or collect it"
    ):
        table_of(type("DataFrame", (), {"__module__": "pyspark.sql.classic.dataframe"})())


@pytest.mark.parametrize("module", ["duckdb.duckdb", "_duckdb", "ibis.expr.types", "dask.dataframe", "pyspark.sql"])
def test_a_lazy_frame_is_told_by_its_library_too(module: str) -> None:
    assert refused(type("Relation", (), {"__module__": module})()) == [("ASN441", None)]


@pytest.mark.parametrize("data", [None, "text", b"", 3, np.zeros((2, 2)), np.zeros(2), object(), iter([]), {1, 2}])
def test_what_is_no_table_is_refused(data: object) -> None:
    assert refused(data) == [("ASN442", None)]


@pytest.mark.parametrize("data", [pd.Series([1]), pl.Series([1]), pa.chunked_array([[1]]), pa.array([1])])
def test_a_single_column_is_no_table(data: object) -> None:
    assert refused(data) == [("ASN442", None)]


@pytest.mark.parametrize("column", [np.zeros((2, 2)), np.array(3), 3, "ab", None, {"a": 1}, b"ab", {1, 2}])
def test_what_is_no_column_is_refused(column: object) -> None:
    assert refused({"a": [1, 2], "x": column}) == [("ASN443", "x")]


def test_each_column_of_another_length_is_named() -> None:
    assert refused({"a": [1], "b": [1, 2], "c": [1], "d": []}) == [("ASN444", "b"), ("ASN444", "d")]


@pytest.mark.parametrize(
    "data",
    [
        pd.DataFrame([[1, 2, 3]], columns=["a", "b", "a"]),
        pd.DataFrame([[1, 2, 3]], columns=["1", "b", 1]),
        pa.Table.from_arrays([pa.array([1])] * 3, names=["a", "b", "a"]),
        Stream(pa.Table.from_arrays([pa.array([1])] * 3, names=["a", "b", "a"])),
        {"1": [1], 1: [1]},
        [{"1": 1}, {1: 1}],
    ],
)
def test_a_double_name_is_refused(data: object) -> None:
    assert refused(data) in ([("ASN445", "a")], [("ASN445", "1")])


def test_an_entry_that_is_no_record_is_named() -> None:
    with pytest.raises(RecordError) as caught:
        table_of([{"a": 1}, 3, {"a": 2}, None])
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [("ASN422", 1), ("ASN422", 3)]


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        table_of(DATA).source("gaji")
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN431", "gaji")]


def test_a_missing_key_of_a_record_is_absent() -> None:
    table = table_of([{"a": 1}, {"b": "x"}, {}])
    assert (table.names, held(table, "a"), held(table, "b")) == (("a", "b"), [1, None, None], [None, "x", None])


@pytest.mark.parametrize("data", [{}, [], pd.DataFrame(), pl.DataFrame(), pa.table({})])
def test_an_empty_table_has_no_rows(data: object) -> None:
    table = table_of(data)
    assert (table.names, table.count) == ((), 0)


# --- Arrow without pyarrow -------------------------------------------------------------------------------------------


@pytest.fixture
def without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asn_appraisal.columns.reading.series.pyarrow", lambda: None)


RICH = pa.table(
    {
        "bulat": pa.array([1, None, 2**53 + 1, 4]),
        "pecahan": pa.array([1.5, None, 2.5, 3.5]),
        "kecil": pa.array([1, None, 200, 4], pa.uint8()),
        "ya": pa.array([True, None, False, True]),
        "teks": pa.array(["a", None, "b\0", ""]),
        "label": pa.array(["a", None, "b", "a"]).dictionary_encode(),
        "hari": pa.array([date(2026, 1, 1), None, date(1999, 12, 31), date(2026, 1, 1)]),
        "desimal": pa.array([Decimal("1.25"), None, Decimal("-2.00"), Decimal("7.77")]),
        "baris": pa.array([[{"u": 1}], None, [], [{"u": 2}, {"u": 3}]]),
    }
)


@pytest.mark.parametrize("start", [0, 1, 2])
def test_arrow_is_read_by_nanoarrow_as_by_pyarrow(start: int, without_pyarrow: None) -> None:
    table = table_of(Stream(RICH.slice(start)))
    expected = [
        None if value == "" else value for name in RICH.column_names for value in RICH[name].to_pylist()[start:]
    ]
    assert [value for name in table.names for value in held(table, name)] == expected
    rows, offsets, _ = table.rows("baris")
    assert (held(rows, "u"), offsets.tolist()) == (
        [1, 2, 3][start > 0 :],
        [[0, 1, 1, 1, 3], [0, 0, 0, 2], [0, 0, 2]][start],
    )


def test_a_result_for_a_stream_is_columns_without_pyarrow(without_pyarrow: None) -> None:
    made = table_of(Stream(pa.table({"a": [1, 2]}))).made({"skor": np.array([1.5, np.nan])}, join=True)
    assert {name: values.tolist()[0] for name, values in made.items()} == {"a": 1, "skor": 1.5}


@pytest.mark.parametrize(
    "column",
    [
        pa.array([[{"x": Decimal("1.5")}]]),
        pa.array([Decimal("1.5")], pa.decimal256(50, 1)),
        pa.array(["a", None], pa.string_view()),
    ],
)
def test_what_nanoarrow_does_not_give_right_asks_for_pyarrow(column: pa.Array, without_pyarrow: None) -> None:
    with pytest.raises(MissingExtraError):
        table_of(Stream(pa.table({"x": column})))


def test_a_stream_of_values_is_no_table_without_pyarrow_too(without_pyarrow: None) -> None:
    assert refused(Stream(pa.chunked_array([[1]]))) == [("ASN442", None)]


def test_a_stream_without_any_arrow_library_says_what_to_install(
    without_pyarrow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    with pytest.raises(MissingExtraError) as caught:
        table_of(Stream(RICH))
    assert caught.value.facts == {"library": "pyarrow or nanoarrow", "extra": "arrow"}


# --- rows of lists ---------------------------------------------------------------------------------------------------

LISTS = [[{"a": 1, "b": "x"}], [], None, [{"a": 2, "b": None}, {"a": 3, "b": "z"}]]
ROWS = pa.list_(pa.struct([("a", pa.int64()), ("b", pa.string())]))
NESTED = {
    "polars": lambda lists: pl.DataFrame(
        {"r": pl.Series(lists, dtype=pl.List(pl.Struct({"a": pl.Int64, "b": pl.String})))}
    ),
    "pyarrow": lambda lists: pa.table({"r": pa.array(lists, ROWS)}),
    "large lists": lambda lists: pa.table({"r": pa.array(lists, pa.large_list(ROWS.value_type))}),
    "chunks": lambda lists: pa.table({"r": pa.chunked_array([lists[:2], lists[2:]], ROWS)}),
    "slice": lambda lists: pa.table({"r": pa.array([*LISTS, *lists, *LISTS], ROWS)}).slice(4, len(lists)),
    "pandas": lambda lists: pd.DataFrame({"r": pd.Series(lists, dtype=object)}),
    "pandas of Arrow": lambda lists: pd.DataFrame({"r": pd.Series(lists, dtype=pd.ArrowDtype(ROWS))}),
    "columns": lambda lists: {"r": lists},
    "object array": lambda lists: {"r": np.fromiter(lists, object, len(lists))},
    "arrays in pandas": lambda lists: pa.table({"r": pa.array(lists, ROWS)}).to_pandas(),
    "records": lambda lists: [{"r": each} for each in lists],
}


@pytest.mark.parametrize("kind", NESTED)
def test_rows_of_every_nested_kind_are_a_table_and_offsets(kind: str) -> None:
    table = table_of(NESTED[kind](LISTS))
    rows, offsets, _ = table.rows("r")
    assert table.is_nested("r")
    assert (rows.names, rows.count, offsets.tolist()) == (("a", "b"), 3, [0, 1, 1, 1, 3])
    assert (held(rows, "a"), held(rows, "b")) == ([1, 2, 3], ["x", None, "z"])
    assert offsets.dtype == np.int64
    assert isinstance(rows.made({"z": np.zeros(3)}, join=True), dict)


@pytest.mark.parametrize("kind", NESTED)
def test_lists_that_are_all_empty_have_no_rows(kind: str) -> None:
    rows, offsets, _ = table_of(NESTED[kind]([[], [], None])).rows("r")
    assert (rows.count, offsets.tolist()) == (0, [0, 0, 0, 0])


@pytest.mark.parametrize("kind", NESTED)
def test_a_record_with_a_row_that_is_none_is_marked(kind: str) -> None:
    lists = [[], [None, {"a": 1, "b": "x"}, None], [{"a": 2, "b": "y"}]]
    table = table_of(NESTED[kind](lists))
    rows, offsets, broken = table.rows("r")
    assert (held(rows, "a"), offsets.tolist()) == ([None, 1, None, 2], [0, 0, 3, 4])
    assert broken.tolist() == [False, True, False]
    assert list(table.value("r", 1)) == lists[1]


@pytest.mark.parametrize("kind", NESTED)
def test_no_record_is_marked_where_all_rows_are_rows(kind: str) -> None:
    assert table_of(NESTED[kind](LISTS)).rows("r")[2] is None


@pytest.mark.parametrize(
    "data", [pl.DataFrame({"r": [[None], []]}), pa.table({"r": [[None], []]}), {"r": [[None], []]}]
)
def test_rows_of_an_unknown_type_are_counted(data: object) -> None:
    rows, offsets, broken = table_of(data).rows("r")
    assert (rows.count, offsets.tolist(), broken.tolist()) == (1, [0, 1, 1], [True, False])


@pytest.mark.parametrize(
    "data",
    [
        pl.DataFrame({"r": pl.Series([[{"a": 1}], None], dtype=pl.Array(pl.Struct({"a": pl.Int64}), 1))}),
        pa.table({"r": pa.array([[{"a": 1}], None], pa.list_(pa.struct([("a", pa.int64())]), 1))}),
    ],
)
def test_lists_of_a_fixed_size_are_rows_too(data: object) -> None:
    rows, offsets, _ = table_of(data).rows("r")
    assert (held(rows, "a"), offsets.tolist()) == ([1], [0, 1, 1])


@pytest.mark.parametrize("data", [pl.DataFrame({"r": [[], []]}), pa.table({"r": [[], None]})])
def test_lists_of_an_unknown_type_are_empty(data: object) -> None:
    table = table_of(data)
    rows, offsets, _ = table.rows("r")
    assert (table.is_nested("r"), rows.names, offsets.tolist()) == (True, (), [0, 0, 0])


def test_a_record_with_what_is_no_list_or_no_row_is_marked() -> None:
    rows, offsets, broken = table_of({"r": [[{"a": 1}], 3, "x", [4, {"a": 2}], {"a": 1}]}).rows("r")
    assert (held(rows, "a"), offsets.tolist()) == ([1, None, 2], [0, 1, 1, 1, 3, 3])
    assert broken.tolist() == [False, True, True, True, True]


@pytest.mark.parametrize(
    "data",
    [
        DATA,
        pd.DataFrame(DATA),
        pl.DataFrame(DATA),
        pl.DataFrame({"nip": [[1, 2]]}),
        pa.table({"nip": [[1, 2]]}),
        {"nip": [{"a": 1}]},
        {"nip": np.arange(3)},
        {"nip": [None]},
    ],
)
def test_other_columns_are_not_nested(data: object) -> None:
    assert not table_of(data).is_nested("nip")


# --- new tables ------------------------------------------------------------------------------------------------------

NEW = {
    "skor": np.array([95.2, np.nan, 80.0]),
    "rasio": np.ma.MaskedArray([0.5, 0.25, np.nan], [True, False, False]),
    "kode": np.ma.MaskedArray(np.array([1, 2, 3], np.int8), [False, True, False]),
    "lulus": np.ma.MaskedArray(np.array([True, False, True]), [False, True, False]),
    "mutu": ["baik", None, "baik"],
    "tanggal": np.array(["2026-01-01", "2026-01-02", "NaT"], "M8[D]"),
    "utuh": np.array([1, 2, 3]),
    "lain": np.array([Decimal("1.5"), None, Decimal("2.5")], object),
}
NEW_VALUES = {
    "skor": [95.2, None, 80.0],
    "rasio": [None, 0.25, None],
    "kode": [1, None, 3],
    "lulus": [True, None, True],
    "mutu": ["baik", None, "baik"],
    "tanggal": [date(2026, 1, 1), date(2026, 1, 2), None],
    "utuh": [1, 2, 3],
    "lain": [Decimal("1.5"), None, Decimal("2.5")],
}
KINDS_OUT = {
    "pandas": pd.DataFrame,
    "pandas of Arrow": pd.DataFrame,
    "polars": pl.DataFrame,
    "pyarrow": pa.Table,
    "pyarrow batch": pa.Table,
    "pyarrow chunks": pa.Table,
    "stream": pa.Table,
    "nanoarrow": pa.Table,
    "columns": dict,
    "tuples": dict,
    "series": dict,
    "records": dict,
}


def plain(table: Table, name: str) -> list[object]:
    values = held(table, name)
    if table.source(name).values.dtype.kind == "M":  # times stay numpy's, of a unit of the library's
        values = [None if value is None else value.astype("M8[D]").item() for value in values]
    return values


@pytest.mark.parametrize("kind", FRAMES)
def test_a_new_table_is_of_the_same_kind_with_the_columns_given(kind: str) -> None:
    made = table_of(FRAMES[kind]()).made(NEW)
    again = table_of(made)
    assert type(made) is KINDS_OUT[kind]
    assert again.names == tuple(NEW)
    assert {name: plain(again, name) for name in again.names} == NEW_VALUES


@pytest.mark.parametrize("kind", FRAMES)
def test_join_has_the_columns_of_the_input_first(kind: str) -> None:
    again = table_of(table_of(FRAMES[kind]()).made({"skor": NEW["skor"]}, join=True))
    assert again.names == (*DATA, "skor")
    assert {name: held(again, name) for name in DATA} == DATA


@pytest.mark.parametrize("kind", FRAMES)
def test_columns_that_are_kept_stand_first(kind: str) -> None:
    again = table_of(table_of(FRAMES[kind]()).made({"skor": NEW["skor"], "nilai": NEW["utuh"]}, keep=["nip"]))
    assert again.names == ("nip", "skor", "nilai")
    assert (held(again, "nip"), held(again, "nilai")) == (DATA["nip"], [1, 2, 3])


@pytest.mark.parametrize("kind", FRAMES)
def test_a_clash_of_names_is_refused(kind: str) -> None:
    table = table_of(FRAMES[kind]())
    for wanted in ({"join": True}, {"keep": ["nilai"]}):
        with pytest.raises(RecordError) as caught:
            table.made({"skor": NEW["skor"], "nilai": NEW["skor"]}, **wanted)
        assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN446", "nilai")]


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_nan_becomes_a_null_and_masked_whole_numbers_stay_whole(kind: str) -> None:
    made = table_of(FRAMES[kind]()).made(NEW)
    if kind == "pandas":
        types = {"skor": "float64", "kode": "Int8", "lulus": "boolean", "utuh": "int64"}
        assert {name: str(made.dtypes[name]) for name in types} == types
    elif kind == "polars":
        assert (made["skor"].null_count(), made["skor"].is_nan().any()) == (1, False)
        assert (made.schema["kode"], made.schema["lulus"]) == (pl.Int8, pl.Boolean)
    else:
        assert made["skor"].null_count == 1
        assert (made.schema.field("kode").type, made.schema.field("mutu").type) == (pa.int8(), pa.string())


@pytest.mark.parametrize("index", [[7, 7, 3], ["x", "y", "z"], pd.MultiIndex.from_tuples([(1, 2), (1, 2), (0, 0)])])
def test_pandas_keeps_its_index_and_its_input(index: object) -> None:
    frame = pd.DataFrame(DATA, index=index)
    before = frame.copy()
    for made in (
        table_of(frame).made(NEW),
        table_of(frame).made(NEW, join=True),
        table_of(frame).made(NEW, keep=["nip"]),
    ):
        assert made.index.equals(frame.index)
        assert made["utuh"].tolist() == [1, 2, 3]
    pd.testing.assert_frame_equal(frame, before)


def test_columns_of_pandas_that_are_no_text_are_named_by_their_text() -> None:
    frame = pd.DataFrame({0: [1, 2], 1: ["a", "b"]})
    table = table_of(frame)
    assert (table.names, held(table, "1")) == (("0", "1"), ["a", "b"])
    assert table.made({"skor": np.zeros(2)}, keep=["0"]).columns.tolist() == [0, "skor"]
    assert table.made({"skor": np.zeros(2)}, join=True).columns.tolist() == [0, 1, "skor"]


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_a_table_without_rows_gives_one_of_the_same_kind(kind: str) -> None:
    table = table_of(FRAMES[kind]()[:0] if kind != "pyarrow" else pa.table(DATA).slice(0, 0))
    made = table.made({"skor": np.zeros(0), "mutu": []}, join=True)
    assert (type(made), len(made)) == (KINDS_OUT[kind], 0)


def test_no_library_is_loaded_for_lists_and_arrays() -> None:
    import subprocess

    code = (
        "import sys, numpy; from asn_appraisal.columns.reading.frames import table_of;"
        "table_of({'a': [1], 'b': numpy.zeros(1)}).source('a'); table_of([{'r': [{'u': 1}]}]).rows('r');"
        "print(*{'narwhals', 'pandas', 'polars', 'pyarrow', 'nanoarrow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == ""
