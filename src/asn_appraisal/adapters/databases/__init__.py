"""Databases: tables of DuckDB, SQLite and PostgreSQL read in batches, and scores written to them in one transaction.

A place is ``FILE.duckdb::TABLE``, ``FILE.sqlite::TABLE`` (also ``.db``) or ``postgresql://USER@HOST/DATABASE::TABLE``; a
table in a schema is ``SCHEMA.TABLE``. A password is best left to ``~/.pgpass``; one in an address is never shown. DuckDB needs the extra
``duckdb``, PostgreSQL the extra ``postgres``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...arguments import checked_type, refused
from ...errors import DatabasePlaceError
from .places import DatabasePlace, database_place, table_name

if TYPE_CHECKING:
    from ...appraising.audit_records import Secret
    from ...columns.scores import Scores
    from .result_columns import Block
    from .writing import Written


def read(place: str | Path, *, query: str | None = None) -> Iterator[Any]:
    """The rows of a table or view in batches, as ``appraise_batches`` takes them; only one batch is in memory.

    With ``query`` those of a query of the database, whose place then needs no table. Decimals are exact: those of DuckDB and
    PostgreSQL come as decimals. A key is as it is there: a text keeps its leading zeros.

    Raises, when the first batch is asked for, ``DatabasePlaceError``, ``DatabaseOpenError``, ``DatabaseAccessError``,
    ``TableMissingError``, ``DatabaseLockedError`` and ``DatabaseReadError``.

    >>> import sqlite3
    >>> from tempfile import mkdtemp
    >>> path = f"{mkdtemp()}/unit.sqlite"
    >>> with sqlite3.connect(path) as connection:
    ...     _ = connection.execute("CREATE TABLE nilai AS SELECT '007' AS unit, 88.99 AS nilai")
    >>> list(read(f"{path}::nilai"))
    [{'unit': ['007'], 'nilai': [88.99]}]
    """
    from .writing import batches_of

    checked_type(query, "query", str, type(None))
    return batches_of(checked_place(place), query)


def write_scores(
    scores: Scores | Iterable[Scores],
    place: str | Path,
    *,
    audit: str | None = None,
    rejects: str | None = None,
    period: str | None = None,
    secret: Secret | None = None,
    language: str = "id",
) -> Written:
    """Write scores, or those of each batch of a stream, to a table: key, score, band, kept parts, as ``asn.write_scores``.

    All is written in one transaction, which replaces what an earlier call wrote to the table; with ``period``, which fills a
    column ``periode``, the rows of that period alone. A run that fails or is killed leaves the table as it was. A table that was not
    made by this function, or has other columns, is refused.

    ``audit`` and ``rejects`` name tables of the same database for the short audit records of the scored rows (``line``, ``record``; a chain of
    its own for each run; ``secret`` as for ``Appraisal.to_audit_record``) and for the faults of the others, told in ``language``.

    Scores are ``DECIMAL(38, places)`` in DuckDB and ``numeric(38, places)`` in PostgreSQL. SQLite has no decimals: there they are REAL, exact when
    rounded to their places. Returns the number of ``rows`` and of those ``rejected``.

    Raises ``TableTakenError``, ``InputAsOutputError``, ``DoubleColumnError``, ``DatabaseWriteError`` (a full disk, too), a
    ``RecordError`` for a key that an earlier batch had (ASN456), and as ``read``.

    >>> import asn_appraisal as asn
    >>> from tempfile import mkdtemp
    >>> policy = asn.schemes.get("permenpan-16-2009")
    >>> batches = [{"unit": ["001", "002"], "nilai": ["88.99", "75"]}]
    >>> path = f"{mkdtemp()}/unit.sqlite"
    >>> write_scores(asn.appraise_batches(policy, batches, key="unit"), f"{path}::hasil", period="2026-Q1")
    Written(rows=2, rejected=0)
    >>> list(read(f"{path}::hasil"))
    [{'periode': ['2026-Q1', '2026-Q1'], 'unit': ['001', '002'], 'score': [88.99, 75.0], 'band': ['baik', 'cukup']}]
    """
    from ...columns.scores import Scores
    from .writing import Destination, write_blocks

    found = checked_place(place)
    for name, value in (("audit", audit), ("rejects", rejects), ("period", period)):
        checked_type(value, name, str, type(None))
    if isinstance(scores, str | bytes | Mapping) or not hasattr(scores, "__iter__"):
        raise refused(scores, "scores", "Scores")
    destination = Destination(
        found,
        None if audit is None else table_beside(audit, found),
        None if rejects is None else table_beside(rejects, found),
        period,
        secret,
        language,
    )
    return write_blocks(map(_block, [scores] if isinstance(scores, Scores) else scores), destination)


def checked_place(place: str | Path) -> DatabasePlace:
    """The place that a text names; raises ``DatabasePlaceError`` for one that is not in a database."""
    checked_type(place, "place", str, Path, right="text")
    if (found := database_place(place)) is None:
        raise DatabasePlaceError(place=place, sample="data.duckdb::nilai")
    return found


def table_beside(text: str, place: DatabasePlace) -> tuple[str, ...]:
    """A table in the database of a place, by its name or as a place of its own; raises ``DatabasePlaceError``."""
    if (other := database_place(text)) is None:
        return table_name(text, place)
    if not other.table:
        raise DatabasePlaceError(place=other, sample="hasil")
    if other.of(()) != place.of(()):
        raise DatabasePlaceError(place=other, other=place.database)
    return other.table


def _block(scores: object) -> Block:
    from ...columns.scores import Scores
    from .result_columns import Block

    if not isinstance(scores, Scores):
        raise refused(scores, "scores", "Scores")
    keys = scores.records.keys
    return Block({} if keys is None else keys.arrays(), scores, scores.rejects)
