"""Possible values: over a range they hold every value that occurs, block by block, and are exact for one value."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal.algebra.expressions import Expression, Rounded
from asn_appraisal.algebra.items import Over
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.analysis.walks import expressions
from asn_appraisal.appraising.contexts import Context, EvaluationFault
from asn_appraisal.appraising.evaluation import evaluate
from asn_appraisal.appraising.varying.possible_values import POSSIBLE
from asn_appraisal.appraising.varying.varying_records import AsItIs, Possible, Varying
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

F = Fraction
x, y = asn.Number("x", low=0, high=10), asn.Number("y", optional=True)
flag = asn.Flag("rekan")
bands = asn.Bands(("baik", ">= 6", "Baik"), asn.Band("cukup", ">= 3", requires=x < 5), ("kurang", None, "Kurang"))
rows = asn.Items("kegiatan", [asn.Number("mutu", low=0, high=10)])
(mutu,) = rows.fields
VALUES: dict[str, Any] = {"x": F(2), "y": None, "rekan": True, "kegiatan": [{"mutu": F(4)}, {"mutu": F(6)}]}


def over(node: Expression, low: Any, high: Any, **values: Any) -> Possible:
    record = Varying(AsItIs(Context.of(outline([node]), {**VALUES, **values})), [(None, 0, "x")], POSSIBLE)
    record.set({(None, 0, "x"): (F(low), F(high))})
    return record.of(node)


@pytest.mark.parametrize(
    ("node", "low", "high"),
    [
        (x + 1, 3, 9),
        (10 - x, 2, 8),
        (x * x, 4, 64),
        (1 / x, F(1, 8), F(1, 2)),
        (x.capped(5), 2, 5),
        (x.floored(5), 5, 8),
        (x.clamped(3, 4), 3, 4),
        ((x / 3).rounded(0), 1, 3),
        (x.through((0, 0), (5, 10), (6, 0)), 0, 10),
        (x.through((20, 1), (30, 2)), 1, 1),
        (asn.When(x > 4, 1, x), 1, 8),
        (asn.When(x > 1, x, 100), 2, 8),
        (asn.Steps(x, (">= 9", 1), (">= 5", 2), (">= 3", 3), otherwise=4), 2, 4),
        (x.but(0, when=x >= 8), 0, 8),
        (y.or_else(x), 2, 8),
        (asn.Sum(x, 1), 3, 9),
        (asn.Mean(x, 4), 3, 6),
        (asn.Least(x, 4), 2, 4),
        (asn.Greatest(x, 4), 4, 8),
        (asn.Weighted((50, x), (50, 2)), 2, 5),
        (asn.Mean.of_given(x, y), 2, 8),
        (x.within(3, None), 3, 8),
        (rows.mean(mutu + x), 7, 13),
        (rows.sum(mutu * x), 20, 80),
        (rows.least(mutu * x), 8, 32),
        (rows.greatest(mutu - x), -2, 4),
        (rows.count(mutu > x), 0, 2),
        (rows.weighted(mutu, by=x + 0), F(5, 4), 20),
    ],
)
def test_numbers_over_a_range(node: Expression, low: Any, high: Any) -> None:
    found = over(node, 2, 8)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (x.rated(bands), {"baik", "cukup", "kurang"}),
        (x > 5, {True, False}),
        (x >= 2, {True}),
        (x > 8, {False}),
        (x.equals(9), {False}),
        ((x > 5) & flag, {True, False}),
        ((x > 8) & flag, {False}),
        ((x > 1) | flag, {True}),
        (~(x > 8), {True}),
        (x.given, {True}),
        (x.rated(bands).is_("baik", "cukup"), {True, False}),
        (asn.Case(x.rated(bands), baik="a", otherwise="b"), {"a", "b"}),
        (
            asn.Grid(
                x.rated(bands),
                asn.When(x > 8, "p", "q"),
                {(row, column): f"{row}_{column}" for row in ("baik", "cukup", "kurang") for column in "pq"},
            ),
            {"baik_q", "cukup_q", "kurang_q"},
        ),
    ],
)
def test_labels_and_conditions_over_a_range(node: Expression, words: set[Any]) -> None:
    assert over(node, 2, 8).words == words


def test_a_divisor_that_may_be_zero_may_be_refused_and_zero_alone_is() -> None:
    assert over(1 / x, 0, 4) == Possible(F(1, 4), float("inf"), refused=True)
    assert over(1 / x, 0, 0) == Possible(refused=True)
    assert over(y.or_else(1) / (x - 20), 0, 4) == Possible(F(-1, 16), F(-1, 20))
    assert over(x.within(9, None), 2, 8) == Possible(refused=True)
    assert over((y + x).required, 2, 8) == Possible(refused=True)
    assert over((y + x).given, 2, 8).words == {False}


def test_how_many_rows_count_may_not_be_known_over_a_range_and_is_for_one_value() -> None:
    some = rows.where(mutu > x).mean(mutu).or_else(0)
    assert not over(some, 2, 8).known
    assert over(some, 5, 5).low == 6
    assert over(some, 7, 7).low == 0
    assert over(asn.Mean.of_given(rows.where(mutu > x).mean(mutu), x), 2, 8).known is False


def _misses(seed: int) -> list[str]:
    """The formulas of a random policy whose value over a range misses one that occurs."""
    random = Random(seed)  # noqa: S311
    policy = random_policy(random)
    wrong = []
    for _ in range(20):
        record = random_record(policy, random)
        if not policy.faults_of(record):
            break
    else:
        return []
    values = policy.appraise(record).trace.values
    fields = [each for each in policy.outline.fields if isinstance(each, asn.Number)]
    for entry in fields:
        low, high = entry.low_units, entry.high_units
        low = (1000 if high is None else high) - 2000 if low is None else low
        high = low + 2000 if high is None else high
        ends = sorted((random.randint(low, high), random.randint(low, high)))
        place, scale = (None, 0, entry.key), 10**entry.decimals
        varying = Varying(AsItIs(Context.of(policy.outline, values)), [place], POSSIBLE)
        varying.set({place: (F(ends[0], scale), F(ends[1], scale))})
        for unit in {*ends, *(random.randint(*ends) for _ in range(4))}:
            context = Context.of(policy.outline, {**values, entry.key: F(unit, scale)})
            roots = [root for root in (policy.score, policy.band) if root is not None]
            for node in expressions(*roots, closed=(Over,)):
                found = varying.of(node)
                try:
                    value = evaluate(node, context)
                except EvaluationFault:
                    if not found.refused:
                        wrong.append(f"{seed} {node!r} is refused at {unit}")
                    continue
                if isinstance(value, str | bool):
                    held = found.may_be(value)
                else:
                    held = found.absent if value is None else found.low is not None and found.low <= value <= found.high
                if not held and found.known:
                    wrong.append(f"{seed} {node!r} is {value} at {unit}, not in {found}")
    return wrong


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in range(0, 100, 20)])
def test_each_formula_of_random_policies_holds_every_value_that_occurs(seeds: range) -> None:
    assert [each for seed in seeds for each in _misses(seed)] == []


def test_a_wrong_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POSSIBLE, Rounded, lambda at, node: at.of(node.value))  # as if nothing were rounded
    assert any(_misses(seed) for seed in range(20))
