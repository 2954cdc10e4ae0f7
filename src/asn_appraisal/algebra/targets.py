"""Targets: the everyday unit of a policy: an indicator, what it should reach, its weight, and the rule that judges it."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from ..arguments import checked_type, is_a
from .combinations import weight_of
from .expressions import Expression, Named, as_expression
from .inputs import Number
from .rules import Rule, higher_is_better, lower_is_better
from .sources import Source, as_sources


def _maybe(score: object) -> Expression | None:
    return None if score is None else as_expression(score)


def _weight(value: object) -> Fraction | None:
    return None if value is None else weight_of(value)


def _indicator(value: Number) -> Number:
    checked_type(value, "Target(indicator)", Number, right="Indicator")
    return value


@frozen
class Target:
    """An indicator with its target (a number, or the field that holds it), weight in percent and rule.

    Without ``rule`` the indicator's ``better`` decides: ``R/T x 100`` or ``(2 - R/T) x 100``. Its score is the part
    ``<indicator>_nilai`` of the policy, or the key given. ``missing`` is the score of an indicator that is absent; without
    it an optional indicator is refused, except in ``Weighted.of_given``.

    >>> from asn_appraisal import Indicator
    >>> Target(Indicator("kepuasan"), 85, weight=40).part.key
    'kepuasan_nilai'
    """

    indicator: Number = field(converter=_indicator)
    target: Expression = field(converter=as_expression)
    weight: Fraction | None = field(default=None, kw_only=True, converter=_weight)
    rule: Rule | None = field(default=None, kw_only=True, validator=is_a(Rule, type(None)))
    missing: Expression | None = field(default=None, kw_only=True, converter=_maybe)
    key: str = field(kw_only=True)
    sources: tuple[Source, ...] = field(default=(), kw_only=True, converter=as_sources, alias="source")
    part: Named = field(init=False, eq=False, repr=False)

    @key.default
    def _key(self) -> str:
        return f"{self.indicator.key}_nilai"

    def __attrs_post_init__(self) -> None:
        judged = self.rule or (
            lower_is_better if getattr(self.indicator, "better", "higher") == "lower" else higher_is_better
        )
        score = judged.of(self.indicator, self.target)
        if self.missing is not None:
            score = score.or_else(self.missing)
        name, english = self.indicator.name, self.indicator.english
        object.__setattr__(self, "part", Named(score, self.key, name, self.sources, english=english))
