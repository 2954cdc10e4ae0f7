import json
from pathlib import Path

import pytest

import asn_appraisal as asn
from asn_appraisal.adapters.data_files import content_of, read_file
from asn_appraisal.adapters.results import Results
from asn_appraisal.adapters.stream_files import STREAMED, streamed_content

POLICY = asn.schemes.get("permenpan-16-2009")
ROWS = [("001", "88.99"), ("002", "101"), ("003", "55.5"), ("004", "100"), ("005", "7")]


def results(path, *lengths):
    start = 0
    for length in lengths:
        rows = ROWS[start : start + length]
        start += length
        table = {"nip": [nip for nip, _ in rows], "nilai": [nilai for _, nilai in rows]}
        scores = asn.appraise_table(POLICY, table, key="nip", on_error="quarantine")
        yield Results(path, scores.records.keys.arrays(), scores)


def written(content):
    return content if isinstance(content, bytes) else b"".join(content)


@pytest.mark.parametrize("ending", sorted(STREAMED - {".parquet"}))
@pytest.mark.parametrize("lengths", [(5,), (2, 3), (1, 1, 1, 2)])
def test_blocks_are_written_as_the_whole_is(ending, lengths):
    path = Path(f"hasil{ending}")
    (whole,) = results(path, 5)
    assert written(streamed_content(results(path, *lengths))) == written(content_of(whole))


def test_a_parquet_file_of_blocks_holds_the_same_table(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "hasil.parquet"
    path.write_bytes(written(streamed_content(results(path, 2, 2, 1))))
    table = read_file(path)
    assert table.texts("nip") == [nip for nip, _ in ROWS]
    assert table.texts("score") == ["88.99", "", "55.50", "100.00", "7.00"]
    assert table.texts("band") == ["baik", "", "sedang", "amat_baik", "kurang"]


def test_blocks_are_asked_for_one_by_one():
    asked = []

    def watched():
        for place, each in enumerate(results(Path("hasil.jsonl"), 2, 3)):
            asked.append(place)
            yield each

    pieces = iter(streamed_content(watched()))
    assert json.loads(next(pieces).splitlines()[0])["nip"] == "001"
    assert asked == [0]


def test_no_blocks_are_an_empty_file():
    assert streamed_content(iter(())) == b""
