from fractions import Fraction

import pytest

from asn_appraisal import (
    Band,
    Bands,
    Category,
    Count,
    Flag,
    Grid,
    Items,
    Mean,
    Number,
    Policy,
    Steps,
    Sum,
    Weighted,
    When,
    schemes,
)
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.testing.mutants import mutants, unit_of

mutu = Number("mutu", low=0, high=100, decimals=1)
lain = Number("lain", low=0, high=100, decimals=1)


def names(score: Expression, band: Bands | Expression | None = None) -> list[str]:
    return [mutant.name for mutant in mutants(Policy("uji", "Uji", score=score.named("nilai"), band=band, reported=2))]


def test_the_unit_is_the_last_decimal_of_the_value_or_a_hundredth_at_least() -> None:
    assert unit_of(mutu, Fraction(91)) == Fraction(1, 10)
    assert unit_of((mutu * "0.25").rounded(2), Fraction(91)) == Fraction(1, 100)
    assert unit_of(mutu / 3, Fraction(91)) == Fraction(1, 100)
    assert unit_of(mutu / 3, Fraction("91.125")) == Fraction(1, 1000)
    assert unit_of(Count("hari"), Fraction(3)) == 1


def test_each_edge_of_a_scale_is_opened_and_moved_by_one_unit() -> None:
    assert names(mutu, Bands(("a", ">= 91"), ("b", "> 76"), ("c", None))) == [
        "peringkat: >= 91 becomes > 91",
        "peringkat: >= 91 becomes >= 91.1",
        "peringkat: >= 91 becomes >= 90.9",
        "peringkat: > 76 becomes >= 76",
        "peringkat: > 76 becomes > 76.1",
        "peringkat: > 76 becomes > 75.9",
    ]


def test_steps_knots_limits_and_comparisons_are_changed() -> None:
    assert names(Steps(mutu, ("<= 24", 1), otherwise=0)) == [
        "nilai: <= 24 becomes < 24",
        "nilai: <= 24 becomes <= 24.1",
        "nilai: <= 24 becomes <= 23.9",
    ]
    assert names(mutu.through((0, 0), (50, 100)))[:4] == [
        "nilai: (0, 0) becomes (0.1, 0)",
        "nilai: (0, 0) becomes (-0.1, 0)",
        "nilai: (0, 0) becomes (0, 0.1)",
        "nilai: (0, 0) becomes (0, -0.1)",
    ]
    assert names(mutu.clamped(10, 90)) == [
        "nilai: at least 10 becomes 10.1",
        "nilai: at most 90 becomes 90.1",
        "nilai: at least 10 becomes 9.9",
        "nilai: at most 90 becomes 89.9",
    ]
    assert names(When(mutu > 3, 1, 0)) == [
        "nilai: mutu > 3 becomes >=",
        "nilai: mutu > 3 becomes 3.1",
        "nilai: mutu > 3 becomes 2.9",
    ]
    assert names(When(mutu >= lain, 1, 0)) == ["nilai: mutu >= lain becomes >"]


def test_weights_go_from_one_part_to_another_once_for_each_pair() -> None:
    three = Weighted((60, mutu), (30, lain), (10, mutu - lain))
    assert names(three) == [
        "nilai: 1 of weight from lain to mutu",
        "nilai: 1 of weight from mutu - lain to mutu",
        "nilai: 1 of weight from mutu - lain to lain",
    ]
    assert names(Weighted(("99.5", mutu), ("0.5", lain))) == ["nilai: 0.1 of weight from lain to mutu"]
    assert names(Weighted((99, mutu), (1, lain))) == ["nilai: 1 of weight from mutu to lain"]


def test_roundings_take_each_other_mode() -> None:
    assert names((mutu / 3).rounded(1)) == [f"nilai: half_up becomes {mode}" for mode in ("half_even", "down", "up")]


def test_two_cells_of_a_grid_change_places() -> None:
    one, other = Category("satu", ("x", "y")), Category("dua", ("p", "q"))
    cells = {("x", "p"): "a", ("x", "q"): "b", ("y", "p"): "a", ("y", "q"): "c"}
    found = [mutant.what for mutant in mutants(Policy("uji", "Uji", band=Grid(one, other, cells)))]
    assert found == [
        "cells x/p and x/q change places",
        "cells x/p and y/q change places",
        "cells x/q and y/p change places",
        "cells x/q and y/q change places",
        "cells y/p and y/q change places",
    ]


def test_what_would_be_no_policy_is_left_out() -> None:
    tight = names(mutu, Bands(("a", ">= 90.1"), ("b", ">= 90"), ("c", None)))
    assert "peringkat: >= 90.1 becomes >= 90" not in tight
    assert "peringkat: >= 90 becomes >= 90.1" not in tight
    assert "nilai: at most 90 becomes 89.9" not in names(mutu.clamped(90, 90))


def test_changes_of_one_name_are_told_apart() -> None:
    twice = names(Sum(mutu.capped(50), lain.capped(50)))
    assert "nilai: at most 50 becomes 50.1" in twice
    assert "nilai: at most 50 becomes 50.1 (2)" in twice
    assert len(set(twice)) == len(twice)


def test_a_mutant_makes_a_policy_that_differs_in_one_place_alone() -> None:
    requires = Band("a", ">= 91", requires=Flag("ide"))
    policy = Policy("uji", "Uji", score=mutu, band=Bands(requires, ("b", ">= 76"), ("c", None)))
    moved = next(mutant for mutant in mutants(policy) if mutant.what == ">= 76 becomes > 76").policy()
    results = [[p.appraise({"mutu": m, "ide": True}).band for m in (91, 76)] for p in (policy, moved)]
    assert [[level.key for level in row if level] for row in results] == [["a", "b"], ["a", "c"]]
    assert moved.key == policy.key
    assert moved.fingerprint != policy.fingerprint


def test_formulas_over_rows_are_changed_too() -> None:
    rows = Items("kegiatan", (mutu,))
    found = mutants(Policy("uji", "Uji", score=rows.mean(mutu.capped(90).named("isi")).rounded(2).named("nilai")))
    assert {mutant.part for mutant in found} == {"nilai", "isi"}


@pytest.mark.parametrize("key", schemes.keys())
def test_every_mutant_of_a_scheme_makes_a_valid_policy_of_its_own_name(key: str) -> None:
    policy = schemes.get(key)
    found = mutants(policy)
    assert found
    assert len({mutant.name for mutant in found}) == len(found)
    for mutant in found[::7]:
        assert mutant.policy().fingerprint != policy.fingerprint


def test_the_mean_of_given_parts_has_nothing_to_change() -> None:
    assert names(Mean(mutu, lain)) == []


def test_a_mutant_keeps_how_many_rows_a_list_has_and_what_must_not_repeat() -> None:
    items = Items("kegiatan", (mutu, lain), at_most=3, unique=lain)
    made = Policy("uji", "Uji", score=items.mean(mutu.capped(90)).rounded(2))
    assert {mutant.policy().outline.lists for mutant in mutants(made)} == {(items,)}
