"""Changeable fields: which values of a record a person can change, within which limits and at what cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...algebra.inputs import Field, Number
from ...analysis.directions import changeable
from ...appraising.varying.reached_values import Axis, axis_of
from ...appraising.varying.varying_records import Place
from ...arguments import names, pairs, refused
from ...errors import ChangeFieldError, ChangeRangeError
from ...numbers import exact, to_text
from ...policies import Policy
from ...similar_names import closest

_PLACE = re.compile(r"(?:(\w+)(?:\[([0-9]{1,9})\])?\.)?(\w+)", re.ASCII)


@frozen
class Spot:
    """A field of a record, or of one row of one of its lists."""

    place: Place
    entry: Field

    @property
    def key(self) -> str:
        """How traces call it."""
        items, row, key = self.place
        return key if items is None else f"{items}[{row}].{key}"


def spots_of(policy: Policy, values: Mapping[str, Any], change: Iterable[str] | str | None) -> tuple[Spot, ...]:
    """What may change in a record: the fields named, else those that a person can change, in the order of the inputs.

    Those are indicators, and in the rows of lists the numbers that are realized: not what others are divided or weighted by.
    A policy without any indicator does not say which of its numbers are judged; then all numbers of the record but
    counts and those yardsticks are taken.
    """
    everything = tuple(_spots(policy, values))
    if change is None:
        chosen = changeable(policy.outline, tuple(root for root in (policy.score, policy.band) if root is not None))
        return tuple(spot for spot in everything if (spot.place[0], spot.place[2]) in chosen)
    wanted = [found for name in names(change, "change") for found in _named(policy, everything, name, "change")]
    return tuple(spot for spot in everything if spot in wanted)


def axes_of(
    policy: Policy, values: Mapping[str, Any], spots: Iterable[Spot], limits: Mapping[str, Any] | None
) -> dict[Spot, Axis]:
    """The ranges of numbers, narrowed by limits."""
    found = tuple(spots)
    narrowed: dict[Spot, tuple[Fraction | None, Fraction | None]] = {}
    for name, limit in pairs({} if limits is None else limits, "limits"):
        ends = _limit(name, limit)
        for spot in _named(policy, found, name, "limits", numbers=True):
            narrowed[spot] = ends
    return {
        spot: _axis(policy, values, spot, spot.entry, narrowed.get(spot))
        for spot in found
        if isinstance(spot.entry, Number)
    }


def costs_of(policy: Policy, axes: Mapping[Spot, Axis], cost: Mapping[str, Any] | None) -> dict[Place, Fraction]:
    """What a change by one unit of the last decimal costs; without weights its share of the field's range."""
    if cost is None:
        return {axis.place: Fraction(1, max(_width(axis), 1)) for axis in axes.values()}
    found: dict[Place, Fraction] = {}
    for name, weight in pairs(cost, "cost"):
        each = exact(weight)
        if each <= 0:
            raise ChangeRangeError(what="cost", field=name, value=to_text(each), right="> 0")
        for spot in _named(policy, tuple(axes), name, "cost", numbers=True):
            found[spot.place] = each / 10 ** axes[spot].entry.decimals
    return found


def _width(axis: Axis) -> int:
    low, high = axis.entry.low_units, axis.entry.high_units
    return int(10**axis.entry.decimals) if low is None or high is None else high - low


def value_at(values: Mapping[str, Any], place: Place) -> Any:
    """The exact value of a record at a place."""
    items, row, key = place
    return values[key] if items is None else values[items][row][key]


def _spots(policy: Policy, values: Mapping[str, Any]) -> Iterator[Spot]:
    for entry in policy.outline.fields:
        yield Spot((None, 0, entry.key), entry)
    for items in policy.outline.lists:
        for row in range(len(values[items.key])):
            for entry in items.fields:
                yield Spot((items.key, row, entry.key), entry)


def _named(policy: Policy, spots: tuple[Spot, ...], name: str, argument: str, *, numbers: bool = False) -> list[Spot]:
    """The places of a name: ``kepuasan``, ``kegiatan[2].realisasi_waktu``, or ``kegiatan.realisasi_waktu`` for every row."""
    match = _PLACE.fullmatch(name)
    items, row, key = match.groups() if match else (None, None, "")
    found = [
        spot
        for spot in spots
        if (spot.place[0], spot.place[2]) == (items, key) and (row is None or spot.place[1] == int(row))
    ]
    if not found or (numbers and not all(isinstance(spot.entry, Number) for spot in found)):
        known = [spot.key for spot in spots if not numbers or isinstance(spot.entry, Number)]
        raise ChangeFieldError(
            argument=argument,
            field=name,
            policy=policy.key,
            close=", ".join(closest(name, known)),
            fields=", ".join(known[:12]) + (", ..." if len(known) > 12 else ""),
        )
    return found


def _limit(name: str, limit: Any) -> tuple[Fraction | None, Fraction | None]:
    if not isinstance(limit, tuple | list) or len(limit) != 2:
        raise refused(limit, f"limits[{name}]", "limit")
    low, high = (None if end is None else exact(end) for end in limit)
    if low is not None and high is not None and low > high:
        raise ChangeRangeError(
            what="limits", field=name, value=f"({to_text(low)}, {to_text(high)})", right="low <= high"
        )
    return low, high


def _axis(
    policy: Policy,
    values: Mapping[str, Any],
    spot: Spot,
    entry: Number,
    limits: tuple[Fraction | None, Fraction | None] | None,
) -> Axis:
    items = spot.place[0]
    checks = policy.checks if items is None else next(each for each in policy.outline.lists if each.key == items).checks
    conditions = [check.condition for check in checks]
    axis = axis_of(spot.place, entry, value_at(values, spot.place), conditions, limits or ())
    if axis.low > axis.high:
        value = "" if limits is None else f"({', '.join('' if end is None else to_text(end) for end in limits)})"
        raise ChangeRangeError(what="limits", field=spot.key, value=value, right=entry.range_text())
    return axis
