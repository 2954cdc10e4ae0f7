from pathlib import Path

import pytest

from asn_appraisal.adapters.data_files import read_file
from asn_appraisal.command import main, streams
from asn_appraisal.command.input_files import InputFiles
from asn_appraisal.command.streams import is_stream

POLICY = "permenpan-16-2009"


@pytest.fixture
def parquet(tmp_path: Path, monkeypatch):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as library

    monkeypatch.setattr(streams, "LARGE", 3)
    monkeypatch.setattr(streams, "_ROWS", 2)

    def made(rows, name="nilai.parquet"):
        path = tmp_path / name
        columns = {"nip": [nip for nip, _ in rows], "nilai": [nilai for _, nilai in rows], "unit": ["A"] * len(rows)}
        library.write_table(pyarrow.table(columns), path)
        return path

    return made


ROWS = [("001", "88.99"), ("002", "75"), ("003", "55.5"), ("004", "100")]


def test_tables_of_databases_and_large_parquet_files_are_streams(parquet, tmp_path):
    large, small = str(parquet(ROWS)), str(parquet(ROWS[:2], "kecil.parquet"))
    assert is_stream(InputFiles(large), "hasil.csv")
    assert is_stream(InputFiles("a.sqlite::nilai"), "hasil.parquet")
    assert is_stream(InputFiles("a.sqlite::nilai"), "b.duckdb::hasil")
    assert not is_stream(InputFiles(small), "hasil.csv")
    assert not is_stream(InputFiles(large, {"kegiatan": "k.csv"}), "hasil.csv")
    assert not is_stream(InputFiles(str(tmp_path / "tidak.parquet")), "hasil.csv")
    for output in (None, "-", "hasil.xlsx"):
        assert not is_stream(InputFiles("a.sqlite::nilai"), output)


def test_a_large_parquet_file_gives_what_the_whole_gives(parquet, tmp_path, monkeypatch, capsys):
    call = ["score", POLICY, str(parquet(ROWS)), "--key", "nip", "--language", "en", "-o"]
    assert main([*call, str(tmp_path / "blok.csv")]) == 0
    told = capsys.readouterr().err
    monkeypatch.setattr(streams, "LARGE", 100)
    assert main([*call, str(tmp_path / "utuh.csv")]) == 0
    assert told == capsys.readouterr().err
    assert (tmp_path / "blok.csv").read_bytes() == (tmp_path / "utuh.csv").read_bytes()


def test_faults_of_all_batches_are_told_with_their_rows(parquet, tmp_path, capsys):
    rows = [("001", "101"), *ROWS[1:], ("005", "102")]
    path, out = parquet(rows), tmp_path / "hasil.csv"
    call = ["score", POLICY, str(path), "--key", "nip", "-o", str(out), "--language", "en"]
    assert main(call) == 1
    assert "row 1 (001); row 5 (005)" in capsys.readouterr().err
    assert not out.exists()
    assert main([*call, "--on-error", "quarantine", "--rejects", str(tmp_path / "tolak.parquet")]) == 0
    assert read_file(tmp_path / "tolak.parquet").texts("row") == ["1", "5"]
    assert read_file(out).texts("score") == ["", "75.00", "55.50", "100.00", ""]


def test_a_key_in_two_batches_makes_it_read_the_whole(parquet, tmp_path, capsys):
    path, out = parquet([*ROWS, ("001", "75")]), tmp_path / "hasil.csv"
    assert main(["score", POLICY, str(path), "--key", "nip", "-o", str(out), "--on-error", "quarantine"]) == 0
    assert read_file(out).texts("band") == ["", "cukup", "sedang", "amat_baik", ""]
    assert "ASN432" in capsys.readouterr().err


def test_very_many_faults_stop_a_run_early(parquet, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(streams, "_MOST_FAULTS", 1)
    path = parquet([(str(at), "101") for at in range(9)])
    assert (
        main(["score", POLICY, str(path), "--key", "nip", "-o", str(tmp_path / "hasil.csv"), "--language", "en"]) == 1
    )
    assert "2 fault(s)" in capsys.readouterr().err


def test_an_input_is_never_overwritten(parquet, capsys):
    path = parquet(ROWS)
    before = path.read_bytes()
    assert main(["score", POLICY, str(path), "--key", "nip", "-o", str(path)]) == 1
    assert path.read_bytes() == before


def test_without_a_key_what_is_not_read_tells_whose_scores_they_are(parquet, tmp_path):
    assert main(["score", POLICY, str(parquet(ROWS)), "-o", str(tmp_path / "hasil.csv")]) == 0
    assert read_file(tmp_path / "hasil.csv").columns == ("nip", "unit", "score", "band")
