"""Value readers: what one value of a column is for a field, in whole numbers of its last decimal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...algebra.inputs import Field, Flag, Number
from ...appraising.readings import Unreadable, is_absent
from ...cells import Cells, cell_value
from ...numbers import UnreadableNumber, scaled

READ, ROUNDED, ABSENT, REFUSED = range(4)

# A value's whole number, and whether it was rounded; None for a text that stands for no value. Raises UnreadableNumber.
Reader = Callable[[Any], tuple[int, bool] | None]


def reader_of(field: Field, floats: str) -> Reader:
    """The reader of values that are written strictly."""
    if isinstance(field, Number):
        return lambda value: scaled(value, field.decimals, floats)
    return _flag if isinstance(field, Flag) else _position_in(field)


def cells_reader(field: Field, cells: Cells, floats: str) -> Reader:
    """The reader of cells that are not written strictly."""
    reader = reader_of(field, floats)

    def read(cell: Any) -> tuple[int, bool] | None:
        value = cell_value(field, cell, cells)
        if value is None:
            return None
        if isinstance(value, Unreadable):
            raise UnreadableNumber(value.code)
        return reader(value)

    return read


def _flag(value: Any) -> tuple[int, bool]:
    if isinstance(value, np.generic | np.ndarray) and value.ndim == 0:
        value = value.item()
    if isinstance(value, bool):
        return int(value), False
    raise UnreadableNumber("ASN409")


def _position_in(field: Field) -> Reader:
    positions = {level.key: position for position, level in enumerate(getattr(field, "among", ()))}

    def position(value: Any) -> tuple[int, bool]:
        if isinstance(value, str) and (key := value.strip()) in positions:
            return positions[key], False
        raise UnreadableNumber("ASN408")

    return position


def outcome(value: Any, reader: Reader) -> tuple[int, int]:
    """The whole number of any value, and which of the four states of this module it is in.

    >>> outcome("85.5", reader_of(Number("x"), "snap")), outcome("", reader_of(Number("x"), "snap"))
    ((8550, 0), (0, 2))
    """
    if is_absent(value):
        return 0, ABSENT
    try:
        found = reader(value)
    except UnreadableNumber:
        return 0, REFUSED
    if found is None:
        return 0, ABSENT
    number, was_rounded = found
    return number, ROUNDED if was_rounded else READ
