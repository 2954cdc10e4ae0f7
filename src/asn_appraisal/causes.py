"""Causes: faults that have the same remedy, told once, with their number and the first places.

Facts that a text can do without (``[[...]]``: the close level of one row, the rows of one key) do not make a cause of
their own; facts that it needs do.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from attrs import define, evolve, frozen

from .faults import Fault, checked_language, moved, told_of
from .texts import message, thousands, told_facts

CAUSES_SHOWN = 20
_PLACES_SHOWN = 3


@frozen
class Cause:
    """One thing that is wrong in ``count`` places; ``first`` are the first faults of it.

    >>> (cause,) = causes_of(Fault("ASN401", row=row, field="waktu") for row in range(4))
    >>> print(cause.text("en"))
    ASN401: waktu: missing: a value is required here (4 times: row 0; row 1; row 2; ...)
    """

    count: int
    first: tuple[Fault, ...]

    @property
    def fault(self) -> Fault:
        """The first fault of it."""
        return self.first[0]

    @property
    def code(self) -> str:
        """The code that all its faults have."""
        return self.fault.code

    def words(self, language: str = "en") -> str:
        """What is wrong, without a place."""
        checked_language(language)
        return message(self.code, {**told_of(self.fault), **dict.fromkeys(_differing(self.first), "")}, language)

    def column(self) -> str:
        """The column concerned, ``kegiatan.waktu``; empty for a whole table."""
        return ".".join(filter(None, (self.fault.list, self.fault.field)))

    def places(self, language: str = "en") -> str:
        """The first places."""
        some = [place for each in self.first if (place := each.spot(language))]
        return "; ".join([*some, *(["..."] if some and self.count > len(self.first) else [])])

    def text(self, language: str = "en") -> str:
        """The cause in a language, with its code, number and first places; a single fault as it tells itself."""
        if self.count == 1:
            return f"{self.code}: {self.fault.text(language)}"
        facts = {"count": thousands(self.count, language), "places": self.places(language)}
        column, times = self.column(), message("places.times", facts, language)
        return f"{self.code}: {f'{column}: ' if column else ''}{self.words(language)} ({times})"

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """The cause as plain JSON data; ``message`` is in the language asked for."""
        return {
            "code": self.code,
            "list": self.fault.list,
            "field": self.fault.field,
            "count": self.count,
            "first": self.places(language),
            "message": self.words(language),
        }


def moved_cause(cause: Cause, start: int) -> Cause:
    """A cause with rows counted from an earlier row."""
    return evolve(cause, first=tuple(moved(each, start) for each in cause.first))


@define
class _Growing:
    """A cause while faults are counted."""

    count: int
    first: list[Fault]


def causes_of(faults: Iterable[Fault], more: Iterable[tuple[Fault, int]] = ()) -> tuple[Cause, ...]:
    """The causes of some faults, in the order of their first ones; ``more`` are faults that stand for several each."""
    found: dict[tuple[object, ...], _Growing] = {}
    for fault in faults:
        _count(found, fault, 1)
    for fault, count in more:
        _count(found, fault, count)
    return tuple(Cause(each.count, tuple(each.first)) for each in found.values())


def _count(found: dict[tuple[object, ...], _Growing], fault: Fault, count: int) -> None:
    key = _key_of(fault)
    if (cause := found.get(key)) is None:
        found[key] = _Growing(count, [fault])
        return
    cause.count += count
    if len(cause.first) < _PLACES_SHOWN:
        cause.first.append(fault)


def _key_of(fault: Fault) -> tuple[object, ...]:
    needed = _needed_facts(fault.code)
    if not needed:
        return fault.code, fault.list, fault.field
    facts = tuple(pair for pair in fault.facts if pair[0] in needed)
    return fault.code, fault.list, fault.field, fault.kind if "kind" in needed else None, facts


@cache
def _needed_facts(code: str) -> frozenset[str]:
    return told_facts(code, needed=True)


def _differing(faults: tuple[Fault, ...]) -> set[str]:
    """The names of facts that some faults do not have in common."""
    return {name for fault in faults for name, _ in {*fault.facts} ^ {*faults[0].facts}}
