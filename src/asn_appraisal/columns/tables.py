"""Tables: a policy over every row of a table, each scored as a record alone would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any, Self

import numpy as np
from attrs import frozen

from ..algebra.expressions import Named
from ..appraising.appraisals import Appraisal
from ..arguments import UNSAID, Unsaid, checked_choice, checked_count, names
from ..cells import Cells
from ..errors import CellsError, UnknownPartError
from ..policies import Policy, checked_policy
from ..similar_names import closest
from .compiling.bounds import Codes, Mask
from .compiling.plan_cache import ColumnBounds, ListBounds, Shelf
from .compiling.plans import Plan, compile_plan
from .compiling.quantities import Quantity
from .dropped_items import DroppedItems, without_bad_items
from .operations.storage import WHOLE
from .reading.arrays import Array
from .records import Records, read_records
from .refusals import refusals
from .run_inputs import Inputs
from .running.float_engine import Results, run, stored
from .scores import Scores
from .table_headers import MOST_LISTED, check_columns

ON_ERROR = ("raise", "quarantine")
BAD_ITEMS = ("refuse", "drop")
_PART_DECIMALS = 10
_MOST_THREADS, _MOST_ROWS = 256, 10**9


def appraise_table(
    policy: Policy,
    table: object = None,
    *,
    key: str | Iterable[str] | Unsaid | None = UNSAID,
    items: Mapping[str, object] | None = None,
    on_error: str = "raise",
    floats: str = "snap",
    cells: Cells | None = None,
    parts: str | Iterable[str] = (),
    threads: int = 1,
    block: int | None = None,
    bad_items: str = "refuse",
    least_kept: int = 50,
) -> Scores:
    """The scores of every row of a table.

    ``table`` and the tables of ``items`` (by the key of the list) are pandas, polars or pyarrow, anything with
    ``__arrow_c_stream__``, a mapping of columns, a list of mappings or a structured array; a LazyFrame or a relation of duckdb,
    which is collected up to ten million rows (a note says so); or ``Records`` that were read before. ``key`` names
    the column (or columns), or named levels of pandas' index, that both have in common. ``floats`` is
    ``"snap"``, ``"strict"`` or ``"quantize"``; ``cells`` says how cells are written where they are not strict. ``parts``
    names parts of the policy to keep. ``threads`` counts from a million
    rows on; ``block`` is how many rows are worked on at once.

    A policy that reads one list and nothing else takes its rows as ``table`` too. The rows of one key are then one record;
    ``key=None`` says that all of them are, which must be said where a column that nothing reads holds repeated values.

    Raises a RecordError that lists what is wrong with the rows; with ``on_error="quarantine"`` the rows that can be scored
    are, and ``rejects`` lists the faults of the others. What is wrong with the table as a whole is always raised.

    A row of a list that cannot be read refuses its record; with ``bad_items="drop"`` it is left out instead, as long as at
    least ``least_kept`` percent of the record's rows of that list remain (and as many as the policy needs, at least one).
    ``scores.dropped`` counts what was left out, and a note says so.

    >>> from asn_appraisal import schemes
    >>> scores = appraise_table(schemes.get("permenpan-16-2009"), {"nip": ["a", "b"], "nilai": [89.99, 75.0]}, key="nip")
    >>> scores.score.tolist(), scores.band_keys()
    ([89.99, 75.0], ['baik', 'cukup'])
    """
    checked_policy(policy, table=table)
    how = How.of(parts, on_error, threads=threads, block=block, bad_items=bad_items, least_kept=least_kept)
    if isinstance(table, Records):
        if cells is not None and cells != table.written:
            raise CellsError(records="Records")
        check_columns(policy.outline, table)
        return appraise_records(policy, table, how, once=False, shelf=table.shelf)
    records = read_records(policy, table, key=key, items=items, floats=floats, cells=cells)
    return appraise_records(policy, records, how, once=True, shelf=records.shelf)


@frozen
class How:
    """How to score a table: parts to keep, what becomes of rejected rows and of bad rows of lists, threads, rows at once."""

    parts: tuple[str, ...] = ()
    on_error: str = "raise"
    threads: int = 1
    block: int | None = None
    bad_items: str = "refuse"
    least_kept: int = 50

    @classmethod
    def of(
        cls,
        parts: str | Iterable[str],
        on_error: str,
        *,
        threads: int = 1,
        block: int | None = None,
        bad_items: str = "refuse",
        least_kept: int = 50,
    ) -> Self:
        """The arguments, checked; one part may be given as a text."""
        checked_choice(on_error, "on_error", ON_ERROR)
        checked_choice(bad_items, "bad_items", BAD_ITEMS)
        checked_count(least_kept, "least_kept", 0, 100)
        checked_count(threads, "threads", 1, _MOST_THREADS)
        if block is not None:
            checked_count(block, "block", 1, _MOST_ROWS)
        return cls(names(parts, "parts"), on_error, threads, block, bad_items, least_kept)


def appraise_records(policy: Policy, records: Records, how: How, *, once: bool, shelf: Shelf) -> Scores:
    """The scores of records, by a plan from the shelf; ``once`` where the columns are not read again."""
    dropped = DroppedItems()
    if how.bad_items == "drop":
        records, dropped = without_bad_items(policy.outline, records, how.least_kept)
    inputs = records.data(policy.outline, once=once)
    plan = shelf.plan(
        policy,
        how.parts,
        inputs.bounds,
        inputs.rows,
        lambda bounds, rows: plan_of(policy, bounds, rows, parts=how.parts),
    )
    results = run(plan, inputs.data, size=how.block, threads=how.threads)
    return _Finished(policy, records, inputs, plan, results).scores(how.on_error, dropped)


def _scored_anew(policy: Policy, records: Records) -> Scores:
    """The scores of records by a plan of their own."""
    return appraise_records(policy, records, How(on_error="quarantine"), once=False, shelf=Shelf())


def plan_of(policy: Policy, bounds: ColumnBounds, rows: ListBounds, *, parts: Iterable[str] = ()) -> Plan:
    """The plan of a policy for columns within bounds."""
    return compile_plan(
        policy.outline,
        score=policy.score,
        band=policy.band,
        others=policy.shown,
        kept={key: _part(policy, key) for key in parts},
        places=policy.places,
        checks=policy.checks,
        bounds=bounds,
        rows=rows,
    )


def _part(policy: Policy, key: str) -> Named:
    known = {placed.key: placed.part for placed in policy.outline.parts if not placed.lists}
    if key not in known:
        raise UnknownPartError(key=repr(key), close=", ".join(closest(key, known)), policy=policy.key)
    return known[key]


class _Finished:
    """A finished run; its rows set aside are appraised one by one, and are then rejected with their faults or filled
    in.
    """

    def __init__(self, policy: Policy, records: Records, inputs: Inputs, plan: Plan, results: Results) -> None:
        self.policy, self.records, self.inputs, self.plan, self.results = policy, records, inputs, plan, results
        self.rejected = np.zeros(records.count, np.bool_)
        self.mended: dict[int, Appraisal] = {}

    def scores(self, on_error: str, dropped: DroppedItems) -> Scores:
        """The scores; raises for rejected rows under ``on_error="raise"``."""
        refused = self.inputs.refused | self.results.refused
        most = MOST_LISTED if on_error == "raise" else None
        suspect = self.results.suspect
        found = refusals(self.policy, self.records, refused, suspect, known=dropped.refusals, most=most)
        if found.faults and on_error == "raise":
            raise found.error()
        self.rejected, self.mended = found.rejected, found.mended
        values, codes = self._filled()
        return Scores(
            self.policy,
            self.records,
            found.faults,
            self.rejected,
            self.records.unused(self.policy.outline),
            self.plan.certificate(),
            rounded=self.inputs.rounded,
            defaulted=self.inputs.defaulted,
            undecided=self.results.undecided,
            values=values,
            codes=codes,
            parts={key: self._part(key) for key in self.plan.parts},
            score=_scored_anew,
            dropped=dropped.counts,
            dropped_faults=dropped.faults,
        )

    def _filled(self) -> tuple[Array | None, Array | None]:
        values, codes = self.results.score, self.results.band
        for row, found in self.mended.items():
            if values is not None and found.score is not None:
                units = int(Fraction(found.score) * 10**self.policy.places)
                values = stored(values, np.array([row]), np.array([units], object), self.policy.places)
            if codes is not None and found.band is not None and self.policy.band is not None:
                codes[row] = [level.key for level in self.policy.band.levels].index(found.band.key)
        if values is not None:
            values[self.rejected] = np.nan
        if codes is not None:
            codes[self.rejected] = -1
        return values, codes

    def _part(self, key: str) -> Any:
        found = self.plan.parts[key]
        gone = self.rejected.copy()
        if not isinstance(found, Mask) and found.absent is not None:
            gone |= self.results.kept[found.absent]
        if isinstance(found, Quantity):
            values = self._numbers(found)
            values[gone] = np.nan
        else:
            labels = zip(self._labels(found), gone.tolist(), strict=True)
            values = np.array([None if bad else value for value, bad in labels], object)
        for row, appraisal in self.mended.items():
            value = appraisal.trace.step(key).value
            values[row] = float(value) if isinstance(found, Quantity) and value is not None else value
        return values if isinstance(found, Quantity) else values.tolist()

    def _labels(self, found: Codes | Mask) -> list[Any]:
        count = self.records.count
        if isinstance(found, Mask):
            return [found.always] * count if found.slot is None else self.results.kept[found.slot].tolist()
        codes = [found.index] * count if found.slot is None else self.results.kept[found.slot].tolist()
        return [found.keys[code] for code in codes]

    def _numbers(self, found: Quantity) -> Array:
        """The values of a part: the nearest doubles where they are computed in whole numbers, else rounded to ten
        decimals.
        """
        if found.slot is None:
            return np.full(self.records.count, float(found.offset))
        a = self.results.kept[found.slot].astype(float)
        bottom = lcm(found.unit.denominator, found.offset.denominator)
        factor, addend = found.unit * bottom, found.offset * bottom
        if found.whole and abs(factor) * found.size + abs(addend) <= WHOLE and bottom <= WHOLE:
            return (a * float(factor) + float(addend)) / float(bottom)
        # Nothing is decided on these numbers any more; without the last bits 85 is shown as 85.
        return np.round(a * float(found.unit) + float(found.offset), _PART_DECIMALS)
