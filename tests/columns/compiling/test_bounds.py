from asn_appraisal.columns.compiling.bounds import RECORD, Bounds, Codes, Mask, RowBounds
from asn_appraisal.columns.operations.storage import NUMBER


def test_a_column_of_which_nothing_is_said_holds_nothing_but_zero_in_float64():
    assert Bounds() == Bounds(low=0, high=0, absent=False, empty=False, kind=NUMBER)


def test_what_is_the_same_for_all_rows_has_no_slot():
    assert Mask(RECORD, None).always is False
    assert Codes(RECORD, None, ("baik", "cukup"), 1).keys[1] == "cukup"
    assert Codes(RECORD, None, ("baik", "cukup")) == Codes(RECORD, None, ("baik", "cukup"), 0, None)


def test_the_bounds_of_a_list_are_equal_where_its_numbers_are():
    assert RowBounds(0, 2) == RowBounds(least=0, most=2) != RowBounds(0, 3)
