"""Inputs: what a record must hold. Each is an expression as well, so that formulas read like the regulation.

Keys are the names of columns and form fields; names are for people, in Indonesian and English. A field with ``default``
or ``optional=True`` may be missing from a record; missing is never zero.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from attrs import field, frozen

from ..arguments import checked_choice, checked_count, is_a, shown
from ..errors import ChoiceError, EmptyPartsError, FieldRangeError, UnknownLevelError
from ..numbers import exact, places_of, to_text
from .choices import When
from .expressions import BETTER, Expression
from .keys import checked_key
from .kinds import CONDITION, LABEL, NUMBER
from .levels import Level, as_levels
from .names import HasName

NumberLike = int | str | Decimal | Fraction
MOST_DECIMALS = 22  # the powers of ten that a float holds exactly


def _maybe_exact(value: NumberLike | None) -> Fraction | None:
    return None if value is None else exact(value)


@frozen(eq=False, repr=False)
class Field(HasName, Expression):
    """A value that a record holds under a key."""

    type_name: ClassVar[str] = ""
    key: str
    name: str = field(default="", validator=is_a(str))
    english: str = field(default="", kw_only=True, validator=is_a(str))
    optional: bool = field(default=False, kw_only=True, validator=is_a(bool))
    default: Any = field(default=None, kw_only=True)  # what stands for an absent value; each kind says of which type

    def named_by(self) -> str:
        return self.key

    @property
    def needed(self) -> bool:
        """Whether each record must hold it."""
        return not self.optional and self.default is None

    def to_dict(self) -> dict[str, Any]:
        """The field as plain JSON data for form builders."""
        return {
            "key": self.key,
            "type": self.type_name,
            "name": self.called("id"),
            "english": self.called("en"),
            "needed": self.needed,
            "default": _plain(self.default),
        }


def _plain(value: object) -> object:
    return to_text(value) if isinstance(value, Fraction) else value


@frozen(eq=False, repr=False)
class Number(Field):
    """A decimal number with at most ``decimals`` decimals, from ``low`` to ``high`` (both ends belong; None: no end).

    ``unit`` is a word for people (``"hari"``, ``"persen"``); ``default`` stands for an absent value.

    >>> Number("kepuasan", low=0, high=100).high
    Fraction(100, 1)
    """

    type_name: ClassVar[str] = "number"
    low: Fraction | None = field(default=None, kw_only=True, converter=_maybe_exact)
    high: Fraction | None = field(default=None, kw_only=True, converter=_maybe_exact)
    decimals: int = field(default=2, kw_only=True)
    unit: str = field(default="", kw_only=True, validator=is_a(str))
    default: Fraction | None = field(default=None, kw_only=True, converter=_maybe_exact)
    low_units: int | None = field(init=False)
    high_units: int | None = field(init=False)

    def _derive(self) -> None:
        checked_key(self.key)
        checked_count(self.decimals, "decimals", 0, MOST_DECIMALS)
        for what, value in (("low", self.low), ("high", self.high), ("default", self.default)):
            places = 0 if value is None else places_of(value)
            if value is not None and (places is None or places > self.decimals):
                raise FieldRangeError(field=self.key, what=what, value=to_text(value), decimals=self.decimals)
        low, high = self.low, self.high
        inside = self.default is None or (
            (low is None or low <= self.default) and (high is None or self.default <= high)
        )
        if (low is not None and high is not None and low > high) or not inside:
            default = "" if self.default is None else f", default {to_text(self.default)}"
            raise FieldRangeError(
                field=self.key, what="low..high", value=self.range_text() + default, decimals=self.decimals
            )
        scale = 10**self.decimals
        # The limits in units of the last decimal: reading compares whole numbers.
        object.__setattr__(self, "low_units", None if low is None else int(low * scale))
        object.__setattr__(self, "high_units", None if high is None else int(high * scale))
        self._set(NUMBER, self.optional and self.default is None)

    def range_text(self) -> str:
        """``"0..100"``; an end that is open stays empty."""
        low, high = (("" if end is None else to_text(end)) for end in (self.low, self.high))
        return f"{low}..{high}"

    def to_dict(self) -> dict[str, Any]:
        """The field as plain JSON data for form builders; numbers are texts, so that none is lost to a float."""
        return {
            **super().to_dict(),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "decimals": self.decimals,
            "unit": self.unit,
        }


@frozen(eq=False, repr=False)
class Indicator(Number):
    """A number that is measured and judged: ``better`` says whether higher or lower values are better."""

    better: str = field(default="higher", kw_only=True)

    def _derive(self) -> None:
        checked_choice(self.better, "better", BETTER)
        super()._derive()

    def to_dict(self) -> dict[str, Any]:
        """The field as plain JSON data for form builders."""
        return {**super().to_dict(), "better": self.better}


@frozen(eq=False, repr=False)
class Count(Number):
    """A whole number of things, 0 or more."""

    type_name: ClassVar[str] = "count"
    low: Fraction | None = field(default=Fraction(0), kw_only=True, converter=_maybe_exact)
    decimals: int = field(default=0, kw_only=True)

    def _derive(self) -> None:
        checked_count(self.decimals, "decimals", 0, 0)
        if self.low is None or self.low < 0:
            raise FieldRangeError(field=self.key, what="low", value=str(self.low), decimals=0)
        super()._derive()


@frozen(eq=False, repr=False)
class Category(Field):
    """One of several levels, given as keys or as ``{key: name}``; a label in formulas.

    >>> [level.key for level in Category("kelompok", {"pimpinan": "Pimpinan", "lain": "Lainnya"}).levels]
    ['pimpinan', 'lain']
    """

    type_name: ClassVar[str] = "category"
    among: tuple[Level, ...] = field(converter=as_levels)
    name: str = field(default="", validator=is_a(str))
    default: str | None = field(default=None, kw_only=True, validator=is_a(str, type(None)))

    def _derive(self) -> None:
        checked_key(self.key)
        if not self.among:
            raise EmptyPartsError(what=self.key)
        keys = [level.key for level in self.among]
        if self.default is not None and self.default not in keys:
            raise UnknownLevelError(what=self.key, level=shown(self.default), right=", ".join(keys))
        self._set(LABEL, self.optional and self.default is None, self.among)

    def to_dict(self) -> dict[str, Any]:
        """The field as plain JSON data for form builders, with its levels."""
        return {**super().to_dict(), "levels": [level.to_dict() for level in self.among]}


@frozen(eq=False, repr=False)
class Flag(Field):
    """True or false; a condition in formulas. A flag that is missing is not false, unless ``default=False``."""

    type_name: ClassVar[str] = "flag"
    default: bool | None = field(default=None, kw_only=True)

    def _derive(self) -> None:
        checked_key(self.key)
        if self.default is not None and not isinstance(self.default, bool):
            raise ChoiceError(what="default", value=shown(self.default), right="None, True, False")
        self._set(CONDITION, self.optional and self.default is None)

    def points(self, number: object, otherwise: object = 0) -> When:
        """So many points when true, ``otherwise`` (0) when false."""
        return When(self, number, otherwise)
