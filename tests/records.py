"""Strategies of records, built from a policy's inputs: what a record may hold, with weight on ends and named values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from asn_appraisal import Category, Edge, Flag, Items, Number, Policy
from asn_appraisal.algebra.expressions import Arithmetic
from asn_appraisal.algebra.inputs import Field
from asn_appraisal.algebra.nodes import Node
from asn_appraisal.evaluation import evaluate
from asn_appraisal.frames import Frame

OPEN_END = 10**6  # where a field has no limit


def _visited(policy: Policy, see: Callable[[Any], None]) -> None:
    """Calls ``see`` with every node and number that the policy is made of, each node once."""
    seen: set[Node] = set()

    def visit(entry: Any) -> None:
        if isinstance(entry, tuple):
            for each in entry:
                visit(each)
        elif not isinstance(entry, Node) or entry not in seen:
            see(entry)
            if isinstance(entry, Node):
                seen.add(entry)
                visit(entry.values())

    visit((policy.score, policy.band, policy.shown, policy.checks))


def named_values(policy: Policy) -> tuple[Fraction, ...]:
    """The numbers that a policy names: constants, edges, points, weights, limits."""
    found: dict[Fraction, None] = {}

    def see(entry: Any) -> None:
        number = entry.bound if isinstance(entry, Edge) else entry
        if isinstance(number, Fraction):
            found[number] = None

    _visited(policy, see)
    return tuple(found)


def divisors(policy: Policy) -> frozenset[Field]:
    """The fields that something is divided by: zero is drawn for them seldom, since a record with it may be refused."""
    found: set[Field] = set()

    def see(entry: Any) -> None:
        if isinstance(entry, Arithmetic) and entry.operator == "/" and isinstance(entry.right, Field):
            found.add(entry.right)

    _visited(policy, see)
    return frozenset(found)


def text_of(units: int, decimals: int) -> str:
    """A number of units of the last decimal as text: 8550 with two decimals is ``"85.50"``."""
    sign, digits = "-" if units < 0 else "", str(abs(units)).rjust(decimals + 1, "0")
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def numbers(field: Number, named: Iterable[Fraction] = (), *, seldom_zero: bool = False) -> st.SearchStrategy[str]:
    """Texts in the range of a field: anywhere, at the ends, at values that the policy names and one unit beside them."""
    unit = 10**field.decimals
    low = -OPEN_END * unit if field.least is None else field.least
    high = OPEN_END * unit if field.most is None else field.most
    near = {int(value * unit) + step for value in named if (value * unit).denominator == 1 for step in (-1, 0, 1)}
    near |= {low, low + 1, high - 1, high}
    special = sorted(value for value in near if low <= value <= high and (value or not seldom_zero))
    anywhere = st.integers(max(low, 1) if seldom_zero and low >= 0 else low, high)
    moderate = st.integers(max(low, unit // 10), min(high, 200 * unit)) if low < 200 * unit < high else anywhere
    drawn = st.one_of(anywhere, moderate, st.sampled_from(special), st.sampled_from(special))
    if seldom_zero and low <= 0 <= high:
        usual = drawn
        drawn = st.sampled_from([False] * 39 + [True]).flatmap(lambda zero: st.just(0) if zero else usual)
    return drawn.map(lambda units: text_of(units, field.decimals))


def values(field: Field, named: Iterable[Fraction] = (), *, seldom_zero: bool = False) -> st.SearchStrategy[Any]:
    """Values that a field of any kind takes."""
    if isinstance(field, Number):
        return numbers(field, named, seldom_zero=seldom_zero)
    if isinstance(field, Category):
        return st.sampled_from([level.key for level in field.among])
    # A flag with a default is an exception in the record: it is seldom the other way.
    return st.booleans() if field.default is None else st.sampled_from([field.default] * 3 + [not field.default])


def rows(fields: Iterable[Field], policy: Policy) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings of field keys to values; a field that is not needed is there, blank or left out."""
    named, below = named_values(policy), divisors(policy)
    needed, free = {}, {}
    for field in fields:
        drawn = values(field, named, seldom_zero=field in below)
        if field.needed:
            needed[field.key] = drawn
        else:
            free[field.key] = st.one_of(drawn, drawn, st.sampled_from([None, "", " "]))
    return st.fixed_dictionaries(needed, optional=free)


def records(policy: Policy) -> st.SearchStrategy[dict[str, Any]]:
    """Records of a policy; lists have one to five rows that meet the list's own checks."""
    drawn: dict[str, st.SearchStrategy[Any]] = {}
    maybe: dict[str, st.SearchStrategy[Any]] = {}
    for entry in policy.inputs:
        if isinstance(entry, Items):
            row = rows(entry.fields, policy).filter(_meets_checks(entry))
            most = max(5, entry.at_least)
            if entry.optional:
                maybe[entry.key] = st.lists(row, min_size=0, max_size=most)
            else:
                drawn[entry.key] = st.lists(row, min_size=max(entry.at_least, 1), max_size=most)
    fields = [entry for entry in policy.inputs if isinstance(entry, Field)]
    lists = st.fixed_dictionaries(drawn, optional=maybe)
    return st.tuples(rows(fields, policy), lists).map(lambda pair: {**pair[0], **pair[1]})


def _meets_checks(items: Items) -> Callable[[dict[str, Any]], bool]:
    def meets(row: dict[str, Any]) -> bool:
        frame = Frame((exact_row(items.fields, row),), frozenset(), None, (items.key, 0))
        return all(evaluate(check.condition, frame) for check in items.checks)

    return meets


def exact_row(fields: Iterable[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with exact numbers; None where a value is absent and the field has no default."""
    found: dict[str, Any] = {}
    for field in fields:
        value = row.get(field.key)
        if value is None or (isinstance(value, str) and not value.strip()):
            found[field.key] = None if not isinstance(field, Number | Category | Flag) else field.default
        else:
            found[field.key] = Fraction(value) if isinstance(field, Number) else value
    return found


def exact_record(policy: Policy, record: Mapping[str, Any]) -> dict[str, Any]:
    """A record with exact numbers, as the independent evaluation reads it."""
    found = exact_row([entry for entry in policy.inputs if isinstance(entry, Field)], record)
    for entry in policy.inputs:
        if isinstance(entry, Items):
            found[entry.key] = [exact_row(entry.fields, row) for row in record.get(entry.key) or ()]
    return found
