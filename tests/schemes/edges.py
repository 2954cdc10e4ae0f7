"""Edge cases of the schemes: records made at each band, edge, knot and cap, and one unit to either side of it.

The records are found with the independent evaluation alone: one input of a plain record is moved until the band changes,
down to one unit of its last decimal, and every number that the policy names is tried as an input with its neighbours.
What is expected of a record is what the independent evaluation gives; nothing here asks the library for a result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import floor, prod
from typing import Any, NamedTuple

from tests.records import exact_record
from tests.schemes.independent import SCHEMES, Result

from asn_appraisal import Band, Category, Edge, Flag, Items, Number, Policy
from asn_appraisal.algebra.expressions import Arithmetic
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.numbers import to_text

Record = dict[str, Any]

WIDE = 200  # ranges of up to ten thousand milliards are searched where percentages are decided
STEPS = 324  # a plain record rises from the low to the high ends of all its numbers in so many steps
ROWS = 12  # rows of a list of whole answers: moving one answer is then a small step
VARIANTS = 7  # each takes other categories and flags, and gives or leaves out what may be absent
SAMPLES = 12
RISING = -1  # a variant more: all is given and no number falls while the others rise
MOST_CHOICES = 10_000  # of categories: beyond that they are taken one field apart


class Slot(NamedTuple):
    """A number of a record: the field, and the list whose first row it stands in (None: the record itself)."""

    field: Number
    list: str | None

    def read(self, record: Record) -> str | None:
        """The number as text; None where it is absent."""
        row = record if self.list is None else (record.get(self.list) or [{}])[0]
        found: str | None = row.get(self.field.key)
        return found

    def written(self, record: Record, units: int) -> Record:
        """The record with another number, counted in units of the field's last decimal."""
        changed = deepcopy(record)
        row = changed if self.list is None else changed[self.list][0]
        row[self.field.key] = to_text(Fraction(units, 10**self.field.decimals))
        return changed


def outcome(policy: Policy, record: Record) -> Result | None:
    """What the independent evaluation gives; None where it refuses the record."""
    try:
        return SCHEMES[policy.key](exact_record(policy, record))
    except (ValueError, ZeroDivisionError):
        return None


def edge_cases(policy: Policy) -> list[tuple[Record, Result]]:
    """The records of a scheme with what is expected of them, each record once."""
    found: dict[str, tuple[Record, Result]] = {}
    for record in _records(policy):
        expected = outcome(policy, record)
        if expected is not None:
            found.setdefault(repr(sorted(record.items())), (record, expected))
    return list(found.values())


def crossings(policy: Policy) -> set[frozenset[str]]:
    """The pairs of bands between which one unit of one input decides."""
    met: set[frozenset[str]] = set()
    for base, _ in _bases(policy):
        for slot in _slots(policy, base):
            for units in _edges(policy, base, slot):
                pair = [outcome(policy, slot.written(base, each)) for each in (units - 1, units)]
                met.add(frozenset(each.band for each in pair if each is not None and each.band is not None))
    return {pair for pair in met if len(pair) == 2}


def _records(policy: Policy) -> Iterator[Record]:
    for base, plain in _bases(policy):
        yield base
        for slot in _slots(policy, base):
            low, high = _span(slot.field)
            named = _named(policy, slot) if plain else ()
            for units in [*named, *_edges(policy, base, slot)]:
                for near in (units - 1, units, units + 1):
                    if low <= near <= high:
                        yield slot.written(base, near)


def _bases(policy: Policy) -> Iterator[tuple[Record, bool]]:
    """Plain records in several variants, and those beside each change of the band as all numbers rise together."""
    for chosen, variant in _variants(policy):
        yield _record(policy, chosen, variant, STEPS // 2), True

        def band(step: int, chosen: Record = chosen, variant: int = variant) -> object:
            found = outcome(policy, _record(policy, chosen, variant, step))
            return None if found is None else found.band

        for step in _changes(band, 0, STEPS):
            yield _record(policy, chosen, variant, step - 1), False
            yield _record(policy, chosen, variant, step), False


def _variants(policy: Policy) -> Iterator[tuple[Record, int]]:
    """Choices of categories and flags: all there are where nothing else is read, otherwise each several times."""
    fields = [entry for entry in policy.inputs if isinstance(entry, Category | Flag)]
    if len(fields) == len(policy.inputs):
        several = [_levels(entry) for entry in fields]
        few = prod(map(len, several)) <= MOST_CHOICES
        for picked in product(*several) if few else _one_apart(several):
            yield dict(zip((entry.key for entry in fields), picked, strict=True)), 0
        return
    inner = [each for entry in policy.inputs if isinstance(entry, Items) for each in entry.fields]
    alike = all(isinstance(each, Number) and not each.optional for each in [*policy.inputs, *inner] if each in inner)
    for variant in range(1 if not fields and alike else VARIANTS):
        yield {entry.key: _pick(entry, variant, i) for i, entry in enumerate(fields)}, variant
    if not fields and not inner:
        yield {}, RISING
    if fields:
        yield {entry.key: _levels(entry)[0] for entry in fields}, 1
    if any(isinstance(each, Band) and each.requires is not None for each in _leaves(policy)):
        # A band that asks several things at once is reached where no number falls while others rise.
        yield {entry.key: _levels(entry)[0] for entry in fields}, RISING


def _one_apart(several: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    """The same place in every scale, and with one field of them at each of its levels."""
    for place in range(max(map(len, several))):
        alike = tuple(levels[min(place, len(levels) - 1)] for levels in several)
        yield alike
        for at, levels in enumerate(several):
            yield from ((*alike[:at], level, *alike[at + 1 :]) for level in levels)


def _levels(entry: Field) -> list[Any]:
    return [level.key for level in entry.among] if isinstance(entry, Category) else [True, False]


def _pick(entry: Field, variant: int, place: int) -> Any:
    levels = _levels(entry)
    return levels[(variant // (place + 1) + place) % len(levels)]


def _record(policy: Policy, chosen: Record, variant: int, step: int) -> Record:
    below = _divisors(policy)
    record: Record = dict(chosen)
    for place, entry in enumerate(policy.inputs):
        if isinstance(entry, Number):
            record[entry.key] = _value(entry, variant, place, step, below)
        elif isinstance(entry, Items) and not (entry.optional and variant % 2):
            whole = [each for each in entry.fields if isinstance(each, Number) and each.decimals == 0]
            count = ROWS if len(whole) == len(entry.fields) else 1
            cells = len(entry.fields) * count
            record[entry.key] = [
                {
                    each.key: _value(each, variant, i, step, below, Fraction(i * count + row, cells))
                    for i, each in enumerate(entry.fields)
                }
                for row in range(count)
            ]
    return record


def _value(
    entry: Field, variant: int, place: int, step: int, below: Iterable[Field], lift: Fraction = Fraction(0)
) -> Any:
    """The value of a field in a plain record; ``lift`` lets whole answers rise one after the other."""
    if (entry.optional or getattr(entry, "default", None) is not None) and variant % 2 == 0:
        return None
    if not isinstance(entry, Number):
        return _pick(entry, variant, place)
    low, high = _span(entry)
    scale = 10**entry.decimals
    if entry in below or entry.key.startswith("target"):
        return to_text(Fraction(min(100 * scale, high), scale))
    low = max(low, 0)
    falls = getattr(entry, "better", "") == "lower" or (variant != RISING and (variant + place) % 5 == 4)
    share = Fraction(STEPS - step if falls else step, STEPS)
    return to_text(Fraction(min(low + floor((high - low) * share + lift), high), scale))


def _span(entry: Number) -> tuple[int, int]:
    """The ends of the range that is searched, in units of the last decimal."""
    scale = 10**entry.decimals
    low = -WIDE if entry.low is None else max(entry.low, Fraction(-WIDE))
    high = WIDE if entry.high is None else min(entry.high, Fraction(WIDE))
    return int(low * scale), int(high * scale)


def _slots(policy: Policy, record: Record) -> Iterator[Slot]:
    for entry in policy.inputs:
        if isinstance(entry, Items) and record.get(entry.key):
            yield from (Slot(each, entry.key) for each in entry.fields if isinstance(each, Number))
        elif isinstance(entry, Number):
            yield Slot(entry, None)


def _named(policy: Policy, slot: Slot) -> Iterator[int]:
    """The numbers that the policy names and the ends of the range, in units of the input."""
    scale = 10**slot.field.decimals
    low, high = _span(slot.field)
    named = (each.bound if isinstance(each, Edge) else each for each in _leaves(policy))
    yield from (int(value * scale) for value in named if isinstance(value, Fraction) and low <= value * scale <= high)
    yield from (low, high)


@cache
def _divisors(policy: Policy) -> frozenset[Field]:
    """The fields that something is divided by: 100 in a plain record, so that the others are percentages."""
    quotients = (each for each in _leaves(policy) if isinstance(each, Arithmetic) and each.operator == "/")
    return frozenset(each.right for each in quotients if isinstance(each.right, Field))


@cache
def _leaves(policy: Policy) -> tuple[Any, ...]:
    """Every node and number that the policy is made of, each once."""
    found: dict[Any, None] = {}

    def visit(entry: Any) -> None:
        if isinstance(entry, tuple):
            for each in entry:
                visit(each)
        elif isinstance(entry, Node | Edge | Fraction) and entry not in found:
            found[entry] = None
            if isinstance(entry, Node):
                visit(entry.values())

    visit((policy.score, policy.band, policy.shown, policy.checks))
    return tuple(found)


def _edges(policy: Policy, base: Record, slot: Slot) -> Iterator[int]:
    """The units of the input at which another band begins."""

    def band(units: int) -> object:
        found = outcome(policy, slot.written(base, units))
        return None if found is None else found.band

    yield from _changes(band, *_span(slot.field))


def _changes(band: Callable[[int], object], low: int, high: int) -> Iterator[int]:
    """Where another band begins between two ends, by halving the way between samples."""
    stops = sorted({low + (high - low) * step // SAMPLES for step in range(SAMPLES + 1)})
    for (left, first), (right, last) in pairwise([(stop, band(stop)) for stop in stops]):
        below, above = left, right
        while first != last and above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if band(middle) == first else (below, middle)
        if first != last:
            yield above
