"""Nodes: the plain data that policies are made of.

A node is equal to another by value, hashes once, pickles, and knows the expressions directly below it. ``calculates``
is true of expressions, which give a value, and false of the data between them (a band, a scale of bands).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

import attrs
from attrs import field, frozen


@frozen(eq=False, repr=False)
class Node:
    """Plain data that may carry expressions; equal by value, with its hash worked out once."""

    calculates: ClassVar[bool] = False
    _hash: int = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self._derive()
        object.__setattr__(self, "_hash", hash((type(self).__name__, *self.values())))

    def _derive(self) -> None:
        """Check the node and set what follows from its fields."""

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        return tuple(a.alias for a in attrs.fields(cls) if a.init)

    def values(self) -> tuple[Any, ...]:
        """The fields of the node, in order."""
        return tuple(getattr(self, a.name) for a in attrs.fields(type(self)) if a.init)

    @classmethod
    def make(cls, values: tuple[Any, ...]) -> Self:
        """A node from the values of its fields, in order."""
        # Classes with a friendly __init__ (Mean(a, b, c)) keep the plain one as __attrs_init__.
        node = cls.__new__(cls)
        plain: Callable[..., None] = getattr(node, "__attrs_init__", None) or type(node).__init__.__get__(node)
        plain(**dict(zip(cls._names(), values, strict=True)))
        return node

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Node) and self._hash == other._hash and _alike(self, other)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        # The hash is not stored: texts hash differently in each process.
        return _remake, (type(self), self.values())

    def __repr__(self) -> str:
        shown = ", ".join(f"{n}={v!r}" for n, v in zip(self._names(), self.values(), strict=True))
        return f"{type(self).__name__}({shown})"

    def children(self) -> Iterator[Any]:
        """The expressions directly below, in the order they are written."""
        for value in self.values():
            yield from _expressions_in(value)

    def map(self, change: Callable[[Any], Any]) -> Self:
        """The same node with ``change`` applied to each expression directly below; itself when nothing changes."""
        before = self.values()
        after = tuple(_mapped(value, change) for value in before)
        if all(new is old for new, old in zip(after, before, strict=True)):
            return self
        return self.make(after)


class Rewrite:
    """Puts new expressions in the place of old ones, wherever they stand; what is shared stays shared.

    ``changes`` has what an expression becomes; it is not looked into. ``after`` may change any other once more, given the
    expression as it was and as its changed parts make it. ``done`` keeps each expression met with what became of it.
    """

    def __init__(
        self, changes: Mapping[Any, Any] | None = None, after: Callable[[Any, Any], Any] | None = None
    ) -> None:
        self.done: dict[Any, Any] = dict(changes or {})
        self.after = after

    def __call__(self, expression: Any) -> Any:
        """The expression with its changes."""
        if expression not in self.done:
            changed = expression.map(self)
            self.done[expression] = changed if self.after is None else self.after(expression, changed)
        return self.done[expression]


def _alike(one: object, other: object) -> bool:
    """Whether two things are written alike; two nodes that are reached again by another path are compared once."""
    waiting, met = [(one, other)], set()
    while waiting:
        left, right = waiting.pop()
        if left is right:
            continue
        if isinstance(left, Node):
            if type(left) is not type(right) or hash(left) != hash(right):
                return False
            if (id(left), id(right)) not in met:
                met.add((id(left), id(right)))
                waiting += zip(left.values(), right.values(), strict=True)
        elif isinstance(left, tuple):
            if not isinstance(right, tuple) or len(left) != len(right):
                return False
            waiting += zip(left, right, strict=True)
        elif left != right:
            return False
    return True


def _remake(cls: type[Node], values: tuple[Any, ...]) -> Node:
    return cls.make(values)


def _expressions_in(value: object) -> Iterator[Any]:
    if isinstance(value, Node):
        if value.calculates:
            yield value
        else:
            yield from value.children()
    elif isinstance(value, tuple):
        for entry in value:
            yield from _expressions_in(entry)


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, Node):
        return change(value) if value.calculates else value.map(change)
    if isinstance(value, tuple):
        after = tuple(_mapped(entry, change) for entry in value)
        return value if all(new is old for new, old in zip(after, value, strict=True)) else after
    return value
