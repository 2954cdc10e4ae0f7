from datetime import date

import asn_appraisal as asn
from asn_appraisal.adapters.databases.engines import PERIOD, Column
from asn_appraisal.adapters.databases.result_columns import Block, fault_columns, result_columns, with_period
from asn_appraisal.faults import Fault

POLICY = asn.schemes.get("permenpan-16-2009")


def kinds(key, **how):
    scores = asn.appraise_table(POLICY, {"k": key, "nilai": [90] * len(key)}, key="k", **how)
    named = result_columns(Block(scores.records.keys.arrays(), scores))
    return {column.name: column.kind for column, _ in named}, named[0][1]


def test_keys_are_texts_or_whole_numbers_as_they_came():
    assert kinds(["001", "02"]) == ({"k": "text", "score": "score", "band": "text"}, ["001", "02"])
    assert kinds([7, 8])[0]["k"] == "whole"
    assert kinds([date(2026, 1, 2)])[1] == ["2026-01-02"]


def test_a_policy_without_a_number_has_no_column_of_scores():
    policy = asn.schemes.get("permenpanrb-6-2022")
    scores = asn.appraise_table(policy, {"hasil_kerja": ["sesuai"], "perilaku_kerja": ["sesuai"]})
    assert [column.name for column, _ in result_columns(Block({}, scores))] == ["band"]


def test_faults_are_columns_in_a_language():
    columns = fault_columns([Fault("ASN401", row=3, key="001", field="nilai")], "en")
    assert [each[0] for each in columns][:2] == [3, "001"]
    assert columns[-1] == ["row 3 (001), nilai: missing: a value is required here"]


def test_a_period_comes_first():
    columns, values = with_period("2026", [Column("nip", "text")], [["1", "2"]], 2)
    assert [each.name for each in columns] == [PERIOD, "nip"]
    assert values == [["2026", "2026"], ["1", "2"]]
    assert with_period(None, [Column("nip", "text")], [["1"]], 1) == ((Column("nip", "text"),), [["1"]])
