import json
from collections import Counter
from pathlib import Path

import pytest

from asn_appraisal import Bands, Count, Items, Number, Policy, When, schemes
from asn_appraisal.command import main
from asn_appraisal.testing.cases import PolicyCase, difference, read_cases
from asn_appraisal.testing.mutant_trials import survivors
from asn_appraisal.testing.vectors import to_jsonl, vectors

HEAVY = {"permenpanrb-29-2022", "permenpanrb-16-2014", "kmk-127-2026"}
QUICK = [policy.key for policy in schemes.listed() if policy.key not in HEAVY]


@pytest.mark.parametrize("key", QUICK)
def test_the_vectors_of_a_scheme_are_cases_of_it(key: str, tmp_path: Path) -> None:
    policy = schemes.get(key)
    path = tmp_path / f"{key}.jsonl"
    path.write_text(to_jsonl(policy), encoding="utf-8")
    found = read_cases(path)
    assert found.policy == key
    assert [text for case in found.cases if (text := difference(policy, case)) is not None] == []
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert {line["fingerprint"] for line in lines} == {policy.fingerprint}
    assert len({json.dumps(line["record"], sort_keys=True) for line in lines}) == len(lines)


@pytest.mark.parametrize("key", ["permenpan-16-2009", "permenpanrb-6-2022", "permenpanrb-3-2020", "ombudsman-2022"])
def test_the_vectors_of_a_scheme_notice_every_slip_of_the_pen(key: str) -> None:
    policy = schemes.get(key)
    cases = [
        PolicyCase(line["record"], {name: line[name] for name in ("exact", "band") if name in line})
        for line in vectors(policy)
    ]
    assert survivors(policy, cases) == ()


def test_a_seed_gives_the_same_vectors() -> None:
    policy = schemes.get("pp-30-2019")
    assert to_jsonl(policy, seed=3) == to_jsonl(policy, seed=3)
    assert to_jsonl(policy, seed=3) != to_jsonl(policy, seed=4)


def test_records_that_must_be_refused_say_so_and_have_no_result() -> None:
    refused = [line for line in vectors(schemes.get("pp-46-2011")) if "fault" in line]
    assert refused
    assert all(line["fault"].startswith("ASN4") and "score" not in line for line in refused)


def test_the_command_writes_a_file_or_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "v.jsonl"
    assert main(["vectors", "permenpan-16-2009", "-o", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["vectors", "permenpan-16-2009"]) == 0
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")
    assert main(["check", "permenpan-16-2009", "--cases", str(path), "--mutants", "--pairs", "2"]) == 0


BULAN, MUTU = Count("bulan", low=1, high=12), Number("mutu", low=0, high=100)
MONTHS = Items("bulanan", (BULAN, MUTU), at_most=9, unique=BULAN)
YEAR = Policy(
    "tahun",
    "Tahun",
    score=(MONTHS.mean(MUTU) + When(MONTHS.count(where=BULAN > 6) > 0, 1, 0)).rounded(2),
    band=Bands(("baik", ">= 76"), ("kurang", None)),
)


def test_vectors_keep_the_limits_of_lists_and_try_them() -> None:
    lines = [line for seed in range(1, 6) for line in vectors(YEAR, seed=seed)]
    codes = Counter(line.get("fault", "") for line in lines if line["name"] == "faulty")
    assert {"ASN455", "ASN457"} <= codes.keys()
    assert {line.get("fault") for line in lines if line["name"] != "faulty"} == {None}
    assert any("= 0" in line["name"] and line.get("exact") == "76" for line in lines)
