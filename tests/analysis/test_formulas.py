import ast
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from tests.expressions import expressions

from asn_appraisal import (
    Band,
    Bands,
    Case,
    Category,
    Expression,
    Flag,
    Grid,
    Items,
    Least,
    Mean,
    Number,
    Steps,
    Sum,
    Weighted,
    When,
    formula,
    rules,
    schemes,
)
from asn_appraisal.algebra.expressions import Named
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.analysis.formulas import Writer, written

X, Y, Z = Number("x"), Number("y"), Number("z")
MAYBE = Number("maybe", optional=True)
FLAG, OTHER = Flag("flag"), Flag("other")
LEVEL = Category("level", {"a": "Level A", "b": "Level B"})
ROWS = Items("rows", (Number("t"), Number("w")))
T, W = ROWS.fields
BANDS = Bands(("baik", ">= 76", "Baik"), ("kurang", None, "Kurang"))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (X + Y - Z, "x + y - z"),
        (X - (Y + Z), "x - (y + z)"),
        (X - (Y - Z), "x - (y - z)"),
        ((X + Y) * Z, "(x + y) * z"),
        (X + Y * Z, "x + y * z"),
        (X / (Y * Z), "x / (y * z)"),
        (X / Y * Z, "x / y * z"),
        (X * (Y / Z), "x * (y / z)"),
        (-X, "-x"),
        (-(X + Y), "-(x + y)"),
        ((-X) * Y, "-x * y"),
        (X - -Y, "x - -y"),
        ((-X).rounded(1), "(-x).rounded(1)"),
        (X * -3, "x * -3"),
        (0 - (X * 0 + 3), "-(x * 0 + 3)"),
        (X * "0.60", "x * 0.6"),
        (X * "1/9", 'x * "1/9"'),
        (X * "75%", "x * 0.75"),
        (100 - X / Y * 100, "100 - x / y * 100"),
        (X.rounded(2), "x.rounded(2)"),
        (X.rounded(0, "half_even"), 'x.rounded(0, "half_even")'),
        ((X + 1).capped(120), "(x + 1).capped(120)"),
        (X.floored(0), "x.floored(0)"),
        (X.clamped(Y, Z + 1), "x.clamped(y, z + 1)"),
        (X.through((0, 0), ("90.5", 100)), "x.through((0, 0), (90.5, 100))"),
        (X <= 5, "x <= 5"),
        ((X > 5) & (Y < X), "(x > 5) & (y < x)"),
        ((X > 5) | FLAG & OTHER, "(x > 5) | flag & other"),
        ((FLAG | OTHER) & (X > 1), "(flag | other) & (x > 1)"),
        (~FLAG, "~flag"),
        (~(FLAG & OTHER), "~(flag & other)"),
        (FLAG.implies(OTHER), "~flag | other"),
        (X.equals(Y + 1), "x.equals(y + 1)"),
        (LEVEL.is_("a", "b"), 'level.is_("a", "b")'),
        (MAYBE.given, "maybe.given"),
        (MAYBE.or_else(0), "maybe.or_else(0)"),
        (MAYBE.required, "maybe.required"),
        (MAYBE.within(0, None), "maybe.within(0, None)"),
        (X.but(0, when=FLAG), "x.but(0, when=flag)"),
        (When(FLAG, X, "0.5"), "When(flag, x, 0.5)"),
        (Steps(X, ("<= 24", 76 + X), otherwise=100 - X), 'Steps(x, ("<= 24", 76 + x), otherwise=100 - x)'),
        (Case(LEVEL, a=1, b=X), "Case(level, a=1, b=x)"),
        (Case(LEVEL, a="baik", b="kurang"), 'Case(level, a="baik", b="kurang")'),
        (Sum(X, Y), "Sum(x, y)"),
        (Mean.of_given(X, MAYBE), "Mean.of_given(x, maybe)"),
        (Mean.of_given(X, MAYBE, Y, at_least=2), "Mean.of_given(x, maybe, y, at_least=2)"),
        (Weighted((60, X), (40, Y)), "Weighted((60, x), (40, y))"),
        (Weighted(("100/3", X), ("200/3", Y)), 'Weighted(("100/3", x), ("200/3", y))'),
        (ROWS.mean(T), "rows.mean(t)"),
        (ROWS.weighted(T, by=W), "rows.weighted(t, by=w)"),
        (ROWS.count(), "rows.count()"),
        (ROWS.where(T > 1).sum(W), "rows.where(t > 1).sum(w)"),
        (X.rated(BANDS), 'x.rated(Bands(("baik", ">= 76"), ("kurang", None)))'),
        (X.named("part") + 1, "part + 1"),
        ((X + 1).named("part"), "x + 1"),
        (rules.higher_is_better.formula, "value / target * 100"),
    ],
)
def test_a_formula_reads_like_the_python_that_wrote_it(expression: Expression, text: str) -> None:
    assert text == formula(expression)


def test_a_part_and_a_field_are_written_by_their_keys() -> None:
    assert (written((X + 1).named("part")), written(X)) == ("part", "x")


def test_a_band_with_a_condition_is_written_with_it() -> None:
    bands = Bands(Band("a", "> 80", "Baik", requires=FLAG & OTHER), ("b", None))
    assert Writer().bands(bands) == 'Bands(Band("a", "> 80", requires=flag & other), ("b", None))'


def test_a_grid_is_written_cell_by_cell_in_the_order_of_the_levels() -> None:
    cells = {("b", "a"): "p", ("a", "a"): "q", ("a", "b"): "q", ("b", "b"): "p"}
    other = Category("other", ["a", "b"])
    text = 'Grid(level, other, {("a", "a"): "q", ("a", "b"): "q", ("b", "a"): "p", ("b", "b"): "p"})'
    assert text == formula(Grid(LEVEL, other, cells))


# --- the grammar of Python -------------------------------------------------------------------------------------------

KEYS = schemes.keys()
PARTS = [(key, part) for key in KEYS for part in schemes.get(key).parts.values()]


@pytest.mark.parametrize(("key", "part"), PARTS, ids=[f"{key} {part.key}" for key, part in PARTS])
def test_every_part_of_every_scheme_is_one_line_of_python(key: str, part: Named) -> None:
    text = formula(part)
    assert "\n" not in text
    assert isinstance(ast.parse(text, mode="eval"), ast.Expression), key


BANDS = {key: band for key in KEYS if (band := schemes.get(key).band) is not None}


@pytest.mark.parametrize("band", BANDS.values(), ids=BANDS)
def test_the_band_of_every_scheme_is_python_too(band: Expression) -> None:
    assert isinstance(ast.parse(formula(band), mode="eval"), ast.Expression)


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def _shape(node: ast.AST) -> Any:
    """How Python groups a formula of plus, minus, times and over."""
    if isinstance(node, ast.BinOp):
        return _SIGNS[type(node.op)], _shape(node.left), _shape(node.right)
    if isinstance(node, ast.UnaryOp):
        inner = _shape(node.operand)
        return -inner if isinstance(inner, Fraction) else ("-", Fraction(0), inner)
    return Fraction(str(node.value)) if isinstance(node, ast.Constant) else node.id  # type: ignore[attr-defined]


def _meant(node: Any) -> Any:
    if hasattr(node, "operator"):
        return node.operator, _meant(node.left), _meant(node.right)
    return node.value if hasattr(node, "value") else node.key


@pytest.mark.parametrize(
    "expression",
    [
        X - (Y - Z),
        X / (Y / Z) * -2,
        -(X - -Y) * Z,
        (1 - X) * (Y + 2) / (Z - 3),
        X - (Y + (Z - (X * Y))),
        -X - -Y,
        -(X * Y) / Z,
        (-X).__neg__(),
    ],
)
def test_python_groups_the_text_as_the_author_grouped_the_formula(expression: Expression) -> None:
    assert _meant(expression) == _shape(ast.parse(formula(expression), mode="eval").body)


@given(expressions(4))
@example(-(X - Y) * -3)
def test_every_expression_is_one_line_of_python(expression: Expression) -> None:
    text = formula(expression)
    assert "\n" not in text
    assert isinstance(ast.parse(text, mode="eval"), ast.Expression)


@given(expressions(2), expressions(2))
@example(X - (Y - Z), X - Y - Z)
@example(Sum(X, Sum(Y, Z)), Sum(X, Y, Z))
@example((X > 1) & ((Y > 1) & (Z > 1)).implies(FLAG), (X > 1) & (Y > 1) & (Z > 1).implies(FLAG))
@example(X * "1/9", X * "0.11")
@example(X.rounded(2), X.rounded(2, "half_even"))
@example(Least(X), Least.of_given(X))
@example(X.within(None, 5), X.within(5, None))
def test_different_expressions_have_different_formulas(one: Expression, other: Expression) -> None:
    assume(one != other)
    assert formula(one) != formula(other)


@given(expressions())
def test_an_expression_written_again_has_the_same_formula(expression: Expression) -> None:
    again = expression.map(lambda child: child.make(child.values()))
    assert (expression, formula(expression)) == (again, formula(again))


# --- what is left out ------------------------------------------------------------------------------------------------


def test_names_translations_and_sources_are_left_out() -> None:
    plain = formula((X + 1).named("part").rated(Bands(("a", "> 5"), ("b", None))))
    named = (Number("x", "Nilai", english="Value", unit="hari") + 1).named("part", "Bagian", english="Part")
    assert plain == formula(named.rated(Bands(Band("a", "> 5", "Tinggi", english="High"), ("b", None, "Rendah"))))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children():
        yield from _nodes(child)


@pytest.mark.parametrize("key", schemes.keys())
def test_every_node_of_every_scheme_can_be_written(key: str) -> None:
    policy = schemes.get(key)
    roots = [root for root in (policy.score, policy.band) if root is not None]
    assert all(written(node) for root in roots for node in _nodes(root) if isinstance(node, Expression))
