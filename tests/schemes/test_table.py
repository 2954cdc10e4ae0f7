import subprocess
import sys
from pathlib import Path

import pytest
from tests.schemes import table

from asn_appraisal import schemes

SCRIPT = Path(table.__file__)
SMALL = ("permenpan-16-2009", "permenpanrb-3-2020", "tpp-indragiri-hulu-2026")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asn_appraisal.schemes.keys", lambda: SMALL)


def test_there_is_a_line_a_scheme_with_its_grades_and_its_cases(few: None) -> None:
    assert [row[0] for row in table.rows()] == list(SMALL)
    by_key = {row[0]: row for row in table.rows()}
    assert by_key["permenpanrb-3-2020"][1:4] == ("text, agree, memory", "9", "-")
    assert by_key["tpp-indragiri-hulu-2026"][2:4] == ("-", "1")


def test_a_case_that_fails_is_counted_as_failed(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(table.typed_cases("tpp-indragiri-hulu-2026"))
    monkeypatch.setattr(table, "typed_cases", lambda _: iter([case, {**case, "score": "91.24"}]))
    assert table._row("tpp-indragiri-hulu-2026")[3] == "1 of 2"


def test_an_edge_that_differs_is_counted_as_failed(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    lax = schemes.get("permenpanrb-8-2026", edges="open")
    monkeypatch.setattr("asn_appraisal.schemes.get", lambda _, **__: lax)
    edges = table._row("permenpanrb-8-2026")[-2]
    agreed, _, made = edges.partition(" of ")
    assert 0 < int(agreed) < int(made)


def test_the_command_prints_the_table() -> None:
    code = f"import runpy, asn_appraisal.schemes as s; s.keys = lambda: {SMALL!r}; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] == "scheme"
    assert [line.split()[0] for line in lines[2:]] == list(SMALL)


def test_a_law_that_is_broken_is_counted_and_exceptions_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = schemes.get("pp-46-2011")
    assert table._laws(policy) == "13 (2 exceptions)"

    def broken(policy: object, records: object) -> None:
        raise AssertionError

    monkeypatch.setattr("asn_appraisal.testing.laws.ALL", (broken, table.laws.deterministic))
    assert table._laws(policy) == "1 of 2 (2 exceptions)"
