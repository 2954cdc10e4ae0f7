"""PostgreSQL: tables of a server through ADBC, whatever is numeric as decimals; results are written in one transaction.

Readers of the table see the old result until the new one is committed; a second run that writes to it waits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any

from ...errors import DatabaseOpenError, MissingExtraError
from .arrow_columns import arrow_block, pyarrow
from .engines import Engine, Failure, Target
from .failures import failed, without_password
from .places import DatabasePlace, quoted

_SAMPLE = "postgresql://user:kata%2Fsandi@server/db::nilai"
WAIT = "10s"  # for another run that writes to the table
# What arrives over ADBC as it is; all else is asked for as text. Money arrives in cents, char(n) with blanks at its end.
_AS_IT_IS = {
    "boolean",
    "smallint",
    "integer",
    "bigint",
    "real",
    "double precision",
    "text",
    "character varying",
    "date",
    "timestamp without time zone",
    "timestamp with time zone",
}
_NUMERIC, _MONEY, _JSON = "numeric", "money", {"json", "jsonb"}
_MOST_DIGITS = 38
# States of SQL.
_STATES = {"locked": {"55P03", "40P01", "40001"}, "full": {"53100"}, "refused": {"42501", "28P01", "28000", "25006"}}
_BASES = """WITH RECURSIVE bases(kind, base) AS (
  SELECT oid, oid FROM pg_catalog.pg_type WHERE oid IN ({kinds})
  UNION ALL SELECT kind, typbasetype FROM bases JOIN pg_catalog.pg_type ON oid = base WHERE typtype = 'd'
) SELECT kind::int8, pg_catalog.format_type(base, NULL) FROM bases JOIN pg_catalog.pg_type ON oid = base WHERE typtype <> 'd'"""
_REFUSALS = ("password", "authentication failed", "pg_hba.conf", "permission denied", "is not permitted")
_BAD_ADDRESS = ("invalid ", "missing ", "unexpected ", "extra key", "forbidden value", "end of string")


class Postgres(Engine):
    """A database of a server."""

    types = {  # noqa: RUF012  (read alone)
        "text": "text",
        "whole": "bigint",
        "real": "double precision",
        "flag": "boolean",
        "score": "numeric(38,{places})",
    }

    def __init__(self, place: DatabasePlace, *, writing: bool) -> None:
        super().__init__(place)
        pyarrow()
        self.library = _adbc()
        if place.is_misread:
            raise DatabaseOpenError(place=place.database, sample=_SAMPLE)
        try:
            self.connection = self.library.connect(place.address, autocommit=False)
        except self.library.Error as problem:
            raise self._no_connection(problem) from None
        with self.told():
            if writing:
                self.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            else:
                self.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def _no_connection(self, problem: Exception) -> Exception:
        reason = _reason(problem)
        if reason.startswith(_BAD_ADDRESS):  # libpq would show pieces of a password that is not escaped
            return DatabaseOpenError(place=self.place.database, sample=_SAMPLE)
        if any(sign in reason for sign in _REFUSALS):
            return failed(self.place.of(()), Failure("refused", reason), writing=False)
        return DatabaseOpenError(place=self.place.database, reason=without_password(self.place, reason))

    @contextmanager
    def told(self, *, writing: bool = False) -> Iterator[None]:
        """Errors of ADBC become ours."""
        try:
            yield
        except self.library.Error as problem:
            raise failed(self.place, _failure(problem), writing=writing) from None

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, tuple(values) or None)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a small query."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, tuple(values) or None)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def batches(self, query: str, table: tuple[str, str] | None = None) -> Iterator[Any]:  # noqa: ARG002  (other engines need the table)
        """The rows of a query as mappings of columns of Arrow, numeric as decimals and JSON as lists."""
        kinds = self._kinds(query)
        shown = ", ".join(_shown(name, kind) for name, kind in kinds.items()) or "*"
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {shown} FROM ({query}) AS rows_to_score")
            reader = cursor.fetch_record_batch()
            empty = True
            for batch in reader:
                empty = False
                yield {name: _column(kind, batch.column(place)) for place, (name, kind) in enumerate(kinds.items())}
            if empty:
                yield {each.name: pyarrow().array([], each.type) for each in reader.schema}

    def _kinds(self, query: str) -> dict[str, str]:
        """The type of each column of a query, below its domains."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({query}) AS rows_to_score LIMIT 0")
            names = [each[0] for each in cursor.description]
        if not names:
            return {}
        asked = ", ".join(f"pg_catalog.pg_typeof(r.{quoted(name)})::oid::int8" for name in names)
        one_row = "(VALUES (1)) AS one(row) LEFT JOIN LATERAL"
        ((*oids,),) = self.rows(f"SELECT {asked} FROM {one_row} (SELECT * FROM ({query}) AS q LIMIT 0) AS r ON true")
        bases = dict(self.rows(_BASES.format(kinds=", ".join(map(str, set(oids))))))
        return {name: bases[oid] for name, oid in zip(names, oids, strict=True)}

    def names(self) -> list[tuple[str, str]]:
        """Schema and name of every table and view, those on the search path first."""
        statement = (
            "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN "
            "('pg_catalog', 'information_schema', 'pg_toast') ORDER BY NOT pg_catalog.pg_table_is_visible(c.oid), 1, 2"
        )
        return [(schema, name) for schema, name in self.rows(statement)]

    def find(self, table: tuple[str, ...]) -> tuple[str, str] | None:
        """Schema and name of a table, exactly as it is written; without a schema the one on the search path."""
        statement = (
            "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.oid = pg_catalog.to_regclass($1)"
        )
        found = self.rows(statement, (quoted(*table),))
        if not found and len(table) == 1:
            # One in a schema that this user may not look into: reading it says so.
            hidden = "SELECT pg_catalog.has_schema_privilege($1, 'USAGE')"
            found = [each for each in self.names() if each[1] == table[0] and self.rows(hidden, each[:1]) == [(False,)]]
        return next(((schema, name) for schema, name in found), None)

    def columns_of(self, table: tuple[str, str]) -> list[tuple[str, str]]:
        """Name and type of each column of a table."""
        statement = (
            "SELECT attname::text, pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute WHERE attrelid = "
            "pg_catalog.to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        )
        return [(name, kind) for name, kind in self.rows(statement, (quoted(*table),))]

    def mark_of(self, table: tuple[str, str]) -> str:
        """The comment on a table."""
        statement = "SELECT pg_catalog.obj_description(pg_catalog.to_regclass($1), 'pg_class')"
        return next((mark or "" for (mark,) in self.rows(statement, (quoted(*table),))), "")

    def identity(self) -> str:
        """The moment at which the server was started, and the database."""
        ((started, name),) = self.rows(
            "SELECT pg_catalog.pg_postmaster_start_time()::text, pg_catalog.current_database()::text"
        )
        return f"{started} {name}"

    def qualified(self, table: tuple[str, ...]) -> tuple[str, ...]:
        """The name of a table with its schema: without one that in which new tables are made."""
        if len(table) > 1:
            return table
        ((schema,),) = self.rows("SELECT pg_catalog.current_schema()::text")
        return (schema or "public", *table)

    def lock(self, table: tuple[str, str]) -> None:
        """Keep others from writing to a table until the transaction ends; they may read it."""
        self.execute(f"LOCK TABLE {quoted(*table)} IN SHARE ROW EXCLUSIVE MODE")

    def create(self, target: Target) -> None:
        """Make a table, its mark a comment."""
        name = quoted(*self.qualified(target.table))
        self.execute(f"CREATE TABLE {name} ({self.definition(target)})")
        self.execute(f"COMMENT ON TABLE {name} IS '{target.mark}'")

    def insert(self, target: Target, values: Sequence[Any]) -> None:
        """Add rows, given as columns."""
        block = arrow_block(self.place, target.columns, values)
        schema, name = self.find(target.table) or target.table
        with self.connection.cursor() as cursor:
            cursor.adbc_ingest(name, block, mode="append", db_schema_name=schema)

    def commit(self) -> None:
        """Make all that was written visible at once."""
        self.connection.commit()

    def undo(self) -> None:
        """Undo what was not committed."""
        with suppress(self.library.Error):  # the server may be gone
            self.connection.rollback()

    def close(self) -> None:
        """Close the connection; what was not committed is undone."""
        self.undo()
        with suppress(self.library.Error):
            self.connection.close()


def _adbc() -> Any:
    try:
        return import_module("adbc_driver_postgresql.dbapi")
    except ImportError:
        raise MissingExtraError(library="adbc-driver-postgresql", extra="postgres") from None


def _shown(name: str, kind: str) -> str:
    if kind in _AS_IT_IS:
        return quoted(name)
    return f"{quoted(name)}{'::numeric' if kind == _MONEY else ''}::text AS {quoted(name)}"


def _column(kind: str, held: Any) -> Any:
    if kind in {_NUMERIC, _MONEY}:
        return _decimals(held)
    if kind in _JSON:
        return [None if text is None else json.loads(text, parse_float=Decimal) for text in held.to_pylist()]
    return held


def _decimals(texts: Any) -> Any:
    """Texts of numbers as decimals with as many places as the longest has; as Python's own where Arrow's are too short."""
    pa, compute = pyarrow(), import_module("pyarrow.compute")
    points = compute.find_substring(texts, ".")
    places = compute.subtract(compute.subtract(compute.utf8_length(texts), points), 1)
    most = compute.max(compute.if_else(compute.less(points, 0), 0, places)).as_py() or 0
    try:
        return texts.cast(pa.decimal128(_MOST_DIGITS, most))
    except (pa.ArrowInvalid, ValueError):
        return [None if text is None else _decimal(text) for text in texts.to_pylist()]


def _decimal(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _failure(problem: Exception) -> Failure:
    state, reason = getattr(problem, "sqlstate", None) or "", _reason(problem)
    return Failure(next((what for what, states in _STATES.items() if state in states), "other"), reason)


def _reason(problem: Exception) -> str:
    """What the server said, in a line, without what ADBC puts around it."""
    text = str(problem).partition("\n")[0]
    for sign in ("ERROR:  ", "FATAL:  ", "failed: ", "Failed to connect: "):
        if sign in text:
            return text.rpartition(sign)[2].strip()
    return text
