"""The contract that every engine keeps: what is read is exact, and results are replaced whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest

import asn_appraisal as asn
from asn_appraisal.adapters import databases
from asn_appraisal.command import main
from asn_appraisal.errors import (
    DatabasePlaceError,
    DatabaseReadError,
    DatabaseWriteError,
    DoubleColumnError,
    InputAsOutputError,
    RecordError,
    TableMissingError,
    TableTakenError,
)

POLICY = asn.schemes.get("permenpan-16-2009")
ROWS = [("001", "88.99"), ("002", "75.00"), ("é, S.H.", "55.50"), ("004", "100.00")]
HOSTILE = '"na""me; DROP TABLE nilai --"'  # as a place names it
# Writes the first batch of a result, says so, and waits to be killed.
_KILLED = """
import sys, time
import asn_appraisal as asn
from asn_appraisal.adapters import databases
policy = asn.schemes.get("permenpan-16-2009")
def batches():
    yield {"nip": [str(row) for row in range(200_000)], "nilai": [50.0] * 200_000}
    yield {"nip": ["x"], "nilai": [50.0]}
    print("written", flush=True)
    time.sleep(60)
    yield {"nip": ["y"], "nilai": [50.0]}
databases.write_scores(asn.appraise_batches(policy, batches(), key="nip"), sys.argv[1], period=sys.argv[2] or None)
"""


class Database(Protocol):
    """A database for a test: the places of its tables, and statements run behind the library's back."""

    def place(self, table: str) -> str: ...
    def run(self, *statements: str) -> None: ...
    def rows(self, query: str) -> list[tuple[Any, ...]]: ...


def scored(rows=ROWS, **how):
    """Scores of rows, in batches of two."""
    batches = [
        {"nip": [nip for nip, _ in rows[at : at + 2]], "nilai": [nilai for _, nilai in rows[at : at + 2]]}
        for at in range(0, len(rows), 2)
    ]
    return asn.appraise_batches(POLICY, batches, key="nip", **how)


def made(db: Database, table: str = "nilai", kind: str = "DECIMAL(7, 2)") -> str:
    """A table of the rows, and its place."""
    values = ", ".join(f"('{nip}', {nilai})" for nip, nilai in ROWS)
    db.run(f"CREATE TABLE {table} (nip TEXT, nilai {kind})", f"INSERT INTO {table} VALUES {values}")
    return db.place(table)


def results(db: Database, table: str = "hasil") -> list[tuple[Any, ...]]:
    """Key, score as text with two places, and band of a table of results, in the order of the keys."""
    rows = sorted(db.rows(f"SELECT nip, score, band FROM {table}"), key=lambda row: str(row[0]))
    return [(nip, None if score is None else f"{score:.2f}", band) for nip, score, band in rows]


RIGHT = sorted(
    [
        ("001", "88.99", "baik"),
        ("002", "75.00", "cukup"),
        ("é, S.H.", "55.50", "sedang"),
        ("004", "100.00", "amat_baik"),
    ]
)


class Contract:
    """Tests that each engine runs, on a database of its own (the fixture ``db``)."""

    def test_a_table_is_scored_into_a_table_of_the_same_database(self, db):
        batches = databases.read(made(db))
        found = databases.write_scores(asn.appraise_batches(POLICY, batches, key="nip"), db.place("hasil"))
        assert (found.rows, found.rejected) == (4, 0)
        assert sorted(results(db)) == RIGHT

    def test_a_view_and_a_query_are_read_as_a_table_is(self, db):
        made(db)
        db.run("CREATE VIEW terpilih AS SELECT nip, nilai FROM nilai WHERE nip = '001'")
        of_view = [*asn.appraise_batches(POLICY, databases.read(db.place("terpilih")), key="nip")]
        query = "SELECT nip, nilai FROM nilai WHERE nip = '001'"
        of_query = [*asn.appraise_batches(POLICY, databases.read(db.place("nilai"), query=query), key="nip")]
        assert [each.band_keys() for each in of_view] == [each.band_keys() for each in of_query] == [["baik"]]

    def test_read_table_and_write_scores_take_a_place_for_a_file(self, db):
        records = asn.read_table(made(db), POLICY, key="nip")
        asn.write_scores(asn.appraise_table(POLICY, records), db.place("hasil"))
        assert sorted(results(db)) == RIGHT
        with pytest.raises(InputAsOutputError):
            asn.write_scores(asn.appraise_table(POLICY, records), db.place("nilai"))

    def test_a_second_run_replaces_the_first_whole(self, db):
        databases.write_scores(scored(), db.place("hasil"))
        databases.write_scores(scored(ROWS[:1]), db.place("hasil"))
        assert results(db) == [("001", "88.99", "baik")]

    def test_a_period_is_replaced_alone_with_its_audit_records_and_faults(self, db):
        bad = [("001", "88.99"), ("009", "101")]
        for period, rows in (("2026-Q1", ROWS), ("2026-Q2", ROWS), ("2026-Q1", bad)):
            databases.write_scores(
                scored(rows, on_error="quarantine"), db.place("hasil"), audit="audit", rejects="tolak", period=period
            )
        assert db.rows("SELECT periode, count(*) FROM hasil GROUP BY periode ORDER BY periode") == [
            ("2026-Q1", 2),
            ("2026-Q2", 4),
        ]
        assert db.rows("SELECT periode, count(*) FROM audit GROUP BY periode ORDER BY periode") == [
            ("2026-Q1", 1),
            ("2026-Q2", 4),
        ]
        assert db.rows("SELECT periode, key, code FROM tolak") == [("2026-Q1", "009", "ASN406")]
        assert results(db)[-2:] == [("009", None, None), ("é, S.H.", "55.50", "sedang")]

    def test_the_audit_records_of_a_table_are_one_chain_that_verifies(self, db, capsys):
        databases.write_scores(scored(), db.place("hasil"), audit="audit")
        lines = [line for (line,) in db.rows("SELECT record FROM audit ORDER BY line")]
        assert asn.verify_trail(lines, POLICY).holds
        assert main(["verify", db.place("audit"), "--language", "en"]) == 0
        assert "4 records" in capsys.readouterr().out

    @pytest.mark.parametrize("period", ["", "2026"])
    def test_a_run_that_is_killed_leaves_the_old_result(self, db, period):
        databases.write_scores(scored(), db.place("hasil"), period=period or None)
        run = subprocess.Popen([sys.executable, "-c", _KILLED, db.place("hasil"), period], stdout=subprocess.PIPE)
        assert run.stdout is not None
        assert run.stdout.readline() == b"written\n"
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        assert sorted(results(db)) == RIGHT
        assert sum(len(batch["nip"]) for batch in databases.read(db.place("hasil"))) == 4
        databases.write_scores(scored(ROWS[:1]), db.place("hasil"), period=period or None)
        assert results(db) == [("001", "88.99", "baik")]

    def test_a_run_that_fails_leaves_the_old_result(self, db):
        databases.write_scores(scored(), db.place("hasil"), audit="audit")
        with pytest.raises(RecordError, match="ASN406"):
            databases.write_scores(scored([*ROWS, ("005", "101")]), db.place("hasil"), audit="audit")
        assert sorted(results(db)) == RIGHT
        assert db.rows("SELECT count(*) FROM audit") == [(4,)]

    def test_a_key_of_an_earlier_batch_is_refused_for_it_was_written_already(self, db):
        with pytest.raises(RecordError, match="ASN456"):
            databases.write_scores(scored([*ROWS, ("001", "75")], on_error="quarantine"), db.place("hasil"))
        made(db)
        with pytest.raises(TableMissingError):
            next(databases.read(db.place("hasil")))

    def test_a_table_that_was_not_made_for_results_is_refused_and_stays(self, db):
        made(db, "hasil")
        with pytest.raises(TableTakenError, match="asn_appraisal scores"):
            databases.write_scores(scored(), db.place("hasil"))
        assert db.rows("SELECT count(*) FROM hasil") == [(4,)]

    def test_a_table_with_other_columns_is_refused_and_stays(self, db):
        databases.write_scores(scored(), db.place("hasil"))
        with pytest.raises(TableTakenError, match="periode"):
            databases.write_scores(scored(), db.place("hasil"), period="2026")
        db.run("ALTER TABLE hasil ADD COLUMN catatan TEXT")
        with pytest.raises(TableTakenError, match="catatan"):
            databases.write_scores(scored(), db.place("hasil"))
        assert db.rows("SELECT count(*) FROM hasil") == [(4,)]

    def test_a_table_of_results_that_is_the_input_is_refused(self, db):
        databases.write_scores(scored(), db.place("hasil"))
        query = f"SELECT nip, score AS nilai FROM hasil"  # noqa: F541
        databases.write_scores(
            asn.appraise_batches(POLICY, databases.read(db.place("hasil"), query=query), key="nip"), db.place("lain")
        )
        cells = asn.Cells(rename={"score": "nilai"})
        with pytest.raises(InputAsOutputError):
            databases.write_scores(
                asn.appraise_batches(POLICY, databases.read(db.place("hasil")), key="nip", cells=cells),
                db.place("hasil"),
            )
        assert sorted(results(db)) == RIGHT

    def test_tables_of_one_call_need_names_of_their_own(self, db):
        with pytest.raises(TableTakenError, match="twice"):
            databases.write_scores(scored(), db.place("hasil"), audit="hasil")

    def test_a_key_named_like_a_result_is_refused(self, db):
        stream = asn.appraise_batches(POLICY, [{"Band": ["a"], "nilai": [90]}], key="Band")
        with pytest.raises(DoubleColumnError):
            databases.write_scores(stream, db.place("hasil"))

    def test_hostile_names_are_names_and_nothing_else(self, db):
        made(db)
        stream = asn.appraise_batches(POLICY, [{'n";ip': ["001"], "nilai": [90]}], key='n";ip')
        databases.write_scores(stream, db.place(HOSTILE), period="'; DROP TABLE nilai --")
        (batch,) = databases.read(db.place(HOSTILE))
        assert [str(each) for each in (batch['n";ip'][0], batch["periode"][0])] == ["001", "'; DROP TABLE nilai --"]
        assert db.rows("SELECT count(*) FROM nilai") == [(4,)]

    def test_a_missing_table_is_named_with_those_that_are_meant(self, db):
        made(db)
        with pytest.raises(TableMissingError, match="did you mean nilai"):
            next(databases.read(db.place("nilay")))
        assert main(["score", POLICY.key, db.place("nilay"), "--key", "nip", "-o", db.place("hasil")]) == 2

    def test_a_query_that_is_wrong_is_a_fault_of_reading(self, db):
        made(db)
        with pytest.raises(DatabaseReadError):
            next(databases.read(db.place("nilai"), query="SELECT nipp FROM nilai"))

    @pytest.mark.parametrize("table", ["", "a.b.c", 'a"b', "."])
    def test_what_is_no_name_of_a_table_is_refused(self, db, table):
        with pytest.raises(DatabasePlaceError):
            databases.read(db.place(table))

    def test_an_empty_table_gives_an_empty_table(self, db):
        db.run("CREATE TABLE kosong (nip TEXT, nilai DECIMAL(7, 2))")
        stream = asn.appraise_batches(POLICY, databases.read(db.place("kosong")), key="nip")
        assert databases.write_scores(stream, db.place("hasil")).rows == 0
        assert results(db) == []
        with pytest.raises(DatabaseWriteError, match="no scores"):
            databases.write_scores(iter(()), db.place("hasil"))

    def test_three_decimals_of_zeros_are_no_thousand(self, db):
        scores = asn.appraise_table(POLICY, asn.read_table(made(db, kind="NUMERIC(9, 3)"), POLICY, key="nip"))
        assert [str(each) for each in scores.reported()] == ["88.99", "75.00", "55.50", "100.00"]

    def test_the_command_scores_a_table_into_a_table_with_a_period(self, db, capsys):
        call = ["score", POLICY.key, made(db), "--key", "nip", "-o", db.place("hasil"), "--period", "2026-Q1"]
        assert main([*call, "--audit", db.place("audit")]) == 0
        assert sorted(results(db)) == RIGHT
        assert db.rows("SELECT DISTINCT periode FROM audit") == [("2026-Q1",)]
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
    def test_the_command_goes_from_a_table_to_a_file_and_from_a_file_to_a_table(self, db, tmp_path: Path, ending):
        path = tmp_path / f"hasil.{ending}"
        assert main(["score", POLICY.key, made(db), "--key", "nip", "-o", str(path)]) == 0
        table = asn.adapters.data_files.read_file(path)
        assert [Decimal(text) for text in table.texts("score")] == [Decimal(nilai) for _, nilai in ROWS]
        source = tmp_path / "nilai.csv"
        source.write_text("nip,nilai\n" + "".join(f'"{nip}",{nilai}\n' for nip, nilai in ROWS), "utf-8")
        assert main(["score", POLICY.key, str(source), "--key", "nip", "-o", db.place("hasil")]) == 0
        assert sorted(results(db)) == RIGHT

    def test_faulty_rows_stop_the_command_or_go_to_a_table_or_a_file(self, db, tmp_path: Path, capsys):
        place = made(db)
        db.run("INSERT INTO nilai VALUES ('009', 101)")
        call = ["score", POLICY.key, place, "--key", "nip", "-o", db.place("hasil"), "--language", "en"]
        assert main(call) == 1
        assert "ASN406: row 5 (009), nilai" in capsys.readouterr().err
        with pytest.raises(TableMissingError):
            next(databases.read(db.place("hasil")))
        assert main([*call, "--on-error", "quarantine", "--rejects", db.place("tolak")]) == 0
        assert db.rows("SELECT key, code FROM tolak") == [("009", "ASN406")]
        assert main([*call, "--on-error", "quarantine", "--rejects", str(tmp_path / "tolak.csv")]) == 0
        assert "009" in (tmp_path / "tolak.csv").read_text("utf-8")
        assert len(results(db)) == 5

    def test_both_rows_of_a_key_in_two_batches_are_kept_out_by_the_command(self, db, monkeypatch, capsys):
        place = made(db)
        db.run("INSERT INTO nilai VALUES ('001', 75)")
        whole = databases.read(place)
        rows = [(str(nip), nilai) for batch in whole for nip, nilai in zip(batch["nip"], batch["nilai"], strict=True)]
        assert len(rows) == 5
        pieces = ({"nip": [nip], "nilai": [nilai]} for nip, nilai in rows)
        monkeypatch.setattr("asn_appraisal.command.streams.batches_of", lambda _: pieces)
        call = ["score", POLICY.key, place, "--key", "nip", "-o", db.place("hasil"), "--on-error", "quarantine"]
        assert main(call) == 0
        assert [band for nip, _, band in results(db) if nip == "001"] == [None, None]
        assert sum(band is not None for _, _, band in results(db)) == 3
        assert "ASN432" in capsys.readouterr().err

    def test_lists_may_stand_in_tables_of_their_own(self, db):
        db.run(
            "CREATE TABLE jawaban (unit TEXT, u1 INTEGER, u2 INTEGER)",
            "INSERT INTO jawaban VALUES ('A', 4, 3), ('A', 3, 3), ('B', 1, 2)",
        )
        policy = asn.Policy("survei", "Survei", score=_answers().mean(_answers().fields[0]).rounded(2))
        records = asn.read_table(None, policy, key="unit", items={"jawaban": db.place("jawaban")})
        asn.write_scores(asn.appraise_table(policy, records), db.place("hasil"))
        assert db.rows("SELECT unit FROM hasil ORDER BY unit") == [("A",), ("B",)]
        assert [f"{score:.2f}" for (score,) in db.rows("SELECT score FROM hasil ORDER BY unit")] == ["3.50", "1.00"]


def _answers() -> asn.Items:
    return asn.Items("jawaban", [asn.Number("u1", low=1, high=4)])
