"""Traces: how a result came about, as data; ``lines`` and ``_repr_html_`` put it in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from ..algebra.expressions import Expression
from ..arguments import checked_count, checked_type, shown
from ..errors import UnknownStepError
from ..faults import checked_language
from ..similar_names import closest
from ..texts import say
from .trace_steps import TraceStep

MOST_DEPTH = 10_000


@frozen
class Trace:
    """The steps of an appraisal, and what was done about values that were missing.

    ``tops`` are the steps of the score, the band and whatever else the policy shows; each holds the steps it rests on.
    ``absent``, ``defaulted`` and ``quantized`` name places of the record (``kegiatan[0].target_biaya``); ``options``
    are the choices of the law that the policy made. ``score`` is the formula of the score, ``values`` the exact values of
    the record: what questions about the appraisal are answered from.
    """

    tops: tuple[TraceStep, ...]
    absent: tuple[str, ...] = field(default=(), kw_only=True)
    defaulted: tuple[str, ...] = field(default=(), kw_only=True)
    quantized: tuple[str, ...] = field(default=(), kw_only=True)
    options: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)
    score: Expression | None = field(default=None, kw_only=True, repr=False, eq=False)
    values: Mapping[str, Any] = field(factory=dict, kw_only=True, repr=False, eq=False)

    def __iter__(self) -> Iterator[TraceStep]:
        """Every step once, those that others rest on first."""
        from .step_words import all_steps

        return iter(all_steps(self.tops))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def step(self, key: str, row: int | None = None) -> TraceStep:
        """The step of a part (of a row, for a part that stands over rows).

        Raises ``UnknownStepError``, which is a KeyError too, where there is none.
        """
        checked_type(key, "key", str)
        if row is not None:
            checked_type(row, "row", int, right="row")
        for step in self:
            if step.key == key and (row is None or (step.place is not None and step.place[1] == row)):
                return step
        close = closest(key, dict.fromkeys(step.key for step in self))
        raise UnknownStepError(key=key if row is None else f"{key}[{shown(row)}]", close=", ".join(close))

    def notes(self, language: str = "id", *, names: bool = True) -> list[str]:
        """What was missing or rounded on reading and what was done about it, and the policy's choices, a line each."""
        from ..wording.entry_names import entry_names

        checked_language(language)
        checked_type(names, "names", bool)
        place = entry_names(tuple(step.part for step in self.tops), language, keys=not names).place
        found = (("absent", self.absent), ("defaulted", self.defaulted), ("quantized", self.quantized))
        notes = [f"{place(each)}: {say(f'notes.{what}', language)}" for what, places in found for each in places]
        return notes + [say("notes.option", language, name=name, value=value) for name, value in self.options]

    def lines(self, language: str = "id", *, names: bool = True, depth: int | None = None) -> list[str]:
        """The trace as text lines in a language (``"id"`` or ``"en"``), from the result down to the inputs.

        Formulas use names, or keys with ``names=False``; ``depth`` is how many levels of steps are shown.
        """
        return [*self.step_lines(language, names=names, depth=depth), *self.notes(language, names=names)]

    def step_lines(self, language: str = "id", *, names: bool = True, depth: int | None = None) -> list[str]:
        """The lines of the steps alone, without the notes."""
        from .renderings import lines

        checked_language(language)
        checked_type(names, "names", bool)
        if depth is not None:
            checked_count(depth, "depth", 0, MOST_DEPTH)
        return list(lines(self.tops, language, names=names, depth=depth))

    def to_dict(self) -> dict[str, Any]:
        """The trace as plain JSON data: steps in the order they were worked out, exact numbers as text."""
        from .renderings import trace_data
        from .step_words import place_of

        return {
            "steps": trace_data(self.tops),
            "results": [place_of(step) for step in self.tops],
            "absent": list(self.absent),
            "defaulted": list(self.defaulted),
            "quantized": list(self.quantized),
            "options": dict(self.options),
        }

    def _repr_html_(self) -> str:
        from .renderings import steps_html

        return steps_html(self.tops)
