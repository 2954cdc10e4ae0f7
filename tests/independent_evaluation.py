"""A second evaluation of any policy in plain fractions, an oracle for random policies.

Written from the description of the algebra. It shares nothing with the library but the objects: it reads the attributes
of the blocks of a policy and finds inputs, reads records, rounds and works out by itself. Slow and simple on purpose.
"""

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import attrs

from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.choices import Case, Steps, When
from asn_appraisal.algebra.combinations import Greatest, Least, Mean, Sum, Weighted
from asn_appraisal.algebra.expressions import (
    Arithmetic,
    But,
    Comparison,
    Constant,
    Either,
    Every,
    Given,
    IsOneOf,
    Limited,
    Line,
    Named,
    Not,
    OrElse,
    Required,
    Rounded,
    Within,
)
from asn_appraisal.algebra.grids import Grid
from asn_appraisal.algebra.inputs import Category, Count, Flag, Indicator, Number
from asn_appraisal.algebra.items import Items, Over

FIELDS = (Number, Indicator, Count, Category, Flag)
COMPARED = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq}
MOST_DIGITS = 40
MOST_CHARACTERS = 80
FURTHEST_FLOAT = 10**15  # in units of the last decimal: above it two decimals may share one float
FURTHEST_SNAP = 10**12  # likewise: above it only a decimal's own float is read


class Refused(Exception):
    """The record has no score by this policy."""


class Result(NamedTuple):
    """The score as it decides the band, the score as reported, and the key of the band."""

    exact: Fraction | None
    reported: Fraction | None
    band: str | None


def result(policy: Any, record: Mapping[str, Any], floats: str = "snap") -> Result | None:
    """The result of a record by a policy; None where the record is refused. ``floats`` says how floats are read."""
    try:
        return _result(policy, record, floats)
    except Refused:
        return None


def _result(policy: Any, record: Mapping[str, Any], floats: str) -> Result:
    inputs = inputs_of(policy)
    place = Place(read_record(inputs, record, floats))
    for check in policy.checks:
        _hold(check, place)
    for items in inputs.lists.values():
        for row in place.rows(items):
            for check in items.checks:
                _hold(check, row)
    exact = None if policy.score is None else worked_out(policy.score, place)
    band = None if policy.band is None else worked_out(policy.band, place)
    for part in policy.shown:
        worked_out(part, place)
    reported = exact if exact is None or policy.reported is None else rounded(exact, policy.reported, "half_up")
    return Result(exact, reported, band)


def _hold(check: Any, place: "Place") -> None:
    if not worked_out(check.condition, place):
        raise Refused


# --- inputs: found in the tree of the policy ---


@dataclass
class Inputs:
    """The fields of the record and its lists, by key."""

    fields: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Items] = field(default_factory=dict)
    seen: set[tuple[int, str]] = field(default_factory=set)

    def visit(self, entry: Any, items: Items | None) -> None:
        """Take in what an entry of the tree reads, where it stands in the rows of a list or in the record."""
        if isinstance(entry, tuple):
            for each in entry:
                self.visit(each, items)
            return
        place = id(entry), items.key if items else ""
        if not attrs.has(type(entry)) or place in self.seen:
            return
        self.seen.add(place)
        if isinstance(entry, FIELDS):
            if items is None or entry.key not in {each.key for each in items.fields}:
                self.fields[entry.key] = entry
        elif isinstance(entry, Over):
            self.lists[entry.items.key] = entry.items
            self.visit((entry.value, entry.by, entry.where, entry.items.checks), entry.items)
        else:
            self.visit(tuple(getattr(entry, each.name) for each in attrs.fields(type(entry)) if each.init), items)


def inputs_of(policy: Any) -> Inputs:
    """What a policy reads."""
    found = Inputs()
    found.visit((policy.score, policy.band, policy.shown, policy.checks), None)
    return found


# --- reading ---


def read_record(inputs: Inputs, record: Mapping[str, Any], floats: str) -> dict[str, Any]:
    """The exact values of a record, lists as rows of them."""
    if set(record) - set(inputs.fields) - set(inputs.lists):
        raise Refused
    values = {key: read_field(each, record.get(key), floats) for key, each in inputs.fields.items()}
    return values | {key: _read_rows(items, record.get(key), floats) for key, items in inputs.lists.items()}


def _read_rows(items: Items, given: Any, floats: str) -> list[dict[str, Any]]:
    given = [] if is_absent(given) else given
    if not isinstance(given, list | tuple) or (not items.optional and len(given) < items.at_least):
        raise Refused
    known = {each.key for each in items.fields}
    if any(not isinstance(row, Mapping) or set(row) - known for row in given):
        raise Refused
    if items.at_most is not None and len(given) > items.at_most:
        raise Refused
    rows = [{each.key: read_field(each, row.get(each.key), floats) for each in items.fields} for row in given]
    if items.unique and len({tuple(row[key] for key in items.unique) for row in rows}) < len(rows):
        raise Refused
    return rows


def is_absent(value: Any) -> bool:
    """Whether a value says that there is none: None, blank text, a float that is no number."""
    if isinstance(value, str):
        return value.strip() == ""
    return value is None or (isinstance(value, float) and value != value)


def read_field(each: Any, value: Any, floats: str) -> Any:
    """The value of a field: a fraction, a level's key, True or False, or None where an optional one is absent."""
    if is_absent(value):
        if each.default is None and not each.optional:
            raise Refused
        return each.default
    if isinstance(each, Flag):
        if not isinstance(value, bool):
            raise Refused
        return value
    if isinstance(each, Category):
        if not isinstance(value, str) or value.strip() not in {level.key for level in each.among}:
            raise Refused
        return value.strip()
    number = read_number(value, each.decimals, floats)
    if (each.low is not None and number < each.low) or (each.high is not None and number > each.high):
        raise Refused
    return number


def read_number(value: Any, decimals: int, floats: str) -> Fraction:
    """The exact number that a value of a record stands for, of at most so many decimals."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | Fraction):
        raise Refused
    if isinstance(value, float):
        return _of_float(value, decimals, floats)
    if isinstance(value, str):
        number = _of_text(value.strip(), decimals)
    elif isinstance(value, Decimal):
        number = _of_decimal(value)
    else:
        number = Fraction(value)
    if abs(number) >= 10**MOST_DIGITS or (number * 10**decimals).denominator != 1:
        raise Refused
    return number


def _of_text(text: str, decimals: int) -> Fraction:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    whole, point, part = digits.partition(".")
    pieces = (whole, part) if point else (whole,)
    if len(text) > MOST_CHARACTERS or not all(piece and set(piece) <= set("0123456789") for piece in pieces):
        raise Refused
    while len(part) > decimals and part.endswith("0"):
        part = part[:-1]
    if len(whole) + len(part) > MOST_DIGITS:
        raise Refused
    return Fraction(sign * int(whole + part), 10 ** len(part))


def _of_decimal(value: Decimal) -> Fraction:
    if not value.is_finite():
        raise Refused
    negative, digits, exponent = value.as_tuple()
    if max(len(digits), len(digits) + int(exponent), -int(exponent)) > MOST_DIGITS:
        raise Refused
    size = Fraction(sum(digit * 10**at for at, digit in enumerate(reversed(digits)))) * Fraction(10) ** int(exponent)
    return -size if negative else size


def _of_float(value: float, decimals: int, floats: str) -> Fraction:
    """The nearest decimal, where the float is its own; or so near that only the noise of a sum lies between (snap); or
    what its shortest text rounds to (quantize).
    """
    if value in {float("inf"), float("-inf")}:
        raise Refused
    units = Fraction(value) * 10**decimals
    if abs(units) > FURTHEST_FLOAT:
        raise Refused
    nearest = rounded(units, 0, "half_even")
    noise = max(Fraction(1, 10**9), abs(nearest) / 2**50)
    own = nearest.numerator / 10**decimals == value
    near = floats == "snap" and abs(nearest) <= FURTHEST_SNAP and abs(units - nearest) <= noise
    if own or near:
        return nearest / 10**decimals
    if floats != "quantize":
        raise Refused
    return rounded(Fraction(repr(value)), decimals, "half_up")


# --- rounding ---


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """A number rounded to decimals: to the neighbour that the mode says, of the two on its sides."""
    unit = Fraction(10) ** -places
    steps = value / unit
    below = steps.numerator // steps.denominator
    beyond = steps - below
    if beyond == 0:
        return value
    inner, outer = (below, below + 1) if value > 0 else (below + 1, below)
    nearer = below if beyond < Fraction(1, 2) else below + 1
    tie = beyond == Fraction(1, 2)
    chosen = {
        "down": inner,
        "up": outer,
        "half_up": outer if tie else nearer,
        "half_even": (inner if inner % 2 == 0 else outer) if tie else nearer,
    }[mode]
    return chosen * unit


# --- places ---


@dataclass
class Place:
    """Where a formula stands: the record's values, and the row's where it stands in one. Parts are kept once known."""

    record: dict[str, Any]
    row: dict[str, Any] | None = None
    home: "Place | None" = None
    kept: dict[Any, Any] = field(default_factory=dict)
    lists: dict[str, "list[Place]"] = field(default_factory=dict)

    def value(self, key: str) -> Any:
        """The value of a field: of the row, then of the record."""
        return self.row[key] if self.row is not None and key in self.row else self.record[key]

    def rows(self, items: Items) -> "list[Place]":
        """The rows of a list, as places; a list seen from a row is the record's."""
        root = self.home or self
        if items.key not in root.lists:
            root.lists[items.key] = [Place(root.record, row, root) for row in root.record[items.key]]
        return root.lists[items.key]


def worked_out(block: Any, place: Place) -> Any:
    """The value of an expression at a place: a fraction, a label, True or False; None where it is absent."""
    return MEANINGS[type(block)](block, place)


def _all(place: Place, *blocks: Any) -> Iterator[Any]:
    return iter([worked_out(block, place) for block in blocks])


# --- values and formulas ---


def _part(node: Named, place: Place) -> Any:
    key = id(node)
    if key not in place.kept:
        place.kept[key] = worked_out(node.value, place)
    return place.kept[key]


def _arithmetic(node: Arithmetic, place: Place) -> Any:
    left, right = _all(place, node.left, node.right)
    if None in {left, right}:
        return None
    if node.operator == "/":
        if right == 0:
            raise Refused
        return left / right
    return {"+": operator.add, "-": operator.sub, "*": operator.mul}[node.operator](left, right)


def _limited(node: Limited, place: Place) -> Any:
    ends = [end for end in (node.value, node.low, node.high) if end is not None]
    if None in [*_all(place, *ends)]:
        return None
    value = worked_out(node.value, place)
    at_least = value if node.low is None else max(value, worked_out(node.low, place))
    return at_least if node.high is None else min(at_least, worked_out(node.high, place))


def _line(node: Line, place: Place) -> Any:
    x = worked_out(node.value, place)
    if x is None:
        return None
    at = bisect_right([stop for stop, _ in node.points], x)
    if at in {0, len(node.points)}:
        return node.points[min(at, len(node.points) - 1)][1]
    (left, low), (right, high) = node.points[at - 1 : at + 1]
    return (low * (right - x) + high * (x - left)) / (right - left)


def _rounded(node: Rounded, place: Place) -> Any:
    value = worked_out(node.value, place)
    return None if value is None else rounded(value, node.places, node.mode)


# --- absence ---


def _or_else(node: OrElse, place: Place) -> Any:
    value = worked_out(node.value, place)
    return value if value is not None else worked_out(node.default, place)


def _required(node: Required, place: Place) -> Any:
    value = worked_out(node.value, place)
    if value is None:
        raise Refused
    return value


def _within(node: Within, place: Place) -> Any:
    value = worked_out(node.value, place)
    if value is None:
        return None
    if (node.low is not None and value < node.low) or (node.high is not None and value > node.high):
        raise Refused
    return value


def _but(node: But, place: Place) -> Any:
    value = worked_out(node.value, place)
    return worked_out(node.replacement, place) if value is not None and worked_out(node.when, place) else value


# --- conditions: the second of two is looked at only where the first leaves it open ---


def _comparison(node: Comparison, place: Place) -> bool:
    return COMPARED[node.operator](*_all(place, node.left, node.right))


def _every(node: Every, place: Place) -> bool:
    return not any(not worked_out(part, place) for part in node.parts)


def _either(node: Either, place: Place) -> bool:
    return any(worked_out(part, place) for part in node.parts)


# --- choices: only what is chosen is worked out ---


def _when(node: When, place: Place) -> Any:
    return worked_out(node.then if worked_out(node.condition, place) else node.otherwise, place)


def _met(edge: Any, value: Fraction) -> bool:
    return COMPARED[edge.operator](value, edge.bound)


def _steps(node: Steps, place: Place) -> Any:
    value = worked_out(node.value, place)
    if value is None:
        return None
    met = [each for edge, each in zip(node.edges, node.results, strict=True) if _met(edge, value)]
    return worked_out([*met, node.otherwise][0], place)


def _case(node: Case, place: Place) -> Any:
    label = worked_out(node.label, place)
    return None if label is None else worked_out(dict(zip(node.keys, node.results, strict=True))[label], place)


def _rated(node: Rated, place: Place) -> Any:
    value = worked_out(node.value, place)
    if value is None:
        return None
    for band in node.bands.bands:
        reached = band.edge is None or _met(band.edge, value)
        if reached and (band.requires is None or worked_out(band.requires, place)):
            return band.key
    raise AssertionError(node)


def _grid(node: Grid, place: Place) -> str:
    row, column = _all(place, node.rows, node.columns)
    (entry,) = [entry for pair, entry in node.cells if pair == (row, column)]
    return entry


# --- combinations ---


def _parts(node: Any, place: Place) -> list[tuple[int, Any]]:
    """The values that count, each with the number of its part."""
    values = [*enumerate(_all(place, *node.parts))]
    if not node.given_only:
        return values
    given = [(at, value) for at, value in values if value is not None]
    if len(given) < node.at_least:
        raise Refused
    return given


def _combined(combine: Callable[[list[Fraction]], Fraction]) -> Callable[[Any, Place], Fraction]:
    return lambda node, place: combine([value for _, value in _parts(node, place)])


def mean(values: list[Fraction]) -> Fraction:
    """The arithmetic mean."""
    return sum(values, Fraction(0)) / len(values)


def weighted_mean(weights: list[Fraction], values: list[Fraction]) -> Fraction:
    """The mean of values, each with its weight; weights that make nothing have none."""
    if sum(weights) == 0:
        raise Refused
    return sum((weight * value for weight, value in zip(weights, values, strict=True)), Fraction(0)) / sum(weights)


def _weighted(node: Weighted, place: Place) -> Fraction:
    counted = _parts(node, place)
    return weighted_mean([node.weights[at] for at, _ in counted], [value for _, value in counted])


def _over(node: Over, place: Place) -> Any:
    rows = place.rows(node.items)
    if node.where is not None:
        held = [worked_out(node.where, row) for row in rows]
        rows = [row for row, holds in zip(rows, held, strict=True) if holds]
    if node.how == "count":
        return Fraction(len(rows))
    values = [worked_out(node.value, row) for row in rows]
    if node.how == "sum":
        return sum(values, Fraction(0))
    if not rows:
        return None
    if node.how == "weighted":
        return weighted_mean([worked_out(node.by, row) for row in rows], values)
    return {"mean": mean, "least": min, "greatest": max}[node.how](values)


MEANINGS: dict[type, Callable[[Any, Place], Any]] = {
    Constant: lambda node, _: node.value,
    **dict.fromkeys(FIELDS, lambda node, place: place.value(node.key)),
    Named: _part,
    Arithmetic: _arithmetic,
    Limited: _limited,
    Line: _line,
    Rounded: _rounded,
    OrElse: _or_else,
    Required: _required,
    Within: _within,
    But: _but,
    Given: lambda node, place: worked_out(node.value, place) is not None,
    Comparison: _comparison,
    IsOneOf: lambda node, place: worked_out(node.label, place) in set(node.among),
    Every: _every,
    Either: _either,
    Not: lambda node, place: not worked_out(node.condition, place),
    When: _when,
    Steps: _steps,
    Case: _case,
    Rated: _rated,
    Grid: _grid,
    Sum: _combined(lambda values: sum(values, Fraction(0))),
    Mean: _combined(mean),
    Least: _combined(min),
    Greatest: _combined(max),
    Weighted: _weighted,
    Over: _over,
}
