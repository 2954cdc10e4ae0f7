"""Faults of cells in their places, of columns that are there."""

import numpy as np

from asn_appraisal import schemes
from asn_appraisal.columns.placed_faults import PlacedFaults
from asn_appraisal.columns.records import read_records

NILAI = schemes.get("permenpan-16-2009")


def test_faults_are_placed_by_record_and_counted_by_kind() -> None:
    records = read_records(NILAI, {"nilai": [90.0, 101.0, None, 102.0]})
    found = PlacedFaults.of(records, NILAI.outline, np.zeros(4, bool))
    assert [(each.row, each.code) for each in found.faults(0, 3)] == [(1, "ASN406"), (2, "ASN401"), (3, "ASN406")]
    assert [(each.code, count) for each, count in found.counted(0)] == [("ASN406", 2), ("ASN401", 1)]
    assert found.holders(4).tolist() == [False, True, True, True]


def test_a_column_that_is_missing_has_no_cells_at_fault() -> None:
    records = read_records(NILAI, {"nilai": [90.0, 101.0]})
    other = schemes.get("pp-30-2019")
    assert len(PlacedFaults.of(records, other.outline, np.zeros(2, bool)).records)
    assert not len(PlacedFaults.of_present(records, other.outline, np.zeros(2, bool)).records)
