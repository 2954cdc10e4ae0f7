"""Rows of lists by record: whose they are, and which they were before some were left out."""

from __future__ import annotations

import numpy as np
import pytest

from asn_appraisal.columns.reading.frames import table_of
from asn_appraisal.columns.reading.list_rows import ListRows

TABLE = table_of({"mutu": [10, 11, 12, 13, 14]})
OFFSETS = np.array([0, 2, 2, 5])


@pytest.mark.parametrize(("order", "records"), [(None, [0, 0, 2, 2, 2]), (np.array([4, 3, 2, 1, 0]), [2, 2, 2, 0, 0])])
def test_each_row_belongs_to_the_record_whose_place_it_has(order: np.ndarray | None, records: list[int]) -> None:
    assert ListRows(TABLE, order, OFFSETS).records(np.arange(5)).tolist() == records


def test_a_row_that_no_record_has_belongs_to_none() -> None:
    rows = ListRows(TABLE, np.array([3, 1]), np.array([0, 1, 2]))
    assert rows.records(np.arange(5)).tolist() == [-1, 1, -1, 0, -1]


def test_rows_left_out_change_no_other_row_s_number() -> None:
    rows = ListRows(TABLE, np.array([4, 3, 2, 1, 0]), OFFSETS)
    fewer = rows.without(np.array([True, False, False, True, False]))
    assert (fewer.order.tolist(), fewer.offsets.tolist()) == ([3, 2, 0], [0, 1, 1, 3])
    assert [fewer.own_row(record, place) for record, place in ((0, 0), (2, 1), (2, 2))] == [3, 2, 0]
    again = fewer.without(np.array([False, True, False]))
    assert (again.order.tolist(), again.offsets.tolist()) == ([3, 0], [0, 1, 1, 2])


def test_nested_rows_count_within_what_their_record_held() -> None:
    rows = ListRows(TABLE, None, OFFSETS, nested=True)
    assert [rows.own_row(0, 1), rows.own_row(2, 2), rows.own_row(2, 4)] == [1, 0, 2]
    fewer = rows.without(np.array([True, False, False, True, False]))
    assert [fewer.own_row(0, 0), fewer.own_row(2, 1), fewer.own_row(2, 2)] == [1, 0, 2]
    again = fewer.without(np.array([False, True, False]))
    assert [again.own_row(0, 0), again.own_row(2, 1)] == [1, 2]
