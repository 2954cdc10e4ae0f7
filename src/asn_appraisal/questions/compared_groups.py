"""Compared groups: who gains and loses in each unit between two tables of scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from ..columns.results.group_summaries import SMALL
from ..faults import checked_language
from ..numbers import to_text
from ..texts import say, thousands
from ..wording.numerals import about_numeral
from .answers import Answer, Cells

Move = tuple[str | None, str | None]


@frozen
class ComparedGroup:
    """One group: how many rows both tables score, how many gain and lose, the mean difference, the moves between bands."""

    name: tuple[Any, ...]
    rows: int
    gained: int
    lost: int
    mean_difference: Fraction | None
    moves: Mapping[Move, int]

    @property
    def small(self) -> bool:
        """Whether it has too few rows for its numbers to say much."""
        return self.rows < SMALL

    def to_dict(self) -> dict[str, Any]:
        """The group as plain JSON data; the exact mean is a text."""
        return {
            "name": [None if part is None else str(part) for part in self.name],
            "rows": self.rows,
            "gained": self.gained,
            "lost": self.lost,
            "mean_difference": None if self.mean_difference is None else to_text(self.mean_difference),
            "moves": [{"before": old, "after": new, "count": count} for (old, new), count in self.moves.items()],
            "small": self.small,
        }


@frozen(eq=False)
class ComparedGroups(Answer):
    """The groups of a comparison, in the order in which they first appear."""

    by: tuple[str, ...]
    groups: tuple[ComparedGroup, ...]
    like: Any = field(default=None, repr=False)

    def __iter__(self) -> Iterator[ComparedGroup]:
        return iter(self.groups)

    def __len__(self) -> int:
        return len(self.groups)

    def text(self, language: str = "id") -> str:
        """The groups in words, a line each; small ones are marked."""
        checked_language(language)
        lines = []
        for group in self.groups:
            name = ", ".join("-" if part is None else str(part) for part in group.name)
            mean = "" if group.mean_difference is None else about_numeral(group.mean_difference, language)
            counts = {each: thousands(getattr(group, each), language) for each in ("rows", "gained", "lost")}
            lines.append(
                say("comparison.group", language, name=name, mean=mean, small="*" if group.small else "", **counts)
            )
        if any(group.small for group in self.groups):
            lines.append(f"* {say('groups.small', language, least=SMALL)}")
        return "\n".join(lines) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """The groups as plain JSON data."""
        return {"columns": list(self.by), "groups": [group.to_dict() for group in self.groups]}

    def columns(self) -> dict[str, Any]:
        """The groups as columns: their names, ``rows``, ``gained``, ``lost``, ``mean_difference`` and ``small``."""
        found: dict[str, Any] = {name: [group.name[at] for group in self.groups] for at, name in enumerate(self.by)}
        for name in ("rows", "gained", "lost"):
            found[name] = np.array([getattr(group, name) for group in self.groups], np.int64)
        means = [group.mean_difference for group in self.groups]
        found["mean_difference"] = np.array([np.nan if mean is None else float(mean) for mean in means], float)
        found["small"] = np.array([group.small for group in self.groups], bool)
        return found

    def _cells(self, language: str) -> Cells:
        heads = [", ".join(self.by), *(say(f"comparison.{each}", language) for each in ("rows", "up", "down", "mean"))]
        rows = []
        for group in self.groups:
            name = ", ".join("-" if part is None else str(part) for part in group.name)
            mean = "-" if group.mean_difference is None else about_numeral(group.mean_difference, language)
            counts = [thousands(count, language) for count in (group.rows, group.gained, group.lost)]
            rows.append([f"{name} *" if group.small else name, *counts, mean])
        return heads, rows
