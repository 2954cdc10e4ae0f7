"""Frames: any table in, the same kind out.

pandas, polars and pyarrow are reached through narwhals, anything else that speaks Arrow through pyarrow or nanoarrow;
none of them is imported before a table needs it. A column is converted when it is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np
from attrs import evolve, frozen
from attrs import field as attribute

from ...appraising.readings import kind_of, mapping
from ...cells import Cells, new_names
from ...errors import MissingExtraError, RecordError
from ...faults import Fault
from . import series
from .arrays import Array
from .categories import Categories
from .letters import Letters, letters_of_column
from .raw_columns import RawColumn

_LAZY = frozenset({"_duckdb", "duckdb", "ibis", "dask", "dask_expr", "pyspark"})
_PLAIN = frozenset(
    {"BOOL", "HALF_FLOAT", "FLOAT", "DOUBLE", *(f"{s}INT{n}" for s in ("", "U") for n in (8, 16, 32, 64))}
)


@frozen(eq=False)
class Table:
    """A table of any kind: names, a count of rows, columns on demand, and new tables of the same kind.

    The caller's data are never changed; arrays are read-only views or copies. Made by ``table_of``.

    >>> table = table_of({"nip": ["a", "b"], "nilai": [85.5, None]})
    >>> table.names, table.count, table.source("nilai").value(1), table.made({"skor": [95.2, None]}, keep=["nip"])
    (('nip', 'nilai'), 2, None, {'nip': ['a', 'b'], 'skor': [95.2, None]})
    """

    names: tuple[str, ...]
    count: int
    _columns: Mapping[str, Any] = attribute(repr=False)  # by name: an array, a list, or a series of narwhals
    _frame: Any = attribute(default=None, repr=False)  # the frame of narwhals that it came as; None: a mapping
    listed: bool = attribute(default=False, repr=False)  # it came as a list of records: none of them, no columns
    in_file: bool = attribute(default=False, repr=False)  # its columns are the cells of a file, as text
    original_names: tuple[str, ...] = attribute(default=(), repr=False)  # before they were renamed
    levels: tuple[str, ...] = attribute(default=(), repr=False)  # the named levels of pandas' index: they may be keys
    collected: bool = attribute(default=False, repr=False)  # it was a lazy one

    def source(self, name: str) -> RawColumn:
        """One column, or a level of the index, ready to be read."""
        return series.source_of(self._column(name))

    def renamed(self, cells: Cells) -> Table:
        """The table with the names that cells give to its columns, once; raises a RecordError (ASN445) for a name given twice.

        >>> table_of({"Nilai SKP": [85]}).renamed(Cells(rename={"Nilai SKP": "nilai_skp"})).names
        ('nilai_skp',)
        """
        if not cells.rename or self.original_names:
            return self
        names = new_names(self.names, cells)
        if names == self.names:
            return evolve(self, original_names=self.names)
        columns = dict(zip(names, self._columns.values(), strict=True))
        if self._frame is None:
            return evolve(self, names=names, columns=columns, original_names=self.names)
        frame = self._frame.rename(dict(zip(self._frame.columns, names, strict=True)))
        columns = {name: frame.get_column(name) for name in names}
        return evolve(self, names=names, columns=columns, frame=frame, original_names=self.names)

    def letters(self, name: str) -> Letters | None:
        """The texts of a column as bytes, where its library has them so; None for any other column."""
        return letters_of_column(self._column(name))

    def is_unclear(self, name: str) -> bool:
        """Whether a name is that of a column and of a level of the index, which hold different values, or of two levels."""
        if name not in self.levels:
            return False
        if self.levels.count(name) > 1:
            return True
        if name not in self.names:
            return False
        own = self._frame.get_column(name).to_native().reset_index(drop=True)
        return not own.equals(series.as_series(self._level(name)))

    def plain_list(self, name: str) -> list[Any] | None:
        """A column that came as a list; None for any other."""
        column = self._column(name)
        return column if isinstance(column, list) else None

    def is_nested(self, name: str) -> bool:
        """Whether each value of a column is a list of rows."""
        return series.is_nested(self._column(name))

    def rows(self, name: str) -> tuple[Table, Array, Array | None]:
        """The rows of a nested column as a table of their own, and int64 offsets (``count`` + 1) of each record's rows.

        An absent list has no rows. The mask says which records hold something other than a list of rows; None if no
        record does.
        """
        rows, offsets, faults = series.lists_of(self._column(name), name)
        broken = None
        if faults:
            broken = np.zeros(self.count, bool)
            broken[np.array([fault.row for fault in faults], np.int64)] = True
        return evolve(table_of(rows), frame=None), offsets, broken

    def value(self, name: str, row: int) -> Any:
        """The value of a nested column in a row, as a record would hold it."""
        return series.value_of(self._column(name), row)

    def made(self, columns: Mapping[str, Any], *, keep: Iterable[str] = (), join: bool = False) -> Any:
        """A new table of the same kind: the columns named by ``keep`` (all with ``join``), then the columns given.

        A column is an array (a NaN of floats is a null, as is a masked value), a list of text and None, or categories, with
        ``count`` entries. pandas keeps its index, and keys in it stay there. A name that occurs twice raises a RecordError
        (ASN446).
        """
        kept = self.names if join else tuple(name for name in keep if name in self.names)
        _refuse_if(Fault("ASN446", field=name) for name in columns if name in kept)
        if self._frame is None:
            return {**{name: series.native(self._column(name)) for name in kept}, **_plain(columns)}
        new = [series.new_series(self._frame, name, values) for name, values in columns.items()]
        frame = self._frame.with_columns(*new)
        if not join:
            frame = frame.select(*(self._column(name) for name in kept), *(frame.get_column(name) for name in columns))
        return frame.to_native()

    def at(self, rows: Array) -> Table:
        """A table of the same kind of some rows, by index."""
        if self._frame is not None:
            return evolve(_table_of_frame(self._frame[rows]), in_file=self.in_file)
        columns = {name: series.rows_of(self._column(name), rows) for name in self.names}
        return evolve(self, count=len(rows), columns=columns)

    def like(self, columns: Mapping[str, Any]) -> Any:
        """A new table of the same kind of some columns alone, as above but of any length."""
        if self._frame is None:
            return _plain(columns)
        # Column by column: narwhals' from_dict hands an Enum of an older polars over in a way that polars panics at.
        first, *others = (series.new_series(self._frame, name, values) for name, values in columns.items())
        return first.to_frame().with_columns(*others).to_native()

    def _column(self, name: str) -> Any:
        if name in self._columns:
            return self._columns[name]
        if name in self.levels:
            return _from_native(series.as_series(self._level(name)))
        raise RecordError(faults=[Fault("ASN431", field=name, facts={"column": name})])

    def _level(self, name: str) -> Any:
        """A level of the index, as pandas has it."""
        return self._frame.to_native().index.get_level_values(name)


def table_of(data: object) -> Table:
    """A table of any kind: a frame, anything with ``__arrow_c_stream__``, a mapping of columns, a list of mappings, a
    structured array of numpy, which is a mapping of its fields.

    Raises a RecordError for a lazy frame (ASN441; ``lazy_tables`` collects some), what is no table (ASN442), a column that is no list or one-dimensional
    array (ASN443), columns of several lengths (ASN444) and a name that occurs twice (ASN445).
    """
    if isinstance(data, Table):
        return data
    if isinstance(data, Mapping):
        return _table_of_columns(data)
    if isinstance(data, list | tuple):
        return _table_of_records(data)
    if is_structured(data):
        return _table_of_columns({name: data[name] for name in data.dtype.names or ()})
    kind = type(data).__name__
    if data is None or isinstance(data, str | bytes | np.ndarray | np.generic):
        raise RecordError(faults=[Fault("ASN442", kind=kind_of(data))])
    if (library := type(data).__module__.partition(".")[0]) in _LAZY:
        facts = {"own": "appraise_spark"} if library == "pyspark" else {}
        raise RecordError(faults=[Fault("ASN441", kind=kind, facts=facts)])
    framed = _from_native(data)
    if hasattr(framed, "get_column"):
        return _table_of_frame(framed)
    if hasattr(framed, "collect"):
        raise RecordError(faults=[Fault("ASN441", kind=kind)])
    if hasattr(data, "__arrow_c_stream__"):
        return _table_of_stream(data)
    raise RecordError(faults=[Fault("ASN442", kind=kind)])


def is_structured(data: object) -> TypeGuard[Array]:
    """Whether something is a one-dimensional array of numpy whose rows have named fields."""
    return isinstance(data, np.ndarray) and data.dtype.names is not None and data.ndim == 1


def _plain(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a mapping: categories as their texts."""
    return {name: values.texts() if isinstance(values, Categories) else values for name, values in columns.items()}


# --- tables ----------------------------------------------------------------------------------------------------------


def _table_of_frame(frame: Any) -> Table:
    _refuse_doubles(map(str, frame.columns))
    columns = {str(name): frame.get_column(name) for name in frame.columns}
    named = (
        getattr(getattr(frame.to_native(), "index", None), "names", ()) if frame.implementation.is_pandas_like() else ()
    )
    levels = tuple(name for name in named if isinstance(name, str))
    return Table(tuple(columns), len(frame), columns, frame, levels=levels)


def _table_of_columns(data: Mapping[Any, Any]) -> Table:
    _refuse_doubles(map(str, data))
    columns = {str(name): _given_column(str(name), values) for name, values in data.items()}
    count = next((len(column) for column in columns.values()), 0)
    _refuse_if(
        Fault("ASN444", field=name, facts={"found": str(len(column)), "right": str(count)})
        for name, column in columns.items()
        if len(column) != count
    )
    return Table(tuple(columns), count, columns)


def _given_column(name: str, values: Any) -> Any:
    if isinstance(values, list):
        return values
    if isinstance(values, Sequence) and not isinstance(values, str | bytes | bytearray | memoryview):
        return [*values]
    if not isinstance(values, np.ndarray | str | bytes | Mapping):
        found = _from_native(series.as_series(values))
        if hasattr(found, "to_native") and hasattr(found, "to_list"):
            return found
        if hasattr(found, "__array__"):
            values = np.asarray(found)
    if not isinstance(values, np.ndarray) or values.ndim != 1:
        raise RecordError(faults=[Fault("ASN443", field=name, kind=kind_of(values))])
    return values


def _table_of_records(records: Iterable[Any]) -> Table:
    found = [mapping(record) for record in records]
    _refuse_if(Fault("ASN422", row=row) for row, record in enumerate(found) if record is None)
    held = [record for record in found if record is not None]
    names = dict.fromkeys(name for record in held for name in record)
    _refuse_doubles(map(str, names))
    return Table(
        tuple(map(str, names)),
        len(held),
        {str(name): [record.get(name) for record in held] for name in names},
        listed=True,
    )


def _table_of_stream(data: Any) -> Table:
    kind = type(data).__name__
    if (arrow := series.pyarrow()) is not None:
        try:
            table = arrow.table(data)
        except (TypeError, ValueError):  # a stream of values instead of rows
            raise RecordError(faults=[Fault("ASN442", kind=kind)]) from None
        return _table_of_frame(_from_native(table))
    try:
        # An extra, loaded for a stream of Arrow where pyarrow is not installed; types only where it is.
        import nanoarrow  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(library="pyarrow or nanoarrow", extra="arrow") from None
    stream = nanoarrow.ArrayStream(data)
    if stream.schema.type != nanoarrow.Type.STRUCT:
        raise RecordError(faults=[Fault("ASN442", kind=kind)])
    fields = list(stream.schema.fields)
    _refuse_doubles(each.name for each in fields)
    if any(map(_is_left_to_pyarrow, fields)):
        raise MissingExtraError(library="pyarrow", extra="arrow")
    rows = stream.read_all()
    _, held = nanoarrow.ArrayStream(rows).to_columns_pysequence(handle_nulls=nanoarrow.nulls_separate())
    columns = {each.name: _of_nanoarrow(each, values) for each, values in zip(fields, held, strict=True)}
    return Table(tuple(columns), len(rows), columns)


def _is_left_to_pyarrow(field: Any) -> bool:
    """Whether nanoarrow 0.9 gives other values than those in the data, or ends the process."""
    text, name = str(field), field.type.name
    return "view" in text or ("decimal" in text and name != "DECIMAL128")


def _of_nanoarrow(field: Any, values: Any) -> Any:
    """A column of nanoarrow as an array or a list; what nanoarrow 0.9 does not give right is left to pyarrow."""
    name = field.type.name
    if isinstance(values, list):
        return values
    valid, buffer = values
    absent = np.zeros(len(buffer), bool) if valid is None else ~np.asarray(valid).astype(bool)
    if name == "DECIMAL128":
        held = series.decimals(np.frombuffer(buffer, "<i8").reshape(-1, 2), field.scale)
        return [None if gap else number for gap, number in zip(absent, held, strict=True)]
    if name not in _PLAIN:
        raise MissingExtraError(library="pyarrow", extra="arrow")
    array = np.asarray(buffer).astype(bool) if name == "BOOL" else np.asarray(buffer)
    return array if valid is None else np.ma.MaskedArray(array, absent)


def _from_native(data: Any) -> Any:
    try:
        return series.from_native(data)
    except ValueError:  # narwhals refuses double names
        names = data.column_names if hasattr(type(data), "column_names") else getattr(data, "columns", ())
        _refuse_doubles(map(str, names))
        raise


def _refuse_doubles(names: Iterable[str]) -> None:
    counts = Counter(names)
    _refuse_if(Fault("ASN445", field=name) for name, count in counts.items() if count > 1)


def _refuse_if(faults: Iterable[Fault]) -> None:
    if found := tuple(faults):
        raise RecordError(faults=found)
