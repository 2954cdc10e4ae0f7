"""Stretches of records that are worked on at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.running.blocks import stretches


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
