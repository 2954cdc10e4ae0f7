"""The row that has a key: texts are keys, a tuple is a key of several columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from asn_appraisal.columns.reading.frames import table_of
from asn_appraisal.columns.reading.keys import keys_of
from asn_appraisal.columns.results.row_keys import row_of
from asn_appraisal.errors import ArgumentError, KeyPartsError, NoKeyError, UnknownKeyError


def row(key: Any, *columns: list[Any]) -> int:
    names = tuple(f"k{n}" for n in range(len(columns)))
    return row_of(keys_of(table_of(dict(zip(names, columns, strict=True))), names), key)


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("b", [["a", "b", "b"]]),
        (" b ", [["a", "b", "c"]]),
        ("007", [["7", "007"]]),
        ("7", [[9, 7]]),
        ("198501012010011001", [[1, 198501012010011001]]),
        ("2026-01-31", [[date(2025, 1, 1), date(2026, 1, 31)]]),
        (("a", 2026), [["a", "a"], [2025, 2026]]),
        (("a", "2026"), [["a", "a"], [2025, 2026]]),
        ("b", [[None, "b"]]),
        ("0", [[None, 0]]),
        ("0", [[1.98501012010011e17, 0.0]]),
        ("1234567890123456789", [[123456789012345678, 1234567890123456789]]),
        ("-1234567890123456789", [[1234567890123456789, -1234567890123456789]]),
    ],
)
def test_the_first_row_with_the_key_is_found(key: Any, columns: list[list[Any]]) -> None:
    assert row(key, *columns) == 1


@pytest.mark.parametrize("key", ["x", "", "7.0", "9" * 19, "9" * 20, "9" * 21, "9" * 30])
def test_a_key_that_no_row_has_is_said(key: str) -> None:
    for column in (["7", " ", "b"], [7, None, 8]):
        with pytest.raises(UnknownKeyError, match="no row has the key"):
            row(key, column)


def test_a_key_of_other_columns_and_a_table_without_keys_are_said() -> None:
    with pytest.raises(KeyPartsError, match="k0, k1"):
        row("a", ["a"], ["b"])
    with pytest.raises(NoKeyError, match="without a key"):
        row_of(None, "a")
    with pytest.raises(ArgumentError):
        row((1.5,), [1])
