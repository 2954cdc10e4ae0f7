"""Records through the columns step by step, for the tests of each step: columns, plan, run, and what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import evolve, frozen

from asn_appraisal import Policy
from asn_appraisal.columns.compiling.arithmetic import Builder
from asn_appraisal.columns.compiling.bounds import RECORD, Bounds, RowBounds
from asn_appraisal.columns.compiling.planners import Planner
from asn_appraisal.columns.compiling.plans import COMPILERS, Plan
from asn_appraisal.columns.compiling.quantities import Quantity
from asn_appraisal.columns.operations.storage import NUMBER, SHORT, SMALL, TINY
from asn_appraisal.columns.records import Inputs, read_records
from asn_appraisal.columns.running.blocks import Data
from asn_appraisal.columns.running.exact_engine import run_exactly
from asn_appraisal.columns.running.float_engine import run
from asn_appraisal.columns.tables import plan_of
from asn_appraisal.errors import RecordError

REFUSED = "refused"
Outcome = tuple[Fraction | None, str | None] | str
_KINDS = {TINY: np.int8, SHORT: np.int16, SMALL: np.int32, NUMBER: np.float64}


# --- policies --------------------------------------------------------------------------------------------------------


def planned(policy: Policy, records: Sequence[Any], *, parts: Iterable[str] = ()) -> tuple[Plan, Inputs]:
    """The plan of a policy for some records, and their columns."""
    inputs = read_records(policy, records).data(policy.outline)
    return plan_of(policy, inputs.bounds, inputs.rows, parts=parts), inputs


def appraised(policy: Policy, records: Sequence[Any]) -> list[Outcome]:
    """What each record is when it is appraised alone."""
    found: list[Outcome] = []
    for record in records:
        try:
            one = policy.appraise(record, ignore="all")
        except RecordError:
            found.append(REFUSED)
            continue
        found.append((None if one.score is None else Fraction(one.score), one.band and one.band.key))
    return found


def scored(policy: Policy, plan: Plan, inputs: Inputs, *, size: int | None = None) -> list[Outcome]:
    """What each record is in columns; refused records are not appraised again."""
    results = run(plan, inputs.data, size=size)
    refused = (inputs.refused | results.refused).tolist()
    keys = [] if policy.band is None else [level.key for level in policy.band.levels]
    found: list[Outcome] = []
    for row, bad in enumerate(refused):
        score = None if results.score is None else _reported(results.score[row], plan.places)
        found.append(REFUSED if bad else (score, None if results.band is None else keys[results.band[row]]))
    return found


def _reported(value: Any, places: int) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(round(float(value) * 10**places), 10**places)


def agree(
    policy: Policy, records: Sequence[Any], *, sizes: Iterable[int | None] = (None, 2), refusing_more: bool = False
) -> Plan:
    """The plan, after both engines were found to give what records alone give.

    Where a record has a fault in what it does not look at, columns may refuse it too (it is then appraised alone).
    """
    alone = appraised(policy, records)
    plan, inputs = planned(policy, records)
    for size in sizes:
        _same(alone, scored(policy, plan, inputs, size=size), "as planned", refusing_more)
    exact = planned(policy, records)[0]
    exact.program.exact = True
    _same(alone, scored(policy, exact, inputs), "in integers", refusing_more)
    return plan


def _same(alone: list[Outcome], together: list[Outcome], how: str, refusing_more: bool) -> None:
    for row, (one, other) in enumerate(zip(alone, together, strict=True)):
        assert other in ((one, REFUSED) if refusing_more else (one,)), f"row {row}, {how}: {other}, alone {one}"


def tiers(plan: Plan) -> list[str]:
    """The tiers of a plan's proofs, in the order of its decisions."""
    return [proof.tier for proof in plan.program.proofs]


# --- quantities ------------------------------------------------------------------------------------------------------


@frozen
class Bench:
    """A builder over some columns of whole numbers, and the columns."""

    builder: Builder
    data: Data

    def column(self, key: str, unit: object = 1, *, table: str = RECORD) -> Quantity:
        """A column as a quantity."""
        bounds = self.builder.bounds[table, key]
        slot = self.builder.program.load(table, key, "values", bounds.kind)
        return Quantity(table, slot, Fraction(unit), Fraction(0), Fraction(bounds.low), Fraction(bounds.high))

    def plan(self, *found: Quantity) -> Plan:
        """A plan that keeps quantities."""
        return Plan(self.builder.program, 0, None, None, {str(index): each for index, each in enumerate(found)})

    def values(self, found: Quantity) -> list[Fraction]:
        """The values of a quantity as the float engine has them, rows in doubt worked out in integers."""
        found = self.builder.settled(found)
        rows = self.data.count
        kept = np.zeros(rows) if found.slot is None else run(self.plan(found), self.data).kept[found.slot]
        return [Fraction(float(a)) * found.unit + found.offset for a in kept]

    def exactly(self, found: Quantity) -> list[Fraction]:
        """The values of a quantity in integers."""
        found = self.builder.settled(found)
        if found.slot is None:
            return [found.offset] * self.data.count
        numbers = run_exactly(self.plan(found), self.data, np.arange(self.data.count)).exactly(found.slot)
        return [a * found.unit + found.offset for a in numbers]


def bench(
    columns: Mapping[str, Sequence[int]] | None = None,
    rows: Mapping[str, Sequence[Sequence[int]]] | None = None,
    *,
    kind: str = NUMBER,
) -> Bench:
    """A bench of columns of records and of one list named ``rows``, by record."""
    arrays: dict[tuple[str, str, str], Any] = {}
    bounds, counts, offsets = {}, {}, {}
    for key, values in (columns or {}).items():
        arrays[RECORD, key, "values"] = np.array(values, _KINDS[kind])
        bounds[RECORD, key] = Bounds(min(values), max(values), kind=kind)
    for key, lists in (rows or {}).items():
        flat = [value for values in lists for value in values]
        arrays["rows", key, "values"] = np.array(flat, _KINDS[kind])
        bounds["rows", key] = Bounds(min(flat, default=0), max(flat, default=0), kind=kind)
        lengths = [len(values) for values in lists]
        counts["rows"] = RowBounds(min(lengths), max(lengths))
        offsets["rows"] = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    count = len(next(iter({**(columns or {}), **(rows or {})}.values())))
    return Bench(Builder(bounds, counts), Data(count, arrays, offsets))


def promises(policy: Policy, records: Sequence[Any]) -> int:
    """Compare each number on the way with its proof: bounds, error and grid. How many were looked at.

    Numbers of branches that do not count, and of rows that are refused, promise nothing.
    """
    inputs = read_records(policy, records).data(policy.outline)
    planner = Planner(policy.outline, inputs.bounds, inputs.rows, COMPILERS)
    for root in (policy.score, policy.band):
        if root is not None:
            planner.compiled(root, RECORD)
    found = [
        evolve(planner.settled(each), absent=each.absent)
        for (_, table, active), each in [*planner._done.items()]
        if table == RECORD and active is None and isinstance(each, Quantity)
    ]
    found = [each for each in found if each.slot is not None]
    masks = {each.absent for each in found} - {None}
    divisors = {each.divisor for each in found} - {None}
    extra = {f"slot {slot}": evolve(found[0], slot=slot, absent=None) for slot in masks | divisors}
    plan = Plan(planner.program, 0, None, None, {**{str(at): each for at, each in enumerate(found)}, **extra})
    results = run(plan, inputs.data)
    exact = run_exactly(plan, inputs.data, np.arange(inputs.data.count))
    good = np.flatnonzero(~(inputs.refused | results.refused | exact.refused)).tolist()
    if planner.program.exact:
        return 0
    for each in found:
        here = [row for row in good if each.absent is None or not results.kept[each.absent][row]]
        true = exact.exactly(each.slot)
        by = exact.exactly(each.divisor) if each.divisor is not None else [Fraction(1)] * len(true)
        for row in here:
            a = true[row]
            off = abs(Fraction(float(results.kept[each.slot][row])) - a)
            assert each.low <= a <= each.high, f"{a} is not from {each.low} to {each.high}"
            assert off <= each.error_at(abs(a)), f"{float(a)} is off by {float(off)}, beyond {each}"
            if each.grid is not None:
                assert (a * each.grid * by[row]).denominator == 1, f"{a} is not on the grid of {each}"
                assert abs(by[row]) <= each.most, f"{by[row]} is more than {each.most}"
    return len(found) * len(good)
