"""Coded bands: the bands of all rows as whole numbers."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from ...algebra.levels import Level
from ...arguments import checked_type
from ..reading.arrays import Array
from ..reading.categories import Categories


@frozen(eq=False)
class CodedBands:
    """The bands of all rows as whole numbers: ``levels[code]`` for each of ``codes`` (int16), -1 for no band."""

    codes: Array
    levels: tuple[Level, ...]

    def keys(self) -> list[str | None]:
        """The key of each row's band; None for no band."""
        keys: list[str | None] = [*(level.key for level in self.levels), None]
        return [keys[code] for code in self.codes.tolist()]

    def counts(self) -> dict[str, int]:
        """How many rows have each band, including bands that nobody reached."""
        found = np.bincount(self.codes[self.codes >= 0], minlength=len(self.levels))
        return {level.key: int(count) for level, count in zip(self.levels, found, strict=True)}

    def categories(self, *, names: bool = False) -> Categories:
        """The bands as categories in the policy's order, by their keys or their Indonesian names."""
        checked_type(names, "names", bool)
        return Categories(self.codes, tuple(level.called("id") if names else level.key for level in self.levels))
