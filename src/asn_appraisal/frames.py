"""Frames: where formulas are worked out, the record or one row of a list before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .algebra.expressions import Expression, Named
from .faults import Fault
from .outlines import Outline
from .steps import Place, Step

Value = Any  # Fraction, str, bool, or None where absent


class EvaluationFault(Exception):
    """Faults met while a record was worked out."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(self.faults)


class Frame:
    """Where formulas are worked out: the record, or one row of a list before it. Parts are worked out once in each."""

    __slots__ = ("children", "choices", "memo", "place", "root", "row_parts", "rows", "values")

    def __init__(
        self,
        values: tuple[Mapping[str, Value], ...],
        row_parts: frozenset[str],
        root: Frame | None,
        place: Place | None,
    ) -> None:
        self.values = values
        self.row_parts = row_parts
        self.root = root or self
        self.place = place
        self.memo: dict[Named, Step] = {}
        self.rows: dict[str, list[Frame]] = {}
        self.children: list[Step] = []
        self.choices: list[tuple[Expression, int]] = []


def frame_of(outline: Outline, values: Mapping[str, Value]) -> Frame:
    """The frame of a record's exact values."""
    row_parts = frozenset(placed.key for placed in outline.parts if placed.lists)
    return Frame((values,), row_parts, None, None)
