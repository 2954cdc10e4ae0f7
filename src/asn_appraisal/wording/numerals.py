"""Numerals: exact numbers as people read them, with as many digits as it takes not to mislead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction

from ..numbers import places_of, to_decimal, to_text
from ..rounding import rounded
from ..texts import numeral

ABOUT = "≈ "  # before a number that was rounded to be shown, and before a line with such numbers


def exact_numeral(value: Fraction, language: str = "id") -> str:
    """A number with all its digits: a ninth is 1/9 and not 0,1111.

    >>> exact_numeral(Fraction("95.20")), exact_numeral(Fraction(1, 9))
    ('95,2', '1/9')
    """
    places = places_of(value)
    return to_text(value) if places is None else numeral(to_decimal(value, places), language)


def short_numeral(value: Fraction, language: str = "id", places: int = 4) -> str:
    """A number for people: at most ``places`` decimals, without trailing zeros.

    >>> short_numeral(Fraction("95.20")), short_numeral(Fraction(253, 3), "en")
    ('95,2', '84.3333')
    """
    shown = rounded(value, places)
    return numeral(to_decimal(shown, places_of(shown) or 0), language)


def about_numeral(value: Fraction, language: str = "id", places: int = 4, *, sign: bool = False) -> str:
    """The same with ``≈`` where digits were cut, and on request with the sign of a number above 0.

    >>> about_numeral(Fraction(5, 2)), about_numeral(Fraction(253, 3), "en", sign=True)
    ('2,5', '≈ +84.3333')
    """
    text = short_numeral(value, language, places)
    text = f"+{text}" if sign and value > 0 else text
    return text if rounded(value, places) == value else ABOUT + text


class Digits:
    """With how many digits numbers are shown, so that none seems to lie on the other side of a number it is compared with.

    ``limits`` are the numbers of the policy, edges and limits, which are written with all their digits; ``compared`` those of
    the record that are compared with something. A number is rounded to ``places`` decimals, or to more, until that moves it by
    less than half the way to the next of these; one that equals a limit is not rounded. Since equal numbers are shown alike,
    what is shown compares as the exact numbers do.

    >>> digits = Digits([Fraction(76)])
    >>> [digits.text(Fraction(number), "en") for number in ("76", "75.999999", "85.123456", "0.00001")]
    ['76', '75.999999', '≈ 85.1235', '0.00001']
    """

    def __init__(self, limits: Iterable[Fraction] = (), compared: Iterable[Fraction] = (), *, places: int = 4) -> None:
        self.limits = frozenset({Fraction(0), *limits})
        self.near = sorted({*self.limits, *compared})
        self.places = places
        self._shown: dict[Fraction, Fraction] = {}

    def text(self, value: Fraction, language: str = "id") -> str:
        """The number in a language, with ``≈`` where digits were cut."""
        shown = self.shown(value)
        return exact_numeral(value, language) if shown == value else ABOUT + exact_numeral(shown, language)

    def shown(self, value: Fraction) -> Fraction:
        """The number as it is shown: itself, or rounded."""
        if value not in self._shown:
            self._shown[value] = value if value in self.limits else self._rounded(value)
        return self._shown[value]

    def _rounded(self, value: Fraction) -> Fraction:
        room, places, most = self._room(value), self.places, places_of(value)
        while most is None or places < most:
            shown = rounded(value, places)
            if abs(value - shown) < room:
                return shown
            places += 1
        return value

    def _room(self, value: Fraction) -> Fraction:
        """Half the way from a number to the next one that it is compared with."""
        at = bisect_left(self.near, value)
        around = self.near[max(at - 1, 0) : at + 2]
        return min(abs(value - near) for near in around if near != value) / 2
