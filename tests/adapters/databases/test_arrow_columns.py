from decimal import Decimal

import pytest

import asn_appraisal as asn
from asn_appraisal.adapters.databases.arrow_columns import arrow_block
from asn_appraisal.adapters.databases.places import database_place
from asn_appraisal.adapters.databases.result_columns import Block, result_columns
from asn_appraisal.errors import DatabaseWriteError, MissingExtraError

PLACE = database_place("a.duckdb::t")


def block_of(policy, values):
    scores = asn.appraise_table(policy, {"nip": [str(at) for at in range(len(values))], "nilai": values}, key="nip")
    named = result_columns(Block(scores.records.keys.arrays(), scores))
    return arrow_block(PLACE, [column for column, _ in named], [held for _, held in named])


def test_scores_are_exact_decimals_however_large():
    pytest.importorskip("pyarrow")
    policy = asn.Policy("besar", "Besar", score=asn.Number("nilai", low=0, high=10**20, decimals=2).rounded(2))
    block = block_of(policy, ["88.99", "99999999999999999999.99"])
    assert block["score"].to_pylist() == [Decimal("88.99"), Decimal("99999999999999999999.99")]
    assert block["nip"].to_pylist() == ["0", "1"]


def test_a_score_of_more_digits_than_a_decimal_has_is_refused():
    pytest.importorskip("pyarrow")
    policy = asn.Policy("besar", "Besar", score=asn.Number("nilai", low=0, high=10**38).rounded(2))
    with pytest.raises(DatabaseWriteError, match="more than 38 digits"):
        block_of(policy, [str(10**37)])


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    monkeypatch.setattr("asn_appraisal.columns.reading.series.pyarrow", lambda: None)
    with pytest.raises(MissingExtraError):
        arrow_block(PLACE, [], [])
