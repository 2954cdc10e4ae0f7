"""Record notes: what was read and scored in a record and looks wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ..algebra.combinations import Weighted
from ..algebra.expressions import Named
from ..algebra.inputs import Field
from ..algebra.items import Over
from ..analysis.percents import FRACTIONS_END, fields_with_weights, percent_sums
from ..notes import Note
from .trace_steps import TraceStep


def record_notes(steps: Iterable[TraceStep]) -> tuple[Note, ...]:
    """The notes on the values that the steps of an appraisal rest on, each once."""
    return tuple(dict.fromkeys(note for step in steps if step.place is None for note in _points(step)))


def _points(step: TraceStep) -> Iterator[Note]:
    """Percentages of one weighted sum, none of them above its weight: points of the total, surely."""
    for total in percent_sums(step.part.value, closed=(Named, Over)):
        held = _held(step, total)
        within = all(value <= weight for _, weight, value in held)
        if len(held) > 1 and within and max(value for *_, value in held) > FRACTIONS_END:
            fields = fields_with_weights((each for each, *_ in held), (weight for _, weight, _ in held))
            yield Note("ASN471", facts={"fields": fields})


def _held(step: TraceStep, total: Weighted) -> list[tuple[Field, Fraction, Fraction]]:
    """The fields of a weighted sum that are given, with weight and value."""
    held = [
        (each, weight, step.value_of(each))
        for each, weight in zip(total.parts, total.weights, strict=True)
        if isinstance(each, Field)
    ]
    return [each for each in held if each[2] is not None]
