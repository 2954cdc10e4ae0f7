"""Edge hits: records in which a compared value is exactly an edge, or exactly one unit to a side of it."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from attrs import evolve

from ...algebra.edges import Edge
from ...algebra.expressions import as_expression
from ...analysis.bounds import reaches
from ...analysis.decimals import decimals_of
from ...appraising.contexts import Context, EvaluationFault
from ...appraising.evaluation import evaluate
from ...appraising.readings import read
from ...policies import Policy
from ..notable import PlacedTurn
from .aiming import Probe, aim
from .plausible import is_plausible, plausible_ends, plausible_record
from .records import Record, drop_repeated, text_of

_MOST_INPUTS = 4


def edge_hit(policy: Policy, turn: PlacedTurn, goal: Fraction, random: Random, *, tries: int) -> Record | None:
    """A plausible record in which the gap of a turn is exactly ``goal`` (0: at the edge); None where none is met in so many tries.

    Of a turn at ties of a rounding ``goal`` is how many units of an input the tie is missed by.
    """
    for _ in range(tries):
        record = plausible_record(policy, random)
        if turn.places is not None:
            hit = aim(policy, record, turn, random, beside=int(goal))
            drop_repeated(policy, record)
        else:
            hit = _moved(policy, record, evolve(turn, gap=turn.gap - as_expression(goal)), random)
        if hit and is_plausible(policy, record):
            return record
    return None


def _moved(policy: Policy, record: Record, turn: PlacedTurn, random: Random) -> bool:
    """Whether one input after another, set to where the gap turns, brings it to exactly zero."""
    lists = {key: len(record.get(key) or ()) for key in (turn.list, *(where for where, _ in turn.inputs)) if key}
    if turn.list and not lists[turn.list]:
        return False
    turn_row = random.randrange(lists[turn.list]) if turn.list else 0
    for where, entry in random.sample(turn.inputs, min(len(turn.inputs), _MOST_INPUTS)):
        if where and not lists[where]:
            continue
        row = turn_row if where == turn.list else random.randrange(lists[where] if where else 1)
        reading = read(policy.outline, record)
        if reading.faults:
            return False
        probe = Probe(policy, reading.values, turn, entry, where, row, turn_row)
        units = probe.solution(random)
        if units is None:
            continue
        low, high = plausible_ends(entry)
        near = [each for each in (units, units + 1) if low <= each <= high]
        exact = [each for each in near if probe.gap(each) == 0]
        if near:
            # Where the steps of this input pass over the goal, the next one may be finer.
            home = record[where][row] if where else record
            home[entry.key] = text_of((exact or near)[0], entry.decimals)
        if exact:
            return True
    return False


def goals_of(turn: PlacedTurn) -> tuple[Fraction, ...]:
    """What the gap of a turn is to be: nothing, and one unit of the compared value to either side.

    Where its decimals may not end a unit is a hundredth. A tie is missed by a unit of an input.
    """
    decimals = decimals_of(turn.gap)
    unit = Fraction(1, 10 ** (2 if decimals is None else decimals)) if turn.places is None else Fraction(1)
    return Fraction(0), unit, -unit


def may_be(turn: PlacedTurn, goal: Fraction) -> bool:
    """Whether the gap of a turn may be exactly ``goal``; False is a proof. A tie always may."""
    return turn.places is not None or reaches(turn.gap, Edge(">=", goal), Edge(">", goal))


def gaps_of(policy: Policy, turn: PlacedTurn, record: Record) -> set[Fraction]:
    """What the gap of a turn comes to in a record: in each row, for a turn in a list; nothing where it cannot be worked out."""
    context = Context.of(policy.outline, read(policy.outline, record).values)
    rows = (
        [context]
        if turn.list is None
        else [context.row(turn.list, at) for at in range(len(record.get(turn.list) or ()))]
    )
    found: set[Fraction] = set()
    for each in rows:
        try:
            gap = evaluate(turn.gap, each)
        except EvaluationFault:
            continue
        found |= {gap} if isinstance(gap, Fraction) else set()
    return found
