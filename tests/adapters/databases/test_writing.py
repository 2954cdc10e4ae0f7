import sqlite3

import pytest
from tests.adapters.databases.contract import scored

from asn_appraisal.adapters import databases
from asn_appraisal.adapters.databases.places import database_place
from asn_appraisal.adapters.databases.result_columns import Block
from asn_appraisal.adapters.databases.writing import Destination, read_lines, write_blocks
from asn_appraisal.errors import ArgumentError, DatabasePlaceError


def blocks():
    return (Block(each.records.keys.arrays(), each) for each in scored())


def test_what_fails_before_the_commit_undoes_all(tmp_path):
    place = database_place(f"{tmp_path}/a.sqlite::hasil")
    write_blocks(blocks(), Destination(place))

    def fails():
        raise KeyError

    with pytest.raises(KeyError):
        write_blocks(blocks(), Destination(place, period=None), before_commit=fails)
    with sqlite3.connect(tmp_path / "a.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM hasil").fetchone() == (4,)


def test_audit_records_are_read_by_period_in_their_order(tmp_path):
    place = database_place(f"{tmp_path}/a.sqlite::hasil")
    for period in ("2", "1"):
        write_blocks(blocks(), Destination(place, audit=("audit",), period=period))
    lines = [*read_lines(place.of(("audit",)))]
    assert len(lines) == 8
    assert lines[:4] == lines[4:]


def test_a_place_needs_a_table_and_a_table_beside_the_same_database(tmp_path):
    with pytest.raises(DatabasePlaceError):
        databases.write_scores(scored(), f"{tmp_path}/a.sqlite")
    with pytest.raises(DatabasePlaceError, match="it must be in"):
        databases.write_scores(scored(), f"{tmp_path}/a.sqlite::hasil", audit=f"{tmp_path}/b.sqlite::audit")
    with pytest.raises(DatabasePlaceError):
        databases.read("nilai.csv")
    assert not (tmp_path / "a.sqlite").exists()


@pytest.mark.parametrize("scores", ["teks", {"a": 1}, 7, [1]])
def test_what_is_no_scores_is_refused(tmp_path, scores):
    with pytest.raises(ArgumentError):
        databases.write_scores(scores, f"{tmp_path}/a.sqlite::hasil")
