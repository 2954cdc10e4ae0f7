import pytest
from tests.dirty_workbooks import open_cell, open_row, open_table

from asn_appraisal.adapters.excel.opendocument import surveys_of
from asn_appraisal.adapters.excel.surveys import Mark


def survey(*rows):
    return surveys_of(open_table(*rows).encode())["Data"]


def test_cells_and_rows_that_are_written_once_for_several_are_counted_as_often():
    found = survey(
        open_row("a"),
        open_row(open_cell(1.0, 'table:number-columns-repeated="5"'), more='table:number-rows-repeated="7"'),
    )

    assert (found.height, found.width) == (8, 5)


def test_empty_rows_and_cells_reach_nowhere():
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    found = survey(open_row("a", blank), open_row(blank, more='table:number-rows-repeated="1048575"'))

    assert (found.height, found.width) == (1, 1)


def test_an_error_stands_in_each_cell_that_it_is_written_for():
    wrong = '<table:table-cell table:number-columns-repeated="2" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    found = survey(open_row("a", wrong, more='table:number-rows-repeated="2"'))

    assert found.marks == {(row, column): Mark("ASN730", "#N/A") for row in (0, 1) for column in (1, 2)}


@pytest.mark.parametrize(("how", "hidden"), [("collapse", {1}), ("filter", {1}), ("visible", set())])
def test_rows_are_hidden_by_hand_or_by_a_filter(how, hidden):
    assert survey(open_row("a"), open_row("b", more=f'table:visibility="{how}"')).hidden == hidden


def test_each_sheet_has_a_survey_of_its_own():
    found = surveys_of((open_table(open_row("a"), name="A &amp; B") + open_table(name="C")).encode())

    assert [(name, each.height) for name, each in found.items()] == [("A & B", 1), ("C", 0)]


def test_a_count_that_is_none_counts_once():
    found = survey(open_row("a", more='table:number-rows-repeated="x"'), open_row("b"))

    assert found.height == 2
