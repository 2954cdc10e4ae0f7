from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from asn_appraisal import Bands, Case, Category, Cells, Check, Flag, Items, Number, Policy, Weighted, When, schemes
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

A, B, C = (Number(key, low=-100, high=100) for key in "abc")
ROWS = Items("rows", (A, B), checks=[Check(A <= B, "a paling tinggi b", "a is at most b")], at_least=2)
SEEDS = st.integers(0, 2**32).map(Random)
POLICIES = SEEDS.map(random_policy)
ABSENCES = {"ASN401", "ASN411"}
READING = {"ASN402", "ASN403", *(f"ASN4{number:02}" for number in (4, 5, 6, 8, 9, 10, 17, 18, 19, 20, 21, 28))}


def policy_of(score: Any, *checks: Check, **more: Any) -> Policy:
    return Policy("contoh", "Contoh", score=score, checks=checks, reported=2, **more)


def codes(policy: Policy, record: dict[str, Any], **how: Any) -> list[tuple[str, str | None, int | None]]:
    return [(fault.code, fault.field, fault.item_row) for fault in policy.faults_of(record, partial=True, **how)]


# --- what is given ---------------------------------------------------------------------------------------------------


def test_what_is_absent_is_no_fault() -> None:
    policy = policy_of(C + ROWS.sum(A))
    assert policy.faults_of({}, partial=True) == ()
    assert [each.code for each in policy.faults_of({})] == ["ASN401", "ASN411"]


@pytest.mark.parametrize(
    ("value", "code"),
    [("101", "ASN406"), ("1.005", "ASN428"), ("1.0051", "ASN405"), ("dua", "ASN404"), (True, "ASN404")],
)
def test_a_field_that_is_given_is_checked(value: object, code: str) -> None:
    assert codes(policy_of(A + B), {"a": value}) == [(code, "a", None)]


def test_a_name_close_to_an_absent_field_is_a_fault() -> None:
    policy = policy_of(Number("kepuasan") + A)
    assert codes(policy, {"kepuasn": 5}, ignore="all") == [("ASN403", "kepuasn", None)]
    assert codes(policy, {"csrf": 5}) == [("ASN402", "csrf", None)]


def test_rows_of_a_list_are_checked_and_may_be_too_few() -> None:
    policy = policy_of(ROWS.sum(A))
    assert codes(policy, {"rows": [{"a": 1}]}) == []
    assert codes(policy, {"rows": [{"a": 1}, "x", {"b": 101}]}) == [("ASN410", None, 1), ("ASN406", "b", 2)]


def test_cells_are_read_as_appraise_reads_them() -> None:
    policy = policy_of(A + B)
    assert codes(policy, {"a": "85,5"}) == [("ASN419", "a", None)]
    assert codes(policy, {"a": "85,5"}, cells=Cells(decimal="comma")) == []


def test_what_is_no_record_is_said() -> None:
    assert [each.code for each in policy_of(A).faults_of(5, partial=True)] == ["ASN422"]


def test_two_columns_renamed_alike_are_a_fault_and_no_error() -> None:
    cells = Cells(rename={"x": "a"})
    for partial in (True, False):
        assert [each.code for each in policy_of(A).faults_of({"x": 1, "a": 2}, partial=partial, cells=cells)] == [
            "ASN445"
        ]


# --- conditions and formulas -----------------------------------------------------------------------------------------


def test_a_condition_is_checked_once_all_its_fields_are_there() -> None:
    policy = policy_of(A + B + C, Check(A <= B, "a paling tinggi b"))
    assert codes(policy, {"a": 5}) == []
    assert codes(policy, {"a": 5, "b": 4}) == [("ASN413", "a", None)]
    assert codes(policy, {"a": 5, "b": 5}) == []


def test_what_follows_from_a_broken_condition_is_not_said_besides_it() -> None:
    policy = policy_of(A / B + C, Check(B > 0, "b di atas 0", "b is above 0"))
    record = {"a": 5, "b": 0, "c": 1}
    assert [fault.code for fault in policy.faults_of(record)] == ["ASN413"]
    assert codes(policy, record) == [("ASN413", "b", None)]
    # Nothing else is kept quiet: what does not follow from it is said, and so is the division without a condition.
    assert codes(policy_of(A / B + C / A, Check(B > 0, "b di atas 0")), {**record, "a": 0}) == [
        ("ASN413", "b", None),
        ("ASN412", "a", None),
    ]
    assert codes(policy_of(A / B), record, ignore="all") == [("ASN412", "b", None)]


def test_what_follows_from_a_broken_condition_of_a_row_is_not_said_besides_it() -> None:
    rows = Items("rows", (A, B), checks=[Check(B > 0, "b di atas 0", "b is above 0")])
    policy = policy_of(rows.sum(A / B))
    assert codes(policy, {"rows": [{"a": 1, "b": 0}, {"a": 1, "b": 2}, {"a": 1}]}) == [("ASN413", "b", 0)]


def test_a_condition_is_checked_without_those_that_cannot_be_yet() -> None:
    policy = policy_of(A / B + C, Check(C > 0, "c di atas 0"), Check(A > B, "a di atas b"))
    assert codes(policy, {"a": 5, "b": 0}) == [("ASN412", "b", None)]
    assert codes(policy, {"c": 0, "b": 0}) == [("ASN413", "c", None)]


def test_a_condition_of_a_row_is_checked_in_the_rows_that_have_its_fields() -> None:
    rows = [{"a": 2}, {"a": 2, "b": 1}, {"b": 1}, {"a": 1, "b": 2}, "x", {"a": 2, "b": 0}]
    assert codes(policy_of(ROWS.sum(A)), {"rows": rows}) == [
        ("ASN410", None, 4),
        ("ASN413", "a", 1),
        ("ASN413", "a", 5),
    ]


def test_a_division_by_zero_is_found_before_the_rest_is_filled_in() -> None:
    share = (A / B).named("bagian")
    assert codes(policy_of(share + C), {"a": 1, "b": 0}) == [("ASN412", "b", None)]
    assert codes(policy_of(share + C), {"b": 0}) == []
    assert codes(policy_of(ROWS.mean(share) + C), {"rows": [{"a": 1, "b": 1}, {"a": -1, "b": 0}]}) == [
        ("ASN412", "b", 1)
    ]


@pytest.mark.parametrize(
    "branch",
    [
        When(Flag("f"), A / B, 0),
        Case(Category("k", ["x", "y"]), x=A / B, y=0),
        Number("d", optional=True).or_else(A / B),
        C.but(A / B, when=Flag("f")),
        When(Flag("f") & (A / B > 0), 1, 0),
    ],
    ids=["when", "case", "or_else", "but", "and"],
)
def test_a_branch_that_may_not_be_taken_is_left_alone(branch: Any) -> None:
    assert codes(policy_of(branch), {"a": 1, "b": 0}) == []


def test_what_a_branch_is_chosen_by_is_worked_out() -> None:
    assert codes(policy_of(When(A / B > 1, C, 0)), {"a": 1, "b": 0}) == [("ASN412", "b", None)]


def test_a_list_that_may_grow_is_not_judged_as_a_whole() -> None:
    weighted = policy_of(ROWS.weighted(A, by=B), Check(ROWS.sum(B).equals(100), "bobot 100"))
    assert codes(weighted, {"rows": [{"a": 1, "b": 1}, {"a": -1, "b": -1}]}) == []
    assert codes(policy_of(ROWS.where(A > 0).mean(A / B).required), {"rows": [{"a": -1, "b": 0}]}) == []


def test_an_absent_optional_value_may_still_come() -> None:
    d = Number("d", optional=True)
    policy = policy_of(d.required + A, Check(d.given | (A > 0), "d atau a"))
    assert codes(policy, {"a": 0}) == []
    assert [fault.code for fault in policy.faults_of({"a": 0})] == ["ASN413"]


def test_a_default_is_not_yet_taken() -> None:
    policy = policy_of(A, Check(Number("d", default=0) < A, "a di atas d"))
    assert codes(policy, {"a": -5}) == []
    assert codes(policy, {"a": -5, "d": 0}) == [("ASN413", "d", None)]


def test_a_fault_is_named_once() -> None:
    share = A / B
    bands = Bands(("baik", ">= 5", "Baik"), ("kurang", None, "Kurang"))
    policy = policy_of(Weighted((50, share), (50, share * 2)), Check(share > 0, "x"), band=(share * C).rated(bands))
    assert codes(policy, {"a": 1, "b": 0}) == [("ASN412", "b", None)]


# --- laws ------------------------------------------------------------------------------------------------------------


def _some_of(record: dict[str, Any], random: Random) -> dict[str, Any]:
    """A record from which some fields and rows are gone."""
    found = {}
    for key, value in record.items():
        if random.random() < 0.4:
            continue
        rows = value if isinstance(value, list) else ()
        found[key] = [_some_of(row, random) for row in rows if random.random() < 0.8] if rows else value
    return found


def _has_no_false_alarm(policy: Policy, random: Random) -> None:
    record = random_record(policy, random, mixed=True)
    assume(not policy.faults_of(record))
    assert policy.faults_of(_some_of(record, random), partial=True) == ()
    assert policy.faults_of(record, partial=True) == ()


def _names_what_is_wrong(policy: Policy, random: Random) -> None:
    record = random_faulty_record(policy, random)
    kept = deepcopy(record)
    whole, partial = policy.faults_of(record), policy.faults_of(record, partial=True)
    lasting = [fault for fault in whole if fault.code in READING]
    assert [fault for fault in lasting if fault not in partial] == []
    assert not ABSENCES & {fault.code for fault in partial}
    assert repr(record) == repr(kept)


@settings(deadline=None)
@given(policy=POLICIES, random=SEEDS)
def test_a_record_that_can_become_right_has_no_fault(policy: Policy, random: Random) -> None:
    _has_no_false_alarm(policy, random)


@settings(deadline=None)
@given(policy=POLICIES, random=SEEDS)
def test_each_value_that_cannot_be_read_is_named(policy: Policy, random: Random) -> None:
    _names_what_is_wrong(policy, random)


@pytest.mark.parametrize("key", schemes.official())
@settings(deadline=None)
@given(random=SEEDS)
def test_no_scheme_gives_a_false_alarm_or_stays_silent(key: str, random: Random) -> None:
    _has_no_false_alarm(schemes.get(key), random)
    _names_what_is_wrong(schemes.get(key), random)
