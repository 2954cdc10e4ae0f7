import asn_appraisal as asn
from asn_appraisal.command.stream_notes import StreamNotes

POLICY = asn.schemes.get("permenpan-16-2009")


def test_notes_of_blocks_are_those_of_the_whole():
    table = {"nip": [f" {at:02d}" for at in range(30)], "nilai": [90] * 30}
    whole = asn.appraise_table(POLICY, table, key="nip")
    notes = StreamNotes(POLICY)
    pieces = ({name: column[at : at + 7] for name, column in table.items()} for at in range(0, 30, 7))
    for scores in asn.appraise_batches(POLICY, pieces, key="nip"):
        notes.add(scores)
    assert [note.text("en") for note in notes.notes()] == [note.text("en") for note in whole.notes]
    assert notes.notes()
