"""The fingerprint of a document, worked out a second time from what ``docs/explanation/fingerprints.md`` says, without the
library: as a program in another language would.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Document = Mapping[str, Any]
OVERALL = ("mean", "sum", "weighted", "count", "least", "greatest")
# After a dot these are something to do, and no part of a key.
WORDS = [
    "but",
    "capped",
    "clamped",
    "count",
    "equals",
    "floored",
    "given",
    "greatest",
    "is_",
    "least",
    "mean",
    "or_else",
    "rated",
    "required",
    "rounded",
    "sum",
    "through",
    "weighted",
    "where",
    "within",
]
# Python's own words: a key among them stands in quotes.
KEYWORDS = [
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
]


def fingerprint(document: Document) -> str:
    """64 hexadecimal digits."""
    return _digest(form(document))


def form(document: Document) -> dict[str, Any]:
    """The canonical form."""
    document = _with_score_as_part(document)
    write = _Writer(document)
    lists, parts = document.get("lists", {}), document.get("parts", {})
    return {
        "format": 2,
        "key": document["key"],
        "inputs": {key: _field(entry) for key, entry in document.get("inputs", {}).items()},
        "lists": {
            key: {
                "optional": entry.get("optional", False),
                "at_least": entry.get("at_least", 1),
                **({"at_most": entry["at_most"]} if "at_most" in entry else {}),
                **({"unique": sorted(entry["unique"])} if entry.get("unique") else {}),
                "fields": {name: _field(each) for name, each in entry["fields"].items()},
                "checks": [write.text(check["condition"], key) for check in entry.get("checks", ())],
            }
            for key, entry in lists.items()
        },
        "parts": {
            key: {
                "formula": write.text(entry["formula"], "".join(entry.get("lists", [])[:1])),
                "lists": entry.get("lists", []),
            }
            for key, entry in parts.items()
        },
        "score": write.text(document["score"]) if "score" in document else None,
        "band": write.text(document["band"]) if "band" in document else None,
        "shown": [write.text(part) for part in document.get("shown", ())],
        "checks": [write.text(check["condition"]) for check in document.get("checks", ())],
        **write.tables,
        "since": document.get("since"),
        "until": document.get("until"),
        "reported": document.get("reported"),
        "options": document.get("options", {}),
    }


def _with_score_as_part(document: Document) -> Document:
    """The document, its score the key of a field or a part."""
    parts, taken = document.get("parts", {}), {*document.get("inputs", {}), *document.get("lists", {})}
    score = document.get("score")
    if score is None or _is_key(_tree(score)):
        return document
    key = next(key for key in ("nilai", "skor", "skor_akhir") if key not in taken | {*parts})
    return {**document, "score": key, "parts": {**parts, key: {"formula": score}}}


def _is_key(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in {"Part", "Field"}
    return isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and node.attr not in WORDS)


def _digest(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _level(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": entry["key"], "labels": entry.get("labels", {})}


def _field(entry: Mapping[str, Any]) -> dict[str, Any]:
    kind, default = entry["type"], entry.get("default")
    data: dict[str, Any] = {"type": kind, "optional": entry.get("optional", False), "default": default}
    if kind == "category":
        data["levels"] = [_level(level) for level in entry["levels"]]
    elif kind != "flag":
        low = entry.get("low", "0" if kind == "count" else None)
        limits = {"low": low, "high": entry.get("high"), "default": default}
        data |= {name: None if limit is None else _number(str(limit)) for name, limit in limits.items()}
    if kind in {"number", "indicator"}:
        data["decimals"] = entry.get("decimals", 2)
    if kind == "indicator":
        data["better"] = entry.get("better", "higher")
    return data


def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _number(text: str) -> str:
    """The shortest decimals that write a number; a ratio in quotes where none do."""
    value = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    for places in range(41):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
            return ("-" if value < 0 else "") + whole + (f".{rest}" if rest else "")
    return f'"{value.numerator}/{value.denominator}"'


def _is_number(text: str) -> bool:
    return text[:1] in "-0123456789" and bool(text)


class _Writer(ast.NodeTransformer):
    """A formula of a document as the canonical form writes it: tables by their digests, sources left out, quotes doubled."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = ""
        self.inside = ""  # the list over whose rows a formula stands
        self.rows = {name for entry in document.get("lists", {}).values() for name in entry["fields"]}
        self.tables: dict[str, dict[str, Any]] = {"bands": {}, "cases": {}, "grids": {}}

    def text(self, formula: str, inside: str | None = None) -> str:
        outer = self.source, self.inside
        self.source, self.inside = formula, self.inside if inside is None else inside
        text = ast.unparse(self.visit(_tree(formula)))
        self.source, self.inside = outer
        return text

    def table(self, kind: str, table: dict[str, Any]) -> ast.expr:
        name = _digest(table)
        self.tables[kind][name] = table
        return self.words(name)[0]

    def key(self, head: str, key: str) -> ast.expr:
        """A key as it is, or in quotes where it would be read otherwise."""
        first, *rest = key.split(".")
        bare = first not in KEYWORDS and not any(word in KEYWORDS or word in WORDS for word in rest)
        bare = bare and not (head == "Part" and key in self.rows)
        return ast.Name(key if bare else f'{head}("{key}")')

    def named(self, key: str) -> ast.expr:
        """A bare key: of a field of the row, of the record, or of a part."""
        row = self.document["lists"][self.inside]["fields"] if self.inside else ()
        return self.key("Field" if key in row or key in self.document.get("inputs", {}) else "Part", key)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.named(node.id)

    def words(self, *texts: str | None) -> list[ast.expr]:
        return [ast.Name("None" if text is None else f'"{text}"') for text in texts]

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            return ast.Name(_number(node.value) if _is_number(node.value) else f'"{node.value}"')
        return ast.Name("None" if node.value is None else _number(ast.get_source_segment(self.source, node) or ""))

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        # `(a & b) & c` is a condition of two, of which the first has its parentheses; Python's tree forgets them.
        kept = isinstance(node.op, ast.BitAnd | ast.BitOr) and node.left.col_offset > node.col_offset
        same = isinstance(node.left, ast.BinOp) and type(node.left.op) is type(node.op)
        left, right = self.visit(node.left), self.visit(node.right)
        return ast.BinOp(ast.Name(f"({ast.unparse(left)})") if kept and same else left, node.op, right)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if node.attr not in WORDS:
            return self.named(ast.unparse(node))
        return ast.Attribute(self.before_a_dot(node.value), node.attr)

    def before_a_dot(self, node: ast.expr) -> ast.expr:
        value = self.visit(node)
        number = isinstance(node, ast.Constant) and not isinstance(node.value, str)
        return ast.Name(f"({ast.unparse(value)})") if number else value

    def visit_Call(self, node: ast.Call) -> ast.expr:
        word = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if word in {"Part", "Field", "List"}:
            return self.key(word, ast.literal_eval(node.args[0]))
        if word in OVERALL and isinstance(node.func, ast.Attribute):
            return self.over(node, node.func)
        if word in {"Case", "Grid"}:
            *labels, name = node.args
            visited = [*map(self.visit, labels)]
            return ast.Call(node.func, [*visited, getattr(self, word.lower())(ast.literal_eval(name))], [])
        if word == "rated":
            return ast.Call(self.visit(node.func), [self.bands(ast.literal_eval(node.args[0]))], [])
        head = ast.unparse(node.func)
        arguments = [self.argument(head, each) for each in node.args]
        named = [ast.keyword(each.arg, self.visit(each.value)) for each in node.keywords if each.arg != "source"]
        of_words = isinstance(node.func, ast.Name) or word == "of_given"
        return ast.Call(node.func if of_words else self.visit(node.func), arguments, named)

    def argument(self, head: str, node: ast.expr) -> ast.expr:
        if isinstance(node, ast.Tuple) and head in {"Steps", "Weighted", "Weighted.of_given"}:
            first, second, *_ = node.elts  # the third entry of a row names its source
            edge = head == "Steps"
            left = ast.Name(f'"{_edge(ast.literal_eval(first))}"') if edge else self.visit(first)
            return ast.Tuple([left, self.visit(second)])
        return self.visit(node)

    def over(self, node: ast.Call, head: ast.Attribute) -> ast.expr:
        """What is worked out over a list: its formulas see the list's rows."""
        rows, where = head.value, None
        if isinstance(rows, ast.Call) and isinstance(rows.func, ast.Attribute):
            rows, where = rows.func.value, rows.args[0]
        key = ast.literal_eval(rows.args[0]) if isinstance(rows, ast.Call) else ast.unparse(rows)
        outer, self.inside = self.inside, key
        written = self.key("List", key)
        if where is not None:
            written = ast.Call(ast.Attribute(written, "where"), [self.visit(where)], [])
        named = [ast.keyword(each.arg, self.visit(each.value)) for each in node.keywords]
        found = ast.Call(ast.Attribute(written, head.attr), [*map(self.visit, node.args)], named)
        self.inside = outer
        return found

    def case(self, key: str) -> ast.expr:
        values = self.document["cases"][key]["values"]
        return self.table("cases", {"values": {level: self.text(value) for level, value in values.items()}})

    def grid(self, key: str) -> ast.expr:
        grid = self.document["grids"][key]
        return self.table("grids", {"cells": grid["cells"], "levels": [_level(level) for level in grid["levels"]]})

    def bands(self, key: str) -> ast.expr:
        rows = [
            {
                **_level(row),
                "edge": _edge(row["edge"]) if "edge" in row else None,
                "requires": self.text(row["requires"]) if "requires" in row else None,
            }
            for row in self.document["bands"][key]["rows"]
        ]
        return self.table("bands", {"rows": rows})


def _edge(text: str) -> str:
    sign = text[:2].rstrip("0123456789- ")
    return f"{sign} {_number(text[len(sign) :].strip())}".replace('"', "")
