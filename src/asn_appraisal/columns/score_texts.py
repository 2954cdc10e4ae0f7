"""Score texts: scores of a table by their digits, many at once."""

from __future__ import annotations

import numpy as np

from ..numbers import digits
from .reading.arrays import Array

_SURE = 2.0**50  # units up to which the nearest double, multiplied by a power of ten, is within half a unit of them


def plain_texts(values: Array, rejected: Array, places: int) -> list[str]:
    """Values by their digits with so many places: the nearest doubles, or exact numbers as objects; empty for a rejected row.

    >>> plain_texts(np.array([95.2, np.nan, -0.5]), np.array([False, True, False]), 2)
    ['95.20', '', '-0.50']
    """
    places = max(places, 0)
    units = units_of(values, rejected, places)
    different, which = np.unique(units, return_inverse=True)
    texts = np.array([*(plain_text(int(each), places) for each in different.tolist()), ""], object)
    found: list[str] = texts[np.where(rejected, len(texts) - 1, which)].tolist()
    return found


def units_of(values: Array, rejected: Array, places: int) -> Array:
    """Values as whole numbers of their last place, exactly: int64 or, where that is too small, Python's own; 0 for a rejected row."""
    if values.dtype != object:
        units = np.rint(np.where(rejected, 0.0, values) * 10.0**places)
        if not len(units) or np.abs(units).max() < _SURE:
            return units.astype(np.int64)
    held = zip(values.tolist(), rejected.tolist(), strict=True)
    return np.array([0 if gone else round(value * 10**places) for value, gone in held], object)


def plain_text(units: int, places: int) -> str:
    """A whole number of units of the last place by its digits.

    >>> plain_text(9520, 2), plain_text(-5, 2)
    ('95.20', '-0.05')
    """
    sign, text = "-" if units < 0 else "", digits(abs(units)).rjust(places + 1, "0")
    return f"{sign}{text[: len(text) - places]}.{text[len(text) - places :]}" if places else f"{sign}{text}"
