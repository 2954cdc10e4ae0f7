"""Random records of a policy, with values as people enter them: round ones, ends of ranges, numbers that the policy
names.

Numbers are texts with the field's decimals; ``mixed=True`` gives them in the types that programs use.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from ...algebra.inputs import Category, Field, Number
from ...algebra.items import Items
from ...appraising.checks import check_faults
from ...appraising.contexts import Context, EvaluationFault
from ...appraising.evaluation import evaluate
from ...appraising.readings import is_absent, read
from ...arguments import checked_type
from ...policies import Policy, checked_policy
from ..notable import Notable, notable
from .inputs import chance

Record = dict[str, Any]

OPEN_END = 10**6  # range of a field without a limit
FAR_END = 10**20  # drawn seldom: beyond the whole numbers of a machine
BLANK = (None, "", " ")
TRIES = 20


def text_of(units: int, decimals: int) -> str:
    """A number, given in units of its last decimal, as text.

    >>> text_of(8550, 2), text_of(-5, 1), text_of(7, 0)
    ('85.50', '-0.5', '7')
    """
    sign, digits = "-" if units < 0 else "", str(abs(units)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


# --- plain records ---------------------------------------------------------------------------------------------------


def random_record(policy: Policy, random: Random, *, mixed: bool = False) -> Record:
    """A record that a policy can read: optional values given, blank or left out, lists of zero to eight rows.

    It mostly meets the checks of the policy and of its lists; ends and values that the policy names are drawn more
    often.
    """
    checked_policy(policy, random=random)
    checked_type(random, "random", Random)
    checked_type(mixed, "mixed", bool)
    found = notable(policy)
    record = _drawn(policy, found, random)
    for _ in range(TRIES):
        if not policy.checks or not check_faults(policy.outline, policy.checks, read(policy.outline, record).values):
            break
        record = _drawn(policy, found, random)
    return in_mixed_kinds(policy, record, random) if mixed else record


def _drawn(policy: Policy, found: Notable, random: Random) -> Record:
    record = _row(policy.outline.fields, found, random)
    for items in policy.outline.lists:
        least = 0 if items.optional else items.at_least
        count = random.choice((max(least, 1), least, least + 1, max(least, 3), max(least, 5), max(least, 8)))
        if items.at_most is not None:
            count = min(count, items.at_most)
        if count or not chance(random, 50):
            record[items.key] = _rows(items, count, found, random)
    return record


def _rows(items: Items, count: int, found: Notable, random: Random) -> list[Record]:
    """So many rows, none of which repeats another."""
    rows: list[Record] = []
    for _ in range(count):
        for _ in range(TRIES):
            row = _checked_row(items, found, random)
            if not repeated(items, [*rows, row]):
                break
        rows.append(row)
    return rows


def repeated(items: Items, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """The rows, whose numbers are texts, that repeat the unique fields of an earlier one, by index."""
    seen: set[tuple[Any, ...]] = set()
    found = []
    for at, row in enumerate(rows if items.unique else ()):
        values = tuple(exact_row(items.unique_fields, row).values())
        if values in seen:
            found.append(at)
        seen.add(values)
    return found


def drop_repeated(policy: Policy, record: Record) -> None:
    """Take the later of equal rows out of a record's lists, as far as a list may lose them."""
    for items in policy.outline.lists:
        rows = record.get(items.key) or []
        for at in reversed(repeated(items, rows)):
            if len(rows) > items.at_least:
                del rows[at]


def _row(fields: Iterable[Field], found: Notable, random: Random) -> Record:
    row: Record = {}
    for entry in fields:
        if entry.needed or chance(random, 65):
            row[entry.key] = _value(entry, found, random)
        elif chance(random, 50):
            row[entry.key] = random.choice(BLANK)
    return row


def _checked_row(items: Items, found: Notable, random: Random) -> Record:
    row = _row(items.fields, found, random)
    for _ in range(TRIES):
        if _meets_checks(items, row):
            break
        row = _row(items.fields, found, random)
    return row


def _meets_checks(items: Items, row: Mapping[str, Any]) -> bool:
    context = Context((exact_row(items.fields, row),))
    try:
        return all(evaluate(check.condition, context) for check in items.checks)
    except (EvaluationFault, KeyError):
        return True  # a check that reads the record as well is met by chance


def exact_row(fields: Iterable[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    """The exact values of a row whose numbers are texts; None where one is absent and has no default."""
    found: dict[str, Any] = {}
    for entry in fields:
        value: Any = row.get(entry.key)
        if is_absent(value):
            found[entry.key] = entry.default
        else:
            found[entry.key] = Fraction(value) if isinstance(entry, Number) else value
    return found


def _value(entry: Field, found: Notable, random: Random) -> Any:
    if isinstance(entry, Number):
        return text_of(_units(entry, found, random), entry.decimals)
    if isinstance(entry, Category):
        return random.choice([level.key for level in entry.among])
    # A flag with a default is an exception in the record: it is seldom the other way.
    default = entry.default
    return chance(random, 50) if default is None else default is not chance(random, 25)


def ends(entry: Number) -> tuple[int, int]:
    """The least and the greatest units drawn for a field: its range, or a wide one where it has no end."""
    unit = 10**entry.decimals
    low = -OPEN_END * unit if entry.low_units is None else entry.low_units
    high = max(low, 0) + OPEN_END * unit if entry.high_units is None else entry.high_units
    return min(low, high), high


def _units(entry: Number, found: Notable, random: Random) -> int:
    """Units anywhere in the range, at its ends, at values that the policy names, and one unit away from them."""
    unit, (low, high) = 10**entry.decimals, ends(entry)
    kind = random.choice(("moderate", "named", "anywhere", "named", "end"))
    units = random.randint(low, high)
    if kind == "moderate" and low < 200 * unit < high:
        units = random.randint(max(low, unit // 10), 200 * unit)
    elif kind == "named" and found.numbers:
        units = math.floor(random.choice(found.numbers) * unit) + random.choice((0, -1, 1))
    elif kind == "end":
        units = random.choice((low, low + 1, high - 1, high))
        if entry.high_units is None and chance(random, 5):
            units = FAR_END * unit + random.choice((0, 1, 7))
    inside = units >= low and (entry.high_units is None or units <= high)
    if not inside or (units == 0 and entry in found.divisors and not chance(random, 3)):
        return random.randint(max(low, 1), high) if high >= 1 else random.randint(low, high)
    return units


# --- kinds of values --------------------------------------------------------------------------------------------------


def in_mixed_kinds(policy: Policy, record: Record, random: Random) -> Record:
    """The record with its numbers in several types, the same exact values.

    Texts with blanks or zeros, int, Decimal, Fraction, float, and float with the noise of a sum.
    """
    found = _mixed_row(policy.outline.fields, record, random)
    for items in policy.outline.lists:
        if items.key in found:
            found[items.key] = [_mixed_row(items.fields, row, random) for row in found[items.key]]
    return found


def _mixed_row(fields: Iterable[Field], row: Record, random: Random) -> Record:
    found = dict(row)
    for entry in fields:
        text = row.get(entry.key)
        if isinstance(entry, Number) and not is_absent(text):
            found[entry.key] = _written(str(text), entry.decimals, random)
    return found


def _written(text: str, decimals: int, random: Random) -> Any:
    exact = Fraction(text)
    units = int(exact * 10**decimals)
    ways: list[Any] = [text, f" {text} ", Decimal(text), exact]
    if "." in text:
        ways.append(text + "0000")  # never three decimals behind the point, which might part thousands
    if exact.denominator == 1:
        ways += [int(exact), int(exact)]
    if abs(units) <= 10**14:
        ways += [float(exact), float(exact)]
    if 0 < abs(units) <= 10**11:
        ways.append(math.nextafter(float(exact), math.inf))
    return random.choice(ways)
