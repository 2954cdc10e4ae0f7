"""Numbers: what may become an exact number, in definitions and in records.

An author writes ``7``, ``"0.35"``, ``"75%"`` or ``"1/9"``; a float is refused, since ``0.1`` is not a tenth. A record may
hold floats, by one rule: with d declared decimals a float stands for the nearest decimal of d places if it is close
enough (``snap``), exactly that decimal's own float (``strict``), or is rounded on request (``quantize``).

Close enough is counted in units of the last declared decimal: 10^-9 of a unit, or 2^-50 of the number where that is more (from
about 1.1 million units), which is less than a thousandth of a unit up to 10^12 units; above 10^12 units ``snap`` is ``strict``.
A deviation within that is ignored, not read: with 2 decimals the float 75.999999999995 is 76.00.
"""

from __future__ import annotations

import re
import struct
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .arguments import shown
from .errors import ExpressionNumberError, InexactNumberError, LongNumberError, MalformedNumberError, NumberTypeError
from .rounding import rounded

MOST_DIGITS = 40
_PYTHON_WRITES = 2_000  # bits; a program may set its limit to 640 digits
FLOAT_MODES = ("snap", "strict", "quantize")

# [0-9] and not \d: digits of other scripts are refused.
_PLAIN = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")  # in Indonesia twenty-five thousand is 25.000
_RATIO = re.compile(r"(-?[0-9]+)/([0-9]+)")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")

ABOUT = "≈"  # before a number that is rounded
_PLACES, _MOST_PLACES, _EDGE_PLACES = 4, 10, 2  # decimals of a rounded number, of an exact one, and of edges
_THOUSAND = 3  # so many digits make a group
_SNAP_LIMIT = 10**12  # units: above it the tolerance would reach a thousandth of one, so ``snap`` is ``strict`` there
_FLOAT32_LIMIT = 2**23  # above it two decimals may share one float of 4 bytes
FLOAT_LIMIT = 10**15  # above it two decimals may share one float


def exact(value: object) -> Fraction:
    """The exact number that an author wrote: int, Decimal, Fraction, or text such as ``"0.35"``, ``"75%"``, ``"1/9"``.

    Raises ``InexactNumberError`` for a float, ``MalformedNumberError`` for text that is no number, ``NumberTypeError``
    for anything else (also for bool) and ``LongNumberError`` beyond 40 digits.

    >>> exact("0.35"), exact("75%"), exact("1/9"), exact(7)
    (Fraction(7, 20), Fraction(3, 4), Fraction(1, 9), Fraction(7, 1))
    """
    if isinstance(value, bool):
        raise NumberTypeError(value=repr(value), type="bool")
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise MalformedNumberError(value=shown(str(value)))
        _bounded_decimal(value)
        return Fraction(value)
    if isinstance(value, int | Fraction):
        number = Fraction(value)
        bound = 10**MOST_DIGITS
        if abs(number.numerator) >= bound or number.denominator >= bound:
            raise LongNumberError(digits=f"> {MOST_DIGITS}", limit=MOST_DIGITS)
        return number
    if isinstance(value, float):
        raise InexactNumberError(value=repr(value))
    if hasattr(value, "named_by") and not isinstance(value, type):
        raise ExpressionNumberError(what=value.named_by())
    raise NumberTypeError(value=type(value).__name__, type=type(value).__name__)


def _from_text(text: str) -> Fraction:
    stripped = text.strip()
    # The length is checked before a digit is converted: "9" * 10**8 must not cost a minute.
    if len(stripped) > 2 * MOST_DIGITS + 2:
        raise LongNumberError(digits=len(stripped), limit=MOST_DIGITS)
    percent = stripped.endswith("%")
    body = stripped[:-1] if percent else stripped
    if match := _PLAIN.fullmatch(body):
        digits = len(match[2]) + len(match[3] or "")
        if digits > MOST_DIGITS:
            raise LongNumberError(digits=digits, limit=MOST_DIGITS)
        return Fraction(body) / (100 if percent else 1)
    if (match := _RATIO.fullmatch(body)) and not percent and int(match[2]):
        if max(len(match[1].lstrip("-")), len(match[2])) > MOST_DIGITS:
            raise LongNumberError(digits=len(body), limit=MOST_DIGITS)
        return Fraction(int(match[1]), int(match[2]))
    raise MalformedNumberError(value=shown(text))


def _bounded_decimal(value: Decimal) -> None:
    _, digits, exponent = value.as_tuple()
    length = max(len(digits), len(digits) + int(exponent), -int(exponent))
    if length > MOST_DIGITS:
        raise LongNumberError(digits=length, limit=MOST_DIGITS)


def places_of(value: Fraction) -> int | None:
    """How many decimals the number has; None if they never end (1/3).

    >>> places_of(Fraction("0.35")), places_of(Fraction(7)), places_of(Fraction(1, 3))
    (2, 0, None)
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def digits(number: int) -> str:
    """The digits of a whole number of any length: Python itself writes at most 4,300.

    >>> digits(-70), len(digits(10**5000))
    ('-70', 5001)
    """
    return str(number) if number.bit_length() < _PYTHON_WRITES else f"{Decimal(number):f}"


def to_decimal(value: Fraction, places: int) -> Decimal:
    """The number as a Decimal with that many places, which must be enough; negative places count as 0.

    >>> to_decimal(Fraction("95.2"), 2)
    Decimal('95.20')
    """
    places = max(places, 0)
    scaled = value * 10**places
    if scaled.denominator != 1:
        raise MalformedNumberError(value=f"{to_text(value)} ({places})")
    sign = 1 if scaled < 0 else 0
    return Decimal((sign, tuple(map(int, digits(abs(scaled.numerator)))), -places))


def to_text(value: Fraction) -> str:
    """The number as an author may write it: ``"0.35"``, ``"7"``, ``"1/9"``; ``exact`` reads it back.

    >>> to_text(Fraction("0.350")), to_text(Fraction(1, 9))
    ('0.35', '1/9')
    """
    places = places_of(value)
    # A number with too many decimals to be read back is written as a ratio.
    if places is None or places + len(digits(abs(value.numerator) // value.denominator)) > MOST_DIGITS:
        return f"{digits(value.numerator)}/{digits(value.denominator)}"
    return f"{to_decimal(value, places):f}"


def decimal_text(value: Fraction) -> str:
    """The number in decimals, for people: exactly, or with the sign of a rounded one.

    A rounded one has four decimals, and more where it would pass for a number of two: ``100`` for what is just above an edge.

    >>> decimal_text(Fraction("95.20")), decimal_text(Fraction(750, 7)), decimal_text(100 + Fraction(1, 30000))
    ('95.2', '≈ 107.1429', '≈ 100.00003')
    """
    places = places_of(value)
    if places is not None and places <= _MOST_PLACES:
        return f"{to_decimal(value, places):f}"
    for places in range(_PLACES, MOST_DIGITS + 1):
        shortened = rounded(value, places)
        if (kept := places_of(shortened) or 0) > _EDGE_PLACES:
            break
    return f"{ABOUT} {to_decimal(shortened, kept):f}"


def told_text(value: Fraction) -> str:
    """The number as text, a ratio with its decimals behind it.

    >>> told_text(Fraction("0.35")), told_text(Fraction(750, 7))
    ('0.35', '750/7 (≈ 107.1429)')
    """
    text = to_text(value)
    return f"{text} ({decimal_text(value)})" if "/" in text else text


class UnreadableNumber(Exception):
    """Why a value of a record is no number of a field: a fault code and its facts. Readers turn it into a fault."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def scaled(value: Any, decimals: int, floats: str = "snap") -> tuple[int, bool]:
    """A record's value in units of 10^-decimals, and whether it had to be rounded (``floats="quantize"`` alone).

    With ``"snap"`` a float within 10^-9 of a unit, or 2^-50 of itself, is that many units, up to 10^12; text and Decimal
    have no tolerance. Text such as "25.000" is ambiguous for fewer than three decimals: in
    Indonesia it is twenty-five thousand. Raises ``UnreadableNumber`` with the code of the fault.

    >>> scaled("85.5", 2), scaled(0.1 + 0.2, 1), scaled("85.5000", 1)
    ((8550, False), (3, False), (855, False))
    """
    kind = type(value)
    if kind is str:
        return _scaled_text(value, decimals), False
    if kind is int:
        return _short(value) * 10**decimals, False
    if kind is float:
        return _scaled_float(value, decimals, floats)
    if kind is bool:
        raise UnreadableNumber("ASN404")
    if isinstance(value, Decimal):
        return _scaled_decimal(value, decimals), False
    if isinstance(value, Fraction):
        return _scaled_fraction(value, decimals), False
    if isinstance(value, int):
        return _short(int(value)) * 10**decimals, False
    if isinstance(value, float):
        return _scaled_float(float(value), decimals, floats)
    if isinstance(value, str):
        return _scaled_text(str(value), decimals), False
    return _scaled_scalar(value, decimals, floats)


def _short(value: int) -> int:
    if abs(value) >= 10**MOST_DIGITS:
        raise UnreadableNumber("ASN417", limit=MOST_DIGITS)
    return value


def _scaled_text(text: str, decimals: int) -> int:
    stripped = text.strip()
    if len(stripped) > 2 * MOST_DIGITS:
        raise UnreadableNumber("ASN417", limit=MOST_DIGITS)
    match = _PLAIN.fullmatch(stripped)
    if match is None:
        if _SCIENTIFIC.fullmatch(stripped):
            raise UnreadableNumber("ASN420")
        if _looks_like_comma(stripped):
            raise UnreadableNumber("ASN419", said='Cells(decimal="comma")')
        raise UnreadableNumber("ASN404")
    sign, whole, part = match[1], match[2], (match[3] or "")
    if decimals < _THOUSAND and _GROUPED.fullmatch(stripped):
        raise UnreadableNumber("ASN428")
    kept = part.rstrip("0") if len(part) > decimals else part
    if len(kept) > decimals:
        raise UnreadableNumber("ASN405", decimals=decimals)
    if len(whole) + len(kept) > MOST_DIGITS:
        raise UnreadableNumber("ASN417", limit=MOST_DIGITS)
    number: int = int(whole + kept) * 10 ** (decimals - len(kept))
    return -number if sign else number


def _looks_like_comma(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]+|-?[0-9]+,[0-9]+", text) is not None


def _scaled_decimal(value: Decimal, decimals: int) -> int:
    if not value.is_finite():
        raise UnreadableNumber("ASN418")
    _, digits, exponent = value.as_tuple()
    if max(len(digits), len(digits) + int(exponent), -int(exponent)) > MOST_DIGITS:
        raise UnreadableNumber("ASN417", limit=MOST_DIGITS)
    return _scaled_fraction(Fraction(value), decimals)


def _scaled_fraction(value: Fraction, decimals: int) -> int:
    number: Fraction = value * 10**decimals
    if number.denominator != 1:
        raise UnreadableNumber("ASN405", decimals=decimals)
    if abs(value) >= 10**MOST_DIGITS:
        raise UnreadableNumber("ASN417", limit=MOST_DIGITS)
    return number.numerator


def _scaled_float(value: float, decimals: int, floats: str) -> tuple[int, bool]:
    # The float operations are those of columns: multiply, round to the nearest integer, compare.
    if value - value != 0.0:
        raise UnreadableNumber("ASN418")
    product = value * float(10**decimals)
    if abs(product) > FLOAT_LIMIT:
        raise UnreadableNumber("ASN421", limit=FLOAT_LIMIT // 10**decimals)
    nearest = round(product)
    if nearest / float(10**decimals) == value:
        return nearest, False
    if (
        floats == "snap"
        and abs(nearest) <= _SNAP_LIMIT
        and abs(product - nearest) <= max(1e-9, abs(nearest) * 2.0**-50)
    ):
        return nearest, False
    if floats == "quantize":
        # The digits that people see (the shortest text of the float) are rounded, not its binary expansion.
        return int(rounded(Fraction(repr(value)), decimals) * 10**decimals), True
    raise UnreadableNumber("ASN405", decimals=decimals)


def _scaled_scalar(value: Any, decimals: int, floats: str) -> tuple[int, bool]:
    # numpy scalars without numpy: .item() gives the Python value; a 4-byte float is compared as one.
    plain = value.item() if callable(getattr(value, "item", None)) and getattr(value, "ndim", None) == 0 else None
    if getattr(getattr(value, "dtype", None), "kind", None) in {"m", "M"}:
        raise UnreadableNumber("ASN404")  # dates and durations: their count of units is no number of a record
    if type(plain) is float and value.dtype.itemsize == 4 and plain - plain == 0.0:
        nearest = round(plain * 10**decimals)
        if abs(nearest) > _FLOAT32_LIMIT:
            raise UnreadableNumber("ASN421", limit=_FLOAT32_LIMIT // 10**decimals)
        if struct.unpack("f", struct.pack("f", nearest / 10**decimals))[0] == plain:
            return nearest, False
        if floats == "quantize":
            return int(rounded(Fraction(str(value)), decimals) * 10**decimals), True
        raise UnreadableNumber("ASN405", decimals=decimals)
    if type(plain) in (int, float):
        return scaled(plain, decimals, floats)
    raise UnreadableNumber("ASN404")
