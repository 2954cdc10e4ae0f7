"""Rows with the same values in some columns, in the order in which their groups first appear."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from asn_appraisal.columns.results.row_groups import row_groups


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)), max_size=30))
def test_groups_are_those_that_a_dictionary_makes(rows: list[tuple[int, int, int]]) -> None:
    columns = [(list("abcd"[:4]), np.array([row[at] for row in rows], np.int64)) for at in range(3)]
    wanted: dict[tuple[str, ...], list[int]] = {}
    for place, row in enumerate(rows):
        wanted.setdefault(tuple("abcd"[code] for code in row), []).append(place)
    assert [(name, places.tolist()) for name, places in row_groups(columns)] == list(wanted.items())


def test_a_table_without_rows_has_no_groups() -> None:
    assert row_groups([(["a"], np.zeros(0, np.int64))]) == []
