"""What was missing in a table, in words and by field."""

from __future__ import annotations

import asn_appraisal as asn
from asn_appraisal.columns.results.missing_values import Missing, missing_values


def test_what_is_missing_says_how_often_and_which_default_was_taken() -> None:
    assert Missing("waktu", 3).text("en").startswith("waktu (3): ")
    assert Missing("waktu", 3, "0").text("id").endswith(": 0")


def test_optional_and_defaulted_fields_of_records_and_lists_are_counted() -> None:
    rows = asn.Items("kegiatan", [asn.Number("mutu", default=0)])
    given = asn.Number("cuti", optional=True)
    policy = asn.Policy("p", "P", score=(rows.sum(rows.fields[0]) + asn.Sum.of_given(given, 1)).rounded(2))
    records = asn.read_records(policy, [{"cuti": None, "kegiatan": [{"mutu": None}, {"mutu": 1}]}])
    assert missing_values(policy.outline, records) == (Missing("cuti", 1), Missing("kegiatan.mutu", 1, "0"))
