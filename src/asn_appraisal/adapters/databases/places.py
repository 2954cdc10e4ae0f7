"""Places: a table of a database as people write it, ``data.duckdb::nilai`` or ``postgresql://user@host/db::nilai``."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from attrs import evolve, field, frozen

from ...errors import DatabasePlaceError

DUCKDB, SQLITE, POSTGRES = "duckdb", "sqlite", "postgres"
ENDINGS = {".duckdb": DUCKDB, ".ddb": DUCKDB, ".sqlite": SQLITE, ".sqlite3": SQLITE, ".db": SQLITE}
_MARKS = {b"SQLite format 3\0": (0, SQLITE), b"DUCK": (8, DUCKDB)}
# As a path the address has lost one of its slashes.
_URI = re.compile(r"(postgres(?:ql)?):/{1,2}(?=[^/])", re.IGNORECASE)
_NAME = re.compile(r'"(?:[^"]|"")+"|[^".]+')
# Values of other options are hidden, for one may be a password under a misspelt name.
_SHOWN = "host|hostaddr|port|dbname|user|sslmode|application_name|connect_timeout"
_HIDDEN = re.compile(rf"([?&](?!(?:{_SHOWN})=)[^=&]*=)[^&]*", re.IGNORECASE)
_ESCAPED = frozenset("/@:?#")


@frozen
class DatabasePlace:
    """A table of a database: its engine, the address (a path or a URI, never shown as it is) and the parts of its name.

    >>> str(database_place("postgresql://pegawai:rahasia@server/nilai::skp.y2026"))
    'postgresql://pegawai:***@server/nilai::skp.y2026'
    """

    engine: str
    address: str = field(repr=False)
    table: tuple[str, ...] = ()  # its name, with that of its schema before it where that was said; empty for no table

    @property
    def database(self) -> str:
        """The address as it may be shown: a password is ``***``."""
        if self.engine != POSTGRES:
            return self.address
        scheme, _, rest = self.address.partition("://")
        signed, sign, where = rest.rpartition("@")
        user, colon, _ = signed.partition(":")
        return f"{scheme}://{user}{':***' if colon else ''}{sign}" + _HIDDEN.sub(r"\1***", where)

    @property
    def password(self) -> str:
        """The password in the address, as it is written there; empty for none."""
        signed, _, _ = self.address.partition("://")[2].rpartition("@")  # it may hold an @ that should be escaped
        return signed.partition(":")[2] if self.engine == POSTGRES else ""

    @property
    def is_misread(self) -> bool:
        """Whether a part of the password would be taken for the name of the server, and be sent about."""
        return not _ESCAPED.isdisjoint(self.password)

    def __str__(self) -> str:
        return f"{self.database}::{self.name}" if self.table else self.database

    @property
    def name(self) -> str:
        """The name of the table, in quotes where it needs them."""
        return ".".join(part if part.isidentifier() else quoted(part) for part in self.table)

    def of(self, table: tuple[str, ...]) -> DatabasePlace:
        """Another table of the same database."""
        return evolve(self, table=table)


def database_place(text: str | Path) -> DatabasePlace | None:
    """The place that a text names; None for one that is no place in a database, such as the path of a file.

    A file is known by its content where it exists, else by its ending. The table is empty where none is named. Raises
    ``DatabasePlaceError`` for a name of a table that cannot be one.

    >>> database_place("data.duckdb::main.nilai").table, database_place("nilai.csv")
    (('main', 'nilai'), None)
    """
    text = str(text)
    if (found := _URI.match(text)) is not None:
        text = f"{found[1].lower()}://{text[found.end() :]}"
        start = text.find("/", found.end() + 1)
        address, sign, table = _cut(text, text.find("]") + 1 if start < 0 else start)
        place = DatabasePlace(POSTGRES, address)
    else:
        address, sign, table = text.rpartition("::") if "::" in text else (text, "", "")
        if (engine := _engine_of(Path(address))) is None:
            return None
        place = DatabasePlace(engine, address)
    return place.of(table_name(table, place)) if sign else place


def table_name(text: str, place: DatabasePlace) -> tuple[str, ...]:
    """The parts of a table's name, ``nilai``, ``skema.nilai`` or, with a dot inside, ``"nilai.2026"``."""
    parts = _NAME.findall(text)
    if not parts or len(parts) > 2 or ".".join(parts) != text or "\0" in text:
        raise DatabasePlaceError(place=place, table=text)
    return tuple(part[1:-1].replace('""', '"') if part.startswith('"') else part for part in parts)


def quoted(*names: str) -> str:
    """Names as SQL writes them, joined by dots.

    >>> quoted("main", 'na"me')
    '"main"."na""me"'
    """
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def _cut(text: str, start: int) -> tuple[str, str, str]:
    """An address and the table behind ``::``; those of an address of IPv6 stand before ``start``."""
    address, sign, table = text[start:].rpartition("::") if "::" in text[start:] else (text[start:], "", "")
    return text[:start] + address, sign, table


def _engine_of(path: Path) -> str | None:
    """What keeps the tables of a file; None for a file that is no database."""
    head = b""
    with suppress(OSError, ValueError):
        if path.is_file():  # a pipe can be read but once
            with path.open("rb") as file:
                head = file.read(16)
    for mark, (start, engine) in _MARKS.items():
        if head[start : start + len(mark)] == mark:
            return engine
    return ENDINGS.get(path.suffix.lower())
