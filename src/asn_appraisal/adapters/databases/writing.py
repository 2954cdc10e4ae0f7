"""Writing: scores, audit records and faults to tables of a database, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ...appraising.audit_records import START, Secret, anchor_of
from ...errors import (
    DatabasePlaceError,
    DatabaseWriteError,
    DoubleColumnError,
    InputAsOutputError,
    RecordError,
    TableTakenError,
)
from ..file_tables import plain_text
from .duckdb import DuckDb
from .engines import PERIOD, Column, Engine, Target
from .places import DUCKDB, POSTGRES, SQLITE, DatabasePlace, quoted
from .postgres import Postgres
from .result_columns import AUDIT, REJECTS, Block, fault_columns, result_columns, with_period
from .sqlite import Sqlite

ENGINES: dict[str, Callable[..., Engine]] = {DUCKDB: DuckDb, SQLITE: Sqlite, POSTGRES: Postgres}
DOUBLE_IN_STREAM = "ASN456"
# The tables that were read while scores are written: none of them may be the one that is written.
_READ: ContextVar[list[tuple[str, tuple[str, str]]] | None] = ContextVar("read", default=None)


@frozen
class Written:
    """How many rows were written, and how many of them were rejected: they have neither score nor band."""

    rows: int
    rejected: int


@frozen
class Destination:
    """Where results go: the table of scores, and in the same database that of audit records and that of faults.

    ``secret`` seals audit records; ``language`` is that of the messages of faults.
    """

    place: DatabasePlace
    audit: tuple[str, ...] | None = None
    rejects: tuple[str, ...] | None = None
    period: str | None = None
    secret: Secret | None = field(default=None, repr=False)
    language: str = "id"


def batches_of(place: DatabasePlace, query: str | None = None) -> Iterator[Any]:
    """The rows of a place, or of a query, as tables, some at a time."""
    engine = ENGINES[place.engine](place, writing=False)
    try:
        with engine.told():
            if query is None:
                table = engine.source()
                if (read := _READ.get()) is not None:
                    read.append((engine.identity(), table))
                yield from engine.batches(f"SELECT * FROM {quoted(*table)}", table)
            else:
                yield from engine.batches(f"SELECT * FROM ({query}) AS asked")
    finally:
        engine.close()


def write_blocks(
    blocks: Iterable[Block],
    destination: Destination,
    *,
    before_commit: Callable[[], None] | None = None,
    read: Iterable[DatabasePlace] = (),
) -> Written:
    """Write blocks of scores as they come, then make them visible at once; ``before_commit`` may still stop it.

    ``read`` are places that were read before: like those that are read meanwhile, none of them may be written to.
    """
    place = destination.place
    if not place.table:
        raise DatabasePlaceError(place=place, sample="hasil")
    new = place.engine != POSTGRES and not Path(place.address).exists()
    reading = _READ.set(list(map(_identity, read)))
    try:
        with _opened(place, new=new) as engine:
            run = _Run(engine, destination)
            for block in blocks:
                with engine.told(writing=True):
                    run.add(block)
            if run.scores is None:
                raise DatabaseWriteError(place=place, nothing=place.name)
            if before_commit is not None:
                before_commit()
            with engine.told(writing=True):
                engine.commit()
    finally:
        _READ.reset(reading)
    return Written(run.rows, run.rejected)


def read_lines(place: DatabasePlace) -> Iterator[str]:
    """The audit records of a table, by period where it has several, each in the order in which it was written."""
    engine = ENGINES[place.engine](place, writing=False)
    try:
        with engine.told():
            table = engine.source()
            by_period = f"{quoted(PERIOD)}, " if any(name == PERIOD for name, _ in engine.columns_of(table)) else ""
            query = f"SELECT {quoted('record')} FROM {quoted(*table)} ORDER BY {by_period}{quoted('line')}"
            for batch in engine.batches(query):
                held = batch["record"]
                yield from held if isinstance(held, list) else held.to_pylist()
    finally:
        engine.close()


def _identity(place: DatabasePlace) -> tuple[str, tuple[str, str]]:
    engine = ENGINES[place.engine](place, writing=False)
    try:
        with engine.told():
            return engine.identity(), engine.source()
    finally:
        engine.close()


@contextmanager
def _opened(place: DatabasePlace, *, new: bool) -> Iterator[Engine]:
    """An open database; a ``new`` file into which nothing came is removed."""
    engine = ENGINES[place.engine](place, writing=True)
    try:
        yield engine
    except BaseException:
        engine.undo()
        empty = new and not engine.names()
        engine.close()
        if empty:
            Path(place.address).unlink(missing_ok=True)
        raise
    engine.close()


@define
class _Run:
    """The tables of one transaction; they are made when the first block tells their columns."""

    engine: Engine
    destination: Destination
    scores: Target | None = None
    audit: Target | None = None
    rejects: Target | None = None
    anchor: str = START
    rows: int = 0
    rejected: int = 0

    def add(self, block: Block) -> None:
        """Write a block of scores, its audit records and its faults."""
        doubles = [fault for fault in block.scores.rejects if fault.code == DOUBLE_IN_STREAM]
        if doubles:
            raise RecordError(faults=doubles)  # the row before is written by now: a table has one row a key
        named = result_columns(block)
        columns, values = [column for column, _ in named], [held for _, held in named]
        target = self.scores or self._begin(columns)
        self._insert(target, columns, values, len(block.scores))
        if self.audit is not None:
            self._add_audit(block)
        if self.rejects is not None and block.faults:
            self._insert(
                self.rejects, REJECTS, fault_columns(block.faults, self.destination.language), len(block.faults)
            )
        self.rows += len(block.scores)
        self.rejected += int(block.scores.rejected.sum())

    def _begin(self, columns: Sequence[Column]) -> Target:
        self.scores = scores = self._target("scores", self.destination.place.table, columns)
        if self.destination.audit is not None:
            self.audit = self._target("audit", self.destination.audit, AUDIT)
        if self.destination.rejects is not None:
            self.rejects = self._target("rejects", self.destination.rejects, REJECTS)
        targets = [each for each in (self.scores, self.audit, self.rejects) if each is not None]
        tables = [self.engine.qualified(each.table) for each in targets]
        for each, table in zip(targets, tables, strict=True):
            if tables.count(table) > 1:
                raise TableTakenError(
                    place=self.destination.place.of(each.table), twice=self.destination.place.of(each.table).name
                )
        for each in targets:
            self.engine.take(each)
        self._refuse_inputs(targets)
        return scores

    def _target(self, holds: str, table: tuple[str, ...], columns: Sequence[Column]) -> Target:
        held, _ = with_period(self.destination.period, columns, (), 0)
        names = [each.name for each in held]
        if doubles := sorted({name for name in names if [each.lower() for each in names].count(name.lower()) > 1}):
            raise DoubleColumnError(path=self.destination.place.of(table), columns=", ".join(doubles))
        return Target(holds, table, held, self.destination.period)

    def _insert(self, target: Target, columns: Sequence[Column], values: Sequence[Any], count: int) -> None:
        given, held = with_period(self.destination.period, columns, values, count)
        if count:
            self.engine.insert(
                target,
                [_fitted(self.destination.place, *each) for each in zip(target.columns, given, held, strict=True)],
            )

    def _add_audit(self, block: Block) -> None:
        lines = list(block.scores.to_audit_records(after=self.anchor, secret=self.destination.secret, trace=False))
        if lines and self.audit is not None:
            first = int(self.anchor.partition(":")[0])
            self._insert(self.audit, AUDIT, [range(first + 1, first + 1 + len(lines)), lines], len(lines))
            self.anchor = anchor_of(lines[-1])

    def _refuse_inputs(self, targets: Iterable[Target]) -> None:
        if read := _READ.get():
            own = self.engine.identity()
            for each in targets:
                if (own, self.engine.find(each.table)) in read:
                    raise InputAsOutputError(path=self.destination.place.of(each.table))


def _fitted(place: DatabasePlace, right: Column, given: Column, held: Any) -> Any:
    """The values of a later block as the first one has them: whole numbers among texts are written as texts."""
    if given.kind == right.kind or not len(held):
        return held
    values = held.tolist() if hasattr(held, "tolist") else held
    if right.kind == "text":
        return [None if value is None else plain_text(value) for value in values]
    if all(value is None for value in values):
        return values
    raise DatabaseWriteError(place=place, column=right.name)
