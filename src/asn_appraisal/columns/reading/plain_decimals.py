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
    letters = letters_of(texts)
    count, width = letters.shape
    if not 0 < width <= _MOST_LETTERS or decimals > _MOST_DIGITS:
        return np.zeros(count, np.int64), np.zeros(count, bool)
    columns = np.ascontiguousarray(letters.T)  # one place of all texts after the other
    negative = columns[0] == ord("-")
    numbers = np.zeros(count, np.int32 if width <= _SHORT else np.int64)
    whole, behind = np.zeros((2, count), np.int8)  # digits before the sign, and behind it
    signed, ended = np.zeros((2, count), bool)
    plain = np.ones(count, bool)
    for place, letter in enumerate(columns):
        digit = letter - letter.dtype.type(ord("0"))
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
    units: Array = numbers.astype(np.int64, copy=False)
    units *= _POWERS[np.where(plain, decimals - behind, 0)]
    return np.where(negative, -units, units), plain


def letters_of(texts: Array) -> Array:
    """The letters of an array of texts by their numbers, a row a text; those of ASCII texts (``S``) are bytes.

    >>> letters_of(np.array(["85", "7"])).tolist()
    [[56, 53], [55, 0]]
    """
    size = 1 if texts.dtype.kind == "S" else 4
    letters = np.ascontiguousarray(texts).view(np.uint8 if size == 1 else np.uint32)
    return letters.reshape(len(texts), texts.dtype.itemsize // size)


_SHORT = 9  # so many digits fit into int32
_POWERS = 10 ** np.arange(_MOST_DIGITS + 1, dtype=np.int64)
