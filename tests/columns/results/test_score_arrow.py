"""Scores as a table of pyarrow."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa

from asn_appraisal.algebra.levels import Level
from asn_appraisal.columns.results.coded_bands import CodedBands
from asn_appraisal.columns.results.score_arrow import arrow_table


def test_scores_become_decimals_bands_a_dictionary_and_rejected_rows_nulls() -> None:
    bands = CodedBands(np.array([1, -1], np.int16), (Level("baik"), Level("kurang")))
    rejected = np.array([False, True])
    table = arrow_table({"nip": ["a", "b"]}, (np.array([85.5, np.nan]), rejected, 2), bands, {"lulus": [True, None]})
    assert table.to_pydict() == {
        "nip": ["a", "b"],
        "score": [Decimal("85.50"), None],
        "band": ["kurang", None],
        "lulus": [True, None],
    }
    assert table.schema.field("score").type == pa.decimal128(38, 2)
    assert pa.types.is_dictionary(table.schema.field("band").type)


def test_scores_of_more_digits_than_a_decimal_has_are_texts() -> None:
    from fractions import Fraction

    huge = np.array([Fraction(10**40)], object)
    assert arrow_table({}, (huge, np.array([False]), 0), None, {})["score"].to_pylist() == ["1" + "0" * 40]
