"""Evaluation: what an expression means, in exact rationals. This module defines the meaning; columns must equal it.

Only the branch taken of ``When``, ``Case`` and ``Steps`` is worked out. A division by zero, a required value that is
absent and a value out of its range are faults with their place; faults of different rows and of different parts of a
combination are found together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..algebra.bands import Rated
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.edges import COMPARISONS
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
from ..algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ..algebra.items import Over
from ..numbers import told_text
from ..rounding import rounded
from .contexts import Context, EvaluationFault, Total, Value, added, gathered, tried
from .readings import UNREAD, RowsInDoubt
from .trace_steps import TraceStep


def evaluate(expression: Expression, context: Context) -> Value:
    """The value of an expression: Fraction, str or bool; None where it is absent. Raises ``EvaluationFault``."""
    return MEANINGS[type(expression)](expression, context)


def step_of(part: Named, context: Context) -> TraceStep:
    """The step of a part in a context; worked out once, also where it fails."""
    home = context if part.key in context.row_parts else context.root
    step = home.memo.get(part)
    if step is None:
        kept = home.children, home.choices, home.compared
        home.children, home.choices, home.compared = [], [], {}
        try:
            value = MEANINGS[type(part.value)](part.value, home)
            step = TraceStep(
                part,
                value,
                tuple(home.children),
                tuple(home.choices),
                home.place,
                home.values,
                home.root.totals,
                home.compared,
            )
        except EvaluationFault as problem:
            step = problem
        finally:
            home.children, home.choices, home.compared = kept
        home.memo[part] = step
    if isinstance(step, EvaluationFault):
        raise EvaluationFault([step])
    return step


def _field(node: Field, context: Context) -> Value:
    for values in context.values:
        if node.key in values:
            value = values[node.key]
            if value is UNREAD:
                raise EvaluationFault(())
            return value
    raise KeyError(node.key)


def _named(node: Named, context: Context) -> Value:
    step = step_of(node, context)
    context.children.append(step)
    return step.value


def _arithmetic(node: Arithmetic, context: Context) -> Value:
    left, right = _both(node.left, node.right, context)
    if left is None or right is None:
        return None
    operator = node.operator
    if operator == "*":
        return left * right
    if operator == "-":
        return left - right
    if operator == "+":
        return left + right
    if not right:
        raise EvaluationFault([context.fault("ASN412", node.right)])
    return left / right


def _both(first: Expression, second: Any, context: Context) -> tuple[Value, Value]:
    """The values of two formulas that are always both worked out; the faults of both, together."""
    try:
        value = evaluate(first, context)
    except EvaluationFault as problem:
        gathered(lambda node: evaluate(node, context), [second], [problem])
        raise
    return value, evaluate(second, context)


def _limited(node: Limited, context: Context) -> Value:
    low = high = None
    if node.high is None:
        value, low = _both(node.value, node.low, context)
    elif node.low is None:
        value, high = _both(node.value, node.high, context)
    else:
        try:
            value = evaluate(node.value, context)
        except EvaluationFault as problem:
            gathered(lambda part: evaluate(part, context), [node.low, node.high], [problem])
            raise
        low, high = _both(node.low, node.high, context)
    if value is None or (node.low is not None and low is None) or (node.high is not None and high is None):
        return None
    if low is not None and value < low:
        value = low
    return high if high is not None and value > high else value


def _line(node: Line, context: Context) -> Value:
    value = evaluate(node.value, context)
    return None if value is None else on_line(node.points, value)


def on_line(points: Sequence[tuple[Fraction, Fraction]], value: Fraction) -> Fraction:
    """The value of the broken line through some points, constant outside them.

    >>> on_line(((Fraction(0), Fraction(0)), (Fraction(2), Fraction(1))), Fraction(1))
    Fraction(1, 2)
    """
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (value - x0) * (y1 - y0) / (x1 - x0)
    return points[-1][1]


def _rounded(node: Rounded, context: Context) -> Value:
    value = evaluate(node.value, context)
    return None if value is None else rounded(value, node.places, node.mode)


def _comparison(node: Comparison, context: Context) -> bool:
    left, right = _both(node.left, node.right, context)
    context.compared[node.left], context.compared[node.right] = left, right
    return COMPARISONS[node.operator](left, right)


def _or_else(node: OrElse, context: Context) -> Value:
    value = evaluate(node.value, context)
    return evaluate(node.default, context) if value is None else value


def _required(node: Required, context: Context) -> Value:
    value = evaluate(node.value, context)
    if value is None:
        raise EvaluationFault([context.fault("ASN414", node.value)])
    return value


def _within(node: Within, context: Context) -> Value:
    value = evaluate(node.value, context)
    low, high = node.low, node.high
    if value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        facts = {"low": "" if low is None else told_text(low), "high": "" if high is None else told_text(high)}
        raise EvaluationFault([context.fault("ASN416", node.value, **facts)])
    return value


def _but(node: But, context: Context) -> Value:
    value = evaluate(node.value, context)
    if value is None:
        return None
    replaced = evaluate(node.when, context)
    context.choices.append((node, int(replaced)))
    return evaluate(node.replacement, context) if replaced else value


def _when(node: When, context: Context) -> Value:
    holds = evaluate(node.condition, context)
    context.choices.append((node, 0 if holds else 1))
    return evaluate(node.then if holds else node.otherwise, context)


def _steps(node: Steps, context: Context) -> Value:
    value = evaluate(node.value, context)
    if value is None:
        return None
    context.compared[node.value] = value
    for index, edge in enumerate(node.edges):
        if edge.holds(value):
            context.choices.append((node, index))
            return evaluate(node.results[index], context)
    context.choices.append((node, len(node.edges)))
    return evaluate(node.otherwise, context)


def _case(node: Case, context: Context) -> Value:
    label = evaluate(node.label, context)
    if label is None:
        return None
    index = node.keys.index(label)
    context.choices.append((node, index))
    return evaluate(node.results[index], context)


def _rated(node: Rated, context: Context) -> Value:
    value = evaluate(node.value, context)
    if value is None:
        return None
    context.compared[node.value] = value
    for index, band in enumerate(node.bands.bands):
        if (band.edge is None or band.edge.holds(value)) and (
            band.requires is None or evaluate(band.requires, context)
        ):
            context.choices.append((node, index))
            return band.key
    raise AssertionError(node)  # the last band has no edge: Bands refuses others


def _grid(node: Grid, context: Context) -> Value:
    return node.cell(*_both(node.rows, node.columns, context))


def _parts(node: Combination, context: Context) -> list[Value]:
    return gathered(lambda part: MEANINGS[type(part)](part, context), node.parts)


def _enough(node: Combination, values: list[Value], context: Context) -> None:
    missing = [part for part, value in zip(node.parts, values, strict=True) if value is None]
    given = len(values) - len(missing)
    if given < node.at_least:
        # The place is the first part that is not there: giving it is what helps.
        facts = {"least": str(node.at_least), "given": str(given)}
        raise EvaluationFault([context.fault("ASN415", missing[0], **facts)])


def _simple(combine: Callable[[list[Fraction]], Fraction]) -> Callable[[Any, Context], Value]:
    def meaning(node: Combination, context: Context) -> Value:
        values = _parts(node, context)
        if node.given_only:
            _enough(node, values, context)
            values = [value for value in values if value is not None]
        return combine(values)

    return meaning


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values[1:], values[0]) / len(values)


def _weighted(node: Weighted, context: Context) -> Value:
    values = _parts(node, context)
    pairs = list(zip(node.weights, values, strict=True))
    if node.given_only:
        _enough(node, values, context)
        pairs = [(weight, value) for weight, value in pairs if value is not None]
        return sum((weight * value for weight, value in pairs), Fraction(0)) / sum(weight for weight, _ in pairs)
    return sum((weight * value for weight, value in pairs), Fraction(0)) / 100


def _seen(expression: Expression, row: Context, used: list[TraceStep]) -> Value:
    """The value of a row's formula; the parts it used are added to those of the whole."""
    # The row may itself be at work, when a formula looks over its own list.
    kept = row.children, row.choices, row.compared
    row.children, row.choices, row.compared = [], [], {}
    try:
        value = evaluate(expression, row)
        used.extend(row.children)
    finally:
        row.children, row.choices, row.compared = kept
    return value


def _over(node: Over, context: Context) -> Value:
    """What is worked out over a list depends on no row outside it: once a record, whoever asks."""
    root = context.root
    total = root.totals.get(node)
    if total is None:
        try:
            total = _total(node, root)
        except EvaluationFault as problem:
            total = problem
        root.totals[node] = total
    if isinstance(total, EvaluationFault):
        raise EvaluationFault([total])
    # The part that asks in the rows of a list is the one that works on that list.
    total.tell(root.children)
    return total.value


def _total(node: Over, root: Context) -> Total:
    used: list[TraceStep] = []
    where, value, by = node.where, node.value, node.by
    rows = root.rows(node.items.key)
    problems = [EvaluationFault(())] if isinstance(root.values[-1][node.items.key], RowsInDoubt) else []
    if where is not None:
        held = tried(lambda row: (row, _seen(where, row, used)), rows, problems)
        rows = [row for row, holds in held if holds]
    values, weights = [], []
    if node.how != "count" and value is not None:
        values = tried(lambda row: _seen(value, row, used), rows, problems)
        weights = [] if by is None else tried(lambda row: _seen(by, row, used), rows, problems)
    if problems:
        raise EvaluationFault(problems)
    if node.how == "count" or value is None:
        return Total(Fraction(len(rows)), [], used, [])
    return Total(_together(node, values, weights, root), values, used, weights)


def _together(node: Over, values: list[Value], weights: list[Value], root: Context) -> Value:
    """What is asked of the values of a list's rows."""
    if node.how == "sum":
        return added(node, values)
    if not values:
        return None
    if node.how == "mean":
        return added(node, values) / len(values)
    if node.by is None:
        return min(values) if node.how == "least" else max(values)
    total = added(node, weights)
    if not total:
        raise EvaluationFault([root.fault("ASN412", node.by)])
    return added(node, (weight * value for weight, value in zip(weights, values, strict=True))) / total


MEANINGS: Dispatch[Callable[[Any, Context], Value]] = Dispatch(
    "MEANINGS",
    {
        Constant: lambda node, _: node.value,
        **dict.fromkeys((Number, Indicator, Count, Category, Flag), _field),
        Named: _named,
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        Rounded: _rounded,
        Comparison: _comparison,
        IsOneOf: lambda node, context: evaluate(node.label, context) in node.among,
        Every: lambda node, context: all(evaluate(part, context) for part in node.parts),
        Either: lambda node, context: any(evaluate(part, context) for part in node.parts),
        Not: lambda node, context: not evaluate(node.condition, context),
        Given: lambda node, context: evaluate(node.value, context) is not None,
        OrElse: _or_else,
        Required: _required,
        Within: _within,
        But: _but,
        When: _when,
        Steps: _steps,
        Case: _case,
        Rated: _rated,
        Grid: _grid,
        Sum: _simple(lambda values: sum(values[1:], values[0])),
        Mean: _simple(_mean),
        Least: _simple(min),
        Greatest: _simple(max),
        Weighted: _weighted,
        Over: _over,
    },
)
