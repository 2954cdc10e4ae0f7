"""The numbers of a policy, their keys, ranges and names, and the policy with one of them moved."""

from __future__ import annotations

from fractions import Fraction

import pytest

from asn_appraisal import Bands, Check, Indicator, Number, Policy, Steps, Target, Weighted, schemes
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.analysis.outlines import outline
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.evaluation import evaluate
from asn_appraisal.questions.sensitivities.moved_numbers import SYMBOL, MovedNumber, moved_numbers

PUAS = Indicator("kepuasan", "Kepuasan", english="Satisfaction", low=0, high=100)
LAMA = Indicator("lama", "Lama", low=0, high=60, better="lower")
MUTU = Number("mutu", "Mutu", low=0, high=100)
LINE = MUTU.through((0, 0), (50, 80), (100, 100)).named("nilai_mutu", "Nilai mutu")
STEPS = Steps(MUTU, (">= 80", 100), (">= 50", 60), otherwise=0).named("tangga", "Tangga")
POLICY = Policy(
    "contoh",
    "Contoh",
    score=Weighted((50, Target(PUAS, 85)), (30, Target(LAMA, 20)), (10, LINE), (10, STEPS)).capped(120).rounded(2),
    band=Bands(("baik", ">= 80", "Baik", "Good"), ("cukup", "> 60", "Cukup"), ("kurang", None, "Kurang")),
)
NUMBERS = {each.key: each for each in moved_numbers(POLICY)}


def test_every_number_that_an_author_wrote_is_there_and_no_other() -> None:
    assert {key: str(each.value) for key, each in NUMBERS.items()} == {
        "nilai.weight.kepuasan_nilai": "50",
        "nilai.weight.lama_nilai": "30",
        "nilai.weight.nilai_mutu": "10",
        "nilai.weight.tangga": "10",
        "nilai.constant.1": "120",
        "kepuasan_nilai.target": "85",
        "lama_nilai.target": "20",
        "nilai_mutu.point.1.x": "0",
        "nilai_mutu.point.1.y": "0",
        "nilai_mutu.point.2.x": "50",
        "nilai_mutu.point.2.y": "80",
        "nilai_mutu.point.3.x": "100",
        "nilai_mutu.point.3.y": "100",
        "tangga.step.1": "80",
        "tangga.step.2": "50",
        "tangga.constant.1": "100",
        "tangga.constant.2": "60",
        "tangga.constant.3": "0",
        "peringkat.edge.baik": "80",
        "peringkat.edge.cukup": "60",
    }


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("nilai.weight.kepuasan_nilai", "0.5", "99.5"),
        ("kepuasan_nilai.target", "42.5", "127.5"),
        ("peringkat.edge.baik", "60.01", "120"),  # not to the next edge, by one unit of the score
        ("peringkat.edge.cukup", "30", "79.99"),
        ("tangga.step.1", "50.01", "120"),
        ("tangga.constant.3", "-0.5", "0.5"),
        ("nilai_mutu.point.2.x", "25", "75"),
    ],
)
def test_a_number_is_moved_as_far_as_it_makes_sense(key: str, low: str, high: str) -> None:
    assert (NUMBERS[key].low, NUMBERS[key].high) == (Fraction(low), Fraction(high))


def test_a_number_is_called_by_its_part_in_both_languages() -> None:
    assert NUMBERS["nilai.weight.kepuasan_nilai"].called() == "bobot Kepuasan dalam Nilai"
    assert NUMBERS["nilai.weight.kepuasan_nilai"].called("en") == "weight of Satisfaction in Score"
    assert NUMBERS["peringkat.edge.baik"].called("en") == "edge of Good"
    assert NUMBERS["lama_nilai.target"].called() == "target dalam Lama: lama / 20"


def test_a_moved_weight_takes_from_the_others_in_proportion() -> None:
    moved = NUMBERS["nilai.weight.kepuasan_nilai"].policy(POLICY, Fraction(60))
    weighted = next(node for node in _nodes(moved) if isinstance(node, Weighted))
    assert weighted.weights == (60, 24, 8, 8)


def _nodes(policy: Policy) -> list[Expression]:
    from asn_appraisal.analysis.walks import expressions

    return [*expressions(*(root for root in (policy.score, policy.band) if root is not None))]


RECORD = {"kepuasan": "83.20", "lama": "17.50", "mutu": "64.00"}


@pytest.mark.parametrize("key", NUMBERS)
def test_the_formula_of_a_number_gives_what_the_changed_policy_gives(key: str) -> None:
    each = NUMBERS[key]
    values = POLICY.appraise(RECORD).trace.values
    assert POLICY.score is not None
    symbol = each.symbol()
    formula = each.formula(POLICY.score, symbol)
    for part in range(1, 6):
        value = each.low + (each.high - each.low) * Fraction(part, 6)
        expected = each.policy(POLICY, value).appraise(RECORD).exact
        assert evaluate(formula, Context.of(outline([formula]), {**values, SYMBOL: value})) == expected


def test_a_policy_with_a_number_left_where_it_is_gives_the_same() -> None:
    keys = schemes.keys()
    for key in keys:
        policy = schemes.get(key)
        for each in moved_numbers(policy):
            same = each.policy(policy, each.value)
            assert same.band == policy.band
            assert each.low <= each.value <= each.high


def test_a_number_that_a_condition_of_records_shares_may_refuse_some() -> None:
    shared = (MUTU * 2).named("dua")
    policy = Policy("p", "P", score=shared + 1, band=POLICY_BANDS, checks=[Check(shared <= 150, "a", "b")])
    by_key: dict[str, MovedNumber] = {each.key: each for each in moved_numbers(policy)}
    assert by_key["dua.constant.1"].refuses(policy)
    assert not by_key["nilai.constant.1"].refuses(policy)


POLICY_BANDS = Bands(("a", ">= 80"), ("b", None))
