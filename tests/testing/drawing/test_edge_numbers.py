# ruff: noqa: S311  (chance for tests, nothing secret)

from fractions import Fraction
from random import Random

from asn_appraisal import Items, Number
from asn_appraisal.algebra.edges import Edge, checked_order
from asn_appraisal.testing.drawing.edge_numbers import EDGES, MOST, Edges
from asn_appraisal.testing.drawing.formulas import Formulas

nilai = Number("nilai", low=500, high=600, decimals=0)
hadir, hari = Number("hadir", low=0, high=31, decimals=0), Number("hari", low=1, high=31, decimals=0)
rows = Items("kegiatan", (Number("target", low=700, high=800, decimals=0),))


def _edges() -> Edges:
    found = Edges(Random(1))
    found.see((nilai, hadir, hari), (rows,))
    return found


def test_many_edges_lie_where_the_value_comes_and_others_are_those_of_laws() -> None:
    drawn = [_edges().edge_near(nilai)] + [
        edge for source in [_edges()] for edge in map(source.edge_near, [nilai] * 200)
    ]
    inside = sum(500 <= edge <= 600 for edge in drawn)
    assert 80 < inside < 160
    assert {edge for edge in drawn if not 500 <= edge <= 600} <= {Fraction(edge) for edge in EDGES}


def test_edges_of_a_value_without_ends_are_values_that_it_takes() -> None:
    source = _edges()
    drawn = [source.edge_near(nilai / (hadir / hari)) for _ in range(200)]
    assert sum(edge > 600 and edge not in {Fraction(each) * 10**6 for each in EDGES} for edge in drawn) > 20


def test_a_value_of_a_row_is_seen_in_its_row() -> None:
    source = _edges()
    assert any(700 <= source.edge_near(rows.fields[0] + 0) <= 800 for _ in range(20))


def test_edges_rise_and_widen() -> None:
    source = _edges()
    for count in range(1, 6):
        edges = source.edges(count, nilai / hari)
        checked_order((Edge.of(edge), True) for edge in edges)
        assert len(edges) == count
        stops = source.stops(nilai)
        assert stops == sorted(set(stops))
        low, high = source.two_edges(nilai)
        assert low <= high


def test_no_edge_is_too_long_to_be_read() -> None:
    for seed in range(60):
        formulas = Formulas(Random(seed), width="wide")
        value = formulas.number(formulas.record, 4)
        for edge in formulas.some_edges(3, value):
            assert abs(edge) <= 120 * MOST
            assert edge.denominator <= MOST
