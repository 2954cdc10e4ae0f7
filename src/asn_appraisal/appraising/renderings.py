"""Renderings: steps as lines of text, as HTML and as plain data, in Indonesian or English. The data lies in steps and traces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ..algebra.bands import Rated
from ..algebra.expressions import Named
from ..algebra.inputs import Field
from ..analysis.formulas import formula, written
from ..numbers import decimal_text, to_text
from ..texts import LANGUAGES, say
from ..wording.html import table
from .step_words import StepWords, all_steps, distinct, equals, place_of, sources_of
from .trace_steps import BandReason, TraceStep


def lines(
    tops: tuple[TraceStep, ...], language: str = "id", *, names: bool = True, depth: int | None = None
) -> Iterator[str]:
    """The steps from the result down to the inputs, two spaces deeper for what a step rests on.

    ``depth`` is how many levels of steps are shown, None for all of them; what is left out is counted in the last line.
    """
    words = StepWords(tops, language, names=names)
    seen: set[int] = set()
    for step in tops:
        yield from _lines(words, step, 0, depth, seen)
    if depth is not None and (hidden := len({id(step) for step in _shown(tops)} - seen)):
        yield say("steps.more", language, count=hidden)


def _lines(words: StepWords, step: TraceStep, level: int, depth: int | None, seen: set[int]) -> Iterator[str]:
    if level == depth:
        return
    indent = "  " * level
    head = f"{indent}{words.title(step)} {equals(words.value(step))}"
    if id(step) in seen:
        yield f"{head} {say('steps.again', words.language)}"
        return
    seen.add(id(step))
    yield head
    if step.value is None:
        return
    rule, worked = words.rule(step), words.worked(step)
    yield f"{indent}    {rule}"
    node = step.part.value
    plainly_rated = isinstance(node, Rated) and isinstance(node.value, Named | Field)  # the reasons have its value
    if worked not in {rule, words.value(step)} and not plainly_rated:
        yield f"{indent}    {equals(worked)}"
    yield from (f"{indent}    {reason}" for reason in words.reasons(step))
    yield from (f"{indent}    {say('steps.basis', words.language, source=source)}" for source in words.basis(step))
    for child in distinct(step.children):
        yield from _lines(words, child, level + 1, depth, seen)


def _shown(tops: Iterable[TraceStep]) -> list[TraceStep]:
    """The steps of a whole explanation: nothing is said of what an absent value rests on."""
    waiting, found = [*tops], {}
    while waiting:
        step = waiting.pop()
        if id(step) not in found:
            found[id(step)] = step
            waiting += step.children if step.value is not None else ()
    return [*found.values()]


def plain(value: Any) -> Any:
    """A value as plain JSON data: an exact number as text (``"95.2"``, ``"253/3"``), the rest as it is."""
    return to_text(value) if isinstance(value, Fraction) else value


def decimals(value: Any) -> str | None:
    """A number as text in decimals, ``≈ 107.1429`` where they do not end; None for what is no number."""
    return decimal_text(value) if isinstance(value, Fraction) else None


def step_facts(step: TraceStep) -> dict[str, Any]:
    """A step as an audit record holds it, for good: without the words that can be made of it."""
    place = None if step.place is None else {"list": step.place[0], "row": step.place[1]}
    return {
        "key": step.key,
        "place": place,
        "name": step.part.called("id"),
        "english": step.part.called("en"),
        "value": plain(step.value),
        "formula": formula(step.part),
        "inputs": [{"key": entry.key, "value": plain(value)} for entry, value in step.inputs],
        "uses": [place_of(child) for child in distinct(step.children)],
        "sources": [source.to_dict() for source in step.part.sources],
    }


def trace_data(tops: tuple[TraceStep, ...]) -> list[dict[str, Any]]:
    """The steps as plain JSON data, in the order they were worked out, with what they say in both languages."""
    words = {language: StepWords(tops, language) for language in sorted(LANGUAGES, reverse=True)}
    return [_step_data(step, words) for step in all_steps(tops)]


def _step_data(step: TraceStep, words: dict[str, StepWords]) -> dict[str, Any]:
    return {
        **step_facts(step),
        "decimals": decimals(step.value),
        "sources": [source.to_dict() for source in sources_of(step)],
        "bands": [_band_data(reason) for reason in step.bands],
        "title": {language: each.title(step) for language, each in words.items()},
        "shown": {language: each.value(step) for language, each in words.items()},
        "rule": {language: each.rule(step) for language, each in words.items()},
        "worked": {language: each.worked(step) for language, each in words.items()},
        "reasons": {language: each.reasons(step) for language, each in words.items()},
    }


def _band_data(reason: BandReason) -> dict[str, Any]:
    band = reason.band
    return {
        "key": band.key,
        "name": band.level.called("id"),
        "english": band.level.called("en"),
        "value": plain(reason.value),
        "edge": None if band.edge is None else str(band.edge),
        "requires": None if band.requires is None else written(band.requires),
        "reached": reason.reached,
        "withheld": reason.withheld,
        "given": reason.given,
        "sources": [source.to_dict() for source in reason.sources],
    }


def steps_html(
    tops: tuple[TraceStep, ...], language: str = "id", *, names: bool = True, depth: int | None = None
) -> str:
    """The steps as an HTML table: part, value, rule, rule with values and reasons, sources."""
    header = tuple(say(f"heads.{name}", language) for name in ("part", "value", "rule", "worked", "basis"))
    words = StepWords(tops, language, names=names)
    rows = [
        (
            words.title(step),
            words.value(step),
            words.rule(step),
            "; ".join((words.worked(step), *words.reasons(step))),
            "; ".join(words.basis(step)),
        )
        for step in reversed(_within(tops, depth))
    ]
    return table(header, rows)


def _within(tops: Iterable[TraceStep], depth: int | None) -> list[TraceStep]:
    """The steps of the first levels, those that others rest on first."""
    level, near = [*tops], set()
    for _ in range(depth if depth is not None else 0):
        near |= {id(step) for step in level}
        level = [child for step in level for child in step.children]
    return [step for step in all_steps(tops) if depth is None or id(step) in near]
