"""Formulas read back: the tree of a line of text becomes an expression, and nothing is ever evaluated.

Each node of the tree is either on the list of what a formula may contain, or a fault with its column. The digits of a
number come from the text itself, without a float in between.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Protocol

from attrs import define, field, frozen

from ..algebra.bands import Bands
from ..algebra.choices import Case, Steps, When
from ..algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
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
from ..algebra.grids import Grid
from ..algebra.items import OVERALL, Items, Over, Rows
from ..algebra.keys import RESERVED
from ..algebra.sources import Source
from ..errors import AppraisalError
from ..numbers import exact
from .foreign_words import instead_in
from .grammar import SAMPLES, shortened
from .limits import Misfit

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_JOINED: dict[type, type[Every | Either]] = {ast.BitAnd: Every, ast.BitOr: Either}
_COMBINATIONS: dict[str, type[Combination]] = {each.word: each for each in (Sum, Mean, Least, Greatest)}


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

    def inside(self, items: Items) -> Scope:
        """The names as seen by a row of the list."""

    def bands(self, key: str) -> Bands:
        """The scale of bands of a key."""

    def case(self, key: str) -> tuple[dict[str, Expression], tuple[Source, ...]]:
        """The values of a case and their sources."""

    def grid(self, key: str, rows: Expression, columns: Expression) -> Grid:
        """The grid of a key over two labels."""

    def source(self, key: str) -> Source:
        """The source of a key."""

    def deeper(self, by: int) -> None:
        """Go one level deeper, or back; refuses formulas that are nested too deeply."""


@frozen
class Call:
    """A call: what is called, its arguments by position and by name."""

    node: ast.Call
    word: str
    arguments: list[ast.expr]
    named: dict[str, ast.expr] = field(factory=dict)

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
class FormulaReader:
    """Reads the tree of one formula; ``scope`` gives the meaning of its names."""

    text: str
    scope: Scope

    def expression(self, node: ast.expr) -> Expression:
        """The expression of a node; a fault of the algebra gets the node's column."""
        self.scope.deeper(1)
        try:
            return self._expression(node)
        except AppraisalError as problem:
            raise Misfit.of(problem, node.col_offset + 1) from None
        except Misfit as problem:
            if problem.column is None:
                problem.column = node.col_offset + 1
            raise
        finally:
            self.scope.deeper(-1)

    def _expression(self, node: ast.expr) -> Expression:
        if isinstance(node, ast.Name):
            return self.scope.name(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        if isinstance(node, ast.Constant):
            return as_expression(node.value) if isinstance(node.value, str) else Constant(exact(self._digits(node)))
        if isinstance(node, ast.UnaryOp):
            return self._signed(node)
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARISONS:
            sign = _COMPARISONS[type(node.ops[0])]
            return Comparison(sign, self.expression(node.left), self.expression(node.comparators[0]))
        if isinstance(node, ast.Call):
            return self._call(node)
        raise self._refused(node)

    def _refused(self, node: ast.expr, sample: str = "") -> Misfit:
        found = self.text[node.col_offset : node.end_col_offset]
        return Misfit("ASN508", node.col_offset + 1, found=shortened(found), sample=sample or instead_in(node))

    def _digits(self, node: ast.Constant) -> str:
        if type(node.value) not in (int, float):
            raise self._refused(node)
        return self.text[node.col_offset : node.end_col_offset]

    def _attribute(self, node: ast.Attribute) -> Expression:
        if node.attr == "given":
            return Given(self.expression(node.value))
        if node.attr == "required":
            return Required(self.expression(node.value))
        if node.attr in RESERVED:
            raise self._refused(node, SAMPLES[node.attr])
        return self.scope.name(self._dotted(node))

    def _dotted(self, node: ast.expr) -> str:
        words = []
        while isinstance(node, ast.Attribute):
            words.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            raise self._refused(node)
        return ".".join([node.id, *reversed(words)])

    def _signed(self, node: ast.UnaryOp) -> Expression:
        if isinstance(node.op, ast.Invert):
            return Not(self.expression(node.operand))
        if not isinstance(node.op, ast.USub):
            raise self._refused(node)
        if isinstance(node.operand, ast.Constant) and not isinstance(node.operand.value, str):
            return Constant(-exact(self._digits(node.operand)))
        return Arithmetic("-", 0, self.expression(node.operand))

    def _binary(self, node: ast.BinOp) -> Expression:
        joined = _JOINED.get(type(node.op))
        if joined is not None:
            left, right = self.expression(node.left), self.expression(node.right)
            # `a & b & c` is one condition with three members, `(a & b) & c` one with two.
            inside = node.left.col_offset > node.col_offset
            flat = type(left) is joined and not inside and isinstance(node.left, ast.BinOp)
            return joined((*left.parts, right) if flat and isinstance(left, Every) else (left, right))
        sign = _ARITHMETIC.get(type(node.op))
        if sign is None:
            raise self._refused(node)
        return Arithmetic(sign, self.expression(node.left), self.expression(node.right))

    # --- calls

    def _call(self, node: ast.Call) -> Expression:
        named = {each.arg: each.value for each in node.keywords if each.arg is not None}
        head = node.func
        if len(named) != len(node.keywords) or any(isinstance(each, ast.Starred) for each in node.args):
            raise self._refused(node)
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
                return _METHODS[head.attr](self, self.expression(head.value), call)
        raise self._refused(node)

    def word(self, node: ast.expr) -> str:
        """A text in quotes."""
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            raise self._refused(node, "'a'")
        return node.value

    def whole(self, node: ast.expr) -> int:
        """A whole number."""
        sign, digits = 1, node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            sign, digits = -1, node.operand
        if not isinstance(digits, ast.Constant) or type(digits.value) is not int:
            raise self._refused(node, "2")
        return sign * digits.value

    def amount(self, node: ast.expr) -> Any:
        """An exact number of the policy."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return exact(node.value)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            return -exact(self._digits(node.operand))
        if isinstance(node, ast.Constant):
            return exact(self._digits(node))
        raise self._refused(node, "60")

    def limit(self, node: ast.expr) -> Any:
        """An exact number, or None for no limit."""
        return None if isinstance(node, ast.Constant) and node.value is None else self.amount(node)

    def sources(self, node: ast.expr | None) -> tuple[Source, ...]:
        """The sources that a text, or several in parentheses, name."""
        if node is None:
            return ()
        words = node.elts if isinstance(node, ast.Tuple) else [node]
        return tuple(self.scope.source(self.word(each)) for each in words)

    def row(self, node: ast.expr, call: Call, least: int, most: int) -> list[ast.expr]:
        """The entries of an argument in parentheses."""
        if not isinstance(node, ast.Tuple) or not least <= len(node.elts) <= most:
            raise call.fault()
        return node.elts

    def combination(self, call: Call, *, given_only: bool = False) -> Expression:
        """A combination of its parts, of all or of those that are present."""
        call.need(0, 10**6, *(("at_least",) if given_only else ()), *_sourced(call.word), some=True)
        least = self.whole(call.named["at_least"]) if "at_least" in call.named else 1
        if call.word != "Weighted":
            parts = tuple(map(self.expression, call.arguments))
            return _COMBINATIONS[call.word].make((parts, given_only, least))
        rows = [self.row(each, call, 2, 3) for each in call.arguments]
        weights = tuple(self.amount(weight) for weight, *_ in rows)
        parts = tuple(self.expression(part) for _, part, *_ in rows)
        shared = self.sources(call.named.get("source"))
        sources = tuple(self.sources(own[0]) if own else shared for _, _, *own in rows)
        return Weighted.make((parts, given_only, least, weights, sources))

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
            raise self._refused(rows, SAMPLES[call.word])
        items = self.scope.items(key)
        reader = FormulaReader(self.text, self.scope.inside(items))
        found = Rows(items, None if where is None else reader.expression(where))
        values = [reader.expression(each) for each in call.arguments]
        if call.word == "count":
            call.need(0, 0)
        elif call.word == "weighted":
            call.need(1, 1, "by")
        else:
            call.need(1, 1)
        by = reader.expression(call.named["by"]) if call.named else None
        return Over(items, call.word, values[0] if values else None, by=by, where=found.condition)

    def steps(self, call: Call) -> Expression:
        """A table of steps."""
        call.need(1, 10**6, "otherwise", "source", some=True)
        if "otherwise" not in call.named:
            raise call.fault()
        rows = [self.row(each, call, 2, 3) for each in call.arguments[1:]]
        value = self.expression(call.arguments[0])
        steps = [
            (self.word(edge), self.expression(result), *(self.sources(each) for each in own))
            for edge, result, *own in rows
        ]
        otherwise = self.expression(call.named["otherwise"])
        return Steps(value, *steps, otherwise=otherwise, source=self.sources(call.named.get("source")))

    def case(self, call: Call) -> Expression:
        """A value for each level, from a table."""
        call.need(2, 2)
        label = self.expression(call.arguments[0])
        values, sources = self.scope.case(self.word(call.arguments[1]))
        return Case(label, dict(values), source=sources)

    def grid(self, call: Call) -> Expression:
        """The entry of a table for two labels."""
        call.need(3, 3)
        rows, columns = map(self.expression, call.arguments[:2])
        return self.scope.grid(self.word(call.arguments[2]), rows, columns)

    def plain(self, call: Call, count: int, make: Callable[..., Expression]) -> Expression:
        """A call whose arguments are all expressions."""
        call.need(count, count)
        return make(*map(self.expression, call.arguments))

    def joined(self, call: Call) -> Expression:
        """A condition with one member or none."""
        call.need(0, 1)
        kind = Every if call.word == "Every" else Either
        return kind(tuple(map(self.expression, call.arguments)))

    def keyed(self, call: Call) -> Expression:
        """A part or a field by its key in quotes."""
        call.need(1, 1)
        key = self.word(call.arguments[0])
        return self.scope.part(key) if call.word == "Part" else self.scope.field(key)

    def rounded(self, value: Expression, call: Call) -> Expression:
        """A rounding."""
        call.need(1, 2)
        return Rounded(value, self.whole(call.arguments[0]), *map(self.word, call.arguments[1:]))

    def through(self, value: Expression, call: Call) -> Expression:
        """A broken line."""
        call.need(0, 10**6)
        rows = [self.row(each, call, 2, 2) for each in call.arguments]
        return Line(value, tuple((self.amount(x), self.amount(y)) for x, y in rows))

    def is_one_of(self, value: Expression, call: Call) -> Expression:
        """Whether a label is one of some levels."""
        call.need(0, 10**6)
        return IsOneOf(value, tuple(map(self.word, call.arguments)))

    def within(self, value: Expression, call: Call) -> Expression:
        """A number that must lie in a range."""
        call.need(2, 2)
        low, high = map(self.limit, call.arguments)
        return Within(value, low, high)

    def but(self, value: Expression, call: Call) -> Expression:
        """A replacement under a condition."""
        call.need(1, 1, "when")
        return But(value, self.expression(call.arguments[0]), self.expression(call.named["when"]))

    def rated(self, value: Expression, call: Call) -> Expression:
        """The band of a number."""
        call.need(1, 1)
        return self.scope.bands(self.word(call.arguments[0])).rating_of(value)


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
_METHODS: dict[str, Callable[[FormulaReader, Expression, Call], Expression]] = {
    "capped": lambda read, value, call: read.plain(call, 1, value.capped),
    "floored": lambda read, value, call: read.plain(call, 1, value.floored),
    "clamped": lambda read, value, call: read.plain(call, 2, value.clamped),
    "equals": lambda read, value, call: read.plain(call, 1, value.equals),
    "or_else": lambda read, value, call: read.plain(call, 1, lambda default: OrElse(value, default)),
    "rounded": FormulaReader.rounded,
    "through": FormulaReader.through,
    "is_": FormulaReader.is_one_of,
    "within": FormulaReader.within,
    "but": FormulaReader.but,
    "rated": FormulaReader.rated,
}
