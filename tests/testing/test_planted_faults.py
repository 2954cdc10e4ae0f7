"""Faults planted in policies, each found by the kit within so many examples."""

# ruff: noqa: S311  (chance for tests, nothing secret)

from collections.abc import Callable
from random import Random

import pytest

from asn_appraisal import Bands, Category, Grid, Indicator, Number, Policy, Steps, Weighted, review, schemes
from asn_appraisal.testing import laws
from asn_appraisal.testing.cases import SHIPPED, difference, read_cases
from asn_appraisal.testing.drawing.directions import directions
from asn_appraisal.testing.drawing.pairs import random_pair
from asn_appraisal.testing.known import Known, of_scheme
from asn_appraisal.testing.mutants import mutants

mutu = Indicator("mutu", low=0, high=100, decimals=1)
hari = Indicator("hari", low=1, high=30, decimals=0, better="lower")


def _by_cases(key: str, name: str) -> int:
    """How many cases of a scheme it takes until one notices a mutant."""
    fault = next(mutant for mutant in mutants(schemes.get(key)) if mutant.name == name).policy()
    paths = [SHIPPED / f"{key}.jsonl", SHIPPED / "edges" / f"{key}.jsonl"]
    cases = [case for path in paths if path.exists() for case in read_cases(path).cases if not case.options]
    return next(at for at, case in enumerate(cases, start=1) if difference(fault, case) is not None)


@pytest.mark.parametrize(
    ("key", "name", "examples"),
    [
        ("permenpanrb-6-2022", "peringkat: cells di_bawah/di_atas and di_atas/di_bawah change places", 9),
        ("permenpanrb-88-2021", "peringkat: > 80 becomes >= 80", 15),
        ("pp-46-2011", "waktu: <= 24 becomes < 24", 25),
        ("pp-46-2011", "nilai: 1 of weight from perilaku to skp", 25),
        ("pp-46-2011", "nilai: half_up becomes half_even", 25),
        ("permenpanrb-8-2021", "nilai: at most 120 becomes 120.01", 20),
    ],
)
def test_a_slip_of_the_pen_is_found_by_the_cases(key: str, name: str, examples: int) -> None:
    assert _by_cases(key, name) <= examples


def _pairs_until_breach(policy: Policy, known: Known) -> int:
    random, ways = Random(1), directions(policy, known)
    for at in range(1, 1000):
        try:
            laws.never_worse(policy, random_pair(policy, ways, random), known=known)
        except AssertionError:
            return at
    return 1000


def test_a_swapped_cell_is_found_by_pairs_of_records_alone() -> None:
    known = of_scheme("permenpanrb-6-2022")
    pair = {"di_atas/di_atas", "sesuai/di_bawah"}
    swaps = [mutant for mutant in mutants(schemes.get("permenpanrb-6-2022")) if pair <= {*mutant.what.split()}]
    (fault,) = swaps
    assert _pairs_until_breach(fault.policy(), known) <= 60


def test_a_ratio_turned_upside_down_is_found_by_pairs_of_records() -> None:
    assert (
        _pairs_until_breach(Policy("uji", "Uji", score=(5 / hari * mutu + hari).named("nilai"), reported=2), Known())
        <= 40
    )


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (lambda: Policy("uji", "Uji", score=Steps(hari, ("<= 7", 0), otherwise=100 - hari)), "ASN382"),
        (lambda: Policy("uji", "Uji", score=(mutu / 3).rounded(1).capped(33).rounded(0)), "ASN387"),
        (lambda: Policy("uji", "Uji", score=mutu, band=Bands(("a", "> 100"), ("b", None))), "ASN381"),
        (
            lambda: Policy(
                "uji", "Uji", score=Weighted((60, mutu), (40, Number("x", low=0, high=9).capped(0).named("y")))
            ),
            "ASN383",
        ),
    ],
)
def test_a_fault_of_the_definition_is_found_without_any_example(policy: Callable[[], Policy], code: str) -> None:
    assert code in {finding.code for finding in review(policy())}


def test_a_grid_has_a_name_for_each_swap() -> None:
    one = Category("a", ("x", "y"))
    assert (
        len(mutants(Policy("uji", "Uji", band=Grid(one, Category("b", ("p",)), {("x", "p"): "k", ("y", "p"): "l"}))))
        == 1
    )
