"""Random inputs: fields of every kind and lists of rows, as real forms have them.

Every draw comes from a ``random.Random``, so that a seed gives the same inputs again. Hypothesis has a ``Random`` of
its own, with which it can shrink a failing case.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from ...algebra.inputs import Category, Count, Field, Flag, Indicator, Number
from ...algebra.items import Check, Items

LEVELS = ("rendah", "sedang", "tinggi", "istimewa")
RANGES: tuple[tuple[int | None, int | None], ...] = (
    (0, 100),
    (0, 100),
    (0, 365),
    (1, 120),
    (1, 5),
    (1, None),
    (0, None),
    (-50, 150),
    (-40, -2),
    (None, 80),
    (0, 9_000_000),  # hundredths of it still fit into four bytes, the sum of three does not
    (None, None),
)
# Ranges of few numbers, most of them around or next to 0, as forms have for days, levels and shares.
TIGHT: tuple[tuple[int, int], ...] = (
    (0, 1),
    (0, 31),
    (1, 31),
    (0, 5),
    (1, 5),
    (-1, 1),
    (0, 100),
    (0, 12),
    (3, 3),
    (0, 0),
)
WIDE: tuple[tuple[int | None, int | None], ...] = (
    (0, 2 * 10**6),
    (1, None),
    (0, None),
    (None, None),
    (-(10**9), 10**9),
    (1, 10**12),
    (0, 10**15),
    (None, -1),
)
MANY = 50  # values that a field must have for its rows to be told apart by it
WIDTHS = {"tight": TIGHT, "wide": WIDE, "any": (*RANGES, *TIGHT[:6], *WIDE[3:5])}


def chance(random: Random, percent: int) -> bool:
    """True in this percentage of the draws; Hypothesis shrinks it to False."""
    return random.randrange(100) >= 100 - percent


def random_number(
    random: Random, key: str, *, optional: bool | None = None, low: int | None = None, width: str = "any"
) -> Number:
    """A number, an indicator or a count; ``optional`` and ``low`` are drawn where they are not given.

    ``width`` is one of ``WIDTHS``: ``tight`` ranges span 100 at most, ``wide`` ones a million or more.
    """
    kind = random.choice((Number, Indicator, Number, Count))
    more: dict[str, Any] = {"optional": chance(random, 20) if optional is None else optional}
    least, most = random.choice(WIDTHS[width])
    further = 12 if width == "tight" else None
    if low is not None:
        least, most = low, further if most is None or most < low else most
    if kind is Count:
        more |= {"low": max(least or 0, 0), "high": further if most is None or most < 0 else most}
    else:
        more |= {"low": least, "high": most, "decimals": random.choice((2, 1, 0, 2, 3, 4, 0, 6))}
    if kind is Indicator:
        more["better"] = random.choice(("higher", "lower"))
    if optional is None and chance(random, 15):
        ends = [Fraction(end) for end in (more["low"], more["high"]) if end is not None]
        more["default"] = random.choice(ends or [Fraction(0)])
    return kind(key, **more)


def random_category(random: Random, key: str, *, optional: bool | None = None) -> Category:
    """A category of one to four levels."""
    levels = LEVELS[: random.choice((2, 3, 4, 1))]
    optional = chance(random, 20) if optional is None else optional
    return Category(key, levels, optional=optional, default=random.choice(levels) if chance(random, 15) else None)


def random_flag(random: Random, key: str, *, optional: bool | None = None) -> Flag:
    """A flag, with or without a default."""
    optional = chance(random, 20) if optional is None else optional
    return Flag(key, optional=optional, default=chance(random, 50) if chance(random, 25) else None)


def random_fields(random: Random, *, width: str = "any") -> tuple[Field, ...]:
    """The fields of a record: numbers (one always above zero), labels and flags; one of each kind is never absent."""
    found: list[Field] = [random_number(random, "kehadiran", optional=False, width=width)]
    found += [random_number(random, f"nilai_{at}", width=width) for at in range(1, random.choice((3, 4, 5)))]
    found.append(random_number(random, "pagu", optional=False, low=1, width=width))
    found += [random_category(random, "jenjang", optional=False), random_category(random, "predikat")]
    found += [random_flag(random, "diklat", optional=False), random_flag(random, "seminar")]
    return tuple(found)


def random_rows(
    random: Random, key: str, fields: Sequence[Field] = (), *, width: str = "any", may_be_empty: bool = True
) -> Items:
    """A list of rows: a target that is never zero (its range or a check says so), a result, a weight, further fields.

    ``fields``, where given, come from another list: lists often share columns.
    """
    optional = may_be_empty and chance(random, 20)
    at_least = random.choice((1, 1, 1, 2, 0) if may_be_empty else (1, 1, 2))
    if fields:
        return Items(key, fields, optional=optional, at_least=at_least, **_limits(random, fields, at_least))
    checked = chance(random, 50)
    target = random_number(random, "target", optional=False, low=0 if checked else 1, width=width)
    row: list[Field] = [target, random_number(random, "realisasi", optional=False, width=width)]
    row.append(random_number(random, "bobot", optional=False, low=0, width=width))
    if chance(random, 60):
        row.append(random_number(random, "mutu", optional=chance(random, 60), width=width))
    row.append(random_category(random, "jenis", optional=chance(random, 20)))
    row.append(random_flag(random, "selesai", optional=chance(random, 20)))
    checks = [Check(target > 0, "target di atas 0", "a target above 0")] if checked else []
    if chance(random, 15):
        checks.append(Check(row[1] <= target * 100, "realisasi wajar", "a plausible result"))
    limits = _limits(random, row, at_least)
    return Items(key, row, checks=checks, optional=optional, at_least=at_least, **limits)


def _limits(random: Random, fields: Sequence[Field], at_least: int) -> dict[str, Any]:
    """At most so many rows, and which fields must not repeat: those of so many values that sound rows are easily drawn."""
    limits: dict[str, Any] = {}
    if chance(random, 25):
        limits["at_most"] = max(at_least, 1) + random.choice((0, 1, 2, 6))
    many = [each for each in fields if isinstance(each, Number) and not each.may_be_absent and _is_long(each)]
    if many and chance(random, 25):
        beside = [each for each in fields if each not in many and not each.may_be_absent]
        limits["unique"] = (random.choice(many), *(beside[:1] if chance(random, 40) else ()))
    return limits


def _is_long(each: Number) -> bool:
    low, high = each.low_units, each.high_units
    return low is None or high is None or high - low >= MANY
