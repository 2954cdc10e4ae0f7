"""What was missing in a table, in words and by field."""

from __future__ import annotations

import asn_appraisal as asn
from asn_appraisal.columns.results.missing_values import Missing, missing_values


def test_what_is_missing_says_how_often_and_which_default_was_taken() -> None:
    assert Missing("waktu", 3).text("en") == "waktu (3): not given and not counted"
    assert Missing("waktu", 3, "0").text("id") == "waktu (3): tidak diisi, memakai nilai bawaan: 0"


def test_optional_and_defaulted_fields_of_records_and_lists_are_counted() -> None:
    rows = asn.Items("kegiatan", [asn.Number("mutu", default=0)])
    given = asn.Number("cuti", optional=True)
    policy = asn.Policy("p", "P", score=(rows.sum(rows.fields[0]) + asn.Sum.of_given(given, 1)).rounded(2))
    records = asn.read_records(policy, [{"cuti": None, "kegiatan": [{"mutu": None}, {"mutu": 1}]}])
    assert missing_values(policy.outline, records) == (Missing("cuti", 1), Missing("kegiatan.mutu", 1, "0"))


def test_a_field_of_which_nothing_is_missing_is_not_told_of() -> None:
    given, usual = asn.Number("cuti", optional=True), asn.Number("mutu", default="1.5")
    policy = asn.Policy("p", "P", score=(usual + asn.Sum.of_given(given, 1)).rounded(2))
    full = asn.read_records(policy, {"cuti": [1, 2], "mutu": [3, 4]})
    assert missing_values(policy.outline, full) == ()
    gaps = asn.read_records(policy, {"cuti": [1, None], "mutu": [None, None]})
    assert missing_values(policy.outline, gaps) == (Missing("mutu", 2, "1.5"), Missing("cuti", 1))


def test_defaults_that_are_no_numbers_are_told_as_they_are_written() -> None:
    present, kind = asn.Flag("hadir", default=True), asn.Category("jenis", ["guru", "lain"], default="lain")
    policy = asn.Policy("p", "P", score=asn.When(present & kind.is_("guru"), 1, 0))
    records = asn.read_records(policy, {"hadir": [None, False], "jenis": ["guru", None]})
    assert missing_values(policy.outline, records) == (Missing("hadir", 1, "true"), Missing("jenis", 1, "lain"))
