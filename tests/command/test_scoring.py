from pathlib import Path

import pytest

from asn_appraisal import schemes
from asn_appraisal.command.scoring import InputFiles, UsageError, find_record, plain_pairs, score_files, score_record
from asn_appraisal.errors import RecordError

OMBUDSMAN = schemes.get("ombudsman-2022")


@pytest.fixture
def path(tmp_path):
    def make(text):
        target = tmp_path / "data.csv"
        target.write_text(text)
        return InputFiles(str(target), key="nip")

    return make


def test_scores_keep_the_order_of_the_file_and_count_what_was_rejected(path):
    scores = score_files(OMBUDSMAN, path("nip,nilai\n2,54\n1,x\n3,53.99\n"))

    assert [each.band and each.band.key for each in scores.scored] == ["c", None, "d"]
    assert (scores.rejected, [fault.code for fault in scores.faults]) == (1, ["ASN404"])


def test_a_fault_of_a_whole_file_raises(path):
    with pytest.raises(RecordError) as caught:
        score_files(OMBUDSMAN, path("nip,warna\n1,merah\n"))

    assert [fault.code for fault in caught.value.faults] == ["ASN431"]


def test_a_rejected_record_shows_as_dashes_on_the_page(path):
    page = score_files(OMBUDSMAN, path("nip,nilai\n1,x\n")).page("en")

    assert page.splitlines()[2].split() == ["1", "-", "-"]
    assert "1 records, 1 rejected" in page


def test_a_scheme_without_a_number_has_no_column_of_scores(tmp_path):
    data = tmp_path / "a.csv"
    data.write_text("nip,hasil_kerja,perilaku_kerja\n1,sesuai,sesuai\n")

    page = score_files(schemes.get("permenpanrb-6-2022"), InputFiles(str(data))).page("id")

    assert page.splitlines()[0].split() == ["nip", "peringkat"]


def test_a_record_is_found_by_its_key(path):
    inputs = path("nip,nilai\n7,60\n8,90\n")

    record = find_record(OMBUDSMAN, inputs, "8")

    assert score_record(OMBUDSMAN, record).band.key == "a"


def test_a_key_that_no_record_has_is_wrong_usage(path):
    with pytest.raises(UsageError) as caught:
        find_record(OMBUDSMAN, path("nip,nilai\n7,60\n"), "9")

    assert caught.value.text("en") == "there is no record with the key 9; there are: 7"


def test_pairs_are_written_name_equals_value():
    assert plain_pairs(["a=1", "b=x=y"]) == {"a": "1", "b": "x=y"}


@pytest.mark.parametrize("texts", [["a"], ["=1"], ["a="], ["a=1", "a=2"]])
def test_other_words_and_doubles_are_no_pairs(texts):
    with pytest.raises(UsageError):
        plain_pairs(texts)


def test_many_records_are_scored_by_columns_with_the_same_results_and_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = schemes.get("pp-46-2011")
    cells = [f"{nip};80;{80 + nip / 4:.2f};80;80;80;{nip % 9}".replace(".", ",") for nip in range(80)]
    cells[7] = "7;80;800;80;80;80;0"  # out of range
    cells[9] = "9;80;1.23;80;80;80;0"  # a point where commas stand
    people = tmp_path / "pegawai.csv"
    head = "nip;orientasi_pelayanan;integritas;komitmen;disiplin;kerjasama;tugas_tambahan"
    people.write_text("\n".join([head, *cells]) + "\n", encoding="utf-8")
    rows = [f"{nip};10;{8 + nip % 5};100;85,5;12;{nip % 12}" for nip in range(80) if nip != 11]
    rows.append("3;0;1;1;1;1;1")  # a target of 0, far from the other row of its record
    kegiatan = tmp_path / "kegiatan.csv"
    head = "nip;target_kuantitas;realisasi_kuantitas;target_kualitas;realisasi_kualitas;target_waktu;realisasi_waktu"
    kegiatan.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    inputs = InputFiles(str(people), {"kegiatan": str(kegiatan)}, key="nip")
    alone = score_files(policy, inputs)
    monkeypatch.setattr("asn_appraisal.command.scoring._MANY", 1)
    together = score_files(policy, inputs)
    assert [fault.code for fault in alone.faults] == ["ASN412", "ASN406", "ASN423", "ASN411"]
    assert alone == together
    assert alone.csv() == together.csv()
