"""What scores say as decimals, texts and whole numbers of the last place."""

from __future__ import annotations

from decimal import Decimal

import asn_appraisal as asn

POLICY = asn.schemes.get("permenpan-16-2009")
SCORES = asn.appraise_table(POLICY, {"nilai": [90.99, None, 75.0]}, on_error="quarantine")


def test_scores_are_told_as_decimals_texts_and_units_and_a_rejected_row_as_none() -> None:
    assert SCORES.reported() == [Decimal("90.99"), None, Decimal("75.00")]
    assert SCORES.score_texts() == ["90.99", "", "75.00"]
    units = SCORES.units()
    assert units is not None
    assert units.tolist() == [9099, 0, 7500]
    assert SCORES.ends() == (Decimal("75.00"), Decimal("90.99"))


def test_a_policy_without_a_number_tells_none() -> None:
    policy = asn.schemes.get("permenpanrb-6-2022")
    scores = asn.appraise_table(policy, [{"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}])
    assert (scores.units(), scores.reported(), scores.score_texts()) == (None, [None], [""])
