# ruff: noqa: S311  (chance for tests, nothing secret)

from random import Random

import pytest

from asn_appraisal import Case, Number, Weighted, When
from asn_appraisal.algebra.edges import Edge, checked_order
from asn_appraisal.algebra.kinds import CONDITION, LABEL, NUMBER
from asn_appraisal.analysis.formulas import written
from asn_appraisal.testing.drawing.formulas import MOST_NODES, Formulas, Scope

SEEDS = range(60)


def test_a_place_shows_the_row_before_the_record() -> None:
    record = Scope((Number("a"),))
    row = Scope((Number("b"),), record)
    row.parts.append(Number("b").named("c"))
    assert [written(entry) for entry in row.entries(NUMBER)] == ["b", "c"] * 3 + ["a"]
    assert [written(entry) for entry in record.entries(NUMBER)] == ["a"]


@pytest.mark.parametrize("seed", SEEDS)
def test_formulas_are_of_the_kind_asked_for(seed: int) -> None:
    formulas = Formulas(Random(seed))
    for place in (formulas.record, formulas.lists[0][1]):
        assert formulas.number(place, 3).kind == NUMBER
        assert formulas.label(place, 3).kind == LABEL
        condition = formulas.condition(place, 3)
        assert (condition.kind, condition.may_be_absent) == (CONDITION, False)
        assert not formulas.there(place, 3).may_be_absent


def test_what_may_be_absent_is_answered_in_every_way() -> None:
    formulas = Formulas(Random(1))
    absent = Number("kosong", optional=True)
    answers = [formulas.present(absent, formulas.record) for _ in range(100)]
    assert {type(answer).__name__ for answer in answers} == {"OrElse", "Required", "When"}
    assert not any(answer.may_be_absent for answer in answers)
    assert formulas.present(Number("ada"), formulas.record) == Number("ada")


def test_branches_stay_absent_together_or_are_all_answered() -> None:
    formulas = Formulas(Random(1))
    there, absent = Number("ada"), Number("kosong", optional=True)
    assert formulas.alike([absent, absent], formulas.record) == [absent, absent]
    mended = formulas.alike([absent, there], formulas.record)
    assert mended[1] == there
    assert not mended[0].may_be_absent


@pytest.mark.parametrize("seed", SEEDS)
def test_edges_widen_and_weights_make_100(seed: int) -> None:
    formulas = Formulas(Random(seed))
    for count in (1, 2, 4):
        edges = [Edge.of(text) for text in formulas.edges(count)]
        assert len({edge.bound for edge in edges}) == count
        checked_order((edge, True) for edge in edges)
        assert sum(formulas.weights(count)) == 100
    low, high = formulas.two_edges()
    assert low <= high


def test_a_formula_does_not_grow_without_end() -> None:
    for seed in SEEDS:
        formulas = Formulas(Random(seed))
        formulas.number(formulas.record, 50)
        assert formulas.nodes < 20 * MOST_NODES


def test_lists_with_the_same_fields_share_the_parts_of_their_rows() -> None:
    both = [Formulas(Random(seed)).lists for seed in SEEDS]
    shared = [first[1] is second[1] for first, second in both]
    assert set(shared) == {True, False}
    for (first, place), (second, other) in both:
        assert (place is other) == (first.fields == second.fields)


def test_weights_are_whole_or_broken() -> None:
    formulas = Formulas(Random(3))
    found = {weight.denominator == 1 for _ in range(50) for weight in formulas.weights(3)}
    assert found == {True, False}


def test_the_blocks_are_those_of_the_algebra() -> None:
    formulas = Formulas(Random(5))
    made = {type(formulas.number(formulas.record, 2)) for _ in range(400) if not setattr(formulas, "nodes", 0)}
    assert made >= {Case, Weighted, When}
