import pytest

import asn_appraisal as asn
from asn_appraisal.adapters.csv_files import parse_csv
from asn_appraisal.adapters.csv_records import cell_value, records_of
from asn_appraisal.appraising.readings import Unreadable

SKP = asn.Number("skp", low=0, high=120)
IDE = asn.Flag("ide_baru", default=False)
TARGET = asn.Number("target", low=0)
CATATAN = asn.Number("catatan_khusus", optional=True)
KEGIATAN = asn.Items("kegiatan", (TARGET,))


def found(head, rows=None, key=None, inputs=(SKP, IDE, CATATAN)):
    items = {} if rows is None else {"kegiatan": parse_csv(rows)}
    table = None if head is None else parse_csv(head)
    return records_of((*inputs, *([KEGIATAN] if rows is not None else [])), table, items, key=key)


def places(faults):
    return [(fault.code, fault.row, fault.list, fault.item_row, fault.field) for fault in faults]


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


def test_records_know_their_line_key_and_labels():
    records = found(b"nip,nama,skp\n0011,A,90\n\n0012,B,80\n", key="nip").records

    assert [(record.key, record.line) for record in records] == [("0011", 2), ("0012", 4)]
    assert records[0].values == {"skp": "90"}
    assert records[0].labels == ("0011",)


def test_without_a_key_the_columns_that_the_policy_does_not_read_tell_whose_a_row_is():
    result = found(b"unit,skp,kota\nA,90,Sabang\n")

    assert (result.labels, result.records[0].labels) == (("unit", "kota"), ("A", "Sabang"))
    assert result.unused == ("unit", "kota")


def test_rows_of_a_list_join_their_record_whatever_their_order():
    result = found(b"nip,skp\n1,90\n2,80\n", b"nip,target\n2,5\n1,6\n2,7\n", key="nip")

    first, second = result.records
    assert first.values["kegiatan"] == [{"target": "6"}]
    assert second.values["kegiatan"] == [{"target": "5"}, {"target": "7"}]
    assert second.item_lines == {"kegiatan": [2, 4]}


def test_lists_alone_give_a_record_a_key_in_order_of_first_appearance():
    result = found(None, b"unit,target\nB,1\nA,2\nB,3\n", key="unit", inputs=())

    assert [record.labels for record in result.records] == [("B",), ("A",)]
    assert [len(record.values["kegiatan"]) for record in result.records] == [2, 1]


def test_lists_alone_without_a_key_are_one_record():
    (record,) = found(None, b"target\n1\n2\n", inputs=()).records

    assert len(record.values["kegiatan"]) == 2
    assert record.key is None


def test_a_missing_column_of_a_required_field_is_one_fault_of_the_file():
    result = found(b"nip,ide_baru\n1,ya\n2,ya\n", key="nip")

    assert places(result.faults) == [("ASN431", None, None, None, "skp")]
    assert result.records == ()


def test_a_missing_column_of_a_field_that_may_be_absent_is_no_fault():
    assert found(b"nip,skp\n1,90\n", key="nip").faults == ()


def test_a_column_that_nearly_matches_an_absent_field_is_a_fault_and_not_unused():
    result = found(b"nip,skp,catatan_khusu\n1,90,5\n", key="nip")

    assert places(result.faults) == [("ASN403", None, None, None, "catatan_khusu")]


def test_a_near_miss_of_a_required_field_is_told_once():
    assert places(found(b"nip,SKP\n1,90\n", key="nip").faults) == [("ASN403", None, None, None, "SKP")]


def test_a_missing_key_column_is_a_fault_of_the_file_it_misses_from():
    result = found(b"nip,skp\n1,90\n", b"nama,target\nA,5\n", key="nip")

    assert places(result.faults) == [("ASN431", None, "kegiatan", None, "nip")]


def test_a_key_that_occurs_twice_rejects_all_its_rows_and_names_them():
    records = found(b"nip,skp\n1,90\n2,80\n1,70\n", key="nip").records

    assert [[fault.code for fault in record.faults] for record in records] == [["ASN432"], [], ["ASN432"]]
    assert "2, 4" in records[0].faults[0].message


def test_an_empty_key_is_a_fault_of_its_row():
    (record,) = found(b"nip,skp\n,90\n", key="nip").records

    assert places(record.faults) == [("ASN433", 2, None, None, "nip")]


def test_an_item_without_key_makes_the_whole_file_doubtful():
    result = found(b"nip,skp\n1,90\n", b"nip,target\n,5\n", key="nip")

    assert places(result.faults) == [("ASN433", None, "kegiatan", 2, "nip")]


def test_an_item_row_of_the_wrong_length_makes_the_whole_file_doubtful():
    result = found(b"nip,skp\n1,90\n", b"nip,target\n1,5\n1\n", key="nip")

    assert places(result.faults) == [("ASN436", None, "kegiatan", 3, None)]


def test_items_of_an_unknown_key_are_strays_with_their_key_and_line():
    result = found(b"nip,skp\n1,90\n", b"nip,target\n1,5\n9,6\n", key="nip")

    assert places(result.strays) == [("ASN434", None, "kegiatan", 3, None)]
    assert result.strays[0].key == "9"


@pytest.mark.parametrize("nip", ["1.98503E+17", "1,98503E+17", "2E+17", "1.98e17"])
def test_a_nip_that_a_spreadsheet_turned_into_a_number_is_a_fault(nip):
    (record,) = found(f'nip,skp\n"{nip}",90\n'.encode(), key="nip").records

    assert places(record.faults) == [("ASN435", 2, None, None, "nip")]


def test_a_lost_nip_is_found_also_where_the_column_is_not_the_key():
    (record,) = found(b"no,nip,skp\n1,1.98503E+17,90\n", key="no").records

    assert places(record.faults) == [("ASN435", 2, None, None, "nip")]


def test_a_nip_keeps_its_leading_zeros():
    assert found(b"nip,skp\n000123,90\n", key="nip").records[0].key == "000123"


def test_faults_of_reading_get_the_lines_of_the_files():
    policy = asn.Policy("uji", "Uji", score=(SKP + KEGIATAN.sum(TARGET)).rounded(2))
    (record,) = found(b"nip,skp\n7,90\n", b"nip,target\n7,5\n7,x\n", key="nip", inputs=(SKP,)).records
    with pytest.raises(asn.AppraisalError) as caught:
        policy.appraise(record.values)

    (fault,) = map(record.placed, caught.value.faults)

    assert (
        fault.code,
        fault.row,
        fault.key,
        fault.list,
        fault.item_row,
        fault.field,
    ) == ("ASN404", 2, "7", "kegiatan", 3, "target")
