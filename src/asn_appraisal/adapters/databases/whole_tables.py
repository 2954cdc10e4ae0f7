"""Whole tables: all rows of a table of a database at once, for what needs them together."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np

from ...columns.reading.frames import table_of
from ..file_tables import FileTable
from .arrow_columns import pyarrow
from .places import DatabasePlace
from .writing import batches_of


def database_table(place: DatabasePlace) -> FileTable:
    """The table of a place, its rows numbered from 1; raises as ``read``."""
    batches = list(batches_of(place))
    names = batches[0] if isinstance(batches[0], dict) else batches[0].schema.names
    table = table_of({name: _joined([batch[name] for batch in batches]) for name in names})
    return FileTable(table, np.arange(1, table.count + 1))


def _joined(pieces: list[Any]) -> Any:
    """The pieces of a column as one: lists, or arrays of Arrow, whose types differ where decimals have more places."""
    if all(hasattr(piece, "type") for piece in pieces) and len({piece.type for piece in pieces}) == 1:
        return pyarrow().chunked_array(pieces)
    return list(chain.from_iterable(piece.to_pylist() if hasattr(piece, "to_pylist") else piece for piece in pieces))
