"""What a value is split into: additive blocks, limits and roundings apart, Shapley values where nothing adds up."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Category, Flag, Indicator, Items, Mean, Number, Steps, Sum, Weighted
from asn_appraisal.algebra.combinations import Greatest, Least
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.appraising.additive_parts import Split, Splitter, shapley_values, sources_of, worst_values

a, b, c = (Number(key, low=0, high=100) for key in "abc")
maybe = Number("m", low=0, high=100, optional=True)
VALUES = {"a": Fraction(80), "b": Fraction(60), "c": Fraction(30), "m": None, "rekan": True}


def split_of(node: Expression, values: dict[str, Any] | None = None, **reference: Any) -> Split:
    return Splitter(node, VALUES if values is None else values, reference).split(node)


def points(split: Split) -> dict[tuple[str, str], Fraction]:
    return {place: share.points for place, share in split.shares.items()}


@pytest.mark.parametrize(
    ("node", "base", "shares"),
    [
        (Weighted((60, a), (40, b)), 0, {("indicator", "a"): 48, ("indicator", "b"): 24}),
        (Sum(a, b, 7), 7, {("indicator", "a"): 80, ("indicator", "b"): 60}),
        (100 - a - b, 100, {("indicator", "a"): -80, ("indicator", "b"): -60}),
        (a - b * 2, 0, {("indicator", "a"): 80, ("indicator", "b"): -120}),
        (Mean.of_given(a, b, maybe), 0, {("indicator", "a"): 40, ("indicator", "b"): 30}),
        (Weighted.of_given((20, a), (60, b), (20, maybe)), 0, {("indicator", "a"): 20, ("indicator", "b"): 45}),
        ((a + b) / 7, 0, {("indicator", "a"): Fraction(80, 7), ("indicator", "b"): Fraction(60, 7)}),
        (a / b * 100, 0, {("indicator", "a"): Fraction(400, 3)}),
        ((a * 2).capped(100) + b, 0, {("indicator", "a"): 160, ("limit", "a"): -60, ("indicator", "b"): 60}),
        ((a + b).capped(100), 0, {("indicator", "a"): 80, ("indicator", "b"): 60, ("limit", "limit"): -40}),
        ((a + b / 7).rounded(0), 0, {("indicator", "a"): 80, ("indicator", "b"): Fraction(60, 7), ("rounding", "rounding"): Fraction(3, 7)}),
        ((a + b).but(0, when=Flag("rekan")), 0, {("indicator", "a"): 80, ("indicator", "b"): 60, ("replacement", "replacement"): -140}),
        (a.but(c, when=Flag("rekan")) + b, 0, {("indicator", "c"): 30, ("indicator", "b"): 60}),
        (maybe.or_else(c) + b, 0, {("indicator", "c"): 30, ("indicator", "b"): 60}),
        (((2 - a / 40) * 100).named("cepat") + b, 0, {("indicator", "a"): 0, ("indicator", "b"): 60}),
        (Steps(a, (">= 80", 5), otherwise=1) + b, 0, {("indicator", "a"): 5, ("indicator", "b"): 60}),
    ],
)  # fmt: skip
def test_what_adds_up_is_split_into_what_is_added(node: Expression, base: int, shares: dict[Any, Any]) -> None:
    found = split_of(node)
    assert (found.base, points(found)) == (base, shares)


@pytest.mark.parametrize(
    "node",
    [a * b, Least(a, b, c), Greatest(a, b), Steps(a + b - c, (">= 100", 5), otherwise=1), a * b / 100 * c, (a * b).capped(50)],
)  # fmt: skip
def test_shapley_values_are_the_mean_over_all_orders(node: Expression) -> None:
    players = [each for each in (a, b, c) if each in sources_of(node)]
    low = {each.key: Fraction(0) for each in (a, b, c)}
    # Read by hand: each order adds the players one by one and notes what each changes.
    meaning = {
        str(a * b): lambda v: v["a"] * v["b"],
        str(Least(a, b, c)): lambda v: min(v["a"], v["b"], v["c"]),
        str(Greatest(a, b)): lambda v: max(v["a"], v["b"]),
        str(Steps(a + b - c, (">= 100", 5), otherwise=1)): lambda v: 5 if v["a"] + v["b"] - v["c"] >= 100 else 1,
        str(a * b / 100 * c): lambda v: v["a"] * v["b"] / 100 * v["c"],
        str((a * b).capped(50)): lambda v: v["a"] * v["b"],
    }[str(node)]
    expected = dict.fromkeys((each.key for each in players), Fraction(0))
    orders = [*permutations(players)]
    for order in orders:
        values = dict(low)
        for each in order:
            before = meaning(values)
            values[each.key] = VALUES[each.key]
            expected[each.key] += Fraction(meaning(values) - before) / len(orders)
    found = split_of(node)
    assert {key: points for (kind, key), points in points(found).items() if kind == "indicator"} == expected
    assert found.total == (min(50, meaning(VALUES)) if str(node) == str((a * b).capped(50)) else meaning(VALUES))


def test_shapley_values_start_from_the_reference_that_is_given() -> None:
    found = split_of(a * b, a=Fraction(40), b=Fraction(60))
    assert (found.base, points(found)) == (2400, {("indicator", "a"): 2400})


def test_a_part_that_does_not_add_up_is_one_of_the_players() -> None:
    product = (a * b).named("hasil_kali")
    found = split_of(product * c)
    assert {*found.shares} == {("part", "hasil_kali"), ("indicator", "c")}


def test_a_formula_whose_reference_has_no_value_is_a_share_by_itself() -> None:
    found = split_of((c / (a * b)).named("hasil") * 1)
    assert found.total == Fraction(30, 4800)
    found = split_of(Least(100 / a, b / 1))
    assert points(found) == {("part", "Least(100 / a, b / 1)"): Fraction(5, 4)}


def test_more_parts_than_can_be_tried_in_all_orders_make_one_share() -> None:
    many = [Number(f"x{at}", low=0) for at in range(11)]
    node = Least(*many).named("terkecil")
    found = split_of(node, {each.key: Fraction(at + 1) for at, each in enumerate(many)})
    assert points(found) == {("part", "terkecil"): 1}


def test_a_value_over_rows_is_a_share_of_its_list_or_of_the_one_field_it_reads() -> None:
    waktu, mutu = Number("waktu"), Number("mutu")
    kegiatan = Items("kegiatan", (waktu, mutu))
    values = {"kegiatan": [{"waktu": Fraction(1), "mutu": Fraction(5)}, {"waktu": Fraction(3), "mutu": Fraction(7)}]}
    found = split_of(kegiatan.mean(waktu) + kegiatan.mean(waktu + mutu), values)
    assert points(found) == {("indicator", "kegiatan.waktu"): 2, ("indicator", "kegiatan"): 8}


def test_the_most_of_a_share_is_what_the_range_of_its_field_allows_under_its_limit() -> None:
    found = split_of(Weighted((50, (a * 2).capped(120)), (50, b)))
    most = {place: share.most for place, share in found.shares.items()}
    assert most == {("indicator", "a"): 60, ("limit", "a"): 0, ("indicator", "b"): 50}


def test_the_worst_values_are_the_ends_that_count_least() -> None:
    cepat = Indicator("cepat", better="lower", low=1, high=30)
    free, kelas = Number("free"), Category("kelas", ["x", "y"])
    node = Sum(cepat, free, a, asn.When(Flag("rekan"), 1, 0))
    values = {"cepat": Fraction(5), "free": Fraction(9), "a": Fraction(80), "rekan": True, "kelas": "y"}
    found = Splitter(node, values).outline
    assert worst_values(found, values)["cepat"] == 30
    assert worst_values(found, values)["free"] == 9
    assert worst_values(found, values)["a"] == 0
    assert kelas.key not in worst_values(found, values)


def test_the_values_of_all_players_add_up_to_what_they_are_worth_together() -> None:
    worth = {
        frozenset(): Fraction(1),
        frozenset({0}): Fraction(4),
        frozenset({1}): Fraction(2),
        frozenset({0, 1}): Fraction(9),
    }
    assert shapley_values(worth, 2) == [5, 3]
