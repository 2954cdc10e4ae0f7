"""Expressions: formulas with plain operators, as plain data.

An expression is a number, a label (a word, such as a band's key) or a condition; which one is known when it is written,
and so is whether it may be absent. Operators, roundings and limits pass absence on; sums, means, conditions and the
result of a policy refuse a part that may be absent. Two expressions are equal when they are written alike.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from attrs import field, frozen

from ..arguments import checked_choice, is_a, refused
from ..errors import EmptyPartsError, LimitError, PointOrderError, ZeroDivisorError
from ..numbers import exact
from ..rounding import checked_rounding
from .keys import checked_part_key, is_key
from .kinds import CONDITION, LABEL, NUMBER, checked_levels, described, need, need_present
from .levels import Level
from .names import HasName
from .nodes import Node
from .refused_operators import RefusedOperators
from .sources import Source, Sources, as_sources

BETTER = ("higher", "lower")


@frozen(eq=False, repr=False)
class Expression(RefusedOperators):
    """A value worked out from a record: a number, a label or a condition.

    Numbers may be written as int, Decimal, Fraction or text wherever an expression is expected; never as float.
    """

    calculates: ClassVar[bool] = True
    kind: str = field(init=False)
    may_be_absent: bool = field(init=False)
    levels: tuple[Level, ...] = field(init=False)

    def _set(self, kind: str, may_be_absent: bool, levels: tuple[Level, ...] = ()) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "may_be_absent", may_be_absent)
        object.__setattr__(self, "levels", levels)

    # formulas
    def __add__(self, other: object) -> Arithmetic:
        return Arithmetic("+", self, other)

    def __radd__(self, other: object) -> Arithmetic:
        return Arithmetic("+", other, self)

    def __sub__(self, other: object) -> Arithmetic:
        return Arithmetic("-", self, other)

    def __rsub__(self, other: object) -> Arithmetic:
        return Arithmetic("-", other, self)

    def __mul__(self, other: object) -> Arithmetic:
        return Arithmetic("*", self, other)

    def __rmul__(self, other: object) -> Arithmetic:
        return Arithmetic("*", other, self)

    def __truediv__(self, other: object) -> Arithmetic:
        return Arithmetic("/", self, other)

    def __rtruediv__(self, other: object) -> Arithmetic:
        return Arithmetic("/", other, self)

    def __neg__(self) -> Arithmetic:
        return Arithmetic("-", 0, self)

    def against(self, target: object, better: str = "higher") -> Arithmetic:
        """Achievement in percent of a target: ``R/T x 100``, or ``(2 - R/T) x 100`` when lower is better."""
        checked_choice(better, "better", BETTER)
        return self / target * 100 if better == "higher" else (2 - self / target) * 100

    def capped(self, high: object) -> Limited:
        """At most ``high``; the limit may be an expression."""
        return Limited(self, None, as_expression(high))

    def floored(self, low: object) -> Limited:
        """At least ``low``; the limit may be an expression."""
        return Limited(self, as_expression(low), None)

    def clamped(self, low: object, high: object) -> Limited:
        """At least ``low`` and at most ``high``; the limits may be expressions."""
        return Limited(self, as_expression(low), as_expression(high))

    def rounded(self, places: int, mode: str = "half_up") -> Rounded:
        """Rounded to so many decimals; ``half_up`` sends a tie away from zero."""
        return Rounded(self, places, mode)

    def through(self, *points: tuple[object, object]) -> Line:
        """The broken line through points ``(x, y)``, x rising; constant before the first and after the last point."""
        return Line(self, tuple(_point(point) for point in points))

    # comparisons and conditions
    def __le__(self, other: object) -> Comparison:
        return Comparison("<=", self, other)

    def __lt__(self, other: object) -> Comparison:
        return Comparison("<", self, other)

    def __ge__(self, other: object) -> Comparison:
        return Comparison(">=", self, other)

    def __gt__(self, other: object) -> Comparison:
        return Comparison(">", self, other)

    def equals(self, other: object) -> Comparison:
        """The condition that both are equal (``==`` asks whether two expressions are written alike)."""
        return Comparison("==", self, other)

    def is_(self, *levels: str) -> IsOneOf:
        """The condition that a label is one of these levels."""
        return IsOneOf(self, levels)

    def __and__(self, other: object) -> Every:
        return Every((*_members(self, Every), *_members(other, Every)))

    def __or__(self, other: object) -> Either:
        return Either((*_members(self, Either), *_members(other, Either)))

    def __invert__(self) -> Not:
        return Not(self)

    def implies(self, other: object) -> Either:
        """The condition that ``other`` holds wherever this one does."""
        return Either((Not(self), as_expression(other)))

    @property
    def given(self) -> Given:
        """The condition that this value is present."""
        return Given(self)

    # the three answers to "may be absent"
    def or_else(self, default: object) -> OrElse:
        """This value, or ``default`` where it is absent."""
        return OrElse(self, default)

    @property
    def required(self) -> Required:
        """This value; a record in which it is absent is refused by name."""
        return Required(self)

    def within(self, low: object, high: object) -> Within:
        """This number; a record in which it leaves the range is refused (None: no limit on that side)."""
        return Within(self, None if low is None else exact(low), None if high is None else exact(high))

    def but(self, replacement: object, *, when: object) -> But:
        """This value, replaced where the condition holds; where it is absent it stays absent."""
        return But(self, replacement, when)

    # ratings and parts
    def rated(self, bands: Any) -> Any:
        """The band that this number reaches: a label."""
        if not isinstance(bands, Node) or not hasattr(bands, "rating_of"):
            raise refused(bands, "rated(bands)", "Bands")
        return bands.rating_of(self)

    def named(self, key: str, name: str = "", source: Sources = None, *, english: str = "") -> Named:
        """A part of the policy: worked out once, shown in the trace, a line of the document, replaceable."""
        return Named(self, key, name, source, english=english)

    def named_by(self) -> str:
        """How messages call it: the key of a part or field, otherwise the block's name."""
        return type(self).__name__


def as_expression(value: Any) -> Expression:
    """An expression as it is; a target as its part; a lower-case word as a label; anything else as an exact number."""
    if isinstance(value, Expression):
        return value
    if (part := getattr(value, "part", None)) is not None and isinstance(part, Expression):
        return part
    if isinstance(value, str) and is_key(value):
        return Constant(value)
    return Constant(exact(value))


def _point(point: object) -> tuple[Fraction, Fraction]:
    if not isinstance(point, tuple | list) or len(point) != 2:
        raise refused(point, "through(...)", "point")
    return exact(point[0]), exact(point[1])


def _members(value: object, joined: type[Every | Either]) -> tuple[Expression, ...]:
    # a & b & c is one condition with three members, and is written and compared as such.
    return value.parts if type(value) is joined else (as_expression(value),)


@frozen(eq=False, repr=False)
class Constant(Expression):
    """A number or a label that the policy itself holds."""

    value: Fraction | str

    def _derive(self) -> None:
        if isinstance(self.value, str):
            self._set(LABEL, False, (Level(self.value),))
        else:
            self._set(NUMBER, False)

    def named_by(self) -> str:
        return str(self.value)


@frozen(eq=False, repr=False)
class Arithmetic(Expression):
    """``left operator right`` with one of ``+ - * /``. A divisor of zero in a record is a fault that names it."""

    operator: str
    left: Expression = field(converter=as_expression)
    right: Expression = field(converter=as_expression)

    def _derive(self) -> None:
        need(NUMBER, self.left, self.right, by=self.operator)
        if self.operator == "/" and isinstance(self.right, Constant) and not self.right.value:
            raise ZeroDivisorError(what=described(self.left))
        self._set(NUMBER, self.left.may_be_absent or self.right.may_be_absent)

    def named_by(self) -> str:
        return f"{described(self.left)} {self.operator} {described(self.right)}"


@frozen(eq=False, repr=False)
class Limited(Expression):
    """A number kept within limits; where they cross, the upper one wins."""

    value: Expression
    low: Expression | None
    high: Expression | None

    def _derive(self) -> None:
        limits = [limit for limit in (self.low, self.high) if limit is not None]
        need(NUMBER, self.value, *limits, by="clamped")
        low, high = (end.value if isinstance(end, Constant) else None for end in (self.low, self.high))
        if isinstance(low, Fraction) and isinstance(high, Fraction) and low > high:
            raise LimitError(low=described(self.low), high=described(self.high))
        self._set(NUMBER, any(part.may_be_absent for part in (self.value, *limits)))


@frozen(eq=False, repr=False)
class Rounded(Expression):
    """A number rounded to decimals; modes are those of ``rounding.MODES``."""

    value: Expression
    places: int
    mode: str = "half_up"

    def _derive(self) -> None:
        need(NUMBER, self.value, by="rounded")
        checked_rounding(self.places, self.mode)
        self._set(NUMBER, self.value.may_be_absent)


@frozen(eq=False, repr=False)
class Line(Expression):
    """The broken line through points, constant outside them."""

    value: Expression
    points: tuple[tuple[Fraction, Fraction], ...]

    def _derive(self) -> None:
        need(NUMBER, self.value, by="through")
        stops = [x for x, _ in self.points]
        if len(stops) < 2 or any(right <= left for left, right in pairwise(stops)):
            raise PointOrderError(points=", ".join(str(x) for x in stops) or "-")
        self._set(NUMBER, self.value.may_be_absent)


@frozen(eq=False, repr=False)
class Comparison(Expression):
    """The condition ``left operator right`` with one of ``< <= > >= ==``; ``==`` compares any two of one kind."""

    operator: str
    left: Expression = field(converter=as_expression)
    right: Expression = field(converter=as_expression)

    def _derive(self) -> None:
        if self.operator == "==":
            need(self.left.kind, self.right, by="equals")
            for label, other in ((self.left, self.right), (self.right, self.left)):
                if label.kind == LABEL and isinstance(other, Constant):
                    checked_levels(label, (str(other.value),))
        else:
            need(NUMBER, self.left, self.right, by=self.operator)
        need_present(self.left, self.right, by=self.operator)
        self._set(CONDITION, False)

    def named_by(self) -> str:
        return f"{described(self.left)} {self.operator} {described(self.right)}"


@frozen(eq=False, repr=False)
class IsOneOf(Expression):
    """The condition that a label is one of some levels."""

    label: Expression
    among: tuple[str, ...]

    def _derive(self) -> None:
        need(LABEL, self.label, by="is_")
        need_present(self.label, by="is_")
        if not self.among:
            raise EmptyPartsError(what="is_")
        checked_levels(self.label, self.among)
        self._set(CONDITION, False)


@frozen(eq=False, repr=False)
class Every(Expression):
    """The condition that all of several conditions hold (``a & b``)."""

    parts: tuple[Expression, ...]
    sign: ClassVar[str] = "&"

    def _derive(self) -> None:
        need(CONDITION, *self.parts, by=self.sign)
        need_present(*self.parts, by=self.sign)
        self._set(CONDITION, False)


@frozen(eq=False, repr=False)
class Either(Every):
    """The condition that at least one of several conditions holds (``a | b``)."""

    sign: ClassVar[str] = "|"


@frozen(eq=False, repr=False)
class Not(Expression):
    """The condition that another one does not hold (``~a``)."""

    condition: Expression

    def _derive(self) -> None:
        need(CONDITION, self.condition, by="~")
        need_present(self.condition, by="~")
        self._set(CONDITION, False)


@frozen(eq=False, repr=False)
class Given(Expression):
    """The condition that a value is present."""

    value: Expression

    def _derive(self) -> None:
        self._set(CONDITION, False)


@frozen(eq=False, repr=False)
class OrElse(Expression):
    """A value, or a default where it is absent."""

    value: Expression
    default: Expression = field(converter=as_expression)

    def _derive(self) -> None:
        need(self.value.kind, self.default, by="or_else")
        if self.value.kind == LABEL:
            checked_levels(self.value, tuple(level.key for level in self.default.levels))
        self._set(self.value.kind, self.default.may_be_absent, self.value.levels)


@frozen(eq=False, repr=False)
class Required(Expression):
    """A value that may be absent by its definition and must be present where it is used."""

    value: Expression

    def _derive(self) -> None:
        self._set(self.value.kind, False, self.value.levels)

    def named_by(self) -> str:
        return described(self.value)


@frozen(eq=False, repr=False)
class Within(Expression):
    """A number that must lie within a range; a record in which it does not is refused."""

    value: Expression
    low: Fraction | None
    high: Fraction | None

    def _derive(self) -> None:
        need(NUMBER, self.value, by="within")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise LimitError(low=str(self.low), high=str(self.high))
        self._set(NUMBER, self.value.may_be_absent)

    def named_by(self) -> str:
        return described(self.value)


@frozen(eq=False, repr=False)
class But(Expression):
    """A value, replaced where a condition holds; what is absent stays absent."""

    value: Expression
    replacement: Expression = field(converter=as_expression)
    when: Expression = field(converter=as_expression)

    def _derive(self) -> None:
        need(self.value.kind, self.replacement, by="but")
        need(CONDITION, self.when, by="but")
        need_present(self.replacement, self.when, by="but")
        if self.value.kind == LABEL:
            checked_levels(self.value, tuple(level.key for level in self.replacement.levels))
        self._set(self.value.kind, self.value.may_be_absent, self.value.levels)


@frozen(eq=False, repr=False)
class Named(HasName, Expression):
    """A part: an expression with a key, a name and its sources."""

    value: Expression
    key: str
    name: str = field(default="", validator=is_a(str))
    sources: tuple[Source, ...] = field(default=None, converter=as_sources)
    english: str = field(default="", kw_only=True, validator=is_a(str))

    def _derive(self) -> None:
        checked_part_key(self.key)
        self._set(self.value.kind, self.value.may_be_absent, self.value.levels)

    def named_by(self) -> str:
        return self.key

    def __repr__(self) -> str:
        return f"<part {self.key}>"
