"""Reached values against every value of the lattice: every scheme, 200 random policies, and a planted fault."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from attrs import evolve

import asn_appraisal as asn
from asn_appraisal import AppraisalError, Policy, schemes
from asn_appraisal.algebra.expressions import Limited
from asn_appraisal.appraising.varying.possible_values import POSSIBLE
from asn_appraisal.appraising.varying.reached_values import Axis, Bandwork, Reached, Search, axis_of, nearest
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

F = Fraction
x = asn.Indicator("x", low=0, high=100, decimals=1)
scale = asn.Bands(("baik", ">= 76", "Baik"), ("cukup", ">= 51", "Cukup"), ("kurang", None, "Kurang"))


def chance(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311


def work_of(policy: Policy, record: Any) -> Bandwork:
    roots = tuple(part for part in (policy.score, policy.band, *policy.shown) if part is not None)
    assert policy.band is not None
    values = policy.appraise(record).trace.values
    return Bandwork(policy.outline, policy.checks, roots, policy.score, policy.band, values)


def axes(policy: Policy, work: Bandwork, random: Random, most: int) -> Iterator[Axis]:
    """The numbers of a record, each narrowed to a few values: around its own or elsewhere."""
    fields = [(None, 0, each) for each in policy.outline.fields]
    fields += [
        (items.key, row, each)
        for items in policy.outline.lists
        for row in range(min(len(work.values[items.key]), 2))
        for each in items.fields
    ]
    for items, row, entry in fields:
        if isinstance(entry, asn.Number):
            value = work.values[entry.key] if items is None else work.values[items][row][entry.key]
            axis = axis_of((items, row, entry.key), entry, value, [], ())
            middle = random.choice((axis.low if axis.now is None else axis.now, random.randint(axis.low, axis.high)))
            yield evolve(axis, low=max(axis.low, middle - most), high=min(axis.high, middle + most))


def wrong_values(policy: Policy, records: list[Any], random: Random, most: int = 25) -> tuple[list[str], int]:
    """Values of fields for which the search is wrong, and how many searches had values of both kinds."""
    wrong, mixed = [], 0
    for record in records:
        try:
            work = work_of(policy, record)
        except AppraisalError:
            continue
        keys = [level.key for level in work.band.levels]
        for axis in axes(policy, work, random, most):
            bands: dict[int, str | None] = {}
            for units in range(axis.low, axis.high + 1):
                try:
                    appraisal = policy.appraise(work.changed({axis.place: axis.value(units)}))
                    bands[units] = None if appraisal.band is None else appraisal.band.key
                except AppraisalError:
                    bands[units] = None
            for goal in ({keys[0]}, {*keys[: len(keys) // 2 + 1]}, {*keys[1:]}):
                found = Search(work, (axis,)).reached(axis, goal)
                held = {units for low, high in found.spans for units in range(low, high + 1)}
                right = {units for units, band in bands.items() if band in goal}
                mixed += 0 < len(right) < len(bands)
                if held != right or found.open:
                    wrong.append(f"{policy.key} {axis.key} {sorted(goal)}: {sorted(held ^ right)[:3]}")
    return wrong, mixed


@pytest.mark.parametrize("key", [key for key in schemes.official() if schemes.get(key).band is not None])
def test_every_value_of_every_scheme_is_right(key: str) -> None:
    policy, random = schemes.get(key), chance(key)
    records = [random_edge_record(policy, chance(seed)) for seed in range(2)]
    wrong, _ = wrong_values(policy, [*records, random_record(policy, random)], random, most=12)
    assert wrong == []


@pytest.mark.parametrize("seeds", [range(start, start + 20) for start in range(0, 200, 20)])
def test_every_value_of_random_policies_is_right(seeds: range) -> None:
    found = []
    for seed in seeds:
        policy = random_policy(chance(seed))
        if policy.band is not None:
            records = [random_edge_record(policy, chance(seed * 100 + number)) for number in range(2)]
            found.append(wrong_values(policy, records, chance(seed)))
    assert [each for wrong, _ in found for each in wrong] == []
    assert sum(mixed for _, mixed in found) > 0


def test_a_wrong_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = Policy("loket", "Loket", score=(x * 2).capped(80), band=scale)
    assert wrong_values(policy, [{"x": 38}], chance(1)) == ([], 2)
    monkeypatch.setitem(POSSIBLE, Limited, lambda at, node: at.of(node.value * F(101, 100)))
    assert wrong_values(policy, [{"x": 38}], chance(1))[0]


def reached(score: Any, goal: set[str], **more: Any) -> list[tuple[Any, Any]]:
    policy = Policy("loket", "Loket", score=score, band=scale, **more)
    work = work_of(policy, {"x": 60})
    axis = axis_of((None, 0, "x"), x, F(60), [], ())
    found = Search(work, (axis,)).reached(axis, goal)
    return [(axis.value(low), axis.value(high)) for low, high in found.spans]


def test_values_that_are_worse_again_are_left_out() -> None:
    # More than 24 % saved counts less: 76 to 76 + 24, then down again.
    saved = asn.When(x <= 50, x * 2, 200 - x * 2)
    assert reached(saved, {"baik"}) == [(38, 62)]
    assert reached(saved, {"kurang"}) == [(0, F("25.4")), (F("74.6"), 100)]
    assert reached(asn.When(x.equals(50), 0, x).named("mutu"), {"cukup"}) == [(51, F("75.9"))]


def test_values_with_which_the_record_is_refused_do_not_count() -> None:
    check = asn.Check(~x.equals(80), "bukan 80")
    assert reached(x, {"baik"}, checks=[check]) == [(76, F("79.9")), (F("80.1"), 100)]
    assert reached(80 + 0 / (x - 90), {"baik"}, reported=2) == [(0, F("89.9")), (F("90.1"), 100)]
    assert reached(x.within(None, 90), {"baik"}) == [(76, 90)]


def test_two_thirds_of_every_third_value_are_told_apart() -> None:
    # A saw: the part of x above its whole number.
    saw = (x - x.rounded(0, "down")) * 100
    assert len(reached(saw, {"baik"})) == 100
    assert reached(saw, {"baik"})[0] == (F("0.8"), F("0.9"))


def test_a_search_that_ends_early_says_what_is_open() -> None:
    policy = Policy("loket", "Loket", score=(x - x.rounded(0, "down")) * 100, band=scale)
    work, axis = work_of(policy, {"x": 60}), axis_of((None, 0, "x"), x, F(60), [], ())
    found = Search(work, (axis,)).reached(axis, {"baik"}, most=100)
    whole = {units for spans in (found.spans, found.open) for low, high in spans for units in range(low, high + 1)}
    assert found.open
    assert {units for units in range(1001) if units % 10 >= 8} <= whole


def test_the_best_score_is_where_the_line_is_highest() -> None:
    work = work_of(Policy("loket", "Loket", score=asn.When(x <= 50, x * 2, 200 - x * 2), band=scale), {"x": 60})
    axis = axis_of((None, 0, "x"), x, F(60), [], ())
    best = Search(work, (axis,)).best(axis)
    assert best is not None
    assert (best.score, axis.value(best.units)) == (100, 50)


def test_the_range_of_an_axis_is_that_of_the_field_its_checks_and_limits() -> None:
    assert axis_of((None, 0, "x"), x, F(1), [x > 0, x <= 90], (None, F("80.55"))).low == 1
    assert axis_of((None, 0, "x"), x, F(1), [x > 0, x <= 90], (F("0.15"), F("80.55"))).low == 2
    assert axis_of((None, 0, "x"), x, F(1), [x > 0, x <= 90], (F("0.15"), F("80.55"))).high == 805
    assert axis_of((None, 0, "x"), x, F(1), [], ()).key == "x"
    assert axis_of(("kegiatan", 2, "x"), x, F(1), [], ()).key == "kegiatan[2].x"


def test_the_nearest_value_and_of_two_alike_the_better() -> None:
    axis = axis_of((None, 0, "x"), x, F(50), [], ())
    spans = Reached(((400, 450), (550, 600)))
    assert nearest(spans, axis) == 550
    lower = evolve(axis, entry=asn.Indicator("x", low=0, high=100, decimals=1, better="lower"))
    assert nearest(spans, lower) == 450
    assert nearest(spans, evolve(axis, now=420)) == 420
    assert (nearest(spans, evolve(axis, now=None)), nearest(spans, evolve(lower, now=None))) == (400, 600)
    assert nearest(Reached(()), axis) is None


def test_values_that_repeat_a_unique_field_of_another_row_do_not_count() -> None:
    rows = asn.Items("bulanan", [asn.Number("bulan", low=1, high=12, decimals=0)], unique=["bulan"])
    policy = Policy("loket", "Loket", score=rows.sum(rows.fields[0] * 10), band=scale)
    record = {"bulanan": [{"bulan": 1}, {"bulan": 5}, {"bulan": 9}]}
    work = work_of(policy, record)
    axis = axis_of(("bulanan", 0, "bulan"), rows.fields[0], F(1), [], ())
    assert Search(work, (axis,)).reached(axis, {"baik"}).spans == ((1, 4), (6, 8), (10, 12))
    other = axis_of(("bulanan", 1, "bulan"), rows.fields[0], F(5), [], ())
    both = Search(work, (axis, other))
    assert both.verdict({axis.place: (5, 5), other.place: (5, 5)}, {"baik"}) is False
    assert both.verdict({axis.place: (5, 5), other.place: (6, 6)}, {"baik"}) is True
    assert both.verdict({axis.place: (4, 5), other.place: (5, 6)}, {"baik"}) is None
