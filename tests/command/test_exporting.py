import json

import duckdb
import pytest

from asn_appraisal.command import main
from asn_appraisal.command.exporting import TO


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
