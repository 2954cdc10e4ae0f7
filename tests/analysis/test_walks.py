"""Walks over formulas: what is met, how often, in which order, and at which place."""

from fractions import Fraction

from hypothesis import given
from tests.expressions import expressions

from asn_appraisal import Bands, Number, Source
from asn_appraisal.algebra.expressions import Arithmetic, Constant, Expression, Named
from asn_appraisal.analysis import walks
from asn_appraisal.analysis.walks import descent, entries, first_places, placed_expressions, placed_roots

X, Y = Number("x"), Number("y")
LAW = Source("UU 1/2020", "2")


def test_numbers_and_sources_are_met_where_they_are_written():
    score = (X * 2 + Y / 4).named("nilai", source=LAW)
    met = list(entries(score))
    assert met.index(X) < met.index(Y)
    assert LAW in met
    assert [entry.value for entry in met if isinstance(entry, Constant)] == [Fraction(2), Fraction(4)]


@given(expressions(), expressions())
def test_each_node_is_met_once_and_none_is_left_out(one, other):
    met = [entry for entry in entries(one, other) if isinstance(entry, Expression)]
    assert len(met) == len(set(met))
    assert met[0] == one
    assert {child for node in met for child in node.children()} <= set(met)


@given(expressions(), expressions())
def test_every_expression_has_the_place_of_the_part_that_it_stands_in(one, other):
    score = (one.named("kiri") + other.named("kanan")).named("jumlah")
    found = list(placed_expressions(score, None))
    assert len(found) == len(set(found))
    assert found[0] == (score, "jumlah")
    for part, key in ((one, "kiri"), (other, "kanan")):
        inside = {node for node, place in found if place == key}
        assert part in inside
        assert {child for node in inside for child in node.children()} <= inside
    firsts = first_places(score, None)
    assert set(firsts) == {node for node, _ in found}
    assert all(place == next(at for node, at in found if node == each) for each, place in firsts.items())


def test_a_root_that_is_no_part_has_the_place_of_what_it_is():
    score, shown = X + 1, (Y * 2).named("dua_kali")
    band = score.rated(Bands(("a", ">= 1"), ("b", None)))
    assert placed_roots(score, band, (shown,)) == [(score, "nilai"), (shown, "nilai"), (band, "peringkat")]
    assert first_places(score, band, (shown,))[Y] == "dua_kali"
    assert first_places(None, band)[X] == "peringkat"


@given(expressions(), expressions())
def test_expressions_are_those_entries_that_give_a_value(one, other):
    met = list(walks.expressions(one, other))
    assert len(met) == len(set(met))
    assert met[0] == one
    assert {child for node in met for child in node.children()} <= set(met)


def test_nothing_below_a_closed_class_is_met():
    part = (X * 2).named("bagian")
    assert list(walks.expressions(part + Y, closed=(Named,))) == [part + Y, part, Y]
    assert list(walks.expressions(part, closed=(Named,))) == [part]


def test_a_descent_meets_a_node_once_for_each_thing_around_it_parents_first():
    def below(node, sign):
        sides = (sign, -sign) if isinstance(node, Arithmetic) and node.operator == "-" else (sign, sign)
        return zip(node.children(), sides, strict=False)

    twice, gap = X * 2, Y - X * 2
    met = list(descent([(gap, 1), (twice, 1), (gap, 1)], below))
    assert met == [
        *((gap, 1), (Y, 1), (twice, -1), (X, -1), (Constant(Fraction(2)), -1)),
        *((twice, 1), (X, 1), (Constant(Fraction(2)), 1)),
    ]


@given(expressions(), expressions())
def test_a_descent_with_nothing_around_is_the_walk_over_expressions(one, other):
    starts = [(one, None), (other, None)]
    met = descent(starts, lambda node, around: [(child, around) for child in node.children()])
    assert [node for node, _ in met] == list(walks.expressions(one, other))
