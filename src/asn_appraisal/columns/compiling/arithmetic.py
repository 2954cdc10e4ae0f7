"""Arithmetic on quantities, emitted as block operations with exact bounds, errors and grids.

Constants cost nothing until a decision: scaling, shifting and limits stay in the quantity. Nothing emitted
here decides anything; ``decisions`` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from attrs import evolve

from ..operations.affine import Affine, Clip, Divide, Full, Linear, Maximum, Minimum, Multiply, Widen
from ..operations.choosing import Choose, Fixed
from ..operations.segments import SegmentSum
from ..operations.storage import INT16, INT32, NUMBER, SHORT, SMALL, TINY, WHOLE
from .bounds import RECORD, Mask
from .masks import Masks
from .quantities import (
    FAR,
    ONE,
    ULP,
    UNDERFLOW,
    ZERO,
    Quantity,
    affine_errors,
    common_step,
    compounded,
    constant,
)


class Builder(Masks):
    """Emits operations on quantities into a program."""

    def at(self, found: Quantity) -> int:
        """The slot of a quantity as float64; a constant gets a slot of its own."""
        if found.slot is None:
            return self.program.emit(Full(found.table, ZERO))
        self.program.claim(found)
        if found.size > FAR:
            self.program.exact = True
        if self.program.kinds[found.slot] != NUMBER:
            return self.program.emit(Widen(found.table, found.slot))
        return found.slot

    def small(self, found: Quantity) -> bool:
        """Whether a quantity is stored in integers of four bytes or fewer."""
        return found.slot is not None and self.program.kinds[found.slot] in {TINY, SHORT, SMALL}

    def as_stored(self, found: Quantity) -> int:
        """The slot of a quantity in its stored type, for operations that read any type."""
        self.program.claim(found)
        return self.at(found) if found.slot is None else found.slot

    # --- pending sums and limits

    def settled(self, found: Quantity) -> Quantity:
        """The quantity with its rows added up and its limits applied."""
        found = self.gathered(found)
        self.program.claim(found)
        if not found.clipped:
            return found
        if found.constant:
            low, _ = found.bounds()
            return evolve(constant(low, found.table), absent=found.absent)
        floor, ceiling = (found.floor, found.ceiling) if found.unit > 0 else (found.ceiling, found.floor)
        ends = [None if end is None else (end - found.offset) / found.unit for end in (floor, ceiling)]
        plain = evolve(found, floor=None, ceiling=None)
        start, stop = ends
        ends = [
            None if start is None or start <= plain.low else start,
            None if stop is None or stop >= plain.high else stop,
        ]
        if ends == [None, None]:
            return plain  # the limits are never reached
        bottom = lcm(*(end.denominator for end in ends if end is not None))
        if plain.whole and bottom > 1 and plain.size * bottom <= WHOLE:
            # A finer unit makes the limits whole numbers too, and the result stays exact.
            plain = self.affine(plain, Fraction(bottom), ZERO, unit=plain.unit / bottom, offset=plain.offset)
            ends = [None if end is None else end * bottom for end in ends]
            bottom = 1
        start, stop = ends
        slot = self.program.emit(Clip(plain.table, self.at(plain), start, stop))
        least, most = plain.low, plain.high
        if start is not None:
            least, most = max(least, start), max(most, start)
        if stop is not None:
            least, most = min(least, stop), min(most, stop)
        exact = bottom == 1 and all(end is None or abs(end) <= WHOLE for end in ends)
        rounding = ZERO if exact else max(abs(end) * ULP for end in ends if end is not None)
        grid = None if plain.grid is None else lcm(plain.grid, bottom)
        return evolve(plain, slot=slot, low=least, high=most, error=max(plain.error, rounding), grid=grid)

    def gathered(self, found: Quantity) -> Quantity:
        """The quantity with its rows added up, and divided by their number if it is a mean."""
        if found.rows is None:
            return found
        if found.slot is None:
            return evolve(found, table=RECORD, rows=None, count=None)  # no row satisfies the condition: the sum is 0
        rows = self.rows[found.rows]
        most = max(rows.most, 1)
        slot = self._sum_of_rows(found, most)
        size = found.size
        # n additions of numbers of a size lose at most n u / (1 - n u) of their sum, in any order.
        adding = (most + 2) * ULP / (1 - (most + 2) * ULP)
        lost = (found.error_at(size) + size * adding) * (1 + 8 * ULP)
        grid = found.grid if found.divisor is None else None
        whole = found.whole and size * most <= WHOLE
        plain = evolve(found, table=RECORD, slot=slot, relative=ZERO, rows=None, count=None, divisor=None, most=1)
        if found.count is None:
            low, high = min(found.low * rows.least, found.low * most), max(found.high * rows.least, found.high * most)
            error = ZERO if whole else lost * most
            return evolve(plain, low=low, high=high, error=error, grid=1 if whole else grid)
        divided = self.program.emit(Divide(RECORD, slot, found.count))
        # A mean lies between the least and the greatest; without rows it is 0, and absent.
        low, high = min(found.low, ZERO), max(found.high, ZERO)
        relative, error = (ULP, ZERO) if whole else (ZERO, lost + size * 2 * ULP)
        plain = evolve(plain, slot=divided, low=low, high=high, relative=relative, error=error, grid=grid)
        return plain if grid is None else evolve(plain, divisor=found.count, most=most)

    def _sum_of_rows(self, found: Quantity, most: int) -> int:
        """The slot of the sums over rows; whole numbers are added in the smallest type that holds the sums."""
        kind = self.program.kinds[found.slot] if found.slot is not None else NUMBER
        table = found.table if found.rows is None else found.rows
        if kind != NUMBER and found.slot is not None:
            total = found.size * most
            small = next((name for name, top in ((SHORT, INT16), (SMALL, INT32)) if total < top), NUMBER)
            if small != NUMBER:
                slot = self.program.emit(SegmentSum(RECORD, found.slot, table, small))
                return self.program.emit(Widen(RECORD, slot))
        return self.program.emit(SegmentSum(RECORD, self.at(evolve(found, table=table)), table))

    def limited(self, found: Quantity, floor: Fraction | None, ceiling: Fraction | None) -> Quantity:
        """The quantity kept within constant limits; where they cross, the upper one wins."""
        if floor is not None:
            found = evolve(self.settled(found) if found.clipped else found, floor=floor)
        if ceiling is not None:
            found = evolve(self.settled(found) if found.ceiling is not None else found, ceiling=ceiling)
            if found.floor is not None and found.floor > ceiling:
                found = evolve(self.settled(evolve(found, ceiling=None)), ceiling=ceiling)
        return found

    # --- arithmetic

    def affine(
        self, found: Quantity, factor: Fraction, addend: Fraction, *, unit: Fraction, offset: Fraction = ZERO
    ) -> Quantity:
        """A new slot ``a * factor + addend``, with its own unit and offset."""
        if found.slot is None:
            return evolve(constant(addend * unit + offset, found.table), absent=found.absent)
        if factor == 1 and not addend:
            return evolve(found, unit=unit, offset=offset)
        relative, error = affine_errors(found, factor, addend)
        low, high = sorted((found.low * factor + addend, found.high * factor + addend))
        grid = None if found.grid is None else common_step([factor / found.grid, addend]).denominator
        slot = self.program.emit(Affine(found.table, self.at(found), factor, addend))
        return evolve(
            found,
            slot=slot,
            unit=unit,
            offset=offset,
            low=low,
            high=high,
            relative=relative,
            error=error,
            grid=grid,
        )

    def pure(self, found: Quantity) -> Quantity:
        """The quantity without an offset: ``unit * a`` alone."""
        found = self.settled(found)
        if not found.offset or found.constant:
            return found
        step = common_step([found.unit, found.offset])
        if found.whole and (found.size * abs(found.unit) + abs(found.offset)) / step <= WHOLE:
            return self.affine(found, found.unit / step, found.offset / step, unit=step)
        return self.affine(found, found.unit, found.offset, unit=ONE)

    def sum(self, terms: Iterable[tuple[Fraction, Quantity]], table: str, plus: Fraction = ZERO) -> Quantity:
        """The sum of quantities times constants, plus a constant."""
        terms = [(factor, found) for factor, found in terms if factor]
        absent = self.any_absent([found for _, found in terms], table)
        ready: list[tuple[Fraction, Quantity]] = []
        waiting: dict[tuple[str, int | None], list[tuple[Fraction, Quantity]]] = {}
        offset = plus
        for factor, found in terms:
            if found.rows is not None and not found.clipped:
                offset += factor * found.offset
                waiting.setdefault((found.rows, found.count), []).append((factor, found))
            else:
                worked_out = self.settled(found)
                offset += factor * worked_out.offset
                ready.append((factor, worked_out))
        for (rows, count), members in waiting.items():
            inner = self.sum(
                [
                    (factor, evolve(found, table=rows, rows=None, count=None, offset=ZERO, absent=None))
                    for factor, found in members
                ],
                rows,
            )
            if inner.constant:
                continue
            pending = evolve(inner, table=table, rows=rows, count=count)
            if len(waiting) == 1 and all(found.constant for _, found in ready):
                return evolve(pending, offset=offset, absent=absent)
            ready.append((ONE, self.gathered(pending)))
        return evolve(self._linear(ready, table), offset=offset, absent=absent)

    def _linear(self, terms: list[tuple[Fraction, Quantity]], table: str) -> Quantity:
        """The sum of settled quantities without their offsets."""
        by_slot: dict[int, tuple[Fraction, Quantity]] = {}
        for factor, found in terms:
            if found.slot is not None:
                before = by_slot.get(found.slot, (ZERO, found))[0]
                by_slot[found.slot] = (before + factor * found.unit, found)
        parts = [(factor, found) for factor, found in by_slot.values() if factor]
        if not parts:
            return constant(ZERO, table)
        if len(parts) == 1:
            return evolve(parts[0][1], unit=parts[0][0])
        step = common_step([factor for factor, _ in parts])
        pairs = [(factor / step, found) for factor, found in parts]
        size = sum((abs(f) * found.size for f, found in pairs), ZERO)
        ends = [sorted((f * found.low, f * found.high)) for f, found in pairs]
        low, high = sum((end[0] for end in ends), ZERO), sum((end[1] for end in ends), ZERO)
        if all(found.whole for _, found in pairs) and size <= WHOLE:
            return Quantity(table, self._whole_sum(pairs, size, table), step, ZERO, low, high)
        error = sum((abs(f) * found.error_at(found.size) for f, found in pairs), ZERO)
        error = (error + (size + error) * (len(pairs) + 3) * ULP) * (1 + 8 * ULP)
        divisors = {found.divisor for _, found in pairs if found.divisor is not None}
        known = len(divisors) < 2 and all(found.grid is not None for _, found in pairs)
        slots, factors = tuple(self.at(found) for _, found in pairs), tuple(f for f, _ in pairs)
        slot = self.program.emit(Linear(table, slots, factors))
        return Quantity(
            table,
            slot,
            step,
            ZERO,
            low,
            high,
            error,
            grid=lcm(*(found.grid or 1 for _, found in pairs)) if known else None,
            divisor=next(iter(divisors), None) if known else None,
            most=max((found.most for _, found in pairs if found.divisor is not None), default=1),
        )

    def _whole_sum(self, pairs: list[tuple[Fraction, Quantity]], size: Fraction, table: str) -> int:
        factors = tuple(f for f, _ in pairs)
        kinds = {self.program.kinds[found.slot] for _, found in pairs if found.slot is not None}
        # Small whole numbers are added in their stored type: more of them fit one instruction.
        greatest = max(size, *map(abs, factors))  # a term that is always 0 may have a large factor
        if NUMBER not in kinds and greatest < INT32:
            kind = SHORT if greatest < INT16 else SMALL
            return self.program.emit(Linear(table, tuple(found.slot or 0 for _, found in pairs), factors, kind))
        return self.program.emit(Linear(table, tuple(self.at(found) for _, found in pairs), factors))

    def product(self, left: Quantity, right: Quantity, table: str) -> Quantity:
        """The product of two quantities."""
        absent = self.any_absent([left, right], table)
        for one, other in ((left, right), (right, left)):
            if one.constant:
                factor = self.settled(one).offset
                return evolve(other.scaled(factor) if factor else constant(ZERO, table), absent=absent)
        a, b = self.pure(left), self.pure(right)
        corners = sorted(x * y for x in (a.low, a.high) for y in (b.low, b.high))
        slot = self.program.emit(Multiply(table, self.at(a), self.at(b)))
        found = Quantity(table, slot, a.unit * b.unit, ZERO, corners[0], corners[-1], absent=absent)
        if a.whole and b.whole and found.size <= WHOLE:
            return found
        error = (a.size * b.error + b.size * a.error) * (1 + compounded(a.relative, b.relative)) + a.error * b.error
        one_divisor = a.divisor is None or b.divisor is None
        grid = a.grid * b.grid if a.grid is not None and b.grid is not None and one_divisor else None
        return evolve(
            found,
            relative=compounded(a.relative, b.relative, ULP),
            error=error * (1 + 8 * ULP) + UNDERFLOW,
            grid=grid,
            divisor=(a.divisor if a.divisor is not None else b.divisor) if grid is not None else None,
            most=max(a.most, b.most),
        )

    def divided(self, left: Quantity, below: Quantity, least: Fraction, table: str) -> Quantity:
        """The quotient by a pure quantity whose magnitude is at least ``least`` in every row."""
        above = self.pure(left)
        if above.constant:
            if not above.offset:
                return constant(ZERO, table)
            ones = self.program.emit(Full(table, ONE))
            above = Quantity(table, ones, above.offset, ZERO, ONE, ONE)
        slot = self.program.emit(Divide(table, self.at(above), self.at(below)))
        # The divisor's ends nearest to 0 and farthest from it, on each side of 0 that it reaches.
        ends = [max(below.low, least), below.high] if below.high >= least else []
        ends += [below.low, min(below.high, -least)] if below.low <= -least else []
        corners = [x / y for x in (above.low, above.high) for y in ends]
        slack = below.relative + below.error / least
        grid = above.grid if above.divisor is None and below.whole else None
        return Quantity(
            table,
            slot,
            above.unit / below.unit,
            ZERO,
            min(corners),
            max(corners),
            above.error / least * (1 + 4 * slack) * (1 + 8 * ULP) + UNDERFLOW,
            compounded(above.relative, ULP, 4 * slack),
            grid,
            self.at(below) if grid is not None else None,
            max(int(below.size), 1) if grid is not None else 1,
        )

    # --- choosing among quantities

    def extreme(self, left: Quantity, right: Quantity, table: str, *, greatest: bool) -> Quantity:
        """The greater or the smaller of two quantities."""
        absent = self.any_absent([left, right], table)
        left, right = self.settled(left), self.settled(right)
        if left.constant:
            left, right = right, left
        if right.constant:
            floor, ceiling = (right.offset, None) if greatest else (None, right.offset)
            return self.settled(evolve(left, floor=floor, ceiling=ceiling, absent=absent))
        a, b = self.alike(left, right, table)
        # The unit is above 0: the greater number is the greater value.
        slots = (self.at(a), self.at(b))
        slot = self.program.emit(Maximum(table, *slots) if greatest else Minimum(table, *slots))
        choose = max if greatest else min
        return self._either(a, b, slot, (choose(a.low, b.low), choose(a.high, b.high)), absent)

    def select(self, mask: Mask, then: Quantity, otherwise: Quantity, table: str) -> Quantity:
        """One quantity where a mask holds, another where it does not."""
        if mask.slot is None:
            return then if mask.always else otherwise
        absent = self.selected_absent(mask, then.absent, otherwise.absent, table)
        then, otherwise = self.settled(then), self.settled(otherwise)
        same = (then.slot, then.unit, then.offset) == (otherwise.slot, otherwise.unit, otherwise.offset)
        if same and (then.constant or then.slot is not None):
            return evolve(then, absent=absent)
        a, b = self.alike(then, otherwise, table)
        ends = tuple(each.offset / each.unit if each.slot is None else None for each in (a, b))
        branches = (self.at(each) if end is None else Fixed(end) for each, end in zip((a, b), ends, strict=True))
        slot = self.program.emit(Choose(table, mask.slot, *branches))
        a, b = (
            evolve(each, low=end, high=end) if end is not None else each for each, end in zip((a, b), ends, strict=True)
        )
        return self._either(a, b, slot, (min(a.low, b.low), max(a.high, b.high)), absent)

    def _either(
        self, a: Quantity, b: Quantity, slot: int, ends: tuple[Fraction, Fraction], absent: int | None
    ) -> Quantity:
        divisors = {each.divisor for each in (a, b) if each.divisor is not None}
        known = a.grid is not None and b.grid is not None and len(divisors) < 2
        return Quantity(
            a.table,
            slot,
            a.unit,
            ZERO,
            *ends,
            error=max(a.error, b.error),
            relative=max(a.relative, b.relative),
            grid=lcm(a.grid or 1, b.grid or 1) if known else None,
            divisor=next(iter(divisors), None) if known else None,
            most=max((each.most for each in (a, b) if each.divisor is not None), default=1),
            absent=absent,
        )

    def alike(self, left: Quantity, right: Quantity, table: str) -> tuple[Quantity, Quantity]:
        """Two settled quantities with one positive unit and no offset; a constant has slot None and value ``offset``."""
        pair = (left, right)
        step = common_step([part for each in pair for part in (each.unit, each.offset)])
        sizes = [(abs(each.unit) * each.size + abs(each.offset)) / step for each in pair]
        whole = all(each.whole or each.constant for each in pair) and max(sizes) <= WHOLE
        # Without whole numbers the unit is that of a quantity that is pure already.
        given = next((each.unit for each in pair if not each.constant and not each.offset and each.unit > 0), ONE)
        unit = step if whole else given
        return self._in_unit(left, unit, table), self._in_unit(right, unit, table)

    def _in_unit(self, found: Quantity, unit: Fraction, table: str) -> Quantity:
        if found.constant:
            value = found.offset / unit
            inexact = value.denominator > WHOLE or abs(value) > WHOLE or Fraction(float(value)) != value
            relative = ULP if inexact else ZERO
            return Quantity(table, None, unit, found.offset, ZERO, ZERO, relative=relative, grid=value.denominator)
        if found.unit == unit and not found.offset:
            return found
        return self.affine(found, found.unit / unit, found.offset / unit, unit=unit)
