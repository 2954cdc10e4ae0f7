"""Score texts: scores of a table by their digits, many at once."""

from __future__ import annotations

import numpy as np

from ..numbers import digits
from .reading.arrays import Array

_DENSE = 2  # numbers are looked up by position while their span is up to so many times their count
_SURE = 2.0**50  # units up to which the nearest double, multiplied by a power of ten, is within half a unit of them


def plain_texts(values: Array, rejected: Array, places: int) -> list[str]:
    """Values by their digits with so many places: the nearest doubles, or exact numbers as objects; empty for a rejected row.

    >>> plain_texts(np.array([95.2, np.nan, -0.5]), np.array([False, True, False]), 2)
    ['95.20', '', '-0.50']
    """
    texts, which = coded_texts(values, rejected, places)
    found: list[str] = np.array(texts, object)[which].tolist()
    return found


def coded_texts(values: Array, rejected: Array, places: int) -> tuple[list[str], Array]:
    """The different texts of values as above, and the place of each row's text among them."""
    places = max(places, 0)
    units = units_of(values, rejected, places)
    different, which = _different(units)
    texts = [*(plain_text(int(each), places) for each in different.tolist()), ""]
    return texts, np.where(rejected, len(texts) - 1, which)


def told_by_doubles(values: Array, places: int) -> bool:
    """Whether the nearest doubles of scores tell their digits: no score is so large that its last place is lost.

    >>> told_by_doubles(np.array([95.2, np.nan]), 2), told_by_doubles(np.array([1e15]), 2)
    (True, False)
    """
    return bool(np.fmax.reduce(np.abs(values), initial=0.0) * 10.0**places < _SURE / 2)


def _different(units: Array) -> tuple[Array, Array]:
    """The different numbers, and the place of each number among them."""
    if units.dtype == object or not len(units):
        return np.unique(units, return_inverse=True)
    least, span = int(units.min()), int(units.max()) - int(units.min()) + 1
    if span > _DENSE * len(units):
        return np.unique(units, return_inverse=True)
    there = np.zeros(span, bool)
    there[units - least] = True
    return np.flatnonzero(there) + least, (np.cumsum(there) - 1)[units - least]


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
