"""Where blocks turn, typed by hand from small formulas."""

from fractions import Fraction

import pytest

from asn_appraisal import Band, Bands, Case, Category, Flag, Grid, Items, Mean, Number, Steps, Sum, Weighted, When
from asn_appraisal.algebra.bands import Rated
from asn_appraisal.algebra.edges import Edge
from asn_appraisal.algebra.expressions import Expression, Rounded, as_expression
from asn_appraisal.analysis.turns import Turn, turns

mutu, lain = Number("mutu", low=0, high=100), Number("lain")
jenis, ada = Category("jenis", ("x", "y")), Flag("ada")
rows = Items("kegiatan", (Number("hasil"),))
scale = Bands(Band("a", ">= 91", requires=ada), ("b", "> 76.5"), ("c", None))
tariff = Steps(mutu, ("<= 24", 1), ("< 50", lain), otherwise=0)


def read(node: Expression) -> list[tuple[str, object]]:
    """The sign of each turn, with its number, or with the formula at which the value turns."""
    return [(turn.sign, turn.bound if turn.number is None else turn.number) for turn in turns(node)]


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (scale.rating_of(mutu), [(">=", 91), (">", Fraction("76.5"))]),
        (tariff, [("<=", 24), ("<", 50)]),
        (mutu.through((0, 1), (90, 100), (120, 100)), [("==", 0), ("==", 90), ("==", 120)]),
        (mutu.capped(120), [("<=", 120)]),
        (mutu.floored(lain), [(">=", lain)]),
        (mutu.clamped(10, 90), [(">=", 10), ("<=", 90)]),
        (mutu.within(0, 110), [(">=", 0), ("<=", 110)]),
        (mutu > 3, [(">", 3)]),
        (mutu <= lain, [("<=", lain)]),
        (mutu.equals(7), [("==", 7)]),
        (mutu.rounded(2), [("", None)]),
    ],
)
def test_a_block_turns_where_its_value_meets_a_bound(node: Expression, expected: list[tuple[str, object]]) -> None:
    assert read(node) == expected
    assert {turn.value for turn in turns(node)} == {mutu}


@pytest.mark.parametrize(
    "node",
    [
        mutu,
        jenis.equals("x"),
        jenis.is_("x", "y"),
        ada & (mutu > 3),
        ~ada,
        Sum(mutu, lain),
        Mean(mutu, lain),
        Weighted((60, mutu), (40, lain)),
        When(mutu > 3, 1, 2),
        Case(jenis, x=1, y=2),
        Grid(jenis, Category("lagi", ("p",)), {("x", "p"): "k", ("y", "p"): "l"}),
        rows.sum(rows.fields[0].capped(120)),
        mutu.capped(120).named("isi"),
        (mutu * 2).but(0, when=mutu > 3),
        Number("nilai", optional=True).or_else(5),
    ],
)
def test_other_blocks_do_not_turn_themselves_whatever_is_below_them(node: Expression) -> None:
    assert turns(node) == ()


def test_what_is_compared_meets_zero_in_the_gap() -> None:
    assert [turn.gap for turn in turns(mutu.clamped(lain, 90))] == [mutu - lain, mutu - 90]


def test_a_rounding_turns_at_the_ties_of_its_last_place() -> None:
    (tie,) = turns(Rounded(mutu / 3, 1, "half_even"))
    assert (tie.gap, tie.places, tie.number, tie.edge) == (mutu / 3, 1, None, None)


def test_a_turn_with_a_side_and_a_number_is_an_edge() -> None:
    assert [turn.edge for turn in turns(tariff)] == list(tariff.edges)
    rated = scale.rating_of(mutu)
    assert isinstance(rated, Rated)
    assert [turn.edge for turn in turns(rated)] == [band.edge for band in scale.bands[:-1]]
    assert [turn.edge for turn in turns(mutu.capped(120))] == [Edge.of("<= 120")]


def test_what_has_no_side_or_no_number_is_no_edge() -> None:
    assert [turn.edge for turn in turns(mutu.through((0, 1), (90, 100)))] == [None, None]
    assert [turn.edge for turn in turns(mutu.equals(7))] == [None]
    assert [turn.edge for turn in turns(mutu >= lain)] == [None]


def test_a_number_alone_on_the_left_is_no_number_at_which_it_turns() -> None:
    (turn,) = turns(as_expression(5) >= lain)
    assert turn == Turn(as_expression(5), ">=", lain)
    assert turn.number is None
