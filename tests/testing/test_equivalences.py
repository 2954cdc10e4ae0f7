# ruff: noqa: S311  (chance for tests, nothing secret)

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from asn_appraisal import Bands, Case, Category, Count, Items, Number, Policy, Steps, Weighted, When
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.analysis.curves import curve
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.rules import random_bands, random_rule
from asn_appraisal.testing.equivalences import Arguments, agree
from asn_appraisal.testing.failures import appraised, result_of
from asn_appraisal.testing.mutants import mutants

mutu = Number("mutu", low=0, high=100, decimals=1)
lain = Number("lain", low=0, high=100, decimals=1)
jenis = Category("jenis", ("x", "y", "z"))


def same(score: Expression, band: Bands | None = None) -> set[str]:
    """What is proved to be no change."""
    policy = Policy("uji", "Uji", score=score.named("nilai"), band=band, reported=2)
    return {mutant.what for mutant in mutants(policy) if mutant.equivalent}


@pytest.mark.parametrize(
    ("score", "proved"),
    [
        (lambda: mutu.rounded(1), {"half_up becomes half_even", "half_up becomes down", "half_up becomes up"}),
        (lambda: mutu.rounded(0), set()),
        (
            lambda: Case(jenis, x="2.5", y=5, z=30).rounded(1),
            {f"half_up becomes {m}" for m in ("half_even", "down", "up")},
        ),
        (lambda: mutu.capped(101), {"at most 101 becomes 101.1", "at most 101 becomes 100.9"}),
        (lambda: mutu.capped(100), {"at most 100 becomes 100.1"}),
        (lambda: Steps(mutu, (">= 100", 100), otherwise=mutu), {">= 100 becomes > 100", ">= 100 becomes >= 100.1"}),
        (lambda: Steps(mutu, (">= 50", 50 + (mutu - 50) * 2), otherwise=mutu), {">= 50 becomes > 50"}),
        (lambda: Steps(mutu, (">= 50", 51 + (mutu - 50) * 2), otherwise=mutu), set()),
        (lambda: When(mutu > 100, 5, mutu), {"mutu > 100 becomes 100.1"}),
        (lambda: (mutu + lain).capped(300), {"at most 300 becomes 300.1", "at most 300 becomes 299.9"}),
        (lambda: mutu.capped(90).capped(80), {"at most 90 becomes 90.1", "at most 90 becomes 89.9"}),
        (lambda: (mutu.capped(90) + lain).capped(80), set()),
        (lambda: Weighted((50, mutu), (50, mutu.named("sama"))), {"1 of weight from sama to mutu"}),
        (lambda: Weighted((50, mutu), (50, mutu + 1)), set()),
    ],
)
def test_what_analysis_can_prove_equal_is_marked_and_nothing_else(
    score: Callable[[], Expression], proved: set[str]
) -> None:
    found = same(score())
    assert proved <= found
    if not proved:
        assert not found


def test_edges_between_two_possible_values_are_equal() -> None:
    points = Case(jenis, x=0, y="22.5", z=60) + Count("kali") * 5
    assert same(points, Bands(("a", ">= 91"), ("b", None))) == {
        ">= 91 becomes > 91",
        ">= 91 becomes >= 91.1",
        ">= 91 becomes >= 90.9",
    }
    assert same(points, Bands(("a", ">= 90"), ("b", None))) == {">= 90 becomes >= 89.9"}


def test_edges_beyond_every_value_are_equal() -> None:
    assert same(mutu, Bands(("a", "> 100.5"), ("b", None))) == {
        "> 100.5 becomes >= 100.5",
        "> 100.5 becomes > 100.6",
        "> 100.5 becomes > 100.4",
    }


def test_what_holds_a_change_from_two_sides_is_not_taken_for_one() -> None:
    inner = mutu.capped(90).named("isi")
    # The cap is hidden by the outer one, but the inner part counts by itself as well.
    assert same(inner.capped(80) + inner) == set()
    assert same(inner.capped(80)) == {"at most 90 becomes 90.1", "at most 90 becomes 89.9"}


def test_lines_that_differ_between_two_arguments_alone_agree() -> None:
    one, other = curve(Steps(mutu, (">= 50", 1), otherwise=0)), curve(Steps(mutu, ("> 49.95", 1), otherwise=0))
    assert agree(one, other, Arguments(Fraction(0), Fraction(100), Fraction(1, 10)))
    assert not agree(one, other, Arguments(Fraction(0), Fraction(100), Fraction(1, 100)))
    assert not agree(one, other, Arguments(Fraction(0), Fraction(100), None))
    assert agree(one, other, Arguments(Fraction(60), Fraction(100), None))
    assert not agree(one, other, Arguments(None, None, None))


@pytest.mark.parametrize("seed", range(40))
def test_no_record_tells_a_mutant_that_is_proved_equal(seed: int) -> None:
    random = Random(seed)
    measured = random.choice((mutu, (mutu / 4).rounded(0), Case(jenis, x=0, y="22.5", z=90) + Count("k", high=9)))
    score = random_rule(random).of(measured, 50).named("nilai")
    policy = Policy("uji", "Uji", score=score, band=random_bands(random), reported=2)
    equal = [mutant.policy() for mutant in mutants(policy) if mutant.equivalent]
    for record in (random_edge_record(policy, random) for _ in range(20 if equal else 0)):
        expected = result_of(appraised(policy, record))
        assert [result_of(appraised(each, record)) for each in equal] == [expected] * len(equal)


@pytest.mark.parametrize("seed", range(20))
def test_no_record_of_any_policy_tells_a_mutant_that_is_proved_equal(seed: int) -> None:
    random = Random(seed)
    policy = random_policy(random, depth=2)
    equal = [mutant.policy() for mutant in mutants(policy) if mutant.equivalent][:8]
    for record in (random_edge_record(policy, random) for _ in range(6 if equal else 0)):
        expected = result_of(appraised(policy, record))
        assert [result_of(appraised(each, record)) for each in equal] == [expected] * len(equal)


def test_formulas_over_rows_are_proved_row_by_row() -> None:
    rows = Items("kegiatan", (mutu,))
    score = rows.mean(mutu.capped(101).named("isi")).rounded(2)
    assert same(score) == {"at most 101 becomes 101.1", "at most 101 becomes 100.9"}
