"""Hypothesis strategies: records of a policy, plain, at its edges, faulty and in pairs, tables of them, and policies themselves.

::

    from hypothesis import given
    from asn_appraisal.testing import strategies

    @given(strategies.records(policy))
    def test_every_score_has_a_band(record):
        assert policy.appraise(record).band is not None
"""

from __future__ import annotations

from functools import partial
from typing import Any

from hypothesis import strategies as st

from ..algebra.bands import Bands
from ..algebra.rules import Rule
from ..arguments import checked_count
from ..policies import Policy, checked_policy
from .drawing.aiming import random_edge_record
from .drawing.directions import directions
from .drawing.faults import random_faulty_record
from .drawing.pairs import random_pair
from .drawing.policies import random_policy
from .drawing.records import Record, random_record
from .drawing.rules import random_bands, random_rule
from .known import Known, of_scheme

_MOST_ROWS = 10**6


def records(policy: Policy, *, mixed: bool = False) -> st.SearchStrategy[Record]:
    """Records that a policy can read: optional values given, blank or left out, lists of zero to eight rows.

    Numbers are texts, or with ``mixed`` text, int, Decimal, Fraction and float in turn.
    """
    checked_policy(policy)
    return st.randoms(use_true_random=False).map(partial(_with, random_record, policy, mixed=mixed))


def edge_records(policy: Policy, *, mixed: bool = False) -> st.SearchStrategy[Record]:
    """Records exactly at a band edge, a step, a cap, a target or the tie of a rounding, or one unit away from it."""
    checked_policy(policy)
    return st.randoms(use_true_random=False).map(partial(_with, random_edge_record, policy, mixed=mixed))


def record_pairs(policy: Policy, *, known: Known | None = None) -> st.SearchStrategy[tuple[Record, Record]]:
    """Two records, the second at least as good in every input that has a direction, and equal in all others.

    Directions come from the indicators and from ``known`` (by default what is known of the official scheme of that key).
    Half of the pairs begin at an edge; a number rises by a unit, to a value that the policy names, or to its end.
    """
    checked_policy(policy)
    ways = directions(policy, of_scheme(policy.key) if known is None else known)
    return st.randoms(use_true_random=False).map(partial(random_pair, policy, ways))


def faulty_records(policy: Policy) -> st.SearchStrategy[Record]:
    """Records with one to three faults, of values, of lists and of checks."""
    checked_policy(policy)
    return st.randoms(use_true_random=False).map(partial(_with, random_faulty_record, policy))


def policies(*, depth: int = 4) -> st.SearchStrategy[Policy]:
    """Policies over the whole algebra, all valid; formulas nest ``depth`` deep."""
    checked_count(depth, "depth", 0, 10)
    return st.randoms(use_true_random=False).map(partial(random_policy, depth=depth))


def tables(policy: Policy, *, least: int = 1, most: int = 20) -> st.SearchStrategy[list[Record]]:
    """Tables: lists of records, plain and at edges, in the kinds of value that programs use."""
    checked_count(least, "least", 0, _MOST_ROWS)
    checked_count(most, "most", least, _MOST_ROWS)
    return st.lists(records(policy, mixed=True) | edge_records(policy, mixed=True), min_size=least, max_size=most)


def bands() -> st.SearchStrategy[Bands]:
    """Scales of two to five bands, their edges as a law writes them: closed or open, rising or falling."""
    return st.randoms(use_true_random=False).map(random_bands)


def rules() -> st.SearchStrategy[Rule]:
    """Rules from a value and its target to a score: ratios, steps and broken lines, limited and rounded."""
    return st.randoms(use_true_random=False).map(random_rule)


def _with(draw: Any, policy: Policy, random: Any, **how: Any) -> Record:
    record: Record = draw(policy, random, **how)
    return record
