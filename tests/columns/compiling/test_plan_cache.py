"""Plans kept for use again: one serves what lies within its bounds, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal.columns.compiling.bounds import Bounds, RowBounds
from asn_appraisal.columns.compiling.plan_cache import Shelf

x, y = asn.Number("x", optional=True), asn.Number("y")
POLICY = asn.Policy("contoh", "Contoh", score=(x.or_else(1) / 3 + y).rounded(2).named("nilai"))
PLACE = ("", "x")
USUAL = RowBounds(1, 5)


class Made:
    """Makes plans that are nothing but the bounds they were asked for."""

    def __init__(self) -> None:
        self.asked: list[Mapping[Any, Bounds]] = []

    def make(self, bounds: Mapping[Any, Bounds], rows: Mapping[str, RowBounds]) -> Any:
        """What was asked for, kept."""
        self.asked.append(bounds)
        return bounds, rows

    def plan(self, shelf: Shelf, bounds: Bounds, rows: RowBounds = USUAL, parts: tuple[str, ...] = ()) -> Any:
        """A plan of a shelf, made here where it has none."""
        return shelf.plan(POLICY, parts, {PLACE: bounds}, {"rows": rows}, self.make)


def test_a_plan_serves_what_lies_within_its_bounds() -> None:
    shelf, made = Shelf(), Made()
    first = made.plan(shelf, Bounds(0, 100, absent=True))
    assert made.plan(shelf, Bounds(0, 100)) is first
    assert made.plan(shelf, Bounds(5, 50), RowBounds(2, 5)) is first


@pytest.mark.parametrize(
    ("bounds", "rows"),
    [
        (Bounds(-1, 100), RowBounds(1, 5)),
        (Bounds(0, 101), RowBounds(1, 5)),
        (Bounds(0, 100, absent=True), RowBounds(1, 5)),
        (Bounds(0, 100), RowBounds(0, 5)),
        (Bounds(0, 100), RowBounds(1, 6)),
    ],
)
def test_beyond_its_bounds_a_new_plan_is_made_for_both(bounds: Bounds, rows: RowBounds) -> None:
    shelf, made = Shelf(), Made()
    made.plan(shelf, Bounds(0, 100))
    made.plan(shelf, bounds, rows)
    assert len(made.asked) == 2
    for each in (Bounds(0, 100), bounds):
        made.plan(shelf, each, rows)
    assert len(made.asked) == 2


@pytest.mark.parametrize("other", [Bounds(0, 100, kind="short"), Bounds(0, 100, absent=True, empty=True)])
def test_columns_that_are_stored_otherwise_have_a_plan_of_their_own(other: Bounds) -> None:
    shelf, made = Shelf(), Made()
    made.plan(shelf, Bounds(0, 100, absent=True))
    made.plan(shelf, other)
    assert made.asked[1] == {PLACE: other}


def test_other_parts_have_a_plan_of_their_own() -> None:
    shelf, made = Shelf(), Made()
    made.plan(shelf, Bounds(0, 100))
    made.plan(shelf, Bounds(0, 100), parts=("a",))
    assert len(made.asked) == 2


BATCH = st.lists(st.tuples(st.one_of(st.none(), st.integers(-999, 999)), st.integers(0, 10**6)), min_size=1, max_size=5)


@given(st.lists(BATCH, min_size=1, max_size=6))
def test_batches_that_share_plans_give_what_each_gives_alone(batches: list[Any]) -> None:
    tables = [
        {"x": np.array([np.nan if a is None else a / 100 for a, _ in rows]), "y": [b for _, b in rows]}
        for rows in batches
    ]
    for table, scores in zip(tables, asn.appraise_batches(POLICY, tables), strict=True):
        assert scores.score.tolist() == asn.appraise_table(POLICY, table).score.tolist()
