"""A column that is read while it is scored gives what a column that was read before gives."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal.columns.reading.live_floats import live_limits
from asn_appraisal.columns.reading.raw_columns import RawColumn
from asn_appraisal.columns.records import read_records

mutu = asn.Number("mutu", low=0, high=100)
biaya = asn.Number("biaya", optional=True)
POLICY = asn.Policy("contoh", "Contoh", score=(mutu + biaya.or_else(0)).rounded(2).named("nilai"))
VALUES = st.one_of(
    st.integers(-100, 11_000).map(lambda unit: unit / 100),
    st.sampled_from([np.nan, np.inf, 1.005, -0.0, 0.1 + 0.2, 1e300, 100.0, 100.01]),
)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=30), st.integers(1, 8))
def test_a_column_read_live_gives_what_a_column_read_before_gives(rows: list[Any], block: int) -> None:
    table = {"mutu": np.array([a for a, _ in rows]), "biaya": np.array([b for _, b in rows])}
    how: dict[str, Any] = {"on_error": "quarantine", "block": block}
    once = asn.appraise_table(POLICY, table, **how)
    kept = asn.appraise_table(POLICY, read_records(POLICY, table), **how)
    assert np.array_equal(once.score, kept.score, equal_nan=True)
    assert once.rejects == kept.rejects


def test_a_column_that_is_no_plain_one_of_floats_has_no_limits() -> None:
    number = asn.Number("nilai", decimals=2, low=0, high=100)
    plain = RawColumn(np.array([85.5, np.nan]))
    assert live_limits(number, plain) == (0, 10_000)
    assert live_limits(asn.Number("nilai", decimals=2), plain) == (8549, 8551)
    assert live_limits(asn.Number("nilai", decimals=2), RawColumn(np.array([np.nan]))) is None
    assert live_limits(number, RawColumn(np.array([85]))) is None
    assert live_limits(number, RawColumn(np.array([85.5]), np.array([False]))) is None
