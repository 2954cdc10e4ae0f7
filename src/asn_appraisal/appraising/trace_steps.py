"""Trace steps: how one part of a policy came to its value; data, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..algebra.items import Over
from ..analysis.walks import expressions
from ..arguments import checked_type, shown
from ..errors import UnknownStepError

RowPlace = tuple[str, int]  # a list and the row in it


@frozen(eq=False)
class TraceStep:
    """The value of a part, with the parts it used and the branches it took.

    ``place`` is the list and the row for a part that stands over rows. ``choices`` holds, for each choice in the part's
    own formula in order of evaluation, the node and which of its branches was taken. ``values`` are the exact values of
    the record (and of the row before them) that formulas saw.
    """

    part: Named
    value: Any = field(repr=shown)
    children: tuple[TraceStep, ...] = field(default=(), repr=False)
    choices: tuple[tuple[Expression, int], ...] = field(default=(), repr=False)
    place: RowPlace | None = None
    values: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    _totals: Mapping[Any, Any] = field(factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TraceStep) and _alike(self, other)

    def __hash__(self) -> int:
        return hash((self.part, self.value, self.place))

    @property
    def key(self) -> str:
        """The part's key."""
        return self.part.key

    def value_of(self, entry: Expression) -> Any:
        """The value that a field or a part had in this step's formula.

        Raises ``UnknownStepError``, which is a KeyError too, for one that the formula does not use.
        """
        checked_type(entry, "entry", Expression)
        if isinstance(entry, Field):
            for values in self.values:
                if entry.key in values:
                    return values[entry.key]
        for child in self.children:
            if child.part == entry:
                return child.value
        raise UnknownStepError(key=entry.named_by())

    def row_values(self, entry: Expression) -> list[Any] | None:
        """The values of a list's rows that a total was worked out from; None where nothing in the record asked for it."""
        checked_type(entry, "entry", Expression)
        return getattr(self._totals.get(entry), "rows", None)

    @property
    def inputs(self) -> tuple[tuple[Field, Any], ...]:
        """The fields that the part's own formula reads, with their values."""
        return tuple((entry, self.value_of(entry)) for entry in own_fields(self.part.value))


def _said(step: TraceStep) -> tuple[Any, ...]:
    """What a step says apart from the steps it rests on."""
    return step.part, step.value, step.choices, step.place, len(step.children), len(step.values)


def _alike(one: TraceStep, other: TraceStep) -> bool:
    """Whether two steps came about alike; what many parts rest on, and the record, is compared once."""
    waiting: list[tuple[Any, Any]] = [(one, other)]
    met: set[tuple[int, int]] = set()
    while waiting:
        left, right = waiting.pop()
        if left is right or (id(left), id(right)) in met:
            continue
        met.add((id(left), id(right)))
        if not isinstance(left, TraceStep):
            if left != right:
                return False
        elif _said(left) != _said(right):
            return False
        else:
            waiting += [*zip(left.children, right.children, strict=True), *zip(left.values, right.values, strict=True)]
    return True


def own_fields(expression: Expression) -> tuple[Field, ...]:
    """The fields of a formula itself, not those of the parts in it or of rows below it, in order, each once."""
    return tuple(entry for entry in expressions(expression, closed=(Named, Over)) if isinstance(entry, Field))
