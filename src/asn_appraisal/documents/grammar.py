"""The grammar of formulas in documents: a small part of Python's expressions, on one line.

A text is cut into words, numbers, texts in quotes and signs; anything else is a fault with its column, and so are two
of them without a sign between. ``ast.parse`` then gives the tree, whose depth is bounded. Nothing is evaluated.
"""

from __future__ import annotations

import ast
import re

from ..algebra.items import OVERALL
from .foreign_words import instead_of
from .limits import MOST_DEPTH, Budget, Misfit

_TOKEN = re.compile(
    r"(?P<operand>[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_.])|'[^'\\\n]*'|\"[^\"\\\n]*\")"
    r"|(?P<sign><=|>=|[-+*/<>&|~(),.=])|(?P<blank>[ \t\r\n]+)"
)
_KEYWORDS = {"and", "or", "not", "in", "is", "if", "else"}
_TREE = (ast.operator, ast.unaryop, ast.cmpop, ast.expr_context)
NOTHING = "∅"  # what stands where a formula ends too early

# An example of each call: a message shows it where the call is written in another way.
SAMPLES = {
    **{word: f"{word}(a, b)" for word in ("Sum", "Mean", "Least", "Greatest")},
    "Weighted": "Weighted((60, a), (40, b))",
    "Every": "Every(a)",
    "Either": "Either(a)",
    "When": "When(a > 0, b, c)",
    "Steps": "Steps(a, ('<= 24', b), otherwise=c)",
    "Case": "Case(a, 'tabel')",
    "Grid": "Grid(a, b, 'tabel')",
    "Part": "Part('a')",
    "Field": "Field('a')",
    "List": "List('a').mean(b)",
    "capped": "a.capped(120)",
    "floored": "a.floored(0)",
    "clamped": "a.clamped(0, 120)",
    "rounded": "a.rounded(2, 'half_even')",
    "through": "a.through((0, 0), (100, 120))",
    "equals": "a.equals(b)",
    "is_": "a.is_('baik', 'cukup')",
    "or_else": "a.or_else(0)",
    "within": "a.within(0, 100)",
    "but": "a.but(0, when=b > 0)",
    "rated": "a.rated('tabel')",
    "given": "a.given",
    "required": "a.required",
    **{how: f"a.{how}(b)" for how in OVERALL},
    "weighted": "a.weighted(b, by=c)",
    "count": "a.count()",
    "where": "a.where(b > 0).mean(c)",
}


def parsed(text: str, budget: Budget) -> ast.expr:
    """The tree of a formula; ``Misfit`` where the text is no formula, or too large."""
    budget.count(_checked_words(text))
    line = re.sub(r"[\t\r\n]", " ", text)
    # Blanks before the first word would be read as indentation.
    start = len(line) - len(line.lstrip())
    try:
        tree = ast.parse(line[start:], mode="eval").body
    except SyntaxError as problem:
        column = min(start + (problem.offset or len(text) + 1), len(text) + 1)
        word = text[column - 1 :].partition(" ")[0]
        raise Misfit("ASN508", column, found=shortened(word) or NOTHING, sample=instead_of(word)) from None
    except (RecursionError, MemoryError, ValueError):
        raise _too_deep() from None
    _check_depth(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.keyword):
            node.col_offset += start
            node.end_col_offset = (node.end_col_offset or 0) + start
    return tree


def _checked_words(text: str) -> int:
    """How many words and numbers a text has; refuses other characters, and nesting that is too deep for the parser."""
    operands, depth, signs, position, after = 0, 0, 0, 0, False
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            sign = text[position]
            raise Misfit("ASN508", position + 1, found=repr(sign), sample=instead_of(sign))
        word = match[0]
        if match["operand"]:
            if after:  # two words side by side: `a if b`, 'a' 'b'
                raise Misfit("ASN508", position + 1, found=shortened(word), sample=instead_of(word))
            if word in _KEYWORDS:
                raise Misfit("ASN508", position + 1, found=word, sample=instead_of(word))
            operands, signs = operands + 1, 0
        elif match["sign"]:
            depth += {"(": 1, ")": -1}.get(word, 0)
            signs = signs + 1 if word in {"-", "~", "+"} else 0
        if max(depth, signs) > MOST_DEPTH:
            raise _too_deep(position + 1)
        if not match["blank"]:
            after = bool(match["operand"]) or word == ")"
        position = match.end()
    return operands


def _too_deep(column: int | None = None) -> Misfit:
    return Misfit("ASN503", column, kind="levels", found=f"> {MOST_DEPTH}", limit=MOST_DEPTH)


def _check_depth(tree: ast.expr) -> None:
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise _too_deep()
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node) if not isinstance(child, _TREE)]


def shortened(text: str) -> str:
    """A text as a message shows it, shortened if it is long."""
    return text if len(text) <= 40 else f"{text[:40]}..."
