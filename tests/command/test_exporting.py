"""The export command: a policy in another language, to a file or to standard output."""

import json
from pathlib import Path

import duckdb
import pytest

from asn_appraisal import schemes
from asn_appraisal.command import main
from asn_appraisal.command.exporting import TO
from asn_appraisal.exports.javascript import to_javascript
from asn_appraisal.exports.web_page import to_html

KEY = "permenpan-16-2009"


def test_the_text_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", KEY, "--to", "javascript"]) == 0
    assert capsys.readouterr().out == to_javascript(schemes.get(KEY))


def test_a_page_goes_to_a_file_in_the_language_of_the_call(tmp_path: Path) -> None:
    for language in ("id", "en"):
        path = tmp_path / f"{language}.html"
        assert main(["export", KEY, "--to", "html", "-o", str(path), "--language", language]) == 0
        assert path.read_text(encoding="utf-8") == to_html(schemes.get(KEY), language)


def test_a_language_that_is_not_written_is_refused_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", KEY, "--to", "cobol"]) == 2
    told = capsys.readouterr().err
    assert [name for name in TO if name not in told] == []


def test_the_file_of_the_policy_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kebijakan.toml"
    path.write_text('format = "asn-appraisal/1"\n', encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    assert main(["export", str(path), "--to", "html", "-o", str(path)]) != 0
    assert path.read_text(encoding="utf-8") == before
    assert capsys.readouterr().err


def test_sql_is_written_to_a_file_for_a_dialect_a_table_and_a_key(tmp_path):
    path = tmp_path / "skm.sql"
    call = [
        "export",
        "permenpan-16-2009",
        "--to",
        "sql",
        "-o",
        str(path),
        "--table",
        "unit",
        "--key",
        "id",
        "--dialect",
        "duckdb",
    ]
    assert main(call) == 0
    connection = duckdb.connect()
    connection.execute("CREATE TABLE unit AS SELECT 1 AS id, 85.25 AS nilai")
    assert connection.execute(path.read_text()).fetchall() == [(1, 85.25, "baik", False, False)]


@pytest.mark.parametrize("to", [*TO])
def test_each_language_is_printed_without_a_file(to, capsys):
    assert main(["export", "permenpan-16-2009", "--to", to]) == 0
    assert len(capsys.readouterr().out) > 100


def test_polars_is_json_of_four_expressions(capsys):
    main(["export", "permenpan-16-2009", "--to", "polars"])
    assert [*json.loads(capsys.readouterr().out)] == ["score", "band", "undecided", "refused"]


def test_a_table_of_a_schema_is_named_with_a_dot(capsys):
    main(["export", "permenpan-16-2009", "--to", "sql", "--table", "ukur.unit"])
    assert 'FROM "ukur"."unit" AS "source"' in capsys.readouterr().out


def test_the_policy_is_not_written_over(tmp_path, capsys):
    path = tmp_path / "kebijakan.toml"
    path.write_text('key = "k"\ntitle = "K"\n')
    before = path.read_text()
    assert main(["export", str(path), "--to", "sql", "-o", str(path), "--language", "en"]) == 1
    assert path.read_text() == before
    assert capsys.readouterr().err.startswith("ASN")


def test_an_unknown_language_is_wrong_usage_and_a_missing_key_a_fault(capsys):
    assert main(["export", "permenpan-16-2009", "--to", "cobol"]) == 2
    assert main(["export", "pp-46-2011", "--to", "sql"]) == 1
    assert "ASN469" in capsys.readouterr().err
