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
from ..numbers import places_of, to_decimal, to_text
from ..rounding import rounded
from ..texts import numeral, say

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "="}
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}


def short_numeral(value: Fraction, language: str = "id", places: int = 4) -> str:
    """A number for people: at most ``places`` decimals, without trailing zeros.

    >>> short_numeral(Fraction("95.20")), short_numeral(Fraction(253, 3), "en")
    ('95,2', '84.3333')
    """
    shown = rounded(value, places)
    return numeral(to_decimal(shown, places_of(shown) or 0), language)


def row_limits(items: Items, language: str = "id") -> dict[str, object]:
    """What a list says of its rows, as facts of a phrase: how many at least and at most, and what must not repeat."""
    return {
        "least": items.at_least if items.at_least > 1 and not items.optional else "",
        "most": items.at_most,
        "unique": " + ".join(each.called(language) for each in items.unique_fields),
    }


def listed(values: list[Any], language: str = "id", most: int = 6) -> str:
    """Several values for people; of a long list the first few and the count."""
    shown = "; ".join(spoken(value, language) for value in values[:most])
    return shown if len(values) <= most else f"{shown}; … ({len(values)})"


def spoken(value: Any, language: str = "id", levels: tuple[Any, ...] = ()) -> str:
    """A value for people: a number, yes or no, the name of a level, or absent."""
    if value is None:
        return say("values.absent", language)
    if isinstance(value, bool):
        return say("values.true" if value else "values.false", language)
    if isinstance(value, Fraction):
        return short_numeral(value, language)
    if isinstance(value, str):
        return next((level.called(language) for level in levels if level.key == value), value)
    return str(value)


def _constant(node: Constant, language: str) -> str:
    """A constant, exactly: a ninth is 1/9 and not 0,1111."""
    value = node.value
    if isinstance(value, str):
        return value
    return to_text(value) if places_of(value) is None else short_numeral(value, language, places_of(value) or 0)


@frozen
class Reader:
    """Puts expressions in words: ``show`` gives the text of fields and parts, ``taken`` the branch that a choice took.

    ``rows`` gives the text of a value over a list, None for its rule; ``cause`` puts the conditions of a branch in
    words, where names say more than values alone.
    """

    language: str
    show: Callable[[Expression], str]
    taken: Callable[[Expression], int | None] = lambda _: None
    rows: Callable[[Over], str | None] = lambda _: None
    cause: Reader | None = None

    def read(self, expression: Expression) -> str:
        """The expression in words."""
        return self.phrase_and_binding(expression)[0]

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
            f"{short_numeral(weight, self.language)} % × {self.operand(part, 2)}"
            for weight, part in zip(node.weights, node.parts, strict=True)
        ]
        return " + ".join(terms), 1


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
    mode = "" if node.mode == "half_up" else reader.say(f"modes.{node.mode}")
    text, _ = reader.phrase_and_binding(node.value)
    return reader.say("words.rounded", x=text, places=str(node.places), mode=mode)


def _line(reader: Reader, node: Line) -> str:
    points = ", ".join(
        f"({short_numeral(x, reader.language)}; {short_numeral(y, reader.language)})" for x, y in node.points
    )
    return reader.say("words.through", x=reader.operand(node.value, 1), points=points)


def _comparison(reader: Reader, node: Comparison) -> str:
    return f"{reader.operand(node.left, 1)} {_SIGNS[node.operator]} {reader.operand(node.right, 1)}"


def _is_one_of(reader: Reader, node: IsOneOf) -> str:
    names = [spoken(key, reader.language, node.label.levels) for key in node.among]
    return reader.say("words.is_", x=reader.operand(node.label), levels=f" {reader.say('words.or')} ".join(names))


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
        condition = reader.say("words.not", x=condition)
    return reader.say("words.because", x=reader.operand((node.then, node.otherwise)[taken], 1), condition=condition)


def _edge(reader: Reader, edge: Edge) -> str:
    return f"{_SIGNS[edge.operator]} {short_numeral(edge.bound, reader.language, 10)}"


def _steps(reader: Reader, node: Steps) -> str:
    taken, value = reader.taken(node), _cause_reader(reader).operand(node.value, 1)
    branches = (*node.results, node.otherwise)
    reached = [*(_edge(reader, edge) for edge in node.edges), reader.say("words.otherwise")]
    if taken is not None:
        condition = f"{value} {reached[taken]}" if taken < len(node.edges) else f"{value}: {reached[taken]}"
        return reader.say("words.because", x=reader.operand(branches[taken], 1), condition=condition)
    steps = "; ".join(f"{edge} → {reader.read(branch)}" for edge, branch in zip(reached, branches, strict=True))
    return reader.say("words.by", x=value, steps=steps)


def _case(reader: Reader, node: Case) -> str:
    taken, label = reader.taken(node), reader.operand(node.label)
    name = node.label.named_by()
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
            f"{reader.operand(part, 1)} ({short_numeral(weight, reader.language)} %)"
            for weight, part in zip(node.weights, node.parts, strict=True)
        ]
    else:
        parts = [reader.operand(part, 1) for part in node.parts]
    text = reader.say(f"words.{'Mean' if isinstance(node, Weighted) else node.word}", parts="; ".join(parts))
    least = str(node.at_least) if node.at_least > 1 else ""
    return reader.say("words.of_given", x=text, least=least) if node.given_only else text


def _over(reader: Reader, node: Over) -> str:
    if (shown := reader.rows(node)) is not None:
        return shown
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
        Not: lambda reader, node: reader.say("words.not", x=reader.read(node.condition)),
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
            "words.grid", rows=reader.operand(node.rows), columns=reader.operand(node.columns)
        ),
    },
)
