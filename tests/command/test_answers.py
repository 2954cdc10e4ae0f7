import json
from pathlib import Path

import pytest

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
