"""Possible values: what a formula may be while some fields of a record take any value of a range, the others as they are.

Over a range it is a range of numbers, or the labels that are possible; both hold every value that really occurs, and may
hold more. For one value of each field nothing is between the ends, and where even then more than one result is possible,
``evaluate`` decides. A block without a rule here is safe: nothing is known of it over a range.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Any

from attrs import evolve

from ...algebra.bands import Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ...algebra.dispatch import Dispatch
from ...algebra.edges import COMPARISONS, Edge
from ...algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
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
from ...algebra.grids import Grid
from ...algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ...algebra.items import Over
from ...rounding import rounded
from ..evaluation import on_line
from .number_ranges import End, Ends, minus, over, plus, scaled_by, times, total
from .varying_records import ANYTHING, REFUSED, Here, Possible, Rows, Rule, either, exactly


def _field(at: Here, node: Field) -> Possible:
    items, home = at.items, at.home
    where, row = home if home is not None and items is not None and node in items.fields else (None, 0)
    found = at.record.ranges[where, row, node.key]
    return Possible(*found) if isinstance(found, tuple) else exactly(found)


def _named(at: Here, node: Named) -> Possible:
    return at.of(node.value)


def _numbers(parts: Iterable[Possible], combine: Callable[..., Ends]) -> Possible:
    """A number made of several that must all be present."""
    found = list(parts)
    absent, refused = any(each.absent for each in found), any(each.refused for each in found)
    if not all(each.known for each in found):
        return ANYTHING
    if any(each.low is None for each in found):
        return Possible(absent=absent, refused=refused)
    return Possible(*combine(*((each.low, each.high) for each in found)), absent=absent, refused=refused)


_OPERATIONS: dict[str, Callable[[Ends, Ends], Ends]] = {"+": plus, "-": minus, "*": times, "/": over}


def _arithmetic(at: Here, node: Arithmetic) -> Possible:
    left, right = at.of(node.left), at.of(node.right)
    found = _numbers((left, right), _OPERATIONS[node.operator])
    if node.operator != "/" or right.low is None or not right.low <= 0 <= right.high:
        return found
    # A divisor of zero is refused wherever there is a number to divide.
    return evolve(found, low=None, high=None, refused=True) if right.low == right.high else evolve(found, refused=True)


def _limited(at: Here, node: Limited) -> Possible:
    found = at.of(node.value)
    for limit, choose in ((node.low, max), (node.high, min)):
        if limit is not None:
            pair = found, at.of(limit)
            found = _numbers(pair, lambda a, b, choose=choose: (choose(a[0], b[0]), choose(a[1], b[1])))
    return found


def _line(at: Here, node: Line) -> Possible:
    def ends(value: Ends) -> Ends:
        low, high = max(value[0], node.points[0][0]), min(value[1], node.points[-1][0])
        low, high = min(low, node.points[-1][0]), max(high, node.points[0][0])
        ys = [on_line(node.points, low), on_line(node.points, high), *(y for x, y in node.points if low < x < high)]
        return min(ys), max(ys)

    return _numbers((at.of(node.value),), ends)


def _rounded(at: Here, node: Rounded) -> Possible:
    def ends(value: Ends) -> Ends:
        low = value[0] if isinstance(value[0], float) else rounded(value[0], node.places, node.mode)
        if value[0] is value[1]:
            return low, low
        return low, value[1] if isinstance(value[1], float) else rounded(value[1], node.places, node.mode)

    return _numbers((at.of(node.value),), ends)


def _within(at: Here, node: Within) -> Possible:
    found = at.of(node.value)
    if found.low is None:
        return found
    low = found.low if node.low is None else max(found.low, node.low)
    high = found.high if node.high is None else min(found.high, node.high)
    refused = found.refused or low != found.low or high != found.high
    return (
        evolve(found, low=None, high=None, refused=True)
        if low > high
        else evolve(found, low=low, high=high, refused=refused)
    )


def _or_else(at: Here, node: OrElse) -> Possible:
    found = at.of(node.value)
    return either((evolve(found, absent=False), at.of(node.default))) if found.absent else found


def _required(at: Here, node: Required) -> Possible:
    found = at.of(node.value)
    return evolve(found, absent=False, refused=True) if found.absent else found


def _but(at: Here, node: But) -> Possible:
    found = at.of(node.value)
    if not found.present:
        return found
    when = at.of(node.when)
    options = [Possible(absent=found.absent, refused=found.refused or when.refused, known=when.known)]
    options += [evolve(found, absent=False)] if when.may_be(False) else []
    options += [at.of(node.replacement)] if when.may_be(True) else []
    return either(options)


def _when(at: Here, node: When) -> Possible:
    when = at.of(node.condition)
    options = [Possible(refused=when.refused, known=when.known)]
    options += [at.of(branch) for branch, word in ((node.then, True), (node.otherwise, False)) if when.may_be(word)]
    return either(options)


def _side(edge: Edge | None, low: End, high: End) -> tuple[bool, bool]:
    """Whether some, and whether all numbers of a range lie on an edge's side."""
    if edge is None:
        return True, True
    holds = COMPARISONS[edge.operator]
    at = holds(low, edge.bound), holds(high, edge.bound)
    return any(at), all(at)


def _steps(at: Here, node: Steps) -> Possible:
    value = at.of(node.value)
    options = [evolve(value, low=None, high=None)]
    if value.low is not None:
        for edge, result in zip(node.edges, node.results, strict=True):
            some, every = _side(edge, value.low, value.high)
            options += [at.of(result)] if some else []
            if every:
                return either(options)
        options.append(at.of(node.otherwise))
    return either(options)


def _case(at: Here, node: Case) -> Possible:
    label = at.of(node.label)
    options = [evolve(label, words=frozenset())]
    options += [at.of(each) for key, each in zip(node.keys, node.results, strict=True) if label.may_be(key)]
    return either(options)


def _rated(at: Here, node: Rated) -> Possible:
    value = at.of(node.value)
    words: set[Hashable] = set()
    refused, known = value.refused, value.known
    for band in node.bands.bands if value.low is not None else ():
        some, every = _side(band.edge, value.low, value.high)
        if not some:
            continue
        if band.requires is not None:
            holds = at.of(band.requires)
            refused, known = refused or holds.refused, known and holds.known
            some, every = holds.may_be(True), every and not holds.may_be(False) and holds.known
            if not holds.present:
                break  # refused here whatever follows
        words |= {band.key} if some else set()
        if every:
            break
    return Possible(words=frozenset(words), absent=value.absent, refused=refused, known=known)


def _grid(at: Here, node: Grid) -> Possible:
    rows, columns = at.of(node.rows), at.of(node.columns)
    words = {entry for (row, column), entry in node.cells if rows.may_be(row) and columns.may_be(column)}
    return Possible(words=frozenset(words), refused=rows.refused or columns.refused, known=rows.known and columns.known)


def _comparison(at: Here, node: Comparison) -> Possible:
    left, right = at.of(node.left), at.of(node.right)
    refused = left.refused or right.refused
    if not left.known or not right.known:
        return ANYTHING
    if not left.present or not right.present:
        return Possible(refused=refused)
    if left.low is None:
        alike, same = bool(left.words & right.words), len(left.words | right.words) == 1
    else:
        holds = COMPARISONS[node.operator]
        if node.operator == "==":
            alike = left.low <= right.high and right.low <= left.high
            same = left.low == left.high == right.low == right.high
        else:
            ends = holds(left.low, right.high), holds(left.high, right.low)
            alike, same = any(ends), all(ends)
    return Possible(words=frozenset(({True} if alike else set()) | ({False} if not same else set())), refused=refused)


def _is_one_of(at: Here, node: IsOneOf) -> Possible:
    label = at.of(node.label)
    return evolve(label, words=frozenset(word in node.among for word in label.words))


def _joined(stops: bool) -> Rule:
    """Conditions tried one after the other until one is ``stops``."""

    def possible(at: Here, node: Every) -> Possible:
        words: set[Hashable] = set()
        refused = False
        for part in node.parts:
            found = at.of(part)
            if not found.known:
                return ANYTHING
            refused |= found.refused
            words |= {stops} & found.words
            if (not stops) not in found.words:
                return Possible(words=frozenset(words), refused=refused)
        return Possible(words=frozenset(words | {not stops}), refused=refused)

    return possible


def _not(at: Here, node: Not) -> Possible:
    found = at.of(node.condition)
    return evolve(found, words=frozenset(word is False for word in found.words))


def _given(at: Here, node: Given) -> Possible:
    found = at.of(node.value)
    words = ({True} if found.present else set()) | ({False} if found.absent else set())
    return Possible(words=frozenset(words), refused=found.refused, known=found.known)


def _combination(combine: Callable[[Any, list[Ends], list[int]], Ends]) -> Any:
    def possible(at: Here, node: Combination) -> Possible:
        parts = [at.of(part) for part in node.parts]
        if any(each.absent and each.present for each in parts) or not all(each.known for each in parts):
            return ANYTHING  # how many there are depends on what varies
        refused = any(each.refused for each in parts)
        given = [at for at, each in enumerate(parts) if each.low is not None]
        if any(each.refused and not each.present for each in parts) or (
            len(given) < (node.at_least if node.given_only else len(parts))
        ):
            return REFUSED
        return Possible(*combine(node, [(parts[at].low, parts[at].high) for at in given], given), refused=refused)

    return possible


def _weighted(node: Weighted, ends: list[Ends], given: list[int]) -> Ends:
    weights = [node.weights[at] for at in given]
    whole = sum(weights) if node.given_only else 100
    return total(scaled_by(each, weight / whole) for each, weight in zip(ends, weights, strict=True))


def _over(at: Here, node: Over) -> Possible:
    record, rows = at.record, at.record.rows(node)
    if rows.refused or rows.long:
        return REFUSED if rows.refused else ANYTHING
    sure: list[tuple[Possible, Possible]] = []
    maybe, refused = 0, False
    for index in rows.open:
        row = Here(record, (node.items.key, index), node.items)
        holds, value, weight = (exactly(alone) if each is None else row.of(each) for each, alone in _row_formulas(node))
        refused |= holds.refused
        if not holds.present:
            return REFUSED
        if not holds.may_be(True):
            continue
        if holds.may_be(False):
            maybe += 1
            continue
        if not value.known or not weight.known:
            return ANYTHING
        if value.low is None or weight.low is None:
            return REFUSED
        refused |= value.refused or weight.refused
        sure.append((value, weight))
    if node.how == "count" or node.value is None:
        count = Fraction(len(rows.values) + len(sure))
        return Possible(count, count + maybe, refused=refused)
    if maybe:
        return ANYTHING
    return evolve(_of_rows(node, rows, sure), refused=refused or (node.how == "weighted" and _zero(rows, sure)))


def _row_formulas(node: Over) -> tuple[tuple[Expression | None, Any], ...]:
    """Condition, value and weight of a row, each with what stands for it where there is none."""
    return (node.where, True), (node.value, Fraction(1)), (node.by, Fraction(1))


def _zero(rows: Rows, sure: list[tuple[Possible, Possible]]) -> bool:
    """Whether the weights of rows may add up to zero."""
    low, high = total([(rows.weight, rows.weight), *((by.low, by.high) for _, by in sure)])
    return bool((rows.values or sure) and low <= 0 <= high)


def _of_rows(node: Over, rows: Rows, sure: list[tuple[Possible, Possible]]) -> Possible:
    """What is asked of the rows that count."""
    if node.how != "sum" and not rows.values and not sure:
        return Possible(absent=True)
    values = [(value.low, value.high) for value, _ in sure]
    if node.how in {"least", "greatest"}:
        choose = min if node.how == "least" else max
        values += [(value, value) for value, _ in rows.values]
        return Possible(choose(low for low, _ in values), choose(high for _, high in values))
    weights = [(by.low, by.high) for _, by in sure]
    products = [times(value, weight) for value, weight in zip(values, weights, strict=True)]
    whole = total([(rows.total, rows.total), *products])
    if node.how == "sum":
        return Possible(*whole)
    weight = total([(rows.weight, rows.weight), *weights])
    if weight[0] == weight[1] == 0:
        return Possible()
    return Possible(*over(whole, weight))


def _extreme(choose: Callable[..., End]) -> Any:
    return _combination(lambda _, ends, __: (choose(low for low, _ in ends), choose(high for _, high in ends)))


POSSIBLE: Dispatch[Rule] = Dispatch(
    "POSSIBLE",
    {
        **dict.fromkeys((Number, Indicator, Count, Category, Flag), _field),
        Named: _named,
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        Rounded: _rounded,
        Comparison: _comparison,
        IsOneOf: _is_one_of,
        Every: _joined(False),
        Either: _joined(True),
        Not: _not,
        Given: _given,
        OrElse: _or_else,
        Required: _required,
        Within: _within,
        But: _but,
        When: _when,
        Steps: _steps,
        Case: _case,
        Rated: _rated,
        Grid: _grid,
        Sum: _combination(lambda _, ends, __: total(ends)),
        Mean: _combination(lambda _, ends, __: scaled_by(total(ends), Fraction(1, len(ends)))),
        Least: _extreme(min),
        Greatest: _extreme(max),
        Weighted: _combination(_weighted),
        Over: _over,
    },
    unlisted=lambda _, __: ANYTHING,
)
