"""One operation alone in each engine: its slots are 0, 1, 2, ..., in the order they are given."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from asn_appraisal.columns.operations import Block, ExactRun, Operation, Ratio
from asn_appraisal.columns.operations.storage import MASK, TYPES

HALF = Fraction(1, 2)


def block(slots: Sequence[Any] = (), counts: Sequence[int] = (), size: int = 0) -> Block:
    """A block of records, each with so many rows of the list ``rows``."""
    lengths = np.array(counts, np.int64)
    longest = max(size, int(lengths.sum()), len(lengths), 1)
    marks = np.zeros((2, len(lengths)), bool)
    # What a scratch array holds before is never to be seen in what is written.
    spare, other = ({table: np.full(longest, np.nan) for table in ("", "rows")} for _ in range(2))
    spans = {"": (0, size), "rows": (0, int(lengths.sum()))}
    starts = {"rows": np.cumsum(lengths) - lengths}
    return Block(spans, starts, {"rows": lengths}, marks[0], marks[1], spare, other, list(slots))


def in_floats(operation: Operation, *columns: Any, counts: Sequence[int] = (), size: int | None = None) -> Any:
    """What its kernel writes into an array that held something else before; what it reads stays as it is."""
    slots = [np.asarray(each) for each in columns]
    size = len(slots[0]) if size is None else size
    before = [each.copy() for each in slots]
    out = np.empty(size, TYPES[operation.kind])
    out.fill(True if operation.kind == MASK else 77)
    operation.kernel()(block(slots, counts, size), out)
    same = all(np.array_equal(now, then) for now, then in zip(slots, before, strict=True))
    assert same, "it writes over what it reads"
    return out


def ratio(values: Sequence[Fraction | int]) -> Ratio:
    """Numbers as the exact engine has them."""
    tops, bottoms = ([getattr(each, part) for each in values] for part in ("numerator", "denominator"))
    return Ratio(np.array(tops, object), np.array(bottoms, object))


def exact_run(slots: Sequence[Any], counts: Sequence[int] = (), size: int = 0) -> ExactRun:
    """A run of records, each with so many rows of the list ``rows``."""
    lengths = np.array(counts, np.int64)
    places = {"": np.arange(len(lengths) or size), "rows": np.arange(lengths.sum())}
    return ExactRun(places, {"rows": lengths}, np.zeros(len(places[""]), bool), dict(enumerate(slots)))


def exactly(operation: Operation, *columns: Any, counts: Sequence[int] = (), size: int) -> list[Any]:
    """What it means, as fractions, bools or level numbers."""
    return values_of(operation.exactly(exact_run(columns, counts, size)), size)


def values_of(found: Any, size: int) -> list[Any]:
    """What an operation wrote, as fractions, bools or level numbers."""
    if isinstance(found, Ratio):
        tops, bottoms = found.parts(size)
        return [Fraction(top, bottom) for top, bottom in zip(tops.tolist(), bottoms.tolist(), strict=True)]
    plain: list[Any] = np.broadcast_to(found, size).tolist()
    return plain


def by_record(values: Sequence[Any], counts: Sequence[int]) -> list[list[Any]]:
    """The values of each record's rows."""
    ends = np.cumsum([0, *counts]).tolist()
    return [list(values[start:end]) for start, end in pairwise(ends)]
