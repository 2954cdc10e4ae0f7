"""Nodes of formulas: what a reader of any node needs, the names it may meet, and its words, numbers and sources."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from attrs import define

from ..algebra.bands import Bands
from ..algebra.expressions import Expression
from ..algebra.grids import Grid
from ..algebra.items import Items
from ..algebra.sources import Source
from ..errors import AppraisalError
from ..numbers import exact
from .foreign_words import instead_in
from .grammar import shortened
from .limits import Misfit
from .pieces import BrokenPiece

_Read = TypeVar("_Read")


class Scope(Protocol):
    """The meaning of the names in a formula; an unknown name raises ``Misfit``."""

    def name(self, key: str) -> Expression:
        """The field or part of a key."""

    def part(self, key: str) -> Expression:
        """The part of a key that a field has as well."""

    def field(self, key: str) -> Expression:
        """The field of a key."""

    def items(self, key: str) -> Items:
        """The list of a key."""

    def inside(self, key: str) -> Scope:
        """The names as seen by a row of the list of a key."""

    def bands(self, key: str) -> Bands:
        """The scale of bands of a key."""

    def case(self, key: str) -> tuple[dict[str, Expression], tuple[Source, ...]]:
        """The values of a case and their sources."""

    def grid(self, key: str) -> Callable[[Expression, Expression], Grid]:
        """What makes the grid of a key over two labels."""

    def source(self, key: str) -> Source:
        """The source of a key."""

    def is_list(self, key: str) -> bool:
        """Whether a list has this key."""

    def deeper(self, by: int) -> None:
        """Go one level deeper, or back; refuses formulas that are nested too deeply."""


@define
class NodeReader:
    """Reads nodes of a formula; ``scope`` gives the meaning of its names, ``note`` takes the faults."""

    text: str
    scope: Scope
    note: Callable[[Misfit], None]

    def expression(self, node: ast.expr) -> Expression:
        """The expression of a node."""
        return self.at(node, self.deeper)

    def at(self, node: ast.expr, read: Callable[[Any], _Read]) -> _Read:
        """What is read of a node; its fault is noted with the node's column, and what holds it is given up."""
        try:
            return read(node)
        except AppraisalError as problem:
            fault = Misfit.of(problem)
        except Misfit as problem:
            fault = problem
        if fault.column is None:
            fault.column = node.col_offset + 1
        self.note(fault)
        raise BrokenPiece

    def all_of(self, *entries: tuple[Callable[[Any], Any], ast.expr | None]) -> list[Any]:
        """What is read of several nodes, each in its way (None of None); the faults of all of them are noted."""
        found: list[Any] = []
        for read, node in entries:
            with suppress(BrokenPiece):
                found.append(None if node is None else self.at(node, read))
        if len(found) < len(entries):
            raise BrokenPiece
        return found

    def expressions(self, *nodes: ast.expr) -> list[Expression]:
        """The expressions of several nodes."""
        return self.all_of(*((self.deeper, node) for node in nodes))

    def deeper(self, node: ast.expr) -> Expression:
        """The expression of a node, whose fault whoever asks for it will note."""
        self.scope.deeper(1)
        try:
            return self.meaning(node)
        finally:
            self.scope.deeper(-1)

    def meaning(self, node: ast.expr) -> Expression:
        """The expression that a node means."""
        raise NotImplementedError

    def refused(self, node: ast.expr, sample: str = "") -> Misfit:
        """The fault of a node that cannot stand where it does; the sample shows what can."""
        found = self.text[node.col_offset : node.end_col_offset]
        return Misfit("ASN508", node.col_offset + 1, found=shortened(found), sample=sample or instead_in(node))

    def digits(self, node: ast.Constant) -> str:
        """The digits of a number, as they are written."""
        if type(node.value) not in (int, float):
            raise self.refused(node)
        return self.text[node.col_offset : node.end_col_offset]

    def word(self, node: ast.expr) -> str:
        """A text in quotes."""
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise self.refused(node, "'a'")
        return node.value

    def whole(self, node: ast.expr) -> int:
        """A whole number."""
        sign, digits = 1, node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, digits = -1, node.operand
        if not isinstance(digits, ast.Constant) or type(digits.value) is not int:
            raise self.refused(node, "2")
        return sign * digits.value

    def amount(self, node: ast.expr) -> Any:
        """An exact number of the policy."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return exact(node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return -exact(self.digits(node.operand))
        if isinstance(node, ast.Constant):
            return exact(self.digits(node))
        raise self.refused(node, "60")

    def limit(self, node: ast.expr) -> Any:
        """An exact number, or None for no limit."""
        return None if isinstance(node, ast.Constant) and node.value is None else self.amount(node)

    def sources(self, node: ast.expr | None) -> tuple[Source, ...]:
        """The sources that a text, or several in parentheses, name."""
        if node is None:
            return ()
        words = node.elts if isinstance(node, ast.Tuple) else [node]
        found: list[Source] = []
        for each in words:
            # What is worked out does not depend on its sources: one at fault is noted, and left out.
            with suppress(BrokenPiece):
                found.append(self.at(each, self._source))
        return tuple(found)

    def _source(self, node: ast.expr) -> Source:
        return self.scope.source(self.word(node))
