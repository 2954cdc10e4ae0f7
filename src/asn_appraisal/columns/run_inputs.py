"""Run inputs: what a run needs of records."""

from __future__ import annotations

import numpy as np
from attrs import define, field

from .compiling.bounds import RECORD, Bounds, RowBounds
from .reading.arrays import Array
from .running.blocks import Data


@define(eq=False)
class Inputs:
    """What a run needs of records: columns, their bounds, the rows refused already, and counts of what was done."""

    data: Data
    bounds: dict[tuple[str, str], Bounds] = field(factory=dict)
    rows: dict[str, RowBounds] = field(factory=dict)
    refused: Array = field(factory=lambda: np.zeros(0, bool))
    rounded: int = 0
    defaulted: int = 0

    def refuse(self, level: str, mask: Array) -> None:
        """Mark the records of refused rows."""
        if level == RECORD:
            self.refused |= mask
        else:
            self.refuse_rows(level, np.flatnonzero(mask))

    def refuse_rows(self, level: str, places: Array) -> None:
        """Mark the records of some rows of a list."""
        self.refused[np.searchsorted(self.data.offsets[level], places, side="right") - 1] = True
