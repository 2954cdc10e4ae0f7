"""Ways: intervals in words, room, and fields without ends."""

from __future__ import annotations

from decimal import Decimal

import pytest

import asn_appraisal as asn
from asn_appraisal import Policy, next_band
from asn_appraisal.questions.next_bands.ways import Interval, span_text

D = Decimal
SCALE = asn.Bands(("baik", ">= 90", "Baik"), ("kurang", None, "Kurang"))


@pytest.mark.parametrize(
    ("span", "id_", "en"),
    [
        ((D("85.50"), D("100.00")), "85,50 atau lebih", "85.50 or more"),
        ((D("0.00"), D("7.50")), "7,50 atau kurang", "7.50 or less"),
        ((D("5.00"), D("7.50")), "5,00 sampai 7,50", "5.00 to 7.50"),
        ((D("5.00"), D("5.00")), "5,00", "5.00"),
        ((D("0.00"), D("100.00")), "berapa pun", "at any value"),
        ((D("5.00"), None), "5,00 atau lebih", "5.00 or more"),
        ((None, None), "berapa pun", "at any value"),
    ],
)
def test_an_interval_in_words(span: Interval, id_: str, en: str) -> None:
    whole = (D("0.00"), D("100.00"))
    assert (span_text(span, whole, "id"), span_text(span, whole, "en")) == (id_, en)


def test_a_field_without_ends_has_intervals_without_ends() -> None:
    n = asn.Indicator("n", decimals=0)
    policy = Policy("loket", "Loket", score=n, band=SCALE)
    assert next_band(policy, {"n": 3})["n"].values == [(D(90), None)]
    found = next_band(policy, {"n": 93})["n"]
    assert (found.kept, found.room) == ((D(90), None), D(3))
    policy = Policy("loket", "Loket", score=100 - n, band=SCALE)
    assert next_band(policy, {"n": 30})["n"].values == [(None, D(10))]


def test_the_room_is_toward_the_worse_or_of_a_number_the_nearer_side() -> None:
    higher, number = asn.Indicator("n", low=0, high=100, decimals=0), asn.Number("n", low=0, high=100, decimals=0)
    for entry, room in ((higher, D(12)), (number, D(3))):
        inside = (entry >= 20) & (entry <= 35)
        policy = Policy("loket", "Loket", score=asn.When(inside, 95, 20) + entry * 0, band=SCALE)
        found = next_band(policy, {"n": 32})["n"]
        assert (found.kept, found.room) == ((D(20), D(35)), room)


def test_a_band_that_the_field_alone_cannot_lose_leaves_no_room_to_tell() -> None:
    n = asn.Indicator("n", low=0, high=100, decimals=0)
    found = next_band(Policy("loket", "Loket", score=95 + n * 0, band=SCALE), {"n": 32})["n"]
    assert (found.kept, found.room) == ((D(0), D(100)), None)


def test_a_value_that_is_absent_asks_for_the_least() -> None:
    n = asn.Indicator("n", low=0, high=100, decimals=0, optional=True)
    found = next_band(Policy("loket", "Loket", score=n.or_else(0), band=SCALE), {})["n"]
    assert (found.now, found.nearest, found.kept, found.room) == (None, D(90), None, None)
