from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.score_texts import plain_text, plain_texts


@given(st.lists(st.integers(-(2**49), 2**49), max_size=20), st.integers(0, 6))
def test_the_nearest_double_is_written_as_the_number_it_stands_for(units, places):
    values = np.array([float(Fraction(each, 10**places)) for each in units])
    found = plain_texts(values, np.zeros(len(units), bool), places)

    assert [Decimal(text) for text in found] == [Decimal(each).scaleb(-places) for each in units]
    assert all(len(text.partition(".")[2]) == places for text in found)


def test_a_rejected_row_is_empty_and_exact_numbers_are_written_whole():
    values = np.array([Fraction(10**30 + 1, 100), 95.2, np.nan], object)

    assert plain_texts(values, np.array([False, False, True]), 2) == [f"{10**28}.01", "95.20", ""]


def test_large_doubles_are_read_one_by_one():
    assert plain_texts(np.array([2.0**52, 1.0]), np.zeros(2, bool), 1) == [f"{2**52}.0", "1.0"]


def test_no_places_have_no_point():
    assert (plain_text(7, 0), plain_texts(np.array([7.0]), np.zeros(1, bool), -1)) == ("7", ["7"])
