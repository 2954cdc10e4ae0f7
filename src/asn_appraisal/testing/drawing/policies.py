"""Random policies over the whole algebra: every block, every mode, in the shapes of real schemes and in wild ones.

``random_policy(Random(seed))`` gives the same policy for the same seed. Each policy is valid: absence is handled,
scales and cases are complete, weights add up to 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from ...algebra import rules
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from ...algebra.expressions import Expression, as_expression
from ...algebra.inputs import Category, Flag, Number
from ...algebra.items import Check
from ...algebra.kinds import CONDITION, LABEL, NUMBER
from ...algebra.targets import Target
from ...analysis.decimals import decimals_of
from ...arguments import checked_count, checked_type
from ...errors import DigitGrowthError
from ...policies import Policy
from ...rounding import MODES
from . import block_pairs
from .formulas import CONSTANTS, PLACES, Scope
from .nestings import Nester


def random_policy(random: Random, *, depth: int = 4, number: int | None = None) -> Policy:
    """A policy drawn at random: formulas nest ``depth`` deep.

    With a ``number`` it has the nestings of that number (see ``block_pairs.turn``), else a few drawn by chance.

    >>> random_policy(Random(7)) == random_policy(Random(7))
    True
    """
    checked_type(random, "random", Random)
    checked_count(depth, "depth", 0, 10)
    if number is not None:
        checked_count(number, "number", 0, 10**9)
        width, aims = block_pairs.turn(number)
    else:
        width = random.choice(("any", "tight", "wide"))
        aims = tuple(random.choice(block_pairs.universe()) for _ in range(random.choice((0, 1, 2))))
    while True:
        try:
            return _Author(random, width=width).policy(depth, aims)
        except (
            DigitGrowthError
        ):  # one in a hundred thousand grows beyond what a policy may: the next draw takes its place
            continue


class _Author(Nester):
    """Writes one policy."""

    # --- the policy ---------------------------------------------------------------------------------------------

    def policy(self, depth: int, aims: Sequence[block_pairs.Nesting]) -> Policy:
        more: dict[str, Any] = {}
        aimed = [self.as_number(self.somewhere(aim)) for aim in aims]
        aimed = [self.part(each, self.record) if self.chance(40) else each for each in aimed]
        score = None if self.chance(10) and not aimed else self.score(depth, aimed)
        if score is not None:
            more["score"] = score
            places = decimals_of(score)
            if places is None or places > 20 or self.chance(10):
                more["reported"] = self.pick((2, 0, 4))
        if score is None or self.chance(75):
            more["band"] = self.band(depth, score)
        if self.chance(15):
            more["shown"] = [self.part(self.present(self.value(self.record, 2), self.record), self.record)]
        if self.chance(20):
            more["checks"] = [self.check() for _ in range(self.pick((1, 2)))]
        return Policy("acak", "Kebijakan acak", **more)

    def somewhere(self, aim: block_pairs.Nesting) -> Expression:
        """A formula of the record that contains a nesting, in the record or in the rows of a list."""
        items, row = self.lists[0]
        if self.chance(70):
            return self.nested(aim, self.record)
        return items.mean(self.as_number(self.nested(aim, row), row))

    def as_number(self, value: Expression, place: Scope | None = None) -> Expression:
        """A number that depends on a value of any kind, and is never absent."""
        place = place or self.record
        found = self.present(value, place)
        if found.kind == CONDITION:
            return When(found, self.pick(CONSTANTS), self.plain(place, NUMBER))
        if found.kind == LABEL:
            return Case(found, {level.key: 10 * at for at, level in enumerate(found.levels)})
        return found

    def score(self, depth: int, aimed: Sequence[Expression]) -> Expression:
        shape = self.pick(("targets", "rows", "rows", "points", "wild", "wild", "ratios"))
        if aimed:
            score = self.joined(aimed, depth)
        elif shape == "wild":
            score = self.present(self.number(self.record, depth), self.record)
        elif shape == "ratios":
            score = self.ratio()
        else:
            score = {"targets": self.targets, "rows": self.activities, "points": self.points}[shape]()
        if self.chance(75):
            score = score.rounded(self.pick(PLACES), self.pick(MODES))
        return self.part(score, self.record) if self.chance(50) else score

    def joined(self, aimed: Sequence[Expression], depth: int) -> Expression:
        """One number out of several, now and then with a wild one among them, each with a limit that binds."""
        parts = [self.limits(each) if self.chance(30) else each for each in aimed]
        beside = self.pick((None, None, self.number, self._told_apart, self._ratio_of_ratios))
        if beside is not None:
            parts.append(self.present(beside(self.record, depth - 1), self.record))
        if len(parts) == 1:
            return parts[0]
        joint = self.pick((Sum, Mean, Weighted, Least, Greatest))
        return Weighted(*zip(self.weights(len(parts)), parts, strict=True)) if joint is Weighted else joint(*parts)

    def limits(self, value: Expression) -> Expression:
        low, high = self.two_edges(value)
        return self.one_of(value.capped(high), value.floored(low), value.clamped(low, high))

    def band(self, depth: int, score: Expression | None) -> Any:
        """A scale for the score, a rating of a quotient of quotients alone, or any label."""
        kind = self.pick(("ratio", "ratio", "label", *(() if score is None else ("score",) * 4)))
        if kind == "score":
            return self.bands(self.record, score)
        if kind == "label":
            return self.rating(depth)
        ratio = self.ratio()
        return ratio.rated(self.bands(self.record, ratio))

    def ratio(self) -> Expression:
        """A quotient of quotients that is never absent, mostly rounded, now and then limited first."""
        found = self.present(self._ratio_of_ratios(self.record, 1), self.record)
        found = self.limits(found) if self.chance(40) else found
        return found.rounded(self.pick(PLACES), self.pick(MODES)) if self.chance(75) else found

    def rating(self, depth: int) -> Expression:
        return self.present(self.label(self.record, depth), self.record)

    def check(self) -> Check:
        # Checks that most records meet: with others nothing would be left to compare.
        one = self.condition(self.record, 1)
        first = next(entry for entry in self.record.fields if isinstance(entry, Number) and not entry.optional)
        usual = first >= self.pick((-100, 0, 1))
        return Check(self.pick((usual, usual | one, one.implies(usual))), "catatan wajar", "a plausible record")

    # --- shapes of real schemes ---------------------------------------------------------------------------------

    def targets(self) -> Expression:
        """A weighted sum of capped achievements, against numbers of the policy or fields of the record."""
        measured = [entry for entry in self.record.fields if isinstance(entry, Number)][: self.pick((2, 3, 4))]
        parts, weights = [], self.weights(len(measured))
        for weight, entry in zip(weights, measured, strict=True):
            goal = as_expression(self.pick((7, 85, "95.5", self.divisor(self.record, 1))))
            absent = entry.may_be_absent or goal.may_be_absent
            # ``met_or_not`` is undefined for absent values.
            judged = (rules.higher_is_better, rules.lower_is_better, *(() if absent else (rules.met_or_not,)))
            rule = self.pick((None, *judged))
            if rule is not None and self.chance(70):
                rule = self.pick((rule.capped(120), rule.clamped(0, 120), rule.rounded(2), rule.floored("0.5")))
            missing = self.pick((0, 50)) if absent else None
            parts.append(Target(entry, goal, weight=weight, rule=rule, missing=missing))
        self.record.parts += [target.part for target in parts]
        return Weighted(*parts)

    def activities(self) -> Expression:
        """A mean over rows of achievements against the row's own target, weighted with a field of the row."""
        items, place = self.pick(self.lists)
        target, result, weight = place.fields[:3]
        achieved = result.against(target, self.pick(("higher", "lower", "higher")))
        achieved = self.pick((achieved.capped(120), achieved, achieved.clamped(0, 100), achieved.rounded(2)))
        if self.chance(40):
            saved = self.part(100 - result / target * 100, place)
            achieved = Mean(achieved, Steps(saved, ("<= 24", 76 + saved), otherwise=100 - saved))
        if self.chance(40):
            achieved = achieved.but(0, when=result.equals(0))
        achieved = self.part(achieved, place)
        over: Expression = items.weighted(achieved, by=weight) if self.chance(30) else items.mean(achieved)
        if self.lists[0][1] is self.lists[1][1] and self.chance(60):
            over = Mean.of_given(*(each.mean(achieved) for each, _ in self.lists))
        total = self.part(self.present(over, self.record), self.record)
        if self.chance(30):
            return total
        if self.chance(40):
            total = total + self.present(self.number(self.record, 1), self.record)
        beside = [self.pick(self.record.entries(NUMBER)) for _ in range(self.pick((1, 2, 3)))]
        behaviour = self.part(Mean.of_given(*beside), self.record)
        first, second = self.weights(2)
        return Weighted((first, total), (second, behaviour))

    def points(self) -> Expression:
        """A sum of points for levels and flags."""
        parts: list[Expression] = []
        for entry in self.record.fields:
            if isinstance(entry, Category):
                label = self.present(entry, self.record)
                parts.append(Case(label, {level.key: self.pick((1, 5, "22.5", 30)) for level in label.levels}))
            elif isinstance(entry, Flag):
                parts.append(When(self.present(entry, self.record), self.pick((15, "17.5", 10)), 0))
        return Sum(*parts, self.present(self.number(self.record, 1), self.record))
