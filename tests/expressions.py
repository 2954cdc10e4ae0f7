"""Strategies of expressions over a few fields, and of exact values for them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from asn_appraisal import (
    Bands,
    Case,
    Category,
    Expression,
    Flag,
    Greatest,
    Grid,
    Items,
    Least,
    Mean,
    Number,
    Steps,
    Sum,
    Weighted,
    When,
)
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.analysis.outlines import outline

Draw = Any  # what hypothesis hands to a composite strategy

NUMBERS = (Number("x", decimals=1), Number("y", decimals=2), Number("z", decimals=0))
FLAGS = (Flag("f"), Flag("g"))
LABELS = (Category("c", ["a", "b"]), Category("d", ["lo", "mid", "hi"]))
ROWS = Items("rows", (Number("t", decimals=1), Number("w", decimals=0)))

CONSTANTS = st.one_of(
    st.integers(-20, 20),
    st.sampled_from(["0.5", "0.35", "-1.25", "75%", "1/9", "-2/3"]),
)
DIVISORS = st.sampled_from([1, 2, 3, -4, 8, "0.5", "1/3", "0.7"])
EDGES = st.lists(st.integers(-50, 50), min_size=1, max_size=3, unique=True)


def _limited(value: Expression, limits: tuple[int, int], which: int) -> Expression:
    low, high = sorted(limits)
    return (value.capped(high), value.floored(low), value.clamped(low, high))[which]


def _steps(
    value: Expression, edges: list[int], results: list[Expression], *, closed: bool, falling: bool
) -> Expression:
    ordered = sorted(edges, reverse=falling)
    sign = (">" if falling else "<") + ("=" if closed else "")
    steps = [(f"{sign} {edge}", results[at % len(results)]) for at, edge in enumerate(ordered)]
    return Steps(value, *steps, otherwise=results[-1])


def _line(value: Expression, points: dict[int, int]) -> Expression:
    return value.through(*sorted(points.items()))


def _weighted(parts: list[Expression], first: int, *, given_only: bool) -> Expression:
    weights = [first, *[Fraction(100 - first, len(parts) - 1)] * (len(parts) - 1)] if len(parts) > 1 else [100]
    pairs = list(zip(weights, parts, strict=True))
    return Weighted.of_given(*pairs) if given_only else Weighted(*pairs)


def _rated(value: Expression, edges: list[int]) -> Expression:
    bands = [(f"b{at}", f">= {edge}") for at, edge in enumerate(sorted(edges, reverse=True))]
    return value.rated(Bands(*bands, ("rest", None)))


def _grid(rows: Expression, columns: Expression, entries: list[str]) -> Expression:
    pairs = [(row.key, column.key) for row in rows.levels for column in columns.levels]
    cells = {pair: entries[at % len(entries)] for at, pair in enumerate(pairs)}
    return Grid(rows, columns, cells, levels=["p", "q", "r"])


def _case(label: Expression, results: list[Expression]) -> Expression:
    return Case(label, {level.key: results[at % len(results)] for at, level in enumerate(label.levels)})


def _condition(draw: Draw, depth: int) -> Any:
    kind = draw(
        st.sampled_from(["flag", "below", "equals", "level", *(["and", "or", "not", "implies"] if depth else [])])
    )
    if kind == "flag":
        return draw(st.sampled_from(FLAGS))
    if kind == "level":
        label = _label(draw, depth)
        keys = [level.key for level in label.levels]
        return label.is_(*draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
    if kind in {"below", "equals"}:
        left, right = _number(draw, depth - 1), _number(draw, depth - 1)
        sign = draw(st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge]))
        return left.equals(right) if kind == "equals" else sign(left, right)
    one = _condition(draw, depth - 1)
    if kind == "not":
        return ~one
    other = _condition(draw, depth - 1)
    return {"and": operator.and_, "or": operator.or_, "implies": lambda a, b: a.implies(b)}[kind](one, other)


def _label(draw: Draw, depth: int) -> Any:
    kind = draw(st.sampled_from(["field", "rated", "grid"] if depth > 0 else ["field"]))
    if kind == "field":
        return draw(st.sampled_from(LABELS))
    if kind == "rated":
        return _rated(_number(draw, depth - 1), draw(EDGES))
    entries = draw(st.lists(st.sampled_from("pqr"), min_size=1))
    return _grid(draw(st.sampled_from(LABELS)), draw(st.sampled_from(LABELS)), entries)


def _over_rows(draw: Draw) -> Any:
    t, w = ROWS.fields
    row = draw(st.sampled_from([t, t + NUMBERS[0], t * "0.5", 2 - t]))
    how = draw(st.sampled_from(["sum", "mean", "greatest", "weighted", "count", "where"]))
    edge = draw(st.integers(-5, 5))
    if how == "weighted":
        return ROWS.weighted(row, by=w * w + 1)
    if how == "count":
        return ROWS.count(t >= edge)
    return ROWS.where(w < edge).sum(row) if how == "where" else getattr(ROWS, how)(row)


def _number(draw: Draw, depth: int) -> Any:
    if depth <= 0:
        return draw(st.sampled_from(NUMBERS))
    kind = draw(st.sampled_from(sorted(_KINDS)))
    return _KINDS[kind](draw, depth - 1)


def _several(draw: Draw, depth: int) -> list[Any]:
    return [_number(draw, depth) for _ in range(draw(st.integers(1, 3)))]


def _combined(draw: Draw, depth: int) -> Any:
    parts = _several(draw, depth)
    which = draw(st.sampled_from([Sum, Mean, Least, Greatest]))
    return which.of_given(*parts, at_least=len(parts)) if draw(st.booleans()) else which(*parts)


_ROUNDINGS = st.tuples(st.integers(-2, 4), st.sampled_from(["half_up", "half_even", "down", "up"]))
_POINTS = st.dictionaries(st.integers(-50, 50), st.integers(-50, 50), min_size=2, max_size=4)
_LIMITS = st.tuples(st.integers(-50, 50), st.integers(-50, 50))

_KINDS: dict[str, Callable[[Draw, int], Any]] = {
    "field": lambda draw, _: draw(st.sampled_from(NUMBERS)),
    "over": lambda draw, _: _over_rows(draw),
    "plus": lambda draw, depth: _number(draw, depth) + _number(draw, depth),
    "minus": lambda draw, depth: _number(draw, depth) - _number(draw, depth),
    "times": lambda draw, depth: _number(draw, depth) * _number(draw, depth),
    "over constant": lambda draw, depth: _number(draw, depth) / draw(DIVISORS),
    "times constant": lambda draw, depth: _number(draw, depth) * draw(CONSTANTS),
    "from constant": lambda draw, depth: draw(CONSTANTS) - _number(draw, depth),
    "negative": lambda draw, depth: -_number(draw, depth),
    "limited": lambda draw, depth: _limited(_number(draw, depth), draw(_LIMITS), draw(st.integers(0, 2))),
    "rounded": lambda draw, depth: _number(draw, depth).rounded(*draw(_ROUNDINGS)),
    "line": lambda draw, depth: _line(_number(draw, depth), draw(_POINTS)),
    "steps": lambda draw, depth: _steps(
        _number(draw, depth),
        draw(EDGES),
        _several(draw, depth),
        closed=draw(st.booleans()),
        falling=draw(st.booleans()),
    ),
    "when": lambda draw, depth: When(_condition(draw, depth), _number(draw, depth), _number(draw, depth)),
    "case": lambda draw, depth: _case(_label(draw, depth), _several(draw, depth)),
    "but": lambda draw, depth: _number(draw, depth).but(_number(draw, depth), when=_condition(draw, depth)),
    "combined": _combined,
    "weighted": lambda draw, depth: _weighted(
        _several(draw, depth), draw(st.integers(1, 99)), given_only=draw(st.booleans())
    ),
}


@st.composite
def expressions(draw: Draw, depth: int = 3) -> Any:
    """Numbers worked out from the fields above, never absent, never dividing by what may be zero."""
    return _number(draw, depth)


def _exact(field: Field) -> st.SearchStrategy[Any]:
    if isinstance(field, Number):
        unit = 10**field.decimals
        return st.integers(-100 * unit, 100 * unit).map(lambda units: Fraction(units, unit))
    if isinstance(field, Category):
        return st.sampled_from([level.key for level in field.among])
    return st.booleans()


def record_for(*roots: Expression) -> st.SearchStrategy[dict[str, Any]]:
    """Exact values for all that some expressions read; lists have one to three rows."""
    found = outline(roots)
    values = {field.key: _exact(field) for field in found.fields}
    for items in found.lists:
        row = st.fixed_dictionaries({field.key: _exact(field) for field in items.fields})
        values[items.key] = st.lists(row, min_size=1, max_size=3)
    return st.fixed_dictionaries(values)
