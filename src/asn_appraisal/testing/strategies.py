"""Hypothesis strategies: records of a policy, plain, at its edges and faulty, and policies themselves.

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

from ..policies import Policy
from .aiming import random_edge_record
from .random_faults import random_faulty_record
from .random_policies import random_policy
from .random_records import Record, random_record


def records(policy: Policy, *, mixed: bool = False) -> st.SearchStrategy[Record]:
    """Records that a policy can read: optional values there, blank or left out, lists of no row to eight.

    Numbers are texts, or with ``mixed`` text, int, Decimal, Fraction and float in turn.
    """
    return st.randoms(use_true_random=False).map(partial(_with, random_record, policy, mixed=mixed))


def edge_records(policy: Policy, *, mixed: bool = False) -> st.SearchStrategy[Record]:
    """Records that stand on a band edge, a step, a cap, a target or the tie of a rounding, or one unit beside it."""
    return st.randoms(use_true_random=False).map(partial(_with, random_edge_record, policy, mixed=mixed))


def faulty_records(policy: Policy) -> st.SearchStrategy[Record]:
    """Records with one to three faults, of values, of lists and of checks."""
    return st.randoms(use_true_random=False).map(partial(_with, random_faulty_record, policy))


def policies(*, depth: int = 4) -> st.SearchStrategy[Policy]:
    """Policies over the whole algebra, all valid; formulas nest ``depth`` deep."""
    return st.randoms(use_true_random=False).map(partial(random_policy, depth=depth))


def _with(draw: Any, policy: Policy, random: Any, **how: Any) -> Record:
    record: Record = draw(policy, random, **how)
    return record
