from fractions import Fraction
from typing import Any

import pytest
from tests.columns.agreement import agree, planned
from tests.watch import ends

from asn_appraisal import Category, Flag, Items, Number, Policy, When, appraise_table
from asn_appraisal.algebra.expressions import Constant
from asn_appraisal.columns.compiling.bounds import RECORD, Bounds, Codes, Mask, RowBounds
from asn_appraisal.columns.compiling.planners import Planner
from asn_appraisal.columns.compiling.plans import COMPILERS
from asn_appraisal.columns.operations import Refuse
from asn_appraisal.errors import PlanSizeError

X = Number("x", low=0, high=100)
FLAG = Flag("f")
KIND = Category("k", ("a", "b"))
ROW = Number("p", low=0, high=100)
ROWS = Items("rows", [ROW])


def planner() -> Planner:
    policy = Policy("coba", "Coba", score=When(FLAG & KIND.is_("a"), X, ROWS.mean(ROW)).rounded(2))
    bounds = {(RECORD, "x"): Bounds(0, 10**4), (RECORD, "f"): Bounds(), (RECORD, "k"): Bounds()}
    return Planner(policy.outline, bounds | {("rows", "p"): Bounds(0, 10**4)}, {"rows": RowBounds(1, 5)}, COMPILERS)


def names(made: Planner) -> list[str]:
    return [operation.name for operation in made.program.operations]


def test_an_expression_is_compiled_once_for_a_level_and_the_rows_that_count():
    made = planner()
    node = X * X
    assert made.compiled(node, RECORD) is made.compiled(node, RECORD)
    with made.under(made.program.load(RECORD, "f", "values", "mask")):
        assert made.compiled(node, RECORD).slot == made.compiled(node, RECORD).slot
    assert names(made).count("multiply") == 1


def test_what_rows_do_not_change_is_worked_out_once_a_record_and_spread():
    made = planner()
    product = made.compiled(X * X, "rows")
    assert names(made)[-2:] == ["multiply", "spread"]
    assert (product.table, made.program.tables[product.slot]) == ("rows", "rows")
    assert made.compiled(Constant(Fraction(3)), "rows").table == "rows"


def test_what_is_brought_to_rows_keeps_its_bounds_absence_and_divisor():
    made = planner()
    x = made.compiled(X / (X + 1), RECORD)
    brought = made.brought(x, "rows")
    assert (brought.low, brought.high, brought.grid, brought.most) == (x.low, x.high, x.grid, x.most)
    assert made.program.tables[brought.divisor] == "rows"
    absent = made.program.load(RECORD, "k", "absent", "mask")
    code = made.program.load(RECORD, "k", "values", "code")
    label = made.brought(Codes(RECORD, code, ("a", "b"), absent=absent), "rows")
    assert {made.program.tables[slot] for slot in (label.slot, label.absent)} == {"rows"}
    assert made.brought(Mask(RECORD, None, always=True), "rows") == Mask("rows", None, always=True)


def test_a_branch_that_every_row_takes_is_worked_out_for_all():
    made = planner()
    assert made.narrowed(Mask(RECORD, None, always=True), RECORD) is None
    nowhere = made.narrowed(Mask(RECORD, None, always=True), RECORD, holds=False)
    assert made.known(nowhere) is False


def test_what_goes_wrong_in_a_branch_not_taken_refuses_nothing():
    y = Number("y", low=0, high=10)
    policy = Policy("coba", "Coba", score=When(y > 0, X / y, When(X > 50, 1 / (X - 60), 7)).rounded(2))
    records = [{"x": x, "y": y} for x in (50, 60, 61) for y in (0, "0.01", 10)]
    plan = agree(policy, records)
    assert [each.name for each in plan.program.operations].count("refuse") == 2
    results = planned(policy, records)
    assert results[1].refused.sum() == 0


def test_a_table_of_branches_in_branches_is_refused_and_a_record_is_not() -> None:
    x, y = (Number(key, low=0, high=100) for key in ("x", "y"))
    part: Any = x.named("p0")
    for at in range(1, 40):
        part = part.but(part + 1, when=part > y + at).named(f"p{at}")
    policy = Policy("contoh", "Contoh", score=part)
    assert policy.appraise({"x": 3, "y": 5}).score == 3
    with ends(60), pytest.raises(PlanSizeError):
        appraise_table(policy, {"x": [3, 50], "y": [5, 7]})


@pytest.mark.parametrize(
    ("score", "certain"),
    [
        (lambda: X / (X - 1), {True}),
        (lambda: ROWS.sum(ROW / (ROW - 1)), {True}),
        (lambda: ROWS.sum(ROWS.weighted(ROW, by=ROW)), {True}),
        (lambda: ROWS.where(ROW >= 5).sum(ROWS.weighted(ROW, by=ROW)), {False}),
        (lambda: ROWS.sum(When(ROW >= 5, X / (X - 1), 0)), {False}),
    ],
)
def test_a_fault_of_the_record_is_certain_unless_only_some_rows_need_what_it_is_in(score, certain):
    plan, _ = planned(
        Policy("coba", "Coba", score=score().rounded(2)), [{"x": 0, "rows": [{"p": 0}]}, {"x": 9, "rows": [{"p": 9}]}]
    )
    assert {each.certain for each in plan.program.operations if isinstance(each, Refuse)} == certain
