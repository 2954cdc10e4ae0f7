"""The common form of a benchmark's data: columns of numpy, categories as codes, lists as flat columns with offsets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

Column = NDArray[Any]
Columns = dict[str, Column]
Offsets = NDArray[np.int64]


@frozen(eq=False)
class Table:
    """Records as columns; floats are decimals' nearest doubles, NaN is absent, a category is the number of its level.

    Row i has the rows ``offsets[i]`` to ``offsets[i + 1]`` of the list ``name``, whose columns are ``items``. Records with
    several lists have each one's columns and offsets in ``several``, by its name, and nothing in those three.
    ``levels`` holds the keys of each category's levels, of columns and items alike.
    """

    columns: Columns = field(factory=dict)
    levels: Mapping[str, tuple[str, ...]] = field(factory=dict)
    name: str = ""
    items: Columns = field(factory=dict)
    offsets: Offsets | None = None
    several: Mapping[str, tuple[Columns, Offsets]] = field(factory=dict)

    @property
    def rows(self) -> int:
        """How many records these are."""
        for _, offsets in self.lists().values():
            return len(offsets) - 1
        return len(next(iter(self.columns.values())))

    def lists(self) -> Mapping[str, tuple[Columns, Offsets]]:
        """Columns and offsets of each list, one or several, by its name."""
        return self.several if self.offsets is None else {self.name: (self.items, self.offsets)}

    def owners(self) -> NDArray[np.int64]:
        """The record of each row of the one list: the key column of a flat table of items."""
        return owners_of(self.ends())

    def record(self, row: int) -> dict[str, Any]:
        """One row as a record of texts, as ``Policy.appraise`` takes it; what is absent is left out."""
        record = self._texts(self.columns, row)
        for name, (items, offsets) in self.lists().items():
            span = range(int(offsets[row]), int(offsets[row + 1]))
            record[name] = [self._texts(items, item) for item in span]
        return record

    def ends(self) -> Offsets:
        """The offsets, of a table that has one list."""
        if self.offsets is None:
            message = "this table has no list, or several"
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


def owners_of(offsets: Offsets) -> NDArray[np.int64]:
    """The record of each row of a list."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def decimal_text(value: float) -> str:
    """The shortest decimal of a double, without exponent: below 1e15 it is the decimal that the double stands for."""
    text = repr(value)
    return text if "e" not in text else f"{value:.0f}"


def decimals(rng: np.random.Generator, low: float, high: float, rows: int, places: int = 2) -> NDArray[np.float64]:
    """Decimals of so many places from low to high, as their nearest doubles."""
    scale = 10**places
    return rng.integers(round(low * scale), round(high * scale), rows, endpoint=True) / scale
