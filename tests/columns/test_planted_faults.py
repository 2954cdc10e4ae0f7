"""Faults planted in each tier of the columns: the comparison with records finds them, so it can be trusted elsewhere."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve, frozen
from tests.columns.agreement import agree, tiers

from asn_appraisal import Bands, Edge, Items, Number, Policy, When
from asn_appraisal.columns.compiling import arithmetic, decisions, masks
from asn_appraisal.columns.operations import (
    Compare,
    CompareWhole,
    Operation,
    Round,
    RoundWhole,
    affine,
    comparing,
    rounding,
)
from asn_appraisal.columns.running import float_engine
from asn_appraisal.errors import PlanError

X, Y, Z, W = (Number(key, low=0, high=1000, decimals=0) for key in "xyzw")
BYTES = [Number(f"p{at}", low=-128, high=127, decimals=0) for at in range(9)]
ROWS = Items("rows", BYTES)
WIDE = Items("rows", [Number("p", low=-(2**31) + 1, high=2**31 - 1, decimals=0)])


def policy(score, **more) -> Policy:
    return Policy("coba", "Coba", score=score, **more)


def quotient(left: Number, right: Number):
    return left / right.floored(1)


@frozen
class Ground:
    """A policy with records on its edges and ties, and the tier that decides them."""

    policy: Policy
    records: list[dict]
    tier: str | None = None


def ties() -> list[dict]:
    """Quotients by the row's own number that end in a half of the second decimal, and their neighbours."""
    found = []
    for below in (8, 40, 125, 200, 400, 1000):
        for odd in (1, 3, 7, 57, 201, 399):
            above, rest = divmod(odd * below, 200)
            found += [{"x": above + step, "y": below} for step in ((0, 1) if rest else (-1, 0, 1)) if above + step >= 0]
    # By 999 a quotient comes as near to a tie as its grid allows.
    return [*(each for each in found if each["x"] <= 1000), {"x": 994, "y": 999}, {"x": 5, "y": 999}]


# 1 / 49 x 49 and many like it are not 1 in float64.
INVERSES = [{"x": 1, "y": y, "z": y + step} for y in range(1, 111) for step in (-1, 0, 1) if y + step > 0]
HALVES = [{"x": 1, "y": y, "z": y * odd + step} for y in range(1, 111) for odd in (1, 3, 5, 7) for step in (-1, 0, 1)]
PAIRS = [{"x": 1, "y": y, "z": y * w + step, "w": w} for y in range(2, 111) for w in (1, 7) for step in (-1, 0, 1)]
ROWS_OF_ENDS = [
    {"rows": [{each.key: value for each in BYTES}] * count} for value in (127, -128, 1) for count in (1, 3, 40)
]

RATIO = quotient(X, Y)
GROUNDS = {
    "a lattice": Ground(policy(RATIO.rounded(2)), ties(), "lattice"),
    "a lattice, to even": Ground(policy((RATIO * Z / 2).rounded(0, "half_even")), HALVES, "lattice"),
    "a lattice, down": Ground(policy((RATIO * Z).rounded(0, "down")), INVERSES, "lattice"),
    "an edge on a lattice": Ground(
        policy(None, band=(RATIO * Z).rated(Bands(("a", ">= 1"), ("b", None)))), INVERSES, "lattice"
    ),
    "an open edge on a lattice": Ground(
        policy(None, band=(RATIO * Z).rated(Bands(("a", "> 1"), ("b", None)))), INVERSES, "lattice"
    ),
    "a filter": Ground(policy((RATIO * quotient(Z, W)).rounded(0, "down")), PAIRS, "filter"),
    "an edge in a filter": Ground(
        policy(None, band=(RATIO * quotient(Z, W)).rated(Bands(("a", ">= 1"), ("b", None)))), PAIRS, "filter"
    ),
    "integers": Ground(policy((X / 16).rounded(1)), [{"x": x} for x in range(130)], "int32"),
    "an edge in integers": Ground(
        policy(None, band=X.rated(Bands(("a", Edge(">=", Fraction(50))), ("b", "> 10.5"), ("c", None)))),
        [{"x": x} for x in (0, 9, 10, 11, 49, 50, 51)],
        "int32",
    ),
    "sums of bytes": Ground(policy(ROWS.sum(sum(BYTES[1:], start=BYTES[0])).rounded(0)), ROWS_OF_ENDS),
    "sums of rows": Ground(
        policy(ROWS.sum(BYTES[0]).rounded(0)), [{"rows": each["rows"] * 8} for each in ROWS_OF_ENDS]
    ),
    "sums of four bytes": Ground(
        policy(WIDE.sum(WIDE.fields[0]).rounded(0)),
        [{"rows": [{"p": value}] * count} for value in (2**31 - 1, -7) for count in (1, 2, 3)],
    ),
    "branches": Ground(
        policy(When(X > 0, Y / X, When(Z > 50, 1 / (Z - 60), 7)).rounded(2)),
        [{"x": x, "y": 3, "z": z} for x in (0, 1, 7) for z in (50, 60, 61)],
    ),
}


def constants(operation: type[Operation], change: Callable, engine: str = "kernel") -> Callable:
    """A plant that changes an operation's constants on their way to one of the engines."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        method = getattr(operation, engine)
        patch.setattr(operation, engine, lambda self, *about: method(evolve(self, **change(self)), *about))

    return plant


def attribute(owner: object, name: str, value: object) -> Callable:
    """A plant in the place of something."""
    return lambda patch: patch.setattr(owner, name, value)


def ignored_active(patch: pytest.MonkeyPatch) -> None:
    within = masks.Masks.within

    def ignoring(self, mask, table, absent=None):
        with self.under(None):
            return within(self, mask, table, absent)

    patch.setattr(masks.Masks, "within", ignoring)


def forced_kind(*limits: int) -> Callable:
    """Sums in two bytes (or four) whatever they come to."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        for name, limit in zip(("INT16", "INT32"), limits, strict=True):
            patch.setattr(arithmetic, name, limit)

    return plant


def one_buffer(patch: pytest.MonkeyPatch) -> None:
    def sharing(program, operations, kept):
        place, made = buffers(program, operations, kept)
        return {slot: made.index(made[at]) for slot, at in place.items()}, made

    buffers = float_engine.buffers
    patch.setattr(float_engine, "buffers", sharing)


def half_down(top: Any, bottom: int, mode: str) -> Any:
    return -((-2 * top + bottom) // (2 * bottom))


def of_any_size_half_down(monkeypatch: pytest.MonkeyPatch) -> None:
    attribute(affine, "quotients_in_64_bits", lambda left, right: None)(monkeypatch)
    attribute(rounding, "rounded_quotient", half_down)(monkeypatch)


def shifted(times: int) -> Callable:
    return constants(Round, lambda round_: {"shift": times * round_.shift})


def moved(units: int, margins: int) -> Callable:
    def change(compare: Compare) -> dict:
        return {"threshold": compare.threshold + 2 * units * compare.margin, "margin": margins * compare.margin}

    return constants(Compare, change)


LATTICES = ("a lattice", "a lattice, to even", "a lattice, down")
PLANTS: list[tuple[str, str, Callable]] = [
    # To even, a shift of the wrong sign changes nothing: what it takes for a tie is one.
    *((f"a shift of the wrong sign ({name})", name, shifted(-1)) for name in LATTICES if "even" not in name),
    *((f"no shift at all ({name})", name, shifted(0)) for name in LATTICES),
    *((f"a shift of more than a step ({name})", name, shifted(5)) for name in LATTICES),
    ("an edge off by a unit", "an edge on a lattice", moved(1, 1)),
    ("an edge off by a unit below", "an open edge on a lattice", moved(-1, 1)),
    ("an edge not moved", "an edge on a lattice", moved(0, 0)),
    ("an edge moved to the wrong side", "an edge on a lattice", moved(0, -1)),
    ("an open edge moved to the wrong side", "an open edge on a lattice", moved(0, -1)),
    ("a filter without error", "a filter", attribute(rounding, "error_bound", lambda _: 0.0)),
    ("an edge's filter without error", "an edge in a filter", attribute(comparing, "error_bound", lambda _: 0.0)),
    ("no row in doubt", "a filter", attribute(masks.Masks, "doubt", lambda *_: None)),
    ("integers without their half", "integers", constants(RoundWhole, lambda _: {"plus": 0})),
    ("integers with a half too small", "integers", constants(RoundWhole, lambda whole: {"plus": whole.plus - 1})),
    (
        "an edge of integers off by a unit",
        "an edge in integers",
        constants(CompareWhole, lambda compare: {"edge": compare.edge + 1}),
    ),
    ("an edge of integers rounded down", "an edge in integers", attribute(decisions, "floor", lambda x: -int(-x // 1))),
    ("columns of bytes added in two bytes", "sums of bytes", forced_kind(2**40, 2**40)),
    ("rows of bytes added in two bytes", "sums of rows", forced_kind(2**40, 2**40)),
    ("rows of four bytes added in four", "sums of four bytes", forced_kind(2**15, 2**60)),
    ("faults of branches not taken", "branches", ignored_active),
    ("64 bits that round half down", "a lattice", attribute(rounding, "rounded_quotients", half_down)),
    ("integers of any size that round half down", "a lattice", of_any_size_half_down),
    (
        "an exact engine that rounds integers half down",
        "integers",
        constants(RoundWhole, lambda whole: {"plus": whole.plus - 1}, "exactly"),
    ),
    ("two numbers in one buffer", "branches", one_buffer),
]


@pytest.mark.parametrize("name", GROUNDS)
def test_records_on_edges_and_ties_agree_where_nothing_is_planted(name):
    ground = GROUNDS[name]
    plan = agree(ground.policy, ground.records)
    assert not plan.program.exact
    assert ground.tier is None or ground.tier in tiers(plan)


@pytest.mark.parametrize(("ground", "plant"), [pytest.param(ground, plant, id=name) for name, ground, plant in PLANTS])
@pytest.mark.parametrize("checked", [False, True], ids=["by results", "by claims too"])
def test_a_planted_fault_is_found(ground, plant, checked, monkeypatch):
    plant(monkeypatch)
    with pytest.raises((AssertionError, PlanError)) as found, float_engine.every_row_checked(on=checked):
        agree(GROUNDS[ground].policy, GROUNDS[ground].records)
    assert checked or "row " in str(found.value)


def test_ties_and_their_neighbours_are_among_the_records():
    values = sorted({Fraction(each["x"], each["y"]) * 100 for each in ties()})
    assert sum((value * 2).denominator == 1 and value.denominator == 2 for value in values) > 10
    assert any(0 < b - a < 1 for a, b in pairwise(values))
