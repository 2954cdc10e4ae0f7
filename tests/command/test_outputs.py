from pathlib import Path

import pytest

from asn_appraisal.command import main

POLICY = "permenpan-16-2009"


@pytest.fixture
def file(tmp_path: Path):
    path = tmp_path / "nilai.csv"
    path.write_text("nip,nilai\n001,90.5\n002,101\n", "utf-8")
    return path


@pytest.mark.parametrize("option", [["--audit", "audit"], ["--period", "2026"]])
def test_tables_need_results_in_a_database(file, tmp_path, capsys, option):
    assert main(["score", POLICY, str(file), "-o", str(tmp_path / "hasil.csv"), *option, "--language", "en"]) == 2
    assert f"{option[0]} goes with results in a table" in capsys.readouterr().err


def test_faults_go_to_a_table_only_beside_the_results(file, tmp_path, capsys):
    call = [
        "score",
        POLICY,
        str(file),
        "-o",
        str(tmp_path / "hasil.csv"),
        "--language",
        "en",
        "--on-error",
        "quarantine",
    ]
    assert main([*call, "--rejects", f"{tmp_path}/a.sqlite::tolak"]) == 2
    assert "--rejects goes with" in capsys.readouterr().err


def test_a_database_without_a_table_is_no_output(file, tmp_path, capsys):
    assert (
        main(["score", POLICY, str(file), "--on-error", "quarantine", "-o", f"{tmp_path}/a.sqlite", "--language", "en"])
        == 2
    )
    assert "names no table" in capsys.readouterr().err
    assert not (tmp_path / "a.sqlite").exists()


def test_a_file_of_faults_is_written_with_a_table_or_not_at_all(file, tmp_path):
    call = ["score", POLICY, str(file), "--key", "nip", "--on-error", "quarantine", "-o", f"{tmp_path}/a.sqlite::hasil"]
    assert main([*call, "--rejects", str(tmp_path / "tidak" / "tolak.csv")]) == 1
    assert not (tmp_path / "a.sqlite").exists()
    assert main([*call, "--rejects", str(tmp_path / "tolak.csv")]) == 0
    assert "ASN406" in (tmp_path / "tolak.csv").read_text("utf-8")
