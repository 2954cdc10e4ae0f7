"""Trace steps: how one part of a policy came to its value; data, rendered elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..algebra.bands import Band, Rated
from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..algebra.items import Over
from ..algebra.sources import Source
from ..analysis.walks import expressions
from ..arguments import checked_type, shown
from ..errors import UnknownStepError

RowPlace = tuple[str, int]  # a list and the row in it


@frozen
class BandReason:
    """Why a rating gave a band, or did not: whether the value reached its edge (the last band has none), whether it was given.

    A band whose edge is reached and that is not given is *withheld*: the condition that it requires is not met. ``sources``
    are those of the band, or of the scale where it has none.
    """

    band: Band
    value: Fraction = field(repr=shown)
    reached: bool
    given: bool
    sources: tuple[Source, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether the value reached the band's edge, but its condition was not met."""
        return self.reached and not self.given


@frozen(eq=False)
class TraceStep:
    """The value of a part, with the parts it used and the branches it took.

    ``place`` is the list and the row for a part that stands over rows. ``choices`` holds, for each choice in the part's
    own formula in order of evaluation, the node and which of its branches was taken. ``values`` are the exact values of
    the record (and of the row before them) that formulas saw; ``compared`` what formulas came to that were compared with
    edges or with each other.
    """

    part: Named
    value: Any = field(repr=shown)
    children: tuple[TraceStep, ...] = field(default=(), repr=False)
    choices: tuple[tuple[Expression, int], ...] = field(default=(), repr=False)
    place: RowPlace | None = None
    values: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    _totals: Mapping[Any, Any] = field(factory=dict, repr=False)
    compared: Mapping[Expression, Any] = field(factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TraceStep) and _alike(self, other)

    def __hash__(self) -> int:
        return hash((self.part, self.value, self.place))

    @property
    def key(self) -> str:
        """The part's key."""
        return self.part.key

    def value_of(self, entry: Expression) -> Any:
        """The value that a field or a part had in this step's formula, or what it compared or worked out over rows came to.

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
        if entry in self.compared:
            return self.compared[entry]
        total: Any = self._totals.get(entry)
        if hasattr(total, "value"):
            return total.value
        raise UnknownStepError(key=entry.named_by())

    def row_values(self, entry: Expression) -> list[Any] | None:
        """The values of a list's rows that a total was worked out from; None where nothing in the record asked for it."""
        checked_type(entry, "entry", Expression)
        return getattr(self._totals.get(entry), "rows", None)

    def row_weights(self, entry: Expression) -> list[Any] | None:
        """The weights of these rows, none for a total without weights."""
        checked_type(entry, "entry", Expression)
        return getattr(self._totals.get(entry), "weights", None)

    @property
    def bands(self) -> tuple[BandReason, ...]:
        """Of each rating in the part's own formula the bands from the first to the one given, with what decided.

        >>> from asn_appraisal import schemes
        >>> record = {"nilai_skp": 119, "nilai_perilaku": 118, "penilaian_rekan": False, "ide_baru": False}
        >>> step = schemes.get("pp-30-2019").appraise(record).trace.step("peringkat")
        >>> [(reason.band.key, reason.reached, reason.given) for reason in step.bands]
        [('sangat_baik', True, False), ('baik', True, True)]
        """
        return tuple(
            BandReason(
                band,
                value := self.value_of(node.value),
                band.edge is None or band.edge.holds(value),
                at == index,
                band.sources or node.bands.sources,
            )
            for node, index in self.choices
            if isinstance(node, Rated)
            for at, band in enumerate(node.bands.bands[: index + 1])
        )

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
