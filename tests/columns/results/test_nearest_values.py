"""Nearest values: few scorings where the score adds up, and the same values as record by record where it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal import Policy
from asn_appraisal.columns.results import nearest_values
from asn_appraisal.columns.results.nearest_values import _Curve
from asn_appraisal.columns.running.float_engine import run

SCALE = asn.Bands(("baik", ">= 90"), ("cukup", "> 70"), ("kurang", None))
ROWS = 3_000
mutu = asn.Indicator("mutu", low=0, high=100)
waktu = asn.Indicator("waktu", low=0, high=60, better="lower", decimals=1)
LATE = ((2 - waktu / 20) * 100).clamped(0, 120)


def policy_of(score: Any) -> Policy:
    return Policy("contoh", "Contoh", score=score, band=SCALE)


ADDED = policy_of(asn.Weighted((60, mutu), (40, LATE.rounded(2))).rounded(2))
OTHERS = {
    "a product": policy_of((mutu * LATE / 100).rounded(1)),
    "the least of two": policy_of(asn.Least(mutu, LATE).rounded(2, mode="down")),
    "a jump": policy_of((asn.When(mutu >= 50, mutu, 0) * 60 / 100 + LATE * 40 / 100).rounded(0, mode="up")),
    "no rounding": policy_of(asn.Weighted((50, mutu), (50, LATE))),
    "steps": policy_of(
        asn.Weighted((50, asn.Steps(mutu, (">= 80", 95), (">= 40", 80), otherwise=10)), (50, LATE)).rounded(2)
    ),
}


def table(rows: int = ROWS) -> dict[str, Any]:
    chance = np.random.default_rng(4)
    return {"mutu": chance.integers(0, 10_001, rows) / 100, "waktu": chance.integers(0, 601, rows) / 10}


@pytest.mark.parametrize("policy", [ADDED, *OTHERS.values()], ids=["a sum", *OTHERS])
def test_each_row_has_the_nearest_value_of_its_record(policy: Policy) -> None:
    scores = asn.appraise_table(policy, table())
    answer = scores.next_band()
    assert answer.left_out == {}
    for row in range(0, ROWS, 60):
        alone = asn.next_band(policy, scores.appraisal(row))
        for key, values in answer.nearest.items():
            right = alone[key].nearest
            assert np.isnan(values[row]) if right is None else values[row] == float(right), (row, key)


def test_where_the_score_adds_up_four_scorings_of_a_field_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = asn.appraise_table(ADDED, table(30_000))
    scorings: list[int] = []

    def counted(plan: Any, data: Any) -> Any:
        scorings.append(data.count)
        return run(plan, data)

    monkeypatch.setattr(nearest_values, "run", counted)
    answer = scores.next_band()
    assert answer.within_reach.sum() > 10_000
    # Of each field: the better end, one row along the range, and two values beside each other.
    assert len(scorings) <= 8


def test_a_curve_says_where_a_score_is_reached() -> None:
    chance = np.random.default_rng(2)
    steps = np.sort(np.concatenate([np.repeat(chance.random(40) * 100, 60), np.linspace(0, 100, 300)]))
    curve = _Curve(steps, -50)
    wanted = np.concatenate([chance.random(500) * 100, steps[::7]])
    right = np.searchsorted(steps, wanted) - 50
    places = curve.reaching(wanted.copy())
    assert (places <= right).all()
    assert (places == right).mean() > 0.99
    outside = curve.reaching(np.array([-5.0, 200.0, np.nan]))
    assert outside.tolist() == [-50, len(steps) - 51, -50]


def test_a_hint_that_is_wrong_costs_time_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = asn.appraise_table(ADDED, table())
    right = scores.next_band()
    monkeypatch.setattr(_Curve, "reaching", lambda self, wanted: np.full(len(wanted), self.first + 7))
    for key, values in scores.next_band().nearest.items():
        assert np.array_equal(values, right.nearest[key], equal_nan=True)
