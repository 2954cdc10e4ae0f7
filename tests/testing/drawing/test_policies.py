# ruff: noqa: S311  (chance for tests, nothing secret)

import os
import subprocess
import sys
import time
from collections import Counter
from random import Random
from typing import Any

import pytest
from tests.blocks import kinds_below

from asn_appraisal import Band, Items, Number, Policy
from asn_appraisal.algebra.combinations import Combination
from asn_appraisal.algebra.edges import Edge
from asn_appraisal.algebra.expressions import Arithmetic, But, Comparison, Expression, Limited, Rounded
from asn_appraisal.algebra.inputs import Category, Count, Field, Flag, Indicator
from asn_appraisal.algebra.items import OVERALL, Over
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.algebra.rules import Hole
from asn_appraisal.errors import RecordError
from asn_appraisal.rounding import MODES
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

SEEDS = range(300)


@pytest.fixture(scope="module")
def policies() -> list[Policy]:
    return [random_policy(Random(seed)) for seed in SEEDS]


def _nodes(policy: Policy) -> set[Node]:
    found: set[Node] = set()

    def visit(entry: Any) -> None:
        if isinstance(entry, tuple):
            for each in entry:
                visit(each)
        elif isinstance(entry, Node) and entry not in found:
            found.add(entry)
            visit(entry.values())

    visit((policy.score, policy.band, policy.shown, policy.checks))
    return found


@pytest.fixture(scope="module")
def nodes(policies: list[Policy]) -> list[Node]:
    return [node for policy in policies for node in _nodes(policy)]


def test_three_hundred_policies_use_every_block_of_the_algebra(nodes: list[Node]) -> None:
    # Abstract blocks have no meaning of their own; a hole is filled before a policy is made.
    wanted = kinds_below(Expression) - {Combination, Field, Hole}
    assert wanted - {type(node) for node in nodes} == set()


def test_every_variant_of_a_block_is_used(nodes: list[Node]) -> None:
    def used(kind: type[Any], of: Any) -> set[Any]:
        return {of(node) for node in nodes if isinstance(node, kind)}

    assert used(Arithmetic, lambda node: node.operator) == set("+-*/")
    assert used(Comparison, lambda node: node.operator) == {"<", "<=", ">", ">=", "=="}
    assert used(Comparison, lambda node: node.left.kind) == {"number", "label", "condition"}
    assert used(Rounded, lambda node: node.mode) == set(MODES)
    assert used(Rounded, lambda node: node.places) == set(range(-2, 5))
    assert used(Over, lambda node: node.how) == set(OVERALL)
    assert used(Over, lambda node: node.where is None) == {True, False}
    assert used(But, lambda node: node.value.may_be_absent) == {True, False}
    assert used(Limited, lambda node: (node.low is None, node.high is None)) == {
        (False, False),
        (True, False),
        (False, True),
    }
    assert used(Combination, lambda node: (type(node), node.given_only)) == {
        (kind, only) for kind in kinds_below(Combination) for only in (True, False)
    }
    assert used(Band, lambda node: node.requires is None) == {True, False}
    assert {edge.operator for band in nodes if isinstance(band, Band) if (edge := band.edge)} == {"<", "<=", ">", ">="}


def test_limits_are_constants_and_formulas(nodes: list[Node]) -> None:
    limits = [
        limit for node in nodes if isinstance(node, Limited) for limit in (node.low, node.high) if limit is not None
    ]
    assert {type(limit).__name__ == "Constant" for limit in limits} == {True, False}


def test_fields_are_of_every_kind_needed_optional_and_with_a_default(policies: list[Policy]) -> None:
    tally = Counter(
        (type(field), field.optional, getattr(field, "default", None) is None)
        for policy in policies
        for field in (*policy.outline.fields, *(each for items in policy.outline.lists for each in items.fields))
    )
    assert {kind for kind, _, _ in tally} == {Number, Indicator, Count, Category, Flag}
    for kind in (Number, Indicator, Count, Category, Flag):
        assert {(kind, optional, bare) for optional in (True, False) for bare in (True, False)} <= set(tally)


def test_policies_have_a_score_a_band_or_both_with_checks_shown_parts_and_places(policies: list[Policy]) -> None:
    given = {(policy.score is not None, policy.band is not None) for policy in policies}
    assert given == {(True, True), (True, False), (False, True)}
    assert {bool(policy.checks) for policy in policies} == {True, False}
    assert {bool(policy.shown) for policy in policies} == {True, False}
    assert {policy.reported for policy in policies} == {None, 0, 2, 4}


def test_lists_have_checks_few_rows_and_parts_that_stand_over_one_or_two_of_them(policies: list[Policy]) -> None:
    lists: list[Items] = [items for policy in policies for items in policy.outline.lists]
    assert {items.at_least for items in lists} == {0, 1, 2}
    assert {bool(items.checks) for items in lists} == {items.optional for items in lists} == {True, False}
    assert {len(placed.lists) for policy in policies for placed in policy.outline.parts} == {0, 1, 2}


def test_parts_are_shared_between_several_places(policies: list[Policy]) -> None:
    def uses(policy: Policy) -> int:
        children = [child for node in _nodes(policy) if isinstance(node, Expression) for child in node.children()]
        return max((count for part, count in Counter(children).items() if part in policy.parts.values()), default=0)

    assert sum(uses(policy) > 1 for policy in policies) > 50


def test_most_records_of_a_random_policy_are_scored(policies: list[Policy]) -> None:
    scored = 0
    for seed, policy in enumerate(policies):
        try:
            policy.appraise(random_record(policy, Random(seed)))
            scored += 1
        except RecordError:
            pass
    assert scored > 0.8 * len(policies)


def test_scores_and_bands_differ_from_record_to_record(policies: list[Policy]) -> None:
    moving = 0
    for seed, policy in enumerate(policies):
        random, found = Random(seed), set()
        for _ in range(8):
            try:
                appraisal = policy.appraise(random_record(policy, random))
            except RecordError:
                continue
            found.add((appraisal.exact, appraisal.band))
        moving += len(found) > 1
    assert moving > 0.8 * len(policies)


def test_policies_are_drawn_at_fifty_a_second_or_faster() -> None:
    before = time.process_time()
    for seed in range(100):
        random_policy(Random(seed))
    assert time.process_time() - before < 2


def test_depth_bounds_the_formulas() -> None:
    sizes = [sum(len(_nodes(random_policy(Random(seed), depth=depth))) for seed in range(40)) for depth in (1, 4)]
    assert sizes[0] < sizes[1]


def test_a_seed_gives_the_same_policy_in_every_process() -> None:
    code = (
        "from random import Random; from asn_appraisal.testing.drawing.policies import random_policy as draw;"
        "from asn_appraisal.testing.drawing.aiming import random_edge_record as edge;"
        "from asn_appraisal.testing.drawing.faults import random_faulty_record as faulty;"
        "print([(p.fingerprint, edge(p, r, mixed=True), faulty(p, r)) for s in range(12) for r in [Random(s)] for p in [draw(r)]])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert len({random_policy(Random(seed)).fingerprint for seed in SEEDS}) == len(SEEDS)


def test_edges_that_are_no_decimals_are_among_the_bands(nodes: list[Node]) -> None:
    bounds = {node.edge.bound for node in nodes if isinstance(node, Band) and isinstance(node.edge, Edge)}
    assert any(10**9 % bound.denominator for bound in bounds)
