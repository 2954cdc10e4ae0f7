"""Directions: which way each input of a policy is better, and when one record is at least as good as another.

An indicator states it (``better``). Other inputs have no direction unless one is known (see ``known``): a target or a
weight is neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from ...algebra.bands import Rated
from ...algebra.expressions import Expression, Named
from ...algebra.inputs import Category, Field, Flag, Indicator, Number
from ...arguments import checked_type
from ...policies import Policy, checked_policy
from ...questions.reviews import STABILIZE
from ..known import Better, Known
from ..notable import notable
from .inputs import chance
from .records import Record, ends, text_of


def directions(policy: Policy, known: Known) -> dict[str, Better]:
    """Which way an input is better, by its place: ``"waktu"``, or ``"kegiatan.waktu"`` for the field of a row.

    >>> from asn_appraisal import schemes
    >>> directions(schemes.get("sabang-layanan"), Known())["kecepatan"]
    'lower'
    """
    checked_policy(policy, known=known)
    checked_type(known, "known", Known)
    found: dict[str, Better] = {
        place: entry.better for place, entry in places(policy).items() if isinstance(entry, Indicator)
    }
    found.update(known.better)
    if unknown := found.keys() - places(policy).keys():
        raise KeyError(", ".join(sorted(unknown)))
    return {place: way for place, way in found.items() if way != STABILIZE}


def places(policy: Policy) -> dict[str, Field]:
    """The fields of a policy by place, those of rows after the name of their list."""
    found = {entry.key: entry for entry in policy.outline.fields}
    return found | {f"{items.key}.{entry.key}": entry for items in policy.outline.lists for entry in items.fields}


def at_least_as_good(
    worse: Mapping[str, Any], better: Mapping[str, Any], ways: Mapping[str, Better]
) -> frozenset[str] | None:
    """The places where the exact values of one record are better than another's; None where they cannot be compared.

    They can be compared if nothing is worse and no input without a direction differs.
    """
    found: set[str] = set()
    for key in worse.keys() | better.keys():
        one, other = worse.get(key), better.get(key)
        pairs = [(key, one, other)]
        if isinstance(one, list | tuple) and isinstance(other, list | tuple):
            if len(one) != len(other):
                return None
            pairs = [(f"{key}.{k}", a[k], b[k]) for a, b in zip(one, other, strict=True) for k in a]
        for place, first, second in pairs:
            if first != second:
                if not _is_better(first, second, ways.get(place)):
                    return None
                found.add(place)
    return frozenset(found)


def _is_better(first: Any, second: Any, way: Better | None) -> bool:
    if way is None or first is None or second is None:
        return False
    if isinstance(way, tuple):
        return first in way and second in way and way.index(first) < way.index(second)
    return bool(first < second) if way in {"higher", "true"} else bool(first > second)


def ranks(policy: Policy, known: Known) -> dict[str, int]:
    """The bands of a policy from the worst (0) up; empty where nothing says which band is better."""
    if known.bands:
        return {key: rank for rank, key in enumerate(known.bands)}
    band: Expression | None = policy.band
    while isinstance(band, Named):
        band = band.value
    if not isinstance(band, Rated):
        return {}
    bands = band.bands.bands
    upward = all(each.edge is None or each.edge.lower for each in bands)
    return {each.key: rank for rank, each in enumerate(reversed(bands))} if upward else {}


# --- better records --------------------------------------------------------------------------------------------------


def improved(policy: Policy, record: Record, ways: Mapping[str, Better], random: Random) -> Record:
    """A record that is at least as good in every input with a direction, and better in one or more where it can be.

    A number moves by one unit, by a few units, to a value that the policy names, or to the end of its range.
    """
    better = {key: [dict(row) for row in value] if isinstance(value, list) else value for key, value in record.items()}
    homes = list(_homes(policy, better, ways))
    random.shuffle(homes)
    for at, (home, entry, way) in enumerate(homes):
        if at == 0 or chance(random, 30):
            home[entry.key] = _moved(policy, entry, home[entry.key], way, random)
    return better


def _homes(policy: Policy, record: Record, ways: Mapping[str, Better]) -> Iterator[tuple[Record, Field, Better]]:
    """The places in a record that have a direction and a value."""
    for place, entry in places(policy).items():
        where, _, key = place.rpartition(".")
        for home in (record.get(where) or ()) if where else (record,):
            if place in ways and home.get(key) not in {None, "", " "}:
                yield home, entry, ways[place]


def _moved(policy: Policy, entry: Field, value: Any, way: Better, random: Random) -> Any:
    if isinstance(entry, Category):
        levels = list(way) if isinstance(way, tuple) else []
        return random.choice(levels[levels.index(value) :]) if value in levels else value
    if isinstance(entry, Flag):
        return way == "true"
    if not isinstance(entry, Number):
        return value
    scale, (low, high) = 10**entry.decimals, ends(entry)
    whole, _, decimals = str(value).partition(".")
    units = int(whole + decimals.ljust(entry.decimals, "0")[: entry.decimals])
    sign, end = (1, high) if way == "higher" else (-1, low)
    named = [int(number * scale) for number in notable(policy).numbers]
    named = [number for number in named if (number - units) * sign > 0 and (end - number) * sign >= 0]
    steps = [
        units + sign,
        units + sign * random.randint(2, 200),
        units + sign * scale,
        *([random.choice(named)] * 2 if named else []),
    ]
    moved = random.choice([*(step for step in steps if (end - step) * sign >= 0), end])
    return text_of(moved if (moved - units) * sign > 0 else units, entry.decimals)
