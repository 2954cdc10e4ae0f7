from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from tests.schemes.edges import Record, crossings, edge_cases
from tests.schemes.independent import Result

from asn_appraisal import Bands, Policy, schemes
from asn_appraisal.algebra.bands import Rated

# What no single unit of a number decides: tables of words, and points for education, courses and predicates.
BY_WORDS = {"permenpanrb-6-2022", "permenpanrb-3-2020", "kmk-127-2026", "bkn-8-2019", "permenpanrb-88-2021-lke"}
KEYS = schemes.keys()
WITH_BANDS = [key for key in KEYS if schemes.get(key).band is not None]


@cache
def cases(key: str) -> list[tuple[Record, Result]]:
    return edge_cases(schemes.get(key))


def differing(policy: Policy, key: str) -> list[Record]:
    found = []
    for record, expected in cases(key):
        appraisal = policy.appraise(record)
        parts: dict[str, Any] = appraisal.parts
        band = appraisal.band.key if appraisal.band else None
        agreed = (expected.exact, expected.band) == (appraisal.exact, band)
        if not agreed or any(parts[name] != value for name, value in expected.parts.items()):
            found.append(record)
    return found


@pytest.mark.parametrize("key", KEYS)
def test_each_edge_knot_and_cap_is_where_the_independent_evaluation_has_it(key: str) -> None:
    assert differing(schemes.get(key), key) == []


@pytest.mark.parametrize("key", WITH_BANDS)
def test_the_edge_cases_of_a_scheme_reach_every_band(key: str) -> None:
    band = schemes.get(key).band
    assert band is not None
    assert {expected.band for _, expected in cases(key)} == {level.key for level in band.levels}


@pytest.mark.parametrize("key", [key for key in WITH_BANDS if key not in BY_WORDS])
def test_the_edge_cases_of_a_scheme_stand_on_both_sides_of_every_edge(key: str) -> None:
    band = schemes.get(key).band
    assert band is not None
    levels = [level.key for level in band.levels]
    assert {frozenset(pair) for pair in pairwise(levels)} - crossings(schemes.get(key)) == set()


@pytest.mark.parametrize(("name", "edge"), [("baik", ">= 76.01"), ("baik", "> 76"), ("cukup", ">= 60.99")])
def test_an_edge_moved_by_one_unit_is_found(name: str, edge: str) -> None:
    policy = schemes.get("pp-46-2011")
    rating = policy.band
    assert isinstance(rating, Rated)
    moved = Bands(*((b.key, edge if b.key == name else b.edge, b.name) for b in rating.bands.bands))
    assert policy.score is not None
    planted = Policy("pp-46-2011", "Digeser", score=policy.score, band=moved, reported=2)
    assert differing(planted, "pp-46-2011")


@pytest.mark.parametrize(
    ("key", "option"),
    [
        ("permenpanrb-8-2021", {"capaian_places": None}),
        ("permenpanrb-8-2026", {"edges": "open"}),
        ("permenpanrb-1-2023", {"places": 2}),
        ("permenpanrb-17-2017", {"rounding": None}),
        ("kmk-127-2026", {"cap": None}),
        ("kmk-127-2026", {"k3_places": 2}),
    ],
)
def test_a_choice_that_differs_is_found(key: str, option: dict[str, Any]) -> None:
    assert differing(schemes.get(key, **option), key)
