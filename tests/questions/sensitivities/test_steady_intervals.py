"""The interval in which nobody's band changes, against scoring the table again with the number moved."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Bands, Check, Indicator, Number, Policy, Target, Weighted, schemes
from asn_appraisal.questions.sensitivities import number_paths, steady_intervals, steady_shapes
from asn_appraisal.questions.sensitivities.moved_numbers import MovedNumber, moved_numbers
from asn_appraisal.questions.sensitivities.steady_intervals import End, Population, Steady, steady
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

KEYS = ("sabang-layanan", "pp-30-2019", "permenpanrb-88-2021", "ombudsman-2022", "pp-46-2011")


def population_of(policy: Policy, seed: int = 1, count: int = 30) -> Population | None:
    random, records = Random(seed), []  # noqa: S311
    for _ in range(count * 10):
        record = random_record(policy, random)
        if len(records) < count and not policy.faults_of(record):
            records.append(record)
    return Population.of(policy, asn.read_records(policy, records)) if records else None


def faults_of(number: MovedNumber, population: Population, found: Steady) -> list[str]:
    """What is wrong with an interval by brute force: inside nothing changes, just beyond an end something does."""
    wrong = []

    def changes(value: Fraction) -> bool:
        return bool(population.changed(number.policy(population.policy, value)).any())

    for end, side in ((found.low, -1), (found.high, 1)):
        inside = [number.value + (end.value - number.value) * Fraction(part, 6) for part in range(6)]
        if any(map(changes, inside)):
            wrong.append(f"{number.key}: a change before {end}")
        if end.included and changes(end.value):
            wrong.append(f"{number.key}: a change at {end}")
        if not end.limit and end.exact:
            beyond = end.value + side * Fraction(1, 10**12) if end.included else end.value
            if not changes(beyond):
                wrong.append(f"{number.key}: no change beyond {end}")
    return wrong


@pytest.mark.parametrize("key", KEYS)
def test_inside_nothing_changes_and_just_beyond_something_does(key: str) -> None:
    population = population_of(schemes.get(key), count=15)
    assert population is not None
    random = Random(key)  # noqa: S311
    numbers = moved_numbers(population.policy)
    for number in random.sample(numbers, min(6, len(numbers))):
        assert faults_of(number, population, steady(number, population)) == []


@pytest.mark.parametrize("seed", [3, 31, 45, 60, 77])
def test_the_same_holds_of_random_policies(seed: int) -> None:
    policy = random_policy(Random(seed))  # noqa: S311
    population = population_of(policy, seed, 8)
    if population is None or policy.band is None:
        return
    random = Random(seed)  # noqa: S311
    numbers = moved_numbers(policy)
    for number in random.sample(numbers, min(3, len(numbers))):
        assert faults_of(number, population, steady(number, population)) == []


PUAS, CEPAT = (Indicator(key, low=0, high=120) for key in ("puas", "cepat"))
SCALE = Bands(("baik", ">= 90"), ("cukup", ">= 70"), ("kurang", None))
POLICY = Policy("p", "P", score=Weighted((60, Target(PUAS, 80)), (40, Target(CEPAT, 80))), reported=2, band=SCALE)
TABLE = {"puas": [80, 40, 80], "cepat": [40, 80, 80]}  # scores 80, 70 and 100


def end_of(key: str, policy: Policy = POLICY, table: object = None) -> Steady:
    population = Population.of(policy, asn.read_records(policy, TABLE if table is None else table))
    return steady(next(each for each in moved_numbers(policy) if each.key == key), population)


def test_the_ends_worked_out_by_hand_are_the_ends() -> None:
    # 50 w + 100 (1 - w) < 70 above w = 60; 100 w + 50 (1 - w) < 70 below w = 40
    assert end_of("nilai.weight.puas_nilai") == Steady(End(Fraction(40)), End(Fraction(60)))
    # 80 reaches 90 where 0.6 * 80 / T * 100 + 20 >= 90, 70 falls as soon as the target rises
    assert end_of("puas_nilai.target") == Steady(End(Fraction(480, 7), included=False), End(Fraction(80)))
    assert end_of("peringkat.edge.baik") == Steady(End(Fraction(80), included=False), End(Fraction(100)))
    assert end_of("peringkat.edge.cukup").high == End(Fraction(70))


def test_many_rows_are_narrowed_down_to_the_few_that_change_first(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(5)  # noqa: S311
    table = {key: [f"{random.randint(0, 12000) / 100:.2f}" for _ in range(400)] for key in ("puas", "cepat")}
    exact = end_of("nilai.weight.puas_nilai", table=table)
    population = Population.of(POLICY, asn.read_records(POLICY, table))
    number = next(each for each in moved_numbers(POLICY) if each.key == "nilai.weight.puas_nilai")
    assert exact.exact
    assert faults_of(number, population, exact) == []
    monkeypatch.setattr(steady_intervals, "MOST_FOLLOWED", 10**6)  # every row is followed
    assert steady(number, population) == exact


def test_rows_of_equal_values_are_followed_once() -> None:
    table = {key: values * 2000 for key, values in TABLE.items()}
    assert end_of("nilai.weight.puas_nilai", table=table) == Steady(End(Fraction(40)), End(Fraction(60)))


def test_where_nothing_is_known_of_the_formulas_a_large_table_is_tried_and_that_is_said() -> None:
    x = Number("x", low=0, high=100)
    wave = x * ((x * "0.5").floored(1) / 2).named("paruh") * "0.01"
    policy = Policy("p", "P", score=((wave * 2).named("q") * (2 - wave * 2 * "0.01")), reported=2, band=SCALE)
    number = next(each for each in moved_numbers(policy) if each.key.startswith("paruh"))
    small = Population.of(policy, asn.read_records(policy, {"x": [10, 50, 90]}))
    large = Population.of(policy, asn.read_records(policy, {"x": [f"{at / 10:.1f}" for at in range(900)]}))
    found = steady(number, large)
    assert not found.exact
    assert all(end.resolution is not None for end in (found.low, found.high))
    assert faults_of(number, small, steady(number, small)) == []


def test_a_record_that_a_condition_refuses_with_the_number_moved_counts_as_changed() -> None:
    x = Number("x", low=0, high=100)
    twice = (x * 2).named("dua")
    policy = Policy("p", "P", score=twice + 1, band=SCALE, checks=[Check(twice <= 150, "a", "b")])
    found = end_of("dua.constant.1", policy, {"x": [74, 10]})
    assert not found.exact
    assert abs(found.high.value - Fraction(150, 74)) < Fraction(1, 1000)


@pytest.mark.parametrize("fault", ["shapes", "side", "narrow"])
def test_a_planted_fault_is_noticed(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault == "shapes":  # everything is called monotone
        monkeypatch.setattr(steady_shapes.Shapes, "keeps_bands", lambda *_: True)
        x = Number("x", low=0, high=100)
        bent = (x * 2).named("kali").through((20, 100), (30, 0), (40, 100), (50, 0), (60, 100))
        policy = Policy("p", "P", score=bent, reported=2, band=SCALE)
        table = {"x": [20]}
    else:
        policy, table = POLICY, TABLE
        if fault == "side":
            real = number_paths.NumberPath.first_change

            def wrong(self: Any, start: Fraction, side: int, limit: Fraction) -> tuple[Fraction, bool] | None:
                change = real(self, start, side, limit)
                return None if change is None else (change[0], not change[1])

            monkeypatch.setattr(number_paths.NumberPath, "first_change", wrong)
        else:
            monkeypatch.setattr(
                steady_intervals._Search, "_followed", lambda self, rows, start, limit, side: End(limit)
            )
    population = Population.of(policy, asn.read_records(policy, table))
    wrong_ones = [
        fault for each in moved_numbers(policy) for fault in faults_of(each, population, steady(each, population))
    ]
    assert wrong_ones
