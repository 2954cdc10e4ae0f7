"""Foreign words: what spreadsheets and Python write in formulas, and what a policy's formulas write instead."""

from __future__ import annotations

import ast
from itertools import chain

# By the word in small letters: Excel writes MAX, Python max.
INSTEAD = {
    **dict.fromkeys(("max", "maks"), "Greatest(a, b)"),
    "min": "Least(a, b)",
    **dict.fromkeys(("mean", "average", "avg", "rata"), "Mean(a, b)"),
    "sum": "Sum(a, b)",
    "round": "a.rounded(2)",
    **dict.fromkeys(("floor", "rounddown", "int", "trunc"), "a.rounded(0, 'down')"),
    **dict.fromkeys(("ceil", "ceiling", "roundup"), "a.rounded(0, 'up')"),
    "abs": "Greatest(a, -a)",
    **dict.fromkeys(("if", "else", "iif"), "When(a > 0, b, c)"),
    "and": "(a > 0) & (b > 0)",
    "or": "(a > 0) | (b > 0)",
    "not": "~(a > 0)",
    "in": "a.is_('baik', 'cukup')",
    **dict.fromkeys(("len", "count"), "List('a').count()"),
    **dict.fromkeys(("isnull", "isblank", "is"), "~a.given"),
    **dict.fromkeys(("coalesce", "ifnull"), "a.or_else(0)"),
    "==": "a.equals(b), a.is_('baik')",
    **dict.fromkeys(("!=", "<>", "!"), "~a.equals(b), ~a.is_('baik')"),
    "**": "a * a",
    "^": "a * a",
    "//": "(a / b).rounded(0, 'down')",
    "%": "a * 5 / 100",
}
_SIGNS: dict[type[ast.AST], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "in",
    ast.Is: "is",
    ast.IsNot: "is",
    ast.Pow: "**",
    ast.FloorDiv: "//",
}


def instead_of(word: str) -> str:
    """What to write instead of a word or sign; empty for an unknown one.

    >>> instead_of("MAX"), instead_of("and"), instead_of("sqrt")
    ('Greatest(a, b)', '(a > 0) & (b > 0)', '')
    """
    return INSTEAD.get(word.lower(), "")


def instead_in(node: ast.expr) -> str:
    """What to write instead of an expression that formulas do not have; empty for an unknown one.

    >>> instead_in(ast.parse("round(x, 2)", mode="eval").body), instead_in(ast.parse("a == b", mode="eval").body)
    ('a.rounded(2)', "a.equals(b), a.is_('baik')")
    """
    if isinstance(node, ast.Call):
        return instead_of(getattr(node.func, "id", getattr(node.func, "attr", "")))
    operators = chain(getattr(node, "ops", ()), [getattr(node, "op", None)])
    return next((INSTEAD[_SIGNS[type(each)]] for each in operators if type(each) in _SIGNS), "")
