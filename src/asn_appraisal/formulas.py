"""Formulas: an expression as one line of text, in the grammar of Python expressions.

Parts and fields stand by their keys, so that each part of a policy is one line. The text says all that decides a value
and nothing else (no names, no sources): it is what fingerprints are made of and what documents hold.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .algebra.bands import Bands, Rated
from .algebra.choices import Case, Steps, When
from .algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from .algebra.expressions import (
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
from .algebra.grids import Grid
from .algebra.inputs import Category, Count, Flag, Indicator, Number
from .algebra.items import Over
from .algebra.rules import Hole
from .numbers import places_of, to_text

# How tightly an operator binds in Python; an operand that binds less tightly stands in parentheses.
_COMPARED, _OR, _AND, _ADDED, _MULTIPLIED, _SIGNED, _ATOM = range(1, 8)
_BINDS = {"+": _ADDED, "-": _ADDED, "*": _MULTIPLIED, "/": _MULTIPLIED}


def formula(expression: Expression) -> str:
    """The formula of an expression; for a part, the line that stands behind its key.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> formula(Number("hari").against(7, "lower").clamped(0, 120).rounded(2))
    '((2 - hari / 7) * 100).clamped(0, 120).rounded(2)'
    """
    return _text(expression.value if isinstance(expression, Named) else expression, 0)


def written(expression: Expression) -> str:
    """How other formulas write an expression: a part and a field by their keys."""
    return _text(expression, 0)


def _text(expression: Expression, binding: int) -> str:
    text, own = _WRITERS[type(expression)](expression)
    return f"({text})" if own < binding else text


def _atom(expression: Expression) -> str:
    return _text(expression, _ATOM)


def _call(head: str, *arguments: object, **named: object) -> tuple[str, int]:
    shown = [_argument(value) for value in arguments]
    shown += [f"{name}={_argument(value)}" for name, value in named.items()]
    return f"{head}({', '.join(shown)})", _ATOM


def _argument(value: object) -> str:
    if isinstance(value, Expression):
        return _text(value, 0)
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, tuple):
        return "(" + ", ".join(_argument(entry) for entry in value) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, str):
        return f'"{value}"'
    return repr(value)


def _number(value: Fraction) -> str:
    return to_text(value) if places_of(value) is not None else f'"{to_text(value)}"'


def _constant(node: Constant) -> tuple[str, int]:
    if isinstance(node.value, str):
        return f'"{node.value}"', _ATOM
    # A digit before a dot would read as a number: 7.rounded(2) is no Python.
    return _number(node.value), _SIGNED


def _arithmetic(node: Arithmetic) -> tuple[str, int]:
    binding = _BINDS[node.operator]
    negates = node.operator == "-" and isinstance(node.left, Constant) and not node.left.value
    if negates and not isinstance(node.right, Constant):
        return f"-{_text(node.right, _SIGNED)}", _SIGNED
    return f"{_text(node.left, binding)} {node.operator} {_text(node.right, binding + 1)}", binding


def _limited(node: Limited) -> tuple[str, int]:
    head = _atom(node.value)
    if node.low is None:
        return _call(f"{head}.capped", node.high)
    if node.high is None:
        return _call(f"{head}.floored", node.low)
    return _call(f"{head}.clamped", node.low, node.high)


def _rounded(node: Rounded) -> tuple[str, int]:
    mode = () if node.mode == "half_up" else (node.mode,)
    return _call(f"{_atom(node.value)}.rounded", node.places, *mode)


def _comparison(node: Comparison) -> tuple[str, int]:
    if node.operator == "==":
        return _call(f"{_atom(node.left)}.equals", node.right)
    return f"{_text(node.left, _OR)} {node.operator} {_text(node.right, _OR)}", _COMPARED


def _joined(node: Every) -> tuple[str, int]:
    binding = _AND if node.sign == "&" else _OR
    if len(node.parts) < 2:
        return _call(type(node).__name__, *node.parts)
    return f" {node.sign} ".join(_text(part, binding + 1) for part in node.parts), binding


def _combination(node: Combination) -> tuple[str, int]:
    head = f"{node.word}.of_given" if node.given_only else node.word
    parts: tuple[object, ...] = node.parts
    if isinstance(node, Weighted):
        parts = tuple(zip(node.weights, node.parts, strict=True))
    return _call(head, *parts, **({"at_least": node.at_least} if node.at_least > 1 else {}))


def _steps(node: Steps) -> tuple[str, int]:
    steps = ((str(edge), result) for edge, result in zip(node.edges, node.results, strict=True))
    return _call("Steps", node.value, *steps, otherwise=node.otherwise)


def _case(node: Case) -> tuple[str, int]:
    return _call("Case", node.label, **dict(zip(node.keys, node.results, strict=True)))


def _over(node: Over) -> tuple[str, int]:
    rows = node.items.key
    if node.where is not None:
        rows += f".where({_text(node.where, 0)})"
    values = () if node.value is None else (node.value,)
    return _call(f"{rows}.{node.how}", *values, **({} if node.by is None else {"by": node.by}))


def bands_text(bands: Bands) -> str:
    """A scale of bands as text: keys, edges and conditions, no names."""
    shown = []
    for band in bands.bands:
        edge = None if band.edge is None else str(band.edge)
        more = {} if band.requires is None else {"requires": band.requires}
        shown.append(_call("Band", band.key, edge, **more)[0] if more else _argument((band.key, edge)))
    return f"Bands({', '.join(shown)})"


def _grid(node: Grid) -> tuple[str, int]:
    cells = ", ".join(f"{_argument(pair)}: {_argument(entry)}" for pair, entry in node.cells)
    return f"Grid({_text(node.rows, 0)}, {_text(node.columns, 0)}, {{{cells}}})", _ATOM


def _keyed(node: Any) -> tuple[str, int]:
    return node.key, _ATOM


_WRITERS: dict[type, Callable[[Any], tuple[str, int]]] = {
    Constant: _constant,
    Named: _keyed,
    Arithmetic: _arithmetic,
    Limited: _limited,
    Rounded: _rounded,
    Line: lambda node: _call(f"{_atom(node.value)}.through", *node.points),
    Comparison: _comparison,
    IsOneOf: lambda node: _call(f"{_atom(node.label)}.is_", *node.among),
    Every: _joined,
    Either: _joined,
    Not: lambda node: (f"~{_text(node.condition, _SIGNED)}", _SIGNED),
    Given: lambda node: (f"{_atom(node.value)}.given", _ATOM),
    OrElse: lambda node: _call(f"{_atom(node.value)}.or_else", node.default),
    Required: lambda node: (f"{_atom(node.value)}.required", _ATOM),
    Within: lambda node: _call(f"{_atom(node.value)}.within", node.low, node.high),
    But: lambda node: _call(f"{_atom(node.value)}.but", node.replacement, when=node.when),
    When: lambda node: _call("When", node.condition, node.then, node.otherwise),
    Steps: _steps,
    Case: _case,
    Over: _over,
    Rated: lambda node: (f"{_atom(node.value)}.rated({bands_text(node.bands)})", _ATOM),
    Grid: _grid,
    Hole: lambda node: (node.what, _ATOM),
    **dict.fromkeys((Number, Indicator, Count, Category, Flag), _keyed),
    **dict.fromkeys((Sum, Mean, Least, Greatest, Weighted), _combination),
}
