"""One record followed as a number moves: what it reaches, and where this changes, against plain evaluation."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from asn_appraisal import (
    Bands,
    Category,
    Count,
    Flag,
    Greatest,
    Indicator,
    Items,
    Least,
    Mean,
    Number,
    Steps,
    Weighted,
    When,
)
from asn_appraisal.algebra.expressions import Constant, Expression
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context, EvaluationFault
from asn_appraisal.appraising.evaluation import MEANINGS, evaluate
from asn_appraisal.questions.sensitivities.number_paths import PATHS, REFUSED, NumberPath, between
from asn_appraisal.questions.sensitivities.quotients import OpenPath

X, Y = Number("x", low=1, high=100), Number("y", low=0, high=100)
ROWS = Items("baris", (Number("mutu", low=0, high=100), Number("bobot", low=1, high=9, decimals=0)))
MUTU, BOBOT = ROWS.fields
SCALE = Bands(("a", ">= 75"), ("b", "> 50"), ("c", None))
VALUES: dict[str, Any] = {
    "y": Fraction(60),
    "baris": [{"mutu": Fraction(80), "bobot": Fraction(2)}, {"mutu": Fraction(35), "bobot": Fraction(1)}],
}
FORMULAS: dict[str, Expression] = {
    "quotient": Y / X * 100,
    "limits": (Y / X * 100).clamped(40, 150),
    "own_limit": (Y + 10).capped(X * 2),
    "line": (Y - X).through((-30, 100), (0, 50), (20, 0)),
    "rounded": (Y / X).rounded(0),
    "rounded_to_even": (X * "0.5").rounded(0, "half_even"),
    "rounded_down": (Y - X).rounded(-1, "down"),
    "rounded_up": (Y - X).rounded(0, "up"),
    "steps": Steps(X + Y, (">= 130", 100), ("> 100", X), otherwise=0),
    "when": When((X <= 40) | ~(X < Y), X * 2, Y),
    "but": X.but(Y, when=X.equals(30)),
    "least": Least(X, Y, 100 - X),
    "greatest": Greatest(X, Y),
    "mean": Mean(X, Y, X * 2),
    "weighted": Weighted((60, X), (40, Y)),
    "rated": When((X + 10).rated(SCALE).is_("b"), 1, X),
    "sum_of_rows": ROWS.sum(When(MUTU >= X, 1, 0)),
    "count": ROWS.count(MUTU < X),
    "mean_of_rows": ROWS.mean(MUTU / X),
    "weighted_rows": ROWS.weighted(MUTU.capped(X), by=BOBOT * X),
    "least_row": ROWS.least(MUTU - X),
    "within": (Y - X).within(0, 40),
    "divided": Y / (X - 30),
}


def value_at(formula: Expression, at: Fraction) -> Any:
    values = {**VALUES, "x": at}
    try:
        return evaluate(formula, Context.of(outline([formula]), values))
    except EvaluationFault:
        return REFUSED


@pytest.mark.parametrize("name", FORMULAS)
def test_what_is_reached_at_a_number_is_what_evaluation_gives(name: str) -> None:
    formula, random = FORMULAS[name], Random(name)  # noqa: S311
    path = NumberPath(formula, X, VALUES)
    for at in [Fraction(30), Fraction(40), *(Fraction(random.randint(100, 10000), 100) for _ in range(60))]:
        assert path.reached(at, 0) == value_at(formula, at), at


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("side", [-1, 1])
def test_the_band_changes_first_where_it_is_said_to(name: str, side: int) -> None:
    band = FORMULAS[name].rated(Bands(("a", ">= 75"), ("b", "> 50"), ("c", ">= 1"), ("d", None)))
    random, limit = Random(name), Fraction(100 if side > 0 else 1)  # noqa: S311
    path = NumberPath(band, X, VALUES)
    for _ in range(8):
        start = Fraction(random.randint(100, 10000), 100)
        before = value_at(band, start)
        if before is REFUSED:
            continue
        change = path.first_change(start, side, limit)
        end, included = (limit, True) if change is None else change
        for step in range(40):
            at = start + (end - start) * Fraction(step, 40)
            assert value_at(band, at) == before
        assert (value_at(band, end) == before) is included
        if change is not None and included:
            assert value_at(band, end + side * Fraction(1, 10**9)) != before


def test_every_block_that_can_be_made_of_a_number_is_known() -> None:
    leaves = {Constant, Number, Indicator, Count, Category, Flag}
    assert set(PATHS) == set(MEANINGS) - leaves


def test_a_formula_that_changes_once_is_found_through_many_roundings() -> None:
    formula = (X * 1000).rounded(0).rated(Bands(("a", ">= 75000"), ("b", None)))
    path = NumberPath(formula, X, {})
    assert path.only_change(Fraction(1), 1, Fraction(100)) == (Fraction("74.9995"), False)
    assert path.only_change(Fraction(1), 1, Fraction(74)) is None


def test_a_change_at_a_root_that_is_no_fraction_is_not_said() -> None:
    path = NumberPath((X * X).rated(Bands(("a", ">= 2"), ("b", None))), X, {})
    with pytest.raises(OpenPath):
        path.first_change(Fraction(1), 1, Fraction(9))


def test_a_number_between_two_others_has_few_digits_and_lies_between() -> None:
    random = Random(1)  # noqa: S311
    for _ in range(200):
        one, other = sorted(Fraction(random.randint(-9999, 9999), random.randint(1, 999)) for _ in range(2))
        if one < other:
            found = between(one, other)
            assert one < found < other
            assert found == between(other, one)
