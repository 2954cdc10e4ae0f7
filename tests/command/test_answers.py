import json
from pathlib import Path

import polars as pl
import pytest
import python_calamine

import asn_appraisal as asn
from asn_appraisal import Bands, Number, Policy, schemes
from asn_appraisal.command import main

OLD = "permenpan-16-2009"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    base = schemes.get(OLD)
    changes = {"bands.peringkat.rows.baik.edge": ">= 80"}
    new = asn.overlay(base, {"format": 1, "base": OLD, "key": "perwal", "title": base.title, "changes": changes})
    odd = Policy("aneh", "Aneh", score=Number("x", high=100), band=Bands(("a", "> 100"), ("b", None)))
    for name, policy in (("perwal.toml", new), ("aneh.toml", odd)):
        (tmp_path / name).write_text(asn.documents.to_toml(policy), encoding="utf-8")
    (tmp_path / "q1.csv").write_text("nip,unit,nilai\na,x,78\nb,x,90\nc,y,91.5\nd,y,70\n", encoding="utf-8")
    (tmp_path / "q2.csv").write_text("nip,unit,nilai\nb,x,80\na,x,88\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("nip,unit,nilai\na,x,78\nb,x,x\n", encoding="utf-8")
    (tmp_path / "worse.csv").write_text("nip,unit,nilai\na,x,y\nb,x,x\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(text.split())
    out = capsys.readouterr()
    return code, out.out, out.err


def test_diff_tells_what_differs_and_with_data_what_that_changes(files: Path, capsys) -> None:
    code, out, _ = run(f"diff {OLD} perwal.toml", capsys)
    assert (code, out.splitlines()) == (
        0,
        ["key: permenpan-16-2009 → perwal", "peringkat Baik, batas: > 75 → >= 80"],
    )
    code, out, _ = run(f"diff {OLD} perwal.toml q1.csv --key nip --language en", capsys)
    assert (code, out.splitlines()[1], out.splitlines()[-1]) == (
        0,
        "band Good, edge: > 75 → >= 80",
        "- Good → Fair: 1",
    )
    assert run(f"diff {OLD} {OLD} --language en", capsys)[:2] == (0, "nothing differs\n")


def test_diff_as_data(files: Path, capsys) -> None:
    found = json.loads(run(f"diff {OLD} perwal.toml --json", capsys)[1])
    assert [each["path"] for each in found["differences"]] == ["key", "bands.peringkat.rows.baik.edge"]
    found = json.loads(run(f"diff {OLD} perwal.toml q1.csv --json", capsys)[1])
    assert {"before": "baik", "after": "cukup", "count": 1} in found["effect"]["moves"]


def test_review_ends_with_1_where_something_is_wrong(files: Path, capsys) -> None:
    assert run(f"review {OLD} --language en", capsys)[:2] == (0, "no findings\n")
    code, out, _ = run("review aneh.toml --language en", capsys)
    assert code == 1
    assert "error: peringkat: a: no value reaches" in out
    found = json.loads(run("review aneh.toml --json", capsys)[1])
    assert {"error"} <= {each["severity"] for each in found}
    assert found[0].keys() == {"code", "severity", "place", "text"}


def test_compare_tells_moves_in_all_and_in_groups(files: Path, capsys) -> None:
    code, out, _ = run(f"compare {OLD} perwal.toml q1.csv --by unit --language en", capsys)
    assert code == 0
    assert {"- 0 gain, 0 lose, 4 stay the same", "- Good → Fair: 1"} <= {*out.splitlines()}
    assert "- x*: 2 rows, 0 gain, 0 lose, 0 points on average" in out
    found = json.loads(run(f"compare {OLD} perwal.toml q1.csv --key nip --by unit --json", capsys)[1])
    assert (found["rows"], found["same"]) == (4, 4)
    assert [(each["name"], each["rows"]) for each in found["by"]["groups"]] == [(["x"], 2), (["y"], 2)]


def test_records_that_cannot_be_scored_are_told_on_standard_error(files: Path, capsys) -> None:
    code, out, err = run(f"compare {OLD} perwal.toml bad.csv --language en", capsys)
    assert (code, out.splitlines()[1]) == (0, "- 0 gain, 0 lose, 1 stay the same")
    assert f"{OLD}: 1 records rejected:" in err
    assert "row 3, nilai" in err
    assert run(f"compare {OLD} perwal.toml worse.csv", capsys)[0] == 1
    assert run(f"diff {OLD} perwal.toml worse.csv", capsys)[0] == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (f"compare {OLD} perwal.toml", "name the file"),
        (f"compare {OLD} perwal.toml -", "read only once"),
        (f"compare {OLD} nope q1.csv", "ASN601"),
        (f"compare {OLD} perwal.toml gone.csv", "gone.csv"),
        (f"diff {OLD}", "required"),
        (f"why {OLD} q1.csv q2.csv --row z --key nip", "z"),
    ],
)
def test_wrong_usage_ends_with_2(files: Path, capsys, call: str, said: str) -> None:
    code, out, err = run(f"{call} --language en", capsys)
    assert (code, out) == (2, "")
    assert said in err


def test_why_says_why_a_score_is_another_one_in_a_second_file(files: Path, capsys) -> None:
    code, out, _ = run(f"why {OLD} q1.csv q2.csv --key nip --row a --language en", capsys)
    assert (code, out.splitlines()[-1]) == (0, "- Performance of the teacher, from 78 to 88: +10")
    found = json.loads(run(f"why {OLD} q1.csv q2.csv --key nip --row b --json", capsys)[1])
    assert (found["difference"], [each["points"] for each in found["items"]]) == ("-10", ["-10"])


def test_compare_writes_every_record_to_a_file_of_the_kind_that_its_ending_names(files: Path, capsys) -> None:
    (files / "q1.csv").write_text("nip;unit;nilai\n=a;x;78,5\nb;x;90\nc;y;x\n", encoding="utf-8")
    call = f"compare {OLD} perwal.toml q1.csv --key nip --decimal comma --language en"
    assert run(f"{call} -o beda.csv", capsys)[:2] == run(call, capsys)[:2]
    rows = [
        "nip;score_before;score_after;difference;band_before;band_after;change",
        "'=a;78,50;78,50;0,00;baik;cukup;same",
        "b;90,00;90,00;0,00;baik;baik;same",
        "c;;;;;;not_scored",
    ]
    assert (files / "beda.csv").read_text(encoding="utf-8-sig").splitlines() == rows
    assert run(f"{call} -o -", capsys)[1].splitlines() == rows
    run(f"{call} -o beda.tsv", capsys)
    assert (files / "beda.tsv").read_text(encoding="utf-8-sig").splitlines()[2].split("\t")[:3] == [
        "b",
        "90.00",
        "90.00",
    ]
    run(f"{call} -o beda.jsonl", capsys)
    first, *_, last = (files / "beda.jsonl").read_text(encoding="utf-8").splitlines()
    assert first.startswith(
        '{"nip": "=a", "score_before": 78.50, "score_after": 78.50, "difference": 0.00, "band_before"'
    )
    assert json.loads(last)["score_before"] is None


def test_compare_writes_workbooks_and_parquet_files(files: Path, capsys) -> None:
    for ending in ("xlsx", "parquet"):
        assert run(f"compare {OLD} perwal.toml q1.csv --key nip -o beda.{ending}", capsys)[0] == 0
    book = python_calamine.load_workbook(files / "beda.xlsx")
    assert book.sheet_names == ["Perbandingan"]
    assert book.get_sheet_by_index(0).to_python()[1] == ["a", 78, 78, 0, "baik", "cukup", "same"]
    frame = pl.read_parquet(files / "beda.parquet")
    assert [str(each) for each in frame["score_after"]] == ["78.00", "90.00", "91.50", "70.00"]
    assert frame["band_after"].to_list() == ["cukup", "baik", "amat_baik", "cukup"]


def test_compare_overwrites_nothing_that_it_reads_and_refuses_other_endings(files: Path, capsys) -> None:
    before = (files / "q1.csv").read_bytes()
    for out, code in (("q1.csv", "ASN"), ("perwal.toml", "ASN"), ("beda.pdf", "ASN")):
        done, _, err = run(f"compare {OLD} perwal.toml q1.csv --key nip -o {out}", capsys)
        assert (done in {1, 2}, code in err) == (True, True)
    assert (files / "q1.csv").read_bytes() == before
    (files / "q3.csv").write_text("nip,change,nilai\na,x,78\n", encoding="utf-8")
    assert "change" in run(f"compare {OLD} perwal.toml q3.csv -o beda.csv", capsys)[2]
    assert not (files / "beda.csv").exists()


LISTS = """format = 1
key = "daftar"
title = "Daftar"
score = "nilai"
[parts.nilai]
formula = "kegiatan.sum(hasil).rounded(2)"
[lists.kegiatan.fields]
hasil = {type = "number", low = "0", high = "100"}
"""


def test_why_reads_lists_of_both_files_and_names_their_rows_at_fault(files: Path, capsys) -> None:
    (files / "daftar.toml").write_text(LISTS, encoding="utf-8")
    for name, hasil in (("k1", "50"), ("k2", "70.5"), ("k3", "x"), ("k4", "y")):
        (files / f"{name}.csv").write_text(f"nip,hasil\na,10\na,{hasil}\nb,1\n", encoding="utf-8")

    def why(first: str, second: str, files: str = "") -> tuple[int, str, str]:
        lists = f"--items-before kegiatan={first}.csv --items-after kegiatan={second}.csv"
        return run(f"why daftar.toml {files} {lists} --key nip --row a --language en", capsys)

    code, out, _ = why("k1", "k2")
    assert (code, out.splitlines()[0]) == (0, "The score went from 60.00 to 80.50 (+20.5):")
    own = LISTS.replace("(2)", "(2) + nilai").replace("[parts", '[inputs]\nnilai = {type = "number"}\n\n[parts')
    (files / "daftar.toml").write_text(
        own.replace('score = "nilai"', 'score = "jumlah"').replace("parts.nilai", "parts.jumlah")
    )
    code, out, _ = why("k1", "k2", "q1.csv q2.csv")  # with a file of the records besides
    assert (code, out.splitlines()[0]) == (0, "The score went from 138.00 to 168.50 (+30.5):")
    (files / "daftar.toml").write_text(LISTS, encoding="utf-8")
    code, out, err = why("k1", "k3")
    assert (code, out) == (1, "")
    assert err.splitlines()[0] == "in k3.csv:"
    assert "kegiatan[3].hasil" in err
    code, _, err = why("k4", "k3")
    assert [line for line in err.splitlines() if line.startswith("in ")] == ["in k4.csv:", "in k3.csv:"]
    assert err.count("ASN400") == 2
    for call in ("", "--items-before kegiatan=k1.csv", "q1.csv"):
        code, _, err = run(f"why daftar.toml {call} --key nip --row a --language en", capsys)
        assert (code, "the one after" in err) == (2, True)
