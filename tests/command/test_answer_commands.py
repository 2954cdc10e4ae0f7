"""The commands about a table as a whole: tables for people, data for machines, faults on standard error."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import asn_appraisal as asn
from asn_appraisal.command import main

KEY = "permenpan-16-2009"
ROWS = [
    (f"{at:02}", "Dinas A" if at % 2 else "Dinas B", rater, 70 + at + 4 * (rater == "Budi"))
    for at in range(12)
    for rater in ("Ani", "Budi")
]
TABLE = {name: [row[at] for row in ROWS] for at, name in enumerate(("nip", "unit", "atasan", "nilai"))}


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["nip,unit,atasan,nilai", *(",".join(map(str, row)) for row in ROWS)]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("\n".join([*lines, "99,Dinas C,Ani,x"]) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(text: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(text.split())
    out = capsys.readouterr()
    return code, out.out, out.err


def scores(columns: Sequence[str] = ("nip", "unit", "atasan", "nilai")) -> asn.Scores:
    return asn.appraise_table(asn.schemes.get(KEY), {name: TABLE[name] for name in columns}, key=None)


def test_summaries_are_a_table_of_groups(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(f"summaries {KEY} a.csv --by unit --language en", capsys)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"Scores by unit, policy {KEY}:",
        "",
        "unit     scored  mean  median  Excellent %  Good %  Fair %  Moderate %  Poor %",
        "-------  ------  ----  ------  -----------  ------  ------  ----------  ------",
        "Dinas B      12    77      77            0    66.7    33.3           0       0",
        "Dinas A      12    78      78            0    66.7    33.3           0       0",
    ]


def test_summaries_have_shares_and_gaps_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(f"summaries {KEY} a.csv --by unit --band baik --gaps --language en", capsys)
    assert code == 0
    assert out.count("Dinas A") == 3
    assert "four fifths" in out
    assert "adjusted by Holm" in out
    found = asn.summaries(scores(), by="unit")
    data = json.loads(run(f"summaries {KEY} a.csv --by unit --band baik --gaps --json", capsys)[1])
    assert data["reached"] == found.reached("baik").to_dict()
    assert data["gaps"] == found.gaps("baik").to_dict()
    assert {**found.to_dict(), "reached": data["reached"], "gaps": data["gaps"]} == data


def test_small_groups_are_marked_or_merged_and_faults_told_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(f"summaries {KEY} bad.csv --by unit --band baik --gaps --language en", capsys)
    assert code == 0
    assert "1 records rejected" in err
    assert "* fewer than 10 scored rows: these numbers say little" in out
    assert "- %" not in out
    assert "Dinas C" in run(f"summaries {KEY} bad.csv --by unit --small merge", capsys)[1].splitlines()[-1]


def test_raters_are_a_table_with_their_agreement_below(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(f"raters {KEY} a.csv --rater atasan --person nip --language en", capsys)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[4].split()[:4] == ["Ani", "12", "75.5", "-2"]
    assert "Krippendorff's alpha" in lines[7]
    assert "one calibration" not in out
    found = asn.raters(scores(), rater="atasan", person="nip")
    assert json.loads(run(f"raters {KEY} a.csv --rater atasan --person nip --json", capsys)[1]) == found.to_dict()


def test_a_calibration_is_told_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    found = asn.raters(scores(), rater="atasan").calibration()
    out = run(f"raters {KEY} a.csv --rater atasan --calibration --language en", capsys)[1]
    assert out.endswith(found.text("en"))
    data = json.loads(run(f"raters {KEY} a.csv --rater atasan --calibration --json", capsys)[1])
    assert data["calibration"] == found.to_dict()


def test_sensitivity_is_a_table_of_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(f"sensitivity {KEY} a.csv --language en", capsys)
    assert (code, err) == (0, "")
    found = asn.sensitivity(asn.schemes.get(KEY), scores().records)
    assert [line.split("  ")[0] for line in out.splitlines()[4:]] == [each.called("en") for each in found]
    assert json.loads(run(f"sensitivity {KEY} a.csv --json", capsys)[1]) == found.to_dict()
    ranked = json.loads(run(f"sensitivity {KEY} a.csv --first 3 --json", capsys)[1])
    assert ranked["first"] == 3


@pytest.mark.parametrize(
    ("call", "code", "told"),
    [
        ("summaries {} a.csv", 2, "--by"),
        ("summaries {} a.csv --by uni", 1, "did you mean unit?"),
        ("summaries {} a.csv --by unit --band bagus", 2, "has no band 'bagus'"),
        ("raters {} a.csv", 2, "--rater"),
        ("raters {} a.csv --rater atasan --person unit", 1, "unit"),
        ("sensitivity {} a.csv --first 0", 1, "first=0"),
        ("sensitivity {} none.csv", 2, "none.csv"),
    ],
)
def test_wrong_calls_say_what_is_wrong(call: str, code: int, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    found, out, err = run(f"{call.format(KEY)} --language en", capsys)
    assert (found, out) == (code, "")
    assert told in err
