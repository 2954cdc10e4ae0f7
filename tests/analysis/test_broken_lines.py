"""Broken lines by themselves; those that formulas are stand in ``test_curves``."""

from fractions import Fraction

from asn_appraisal import Number
from asn_appraisal.analysis.broken_lines import Curve

X = Number("x")
# Falls to 0 at 2, jumps to 5 on it, stays at 1 up to 4, rises from there.
LINE = Curve(
    X,
    (Fraction(2), Fraction(4)),
    (Fraction(5), Fraction(1)),
    ((Fraction(-1), Fraction(2)), (Fraction(0), Fraction(1)), (Fraction(1), Fraction(-3))),
)


def test_a_value_lies_on_a_stop_or_on_the_piece_between() -> None:
    assert [LINE.value(Fraction(x)) for x in (0, 1, 2, 3, 4, 5)] == [2, 1, 5, 1, 1, 2]
    assert [LINE.piece(Fraction(x)) for x in (0, 3, 9)] == list(LINE.pieces)


def test_a_line_without_a_range_ends_where_it_ends() -> None:
    assert LINE.bounds() == (0, None)
    assert LINE.edges == (2, 4)
    assert LINE.direction is None


def test_a_range_leaves_out_what_lies_beyond() -> None:
    inside = Curve(X, LINE.stops, LINE.points, LINE.pieces, low=Fraction(3), high=Fraction(6))
    assert inside.bounds() == (1, 3)
    assert inside.edges == (4,)
    assert inside.direction == "rising"
