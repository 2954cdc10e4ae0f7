"""Trials of mutants: which changed policies the cases notice, and which they let pass.

Each record is read once, and what a change does not affect is worked out once for all mutants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..algebra.expressions import Expression
from ..appraising.checks import check_faults
from ..appraising.contexts import Context, EvaluationFault
from ..appraising.evaluation import evaluate
from ..appraising.readings import read
from ..arguments import several
from ..errors import RecordError
from ..numbers import to_decimal
from ..policies import Policy, checked_policy
from ..rounding import rounded
from .cases import PolicyCase
from .mutants import Mutant, mutants, shared

Outcome = tuple[Any, ...]


@frozen
class Prepared:
    """A case ready for many mutants: its context with every part of the original policy worked out."""

    case: PolicyCase
    context: Context = field(eq=False, repr=False)
    outcome: Outcome = field(eq=False, repr=False)

    @classmethod
    def of(cls, policy: Policy, case: PolicyCase) -> Prepared | None:
        """The case prepared; None where the record is refused before any formula is worked out."""
        reading = read(policy.outline, case.record)
        if reading.faults or check_faults(policy.outline, policy.checks, reading.values):
            return None
        context = Context.of(policy.outline, reading.values)
        return cls(case, context, outcome(policy, case, context, lambda part: part))

    def fresh(self) -> Context:
        """A context with the parts of the original policy, for a formula that shares most of them."""
        return self.context.fork()

    def notices(self, policy: Policy, mutant: Mutant) -> bool:
        """Whether a mutant changes anything that the case states."""
        found = outcome(policy, self.case, self.fresh(), mutant.replaced)
        return found != self.outcome


def outcome(
    policy: Policy, case: PolicyCase, context: Context, replaced: Callable[[Expression], Expression]
) -> Outcome:
    """What a case states of a result, by the policy's formulas as ``replaced`` changes them: score, exact value, band, parts,
    or a fault.
    """
    stated = dict(case.expected)
    try:
        exact = None if policy.score is None else evaluate(replaced(policy.score), context)
        reached = None if policy.band is None else evaluate(replaced(policy.band), context)
        parts = {key: _part(policy, context, key, replaced) for key in stated.get("parts", ())}
    except EvaluationFault as problem:
        return ("fault", *(fault.code for fault in problem.faults))
    reported = isinstance(exact, Fraction) and to_decimal(rounded(exact, policy.places), policy.places)
    states: dict[str, Any] = {"score": reported, "exact": exact, "band": reached, "fault": None, "parts": parts}
    return tuple((name, states[name]) for name in stated)


def _part(policy: Policy, context: Context, key: str, replaced: Callable[[Expression], Expression]) -> Any:
    """The value of a part by its key, row by row where it stands over rows."""
    if key not in policy.parts:
        return None
    part = replaced(policy.parts[key])
    if key not in context.row_parts:
        return evaluate(part, context)
    lists = next(placed.lists for placed in policy.outline.parts if placed.key == key)
    return [evaluate(part, row) for each in lists for row in context.row_contexts.get(each, ())]


def survivors(policy: Policy, cases: Sequence[PolicyCase], among: Iterable[Mutant] | None = None) -> tuple[Mutant, ...]:
    """The mutants that no case notices; those proved equivalent to the policy are left out.

    Cases with options of their own test another policy and are passed over.
    """
    checked_policy(policy, cases=cases)
    policy = shared(policy)
    ready = [
        found
        for case in several(cases, "cases", PolicyCase)
        if not case.options and (found := prepared(policy, case)) is not None
    ]
    return tuple(
        mutant
        for mutant in (mutants(policy) if among is None else several(among, "among", Mutant))
        if not mutant.equivalent and not any(case.notices(policy, mutant) for case in ready)
    )


def prepared(policy: Policy, case: PolicyCase) -> Prepared | None:
    """A prepared case, None where its record is refused as it is read."""
    try:
        return Prepared.of(policy, case)
    except RecordError:
        return None
