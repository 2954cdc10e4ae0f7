"""Renderings: steps as lines of text and as HTML, in Indonesian or English. The data lies in steps and traces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ..algebra.bands import Rated
from ..algebra.expressions import Expression
from ..algebra.items import Over
from ..analysis.formulas import formula
from ..numbers import decimal_text, to_text
from ..texts import say
from ..wording.html import table
from ..wording.words import Reader, listed, spoken
from .trace_steps import TraceStep


def place_of(step: TraceStep) -> str:
    """How a step is called: its key, after the list and the row it stands in (``kegiatan[2].waktu``)."""
    return step.key if step.place is None else f"{step.place[0]}[{step.place[1]}].{step.key}"


def rule_of(step: TraceStep, language: str = "id") -> str:
    """The rule of a step in words."""
    return Reader(language, _name).read(step.part.value)


def worked(step: TraceStep, language: str = "id") -> str:
    """The rule of a step with its values put in and the branch it took."""

    def show(entry: Expression) -> str:
        try:
            return spoken(step.value_of(entry), language, entry.levels)
        except KeyError:
            # Not worked out: the condition was settled, or the value given, before it was its turn.
            return _name(entry)

    def taken(entry: Expression) -> int | None:
        return next((index for node, index in step.choices if node == entry), None)

    def rows(entry: Over) -> str:
        values = step.row_values(entry)
        # A weighted mean has two values a row; what was not worked out has none.
        if values is None or entry.value is None or entry.by is not None:
            return Reader(language, _name).read(entry)
        return say(f"words.{entry.how}", language, x=f"({listed(values, language)})", rows=entry.items.called(language))

    def cause(entry: Expression) -> str:
        name, value = _name(entry), show(entry)
        return name if value == name else f"{name} ({value})"

    return Reader(language, show, taken, rows, Reader(language, cause)).read(step.part.value)


def _name(entry: Expression) -> str:
    return entry.named_by()


def reached(step: TraceStep, language: str = "id") -> str:
    """The edge of the band that a rating reached, empty where it has none."""
    node = step.part.value
    if not isinstance(node, Rated):
        return ""
    index = next((index for choice, index in step.choices if choice == node), None)
    edge = None if index is None else node.bands.bands[index].edge
    return "" if edge is None else say("steps.reached", language, edge=edge)


def lines(tops: Iterable[TraceStep], language: str = "id") -> Iterator[str]:
    """The steps from the result down to the inputs, two spaces deeper for what a step rests on."""
    seen: set[int] = set()
    for step in tops:
        yield from _lines(step, language, 0, seen)


def _lines(step: TraceStep, language: str, depth: int, seen: set[int]) -> Iterator[str]:
    indent = "  " * depth
    value = spoken(step.value, language, step.part.levels)
    head = f"{indent}{place_of(step)}"
    if id(step) in seen:
        yield f"{head} = {value} {say('steps.again', language)}"
        return
    seen.add(id(step))
    name = step.part.called(language)
    titled = f" ({name})" if name.replace(" ", "_").lower() != step.key.lower() else ""
    yield f"{head}{titled} = {value}"
    if step.value is None:
        return
    rule, with_values = rule_of(step, language), worked(step, language)
    yield f"{indent}    {rule}"
    if with_values not in {rule, value}:
        yield f"{indent}    = {with_values}"
    if edge := reached(step, language):
        yield f"{indent}    {edge}"
    for source in step.part.sources:
        yield f"{indent}    {say('steps.basis', language, source=source.text(language))}"
    for child in distinct(step.children):
        yield from _lines(child, language, depth + 1, seen)


def distinct(steps: Iterable[TraceStep]) -> list[TraceStep]:
    """Steps in order, each once (the same step, not an equal one: comparing deep steps would cost more)."""
    return list({id(step): step for step in steps}.values())


def all_steps(tops: Iterable[TraceStep]) -> list[TraceStep]:
    """Every step once, those that others rest on first."""
    found: dict[int, TraceStep] = {}

    def visit(step: TraceStep) -> None:
        if id(step) not in found:
            for child in step.children:
                visit(child)
            found[id(step)] = step

    for step in tops:
        visit(step)
    return list(found.values())


def plain(value: Any) -> Any:
    """A value as plain JSON data: an exact number as text (``"95.2"``, ``"253/3"``), the rest as it is."""
    return to_text(value) if isinstance(value, Fraction) else value


def shown(value: Any) -> str | None:
    """A number as text in decimals, ``≈ 107.1429`` where they do not end; None for what is no number."""
    return decimal_text(value) if isinstance(value, Fraction) else None


def step_facts(step: TraceStep) -> dict[str, Any]:
    """A step as plain JSON data, without the words that can be made of it."""
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


def step_data(step: TraceStep) -> dict[str, Any]:
    """A step as plain JSON data, with its value in decimals, its rule and the rule with values in words."""
    # What an audit record holds, ``step_facts``, stays as it is: its bytes are the same for ever.
    return {
        **step_facts(step),
        "shown": shown(step.value),
        "rule": {"id": rule_of(step, "id"), "en": rule_of(step, "en")},
        "worked": {"id": worked(step, "id"), "en": worked(step, "en")},
    }


def steps_html(tops: Iterable[TraceStep], language: str = "id") -> str:
    """The steps as an HTML table: part, value, rule, rule with values, sources."""
    header = tuple(say(f"heads.{name}", language) for name in ("part", "value", "rule", "worked", "basis"))
    rows = [
        (
            place_of(step),
            spoken(step.value, language, step.part.levels),
            rule_of(step, language),
            worked(step, language),
            "; ".join(source.text(language) for source in step.part.sources),
        )
        for step in reversed(all_steps(tops))
    ]
    return table(header, rows)
