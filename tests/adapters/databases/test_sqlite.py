import sqlite3
import subprocess
import sys

import pytest
from tests.adapters.databases.contract import POLICY, RIGHT, Contract, made, results, scored

import asn_appraisal as asn
from asn_appraisal.adapters import databases
from asn_appraisal.adapters.databases import sqlite
from asn_appraisal.errors import DatabaseLockedError, DatabaseOpenError, DatabaseWriteError, RecordError


class Sqlite:
    def __init__(self, folder):
        self.path = folder / "data.sqlite"

    def place(self, table):
        return f"{self.path}::{table}"

    def rows(self, query):
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def run(self, *statements):
        connection = sqlite3.connect(self.path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()


@pytest.fixture
def db(tmp_path):
    return Sqlite(tmp_path)


class TestContract(Contract):
    pass


def test_scores_compare_and_sort_as_numbers_and_round_to_their_digits(db):
    databases.write_scores(scored(), db.place("hasil"))
    assert db.rows("SELECT nip FROM hasil WHERE score >= 88 ORDER BY score") == [("001",), ("004",)]
    assert db.rows("SELECT printf('%.2f', score) FROM hasil ORDER BY score") == [
        ("55.50",),
        ("75.00",),
        ("88.99",),
        ("100.00",),
    ]
    assert db.rows("SELECT count(*) FROM hasil WHERE score = 88.99") == [(1,)]


def test_a_score_that_a_double_does_not_tell_is_refused(db):
    policy = asn.Policy("besar", "Besar", score=asn.Number("nilai", low=0, high=10**15, decimals=2).rounded(2))
    stream = asn.appraise_batches(policy, [{"nip": ["1"], "nilai": ["999999999999999.99"]}], key="nip")
    with pytest.raises(DatabaseWriteError, match="more than 14 digits"):
        databases.write_scores(stream, db.place("hasil"))


def test_flags_of_a_column_declared_as_boolean_are_truths(db):
    db.run("CREATE TABLE hadir (nip TEXT, ya BOOLEAN)", "INSERT INTO hadir VALUES ('1', 1), ('2', 0), ('3', NULL)")
    assert list(databases.read(db.place("hadir"))) == [{"nip": ["1", "2", "3"], "ya": [True, False, None]}]


def test_a_file_that_another_process_writes_to_is_locked(db, monkeypatch):
    databases.write_scores(scored(), db.place("hasil"))
    monkeypatch.setattr(sqlite, "WAIT", 0.05)
    other = sqlite3.connect(db.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseLockedError, match="Nothing was changed"):
        databases.write_scores(scored(), db.place("hasil"))
    other.close()
    assert sorted(results(db)) == RIGHT


def test_the_file_is_not_locked_while_rows_are_scored(db):
    place = made(db)

    def watched():
        yield from databases.read(place)
        db.run("INSERT INTO nilai VALUES ('later', 50)")

    databases.write_scores(asn.appraise_batches(POLICY, watched(), key="nip"), db.place("hasil"))
    assert sorted(results(db)) == RIGHT


_FULL = """
import resource, signal, sys
import asn_appraisal as asn
from asn_appraisal.adapters import databases
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
rows = {"nip": [str(row) for row in range(100_000)], "nilai": [50.0] * 100_000}
policy = asn.schemes.get("permenpan-16-2009")
try:
    databases.write_scores(asn.appraise_batches(policy, [rows], key="nip"), sys.argv[1])
except asn.AppraisalError as problem:
    print(problem.code, problem.text("en"))
"""


def test_a_full_disk_is_told_and_nothing_is_lost(db):
    databases.write_scores(scored(), db.place("hasil"))
    done = subprocess.run([sys.executable, "-c", _FULL, db.place("hasil")], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ASN523")
    assert "the disk is full" in done.stdout
    assert sorted(results(db)) == RIGHT


def test_a_file_that_is_missing_or_no_database_is_told(db, tmp_path):
    with pytest.raises(DatabaseOpenError, match="No such file"):
        next(databases.read(db.place("nilai")))
    (tmp_path / "teks.sqlite").write_text("bukan basis data " * 100, "utf-8")
    with pytest.raises(DatabaseOpenError, match="not a database"):
        next(databases.read(f"{tmp_path}/teks.sqlite::nilai"))
    with pytest.raises(DatabaseOpenError):
        databases.write_scores(scored(), f"{tmp_path}/tidak/ada.sqlite::hasil")


def test_a_new_file_into_which_nothing_came_is_removed(db):
    with pytest.raises(RecordError):
        databases.write_scores(scored([("1", "101")]), db.place("hasil"))
    assert not db.path.exists()
