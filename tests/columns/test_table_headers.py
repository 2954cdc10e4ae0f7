"""What is wrong with columns, keys and cells of a table is said at once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.columns.test_refusals import UNIT

import asn_appraisal as asn
from asn_appraisal.errors import RecordError

TABLE = {"nip": ["a", "b"], "bobot": [1, 9], "jenis": ["a", "x"], "pembagi": [1, 0]}
ROWS = {"nip": ["a", "a", "b", "b"], "u1": [1, 2, 9, 1], "u2": [1, 1, 1, 1]}


def without(data: dict[str, Any], *names: str, **more: Any) -> dict[str, Any]:
    return {**{name: column for name, column in data.items() if name not in names}, **more}


def faults(table: Any, **options: Any) -> list[tuple[str, str | None, int | None, str | None]]:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(UNIT, table, **options)
    assert len(caught.value.faults) == caught.value.count
    return [(each.code, each.list, each.row, each.field) for each in caught.value.faults]


def test_a_misspelt_column_hides_neither_a_missing_one_nor_cells() -> None:
    table = without(TABLE, "pembagi", "bobot", Pembagi=[1, 0])
    assert faults(table, key="nip", items={"jawaban": ROWS}) == [
        ("ASN403", None, None, "Pembagi"),
        ("ASN431", None, None, "bobot"),
        ("ASN408", None, 1, "jenis"),
        ("ASN406", "jawaban", 1, "u1"),
    ]


def test_keys_at_fault_are_named_with_columns() -> None:
    table = without(TABLE, "bobot", nip=["a", ""])
    assert faults(table, key="nip", items={"jawaban": ROWS})[:3] == [
        ("ASN431", None, None, "bobot"),
        ("ASN434", "jawaban", None, None),
        ("ASN433", None, 1, "nip"),
    ]


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"key": "nipp", "items": {"jawaban": ROWS}}, ("ASN450", None, None, "nipp")),
        ({"key": "nip", "items": {"jawabn": ROWS}}, ("ASN439", "jawabn", None, None)),
        ({"items": {"jawaban": ROWS}}, ("ASN440", "jawaban", None, None)),
        ({"key": "nip", "items": {"jawaban": without(ROWS, "nip")}}, ("ASN450", "jawaban", None, "nip")),
        ({"key": "nip"}, ("ASN438", "jawaban", None, None)),
    ],
)
def test_what_keeps_tables_from_being_joined_does_not_hide_a_missing_column(options: Any, first: Any) -> None:
    found = faults(without(TABLE, "bobot"), **options)
    assert found[0] == first
    assert ("ASN431", None, None, "bobot") in found


def test_lists_alone_name_their_own_missing_columns_with_those_of_the_record() -> None:
    found = faults(None, key="nip", items={"jawaban": without(ROWS, "u1")})
    assert ("ASN431", "jawaban", None, "u1") in found
    assert ("ASN431", None, None, "bobot") in found


def test_cells_of_a_thousand_rows_are_listed_and_all_are_counted() -> None:
    with pytest.raises(RecordError) as caught:
        asn.appraise_table(UNIT, {"bobot": [9] * 3000, "jenis": ["a"] * 3000}, key=None)
    error = caught.value
    assert [each.code for each in error.faults[:2]] == ["ASN438", "ASN431"]
    assert (error.count, len(error.faults)) == (3002, 1002)
    assert [(each.code, each.count) for each in error.causes] == [("ASN438", 1), ("ASN431", 1), ("ASN406", 3000)]
