from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import errors

x, y = asn.Number("x"), asn.Number("y")
absent = asn.Number("biaya", optional=True)
flag, maybe_flag = asn.Flag("hadir"), asn.Flag("hadir", optional=True)
label = asn.Category("jenis", ["tetap", "kontrak", "magang"])
maybe_label = asn.Category("jenis", ["tetap", "kontrak"], optional=True)
LAW, OTHER = asn.Source("PP 46/2011"), asn.Source("PP 30/2019")

hundredths = st.integers(-20_000, 20_000).map(lambda n: Fraction(n, 100))


def appraised(expression: Any, **record: object) -> Fraction | None:
    return asn.Policy("contoh", "Contoh", score=expression, reported=2).appraise(record).exact


# --- When


@pytest.mark.parametrize(("expected", "value"), [(1, "20"), (1, "20.01"), (0, "19.99")])
def test_when_takes_the_branch_of_its_condition(expected: int, value: str) -> None:
    assert expected == appraised(asn.When(x >= 20, 1, 0), x=value)


def test_only_the_branch_taken_is_worked_out() -> None:
    safe = asn.When(y.equals(0), 0, x / y)
    assert appraised(safe, x=1, y=0) == 0
    assert Fraction(1, 4) == appraised(safe, x=1, y=4)


@pytest.mark.parametrize(("expected", "hadir"), [(15, True), (0, False)])
def test_points_are_given_for_a_flag(expected: int, hadir: bool) -> None:
    assert expected == appraised(flag.points(15), hadir=hadir)


@pytest.mark.parametrize(("expected", "hadir"), [("17.5", True), ("-2", False)])
def test_points_may_be_given_for_a_flag_that_is_false(expected: str, hadir: bool) -> None:
    assert Fraction(expected) == appraised(flag.points("17.5", -2), hadir=hadir)


def test_points_are_a_choice() -> None:
    assert asn.When(flag, 15, 0) == flag.points(15)


@pytest.mark.parametrize(
    "written",
    [
        lambda: asn.When(x, 1, 0),
        lambda: asn.When(label, 1, 0),
        lambda: asn.When(1, 1, 0),
        lambda: asn.When(flag, 1, "tetap"),
        lambda: asn.When(flag, x, label),
        lambda: asn.When(flag, flag, 0),
    ],
)
def test_when_refuses_kinds_that_are_mixed_up(written: Callable[[], object]) -> None:
    with pytest.raises(errors.KindError):
        written()


@pytest.mark.parametrize("written", [lambda: asn.When(flag, absent, 0), lambda: asn.When(flag, 0, absent)])
def test_when_refuses_branches_of_which_only_one_may_be_absent(written: Callable[[], object]) -> None:
    with pytest.raises(errors.AbsentPartError):
        written()


@pytest.mark.parametrize("written", [lambda: asn.When(maybe_flag, 1, 0), lambda: maybe_flag.points(15)])
def test_when_refuses_a_condition_that_may_be_absent(written: Callable[[], object]) -> None:
    # A flag that is missing is not false.
    with pytest.raises(errors.AbsentPartError):
        written()


# --- Steps


def ladder(value: Fraction) -> int:
    if value <= 24:
        return 1
    if value <= Fraction("50.5"):
        return 2
    if value < 100:
        return 3
    if value <= 100:
        return 4
    return 5


def falling(value: Fraction) -> int:
    if value > 90:
        return 1
    if value >= 90:
        return 2
    if value >= Fraction("88.31"):
        return 3
    if value > -5:
        return 4
    return 5


RISING = asn.Policy(
    "naik", "Naik", score=asn.Steps(x, ("<= 24", 1), ("<= 50.5", 2), ("< 100", 3), ("<= 100", 4), otherwise=5)
)
FALLING = asn.Policy(
    "turun", "Turun", score=asn.Steps(x, ("> 90", 1), (">= 90", 2), (">= 88.31", 3), ("> -5", 4), otherwise=5)
)
near_edges = st.builds(
    lambda edge, off: Fraction(edge) + Fraction(off, 100),
    st.sampled_from(["24", "50.5", "100", "90", "88.31", "-5"]),
    st.integers(-2, 2),
)


@given(near_edges | hundredths)
@example(Fraction(24))
@example(Fraction("50.5"))
@example(Fraction(100))
def test_the_first_step_met_wins_from_below(value: Fraction) -> None:
    assert ladder(value) == RISING.appraise({"x": value}).exact


@given(near_edges | hundredths)
@example(Fraction(90))
@example(Fraction("88.31"))
@example(Fraction(-5))
def test_the_first_step_met_wins_from_above(value: Fraction) -> None:
    assert falling(value) == FALLING.appraise({"x": value}).exact


@pytest.mark.parametrize(("expected", "value"), [("100", "24"), ("75.99", "24.01"), ("76", "0"), ("0", "100")])
def test_the_results_of_steps_may_be_formulas(expected: str, value: str) -> None:
    assert Fraction(expected) == appraised(asn.Steps(x, ("<= 24", 76 + x), otherwise=100 - x), x=value)


def test_only_the_step_taken_is_worked_out() -> None:
    assert appraised(asn.Steps(x, ("<= 0", 0), otherwise=100 / x), x=0) == 0


def test_steps_of_an_absent_value_are_absent_with_it() -> None:
    steps = asn.Steps(absent, ("<= 24", absent + 76), otherwise=5)
    assert steps.may_be_absent
    assert appraised(steps.or_else(-1)) == -1
    assert appraised(steps.or_else(-1), biaya=30) == 5


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.EmptyPartsError, lambda: asn.Steps(x, otherwise=0)),
        (errors.KindError, lambda: asn.Steps(label, ("<= 24", 1), otherwise=0)),
        (errors.KindError, lambda: asn.Steps(x, ("<= 24", "tetap"), otherwise=0)),
        (errors.KindError, lambda: asn.Steps(x, ("<= 24", 1), otherwise=label)),
        (errors.KindError, lambda: asn.Steps(absent, ("<= 24", 1), otherwise=label)),
        (errors.AbsentPartError, lambda: asn.Steps(x, ("<= 24", absent), otherwise=0)),
        (errors.AbsentPartError, lambda: asn.Steps(x, ("<= 24", 0), otherwise=absent)),
        (errors.EdgeTextError, lambda: asn.Steps(x, (24, 1), otherwise=0)),
        (errors.EdgeOrderError, lambda: asn.Steps(x, ("<= 24", 1), ("<= 24", 2), otherwise=0)),
        (errors.EdgeOrderError, lambda: asn.Steps(x, ("<= 24", 1), ("< 24", 2), otherwise=0)),
        (errors.EdgeOrderError, lambda: asn.Steps(x, ("<= 24", 1), (">= 50", 2), otherwise=0)),
        (errors.EdgeOrderError, lambda: asn.Steps(x, (">= 24", 1), (">= 50", 2), otherwise=0)),
    ],
)
def test_steps_that_are_none_are_refused(error: type[asn.AppraisalError], written: Callable[[], object]) -> None:
    with pytest.raises(error):
        written()


def test_steps_need_a_result_for_what_meets_none() -> None:
    with pytest.raises(TypeError):
        asn.Steps(x, ("<= 24", 1))  # type: ignore[call-arg]


def test_each_step_has_its_own_source_or_the_common_one() -> None:
    steps = asn.Steps(x, ("<= 24", 1, OTHER), ("<= 50", 2), otherwise=0, source=LAW)
    assert steps.sources == ((OTHER,), (LAW,))


# --- Case


@pytest.mark.parametrize(("expected", "jenis"), [(25, "tetap"), ("0.5", "kontrak"), (-1, "magang")])
def test_a_case_takes_the_branch_of_its_level(expected: Any, jenis: str) -> None:
    assert Fraction(expected) == appraised(asn.Case(label, tetap=25, kontrak="0.5", magang=-1), jenis=jenis)


@pytest.mark.parametrize(("expected", "jenis"), [(25, "tetap"), (0, "kontrak"), (0, "magang")])
def test_otherwise_takes_the_levels_that_are_not_named(expected: int, jenis: str) -> None:
    assert expected == appraised(asn.Case(label, tetap=25, otherwise=0), jenis=jenis)


def test_only_the_case_taken_is_worked_out() -> None:
    assert appraised(asn.Case(label, tetap=0, otherwise=1 / x), jenis="tetap", x=0) == 0


def test_branches_may_be_given_as_a_mapping_or_by_keyword_in_any_order() -> None:
    by_keyword = asn.Case(label, magang=3, tetap=1, kontrak=2)
    assert asn.Case(label, {"tetap": 1, "kontrak": 2, "magang": 3}) == by_keyword
    assert asn.Case(label, {"tetap": 1}, kontrak=2, magang=3) == by_keyword
    assert asn.Case(label, tetap=1, kontrak=2, otherwise=3) == by_keyword
    assert by_keyword.keys == ("tetap", "kontrak", "magang")


@pytest.mark.parametrize(("expected", "key"), [(1, "otherwise"), (2, "source"), (3, "label")])
def test_a_level_that_is_also_an_argument_is_given_by_mapping(expected: int, key: str) -> None:
    odd = asn.Category("jenis", ["otherwise", "source", "label"])
    assert expected == appraised(asn.Case(odd, {"otherwise": 1, "source": 2, "label": 3}), jenis=key)


@pytest.mark.parametrize(
    ("missing", "branches"),
    [("kontrak, magang", {"tetap": 1}), ("magang", {"tetap": 1, "kontrak": 2}), ("tetap, kontrak, magang", {})],
)
def test_a_level_without_a_branch_is_refused(missing: str, branches: dict[str, int]) -> None:
    with pytest.raises(errors.CaseCoverageError) as caught:
        asn.Case(label, branches)
    assert {"what": "jenis", "levels": missing} == caught.value.facts


@pytest.mark.parametrize("level", ["honorer", "Tetap", "tetap_"])
def test_a_branch_for_a_level_that_does_not_exist_is_refused(level: str) -> None:
    with pytest.raises(errors.UnknownLevelError) as caught:
        asn.Case(label, {level: 1}, tetap=1, otherwise=0)
    assert repr(level) == caught.value.facts["level"]


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.EdgeOrderError, lambda: asn.Case(label, tetap=1, kontrak=2, magang=3, otherwise=0)),
        (errors.KindError, lambda: asn.Case(x, tetap=1)),
        (errors.KindError, lambda: asn.Case(flag, otherwise=1)),
        (errors.KindError, lambda: asn.Case(label, tetap=1, otherwise="tetap")),
        (errors.AbsentPartError, lambda: asn.Case(label, tetap=absent, otherwise=0)),
    ],
)
def test_a_case_that_is_none_is_refused(error: type[asn.AppraisalError], written: Callable[[], object]) -> None:
    with pytest.raises(error):
        written()


def test_a_case_whose_label_is_replaced_must_still_be_covered() -> None:
    case = asn.Case(label, tetap=1, otherwise=0)
    with pytest.raises(errors.CaseCoverageError):
        case.map(lambda child: asn.Category("jenis", ["tetap", "honorer"]) if child == label else child)


def test_the_case_of_an_absent_label_is_absent() -> None:
    case = asn.Case(maybe_label, tetap=1, kontrak=2)
    assert case.may_be_absent
    assert appraised(case.or_else(-1)) == -1
    assert appraised(case.or_else(-1), jenis="kontrak") == 2


def test_a_case_may_give_labels() -> None:
    band = asn.Case(label, tetap="baik", otherwise=asn.When(flag, "cukup", "kurang"))
    policy = asn.Policy("contoh", "Contoh", band=band)
    assert [level.key for level in band.levels] == ["baik", "cukup", "kurang"]
    reached = policy.appraise({"jenis": "magang", "hadir": False}).band
    assert reached is not None
    assert reached.key == "kurang"


def test_a_case_keeps_its_source() -> None:
    assert asn.Case(label, otherwise=0, source=LAW).sources == (LAW,)
