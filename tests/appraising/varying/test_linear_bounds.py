"""Linear bounds: true for every value of the fields, and tight where a formula is linear."""

from __future__ import annotations

from fractions import Fraction
from math import inf
from random import Random
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context, EvaluationFault
from asn_appraisal.appraising.evaluation import evaluate
from asn_appraisal.appraising.varying.linear_bounds import LinearBound, linear_bound
from asn_appraisal.appraising.varying.possible_values import POSSIBLE
from asn_appraisal.appraising.varying.varying_records import AsItIs, Here, Varying

F = Fraction
x, y, z = (asn.Number(key, low=0, high=10) for key in "xyz")
rows = asn.Items("kegiatan", [asn.Number("mutu", low=0, high=10), asn.Number("bobot", low=0, high=10)])
mutu, bobot = rows.fields
VALUES: dict[str, Any] = {
    "x": F(2),
    "y": F(3),
    "z": F(4),
    "kegiatan": [{"mutu": F(4), "bobot": F(1)}, {"mutu": F(6), "bobot": F(3)}],
}
X, Y, ROW = (None, 0, "x"), (None, 0, "y"), ("kegiatan", 1, "mutu")


def bound_of(node: Expression) -> LinearBound:
    record = Varying(AsItIs(Context.of(outline([node, x, y]), VALUES)), [X, Y, ROW], POSSIBLE)
    record.set(dict.fromkeys((X, Y, ROW), (F(0), F(10))))
    return linear_bound(Here(record), node)


@pytest.mark.parametrize(
    ("node", "slopes", "low", "high"),
    [
        (x * 2 - y / 4 + z, {X: 2, Y: F(-1, 4)}, 4, 4),
        (asn.Weighted((60, x), (40, y)).rounded(1), {X: F(3, 5), Y: F(2, 5)}, F(-1, 20), F(1, 20)),
        (asn.Mean(x, y, z).rounded(0, "down"), {X: F(1, 3), Y: F(1, 3)}, F(1, 3), F(7, 3)),
        (asn.Sum(x, x, 1).named("jumlah"), {X: 2}, 1, 1),
        ((x * 20).capped(100), {X: 20}, -inf, 0),
        ((x * 20).clamped(0, 1000), {X: 20}, 0, 0),
        (x.floored(5), {}, 5, 10),
        (rows.weighted(mutu * 2, by=bobot), {ROW: F(3, 2)}, 2, 2),
        (rows.sum(mutu), {ROW: 1}, 4, 4),
        (rows.mean(mutu), {ROW: F(1, 2)}, 2, 2),
        (x * y, {}, 0, 100),
        (asn.Least(x, y), {}, 0, 10),
        (z * 3, {}, 12, 12),
    ],
)
def test_what_is_linear_is_followed_and_the_rest_has_its_greatest_value(
    node: Expression, slopes: Any, low: Any, high: Any
) -> None:
    assert bound_of(node) == LinearBound(low, high, slopes)


def formula(random: Random, depth: int) -> Expression:
    if depth == 0:
        return random.choice((x, y, z))
    parts = [formula(random, depth - 1) for _ in range(3)]
    return random.choice(
        (
            asn.Sum(*parts),
            asn.Mean(*parts),
            asn.Weighted((50, parts[0]), (30, parts[1]), (20, parts[2])),
            parts[0] - parts[1],
            parts[0] * random.randint(-3, 3),
            parts[0] / random.choice((-2, 3)),
            parts[0].rounded(random.choice((-1, 0, 1)), random.choice(("half_up", "half_even", "up", "down"))),
            parts[0].capped(5),
            parts[0].floored(3),
            parts[0].clamped(1, 6),
            asn.Least(*parts),
            parts[0] * parts[1],
            parts[0].named(f"bagian_{random.randint(0, 10**9)}"),
        )
    )


@pytest.mark.parametrize("seed", range(150))
def test_no_value_leaves_its_bound(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    node = formula(random, 3)
    bound = bound_of(node)
    for _ in range(20):
        values = {**VALUES, "x": F(random.randint(0, 100), 10), "y": F(random.randint(0, 100), 10)}
        try:
            value = evaluate(node, Context.of(outline([node]), values))
        except EvaluationFault:
            continue
        middle = sum((slope * values[place[2]] for place, slope in bound.slopes.items()), F(0))
        assert bound.low == -inf or bound.low + middle <= value
        assert bound.high == inf or value <= bound.high + middle
