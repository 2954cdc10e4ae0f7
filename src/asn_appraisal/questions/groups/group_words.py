"""Group words: how answers about groups show names, shares and what is approximate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from typing import Any

import numpy as np

from ...arguments import shown
from ...errors import UnknownGroupError
from ...numbers import to_decimal
from ...rounding import rounded
from ...similar_names import closest
from ...texts import numeral, say
from ...wording.numerals import Digits, exact_numeral, short_numeral

Name = tuple[Any, ...]
_PLAIN = (str, Number, Decimal, date, np.generic)
_LEAST_SHOWN = Fraction(1, 10_000)


def name_of(name: Name) -> str:
    """The name of a group for people.

    >>> name_of(("SD 1", None))
    'SD 1, -'
    """
    return ", ".join("-" if part is None else str(part) for part in name)


def plain_name(name: Name) -> list[str | None]:
    """The name of a group as plain data."""
    return [None if part is None else str(part) for part in name]


def place_of(names: Sequence[Name], wanted: object) -> int:
    """The place of the group with a name, which may be written without its tuple; raises ``UnknownGroupError``."""
    parts = wanted if isinstance(wanted, tuple) else (wanted,)
    texts = [name_of(each) for each in names]
    plain = all(part is None or isinstance(part, _PLAIN) for part in parts)
    if plain and parts in names:
        return names.index(parts)
    text = ", ".join("-" if part is None else part if isinstance(part, str) else shown(part) for part in parts)
    if plain and text in texts:
        return texts.index(text)
    small = {each.lower(): each for each in texts}
    close = ", ".join(small[each] for each in closest(text, small))
    raise UnknownGroupError(group=text, close=close, groups=", ".join(texts[:20]))


def percent(share: Fraction | None, language: str) -> str:
    """An exact share in percent to one decimal; empty for None.

    >>> percent(Fraction(1, 3), "id")
    '33,3 %'
    """
    if share is None:
        return ""
    return f"{numeral(to_decimal(rounded(share * 100, 1), 1), language)} %"


def decimals(value: float | Fraction | None, language: str, places: int = 2) -> str:
    """A number to at most so many decimals; empty for None."""
    return "" if value is None else short_numeral(Fraction(value), language, places)


def beside(value: float | Fraction | None, language: str, *edges: Fraction, places: int = 2) -> str:
    """A number with as many decimals as it takes to show it on its side of some edges; empty for None.

    >>> beside(Fraction(7999, 10000), "en", Fraction(4, 5)), beside(Fraction(4, 5), "en", Fraction(4, 5))
    ('0.7999', '0.8')
    """
    if value is None:
        return ""
    return exact_numeral(Digits(edges, places=places).shown(Fraction(value)), language)


def ends(interval: tuple[float, float] | None, language: str, *, share: bool = False) -> str:
    """An approximate interval from end to end, of shares in percent; empty for None."""
    if interval is None:
        return ""
    low, high = (decimals(end * 100 if share else end, language, 1 if share else 2) for end in interval)
    return say("approximate.interval", language, low=low, high=f"{high} %" if share else high)


def chance(value: float | None, language: str) -> str:
    """A p value; empty for None."""
    if value is None:
        return ""
    least = value < _LEAST_SHOWN
    text = decimals(_LEAST_SHOWN if least else value, language, 4)
    return f"p < {text}" if least else f"p = {text}"


def doubles(values: Iterable[float | Fraction | None]) -> Any:
    """Numbers as a column of floats, NaN for None."""
    return np.array([np.nan if each is None else float(each) for each in values], np.float64)


def name_columns(by: Sequence[str], names: Sequence[Name]) -> dict[str, Any]:
    """The names of groups as columns."""
    return {column: [name[at] for name in names] for at, column in enumerate(by)}
