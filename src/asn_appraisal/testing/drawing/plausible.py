"""Plausible records: values as an office would have them, so that a result looks like one of its own.

``random_record`` goes to the ends of what a policy can read, with targets of a hundredth and costs of a million. Here a field
without a limit stays within a thousand, and a measured value within a few times its target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from random import Random

from ...algebra.inputs import Field, Number
from ...appraising.checks import check_faults
from ...appraising.readings import is_absent, read
from ...policies import Policy
from ..notable import Notable, notable
from .aiming import SMOOTH
from .records import TRIES, Record, drop_repeated, random_record, text_of

OPEN_END = 1000
_MOST_TARGET, _MOST_TIMES = 200, 4


def plausible_ends(entry: Number) -> tuple[int, int]:
    """The least and the greatest plausible units of a field: its range, or 0 to a thousand where it has no end."""
    unit = 10**entry.decimals
    low = min(0, entry.high_units or 0) if entry.low_units is None else entry.low_units
    return low, max(low, 0) + OPEN_END * unit if entry.high_units is None else entry.high_units


def plausible_record(policy: Policy, random: Random) -> Record:
    """A record with plausible values that meets the checks of its policy, as far as a few draws find one."""
    record: Record = {}
    for _ in range(TRIES):
        record = random_record(policy, random)
        for fields, row in _rows(policy, record):
            _tame(fields, row, notable(policy), random)
        drop_repeated(policy, record)
        if is_plausible(policy, record):
            break
    return record


def is_plausible(policy: Policy, record: Record) -> bool:
    """Whether a record can be read, meets the checks of its policy, and has plausible numbers alone."""
    reading = read(policy.outline, record)
    if reading.faults or check_faults(policy.outline, policy.checks, reading.values):
        return False
    return all(_is_plausible_row(fields, row, notable(policy)) for fields, row in _rows(policy, record))


def _is_plausible_row(fields: tuple[Field, ...], row: Record, found: Notable) -> bool:
    values = {entry: Fraction(row[entry.key]) for entry in _numbers(fields, row)}
    for entry in values:
        low, high = plausible_ends(entry)
        if not low <= _units(entry, row) <= high:
            return False
    pairs = ((values[one], values[other]) for one, other in found.ratios if one in values and other in values)
    return all(measured <= _MOST_TIMES * target for measured, target in pairs if target > 0)


def _rows(policy: Policy, record: Record) -> Iterator[tuple[tuple[Field, ...], Record]]:
    yield policy.outline.fields, record
    for items in policy.outline.lists:
        yield from ((items.fields, row) for row in record.get(items.key) or [])


def _numbers(fields: Iterable[Field], row: Record) -> list[Number]:
    return [entry for entry in fields if isinstance(entry, Number) and not is_absent(row.get(entry.key))]


def _units(entry: Number, row: Record) -> int:
    return int(Fraction(row[entry.key]) * 10**entry.decimals)


def _tame(fields: tuple[Field, ...], row: Record, found: Notable, random: Random) -> None:
    given = _numbers(fields, row)
    for entry in given:
        low, high = plausible_ends(entry)
        if not low <= _units(entry, row) <= high:
            row[entry.key] = text_of(random.randint(low, high), entry.decimals)
    for measured, target in found.ratios:
        if measured in given and target in given:
            (low, high), unit = plausible_ends(target), 10**target.decimals
            goal = random.randint(max(low, min(unit, high)), max(low, min(high, _MOST_TARGET * unit)))
            if (round_goal := random.choice(SMOOTH) * unit) <= high and random.random() < 0.5:
                goal = max(low, round_goal)
            units = goal * random.randint(40, 150) * 10**measured.decimals // (100 * unit)
            least, most = plausible_ends(measured)
            row[target.key] = text_of(goal, target.decimals)
            row[measured.key] = text_of(min(max(units, least), most), measured.decimals)
