"""Varying records: some fields take any value of a range, the others are as they are.

What does not depend on a field that varies is worked out once, as always. ``possible_values`` says what becomes of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import inf
from typing import Any

from attrs import define, field, frozen

from ...algebra.expressions import Expression
from ...algebra.inputs import Field
from ...algebra.items import Items, Over
from ..contexts import MOST_ROW_DIGITS, Context, EvaluationFault
from ..evaluation import evaluate
from .number_ranges import End

Place = tuple[str | None, int, str]  # the list (None: the record), the row (0), the key of a field
Home = tuple[str, int] | None  # the row in which a formula is worked out


@frozen
class Possible:
    """The numbers from ``low`` to ``high`` (None: no number), or ``words``: labels, or true and false.

    It may be ``absent``, and it may be ``refused``: a fault. ``known`` is false where it may be anything.
    """

    low: End = None
    high: End = None
    words: frozenset[Hashable] = frozenset()
    absent: bool = False
    refused: bool = False
    known: bool = True

    @property
    def present(self) -> bool:
        """Whether it may have a value."""
        return self.low is not None or bool(self.words) or not self.known

    def may_be(self, word: Hashable) -> bool:
        """Whether it may be a label, or true or false."""
        return not self.known or word in self.words


ANYTHING = Possible(-inf, inf, absent=True, refused=True, known=False)
REFUSED = Possible(refused=True)


def exactly(value: Any) -> Possible:
    """One value, as formulas have it.

    >>> exactly(Fraction(3)).low, exactly("baik").may_be("cukup"), exactly(None).absent
    (Fraction(3, 1), False, True)
    """
    if value is None:
        return Possible(absent=True)
    if isinstance(value, str | bool):
        return Possible(words=frozenset((value,)))
    return Possible(value, value)


def either(options: Iterable[Possible]) -> Possible:
    """What is one of several possible values."""
    found = list(options)
    lows, highs = (
        [each.low for each in found if each.low is not None],
        [each.high for each in found if each.high is not None],
    )
    return Possible(
        min(lows, default=None),
        max(highs, default=None),
        frozenset().union(*(each.words for each in found)),
        any(each.absent for each in found),
        any(each.refused for each in found),
        all(each.known for each in found),
    )


Reads = frozenset[tuple[str | None, str]]


@lru_cache(maxsize=65536)
def _reads(node: Expression, items: Items | None) -> tuple[Reads, Reads]:
    """The fields that a formula reads: in the row or record where it is worked out, and in all rows of lists."""
    if isinstance(node, Field):
        inside = items is not None and any(each.key == node.key for each in items.fields)
        return frozenset({(items.key if inside and items is not None else None, node.key)}), frozenset()
    own: set[tuple[str | None, str]] = set()
    rows: set[tuple[str | None, str]] = set()
    for child in node.children():
        below = _reads(child, node.items if isinstance(node, Over) else items)
        (rows if isinstance(node, Over) else own).update(below[0])
        rows |= below[1]
    return frozenset(own), frozenset(rows)


@define
class Rows:
    """What is the same of a list's rows whatever varies: those that count, added up, and the rows that are left to do."""

    values: list[tuple[Fraction, Fraction]] = field(factory=list)  # each with its weight
    open: list[int] = field(factory=list)
    refused: bool = False
    long: bool = False
    total: Fraction = Fraction(0)
    weight: Fraction = Fraction(0)


@frozen(eq=False)
class AsItIs:
    """A record as it is, with what was worked out of it: formulas, and the rows of lists one by one.

    ``Varying`` records of one record have it in common.
    """

    context: Context
    fixed: dict[tuple[Expression, Home], Possible] = field(factory=dict)
    rows: dict[Over, list[tuple[Fraction, Fraction] | None] | None] = field(factory=dict)
    sums: dict[Over, tuple[Fraction, Fraction, int]] = field(factory=dict)

    def of(self, node: Expression, home: Home) -> Possible:
        """What a formula is."""
        key = node, home
        found = self.fixed.get(key)
        if found is None:
            context = self.context if home is None else self.context.row(*home)
            try:
                found = exactly(evaluate(node, context))
            except EvaluationFault:
                found = REFUSED
            self.fixed[key] = found
        return found

    def rows_of(self, node: Over) -> list[tuple[Fraction, Fraction] | None] | None:
        """Value and weight of each row of a list, None for a row that does not count; None where any is refused."""
        if node not in self.rows:
            self.rows[node] = self._rows_of(node)
        return self.rows[node]

    def _rows_of(self, node: Over) -> list[tuple[Fraction, Fraction] | None] | None:
        found: list[tuple[Fraction, Fraction] | None] = []
        total = weight = Fraction(0)
        digits = 0
        for index in range(len(self.context.rows(node.items.key))):
            home = node.items.key, index
            holds = None if node.where is None else self.of(node.where, home)
            if holds is not None and holds.refused:
                return None
            if holds is not None and not holds.may_be(True):
                found.append(None)
                continue
            one = exactly(Fraction(1))
            value, by = (one if each is None else self.of(each, home) for each in (node.value, node.by))
            if value.low is None or by.low is None:
                return None
            found.append((value.low, by.low))
            total, weight = total + value.low * by.low, weight + by.low
            digits = max(digits, total.denominator.bit_length(), weight.denominator.bit_length())
        self.sums[node] = total, weight, digits
        return found


class Varying:
    """A record in which some fields vary: ``set`` says between which values, ``of`` what a formula may then be.

    ``rules`` are those of ``possible_values``; what does not vary is worked out once, and what varies in a row of a list
    alone again where that row changes.
    """

    def __init__(self, as_it_is: AsItIs, places: Collection[Place], rules: Rules) -> None:
        self.as_it_is = as_it_is
        self.context = as_it_is.context
        self.rules = rules
        self.places = frozenset(places)
        self.anywhere = {(items, key) for items, _, key in self.places}
        self.ranges: Mapping[Place, Any] = {}
        self.moving: dict[tuple[Expression, Home], bool] = {}
        self.sums: dict[Over, Rows] = {}
        self.memo: dict[tuple[Expression, Home], Possible] = {}
        self.in_rows: dict[Home, dict[Expression, Possible]] = {}

    def set(self, ranges: Mapping[Place, Any]) -> None:
        """Let the fields lie between two numbers each, or be one label, true or false."""
        before = self.ranges
        for place, each in ranges.items():
            if (old := before.get(place)) is each or old == each:
                continue
            if place[0] is None:
                self.in_rows.clear()
                break
            self.in_rows.pop((place[0], place[1]), None)
        self.ranges, self.memo = ranges, {}

    def varies(self, node: Expression, home: Home = None, items: Items | None = None) -> bool:
        """Whether a formula depends on what varies."""
        key = node, home
        found = self.moving.get(key)
        if found is None:
            own, rows = _reads(node, items)
            found = any(
                (where, home[1] if home is not None and where == home[0] else 0, name) in self.places
                for where, name in own
            ) or any(each in self.anywhere for each in rows)
            self.moving[key] = found
        return found

    def of(self, node: Expression, home: Home = None, items: Items | None = None) -> Possible:
        """What a formula may be."""
        if not self.varies(node, home, items):
            return self.as_it_is.of(node, home)
        if home is not None and not _reads(node, items)[1]:
            # Nothing but this row and the record decides it.
            memo = self.in_rows.setdefault(home, {})
            found = memo.get(node)
            if found is None:
                found = memo[node] = self.rules(node)(Here(self, home, items), node)
            return found
        key = node, home
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self.rules(node)(Here(self, home, items), node)
        return found

    def rows(self, node: Over) -> Rows:
        """The rows of a list that do not vary, added up once."""
        found = self.sums.get(node)
        if found is None:
            found = self.sums[node] = self._all_but_open(node) or self._rows(node)
        return found

    def _all_but_open(self, node: Over) -> Rows | None:
        """The rows as they are without those that vary; None where that cannot be said so."""
        items = node.items
        named = sorted({row for where, row, _ in self.places if where == items.key})
        formulas = [each for each in (node.where, node.value, node.by) if each is not None]

        def varies(index: int) -> bool:
            return any(self.varies(each, (items.key, index), items) for each in formulas)

        # Rows in which no field varies are all alike: they vary with the record, or not.
        count = len(self.context.rows(items.key))
        other = next((index for index in range(count) if index not in named), None)
        if other is not None and varies(other):
            return None
        every = self.as_it_is.rows_of(node)
        if every is None:
            return None
        total, weight, digits = self.as_it_is.sums[node]
        open_rows = [index for index in named if varies(index)]
        for index in open_rows:
            if (entry := every[index]) is not None:
                total, weight = total - entry[0] * entry[1], weight - entry[1]
                digits += (entry[0].denominator * entry[1].denominator).bit_length()
        if digits > MOST_ROW_DIGITS:
            return None
        left = {*open_rows}
        values = [each for index, each in enumerate(every) if each is not None and index not in left]
        return Rows(values, open_rows, total=total, weight=weight)

    def _rows(self, node: Over) -> Rows:
        found, items = Rows(), node.items
        formulas = [each for each in (node.where, node.value, node.by) if each is not None]
        for index in range(len(self.context.rows(items.key))):
            home = items.key, index
            if any(self.varies(each, home, items) for each in formulas):
                found.open.append(index)
                continue
            if node.where is not None:
                holds = self.of(node.where, home, items)
                found.refused |= holds.refused
                if not holds.may_be(True):
                    continue
            value, weight = (
                exactly(Fraction(1)) if each is None else self.of(each, home, items) for each in (node.value, node.by)
            )
            if value.refused or weight.refused:
                found.refused = True
                continue
            found.values.append((value.low, weight.low))
            found.total += value.low * weight.low
            found.weight += weight.low
            # What is too long to be added up depends on the order: then ``evaluate`` decides.
            found.long |= max(found.total.denominator, found.weight.denominator).bit_length() > MOST_ROW_DIGITS
        return found


@frozen
class Here:
    """The record, or the row of a list, in which a formula is worked out."""

    record: Varying
    home: Home = None
    items: Items | None = None

    def of(self, node: Expression) -> Possible:
        """What a formula may be here."""
        return self.record.of(node, self.home, self.items)


Rule = Callable[[Here, Any], Possible]
Rules = Callable[[object], Rule]
