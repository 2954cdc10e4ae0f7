import subprocess
import sys

import pytest
from tests.adapters.databases.contract import POLICY, RIGHT, Contract, made, results, scored

import asn_appraisal as asn
from asn_appraisal.adapters import databases
from asn_appraisal.errors import DatabaseLockedError, DatabaseOpenError, DatabaseWriteError, RecordError

duckdb = pytest.importorskip("duckdb")


class DuckDb:
    def __init__(self, folder):
        self.path = folder / "data.duckdb"

    def place(self, table):
        return f"{self.path}::{table}"

    def rows(self, query):
        with duckdb.connect(str(self.path)) as connection:
            return connection.execute(query).fetchall()

    def run(self, *statements):
        with duckdb.connect(str(self.path)) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture
def db(tmp_path):
    return DuckDb(tmp_path)


class TestContract(Contract):
    pass


def test_scores_are_decimals_and_keys_keep_their_type(db):
    databases.write_scores(scored(), db.place("hasil"))
    stream = asn.appraise_batches(POLICY, [{"id": [7], "nilai": [90]}], key="id")
    databases.write_scores(stream, db.place("angka"))
    kinds = "SELECT data_type FROM duckdb_columns() WHERE table_name = '{}' ORDER BY column_index"
    assert db.rows(kinds.format("hasil")) == [("VARCHAR",), ("DECIMAL(38,2)",), ("VARCHAR",)]
    assert db.rows(kinds.format("angka"))[0] == ("BIGINT",)


def test_a_key_that_turns_from_numbers_to_texts_is_refused(db):
    batches = [{"id": [7], "nilai": [90]}, {"id": ["007"], "nilai": [90]}]
    with pytest.raises(DatabaseWriteError, match="id begins with whole numbers"):
        databases.write_scores(asn.appraise_batches(POLICY, batches, key="id"), db.place("hasil"))
    databases.write_scores(asn.appraise_batches(POLICY, batches[::-1], key="id"), db.place("hasil"))
    assert db.rows("SELECT id FROM hasil ORDER BY id") == [("007",), ("7",)]


def test_a_table_of_a_schema_is_named_with_it_and_case_does_not_matter(db):
    db.run("CREATE SCHEMA skp")
    made(db, "skp.nilai")
    stream = asn.appraise_batches(POLICY, databases.read(db.place("SKP.Nilai")), key="nip")
    databases.write_scores(stream, db.place("skp.hasil"))
    assert sorted(results(db, "skp.hasil")) == RIGHT
    cells = asn.Cells(rename={"score": "nilai"})
    stream = asn.appraise_batches(POLICY, databases.read(db.place("skp.hasil")), key="nip", cells=cells)
    with pytest.raises(asn.errors.InputAsOutputError):
        databases.write_scores(stream, db.place("SKP.HASIL"))


def test_lists_stand_in_the_rows_of_records(db):
    db.run("CREATE TABLE unit AS SELECT 'A' AS unit, [{'u1': 4}, {'u1': 3}] AS jawaban")
    items = asn.Items("jawaban", [asn.Number("u1", low=1, high=4)])
    policy = asn.Policy("survei", "Survei", score=items.mean(items.fields[0]).rounded(2))
    (scores,) = asn.appraise_batches(policy, databases.read(db.place("unit")), key="unit")
    assert [str(each) for each in scores.reported()] == ["3.50"]


_HOLDS = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


def test_a_file_that_another_process_has_open_is_locked(db):
    place = made(db)
    run = subprocess.Popen([sys.executable, "-c", _HOLDS, str(db.path)], stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stdout.readline() == b"held\n"
    with pytest.raises(DatabaseLockedError):
        next(databases.read(place))
    with pytest.raises(DatabaseLockedError):
        databases.write_scores(scored(), db.place("hasil"))
    run.kill()
    run.wait()
    run.stdout.close()


_FULL = """
import resource, signal, sys
import asn_appraisal as asn
from asn_appraisal.adapters import databases
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
batches = ({"nip": [f"{batch}-{row * 7919 % 100_003}" for row in range(100_000)], "nilai": [row % 100 for row in range(100_000)]} for batch in range(20))
policy = asn.schemes.get("permenpan-16-2009")
try:
    databases.write_scores(asn.appraise_batches(policy, batches, key="nip"), sys.argv[1])
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
    (tmp_path / "teks.duckdb").write_text("bukan basis data " * 100, "utf-8")
    with pytest.raises(DatabaseOpenError, match="not a valid DuckDB"):
        next(databases.read(f"{tmp_path}/teks.duckdb::nilai"))
    with pytest.raises(DatabaseOpenError):
        databases.write_scores(scored(), f"{tmp_path}/tidak/ada.duckdb::hasil")


def test_a_new_file_into_which_nothing_came_is_removed(db):
    with pytest.raises(RecordError):
        databases.write_scores(scored([("1", "101")]), db.place("hasil"))
    assert not db.path.exists()
