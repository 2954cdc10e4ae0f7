"""Seen keys: which keys of a stream's batches occurred before, in 16 bytes a key, and for moments twice as many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import define, field, frozen

from ..faults import Fault
from .reading.arrays import Array
from .reading.keys import KeyColumn, Keys
from .reading.text_keys import LABELS

_MICROSECONDS = 86_400_000_000  # of a day
_MIX = np.uint64(0x9E3779B97F4A7C15)  # an odd number without a pattern: products with it spread over all bits
_INT64 = range(-(2**63), 2**63)


@frozen(eq=False)
class _Run:
    """Numbers of keys in rising order, and the row of the stream in which each stood."""

    numbers: Array
    rows: Array

    def merged(self, other: _Run) -> _Run:
        """Both runs as one; fastest where the other one is the shorter."""
        places = np.searchsorted(self.numbers, other.numbers) + np.arange(len(other.numbers))
        own = np.ones(len(self.numbers) + len(other.numbers), bool)
        own[places] = False

        def woven(mine: Array, its: Array) -> Array:
            found = np.empty(len(own), np.int64)
            found[places], found[own] = its, mine
            return found

        return _Run(woven(self.numbers, other.numbers), woven(self.rows, other.rows))

    def rows_of(self, numbers: Array) -> Array:
        """The row of the stream in which each of some rising numbers stood, -1 for one that is not among them."""
        if not len(self.numbers) or not len(numbers) or numbers[0] > self.numbers[-1]:  # the last: rows in order
            return np.full(len(numbers), -1)
        places = np.minimum(np.searchsorted(self.numbers, numbers), len(self.numbers) - 1)
        return np.where(self.numbers[places] == numbers, self.rows[places], -1)


@define(eq=False)
class SeenKeys:
    """The keys of the batches so far, each as a number of 64 bits with its row.

    The number of a whole number, a day or a text of at most 18 digits is its own; that of any other key, and of a composite
    one, is a hash, so that two keys may share it: once in some million streams of ten million keys.
    """

    _runs: dict[tuple[bool, ...], list[_Run]] = field(factory=dict, init=False)

    def doubles(self, keys: Keys, start: int) -> Iterator[Fault]:
        """The faults of keys that an earlier batch had (ASN456); ``start`` is the first row of this batch in the stream.

        From then on the keys of this batch are known too.
        """
        usable = np.flatnonzero(~(keys.empty | keys.lost))
        numbers, sure = _numbers(keys.at(usable))
        order = np.argsort(numbers)
        numbers, rows = numbers[order], usable[order]
        runs = self._runs.setdefault(tuple(kind == "text" for kind in keys.kinds), [])
        before = np.full(len(numbers), -1)
        for run in runs:
            before = np.maximum(before, run.rows_of(numbers))
        self._add(runs, _Run(numbers, rows + start))
        found = np.flatnonzero(before >= 0)
        for row, place in sorted(zip(rows[found].tolist(), found.tolist(), strict=True)):
            facts = {"before": str(before[place]), "bits": "" if sure[order[place]] else "64"}
            yield Fault("ASN456", row=row, key=keys.text(row), field=keys.field, facts=facts)

    def _add(self, runs: list[_Run], run: _Run) -> None:
        """Add a run; runs of about its size are merged with it, so that there are few."""
        while runs and len(runs[-1].numbers) <= 2 * len(run.numbers):
            run = runs.pop().merged(run)
        runs.append(run)


def _numbers(keys: Keys) -> tuple[Array, Array]:
    """A number for each key, equal where keys of any batch are, and whether no other key has it."""
    found = [_numbers_of(column) for column in keys.columns]
    if len(found) == 1:
        return found[0]
    mixed = np.zeros(len(keys), np.uint64)
    for numbers, _ in found:
        mixed = (mixed ^ numbers.view(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed.view(np.int64), np.zeros(len(keys), bool)


def _numbers_of(column: KeyColumn) -> tuple[Array, Array]:
    sure = np.ones(len(column.codes), bool)
    if column.labels is None:
        # A batch whose times are all midnights has days, another one of the same stream microseconds.
        return column.codes * (_MICROSECONDS if column.kind == "date" else 1), sure
    if not column.labels:
        return column.codes, sure
    own = np.array([_number_of(label) for label in column.labels], np.int64)
    below = column.codes < 0
    return np.where(below, own[np.clip(column.codes - LABELS, 0, len(own) - 1)], column.codes), ~below


def _number_of(label: Any) -> int:
    """A number for a key that is no whole number of 64 bits: its hash."""
    if isinstance(label, int | float) and label == label // 1 and int(label) in _INT64:
        return int(label)
    return -1 - (hash(label) & (2**63 - 1))
