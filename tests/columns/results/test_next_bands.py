"""The next band in columns: each row as its record alone, for every scheme; rows that are refused, absent, or few."""

from __future__ import annotations

from math import isnan
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

import asn_appraisal as asn
from asn_appraisal import AppraisalError, Policy, next_band, schemes
from asn_appraisal.algebra.combinations import Weighted
from asn_appraisal.analysis.directions import DIRECTIONS, direction
from asn_appraisal.columns.results import next_bands
from asn_appraisal.testing.drawing.aiming import random_edge_record
from asn_appraisal.testing.drawing.records import random_record

SCALE = asn.Bands(("baik", ">= 90", "Baik"), ("cukup", ">= 70", "Cukup"), ("kurang", None, "Kurang"))
kepuasan = asn.Indicator("kepuasan", "Kepuasan", english="Satisfaction", low=0, high=100)
kecepatan = asn.Indicator("kecepatan", "Kecepatan", better="lower", decimals=1, low=0, high=30, optional=True)
SCORE = asn.Weighted(
    asn.Target(kepuasan, 80, weight=60),
    (40, ((2 - kecepatan / 10) * 100).clamped(0, 120).rounded(2).or_else(50)),
).rounded(2)
POLICY = Policy("loket", "Loket", score=SCORE, band=SCALE)


def wrong_rows(policy: Policy, table: Any, rows: int, **more: Any) -> tuple[list[str], int]:
    """Rows whose nearest values are not those of their records alone, and how many values were found."""
    scores = asn.appraise_table(policy, table, on_error="quarantine", **more)
    found = scores.next_band()
    wrong, reached = [], 0
    for row in range(rows):
        if scores.rejected[row]:
            assert not any(mask[row] for mask in found.reachable.values())
            continue
        alone = next_band(policy, scores.appraisal(row))
        assert found.goals[row] == (-1 if alone.goal is None else scores.bands.codes[row] - 1)
        for key, values in found.nearest.items():
            right, value = alone[key].nearest, values[row]
            reached += right is not None
            assert not found.unsettled[key][row]
            if (isnan(value) if right is not None else not isnan(value)) or (
                right is not None and value != float(right)
            ):
                wrong.append(f"{policy.key} {row} {key}: {value}, {right}")
    return wrong, reached


@pytest.mark.parametrize("key", [key for key in schemes.official() if schemes.get(key).band is not None])
def test_each_row_of_each_scheme_is_as_its_record_alone(key: str) -> None:
    policy, random = schemes.get(key), Random(key)  # noqa: S311
    records = [random_edge_record(policy, random) for _ in range(25)] + [
        random_record(policy, random) for _ in range(10)
    ]
    wrong, _ = wrong_rows(policy, records, len(records))
    assert wrong == []


@pytest.mark.parametrize("rows", [1, 3, 64, 65, 400])
def test_few_rows_and_many(rows: int) -> None:
    rng = np.random.default_rng(rows)
    table = {"kepuasan": rng.integers(0, 10001, rows) / 100, "kecepatan": rng.integers(0, 301, rows) / 10}
    wrong, reached = wrong_rows(POLICY, table, rows)
    assert wrong == []
    assert reached > 0 or rows < 64


def test_a_row_without_a_value_asks_for_the_least() -> None:
    table = {"kepuasan": [60.0, 75.0, 20.0, None], "kecepatan": [None, None, 3.0, 5.0]}
    wrong, reached = wrong_rows(POLICY, table, 4)
    assert (wrong, reached > 3) == ([], True)


def test_values_with_which_a_row_would_be_refused_are_answered_by_records() -> None:
    policy = Policy(
        "loket", "Loket", score=SCORE, band=SCALE,
        checks=[asn.Check(kepuasan + kecepatan.or_else(0) <= 105, "jumlah paling tinggi 105")],
    )  # fmt: skip
    rng = np.random.default_rng(5)
    table = {"kepuasan": rng.integers(0, 9000, 60) / 100, "kecepatan": rng.integers(0, 150, 60) / 10}
    assert wrong_rows(policy, table, 60)[0] == []


def test_rows_that_are_not_settled_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = Policy(
        "loket", "Loket", score=SCORE, band=SCALE, checks=[asn.Check(kepuasan + kecepatan.or_else(0) <= 105, "-")]
    )
    table = {"kepuasan": [60.0] * 5, "kecepatan": [9.0] * 5}
    monkeypatch.setattr(next_bands, "_MOST_ALONE", 2)
    found = asn.appraise_table(policy, table).next_band()
    assert found.unsettled["kepuasan"].tolist() == [False, False, True, True, True]
    assert "Satisfaction: 3 rows are not settled" in found.text("en")


def test_a_field_that_may_make_it_worse_or_has_no_end_is_left_out() -> None:
    saved, other = asn.Indicator("biaya", low=0, high=100), asn.Indicator("lain")
    policy = Policy("hemat", "Hemat", score=asn.When(saved > 24, 100 - saved, 76 + saved) + other, band=SCALE)
    found = asn.appraise_table(policy, {"biaya": [1.0], "lain": [0.0]}).next_band()
    assert found.left_out == {"biaya": "not_proved", "lain": "no_end"}
    assert "tidak disertakan" in found.text("id")


def test_the_summary_counts_rows_by_field() -> None:
    table = pd.DataFrame({"nip": ["a", "b", "c"], "kepuasan": [60.0, 90.0, 10.0], "kecepatan": [9.0, 9.0, 20.0]})
    found = asn.appraise_table(POLICY, table, key="nip").next_band()
    assert found.counts() == {"kepuasan": 2, "kecepatan": 1}
    assert found.within_reach.tolist() == [True, False, True]
    assert found.to_dict()["below_the_top"] == 2
    frame = found.to_frame()
    assert frame["nip"].tolist() == ["a", "b", "c"]
    assert frame["kepuasan_nearest"].tolist()[0] == 61.33
    assert found.text("en").splitlines()[0] == (
        "2 of 2 rows below the best rating are within reach of the next one by one indicator alone:"
    )
    assert ">Kepuasan</td>" in found._repr_html_()
    assert len(found) == 3
    assert str(found) == found.text()


def test_a_policy_without_bands_is_refused() -> None:
    with pytest.raises(AppraisalError, match="ASN340"):
        asn.appraise_table(schemes.get("integrasi-2021"), {"nilai_lama": [80.0]}).next_band()


def test_a_wrong_direction_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    direction.cache_clear()
    monkeypatch.setitem(DIRECTIONS, Weighted, lambda node, entry: "rising")
    table = {"kepuasan": [60.0], "kecepatan": [9.0]}
    assert wrong_rows(POLICY, table, 1)[0]
    direction.cache_clear()
