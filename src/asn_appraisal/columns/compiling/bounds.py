"""Bounds: what a plan knows of columns, and the compiled forms of conditions and labels."""

from __future__ import annotations

from attrs import frozen

from ..operations.storage import NUMBER
from .quantities import Quantity

RECORD = ""  # the table of records; the table of a list's rows has the list's key


@frozen
class Bounds:
    """What is known of an input column.

    ``low`` and ``high`` are in units of the field's last decimal; ``absent`` says whether some rows lack a value,
    ``empty`` whether all do; ``kind`` is how the column is stored.
    """

    low: int = 0
    high: int = 0
    absent: bool = False
    empty: bool = False
    kind: str = NUMBER


@frozen
class RowBounds:
    """What is known of a list: the least and the greatest number of rows of a record."""

    least: int
    most: int


@frozen
class Mask:
    """A condition: a slot of booleans, or the same for all rows."""

    table: str
    slot: int | None
    always: bool = False


@frozen
class Codes:
    """A label: a slot of level numbers, or one level for all rows."""

    table: str
    slot: int | None
    keys: tuple[str, ...]
    index: int = 0
    absent: int | None = None


Compiled = Quantity | Mask | Codes
