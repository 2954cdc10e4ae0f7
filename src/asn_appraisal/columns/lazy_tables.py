"""Lazy tables: a LazyFrame of polars or a relation of duckdb, counted, then collected as a whole or streamed in batches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, frozen

from ..errors import MissingExtraError, RecordError
from ..faults import Fault
from .reading.frames import Table, table_of
from .reading.series import from_native, narwhals, pyarrow

MOST_ROWS = 10_000_000  # up to which a lazy table is collected
BATCH_ROWS = 1 << 17
_READERS = ("to_arrow_reader", "fetch_arrow_reader")  # of duckdb: the first from 1.5 on, where the other is deprecated


@frozen
class LazyTable:
    """A table that has no values until it is asked for them; ``native`` is as its library has it."""

    native: Any
    is_relation: bool

    def count(self) -> int:
        """How many rows it has, without collecting them."""
        if self.is_relation:
            ((count,),) = self.native.aggregate("count(*)").fetchall()
            return int(count)
        return int(from_native(self.native).select(narwhals().len()).collect().item())

    def collected(self) -> Any:
        """All of its rows: a DataFrame of polars; of a relation a table of pyarrow."""
        if not self.is_relation:
            return self.native.collect()
        _need_pyarrow()
        return self.native.to_arrow_table()

    def batches(self) -> Iterator[Any]:
        """Its rows in their order, some at a time; only these are in memory.

        Raises a RecordError (ASN467) for a relation that gives fewer rows, or more, than it counted before.
        """
        return self._batches_of_relation() if self.is_relation else self._batches_of_frame()

    def _batches_of_relation(self) -> Iterator[Any]:
        _need_pyarrow()
        right, rows = self.count(), 0
        reader = next(getattr(self.native, name) for name in _READERS if hasattr(type(self.native), name))
        for batch in reader(BATCH_ROWS):
            rows += batch.num_rows
            yield batch
        # Up to duckdb 1.5 another query on the connection ends the reader without a word: rows would be missing.
        if rows != right:
            raise RecordError(faults=[Fault("ASN467", facts={"found": str(rows), "right": str(right)})])

    def _batches_of_frame(self) -> Iterator[Any]:
        if hasattr(self.native, "collect_batches"):
            yield from self.native.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True)
            return
        # An older polars cannot yield batches. Collecting slice after slice would run the query once for each, and one
        # that gives its rows in another order each time would lose some: it runs once, into a file.
        with TemporaryDirectory() as folder:
            path = Path(folder) / "rows.arrow"
            self.native.sink_ipc(path)
            rows = narwhals().Implementation.POLARS.to_native_namespace().scan_ipc(path)
            whole, start = LazyTable(rows, is_relation=False).count(), 0
            while start < whole:
                yield rows.slice(start, BATCH_ROWS).collect()
                start += BATCH_ROWS


def lazy_table(data: object) -> LazyTable | None:
    """A LazyFrame of polars (or of narwhals over one) or a relation of duckdb; None for anything else."""
    if type(data).__module__.partition(".")[0] == "narwhals" and hasattr(data, "to_native"):
        return lazy_table(data.to_native())
    kinds = {(base.__module__.partition(".")[0], base.__name__) for base in type(data).__mro__}
    if ("polars", "LazyFrame") in kinds:
        return LazyTable(data, is_relation=False)
    if kinds & {("duckdb", "DuckDBPyRelation"), ("_duckdb", "DuckDBPyRelation")}:
        return LazyTable(data, is_relation=True)
    return None


def opened(data: object) -> Table:
    """A table of any kind; a lazy one is collected, which ``Table.collected`` says.

    Raises a RecordError for one of more than ``MOST_ROWS`` rows (ASN463), and as ``table_of``.

    >>> opened({"nilai": [85.5, 90]}).collected
    False
    """
    lazy = lazy_table(data)
    if lazy is None:
        return table_of(data)
    if (rows := lazy.count()) > MOST_ROWS:
        facts = {"rows": f"{rows:_}".replace("_", " "), "limit": f"{MOST_ROWS:_}".replace("_", " ")}
        raise RecordError(faults=[Fault("ASN463", kind=type(lazy.native).__name__, facts=facts)])
    return evolve(table_of(lazy.collected()), collected=True)


def _need_pyarrow() -> None:
    if pyarrow() is None:
        raise MissingExtraError(library="pyarrow", extra="arrow")
