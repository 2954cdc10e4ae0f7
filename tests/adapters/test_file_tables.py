from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from asn_appraisal.adapters.file_tables import FileTable, plain_text
from asn_appraisal.columns.reading.frames import table_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        ("a", "a"),
        (7, "7"),
        (85.0, "85"),
        (85.5, "85.5"),
        (1e22, "10000000000000000000000"),
        (np.float64(0.1), "0.1"),
        (Decimal("85.50"), "85.50"),
        (Decimal("-0.00"), "-0.00"),
        (Decimal("1E-7"), "0.0000001"),
        (True, "true"),
        (np.False_, "false"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_a_value_of_any_type_as_text(value, text):
    assert plain_text(value) == text


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_the_texts_of_typed_columns_are_their_values(library):
    module = pytest.importorskip(library)
    make = module.table if library == "pyarrow" else module.DataFrame
    table = FileTable(table_of(make({"nip": ["001", None], "n": [1, 2], "b": [True, False]})), np.arange(1, 3))

    assert [table.texts(name) for name in table.columns] == [["001", ""], ["1", "2"], ["true", "false"]]


def test_the_texts_of_labels_are_the_labels():
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"nip": polars.Series(["b", None, "a"], dtype=polars.Categorical)})

    assert FileTable(table_of(frame), np.arange(1, 4)).texts("nip") == ["b", "", "a"]
