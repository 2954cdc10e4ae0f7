"""Rounding of exact numbers, and the check that refuses an unknown mode.

The kernels of columns do the same rounding in floats and small integers; a mode that one of them lacks is refused there.

Modes: ``half_up`` (a tie goes away from zero, as Indonesian regulations round), ``half_even`` (a tie goes to the even
digit), ``down`` (toward zero) and ``up`` (away from zero). All are symmetric about zero.
"""

from __future__ import annotations

from fractions import Fraction

from .arguments import shown
from .errors import RoundingError

MODES = ("half_up", "half_even", "down", "up")
MOST_PLACES = 30


def checked_rounding(places: object, mode: object) -> None:
    """Refuse an invalid rounding: places must be a whole number from -30 to 30, the mode one of ``MODES``."""
    if isinstance(places, bool) or not isinstance(places, int) or abs(places) > MOST_PLACES:
        raise RoundingError(what="places", value=shown(places), right=f"-{MOST_PLACES}..{MOST_PLACES}")
    if not isinstance(mode, str) or mode not in MODES:
        raise RoundingError(what="mode", value=shown(mode), right=", ".join(MODES))


def rounded_quotient(numerator: int, denominator: int, mode: str) -> int:
    """The whole number that ``numerator / denominator`` (denominator above 0) rounds to.

    >>> [rounded_quotient(n, 2, "half_up") for n in (-3, -1, 1, 3)]
    [-2, -1, 1, 2]
    >>> [rounded_quotient(n, 2, "half_even") for n in (-3, -1, 1, 3)]
    [-2, 0, 0, 2]
    """
    magnitude = abs(numerator)
    whole, rest = divmod(magnitude, denominator)
    if mode == "half_up":
        whole += 2 * rest >= denominator
    elif mode == "half_even":
        whole += 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    elif mode == "up":
        whole += rest > 0
    elif mode != "down":
        raise RoundingError(what="mode", value=repr(mode), right=", ".join(MODES))
    return whole if numerator >= 0 else -whole


def rounded(value: Fraction, places: int, mode: str = "half_up") -> Fraction:
    """``value`` rounded to ``places`` decimals; negative places round to tens, hundreds, ...

    >>> rounded(Fraction("76.605"), 2), rounded(Fraction("-0.005"), 2), rounded(Fraction(1250), -2)
    (Fraction(7661, 100), Fraction(-1, 100), Fraction(1300, 1))
    """
    if places >= 0:
        scale = 10**places
        return Fraction(rounded_quotient(value.numerator * scale, value.denominator, mode), scale)
    scale = 10**-places
    return Fraction(rounded_quotient(value.numerator, value.denominator * scale, mode) * scale)
