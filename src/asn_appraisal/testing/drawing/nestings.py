"""Random nestings: a formula built around one block in one argument of another, so that no pair depends on luck.

The other arguments of the block are drawn as in any random formula; limits and edges are often put inside the range
of the value, so that they bind.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from ...algebra.bands import Band, Bands, Rated
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ...algebra.expressions import Arithmetic, But, Constant, Expression, OrElse, as_expression
from ...algebra.grids import Grid
from ...algebra.items import Rows
from ...algebra.kinds import CONDITION, LABEL, NUMBER
from ...algebra.levels import Level
from ...rounding import MODES
from .block_pairs import Block, Nesting
from .formulas import BAND_KEYS, CONSTANTS, DIVISORS, PLACES, Formulas, Scope
from .inputs import LEVELS

Built = Callable[[Scope], Expression]


@frozen
class Given:
    """The arguments of a block that are not left to chance: a function for each, which makes the formula."""

    place: Scope
    depth: int
    formulas: Mapping[str, Built]

    def __contains__(self, argument: str) -> bool:
        return argument in self.formulas


class Nester(Formulas):
    """Formulas that contain given nestings."""

    def nested(self, nesting: Nesting, place: Scope, depth: int = 1) -> Expression:
        """A formula whose outermost block has the inner one of a nesting in its argument; it may be absent."""
        absent = nesting.slot.absent and self.chance(30)

        def inner(where: Scope) -> Expression:
            return self.block(nesting.inner, where, depth, {}, absent=absent)

        return self.block(nesting.slot.outer, place, depth + 1, {nesting.slot.argument: inner}, absent=True)

    def block(
        self, block: Block, place: Scope, depth: int, formulas: Mapping[str, Built], *, absent: bool = False
    ) -> Expression:
        """A block over given formulas; unless it may be ``absent`` the other arguments are never absent."""
        self.nodes += 1
        family, _, variant = block.name.partition(".")
        given = Given(place, depth - 1, formulas)
        if family in _COMBINATIONS:
            return self._of_combination(given, _COMBINATIONS[family], given_only=bool(variant), absent=absent)
        if family == "Over":
            return self._of_over(given, variant, absent=absent)
        if family in _ARITHMETIC:
            return self._of_arithmetic(given, family)
        if family == "Comparison":
            return self._of_comparison(given)
        if family.startswith("=="):
            return self._of_equal(given, family.removeprefix("== "))
        make: Callable[[Given, str], Expression] = getattr(self, f"_of_{_MAKERS[family]}")
        return make(given, block.kind)

    # --- arguments

    def drawn(self, given: Given, argument: str, kind: str = NUMBER) -> Expression:
        """The formula given for an argument; a short one that is never absent where none is given."""
        if argument in given:
            return given.formulas[argument](given.place)
        return self.plain(given.place, kind, given.depth)

    def plain(self, place: Scope, kind: str, depth: int = 0) -> Expression:
        """A formula of a kind that is never absent: mostly a field."""
        if depth > 0 and self.chance(25):
            make = {NUMBER: self.number, LABEL: self.label, CONDITION: self.condition}[kind]
            return self.present(make(place, 1), place)
        return self.one_of(*(entry for entry in place.entries(kind) if not entry.may_be_absent))

    def beside(self, given: Given, kind: str, levels: tuple[Level, ...]) -> Expression:
        """A value of a kind for an argument next to a given one: a label has at least its levels."""
        return self.worded(levels, given.place) if kind == LABEL else self.plain(given.place, kind, given.depth)

    def worded(self, levels: tuple[Level, ...], place: Scope) -> Expression:
        """A label with exactly these levels."""
        keys = [level.key for level in levels]
        value = self.plain(place, NUMBER)
        edges = self.edges(max(len(keys) - 1, 1), value)
        if len(keys) > 1 and self.chance(50):
            return Rated(value, Bands(*zip(keys, edges, strict=False), (keys[-1], None)))
        return Steps(value, *zip(edges, [*keys[:-1], keys[0]], strict=False), otherwise=keys[-1])

    def results(self, given: Given, kind: str, argument: str, count: int) -> list[Expression]:
        """A number of results of a choice, the given one among them."""
        found = [self.simple(given, kind) for _ in range(count)]
        if argument in given:
            found[self.random.randrange(count)] = given.formulas[argument](given.place)
        return found

    def simple(self, given: Given, kind: str) -> Expression:
        """A constant, or a short formula; conditions have no constants."""
        if kind != CONDITION and self.chance(50):
            return as_expression(self.pick(CONSTANTS) if kind == NUMBER else self.pick(LEVELS))
        return self.plain(given.place, kind, given.depth)

    # --- the blocks

    def _of_constant(self, _: Given, kind: str) -> Expression:
        return as_expression(self.pick(CONSTANTS)) if kind == NUMBER else Constant(self.pick(LEVELS))

    def _of_field(self, given: Given, kind: str) -> Expression:
        fields = (*given.place.fields, *(given.place.above.fields if given.place.above else ()))
        return self.one_of(*(entry for entry in fields if entry.kind == kind and not entry.may_be_absent))

    def _of_arithmetic(self, given: Given, sign: str) -> Expression:
        if sign == "/" and "right" not in given:
            below = self.divisor(given.place, given.depth)
            below = self.plain(given.place, NUMBER) if below.may_be_absent else below
            return Arithmetic("/", self.drawn(given, "left"), below)
        right = self.drawn(given, "right")
        if sign == "/" and isinstance(right, Constant) and not right.value:
            right = as_expression(self.pick(DIVISORS))
        return Arithmetic(sign, self.drawn(given, "left"), right)

    def _of_limited(self, given: Given, _: str) -> Expression:
        value = self.drawn(given, "value")
        if "low" in given:
            low = self.drawn(given, "low")
            return value.floored(low) if self.chance(50) else value.clamped(low, self.plain(given.place, NUMBER))
        if "high" in given:
            high = self.drawn(given, "high")
            return value.capped(high) if self.chance(50) else value.clamped(self.plain(given.place, NUMBER), high)
        low, high = self.two_edges(value)
        return self.one_of(value.capped(high), value.floored(low), value.clamped(low, high))

    def _of_rounded(self, given: Given, _: str) -> Expression:
        return self.drawn(given, "value").rounded(self.pick(PLACES), self.pick(MODES))

    def _of_line(self, given: Given, _: str) -> Expression:
        value = self.drawn(given, "value")
        return value.through(*((x, self.pick(CONSTANTS)) for x in self.stops(value)))

    def _of_within(self, given: Given, _: str) -> Expression:
        return self.drawn(given, "value").within(*self.pick(((-(10**18), 10**18), (None, 10**20), (-(10**16), None))))

    def _of_or_else(self, given: Given, kind: str) -> Expression:
        if "default" in given:
            default = self.drawn(given, "default", kind)
            return OrElse(self.beside(given, kind, default.levels), default)
        value = self.drawn(given, "value", kind)
        return OrElse(value, self.substitute(given, value))

    def substitute(self, given: Given, value: Expression) -> Expression:
        """A default for a value."""
        if value.kind == LABEL:
            return Constant(self.pick([level.key for level in value.levels]))
        return self.simple(given, value.kind)

    def _of_required(self, given: Given, kind: str) -> Expression:
        return self.drawn(given, "value", kind).required

    def _of_named(self, given: Given, kind: str) -> Expression:
        return self.part(self.drawn(given, "value", kind), given.place)

    def _of_but(self, given: Given, kind: str) -> Expression:
        when = self.drawn(given, "when", CONDITION)
        if "replacement" in given:
            replacement = self.drawn(given, "replacement", kind)
            return But(self.beside(given, kind, replacement.levels), replacement, when)
        value = self.drawn(given, "value", kind)
        return But(value, self.substitute(given, value), when)

    def _of_when(self, given: Given, kind: str) -> Expression:
        condition = self.drawn(given, "condition", CONDITION)
        then, otherwise = (
            self.drawn(given, each, kind) if each in given else self.simple(given, kind)
            for each in ("then", "otherwise")
        )
        return When(condition, then, otherwise)

    def _of_stepped(self, given: Given, kind: str) -> Expression:
        value = self.drawn(given, "value")
        results = self.results(given, kind, "results", self.pick((1, 2, 3)))
        last = self.drawn(given, "otherwise", kind) if "otherwise" in given else self.simple(given, kind)
        return Steps(value, *zip(self.edges(len(results), value), results, strict=True), otherwise=last)

    def _of_case(self, given: Given, kind: str) -> Expression:
        label = self.drawn(given, "label", LABEL)
        results = self.results(given, kind, "results", len(label.levels))
        return Case(label, dict(zip((level.key for level in label.levels), results, strict=True)))

    def _of_combination(self, given: Given, which: type[Combination], *, given_only: bool, absent: bool) -> Expression:
        parts = [self.plain(given.place, NUMBER, given.depth) for _ in range(self.pick((1, 2, 0)))]
        if given_only and absent:
            parts.append(self.leaf(given.place))
        parts.insert(self.random.randrange(len(parts) + 1), self.drawn(given, "parts"))
        weighed: list[Any] = list(parts)
        if which is Weighted:
            weighed = list(zip(self.weights(len(parts)), parts, strict=True))
        if given_only:
            # One part is always enough where all are present.
            return which.of_given(*weighed, at_least=self.pick(range(1, len(parts) + 1)))
        return which(*weighed)

    def _of_over(self, given: Given, how: str, *, absent: bool) -> Expression:
        items, row = self.pick(self.lists if absent else [each for each in self.lists if not each[0].may_be_empty])
        inside = Given(row, given.depth, given.formulas)
        where = self.drawn(inside, "where", CONDITION) if "where" in given or (absent and self.chance(20)) else None
        rows = Rows(items, where)
        if how == "count":
            return rows.count()
        value = self.drawn(inside, "value")
        if how != "weighted":
            over: Expression = getattr(rows, how)(value)
            return over
        by = self.drawn(inside, "by") if "by" in given else row.fields[2]
        return rows.weighted(value, by=by)

    def _of_comparison(self, given: Given) -> Expression:
        left = self.drawn(given, "left")
        right: Any = self.drawn(given, "right")
        if "right" not in given and self.chance(60):
            right = self.edge_near(left)
        signs: tuple[Callable[[Any, Any], Expression], ...] = (operator.lt, operator.le, operator.gt, operator.ge)
        return self.random.choice(signs)(left, right)

    def _of_equal(self, given: Given, kind: str) -> Expression:
        if "right" in given:
            right = self.drawn(given, "right", kind)
            return self.beside(given, kind, right.levels).equals(right)
        left = self.drawn(given, "left", kind)
        right = Constant(left.levels[-1].key) if kind == LABEL else self.plain(given.place, kind, given.depth)
        return left.equals(self.edge_near(left) if kind == NUMBER and self.chance(60) else right)

    def _of_one_level(self, given: Given, _: str) -> Expression:
        label = self.drawn(given, "label", LABEL)
        keys = [level.key for level in label.levels]
        return label.is_(*keys[: self.pick(range(1, len(keys) + 1))])

    def _of_every(self, given: Given, _: str) -> Expression:
        return self.drawn(given, "parts", CONDITION) & self.plain(given.place, CONDITION, given.depth)

    def _of_either(self, given: Given, _: str) -> Expression:
        one, other = self.drawn(given, "parts", CONDITION), self.plain(given.place, CONDITION, given.depth)
        return self.one_of(one | other, other | one, other.implies(one))

    def _of_opposite(self, given: Given, _: str) -> Expression:
        return ~self.drawn(given, "condition", CONDITION)

    def _of_presence(self, given: Given, _: str) -> Expression:
        return self.drawn(given, "value", self.pick((NUMBER, LABEL, CONDITION))).given

    def _of_banded(self, given: Given, _: str) -> Expression:
        value = self.drawn(given, "value")
        if "bands" not in given:
            return Rated(value, self.bands(given.place, value))
        edges = self.edges(2, value)
        band = Band(BAND_KEYS[0], edges[0], requires=self.drawn(given, "bands", CONDITION))
        return Rated(value, Bands(band, (BAND_KEYS[1], edges[1]), (BAND_KEYS[2], None)))

    def _of_grid(self, given: Given, _: str) -> Expression:
        rows, columns = self.drawn(given, "rows", LABEL), self.drawn(given, "columns", LABEL)
        cells = {(row.key, column.key): self.pick("pqr") for row in rows.levels for column in columns.levels}
        return Grid(rows, columns, cells, levels=("p", "q", "r"))


_ARITHMETIC = frozenset("+-*/")
_COMBINATIONS: dict[str, type[Combination]] = {each.word: each for each in (Sum, Mean, Least, Greatest, Weighted)}
_MAKERS = {
    "Constant": "constant", "Field": "field", "Limited": "limited", "Rounded": "rounded", "Line": "line",
    "Within": "within", "OrElse": "or_else", "Required": "required", "Named": "named", "But": "but", "When": "when",
    "Steps": "stepped", "Case": "case", "IsOneOf": "one_level", "Every": "every", "Either": "either", "Not": "opposite",
    "Given": "presence", "Rated": "banded", "Grid": "grid",
}  # fmt: skip
