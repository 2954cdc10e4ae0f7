# ruff: noqa: S311  (chance for tests, nothing secret)

from fractions import Fraction
from random import Random

import pytest

from asn_appraisal import Bands, Items, Number, Policy, schemes
from asn_appraisal.testing.drawing.edge_hits import edge_hit, gaps_of, goals_of, may_be
from asn_appraisal.testing.notable import notable

SABANG = schemes.get("sabang-layanan")
MUTU = Number("mutu", low=0, high=100, decimals=1)
ROWS = Items("baris", (MUTU,), at_least=1)
LISTED = Policy(
    "daftar", "Daftar", score=ROWS.mean(MUTU.capped(80)).rounded(2), band=Bands(("baik", ">= 76"), ("kurang", None))
)


@pytest.mark.parametrize("policy", [SABANG, LISTED, schemes.get("pp-30-2019"), schemes.get("permenpan-16-2009")])
def test_a_hit_is_exact_and_most_goals_are_hit(policy: Policy) -> None:
    random = Random(1)
    goals = [(turn, goal) for turn in notable(policy).turns if turn.places is None for goal in goals_of(turn)]
    goals = [(turn, goal) for turn, goal in goals if may_be(turn, goal)]
    hits = [(turn, goal, edge_hit(policy, turn, goal, random, tries=60)) for turn, goal in goals]
    assert all(goal in gaps_of(policy, turn, record) for turn, goal, record in hits if record is not None)
    assert sum(record is not None for *_, record in hits) >= len(goals) - 1


def test_a_unit_is_the_last_decimal_of_the_value() -> None:
    units = {goals_of(turn)[1] for turn in notable(LISTED).turns if turn.places is None}
    assert units == {Fraction(1, 10), Fraction(1, 100)}


def test_a_list_without_rows_has_no_gap_to_meet() -> None:
    empty = Items("baris", (MUTU,), optional=True)
    policy = Policy("kosong", "Kosong", score=empty.sum(MUTU.capped(80)).rounded(2))
    (turn,) = [turn for turn in notable(policy).turns if turn.list]
    assert gaps_of(policy, turn, {"baris": []}) == set()
    assert edge_hit(policy, turn, Fraction(0), Random(1), tries=20) is not None
