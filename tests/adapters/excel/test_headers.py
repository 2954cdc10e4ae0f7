import pytest
from tests.dirty_workbooks import COST, IDEA, KIND, SKP

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.adapters.excel.headers import FieldNames, find_header, is_numbering, key_among, titles

FIELDS = (SKP, IDEA, KIND)


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("nilai_skp", "nilai_skp"),
        ("NILAI SKP", "nilai_skp"),
        ("Nilai  SKP *", "nilai_skp"),
        ("Jenis Pegawai", "jenis"),
        ("Biaya (rupiah)", "biaya"),
        ("Biaya", "biaya"),
        ("Keterangan", None),
        ("", None),
    ],
)
def test_a_field_is_told_by_its_key_its_name_or_its_name_with_its_unit(head, key):
    assert FieldNames((*FIELDS, COST)).key_of(head) == key


def test_a_name_that_two_fields_share_tells_neither_and_its_title_has_the_key():
    one, two = asn.Number("a1", "Nilai"), asn.Number("a2", "Nilai")

    assert FieldNames([one, two]).key_of("Nilai") is None
    assert titles([one, two]) == {"a1": "Nilai [a1]", "a2": "Nilai [a2]"}
    assert FieldNames([one, two]).key_of("Nilai [a2]") == "a2"


def test_the_key_of_a_field_is_not_outdone_by_the_name_of_another():
    one, two = asn.Number("nilai", "Skor"), asn.Number("skor", "Angka")

    assert FieldNames([one, two]).key_of("skor") == "skor"


@pytest.mark.parametrize("key", schemes.keys())
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_titles_of_every_scheme_are_read_back(key, language):
    outline = schemes.get(key).outline
    for fields in (outline.fields, *(each.fields for each in outline.lists)):
        names = FieldNames(fields)
        assert {name: names.key_of(title) for name, title in titles(fields, language).items()} == {
            each.key: each.key for each in fields
        }


def test_of_two_rows_with_as_many_names_the_first_is_the_header():
    found = find_header([["Nilai SKP"], ["Nilai SKP"]], FIELDS, ())

    assert found.below == 1


def test_a_row_that_names_more_fields_is_the_header_wherever_it_stands():
    rows = [["Nilai SKP", ""], ["", ""], ["Ide baru", "Nilai SKP"]]

    assert find_header(rows, FIELDS, ()).below == 3


def test_a_sheet_that_names_no_field_has_no_header():
    assert find_header([["a", "b"], [1.0, 2.0]], FIELDS, ()) is None
    assert find_header([], FIELDS, ()) is None


@pytest.mark.parametrize(
    ("cells", "numbering"),
    [
        (["(1)", "(2)", "(3)"], True),
        (["1", "2", "3", "4", "5", ""], True),
        ([1.0, 2.0, 3.0, 4.0], False),  # four whole numbers may be a record
        ([1.0, 2.0, 3.0, 4.0, 6.0], False),
        (["(1)"], False),
        ([], False),
    ],
)
def test_a_row_of_numbers_of_columns_is_told_from_a_record(cells, numbering):
    assert is_numbering(cells) is numbering


@pytest.mark.parametrize(
    ("names", "key"),
    [(["Nama", "NIP"], "NIP"), (["NIP / kunci", "x"], "NIP / kunci"), (["Kunci"], "Kunci"), (["nama"], None)],
)
def test_the_column_of_keys_is_told_by_its_name(names, key):
    assert key_among(names) == key
