"""Whole numbers of many rows: in 64 bits while every result surely fits, else Python's integers of any size.

Integers of numpy overflow without a word, so the greatest magnitudes are looked at before each product and sum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..reading.arrays import Array

MOST = 2**63 - 1  # the greatest magnitude that 64 bits hold on both sides of 0
_EXACT = 2**53  # float64 holds each whole number up to here

Wholes = Any
"""One int for all rows, an array of int64, or an array of Python ints."""


def is_narrow(values: Wholes) -> bool:
    """Whether 64 bits hold the numbers and their opposites."""
    return abs(values) <= MOST if isinstance(values, int) else values.dtype != object and magnitude(values) <= MOST


def magnitude(values: Wholes) -> int:
    """The greatest magnitude; 0 of no rows."""
    if isinstance(values, int):
        return abs(values)
    return max(-int(values.min()), int(values.max()), 0) if values.size else 0


def wide(values: Wholes) -> Wholes:
    """The numbers as Python ints."""
    return values if isinstance(values, int) or values.dtype == object else values.astype(object)


def product(a: Wholes, b: Wholes) -> Wholes:
    """The product in each row.

    >>> product(np.array([3, -4]), 2**61).dtype, product(np.array([3, -1]), 2**61).dtype
    (dtype('O'), dtype('int64'))
    """
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    if isinstance(b, int) and b == 1:
        return a
    if is_narrow(a) and is_narrow(b) and magnitude(a) * magnitude(b) <= MOST:
        return a * b
    return wide(a) * wide(b)


def total(a: Wholes, b: Wholes) -> Wholes:
    """The sum in each row."""
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    if is_narrow(a) and is_narrow(b) and magnitude(a) + magnitude(b) <= MOST:
        return a + b
    return wide(a) + wide(b)


def floor_quotients(a: Wholes, b: Wholes) -> Wholes:
    """The floors of quotients by numbers above 0."""
    return a // b if is_narrow(a) and is_narrow(b) else wide(a) // wide(b)


def remainders(a: Wholes, b: Wholes) -> Wholes:
    """What is left of numbers after their floors of quotients by numbers above 0."""
    if isinstance(b, int) and b == 1:
        return 0
    return a % b if is_narrow(a) and is_narrow(b) else wide(a) % wide(b)


def nearest_quotients(a: Wholes, b: Wholes) -> Array:
    """The doubles nearest to quotients by numbers above 0."""
    if magnitude(a) <= _EXACT and magnitude(b) <= _EXACT:
        # Two numbers that float64 holds exactly: one division gives the nearest double.
        return np.asarray(a / b, np.float64)
    pairs = np.broadcast(np.asarray(wide(a), object), np.asarray(wide(b), object))
    return np.array([top / bottom for top, bottom in pairs], np.float64).reshape(pairs.shape)


def picked(mask: Array, then: Wholes, otherwise: Wholes) -> Wholes:
    """The numbers of one where a mask holds, of the other where it does not."""
    if is_narrow(then) and is_narrow(otherwise):
        return np.where(mask, then, otherwise)
    found = np.empty(np.shape(mask), object)
    found[...] = wide(otherwise)
    then = wide(then)
    found[mask] = then[mask] if isinstance(then, np.ndarray) and then.ndim else then
    return found


def rounded_quotients(tops: Array, bottom: int, mode: str) -> Array:
    """Quotients of numbers in 64 bits by one number above 0, rounded as ``rounding.rounded_quotient`` does."""
    sizes = np.abs(tops)
    whole = sizes // bottom
    rest = sizes - whole * bottom
    left = bottom - rest
    if mode == "half_up":
        whole += rest >= left
    elif mode == "half_even":
        whole += (rest > left) | ((rest == left) & (whole % 2 == 1))
    elif mode == "up":
        whole += rest > 0
    return np.where(tops < 0, -whole, whole)
