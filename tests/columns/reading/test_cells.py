import pytest

import asn_appraisal as asn
from asn_appraisal.appraising.readings import Unreadable
from asn_appraisal.columns.reading.cells import cell_value

SKP = asn.Number("skp", low=0, high=120)
IDE = asn.Flag("ide_baru", default=False)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("85,5", "85.5"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("-12.345,75", "-12345.75"),
        ("12", "12"),
        ("1.234", Unreadable("ASN424")),
        ("-1.234", Unreadable("ASN424")),
        ("85.5", Unreadable("ASN423")),
        ("1.2345", Unreadable("ASN423")),
        ("1,98E+17", Unreadable("ASN420")),
        ("abc", Unreadable("ASN404")),
        ("1,2,3", Unreadable("ASN404")),
        ("1.23,4", Unreadable("ASN404")),
        ("+5", Unreadable("ASN404")),
        ("", None),
        ("  ", None),
    ],
)
def test_a_number_in_a_file_with_decimal_commas(cell, value):
    assert value == cell_value(SKP, cell, "comma")


@pytest.mark.parametrize("cell", ["85.5", "85,5", "1.234", "abc"])
def test_in_a_file_with_decimal_points_numbers_are_left_to_reading(cell):
    assert cell == cell_value(SKP, cell, "point")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("true", True), ("Ya", True), ("1", True), ("FALSE", False), ("tidak", False), ("0", False), ("", None)],
)
def test_a_flag_is_written_in_three_ways(cell, value):
    assert value is cell_value(IDE, cell)


def test_another_word_is_no_flag():
    assert Unreadable("ASN409") == cell_value(IDE, "mungkin")
