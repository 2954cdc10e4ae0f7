"""The query of a policy in Spark SQL, in local mode, against appraise_table."""

import pytest
from pyspark.sql import SparkSession
from tests.exports.exported_rows import KEY, arrow_tables, differences, expected, exported_rows

from asn_appraisal import schemes
from asn_appraisal.exports.sql import to_sql

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.showConsoleProgress": "false",
}
KEYS = ("permenpan-16-2009", "pp-30-2019", "bkn-8-2019", "permenpanrb-1-2023", "permenpanrb-14-2017")
UNIT = schemes.get("permenpan-16-2009")


@pytest.fixture(scope="module")
def spark():
    builder = SparkSession.builder.master("local[1]")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def outcomes(session, query):
    return [row[1:] for row in sorted(map(tuple, session.sql(query).collect()))]


@pytest.mark.parametrize("key", KEYS)
def test_schemes_give_in_spark_what_appraise_table_gives(spark, key):
    policy = schemes.get(key)
    rows = exported_rows(policy, 80, 5)
    records, lists = arrow_tables(rows)
    for name, table in {"t": records, **lists}.items():
        spark.createDataFrame(table).createOrReplaceTempView(name)
    found = outcomes(spark, to_sql(policy, "t", key=KEY, dialect="spark"))
    assert differences(found, expected(policy, rows)) == []
    assert any(row[0] is not None or row[1] is not None for row in found)


@pytest.mark.parametrize(
    ("kind", "undecided"),
    [
        ("DECIMAL(10,2)", False),
        ("INT", False),
        ("DOUBLE", False),
        ("FLOAT", True),
        ("STRING", True),
        ("DECIMAL(20,12)", True),
    ],
)
def test_types_of_spark_are_read_exactly_or_left_undecided(spark, kind, undecided):
    spark.sql(f"SELECT 1 AS id, CAST(91 AS {kind}) AS nilai").createOrReplaceTempView("jenis")
    wanted = (None, None, True, False) if undecided else (91.0, "amat_baik", False, False)
    assert outcomes(spark, to_sql(UNIT, "jenis", key="id", dialect="spark")) == [wanted]
