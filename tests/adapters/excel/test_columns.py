import datetime as dt

import pytest
from tests.dirty_workbooks import IDEA, KIND, NIPS, SKP

import asn_appraisal as asn
from asn_appraisal.adapters.excel.columns import CellFault, column_for, shown_text
from asn_appraisal.adapters.excel.surveys import Mark
from asn_appraisal.appraising.readings import Unreadable

CELLS = asn.Cells().of_file("comma")


def values(field, *cells):
    source = column_for(field, cells, CELLS)
    return [source.value(row) for row in range(len(source))]


def test_a_column_of_numbers_is_an_array_of_doubles():
    assert column_for(SKP, [90.0, 75], CELLS).values.dtype == float
    source = column_for(SKP, [90.0, "", " "], CELLS)
    assert source.values.dtype == float
    assert source.absent.tolist() == [False, True, True]


def test_a_text_among_numbers_is_read_with_the_convention_of_texts():
    assert values(SKP, 90.0, "85,5", "1.234,5", "") == [90.0, "85.5", "1234.5", None]
    assert [each.code for each in values(SKP, "85.5", "1.234", "x", 90.0)[:3]] == ["ASN423", "ASN424", "ASN404"]


DAY = dt.datetime(2026, 1, 2, 3)  # noqa: DTZ001  (a sheet has no zones)


@pytest.mark.parametrize("cell", [DAY, DAY.date(), DAY.time(), dt.timedelta(1)])
@pytest.mark.parametrize("field", [SKP, KIND, IDEA])
def test_a_date_or_time_is_no_value(cell, field):
    (found,) = values(field, cell)
    assert isinstance(found, Unreadable)
    assert found.code == "ASN732"


@pytest.mark.parametrize("field", [SKP, KIND, IDEA])
def test_a_marked_cell_is_no_value(field):
    (found,) = values(field, Mark("ASN730", "#N/A"))
    assert (found.code, dict(found.facts), found.shown) == ("ASN730", {"error": "#N/A"}, "#N/A")


def test_true_1_and_1_0_are_told_apart():
    assert values(IDEA, True, 1, 1.0, "1", "ya", False, 0, "tidak", "") == [*[True] * 5, *[False] * 3, None]
    assert [each.code for each in values(IDEA, 2, "x")] == ["ASN409"] * 2


def test_a_level_is_told_by_its_key_or_its_name():
    assert values(KIND, "tetap", "Pegawai Tetap", " pegawai  KONTRAK ", "", "Magang") == [
        "tetap",
        "tetap",
        "kontrak",
        None,
        "Magang",
    ]


def test_a_name_that_two_levels_share_tells_neither():
    field = asn.Category("x", {"a": "Sama", "b": "sama", "sama": "Lain"})

    assert values(field, "Sama", "a", "sama", "Lain") == ["Sama", "a", "sama", "sama"]


def test_a_key_is_text_and_a_long_number_shows_that_it_has_lost_its_digits():
    source = column_for(None, [NIPS[1], 1979.0, 1979, 2.5, 198501012010011001.0, None, Mark("ASN730")], CELLS)

    assert source.texts() == [NIPS[1], "1979", "1979", "2.5", "1.98501012010011E+17", "", ""]


@pytest.mark.parametrize(
    ("cell", "shown"), [(True, "ya"), (1e15, "1.00000000000000E+15"), (999999999999999.0, "9" * 15)]
)
def test_a_cell_as_text(cell, shown):
    assert shown_text(cell) == shown


def test_a_fault_names_sheet_and_cell_in_both_languages():
    fault = CellFault("ASN401", sheet="Data", cell="C7", row=7, key="1985", field="nilai_skp")

    assert fault.text("id") == "lembar Data, sel C7 (1985), nilai_skp: tidak diisi: isian ini wajib"
    assert fault.message == "sheet Data, cell C7 (1985), nilai_skp: missing: a value is required here"
    assert {"sheet": "Data", "cell": "C7", "row": 7}.items() <= fault.to_dict().items()
    assert CellFault("ASN401", sheet="Data", row=7).place() == "sheet Data, row 7"


def test_a_fault_of_a_whole_column_names_no_row() -> None:
    fault = CellFault("ASN431", sheet="Data", field="nilai", facts={"column": "nilai"})
    assert fault.text("en").startswith("sheet Data, nilai: ")
    assert fault.text("id").startswith("lembar Data, nilai: ")
