"""SQL terms: the words of SQL as expressions of sqlglot, and what each dialect writes in its own way.

Every number is cast to float64 from a text, so that no dialect takes it for a decimal; nothing rests on how a dialect rounds
or divides whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from attrs import field as attribute
from attrs import frozen

from ..algebra.inputs import Category, Field, Flag, Number
from ..columns.compiling.bounds import RECORD
from ..errors import MissingExtraError
from .field_columns import MORE_DECIMALS
from .languages import Branches, Term

DIALECTS = ("duckdb", "postgres", "spark")
_WHOLE_TYPES = {
    "duckdb": ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    "postgres": ("smallint", "integer", "bigint"),
    "spark": ("tinyint", "smallint", "int", "bigint"),
}
_DOUBLE = {"duckdb": "DOUBLE", "postgres": "double precision", "spark": "double"}
_DECIMAL = {"duckdb": "DECIMAL(%,{})", "spark": "decimal(%,{})"}
_TEXTS = {"duckdb": ("VARCHAR", "ENUM(%"), "postgres": (), "spark": ("string",)}
_FLAG = {"duckdb": "BOOLEAN", "postgres": "boolean", "spark": "boolean"}


def sqlglot() -> Any:
    """The expressions of sqlglot. Raises a MissingExtraError where it is not installed."""
    try:
        from sqlglot import exp
    except ImportError:
        raise MissingExtraError(library="sqlglot", extra="sql") from None
    return exp


@frozen
class SqlTerms:
    """The words of one dialect; ``tables`` are the names of relations whose columns are read as they come."""

    dialect: str
    tables: Mapping[str, str]
    keys: tuple[str, ...] = ()
    exp: Any = attribute(factory=sqlglot, init=False, eq=False, repr=False)

    # --- constants

    def number(self, value: float) -> Term:
        """Cast from the text of the float."""
        return self.cast(self.exp.Literal.string(repr(float(value))), "DOUBLE")

    def whole(self, value: int) -> Term:
        """A whole number."""
        return self.exp.Literal.number(value)

    def truth(self, *, holds: bool) -> Term:
        """TRUE or FALSE."""
        return self.exp.Boolean(this=holds)

    def text(self, value: str) -> Term:
        """A text, quoted."""
        return self.exp.Literal.string(value)

    def nothing(self, kind: str) -> Term:
        """NULL with a type."""
        return self.cast(self.exp.Null(), "DOUBLE" if kind == "number" else "TEXT")

    # --- arithmetic

    def add(self, a: Term, b: Term) -> Term:
        """The sum."""
        return self.exp.Add(this=self._inner(a), expression=self._inner(b))

    def subtract(self, a: Term, b: Term) -> Term:
        """The difference."""
        return self.exp.Sub(this=self._inner(a), expression=self._inner(b))

    def multiply(self, a: Term, b: Term) -> Term:
        """The product."""
        return self.exp.Mul(this=self._inner(a), expression=self._inner(b))

    def divide(self, a: Term, b: Term) -> Term:
        """The quotient, by 1 instead of by 0, which ends a query in some dialects."""
        zero = self.compare(b.copy(), "==", self.number(0.0))
        return self._quotient(a, self.choose([(zero, self.number(1.0))], b))

    def divide_by(self, a: Term, value: float) -> Term:
        """The quotient by a constant."""
        return self._quotient(a, self.number(value))

    def _quotient(self, a: Term, b: Term) -> Term:
        return self.exp.Div(this=self._inner(a), expression=self._inner(b), typed=True, safe=False)

    def floor(self, a: Term) -> Term:
        """FLOOR, as a float in every dialect."""
        return self.cast(self.exp.Anonymous(this="FLOOR", expressions=[a]), "DOUBLE")

    def absolute(self, a: Term) -> Term:
        """ABS."""
        return self.exp.Anonymous(this="ABS", expressions=[a])

    def limit(self, a: Term, low: float | None, high: float | None) -> Term:
        """LEAST of GREATEST."""
        a = a if low is None else self.greater(a, self.number(low))
        return a if high is None else self.lesser(a, self.number(high))

    def lesser(self, a: Term, b: Term) -> Term:
        """LEAST."""
        return self.exp.Anonymous(this="LEAST", expressions=[a, b])

    def greater(self, a: Term, b: Term) -> Term:
        """GREATEST."""
        return self.exp.Anonymous(this="GREATEST", expressions=[a, b])

    # --- conditions

    def compare(self, a: Term, operator: str, b: Term) -> Term:
        """A comparison."""
        exp = self.exp
        kind = {"<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "==": exp.EQ}[operator]
        return kind(this=self._inner(a), expression=self._inner(b))

    def both(self, *terms: Term) -> Term:
        """AND."""
        return reduce(lambda a, b: self._joined(self.exp.And, a, b), terms)

    def either(self, *terms: Term) -> Term:
        """OR."""
        return reduce(lambda a, b: self._joined(self.exp.Or, a, b), terms)

    def _joined(self, kind: Any, a: Term, b: Term) -> Term:
        """Conditions joined by one word need no brackets, nor do comparisons."""
        exp = self.exp

        def inner(term: Term) -> Term:
            return self._inner(term) if isinstance(term, exp.Connector) and not isinstance(term, kind) else term

        return kind(this=inner(a), expression=inner(b))

    def negated(self, a: Term) -> Term:
        """NOT."""
        return self.exp.Not(this=self._inner(a))

    def choose(self, branches: Branches, otherwise: Term) -> Term:
        """CASE."""
        ifs = [self.exp.If(this=mask, true=value) for mask, value in branches]
        return self.exp.Case(ifs=ifs, default=otherwise)

    # --- columns as they come

    def is_missing(self, table: str, field: Field) -> Term:
        """NULL."""
        return self.exp.Is(this=self._column(table, field), expression=self.exp.Null())

    def is_given(self, table: str, field: Field) -> Term:
        """Not NULL, and of a number not NaN: in SQL a NaN is equal to itself."""
        given = self.negated(self.is_missing(table, field))
        if not isinstance(field, Number):
            return given
        nan = self.compare(self._number(table, field), "==", self.number(float("nan")))
        return self.both(given, self.negated(nan))

    def is_readable(self, table: str, field: Field) -> Term:
        """By the name of the column's type; a float of four bytes is not read, it stands for another decimal."""
        column, dialect = self._column(table, field), self.dialect
        if dialect == "postgres":
            return self._readable_in_postgres(column, field)
        kind = self._call("TYPEOF", column)
        if isinstance(field, Flag):
            return self._like(kind, [_FLAG[dialect]])
        if isinstance(field, Category):
            return self._like(kind, _TEXTS[dialect])
        scales = range(getattr(field, "decimals", 0) + MORE_DECIMALS + 1)
        decimals = [_DECIMAL[dialect].format(scale) for scale in scales]
        return self._like(kind, [_DOUBLE[dialect], *_WHOLE_TYPES[dialect], *decimals])

    def _like(self, kind: Term, patterns: Any) -> Term:
        exp = self.exp
        plain = [self.text(each) for each in patterns if "%" not in each]
        terms = [exp.In(this=kind.copy(), expressions=plain)] if plain else []
        terms += [exp.Like(this=kind.copy(), expression=self.text(each)) for each in patterns if "%" in each]
        return self.either(*terms)

    def _readable_in_postgres(self, column: Term, field: Field) -> Term:
        kind = self._call("PG_TYPEOF", column.copy())
        if isinstance(field, Flag):
            return self.compare(kind, "==", self._type("boolean"))
        if isinstance(field, Category):
            return self.truth(holds=True)  # any type is compared as text
        plain = [self._type(each) for each in (_DOUBLE["postgres"], *_WHOLE_TYPES["postgres"])]
        numeric = self.compare(kind.copy(), "==", self._type("numeric"))
        # A numeric says only value by value how many decimals it has.
        value = self.cast(column, "DECIMAL")
        whole = self.compare(value, "==", self._call("ROUND", value.copy(), self.whole(getattr(field, "decimals", 0))))
        number = self.compare(value.copy(), "<", self.cast(self.text("NaN"), "DECIMAL"))
        given = self._call("COALESCE", self.both(whole, number), self.truth(holds=True))
        always = (self.exp.In(this=kind, expressions=plain), self.truth(holds=True))
        return self.choose([always, (numeric, given)], self.truth(holds=False))

    def raw_within(self, table: str, field: Field, low: float, high: float) -> Term:
        """LEAST and GREATEST pass NULL by, and a NaN is greater than all numbers to them."""
        return self.limit(self._number(table, field), low, high)

    def _number(self, table: str, field: Field) -> Term:
        """The column cast to float64; text that is no number becomes NULL where the dialect can do that."""
        column = self._column(table, field)
        if self.dialect == "postgres":
            return self.cast(column, "DOUBLE")
        return self.exp.TryCast(this=column, to=self.exp.DataType.build("DOUBLE"), safe=True)

    def raw_text(self, table: str, field: Field) -> Term:
        """The column cast to text."""
        return self.cast(self._column(table, field), "TEXT")

    def raw_flag(self, table: str, field: Field) -> Term:
        """The column cast to a boolean."""
        return self.cast(self._column(table, field), "BOOLEAN")

    def is_key_missing(self) -> Term:
        """NULL, or blank text."""
        exp = self.exp
        found = []
        for place in range(len(self.keys)):
            column = self.key(RECORD, place)
            blank = self.compare(self._call("TRIM", self.cast(column.copy(), "TEXT")), "==", self.text(""))
            found += [exp.Is(this=column, expression=exp.Null()), blank]
        return self.either(*found) if found else self.truth(holds=False)

    def is_plain(self, text: Term) -> Term:
        """By the codes of the first and the last character."""
        ends = (self._call("LEFT", text.copy(), self.whole(1)), self._call("RIGHT", text, self.whole(1)))
        found = []
        for end in ends:
            code = self._call("ASCII", end)
            found += [self.compare(code, ">", self.whole(32)), self.compare(code.copy(), "<", self.whole(127))]
        return self.both(*found)

    def key(self, table: str, place: int) -> Term:
        """A column of the key, as it comes."""
        return self.exp.column(self.keys[place], table=self.tables[table], quoted=True)

    def _type(self, name: str) -> Term:
        """A type of PostgreSQL as a value."""
        return self.exp.Cast(this=self.text(name), to=self.exp.DataType.build("regtype", udt=True))

    def _column(self, table: str, field: Field) -> Term:
        return self.exp.column(field.key, table=self.tables[table], quoted=True)

    def _call(self, function: str, *arguments: Term) -> Term:
        return self.exp.Anonymous(this=function, expressions=[*arguments])

    def cast(self, term: Term, kind: str) -> Term:
        """A cast to a type by its name."""
        return self.exp.Cast(this=term, to=self.exp.DataType.build(kind))

    def _inner(self, term: Term) -> Term:
        exp = self.exp
        return exp.Paren(this=term) if isinstance(term, exp.Binary | exp.Unary | exp.Predicate) else term
