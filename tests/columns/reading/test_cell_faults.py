"""What is wrong with the cells of a column: the same as what a record says of each."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import asn_appraisal as asn
from asn_appraisal.appraising.readings import fault_finder
from asn_appraisal.columns.reading.cell_faults import cell_faults
from asn_appraisal.columns.reading.frames import table_of
from asn_appraisal.columns.reading.raw_columns import RawColumn

NUMBER = asn.Number("nilai", low=0, high=100, decimals=1)
LEVEL = asn.Category("jenis", {"tetap": "Tetap", "kontrak": "Kontrak"})
FLAG = asn.Flag("hadir")


def placed(field: Any, source: RawColumn) -> list[tuple[int, asn.Fault]]:
    found = cell_faults(field, source, np.arange(len(source)))
    return [(row, found.faults[kind]) for row, kind in zip(found.rows.tolist(), found.kinds.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (NUMBER, [85.5, float("nan"), 101.0, 85.55, float("inf"), -0.0, float("nan"), 101.0]),
        (NUMBER, np.array([85.5, np.nan, 101.0], np.float32)),
        (NUMBER, [85, None, 101, -1, 101, None]),
        (NUMBER, ["85", "", None, "abc", "101", "abc", "85,5", "85.50", "1e3"]),
        (NUMBER, [Decimal("85.50"), Decimal("85.55"), Decimal("85.5500"), Decimal("NaN"), Decimal("85.55")]),
        (NUMBER, [True, 1, [1], {"a": 1}, [1], None, b"1", 85.5]),
        (LEVEL, ["tetap", "tetapp", None, "honor", "tetapp", " kontrak "]),
        (LEVEL, [1, 2.5, None, True]),
        (FLAG, [True, None, "ya", 1, 1.0, True]),
    ],
)
def test_each_cell_has_the_fault_that_a_record_finds(field: Any, values: Any) -> None:
    source = table_of({"x": values}).source("x")
    fault_of = fault_finder(field)
    alone = [(row, fault) for row in range(len(source)) if (fault := fault_of(source.value(row))) is not None]
    assert placed(field, source) == alone


def test_codes_of_labels_decimals_in_units_and_masks_are_read_by_their_values() -> None:
    labels = RawColumn(np.array([0, 1, -1, 1]), labels=("tetap", "honor"))
    assert [(row, fault.code) for row, fault in placed(LEVEL, labels)] == [
        (1, "ASN408"),
        (2, "ASN401"),
        (3, "ASN408"),
    ]
    units = RawColumn(np.array([8550, 8555, 99999, 10100]), np.array([False, False, True, False]), scale=2)
    assert [(row, fault.code) for row, fault in placed(NUMBER, units)] == [
        (1, "ASN405"),
        (2, "ASN401"),
        (3, "ASN406"),
    ]


def test_equal_values_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def value_for(self: RawColumn, field: Any, index: int) -> Any:
        asked.append(index)
        return self.value(index)

    monkeypatch.setattr(RawColumn, "value_for", value_for)
    placed(NUMBER, RawColumn(np.tile([np.nan, 101.0], 1000)))
    placed(NUMBER, RawColumn(np.array(["x", "y"] * 1000, object)))
    assert sorted(asked) == [0, 0, 1, 1]
