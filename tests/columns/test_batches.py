"""A stream of tables is scored as the one table that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

NILAI = schemes.get("permenpan-16-2009", holes="lower")
VALUES = [value / 4 for value in range(100, 400)]
FRAME = pl.DataFrame({"nip": [f"{row:05}" for row in range(len(VALUES))], "nilai": VALUES})


def all_scores(batches: Any, **more: Any) -> list[float]:
    return [score for scores in asn.appraise_batches(NILAI, batches, key="nip", **more) for score in scores.score]


def test_batches_give_what_one_table_gives() -> None:
    assert all_scores(FRAME.to_arrow().to_batches(max_chunksize=77)) == VALUES


def test_a_lazy_frame_a_dataset_and_chunks_of_pandas_are_streams() -> None:
    assert all_scores(FRAME.lazy()) == VALUES
    assert all_scores(ds.dataset(FRAME.to_arrow())) == VALUES
    assert all_scores(pa.RecordBatchReader.from_stream(FRAME.to_arrow())) == VALUES
    frame = FRAME.to_pandas()
    chunks: Iterable[pd.DataFrame] = (frame.iloc[start : start + 70] for start in range(0, len(frame), 70))
    assert all_scores(chunks) == VALUES


def test_lists_come_as_columns_of_lists() -> None:
    survey = schemes.get("permenpanrb-14-2017")
    rows = [[{f"u{n}": answer for n in range(1, 10)} for answer in answers] for answers in ((1, 4), (4,), (2, 3, 4))]
    batches = pa.table({"unit": ["a", "b", "c"], "responden": rows}).to_batches(max_chunksize=2)
    found = [score for scores in asn.appraise_batches(survey, batches, key="unit") for score in scores.score]
    assert found == [62.5, 100.0, 75.0]


def test_nothing_is_read_ahead() -> None:
    asked = []

    def stream() -> Iterator[dict[str, Any]]:
        for page in range(3):
            asked.append(page)
            yield {"nip": ["a"], "nilai": [page]}

    results = asn.appraise_batches(NILAI, stream(), key="nip")
    assert asked == []
    next(results)
    assert asked == [0]


def test_rows_of_faults_count_from_the_start_of_the_stream() -> None:
    batches = [{"nip": ["a", "b"], "nilai": [1.0, 2.0]}, {"nip": ["c", "d"], "nilai": [3.0, 101.0]}]
    last = list(asn.appraise_batches(NILAI, batches, key="nip", on_error="quarantine"))[-1]
    assert [(fault.row, fault.key) for fault in last.rejects] == [(3, "d")]
    assert np.isnan(last.score[1])
    with pytest.raises(RecordError):
        last.appraisal(1)
    with pytest.raises(RecordError) as caught:
        list(asn.appraise_batches(NILAI, batches, key="nip"))
    assert caught.value.faults[0].row == 3


def test_progress_wraps_the_stream() -> None:
    seen = []

    def watched(stream: Iterable[Any]) -> Iterator[Any]:
        for batch in stream:
            seen.append(len(batch["nilai"]))
            yield batch

    batches = [{"nip": ["a", "b"], "nilai": [1.0, 2.0]}, {"nip": ["c"], "nilai": [3.0]}]
    assert all_scores(batches, progress=watched) == [1.0, 2.0, 3.0]
    assert seen == [2, 1]


def test_an_empty_stream_gives_nothing() -> None:
    assert list(asn.appraise_batches(NILAI, [])) == []


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_one_frame_is_a_stream_of_one_batch(frame):
    policy = schemes.get("permenpan-16-2009", holes="lower")
    (scores,) = asn.appraise_batches(policy, frame({"nilai": [90.99, 75.0]}))
    assert scores.band_keys() == ["baik", "cukup"]


def test_a_structured_array_is_a_stream_of_one_batch():
    rows = np.array([("a", 90.99), ("b", 75.0)], dtype=[("nip", "U5"), ("nilai", "f8")])
    (scores,) = asn.appraise_batches(NILAI, rows, key="nip")
    assert scores.band_keys() == ["baik", "cukup"]


def test_chunks_whose_key_is_an_index_are_scored_and_its_doubles_noticed():
    chunks = [pd.DataFrame({"nilai": [90.0]}, index=pd.Index([nip], name="nip")) for nip in ("a", "b", "a")]
    found = list(asn.appraise_batches(NILAI, chunks, key="nip", on_error="quarantine"))
    assert [[(fault.code, fault.key) for fault in scores.rejects] for scores in found] == [[], [], [("ASN456", "a")]]
    assert found[0].to_frame().index.tolist() == ["a"]


def test_whatever_gives_a_reader_of_arrow_is_a_stream():
    class Result:
        def to_arrow_reader(self):
            return FRAME.to_arrow().to_reader(100)

    assert all_scores(Result()) == VALUES
    assert all_scores(FRAME.to_arrow()) == VALUES
