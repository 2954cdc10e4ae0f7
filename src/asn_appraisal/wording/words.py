"""Words: an expression as a phrase in Indonesian or English, with names or values filled in."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.edges import Edge
from ..algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Expression,
    Given,
    IsOneOf,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.grids import Grid
from ..algebra.inputs import Field
from ..algebra.items import Items, Over
from ..numbers import places_of
from ..texts import say
from .numerals import ABOUT, exact_numeral, short_numeral

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "=", "!=": "≠"}
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}
_OPPOSITE = {"<=": ">", ">=": "<", "<": ">=", ">": "<=", "==": "!="}

Numeral = Callable[[Fraction, str], str]


def row_limits(items: Items, language: str = "id") -> dict[str, object]:
    """What a list says of its rows, as facts of a phrase: how many at least and at most, and what must not repeat."""
    return {
        "least": items.at_least if items.at_least > 1 and not items.optional else "",
        "most": items.at_most,
        "unique": " + ".join(each.called(language) for each in items.unique_fields),
    }


def listed(values: list[Any], language: str = "id", most: int = 6, *, numeral: Numeral = short_numeral) -> str:
    """Several values for people; of a long list the first few and the count."""
    shown = "; ".join(spoken(value, language, numeral=numeral) for value in values[:most])
    return shown if len(values) <= most else f"{shown}; … ({len(values)})"


def spoken(value: Any, language: str = "id", levels: tuple[Any, ...] = (), *, numeral: Numeral = short_numeral) -> str:
    """A value for people: a number, yes or no, the name of a level, or absent."""
    if value is None:
        return say("values.absent", language)
    if isinstance(value, bool):
        return say("values.true" if value else "values.false", language)
    if isinstance(value, Fraction):
        return numeral(value, language)
    if isinstance(value, str):
        return next((level.called(language) for level in levels if level.key == value), value)
    return str(value)


@frozen
class Reader:
    """Puts expressions in words: ``name`` says what fields and parts are called, ``taken`` the branch that a choice took.

    ``filled`` gives what is shown in their place, such as their values; without it they are shown by name. ``rows`` gives the
    text of a value over a list, None for its rule; ``cause`` puts the conditions of a branch in words, where names say more
    than values alone, with ``result``, what a formula came to.
    """

    language: str
    name: Callable[[Expression], str]
    taken: Callable[[Expression], int | None] = lambda _: None
    rows: Callable[[Over], str | None] = lambda _: None
    cause: Reader | None = None
    filled: Callable[[Expression], str] | None = None
    result: Callable[[Expression], str] = lambda _: ""

    def read(self, expression: Expression) -> str:
        """The expression in words."""
        return self.phrase_and_binding(expression)[0]

    def show(self, entry: Expression) -> str:
        """What is shown of a field or a part: its name, or what is filled in for it."""
        return self.name(entry) if self.filled is None else self.filled(entry)

    def say(self, key: str, **facts: str) -> str:
        """A phrase in the reader's language with its facts filled in."""
        return say(key, self.language, **facts)

    def operand(self, expression: Expression, binding: int = 3) -> str:
        """An expression in words, in parentheses where it binds less tightly than needed."""
        text, own = self.phrase_and_binding(expression)
        return f"({text})" if own < binding else text

    def phrase_and_binding(self, node: Expression) -> tuple[str, int]:
        """The words, and how tightly they bind: 3 a word, 2 a product, 1 a sum, 0 a phrase."""
        if isinstance(node, Constant):
            return _constant(node, self.language), 3
        if isinstance(node, Named | Field):
            return self.show(node), 3
        if isinstance(node, Arithmetic):
            return self._arithmetic(node)
        if isinstance(node, Weighted) and not node.given_only:
            return self._weighted(node)
        if isinstance(node, Over) and (shown := self.rows(node)) is not None:
            return shown, 0 if " " in shown else 3
        if isinstance(node, Required | Within):
            return self.phrase_and_binding(node.value)
        return PHRASES(node)(self, node), 0

    def _arithmetic(self, node: Arithmetic) -> tuple[str, int]:
        binding = _BINDS[node.operator]
        left, right = self.operand(node.left, binding), self.operand(node.right, binding + 1)
        right = f"({right})" if right.startswith("-") else right
        return f"{left} {_SIGNS[node.operator]} {right}", binding

    def _weighted(self, node: Weighted) -> tuple[str, int]:
        terms = [
            f"{share_words(weight, self.language)} × {self.operand(part, 2)}"
            for weight, part in zip(node.weights, node.parts, strict=True)
        ]
        return " + ".join(terms), 1


def _constant(node: Constant, language: str) -> str:
    return spoken(node.value, language, node.levels, numeral=exact_numeral)


def share_words(weight: Fraction, language: str) -> str:
    """A weight: 60 %, and a ninth as 1/9."""
    return (
        exact_numeral(weight / 100, language) if places_of(weight) is None else f"{exact_numeral(weight, language)} %"
    )


def _limited(reader: Reader, node: Limited) -> str:
    words = {"x": reader.operand(node.value, 1)}
    if node.low is not None:
        words["low"] = reader.operand(node.low)
    if node.high is not None:
        words["high"] = reader.operand(node.high)
    return reader.say(
        "words.capped" if node.low is None else "words.floored" if node.high is None else "words.clamped", **words
    )


def _rounded(reader: Reader, node: Rounded) -> str:
    return reader.say("words.rounded", x=reader.read(node.value), **rounding_words(node, reader.language))


def rounding_words(node: Rounded, language: str) -> dict[str, str]:
    """To what a number is rounded, and how where it is not as usual."""
    to = {0: "whole", 1: "decimal"}.get(node.places, "decimals" if node.places > 0 else "tens")
    places = say(f"places.{to}", language, count=str(node.places), tens=exact_numeral(Fraction(10) ** -node.places))
    return {"places": places, "mode": "" if node.mode == "half_up" else say(f"modes.{node.mode}", language)}


def _line(reader: Reader, node: Line) -> str:
    return reader.say("words.through", x=reader.operand(node.value, 1), points=line_points(node, reader.language))


def line_points(node: Line, language: str) -> str:
    """The points of a broken line."""
    return ", ".join(f"({exact_numeral(x, language)}; {exact_numeral(y, language)})" for x, y in node.points)


def _comparison(reader: Reader, node: Comparison) -> str:
    return f"{_compared(reader, node.left)} {_SIGNS[node.operator]} {_compared(reader, node.right)}"


def _compared(reader: Reader, node: Expression) -> str:
    """What is compared: of a formula with values also what it came to."""
    text = reader.operand(node, 1)
    if isinstance(node, Named | Field | Constant) or not (result := reader.result(node)):
        return text
    return f"{text} {result if result.startswith(ABOUT) else f'= {result}'}"


def _is_one_of(reader: Reader, node: IsOneOf, phrase: str = "is_") -> str:
    names = [spoken(key, reader.language, node.label.levels) for key in node.among]
    return reader.say(f"words.{phrase}", x=reader.operand(node.label), levels=f" {reader.say('words.or')} ".join(names))


def _every(reader: Reader, node: Every) -> str:
    word = reader.say("words.and" if node.sign == "&" else "words.or")
    return f" {word} ".join(reader.operand(part, 0 if isinstance(part, Comparison) else 3) for part in node.parts)


def _cause_reader(reader: Reader) -> Reader:
    return reader.cause or reader


def _but(reader: Reader, node: But) -> str:
    taken, condition = reader.taken(node), _cause_reader(reader).read(node.when)
    if taken is None:
        words = {"x": reader.read(node.value), "other": reader.read(node.replacement), "condition": condition}
        return reader.say("words.but", **words)
    if not taken:
        return reader.read(node.value)
    return reader.say("words.because", x=reader.read(node.replacement), condition=condition)


def _when(reader: Reader, node: When) -> str:
    taken, condition = reader.taken(node), _cause_reader(reader).read(node.condition)
    if taken is None:
        words = {"x": reader.operand(node.then, 1), "other": reader.operand(node.otherwise, 1)}
        return reader.say("words.when", condition=condition, **words)
    if taken:
        condition = _negated(_cause_reader(reader), node.condition)
    return reader.say("words.because", x=reader.operand((node.then, node.otherwise)[taken], 1), condition=condition)


def _negated(reader: Reader, condition: Expression) -> str:
    """That a condition does not hold."""
    if isinstance(condition, Not):
        return reader.read(condition.condition)
    if isinstance(condition, Comparison):
        sign = _SIGNS[_OPPOSITE[condition.operator]]
        return f"{_compared(reader, condition.left)} {sign} {_compared(reader, condition.right)}"
    if isinstance(condition, IsOneOf):
        return _is_one_of(reader, condition, "is_not")
    if isinstance(condition, Given):
        return reader.say("words.not_given", x=reader.operand(condition.value))
    shown = reader.read(condition)
    # With its value a flag says itself that it does not hold.
    told = isinstance(condition, Named | Field) and shown != reader.name(condition)
    return shown if told else reader.say("words.not", x=shown)


def edge_words(edge: Edge, language: str = "id", *, reached: bool = True) -> str:
    """An edge, or the side of it on which it is not reached.

    >>> edge_words(Edge.of(">= 76.5")), edge_words(Edge.of(">= 76.5"), "en", reached=False)
    ('≥ 76,5', '< 76.5')
    """
    sign = edge.operator if reached else _OPPOSITE[edge.operator]
    return f"{_SIGNS[sign]} {exact_numeral(edge.bound, language)}"


def _steps(reader: Reader, node: Steps) -> str:
    taken = reader.taken(node)
    branches = (*node.results, node.otherwise)
    if taken is not None:
        # Edges widen: whatever does not reach the last one reaches none.
        edge, met = node.edges[min(taken, len(node.edges) - 1)], taken < len(node.edges)
        condition = f"{_compared(_cause_reader(reader), node.value)} {edge_words(edge, reader.language, reached=met)}"
        return reader.say("words.because", x=reader.operand(branches[taken], 1), condition=condition)
    value = _cause_reader(reader).operand(node.value, 1)
    reached = [*(edge_words(edge, reader.language) for edge in node.edges), reader.say("words.otherwise")]
    steps = "; ".join(f"{edge} → {reader.read(branch)}" for edge, branch in zip(reached, branches, strict=True))
    return reader.say("words.by", x=value, steps=steps)


def _case(reader: Reader, node: Case) -> str:
    taken, label = reader.taken(node), reader.operand(node.label)
    name = reader.name(node.label) if isinstance(node.label, Named | Field) else _cause_reader(reader).read(node.label)
    names = [spoken(key, reader.language, node.label.levels) for key in node.keys]
    if taken is not None:
        return reader.say(
            "words.because", x=reader.operand(node.results[taken], 1), condition=f"{name} = {names[taken]}"
        )
    steps = "; ".join(f"{name} → {reader.read(result)}" for name, result in zip(names, node.results, strict=True))
    return reader.say("words.by", x=label, steps=steps)


def _combination(reader: Reader, node: Combination) -> str:
    if isinstance(node, Weighted):
        parts = [
            f"{reader.operand(part, 1)} ({share_words(weight, reader.language)})"
            for weight, part in zip(node.weights, node.parts, strict=True)
        ]
    else:
        parts = [reader.operand(part, 1) for part in node.parts]
    text = reader.say(f"words.{'Mean' if isinstance(node, Weighted) else node.word}", parts="; ".join(parts))
    least = str(node.at_least) if node.at_least > 1 else ""
    return reader.say("words.of_given", x=text, least=least) if node.given_only else text


def _over(reader: Reader, node: Over) -> str:
    rows = node.items.called(reader.language)
    if node.where is not None:
        rows = reader.say("words.where", rows=rows, condition=reader.read(node.where))
    words = {"rows": rows}
    if node.value is not None:
        words["x"] = reader.operand(node.value)
    if node.by is not None:
        words["by"] = reader.operand(node.by)
    return reader.say(f"words.{node.how}", **words)


PHRASES: Dispatch[Callable[[Reader, Any], str]] = Dispatch(
    "PHRASES",
    {
        Limited: _limited,
        Rounded: _rounded,
        Line: _line,
        Comparison: _comparison,
        IsOneOf: _is_one_of,
        **dict.fromkeys((Every, Either), _every),
        Not: lambda reader, node: _negated(reader, node.condition),
        Given: lambda reader, node: reader.say("words.given", x=reader.operand(node.value)),
        OrElse: lambda reader, node: reader.say(
            "words.or_else", x=reader.operand(node.value, 1), default=reader.operand(node.default)
        ),
        But: _but,
        When: _when,
        Steps: _steps,
        Case: _case,
        **dict.fromkeys((Sum, Mean, Least, Greatest, Weighted), _combination),
        Over: _over,
        Rated: lambda reader, node: reader.say("words.rated", x=reader.operand(node.value)),
        Grid: lambda reader, node: reader.say(
            "words.grid",
            rows=_cause_reader(reader).operand(node.rows),
            columns=_cause_reader(reader).operand(node.columns),
        ),
    },
)
