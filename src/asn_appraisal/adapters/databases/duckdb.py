"""DuckDB: tables of a file in Arrow batches, decimals as decimals; results are written in one transaction.

A transaction of many statements would keep all of its rows in memory: they wait in a temporary file beside the database, and come
into it by one statement.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from ...errors import DatabaseOpenError, MissingExtraError
from .arrow_columns import arrow_block, pyarrow
from .engines import Engine, Failure, Target
from .failures import failed
from .places import DatabasePlace, quoted

BATCH_ROWS = 1 << 17
_READERS = ("to_arrow_reader", "fetch_arrow_reader")  # the first from 1.5 on, where the other is deprecated
_BLOCK = "asn_appraisal_block"


class DuckDb(Engine):
    """A file of DuckDB."""

    types = {  # noqa: RUF012  (read alone)
        "text": "VARCHAR",
        "whole": "BIGINT",
        "real": "DOUBLE",
        "flag": "BOOLEAN",
        "score": "DECIMAL(38,{places})",
    }

    def __init__(self, place: DatabasePlace, *, writing: bool) -> None:
        super().__init__(place)
        pyarrow()
        self.library = _duckdb()
        self.waiting: dict[Target, Any] = {}
        if not writing and not Path(place.address).is_file():
            raise DatabaseOpenError(place=place.database, reason=os.strerror(errno.ENOENT))
        with self.told():
            self.connection = self._connected(read_only=not writing)
            self.connection.execute("SET enable_progress_bar = false")  # it would come among our results
            if writing:
                self.connection.execute("BEGIN")

    def _connected(self, *, read_only: bool) -> Any:
        try:
            return self.library.connect(self.place.address, read_only=read_only)
        except self.library.ConnectionException:
            if not read_only:
                raise
            return self.library.connect(self.place.address)  # this process is writing to it

    @contextmanager
    def told(self, *, writing: bool = False) -> Iterator[None]:
        """Errors of duckdb become ours."""
        try:
            yield
        except self.library.Error as problem:
            raise failed(self.place, _failure(problem), writing=writing) from None
        except OSError as problem:  # of the file in which rows wait
            raise failed(self.place, Failure("full" if writing else "other", str(problem)), writing=writing) from None

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        self.connection.execute(statement, list(values))

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a small query."""
        found: list[tuple[Any, ...]] = self.connection.execute(statement, list(values)).fetchall()
        return found

    def batches(self, query: str, table: tuple[str, str] | None = None) -> Iterator[Any]:  # noqa: ARG002  (other engines need the table)
        """The rows of a query as record batches of Arrow, in their order."""
        relation = self.connection.sql(query)
        reader = next(getattr(relation, name) for name in _READERS if hasattr(type(relation), name))(BATCH_ROWS)
        empty = True
        for batch in reader:
            empty = False
            yield batch
        if empty:
            yield pyarrow().RecordBatch.from_pylist([], schema=reader.schema)

    def names(self) -> list[tuple[str, str]]:
        """Schema and name of every table and view."""
        mine = "database_name = current_database() AND NOT internal"
        tables = f"SELECT schema_name, table_name FROM duckdb_tables() WHERE {mine}"
        views = f"SELECT schema_name, view_name FROM duckdb_views() WHERE {mine}"
        return [(schema, name) for schema, name in self.rows(f"{tables} UNION ALL {views} ORDER BY ALL")]

    def columns_of(self, table: tuple[str, str]) -> list[tuple[str, str]]:
        """Name and type of each column of a table."""
        statement = (
            "SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = current_database() "
            "AND schema_name = $1 AND table_name = $2 ORDER BY column_index"
        )
        return [(name, kind) for name, kind in self.rows(statement, table)]

    def mark_of(self, table: tuple[str, str]) -> str:
        """The comment on a table."""
        statement = (
            "SELECT comment FROM duckdb_tables() WHERE database_name = current_database() "
            "AND schema_name = $1 AND table_name = $2"
        )
        return next((mark or "" for (mark,) in self.rows(statement, table)), "")

    def identity(self) -> str:
        """The file that the path leads to."""
        return str(Path(self.place.address).resolve())

    def qualified(self, table: tuple[str, ...]) -> tuple[str, ...]:
        """The name of a table with its schema."""
        return table if len(table) > 1 else ("main", *table)

    def take(self, target: Target) -> None:
        """Make ready what rows wait in."""
        self.checked(target)
        self.waiting[target] = None

    def create(self, target: Target) -> None:
        """Make a table, its mark a comment."""
        name = quoted(*self.qualified(target.table))
        self.execute(f"CREATE TABLE {name} ({self.definition(target)})")
        self.execute(f"COMMENT ON TABLE {name} IS '{target.mark}'")

    def insert(self, target: Target, values: Sequence[Any]) -> None:
        """Add rows, given as columns."""
        block = arrow_block(self.place, target.columns, values)
        if self.waiting[target] is None:
            # Without a name: it is gone with the process, however that ends.
            file = TemporaryFile(dir=Path(self.place.address).absolute().parent)  # noqa: SIM115  (held until the commit)
            self.waiting[target] = file, import_module("pyarrow.parquet").ParquetWriter(file, block.schema)
        _, writer = self.waiting[target]
        writer.write_table(block)

    def commit(self) -> None:
        """Bring all that waits into the file at once."""
        for target, held in self.waiting.items():
            self.replace(target)
            if held is None:
                continue
            file, writer = held
            writer.close()
            file.seek(0)
            batches = import_module("pyarrow.parquet").ParquetFile(file).iter_batches(BATCH_ROWS)
            self.connection.register(_BLOCK, pyarrow().RecordBatchReader.from_batches(writer.schema, batches))
            self.execute(f"INSERT INTO {quoted(*self.qualified(target.table))} SELECT * FROM {_BLOCK}")
            self.connection.unregister(_BLOCK)
        self.execute("COMMIT")

    def undo(self) -> None:
        """Undo what was not committed."""
        with suppress(self.library.Error):  # there may be no transaction any more
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        """Close the database; what was not committed is undone."""
        self.connection.close()


def _duckdb() -> Any:
    try:
        return import_module("duckdb")
    except ImportError:
        raise MissingExtraError(library="duckdb", extra="duckdb") from None


def _failure(problem: Exception) -> Failure:
    text = str(problem).partition("\n")[0]
    _, _, reason = text.partition(": ")
    if "lock on file" in text or "different configuration" in text or "onflict" in text:
        return Failure("locked", reason)
    if any(sign in text for sign in ("No space left", "max_temp_directory_size", "File too large", "Disk quota")):
        return Failure("full", reason)
    if "Permission denied" in text or "read-only" in text:
        return Failure("refused", reason)
    unopened = "Cannot open" in text or "not a valid DuckDB" in text
    return Failure("unopened" if unopened else "other", reason or text)
