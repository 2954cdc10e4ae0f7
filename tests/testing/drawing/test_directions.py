# ruff: noqa: S311  (chance for tests, nothing secret)

from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_appraisal import Bands, Category, Flag, Indicator, Items, Number, Policy, Sum, schemes
from asn_appraisal.appraising.readings import read
from asn_appraisal.testing import strategies
from asn_appraisal.testing.drawing.directions import at_least_as_good, directions, improved, ranks
from asn_appraisal.testing.known import Known, of_scheme

speed = Indicator("hari", low=0, high=30, better="lower", decimals=1)
rows = Items("kegiatan", (Indicator("hasil", low=0, high=100), Number("target", low=1)))
level, done = Category("tingkat", ("rendah", "tinggi")), Flag("selesai")
POLICY = Policy(
    "uji",
    "Uji",
    score=Sum(speed, rows.mean(rows.fields[0] / rows.fields[1]), done.points(5)),
    reported=2,
    band=Bands(("baik", ">= 76"), ("cukup", ">= 60"), ("kurang", None)),
    shown=[level.named("tingkat_nilai")],
)
KNOWN = Known(better={"tingkat": ("rendah", "tinggi"), "selesai": "true"})


def test_indicators_say_their_direction_and_others_only_where_it_is_known() -> None:
    assert directions(POLICY, Known()) == {"hari": "lower", "kegiatan.hasil": "higher"}
    assert directions(POLICY, KNOWN)["selesai"] == "true"


def test_what_is_best_nearest_to_its_target_has_no_direction() -> None:
    assert directions(POLICY, Known(better={"hari": "stabilize"})) == {"kegiatan.hasil": "higher"}


def test_a_direction_of_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError, match="waktu"):
        directions(POLICY, Known(better={"waktu": "lower"}))


def test_records_are_compared_place_by_place() -> None:
    ways = directions(POLICY, KNOWN)
    base = {"hari": Fraction(4), "selesai": False, "kegiatan": [{"hasil": Fraction(8), "target": Fraction(9)}]}

    def compared(**changed: object) -> frozenset[str] | None:
        return at_least_as_good(base, {**base, **changed}, ways)

    assert compared() == frozenset()
    assert compared(hari=Fraction(3), selesai=True) == {"hari", "selesai"}
    assert compared(hari=Fraction(5)) is None
    assert compared(hari=None) is None
    assert compared(kegiatan=[{"hasil": Fraction(9), "target": Fraction(9)}]) == {"kegiatan.hasil"}
    assert compared(kegiatan=[{"hasil": Fraction(8), "target": Fraction(8)}]) is None
    assert compared(kegiatan=[]) is None


def test_bands_rank_by_their_edges_where_these_rise() -> None:
    assert ranks(POLICY, Known()) == {"kurang": 0, "cukup": 1, "baik": 2}
    falling = Policy("uji", "Uji", score=speed, band=Bands(("cepat", "<= 3"), ("lambat", None)))
    assert ranks(falling, Known()) == {}
    assert ranks(falling, Known(bands=("lambat", "cepat"))) == {"lambat": 0, "cepat": 1}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.sampled_from(schemes.keys()))
def test_an_improved_record_is_at_least_as_good(data: st.DataObject, key: str) -> None:
    policy = schemes.get(key)
    ways = directions(policy, of_scheme(key))
    one, other = data.draw(strategies.record_pairs(policy))
    worse, better = read(policy.outline, one), read(policy.outline, other)
    assert (worse.faults, better.faults) == ((), ())
    assert at_least_as_good(worse.values, better.values, ways) is not None


def test_most_improvements_change_something() -> None:
    random, ways = Random(3), directions(POLICY, KNOWN)
    record = {"hari": "4.5", "selesai": False, "tingkat": "rendah", "kegiatan": [{"hasil": "8", "target": "9"}]}
    changed = [improved(POLICY, record, ways, random) for _ in range(100)]
    assert sum(each != record for each in changed) > 80
    assert {"hari", "selesai", "tingkat", "kegiatan"} == {
        key for each in changed for key in record if each[key] != record[key]
    }
    assert {"4.4", "0.0"} <= {each["hari"] for each in changed}
