from fractions import Fraction

import numpy as np
import pytest
from tests.columns.operations.alone import exactly, in_floats

from asn_appraisal.columns.operations import Cell, Take, TakeCode, TakeMask
from asn_appraisal.columns.operations.storage import NUMBER, SMALL

CODES = np.array([2, 0, 1], np.int8)


def take(numbers, kind: str = NUMBER) -> Take:
    return Take("", 0, tuple(map(Fraction, numbers)), kind)


@pytest.mark.parametrize(("kind", "far"), [(SMALL, 2**31 - 1), (NUMBER, 2**53 - 1)])
def test_numbers_are_looked_up_by_level_up_to_the_ends_of_their_type(kind, far):
    for numbers in ((5, 7, 9), (9, 7, 5), (-far, far), (far, 1, -far), (0,), (4, 4, 4), (5, -7, far)):
        places = np.array([code % len(numbers) for code in CODES.tolist()], np.int8)
        wanted = [numbers[place] for place in places]
        assert in_floats(take(numbers, kind), places).tolist() == wanted
        assert exactly(take(numbers, kind), places, size=3) == wanted


def test_levels_and_truths_are_looked_up_by_level_or_by_two():
    for operation, wanted in (
        (TakeCode("", 0, (4, 3, 9)), [9, 4, 3]),
        (TakeMask("", 0, (True, False, True)), [True, True, False]),
    ):
        assert in_floats(operation, CODES).tolist() == exactly(operation, CODES, size=3) == wanted
    cell = Cell("", 0, 1, tuple(range(100, 109)), 3)
    assert in_floats(cell, CODES, CODES[::-1]).tolist() == [107, 100, 105]
    assert exactly(cell, CODES, CODES[::-1], size=3) == [107, 100, 105]


def test_an_even_table_is_a_step_and_another_is_looked_up():
    assert take((120, 100, 80), SMALL).step() == -20
    assert take((0, 1, 4), SMALL).step() is None
    assert take((7,)).step() is None


def test_a_step_that_would_leave_the_type_on_the_way_is_looked_up():
    assert take((-(2**30), 2**30 - 1), SMALL).step() is None
    assert take((-(2**30), 2**30 - 1)).step() == 2**31 - 1


def test_a_product_that_floats_do_not_hold_is_looked_up_though_the_numbers_are_even():
    numbers = tuple(-(2**53) + 1 + place * 3002399751580333 for place in range(6))
    places = np.arange(6, dtype=np.int8)
    assert in_floats(take(numbers), places).tolist() == list(numbers)
    assert take(numbers).step() is None
