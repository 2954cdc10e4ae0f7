"""Number patterns: the texts of the decimal numbers from one to another, as a regular expression.

Only what every dialect has is used: groups, alternatives, classes and counts. A number is written plainly: no sign but a
minus, no zeros in front, at most so many decimals; zeros at the end may be there or not.
"""

from __future__ import annotations

NOTHING = "(?!)"  # matches no text


def number_pattern(low: int, high: int, decimals: int) -> str:
    r"""The pattern of the numbers from ``low`` to ``high``, both in units of the last decimal; for the whole text.

    >>> number_pattern(0, 100, 0), number_pattern(0, 10_000, 2)
    ('^(?:[0-9]|[1-9][0-9]|100)$', '^(?:100(?:\\.0{1,2})?|(?:0|[1-9][0-9]?)(?:\\.[0-9]{1,2})?)$')
    """
    found = _positive(max(low, 0), high, decimals) if high >= 0 else []
    if low < 0 and low <= high:
        found += [f"-{each}" for each in _positive(max(-high, 1), -low, decimals)]
    return f"^{_one_of(found)}$" if found else NOTHING


def _positive(low: int, high: int, decimals: int) -> list[str]:
    """The numbers from low to high, neither below 0: those of the first whole number, of the last one, and between."""
    if low > high:
        return []
    one = 10**decimals
    (first, least), (last, most) = divmod(low, one), divmod(high, one)
    if first == last:
        return [f"{first}{_fraction(least, most, decimals)}"]
    found = []
    if most != one - 1:
        found.append(f"{last}{_fraction(0, most, decimals)}")
        last -= 1
    if least:
        found.append(f"{first}{_fraction(least, one - 1, decimals)}")
        first += 1
    return [*found, _one_of(_wholes(first, last)) + _fraction(0, one - 1, decimals)] if first <= last else found


def _fraction(low: int, high: int, decimals: int) -> str:
    """What follows the digits of a whole number: a point and digits, or where they may all be zeros, nothing."""
    if not decimals:
        return ""
    digits = _one_of(_padded(f"{low:0{decimals}d}", f"{high:0{decimals}d}"))
    return f"\\.{digits}" if low else f"(?:\\.{digits})?"


def _padded(low: str, high: str) -> list[str]:
    """The texts of 1 digit or more that lie from low to high once they are filled up with zeros."""
    if (digit := _any_digit(low, high)) is not None:
        return [_digits(digit, 1, len(low))]
    return [first + _rest(*ends) for first, *ends in _first_digits(low, high)]


def _rest(low: str, high: str) -> str:
    """The further digits of such a text; none where they may be zeros."""
    if (digit := _any_digit(low, high)) is not None:
        return _digits(digit, 0, len(low))
    texts = _padded(low, high)
    return _one_of(texts) if int(low) else f"(?:{'|'.join(texts)})?"


def _any_digit(low: str, high: str) -> str | None:
    """What each digit may be, if each may be the same: zeros alone or all digits."""
    if int(low or 0):
        return None
    return "0" if not int(high or 0) else "[0-9]" if high == "9" * len(high) else None


def _wholes(low: int, high: int) -> list[str]:
    """The whole numbers from low to high: one length at a time, but together the lengths of which all are within."""
    if low == 0 < high and (length := _whole_length(high)):
        return ["[0-9]"] if length == 1 else ["0", "[1-9]" + _digits("[0-9]", 0, length - 1)]
    found: list[str] = []
    while low <= high:
        length = len(str(low))
        end = min(high, 10**length - 1)
        if low == 10 ** (length - 1) and end < high:
            most = _whole_length(high) or len(str(high)) - 1
            found.append("[1-9]" + _digits("[0-9]", length - 1, most - 1))
            end = 10**most - 1
        else:
            found += _same_length(str(low), str(end))
        low = end + 1
    return found


def _whole_length(high: int) -> int:
    """The number of digits if it is the last number of so many, otherwise 0."""
    return len(str(high)) if set(str(high)) == {"9"} else 0


def _same_length(low: str, high: str) -> list[str]:
    """The texts of one length from low to high."""
    if low == high:
        return [low]
    if (digit := _any_digit(low, high)) is not None:
        return [_digits(digit, len(low), len(low))]
    if len(low) == 1:
        return [_range(low, high)]
    return [first + _one_of(_same_length(*ends)) for first, *ends in _first_digits(low, high)]


def _first_digits(low: str, high: str) -> list[tuple[str, str, str]]:
    """The first digits from low to high, each or several together with the ends of the digits behind them."""
    zeros, nines = "0" * (len(low) - 1), "9" * (len(low) - 1)
    if low[0] == high[0]:
        return [(low[0], low[1:], high[1:])]
    found = []
    first, last = int(low[0]), int(high[0])
    if low[1:] != zeros:
        found.append((low[0], low[1:], nines))
        first += 1
    if high[1:] != nines:
        found.append((high[0], zeros, high[1:]))
        last -= 1
    return [*found, (_range(str(first), str(last)), zeros, nines)] if first <= last else found


def _range(first: str, last: str) -> str:
    return first if first == last else f"[{first}-{last}]"


def _digits(kind: str, least: int, most: int) -> str:
    if most <= 1:
        return (kind if least else f"{kind}?") if most else ""
    return f"{kind}{{{least}}}" if least == most else f"{kind}{{{least},{most}}}"


def _one_of(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"(?:{'|'.join(texts)})"
