"""The query of a policy on DuckDB, against appraise_table; PostgreSQL and Spark are in tests/outside."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from tests.exports.exported_rows import KEY, differences, expected, exported_rows, in_duckdb

from asn_appraisal import Category, Flag, Items, Number, Policy, appraise_table, schemes
from asn_appraisal.errors import ChoiceError, ExportBoundsError, ExportKeyError, NotCertifiedError, RecordError
from asn_appraisal.exports.sql import measured_bounds, settle, to_sql
from asn_appraisal.testing.drawing.policies import random_policy

SKM, SKP, UNIT = (schemes.get(key) for key in ("permenpanrb-14-2017", "pp-46-2011", "permenpan-16-2009"))
NILAI = Number("nilai", low=0, high=100)


def one(kind, *values, policy=UNIT, **about):
    """The outcomes of some values of a type of DuckDB, without the key."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE t (id INTEGER, nilai {kind})")
    for at, value in enumerate(values):
        connection.execute("INSERT INTO t VALUES (?, ?)", [at, value])
    return [row[1:] for row in sorted(connection.execute(to_sql(policy, key="id", **about)).fetchall())]


@pytest.mark.parametrize("key", [policy.key for policy in schemes.listed()])
def test_each_scheme_gives_on_duckdb_what_appraise_table_gives(key):
    policy = schemes.get(key)
    rows = exported_rows(policy, 150)
    found = in_duckdb(policy, rows)
    assert differences(found, expected(policy, rows)) == []
    assert any(row[0] is not None or row[1] is not None for row in found)


@pytest.mark.parametrize("seed", range(10))
def test_random_policies_give_on_duckdb_what_appraise_table_gives(seed):
    decided = 0
    for number in range(seed * 10, seed * 10 + 10):
        policy = random_policy(Random(number))  # noqa: S311
        rows = exported_rows(policy, 25, number)
        try:
            found = in_duckdb(policy, rows)
        except NotCertifiedError:
            continue
        assert differences(found, expected(policy, rows)) == [], number
        decided += sum(not undecided and not refused for *_, undecided, refused in found)
    assert decided > 30


def test_rows_within_the_bounds_are_mostly_decided():
    random = np.random.default_rng(1)
    keys = np.repeat(np.arange(500), 4)
    target = np.round(random.uniform(1, 100, 2000), 2)
    activities = {
        KEY: keys,
        "target_kuantitas": target,
        "realisasi_kuantitas": np.round(target * random.uniform(0.5, 1.1, 2000), 2),
        "target_kualitas": np.full(2000, 100.0),
        "realisasi_kualitas": np.round(random.uniform(50, 100, 2000), 2),
        "target_waktu": np.full(2000, 12.0),
        "realisasi_waktu": random.integers(6, 15, 2000).astype(float),
        "target_biaya": np.round(random.uniform(1e6, 1e9, 2000)),
        "realisasi_biaya": np.round(random.uniform(1e6, 1e9, 2000)),
    }
    table = {KEY: np.arange(500)} | {
        each.key: np.round(random.uniform(50, 100, 500), 2 if each.decimals else 0)
        for each in SKP.outline.fields
        if isinstance(each, Number)
    }
    table["tugas_tambahan"] = np.minimum(table["tugas_tambahan"], 3)
    for each in SKP.outline.fields:
        if each.key not in table:
            table[each.key] = [True] * 500 if isinstance(each, Flag) else [each.among[0].key] * 500
    connection = duckdb.connect()
    connection.register("t", pa.table(table))
    connection.register("kegiatan", pa.table(activities))

    def fetch(query):
        return connection.sql(query).to_arrow_table()

    bounds = measured_bounds(SKP, fetch, "t", key=KEY)
    assert bounds["kegiatan"] == (4, 4)
    assert bounds["kegiatan.target_waktu"] == (12, 12)
    found = sorted(connection.execute(to_sql(SKP, "t", key=KEY, bounds=bounds)).fetchall())
    scores = appraise_table(SKP, table, key=KEY, items={"kegiatan": activities})
    right = [(score, band, False) for score, band in zip(scores.score.tolist(), scores.band_keys(), strict=True)]
    assert differences([row[1:] for row in found], right) == []
    left = [row[0] for row in found if row[3]]
    assert len(left) < 50
    settled = settle(SKP, fetch, "t", key=KEY, bounds=bounds)
    assert (settled is None) == (not left)
    if settled is not None:
        assert sorted(settled.to_frame()[KEY].to_pylist()) == left


def test_a_row_beyond_the_bounds_is_undecided_and_settled_exactly():
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t AS SELECT * FROM (VALUES ('a', 85.25), ('b', 75.00), ('c', 100.01)) AS v(unit, nilai)"
    )
    query = to_sql(UNIT, key="unit", bounds={"nilai": (80, 100)})
    assert sorted(connection.execute(query).fetchall()) == [
        ("a", 85.25, "baik", False, False),
        ("b", None, None, True, False),
        ("c", None, None, False, True),
    ]
    scores = settle(UNIT, lambda text: connection.sql(text).to_arrow_table(), key="unit", bounds={"nilai": (80, 100)})
    assert (len(scores), scores["b"].score) == (1, Decimal("75.00"))
    assert settle(UNIT, lambda text: connection.sql(text).to_arrow_table(), key="unit") is None


def test_a_policy_that_cannot_be_proved_is_refused_with_the_reason():
    with pytest.raises(NotCertifiedError, match=r"ASN458.*nilai round\(2\)"):
        to_sql(
            SKP,
            key=KEY,
            bounds={"kegiatan.target_biaya": ("0.01", "10000000000"), "kegiatan.realisasi_biaya": (0, "10000000000")},
        )


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({"nila": (0, 1)}, "did you mean nilai"),
        ({"nilai": (2, 1)}, "nilai"),
        ({"nilai": (0.5, 1)}, "nilai"),
        ({"nilai": 3}, "nilai"),
    ],
)
def test_bounds_that_are_no_bounds_are_refused(bounds, said):
    with pytest.raises(ExportBoundsError, match=said):
        to_sql(UNIT, bounds=bounds)


def test_missing_values_and_those_that_are_no_decimal_of_the_field_are_refused():
    values = (None, float("nan"), float("inf"), -float("inf"), 1e300, 85.555, 85.5500001, -0.01, 100.01, 1e-3)
    assert one("DOUBLE", *values) == [(None, None, False, True)] * len(values)


def test_computed_floats_and_negative_zero_are_read_as_by_appraise_table():
    assert one("DOUBLE", 0.1 + 0.2, -0.0, 75.999999999995, 91.0) == [
        (0.3, "kurang", False, False),
        (0.0, "kurang", False, False),
        (76.0, "baik", False, False),
        (91.0, "amat_baik", False, False),
    ]
    assert str(one("DOUBLE", -0.0)[0][0]) == "0.0"


@pytest.mark.parametrize(
    "kind", ["INTEGER", "BIGINT", "UTINYINT", "HUGEINT", "DECIMAL(5,2)", "DECIMAL(18,5)", "DECIMAL(38,0)"]
)
def test_whole_numbers_and_decimals_are_read(kind):
    assert one(kind, 91, 50, None) == [
        (91.0, "amat_baik", False, False),
        (50.0, "kurang", False, False),
        (None, None, False, True),
    ]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("VARCHAR", "85.5"), ("VARCHAR", "25.000"), ("FLOAT", 85.5), ("DECIMAL(18,12)", 85.5), ("BOOLEAN", True)],
)
def test_columns_of_other_types_are_left_undecided(kind, value):
    assert one(kind, value) == [(None, None, True, False)]


def test_a_decimal_with_more_digits_is_refused_however_small_they_are():
    assert one("DECIMAL(18,5)", "85.50001") == [(None, None, False, True)]


FIELDS = Policy(
    "isian",
    "Isian",
    score=(
        NILAI + Number("lain", low=0, high=5, optional=True).or_else(1) + Number("baku", low=0, high=9, default=7)
    ).rounded(1),
)


def test_absent_values_take_their_default_or_count_as_absent():
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (id INTEGER, nilai DOUBLE, lain DOUBLE, baku DOUBLE)")
    connection.execute("INSERT INTO t VALUES (1, 50, 2, 3), (2, 50, NULL, NULL), (3, 50, 'nan', 'nan'), (4, 50, 6, 1)")
    assert sorted(connection.execute(to_sql(FIELDS, key="id")).fetchall()) == [
        (1, 55.0, None, False, False),
        (2, 58.0, None, False, False),
        (3, 58.0, None, False, False),
        (4, None, None, False, True),
    ]


def test_an_unknown_level_is_refused_and_one_with_blanks_around_it_left_open():
    policy = Policy("pilihan", "Pilihan", band=Category("jenis", ("pimpinan", "select")))
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (id INTEGER, jenis VARCHAR)")
    levels = ["select", "pimpinan", "lain", " select", "pimpinan\u00a0", "", None, "PIMPINAN"]
    connection.executemany("INSERT INTO t VALUES (?, ?)", [*enumerate(levels)])
    undecided, refused = (None, None, True, False), (None, None, False, True)
    assert [row[1:] for row in sorted(connection.execute(to_sql(policy, key="id")).fetchall())] == [
        (None, "select", False, False),
        (None, "pimpinan", False, False),
        refused,
        undecided,
        undecided,
        undecided,
        refused,
        refused,
    ]


def test_names_are_quoted_whatever_they_hold():
    hostile = """t"; DROP TABLE x; --"""
    policy = Policy("kata", "Kata", score=Number("select", low=0, high=9) + Number("order", low=0, high=9))
    connection = duckdb.connect()
    quoted = hostile.replace('"', '""')
    connection.execute(
        f'CREATE SCHEMA "a b"; CREATE TABLE "a b"."{quoted}" AS SELECT 1 AS "{quoted}", 2.5 AS "select", 3 AS "order"'
    )
    query = to_sql(policy, ("a b", hostile), key=hostile)
    assert connection.execute(query).fetchall() == [(1, 5.5, None, False, False)]


ROWS = Items("nilai", (Number("angka", low=1, high=4, decimals=0),), at_most=3, unique="angka")
MEAN = Policy("rata", "Rata", score=ROWS.mean(Number("angka", low=1, high=4, decimals=0)).rounded(2))


def lists(records, rows, **about):
    """Outcomes of a table of records (or None) and rows of a list."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE unit (id VARCHAR); CREATE TABLE nilai (id VARCHAR, angka INTEGER)")
    for each in records or ():
        connection.execute("INSERT INTO unit VALUES (?)", [each])
    connection.executemany("INSERT INTO nilai VALUES (?, ?)", rows)
    table = None if records is None else "unit"
    return sorted(connection.execute(to_sql(MEAN, table, key="id", **about)).fetchall(), key=str)


def test_lists_alone_have_a_record_for_each_key():
    assert lists(None, [("a", 1), ("b", 4), ("a", 2), ("b", 3), ("b", 1)]) == [
        ("a", 1.5, None, False, False),
        ("b", 2.67, None, False, False),
    ]


def test_records_without_rows_and_rows_without_a_record_come_out_refused():
    assert lists(["a", "b"], [("a", 1), ("c", 2)]) == [
        ("a", 1.0, None, False, False),
        ("b", None, None, False, True),
        ("c", None, None, False, True),
    ]


def test_double_and_empty_keys_are_refused():
    found = lists(["a", "a", None, " "], [("a", 1), (None, 2), (" ", 2)])
    assert [row[1:] for row in found] == [(None, None, False, True)] * len(found)


def test_too_many_and_repeated_rows_are_refused():
    rows = [("a", 1), ("a", 1), *(("b", angka) for angka in (1, 2, 3, 4)), ("c", 2), ("c", 3)]
    assert [row[4] for row in lists(None, rows)] == [True, True, False]


def test_more_rows_than_the_bounds_say_are_left_undecided():
    assert [row[3] for row in lists(None, [("a", 1), ("b", 1), ("b", 2)], bounds={"nilai": (1, 1)})] == [False, True]


def test_a_wrong_row_refuses_its_record():
    assert [row[4] for row in lists(None, [("a", 1), ("b", 1), ("b", None), ("c", 5)])] == [False, True, True]


def test_lists_need_a_key_and_names_that_the_policy_has():
    with pytest.raises(ExportKeyError, match=r"ASN469.*nilai.*key="):
        to_sql(MEAN, "unit")
    with pytest.raises(ExportKeyError, match="score"):
        to_sql(UNIT, key="score")
    with pytest.raises(ExportKeyError):
        settle(UNIT, print, key=())
    with pytest.raises(RecordError, match="ASN439"):
        to_sql(UNIT, lists={"kegiatan": "k"})


def test_all_rows_of_a_list_are_one_record_without_a_key():
    connection = duckdb.connect()
    connection.execute("CREATE TABLE nilai AS SELECT * FROM (VALUES (1), (2), (4)) AS v(angka)")
    assert connection.execute(to_sql(MEAN)).fetchall() == [(2.33, None, False, False)]


def test_measured_bounds_leave_out_what_is_no_number_and_are_those_of_lists_too():
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE t AS SELECT * FROM (VALUES (0.1::DOUBLE + 0.2), ('inf'), ('nan'), (NULL), (7.25)) AS v(nilai)"
    )

    def fetch(query):
        return connection.sql(query).to_arrow_table()

    assert measured_bounds(UNIT, fetch) == {"nilai": (Fraction(3, 10), Fraction(29, 4))}
    connection.execute("CREATE TABLE nilai AS SELECT * FROM (VALUES ('a', 1), ('a', 3), ('b', 2)) AS v(id, angka)")
    assert measured_bounds(MEAN, fetch, key="id") == {"nilai": (1, 2), "nilai.angka": (1, 3)}


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_a_query_is_the_same_each_time(dialect):
    assert to_sql(SKM, key="unit", dialect=dialect) == to_sql(SKM, key="unit", dialect=dialect)


def test_an_unknown_dialect_is_refused():
    with pytest.raises(ChoiceError, match=r"duckdb, postgres, spark"):
        to_sql(UNIT, dialect="oracle")
