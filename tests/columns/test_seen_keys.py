"""Keys that an earlier batch of a stream had."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import schemes
from asn_appraisal.columns.reading.frames import table_of
from asn_appraisal.columns.reading.keys import keys_of
from asn_appraisal.columns.seen_keys import SeenKeys
from asn_appraisal.errors import RecordError

MIDNIGHT = datetime(2026, 1, 1)  # noqa: DTZ001
NILAI = schemes.get("permenpan-16-2009")


def doubles(*batches: Any) -> list[tuple[int, str, str]]:
    """The row of the stream, the earlier row, and the bits of each double."""
    seen, start, found = SeenKeys(), 0, []
    for batch in batches:
        columns = batch if isinstance(batch, dict) else {"nip": batch}
        keys = keys_of(table_of(columns), tuple(columns))
        for fault in seen.doubles(keys, start):
            assert fault.code == "ASN456"
            facts = dict(fault.facts)
            found.append((fault.row + start, facts["before"], facts["bits"]))
        start += len(keys)
    return found


@pytest.mark.parametrize(
    ("first", "second", "bits"),
    [
        (["1985", "1986"], ["1987", "1985 "], ""),
        (["1985", "a"], np.array(["b", "1985"]), ""),
        (["a", "b"], pl.Series(["b2", "a"], dtype=pl.Categorical), "64"),
        (["1" * 19], ["1" * 19], "64"),
        ([7, 8], np.array([9.0, 7.0]), ""),
        ([7, 8], [2**70, 7], "64"),
        ([2**70], [2**70], "64"),
        ([-(2**63) - 5], [-(2**63) - 5], "64"),
        ([200], [2**70, 200], "64"),
        ([2**63 - 1], [2**70, 2**63 - 1], "64"),
        ([1.5, 7.0], [9, 7], ""),
        (pl.Series([MIDNIGHT]), pl.Series([MIDNIGHT.replace(hour=8), MIDNIGHT]), ""),
        ([Fraction(1, 3)], [Fraction(1, 3)], "64"),
        ({"nip": ["a"], "tahun": [2025]}, {"nip": ["b", "a"], "tahun": [2025, 2025]}, "64"),
    ],
)
def test_a_key_of_an_earlier_batch_is_noticed_whatever_it_came_as(first: Any, second: Any, bits: str) -> None:
    (found,) = doubles(first, second)
    assert found[1:] == ("0", bits) or found[1:] == ("1", bits)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["1985"], ["01985", "1986"]),
        ([11], ["1"]),  # text is no number
        ([1.5, 7.0], [1, 2]),
        (["a", None, ""], ["b", None, ""]),
        ({"nip": ["a"], "tahun": [2025]}, {"nip": ["a"], "tahun": [2026]}),
        ({"a": [1], "b": [2]}, {"a": [2], "b": [1]}),
    ],
)
def test_other_keys_are_no_doubles(first: Any, second: Any) -> None:
    assert doubles(first, second) == []


def test_a_batch_without_rows_is_no_trouble() -> None:
    assert doubles([7, 8], [], [9, 7], np.array([], np.int64)) == [(3, "0", "")]


@given(st.lists(st.lists(st.integers(0, 200).map(str) | st.sampled_from(["a", "b", "c d"]), max_size=30), max_size=8))
def test_the_doubles_of_a_stream_are_those_that_a_set_finds(batches: list[list[str]]) -> None:
    before: set[str] = set()
    expected, start = [], 0
    for batch in batches:
        expected += [start + row for row, key in enumerate(batch) if key in before]
        before |= set(batch)
        start += len(batch)
    assert [row for row, _, _ in doubles(*batches)] == expected
    stream = [key for batch in batches for key in batch]
    assert all(stream[row] == stream[int(earlier)] and int(earlier) < row for row, earlier, _ in doubles(*batches))


def test_a_double_of_an_earlier_batch_names_both_rows_and_is_rejected() -> None:
    batches = [{"nip": ["a", "12"], "nilai": [91.0, 75.0]}, {"nip": ["c", "12"], "nilai": [80.0, 101.0]}]
    more = [*batches, {"nip": ["d", "c"], "nilai": [80.0, 80.0]}]
    first, second, third = asn.appraise_batches(NILAI, more, key="nip", on_error="quarantine")
    assert first.rejects == ()
    assert [(fault.row, dict(fault.facts)["before"]) for fault in third.rejects] == [(5, "2")]
    assert next((fault.code, fault.row, fault.key) for fault in second.rejects) == ("ASN456", 3, "12")
    assert "row 1" in second.rejects[0].message
    assert second.rejected.tolist() == [False, True]
    with pytest.raises(RecordError) as caught:
        list(asn.appraise_batches(NILAI, batches, key="nip"))
    assert caught.value.faults[0].code == "ASN456"


def test_notes_count_their_rows_from_the_start_of_the_stream() -> None:
    batches = [{"nip": ["a", "b "], "nilai": [91.0, 75.0]}, {"nip": ["c "], "nilai": [80.0]}]
    assert [each.notes[0].rows for each in asn.appraise_batches(NILAI, batches, key="nip")] == [(1,), (2,)]
