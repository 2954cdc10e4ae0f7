"""Which fields a person can change, how they are named, narrowed and weighed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Policy, schemes
from asn_appraisal.errors import ArgumentError, ChangeFieldError, ChangeRangeError
from asn_appraisal.questions.next_bands.changeable_fields import axes_of, costs_of, spots_of

mutu = asn.Indicator("mutu", low=0, high=100)
masa_kerja = asn.Number("masa_kerja", low=0, high=40)
pimpinan = asn.Flag("pimpinan")
rows = asn.Items(
    "kegiatan",
    [asn.Number("target", low=1, high=9), asn.Number("hasil", low=0, high=9), asn.Number("bobot", low=1, high=9)],
)
target, hasil, bobot = rows.fields
score = mutu + masa_kerja + asn.When(pimpinan, 1, 0) + rows.weighted(hasil / target, by=bobot)
SCALE = asn.Bands(("baik", ">= 76"), ("kurang", None))
POLICY = Policy("loket", "Loket", score=score, band=SCALE, reported=2)
ROW = {"target": Fraction(4), "hasil": Fraction(3), "bobot": Fraction(1)}
VALUES: dict[str, Any] = {"mutu": Fraction(50), "masa_kerja": Fraction(3), "pimpinan": True, "kegiatan": [ROW, ROW]}


def keys(policy: Policy, values: Any, change: Any = None) -> list[str]:
    return [spot.key for spot in spots_of(policy, values, change)]


def test_indicators_and_what_is_realized_in_rows_by_default() -> None:
    assert keys(POLICY, VALUES) == ["mutu", "kegiatan[0].hasil", "kegiatan[1].hasil"]


def test_a_policy_without_indicators_has_its_numbers_but_no_counts() -> None:
    policy = Policy(
        "lama", "Lama", score=asn.Number("nilai") / asn.Number("sasaran") + asn.Count("hari"), band=SCALE, reported=2
    )
    assert keys(policy, {"nilai": Fraction(1), "sasaran": Fraction(2), "hari": Fraction(3)}) == ["nilai"]
    pp46 = schemes.get("pp-46-2011")
    found = {spot.key for spot in spots_of(pp46, {"kegiatan": [ROW]}, None)}
    assert {"integritas", "kegiatan[0].realisasi_waktu", "kegiatan[0].realisasi_biaya"} <= found
    assert not [key for key in found if "target" in key]


def test_fields_are_named_one_by_one_or_for_every_row() -> None:
    assert keys(POLICY, VALUES, "masa_kerja") == ["masa_kerja"]
    assert keys(POLICY, VALUES, ["kegiatan.target", "pimpinan"]) == [
        "pimpinan",
        "kegiatan[0].target",
        "kegiatan[1].target",
    ]
    assert keys(POLICY, VALUES, "kegiatan[1].hasil") == ["kegiatan[1].hasil"]


@pytest.mark.parametrize("name", ["mut", "kegiatan[2].hasil", "kegiatan.mutu", "", "kegiatan[-1].hasil", "hasil"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ChangeFieldError) as caught:
        spots_of(POLICY, VALUES, name)
    assert f"'{name}'" in caught.value.text("id")


def test_limits_narrow_and_must_leave_something() -> None:
    spots = spots_of(POLICY, VALUES, None)
    found = axes_of(POLICY, VALUES, spots, {"mutu": ("10.5", 90), "kegiatan.hasil": (None, 5)})
    assert [(axis.low, axis.high) for axis in found.values()] == [(1050, 9000), (0, 500), (0, 500)]
    for wrong in ((60, 50), (200, 300)):
        with pytest.raises(ChangeRangeError, match="ASN357"):
            axes_of(POLICY, VALUES, spots, {"mutu": wrong})
    with pytest.raises(ArgumentError, match="a pair"):
        axes_of(POLICY, VALUES, spots, {"mutu": 60})
    with pytest.raises(ChangeFieldError):
        axes_of(POLICY, VALUES, spots, {"masa_kerja": (0, 1)})


def test_a_cost_is_the_share_of_the_range_or_what_is_said() -> None:
    axes = axes_of(POLICY, VALUES, spots_of(POLICY, VALUES, None), None)
    assert costs_of(POLICY, axes, None)[None, 0, "mutu"] == Fraction(1, 10_000)
    assert costs_of(POLICY, axes, {"mutu": 2}) == {(None, 0, "mutu"): Fraction(1, 50)}
    with pytest.raises(ChangeRangeError, match="> 0"):
        costs_of(POLICY, axes, {"mutu": 0})
