"""Batches: tables larger than memory, scored piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import evolve

from ..arguments import checked_choice, names, refused
from ..cells import Cells, checked_cells
from ..errors import RecordError
from ..faults import moved
from ..numbers import FLOAT_MODES
from ..policies import Policy, checked_policy
from .compiling.plan_cache import Shelf
from .lazy_tables import lazy_table, opened
from .reading.frames import is_structured
from .records import records_of
from .scores import Scores
from .seen_keys import SeenKeys
from .tables import How, appraise_records

_GIVERS = ("to_batches", "to_arrow_reader")  # of a dataset or table of pyarrow; of the result of a connection


def appraise_batches(
    policy: Policy,
    batches: Any,
    *,
    key: str | Iterable[str] | None = None,
    on_error: str = "raise",
    floats: str = "snap",
    cells: Cells | None = None,
    parts: str | Iterable[str] = (),
    bad_items: str = "refuse",
    least_kept: int = 50,
    engine: str = "auto",
    progress: Callable[[Iterable[Any]], Iterable[Any]] | None = None,
) -> Iterator[Scores]:
    """The scores of each batch of a stream, in turn; no batch is kept.

    ``batches`` is an iterable of tables (record batches of Arrow, frames, mappings of columns), each with whole records,
    their lists as columns of lists; or what yields its rows in batches: a LazyFrame of polars, a relation of duckdb (which is
    counted first, so that no row is lost: ASN467), a reader or dataset of pyarrow. One frame is a stream of one batch. ``progress`` wraps the stream, as ``tqdm``
    does. The other arguments are those of ``appraise_table``; rows of faults and notes count from the start of the stream.

    A key that an earlier batch had is a fault of its row (ASN456), which names both rows; the earlier one is scored by
    then. For that the keys are remembered, in 16 bytes each and for moments twice as many: 370 MB at the peak for ten million.

    >>> from asn_appraisal import schemes
    >>> stream = ({"nilai": [90.99, 75.0 + step]} for step in range(2))
    >>> [scores.score.tolist() for scores in appraise_batches(schemes.get("permenpan-16-2009"), stream)]
    [[90.99, 75.0], [90.99, 76.0]]
    """
    checked_policy(policy, batches=batches)
    checked_choice(floats, "floats", FLOAT_MODES)
    how = How.of(parts, on_error, bad_items=bad_items, least_kept=least_kept, engine=engine)
    key = key if key is None else names(key, "key")
    stream = _pieces(batches)
    if progress is not None:
        if not callable(progress):
            raise refused(progress, "progress", "progress")
        stream = progress(stream)
    return _scored(policy, stream, how, key, (floats, checked_cells(cells)))


def _scored(
    policy: Policy, stream: Iterable[Any], how: How, key: tuple[str, ...] | None, reading: tuple[str, Cells]
) -> Iterator[Scores]:
    shelf, start, seen = Shelf(), 0, SeenKeys()
    floats, cells = reading
    for batch in stream:
        try:
            records = records_of(
                policy.outline, opened(batch).renamed(cells), key or (), {}, floats=floats, cells=cells
            )
            if records.keys is not None:
                records.faults = (*records.faults, *seen.doubles(records.keys, start))
            records.notes = tuple(
                evolve(note, rows=tuple(row + start for row in note.rows)) if note.list is None else note
                for note in records.notes
            )
            found = appraise_records(policy, records, how, once=True, shelf=shelf)
        except RecordError as problem:
            raise problem.moved(start) from None
        found.first_row, found.rejects = start, tuple(moved(fault, start) for fault in found.rejects)
        found.dropped_faults = tuple(moved(fault, start) for fault in found.dropped_faults)
        start += len(found)
        yield found


def _pieces(batches: Any) -> Iterable[Any]:
    """The batches of a stream of any kind."""
    if (lazy := lazy_table(batches)) is not None:
        return lazy.batches()
    found: Iterable[Any] = batches
    if not hasattr(batches, "__next__"):
        if (method := next((name for name in _GIVERS if hasattr(batches, name)), None)) is not None:
            found = getattr(batches, method)()
        elif is_structured(batches) or (hasattr(batches, "columns") and hasattr(batches, "__len__")):
            found = (batches,)  # one frame or array, whose own iterator gives names of columns or single rows
    if isinstance(found, str | bytes | Mapping) or not isinstance(found, Iterable):
        raise refused(batches, "batches", "batches")
    return found
