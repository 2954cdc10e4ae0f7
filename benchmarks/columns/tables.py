"""The common form of a benchmark's data: columns of numpy, categories as codes, lists as flat columns with offsets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

Column = NDArray[Any]
Columns = dict[str, Column]


@frozen(eq=False)
class Table:
    """Records as columns; floats are decimals' nearest doubles, NaN is absent, a category is the number of its level.

    Row i has the rows ``offsets[i]`` to ``offsets[i + 1]`` of the list ``name``, whose columns are ``items``.
    ``levels`` holds the keys of each category's levels, of columns and items alike.
    """

    columns: Columns = field(factory=dict)
    levels: Mapping[str, tuple[str, ...]] = field(factory=dict)
    name: str = ""
    items: Columns = field(factory=dict)
    offsets: NDArray[np.int64] | None = None

    @property
    def rows(self) -> int:
        """How many records these are."""
        return len(next(iter(self.columns.values()))) if self.offsets is None else len(self.offsets) - 1

    def owners(self) -> NDArray[np.int64]:
        """The record of each row of the list: the key column of a flat table of items."""
        return np.repeat(np.arange(self.rows), np.diff(self.ends()))

    def record(self, row: int) -> dict[str, Any]:
        """One row as a record of texts, as ``Policy.appraise`` takes it; what is absent is left out."""
        record = self._texts(self.columns, row)
        if self.offsets is not None:
            span = range(int(self.offsets[row]), int(self.offsets[row + 1]))
            record[self.name] = [self._texts(self.items, item) for item in span]
        return record

    def ends(self) -> NDArray[np.int64]:
        """The offsets, of a table that has a list."""
        if self.offsets is None:
            message = "this table has no list"
            raise ValueError(message)
        return self.offsets

    def _texts(self, columns: Columns, row: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, column in columns.items():
            value = column[row].item()
            if key in self.levels:
                found[key] = self.levels[key][value]
            elif isinstance(value, bool):
                found[key] = value
            elif value == value:
                found[key] = value if isinstance(value, int) else decimal_text(value)
        return found


def decimal_text(value: float) -> str:
    """The shortest decimal of a double, without exponent: below 1e15 it is the decimal that the double stands for."""
    text = repr(value)
    return text if "e" not in text else f"{value:.0f}"


def decimals(rng: np.random.Generator, low: float, high: float, rows: int, places: int = 2) -> NDArray[np.float64]:
    """Decimals of so many places from low to high, as their nearest doubles."""
    scale = 10**places
    return rng.integers(round(low * scale), round(high * scale), rows, endpoint=True) / scale
