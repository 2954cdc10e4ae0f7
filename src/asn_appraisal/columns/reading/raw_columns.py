"""Raw columns: a column of a table as it came, whatever library or file it is from."""

from __future__ import annotations

from fractions import Fraction
from itertools import repeat
from typing import Any

import numpy as np
from attrs import frozen

from ...algebra.inputs import Field
from ...appraising.readings import is_absent
from ...cells import STRICT, Cells, cell_value
from ...numbers import to_decimal
from .arrays import Array


@frozen(eq=False)
class RawColumn:
    """A column as it came: a one-dimensional array of any dtype, and where it has no value.

    ``absent`` is a mask (True: no value); NaN, None, pandas' NA and blank text in ``values`` count as absent beside it.
    With ``scale`` the values are int64 in units of 10^-scale (a decimal column); with ``labels`` they are codes of those
    texts, -1 for absent. ``decimal`` says that the texts are cells of a file, and its convention: ``"point"`` or ``"comma"``;
    where all of them are ASCII they may be held in a byte a letter (``S``). ``cells`` says how cells are written, where they
    are not read strictly.

    >>> [RawColumn(np.array([8550, 9000]), np.array([False, True]), scale=2).value(row) for row in (0, 1)]
    [Decimal('85.50'), None]
    """

    values: Array
    absent: Array | None = None
    scale: int | None = None
    labels: tuple[str, ...] | None = None
    decimal: str | None = None
    cells: Cells | None = None

    def __len__(self) -> int:
        return len(self.values)

    def value(self, index: int) -> Any:
        """The value of a row as a record would hold it: a Python value, None where it is absent."""
        if self.absent is not None and self.absent[index]:
            return None
        if self.labels is not None:
            code = int(self.values[index])
            held: Any = self.labels[code] if code >= 0 else None
        elif self.scale is not None:
            held = to_decimal(Fraction(int(self.values[index])) / Fraction(10) ** self.scale, self.scale)
        else:
            held = self.held(slice(index, index + 1))[0]
        return None if is_absent(held) else held

    def at(self, rows: Array) -> list[Any]:
        """The values of some rows, each as above."""
        if self.labels is not None or self.scale is not None:
            return [self.value(row) for row in rows.tolist()]
        held = [None if is_absent(value) else value for value in self.held(rows)]
        gaps = [] if self.absent is None else np.flatnonzero(self.absent[rows]).tolist()
        for place in gaps:
            held[place] = None
        return held

    def value_for(self, field: Field, index: int) -> Any:
        """The value of a row as a record would hold it for a field: a file's cells are texts, a record's flags are not."""
        held, cells = self.value(index), self.written
        return held if cells is None else cell_value(field, held, cells)

    @property
    def written(self) -> Cells | None:
        """How the cells are written; None for values that are read strictly."""
        return self.cells if self.decimal is None else (self.cells or STRICT).of_file(self.decimal)

    def held(self, rows: slice | Array) -> list[Any]:
        """Some of ``values`` as records would hold them."""
        values = self.values[rows]
        if values.dtype.kind == "S" and self.decimal is not None:
            return list(map(str, values.tolist(), repeat("ascii")))
        return as_records_hold(values)

    def texts(self) -> list[str]:
        """The cells of a file's column."""
        values = self.values if self.labels is None else np.array(self.labels, object)[self.values]
        return list(map(str, values.tolist(), repeat("ascii"))) if values.dtype.kind == "S" else values.tolist()


def as_records_hold(values: Array) -> list[Any]:
    """The values of an array as records would hold them."""
    # A float of 4 bytes and a time stay numpy's: .item() would lose what they are.
    stays = values.dtype.kind in "mM" or (values.dtype.kind == "f" and values.dtype.itemsize == 4)
    return list(values) if stays else values.tolist()


_KINDS = {
    "str": "text",
    "bool": "boolean",
    "bool_": "boolean",
    "int": "integer",
    "integer": "integer",
    "float": "float",
    "floating": "float",
    "datetime": "datetime",
    "date": "date",
    "list": "list",
    "dict": "mapping",
}


def kind_name(kind: type) -> str:
    """What values of a type are called: ``"text"``, ``"integer"``, the type's own name.

    >>> kind_name(str), kind_name(bool), kind_name(complex)
    ('text', 'boolean', 'complex')
    """
    bases = (base.__name__ for base in kind.__mro__)
    return next((_KINDS[base] for base in bases if base in _KINDS), kind.__name__)
