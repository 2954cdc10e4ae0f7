import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asn_appraisal import AppraisalError, Indicator, Number, Policy, Steps, schemes, testing
from asn_appraisal.command import main
from asn_appraisal.errors import OtherCasesError, PlanSizeError
from asn_appraisal.testing.cases import SHIPPED, CaseFile, PolicyCase, cases_of
from asn_appraisal.testing.checks import check, checked
from asn_appraisal.testing.known import Exemption, Known
from asn_appraisal.testing.mutants import mutants

CASES = str(SHIPPED / "permenpanrb-88-2021.jsonl")
hari = Indicator("hari", low=0, high=30, decimals=0, better="lower")
CLIFF = Policy("jurang", "Jurang", score=Steps(hari, ("<= 3", 0), otherwise=100 - hari))


def test_a_policy_that_is_right_has_good_lines_alone() -> None:
    policy = schemes.get("permenpanrb-88-2021")
    cases = CaseFile(
        policy.key, (PolicyCase({"perencanaan": 1, "pengukuran": 1, "pelaporan": 1, "evaluasi": 1}, {"score": 1}),)
    )
    lines = list(checked(policy, cases, pairs=10, seed=1, language="en"))
    assert (lines[0].what, lines[0].result) == ("findings", "0")
    assert (lines[1].what, lines[1].result) == ("cases", "1 of 1 right")
    assert [line for line in lines if not line.good] == []
    assert {"never_worse", "columns_agree"} <= {line.what for line in lines}


def test_a_wrong_case_and_a_broken_law_are_told_with_what_is_wrong() -> None:
    cases = CaseFile("jurang", (PolicyCase({"hari": 5}, {"score": "94"}, name="lima", source="Pasal 1"),))
    lines = {line.what: line for line in checked(CLIFF, cases, pairs=40, seed=1, language="en") if not line.good}
    assert set(lines) == {"findings", "cases", "never_worse"}
    assert "ASN382 warning: nilai: the rule" in lines["findings"].more
    assert "ASN389 note: nilai: numbers without a source" in lines["findings"].more
    assert lines["cases"].more.startswith("lima (Pasal 1)\nscore: expected 94, found 95")
    assert "better in hari, and worse for it" in lines["never_worse"].more


def test_an_exception_that_is_known_is_told_with_its_reason() -> None:
    known = Known(
        exceptions=[Exemption("hari", "Pasal 9", "never_worse")],
        findings=[Exemption("nilai", "Pasal 9 as well", "ASN382")],
    )
    cases = CaseFile("jurang", (PolicyCase({"hari": 5}, {"score": "95"}),), known)
    lines = list(checked(CLIFF, cases, pairs=40, seed=1))
    assert all(line.good for line in lines)
    assert "ASN382 nilai (diketahui: Pasal 9 as well)" in lines[0].more
    assert lines[-1].more == "never_worse (hari): Pasal 9"


def test_the_command_checks_a_scheme_with_its_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "permenpanrb-88-2021", "--cases", CASES, "--pairs", "5"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == ["temuan: 0", "kasus: 6 dari 6 benar"]
    assert "never_worse: ditaati oleh 10 data" in out


def test_the_command_ends_with_1_where_a_case_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.cases.toml"
    path.write_text('policy = "permenpan-16-2009"\n[[case]]\nrecord = {nilai = 91}\nband = "baik"\n', encoding="utf-8")
    assert main(["check", "permenpan-16-2009", "--cases", str(path), "--pairs", "2", "--language", "en"]) == 1
    assert "    band: expected baik, found amat_baik" in capsys.readouterr().out


def test_cases_of_another_policy_or_no_cases_at_all_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "pp-46-2011", "--cases", CASES, "--language", "en"]) == 2
    assert "has cases of permenpanrb-88-2021, not of pp-46-2011" in capsys.readouterr().err
    assert main(["check", "pp-46-2011", "--cases", "tidak-ada.toml"]) == 2
    assert main(["check", "tidak.ada:x"]) == 2


def test_a_policy_of_python_code_is_checked_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "loket.py").write_text(
        "from asn_appraisal import Indicator, Policy\n"
        "policy = Policy('loket', 'Loket', score=100 - Indicator('hari', low=0, high=30, better='lower'))\n",
        encoding="utf-8",
    )
    command = (
        "import sys; from asn_appraisal.command import main; sys.exit(main(['check', 'loket:policy', '--pairs', '3']))"
    )
    done = subprocess.run([sys.executable, "-c", command], cwd=tmp_path, env=dict(os.environ), check=False)
    assert done.returncode == 0


def test_mutants_that_no_case_notices_end_with_1_and_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = {
        "90.01": "amat_baik",
        "90": "baik",
        "75.01": "baik",
        "75": "cukup",
        "60.01": "cukup",
        "60": "sedang",
        "50": "kurang",
        "50.01": "sedang",
    }
    text = 'policy = "permenpan-16-2009"\n' + "".join(
        f'[[case]]\nrecord = {{nilai = {value}}}\nband = "{band}"\n' for value, band in cases.items()
    )
    path = tmp_path / "x.cases.toml"
    path.write_text(text, encoding="utf-8")
    call = ["check", "permenpan-16-2009", "--cases", str(path), "--mutants", "--pairs", "2", "--language", "en"]
    assert main(call) == 0
    out = capsys.readouterr().out
    assert "slips of the pen: 12 of 12 noticed, 0 proved the same, 0 let pass" in out
    assert "reached by the cases: band 5/5, sides of edges" in out
    path.write_text(text[: text.rindex("[[case]]")], encoding="utf-8")
    assert main(call) == 1
    out = capsys.readouterr().out
    assert "slips of the pen: 11 of 12 noticed, 0 proved the same, 1 let pass" in out
    assert (
        "    peringkat: > 50 becomes > 50.01\n"
        '      a case that would notice it: {"nilai": "50.01"}: band sedang, not kurang\n'
    ) in out


def test_where_no_case_is_met_the_report_says_in_how_many_tries() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("asn_appraisal.testing.checks.telling_record", lambda policy, mutant: None)
        lines = {
            language: next(
                line
                for line in checked(CLIFF, None, pairs=2, seed=1, with_mutants=True, language=language)
                if line.what in {"salah tulis", "slips of the pen"}
            )
            for language in ("id", "en")
        }
    assert "  a case that would notice it: none found in 400 tries" in lines["en"].more
    assert "  kasus yang akan menangkapnya: tidak ditemukan dalam 400 percobaan" in lines["id"].more


def test_a_suggested_case_tells_parts_and_faults_where_the_result_hides_the_slip() -> None:
    x, y = Number("x", low=0, high=10, decimals=0), Number("y", low=0, high=10, decimals=0)
    policy = Policy("bagi", "Bagi", score=(x / y.floored(1)).capped(3).named("hasil").rounded(0))
    more = next(
        line.more
        for line in checked(policy, None, pairs=2, seed=1, with_mutants=True, language="en")
        if line.what == "slips of the pen"
    )
    assert re.search(r": (score 3, not [24]; )?(\w+ 3, not [24]; )?hasil 3, not 3.01\n", more)
    assert re.search(r": score \d, not ASN412$", more, re.MULTILINE)


def test_a_mutant_that_is_known_to_live_is_told_with_its_reason() -> None:
    left = [Exemption(mutant.name, "no case can tell") for mutant in mutants(CLIFF) if not mutant.equivalent]
    known = Known(survivors=left)
    cases = CaseFile("jurang", (PolicyCase({"hari": 5}, {"score": "95"}),), known)
    line = next(
        line for line in checked(CLIFF, cases, pairs=2, seed=1, with_mutants=True) if line.what == "salah tulis"
    )
    assert line.good
    assert "(diketahui: no case can tell)" in line.more


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_scheme_is_checked_with_the_cases_that_come_with_it(capsys: pytest.CaptureFixture[str], language) -> None:
    assert main(["check", "pp-30-2019", "--mutants", "--pairs", "2", "--language", language]) == 0
    out = capsys.readouterr().out.splitlines()
    count = len(cases_of(schemes.get("pp-30-2019")).cases)
    said = {"id": ("kasus: {0} dari {0} benar", ", 0 lolos"), "en": ("cases: {0} of {0} right", ", 0 let pass")}
    right, passed = said[language]
    assert right.format(count) in out
    assert any(line.endswith(passed) for line in out)


def test_cases_are_those_of_the_usual_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bkn-8-2019", "--option", "jp=pro_rata", "--pairs", "2"]) == 0
    assert "kasus:" not in capsys.readouterr().out


def test_the_report_is_what_the_command_prints_below_the_key(capsys: pytest.CaptureFixture[str]) -> None:
    report = check(CLIFF, cases=[PolicyCase({"hari": 5}, {"score": "94"}, name="lima")], mutants=True, pairs=40)
    assert not report.good
    head, *lines = str(report).splitlines()
    assert head == "jurang"
    assert "cases: 0 of 1 right" in lines
    assert "    score: expected 94, found 95" in lines
    assert main(["check", "pp-30-2019", "--pairs", "3", "--language", "en"]) == 0
    assert str(check(schemes.get("pp-30-2019"), pairs=3)) == "pp-30-2019\n" + capsys.readouterr().out.rstrip()


def test_a_report_takes_the_path_of_a_file_and_refuses_the_cases_of_another_scheme() -> None:
    assert check(schemes.get("permenpanrb-88-2021"), cases=CASES, pairs=2).good
    with pytest.raises(OtherCasesError, match="ASN395: these are cases of permenpanrb-88-2021, not of pp-30-2019"):
        check(schemes.get("pp-30-2019"), cases=Path(CASES), pairs=2)


@pytest.mark.parametrize(
    "wrong",
    [{"pairs": 0}, {"pairs": True}, {"seed": "1"}, {"mutants": 1}, {"language": "fr"}, {"cases": [1]}, {"modules": 3}],
)
def test_a_wrong_argument_of_a_check_is_refused(wrong) -> None:
    with pytest.raises(AppraisalError):
        check(CLIFF, **wrong)


def test_the_face_of_the_test_kit_loads_its_tools_on_demand() -> None:
    assert testing.check is check
    assert {"check", "coverage", "cases", "laws", "mutants", "strategies", "vectors"} <= set(dir(testing))
    assert all(getattr(testing, name) for name in testing.__all__)
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = testing.nothing


def test_a_law_that_cannot_be_tried_is_a_finding_and_the_others_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PlanSizeError(found="> 20000", limit=20000)

    policy = Policy("contoh", "Contoh", score=Number("x", low=0, high=9))
    whole = [line.what for line in check(policy, pairs=2).lines]
    monkeypatch.setattr("asn_appraisal.testing.laws.appraise_table", refuse)
    report = check(policy, pairs=2)
    refused = [line for line in report.lines if "ASN336" in line.more]
    assert (report.good, len(refused) >= 1) == (False, True)
    assert refused[0].result == "NOT TRIED"
    assert [line.what for line in report.lines] == whole
