"""Notes: what they say, in both languages."""

from __future__ import annotations

from asn_appraisal import Note


def test_a_note_names_its_column_and_the_first_rows():
    note = Note("ASN427", list="kegiatan", field="nip", count=5, rows=(0, 4))
    assert (
        note.text("en")
        == "kegiatan.nip: blanks around the key or among its digits, an apostrophe before it, or signs that are not seen, were ignored (5 row(s): 0, 4, ...)"
    )
    assert (
        note.text("id")
        == "kegiatan.nip: spasi di sekitar kunci atau di antara digitnya, tanda petik di depannya, atau tanda yang tak terlihat, diabaikan (5 baris: 0, 4, ...)"
    )


def test_a_note_without_rows_says_how_many_there_are():
    assert Note("ASN427", field="nip", count=5).message.endswith("(5 row(s))")
    assert (
        Note("ASN427").message
        == "blanks around the key or among its digits, an apostrophe before it, or signs that are not seen, were ignored"
    )


def test_a_note_is_plain_data_for_an_application():
    note = Note("ASN427", field="nip", count=1, rows=(3,))
    assert note.to_dict("id") == {
        "list": None,
        "field": "nip",
        "count": 1,
        "rows": [3],
        "code": "ASN427",
        "message": "nip: spasi di sekitar kunci atau di antara digitnya, tanda petik di depannya, atau tanda yang tak terlihat, diabaikan (1 baris: 3)",
    }
