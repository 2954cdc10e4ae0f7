"""The fingerprint of a document, worked out a second time from what ``docs/explanation/fingerprints.md`` says, without the
library: as a program in another language would.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

Document = Mapping[str, Any]
OVERALL = ("mean", "sum", "weighted", "count", "least", "greatest")


def fingerprint(document: Document) -> str:
    """64 hexadecimal digits."""
    text = json.dumps(form(document), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def form(document: Document) -> dict[str, Any]:
    """The canonical form."""
    walk = _Walk(document)
    write = _Writer(document)
    return {
        "format": 1,
        "key": document["key"],
        "inputs": [
            *(_field(key, document["inputs"][key]) for key in walk.fields),
            *(_list(key, document["lists"][key], write) for key in walk.lists),
        ],
        "parts": [
            {
                "key": key,
                "formula": write.text(document["parts"][key]["formula"]),
                "lists": document["parts"][key].get("lists", []),
            }
            for key in walk.parts
        ],
        "score": write.text(document["score"]) if "score" in document else None,
        "band": write.text(document["band"]) if "band" in document else None,
        "checks": [write.text(check["condition"]) for check in document.get("checks", ())],
        "since": document.get("since", ""),
        "until": document.get("until", ""),
        "reported": document.get("reported"),
        "options": [[name, value] for name, value in document.get("options", {}).items()],
    }


def _field(key: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    kind = entry["type"]
    data: dict[str, Any] = {"key": key, "optional": entry.get("optional", False), "default": entry.get("default")}
    data["type"] = "number" if kind == "indicator" else kind
    if kind == "category":
        data["levels"] = [level["key"] for level in entry["levels"]]
    elif kind != "flag":
        data["low"] = entry.get("low", "0" if kind == "count" else None)
        data["high"] = entry.get("high")
        data["decimals"] = 0 if kind == "count" else entry["decimals"]
    if kind == "indicator":
        data["better"] = entry["better"]
    return data


def _list(key: str, entry: Mapping[str, Any], write: _Writer) -> dict[str, Any]:
    return {
        "key": key,
        "type": "items",
        "optional": entry.get("optional", False),
        "at_least": entry.get("at_least", 1),
        "fields": [_field(name, each) for name, each in entry["fields"].items()],
        "checks": [write.text(check["condition"]) for check in entry.get("checks", ())],
    }


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
    """A formula of a document as the canonical form writes it: tables put in, sources left out, quotes doubled."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = ""

    def text(self, formula: str) -> str:
        outer, self.source = self.source, formula
        text = ast.unparse(self.visit(_tree(formula)))
        self.source = outer
        return text

    def nested(self, formula: str) -> ast.expr:
        return ast.Name(self.text(formula))

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
        value = self.visit(node.value)
        if isinstance(node.value, ast.Constant):
            value = ast.Name(f"({ast.unparse(value)})") if not isinstance(node.value.value, str) else value
        return ast.Attribute(value, node.attr)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        head = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if head in {"Part", "Field", "List"}:
            return ast.Name(ast.literal_eval(node.args[0]))
        named = [ast.keyword(each.arg, self.visit(each.value)) for each in node.keywords if each.arg != "source"]
        if head == "Case":
            table = self.document["cases"][ast.literal_eval(node.args[1])]["values"]
            values = {level: self.nested(table[level]) for level in self.levels(node.args[0], table)}
            return ast.Call(node.func, [self.visit(node.args[0])], [ast.keyword(*each) for each in values.items()])
        if head == "Grid":
            cells = self.document["grids"][ast.literal_eval(node.args[2])]["cells"]
            pairs = [(row, column, entry) for row, line in cells.items() for column, entry in line.items()]
            table = ast.Dict(
                [ast.Tuple(self.words(row, column)) for row, column, _ in pairs],
                [self.words(entry)[0] for _, _, entry in pairs],
            )
            return ast.Call(node.func, [*map(self.visit, node.args[:2]), table], [])
        if head == "rated":
            return ast.Call(self.visit(node.func), [self.bands(ast.literal_eval(node.args[0]))], [])
        arguments = list(node.args)
        if head == "Steps" or "Weighted" in ast.unparse(node.func):
            # The third entry of a row names its source.
            arguments = [ast.Tuple(each.elts[:2]) if isinstance(each, ast.Tuple) else each for each in arguments]
        if head == "Steps":
            arguments = [
                ast.Tuple([ast.Name(f'"{_edge(ast.literal_eval(each.elts[0]))}"'), self.visit(each.elts[1])])
                if isinstance(each, ast.Tuple)
                else self.visit(each)
                for each in arguments
            ]
            return ast.Call(node.func, arguments, named)
        return ast.Call(self.visit(node.func), [self.visit(each) for each in arguments], named)

    def levels(self, _: ast.expr, table: Mapping[str, str]) -> Sequence[str]:
        return list(table)  # a document lists them in the order of the label

    def bands(self, key: str) -> ast.expr:
        rows: list[ast.expr] = []
        for row in self.document["bands"][key]["rows"]:
            edge = _edge(row["edge"]) if "edge" in row else None
            words = self.words(row["key"], edge)
            if "requires" in row:
                rows.append(ast.Call(ast.Name("Band"), words, [ast.keyword("requires", self.nested(row["requires"]))]))
            else:
                rows.append(ast.Tuple(words))
        return ast.Call(ast.Name("Bands"), rows, [])


def _edge(text: str) -> str:
    sign = text[:2].rstrip("0123456789- ")
    return f"{sign} {_number(text[len(sign) :].strip())}".replace('"', "")


class _Walk:
    """Fields, lists and parts in the order of the canonical form: that in which formulas first use them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.fields: dict[str, None] = {}
        self.lists: dict[str, None] = {}
        self.parts: dict[str, None] = {}
        self.seen: set[tuple[str, str]] = set()
        for text in (document.get("score"), document.get("band"), *document.get("shown", ())):
            if text is not None:
                self.visit(_tree(text), "")
        for check in document.get("checks", ()):
            self.visit(_tree(check["condition"]), "")
        done: set[str] = set()
        while pending := [key for key in self.lists if key not in done]:
            for key in pending:
                done.add(key)
                for check in document["lists"][key].get("checks", ()):
                    self.visit(_tree(check["condition"]), key)

    def name(self, key: str, inside: str, *, part: bool = False) -> None:
        if not part and inside and key in self.document["lists"][inside]["fields"]:
            return
        if not part and key in self.document.get("inputs", {}):
            self.fields[key] = None
        elif (key, inside) not in self.seen:
            self.seen.add((key, inside))
            self.visit(_tree(self.document["parts"][key]["formula"]), inside)
            self.parts.setdefault(key)

    def visit(self, node: ast.expr, inside: str) -> None:
        if isinstance(node, ast.Name):
            self.name(node.id, inside)
        elif isinstance(node, ast.Attribute) and node.attr not in {"given", "required"}:
            self.name(ast.unparse(node), inside)
        elif isinstance(node, ast.Call):
            self.call(node, inside)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.visit(child, inside)

    def call(self, node: ast.Call, inside: str) -> None:
        head = node.func
        word = head.id if isinstance(head, ast.Name) else getattr(head, "attr", "")
        if word in {"Part", "Field"}:
            self.name(ast.literal_eval(node.args[0]), inside, part=word == "Part")
            return
        if isinstance(head, ast.Attribute) and word in OVERALL:
            rows, where = head.value, []
            if isinstance(rows, ast.Call) and isinstance(rows.func, ast.Attribute):
                rows, where = rows.func.value, rows.args
            key = ast.literal_eval(rows.args[0]) if isinstance(rows, ast.Call) else ast.unparse(rows)
            self.lists.setdefault(key)
            # What is worked out comes before its weight, and both before the condition.
            for each in (*node.args, *(named.value for named in node.keywords), *where):
                self.visit(each, key)
            return
        if isinstance(head, ast.Attribute) and word != "of_given":
            self.visit(head.value, inside)
        for each in (*node.args, *(named.value for named in node.keywords if named.arg != "source")):
            if not isinstance(each, ast.Constant):
                self.visit(each, inside)
        for text in self.tables(word, node):
            self.visit(_tree(text), inside)

    def tables(self, word: str, node: ast.Call) -> Iterator[str]:
        if word == "Case":
            yield from self.document["cases"][ast.literal_eval(node.args[1])]["values"].values()
        elif word == "rated":
            rows = self.document["bands"][ast.literal_eval(node.args[0])]["rows"]
            yield from (row["requires"] for row in rows if "requires" in row)
