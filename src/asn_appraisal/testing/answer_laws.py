"""Laws on answers: what is said of a score adds up to it exactly; each raises ``AssertionError`` in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..appraising.appraisals import Appraisal
from ..policies import Policy
from ..questions.changes import why_changed
from ..questions.contributions import contributions
from .failures import appraised, breach, told

Records = Sequence[Mapping[str, Any]]


def contributions_add_up(policy: Policy, records: Records) -> None:
    """What the indicators contribute, with the starting value, adds up to the score exactly."""
    for appraisal in _with_score(policy, records):
        found = contributions(appraisal)
        total = found.base + sum((item.points for item in found.items), Fraction(0))
        if total != appraisal.exact:
            breach(policy, f"the contributions add up to {total}, the score is {appraisal.exact}", *told(appraisal))


def changes_add_up(policy: Policy, records: Records) -> None:
    """What changed between two appraisals adds up to the difference of their scores exactly."""
    for before, after in pairwise(_with_score(policy, records)):
        found = why_changed(before, after)
        wanted = (after.exact or Fraction(0)) - (before.exact or Fraction(0))
        if found.difference != wanted:
            breach(
                policy,
                f"the changes add up to {found.difference}, the scores differ by {wanted}",
                *("  before:", *told(before), "  after:", *told(after)),
            )


def _with_score(policy: Policy, records: Records) -> list[Appraisal]:
    found = (appraised(policy, record) for record in records)
    return [each for each in found if each is not None and each.exact is not None]
