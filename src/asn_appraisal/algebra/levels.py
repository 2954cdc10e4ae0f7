"""Levels: the words that a category, a rating or a grid may give, with their names for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from ..arguments import checked_type, is_a, is_unordered, pairs, refused
from ..errors import LevelKeyError
from .keys import checked_key
from .names import HasName


def labels_of(labels: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Labels as pairs of texts; values of other types become text."""
    return tuple((name, str(value)) for name, value in pairs(labels, "labels"))


@frozen
class Level(HasName):
    """One level: its key for programs, its name in Indonesian and English, and labels that the law hangs on it.

    >>> Level("a", "Kualitas Tertinggi", labels={"zona": "hijau"}).label("zona")
    'hijau'
    """

    key: str = field(validator=lambda _, __, key: checked_key(key) and None)
    name: str = field(default="", validator=is_a(str))
    english: str = field(default="", kw_only=True, validator=is_a(str))
    labels: tuple[tuple[str, str], ...] = field(default=(), kw_only=True, converter=labels_of)

    def label(self, name: str) -> str | None:
        """The label of that name (``zona``, ``persen``), None where the law attaches none."""
        checked_type(name, "name", str)
        return dict(self.labels).get(name)

    def _indonesian(self) -> str:
        return self.name or self.key

    def to_dict(self) -> dict[str, Any]:
        """The level as plain JSON data."""
        return {"key": self.key, "name": self.name or self.key, "english": self.english, "labels": dict(self.labels)}


LevelsLike = Mapping[str, str] | Iterable["Level | str | tuple[str, str] | tuple[str, str, str]"]


def as_levels(values: LevelsLike) -> tuple[Level, ...]:
    """Levels from a mapping of keys to names, or from keys, (key, name) or (key, name, English name)."""
    if is_unordered(values) or isinstance(values, str | bytes | type) or not isinstance(values, Iterable):
        raise refused(values, "levels", "list of level")
    levels = tuple(_as_level(entry) for entry in (values.items() if isinstance(values, Mapping) else values))
    seen: set[str] = set()
    for level in levels:
        if level.key in seen:
            raise LevelKeyError(key=level.key)
        seen.add(level.key)
    return levels


def _as_level(entry: Any) -> Level:
    if isinstance(entry, Level):
        return entry
    if isinstance(entry, str):
        return Level(entry)
    if not isinstance(entry, tuple) or len(entry) not in {2, 3}:
        raise refused(entry, "levels[...]", "level")
    return Level(entry[0], entry[1], english=entry[2] if len(entry) == 3 else "")


def merged(groups: Iterable[tuple[Level, ...]]) -> tuple[Level, ...]:
    """The levels of several branches, each key once, in order of first appearance."""
    found: dict[str, Level] = {}
    for group in groups:
        for level in group:
            found.setdefault(level.key, level)
    return tuple(found.values())
