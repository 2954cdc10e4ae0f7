"""Contexts: where formulas are worked out, the record or one row of a list before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..algebra.expressions import Expression, Named
from ..analysis.outlines import Outline
from ..faults import Fault
from .steps import RowPlace, TraceStep

Value = Any  # Fraction, str, bool, or None where absent


class EvaluationFault(Exception):
    """Faults met while a record was worked out: some of its own, and what other formulas met.

    What is asked for a thousand times fails a thousand times with the same faults: they are collected only when all is
    done, each once.
    """

    def __init__(self, causes: Iterable[Fault | EvaluationFault]) -> None:
        self.causes = tuple(causes)
        super().__init__(self.causes)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault once, in the order they were met."""
        found: dict[Fault, None] = {}
        seen: set[int] = set()
        waiting: list[Fault | EvaluationFault] = [self]
        while waiting:
            cause = waiting.pop()
            if isinstance(cause, Fault):
                found[cause] = None
            elif id(cause) not in seen:
                seen.add(id(cause))
                waiting += reversed(cause.causes)
        return tuple(found)


class Total:
    """What was worked out over a list, once a record, and the parts that its rows used."""

    __slots__ = ("told", "used", "value")

    def __init__(self, value: Value, used: list[TraceStep]) -> None:
        self.value = value
        self.used = used
        self.told: list[TraceStep] | None = None

    def tell(self, children: list[TraceStep]) -> None:
        """Add the parts used to those of the part that asks; once, also when it asks in each row of a list."""
        if self.told is not children:
            children.extend(self.used)
            self.told = children


class Frame:
    """Where formulas are worked out: the record, or one row of a list before it.

    Parts are worked out once in each; what is worked out over a whole list, which depends on no row, once a record.
    """

    __slots__ = ("children", "choices", "memo", "place", "root", "row_parts", "rows", "totals", "values")

    def __init__(
        self,
        values: tuple[Mapping[str, Value], ...],
        row_parts: frozenset[str],
        root: Frame | None,
        place: RowPlace | None,
    ) -> None:
        self.values = values
        self.row_parts = row_parts
        self.root = root or self
        self.place = place
        self.memo: dict[Named, TraceStep | EvaluationFault] = {}
        self.totals: dict[Expression, Total | EvaluationFault] = {}
        self.rows: dict[str, list[Frame]] = {}
        self.children: list[TraceStep] = []
        self.choices: list[tuple[Expression, int]] = []


def frame_of(outline: Outline, values: Mapping[str, Value]) -> Frame:
    """The frame of a record's exact values."""
    row_parts = frozenset(placed.key for placed in outline.parts if placed.lists)
    return Frame((values,), row_parts, None, None)
