# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random

import pytest

from asn_appraisal import Policy
from asn_appraisal.algebra.kinds import LABEL
from asn_appraisal.documents import from_json, to_json
from asn_appraisal.testing.drawing.block_pairs import Nesting, arguments, block_of, universe
from asn_appraisal.testing.drawing.draw_statistics import nodes_of
from asn_appraisal.testing.drawing.nestings import Nester
from asn_appraisal.testing.drawing.policies import random_policy

EVERY = range(0, len(universe()), 7)


def _has(nesting: Nesting, value: object) -> bool:
    nodes = nodes_of(value) if isinstance(value, Policy) else [value]
    return any(
        block_of(node) == nesting.slot.outer
        and any(
            (argument, block_of(child)) == (nesting.slot.argument, nesting.inner) for argument, child in arguments(node)
        )
        for node in nodes
    )


@pytest.mark.parametrize("at", EVERY)
def test_a_formula_has_the_nesting_that_it_is_built_around_in_the_record_and_in_a_row(at: int) -> None:
    nesting = universe()[at]
    for width in ("tight", "wide"):
        nester = Nester(Random(at), width=width)
        for place in (nester.record, nester.lists[0][1]):
            found = nester.nested(nesting, place)
            found = found.value if nesting.slot.outer.name == "Named" and block_of(found).name != "Named" else found
            assert _has(nesting, found), str(nesting)


def test_a_label_beside_another_has_its_levels() -> None:
    nester = Nester(Random(3))
    for _ in range(50):
        label = nester.label(nester.record, 2)
        worded = nester.worded(label.levels, nester.record)
        assert worded.kind == LABEL
        assert {level.key for level in worded.levels} == {level.key for level in label.levels}


@pytest.mark.parametrize("seed", range(40))
def test_a_policy_of_a_number_has_its_aims_and_its_document_reads_back(seed: int) -> None:
    policy = random_policy(Random(seed), number=seed)
    assert from_json(to_json(policy)) == policy
