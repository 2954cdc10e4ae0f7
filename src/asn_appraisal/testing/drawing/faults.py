"""Random faulty records, with each kind of fault that a record or a row can have."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from ...algebra.inputs import Category, Field, Flag, Number
from ...appraising.checks import check_faults
from ...appraising.readings import read
from ...policies import Policy
from ..notable import Notable, notable
from .inputs import chance
from .records import TRIES, Record, ends, random_record, text_of


def random_faulty_record(policy: Policy, random: Random) -> Record:
    """A record with one to three faults: something missing, a digit too many, out of range, of a wrong kind, an unknown
    level, a divisor of zero, too few or too many rows, a row that repeats another, a check that is broken, a number too long.
    """
    found = notable(policy)
    record = random_record(policy, random, mixed=chance(random, 50))
    for _ in range(random.choice((1, 1, 2, 3))):
        for _ in range(TRIES):
            if random.choice(_FAULTS)(policy, found, record, random):
                break
    return record


def _some_row(policy: Policy, record: Record, random: Random) -> tuple[tuple[Field, ...], Record]:
    """The fields and values of the record, or of one of its rows."""
    places: list[tuple[tuple[Field, ...], Record]] = [(policy.outline.fields, record)]
    for items in policy.outline.lists:
        rows = record.get(items.key)
        places += [(items.fields, row) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return random.choice([place for place in places if place[0]] or places)


def _broken_field(
    kind: type[Field], value_of: Callable[[Any, Random], Any]
) -> Callable[[Policy, Notable, Record, Random], bool]:
    """A fault in one field of a kind; ``value_of`` gives the wrong value, or ``...`` where the field allows none."""

    def put(policy: Policy, _: Notable, record: Record, random: Random) -> bool:
        fields, row = _some_row(policy, record, random)
        of_kind = [entry for entry in fields if isinstance(entry, kind)]
        if not of_kind:
            return False
        entry = random.choice(of_kind)
        value = value_of(entry, random)
        if value is not ...:
            row[entry.key] = value
        return value is not ...

    return put


def _missing(entry: Field, random: Random) -> Any:
    return random.choice((None, "", "  ", math.nan)) if entry.needed else ...


def _further_digit(entry: Number, random: Random) -> Any:
    units = random.randint(-999, 9999)
    text = text_of(units * 10 + random.choice((1, 5, 9)), entry.decimals + 1)
    return random.choice((text, Decimal(text), float(text)))


def _out_of_range(entry: Number, random: Random) -> Any:
    ends = [end for end in (entry.low_units, entry.high_units) if end is not None]
    if not ends:
        return ...
    end = random.choice(ends)
    beyond = end + random.choice((1, 10, 10**9)) * (1 if end == entry.high_units else -1)
    return random.choice((text_of(beyond, entry.decimals), Decimal(beyond).scaleb(-entry.decimals)))


def _no_number(_: Number, random: Random) -> Any:
    return random.choice(
        (True, "tiga", "1,5", "1e3", "+5", ".5", [], {}, math.inf, 1e16, Decimal("NaN"), "9" * 41, 10**41, "1" * 90)
    )


def _no_level(_: Category, random: Random) -> Any:
    return random.choice(("tidak_ada", "RENDAH", "sedan", 5, True, 2.5, ["rendah"]))


def _no_flag(_: Flag, random: Random) -> Any:
    return random.choice(("ya", "true", 1, 0, 1.0, []))


def _zero_divisor(policy: Policy, found: Notable, record: Record, random: Random) -> bool:
    fields, row = _some_row(policy, record, random)
    below = [entry for entry in fields if entry in found.divisors]
    if below:
        row[random.choice(below).key] = random.choice(("0", 0, "0.0", Decimal(0)))
    return bool(below)


def _few_rows(policy: Policy, _: Notable, record: Record, random: Random) -> bool:
    needed = [items for items in policy.outline.lists if not items.may_be_empty]
    if needed:
        items = random.choice(needed)
        rows = record.get(items.key)
        fewer = rows[: items.at_least - 1] if isinstance(rows, list) else []
        record[items.key] = random.choice((None, [], fewer))
    return bool(needed)


def _many_rows(policy: Policy, _: Notable, record: Record, random: Random) -> bool:
    limited = [
        items for items in policy.outline.lists if items.at_most is not None and _mappings(record.get(items.key))
    ]
    if limited:
        items = random.choice(limited)
        rows = record[items.key]
        record[items.key] = [*rows, *(dict(random.choice(rows)) for _ in range((items.at_most or 0) + 1 - len(rows)))]
    return bool(limited)


def _repeated_row(policy: Policy, _: Notable, record: Record, random: Random) -> bool:
    unique = [items for items in policy.outline.lists if items.unique and len(_mappings(record.get(items.key))) > 1]
    if unique:
        items = random.choice(unique)
        one, other = random.sample(record[items.key], 2)
        for key in items.unique:
            other[key] = one.get(key)
    return bool(unique)


def _mappings(rows: Any) -> list[Record]:
    """The rows of a list that holds nothing else."""
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else []


def _no_list(policy: Policy, _: Notable, record: Record, random: Random) -> bool:
    if not policy.outline.lists:
        return False
    key = random.choice(policy.outline.lists).key
    rows = record.get(key)
    if isinstance(rows, list) and chance(random, 50):
        record[key] = [*rows, random.choice((3, "x", None))]
    else:
        record[key] = random.choice((5, "teks", {"a": 1}))
    return True


def _broken_check(policy: Policy, _found: Notable, record: Record, random: Random) -> bool:
    """Make a row or record break a check, by drawing again until one fails."""
    for _ in range(TRIES):
        reading = read(policy.outline, record)
        if reading.faults:
            return False
        if check_faults(policy.outline, policy.checks, reading.values):
            return True
        fields, row = _some_row(policy, record, random)
        numbers = [entry for entry in fields if isinstance(entry, Number)]
        if numbers:
            entry = random.choice(numbers)
            low, high = ends(entry)
            row[entry.key] = text_of(random.choice((low, high, min(max(low, 0), high))), entry.decimals)
    return False


_FAULTS: tuple[Callable[[Policy, Notable, Record, Random], bool], ...] = (
    _broken_field(Field, _missing),
    _broken_field(Number, _further_digit),
    _broken_field(Number, _out_of_range),
    _broken_field(Number, _no_number),
    _broken_field(Category, _no_level),
    _broken_field(Flag, _no_flag),
    _zero_divisor,
    _few_rows,
    _many_rows,
    _repeated_row,
    _no_list,
    _broken_check,
)
