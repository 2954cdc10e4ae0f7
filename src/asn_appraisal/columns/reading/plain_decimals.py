"""Plain decimals: numbers written by digits and one sign, read from an array of texts without a loop over its rows."""

from __future__ import annotations

import numpy as np

from .arrays import Array

_MOST_DIGITS = 18  # so many fit into int64
_MOST_LETTERS = 24  # an array of longer texts is mostly none of plain numbers


def plain_decimals(texts: Array, decimals: int, sign: str = ".") -> tuple[Array, Array]:
    """The numbers of texts in units of 10^-decimals (int64), and which of the texts are plain.

    Plain is ``-?[0-9]+`` with at most ``decimals`` digits behind one decimal ``sign``, up to 18 digits in all. What is not
    plain may still be a number, or the lack of one: it is read with the care that it needs.

    >>> numbers, plain = plain_decimals(np.array(["85.5", "-7", "", "1.234", " 3"]), 2)
    >>> numbers[:2].tolist(), plain.tolist()
    ([8550, -700], [True, True, False, False, False])
    """
    width = texts.dtype.itemsize // 4
    if not 0 < width <= _MOST_LETTERS or decimals > _MOST_DIGITS:
        return np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    letters = np.ascontiguousarray(texts).view(np.uint32).reshape(-1, width)
    negative = letters[:, 0] == ord("-")
    numbers = np.zeros(len(texts), np.int64)
    whole, behind = np.zeros((2, len(texts)), np.int8)  # digits before the sign, and behind it
    signed = np.zeros(len(texts), bool)
    plain = np.ones(len(texts), bool)
    ended = np.zeros(len(texts), bool)
    for place in range(width):
        letter = letters[:, place]
        digit = letter - np.uint32(ord("0"))
        is_digit = digit <= 9
        is_sign = letter == ord(sign)
        ends = letter == 0
        allowed = is_digit | ends | (is_sign & ~signed & (whole > 0))
        if not place:
            allowed |= negative
        plain &= allowed & (ends | ~ended)  # a NUL inside a text is no end of it
        numbers = np.where(is_digit, numbers * 10 + digit, numbers)
        behind += is_digit & signed
        whole += is_digit & ~signed
        signed |= is_sign
        ended |= ends
    plain &= (whole > 0) & (signed == (behind > 0)) & (behind <= decimals) & (whole <= _MOST_DIGITS - decimals)
    numbers *= _POWERS[np.where(plain, decimals - behind, 0)]
    return np.where(negative, -numbers, numbers), plain


_POWERS = 10 ** np.arange(_MOST_DIGITS + 1, dtype=np.int64)
