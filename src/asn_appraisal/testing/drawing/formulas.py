"""Random formulas: numbers, conditions and labels from every block of the algebra, for a record or a row of a list.

Each is valid in its place: absence is handled where needed, cases and grids are complete, edges widen, weights add up
to 100.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from attrs import define, field

from ...algebra.bands import Band, Bands
from ...algebra.choices import Case, Steps, When
from ...algebra.combinations import Combination, Greatest, Least, Mean, Sum, Weighted
from ...algebra.expressions import Expression, as_expression
from ...algebra.grids import Grid
from ...algebra.inputs import Field, Number
from ...algebra.items import Items
from ...algebra.kinds import CONDITION, LABEL, NUMBER
from ...rounding import MODES
from .edge_numbers import Edges
from .inputs import LEVELS, chance, random_fields, random_rows

CONSTANTS = (
    0, 1, 2, 5, 10, 25, 60, 100, -1, -7, "0.5", "0.35", "1.25", "75%", "110%", "1/9", "2/3", "-0.125",
    4, "1/4", 1024, -100, "0.000001", 10**6, 10**15,
)  # fmt: skip
DIVISORS = (2, 3, 4, 7, 12, 100, "0.5", "0.7", "1/3", -8)
FACTORS = (1, 2, -1, "1/2", 100, -100, 4, 1024, "1/1024", 0)  # of a rounded quotient: 1 is no multiplication
ADDENDS = (0, 0, 1, "1/2", -3)
PLACES = (2, 2, 0, 1, 3, 4, -1, -2)
BAND_KEYS = ("sangat_baik", "baik", "cukup", "kurang", "buruk")
MOST_NODES = 40  # after so many nodes only fields are drawn


@define
class Scope:
    """The scope of a formula, the record or a row of a list: the fields it sees, and the parts made there."""

    fields: tuple[Field, ...]
    above: Scope | None = None
    parts: list[Expression] = field(factory=list)

    def entries(self, kind: str) -> list[Expression]:
        """The fields and parts of a kind; a row's own fields come more often than the record's."""
        own = [each for each in (*self.fields, *self.parts) if each.kind == kind]
        return own * 3 + self.above.entries(kind) if self.above else own


class Formulas(Edges):
    """Formulas over one set of random inputs; the parts they make are shared between them."""

    def __init__(self, random: Random, *, width: str = "any") -> None:
        super().__init__(random)
        self.nodes = 0
        self.record = Scope(random_fields(random, width=width))
        # The first list has rows in each record: values over it are never absent.
        kegiatan = random_rows(random, "kegiatan", width=width, may_be_empty=False)
        # A second list sometimes has the fields of the first: the parts in their rows then belong to both.
        tugas = random_rows(random, "tugas", kegiatan.fields if chance(random, 50) else (), width=width)
        self.lists: list[tuple[Items, Scope]] = [(kegiatan, Scope(kegiatan.fields, self.record))]
        alike = tugas.fields == kegiatan.fields
        self.lists.append((tugas, self.lists[0][1] if alike else Scope(tugas.fields, self.record)))
        self.see(self.record.fields, [items for items, _ in self.lists])

    # --- numbers ------------------------------------------------------------------------------------------------

    def number(self, place: Scope, depth: int) -> Expression:
        """A number; it may be absent."""
        self.nodes += 1
        if depth <= 0 or self.nodes > MOST_NODES:
            return self.leaf(place)
        found: Expression = getattr(self, f"_{self.pick(_NUMBERS)}")(place, depth - 1)
        return self.part(found, place) if self.chance(15) else found

    def there(self, place: Scope, depth: int) -> Expression:
        """A number that is never absent."""
        return self.present(self.number(place, depth), place)

    def several(self, place: Scope, depth: int) -> list[Expression]:
        """One to three numbers."""
        return [self.number(place, depth) for _ in range(self.pick((2, 1, 3)))]

    def leaf(self, place: Scope) -> Expression:
        """A field or a part made before."""
        return self.one_of(*place.entries(NUMBER))

    def _leaf(self, place: Scope, _: int) -> Expression:
        return self.leaf(place)

    def _plus(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth) + self.number(place, depth)

    def _minus(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth) - self.number(place, depth)

    def _times(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth) * self.number(place, depth - 1)

    def _told_apart(self, place: Scope, _: int) -> Expression:
        """A rounded quotient of two fields, times and plus constants that columns treat specially."""
        above, below = self.leaf(place), self.divisor(place, 0)
        places = self.pick(PLACES)
        # In columns both are whole numbers: the difference of their decimals goes into the factor as well.
        decimals = [entry.decimals if isinstance(entry, Number) else 0 for entry in (above, below)]
        tens = Fraction(10) ** (decimals[0] - decimals[1] - places)
        value: Expression = above / below * (Fraction(self.pick(FACTORS)) * tens)
        addend = Fraction(self.pick(ADDENDS)) / Fraction(10) ** places
        value = value + addend if addend else value
        return value.rounded(places, self.pick(MODES))

    def _scaled(self, place: Scope, depth: int) -> Expression:
        value, constant = self.number(place, depth), self.pick(CONSTANTS)
        return self.one_of(value * constant, constant - value, constant + value, value / self.pick(DIVISORS))

    def _divided(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth) / self.divisor(place, depth)

    def _against(self, place: Scope, depth: int) -> Expression:
        return self.leaf(place).against(self.divisor(place, depth), self.pick(("higher", "lower")))

    def _ratio_of_ratios(self, place: Scope, _: int) -> Expression:
        """A quotient of quotients, as where a result is divided by an attendance."""
        part, whole = self.leaf(place), self.divisor(place, 0)
        return self.leaf(place) / (self.divisor(place, 0) / whole if self.chance(50) else part / whole)

    def divisor(self, place: Scope, depth: int) -> Expression:
        """A number that is seldom zero, though its range may contain zero: a field, a floored number, or any number."""
        fields = [entry for entry in place.entries(NUMBER) if isinstance(entry, Number) and _divides(entry)]
        kind = self.pick(("field", "field", "field", "floored", "wild", "quotient"))
        if kind == "quotient":
            # It may lie anywhere between two whole numbers: no bound for whole divisors holds for it.
            quotient = self.leaf(place) / (self.one_of(*fields) if fields else self.leaf(place))
            return quotient.rounded(self.pick(PLACES), self.pick(MODES)) if self.chance(25) else quotient
        if fields and kind == "field":
            return self.one_of(*fields)
        value = self.number(place, depth)
        return value if kind == "wild" else value.floored(self.pick(("0.01", 1, 10)))

    def _limited(self, place: Scope, depth: int) -> Expression:
        value = self.number(place, depth)
        low, high = self.two_edges(value)
        if self.chance(30):
            low, high = self.number(place, depth - 1), self.number(place, depth - 1)
        return self.one_of(value.capped(high), value.floored(low), value.clamped(low, high))

    def _rounded(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth).rounded(self.pick(PLACES), self.pick(MODES))

    def _line(self, place: Scope, depth: int) -> Expression:
        value = self.number(place, depth)
        return value.through(*((x, self.pick(CONSTANTS)) for x in self.stops(value)))

    def _within(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth).within(*self.pick(((-(10**6), 10**9), (None, 10**7), (-5000, None))))

    def _required(self, place: Scope, depth: int) -> Expression:
        return self.number(place, depth).required

    def _or_else(self, place: Scope, depth: int) -> Expression:
        default = self.pick(CONSTANTS) if self.chance(60) else self.number(place, depth - 1)
        return self.number(place, depth).or_else(default)

    def _but(self, place: Scope, depth: int) -> Expression:
        replacement = self.pick(CONSTANTS) if self.chance(60) else self.there(place, depth - 1)
        return self.number(place, depth).but(replacement, when=self.condition(place, depth - 1))

    def _combined(self, place: Scope, depth: int) -> Expression:
        which: type[Combination] = self.pick((Sum, Mean, Least, Greatest))
        parts = self.several(place, depth)
        if self.chance(50):
            return which.of_given(*parts, at_least=self.pick(range(1, len(parts) + 1)))
        return which(*(self.present(part, place) for part in parts))

    def _weighted(self, place: Scope, depth: int) -> Expression:
        parts = self.several(place, depth)
        weights = self.weights(len(parts))
        if self.chance(50):
            at_least = self.pick(range(1, len(parts) + 1))
            return Weighted.of_given(*zip(weights, parts, strict=True), at_least=at_least)
        return Weighted(*((weight, self.present(part, place)) for weight, part in zip(weights, parts, strict=True)))

    def _points(self, place: Scope, depth: int) -> Expression:
        return When(self.condition(place, depth), self.pick(CONSTANTS), self.pick(CONSTANTS))

    def _when(self, place: Scope, depth: int) -> Expression:
        then, otherwise = self.alike([self.number(place, depth), self.number(place, depth)], place)
        return When(self.condition(place, depth), then, otherwise)

    def _steps(self, place: Scope, depth: int) -> Expression:
        value = self.number(place, depth)
        wanted = self.pick((2, 1, 3))
        formulas = (76 + value, 100 - value, value)
        results = [self.pick(formulas) if self.chance(40) else self.number(place, 0) for _ in range(wanted)]
        results = [as_expression(self.pick(CONSTANTS)) if self.chance(40) else result for result in results]
        return self.steps(value, results, place)

    def steps(self, value: Expression, results: list[Expression], place: Scope) -> Expression:
        """A table of steps with the given number of results, the last for values that meet no edge."""
        edges = self.edges(max(len(results) - 1, 1), value)
        if not value.may_be_absent:
            results = self.alike(results, place)
        return Steps(value, *zip(edges, [*results, results[0]], strict=False), otherwise=results[-1])

    def _case(self, place: Scope, depth: int) -> Expression:
        label = self.label(place, depth)
        results = self.alike([self.number(place, depth - 1) for _ in label.levels], place)
        keys = [level.key for level in label.levels]
        if len(keys) > 1 and self.chance(30):
            return Case(label, dict(zip(keys[1:], results[1:], strict=True)), otherwise=results[0])
        return Case(label, dict(zip(keys, results, strict=True)))

    def _over(self, _: Scope, depth: int) -> Expression:
        items: Items
        row: Scope
        items, row = self.pick(self.lists)
        how = self.pick(("mean", "mean", "sum", "sum", "weighted", "count", "least", "greatest"))
        where = self.condition(row, 1) if self.chance(35) else None
        if how == "count":
            return items.count(where)
        value = self.there(row, min(depth, 2))
        if how != "weighted":
            over: Expression = getattr(items if where is None else items.where(where), how)(value)
            return over
        weight = row.fields[2]
        by = self.one_of(weight, weight + 1, self.there(row, 1).floored("0.5"))
        return items.where(where).weighted(value, by=by) if where is not None else items.weighted(value, by=by)

    # --- conditions ---------------------------------------------------------------------------------------------

    def condition(self, place: Scope, depth: int) -> Expression:
        """A condition, never absent."""
        self.nodes += 1
        found = self._condition(place, depth if self.nodes <= MOST_NODES else 0)
        return self.part(found, place) if self.chance(5) else found

    def _condition(self, place: Scope, depth: int) -> Expression:
        kinds = ("compare", "compare", "level", "flag", "given")
        kind = self.pick((*kinds, "and", "or", "not", "implies", "equals") if depth > 0 else kinds)
        if kind == "compare":
            left = self.there(place, depth - 1)
            right: Any = self.edge_near(left) if self.chance(60) else self.there(place, depth - 1)
            signs: tuple[Callable[[Any, Any], Expression], ...] = (operator.lt, operator.le, operator.gt, operator.ge)
            return left.equals(right) if self.chance(20) else self.random.choice(signs)(left, right)
        if kind == "level":
            label = self.present(self.label(place, depth - 1), place)
            keys = [level.key for level in label.levels]
            chosen = keys[: self.pick(range(1, len(keys) + 1))]
            return label.equals(chosen[0]) if self.chance(20) else label.is_(*chosen)
        if kind == "flag":
            return self.present(self.one_of(*place.entries(CONDITION)), place)
        if kind == "given":
            sort = self.pick((NUMBER, NUMBER, LABEL, CONDITION))
            absent = [entry for entry in place.entries(sort) if entry.may_be_absent]
            return self.one_of(*(absent or place.entries(sort))).given
        one, other = self.condition(place, depth - 1), self.condition(place, depth - 1)
        if kind == "not":
            return ~one
        if kind in {"implies", "equals"}:
            return one.implies(other) if kind == "implies" else one.equals(other)
        return one & other if kind == "and" else one | other

    # --- labels -------------------------------------------------------------------------------------------------

    def label(self, place: Scope, depth: int) -> Expression:
        """A label; it may be absent."""
        self.nodes += 1
        kinds = ("field", "rated", "grid", "rated", "when", "steps", "case", "but", "or_else")
        kind = self.pick(kinds) if depth > 0 and self.nodes <= MOST_NODES else "field"
        if kind == "field":
            return self.one_of(*place.entries(LABEL))
        if kind == "rated":
            value = self.number(place, depth - 1)
            found: Expression = value.rated(self.bands(place, value))
            return self.part(found, place) if self.chance(20) else found
        if kind == "grid":
            rows, columns = (self.present(self.label(place, depth - 1), place) for _ in range(2))
            cells = {(row.key, column.key): self.pick("pqr") for row in rows.levels for column in columns.levels}
            return Grid(rows, columns, cells, levels=("p", "q", "r"))
        if kind == "steps":
            results = [as_expression(self.pick(LEVELS)) for _ in range(self.pick((2, 3)))]
            return self.steps(self.number(place, depth - 1), results, place)
        one = self.label(place, depth - 1)
        first = one.levels[0].key
        if kind == "but":
            return one.but(first, when=self.condition(place, depth - 1))
        if kind == "or_else":
            return one.or_else(first)
        results = self.alike([self.label(place, depth - 1), one], place)
        if kind == "when":
            return When(self.condition(place, depth - 1), *results)
        label = self.label(place, 0)
        return Case(label, {level.key: results[at % 2] for at, level in enumerate(label.levels)})

    def bands(self, place: Scope, value: Expression | None = None) -> Bands:
        """A scale of two to five bands, falling or rising, edges closed or open, some with a condition."""
        edges = self.edges(self.pick((2, 3, 1, 4)), value)
        made = []
        for key, edge in zip(BAND_KEYS, edges, strict=False):
            requires = self.condition(place, 1) if self.chance(15) else None
            made.append(Band(key, edge, requires=requires))
        return Bands(*made, (BAND_KEYS[-1], None))

    # --- what all need ------------------------------------------------------------------------------------------

    def value(self, place: Scope, depth: int) -> Expression:
        """A number, a label or a condition."""
        made = self.random.choice((self.number, self.label, self.condition))
        return made(place, depth)

    def present(self, value: Expression, place: Scope) -> Expression:
        """The value; where it may be absent, with a default or a demand."""
        if not value.may_be_absent:
            return value
        defaults = [entry for entry in place.entries(value.kind) if not entry.may_be_absent]
        answer = self.pick(("or_else", "or_else", "required", "given"))
        if answer == "required":
            return value.required
        default: Any = self.pick(CONSTANTS)
        if value.kind == LABEL:
            default = value.levels[0].key
        elif value.kind == CONDITION:
            default = self.pick(defaults) if defaults else value.given
        elif defaults and self.chance(40):
            default = self.pick(defaults)
        return When(value.given, value.required, default) if answer == "given" else value.or_else(default)

    def alike(self, branches: list[Expression], place: Scope) -> list[Expression]:
        """Branches that may all be absent, or none of them."""
        if all(branch.may_be_absent for branch in branches):
            return branches
        return [self.present(branch, place) for branch in branches]

    def part(self, value: Expression, place: Scope) -> Expression:
        """The value as a part that later formulas may share."""
        named = value.named(self.new_key())
        if place.above is not None:
            self.row_parts.add(named.key)
        place.parts.append(named)
        return named

    def new_key(self) -> str:
        """A key that no other part has."""
        self.nodes += 1
        return f"bagian_{self.nodes}"

    def weights(self, count: int) -> list[Fraction]:
        """A number of weights that add up to 100, whole or with decimals."""
        shares = [self.pick((1, 2, 3, 4, 5)) for _ in range(count)]
        return [Fraction(100 * share, sum(shares)) for share in shares]


def _divides(entry: Number) -> bool:
    return entry.low is not None and entry.low >= 0


_NUMBERS = tuple(
    name
    for name, weight in {
        "leaf": 2, "plus": 2, "minus": 2, "times": 1, "scaled": 3, "divided": 2, "against": 3, "limited": 3,
        "rounded": 3, "line": 3, "within": 1, "required": 1, "or_else": 1, "but": 3, "combined": 5, "weighted": 4,
        "told_apart": 2, "ratio_of_ratios": 2, "points": 1, "when": 2, "steps": 2, "case": 2, "over": 4,
    }.items()
    for _ in range(weight)
)  # fmt: skip
