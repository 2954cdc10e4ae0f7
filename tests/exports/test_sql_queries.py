import pytest
from sqlglot import parse_one

from asn_appraisal import schemes
from asn_appraisal.exports.sql import to_sql
from asn_appraisal.exports.sql_queries import Call

SKP = schemes.get("pp-46-2011")


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_a_query_is_one_statement_of_its_dialect_in_few_stages(dialect):
    for key in ("permenpan-16-2009", "permenpanrb-14-2017"):
        query = parse_one(to_sql(schemes.get(key), key="id", dialect=dialect), dialect=dialect)
        assert query.named_selects == ["id", "score", "band", "undecided", "refused"]
        assert len(query.ctes) < 16


def test_stages_of_postgres_are_not_written_into_each_other():
    assert "OFFSET 0" in to_sql(SKP, key="id", dialect="postgres")
    assert "OFFSET" not in to_sql(SKP, key="id")


def test_a_call_knows_its_tables():
    call = Call.of(SKP, None, "nip", {"kegiatan": ("a", "b")}, "duckdb")
    assert call.table == "t"
    assert not call.lists_alone
    assert call.source_of("kegiatan").sql(dialect="duckdb") == '"a"."b" AS "source"'
    survey = Call.of(schemes.get("permenpanrb-14-2017"), None, "unit", None, "duckdb")
    assert survey.lists_alone
    assert survey.source_of("responden").sql(dialect="duckdb") == '"responden" AS "source"'
