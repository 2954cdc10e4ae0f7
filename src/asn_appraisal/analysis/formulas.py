"""Formulas: an expression as one line of text, in the grammar of Python expressions.

Parts and fields are written as their keys, so that each part of a policy is one line. The text says all that decides
a value and nothing else (no names, no sources): fingerprints are made of it and documents hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, ClassVar

from ..algebra.bands import Bands, Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
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
from ..algebra.inputs import Category, Count, Flag, Indicator, Number
from ..algebra.items import Over
from ..algebra.keys import reads_as_name
from ..algebra.rules import Hole
from ..arguments import checked_type
from ..numbers import to_text

# How tightly an operator binds in Python; an operand that binds less tightly is put in parentheses.
_COMPARED, _OR, _AND, _ADDED, _MULTIPLIED, SIGNED, ATOM = range(1, 8)
_BINDS = {"+": _ADDED, "-": _ADDED, "*": _MULTIPLIED, "/": _MULTIPLIED}


def formula(expression: Expression) -> str:
    """The formula of an expression; for a part, the formula behind its key.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> formula(Number("hari").against(7, "lower").clamped(0, 120).rounded(2))
    '((2 - hari / 7) * 100).clamped(0, 120).rounded(2)'
    """
    checked_type(expression, "expression", Expression)
    return Writer().text(expression.value if isinstance(expression, Named) else expression)


def written(expression: Expression) -> str:
    """How other formulas write an expression: a part and a field by their keys."""
    return Writer().text(expression)


class Writer:
    """Writes formulas; ``FORMS`` says how each kind of node is written, its text and how tightly that holds together."""

    quote: ClassVar[str] = '"'
    # Keys of rows' fields: a part that shares its key with one of them is written ``Part('key')``.
    hidden: frozenset[str] = frozenset()

    def text(self, expression: Expression, binding: int = 0) -> str:
        """The text of an expression, in parentheses where it holds together less tightly than needed."""
        text, own = FORMS(expression)(self, expression)
        return f"({text})" if own < binding else text

    def atom(self, expression: Expression) -> str:
        """The text of an expression before a dot."""
        return self.text(expression, ATOM)

    def call(self, head: str, *arguments: object, **named: object) -> tuple[str, int]:
        """A call with arguments by position and by name."""
        shown = [self.argument(value) for value in arguments]
        shown += [f"{name}={self.argument(value)}" for name, value in named.items()]
        return f"{head}({', '.join(shown)})", ATOM

    def argument(self, value: object) -> str:
        """An argument of a call: an expression, a number, a word or several of them in parentheses."""
        if isinstance(value, Expression):
            return self.text(value)
        if isinstance(value, Fraction):
            return self.number(value)
        if isinstance(value, tuple):
            return "(" + ", ".join(map(self.argument, value)) + ("," if len(value) == 1 else "") + ")"
        if isinstance(value, str):
            return f"{self.quote}{value}{self.quote}"
        return repr(value)

    def number(self, value: Fraction) -> str:
        """A number by its digits; one without a finite decimal form is a ratio in quotes."""
        text = to_text(value)
        return f"{self.quote}{text}{self.quote}" if "/" in text else text

    def key(self, node: Any) -> tuple[str, int]:
        """A part or a field by its key; in quotes where the key alone would read as something else."""
        part = isinstance(node, Named)
        if reads_as_name(node.key) and not (part and node.key in self.hidden):
            return node.key, ATOM
        return self.call("Part" if part else "Field", node.key)

    def constant(self, node: Constant) -> tuple[str, int]:
        """A number or a label of the policy."""
        if isinstance(node.value, str):
            return self.argument(node.value), ATOM
        # A digit before a dot would read as a decimal number: 7.rounded(2) is not Python.
        return self.number(node.value), SIGNED

    def arithmetic(self, node: Arithmetic) -> tuple[str, int]:
        """Two numbers with an operator between; ``0 - x`` is written ``-x``."""
        binding = _BINDS[node.operator]
        negates = node.operator == "-" and isinstance(node.left, Constant) and not node.left.value
        if negates and not isinstance(node.right, Constant):
            return f"-{self.text(node.right, SIGNED)}", SIGNED
        return f"{self.text(node.left, binding)} {node.operator} {self.text(node.right, binding + 1)}", binding

    def limited(self, node: Limited) -> tuple[str, int]:
        """A number within limits."""
        head = self.atom(node.value)
        if node.low is None:
            return self.call(f"{head}.capped", node.high)
        if node.high is None:
            return self.call(f"{head}.floored", node.low)
        return self.call(f"{head}.clamped", node.low, node.high)

    def rounded(self, node: Rounded) -> tuple[str, int]:
        """A rounding; its mode only where it is not the default."""
        mode = () if node.mode == "half_up" else (node.mode,)
        return self.call(f"{self.atom(node.value)}.rounded", node.places, *mode)

    def comparison(self, node: Comparison) -> tuple[str, int]:
        """A comparison; equality is a method, since ``==`` asks whether two formulas are written alike."""
        if node.operator == "==":
            return self.call(f"{self.atom(node.left)}.equals", node.right)
        return f"{self.text(node.left, _OR)} {node.operator} {self.text(node.right, _OR)}", _COMPARED

    def joined(self, node: Every) -> tuple[str, int]:
        """Several conditions joined by one operator."""
        binding = _AND if node.sign == "&" else _OR
        if len(node.parts) < 2:
            return self.call(type(node).__name__, *node.parts)
        return f" {node.sign} ".join(self.text(part, binding + 1) for part in node.parts), binding

    def combination(self, node: Combination) -> tuple[str, int]:
        """A sum, a mean, an extreme or a weighted sum of its parts."""
        head = f"{node.word}.of_given" if node.given_only else node.word
        parts: tuple[object, ...] = node.parts
        if isinstance(node, Weighted):
            parts = tuple(zip(node.weights, node.parts, strict=True))
        return self.call(head, *parts, **({"at_least": node.at_least} if node.at_least > 1 else {}))

    def steps(self, node: Steps) -> tuple[str, int]:
        """A table of steps."""
        steps = ((str(edge), result) for edge, result in zip(node.edges, node.results, strict=True))
        return self.call("Steps", node.value, *steps, otherwise=node.otherwise)

    def case(self, node: Case) -> tuple[str, int]:
        """A value for each level."""
        return self.call("Case", node.label, **dict(zip(node.keys, node.results, strict=True)))

    def list_key(self, node: Over) -> str:
        """The key of the list that something is worked out over; in quotes where it is a keyword of Python."""
        return node.items.key if reads_as_name(node.items.key) else self.call("List", node.items.key)[0]

    def over(self, node: Over) -> tuple[str, int]:
        """One number from the rows of a list."""
        rows = self.list_key(node)
        if node.where is not None:
            rows += f".where({self.text(node.where)})"
        values = () if node.value is None else (node.value,)
        return self.call(f"{rows}.{node.how}", *values, **({} if node.by is None else {"by": node.by}))

    def bands(self, bands: Bands) -> str:
        """A scale of bands: keys, edges and conditions, no names."""
        shown = []
        for band in bands.bands:
            edge = None if band.edge is None else str(band.edge)
            more = {} if band.requires is None else {"requires": band.requires}
            shown.append(self.call("Band", band.key, edge, **more)[0] if more else self.argument((band.key, edge)))
        return f"Bands({', '.join(shown)})"

    def rated(self, node: Rated) -> tuple[str, int]:
        """The band of a number."""
        return f"{self.atom(node.value)}.rated({self.bands(node.bands)})", ATOM

    def grid(self, node: Grid) -> tuple[str, int]:
        """The entry of a table for two labels."""
        cells = ", ".join(f"{self.argument(pair)}: {self.argument(entry)}" for pair, entry in node.cells)
        return f"Grid({self.text(node.rows)}, {self.text(node.columns)}, {{{cells}}})", ATOM


FORMS: Dispatch[Callable[[Any, Any], tuple[str, int]]] = Dispatch(
    "FORMS",
    {
        Constant: Writer.constant,
        Arithmetic: Writer.arithmetic,
        Limited: Writer.limited,
        Rounded: Writer.rounded,
        Line: lambda write, node: write.call(f"{write.atom(node.value)}.through", *node.points),
        Comparison: Writer.comparison,
        IsOneOf: lambda write, node: write.call(f"{write.atom(node.label)}.is_", *node.among),
        Every: Writer.joined,
        Either: Writer.joined,
        Not: lambda write, node: (f"~{write.text(node.condition, SIGNED)}", SIGNED),
        Given: lambda write, node: (f"{write.atom(node.value)}.given", ATOM),
        OrElse: lambda write, node: write.call(f"{write.atom(node.value)}.or_else", node.default),
        Required: lambda write, node: (f"{write.atom(node.value)}.required", ATOM),
        Within: lambda write, node: write.call(f"{write.atom(node.value)}.within", node.low, node.high),
        But: lambda write, node: write.call(f"{write.atom(node.value)}.but", node.replacement, when=node.when),
        When: lambda write, node: write.call("When", node.condition, node.then, node.otherwise),
        Steps: lambda write, node: write.steps(node),
        Case: lambda write, node: write.case(node),
        Over: lambda write, node: write.over(node),
        Rated: lambda write, node: write.rated(node),
        Grid: lambda write, node: write.grid(node),
        Hole: lambda _, node: (node.what, ATOM),
        **dict.fromkeys((Named, Number, Indicator, Count, Category, Flag), lambda write, node: write.key(node)),
        **dict.fromkeys((Sum, Mean, Least, Greatest, Weighted), lambda write, node: write.combination(node)),
    },
)
