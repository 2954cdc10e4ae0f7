"""The outline of a policy: its inputs, its parts, and the lists whose rows each part depends on.

Both are found in the policy's tree, never listed by hand. Two parts or fields that could be mistaken for each other are
refused here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from attrs import define, field, frozen

from ..algebra.expressions import Expression, Named
from ..algebra.inputs import Field
from ..algebra.items import Check, Items, Over
from ..algebra.rules import Hole
from ..errors import FieldConflictError, HoleError, PartFieldKeyError, PartKeyError, RowFieldError


@frozen
class PlacedPart:
    """A part and the lists whose rows it depends on (none: it has one value per record)."""

    part: Named
    lists: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The part's key."""
        return self.part.key


@frozen
class Outline:
    """What a policy reads and works out: fields of the record, lists, and parts in the order they are worked out."""

    fields: tuple[Field, ...]
    lists: tuple[Items, ...]
    parts: tuple[PlacedPart, ...]

    @property
    def inputs(self) -> tuple[Field | Items, ...]:
        """Fields first, then lists, each in order of first appearance."""
        return (*self.fields, *self.lists)


def outline(expressions: Iterable[Expression], checks: Iterable[Check] = ()) -> Outline:
    """The outline of some expressions and checks on the record; raises ``PolicyError`` where keys clash."""
    walk = _Walk()
    for expression in expressions:
        walk.visit(expression, None)
    for check in checks:
        walk.visit(check.condition, None)
    done: set[str] = set()
    while pending := [items for key, items in walk.lists.items() if key not in done]:
        for items in pending:
            done.add(items.key)
            for check in items.checks:
                walk.visit(check.condition, items)
    return walk.outline()


@lru_cache(maxsize=8192)
def uses_row(expression: Expression, items: Items) -> bool:
    """Whether an expression depends on the row of a list."""
    if isinstance(expression, Field):
        return expression in items.fields
    # What is worked out over a list sees that list's rows and the record, no row outside.
    return not isinstance(expression, Over) and any(uses_row(child, items) for child in expression.children())


@define
class _Walk:
    fields: dict[str, Field] = field(factory=dict)
    lists: dict[str, Items] = field(factory=dict)
    parts: dict[str, tuple[Named, dict[str, None]]] = field(factory=dict)
    seen: set[tuple[Expression, str]] = field(factory=set)

    def visit(self, expression: Expression, items: Items | None) -> None:
        place = (expression, items.key if items else "")
        if place in self.seen:
            return
        self.seen.add(place)
        if isinstance(expression, Hole):
            raise HoleError(what=expression.what)
        if isinstance(expression, Field):
            self.field(expression, items)
        elif isinstance(expression, Over):
            self.items(expression.items)
            for child in expression.children():
                self.visit(child, expression.items)
        else:
            for child in expression.children():
                self.visit(child, items)
        if isinstance(expression, Named):
            self.part(expression, items)

    def field(self, found: Field, items: Items | None) -> None:
        if items is not None and found in items.fields:
            return
        if items is not None and found.key in {each.key for each in items.fields}:
            raise FieldConflictError(field=f"{items.key}.{found.key}")
        if self.fields.setdefault(found.key, found) != found:
            raise FieldConflictError(field=found.key)

    def items(self, found: Items) -> None:
        if self.lists.setdefault(found.key, found) != found:
            raise FieldConflictError(field=found.key)

    def part(self, found: Named, items: Items | None) -> None:
        known, lists = self.parts.setdefault(found.key, (found, {}))
        if known != found:
            raise PartKeyError(key=found.key)
        if items is not None and uses_row(found, items):
            lists[items.key] = None

    def outline(self) -> Outline:
        for items in self.lists.values():
            if items.key in self.fields:
                raise FieldConflictError(field=items.key)
            for row_field in items.fields:
                # A row's formula used outside its list would silently read a field of the record.
                if self.fields.get(row_field.key) == row_field:
                    raise RowFieldError(what=f"{items.key}.{row_field.key}")
        for key in self.parts:
            if key in self.fields or key in self.lists:
                raise PartFieldKeyError(key=key)
        placed = tuple(PlacedPart(part, tuple(lists)) for part, lists in self.parts.values())
        return Outline(tuple(self.fields.values()), tuple(self.lists.values()), placed)
