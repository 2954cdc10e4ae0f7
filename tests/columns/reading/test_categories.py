"""Texts that have an order, as columns of each library."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from asn_appraisal.columns.reading.categories import Categories

COLUMN = Categories(np.array([1, -1, 0], np.int16), ("sangat_baik", "baik"))
KINDS = [(pd, False, False), (pl, True, False), (pa, False, True)]


@pytest.mark.parametrize(("library", "polars", "arrow"), KINDS)
def test_each_library_has_the_texts_in_their_order(library: object, polars: bool, arrow: bool) -> None:
    column = COLUMN.native(library, of_polars=polars, of_arrow=arrow)
    if library is pd:
        assert list(column.cat.categories) == ["sangat_baik", "baik"]
        assert column.cat.ordered
        assert column.sort_values().tolist()[0] == "sangat_baik"
    elif library is pl:
        assert column.dtype == pl.Enum(["sangat_baik", "baik"])
        assert column.to_list() == ["baik", None, "sangat_baik"]
    else:
        assert column.type.ordered
        assert column.to_pylist() == ["baik", None, "sangat_baik"]


@pytest.mark.parametrize(("library", "polars", "arrow"), KINDS)
def test_two_levels_with_one_name_are_plain_texts(library: object, polars: bool, arrow: bool) -> None:
    column = Categories(np.array([0, 1, -1]), ("baik", "baik")).native(library, of_polars=polars, of_arrow=arrow)
    assert len(column) == 3
    values = column.to_pylist() if arrow else column.tolist() if library is pd else column.to_list()
    assert values[:2] == ["baik", "baik"]
