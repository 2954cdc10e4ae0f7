"""Items: a list of rows inside a record (activities, respondents, documents), and what is worked out over them.

A formula over the rows sees the row's fields first, then the record's. A field's identity is its list and its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from attrs import evolve, field, frozen

from ..arguments import checked_count, is_a, several
from ..errors import EmptyPartsError, FieldConflictError, UniqueAbsentError, UniqueFieldError
from ..similar_names import closest
from .expressions import Expression, as_expression
from .inputs import Field
from .keys import checked_key
from .kinds import CONDITION, NUMBER, described, need, need_present
from .names import HasName
from .nodes import Node

MOST_ROWS = 10**6  # that a list may be said to hold
OVERALL = ("mean", "sum", "weighted", "count", "least", "greatest")


@frozen(eq=False, repr=False)
class Check(HasName, Node):
    """A condition that data must meet, with the words that say what would be right."""

    condition: Expression = field(converter=as_expression)
    name: str = field(validator=is_a(str))
    english: str = field(default="", validator=is_a(str))

    def _derive(self) -> None:
        need(CONDITION, self.condition, by="Check")
        need_present(self.condition, by="Check")

    def _indonesian(self) -> str:
        return self.name


def _fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    return several(fields, "Items(fields)", Field)


def as_checks(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Several checks, as a tuple."""
    return several(checks, "checks", Check)


def _keys(fields: Any) -> tuple[str, ...]:
    """The keys of one field or several, each given by itself or by its key."""
    given = (
        (fields,)
        if isinstance(fields, str | Field)
        else several(fields, "Items(unique=...)", str, Field, right="unique")
    )
    return tuple(each.key if isinstance(each, Field) else each for each in given)


def _maybe(condition: object) -> Expression | None:
    return None if condition is None else as_expression(condition)


@frozen(eq=False, repr=False)
class Items(HasName, Node):
    """A list of rows, each with its own fields; ``at_least`` rows, unless the list is ``optional``, and ``at_most``.

    ``unique`` names a field, or several, whose values must not occur together in two rows of one record; none of them may
    be absent. ``checks`` are conditions that each row must meet. An empty list is a fault of a required list and the same
    as an absent one of an optional list.

    >>> from asn_appraisal.algebra.inputs import Count, Number
    >>> triwulan = Count("triwulan", low=1, high=4)
    >>> tahun = Items("tahun", (triwulan, Number("nilai")), at_most=4, unique=triwulan)
    >>> tahun.at_most, tahun.unique
    (4, ('triwulan',))
    """

    key: str
    fields: tuple[Field, ...] = field(converter=_fields)
    name: str = field(default="", validator=is_a(str))
    english: str = field(default="", kw_only=True, validator=is_a(str))
    checks: tuple[Check, ...] = field(default=(), kw_only=True, converter=as_checks)
    at_least: int = field(default=1, kw_only=True)
    optional: bool = field(default=False, kw_only=True, validator=is_a(bool))
    at_most: int | None = field(default=None, kw_only=True)
    unique: tuple[str, ...] = field(default=(), kw_only=True, converter=_keys)

    def _derive(self) -> None:
        checked_key(self.key)
        checked_count(self.at_least, "at_least", 0, MOST_ROWS)
        if self.at_most is not None:
            checked_count(self.at_most, "at_most", max(self.at_least, 1), MOST_ROWS)
        if not self.fields:
            raise EmptyPartsError(what=self.key)
        keys = [each.key for each in self.fields]
        for key in keys:
            if keys.count(key) > 1:
                raise FieldConflictError(field=f"{self.key}.{key}")
        self._check_unique(keys)

    def _check_unique(self, keys: list[str]) -> None:
        left = set(keys)
        for key in self.unique:
            if key in left:
                left.remove(key)
            else:
                close = ", ".join(closest(key, keys, 1)) if key not in keys else ""
                raise UniqueFieldError(items=self.key, field=key, fields=", ".join(keys), close=close)
        for each in self.unique_fields:
            if each.may_be_absent:
                raise UniqueAbsentError(field=f"{self.key}.{each.key}")
        # In the order of the fields, so that two spellings of one rule are one list.
        object.__setattr__(self, "unique", tuple(each.key for each in self.unique_fields))

    @property
    def unique_fields(self) -> tuple[Field, ...]:
        """The fields whose values must not occur together in two rows, in the order of the fields."""
        return tuple(each for each in self.fields if each.key in self.unique)

    def map(self, change: Callable[[Any], Any]) -> Self:
        """The same list with its checks changed; its fields are what the record holds."""
        checks = tuple(check.map(change) for check in self.checks)
        if checks == self.checks:
            return self
        named = dict(zip(self._names(), self.values(), strict=True))
        return self.make(tuple({**named, "checks": checks}.values()))

    @property
    def may_be_empty(self) -> bool:
        """Whether a record may have no row."""
        return self.optional or self.at_least == 0

    def to_dict(self) -> dict[str, Any]:
        """The list as plain JSON data for form builders."""
        return {
            "key": self.key,
            "type": "items",
            "name": self.called("id"),
            "english": self.called("en"),
            "needed": not self.may_be_empty,
            "at_least": 0 if self.optional else self.at_least,
            "at_most": self.at_most,
            "unique": list(self.unique),
            "fields": [each.to_dict() for each in self.fields],
        }

    def where(self, condition: Expression) -> Rows:
        """The rows that meet a condition."""
        return Rows(self, condition)

    def mean(self, value: object) -> Over:
        """The mean over the rows; absent where a list that may be empty is empty."""
        return Rows(self).mean(value)

    def sum(self, value: object) -> Over:
        """The sum over the rows; 0 without rows."""
        return Rows(self).sum(value)

    def weighted(self, value: object, *, by: object) -> Over:
        """The mean over the rows weighted by a number of each row."""
        return Rows(self).weighted(value, by=by)

    def count(self, where: Expression | None = None) -> Over:
        """The number of rows (that meet a condition)."""
        return Rows(self, where).count()

    def least(self, value: object) -> Over:
        """The least over the rows."""
        return Rows(self).least(value)

    def greatest(self, value: object) -> Over:
        """The greatest over the rows."""
        return Rows(self).greatest(value)


@frozen
class Rows:
    """The rows of a list, all or those that meet a condition; what is worked out over them."""

    items: Items
    condition: Expression | None = field(default=None, converter=_maybe)

    def where(self, condition: Expression) -> Self:
        """Those of these rows that meet a further condition."""
        return evolve(self, condition=condition if self.condition is None else self.condition & condition)

    def mean(self, value: object) -> Over:
        """The mean over these rows; absent where no row is left."""
        return Over(self.items, "mean", as_expression(value), where=self.condition)

    def sum(self, value: object) -> Over:
        """The sum over these rows; 0 without rows."""
        return Over(self.items, "sum", as_expression(value), where=self.condition)

    def weighted(self, value: object, *, by: object) -> Over:
        """The mean over these rows weighted by a number of each row; weights that sum to 0 are a fault."""
        return Over(self.items, "weighted", as_expression(value), by=as_expression(by), where=self.condition)

    def count(self) -> Over:
        """The number of these rows."""
        return Over(self.items, "count", where=self.condition)

    def least(self, value: object) -> Over:
        """The least over these rows."""
        return Over(self.items, "least", as_expression(value), where=self.condition)

    def greatest(self, value: object) -> Over:
        """The greatest over these rows."""
        return Over(self.items, "greatest", as_expression(value), where=self.condition)


@frozen(eq=False, repr=False)
class Over(Expression):
    """One number from the rows of a list: ``how`` is one of ``OVERALL``."""

    items: Items
    how: str
    value: Expression | None = None
    by: Expression | None = field(default=None, kw_only=True)
    where: Expression | None = field(default=None, kw_only=True)

    def _derive(self) -> None:
        parts = [part for part in (self.value, self.by) if part is not None]
        need(NUMBER, *parts, by=self.named_by())
        need_present(*parts, by=self.named_by())
        if self.where is not None:
            need(CONDITION, self.where, by="where")
            need_present(self.where, by="where")
        may_lack_rows = self.where is not None or self.items.may_be_empty
        self._set(NUMBER, may_lack_rows and self.how not in {"sum", "count"})

    def children(self) -> Iterator[Expression]:
        """The row's formulas: what is worked out, its weight and its condition."""
        # The list's own checks are conditions on data, not parts of this value.
        for part in (self.value, self.by, self.where):
            if part is not None:
                yield part

    def named_by(self) -> str:
        return f"{self.items.key}.{self.how}({described(self.value) if self.value is not None else ''})"
