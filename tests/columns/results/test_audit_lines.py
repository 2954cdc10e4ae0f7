"""The audit records of a table, whole or short, in one chain."""

from __future__ import annotations

import json

import asn_appraisal as asn
from asn_appraisal.columns.results.audit_lines import short_lines, traced_lines

POLICY = asn.schemes.get("permenpan-16-2009")
TABLE = {"nip": ["a", "b", "c"], "nilai": [89.99, None, 75.0]}
SCORES = asn.appraise_table(POLICY, TABLE, key="nip", on_error="quarantine")


def test_each_scored_row_has_a_line_whole_or_short_with_its_key_and_number() -> None:
    for lines in (list(traced_lines(SCORES, "0", None)), list(short_lines(SCORES, "0", None))):
        data = [json.loads(line) for line in lines]
        assert [(each["key"], each["row"], each["score"], each["band"]) for each in data] == [
            ("a", 0, "89.99", "baik"),
            ("c", 2, "75.00", "cukup"),
        ]
        assert [each["chain"]["number"] for each in data] == [1, 2]
        assert asn.verify_trail(lines, POLICY).holds


def test_without_a_chain_and_a_key_lines_have_neither() -> None:
    scores = asn.appraise_table(POLICY, {"nilai": [90]})
    (line,) = short_lines(scores, None, None)
    assert "chain" not in json.loads(line)
    assert json.loads(line)["key"] is None
