"""What is said of formulas as functions of a number holds on every record."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from asn_appraisal import Bands, Category, Flag, Greatest, Grid, Items, Least, Mean, Number, Steps, Sum, Weighted, When
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.evaluation import evaluate
from asn_appraisal.questions.sensitivities.steady_shapes import ANY, FREE, LINEAR, MONOTONE, Shape, Shapes

X, Y = Number("x", low=1, high=9), Number("y", low=-50, high=50)
Z = Number("z", low=0, high=50)
KERJA, TAHU = Flag("kerja"), Flag("tahu")
ROWS = Items("baris", (Number("mutu", low=-9, high=9), Number("bobot", low=1, high=9)))
MUTU, BOBOT = ROWS.fields
SCALE = Bands(("a", ">= 75"), ("b", None))
FORMULAS: dict[str, tuple[Expression, Shape]] = {
    "free": (Y * 2, Shape(FREE)),
    "itself": (X, Shape(LINEAR, 1)),
    "of_unknown_sign": (X * Y + 3, Shape(LINEAR)),
    "falling": (5 - X * Z, Shape(LINEAR, -1)),
    "two_lines": (X * Y - X * Z, Shape(LINEAR)),
    "divided": (X / 4, Shape(LINEAR, 1)),
    "target": (Z / X * 100, Shape(MONOTONE, -1)),
    "target_of_unknown_sign": (Y / X, Shape(MONOTONE)),
    "product": (X * X, Shape(ANY)),
    "two_quotients": (Y / X + X, Shape(ANY)),
    "lines_over_a_line": ((X + Y) / (X * 2), Shape(MONOTONE)),
    "through_zero": (Z / (X - 5), Shape(ANY)),
    "capped": ((X * Y).capped(7), Shape(MONOTONE)),
    "capped_by_it": (Y.capped(X), Shape(MONOTONE, 1)),
    "both_capped": ((X + Y).capped(X * 2), Shape(MONOTONE, 1)),
    "against_its_cap": ((X + Y).capped(9 - X), Shape(ANY)),
    "rounded": ((X * Y).rounded(0), Shape(MONOTONE)),
    "line": (X.through((1, 0), (5, 5), (9, 7)), Shape(MONOTONE, 1)),
    "falling_line": (X.through((1, 9), (9, 0)), Shape(MONOTONE, -1)),
    "bent_line": (X.through((1, 0), (5, 5), (9, 0)), Shape(ANY)),
    "steps": (Steps(X, (">= 7", 100), (">= 3", 50), otherwise=0), Shape(MONOTONE, 1)),
    "steps_down": (Steps(X, ("<= 3", 100), ("<= 7", 50), otherwise=0), Shape(MONOTONE, -1)),
    "uneven_steps": (Steps(X, (">= 7", 0), (">= 3", 50), otherwise=0), Shape(ANY)),
    "chosen_steps": (Steps(Y, (">= 7", X), otherwise=2 * X), Shape(LINEAR, 1)),
    "met_or_not": (When(Y >= X, 100, 0), Shape(MONOTONE)),
    "met_both": (When((Y >= X) & (Z >= X), 100, 0), Shape(MONOTONE)),
    "met_one_way_each": (When((Y >= X) & (X >= Z), 100, 0), Shape(ANY)),
    "chosen": (When(KERJA, X, -X), Shape(LINEAR)),
    "choosing_between_lines": (When(X >= 5, X, 0), Shape(ANY)),
    "replaced": (X.but(0, when=KERJA), Shape(LINEAR, 1)),
    "sum": (Sum(X, Y, X * Z), Shape(LINEAR, 1)),
    "mean": (Mean(X.rounded(0), Y), Shape(MONOTONE, 1)),
    "weighted": (Weighted((50, X.rounded(0)), (50, -X)), Shape(ANY)),
    "least": (Least(X, Y), Shape(MONOTONE, 1)),
    "greatest": (Greatest(X, -X), Shape(ANY)),
    "rows": (ROWS.sum(MUTU * X), Shape(LINEAR)),
    "rows_met": (ROWS.sum(When(MUTU >= X, 1, 0)), Shape(ANY)),
    "rows_counted": (ROWS.count(MUTU >= X), Shape(MONOTONE, -1)),
    "rows_weighted": (ROWS.weighted(MUTU * X, by=BOBOT), Shape(LINEAR)),
    "rows_weighted_by_it": (ROWS.weighted(MUTU, by=BOBOT * X), Shape(ANY)),
    "rows_least": (ROWS.least(MUTU + X), Shape(MONOTONE, 1)),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_the_shape_of_each_block_is_the_one_that_follows_by_hand(name: str) -> None:
    formula, shape = FORMULAS[name]
    assert Shapes(X).of(formula) == shape


@pytest.mark.parametrize("name", [name for name, (_, shape) in FORMULAS.items() if shape.form < ANY])
def test_the_shape_holds_on_records(name: str) -> None:
    formula, shape = FORMULAS[name]
    random = Random(name)  # noqa: S311
    for _ in range(30):
        values = {
            "y": Fraction(random.randint(-50, 50)),
            "z": Fraction(random.randint(0, 50)),
            "kerja": random.random() < 0.5,
            "baris": [{"mutu": Fraction(random.randint(-9, 9)), "bobot": Fraction(random.randint(1, 9))} for _ in "ab"],
        }
        seen = [
            evaluate(formula, Context.of(outline([formula]), {**values, "x": Fraction(step, 4)}))
            for step in range(4, 37)
        ]
        jumps = [after - before for before, after in pairwise(seen)]
        assert not (any(each > 0 for each in jumps) and any(each < 0 for each in jumps))
        if shape.sign:
            assert all(each * shape.sign >= 0 for each in jumps)
        if shape.form <= LINEAR:
            assert len(set(jumps)) == 1
        if shape.form == FREE:
            assert set(jumps) == {0}


def test_a_band_is_left_once_where_its_number_is_monotone_and_conditions_do_not_move() -> None:
    shapes = Shapes(X)
    assert shapes.keeps_bands((X * Y).rounded(0).rated(SCALE).named("peringkat"))
    assert not shapes.keeps_bands((X * X).rated(SCALE))
    assert not shapes.keeps_bands(Y.rated(Bands(("a", ">= 75"), ("b", None))).named("p").value.map(lambda _: X * X))


def test_nothing_is_claimed_of_grids() -> None:
    level = Category("kelas", ["p", "q"])
    cells = {("p", "a"): "x", ("p", "b"): "y", ("q", "a"): "y", ("q", "b"): "x"}
    grid = Grid(level, X.rated(SCALE), cells)
    assert not Shapes(X).keeps_bands(grid)
