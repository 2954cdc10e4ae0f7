"""Claims: the facts that a plan rests on, checked in each row that the exact engine runs.

A plan is made for columns within bounds. From them the planner derives what each slot can hold, drops limits that are
never reached, folds comparisons and bounds errors. A wrong fact would make the program itself wrong, in both engines,
so each is checked where it could fail, and a plan whose facts do not hold gives no result at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import gcd
from typing import Any

import numpy as np

from ...errors import PlanError
from ..compiling.bounds import RECORD
from ..compiling.plans import Plan
from ..compiling.programs import Claim
from ..operations.operation import ExactRun
from ..operations.ratios import Ratio
from ..operations.whole_arrays import floor_quotients, magnitude, product, remainders
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
    """The rows of a table whose record is neither refused nor left to another run."""
    records = ~run.refused if run.left is None else ~(run.refused | run.left)
    return records if table == RECORD else np.repeat(records, run.counts[table])


def _columns_out_of_bounds(plan: Plan, data: Data, run: ExactRun, counts: Mapping[str, Array]) -> Iterator[str]:
    """Columns beyond the bounds of the plan; live columns are checked as they are read."""
    there = {table: places if counts[table].all() else places[counts[table]] for table, places in run.places.items()}
    for (table, key), bounds in plan.bounds.items():
        values, absent = (data.columns.get((table, key, what)) for what in ("values", "absent"))
        if not isinstance(values, np.ndarray):
            continue
        held, gaps = values[there[table]], isinstance(absent, np.ndarray) and absent[there[table]]
        if np.any(gaps):
            held = held[~gaps]
        outside = held.dtype.kind in "iufO" and len(held) and (held.min() < bounds.low or held.max() > bounds.high)
        if outside or (np.any(gaps) and not bounds.absent) or (len(held) and bounds.empty):
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
        return part if isinstance(part, int) else np.broadcast_to(part, len(there))[there]

    top = pick(found.top)
    return Ratio(np.array([top], object) if isinstance(top, int) else top, pick(found.bottom))


def _within(found: Ratio, claim: Claim) -> bool:
    """Whether numbers lie in the bounds of a claim, and far enough from 0."""
    tops, bottoms, apart = found.top, found.bottom, claim.apart
    if apart and not (found.compared(">=", apart) | found.compared("<=", -apart)).all():
        return False
    if isinstance(bottoms, int):
        # One denominator for all: only the least and the greatest number need a check.
        return bool(claim.low * bottoms <= int(tops.min()) and int(tops.max()) <= claim.high * bottoms)
    floors = tops // bottoms
    if claim.low <= floors.min() and floors.max() + 1 <= claim.high:
        return True
    return bool(found.compared(">=", claim.low).all() and found.compared("<=", claim.high).all())


def _on_grid(found: Ratio, claim: Claim, slots: Mapping[int, Any], there: Array) -> bool:
    """Whether numbers times the grid, and times the row's own divisor, are whole, and the divisor is as claimed.

    A divisor that no operation needed was not computed: no decision rests on it.
    """
    if claim.grid is None or (claim.divisor is not None and claim.divisor not in slots):
        return True
    steps: Any = claim.grid
    if claim.divisor is not None:
        divisor = _numbers_at(slots[claim.divisor], there)
        if not np.all(remainders(divisor.top, divisor.bottom) == 0):
            return False
        divisors = floor_quotients(divisor.top, divisor.bottom)
        if magnitude(divisors) > claim.most:
            return False
        steps = product(divisors, claim.grid)
    if isinstance(steps, int) and isinstance(found.bottom, int):
        return bool(np.all(remainders(found.top, found.bottom // gcd(steps, found.bottom)) == 0))
    # Where the denominator divides the grid, as it mostly does, the number itself need not be multiplied.
    return bool(
        np.all(remainders(steps, found.bottom) == 0) or np.all(remainders(product(found.top, steps), found.bottom) == 0)
    )
