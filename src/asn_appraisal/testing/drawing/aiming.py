"""Aiming: records exactly at a turn of their policy, or one unit away from it.

The value of an input at which the gap of a turn is zero comes from the curve of its formula if it has one, else from
its straight pieces, else by bisection; a tie of a rounding is the solution of a congruence. All in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise
from math import floor, gcd
from random import Random
from typing import Any

from attrs import define, field

from ...algebra.expressions import Arithmetic
from ...algebra.inputs import Field, Number
from ...analysis.curves import curve
from ...appraising.contexts import Context, EvaluationFault
from ...appraising.evaluation import evaluate
from ...appraising.readings import read
from ...arguments import checked_type
from ...errors import AbsentPartError, NoCurveError
from ...policies import Policy
from ..notable import PlacedTurn, notable
from .inputs import chance
from .records import Record, drop_repeated, ends, in_mixed_kinds, random_record, repeated, text_of

# Divisors by which every quotient has a finite decimal form: only then can it be a tie.
SMOOTH = (1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 50, 80, 100, 125, 200)
MOST_INPUTS = 8  # inputs set in turn, to bring a sum to an edge that no single input reaches
MOST_TURNS = 200  # tried of a table with thousands of edges


@define
class Probe:
    """One record as a function of one input: the gap of a turn when that input takes another value.

    ``values`` are the record's exact values, as a reading gives them. ``where`` (a list's key) and ``row`` say where
    the input is, ``turn_row`` in which row the turn is evaluated.
    """

    policy: Policy
    values: Mapping[str, Any]
    turn: PlacedTurn
    input: Number
    where: str | None = None
    row: int = 0
    turn_row: int = 0
    _seen: dict[int, Fraction | None] = field(init=False, factory=dict)

    @property
    def unit(self) -> int:
        """How many units of the input make one."""
        return int(10**self.input.decimals)

    @property
    def home(self) -> Mapping[str, Any]:
        """The values around the input: the record's or its row's."""
        found: Mapping[str, Any] = self.values[self.where][self.row] if self.where else self.values
        return found

    @property
    def now(self) -> int | None:
        """The input in the record, in units."""
        value = self.home[self.input.key]
        return None if value is None else int(value * self.unit)

    def gap(self, units: int) -> Fraction | None:
        """The gap where the input has this many units of its last decimal; None where it cannot be worked out."""
        if units not in self._seen:
            self._seen[units] = self._gap(units)
        return self._seen[units]

    def _gap(self, units: int) -> Fraction | None:
        values: dict[str, Any] = {**self.home, self.input.key: Fraction(units, self.unit)}
        if self.where:
            rows = [*self.values[self.where]]
            rows[self.row] = values
            values = {**self.values, self.where: rows}
        context = Context.of(self.policy.outline, values)
        if self.turn.list:
            context = context.row(self.turn.list, self.turn_row)
        try:
            value: Fraction | None = evaluate(self.turn.gap, context)
        except EvaluationFault:
            return None
        return value

    def met(self, units: int) -> bool:
        """Whether the turn lies at this number of units or before the next: the gap reaches or leaves zero there.

        Inside a stretch where it is zero (the edge equals a rounded number) nothing turns.
        """
        here = self.gap(units)
        if here is None:
            return False
        if self.turn.places is not None:
            return (here * Fraction(10) ** self.turn.places - Fraction(1, 2)).denominator == 1
        there = self.gap(units + 1)
        return there is not None and _sign(here) != _sign(there)

    def solution(self, random: Random) -> int | None:
        """Units within the input's range at which the turn is met; None where none is found."""
        low, high = ends(self.input)
        usual = (random.randint(low, high), min(max(100 * self.unit, low), high), low, high)
        starts = [*([] if self.now is None else [self.now]), *usual]
        ways = (self._ties(starts),) if self.turn.places is not None else (self._from_curve(), self._along(starts))
        for way in ways:
            for units in way:
                if low <= units <= high and self.met(units):
                    return units
        return None if self.turn.places is not None else self._halved(sorted({*starts}), random)

    def nearest(self, random: Random) -> int | None:
        """The end of the range at which the gap is least; it may help where another input is moved next."""
        gaps = [(abs(gap), units) for units in ends(self.input) if (gap := self.gap(units)) is not None]
        random.shuffle(gaps)  # where both ends are equally near
        return min(gaps, key=lambda pair: pair[0], default=(0, None))[1]

    def _from_curve(self) -> Iterator[int]:
        """The zeros of the gap's curve: of the input itself, or of its quotient with another value of the record."""
        try:
            line = curve(self.turn.gap)
        except (NoCurveError, AbsentPartError):
            return
        argument, by = line.argument, Fraction(1)
        if isinstance(argument, Arithmetic) and argument.left == self.input and isinstance(argument.right, Field):
            key = argument.right.key
            by = self.home.get(key) or self.values.get(key) or Fraction(0)
        elif argument != self.input:
            return
        zeros = [-intercept / slope for slope, intercept in line.pieces if slope]
        for x in islice((*zeros, *line.edges), MOST_TURNS):
            yield floor(x * by * self.unit)

    def _along(self, starts: list[int]) -> Iterator[int]:
        """Newton's method: from each start along the straight piece to its zero, and on from there."""
        for start in starts:
            units = start
            for _ in range(4):
                here, there = self.gap(units), self.gap(units + 1)
                if here is None or there is None or here == there:
                    break
                step = floor(-here / (there - here))
                units += step
                if step == 0:
                    break
            yield units

    def _halved(self, starts: list[int], random: Random) -> int | None:
        """Bisection between two starts on different sides of the turn; it works through jumps and roundings.

        Where the gap is zero for a stretch, chance decides which end of it counts.
        """
        side: Callable[[Fraction], bool] = random.choice((lambda gap: gap < 0, lambda gap: gap <= 0))
        known = [(units, side(gap)) for units in starts if (gap := self.gap(units)) is not None]
        for (left, before), (right, after) in pairwise(known):
            if before != after:
                return self._change(left, right, side)
        return None

    def _change(self, left: int, right: int, side: Callable[[Fraction], bool]) -> int | None:
        first = self.gap(left)
        while right - left > 1:
            middle = (left + right) // 2
            gap = self.gap(middle)
            if first is None or gap is None:
                return None
            left, right = (middle, right) if side(gap) == side(first) else (left, middle)
        return right if self.gap(right) == 0 else left

    def _ties(self, starts: list[int]) -> Iterator[int]:
        """The units next to each start at which the gap ends in exactly one half of the last place kept."""
        scale = Fraction(10) ** (self.turn.places or 0)
        for units in starts:
            here, there = self.gap(units), self.gap(units + 1)
            if here is None or there is None:
                continue
            # here + n * slope = k + 1/2 in units of the last place: a congruence in whole numbers.
            value, slope = here * scale - Fraction(1, 2), (there - here) * scale
            common = value.denominator * slope.denominator
            a, b = int(value * common), int(slope * common)
            shared = gcd(b, common)
            if not a % shared:
                period = common // shared
                step = -a // shared * pow(b // shared, -1, period) % period
                yield units + step
                yield units + step - period


def _sign(gap: Fraction) -> int:
    return (gap > 0) - (gap < 0)


def random_edge_record(policy: Policy, random: Random, *, mixed: bool = False) -> Record:
    """A record exactly at a turn of the policy, or one unit away from it.

    Turns are band edges, steps, caps, targets, points of lines and the ties of roundings. A plain record is changed, input
    by input, until a turn is met; then the last input moves by a unit or stays. Often each measured value is first
    set to exactly a percentage of its target that the policy names, in every row, as in people's records.
    """
    record = random_record(policy, random)
    checked_type(mixed, "mixed", bool)
    found = notable(policy)
    if found.ratios and chance(random, 60):
        _on_target(policy, record, random)
    elif found.divisors and chance(random, 50):
        _smoothed(policy, record, random)
    drop_repeated(policy, record)
    for _ in range(random.choice((1, 2, 1, 0)) if found.turns else 0):
        aim(policy, record, random.choice(found.turns), random)
    drop_repeated(policy, record)
    return in_mixed_kinds(policy, record, random) if mixed else record


def aim(policy: Policy, record: Record, turn: PlacedTurn, random: Random, *, beside: int | None = None) -> bool:
    """Set inputs of a record, whose numbers are texts, so that it meets a turn or misses it by a unit.

    ``beside`` says by how many units to miss it (0: to meet it); by default chance decides. False where no such value
    is found; the record may have changed all the same.
    """
    lists = {key: len(record.get(key) or ()) for key in (turn.list, *(where for where, _ in turn.inputs)) if key}
    if turn.list and not lists[turn.list]:
        return False
    turn_row = random.randrange(lists[turn.list]) if turn.list else 0
    for _ in range(MOST_INPUTS):
        where, entry = random.choice(turn.inputs)
        if where and not lists[where]:
            continue
        row = turn_row if where == turn.list else random.randrange(lists[where] if where else 1)
        reading = read(policy.outline, record)
        if reading.faults:
            return False
        probe = Probe(policy, reading.values, turn, entry, where, row, turn_row)
        home = record[where][row] if where else record
        units = probe.solution(random)
        if units is not None:
            (low, high), before = ends(entry), home.get(entry.key)
            moved = units + (random.choice((0, 0, 1, -1)) if beside is None else beside)
            home[entry.key] = text_of(moved if low <= moved <= high else units, entry.decimals)
            if not where or not _repeats(policy, record, where):
                return True
            home[entry.key] = before
        if turn.places is None and (units := probe.nearest(random)) is not None:
            home[entry.key] = text_of(units, entry.decimals)
    return False


def _repeats(policy: Policy, record: Record, where: str) -> bool:
    return any(repeated(items, record[where]) for items in policy.outline.lists if items.key == where)


def _on_target(policy: Policy, record: Record, random: Random) -> None:
    """Each measured value at a percentage of its target that the policy names: 76 %, 120 %, 24 % saved, 100 %."""
    found = notable(policy)
    parts = [Fraction(1), *(number / 100 for number in found.numbers), *(1 - number / 100 for number in found.numbers)]
    same, mixed = random.choice(parts), chance(random, 30)
    places = [(policy.outline.fields, [record])]
    places += [(items.fields, record.get(items.key) or []) for items in policy.outline.lists]
    for fields, rows in places:
        pairs = [(measured, target) for measured, target in found.ratios if measured in fields and target in fields]
        for measured, target in pairs:
            for row in rows:
                part = random.choice(parts) if mixed else same
                _set_part(row, measured, target, part, random)


def _set_part(row: Record, measured: Number, target: Number, part: Fraction, random: Random) -> None:
    # units of the target x rate = units of the measured value: both are whole where the target is a multiple of the bottom.
    rate = part * Fraction(10) ** (measured.decimals - target.decimals)
    (low, high), (least, most) = ends(target), ends(measured)
    multiples = high // rate.denominator
    if multiples < 1:
        return
    units = rate.denominator * random.randint(1, min(multiples, 20_000))
    wanted = int(units * rate)
    if low <= units <= high and least <= wanted <= most:
        row[target.key], row[measured.key] = text_of(units, target.decimals), text_of(wanted, measured.decimals)


def _smoothed(policy: Policy, record: Record, random: Random) -> None:
    """Replace the divisors of a record by numbers whose quotients have a finite decimal form."""
    divisors = notable(policy).divisors
    places = [(policy.outline.fields, [record])]
    places += [(items.fields, record.get(items.key) or []) for items in policy.outline.lists]
    for fields, rows in places:
        for entry in fields:
            if isinstance(entry, Number) and entry in divisors:
                (low, high), unit = ends(entry), 10**entry.decimals
                inside = [number * unit for number in SMOOTH if low <= number * unit <= high]
                for row in rows if inside else ():
                    row[entry.key] = text_of(random.choice(inside), entry.decimals)
