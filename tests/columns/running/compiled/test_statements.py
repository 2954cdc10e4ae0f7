"""What lines say: the constants of the kernels, in their order."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.operations import Affine, Choose, Compare, Fixed, Linear, NearTie, RoundWhole, Take
from asn_appraisal.columns.operations.operation import Operation
from asn_appraisal.columns.operations.rounding import error_bound
from asn_appraisal.columns.running.compiled.statements import lacking, limited, statements, table_of, variable
from asn_appraisal.errors import UnsupportedOperationError

F = Fraction


def value(lines: list[str], **slots: float) -> float:
    """What lines leave in the variable of slot 9."""
    names = {"np": np, **slots}
    exec("\n".join(lines), names)  # noqa: S102 - our own lines
    return names["s9"]


@pytest.mark.parametrize(
    ("operation", "line"),
    [
        (Affine("", 3, F(1), F(1, 2), out=9), "s9 = s3 + 0.5"),
        (Affine("", 3, F(-1), F(2), out=9), "s9 = 2.0 - s3"),
        (Affine("", 3, F(1, 3), F(0), out=9), "s9 = s3 * 0.3333333333333333"),
        (Linear("", (1, 2, 3), (F(1), F(2), F(2)), out=9), "s9 = (s2 + s3) * 2.0 + s1"),
        (Linear("", (1, 2, 3), (F(1), F(-1), F(-1)), out=9), "s9 = (s2 + s3) * -1.0 + s1"),
        (Linear("", (1, 2, 3, 4), (F(3), F(-1), F(-1), F(1)), out=9), "s9 = s1 * 3.0 - (s2 + s3) + s4"),
        (Compare("", 3, ">=", F(76), F(1, 2), out=9), "s9 = s3 > 75.5"),
        (Compare("", 3, "<=", F(76), F(0), out=9), "s9 = s3 <= 76.0"),
        (Choose("", 1, Fixed(F(1, 4)), 2, out=9), "s9 = 0.25 if s1 else s2"),
    ],
)
def test_an_operation_is_a_line_with_its_constants(operation, line):
    assert statements(operation) == [line]


@given(
    st.integers(-(2**15), 2**15 - 1),
    st.integers(-(2**15), 2**15),
    st.integers(-(2**30) + 1, 2**30 - 1),
    st.integers(1, 2**31 - 1),
)
def test_a_product_in_place_of_a_division_gives_the_same_floor(number, top, plus, bottom):
    """At the largest numbers that four bytes hold, and on each side of a whole quotient."""
    for near in (plus, (-number * top) % bottom, (-number * top) % bottom - 1):
        found = value(statements(RoundWhole("", 3, top, near, bottom, None, None, out=9)), s3=float(number))
        assert found == (number * top + near) // bottom


@given(st.integers(1, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_the_floor_holds_at_whole_quotients_and_just_below(bottom, whole):
    top = whole // bottom * bottom
    for number in (top - 1, top, top + 1):
        if abs(number) < 2**31:
            found = value(statements(RoundWhole("", 3, 1, 0, bottom, None, None, out=9)), s3=float(number))
            assert found == number // bottom


def test_limits_that_cross_give_the_upper_one():
    for number in (-5.0, 1.0, 5.0):
        assert value(["s9 = number", *limited("s9", 3.0, 2.0)], number=number) == np.clip(number, 3.0, 2.0) == 2.0


def test_a_tie_is_as_near_as_the_bound_on_the_error_rounded_up():
    near = NearTie("", 3, F(1), F(0), None, None, F(1, 2), F(1, 1000), out=9)
    assert f"<= {error_bound(F(1, 1000))!r}" in statements(near)[-1]
    assert value(statements(near), s3=2.501)
    assert not value(statements(near), s3=2.5011)


def test_many_levels_are_looked_up_in_an_array_within_its_ends():
    squares = tuple(F(at * at) for at in range(40))
    take = Take("", 3, squares, out=9)
    table = np.array(table_of(take))
    assert table.tolist() == [float(each) for each in squares]
    for level, wanted in ((0.0, 0), (7.0, 49), (39.0, 1521), (200.0, 1521), (-3.0, 0)):
        assert value(statements(take), s3=level, table_s9=table) == wanted
    assert table_of(Take("", 3, squares[:3], out=9)) == ()


def test_an_operation_without_lines_is_named():
    class Unknown(Operation):
        pass

    assert lacking([Affine("", 3, F(1), F(0)), Unknown("")]) == ["unknown"]
    with pytest.raises(UnsupportedOperationError, match="ASN365"):
        statements(Unknown(""))
    assert variable(7) == "s7"
