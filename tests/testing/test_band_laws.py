from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from asn_appraisal import Band, Bands, Flag, Number, Policy, schemes
from asn_appraisal.algebra.edges import Edge
from asn_appraisal.testing import laws, strategies
from asn_appraisal.testing.band_laws import reached

score = Number("nilai", low=0, high=100)
SCALE = Bands(("aa", "> 90"), ("b", ">= 76"), ("c", None))
POLICY = Policy("uji", "Uji", score=score, band=SCALE)


@pytest.mark.parametrize("key", schemes.keys())
def test_every_band_of_a_scheme_can_be_reached(key: str) -> None:
    laws.every_band_reachable(schemes.get(key))


def test_a_band_above_the_end_of_the_scale_cannot_be_reached() -> None:
    high = Policy("uji", "Uji", score=score, band=Bands(("istimewa", "> 100"), ("baik", None)))
    with pytest.raises(AssertionError, match="no record was found that reaches istimewa"):
        laws.every_band_reachable(high)


def test_records_that_are_given_count_as_well() -> None:
    rare = Policy(
        "uji",
        "Uji",
        score=score,
        band=Bands(
            Band("a", ">= 0", requires=score.equals("12.34") & Number("nip", low=0, high=10**9).equals("987654.32")),
            ("b", None),
        ),
    )
    assert reached(rare) <= {"a", "b"}
    laws.every_band_reachable(rare, [{"nilai": "12.34", "nip": "987654.32"}, {"nilai": "1", "nip": "1"}])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=10)
@given(strategies.bands())
def test_an_edge_belongs_where_it_is_written_for_any_scale(scale: Bands) -> None:
    laws.edge_belongs_where_said(Policy("uji", "Uji", score=Number("nilai", low=-200, high=200), band=scale))


def test_a_comparison_that_forgets_the_edge_itself_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    laws.edge_belongs_where_said(POLICY)
    monkeypatch.setattr(Edge, "holds", lambda edge, value: value > edge.bound)
    with pytest.raises(AssertionError, match="76 is in c, the edges say b"):
        laws.edge_belongs_where_said(POLICY)


def test_a_comparison_that_takes_an_edge_that_is_left_out_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Edge, "holds", lambda edge, value: value >= edge.bound)
    with pytest.raises(AssertionError, match="90 is in aa, the edges say b"):
        laws.edge_belongs_where_said(POLICY)


def test_a_condition_beside_the_edge_is_looked_at() -> None:
    flag = Flag("ide_baru")
    scale = Bands(Band("a", ">= 90", requires=flag), ("b", ">= 76"), ("c", None))
    policy: Any = Policy("uji", "Uji", score=score, band=scale)
    laws.edge_belongs_where_said(policy, [{"nilai": 90, "ide_baru": True}, {"nilai": 90, "ide_baru": False}])
    laws.every_band_reachable(policy)
