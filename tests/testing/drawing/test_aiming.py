# ruff: noqa: S311  (chance for tests, nothing secret)

from collections import Counter
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from asn_appraisal import Bands, Category, Items, Mean, Number, Policy, Steps, Weighted, When, schemes
from asn_appraisal.appraising.readings import read
from asn_appraisal.errors import RecordError
from asn_appraisal.testing.drawing.aiming import Probe, aim, random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record
from asn_appraisal.testing.notable import PlacedTurn, notable

target = Number("target", low=1, high=500, decimals=1)
result = Number("hasil", low=0, high=900, decimals=1)
rows = Items("kegiatan", (target, result))
first = Number("satu", low=0, high=100)
second = Number("dua", low=0, high=100, decimals=1)


def _policy(score: Any, **more: Any) -> Policy:
    return Policy("uji", "Uji", score=score, reported=4, **more)


def _gap(policy: Policy, record: dict[str, Any], turn: PlacedTurn) -> Fraction:
    """The gap of a turn of the record as appraised: the score, where the score is the gap."""
    exact = Policy("celah", "Celah", score=turn.gap, reported=4).appraise(record, ignore="all").exact
    assert exact is not None
    return exact


def _aimed(policy: Policy, turn: PlacedTurn, seeds: int = 60) -> list[Fraction]:
    """The gaps of records aimed at a turn of the whole record."""
    found = []
    for seed in range(seeds):
        random = Random(seed)
        record = random_record(policy, random)
        if aim(policy, record, turn, random):
            found.append(_gap(policy, record, turn))
    return found


def _turn(policy: Policy, *, tie: bool = False) -> PlacedTurn:
    (turn,) = (turn for turn in notable(policy).turns if (turn.places is not None) is tie)
    return turn


def test_a_band_edge_is_met_exactly_and_missed_by_one_unit_on_either_side() -> None:
    policy = _policy(first, band=Bands(("baik", ">= 76"), ("kurang", None)))
    assert set(_aimed(policy, _turn(policy))) == {0, Fraction("0.01"), Fraction("-0.01")}


def test_a_target_that_is_a_field_is_met_at_the_percentage_of_the_edge() -> None:
    policy = Policy("uji", "Uji", score=rows.mean(result.against(target).capped(120)).rounded(2))
    turn = next(turn for turn in notable(policy).turns if turn.list)
    met = Counter[bool]()
    for seed in range(100):
        random = Random(seed)
        record = random_record(policy, random)
        if aim(policy, record, turn, random):
            gaps = [Fraction(row["hasil"]) - Fraction(120, 100) * Fraction(row["target"]) for row in record["kegiatan"]]
            met[0 in gaps] += 1
            assert any(abs(gap) <= Fraction("0.22") for gap in gaps)  # a unit of the result and 1.2 of the target
    assert met[True] > 15


def test_a_cliff_at_a_step_is_met_exactly() -> None:
    saved = 100 - first / 12 * 100
    policy = _policy(Steps(saved, ("<= 24", 76 + saved), otherwise=100 - saved))
    assert 0 in _aimed(policy, _turn(policy))


def test_a_tie_of_a_rounding_is_solved_for_one_input() -> None:
    policy = Policy("uji", "Uji", score=Weighted((35, first), (65, second)).rounded(2))
    gaps = [gap * 100 % 1 for gap in _aimed(policy, _turn(policy, tie=True))]
    assert len(gaps) > 50
    assert set(gaps) == {Fraction(1, 2), Fraction("0.15"), Fraction("0.85"), Fraction(0)}


def test_a_tie_of_a_mean_over_rows_is_found() -> None:
    policy = Policy("uji", "Uji", score=rows.mean(result).rounded(1))
    gaps = [gap * 10 % 1 for gap in _aimed(policy, _turn(policy, tie=True))]
    assert gaps.count(Fraction(1, 2)) > 10


def test_several_inputs_carry_a_sum_to_an_edge_that_one_cannot_reach() -> None:
    parts = [Number(f"n{at}", low=0, high=10) for at in range(4)]
    policy = _policy(parts[0] + parts[1] + parts[2] + parts[3], band=Bands(("baik", "> 39"), ("kurang", None)))
    assert len(_aimed(policy, _turn(policy))) > 30


def test_an_edge_behind_a_rounding_is_bracketed_by_neighbours() -> None:
    # The rounded score is flat from unit to unit: only halving finds where it steps over the edge.
    policy = Policy("uji", "Uji", score=(first / 7).rounded(0).named("n"), band=Bands(("b", ">= 7"), ("k", None)))
    turn = next(turn for turn in notable(policy).turns if turn.places is None)
    for seed in range(20):
        random = Random(seed)
        record = random_record(policy, random)
        assert aim(policy, record, turn, random)
        # It is 7 from 45.50 to just below 52.50.
        assert min(abs(Fraction(record["satu"]) - Fraction(end)) for end in ("45.5", "52.5")) <= Fraction("0.02")


def test_a_turn_that_cannot_be_reached_is_not_said_to_be_met() -> None:
    policy = _policy(first, band=Bands(("baik", "> 500"), ("kurang", None)))
    assert _aimed(policy, _turn(policy)) == []
    flat = Policy("uji", "Uji", score=When(first >= 0, "0.5", first).rounded(2))
    assert not any(gap != Fraction(1, 2) for gap in _aimed(flat, _turn(flat, tie=True)))


def test_a_record_without_rows_has_no_turn_in_them() -> None:
    empty = Items("kegiatan", (target, result), optional=True)
    policy = Policy("uji", "Uji", score=empty.sum(result.capped(50)))
    turn = next(turn for turn in notable(policy).turns if turn.list)
    assert not aim(policy, {"kegiatan": []}, turn, Random(1))


def test_a_probe_sees_the_gap_and_leaves_the_record_alone() -> None:
    policy = _policy(first, band=Bands(("baik", ">= 76"), ("kurang", None)))
    values = read(policy.outline, {"satu": "50"}).values
    probe = Probe(policy, values, _turn(policy), first)
    assert (probe.now, probe.unit, probe.gap(7600), probe.gap(7599)) == (5000, 100, 0, Fraction("-0.01"))
    assert [probe.met(units) for units in (7598, 7599, 7600, 7601)] == [False, True, True, False]
    assert values == {"satu": 50}


def test_edge_records_can_be_read_and_stand_on_many_different_turns() -> None:
    for seed in range(40):
        policy = random_policy(Random(seed))
        for at in range(5):
            record = random_edge_record(policy, Random(at), mixed=at % 2 == 0)
            assert read(policy.outline, record).faults == ()


@pytest.mark.parametrize("key", ["ombudsman-2022", "permenpan-16-2009", "permenpanrb-88-2021", "pp-30-2019"])
def test_edge_records_of_a_scheme_reach_every_band_from_both_sides(key: str) -> None:
    policy, random = schemes.get(key), Random(1)
    seen = Counter[str]()
    for _ in range(400):
        appraisal = policy.appraise(random_edge_record(policy, random))
        assert appraisal.band is not None
        seen[appraisal.band.key] += 1
    assert policy.band is not None
    assert set(seen) == {level.key for level in policy.band.levels}


def test_edge_records_meet_ties_far_more_often_than_plain_ones() -> None:
    policy = schemes.get("kepmenpan-25-2004")
    (tie,) = (turn for turn in notable(policy).turns if turn.places is not None)

    def ties(draw: Any) -> int:
        random, found = Random(1), 0
        for _ in range(200):
            try:
                gap = _gap(policy, draw(policy, random), tie)
            except RecordError:
                continue
            found += (gap * 10**tie.places - Fraction(1, 2)).denominator == 1
        return found

    assert ties(random_edge_record) > 5 * max(ties(random_record), 1)


def test_labels_do_not_disturb_the_aim() -> None:
    kind = Category("jenis", ["a", "b"])
    policy = _policy(Mean(first, When(kind.is_("a"), 10, 0)), band=Bands(("baik", ">= 30"), ("kurang", None)))
    assert 0 in _aimed(policy, _turn(policy))
