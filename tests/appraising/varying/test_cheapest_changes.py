"""The cheapest change of several fields, against every change of small records; a bound where a search ends early."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Policy
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.appraising.varying import cheapest_changes
from asn_appraisal.appraising.varying.cheapest_changes import Cheapest, cheapest_change
from asn_appraisal.appraising.varying.linear_bounds import LinearBound
from asn_appraisal.appraising.varying.reached_values import Bandwork, Search, axis_of

F = Fraction
FIELDS = [asn.Indicator(key, low=0, high=9, decimals=0, better="lower" if key == "c" else "higher") for key in "abc"]
a, b, c = FIELDS
SCALE = asn.Bands(("baik", ">= 6", "Baik"), ("cukup", "> 4", "Cukup"), ("kurang", None, "Kurang"))


def search_of(score: Expression, record: dict[str, int], band: Any = SCALE) -> Search:
    policy = Policy("loket", "Loket", score=score, band=band, reported=2)
    values = policy.appraise(record).trace.values
    assert policy.band is not None
    assert policy.score is not None
    work = Bandwork(policy.outline, (), (policy.score, policy.band), policy.score, policy.band, values)
    return Search(
        work, tuple(axis_of((None, 0, each.key), each, values[each.key], [], ()) for each in policy.outline.fields)
    )


def cheapest_by_trying(search: Search, costs: Any, goal: set[str]) -> Fraction | None:
    found = []
    for point in product(*(range(axis.low, axis.high + 1) for axis in search.axes)):
        values = {axis.place: axis.value(units) for axis, units in zip(search.axes, point, strict=True)}
        if search.work.band_with(values) in goal:
            pairs = zip(search.axes, point, strict=True)
            found.append(sum((abs(units - (axis.now or 0)) * costs[axis.place] for axis, units in pairs), F(0)))
    return min(found, default=None)


SCORES = [
    asn.Mean(a, b, 9 - c),
    asn.Weighted((50, a), (30, b), (20, 9 - c)).rounded(0),
    asn.Weighted((50, (a * 2).capped(9)), (50, b)) + c * 0,
    asn.Sum(a, b, c) / 3,
    asn.Least(a, b) + (9 - c) / 9,
    a * b / 9 - c / 3,
    asn.When(a > 4, b, 0) + asn.When(c > 2, 0, 2),
    asn.Steps(a + b, (">= 15", 7), (">= 11", 5), otherwise=c / 3),
    (a - b) * (a - b) - c,
    12 / (c + 1) + a / 10 + b / 10,
]


@pytest.mark.parametrize("number", range(len(SCORES)))
def test_it_is_the_cheapest_of_all_changes(number: int) -> None:
    random = Random(number)  # noqa: S311
    for _ in range(12):
        record = {key: random.randint(0, 9) for key in "abc"}
        search = search_of(SCORES[number], record)
        costs = {axis.place: F(random.choice((1, 1, 2, 3)), random.choice((1, 10))) for axis in search.axes}
        for goal in ({"baik"}, {"baik", "cukup"}):
            found = cheapest_change(search, costs, goal, [])
            assert found.exact
            assert found.cost == cheapest_by_trying(search, costs, goal)
            if found.point is not None:
                values = {axis.place: axis.value(found.point[axis.place]) for axis in search.axes}
                assert search.work.band_with(values) in goal


def test_a_goal_out_of_reach_is_proved_to_be_so() -> None:
    search = search_of(asn.Mean(a, b, c) / 2, {"a": 1, "b": 1, "c": 1})
    costs = {axis.place: F(1) for axis in search.axes}
    assert cheapest_change(search, costs, {"baik"}, []) == Cheapest(None, None, None)
    assert cheapest_change(search, costs, {"baik"}, []).exact
    assert cheapest_change(Search(search.work, ()), {}, {"baik"}, []) == Cheapest(None, None, None)


def test_a_search_that_ends_early_says_what_could_be_cheaper(monkeypatch: pytest.MonkeyPatch) -> None:
    search = search_of(a * b / 9 - c / 3, {"a": 2, "b": 3, "c": 4})
    costs = {axis.place: F(1) for axis in search.axes}
    right = cheapest_by_trying(search, costs, {"baik"})
    assert right is not None
    for most in (1, 3, 8):
        monkeypatch.setattr(cheapest_changes, "_MOST_BOXES", most)
        found = cheapest_change(search, costs, {"baik"}, [])
        assert found.cost is not None
        assert found.bound is not None
        assert found.bound <= right <= found.cost


def test_known_changes_that_do_not_reach_the_goal_are_not_believed() -> None:
    search = search_of(asn.Mean(a, b, c), {"a": 5, "b": 5, "c": 5})
    costs = {axis.place: F(1) for axis in search.axes}
    assert cheapest_change(search, costs, {"baik"}, [{axis.place: 5 for axis in search.axes}]).cost == 3


def test_a_bound_that_is_too_high_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    search = search_of(asn.Least(a, b) + c * 0, {"a": 5, "b": 5, "c": 5})
    costs = {axis.place: F(1) for axis in search.axes}
    assert cheapest_change(search, costs, {"baik"}, []).cost == 2
    monkeypatch.setattr(cheapest_changes._Found, "try_better_ends", lambda *_: None)
    monkeypatch.setattr(cheapest_changes, "linear_bound", lambda *_: LinearBound(F(0), F(0), {(None, 0, "a"): F(1, 9)}))
    assert cheapest_change(search, costs, {"baik"}, []).cost is None
