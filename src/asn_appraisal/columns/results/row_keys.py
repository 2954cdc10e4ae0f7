"""Row keys: the row of a table that has a key."""

from __future__ import annotations

from functools import reduce

import numpy as np

from ...arguments import refused, shown
from ...errors import KeyPartsError, NoKeyError, UnknownKeyError
from ..reading.keys import Keys


def row_of(keys: Keys | None, key: object) -> int:
    """The first row with a key: a text, or a tuple of as many texts or numbers as the key has columns.

    Raises ``NoKeyError`` for a table that was read without a key, ``KeyPartsError`` for one of another number of columns, and
    ``UnknownKeyError`` where no row has it.

    >>> from asn_appraisal.columns.reading.frames import table_of
    >>> from asn_appraisal.columns.reading.keys import keys_of
    >>> table = table_of({"nip": ["1985", "1990"], "tahun": [2025, 2026]})
    >>> row_of(keys_of(table, "nip"), "1990"), row_of(keys_of(table, ("nip", "tahun")), ("1985", 2025))
    (1, 0)
    """
    parts = key if isinstance(key, tuple) else (key,)
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, str | int | np.integer):
            raise refused(part, "key", "text")
    if keys is None:
        raise NoKeyError
    if len(parts) != len(keys.names):
        raise KeyPartsError(columns=", ".join(keys.names))
    found = [column.rows_of(part) for column, part in zip(keys.columns, parts, strict=True)]
    rows = reduce(np.intersect1d, found)
    rows = rows[~(keys.empty[rows] | keys.lost[rows])]
    if not len(rows):
        raise UnknownKeyError(key=", ".join(map(shown, parts)))
    return int(rows[0])
