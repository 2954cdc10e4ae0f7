"""Scores as a table of pyarrow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

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
    huge = np.array([Fraction(10**40)], object)
    assert arrow_table({}, (huge, np.array([False]), 0), None, {})["score"].to_pylist() == ["1" + "0" * 40]


def column(values: list, rejected: list[bool], places: int) -> pa.Array:
    exact = any(isinstance(value, Fraction) for value in values)
    held = np.array(values, object if exact else float)
    return arrow_table({}, (held, np.array(rejected), places), None, {})["score"]


@pytest.mark.parametrize("make", [float, Fraction])
def test_decimals_of_either_sign_have_their_places(make: type) -> None:
    texts = ["-0.01", "0.00", "85.55", "-123456789.99", "1000000000000.25"]
    found = column([make(Fraction(text)) for text in texts] + [np.nan], [False] * 5 + [True], 2)
    assert found.type == pa.decimal128(38, 2)
    assert found.to_pylist() == [*map(Decimal, texts), None]
    assert column([make(Fraction(text)) for text in texts], [False] * 5, 2).to_pylist() == [*map(Decimal, texts)]


def test_scores_are_decimals_up_to_38_digits_and_texts_beyond() -> None:
    greatest = 10**38 - 1
    found = column([Fraction(greatest), Fraction(-greatest), Fraction(2)], [False] * 3, 0)
    assert found.type == pa.decimal128(38, 0)
    assert found.to_pylist() == [Decimal(greatest), Decimal(-greatest), Decimal(2)]
    for far in (10**38, -(10**38)):
        found = column([Fraction(far), Fraction(1), np.nan], [False, False, True], 0)
        assert found.type == pa.string()
        assert found.to_pylist() == [str(far), "1", None]


def test_the_first_band_is_one_too_and_bands_have_an_order() -> None:
    bands = CodedBands(np.array([0, -1, 1], np.int16), (Level("baik"), Level("kurang")))
    found = arrow_table({}, None, bands, {})["band"]
    assert found.to_pylist() == ["baik", None, "kurang"]
    assert found.type.ordered


def test_keys_keep_their_type_and_those_of_an_empty_table_have_one() -> None:
    keys = {"nomor": np.array([1, 2]), "tanggal": [date(2026, 1, 31), None], "nip": ["a", None]}
    types = [pa.int64(), pa.date32(), pa.string()]
    assert arrow_table(keys, None, None, {}).schema.types == types
    empty = {"nomor": np.array([], np.int64), "nip": []}
    assert arrow_table(empty, None, None, {}).schema.types == [pa.int64(), pa.string()]
