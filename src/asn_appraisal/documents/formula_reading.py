"""Formulas read back: the tree of a line of text becomes an expression, and nothing is ever evaluated.

Each node of the tree is either on the list of what a formula may contain, or a fault with its column; the members of a node
are all read before it is given up, so that the faults of a formula are noted together. The digits of a number come from the
text itself, without a float in between.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from attrs import define, field, frozen

from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ..algebra.edges import Edge
from ..algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Expression,
    Given,
    IsOneOf,
    Line,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
    as_expression,
)
from ..algebra.items import OVERALL, Over, Rows
from ..algebra.keys import RESERVED
from ..numbers import exact
from .grammar import SAMPLES
from .limits import Misfit
from .nodes import NodeReader
from .pieces import BrokenPiece

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_JOINED: dict[type, type[Every | Either]] = {ast.BitAnd: Every, ast.BitOr: Either}
_COMBINATIONS: dict[str, type[Combination]] = {each.word: each for each in (Sum, Mean, Least, Greatest)}


@frozen
class Call:
    """A call: what is called, its arguments by position and by name."""

    node: ast.Call
    word: str
    arguments: list[ast.expr]
    named: dict[str, ast.expr] = field(factory=dict)

    @property
    def value(self) -> ast.expr:
        """What a method is called on."""
        return self.node.func.value if isinstance(self.node.func, ast.Attribute) else self.node

    @property
    def operands(self) -> list[ast.expr]:
        """What a method is called on, and the arguments by position."""
        return [self.value, *self.arguments] if self.word in _METHODS else self.arguments

    def fault(self) -> Misfit:
        """The fault of a call that is written in another way."""
        return Misfit("ASN508", self.node.col_offset + 1, found=f"{self.word}(...)", sample=SAMPLES.get(self.word, ""))

    def need(self, least: int, most: int, *names: str, some: bool = False) -> None:
        """Refuse other numbers of arguments and other names; ``some``: the names may be left out."""
        if not least <= len(self.arguments) <= most or not self.named.keys() <= {*names}:
            raise self.fault()
        if not some and len(self.named) != len(names):
            raise self.fault()


@define
class FormulaReader(NodeReader):
    """Reads the tree of one formula."""

    def meaning(self, node: ast.expr) -> Expression:
        """The expression that a node means."""
        if isinstance(node, ast.Name):
            return self.scope.name(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Constant):
            return as_expression(node.value) if isinstance(node.value, str) else Constant(exact(self.digits(node)))
        if isinstance(node, ast.UnaryOp):
            return self._signed(node)
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
            sign = _COMPARISONS[type(node.ops[0])]
            return Comparison(sign, *self.expressions(node.left, node.comparators[0]))
        if isinstance(node, ast.Call):
            return self._call(node)
        raise self._refused_with_members(node)

    def _refused_with_members(self, node: ast.expr) -> Misfit:
        """The fault of something that formulas do not have; what it holds is looked at as well."""
        members: list[ast.expr] = []
        if isinstance(node, ast.Call):
            members = [*node.args, *(each.value for each in node.keywords)]
        elif isinstance(node, ast.Compare):
            members = [node.left, *node.comparators]
        elif isinstance(node, ast.BinOp):
            members = [node.left, node.right]
        self.note(self.refused(node))
        for member in members:
            rows = isinstance(member, ast.Name) and self.scope.is_list(member.id)
            if not rows and not isinstance(member, ast.Constant | ast.Starred):
                with suppress(BrokenPiece):
                    self.expression(member)
        raise BrokenPiece

    def _attribute(self, node: ast.Attribute) -> Expression:
        if node.attr == "given":
            return Given(self.expression(node.value))
        if node.attr == "required":
            return Required(self.expression(node.value))
        if node.attr in RESERVED:
            raise self.refused(node, SAMPLES[node.attr])
        return self.scope.name(self._dotted(node))

    def _dotted(self, node: ast.expr) -> str:
        words = []
        while isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            raise self.refused(node)
        return ".".join([node.id, *reversed(words)])

    def _signed(self, node: ast.UnaryOp) -> Expression:
        if isinstance(node.op, ast.Invert):
            return Not(self.expression(node.operand))
        if not isinstance(node.op, ast.USub):
            raise self.refused(node)
        if isinstance(node.operand, ast.Constant) and not isinstance(node.operand.value, str):
            return Constant(-exact(self.digits(node.operand)))
        return Arithmetic("-", 0, self.expression(node.operand))

    def _binary(self, node: ast.BinOp) -> Expression:
        joined = _JOINED.get(type(node.op))
        if joined is not None:
            left, right = self.expressions(node.left, node.right)
            # `a & b & c` is one condition with three members, `(a & b) & c` one with two.
            inside = node.left.col_offset > node.col_offset
            flat = type(left) is joined and not inside and isinstance(node.left, ast.BinOp)
            return joined((*left.parts, right) if flat and isinstance(left, Every) else (left, right))
        sign = _ARITHMETIC.get(type(node.op))
        if sign is None:
            raise self._refused_with_members(node)
        return Arithmetic(sign, *self.expressions(node.left, node.right))

    # --- calls

    def _call(self, node: ast.Call) -> Expression:
        named = {each.arg: each.value for each in node.keywords if each.arg is not None}
        head = node.func
        if len(named) != len(node.keywords) or any(isinstance(each, ast.Starred) for each in node.args):
            raise self.refused(node)
        if isinstance(head, ast.Name) and head.id in _HEADS:
            return _HEADS[head.id](self, Call(node, head.id, node.args, named))
        if isinstance(head, ast.Attribute):
            call = Call(node, head.attr, node.args, named)
            if head.attr == "of_given" and isinstance(head.value, ast.Name):
                word = head.value.id
                if word in _COMBINATIONS or word == "Weighted":
                    return self.combination(Call(node, word, node.args, named), given_only=True)
            if head.attr in OVERALL:
                return self.over(head.value, call)
            if head.attr in _METHODS:
                return _METHODS[head.attr](self, call)
        raise self._refused_with_members(node)

    def row(self, node: ast.expr, call: Call, least: int, most: int) -> list[ast.expr]:
        """The entries of an argument in parentheses."""
        if not isinstance(node, ast.Tuple) or not least <= len(node.elts) <= most:
            raise call.fault()
        return node.elts

    def combination(self, call: Call, *, given_only: bool = False) -> Expression:
        """A combination of its parts, of all or of those that are present."""
        call.need(0, 10**6, *(("at_least",) if given_only else ()), *_sourced(call.word), some=True)
        if call.word != "Weighted":
            least, *parts = self.all_of(
                (self.whole, call.named.get("at_least")), *((self.deeper, each) for each in call.arguments)
            )
            return _COMBINATIONS[call.word].make((tuple(parts), given_only, 1 if least is None else least))
        least, shared, *rows = self.all_of(
            (self.whole, call.named.get("at_least")),
            (self.sources, call.named.get("source")),
            *((partial(self._weighted_row, call), each) for each in call.arguments),
        )
        weights = tuple(weight for weight, *_ in rows)
        sources = tuple(own or shared or () for *_, own in rows)
        members = tuple(part for _, part, _ in rows)
        return Weighted.make((members, given_only, 1 if least is None else least, weights, sources))

    def _weighted_row(self, call: Call, node: ast.expr) -> list[Any]:
        weight, part, *own = self.row(node, call, 2, 3)
        return self.all_of((self.amount, weight), (self.deeper, part), (self.sources, own[0] if own else None))

    def over(self, rows: ast.expr, call: Call) -> Expression:
        """One number from the rows of a list."""
        where: ast.expr | None = None
        if isinstance(rows, ast.Call) and isinstance(rows.func, ast.Attribute) and rows.func.attr == "where":
            inner = Call(rows, "where", rows.args, {each.arg or "": each.value for each in rows.keywords})
            inner.need(1, 1)
            where, rows = rows.args[0], rows.func.value
        if isinstance(rows, ast.Call) and isinstance(rows.func, ast.Name) and rows.func.id == "List":
            key = self.word(rows.args[0]) if len(rows.args) == 1 and not rows.keywords else ""
        elif isinstance(rows, ast.Name):
            key = rows.id
        else:
            raise self.refused(rows, SAMPLES[call.word])
        if call.word == "count":
            call.need(0, 0)
        elif call.word == "weighted":
            call.need(1, 1, "by")
        else:
            call.need(1, 1)
        reader = FormulaReader(self.text, self.scope.inside(key), self.note)
        items, condition, by, *values = self.all_of(
            (lambda _: self.scope.items(key), rows),
            (reader.expression, where),
            (reader.expression, call.named.get("by")),
            *((reader.expression, each) for each in call.arguments),
        )
        found = Rows(items, condition)
        return Over(items, call.word, values[0] if values else None, by=by, where=found.condition)

    def steps(self, call: Call) -> Expression:
        """A table of steps."""
        call.need(1, 10**6, "otherwise", "source", some=True)
        if "otherwise" not in call.named:
            raise call.fault()
        value, otherwise, sources, *steps = self.all_of(
            (self.deeper, call.arguments[0]),
            (self.deeper, call.named["otherwise"]),
            (self.sources, call.named.get("source")),
            *((partial(self._step, call), each) for each in call.arguments[1:]),
        )
        return Steps(value, *map(tuple, steps), otherwise=otherwise, source=sources or ())

    def _step(self, call: Call, node: ast.expr) -> list[Any]:
        edge, result, *own = self.row(node, call, 2, 3)
        return self.all_of((self._edge, edge), (self.deeper, result), *((self.sources, each) for each in own))

    def _edge(self, node: ast.expr) -> Edge:
        return Edge.of(self.word(node))

    def case(self, call: Call) -> Expression:
        """A value for each level, from a table."""
        call.need(2, 2)
        label, table = self.all_of((self.deeper, call.arguments[0]), (self._named(self.scope.case), call.arguments[1]))
        values, sources = table
        return Case(label, dict(values), source=sources)

    def grid(self, call: Call) -> Expression:
        """The entry of a table for two labels."""
        call.need(3, 3)
        rows, columns, make = self.all_of(
            *((self.deeper, each) for each in call.arguments[:2]),
            (self._named(self.scope.grid), call.arguments[2]),
        )
        found: Expression = make(rows, columns)
        return found

    def _named(self, find: Callable[[str], Any]) -> Callable[[ast.expr], Any]:
        """What reads a text in quotes and finds what it names."""
        return lambda node: find(self.word(node))

    def plain(self, call: Call, count: int, make: Callable[..., Expression]) -> Expression:
        """A call whose arguments are all expressions."""
        call.need(count, count)
        return make(*self.expressions(*call.operands))

    def joined(self, call: Call) -> Expression:
        """A condition with one member or none."""
        call.need(0, 1)
        kind = Every if call.word == "Every" else Either
        return kind(tuple(self.expressions(*call.arguments)))

    def keyed(self, call: Call) -> Expression:
        """A part or a field by its key in quotes."""
        call.need(1, 1)
        key = self.word(call.arguments[0])
        return self.scope.part(key) if call.word == "Part" else self.scope.field(key)

    def rounded(self, call: Call) -> Expression:
        """A rounding."""
        call.need(1, 2)
        places, *mode = call.arguments
        value, *rest = self.all_of(
            (self.deeper, call.value), (self.whole, places), *((self.word, each) for each in mode)
        )
        return Rounded(value, *rest)

    def through(self, call: Call) -> Expression:
        """A broken line."""
        call.need(0, 10**6)
        value, *points = self.all_of(
            (self.deeper, call.value), *((partial(self._point, call), each) for each in call.arguments)
        )
        return Line(value, tuple(points))

    def _point(self, call: Call, node: ast.expr) -> tuple[Any, ...]:
        return tuple(self.all_of(*((self.amount, each) for each in self.row(node, call, 2, 2))))

    def is_one_of(self, call: Call) -> Expression:
        """Whether a label is one of some levels."""
        call.need(0, 10**6)
        value, *levels = self.all_of((self.deeper, call.value), *((self.word, each) for each in call.arguments))
        return IsOneOf(value, tuple(levels))

    def within(self, call: Call) -> Expression:
        """A number that must lie in a range."""
        call.need(2, 2)
        return Within(*self.all_of((self.deeper, call.value), *((self.limit, each) for each in call.arguments)))

    def but(self, call: Call) -> Expression:
        """A replacement under a condition."""
        call.need(1, 1, "when")
        value, replacement, when = self.expressions(call.value, call.arguments[0], call.named["when"])
        return But(value, replacement, when)

    def rated(self, call: Call) -> Expression:
        """The band of a number."""
        call.need(1, 1)
        value, bands = self.all_of((self.deeper, call.value), (self._named(self.scope.bands), call.arguments[0]))
        rating: Expression = bands.rating_of(value)
        return rating


def _sourced(word: str) -> tuple[str, ...]:
    return ("source",) if word == "Weighted" else ()


_HEADS: dict[str, Callable[[FormulaReader, Call], Expression]] = {
    **dict.fromkeys((*_COMBINATIONS, "Weighted"), FormulaReader.combination),
    **dict.fromkeys(("Every", "Either"), FormulaReader.joined),
    **dict.fromkeys(("Part", "Field"), FormulaReader.keyed),
    "When": lambda read, call: read.plain(call, 3, When),
    "Steps": FormulaReader.steps,
    "Case": FormulaReader.case,
    "Grid": FormulaReader.grid,
}
_METHODS: dict[str, Callable[[FormulaReader, Call], Expression]] = {
    "capped": lambda read, call: read.plain(call, 1, Expression.capped),
    "floored": lambda read, call: read.plain(call, 1, Expression.floored),
    "clamped": lambda read, call: read.plain(call, 2, Expression.clamped),
    "equals": lambda read, call: read.plain(call, 1, Expression.equals),
    "or_else": lambda read, call: read.plain(call, 1, OrElse),
    "rounded": FormulaReader.rounded,
    "through": FormulaReader.through,
    "is_": FormulaReader.is_one_of,
    "within": FormulaReader.within,
    "but": FormulaReader.but,
    "rated": FormulaReader.rated,
}
