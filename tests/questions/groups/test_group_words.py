"""How answers about groups show names, shares and what is approximate."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from asn_appraisal.errors import UnknownGroupError
from asn_appraisal.questions.groups.group_words import (
    chance,
    decimals,
    doubles,
    ends,
    name_columns,
    name_of,
    percent,
    place_of,
    plain_name,
)

NAMES = [("SD 1", 2025), ("SD 1", None), (2025, 1)]


def test_a_group_is_called_by_the_parts_of_its_name() -> None:
    assert [name_of(each) for each in NAMES] == ["SD 1, 2025", "SD 1, -", "2025, 1"]
    assert plain_name(("SD 1", None, 5)) == ["SD 1", None, "5"]


def test_a_group_is_reached_by_its_name_or_the_text_of_it() -> None:
    assert place_of(NAMES, ("SD 1", None)) == 1
    assert place_of(NAMES, "SD 1, 2025") == 0
    assert place_of([("a",), (7,)], 7) == 1
    assert place_of([("a",), (7,)], "7") == 1
    assert place_of([("7",), (7,)], 7) == 1  # the very name goes before a text that is alike


def test_a_group_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownGroupError, match="no group 'SD I', did you mean SD 1"):
        place_of([("SD 1",), ("SMP 7",)], "SD I")
    for odd in ([1], np.array([1, 2]), object, ("a", ["b"]), 10**5000):
        with pytest.raises(UnknownGroupError, match="ASN372"):
            place_of(NAMES, odd)


def test_numbers_are_shown_in_the_language() -> None:
    assert (percent(Fraction(1, 3), "en"), percent(None, "en")) == ("33.3 %", "")
    assert (decimals(0.125, "id"), decimals(None, "id")) == ("0,13", "")
    assert ends((0.1, 0.255), "id", share=True) == "sekitar 10 sampai 25,5 %"
    assert (ends((-1.25, 2), "en"), ends(None, "en")) == ("about -1.25 to 2", "")
    assert (chance(0.00001, "id"), chance(0.25, "en"), chance(None, "en")) == ("p < 0,0001", "p = 0.25", "")


def test_names_and_numbers_become_columns() -> None:
    assert name_columns(("unit", "tahun"), NAMES[:2]) == {"unit": ["SD 1", "SD 1"], "tahun": [2025, None]}
    assert np.isnan(doubles([None, Fraction(1, 2)])).tolist() == [True, False]
