# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random
from typing import Any

import pytest

from asn_appraisal import Bands, Check, Items, Number, Policy, Sum, Weighted
from asn_appraisal.testing.cases import PolicyCase
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record
from asn_appraisal.testing.failures import appraised
from asn_appraisal.testing.mutant_trials import prepared, survivors
from asn_appraisal.testing.mutants import mutants

mutu, lain = Number("mutu", low=0, high=100), Number("lain", low=0, high=100)
rows = Items("kegiatan", (Number("hasil", low=0, high=150),))
isi = rows.fields[0].capped(120).named("isi")
POLICY = Policy(
    "uji",
    "Uji",
    score=Weighted((60, mutu), (40, rows.mean(isi).named("kegiatan_nilai"))).rounded(2).named("nilai"),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
    checks=[Check(mutu >= 1, "paling sedikit 1")],
)
ROWS = {"kegiatan": [{"hasil": 130}, {"hasil": 90}]}


def left(*cases: PolicyCase) -> set[str]:
    return {mutant.name for mutant in survivors(POLICY, cases)}


def test_without_cases_every_mutant_survives() -> None:
    assert left() == {mutant.name for mutant in mutants(POLICY) if not mutant.equivalent}


def test_a_case_notices_what_changes_its_result() -> None:
    on_edge = PolicyCase({"mutu": 76, "kegiatan": [{"hasil": 76}]}, {"band": "baik"})
    below = PolicyCase({"mutu": "75.99", "kegiatan": [{"hasil": "75.99"}]}, {"band": "kurang"})
    assert left() - left(on_edge) == {"peringkat: >= 76 becomes > 76", "peringkat: >= 76 becomes >= 76.01"}
    assert left() - left(below) == {"peringkat: >= 76 becomes >= 75.99"}


def test_only_what_a_case_states_is_compared() -> None:
    record = {"mutu": 90, **ROWS}
    assert "nilai: 1 of weight from kegiatan_nilai to mutu" in left(PolicyCase(record, {"band": "baik"}))
    assert "nilai: 1 of weight from kegiatan_nilai to mutu" not in left(PolicyCase(record, {"score": "96"}))
    assert "nilai: 1 of weight from kegiatan_nilai to mutu" not in left(PolicyCase(record, {"exact": "96"}))


def test_parts_on_the_way_notice_what_the_result_hides() -> None:
    record = {"mutu": 90, **ROWS}
    cap = "isi: at most 120 becomes 120.01"
    assert cap in left(PolicyCase(record, {"band": "baik"}))
    assert cap not in left(PolicyCase(record, {"parts": {"isi": ["120", "90"]}}))
    assert cap not in left(PolicyCase(record, {"parts": {"kegiatan_nilai": "105"}}))


def test_records_that_are_refused_and_cases_of_other_options_notice_nothing() -> None:
    refused = PolicyCase({"mutu": 101, **ROWS}, {"fault": "ASN406"})
    unchecked = PolicyCase({"mutu": 0, **ROWS}, {"fault": "ASN413"})
    other = PolicyCase({"mutu": 90, **ROWS}, {"score": "96"}, options={"rounding": None})
    assert left(refused, unchecked, other) == left()
    assert prepared(POLICY, refused) is None


def test_a_fault_while_working_out_is_a_result_too() -> None:
    divided = Policy("uji", "Uji", score=(mutu / lain.capped(10).floored(0)).named("nilai"), reported=2)
    zero = PolicyCase({"mutu": 1, "lain": 0}, {"fault": "ASN412"})
    found = {mutant.what for mutant in mutants(divided)} - {mutant.what for mutant in survivors(divided, [zero])}
    assert "at least 0 becomes 0.01" in found


@pytest.mark.parametrize("seed", range(20))
def test_a_trial_says_what_the_whole_changed_policy_says(seed: int) -> None:
    random = Random(seed)
    policy = random_policy(random, depth=2)
    record = random_record(policy, random)
    found = appraised(policy, record)
    if found is None:
        return
    stated: dict[str, Any] = {"exact": found.exact, "band": None if found.band is None else found.band.key}
    ready = prepared(policy, PolicyCase(record, stated))
    assert ready is not None
    for mutant in mutants(policy)[:40]:
        changed = appraised(mutant.policy(), record)
        same = changed is not None and (changed.exact, changed.band and changed.band.key) == (
            found.exact,
            found.band and found.band.key,
        )
        if changed is not None:
            assert ready.notices(policy, mutant) == (not same)


@pytest.mark.parametrize("score", ["96", "96.00"])
def test_a_case_that_is_wrong_itself_still_tells_mutants_by_what_the_policy_gives(score: str) -> None:
    # Whether a case is right is checked by the cases themselves.
    assert left(PolicyCase({"mutu": 90, **ROWS}, {"score": score})) == left(
        PolicyCase({"mutu": 90, **ROWS}, {"score": "1"})
    )


def test_a_sum_has_no_weights_to_move() -> None:
    assert mutants(Policy("uji", "Uji", score=Sum(mutu, lain).named("nilai"))) == ()
