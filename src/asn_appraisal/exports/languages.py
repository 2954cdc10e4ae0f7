"""Languages: what a language of expressions must be able to say, for a certified program to be written in it.

Numbers are float64, conditions never unknown, and level numbers of labels whole. A term is whatever the language makes of
an expression; a table of operations (``program_columns``) is written once, in these words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ..algebra.inputs import Field

Term = Any
At = Callable[[int], Term]
Branches = Sequence[tuple[Term, Term]]


class Language(Protocol):
    """The words of a language of expressions."""

    def number(self, value: float) -> Term:
        """A constant, exactly this float."""

    def whole(self, value: int) -> Term:
        """A constant level number."""

    def truth(self, *, holds: bool) -> Term:
        """A condition that holds everywhere or nowhere."""

    def add(self, a: Term, b: Term) -> Term:
        """The sum, of numbers or level numbers."""

    def subtract(self, a: Term, b: Term) -> Term:
        """The difference."""

    def multiply(self, a: Term, b: Term) -> Term:
        """The product, of numbers or level numbers."""

    def divide(self, a: Term, b: Term) -> Term:
        """The correctly rounded quotient of two columns; a divisor of 0 must not end the run."""

    def divide_by(self, a: Term, value: float) -> Term:
        """The correctly rounded quotient by a constant."""

    def floor(self, a: Term) -> Term:
        """The greatest whole number up to a number."""

    def absolute(self, a: Term) -> Term:
        """The magnitude."""

    def limit(self, a: Term, low: float | None, high: float | None) -> Term:
        """A number within constant limits; where they cross, the upper one wins."""

    def lesser(self, a: Term, b: Term) -> Term:
        """The smaller of two numbers."""

    def greater(self, a: Term, b: Term) -> Term:
        """The greater of two numbers."""

    def compare(self, a: Term, operator: str, b: Term) -> Term:
        """The condition ``a operator b``, with ``<``, ``<=``, ``>``, ``>=`` or ``==``; of conditions with ``==`` alone."""

    def both(self, *terms: Term) -> Term:
        """Where all of some conditions hold."""

    def either(self, *terms: Term) -> Term:
        """Where one of some conditions holds."""

    def negated(self, a: Term) -> Term:
        """Where a condition does not hold."""

    def choose(self, branches: Branches, otherwise: Term) -> Term:
        """The value of the first branch whose condition holds."""

    def text(self, value: str) -> Term:
        """A constant text."""

    def nothing(self, kind: str) -> Term:
        """No value, of the type of a ``"number"`` or a ``"text"``."""

    # --- columns as they come

    def is_given(self, table: str, field: Field) -> Term:
        """Where a column has a value; a NaN is none."""

    def is_missing(self, table: str, field: Field) -> Term:
        """Where a column has no value; of a number a NaN may be left out, since no limits hold it."""

    def is_readable(self, table: str, field: Field) -> Term:
        """Where a column is of a type that is read exactly."""

    def raw_within(self, table: str, field: Field, low: float, high: float) -> Term:
        """The column of a number as float64, kept within limits; a missing value is one of the limits, a NaN too or itself."""

    def raw_text(self, table: str, field: Field) -> Term:
        """The column of a category as text."""

    def raw_flag(self, table: str, field: Field) -> Term:
        """The column of a flag."""

    def is_key_missing(self) -> Term:
        """Where a column of the key of records has no value."""

    def is_plain(self, text: Term) -> Term:
        """Where a text begins and ends with a printable character of ASCII that is no blank."""


class Silent:
    """A language that says nothing: with it the columns that an expression reads are counted."""

    def __getattr__(self, _: str) -> Callable[..., None]:
        return lambda *_, **__: None
