"""Bands as whole numbers, and what they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from asn_appraisal.algebra.levels import Level
from asn_appraisal.columns.results.coded_bands import CodedBands

BANDS = CodedBands(np.array([1, -1, 0, 1], np.int16), (Level("baik"), Level("kurang"), Level("buruk")))


def test_a_code_stands_for_the_key_of_its_level_and_minus_one_for_none() -> None:
    assert BANDS.keys() == ["kurang", None, "baik", "kurang"]


def test_bands_that_nobody_reached_are_counted_too() -> None:
    assert BANDS.counts() == {"baik": 1, "kurang": 2, "buruk": 0}


def test_categories_are_keys_or_names_on_request_in_the_order_of_the_policy() -> None:
    bands = CodedBands(np.array([1, -1, 0], np.int16), (Level("baik", "Baik Sekali"), Level("kurang", "Kurang")))
    assert bands.categories().labels == ("baik", "kurang")
    assert bands.categories(names=True).labels == ("Baik Sekali", "Kurang")
    assert bands.categories(names=True).texts() == ["Kurang", None, "Baik Sekali"]
    with pytest.raises(TypeError):
        bands.categories(True)
