"""Row keys: the row of a table that has a key."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...arguments import refused, shown
from ...errors import KeyPartsError, NoKeyError, UnknownKeyError
from ..reading.arrays import Array
from ..reading.keys import KeyColumn, Keys
from ..reading.text_keys import plain_key


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
    same = ~(keys.empty | keys.lost)
    for column, part in zip(keys.columns, parts, strict=True):
        same = same & _equal(column, part)
    rows = np.flatnonzero(same)
    if not len(rows):
        raise UnknownKeyError(key=", ".join(map(shown, parts)))
    return int(rows[0])


def _equal(column: KeyColumn, part: Any) -> Array:
    """Which values of a column read as a part of a key."""
    text = plain_key(str(part))
    values = column.values
    if values is not None and values.dtype.kind in "iu":
        plain = text.removeprefix("-")
        whole = int(text) if plain.isascii() and plain.isdigit() and len(plain) < 20 else None
        return np.zeros(len(values), bool) if whole is None else np.asarray(values == whole)
    return np.fromiter((str(value) == text for value in column.held()), bool, len(column.codes))
