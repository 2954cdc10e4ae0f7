import pickle
from fractions import Fraction

import pytest
from tests.watch import ends

from asn_appraisal import Expression, Items, Mean, Number, Policy, Steps, Sum, TraceStep, When
from asn_appraisal.appraising.trace_steps import own_fields

X, Y, T = Number("x"), Number("y"), Number("t")
ROWS = Items("rows", (T,))


def _trace(score: Expression, **record: object) -> dict[str, TraceStep]:
    policy = Policy("contoh", "Contoh", score=score, reported=2)
    return {step.key: step for step in policy.appraise(record).trace}


def test_a_step_holds_the_parts_it_used_and_the_branches_it_took() -> None:
    inner = (X * 2).named("inner")
    choice = When(inner > 5, inner, Y)
    step = _trace(choice.named("outer"), x=3, y=1)["outer"]
    assert (6, ["inner"], ((choice, 0),)) == (
        step.value,
        [child.key for child in dict.fromkeys(step.children)],
        step.choices,
    )


@pytest.mark.parametrize(("x", "branch"), [("24", 0), ("24.01", 1), ("50", 1), ("50.01", 2)])
def test_the_branch_taken_is_counted_from_zero_and_otherwise_is_the_last(x: str, branch: int) -> None:
    steps = Steps(X, ("<= 24", 1), ("<= 50", 2), otherwise=3)
    assert ((steps, branch),) == _trace(steps.named("nilai"), x=x)["nilai"].choices


@pytest.mark.parametrize(("x", "branch"), [(1, 1), (-1, 0)])
def test_whether_a_value_was_replaced_is_a_choice_too(x: int, branch: int) -> None:
    but = X.but(0, when=X > 0)
    assert ((but, branch),) == _trace(but.named("nilai"), x=x)["nilai"].choices


def test_the_choices_inside_a_part_belong_to_that_part_alone() -> None:
    inner = When(X > 0, X, 0).named("inner")
    steps = _trace((inner + 1).named("outer"), x=1)
    assert (len(steps["inner"].choices), steps["outer"].choices) == (1, ())


def test_a_step_over_rows_says_its_list_and_row() -> None:
    each = (T * X).named("each")
    policy = Policy("contoh", "Contoh", score=ROWS.sum(each).named("nilai"))
    trace = policy.appraise({"x": 2, "rows": [{"t": 1}, {"t": 2}]}).trace
    assert [(s.key, s.place) for s in trace] == [("each", ("rows", 0)), ("each", ("rows", 1)), ("nilai", None)]


def test_the_inputs_of_a_step_are_the_fields_of_its_own_formula_with_their_values() -> None:
    each = (T * X).named("each")
    policy = Policy("contoh", "Contoh", score=(ROWS.sum(each) + Y).named("nilai"))
    trace = policy.appraise({"x": 2, "y": 7, "rows": [{"t": 1}, {"t": 5}]}).trace
    assert trace.step("each", 1).inputs == ((T, 5), (X, 2))
    assert trace.step("nilai").inputs == ((Y, 7),)


@pytest.mark.parametrize(
    ("expression", "keys"),
    [
        (X + Y * X, ["x", "y"]),
        (Mean(Y, X.named("part")), ["y"]),
        (ROWS.sum(T * X) + Y, ["y"]),
        (When(X > 0, Y, 0), ["x", "y"]),
    ],
)
def test_the_fields_of_parts_and_rows_below_are_not_a_formulas_own(expression: Expression, keys: list[str]) -> None:
    assert keys == [field.key for field in own_fields(expression)]


def test_a_value_that_the_formula_did_not_see_is_a_key_error() -> None:
    step = _trace(X.named("nilai"), x=1)["nilai"]
    assert step.value_of(X) == 1
    with pytest.raises(KeyError):
        step.value_of(Y)


def test_a_row_part_gives_the_value_of_a_record_part_it_used() -> None:
    whole = (X * 2).named("whole")
    each = (T * whole).named("each")
    policy = Policy("contoh", "Contoh", score=ROWS.sum(each).named("nilai"))
    step = policy.appraise({"x": 2, "rows": [{"t": 1}]}).trace.step("each", 0)
    assert (step.value_of(whole), step.value_of(T)) == (4, 1)


def test_a_step_is_a_value_that_pickles() -> None:
    step = _trace((X / 3).named("nilai"), x=1)["nilai"]
    assert step == pickle.loads(pickle.dumps(step))  # noqa: S301 - our own bytes
    assert step.value == Fraction(1, 3)


def test_two_traces_of_parts_that_rest_many_times_on_one_another_are_compared_at_once() -> None:
    part = Number("x").named("p0")
    for at in range(1, 45):
        part = Sum(part, part, part).named(f"p{at}")
    policy = Policy("contoh", "Contoh", score=part)
    with ends():
        one, other = policy.appraise({"x": 1}), policy.appraise({"x": "1"})
        assert one == other
        assert hash(one.trace) == hash(other.trace)
        assert one != policy.appraise({"x": 2})


def test_a_step_keeps_the_values_of_the_rows_that_a_total_was_worked_out_from() -> None:
    hasil = Number("hasil")
    tugas = Items("tugas", [hasil, Number("bobot")])
    total, other = tugas.where(hasil > 1).sum(hasil * 2), tugas.mean(hasil)
    score = When(total > 5, total, other).named("nilai")
    step = (
        Policy("contoh", "Contoh", score=score, reported=2)
        .appraise({"tugas": [{"hasil": 1, "bobot": 0}, {"hasil": 2, "bobot": 0}, {"hasil": 3, "bobot": 0}]})
        .trace.step("nilai")
    )
    assert step.row_values(total) == [4, 6]
    assert step.row_values(other) is None  # its branch was not taken
