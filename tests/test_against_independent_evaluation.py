"""Random policies against a second evaluation of them, and faults planted in the library that it finds."""

# ruff: noqa: S311  (chance for tests, nothing secret)

import ast
import importlib
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import independent_evaluation as independent
from tests.blocks import kinds_below

import asn_appraisal as asn
from asn_appraisal import Greatest, Least, Mean, Number, Policy, Steps, Sum, Weighted
from asn_appraisal.algebra import edges
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.combinations import Combination
from asn_appraisal.algebra.expressions import Arithmetic, But, Every, Expression, Limited, Line, OrElse, Within
from asn_appraisal.algebra.grids import Grid
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.items import Over
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.algebra.rules import Hole
from asn_appraisal.appraising import evaluation, readings
from asn_appraisal.appraising.contexts import Context
from asn_appraisal.appraising.evaluation import evaluate
from asn_appraisal.errors import RecordError
from asn_appraisal.numbers import FLOAT_MODES
from asn_appraisal.testing import strategies
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.arrays import KEY, as_arrays
from asn_appraisal.testing.drawing.faults import random_faulty_record
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

QUIET: dict[str, Any] = {"on_error": "quarantine"}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

Outcome = independent.Result | None


def appraised(policy: Policy, record: Mapping[str, Any], floats: str = "snap") -> Outcome:
    """What the library makes of a record, in the form of the second evaluation."""
    try:
        found = policy.appraise(record, floats=floats)
    except RecordError:
        return None
    reported = None if found.score is None else Fraction(found.score)
    return independent.Result(found.exact, reported, found.band and found.band.key)


def in_columns(policy: Policy, records: list[dict[str, Any]]) -> None:
    """Compare what columns make of records, given as a list and as arrays, with the second evaluation."""
    known = [*independent.inputs_of(policy).fields, *independent.inputs_of(policy).lists]
    _compare(
        policy, records, asn.appraise_table(policy, [{**dict.fromkeys(known), **record} for record in records], **QUIET)
    )
    if (arrays := as_arrays(policy, records)) is not None:
        scores = asn.appraise_table(policy, arrays.table, key=KEY, items=arrays.items, **QUIET)
        _compare(policy, arrays.records, scores)


def _compare(policy: Policy, records: Sequence[Mapping[str, Any]], scores: asn.Scores) -> None:
    refused = {each.row for each in scores.rejects}
    bands = [None] * len(records) if policy.band is None else scores.band_keys()
    for row, record in enumerate(records):
        wanted = independent.result(policy, record)
        assert (row in refused) == (wanted is None), f"row {row} of {policy!r}: {record}"
        if wanted is None:
            continue
        assert bands[row] == wanted.band, f"row {row} of {policy!r}: {record}"
        if wanted.exact is not None and wanted.reported is not None:
            assert scores.exact(row) == wanted.exact, f"row {row} of {policy!r}: {record}"
            assert scores.score[row] == float(wanted.reported), f"row {row} of {policy!r}: {record}"


def test_the_second_evaluation_knows_every_block_of_the_algebra() -> None:
    # Abstract blocks have no meaning of their own; a hole is filled before a policy is made.
    assert set(independent.MEANINGS) == kinds_below(Expression) - {Combination, Field, Hole}


def test_it_takes_only_the_objects_from_the_library() -> None:
    tree = ast.parse(Path(independent.__file__).read_text(encoding="utf-8"))
    found = {
        (node.module or "", name.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    taken = {(module, name) for module, name in found if module.startswith("asn_appraisal")}
    assert not [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
        if name.name.startswith("asn")
    ]
    assert {getattr(importlib.import_module(module), name) for module, name in taken} <= kinds_below(Node)


# --- the comparison ---


@settings(deadline=None, suppress_health_check=SLOW)
@given(strategies.policies(), st.data())
def test_random_policies_mean_the_same_in_a_second_evaluation(policy: Policy, data: st.DataObject) -> None:
    plain, aimed = strategies.records(policy, mixed=True), strategies.edge_records(policy, mixed=True)
    for drawn in (plain, aimed, aimed, aimed, strategies.faulty_records(policy)):
        record, floats = data.draw(drawn), data.draw(st.sampled_from(FLOAT_MODES))
        assert appraised(policy, record, floats) == independent.result(policy, record, floats)


@settings(deadline=None, suppress_health_check=SLOW)
@given(strategies.policies(), st.data())
def test_columns_of_random_policies_mean_the_same_in_a_second_evaluation(policy: Policy, data: st.DataObject) -> None:
    aimed = strategies.edge_records(policy, mixed=True)
    in_columns(policy, [data.draw(drawn) for drawn in (aimed, strategies.records(policy), aimed, aimed)])


X, Y, Z = (Number(key, low=0, high=200, decimals=0, optional=True) for key in "xyz")
A, B = (Number(key, low=0, high=200, decimals=1) for key in "ab")
# What random policies hold, but records of theirs seldom meet: ties to even, too few parts, a range that is left.
SELDOM = {
    "ties to even": ((A / 4).rounded(1, "half_even") + (B / 8).rounded(0, "half_even")).rounded(1),
    "a mean of two that are there": Mean.of_given(X, Y, Z, at_least=2).rounded(2),
    "a weighted mean of two that are there": Weighted.of_given((50, X), (30, Y), (20, Z), at_least=2).rounded(2),
    "other combinations of two that are there": Sum.of_given(X, Y, at_least=2)
    - Least.of_given(X, Z) * Greatest.of_given(Y, Z, at_least=1),
    "a range that is left": (A - B).within(-150, 150) + (A + B).within(10, None) * 3 - A.within(None, 150),
    "a replacement of what is absent": X.but(7, when=A >= 100).or_else(1) + Y.but(A, when=B < A).required,
}


@frozen
class Sample:
    """Policies with records of each, and what the second evaluation makes of them."""

    rows: tuple[tuple[Policy, Mapping[str, Any], Outcome], ...]

    def differing(self) -> int:
        """Of how many records the library makes something else."""
        return sum(appraised(policy, record) != wanted for policy, record, wanted in self.rows)


@pytest.fixture(scope="module")
def sample() -> Sample:
    policies = [(random_policy(Random(seed)), 1) for seed in range(200)]
    policies += [(Policy("jarang", what, score=score, reported=2), 10) for what, score in SELDOM.items()]
    rows: list[tuple[Policy, Mapping[str, Any], Outcome]] = []
    for seed, (policy, times) in enumerate(policies):
        random = Random(seed)
        for draw in (random_edge_record, random_record, random_edge_record, random_edge_record) * times:
            record = draw(policy, random, mixed=True)
            rows.append((policy, record, independent.result(policy, record)))
        record = random_faulty_record(policy, random)
        rows.append((policy, record, independent.result(policy, record)))
    return Sample(tuple(rows))


def test_most_records_are_scored_by_both_and_some_are_refused_by_both(sample: Sample) -> None:
    assert sample.differing() == 0
    scored = sum(outcome is not None for _, _, outcome in sample.rows)
    assert 0.6 * len(sample.rows) < scored < 0.95 * len(sample.rows)


@pytest.mark.parametrize("what", SELDOM)
def test_what_is_seldom_met_is_met_in_the_sample(what: str, sample: Sample) -> None:
    outcomes = {outcome and outcome.exact for policy, _, outcome in sample.rows if policy.title == what}
    assert len(outcomes) > 5
    assert None in outcomes or what == "ties to even"


# --- planted faults ---


Plant = Callable[[pytest.MonkeyPatch], None]
Meaning = Callable[[Any, Context], Any]


def rounding(change: Callable[[Fraction, int, str], tuple[Fraction, int, str]]) -> Plant:
    """Another rounding in formulas."""
    right = evaluation.rounded

    def wrong(value: Fraction, places: int, mode: str = "half_up") -> Fraction:
        return right(*change(value, places, mode))

    return lambda patch: patch.setattr(evaluation, "rounded", wrong)


def mode(one: str, other: str) -> Plant:
    """A mode of rounding taken for another one."""
    return rounding(lambda value, places, mode: (value, places, other if mode == one else mode))


def comparison(sign: str, other: str) -> Plant:
    """A sign of edges and comparisons taken for another one."""
    return lambda patch: patch.setitem(edges.COMPARISONS, sign, edges.COMPARISONS[other])


def meaning(block: type[Expression], wrong: Callable[..., Any]) -> Plant:
    """Another meaning of a block; ``wrong`` gets the right one, the block and its place."""
    right = evaluation.MEANINGS[block]
    return lambda patch: patch.setitem(evaluation.MEANINGS, block, lambda node, context: wrong(right, node, context))


def rewritten(block: type[Expression], change: Callable[[Any], Expression]) -> Plant:
    """A block that is worked out as if it had been written otherwise."""
    return meaning(block, lambda right, node, context: right(change(node), context))


def upper_limit_first(right: Meaning, node: Limited, context: Context) -> Any:
    if node.low is None or node.high is None or right(node, context) is None:
        return right(node, context)
    value, low, high = (evaluate(part, context) for part in (node.value, node.low, node.high))
    return max(min(value, high), low)


def last_step_met(right: Meaning, node: Steps, context: Context) -> Any:
    value = evaluate(node.value, context)
    met = [] if value is None else [at for at, edge in enumerate(node.edges) if edge.holds(value)]
    return evaluate(node.results[met[-1]], context) if met else right(node, context)


def bands_without_condition(_: Meaning, node: Rated, context: Context) -> Any:
    value = evaluate(node.value, context)
    reached = (band.key for band in node.bands.bands if band.edge is None or band.edge.holds(value))
    return None if value is None else next(reached)


def replaced_though_absent(right: Meaning, node: But, context: Context) -> Any:
    return evaluate(node.replacement if evaluate(node.when, context) else node.value, context)


def shared_by_half(right: Meaning, node: Weighted, context: Context) -> Any:
    # Where each part is there the shares are what they were.
    values = [evaluate(part, context) for part in node.parts]
    given = sum(weight for weight, value in zip(node.weights, values, strict=True) if value is not None)
    return right(node, context) * (given + 100) / 200


def reading(change: Callable[[Any, int], Any]) -> Plant:
    """Numbers of records read otherwise."""
    right = readings.scaled

    def wrong(value: Any, decimals: int, floats: str = "snap") -> tuple[int, bool]:
        return right(change(value, decimals), decimals, floats)

    return lambda patch: patch.setattr(readings, "scaled", wrong)


def cut(value: Any, decimals: int) -> Any:
    return int(value * 10**decimals) / 10**decimals if isinstance(value, float) and abs(value) < 10**9 else value


PLANTS: dict[str, Plant] = {
    "a tie that goes down": rounding(
        lambda value, places, mode: (value, places, "half_even" if mode == "half_up" else mode)
    ),
    "a rounding that cuts": mode("half_up", "down"),
    "a tie to even that goes up": mode("half_even", "half_up"),
    "down taken for up": mode("down", "up"),
    "a digit too many": rounding(lambda value, places, mode: (value, places + 1, mode)),
    ">= taken for >": comparison(">=", ">"),
    "> taken for >=": comparison(">", ">="),
    "<= taken for <": comparison("<=", "<"),
    "< taken for <=": comparison("<", "<="),
    "limits that cross the other way": meaning(Limited, upper_limit_first),
    "a minus taken for a plus": rewritten(
        Arithmetic, lambda node: evolve(node, operator="+") if node.operator == "-" else node
    ),
    "a line that goes on after its last point": rewritten(
        Line, lambda node: evolve(node, points=(*node.points[:-1], (node.points[-1][0] + 1, node.points[-1][1])))
    ),
    "weights that are shared anew by half": meaning(Weighted, shared_by_half),
    "too few parts that are enough": rewritten(
        Mean, lambda node: Mean.of_given(*node.parts) if node.given_only else node
    ),
    "a condition on rows that is not looked at": rewritten(Over, lambda node: evolve(node, where=None)),
    "weights of rows that are not looked at": rewritten(
        Over, lambda node: evolve(node, how="mean", by=None) if node.how == "weighted" else node
    ),
    "a least row taken for the greatest": rewritten(
        Over, lambda node: evolve(node, how="greatest") if node.how == "least" else node
    ),
    "the last step met instead of the first": meaning(Steps, last_step_met),
    "a band whose condition is not looked at": meaning(Rated, bands_without_condition),
    "a grid read by its last entry": meaning(Grid, lambda _, node, __: node.cells[-1][1]),
    "a default that stands for what is there": meaning(
        OrElse, lambda _, node, context: evaluate(node.default, context)
    ),
    "a replacement for what is absent": meaning(But, replaced_though_absent),
    "a range that is not looked at": meaning(Within, lambda _, node, context: evaluate(node.value, context)),
    "one of several conditions that is enough": meaning(
        Every, lambda _, node, context: any(evaluate(part, context) for part in node.parts)
    ),
    "floats that are cut": reading(cut),
    "texts that lose their sign": reading(lambda value, _: value.strip("-") if isinstance(value, str) else value),
    "checks that are not looked at": lambda patch: patch.setattr("asn_appraisal.policies.check_faults", lambda *_: ()),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_fault_is_found(plant: str, sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTS[plant](monkeypatch)
    assert sample.differing() > 0
