from asn_appraisal.columns.compiling.bounds import RECORD, Bounds, Codes, Mask
from asn_appraisal.columns.operations.storage import NUMBER


def test_a_column_of_which_nothing_is_said_holds_nothing_but_zero_in_float64():
    assert Bounds() == Bounds(low=0, high=0, absent=False, empty=False, kind=NUMBER)


def test_what_is_the_same_for_all_rows_has_no_slot():
    assert Mask(RECORD, None).always is False
    assert Codes(RECORD, None, ("baik", "cukup"), 1).keys[1] == "cukup"
