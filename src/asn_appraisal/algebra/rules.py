"""Rules: how a value, measured against a target, becomes a score; as data.

A rule is an expression with a hole for the value and, where it needs one, a hole for the target. Modifiers and ``then``
give new rules. Write your own with the holes::

    from asn_appraisal import rules
    half = rules.Rule(rules.value / rules.target * 50)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from attrs import field, frozen

from ..arguments import checked_choice, checked_type
from ..errors import HoleError
from .choices import Steps, When
from .expressions import Expression, as_expression
from .kinds import NUMBER, need, need_present
from .nodes import Rewrite


@frozen(eq=False, repr=False)
class Hole(Expression):
    """The place in a rule where the value or the target goes."""

    what: str

    def _derive(self) -> None:
        checked_choice(self.what, "hole", ("value", "target"))
        self._set(NUMBER, False)

    def named_by(self) -> str:
        return self.what


value = Hole("value")
target = Hole("target")


def holes(expression: Expression) -> frozenset[str]:
    """Which holes an expression still has."""
    checked_type(expression, "expression", Expression)
    return _holes(expression)


@lru_cache(maxsize=8192)
def _holes(expression: Expression) -> frozenset[str]:
    if isinstance(expression, Hole):
        return frozenset({expression.what})
    return frozenset().union(*(_holes(child) for child in expression.children()))


@frozen
class Rule:
    """From a value (and its target) to a score. Composition is associative: a rule is its formula.

    >>> twice = Rule(value * 2)
    >>> twice.then(twice).capped(100) == Rule((value * 2 * 2).capped(100))
    True
    """

    formula: Expression = field(converter=as_expression)

    def __attrs_post_init__(self) -> None:
        need(NUMBER, self.formula, by="Rule")
        need_present(self.formula, by="Rule")
        if "value" not in holes(self.formula):
            raise HoleError(what="Rule")

    def of(self, measured: object, against: object = None) -> Expression:
        """The rule applied to a number, and to its target where it needs one."""
        by: dict[Hole, Expression] = {value: as_expression(measured)}
        if against is not None:
            by[target] = as_expression(against)
        filled: Expression = Rewrite(by)(self.formula)
        if "target" in holes(self.formula) and against is None:
            raise HoleError(what="Rule")
        return filled

    def then(self, following: Rule) -> Rule:
        """First this rule, then the following one on its score; both see the same target."""
        checked_type(following, "following", Rule)
        return Rule(Rewrite({value: self.formula})(following.formula))

    def capped(self, high: object) -> Rule:
        """The same, at most ``high``."""
        return Rule(self.formula.capped(high))

    def floored(self, low: object) -> Rule:
        """The same, at least ``low``."""
        return Rule(self.formula.floored(low))

    def clamped(self, low: object, high: object) -> Rule:
        """The same, at least ``low`` and at most ``high``."""
        return Rule(self.formula.clamped(low, high))

    def rounded(self, places: int, mode: str = "half_up") -> Rule:
        """The same, rounded to so many decimals."""
        return Rule(self.formula.rounded(places, mode))

    def through(self, *points: tuple[object, object]) -> Rule:
        """The same, mapped through a broken line."""
        return Rule(self.formula.through(*points))

    def steps(self, *steps: Any, otherwise: object) -> Rule:
        """The same, looked up in a table of steps."""
        return Rule(Steps(self.formula, *steps, otherwise=otherwise))


higher_is_better = Rule(value / target * 100)
lower_is_better = Rule((2 - value / target) * 100)
met_or_not = Rule(When(value >= target, 100, 0))
kept_or_not = Rule(When(value <= target, 100, 0))
