"""Which entries name which, by their words alone."""

from asn_appraisal.documents.forms import CaseForm, PartForm
from asn_appraisal.documents.order import dependencies_first, words_in


def test_words_are_those_of_names_and_of_texts_in_quotes() -> None:
    assert words_in("Case(a.given, 'tabel_2') * 3.5") == {"Case", "a", "given", "tabel_2"}


def test_what_others_name_comes_first_also_through_tables_and_dots() -> None:
    entries = {
        "nilai": [PartForm("Case(jenis, 'tabel')")],
        "tabel": [CaseForm({"a": "skp.ku * 2"})],
        "skp.ku": [PartForm("capaian")],
    }
    assert dependencies_first(entries) == ["skp.ku", "tabel", "nilai"]


def test_entries_in_a_circle_come_last_in_their_order() -> None:
    assert dependencies_first({"a": "b", "b": "a", "c": "d", "d": "1"}) == ["d", "c", "a", "b"]


def test_an_entry_that_names_itself_is_no_circle() -> None:
    assert dependencies_first({"a": "a + b", "b": "1"}) == ["b", "a"]
