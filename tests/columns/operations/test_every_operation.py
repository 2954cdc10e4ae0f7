"""Every operation crossed with every engine: exact numbers, floats, and a third engine that knows the classes from outside."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.columns.agreement import planned
from tests.columns.operations.alone import HALF, block, exact_run, exactly, in_floats, ratio, values_of
from tests.columns.operations.plain_engine import PLAIN

from asn_appraisal import Bands, Category, Items, Number, Policy, When
from asn_appraisal.columns import operations as ops
from asn_appraisal.columns.operations import OPERATIONS, Operation, Ratio
from asn_appraisal.columns.operations.storage import CODE, MASK, NUMBER, SHORT, SMALL, TINY, TYPES
from asn_appraisal.rounding import MODES

COUNTS = (2, 0, 1, 3)  # rows of the list of each record
SIZES = {"": len(COUNTS), "rows": sum(COUNTS)}
OPERATORS = [">=", ">", "<=", "<", "=="]
Column = tuple[str, list[Any]]


class Draws:
    """Columns and constants that float64 holds, so that engines that mean the same give the same."""

    def __init__(self, draw: Callable[..., Any]) -> None:
        self.draw = draw

    def column(self, values: st.SearchStrategy, kind: str, table: str = "") -> Column:
        """A column of a table."""
        return kind, self.draw(st.lists(values, min_size=SIZES[table], max_size=SIZES[table]))

    def numbers(self, kind: str = NUMBER, table: str = "", low: int = -40) -> Column:
        """A column of whole numbers."""
        return self.column(st.integers(low, 40), kind, table)

    def masks(self, table: str = "") -> Column:
        """A column of truths."""
        return self.column(st.booleans(), MASK, table)

    def codes(self, levels: int = 3) -> Column:
        """A column of level numbers."""
        return self.column(st.integers(0, levels - 1), CODE)

    def eighth(self) -> Fraction:
        """A constant that float64 holds."""
        return Fraction(self.draw(st.integers(-80, 80)), 8)

    def whole(self, low: int = -40, high: int = 40) -> int:
        """A whole constant."""
        return self.draw(st.integers(low, high))

    def ends(self, part: int = 1) -> list[Fraction | None]:
        """Two limits, each of which may be open."""
        whole = st.integers(-30, 30).map(lambda end: Fraction(end, part))
        return [self.draw(st.none() | whole) for _ in range(2)]

    def one_of(self, *among: Any) -> Any:
        """One of some things."""
        return self.draw(st.sampled_from(among))

    def several(self, column: Callable[..., Column], *about: Any) -> tuple[tuple[int, ...], list[Column]]:
        """Some columns, and their slots."""
        count = self.whole(1, 4)
        return tuple(range(count)), [column(*about) for _ in range(count)]


def linear(d: Draws) -> tuple[Operation, list[Column]]:
    kind = d.one_of(NUMBER, SHORT, SMALL)
    parts, found = d.several(d.numbers, NUMBER if kind == NUMBER else TINY)
    factors = tuple(d.eighth() if kind == NUMBER else Fraction(d.one_of(-3, -1, 1, 1, 2)) for _ in parts)
    return ops.Linear("", parts, factors, kind), found


def rounding(d: Draws) -> tuple[Operation, list[Column]]:
    signed, mode = d.one_of(True, False), d.one_of(*MODES)
    factor = Fraction(d.whole(-8 if signed else 0, 8), 8)
    addend = Fraction(d.whole(-80 if signed else 0, 80), 8)
    low, high = d.ends() if signed else (None, Fraction(d.whole(0, 30)))
    # Numbers and ties lie on eighths.
    operation = ops.Round("", 0, factor, addend, low, high, shift=Fraction(1, 16), mode=mode, signed=signed)
    return operation, [d.numbers(low=-40 if signed else 0)]


def choose(d: Draws) -> tuple[Operation, list[Column]]:
    branches = [d.one_of(None, ops.Fixed(d.eighth())) for _ in range(2)]
    slots = iter((1, 2))
    then, otherwise = (next(slots) if branch is None else branch for branch in branches)
    found = [d.masks(), *(d.numbers() for branch in branches if branch is None)]
    return ops.Choose("", 0, then, otherwise), found


def of_masks(operation: Callable[..., Operation], *about: Any) -> Callable[[Draws], tuple[Operation, list[Column]]]:
    def drawn(d: Draws) -> tuple[Operation, list[Column]]:
        parts, found = d.several(d.masks)
        return operation("", parts, *about), found

    return drawn


def spread(d: Draws) -> tuple[Operation, list[Column]]:
    kind = d.one_of(NUMBER, MASK, CODE)
    return ops.Spread("rows", 0, kind), [{NUMBER: d.numbers, MASK: d.masks, CODE: d.codes}[kind]()]


def segment_sum(d: Draws) -> tuple[Operation, list[Column]]:
    kind, stored = d.one_of((NUMBER, NUMBER), (SHORT, TINY), (SMALL, SHORT))
    return ops.SegmentSum("", 0, "rows", kind), [d.numbers(stored, "rows")]


def taken(d: Draws) -> tuple[Operation, list[Column]]:
    numbers = d.one_of((5, 7, 9), (9, 7, 5), (4, 4, 4), (1, -7, 30))
    return ops.Take("", 0, tuple(map(Fraction, numbers)), d.one_of(NUMBER, SMALL)), [d.codes()]


def aside(operation: type[ops.Refuse | ops.Doubt]) -> Callable[[Draws], tuple[Operation, list[Column]]]:
    def drawn(d: Draws) -> tuple[Operation, list[Column]]:
        table = d.one_of("", "rows")
        return operation(table, 0), [d.masks(table)]

    return drawn


DRAWN: dict[type[Operation], Callable[[Draws], tuple[Operation, list[Column]]]] = {
    ops.Affine: lambda d: (
        ops.Affine("", 0, d.one_of(Fraction(1), Fraction(-1), d.eighth()), d.eighth()),
        [d.numbers()],
    ),
    ops.Clip: lambda d: (ops.Clip("", 0, *d.ends(8)), [d.numbers()]),
    ops.Linear: linear,
    ops.Widen: lambda d: (ops.Widen("", 0), [d.numbers(d.one_of(TINY, SHORT, SMALL))]),
    ops.Multiply: lambda d: (ops.Multiply("", 0, 1), [d.numbers(), d.numbers()]),
    ops.Divide: lambda d: (ops.Divide("", 0, 1), [d.numbers(), d.column(st.sampled_from([-7, -1, 1, 3, 8]), NUMBER)]),
    ops.Maximum: lambda d: (ops.Maximum("", 0, 1), [d.numbers(), d.numbers()]),
    ops.Minimum: lambda d: (ops.Minimum("", 0, 1), [d.numbers(), d.numbers()]),
    ops.AddMask: lambda d: (ops.AddMask("", 0, 1), [d.numbers(), d.masks()]),
    ops.Full: lambda d: (ops.Full(d.one_of("", "rows"), d.eighth()), []),
    ops.FullMask: lambda d: (ops.FullMask(d.one_of("", "rows"), d.one_of(True, False)), []),
    ops.FullCode: lambda d: (ops.FullCode(d.one_of("", "rows"), d.whole(0, 126)), []),
    ops.Round: rounding,
    ops.RoundWhole: lambda d: (
        ops.RoundWhole(
            "", 0, d.whole(), d.whole(), d.whole(1, 50), *d.one_of((None, None), (0, None), (-3, 9), (None, 2))
        ),
        [d.numbers(d.one_of(TINY, SMALL))],
    ),
    ops.NearTie: lambda d: (
        ops.NearTie("", 0, Fraction(1, 8), d.eighth(), *d.ends(), half=d.one_of(HALF, 0 * HALF), error=Fraction(1, 16)),
        [d.numbers()],
    ),
    ops.Compare: lambda d: (
        ops.Compare("", 0, d.one_of(*OPERATORS), d.eighth(), d.one_of(Fraction(0), Fraction(1, 16))),
        [d.numbers()],
    ),
    ops.CompareWhole: lambda d: (ops.CompareWhole("", 0, d.one_of(*OPERATORS), d.whole()), [d.numbers(TINY)]),
    ops.Near: lambda d: (ops.Near("", 0, d.eighth(), Fraction(1, 2)), [d.numbers()]),
    ops.Same: lambda d: (ops.Same("", 0, 1), d.one_of([d.codes(), d.codes()], [d.masks(), d.masks()])),
    ops.Not: lambda d: (ops.Not("", 0), [d.masks()]),
    ops.And: lambda d: (ops.And("", 0, 1), [d.masks(), d.masks()]),
    ops.Or: lambda d: (ops.Or("", 0, 1), [d.masks(), d.masks()]),
    ops.Choose: choose,
    ops.ChooseCode: lambda d: (ops.ChooseCode("", 0, 1, 2), [d.masks(), d.codes(), d.codes()]),
    ops.CountNot: of_masks(ops.CountNot),
    ops.First: of_masks(ops.First),
    ops.Tally: of_masks(ops.Tally, 2),
    ops.Take: taken,
    ops.TakeCode: lambda d: (ops.TakeCode("", 0, (4, 0, 9)), [d.codes()]),
    ops.TakeMask: lambda d: (ops.TakeMask("", 0, (True, False, True)), [d.codes()]),
    ops.Cell: lambda d: (ops.Cell("", 0, 1, (5, 4, 3, 2, 1, 0), 2), [d.codes(), d.codes(2)]),
    ops.Spread: spread,
    ops.SegmentSum: segment_sum,
    ops.SegmentTally: lambda d: (ops.SegmentTally("", 0, "rows"), [d.masks("rows")]),
    ops.SegmentLeast: lambda d: (ops.SegmentLeast("", 0, "rows"), [d.numbers(table="rows")]),
    ops.SegmentGreatest: lambda d: (ops.SegmentGreatest("", 0, "rows"), [d.numbers(table="rows")]),
    ops.Refuse: aside(ops.Refuse),
    ops.Doubt: aside(ops.Doubt),
}
# What floats alone look for: rows too close to call. Exact numbers never are.
DOUBTS = {ops.Near, ops.NearTie, ops.Doubt}


def classes(of: type[Operation] = Operation) -> Iterator[type[Operation]]:
    for each in of.__subclasses__():
        # attrs makes a second class for the slots; the first lives until it is collected, and has no name any more.
        if each.__module__.startswith(ops.__name__) and getattr(sys.modules[each.__module__], each.__name__) is each:
            yield each
            yield from classes(each)


def test_each_operation_is_listed_drawn_and_known_to_every_engine():
    found = {each for each in classes() if {"exactly", "kernel"} & {*vars(each)}}
    assert found == set(OPERATIONS) == set(DRAWN) == set(PLAIN.functions)
    assert len(OPERATIONS) == len(found)
    for each in OPERATIONS:
        assert {"exactly", "kernel"} <= {*vars(each)}, each
        assert each.__doc__ != Operation.__doc__


def columns(drawn: list[Column]) -> tuple[list[Any], list[Any]]:
    """Columns as the exact engine has them, and as the float engine has them."""
    exact = [np.array(values) if kind in {MASK, CODE} else ratio(values) for kind, values in drawn]
    return exact, [np.array(values, TYPES[kind]) for kind, values in drawn]


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each not in {ops.Refuse, ops.Doubt}])
@given(data=st.data())
def test_an_operation_does_in_every_engine_what_it_means(operation, data):
    made, drawn = DRAWN[operation](Draws(data.draw))
    exact, floats = columns(drawn)
    size = SIZES[made.table]
    meant = exactly(made, *exact, counts=COUNTS, size=size)
    assert meant == PLAIN(made, dict(enumerate(values for _, values in drawn)), COUNTS)
    found = in_floats(made, *floats, counts=COUNTS, size=size)
    if operation not in DOUBTS:
        assert found.tolist() == [float(each) if isinstance(each, Fraction) else each for each in meant]


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each not in {ops.Refuse, ops.Doubt}])
@given(data=st.data())
def test_an_operation_in_64_bits_means_the_same_in_the_rows_that_it_does_not_leave(operation, data):
    made, drawn = DRAWN[operation](Draws(data.draw))
    size = SIZES[made.table]
    part = data.draw(st.sampled_from([1, 1, 3, 2**40, 2**62]))
    meant = exactly(made, *in_parts(drawn, part, object), counts=COUNTS, size=size)
    run = exact_run(in_parts(drawn, part, np.int64), COUNTS, size)
    run = evolve(run, left=np.zeros(len(run.refused), bool))
    found = made.exactly(run)
    gone = run.left if made.table == "" else np.repeat(run.left, COUNTS)
    told = values_of(found, size)
    assert [a for a, out in zip(told, gone, strict=True) if not out] == [
        a for a, out in zip(meant, gone, strict=True) if not out
    ]
    assert operation is ops.Divide or not gone.any()
    if isinstance(found, Ratio) and part < 2**40:
        assert isinstance(found.top, int) or found.top.dtype != object


def in_parts(drawn: list[Column], part: int, stored: type) -> list[Any]:
    """Columns of numbers over one denominator, in integers of a type."""
    return [
        np.array(values) if kind in {MASK, CODE} else Ratio(np.array(values, stored), part) for kind, values in drawn
    ]


@pytest.mark.parametrize("operation", [ops.Refuse, ops.Doubt])
@given(data=st.data())
def test_rows_are_set_aside_by_the_engine_that_must(operation, data):
    made, drawn = DRAWN[operation](Draws(data.draw))
    mask = PLAIN(made, dict(enumerate(values for _, values in drawn)), COUNTS)
    owners = [*range(len(COUNTS))] if made.table == "" else [at for at, n in enumerate(COUNTS) for _ in range(n)]
    wanted = [any(held for held, owner in zip(mask, owners, strict=True) if owner == at) for at in range(len(COUNTS))]
    exact, floats = columns(drawn)
    stretch, run = block(floats, COUNTS), exact_run(exact, COUNTS)
    made.kernel()(stretch, np.empty(0))
    made.exactly(run)
    nowhere = [False] * len(COUNTS)
    refusing = operation is ops.Refuse
    assert stretch.refused.tolist() == run.refused.tolist() == (wanted if refusing else nowhere)
    assert stretch.doubted.tolist() == (nowhere if refusing else wanted)


@given(data=st.data())
def test_floats_doubt_each_row_within_the_error_of_an_edge_or_a_tie(data):
    d = Draws(data.draw)
    near, ((_, values),) = DRAWN[ops.Near](d)
    assert in_floats(near, np.array(values, float)).tolist() == [abs(a - near.threshold) <= near.error for a in values]
    tie, ((_, values),) = DRAWN[ops.NearTie](d)
    limits = [None if end is None else end + tie.half for end in (tie.low, tie.high)]
    clipped = ops.Clip("", 0, *limits)
    moved = exactly(clipped, ratio([a * tie.factor + tie.addend + tie.half for a in values]), size=len(values))
    wanted = [abs(a - round(a)) <= tie.error for a in moved]
    assert in_floats(tie, np.array(values, float)).tolist() == wanted


# --- a whole program by an engine from outside


X, K = Number("x", low=-9, high=9), Category("k", ("a", "b", "c"))
P, Q = Number("p", low=1, high=9, decimals=0), Number("q", low=0, high=9)
ROWS = Items("rows", [P, Q], at_least=0)
TOTAL = (ROWS.mean(Q / P).or_else(0) * 10 + ROWS.greatest(Q).or_else(1) + When(K.is_("b"), X / 7, 3 * X)).named(
    "jumlah"
)
POLICY = Policy(
    "coba", "Coba", score=TOTAL.rounded(2), band=TOTAL.rated(Bands(("a", ">= 9"), ("b", "> 2.5"), ("c", None)))
)
RECORDS = [
    {"x": at - 9, "k": "abc"[at % 3], "rows": [{"p": 1 + (at + row) % 9, "q": at * row % 10} for row in range(at % 4)]}
    for at in range(19)
]


def test_a_program_runs_in_an_engine_that_knows_the_operations_from_outside():
    plan, inputs = planned(POLICY, RECORDS)
    ends = inputs.data.offsets["rows"]
    counts = (ends[1:] - ends[:-1]).tolist()
    needed = plan.program.needed(plan.results)
    assert PLAIN.unknown(needed) == []
    slots: dict[int, list[Any]] = {}
    for (table, key, what), slot in plan.program.loads.items():
        column = counts if what == "count" else inputs.data.columns[table, key, what].tolist()
        slots[slot] = [Fraction(each) if plan.program.kinds[slot] not in {MASK, CODE} else each for each in column]
    for operation in needed:
        written = PLAIN(operation, slots, counts)
        if operation.out is None:
            assert operation.name == "doubt" or not any(written)
        else:
            slots[operation.out] = written
    alone = [POLICY.appraise(record) for record in RECORDS]
    assert [units / 10**plan.places for units in slots[plan.score]] == [Fraction(one.score) for one in alone]
    keys = [level.key for level in POLICY.band.levels]
    assert [keys[code] for code in slots[plan.band]] == [one.band.key for one in alone]
