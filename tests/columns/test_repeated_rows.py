"""Rows of lists that repeat an earlier one, and lists of too few or too many rows, found in whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal.columns.reading.ingest import ingest
from asn_appraisal.columns.reading.raw_columns import RawColumn
from asn_appraisal.columns.repeated_rows import repeated_rows, wrong_counts

NUMBER = asn.Number("n", decimals=0)
LARGE = asn.Number("besar", decimals=22)

rows = st.tuples(st.integers(-2, 2), st.sampled_from([0, 1, 10**17, -(10**17)]), st.booleans())
records = st.lists(st.lists(rows, max_size=6), max_size=6)


def columns_of(table: list[tuple[int, int, bool]]) -> list[Any]:
    n, large, flag = (list(each) for each in zip(*table, strict=True)) if table else ([], [], [])
    return [
        ingest(NUMBER, RawColumn(np.array(n, np.int64))),
        ingest(LARGE, RawColumn(np.array(large, np.int64))),  # whole numbers that no machine word holds
        ingest(asn.Flag("f"), RawColumn(np.array(flag, bool))),
    ]


@given(records, st.data())
def test_rows_repeat_the_first_one_of_their_record_that_is_equal_in_every_column(
    drawn: list[list[tuple[int, int, bool]]], data: st.DataObject
) -> None:
    table = [row for record in drawn for row in record]
    left_out = [data.draw(st.booleans()) for _ in table] if data.draw(st.booleans()) else None
    wanted, start = [], 0
    for record in drawn:
        seen: dict[Any, int] = {}
        for place, row in enumerate(record, start):
            if left_out is not None and left_out[place]:
                continue
            if (first := seen.setdefault(row, place)) != place:
                wanted.append((place, first))
        start += len(record)
    offsets = np.cumsum([0, *map(len, drawn)])
    gone = None if left_out is None else np.array(left_out, bool)
    found = repeated_rows(columns_of(table), offsets, gone)
    assert [*zip(*(each.tolist() for each in found), strict=True)] == wanted


def test_rows_that_rise_within_their_records_repeat_none() -> None:
    months = ingest(NUMBER, RawColumn(np.array([1, 2, 3, 1, 2])))
    assert [each.tolist() for each in repeated_rows([months], np.array([0, 3, 3, 5]))] == [[], []]


def test_a_value_that_cannot_be_read_repeats_none() -> None:
    months = ingest(asn.Count("b", low=1, high=12), RawColumn(np.array([1, 13, 13, 1])))
    assert [each.tolist() for each in repeated_rows([months], np.array([0, 4]))] == [[3], [0]]


def test_numbers_of_the_widest_span_are_told_apart_over_many_records() -> None:
    values = np.array([-(2**53) + 1, 2**53 - 1] * 3000)
    columns = [ingest(NUMBER, RawColumn(values)), ingest(NUMBER, RawColumn(values[::-1].copy()))]
    found = repeated_rows(columns, np.arange(0, 6001, 3))
    assert [each.tolist() for each in found] == [list(range(2, 6000, 3)), list(range(0, 6000, 3))]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({}, [True, False, False, False]),
        ({"at_least": 2}, [True, True, False, False]),
        ({"at_most": 2}, [True, False, False, True]),
        ({"at_most": 2, "optional": True}, [False, False, False, True]),
        ({"at_least": 0, "at_most": 1}, [False, False, True, True]),
    ],
)
def test_lists_of_too_few_and_too_many_rows_are_wrong(more: dict[str, Any], wrong: list[bool]) -> None:
    items = asn.Items("baris", [NUMBER], **more)
    assert wrong_counts(items, np.array([0, 0, 1, 3, 6])).tolist() == wrong


def test_two_wide_columns_are_told_apart_where_their_product_holds_in_no_machine_word() -> None:
    most = 2**53 - 1
    first = ingest(NUMBER, RawColumn(np.array([0, most, 2048, 4096, 4096])))
    second = ingest(NUMBER, RawColumn(np.array([0, most, 0, 0, 0])))
    found = repeated_rows([first, second], np.array([0, 5]))
    assert [each.tolist() for each in found] == [[4], [3]]
