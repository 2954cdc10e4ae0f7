"""Engines: what the databases have in common. Each gives batches of a table or query, and takes tables of results in one
transaction.

A table that results replace must bear our mark, so that no other table is ever emptied, and must have the same columns;
it is emptied, never dropped: its rights, views and indexes stay.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from attrs import field, frozen

from ...errors import DatabasePlaceError, TableMissingError, TableTakenError
from ...similar_names import closest
from .places import DatabasePlace, quoted

MARK = "asn_appraisal"
PERIOD = "periode"
_MOST_NAMES = 12  # tables that a message lists


@frozen
class Column:
    """A column of results: its name and kind (``text``, ``whole``, ``real``, ``flag`` or ``score``), the decimal places of scores."""

    name: str
    kind: str
    places: int = 0


@frozen
class Target:
    """A table to be written: what it holds (``scores``, ``audit`` or ``rejects``), its name, its columns.

    With a ``period`` the first column is ``PERIOD``, and only the rows of that period are replaced.
    """

    holds: str
    table: tuple[str, ...]
    columns: tuple[Column, ...]
    period: str | None = None

    @property
    def mark(self) -> str:
        """What a table of this kind bears."""
        return f"{MARK} {self.holds}"


class Engine(ABC):
    """An open database.

    ``types`` names the type of each kind of column, a score's with its places; ``parameter`` stands for the value of a statement.
    """

    types: ClassVar[Mapping[str, str]]
    parameter: ClassVar[str] = "$1"

    def __init__(self, place: DatabasePlace) -> None:
        self.place = place

    # --- what each engine does in its own way

    @abstractmethod
    def told(self, *, writing: bool = False) -> AbstractContextManager[None]:
        """Errors of the engine become ours."""

    @abstractmethod
    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""

    @abstractmethod
    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a small query."""

    @abstractmethod
    def batches(self, query: str, table: tuple[str, str] | None = None) -> Iterator[Any]:
        """The rows of a query, or of a table that it reads, as tables, some at a time; at least one, which may be empty."""

    @abstractmethod
    def names(self) -> list[tuple[str, str]]:
        """Schema and name of every table and view."""

    @abstractmethod
    def columns_of(self, table: tuple[str, str]) -> list[tuple[str, str]]:
        """Name and type of each column of a table."""

    @abstractmethod
    def mark_of(self, table: tuple[str, str]) -> str:
        """The mark that a table bears; empty for none."""

    @abstractmethod
    def identity(self) -> str:
        """What tells this database from every other one."""

    @abstractmethod
    def create(self, target: Target) -> None:
        """Make a table, with its mark."""

    @abstractmethod
    def insert(self, target: Target, values: Sequence[Any]) -> None:
        """Add rows, given as columns."""

    @abstractmethod
    def commit(self) -> None:
        """Make all that was written visible at once."""

    @abstractmethod
    def undo(self) -> None:
        """Undo what was not committed."""

    @abstractmethod
    def close(self) -> None:
        """Close the database; what was not committed is undone."""

    # --- what all do alike

    def take(self, target: Target) -> None:
        """Make room for the rows of a table: it is made, or what they replace is removed."""
        self.replace(target)

    def replace(self, target: Target) -> None:
        """Make a table, or remove the rows that are replaced; raises ``TableTakenError`` for one that may not be."""
        found = self.checked(target)
        if found is None:
            self.create(target)
            return
        self.lock(found)
        if target.period is None:
            self.execute(f"DELETE FROM {quoted(*found)}")
        else:
            where = f"{quoted(PERIOD)} = {self.parameter}"
            self.execute(f"DELETE FROM {quoted(*found)} WHERE {where}", (target.period,))

    def lock(self, table: tuple[str, str]) -> None:  # noqa: B027 - most lock the whole file
        """Keep others from writing to a table until the transaction ends."""

    def checked(self, target: Target) -> tuple[str, str] | None:
        """The table to be written, None where there is none yet; raises ``TableTakenError`` for one that may not be replaced."""
        if (found := self.find(target.table)) is None:
            return None
        place = self.place.of(target.table)
        if self.mark_of(found) != target.mark:
            raise TableTakenError(place=place, mark=target.mark)
        there, right = self.columns_of(found), self.declared(target)
        if there != right:
            raise TableTakenError(place=place, found=_listed(there), right=_listed(right))
        return found

    def declared(self, target: Target) -> list[tuple[str, str]]:
        """Name and type of each column that a table gets."""
        return [(each.name, self.types[each.kind].format(places=each.places)) for each in target.columns]

    def definition(self, target: Target) -> str:
        """The columns of a table as SQL."""
        return ", ".join(f"{quoted(name)} {kind}" for name, kind in self.declared(target))

    def find(self, table: tuple[str, ...]) -> tuple[str, str] | None:
        """Schema and name of a table as the database has them; the letters' case does not matter. None for no table."""
        wanted = tuple(part.lower() for part in self.qualified(table))
        return next((name for name in self.names() if tuple(part.lower() for part in name) == wanted), None)

    @abstractmethod
    def qualified(self, table: tuple[str, ...]) -> tuple[str, ...]:
        """The name of a table with its schema."""

    def source(self) -> tuple[str, str]:
        """The table or view to be read; raises ``TableMissingError`` and, where none is named, ``DatabasePlaceError``."""
        names = [name for _, name in self.names()]
        listed = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
        if not self.place.table:
            raise DatabasePlaceError(place=self.place, names=listed, sample=names[0] if names else "nilai")
        if (found := self.find(self.place.table)) is None:
            near = closest(self.place.table[-1], names)
            raise TableMissingError(
                place=self.place.database, table=self.place.name, near=", ".join(near), names=listed
            )
        return found


def _listed(columns: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns)


@frozen
class Failure:
    """An error of an engine in our terms: ``what`` is ``locked``, ``full``, ``refused``, ``unopened`` or ``other``."""

    what: str
    reason: str = field(default="")
