"""Certified plans: a policy compiled for fixed bounds, each of its decisions proved, to be run by another engine.

An export is written before any data is seen, so its plan is made for the ranges that the policy declares, or for bounds that
the caller gives. A record outside these bounds, though it may be right, is not decided by the export: it comes out as such.
Where the declared ranges are open or too wide for a proof, narrower ones are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from attrs import frozen

from ..algebra.inputs import Category, Field, Number
from ..columns.compiling.bounds import RECORD, Bounds, RowBounds
from ..columns.compiling.plans import Plan
from ..columns.operations.storage import CODE, MASK, NUMBER
from ..columns.tables import plan_of
from ..errors import ExportBoundsError, NotCertifiedError
from ..numbers import exact
from ..policies import Policy, checked_policy
from ..similar_names import closest

MOST_UNITS = 10**12  # whole numbers of the last decimal up to here are read from floats with a tolerance
_REACHES = (MOST_UNITS, 10**10, 10**9, 10**8, 10**7, 10**6)
_ROWS = (100_000, 1000, 100, 30)
_RARE = Fraction(1, 1000)  # with errors below it about one row in 500 is too close to call

GivenBounds = Mapping[str, tuple[Any, Any]]
Place = tuple[str, str]


@frozen
class Certified:
    """A policy with a plan in which every decision is proved for records within ``bounds`` and lists within ``rows``."""

    policy: Policy
    plan: Plan
    bounds: Mapping[Place, Bounds]
    rows: Mapping[str, RowBounds]

    @property
    def error(self) -> Fraction:
        """The greatest error of a decision that leaves rows undecided which are closer to an edge."""
        return max((proof.error for proof in self.plan.program.proofs if proof.tier == "filter"), default=Fraction(0))

    def certificate(self) -> str:
        """Why each decision is right, one a line."""
        return self.plan.certificate()


def certified(policy: Policy, bounds: GivenBounds | None = None) -> Certified:
    """The plan of a policy for bounds by ``"field"``, ``"list.field"`` or ``"list"`` (numbers of rows), where they are given.

    Raises a NotCertifiedError where no plan can be proved, with what cannot; an ExportBoundsError for bounds that are not right.

    >>> from asn_appraisal import schemes
    >>> print(certified(schemes.get("permenpan-16-2009")).certificate().splitlines()[0])
    band > 90: whole, margin 0.5, error bound 4e-12
    """
    checked_policy(policy)
    given = _checked(policy, bounds or {})
    proved: list[Certified] = []
    for reach, most in ((reach, most) for most in _ROWS for reach in _REACHES):
        found = _compiled(policy, given, reach, most)
        if not found.plan.program.exact:
            proved.append(found)
            if found.error < _RARE:
                return found
    if proved:
        return min(proved, key=lambda each: each.error)
    unproved = [proof.what for proof in found.plan.program.proofs if proof.tier == "exact"]
    raise NotCertifiedError(policy=policy.key, parts=", ".join(dict.fromkeys(unproved)) or "-")


def _compiled(policy: Policy, given: Mapping[str, tuple[int, int]], reach: int, most: int) -> Certified:
    bounds = {
        (table, each.key): _bounds_of(each, given.get(_word(table, each.key)), reach)
        for table, each in fields_of(policy)
    }
    rows = {}
    for items in policy.outline.lists:
        least = 0 if items.optional else items.at_least
        low, high = given.get(items.key, (least, most))
        high = high if items.at_most is None else min(high, items.at_most)
        rows[items.key] = RowBounds(max(low, least), max(high, low, least))
    return Certified(policy, plan_of(policy, bounds, rows), bounds, rows)


def fields_of(policy: Policy) -> Iterator[tuple[str, Field]]:
    """The fields of records, then those of lists, each with its table."""
    for each in policy.outline.fields:
        yield RECORD, each
    for items in policy.outline.lists:
        for each in items.fields:
            yield items.key, each


def _word(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _bounds_of(each: Field, given: tuple[int, int] | None, reach: int) -> Bounds:
    absent = each.optional and each.default is None
    if not isinstance(each, Number):
        return Bounds(absent=absent, kind=CODE if isinstance(each, Category) else MASK)
    low, high = given or (-reach, reach)
    low = max(low, -MOST_UNITS) if each.low_units is None else max(low, each.low_units, -MOST_UNITS)
    high = min(high, MOST_UNITS) if each.high_units is None else min(high, each.high_units, MOST_UNITS)
    if each.default is not None:
        default = int(each.default * 10**each.decimals)
        low, high = min(low, default), max(high, default)
    return Bounds(low, max(low, high), absent, kind=NUMBER)


def _checked(policy: Policy, bounds: GivenBounds) -> Mapping[str, tuple[int, int]]:
    """Given bounds in units of the last decimal, rounded outward; numbers of rows for lists."""
    numbers = {_word(table, each.key): each for table, each in fields_of(policy) if isinstance(each, Number)}
    lists = {items.key for items in policy.outline.lists}
    found = {}
    for word, ends in bounds.items():
        if word not in numbers and word not in lists:
            names = [*numbers, *lists]
            raise ExportBoundsError(
                field=str(word), close=", ".join(closest(str(word), names)), fields=", ".join(names)
            )
        scale = 10 ** numbers[word].decimals if word in numbers else 1
        try:
            low, high = (exact(end) * scale for end in ends)
        except (TypeError, ValueError):
            raise ExportBoundsError(field=word, value=repr(ends)) from None
        if low > high or (word in lists and low < 0):
            raise ExportBoundsError(field=word, value=repr(ends))
        found[word] = (floor(low), ceil(high))
    return found


def in_units(value: Fraction, each: Number) -> int:
    """A number of a field in units of its last decimal."""
    return int(value * 10**each.decimals)
