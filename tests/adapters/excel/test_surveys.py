import pytest

from asn_appraisal.adapters.excel.surveys import BrokenSheetError, Mark, column_of, letters_of, survey_of


def row(*cells, more=""):
    return f'<row r="2"{more}>{"".join(cells)}</row>'.encode()


@pytest.mark.parametrize("column", [0, 25, 26, 51, 701, 702, 16383])
def test_letters_and_columns_are_each_others_way_back(column):
    assert column_of(letters_of(column).encode()) == column


def test_the_last_column_of_a_sheet_is_xfd():
    assert letters_of(16383) == "XFD"


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ('<c r="B2"><v>1</v></c>', None),
        ('<c r="B2" t="e"><v>#REF!</v></c>', Mark("ASN730", "#REF!")),
        ('<x:c r="B2" t="e"><x:v>#REF!</x:v></x:c>', Mark("ASN730", "#REF!")),
        ("<c r='B2' t='e'><v>#N/A</v></c>", Mark("ASN730", "#N/A")),
        ('<c r="B2"\nt = "e"><v>#N/A</v></c>', Mark("ASN730", "#N/A")),
        ('<c r="B2"><f>A1</f><v>3</v></c>', None),
        ('<c r="B2"><f t="shared" si="0"/><v>3</v></c>', None),
        ('<c r="B2"><f>A1</f><v/></c>', Mark("ASN731")),
        ('<c r="B2"><f>A1</f></c>', Mark("ASN731")),
        ('<c r="B2" t="str"><f>A1</f><v></v></c>', None),
        ('<c r="B2" t="str"><f>A1</f></c>', Mark("ASN731")),
        ('<c r="B2" s="7"><v>0.98</v></c>', Mark("ASN736")),
        ('<c r="B2" s="7" t="s"><v>0</v></c>', None),
        ('<c r="B2" s="70"><v>0.98</v></c>', None),
        ('<c r="B2" s="7"/>', None),
    ],
)
def test_what_is_wrong_with_a_cell(cell, mark):
    found = survey_of(row(cell), percents={b"7"})

    assert found.marks == ({} if mark is None else {(1, 1): mark})
    assert (found.height, found.width) == (2, 2)


def test_formulas_that_no_spreadsheet_has_worked_out_are_marked_whatever_their_value():
    cells = '<c r="B2"><f>A1</f><v>0</v></c><c r="C2"><v>3</v></c>'

    assert survey_of(row(cells), stale=True).marks == {(1, 1): Mark("ASN731")}


@pytest.mark.parametrize("flag", ["1", "true"])
def test_hidden_rows_are_found(flag):
    assert survey_of(row('<c r="A2"/>', more=f' hidden="{flag}"')).hidden == {1}
    assert survey_of(row('<c r="A2"/>', more=' hidden="0"')).hidden == set()


MANY = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(3, 4000))


@pytest.mark.parametrize("before", ["", MANY], ids=["small", "large"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"/>',
        '<c r="XFD1048576"/><c><is><t> r="A1" r="A1" </t></is></c>',
        '<c s="1" r="XFD1048576"/>',
        "<c r='XFD1048576'/>",
        '<c r = "XFD1048576"/>',
        '<x:c r="XFD1048576"/>',
        '<c\nr="XFD1048576"/>',
        '<a-b:c r= "XFD1048576"></a-b:c>',
    ],
)
def test_a_cell_in_the_last_corner_is_seen_however_it_is_written(cell, before):
    found = survey_of(before.encode() + row('<c r="A2"/>', cell))

    assert found.height >= 1048576
    assert found.width >= 16384


@pytest.mark.parametrize("cell", ["<c/>", "<c><v>1</v></c>", '<c s="1"/>', "<c t='s' s = '1'><v>0</v></c>", "<x:c/>"])
def test_many_cells_without_references_are_counted_in_a_large_sheet_too(cell):
    # As many texts that look like references as there are cells without one.
    found = survey_of(MANY.encode() + row(*[cell] * 500, "<c><is><t>" + ' r="A1"' * 500 + "</t></is></c>"))

    assert found.width >= 500


def test_a_large_sheet_as_programs_write_it_is_not_walked_through(monkeypatch):
    monkeypatch.setattr("asn_appraisal.adapters.excel.surveys._cells", None)
    found = survey_of(MANY.encode())

    assert (found.height, found.width, found.marks) == (3999, 26, {})


@pytest.mark.parametrize("cell", ['<c r="B9000" t="e"><v>#N/A</v></c>', "<c t='e' r='B9000'><v>#N/A</v></c>"])
def test_an_error_in_a_large_sheet_is_found(cell):
    found = survey_of(MANY.encode() + f'<row r="9000">{cell}</row>'.encode())

    assert (found.height, found.width, found.marks) == (9000, 2, {(8999, 1): Mark("ASN730", "#N/A")})


@pytest.mark.parametrize("before", ["", MANY], ids=["small", "large"])
@pytest.mark.parametrize("reference", ["&#88;FD1", "X&#70;D1", "", "ABCD1", "R1C1", "xfd1"])
def test_a_cell_whose_place_cannot_be_told_is_refused(reference, before):
    with pytest.raises(BrokenSheetError):
        survey_of(before.encode() + row(f'<c r="{reference}"><v>1</v></c>'))


def test_cells_without_references_are_counted():
    found = survey_of(b'<row><c/></row><row><c/><c/><c t="e"><v>#N/A</v></c></row>')

    assert (found.height, found.width, found.marks) == (2, 3, {(1, 2): Mark("ASN730", "#N/A")})


def test_prefixes_are_seen_in_a_large_sheet_too():
    cells = '<x:c r="A9000"><x:f>B1</x:f></x:c>' + "<x:c/>" * 300
    found = survey_of(MANY.encode() + f'<x:row r="9000">{cells}</x:row>'.encode())

    assert (found.height, found.width, found.marks) == (9000, 301, {(8999, 0): Mark("ASN731")})
