"""Claims: the facts that a plan rests on, checked in each row that the exact engine runs.

A plan is made for columns within bounds. From them the planner derives what each slot can hold, drops limits that are
never reached, folds comparisons and bounds errors. A wrong fact would make the program itself wrong, in both engines,
so each is checked where it could fail, and a plan whose facts do not hold gives no result at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ...errors import PlanError
from ..compiling.bounds import RECORD
from ..compiling.plans import Plan
from ..compiling.programs import Claim
from ..operations.operation import ExactRun
from ..operations.ratios import Ratio
from ..reading.arrays import Array
from .blocks import Data


def check_claims(plan: Plan, data: Data, run: ExactRun) -> None:
    """Check the facts that a plan rests on, in the columns and slots of a run and the rows that are not refused.

    Raises a PlanError.
    """
    counts = {table: _counting_rows(table, run) for table in run.places}
    wrong = [*_columns_out_of_bounds(plan, data, run, counts), *_lists_out_of_bounds(plan, run)]
    wrong += _claims_broken(plan, run.slots, counts)
    if wrong:
        raise PlanError(facts_broken="; ".join(wrong[:5]))


def _counting_rows(table: str, run: ExactRun) -> Array:
    """The rows of a table whose record is not refused."""
    return ~run.refused if table == RECORD else np.repeat(~run.refused, run.counts[table])


def _columns_out_of_bounds(plan: Plan, data: Data, run: ExactRun, counts: Mapping[str, Array]) -> Iterator[str]:
    """Columns beyond the bounds of the plan; live columns are checked as they are read."""
    for (table, key), bounds in plan.bounds.items():
        values, absent = (data.columns.get((table, key, what)) for what in ("values", "absent"))
        if not isinstance(values, np.ndarray):
            continue
        there = run.places[table][counts[table]]
        gaps = absent[there] if isinstance(absent, np.ndarray) else np.zeros(len(there), np.bool_)
        held = values[there][~gaps]
        outside = held.dtype.kind in "iufO" and len(held) and (held.min() < bounds.low or held.max() > bounds.high)
        if outside or (gaps.any() and not bounds.absent) or (len(held) and bounds.empty):
            yield f"{table or 'record'}.{key}"


def _lists_out_of_bounds(plan: Plan, run: ExactRun) -> Iterator[str]:
    """Lists with fewer or more rows in a record than the plan was made for."""
    for name, rows in plan.rows.items():
        counts = run.counts[name][~run.refused]
        if len(counts) and not rows.least <= counts.min() <= counts.max() <= rows.most:
            yield f"count of {name}"


def _claims_broken(plan: Plan, slots: Mapping[int, Any], counts: Mapping[str, Array]) -> Iterator[str]:
    """Slots that hold numbers beyond what the planner claimed, by their operations: bounds may be values of the data."""
    writers = {operation.out: operation.name for operation in plan.program.operations}
    for slot, claims in plan.program.claims.items():
        there = counts[plan.program.tables[slot]]
        if not isinstance(found := slots.get(slot), Ratio) or not there.any():
            continue
        number = _numbers_at(found, there)
        for claim in claims:
            if not (_within(number, claim) and _on_grid(number, claim, slots, there)):
                yield f"slot {slot}, {writers.get(slot, 'a column')}"


def _numbers_at(found: Ratio, there: Array) -> Ratio:
    """The numbers of some rows, over one denominator where all have the same."""
    if there.all() and isinstance(found.top, np.ndarray) and found.top.shape == there.shape:
        return found

    def pick(part: Any) -> Any:
        return part if isinstance(part, int) else np.broadcast_to(np.asarray(part, object), len(there))[there]

    return Ratio(np.atleast_1d(np.asarray(pick(found.top), object)), pick(found.bottom))


def _within(found: Ratio, claim: Claim) -> bool:
    """Whether numbers lie in the bounds of a claim, and far enough from 0."""
    tops, bottoms, apart = found.top, found.bottom, claim.apart
    if apart and not np.all(abs(tops) * apart.denominator >= apart.numerator * bottoms):
        return False
    if isinstance(bottoms, int):
        # One denominator for all: only the least and the greatest number need a check.
        return bool(claim.low * bottoms <= tops.min() and tops.max() <= claim.high * bottoms)
    floors = tops // bottoms
    if claim.low <= floors.min() and floors.max() + 1 <= claim.high:
        return True
    above = tops * claim.low.denominator >= claim.low.numerator * bottoms
    below = tops * claim.high.denominator <= claim.high.numerator * bottoms
    return bool(np.all(above) and np.all(below))


def _on_grid(found: Ratio, claim: Claim, slots: Mapping[int, Any], there: Array) -> bool:
    """Whether numbers times the grid, and times the row's own divisor, are whole, and the divisor is as claimed.

    A divisor that no operation needed was not computed: no decision rests on it.
    """
    if claim.grid is None or (claim.divisor is not None and claim.divisor not in slots):
        return True
    steps: Any = claim.grid
    if claim.divisor is not None:
        divisor = _numbers_at(slots[claim.divisor], there)
        whole = isinstance(divisor.bottom, int) and divisor.bottom == 1
        if not whole and not np.all(divisor.top % divisor.bottom == 0):
            return False
        divisors = divisor.top if whole else divisor.top // divisor.bottom
        if max(divisors.max(), -divisors.min()) > claim.most:
            return False
        steps = divisors * claim.grid
    # Where the denominator divides the grid, as it mostly does, the number itself need not be multiplied.
    return bool(np.all(steps % found.bottom == 0) or np.all(found.top * steps % found.bottom == 0))
