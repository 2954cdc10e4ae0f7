# ruff: noqa: S311  (chance for tests, nothing secret)

from fractions import Fraction
from random import Random

from asn_appraisal import Bands, Check, Flag, Items, Number, Policy, Steps, Weighted, When
from asn_appraisal.analysis.formulas import written
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.notable import PlacedTurn, notable

target = Number("target", low=0)
result = Number("hasil", low=0)
rows = Items("kegiatan", (target, result), checks=[Check(target > 0, "target di atas 0")])
attendance = Number("hadir", low=0, high=100)
bonus = Number("bonus", low=0, high=5)
score = Weighted((60, rows.mean(result.against(target).capped(120))), (40, attendance.floored(bonus))).rounded(2)
POLICY = Policy(
    "uji",
    "Uji",
    score=score.named("nilai"),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
    shown=[
        Steps(attendance, ("<= 24", 1), otherwise=0).named("cepat"),
        attendance.through((0, 0), (90, 100)).named("garis"),
    ],
    checks=[Check(bonus <= attendance, "bonus wajar")],
)


def _shown(turn: PlacedTurn) -> tuple[str, int | None, str | None]:
    return written(turn.gap), turn.places, turn.list


def test_every_place_where_two_numbers_meet_is_a_turn() -> None:
    achieved = "hasil / target * 100"
    assert {_shown(turn) for turn in notable(POLICY).turns} == {
        (f"{achieved} - 120", None, "kegiatan"),
        ("hadir - bonus", None, None),
        ("bonus - hadir", None, None),
        ("target - 0", None, "kegiatan"),
        ("nilai - 76", None, None),
        ("hadir - 24", None, None),
        ("hadir - 0", None, None),
        ("hadir - 90", None, None),
        (written(score.value), 2, None),
    }


def test_a_turn_knows_the_inputs_that_move_it_with_their_lists() -> None:
    inputs = {written(turn.gap): set(turn.inputs) for turn in notable(POLICY).turns}
    assert inputs["nilai - 76"] == {("kegiatan", target), ("kegiatan", result), (None, attendance), (None, bonus)}
    assert inputs["hasil / target * 100 - 120"] == {("kegiatan", target), ("kegiatan", result)}


def test_the_numbers_and_divisors_that_a_policy_names_are_found() -> None:
    found = notable(POLICY)
    assert set(found.numbers) >= {Fraction(value) for value in (76, 120, 60, 40, 24, 90, 100)}
    assert found.divisors == {target}


def test_what_no_input_moves_is_no_turn() -> None:
    policy = Policy("uji", "Uji", score=When(Flag("ada"), 1, 2).rounded(0).capped(5))
    assert notable(policy).turns == ()


def test_almost_every_random_policy_has_turns() -> None:
    found = [notable(random_policy(Random(seed))).turns for seed in range(100)]
    assert sum(map(bool, found)) > 85
