# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random

from asn_appraisal import schemes
from asn_appraisal.testing.drawing.directions import directions
from asn_appraisal.testing.drawing.pairs import random_pair
from asn_appraisal.testing.known import Known, of_scheme

POLICY = schemes.get("sabang-layanan")


def test_a_seed_gives_the_same_pair_and_the_first_record_is_left_alone() -> None:
    ways = directions(POLICY, of_scheme(POLICY.key))
    assert random_pair(POLICY, ways, Random(5)) == random_pair(POLICY, ways, Random(5))
    worse, better = random_pair(POLICY, ways, Random(6))
    assert worse is not better


def test_nothing_moves_where_no_direction_is_known() -> None:
    policy = schemes.get("ombudsman-2022")
    assert all(one == other for one, other in (random_pair(policy, {}, Random(seed)) for seed in range(20)))
    assert directions(policy, Known()) == {}
