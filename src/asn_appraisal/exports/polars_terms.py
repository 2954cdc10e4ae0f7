"""Polars terms: the words of polars as expressions."""

from __future__ import annotations

from functools import reduce
from typing import Any

from attrs import field as attribute
from attrs import frozen

from ..algebra.inputs import Field, Number
from ..columns.compiling.bounds import RECORD
from ..errors import MissingExtraError
from .languages import Branches, Term

_LEAST = 2
_NEEDED = "polars>=2.1"


def polars() -> Any:
    """The library. Raises a MissingExtraError where it is not installed."""
    try:
        import polars as pl
    except ImportError:
        raise MissingExtraError(library=_NEEDED, extra="polars") from None
    # Polars 1.31 takes minutes to plan structs that grow in stages.
    if int(pl.__version__.partition(".")[0]) < _LEAST:
        raise MissingExtraError(library=_NEEDED, extra="polars")
    return pl


@frozen
class PolarsTerms:
    """The words of polars: columns of the frame, and of the structs that are the rows of its list columns."""

    pl: Any = attribute(factory=polars, init=False, eq=False, repr=False)

    # --- constants

    def number(self, value: float) -> Term:
        """A literal."""
        return self.pl.lit(float(value), dtype=self.pl.Float64)

    def whole(self, value: int) -> Term:
        """A literal."""
        return self.pl.lit(value, dtype=self.pl.Int64)

    def truth(self, *, holds: bool) -> Term:
        """A literal."""
        return self.pl.lit(holds)

    def text(self, value: str) -> Term:
        """A literal."""
        return self.pl.lit(value)

    def nothing(self, kind: str) -> Term:
        """A null with a type."""
        return self.pl.lit(None, dtype=self.pl.Float64 if kind == "number" else self.pl.String)

    # --- arithmetic

    def add(self, a: Term, b: Term) -> Term:
        """The sum."""
        return a + b

    def subtract(self, a: Term, b: Term) -> Term:
        """The difference."""
        return a - b

    def multiply(self, a: Term, b: Term) -> Term:
        """The product."""
        return a * b

    def divide(self, a: Term, b: Term) -> Term:
        """The quotient; a divisor of 0 gives no number, and ends nothing."""
        return a / b

    def divide_by(self, a: Term, value: float) -> Term:
        """The quotient by a column of the constant: polars multiplies by the inverse of a literal, which is not the same."""
        return a / (a * 0.0 + value)

    def floor(self, a: Term) -> Term:
        """The floor."""
        return a.floor()

    def absolute(self, a: Term) -> Term:
        """The magnitude."""
        return a.abs()

    def limit(self, a: Term, low: float | None, high: float | None) -> Term:
        """A clip."""
        a = a if low is None else a.clip(lower_bound=low)
        return a if high is None else a.clip(upper_bound=high)

    def lesser(self, a: Term, b: Term) -> Term:
        """The smaller one."""
        return self.pl.min_horizontal(a, b)

    def greater(self, a: Term, b: Term) -> Term:
        """The greater one."""
        return self.pl.max_horizontal(a, b)

    # --- conditions

    def compare(self, a: Term, operator: str, b: Term) -> Term:
        """A comparison."""
        words = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq"}
        return getattr(a, words[operator])(b)

    def both(self, *terms: Term) -> Term:
        """And."""
        return reduce(lambda a, b: a & b, terms)

    def either(self, *terms: Term) -> Term:
        """Or."""
        return reduce(lambda a, b: a | b, terms)

    def negated(self, a: Term) -> Term:
        """Not."""
        return ~a

    def choose(self, branches: Branches, otherwise: Term) -> Term:
        """When, then, otherwise."""
        (mask, value), *others = branches
        chain = self.pl.when(mask).then(value)
        for mask, value in others:
            chain = chain.when(mask).then(value)
        return chain.otherwise(otherwise)

    # --- columns as they come

    def is_missing(self, table: str, field: Field) -> Term:
        """Null."""
        return self._column(table, field).is_null()

    def is_given(self, table: str, field: Field) -> Term:
        """Not null, and of a number not NaN."""
        column = self._column(table, field)
        if not isinstance(field, Number):
            return column.is_not_null()
        return column.is_not_null() & self._number(table, field).is_not_nan().fill_null(value=False)

    def is_readable(self, table: str, field: Field) -> Term:
        """A float of four bytes is not read, it stands for another decimal: a third tells which a column holds."""
        if not isinstance(field, Number):
            return self.truth(holds=True)
        third = self.pl.when(self.pl.lit(False)).then(self._column(table, field)).otherwise(1.0 / 3.0)
        return third.cast(self.pl.Float64) == 1.0 / 3.0

    def raw_within(self, table: str, field: Field, low: float, high: float) -> Term:
        """A clip, which leaves a NaN as it is: that is greater than all numbers to polars."""
        return self.limit(self._number(table, field).fill_null(low), low, high)

    def _number(self, table: str, field: Field) -> Term:
        """The column as float64: a product, which texts and dates do not have."""
        return self._column(table, field) * self.pl.lit(1.0, dtype=self.pl.Float64)

    def raw_text(self, table: str, field: Field) -> Term:
        """The column as text."""
        return self._column(table, field).cast(self.pl.String)

    def raw_flag(self, table: str, field: Field) -> Term:
        """The column."""
        return self._column(table, field) & True

    def is_key_missing(self) -> Term:
        """Nowhere: rows of lists are in their record."""
        return self.truth(holds=False)

    def is_plain(self, text: Term) -> Term:
        """By a pattern."""
        return text.str.contains(r"^[!-~]((?s:.)*[!-~])?$").fill_null(value=False)

    def _column(self, table: str, field: Field) -> Term:
        return self.pl.col(field.key) if table == RECORD else self.pl.element().struct.field(field.key)
