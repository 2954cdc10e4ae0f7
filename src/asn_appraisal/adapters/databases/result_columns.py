"""Result columns: scores, audit records and faults as columns of a table, a block at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from attrs import frozen

from ...columns.reading.arrays import Array
from ...columns.reading.texts import texts_of
from ...columns.scores import Scores
from ...faults import Fault
from ..fault_files import COLUMNS
from ..file_tables import plain_text
from ..results import doubles_of
from .engines import PERIOD, Column

AUDIT = (Column("line", "whole"), Column("record", "text"))
REJECTS = tuple(Column(name, "whole" if name in {"row", "item_row"} else "text") for name in COLUMNS)


@frozen(eq=False)
class ScoreValues:
    """The scores of a block: the nearest doubles where these tell all digits, else the scores' own decimals."""

    scores: Scores
    doubles: Array | None

    @property
    def rejected(self) -> Array:
        """Which rows have no score."""
        return self.scores.rejected

    def decimals(self) -> list[Decimal | None]:
        """The scores as decimals."""
        return self.scores.reported()


@frozen(eq=False)
class Block:
    """Scores, the columns that tell whose they are, and what is wrong with the rows that have none."""

    labels: Mapping[str, Array]
    scores: Scores
    faults: Sequence[Fault] = ()


def result_columns(block: Block) -> list[tuple[Column, Any]]:
    """The columns of a block of scores: labels, score, band, then what files have too."""
    scores = block.scores
    found = [_column(name, values) for name, values in block.labels.items()]
    if scores.policy.score is not None:
        found.append((Column("score", "score", max(scores.policy.places, 0)), ScoreValues(scores, doubles_of(scores))))
    if scores.bands is not None:
        found.append((Column("band", "text"), scores.band_keys()))
    return [*found, *(_column(name, values) for name, values in scores.additions().items())]


def fault_columns(faults: Iterable[Fault], language: str) -> list[list[Any]]:
    """Faults as the columns ``REJECTS``."""
    told = [fault.to_dict(language) for fault in faults]
    return [[each[name] for each in told] for name in COLUMNS]


def with_period(period: str | None, columns: Sequence[Column], values: Sequence[Any], count: int) -> tuple[Any, Any]:
    """Columns and their values with that of the period before them."""
    if period is None:
        return tuple(columns), list(values)
    return (Column(PERIOD, "text"), *columns), [[period] * count, *values]


def _column(name: str, values: Any) -> tuple[Column, Any]:
    held = values if isinstance(values, np.ndarray) else list(values)
    kind = held.dtype.kind if isinstance(held, np.ndarray) else "O"
    if kind in "iub":
        return Column(name, "flag" if kind == "b" else "whole"), held
    if kind == "f":
        return Column(name, "real"), held
    if isinstance(held, np.ndarray) and kind in "SU":
        return Column(name, "text"), texts_of(held)
    listed = held.tolist() if isinstance(held, np.ndarray) else held
    plain = all(value is None or isinstance(value, str) for value in listed)
    return Column(name, "text"), listed if plain else [None if value is None else plain_text(value) for value in listed]
