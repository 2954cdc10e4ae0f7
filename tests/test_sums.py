from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.sums import summed

QUOTIENTS = st.lists(st.tuples(st.integers(-(10**30), 10**30), st.integers(1, 10**6)), max_size=8)


@given(QUOTIENTS)
def test_a_sum_is_that_of_the_fractions(quotients):
    assert Fraction(*summed(quotients)) == sum((Fraction(*each) for each in quotients), Fraction(0))


@given(QUOTIENTS, st.integers(1, 160), st.integers(0, 10**6))
def test_whether_a_sum_is_too_long_does_not_depend_on_the_order_of_its_parts(quotients, most, seed):
    turned = [*quotients]
    Random(seed).shuffle(turned)  # noqa: S311  (chance for tests, nothing secret)
    assert summed(quotients, most) == summed(turned, most)


def test_a_denominator_may_have_so_many_bits_and_no_more():
    assert summed([(1, 3), (1, 5)], 4) == (8, 15)
    assert summed([(1, 3), (1, 5)], 3) is None
    assert summed([], 1) == (0, 1)
