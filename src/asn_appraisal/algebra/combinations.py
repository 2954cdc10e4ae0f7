"""Combinations: weighted sums, means and extremes of several parts.

Each takes its parts as arguments and refuses a part that may be absent; ``of_given`` takes the parts that are present
and shares the weights among them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar, Self

from attrs import field, frozen

from ..arguments import checked_count
from ..errors import EmptyPartsError, WeightError, WeightKindError, WeightSumError
from ..numbers import exact, to_text
from .expressions import Expression, as_expression
from .kinds import NUMBER, described, need, need_present
from .sources import Source, Sources, as_sources


@frozen(eq=False, repr=False, init=False)
class Combination(Expression):
    """Several numbers made one. ``given_only`` and ``at_least`` say what becomes of absent parts."""

    word: ClassVar[str] = ""

    parts: tuple[Expression, ...]
    given_only: bool = False
    at_least: int = 1

    def __init__(self, *parts: object) -> None:
        self.__attrs_init__(tuple(as_expression(part) for part in parts))

    @classmethod
    def of_given(cls, *parts: object, at_least: int = 1) -> Self:
        """The same over the parts that are present; a record with fewer than ``at_least`` of them is refused."""
        return cls.make((tuple(as_expression(part) for part in parts), True, at_least))

    def _derive(self) -> None:
        if not self.parts:
            raise EmptyPartsError(what=self.word)
        need(NUMBER, *self.parts, by=self.word)
        checked_count(self.at_least, "at_least", 1, len(self.parts))
        if not self.given_only:
            need_present(*self.parts, by=self.word)
        self._set(NUMBER, False)


@frozen(eq=False, repr=False, init=False)
class Sum(Combination):
    """The sum of its parts."""

    word: ClassVar[str] = "Sum"


@frozen(eq=False, repr=False, init=False)
class Mean(Combination):
    """The arithmetic mean of its parts.

    >>> from asn_appraisal.algebra.inputs import Number
    >>> Mean.of_given(Number("waktu"), Number("biaya", optional=True)).may_be_absent
    False
    """

    word: ClassVar[str] = "Mean"


@frozen(eq=False, repr=False, init=False)
class Least(Combination):
    """The least of its parts."""

    word: ClassVar[str] = "Least"


@frozen(eq=False, repr=False, init=False)
class Greatest(Combination):
    """The greatest of its parts."""

    word: ClassVar[str] = "Greatest"


@frozen(eq=False, repr=False, init=False)
class Weighted(Combination):
    """The sum of its parts by weights in percent, which make 100.

    Each argument is a target with a weight, ``(weight, part)`` or ``(weight, part, source)``.
    """

    word: ClassVar[str] = "Weighted"

    weights: tuple[Fraction, ...] = field(default=(), kw_only=True)
    sources: tuple[tuple[Source, ...], ...] = field(default=(), kw_only=True)

    def __init__(self, *pairs: object, source: Sources = None) -> None:
        parts, weights, sources = _unzipped(pairs, source)
        self.__attrs_init__(parts, weights=weights, sources=sources)

    @classmethod
    def of_given(cls, *pairs: object, at_least: int = 1, source: Sources = None) -> Self:
        """The weighted mean of the parts that are present; the weights of the others are shared among them."""
        parts, weights, sources = _unzipped(pairs, source)
        return cls.make((parts, True, at_least, weights, sources))

    def _derive(self) -> None:
        super()._derive()
        listed = ", ".join(f"{described(p)}={to_text(w)}" for w, p in zip(self.weights, self.parts, strict=True))
        for weight, part in zip(self.weights, self.parts, strict=True):
            if weight <= 0:
                raise WeightError(part=described(part), weight=to_text(weight))
        if sum(self.weights) != 100:
            raise WeightSumError(total=to_text(sum(self.weights, Fraction(0))), weights=listed)


def weight_of(weight: object) -> Fraction:
    """The weight that a policy states; raises ``WeightKindError`` for one that would depend on the record."""
    if isinstance(weight, Expression):
        raise WeightKindError(weight=described(weight))
    return exact(weight)


def _unzipped(
    pairs: tuple[Any, ...], source: Sources
) -> tuple[tuple[Expression, ...], tuple[Fraction, ...], tuple[tuple[Source, ...], ...]]:
    entries = [_entry(pair) for pair in pairs]
    return (
        tuple(part for _, part, _ in entries),
        tuple(weight for weight, _, _ in entries),
        tuple(as_sources(own) or as_sources(source) for _, _, own in entries),
    )


def _entry(pair: Any) -> tuple[Fraction, Expression, Sources]:
    if isinstance(pair, tuple) and len(pair) in {2, 3}:
        weight, part, *source = pair
        return weight_of(weight), as_expression(part), source[0] if source else None
    if isinstance(getattr(pair, "weight", None), Fraction) and hasattr(pair, "part"):
        return pair.weight, as_expression(pair), None
    raise WeightError(part=described(pair), weight="-")
