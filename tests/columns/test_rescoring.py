"""Rescoring: the bands under changed policies are those of a plain scoring, whatever was worked out before."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal import Policy, schemes
from asn_appraisal.algebra.combinations import Weighted
from asn_appraisal.algebra.nodes import Rewrite
from asn_appraisal.analysis.walks import first_places
from asn_appraisal.columns import rescoring
from asn_appraisal.columns.rescoring import Rescoring
from asn_appraisal.columns.running.float_engine import every_row_checked
from asn_appraisal.questions.sensitivities.simulation import drawn_weights
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

SCALE = asn.Bands(("baik", ">= 80"), ("cukup", ">= 60"), ("kurang", None))
a, b, c = (asn.Number(key, low=0, high=100) for key in "abc")


def weighted(policy: Policy) -> list[Weighted]:
    nodes = first_places(policy.score, policy.band, policy.shown)
    return [node for node in nodes if isinstance(node, Weighted) and len(node.parts) > 1]


def redrawn(policy: Policy, nodes: list[Weighted], chance: np.random.Generator) -> Policy:
    """The policy with other weights."""
    weights = {node: drawn_weights(node.weights, 20, chance) for node in nodes}

    def after(old: Any, new: Any) -> Any:
        if old not in weights:
            return new
        return Weighted.make((new.parts, new.given_only, new.at_least, weights[old], new.sources))

    change = Rewrite(after=after)
    roots = {"score": policy.score, "band": policy.band}
    changed = {name: None if root is None else change(root) for name, root in roots.items()}
    return Policy(
        policy.key, policy.title, **changed, shown=tuple(map(change, policy.shown)), checks=policy.checks, reported=policy.places
    )  # fmt: skip


def checked(policy: Policy, table: Any, **more: Any) -> int:
    """How many changed policies were scored so, each with the bands of a plain scoring."""
    nodes = weighted(policy)
    scores = asn.appraise_table(policy, table, on_error="quarantine", **more)
    scores = scores.where(~scores.rejected)
    again = Rescoring.of(policy, scores.records, nodes)
    if again is None:  # a condition on records depends on the weights
        return 0
    chance, done = np.random.default_rng(3), 0
    for _ in range(4):
        other = redrawn(policy, nodes, chance)
        plain = asn.appraise_table(other, scores.records, on_error="quarantine")
        assert other.band is not None
        codes = again.codes(other.score, other.band, other.shown)
        if codes is not None and plain.bands is not None:
            assert codes.tolist() == plain.bands.codes.tolist()
            done += 1
    return done


OFFICIAL = [
    key for key in schemes.official() if schemes.get(key).band is not None and weighted(schemes.get(key))
]  # fmt: skip


@pytest.mark.parametrize("key", OFFICIAL)
def test_each_scheme_with_other_weights_is_as_scored_plainly(key: str) -> None:
    policy, random = schemes.get(key), Random(key)  # noqa: S311
    records = [random_edge_record(policy, random) for _ in range(60)] + [
        random_record(policy, random) for _ in range(60)
    ]
    with every_row_checked():
        assert checked(policy, records) > 0


def test_random_policies_with_other_weights_are_as_scored_plainly() -> None:
    random, done, tried = Random(11), 0, 0  # noqa: S311
    while tried < 25:
        policy = random_policy(random)
        if policy.band is None or not weighted(policy):
            continue
        tried += 1
        records = [random_edge_record(policy, random) for _ in range(12)]
        done += checked(policy, records)
    assert done > 30


def test_rows_too_close_to_call_are_worked_out_exactly_for_each_policy() -> None:
    # The sum of two quotients lies on no grid: rows beside a tie are set aside, of what is kept and of the total.
    share = ((a / b + b / c) * 20).capped(120).rounded(0)
    policy = Policy("p", "P", score=asn.Weighted((60, share), (40, (c / a + a / b) * 20)).rounded(0), band=SCALE)
    chance = np.random.default_rng(9)
    table = {each: chance.integers(1, 11, 4_000) * 10 for each in "abc"}
    assert asn.appraise_table(policy, table).undecided > 0
    assert checked(policy, table) == 4
    mean = weighted(policy)[0]
    again = Rescoring.of(policy, asn.read_records(policy, table, key=None), {mean})
    assert again is not None
    assert policy.band is not None
    right = again.codes(policy.score, policy.band, ())
    assert right is not None
    known = again._known
    assert known is not None
    assert known.doubted.any()
    for values in known.slots.values():  # what is kept of these rows is not used
        values[known.doubted] = np.nan
    again_codes = again.codes(policy.score, policy.band, ())
    assert again_codes is not None
    assert again_codes.tolist() == right.tolist()


def test_what_the_policies_have_in_common_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    share = (a * b / 100).capped(90).rounded(2)
    mean = asn.Weighted((60, share), (40, c))
    policy = Policy("p", "P", score=mean.rounded(2), band=SCALE)
    chance = np.random.default_rng(1)
    records = asn.read_records(policy, {each: chance.integers(0, 101, 50) for each in "abc"}, key=None)
    runs: list[Any] = []
    plain_run = rescoring.run

    def counted(plan: Any, data: Any, **more: Any) -> Any:
        runs.append(more.get("known"))
        return plain_run(plan, data, **more)

    monkeypatch.setattr(rescoring, "run", counted)
    again = Rescoring.of(policy, records, {mean})
    assert again is not None
    for weight in (10, 50, 90):
        other = asn.Weighted((weight, share), (100 - weight, c)).rounded(2)
        codes = again.codes(other, SCALE.rating_of(other), ())
        assert codes is not None
    assert [each is None for each in runs] == [True, False, False, False]
    assert runs[1] is runs[3]
    assert len(runs[1].slots) == 1  # the share; c is a column as it is


def test_records_that_a_changed_policy_refuses_are_left_to_their_own_appraisal() -> None:
    mean = asn.Weighted((60, a), (40, b))
    policy = Policy("p", "P", score=(100 / mean).capped(100), reported=2, band=SCALE)
    records = asn.read_records(policy, {"a": [0, 50], "b": [1, 50]}, key=None)
    again = Rescoring.of(policy, records, {mean})
    assert again is not None
    other = (100 / (asn.Weighted((60, a), (40, b)) - Fraction(2, 5))).capped(100)
    assert again.codes(other, SCALE.rating_of(other), ()) is None


def test_conditions_on_records_and_records_at_fault_are_not_taken() -> None:
    mean = asn.Weighted((60, a), (40, b))
    policy = Policy("p", "P", score=mean.rounded(2), band=SCALE, checks=[asn.Check(mean >= 1, "m", "m")])
    records = asn.read_records(policy, {"a": [50], "b": [50]}, key=None)
    assert Rescoring.of(policy, records, {mean}) is None
    double = asn.read_records(policy, {"nip": ["x", "x"], "a": [50, 50], "b": [50, 50]}, key="nip")
    assert double.faults
    assert Rescoring.of(policy, double, ()) is None
