"""Ways: the values of one field, the others as they are, with which a band is reached, and those with which it is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import field as attribute
from attrs import frozen

from ...appraising.varying.reached_values import MOST_UNITS, Axis, Bandwork, Reached, Search, Span, nearest
from ...faults import checked_language
from ...numbers import to_decimal
from ...texts import numeral, say
from .changeable_fields import Spot
from .reasons import FORMULA, OPEN, Reason, reason_of

Interval = tuple[Decimal | None, Decimal | None]


@frozen
class Way:
    """One field alone, the others as they are: ``values`` are all its values with which the goal is reached.

    They are closed intervals on the field's decimals (None: an end that the field does not have); ``nearest`` is the one
    nearest to the present value ``now``. Where the goal is not ``reachable`` there is a ``reason``. ``kept`` is the
    interval around ``now`` in which the present band is not lost, ``room`` how far the value may get worse in it: lower,
    for an indicator of which lower is better higher, and for other numbers in the nearer direction; None where the band cannot be
    lost so. A category or flag has ``levels`` instead of values. ``exact`` is false where ``open`` intervals are not settled.
    """

    field: str
    reachable: bool
    nearest: Decimal | None
    values: list[Interval]
    now: Decimal | None = None
    reason: Reason | None = attribute(default=None, repr=False)
    kept: Interval | None = None
    room: Decimal | None = None
    levels: tuple[str, ...] = ()
    open: list[Interval] = attribute(factory=list, repr=False)
    names: tuple[str, str] = attribute(default=("", ""), repr=False)
    range: Interval = attribute(default=(None, None), repr=False)

    @property
    def exact(self) -> bool:
        """Whether ``values`` are all values with which the goal is reached."""
        return not self.open

    def called(self, language: str = "id") -> str:
        """What the field is called in a language, with its list and the number of its row."""
        checked_language(language)
        return self.names[0 if language == "id" else 1]

    def values_text(self, language: str = "id") -> str:
        """The values with which the goal is reached, in words."""
        checked_language(language)
        parts = [*self.levels, *(span_text(each, self.range, language) for each in self.values)]
        return f" {say('words.or', language)} ".join(parts)

    def to_dict(self, language: str = "id") -> dict[str, Any]:
        """The way as plain data; exact numbers are texts."""

        def ends(each: Interval | None) -> list[str | None] | None:
            return None if each is None else [plain(end) for end in each]

        return {
            "field": self.field,
            "name": self.called(language),
            "now": plain(self.now),
            "reachable": self.reachable,
            "nearest": plain(self.nearest),
            "values": [ends(each) for each in self.values],
            "levels": list(self.levels),
            "exact": self.exact,
            "reason": None if self.reason is None else self.reason.to_dict(language),
            "kept": ends(self.kept),
            "room": plain(self.room),
        }


def number_way(work: Bandwork, spot: Spot, axis: Axis, wanted: frozenset[str], kept: frozenset[str]) -> Way:
    """The way of a number to one of the bands that are wanted; ``kept`` are the present band and those better."""
    search = Search(work, (axis,))
    found = search.reached(axis, wanted) if wanted else Reached(())
    holds = search.reached(axis, kept) if axis.now is not None else Reached(())
    near = nearest(found, axis)
    reason = None
    if wanted and near is None:
        reason = Reason(OPEN) if found.open else reason_of(search, axis, wanted)
    around = next((span for span in holds.spans if axis.now is not None and span[0] <= axis.now <= span[1]), None)
    return Way(
        spot.key,
        near is not None,
        None if near is None else decimal(axis, near),
        [_interval(axis, span) for span in found.spans],
        None if axis.now is None else decimal(axis, axis.now),
        reason,
        None if around is None else _interval(axis, around),
        None if around is None or holds.open else _room(axis, around),
        (),
        [_interval(axis, span) for span in found.open],
        _names(work, spot),
        _interval(axis, (axis.low, axis.high)),
    )


def _room(axis: Axis, around: Span) -> Decimal | None:
    """How far a value may get worse before the band is lost; None where the range ends first."""
    now = axis.now or 0
    better = getattr(axis.entry, "better", None)
    ends = []
    if better != "lower" and around[0] > axis.low:
        ends.append(now - around[0])
    if better != "higher" and around[1] < axis.high:
        ends.append(around[1] - now)
    return decimal(axis, min(ends)) if ends else None


def level_way(work: Bandwork, spot: Spot, wanted: frozenset[str]) -> Way:
    """The way of a category or a flag: each of its values is tried."""
    entry = spot.entry
    options: list[Any] = [level.key for level in entry.levels] or [False, True]
    reached = [each for each in options if work.band_with({spot.place: each}) in wanted]
    reason = Reason(FORMULA) if wanted and not reached else None
    texts = tuple(each if isinstance(each, str) else str(each).lower() for each in reached)
    return Way(spot.key, bool(reached), None, [], reason=reason, levels=texts, names=_names(work, spot))


def _names(work: Bandwork, spot: Spot) -> tuple[str, str]:
    items, row, _ = spot.place
    found = []
    for language in ("id", "en"):
        name = spot.entry.called(language)
        if items is not None:
            of = next(each for each in work.outline.lists if each.key == items)
            name = say("next_band.in_row", language, list=of.called(language), row=row + 1, name=name)
        found.append(name)
    return found[0], found[1]


def decimal(axis: Axis, units: int) -> Decimal:
    """So many units of a field's last decimal as a Decimal with its decimals."""
    return to_decimal(axis.value(units), axis.entry.decimals)


def _interval(axis: Axis, span: Span) -> Interval:
    """A span as numbers; an end as far as numbers are read at all is none."""
    low, high = (None if abs(end) == MOST_UNITS else decimal(axis, end) for end in span)
    return low, high


def span_text(span: Interval, whole: Interval, language: str) -> str:
    """An interval in words: ``85,50 atau lebih``; an end that is that of the whole range is not told."""
    low, high = span
    if low is not None and low == high:
        return said(low, language)
    below = "" if low is None or low == whole[0] else said(low, language)
    above = "" if high is None or high == whole[1] else said(high, language)
    name = "between" if below and above else "from" if below else "to" if above else "any"
    return say(f"next_band.{name}", language, low=below, high=above)


def said(value: Decimal | None, language: str) -> str:
    """A value for people."""
    return "-" if value is None else numeral(value, language)


def plain(value: Decimal | None) -> str | None:
    """A value as text for JSON."""
    return None if value is None else f"{value:f}"
