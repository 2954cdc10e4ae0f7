"""Telling records: a record on which a policy and one of its mutants give different results, as a case that would notice it."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from ..analysis.turns import turns
from ..arguments import checked_count, checked_type
from ..policies import Policy, checked_policy
from .cases import PolicyCase
from .drawing.aiming import aim
from .drawing.edge_hits import edge_hit, goals_of
from .drawing.plausible import is_plausible, plausible_record
from .drawing.records import Record, drop_repeated
from .mutant_trials import prepared
from .mutants import Mutant, shared
from .notable import PlacedTurn, notable

TRIES = 400
BESIDE = (0, 1, -1, 4, -4)  # units of an input: a rounding may hide the first
_MOST_TRIES = 10**6


def telling_record(policy: Policy, mutant: Mutant, *, seed: int = 1, tries: int = TRIES) -> Record | None:
    """A record of which the mutant changes the score, the band or a part; None where so many tries find none.

    Records are aimed at the place that the mutant changed and one unit to either side of it, otherwise drawn at random;
    their values are plausible ones. The same seed gives the same record.

    >>> from asn_appraisal import schemes
    >>> from asn_appraisal.testing.mutants import mutants
    >>> policy = schemes.get("permenpan-16-2009")
    >>> telling_record(policy, mutants(policy)[0])
    {'nilai': '90.00'}
    """
    checked_policy(policy, mutant=mutant)
    checked_type(mutant, "mutant", Mutant)
    checked_count(seed, "seed", 0, 2**63)
    checked_count(tries, "tries", 1, _MOST_TRIES)
    policy, random = shared(policy), Random(seed)  # noqa: S311  (a sample that anyone can draw again)
    aims = aims_of(policy, mutant)
    for at in range(tries):
        record = _tried(policy, aims, at, random)
        if record is not None and is_plausible(policy, record) and tells(policy, mutant, record):
            return record
    return None


def _tried(policy: Policy, aims: list[tuple[PlacedTurn, Fraction]], at: int, random: Random) -> Record | None:
    """By turns a record exactly at a goal, two near the place, and one anywhere."""
    if aims and at % 4 == 0:
        turn, goal = aims[at // 4 % len(aims)]
        return edge_hit(policy, turn, goal, random, tries=1)
    record = plausible_record(policy, random)
    if aims and at % 4 != 3:
        aim(policy, record, random.choice(aims)[0], random, beside=random.choice(BESIDE))
        drop_repeated(policy, record)
    return record


def tells(policy: Policy, mutant: Mutant, record: Record) -> bool:
    """Whether a policy and its mutant give a record different results."""
    case = prepared(policy, stating_results(policy, record))
    return case is not None and case.notices(policy, mutant)


def stating_results(policy: Policy, record: Record) -> PolicyCase:
    """A case of a record that states every result of a policy, and every part on the way."""
    roots = {"exact": policy.score, "band": policy.band}
    stated: dict[str, Any] = {name: "" for name, root in roots.items() if root is not None}
    return PolicyCase(record, {**stated, "parts": dict.fromkeys(policy.parts, "")})


def aims_of(policy: Policy, mutant: Mutant) -> list[tuple[PlacedTurn, Fraction]]:
    """The turns of the block that a mutant changed, each to be met exactly and missed by a unit."""
    own = {turn.gap for turn in turns(mutant.replaced.old)}
    return [(turn, goal) for turn in notable(policy).turns if turn.gap in own for goal in goals_of(turn)]
