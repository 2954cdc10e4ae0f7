"""SQLite: tables of a file in batches of rows; results wait in a temporary table and come into the file in one transaction.

While rows are scored the file is not locked: others may read and write it, and the rows may come from it too.

SQLite has no decimals. A score is stored as REAL, the double nearest to it, and only where that tells all of its digits
(at most 14): it is compared and ordered as a number, and rounded to its places it is exact. A text would be exact as
well, but '100.00' sorts before '95.00', and ``score >= 90`` leaves it out without a word.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DatabaseOpenError, DatabaseWriteError
from .engines import Column, Engine, Failure, Target
from .failures import failed
from .places import DatabasePlace, quoted
from .result_columns import ScoreValues

BATCH_ROWS = 1 << 16
WAIT = 10.0  # seconds for another process that is writing
_MOST_DIGITS = 14
# Codes of SQLite, by their last byte.
_CODES = {"locked": {5, 6}, "full": {10, 13}, "refused": {3, 8, 23}, "unopened": {14, 26}}


class Sqlite(Engine):
    """A file of SQLite."""

    parameter = "?"
    types = {"text": "TEXT", "whole": "INTEGER", "real": "REAL", "flag": "BOOLEAN", "score": "REAL"}  # noqa: RUF012

    def __init__(self, place: DatabasePlace, *, writing: bool) -> None:
        super().__init__(place)
        if not writing and not Path(place.address).is_file():
            raise DatabaseOpenError(place=place.database, reason=os.strerror(errno.ENOENT))
        self.waiting: dict[Target, str] = {}
        with self.told():
            # A file that a killed process left half written is put right by opening it for writing.
            mode = "rwc" if writing else "rw"
            address = f"{Path(place.address).absolute().as_uri()}?mode={mode}"
            self.connection = sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)
            self.connection.execute("PRAGMA schema_version")
            if not writing:
                self.connection.execute("PRAGMA query_only = 1")

    @contextmanager
    def told(self, *, writing: bool = False) -> Iterator[None]:
        """Errors of sqlite3 become ours."""
        try:
            yield
        except sqlite3.Error as problem:
            raise failed(self.place, _failure(problem), writing=writing) from None

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        self.connection.execute(statement, tuple(values))

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a small query."""
        return self.connection.execute(statement, tuple(values)).fetchall()

    def batches(self, query: str, table: tuple[str, str] | None = None) -> Iterator[Any]:
        """The rows of a query as mappings of columns; 0 and 1 in columns of a table declared as BOOLEAN are truths."""
        cursor = self.connection.execute(query)
        names = [each[0] for each in cursor.description]
        declared = {} if table is None else dict(self.columns_of(table))
        flags = [declared.get(name, "").upper().startswith("BOOL") for name in names]
        first = True
        while (rows := cursor.fetchmany(BATCH_ROWS)) or first:
            first = False
            columns = zip(*rows, strict=True) if rows else ((),) * len(names)
            yield {
                name: [_truth(value) for value in held] if flag else list(held)
                for name, flag, held in zip(names, flags, columns, strict=True)
            }

    def names(self) -> list[tuple[str, str]]:
        """Schema and name of every table and view."""
        statement = "SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        return [("main", name) for (name,) in self.rows(f"{statement} ORDER BY name")]

    def columns_of(self, table: tuple[str, str]) -> list[tuple[str, str]]:
        """Name and declared type of each column of a table."""
        return [
            (name, kind) for name, kind in self.rows("SELECT name, type FROM pragma_table_info(?, 'main')", table[1:])
        ]

    def mark_of(self, table: tuple[str, str]) -> str:
        """The comment in the statement that made the table, which SQLite keeps."""
        statement = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?"
        text = next((str(text) for (text,) in self.rows(statement, table[1:])), "")
        return text.partition("/* ")[2].partition(" */")[0]

    def identity(self) -> str:
        """The file that the path leads to."""
        return str(Path(self.place.address).resolve())

    def qualified(self, table: tuple[str, ...]) -> tuple[str, ...]:
        """The name of a table with its schema."""
        return table if len(table) > 1 else ("main", *table)

    def take(self, target: Target) -> None:
        """Make the temporary table in which rows wait."""
        self.checked(target)
        name = self.waiting[target] = f"asn_appraisal_{len(self.waiting)}"
        self.execute(f"CREATE TEMP TABLE {name} ({self.definition(target)})")

    def create(self, target: Target) -> None:
        """Make a table, its mark a comment in the statement."""
        name = quoted(*self.qualified(target.table))
        self.execute(f"CREATE TABLE {name} (/* {target.mark} */ {self.definition(target)})")

    def insert(self, target: Target, values: Sequence[Any]) -> None:
        """Add rows, given as columns, to those that wait."""
        columns = [self._held(column, held) for column, held in zip(target.columns, values, strict=True)]
        marks = ", ".join("?" * len(columns))
        statement = f"INSERT INTO temp.{self.waiting[target]} VALUES ({marks})"
        self.connection.executemany(statement, zip(*columns, strict=True))

    def _held(self, column: Column, held: Any) -> list[Any]:
        if column.kind == "score":
            return self._scores(held)
        return [*(held.tolist() if isinstance(held, np.ndarray) else held)]

    def _scores(self, held: ScoreValues) -> list[float | None]:
        if held.doubles is None:
            raise DatabaseWriteError(place=self.place, digits=str(_MOST_DIGITS))
        pairs = zip(held.rejected.tolist(), held.doubles.tolist(), strict=True)
        return [None if rejected else score for rejected, score in pairs]

    def commit(self) -> None:
        """Bring all that waits into the file at once."""
        self.execute("BEGIN IMMEDIATE")
        for target, name in self.waiting.items():
            self.replace(target)
            table = quoted(*self.qualified(target.table))
            self.execute(f"INSERT INTO {table} SELECT * FROM temp.{name} ORDER BY rowid")
        self.execute("COMMIT")

    def undo(self) -> None:
        """Undo what was not committed."""
        with suppress(sqlite3.Error):
            self.connection.rollback()

    def close(self) -> None:
        """Close the database; what was not committed is undone."""
        self.connection.close()


def _truth(value: Any) -> Any:
    return bool(value) if value in (0, 1) else value


def _failure(problem: sqlite3.Error) -> Failure:
    code = getattr(problem, "sqlite_errorcode", 1) & 0xFF
    return Failure(next((what for what, codes in _CODES.items() if code in codes), "other"), str(problem))
