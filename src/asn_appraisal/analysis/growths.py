"""Growths: how many digits a value can have at most, from its formula alone.

A value is a numerator over a denominator. Two things grow: the denominator, which a sum takes from all its parts and
a product multiplies, and the size. Decimals make a power of ten, which a sum of decimals shares; every divisor makes a
denominator of its own. The result is an upper bound for a record whose lists have one row; a sum over the rows of a
list with divisors counts for ``ROW_DIGITS``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import evolve, field, frozen

from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from ..algebra.dispatch import Dispatch
from ..algebra.expressions import (
    Arithmetic,
    But,
    Constant,
    Expression,
    Limited,
    Line,
    Named,
    OrElse,
    Required,
    Rounded,
    Within,
)
from ..algebra.inputs import Count, Indicator, Number
from ..algebra.items import Over
from ..algebra.kinds import NUMBER
from ..algebra.rules import Hole
from ..numbers import MOST_DIGITS

ROW_DIGITS = 400
_ROWS = 9  # the digits of the most rows that a list may have
_MOST_DIVISORS = 16  # more divisors are counted as one
_SHORT = 1_000  # bits that Python always writes
_PER_BIT = Fraction(30103, 100000)  # digits of a bit, a little more than the logarithm of 2

Divisors = Mapping[Hashable, tuple[int, int]]


@frozen
class Growth:
    """The most digits of a value: before the point, of decimals, and of each divisor with its power."""

    whole: int
    decimals: int = 0
    divisors: Divisors = field(factory=dict)

    @property
    def below(self) -> int:
        """The digits of the denominator."""
        return self.decimals + sum(digits * power for digits, power in self.divisors.values())

    @property
    def above(self) -> int:
        """The digits of the numerator: those before the point and those of the denominator."""
        return self.whole + self.below

    def times(self, other: Growth) -> Growth:
        """A product."""
        powers = dict(self.divisors)
        for divisor, (digits, power) in other.divisors.items():
            powers[divisor] = digits, power + powers.get(divisor, (digits, 0))[1]
        return Growth(self.whole + other.whole, self.decimals + other.decimals, powers)

    def as_one(self, key: Hashable, least: int = 0) -> Growth:
        """The same with all divisors counted as one, which a sum of equal parts shares."""
        if not self.divisors:
            return self
        return evolve(self, divisors={key: (max(least, self.below - self.decimals), 1)})


Growths = Mapping[Expression, Growth]


def growth_of(node: Expression, below: Growths) -> Growth | None:
    """The growth of a number, from those of its operands; None for a label or a condition.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> x = Number("x", low=0, high=100)
    >>> growth_of(x, {}).above, growth_of(x * x, {x: growth_of(x, {})}).above
    (5, 10)
    """
    if node.kind != NUMBER:
        return None
    found = GROWTHS(node)(node, below)
    if isinstance(node, Named) or len(found.divisors) > _MOST_DIVISORS:
        return found.as_one(node)
    return found


def digits_of(number: int) -> int:
    """The digits of a whole number that is 0 or more; for a long one at most one digit more."""
    bits = number.bit_length()
    return len(str(number)) if bits < _SHORT else int(bits * _PER_BIT) + 1


def _exact(value: Fraction) -> Growth:
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    divisors: dict[Hashable, tuple[int, int]] = {} if rest == 1 else {rest: (digits_of(rest), 1)}
    return Growth(digits_of(abs(value.numerator) // value.denominator), max(twos, fives), divisors)


def _joined(parts: Iterable[Growth]) -> tuple[int, Divisors]:
    """The common denominator: the most decimals, each divisor in its highest power."""
    decimals = 0
    powers: dict[Hashable, tuple[int, int]] = {}
    for part in parts:
        decimals = max(decimals, part.decimals)
        for divisor, (digits, power) in part.divisors.items():
            powers[divisor] = digits, max(power, powers.get(divisor, (digits, 0))[1])
    return decimals, powers


def _sum(parts: Iterable[Growth]) -> Growth:
    known = list(parts)
    return Growth(max(part.whole for part in known) + digits_of(len(known)), *_joined(known))


def _one_of(node: Expression, parts: Iterable[Growth]) -> Growth:
    """One of several values: never the denominators of two of them."""
    known = list(parts)
    longest = max(known, key=lambda part: part.below - part.decimals)
    whole, decimals = max(part.whole for part in known), max(part.decimals for part in known)
    same = all(part.divisors.items() <= longest.divisors.items() for part in known)
    found = Growth(whole, decimals, longest.divisors)
    return found if same else found.as_one(node)


def _choice(*names: str) -> Callable[[Any, Growths], Growth]:
    """The rule of a node that gives one of its branches."""

    def rule(node: Any, below: Growths) -> Growth:
        branches: list[Expression] = []
        for name in names:
            value = getattr(node, name)
            branches += value if isinstance(value, tuple) else [value]
        return _one_of(node, (below[branch] for branch in branches))

    return rule


def _number(node: Number, _: Growths) -> Growth:
    if node.low is None or node.high is None:
        return Growth(MOST_DIGITS, node.decimals)
    return Growth(digits_of(int(max(abs(node.low), abs(node.high)))), node.decimals)


def _arithmetic(node: Arithmetic, below: Growths) -> Growth:
    left, right = below[node.left], below[node.right]
    if node.operator in "+-":
        return _sum((left, right))
    if node.operator == "*":
        return left.times(right)
    if isinstance(node.right, Constant) and isinstance(node.right.value, Fraction):
        return left.times(_exact(1 / node.right.value))
    # The least divisor is one unit of its own denominator; its numerator becomes part of the denominator.
    return left.times(Growth(right.below, 0, {("numerator", node.right): (right.above, 1)}))


def _limited(node: Limited, below: Growths) -> Growth:
    limits = [below[limit] for limit in (node.low, node.high) if limit is not None]
    found = _one_of(node, (below[node.value], *limits))
    # Between two limits a number has no more digits before the point than they have.
    return evolve(found, whole=max(limit.whole for limit in limits)) if len(limits) == 2 else found


def _within(node: Within, below: Growths) -> Growth:
    found = below[node.value]
    if node.low is None or node.high is None:
        return found
    return evolve(found, whole=min(found.whole, digits_of(int(max(abs(node.low), abs(node.high))))))


def _line(node: Line, below: Growths) -> Growth:
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(node.points)]
    numbers = [_exact(y) for _, y in node.points]
    numbers += [_exact(slope).times(_exact(x)) for slope, (x, _) in zip(slopes, node.points, strict=False)]
    fixed = _one_of(node, numbers)
    moving = below[node.value].times(_one_of(node, map(_exact, slopes)))
    return evolve(_sum((fixed, moving)), whole=max(_exact(y).whole for _, y in node.points))


def _mean(node: Mean, below: Growths) -> Growth:
    total = _sum(below[part] for part in node.parts)
    if not node.given_only:
        return total.times(_exact(Fraction(1, len(node.parts))))
    return total.times(Growth(0, 0, {("count", len(node.parts)): (digits_of(len(node.parts)), 1)}))


def _weighted(node: Weighted, below: Growths) -> Growth:
    total = _sum(below[part].times(_exact(weight / 100)) for weight, part in zip(node.weights, node.parts, strict=True))
    if not node.given_only:
        return total
    weights = _sum(map(_exact, node.weights))
    return total.times(Growth(weights.below, 0, {("weights", node.weights): (weights.above + 2, 1)}))


def _over(node: Over, below: Growths) -> Growth:
    if node.how == "count" or node.value is None:
        return Growth(_ROWS)
    value = below[node.value]
    if node.by is not None:
        by = below[node.by]
        divisor = Growth(by.below, 0, {("numerator", node): (by.above + _ROWS, 1)})
        return value.times(by).times(divisor).as_one(node, ROW_DIGITS if by.divisors or value.divisors else 0)
    if node.how in {"least", "greatest"}:
        return value
    total = evolve(value, whole=value.whole + _ROWS).as_one(node, ROW_DIGITS)
    return total if node.how == "sum" else total.times(Growth(0, 0, {("rows", node.items.key): (_ROWS, 1)}))


GROWTHS: Dispatch[Callable[[Any, Growths], Growth]] = Dispatch(
    "GROWTHS",
    {
        Constant: lambda node, _: _exact(node.value),
        **dict.fromkeys((Number, Indicator, Count), _number),
        Hole: lambda _, __: Growth(MOST_DIGITS),  # a policy that keeps one is refused by its outline
        **dict.fromkeys((Named, Required), lambda node, below: below[node.value]),
        Within: _within,
        Arithmetic: _arithmetic,
        Limited: _limited,
        Line: _line,
        Rounded: lambda node, below: Growth(below[node.value].whole + 1, max(node.places, 0)),
        Sum: lambda node, below: _sum(below[part] for part in node.parts),
        Mean: _mean,
        Weighted: _weighted,
        **dict.fromkeys((Least, Greatest), _choice("parts")),
        Over: _over,
        OrElse: _choice("value", "default"),
        But: _choice("value", "replacement"),
        When: _choice("then", "otherwise"),
        Case: _choice("results"),
        Steps: _choice("results", "otherwise"),
    },
)
