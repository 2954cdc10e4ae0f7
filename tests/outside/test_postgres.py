import os
import subprocess
import sys
from decimal import Decimal

import pytest
from tests.adapters.databases.contract import POLICY, RIGHT, ROWS, Contract, made, results, scored
from tests.outside.postgres_server import PASSWORD, running_server

import asn_appraisal as asn
from asn_appraisal.adapters import databases
from asn_appraisal.adapters.databases import postgres
from asn_appraisal.command import main
from asn_appraisal.errors import (
    DatabaseAccessError,
    DatabaseLockedError,
    DatabaseOpenError,
    DatabaseWriteError,
    InputAsOutputError,
)


@pytest.fixture(scope="session")
def server():
    with running_server() as found:
        Postgres(found).run(f"CREATE ROLE pegawai LOGIN PASSWORD '{PASSWORD.replace('%2F', '/')}'")
        yield found


class Postgres:
    def __init__(self, server):
        from adbc_driver_postgresql import dbapi

        self.server, self.dbapi = server, dbapi

    def place(self, table):
        return f"{self.server.uri}::{table}"

    def rows(self, query):
        with self.dbapi.connect(self.server.uri) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return [tuple(map(_plain, row)) for row in cursor.fetchall()]

    def run(self, *statements):
        with self.dbapi.connect(self.server.uri) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()


def _plain(value):
    """Numeric arrives as text here."""
    if isinstance(value, str) and value.replace(".", "", 1).isdigit() and "." in value:
        return Decimal(value)
    return value


@pytest.fixture
def db(server):
    found = Postgres(server)
    found.run("DROP SCHEMA IF EXISTS public CASCADE", "DROP SCHEMA IF EXISTS skp CASCADE", "CREATE SCHEMA public")
    return found


class TestContract(Contract):
    pass


def test_scores_are_numeric_and_keys_keep_their_type(db):
    databases.write_scores(scored(), db.place("hasil"))
    stream = asn.appraise_batches(POLICY, [{"id": [7], "nilai": [90]}], key="id")
    databases.write_scores(stream, db.place("angka"))
    kinds = "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{}'::regclass AND attnum > 0"
    assert db.rows(kinds.format("hasil")) == [("text",), ("numeric(38,2)",), ("text",)]
    assert db.rows(kinds.format("angka"))[0] == ("bigint",)


def test_every_kind_of_number_is_read_exactly(db):
    db.run(
        "CREATE DOMAIN skor AS numeric(9, 3)",
        "CREATE DOMAIN skor_unit AS skor",
        "CREATE TABLE kolom (nip char(6), bebas numeric, sempit skor_unit, uang money, bulat bigint, ganda float8, tunggal real)",
        "INSERT INTO kolom VALUES ('001', 25.000, 90.125, '12.34', 7, 85.1, 85.1), ('002', 0.5, NULL, NULL, NULL, NULL, NULL)",
    )
    names = ("bebas", "sempit", "uang", "bulat", "ganda", "tunggal")
    fields = [asn.Number(name, low=-100, high=100, decimals=3, optional=True) for name in names]
    for each, right in zip(fields, ("25.000", "90.125", "12.340", "7.000", "85.100", "85.100"), strict=True):
        policy = asn.Policy("satu", "Satu", score=each.or_else(0).rounded(3))
        (scores,) = asn.appraise_batches(policy, databases.read(db.place("kolom")), key="nip")
        assert str(scores.reported()[0]) == right, each.key
        assert scores.records.keys.text(0) == "001"


def test_a_number_that_is_none_is_a_fault_of_its_row(db):
    db.run("CREATE TABLE nilai (nip text, nilai numeric)", "INSERT INTO nilai VALUES ('001', 'NaN'), ('002', 88.5)")
    (scores,) = asn.appraise_batches(POLICY, databases.read(db.place("nilai")), key="nip", on_error="quarantine")
    assert scores.band_keys() == [None, "baik"]


def test_json_holds_the_rows_of_lists(db):
    db.run("CREATE TABLE unit AS SELECT 'A' AS unit, '[{\"u1\": 4}, {\"u1\": 3}]'::jsonb AS jawaban")
    items = asn.Items("jawaban", [asn.Number("u1", low=1, high=4)])
    policy = asn.Policy("survei", "Survei", score=items.mean(items.fields[0]).rounded(2))
    (scores,) = asn.appraise_batches(policy, databases.read(db.place("unit")), key="unit")
    assert [str(each) for each in scores.reported()] == ["3.50"]


def test_a_table_of_a_schema_is_named_with_it_and_the_same_without(db):
    db.run("CREATE SCHEMA skp")
    made(db, "skp.nilai")
    stream = asn.appraise_batches(POLICY, databases.read(db.place("skp.nilai")), key="nip")
    databases.write_scores(stream, db.place("skp.hasil"))
    assert sorted(results(db, "skp.hasil")) == RIGHT
    databases.write_scores(scored(), db.place("hasil"))
    cells = asn.Cells(rename={"score": "nilai"})
    stream = asn.appraise_batches(POLICY, databases.read(db.place("public.hasil")), key="nip", cells=cells)
    with pytest.raises(InputAsOutputError):
        databases.write_scores(stream, db.place("hasil").replace("127.0.0.1", "localhost"))


def test_readers_see_the_old_result_while_the_new_one_is_written(db):
    databases.write_scores(scored(), db.place("hasil"))
    seen = []

    def watched():
        yield {"nip": ["001"], "nilai": ["50"]}
        seen.append(sorted(results(db)))
        yield {"nip": ["002"], "nilai": ["50"]}

    databases.write_scores(asn.appraise_batches(POLICY, watched(), key="nip"), db.place("hasil"))
    assert seen == [RIGHT]
    assert len(results(db)) == 2


def test_a_second_run_on_the_same_table_waits_and_then_says_so(db, monkeypatch):
    databases.write_scores(scored(), db.place("hasil"))
    monkeypatch.setattr(postgres, "WAIT", "100ms")

    def watched():
        yield {"nip": ["001"], "nilai": ["50"]}
        with pytest.raises(DatabaseLockedError):
            databases.write_scores(scored(), db.place("hasil"))

    databases.write_scores(asn.appraise_batches(POLICY, watched(), key="nip"), db.place("hasil"))
    assert results(db) == [("001", "50.00", "kurang")]


def test_a_full_disk_is_told_and_nothing_is_lost(db):
    databases.write_scores(scored(), db.place("hasil"))
    db.run(
        "CREATE FUNCTION penuh() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
        "CREATE TRIGGER penuh BEFORE INSERT ON hasil FOR EACH ROW WHEN (new.nip = '004') EXECUTE FUNCTION penuh()",
    )
    with pytest.raises(DatabaseWriteError, match="the disk is full"):
        databases.write_scores(scored(), db.place("hasil"))
    assert sorted(results(db)) == RIGHT


def test_a_user_signs_in_with_a_password_and_needs_rights(db, server):
    made(db)
    place = server.uri_of(PASSWORD)
    with pytest.raises(DatabaseAccessError, match="permission denied"):
        next(databases.read(f"{place}::nilai"))
    db.run("GRANT USAGE, CREATE ON SCHEMA public TO pegawai", "GRANT SELECT ON nilai TO pegawai")
    stream = asn.appraise_batches(POLICY, databases.read(f"{place}::nilai"), key="nip")
    databases.write_scores(stream, f"{place}::hasil")
    assert sorted(results(db)) == RIGHT


def test_a_table_that_an_administrator_made_for_results_is_filled(db, server):
    db.run(
        "CREATE TABLE hasil (nip text, score numeric(38, 2), band text)",
        "COMMENT ON TABLE hasil IS 'asn_appraisal scores'",
        "GRANT USAGE ON SCHEMA public TO pegawai",
        "GRANT SELECT, INSERT, DELETE ON hasil TO pegawai",
    )
    databases.write_scores(scored(), f"{server.uri_of(PASSWORD)}::hasil")
    assert sorted(results(db)) == RIGHT


def test_no_rights_to_write_are_told(db, server):
    db.run("GRANT USAGE ON SCHEMA public TO pegawai")
    with pytest.raises(DatabaseAccessError, match="permission denied for schema public"):
        databases.write_scores(scored(), f"{server.uri_of(PASSWORD)}::hasil")


_HIDDEN = "s3cr3t"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda uri: uri, DatabaseAccessError),
        (lambda uri: uri.replace(f":{_HIDDEN}", ""), DatabaseAccessError),
        (lambda uri: uri.replace("127.0.0.1:", "127.0.0.1:1"), DatabaseOpenError),
        (lambda uri: uri.replace("127.0.0.1", "tidak.ada.invalid"), DatabaseOpenError),
        (lambda uri: f"{uri}tidak".replace("pegawai", "admin"), DatabaseOpenError),
        (lambda uri: uri.replace(_HIDDEN, f"a/{_HIDDEN}"), DatabaseOpenError),
        (lambda uri: uri.replace(_HIDDEN, f"a@{_HIDDEN}"), DatabaseOpenError),
        (lambda uri: uri.replace(_HIDDEN, f"a%{_HIDDEN}"), DatabaseOpenError),
        (lambda uri: uri.replace(f":{_HIDDEN}", "") + f"?password={_HIDDEN}", DatabaseAccessError),
        (lambda uri: uri.replace(f":{_HIDDEN}", "") + f"?passwort={_HIDDEN}", DatabaseOpenError),
    ],
    ids=["wrong", "none", "no server", "no host", "no database", "slash", "at", "percent", "option", "no option"],
)
def test_what_keeps_a_server_away_is_told_without_the_password(server, capsys, change, error, monkeypatch):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    place = f"{change(server.uri_of(_HIDDEN))}::nilai"
    with pytest.raises(error) as caught:
        next(databases.read(place))
    for language in ("en", "id"):
        assert _HIDDEN not in caught.value.text(language)
        assert main(["score", POLICY.key, place, "-o", place, "--language", language]) in {1, 2}
    shown = capsys.readouterr()
    assert _HIDDEN not in shown.err + shown.out + repr(databases.checked_place(place)) + str(
        databases.checked_place(place)
    )


def test_the_password_of_the_environment_is_used(db, server):
    db.run("GRANT USAGE ON SCHEMA public TO pegawai")
    made(db)
    db.run("GRANT SELECT ON nilai TO pegawai")
    place = f"{server.uri_of('').replace(':@', '@')}::nilai"
    code = f"from asn_appraisal.adapters import databases; print(len(next(databases.read({place!r}))['nip']))"
    env = {**os.environ, "PGPASSWORD": PASSWORD.replace("%2F", "/")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(ROWS)
