"""The base of every operation: its table, slots and constants as data, and a method for each of the two engines.

The exact engine hands an operation an ``ExactRun``: some rows of all tables, in integers of any size. The float engine hands
its kernel a ``Block``: a stretch of records whose columns stay in cache. Further engines are tables over the classes: see
``Engine``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from attrs import define, field, frozen

from ...errors import UnsupportedOperationError
from ..reading.arrays import Array
from .storage import NUMBER
from .whole_arrays import MOST, magnitude


@frozen
class ExactRun:
    """Some rows of each table: their indices in the columns, how many rows of each list a record has, and their slots.

    ``refused`` is a mask of the records. A slot holds a ``Ratio`` where it is a number, else an array of bools or codes.
    A run in 64 bits has a mask ``left`` of the records that need Python's integers; it is None in a run in those.
    """

    places: Mapping[str, Array]
    counts: Mapping[str, Array]
    refused: Array
    slots: dict[int, Any] = field(factory=dict)
    left: Array | None = None

    def whole_numbers(self, values: Array) -> Array:
        """An array of whole numbers in the integers of the run; those beyond 64 bits are Python's in each run."""
        if self.left is not None:
            return values if magnitude(values) > MOST else values.astype(np.int64)
        return values if values.dtype == object else values.astype(np.int64).astype(object)

    def leave(self, table: str, mask: Array) -> None:
        """Mark the records of rows that need Python's integers."""
        if self.left is not None:
            mark(self.left, mask, self.counts.get(table))

    def size(self, table: str) -> int:
        """How many rows a table has."""
        return len(self.places[table])

    def everywhere(self, table: str, value: Any) -> Array:
        """A mask or codes as an array for each row of a table, even if all are the same."""
        return np.broadcast_to(np.asarray(value), self.size(table))

    def refuse(self, table: str, mask: Any) -> None:
        """Mark the records of rows that are refused."""
        mark(self.refused, self.everywhere(table, mask), self.counts.get(table))


@define
class Block:
    """A stretch of records with their rows: where each record's rows start in the block, and how many they are.

    ``spans`` holds its start and stop in each table; ``refused`` and ``doubted`` are masks of its records, and so is ``unread``
    of those with a cell that cannot be read; ``spare`` and ``other`` hold scratch arrays of each table; ``slots`` holds the
    array of each slot that was loaded or written so far.
    """

    spans: Mapping[str, tuple[int, int]]
    starts: Mapping[str, Array]
    counts: Mapping[str, Array]
    refused: Array
    doubted: Array
    spare: Mapping[str, Array]
    other: Mapping[str, Array]
    slots: list[Any]
    unread: Array = field(factory=lambda: np.zeros(0, np.bool_), kw_only=True)

    def refuse(self, table: str, mask: Array) -> None:
        """Mark the records of rows that are refused."""
        mark(self.refused, mask, self.counts.get(table))

    def doubt(self, table: str, mask: Array) -> None:
        """Mark the records of rows that are too close to call."""
        mark(self.doubted, mask, self.counts.get(table))


def mark(marks: Array, mask: Array, counts: Array | None) -> None:
    """Mark records by their own mask, or by a mask of list rows, of which each record has ``counts``."""
    if counts is None:
        np.logical_or(marks, mask, out=marks)
        return
    found = np.flatnonzero(mask)
    if found.size:
        marks[np.searchsorted(np.cumsum(counts), found, side="right")] = True


Kernel = Callable[[Block, Array], None]
"""What an operation does to a block: it fills the array of the slot that it writes, and changes no other slot."""


@frozen
class Operation:
    """One block operation over the rows of a table: the slots that it reads, the slot that it writes, exact constants.

    Two operations are equal if they do the same; ``out``, the slot that it writes, is set by the program and not compared.
    It is None before that, and always for operations that set rows aside.
    """

    table: str
    out: int | None = field(default=None, eq=False, kw_only=True)

    @property
    def name(self) -> str:
        """Its name in texts: ``near_tie`` of a ``NearTie``."""
        parts = (f"_{each.lower()}" if each.isupper() else each for each in type(self).__name__)
        return "".join(parts).lstrip("_")

    @property
    def reads(self) -> tuple[int, ...]:
        """The slots that it reads."""
        return ()

    @property
    def kind(self) -> str:
        """What it writes: a kind of ``storage``."""
        return NUMBER

    def exactly(self, _: ExactRun) -> Any:
        """Its meaning: the exact numbers (a ``Ratio``), the mask or the codes that it writes.

        Raises an UnsupportedOperationError where it has no meaning alone.
        """
        raise UnsupportedOperationError(operation=self.name, engine="exact")

    def kernel(self) -> Kernel:
        """Its function in float64, in place, without a temporary as long as the table, with constants rounded once.

        It must agree with ``exactly`` wherever it decides. Raises an UnsupportedOperationError where it has no kernel.
        """
        raise UnsupportedOperationError(operation=self.name, engine="float")


@frozen
class OfOne(Operation):
    """An operation on one slot."""

    read: int

    @property
    def reads(self) -> tuple[int, ...]:
        """The slot that it reads."""
        return (self.read,)


@frozen
class OfTwo(Operation):
    """An operation on two slots."""

    left: int
    right: int

    @property
    def reads(self) -> tuple[int, ...]:
        """The slots that it reads."""
        return self.left, self.right


@frozen
class OfMany(Operation):
    """An operation on any number of slots of one kind."""

    parts: tuple[int, ...]

    @property
    def reads(self) -> tuple[int, ...]:
        """The slots that it reads."""
        return self.parts


@frozen
class Engine:
    """A further way to run operations: its name, and a function for each class of operation that it knows.

    >>> from asn_appraisal.columns.operations import Maximum, Widen
    >>> sql = Engine("sql", {Maximum: lambda operation, names: "greatest({}, {})".format(*map(names.get, operation.reads))})
    >>> sql(Maximum("", 0, 1), {0: "mutu", 1: "waktu"})
    'greatest(mutu, waktu)'
    >>> sql.unknown([Maximum("", 0, 1), Widen("", 2)])
    ['widen']
    """

    name: str
    functions: Mapping[type[Operation], Callable[..., Any]]

    def __call__(self, operation: Operation, *about: Any) -> Any:
        """The result of the engine's function for an operation.

        Raises an UnsupportedOperationError where it has none for its class.
        """
        function = self.functions.get(type(operation))
        if function is None:
            raise UnsupportedOperationError(operation=operation.name, engine=self.name)
        return function(operation, *about)

    def unknown(self, operations: Iterable[Operation]) -> list[str]:
        """The names of the operations that it lacks: a program with one of them must go to another engine."""
        return [*dict.fromkeys(each.name for each in operations if type(each) not in self.functions)]


def cast(values: Array, out: Array) -> Array:
    """The values in the type of ``out``, copied there if theirs is another.

    A function over two types casts through buffers of its own, which are new memory in each call.
    """
    if values.dtype == out.dtype:
        return values
    np.copyto(out, values)
    return out
