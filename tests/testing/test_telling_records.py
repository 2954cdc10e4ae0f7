import pytest

from asn_appraisal import Bands, Number, Policy, Weighted, schemes
from asn_appraisal.testing.cases import PolicyCase
from asn_appraisal.testing.mutant_trials import survivors
from asn_appraisal.testing.mutants import mutants
from asn_appraisal.testing.telling_records import aims_of, stating_results, telling_record, tells

KEYS = ("pp-30-2019", "sabang-layanan", "permenpanrb-6-2022", "permenpanrb-88-2021", "integrasi-2021")


@pytest.mark.parametrize("key", KEYS)
def test_a_record_is_met_for_every_slip_of_the_pen_and_a_case_made_of_it_notices(key: str) -> None:
    policy = schemes.get(key)
    for mutant in mutants(policy):
        if not mutant.equivalent:
            record = telling_record(policy, mutant)
            assert record is not None, mutant.name
            assert survivors(policy, [stating_results(policy, record)], [mutant]) == ()
            assert policy.appraise(record)


def test_what_changes_no_result_has_no_telling_record() -> None:
    same = next(mutant for mutant in mutants(schemes.get("sabang-layanan")) if mutant.equivalent)
    assert telling_record(schemes.get("sabang-layanan"), same, tries=30) is None


def test_a_seed_gives_the_same_record() -> None:
    policy = schemes.get("pp-30-2019")
    last = mutants(policy)[-1]
    assert telling_record(policy, last, seed=5) == telling_record(policy, last, seed=5)


def test_records_are_aimed_at_the_block_that_changed() -> None:
    x, y = Number("x", low=0, high=100, decimals=0), Number("y", low=0, high=100, decimals=0)
    policy = Policy("p", "P", score=Weighted((60, x), (40, y)), band=Bands(("a", ">= 50"), ("b", None)))
    aims = {mutant.name: len(aims_of(policy, mutant)) for mutant in mutants(policy)}
    assert aims["peringkat: >= 50 becomes > 50"] == 3
    assert aims["nilai: 1 of weight from y to x"] == 0


def test_a_record_that_cannot_be_scored_tells_nothing() -> None:
    policy = schemes.get("permenpan-16-2009")
    assert not tells(policy, mutants(policy)[0], {"nilai": "x"})
    assert stating_results(policy, {}) == PolicyCase({}, {"exact": "", "band": "", "parts": {}})
