"""A third engine, from outside: each operation row by row on Python's own numbers, written from the docstrings alone.

A slot is a list with a value for each row of its table. ``PLAIN`` is called with an operation, the slots and how many rows
of the list ``rows`` each record has; for rows that are set aside it gives the mask.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.columns.operations.alone import by_record

from asn_appraisal.algebra.edges import COMPARISONS
from asn_appraisal.columns import operations as ops
from asn_appraisal.rounding import rounded

Slots = Mapping[int, list[Any]]
Counts = Sequence[int]


def limited(value: Any, low: Any, high: Any) -> Any:
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


def each(function: Callable[..., Any]) -> Callable[..., list[Any]]:
    """An operation that does the same to the values of each row."""

    def work(operation: Any, slots: Slots, counts: Counts) -> list[Any]:
        if not operation.reads:
            return [function(operation)] * (sum(counts) if operation.table else len(counts))
        return [function(operation, *row) for row in zip(*(slots[slot] for slot in operation.reads), strict=True)]

    return work


def joined(function: Callable[[list[Any]], Any]) -> Callable[..., list[Any]]:
    """An operation that joins the rows of each record."""
    return lambda operation, slots, counts: [function(rows) for rows in by_record(slots[operation.read], counts)]


def chosen(operation: ops.Choose, mask: bool, *branches: Any) -> Any:
    waiting = iter(branches)
    then, otherwise = (
        which.value if isinstance(which, ops.Fixed) else next(waiting)
        for which in (operation.then, operation.otherwise)
    )
    return then if mask else otherwise


def rounded_whole(operation: ops.RoundWhole, a: Any) -> Any:
    return limited((operation.top * a + operation.plus) // operation.bottom, operation.low, operation.high)


PLAIN = ops.Engine(
    "row by row",
    {
        ops.Affine: each(lambda o, a: a * o.factor + o.addend),
        ops.Clip: each(lambda o, a: limited(a, o.low, o.high)),
        ops.Linear: each(lambda o, *terms: sum(a * factor for a, factor in zip(terms, o.factors, strict=True))),
        ops.Widen: each(lambda _, a: a),
        ops.Multiply: each(lambda _, a, b: a * b),
        ops.Divide: each(lambda _, a, b: Fraction(a) / b if b else Fraction(a)),
        ops.Maximum: each(lambda _, a, b: max(a, b)),
        ops.Minimum: each(lambda _, a, b: min(a, b)),
        ops.AddMask: each(lambda _, a, mask: a + 1 if mask else a),
        ops.Full: each(lambda o: o.value),
        ops.FullMask: each(lambda o: o.holds),
        ops.FullCode: each(lambda o: o.code),
        ops.Round: each(lambda o, a: rounded(limited(Fraction(a * o.factor + o.addend), o.low, o.high), 0, o.mode)),
        ops.RoundWhole: each(rounded_whole),
        ops.NearTie: each(lambda *_: False),
        ops.Compare: each(lambda o, a: COMPARISONS[o.operator](a, o.threshold)),
        ops.CompareWhole: each(lambda o, a: COMPARISONS[o.operator](a, o.edge)),
        ops.Near: each(lambda *_: False),
        ops.Same: each(lambda _, a, b: a == b),
        ops.Not: each(lambda _, a: not a),
        ops.And: each(lambda _, a, b: a and b),
        ops.Or: each(lambda _, a, b: a or b),
        ops.Choose: each(chosen),
        ops.ChooseCode: each(lambda _, mask, a, b: a if mask else b),
        ops.CountNot: each(lambda _, *masks: masks.count(False)),
        ops.First: each(lambda _, *masks: (*masks, True).index(True)),
        ops.Tally: each(lambda o, *masks: o.base + masks.count(True)),
        ops.Take: each(lambda o, code: o.numbers[code]),
        ops.TakeCode: each(lambda o, code: o.codes[code]),
        ops.TakeMask: each(lambda o, code: o.holds[code]),
        ops.Cell: each(lambda o, row, column: o.codes[row * o.width + column]),
        ops.Spread: lambda o, slots, counts: [
            a for a, count in zip(slots[o.read], counts, strict=True) for _ in range(count)
        ],
        ops.SegmentSum: joined(sum),
        ops.SegmentTally: joined(lambda rows: rows.count(True)),
        ops.SegmentLeast: joined(lambda rows: min(rows, default=0)),
        ops.SegmentGreatest: joined(lambda rows: max(rows, default=0)),
        ops.Refuse: lambda o, slots, _: slots[o.read],
        ops.Doubt: lambda o, slots, _: slots[o.read],
    },
)
