"""Sums, counts, means and extremes over the rows of lists, in columns: by segments, with no loop over records."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from attrs import evolve

from ...algebra.items import Over
from ...analysis.growths import ROW_DIGITS
from ...analysis.sizes import divisor_digits
from ...analysis.walks import expressions
from ...appraising.contexts import MOST_ROW_DIGITS
from ..operations.comparing import Compare
from ..operations.segments import SegmentGreatest, SegmentLeast, SegmentTally
from ..operations.storage import NUMBER
from .bounds import RECORD, Mask, RowBounds
from .decisions import compared, quotient
from .planners import Planner
from .quantities import ONE, ZERO, Quantity, constant


def of_over(planner: Planner, node: Over, table: str) -> Quantity:
    """One number per record from the rows of its list."""
    if table != RECORD:
        # Over the list, from one of its own rows: computed once per record.
        found: Quantity = planner.brought(planner.compiled(node, RECORD), table)
        return found
    items, rows = node.items.key, planner.rows[node.items.key]
    active = None if planner.active is None else planner.spread(planner.active, items)
    with planner.under(active):
        where = Mask(items, None, always=True) if node.where is None else planner.mask(node.where, items)
        with planner.under(planner.narrowed(where, items)):
            value = constant(ZERO, items) if node.value is None else planner.settled(planner.number(node.value, items))
            by = None if node.by is None else planner.number(node.by, items)
    _set_aside_long_sums(planner, node, rows)
    count = _row_count(planner, where, rows)
    if node.how == "count":
        return count
    if node.how == "sum":
        return _sum_over(planner, value, where, count)
    absent = None
    if not count.low:
        absent = planner.program.emit(Compare(RECORD, planner.at(count), "==", ZERO, Fraction(1, 2)))
    if by is not None:
        found = _weighted_over(planner, value, planner.select(where, by, constant(ZERO, items), items), count, absent)
    elif node.how == "mean":
        found = _mean_over(planner, value, where, count)
    else:
        found = _extreme_over(planner, value, where, rows, greatest=node.how == "greatest")
    return evolve(found, absent=absent)


def _set_aside_long_sums(planner: Planner, node: Over, rows: RowBounds) -> None:
    """Appraise records alone that have so many rows that their sum of quotients may be refused (ASN426)."""
    if _sum_digits(planner, node, rows.most, {}) <= MOST_ROW_DIGITS:
        return
    fitting = bisect_right(range(rows.most), MOST_ROW_DIGITS, key=lambda n: _sum_digits(planner, node, n, {}))
    every = _row_count(planner, Mask(node.items.key, None, always=True), rows)
    many = compared(planner, every, ">", constant(Fraction(fitting - 1)), RECORD)
    planner.refuse(planner.mask_slot(many), RECORD, certain=False)


def _sum_digits(planner: Planner, node: Over, count: int, known: dict[Over, int]) -> int:
    """The most digits that divisors give the denominator of a total, where a record has so many rows in its list.

    A formula's own digits count a total below it for ``ROW_DIGITS``; where it may have more, so many times more are
    taken.
    """
    if node not in known:
        # Weights count twice: their total is what the weighted total is divided by.
        formulas = [each for each in (node.value, node.by, node.by) if each is not None]
        digits = sum(map(divisor_digits, formulas))
        below = [each for each in expressions(*formulas) if isinstance(each, Over)] if digits else []
        longest = max(
            (_sum_digits(planner, each, _rows_in(planner, each, node, count), known) for each in below), default=0
        )
        known[node] = count * -(-digits * max(ROW_DIGITS, longest) // ROW_DIGITS)
    return known[node]


def _rows_in(planner: Planner, total: Over, around: Over, count: int) -> int:
    return count if total.items.key == around.items.key else planner.rows[total.items.key].most


def _is_everywhere(where: Mask) -> bool:
    return where.slot is None and where.always


def _row_count(planner: Planner, where: Mask, rows: RowBounds) -> Quantity:
    """How many rows of each record meet a condition."""
    items, least = where.table, 0
    if _is_everywhere(where):
        slot, least = planner.program.load(RECORD, items, "count", NUMBER), rows.least
    else:
        slot = planner.program.emit(SegmentTally(RECORD, planner.mask_slot(where), items))
    return Quantity(RECORD, slot, ONE, ZERO, Fraction(least), Fraction(max(rows.most, 1)))


def _zero_elsewhere(planner: Planner, value: Quantity, where: Mask) -> Quantity:
    """A value of rows, 0 in those that do not meet a condition."""
    return planner.pure(planner.select(where, value, constant(ZERO, value.table), value.table))


def _sum_over(planner: Planner, value: Quantity, where: Mask, count: Quantity) -> Quantity:
    if value.constant:
        return count.scaled(value.offset)
    value = _zero_elsewhere(planner, value, where)
    return evolve(value, table=RECORD, rows=value.table, absent=None)


def _mean_over(planner: Planner, value: Quantity, where: Mask, count: Quantity) -> Quantity:
    if value.constant:
        return constant(value.offset)
    if not _is_everywhere(where):
        value = _zero_elsewhere(planner, value, where)
    # Without rows the mean is absent, and divides by 1.
    divisor = planner.at(planner.settled(planner.limited(count, ONE, None)))
    return evolve(value, table=RECORD, rows=value.table, count=divisor, absent=None)


def _weighted_over(planner: Planner, value: Quantity, by: Quantity, count: Quantity, absent: int | None) -> Quantity:
    items = value.table
    total = _total(planner, planner.pure(planner.product(value, by, items)), count)
    below = _total(planner, planner.pure(by), count)
    if absent is not None:
        below = planner.select(Mask(RECORD, absent), constant(ONE), planner.settled(below), RECORD)
    return quotient(planner, total, below, RECORD)


def _total(planner: Planner, value: Quantity, count: Quantity) -> Quantity:
    if value.constant:
        return count.scaled(value.offset)
    return planner.gathered(evolve(value, table=RECORD, rows=value.table, count=None, absent=None))


def _extreme_over(planner: Planner, value: Quantity, where: Mask, rows: RowBounds, *, greatest: bool) -> Quantity:
    if not _is_everywhere(where):
        low, high = value.bounds()
        loser = constant(low if greatest else high, value.table)  # a bound that cannot win
        value = planner.settled(planner.select(where, value, loser, value.table))
    if value.constant:
        return constant(value.offset)
    join = SegmentGreatest if greatest == (value.unit > 0) else SegmentLeast
    slot = planner.program.emit(join(RECORD, planner.at(value), value.table))
    low, high = (value.low, value.high) if rows.least else (min(value.low, ZERO), max(value.high, ZERO))
    grid = value.grid if value.divisor is None else None
    return evolve(value, table=RECORD, slot=slot, low=low, high=high, grid=grid, divisor=None, most=1, absent=None)
