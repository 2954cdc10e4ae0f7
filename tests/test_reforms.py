"""Other tests of reforms stand beside ``Policy.replace``, which they are made for."""

import pytest

from asn_appraisal.algebra.inputs import Number
from asn_appraisal.errors import FedDecimalsError, UnknownPartError
from asn_appraisal.reforms import reform

SKP, LABA = Number("skp", low=0, high=100, decimals=2), Number("laba", decimals=2)
TWICE = (SKP * 2).named("ganda")


def test_a_field_becomes_a_part_under_its_key_within_its_range() -> None:
    change = reform("contoh", [SKP], {}, {"skp": LABA})
    assert change(SKP + 1) == LABA.within(0, 100).named("skp") + 1


def test_a_part_that_comes_along_has_the_key_of_what_it_replaces_before_its_own() -> None:
    change = reform("contoh", [SKP], {"ganda": TWICE}, {"ganda": (LABA + 1).named("satu") * 3})
    assert change(TWICE) == ((LABA + 1).named("ganda.satu") * 3).named("ganda")


def test_a_part_that_the_policy_has_keeps_its_key() -> None:
    change = reform("contoh", [SKP, LABA], {"ganda": TWICE}, {"laba": TWICE})
    assert change(LABA) == TWICE.within(None, None).named("laba")


def test_a_key_that_the_policy_has_not_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownPartError, match="kehadiran"):
        reform("contoh", [Number("kehadiran")], {}, {"kehadiram": LABA})


def test_a_value_with_more_decimals_than_the_field_is_refused() -> None:
    with pytest.raises(FedDecimalsError):
        reform("contoh", [SKP], {}, {"skp": LABA * LABA})


def test_what_is_shared_stays_shared() -> None:
    change = reform("contoh", [SKP], {}, {"skp": LABA})
    changed = change((TWICE + 1) * (TWICE + 2))
    assert changed.left.left is changed.right.left
