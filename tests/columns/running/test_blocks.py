"""Stretches of records that are worked on at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.running.blocks import Data, Live, stretches


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 12))
def test_stretches_cover_each_record_and_each_row_once_in_order(counts: list[int], size: int) -> None:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    found = list(stretches(len(counts), {"rows": offsets}, size))
    assert [row for each in found for row in range(each.start, each.stop)] == list(range(len(counts)))
    assert [row for each in found for row in range(*each.span("rows"))] == list(range(int(offsets[-1])))
    assert all(each.span("") == (each.start, each.stop) for each in found)


@given(st.lists(st.integers(0, 9), max_size=40), st.integers(1, 12))
def test_a_stretch_has_at_most_so_many_records_and_rows_unless_it_is_one_record(counts: list[int], size: int) -> None:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    for each in stretches(len(counts), {"rows": offsets}, size):
        first, last = each.span("rows")
        assert each.stop - each.start <= size
        assert last - first <= size or each.stop - each.start == 1


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_a_stretch_ends_only_where_one_more_record_would_be_too_much(counts: list[int], others: list[int]) -> None:
    offsets = {
        name: np.concatenate([[0], np.cumsum(each[: len(counts)])]).astype(np.int64)
        for name, each in (("rows", counts), ("more", others))
    }
    for size in (1, 5, 12):
        for each in list(stretches(len(counts), offsets, size))[:-1]:
            rows = [int(ends[each.stop + 1] - ends[each.start]) for ends in offsets.values()]
            assert each.stop + 1 - each.start > size or max(rows) > size


def test_the_size_of_a_table_and_the_records_refused_already() -> None:
    offsets = {"rows": np.array([0, 2, 2, 7, 9])}
    live = Live(read=lambda *_: (None, None), picked=lambda places: (places, None, None))
    data = Data(4, {("", "x", "values"): live}, offsets)
    assert (data.size(""), data.size("rows")) == (4, 9)
    assert data.refused_at(np.array([2, 0])).tolist() == [False, False]
    refused = np.array([False, True, False, True])
    data = Data(4, {}, offsets, refused)
    found = data.refused_at(np.array([3, 0]))
    assert found.tolist() == [True, False]
    data.refused_at(slice(None))[:] = True
    assert refused.tolist() == [False, True, False, True]
