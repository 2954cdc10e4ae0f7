"""Batches: tables larger than memory, scored piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import evolve

from ..algebra.keys import checked_choice
from ..errors import RecordError
from ..faults import Fault
from ..policies import Policy
from .records import read_records
from .scores import Scores
from .shelves import Shelf
from .tables import ON_ERROR, How, appraise_records

_GIVERS = ("collect_batches", "to_batches", "to_arrow_reader", "fetch_arrow_reader")
_SLICE = 1 << 17


def appraise_batches(
    policy: Policy,
    batches: Any,
    *,
    key: str | Iterable[str] | None = None,
    on_error: str = "raise",
    floats: str = "snap",
    parts: str | Iterable[str] = (),
    progress: Callable[[Iterable[Any]], Iterable[Any]] | None = None,
) -> Iterator[Scores]:
    """The scores of each batch of a stream, one after the other; nothing of a batch is kept.

    ``batches`` is an iterable of tables (record batches of Arrow, frames, mappings of columns), each with whole records,
    their lists as columns of lists; or a lazy frame that gives its rows in batches (a LazyFrame of polars, a relation of
    duckdb, a reader or dataset of pyarrow). ``progress`` wraps the stream, as ``tqdm`` does. The other arguments are those
    of ``appraise_table``; rows of faults count from the start of the stream.

    >>> from asn_appraisal import schemes
    >>> stream = ({"nilai": [90.99, 75.0 + step]} for step in range(2))
    >>> [scores.score.tolist() for scores in appraise_batches(schemes.get("permenpan-16-2009"), stream)]
    [[90.99, 75.0], [90.99, 76.0]]
    """
    checked_choice(on_error, "on_error", ON_ERROR)
    how = How.of(parts, on_error)
    names = key if key is None or isinstance(key, str) else tuple(key)
    shelf, start, stream = Shelf(), 0, _pieces(batches)
    for batch in stream if progress is None else progress(stream):
        try:
            records = read_records(policy, batch, key=names, floats=floats)
            found = appraise_records(policy, records, how, once=True, shelf=shelf)
        except RecordError as problem:
            raise RecordError(faults=_counted(problem.faults, start)) from None
        found.first_row, found.rejects = start, _counted(found.rejects, start)
        start += len(found)
        yield found


def _counted(faults: Iterable[Fault], start: int) -> tuple[Fault, ...]:
    """Faults whose rows count from the start of the stream."""
    return tuple(fault if fault.row is None else evolve(fault, row=fault.row + start) for fault in faults)


def _pieces(batches: Any) -> Iterable[Any]:
    """The batches of a stream, whatever gives them."""
    found: Iterable[Any] = batches
    if not hasattr(batches, "__next__"):
        gives = (name for name in _GIVERS if hasattr(batches, name))
        if (method := next(gives, None)) is not None:
            found = getattr(batches, method)()
        elif hasattr(batches, "collect"):  # a LazyFrame of a polars that gives no batches yet
            found = batches.collect().iter_slices(_SLICE)
    return found
