"""The query of a policy on a PostgreSQL server of our own, against appraise_table."""

import adbc_driver_postgresql.dbapi
import pyarrow as pa
import pytest
from tests.exports.exported_rows import KEY, arrow_tables, differences, expected, exported_rows
from tests.outside.sql_server import server

from asn_appraisal import schemes
from asn_appraisal.exports.sql import measured_bounds, settle, to_sql

UNIT = schemes.get("permenpan-16-2009")


@pytest.fixture(scope="module")
def cursor():
    with (
        server() as uri,
        adbc_driver_postgresql.dbapi.connect(uri, autocommit=True) as connection,
        connection.cursor() as found,
    ):
        yield found


def outcomes(cursor, query):
    cursor.execute(query)
    return [row[1:] for row in sorted(cursor.fetchall())]


@pytest.mark.parametrize("key", [policy.key for policy in schemes.listed()])
def test_each_scheme_gives_on_postgres_what_appraise_table_gives(cursor, key):
    policy = schemes.get(key)
    rows = exported_rows(policy, 120, 7)
    records, lists = arrow_tables(rows)
    cursor.adbc_ingest("t", records, mode="replace")
    for name, table in lists.items():
        cursor.adbc_ingest(name, table, mode="replace")
    found = outcomes(cursor, to_sql(policy, "t", key=KEY, dialect="postgres"))
    assert differences(found, expected(policy, rows)) == []
    assert any(row[0] is not None or row[1] is not None for row in found)


REFUSED, UNDECIDED = (None, None, False, True), (None, None, True, False)
NUMERICS = "91", "85.500000", "85.5000000000001", "NaN", "Infinity", "1e300", None
READ = [(91.0, "amat_baik", False, False), (85.5, "baik", False, False)]


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("numeric", NUMERICS, [*READ, *[UNDECIDED] * 2, REFUSED, REFUSED, REFUSED]),
        ("numeric(5,2)", ("91", "85.5", None), [*READ, REFUSED]),
        ("double precision", ("91", "85.5", "NaN", "-Infinity", "1e300", "85.555"), [*READ, *[REFUSED] * 4]),
        ("real", ("91", "85.5"), [UNDECIDED] * 2),
        ("smallint", ("91", "101"), [READ[0], REFUSED]),
        ("bigint", ("91", "9223372036854775807"), [READ[0], REFUSED]),
        ("text", ("91", "25.000"), [UNDECIDED] * 2),
    ],
)
def test_types_of_postgres_are_read_exactly_or_left_undecided(cursor, kind, values, wanted):
    texts = ", ".join(f"({at}, {'NULL' if value is None else repr(value)}::{kind})" for at, value in enumerate(values))
    cursor.execute("DROP TABLE IF EXISTS t")
    cursor.execute(f"CREATE TABLE t AS SELECT * FROM (VALUES {texts}) AS v(id, nilai)")
    assert outcomes(cursor, to_sql(UNIT, key="id", dialect="postgres")) == wanted


def test_undecided_rows_are_fetched_and_settled(cursor):
    cursor.adbc_ingest("unit", pa.table({"id": ["a", "b", "c"], "nilai": [85.25, 75.0, 20.0]}), mode="replace")

    def fetch(query):
        cursor.execute(query)
        return cursor.fetch_arrow_table()

    assert measured_bounds(UNIT, fetch, "unit", dialect="postgres") == {
        "nilai": (20, UNIT.outline.fields[0].high * 8525 / 10000)
    }
    about = {"key": "id", "dialect": "postgres", "bounds": {"nilai": (70, 80)}}
    scores = settle(UNIT, fetch, "unit", **about)
    assert sorted(scores.to_frame()["id"].to_pylist()) == ["a", "c"]
    assert scores["a"].band.key == "baik"


def test_names_are_quoted_whatever_they_hold(cursor):
    cursor.execute('DROP SCHEMA IF EXISTS "a;b" CASCADE')
    cursor.execute('CREATE SCHEMA "a;b"')
    cursor.execute('CREATE TABLE "a;b"."x""; DROP TABLE t; --" AS SELECT 1 AS "k""1", 91 AS nilai')
    query = to_sql(UNIT, ("a;b", 'x"; DROP TABLE t; --'), key='k"1', dialect="postgres")
    assert outcomes(cursor, query) == [READ[0]]
