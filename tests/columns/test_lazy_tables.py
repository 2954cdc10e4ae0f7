"""Lazy tables are scored as the rows that they stand for, collected or streamed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.columns import lazy_tables
from asn_appraisal.columns.lazy_tables import LazyTable, lazy_table, opened
from asn_appraisal.errors import MissingExtraError, RecordError

NILAI = schemes.get("permenpan-16-2009")
COUNT = 1000
FRAME = pl.DataFrame(
    {"nip": [f"{row:018}" for row in range(COUNT)], "nilai": [row % 10_000 / 100 for row in range(COUNT)]}
)
CONNECTION = duckdb.connect()  # kept: a relation of duckdb 1 ends with it
QUERY = "select printf('%018d', i) as nip, (i % 10000 / 100)::decimal(5, 2) as nilai from range({}) t(i) order by i"


def relation(rows: int = COUNT, connection: Any = None) -> Any:
    return (connection or CONNECTION).sql(QUERY.format(rows))


LAZY = {"polars": FRAME.lazy, "narwhals": lambda: nw.from_native(FRAME.lazy()), "duckdb": relation}


@pytest.fixture(params=LAZY)
def lazy(request: pytest.FixtureRequest) -> Any:
    return LAZY[request.param]()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_tables, "BATCH_ROWS", 128)


def test_a_lazy_table_is_scored_as_its_rows_are(lazy: Any) -> None:
    scores, right = asn.appraise_table(NILAI, lazy, key="nip"), asn.appraise_table(NILAI, FRAME, key="nip")
    assert scores.score.tolist() == right.score.tolist()
    assert scores.band_keys() == right.band_keys()
    assert scores["000000000000000007"].score == right[7].score


def test_a_note_says_that_a_lazy_table_was_collected(lazy: Any) -> None:
    scores = asn.appraise_table(NILAI, lazy, key="nip")
    assert [note.message for note in scores.notes] == ["the table was lazy: its 1000 rows were collected into memory"]
    assert "dikumpulkan ke memori" in scores.notes[0].text("id")
    assert not asn.appraise_table(NILAI, FRAME, key="nip").notes


def test_what_comes_out_is_of_the_kind_that_was_collected() -> None:
    assert isinstance(asn.appraise_table(NILAI, FRAME.lazy(), key="nip").to_frame(join=True), pl.DataFrame)
    assert isinstance(asn.appraise_table(NILAI, relation(), key="nip").to_frame(join=True), pa.Table)


def test_decimals_of_a_relation_stay_exact() -> None:
    table = CONNECTION.sql("select 'a' as nip, 90.99::decimal(38, 20) as nilai union all select 'b', 75.00")
    assert sorted(asn.appraise_table(NILAI, table, key="nip", floats="strict").reported()) == [75, Decimal("90.99")]


def test_records_and_suggestions_take_lazy_tables(lazy: Any) -> None:
    assert asn.appraise_table(NILAI, asn.read_records(NILAI, lazy, key="nip")).score.tolist()[:2] == [0.0, 0.01]
    texts = pl.LazyFrame({"Nilai": ["90,99", "75"]})
    assert asn.suggest_cells(texts, NILAI) == asn.suggest_cells(texts.collect(), NILAI) != asn.Cells()
    told = CONNECTION.sql("select '90,99' as nilai")
    assert asn.suggest_cells(told, NILAI) == asn.Cells(decimal="comma")


def test_rows_of_lists_may_be_lazy() -> None:
    survey = schemes.get("permenpanrb-14-2017")
    answers = {"unit": ["b", "a", "b"], **{f"u{n}": [3, 4, 4] for n in range(1, 10)}}
    units = pl.LazyFrame({"unit": ["a", "b"]})
    arrow = pa.table(answers)  # duckdb finds it by its name
    found = CONNECTION.sql("from arrow")
    scores = asn.appraise_table(survey, units, key="unit", items={"responden": found})
    assert scores.score.tolist() == [100.0, 87.5]
    assert [(note.code, note.list) for note in scores.notes if note.code == "ASN462"] == [
        ("ASN462", None),
        ("ASN462", "responden"),
    ]
    assert len(arrow) == 3
    assert asn.suggest_cells(None, survey, items={"responden": pl.LazyFrame(answers)}) == asn.Cells()


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("lazy_of", [lambda rows: FRAME.lazy().head(rows), relation])
def test_an_empty_lazy_table_and_one_of_one_row_have_as_many_scores(lazy_of: Any, rows: int) -> None:
    assert len(asn.appraise_table(NILAI, lazy_of(rows), key="nip")) == rows
    assert sum(map(len, asn.appraise_batches(NILAI, lazy_of(rows), key="nip"))) == rows


def test_more_rows_than_the_limit_are_refused_before_they_are_collected(
    lazy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lazy_tables, "MOST_ROWS", COUNT - 1)
    monkeypatch.setattr(LazyTable, "collected", lambda _: pytest.fail("it was collected"))
    calls = [
        lambda: asn.appraise_table(NILAI, lazy, key="nip"),
        lambda: asn.read_records(NILAI, lazy, key="nip"),
        lambda: asn.suggest_cells(lazy, NILAI),
    ]
    for call in calls:
        with pytest.raises(RecordError, match=r"ASN463: .* has 1 000 rows, and at most 999 .*appraise_batches"):
            call()


def test_a_lazy_table_of_as_many_rows_as_the_limit_is_collected(lazy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_tables, "MOST_ROWS", COUNT)
    assert opened(lazy).collected


# --- streams ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small_batches")
def test_a_lazy_table_is_streamed_in_its_order(lazy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_tables, "MOST_ROWS", 1)
    streamed = list(asn.appraise_batches(NILAI, lazy, key="nip"))
    assert len(streamed) > 3
    assert [score for scores in streamed for score in scores.score] == FRAME["nilai"].to_list()
    assert not [note for scores in streamed for note in scores.notes if note.code == "ASN462"]


class OlderFrame:
    """A LazyFrame of a polars that cannot yield batches."""

    def __init__(self, frame: pl.LazyFrame) -> None:
        self.frame = frame

    def sink_ipc(self, path: Path) -> None:
        """Run the query into a file."""
        self.frame.sink_ipc(path)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("rows", [0, 1, 128, 129, COUNT])
def test_an_older_polars_streams_from_a_file_that_its_query_ran_into_once(rows: int) -> None:
    table = LazyTable(OlderFrame(FRAME.lazy().head(rows)), is_relation=False)
    heights = [batch.height for batch in table.batches()]
    assert (sum(heights), max(heights, default=0)) == (rows, min(rows, 128))
    assert not rows or pl.concat(table.batches()).equals(FRAME.head(rows))


@pytest.mark.usefixtures("small_batches")
def test_a_relation_that_ends_early_is_no_whole_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LazyTable, "count", lambda _: COUNT + 1)
    results = asn.appraise_batches(NILAI, relation(), key="nip")
    with pytest.raises(RecordError, match="ASN467: the relation gave 1000 rows and had counted 1001"):
        list(results)


@pytest.mark.usefixtures("small_batches")
def test_a_query_on_the_same_connection_never_loses_rows_in_silence() -> None:
    connection = duckdb.connect()

    def scored() -> Iterator[int]:
        for scores in asn.appraise_batches(NILAI, relation(100_000, connection), key="nip"):
            yield len(scores)
            connection.execute("select 1").fetchall()

    with pytest.raises((RecordError, duckdb.Error)):
        list(scored())


@pytest.mark.usefixtures("small_batches")
def test_a_cursor_may_be_asked_meanwhile() -> None:
    connection = duckdb.connect()
    rows = 0
    for scores in asn.appraise_batches(NILAI, relation(10_000, connection), key="nip"):
        rows += len(scores)
        connection.cursor().execute("select 1").fetchall()
    assert rows == 10_000


# --- what is lazy ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [None, FRAME, nw.from_native(FRAME), FRAME.to_arrow(), pd.DataFrame(), {"a": [1]}, [{}], np.zeros(2), iter(())],
)
def test_what_is_not_lazy_is_left_as_it_is(data: Any) -> None:
    assert lazy_table(data) is None


def test_other_lazy_tables_are_refused() -> None:
    with pytest.raises(RecordError, match="ASN441"):
        opened(type("Table", (), {"__module__": "ibis.expr.types"})())


def test_a_relation_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_tables, "pyarrow", lambda: None)
    with pytest.raises(MissingExtraError, match="pyarrow"):
        opened(relation())
    with pytest.raises(MissingExtraError, match="pyarrow"):
        next(LazyTable(relation(), is_relation=True).batches())
