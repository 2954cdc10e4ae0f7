"""Series: one column of any library as a RawColumn, its lists of rows, and new columns for a frame.

A column is a numpy array, a list, or a series of narwhals (pandas, polars, pyarrow). Nothing is imported before a column
needs it, and nothing is copied where the layout allows. A column of whole numbers with absent values never becomes
floats on the way: the mask of absent rows is taken first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np
from attrs import evolve

from ...appraising.readings import is_absent, kind_of, mapping
from ...faults import Fault
from ...numbers import to_decimal
from .arrays import Array
from .categories import Categories
from .raw_columns import RawColumn

_INTEGERS = frozenset(f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64))
_FLOATS = frozenset({"Float16", "Float32", "Float64"})


def source_of(column: Any) -> RawColumn:
    """A column ready to be read; arrays are read-only views or copies.

    >>> source = source_of([85, None])
    >>> source.values.dtype.name, source.value(0), source.value(1)
    ('int64', 85, None)
    """
    if isinstance(column, RawColumn):
        return column
    if isinstance(column, list):
        return _of_list(column)
    return _of_array(column) if isinstance(column, np.ndarray) else _of_series(column)


def _of_array(values: Array) -> RawColumn:
    if isinstance(values, np.ma.MaskedArray):
        return RawColumn(_read_only(values.data), _gaps(np.ma.getmaskarray(values)))
    return RawColumn(_read_only(values))


def _of_list(values: list[Any]) -> RawColumn:
    """A list of one type as an array of that type, which is read faster; a list of several types as objects."""
    kinds = set(map(type, values))
    present = kinds - {type(None)}
    if present == {float}:
        return RawColumn(np.array(values, np.float64))  # None becomes NaN, which is absent as well
    if present in ({int}, {bool}):
        absent = np.fromiter((value is None for value in values), bool, len(values)) if kinds - present else None
        filled = values if absent is None else [value or 0 for value in values]
        try:
            return RawColumn(np.array(filled, np.int64 if present == {int} else bool), absent)
        except OverflowError:
            pass  # beyond int64: Python's own
    return RawColumn(objects(values))


def _of_series(series: Any) -> RawColumn:
    native, kind = series.to_native(), type_name(series.dtype)
    if isinstance(getattr(native, "dtype", None), np.dtype):
        return RawColumn(_read_only(native.to_numpy()))  # a column of numpy's in pandas; its NaN are found on reading
    arrow, absent = _arrow_of(series), _gaps(series.is_null().to_numpy())
    if kind in _INTEGERS or kind in _FLOATS or kind == "Boolean":
        filled = series if absent is None else series.fill_null(False if kind == "Boolean" else 0)
        wanted = np.dtype(bool if kind == "Boolean" else kind.lower())
        return RawColumn(_read_only(filled.to_numpy().astype(wanted, copy=False)), absent)
    if kind == "String":
        return RawColumn(_none_at(absent, native.to_numpy()), absent)  # narwhals loses a NUL at a text's end
    if kind in {"Categorical", "Enum"} and (labelled := _labelled(series, arrow, absent)) is not None:
        return labelled
    if kind in {"Date", "Datetime"}:
        times = series if arrow is None else from_native(arrow)  # pandas turns dates of Arrow into objects
        return RawColumn(_read_only(times.to_numpy()), absent)
    if arrow is not None and pyarrow().types.is_decimal(arrow.type):
        return _decimals_of_arrow(arrow, absent)
    if kind == "Decimal" and (units := _units_of_polars(native)) is not None:
        return RawColumn(units, absent, scale=native.dtype.scale)
    return RawColumn(_none_at(absent, objects(series.to_list())), absent)


def _labelled(series: Any, arrow: Any, absent: Array | None) -> RawColumn | None:
    """A column of labels as codes of its texts; None where the labels are no texts."""
    native = series.to_native()
    if arrow is not None:
        joined = _one_chunk(arrow.unify_dictionaries())
        labels, codes = joined.dictionary.to_pylist(), joined.indices.fill_null(0).to_numpy(zero_copy_only=False)
    elif hasattr(native, "to_physical"):
        distinct = native.drop_nulls().unique()
        labels, numbers = distinct.to_list(), distinct.to_physical().to_numpy()
        places = np.zeros(int(numbers.max(initial=0)) + 1, np.int64)  # polars numbers all columns' labels
        places[numbers] = np.arange(len(labels))
        codes = places[native.to_physical().fill_null(numbers[0] if len(numbers) else 0).to_numpy()]
    else:
        labels, codes = native.cat.categories.tolist(), native.cat.codes.to_numpy()
    if not all(isinstance(label, str) for label in labels):
        return None
    codes = np.array(codes, np.int64)
    if absent is not None:
        codes[absent] = -1
    return RawColumn(codes, labels=tuple(labels))


# --- decimals --------------------------------------------------------------------------------------------------------


def _units_of_polars(native: Any) -> Array | None:
    """A decimal column of polars in units of its last decimal; None beyond int64."""
    units = native.to_physical()
    if (units.min() or 0) < -(2**63) or (units.max() or 0) >= 2**63:
        return None
    return _read_only(from_native(units.fill_null(0)).cast(narwhals().Int64).to_numpy())


def _decimals_of_arrow(column: Any, absent: Array | None) -> RawColumn:
    scale = column.type.scale
    if column.type.precision > 38:
        return RawColumn(objects(column.to_pylist()), absent)
    joined = _one_chunk(column.cast(pyarrow().decimal128(38, scale)))
    # Buffers ignore slices; each number has two words, the low one first.
    words = np.frombuffer(joined.buffers()[1] or b"", "<i8")[2 * joined.offset :][: 2 * len(joined)].reshape(-1, 2)
    if absent is not None:
        words = words.copy()
        words[absent] = 0
    units = words[:, 0]
    if bool((words[:, 1] == units >> 63).all()):
        return RawColumn(_read_only(units), absent, scale=scale)
    return RawColumn(_none_at(absent, objects(decimals(words, scale))), absent)


def decimals(words: Array, scale: int) -> list[Any]:
    """Decimals of numbers of 128 bits, a row of two int64 words each, the low one first, in units of 10^-scale.

    >>> decimals(np.array([[9520, 0], [-1, -1]]), 2)
    [Decimal('95.20'), Decimal('-0.01')]
    """
    numbers = (int.from_bytes(row.astype("<i8").tobytes(), "little", signed=True) for row in words)
    return [to_decimal(Fraction(number) / Fraction(10) ** scale, scale) for number in numbers]


# --- lists of rows ---------------------------------------------------------------------------------------------------


def is_nested(column: Any) -> bool:
    """Whether each value of a column is a list of rows.

    >>> is_nested([None, [{"u1": 4}]]), is_nested(["a"])
    (True, False)
    """
    if (inner := _inner(column)) is not None:
        return type_name(inner) in {"Struct", "Unknown"}  # the type of lists that are all empty is unknown
    return _holds_rows(next((each for each in _objects_in(column) if not is_absent(each)), None))


def lists_of(column: Any, name: str) -> tuple[Any, Array, list[Fault]]:
    """All rows of a nested column (a frame, or a list of mappings), int64 offsets of each list's rows, and its faults.

    Anything that is no list, or in a list no row, is a fault (ASN410). An absent list has no rows.
    """
    if _inner(column) is None:
        return _lists_of_objects(_objects_in(column), name)
    arrow = _arrow_of(column)
    rows, lengths, gaps = _lists_of_polars(column.to_native()) if arrow is None else _lists_of_arrow(arrow)
    offsets = _offsets(lengths)
    holders = np.searchsorted(offsets, gaps, side="right") - 1
    faults = [
        Fault("ASN410", row=int(row), list=name, item_row=int(gap - offsets[row]), kind="absent")
        for row, gap in zip(holders, gaps, strict=True)
    ]
    return rows, offsets, faults


def value_of(column: Any, row: int) -> Any:
    """The Python value of a row of a nested column."""
    if isinstance(column, list | np.ndarray):
        return column[row]
    return column[row : row + 1].to_list()[0]


def _lists_of_objects(values: Iterable[Any], name: str) -> tuple[list[Any], Array, list[Fault]]:
    lists: list[list[Any]] = []
    faults = []
    for row, held in enumerate(values):
        absent = is_absent(held)
        if not absent and not _holds_rows(held):
            faults.append(Fault("ASN410", row=row, list=name, kind=kind_of(held)))
        lists.append(list(held) if not absent and _holds_rows(held) else [])
        faults += [
            Fault("ASN410", row=row, list=name, item_row=item_row, kind=kind_of(None if is_absent(entry) else entry))
            for item_row, entry in enumerate(lists[-1])
            if mapping(entry) is None
        ]
    rows = [{} if mapping(entry) is None else entry for entry in chain.from_iterable(lists)]
    return rows, _offsets(np.fromiter(map(len, lists), np.int64, len(lists))), faults


def _holds_rows(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def _lists_of_polars(native: Any) -> tuple[Any, Array, Array]:
    """All rows as a frame, the length of each list, and which of the rows are null."""
    if type(native.dtype).__name__ == "Array":
        native = native.arr.to_list()
    lengths = native.list.len().fill_null(0)
    rows = native.filter(lengths > 0).explode()  # an empty list would become a row of nulls
    frame = rows.struct.unnest() if hasattr(rows.dtype, "fields") else [{}] * len(rows)
    return frame, lengths.to_numpy(), np.flatnonzero(rows.is_null().to_numpy())


def _lists_of_arrow(column: Any) -> tuple[Any, Array, Array]:
    arrow, joined = pyarrow(), _one_chunk(column)
    rows = joined.flatten()  # respects slices, and leaves out the content of null lists
    lengths = joined.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    gaps = np.flatnonzero(rows.is_null().to_numpy(zero_copy_only=False))
    if not arrow.types.is_struct(rows.type):
        return [{}] * len(rows), lengths, gaps
    return arrow.Table.from_arrays(rows.flatten(), [each.name for each in rows.type]), lengths, gaps


def _offsets(lengths: Array) -> Array:
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets


def _inner(column: Any) -> Any:
    """The type of the entries in the lists of a typed column; None for another column."""
    return getattr(getattr(column, "dtype", None), "inner", None)


def _objects_in(column: Any) -> Iterable[Any]:
    """The values of a column that may hold Python objects; none of a column of another type."""
    if isinstance(column, list):
        return column
    native = column if isinstance(column, np.ndarray) else column.to_native()
    if isinstance(getattr(native, "dtype", None), np.dtype):
        return native if native.dtype == object else ()
    return column.to_list() if type_name(column.dtype) == "Object" else ()


# --- new columns -----------------------------------------------------------------------------------------------------


def new_series(frame: Any, name: str, values: Any) -> Any:
    """A new column for a frame of narwhals: an array (a NaN is a null, as is a masked value), or a list."""
    library, implementation = frame.__native_namespace__(), frame.implementation
    if isinstance(values, Categories):
        arrow = implementation.is_pyarrow()
        column = values.native(library, of_polars=implementation.is_polars(), of_arrow=arrow)
        return from_native(library.chunked_array([column]) if arrow else column).alias(name)
    if isinstance(values, list) and all(value is None or isinstance(value, str) for value in values):
        return narwhals().new_series(name, values, narwhals().String, backend=implementation)
    masked = isinstance(values, np.ma.MaskedArray)
    if masked and values.dtype.kind == "f":
        values, masked = values.filled(np.nan), False
    if isinstance(values, np.ndarray) and values.dtype == object:
        values = values.tolist()
    if implementation.is_polars():
        dtype = library.Series(values.data[:0]).dtype if masked else None
        given = values.tolist() if masked else values  # older versions of polars see no mask
        native = library.Series(name, given, dtype, nan_to_null=isinstance(given, np.ndarray))
    elif implementation.is_pyarrow():
        native = library.chunked_array([library.array(values, from_pandas=True)])
    elif masked and values.dtype.kind in "iub":
        nullable = library.arrays.BooleanArray if values.dtype.kind == "b" else library.arrays.IntegerArray
        native = library.Series(nullable(np.array(values.data), np.ma.getmaskarray(values)))
    else:
        native = library.Series(values)
    return from_native(native).alias(name)


def rows_of(column: Any, rows: Array) -> Any:
    """Some rows of a column, by index."""
    if isinstance(column, RawColumn):
        absent = None if column.absent is None else column.absent[rows]
        return evolve(column, values=column.values[rows], absent=absent)
    return [column[row] for row in rows.tolist()] if isinstance(column, list) else column[rows]


# --- what the libraries give -----------------------------------------------------------------------------------------


def narwhals() -> Any:
    """The library narwhals, imported only here, when the first frame arrives."""
    import narwhals.stable.v2 as library  # noqa: PLC0415 - a table of lists and arrays never needs it

    return library


def pyarrow() -> Any:
    """The library pyarrow where it is installed, else None."""
    try:
        return narwhals().Implementation.PYARROW.to_native_namespace()
    except ImportError:
        return None


def as_series(values: Any) -> Any:
    """An array or index of pandas, or an array of Arrow, as a column of its library; anything else as it is.

    numpy would turn whole numbers with absent values into floats.
    """
    library = type(values).__module__.partition(".")[0]
    if library == "pandas" and hasattr(values, "__len__") and not hasattr(values, "columns"):
        return narwhals().Implementation.PANDAS.to_native_namespace().Series(values)
    if hasattr(values, "__arrow_c_array__") and (arrow := pyarrow()) is not None:
        return arrow.chunked_array([arrow.array(values)])
    return values


def from_native(native: Any) -> Any:
    """A frame or series of narwhals; anything else unchanged. Names that occur twice raise a ValueError."""
    return narwhals().from_native(native, pass_through=True, allow_series=True)


def native(column: Any) -> Any:
    """A column as its library has it; of a file its texts."""
    if isinstance(column, RawColumn):
        return column.texts()
    return column.to_native() if hasattr(column, "to_native") else column


def type_name(dtype: Any) -> str:
    """The name of a type of narwhals: ``"Int64"``."""
    return dtype.__name__ if isinstance(dtype, type) else type(dtype).__name__


def _arrow_of(series: Any) -> Any:
    """The Arrow column behind a series; None for another series."""
    native = series.to_native()
    if series.implementation.is_pyarrow():
        return native
    if not hasattr(getattr(native, "dtype", None), "pyarrow_dtype"):
        return None
    column, library = pyarrow().array(native.array), pyarrow()
    return column if isinstance(column, library.ChunkedArray) else library.chunked_array([column])


def _one_chunk(column: Any) -> Any:
    joined = column.combine_chunks()
    return joined.chunk(0) if hasattr(joined, "chunk") else joined


def objects(values: Sequence[Any]) -> Array:
    """An array of objects, one a value: np.array would turn lists of equal length into a second dimension."""
    return np.fromiter(values, object, len(values))


def _none_at(absent: Array | None, values: Array) -> Array:
    values = values.astype(object, copy=absent is not None)
    if absent is not None:
        values[absent] = None
    return _read_only(values)


def _gaps(absent: Array) -> Array | None:
    return absent if absent.any() else None


def _read_only(values: Array) -> Array:
    view = values.view()
    view.flags.writeable = False
    return view
