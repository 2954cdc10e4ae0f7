import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.command.input_files import InputFiles, read_files
from asn_appraisal.command.usage import UsageError
from asn_appraisal.errors import RecordError

OMBUDSMAN = schemes.get("ombudsman-2022")
SURVEY = schemes.get("permenpanrb-14-2017")
ANSWERS = ",".join(f"u{n}" for n in range(1, 10))


def written(folder, name, text):
    path = folder / name
    path.write_text(text)
    return str(path)


def test_faults_and_notes_are_named_by_the_lines_of_the_file(tmp_path):
    path = written(tmp_path, "data.csv", "nip,nilai\n1,54\n\n'2,x\n")
    files = read_files(OMBUDSMAN, InputFiles(path, key="nip"))

    assert files.lines() == [2, 4]
    assert files.in_lines(asn.Fault("ASN404", row=1, field="nilai")).row == 4
    assert [files.note_in_lines(note).rows for note in files.records.notes] == [(4,)]


def test_the_rows_of_an_only_list_are_read_in_place_of_records(tmp_path):
    path = written(tmp_path, "survei.csv", f"unit,{ANSWERS}\nA,{','.join('4' * 9)}\n")
    files = read_files(SURVEY, InputFiles(path, key="unit"))

    assert files.table is None
    assert files.records.keys.values() == ["A"]


def test_a_column_that_tells_units_apart_is_named_with_the_options_of_the_command(tmp_path):
    rows = "".join(f"{unit},{','.join('4' * 9)}\n" for unit in "AABB")
    path = written(tmp_path, "survei.csv", f"unit,{ANSWERS}\n{rows}")
    with pytest.raises(RecordError) as caught:
        read_files(SURVEY, InputFiles(path))

    assert [fault.code for fault in caught.value.faults] == ["ASN454"]
    assert "--key unit" in caught.value.text("id")
    assert "--one-unit" in caught.value.text("id")
    assert read_files(SURVEY, InputFiles(path, one_unit=True)).records.count == 1


def test_standard_input_stands_for_one_file_alone():
    with pytest.raises(UsageError) as caught:
        read_files(schemes.get("pp-46-2011"), InputFiles("-", {"kegiatan": "-"}))

    assert caught.value.word == "stdin_twice"
