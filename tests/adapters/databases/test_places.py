from pathlib import Path

import pytest

from asn_appraisal.adapters.databases.places import DUCKDB, POSTGRES, SQLITE, database_place, quoted
from asn_appraisal.errors import DatabasePlaceError


@pytest.mark.parametrize(
    ("text", "engine", "address", "table"),
    [
        ("data.duckdb::nilai", DUCKDB, "data.duckdb", ("nilai",)),
        ("data.DUCKDB::skp.nilai", DUCKDB, "data.DUCKDB", ("skp", "nilai")),
        ('/a/b.db::"nilai.2026"', SQLITE, "/a/b.db", ("nilai.2026",)),
        ('b.sqlite3::"a""b".c', SQLITE, "b.sqlite3", ('a"b', "c")),
        ("b.sqlite", SQLITE, "b.sqlite", ()),
        ("postgresql://user@host/db::nilai", POSTGRES, "postgresql://user@host/db", ("nilai",)),
        ("postgres://host::nilai", POSTGRES, "postgres://host", ("nilai",)),
        ("POSTGRESQL://[::1]:5432/db::nilai", POSTGRES, "postgresql://[::1]:5432/db", ("nilai",)),
        ("postgresql://[::1]/db", POSTGRES, "postgresql://[::1]/db", ()),
        ("postgresql://u@h/db?sslmode=require::s.t", POSTGRES, "postgresql://u@h/db?sslmode=require", ("s", "t")),
        (Path("postgresql://u@h/db::t"), POSTGRES, "postgresql://u@h/db", ("t",)),
    ],
)
def test_a_place_has_an_engine_an_address_and_a_table(text, engine, address, table):
    place = database_place(text)
    assert place is not None
    assert (place.engine, place.address, place.table) == (engine, address, table)


@pytest.mark.parametrize(
    "text", ["nilai.csv", "-", "", "nilai", "folder/nilai.parquet", "a.csv::nilai", "mysql://h/d::t", "\0"]
)
def test_what_is_no_database_is_no_place(text):
    assert database_place(text) is None


def test_a_file_is_known_by_what_is_in_it_before_its_ending(tmp_path):
    (tmp_path / "data.db").write_bytes(b"\0" * 8 + b"DUCK" + b"\0" * 20)
    (tmp_path / "tanpa_akhiran").write_bytes(b"SQLite format 3\0" + b"\0" * 20)
    places = [database_place(f"{tmp_path}/{name}::t") for name in ("data.db", "tanpa_akhiran")]
    assert [place.engine for place in places if place is not None] == [DUCKDB, SQLITE]


@pytest.mark.parametrize("table", ["", ".", "a.", "a.b.c", 'a"b', '"a', "a..b"])
def test_what_is_no_name_is_refused(table):
    with pytest.raises(DatabasePlaceError):
        database_place(f"data.duckdb::{table}")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:s3cr3t@h/db",
        "postgresql://u:a@s3cr3t@h/db",
        "postgresql://u:a/s3cr3t@h/db",
        "postgresql://u:a::s3cr3t@h/db",
        "postgresql://u:a/b::s3cr3t@h/db",
        "postgresql://u:a%2Fs3cr3t@h/db",
        "postgresql://u@h/db?password=s3cr3t",
        "postgresql://u@h/db?sslmode=require&PASSWORD=s3cr3t",
        "postgresql://u@h/db?sslpassword=s3cr3t&user=u",
        "postgresql://u@h/db?passwort=s3cr3t",
    ],
)
def test_a_password_is_never_shown(address):
    place = database_place(f"{address}::nilai")
    assert place is not None
    assert "s3cr3t" not in str(place) + repr(place) + place.database
    assert "***" in str(place)
    assert str(place).startswith("postgresql://u")


@pytest.mark.parametrize(
    ("password", "is_misread"), [("a%2Fb", False), ("a/b", True), ("a@b", True), ("a:b", True), ("a?b", True)]
)
def test_a_password_that_is_not_escaped_is_not_sent_about(password, is_misread):
    place = database_place(f"postgresql://u:{password}@h/db::nilai")
    assert place is not None
    assert place.is_misread is is_misread


def test_names_are_quoted():
    assert quoted("skp", 'n"x') == '"skp"."n""x"'
