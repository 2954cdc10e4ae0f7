"""The cases of each scheme notice every mutant, but for those whose reason stands in ``known.toml``."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from tests.schemes.edge_files import stated
from tests.schemes.edges import outcome

from asn_appraisal import schemes
from asn_appraisal.testing.cases import SHIPPED, PolicyCase, cases_of, difference
from asn_appraisal.testing.known import of_scheme
from asn_appraisal.testing.mutant_trials import survivors
from asn_appraisal.testing.mutants import mutants

KEYS = schemes.keys()


@cache
def cases(key: str) -> tuple[PolicyCase, ...]:
    """The cases of a scheme, typed and at edges."""
    found = cases_of(schemes.get(key))
    return () if found is None else found.cases


def lines(key: str) -> list[dict[str, Any]]:
    path = SHIPPED / "edges" / f"{key}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.mark.parametrize("key", KEYS)
def test_every_mutant_of_a_scheme_is_noticed_or_known_to_be_the_same(key: str) -> None:
    left = {mutant.name for mutant in survivors(schemes.get(key), cases(key))}
    assert left == {each.what for each in of_scheme(key).survivors}


@pytest.mark.parametrize("key", KEYS)
def test_the_cases_at_edges_come_out_as_they_are_stated(key: str) -> None:
    policy = schemes.get(key)
    assert [found for case in cases(key) if not case.options and (found := difference(policy, case))] == []


@pytest.mark.parametrize("key", KEYS)
def test_what_a_case_at_an_edge_states_is_what_the_independent_evaluation_gives(key: str) -> None:
    policy = schemes.get(key)
    for line in lines(key):
        assert stated(policy, line["record"], set(line.get("parts", ()))) == {
            name: line[name] for name in ("exact", "band", "parts") if name in line
        }
        assert outcome(policy, line["record"]) is not None


def test_there_are_mutants_and_few_of_them_are_known_to_be_the_same() -> None:
    counts = {key: len(mutants(schemes.get(key))) for key in KEYS}
    assert sum(counts.values()) > 500
    assert sum(len(of_scheme(key).survivors) for key in KEYS) * 50 < sum(counts.values())


def test_a_case_less_lets_a_mutant_live() -> None:
    # Each case at an edge was kept because it notices a mutant that no case before it does.
    for key in ("permenpanrb-88-2021", "integrasi-2021"):
        policy = schemes.get(key)
        assert survivors(policy, cases(key)[:-1])
