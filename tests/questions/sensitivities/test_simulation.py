"""What chance in weights and measured values would change, with seeds and intervals."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.charts.pictures import data, spec_of

import asn_appraisal as asn
from asn_appraisal import Bands, Check, Indicator, Items, Number, Policy, Share, Weighted, simulate
from asn_appraisal.errors import AppraisalError, ErrorFieldError, NothingToWatchError, NoWeightsError
from asn_appraisal.questions.sensitivities.simulation import drawn_weights

A, B = Number("a", low=0, high=100), Number("b", low=0, high=100, decimals=0)
SCALE = Bands(("baik", ">= 80"), ("kurang", None))
POLICY = Policy("p", "P", score=Weighted((60, A), (40, B)), reported=2, band=SCALE)
TABLE: dict[str, Any] = {"nip": ["x", "y", "z", "w"], "a": ["80.10", 20, 100, None], "b": [80, 20, 60, 70]}


def run(**more: Any) -> asn.Simulation:
    return simulate(POLICY, TABLE, **{"key": "nip", "draws": 300, **more})


def test_drawn_weights_make_100_in_hundredths_and_lie_around_those_given() -> None:
    chance = np.random.default_rng(1)
    drawn = [drawn_weights((Fraction(60), Fraction(30), Fraction(10)), 200, chance) for _ in range(2000)]
    assert {sum(each) for each in drawn} == {100}
    assert all(weight > 0 and (weight * 100).denominator == 1 for each in drawn for weight in each)
    first = np.array([float(each[0]) for each in drawn])
    assert first.mean() == pytest.approx(60, abs=0.5)
    assert first.std() == pytest.approx((60 * 40 / 201) ** 0.5, rel=0.1)


def test_a_seed_gives_the_same_again_and_another_does_not() -> None:
    first, again, other = (run(concentration=50, error={"a": 2}, seed=seed) for seed in (7, 7, 8))
    assert first.changed.tolist() == again.changed.tolist() != other.changed.tolist()
    assert first.by_row.tolist() == again.by_row.tolist()


def test_only_who_stands_near_an_edge_changes_under_an_error() -> None:
    found = run(error={"a": "0.20"})
    # 80.06 and 84 points: the first falls below 80 where a falls by more than 0.10
    assert found.by_row[1:].tolist() == [0, 0]
    assert found.row(0).value == pytest.approx(10 / 41, abs=0.08)  # -0.20 .. -0.11 of -0.20 .. 0.20
    assert found.rows == 3
    assert found.changed.sum() == found.by_row.sum()
    assert found.ever == Share(1, 3)


def test_the_share_under_an_error_is_that_of_all_possible_errors() -> None:
    found = run(error={"b": 1}, draws=3000)
    # b is 79, 80 or 81: 79.66 falls below 80
    assert found.row(0).interval[0] < 1 / 3 < found.row(0).interval[1]
    assert found.share == pytest.approx(1 / 9, abs=0.02)
    assert found.anybody.count == found.by_row[0]


def test_values_stay_within_the_range_of_the_field_and_absent_ones_absent() -> None:
    c = Number("c", low=0, high=100, optional=True)
    policy = Policy("p", "P", score=c.or_else(0), reported=2, band=Bands(("a", ">= 100"), ("b", "> 0"), ("c", None)))
    found = simulate(policy, {"c": [100, 0, None]}, key=None, error={"c": 50}, draws=400)
    assert found.by_row[2] == 0
    assert found.by_row[0] == pytest.approx(200, abs=50)  # above 100 it stays 100
    assert not found.changed.max() > 2


def test_a_normal_error_reaches_further_than_a_uniform_one_of_its_size() -> None:
    table = {"a": [79], "b": [90]}  # 83.4: a must fall by 5.67
    uniform, normal = (
        simulate(POLICY, table, key=None, error={"a": 3}, distribution=each, draws=500).share
        for each in ("uniform", "normal")
    )
    assert uniform == 0
    assert normal == pytest.approx(0.0294, abs=0.02)


def test_a_record_that_a_condition_refuses_in_a_draw_counts_as_changed() -> None:
    policy = Policy("p", "P", score=A, reported=2, band=SCALE, checks=[Check(A <= B, "a", "b")])
    found = simulate(policy, {"a": [50], "b": [50]}, key=None, error={"a": 1}, draws=200)
    assert found.row(0).value == pytest.approx(0.5, abs=0.15)


def test_lists_beside_the_fields_stay_as_they_are() -> None:
    rows = Items("baris", (Number("mutu", low=0, high=100),))
    policy = Policy("p", "P", score=rows.mean(rows.fields[0]) * "0.5" + A * "0.5", reported=2, band=SCALE)
    table = {"a": [80], "baris": [[{"mutu": 80}, {"mutu": 80}]]}
    found = simulate(policy, table, key=None, error={"a": 1}, draws=200)
    assert found.row(0).value == pytest.approx(0.5, abs=0.15)


def test_the_interval_of_a_share_is_wilsons() -> None:
    # Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29
    for count, trials, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert Share(count, trials).interval == pytest.approx((low, high), abs=5e-5)
    assert Share(0, 0).interval == (0, 1)
    assert Share(9, 9).interval[1] == 1


def test_the_answer_reads_in_both_languages_and_comes_as_data() -> None:
    found = run(error={"a": 2})
    assert "In 300 draws (seed 0) for 3 scored rows of p, " in found.text("en")
    assert "Dalam 300 undian" in found.text()
    assert "Wilson" in found.html()
    assert json.dumps(found.to_dict("en"))
    frame = simulate(POLICY, pd.DataFrame(TABLE), key="nip", error={"a": 2}, draws=5).to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert frame["key"].tolist() == ["x", "y", "z"]


def test_a_table_without_a_scored_row_has_no_shares() -> None:
    found = simulate(POLICY, {"a": [None], "b": [1]}, key=None, error={"a": 1}, draws=3)
    assert (found.rows, found.share, found.spread, found.anybody.count) == (0, 0, (0, 0), 0)
    assert found.text("en")


def test_what_cannot_be_drawn_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(ErrorFieldError, match="its fields: a, b"):
        run(error={"c": 1})
    for size in (0, -1, "0.5", "x", 0.5, None):
        with pytest.raises(ErrorFieldError, match="'b'"):
            run(error={"b": size})
    with pytest.raises(NoWeightsError):
        simulate(Policy("p", "P", score=A, band=SCALE), TABLE, key="nip", concentration=10)
    with pytest.raises(NothingToWatchError):
        simulate(Policy("p", "P", score=A), TABLE, key="nip", error={"a": 1})
    wrong_arguments: list[dict[str, Any]] = [
        {}, {"concentration": 0}, {"error": {"a": 1}, "draws": 0}, {"error": {"a": 1}, "distribution": "x"},
        {"error": {"a": 1}, "seed": -1},
    ]  # fmt: skip
    for wrong in wrong_arguments:
        with pytest.raises(AppraisalError):
            run(**wrong)


def test_indicators_and_their_errors_go_by_their_keys() -> None:
    each = Indicator("kepuasan", low=0, high=100)
    policy = Policy("p", "P", score=asn.Target(each, 80).part, reported=2, band=SCALE)
    assert simulate(policy, {"kepuasan": [64]}, key=None, error={"kepuasan": 2}, draws=50).share > 0


def test_the_chart_counts_the_draws_by_how_many_records_changed() -> None:
    found = run(concentration=50, error={"a": 2}, seed=7)
    chart = found.chart("en")
    assert sum(row["count"] for row in data(chart, "bar")) == 300
    mean = found.changed.mean()
    assert [row["edge"] for row in data(chart, "rule")] == pytest.approx([mean])
    told = spec_of(chart)["description"]
    low, high = (100 * end for end in found.spread)
    assert f"300 draws; in 95 % of them from {low:.0f} to" in told
    assert high > low


def test_a_simulation_of_no_records_has_a_chart_that_says_so() -> None:
    found = simulate(POLICY, {"nip": ["w"], "a": [None], "b": [1]}, key="nip", error={"a": 1}, draws=3)
    assert "Belum ada data" in spec_of(found.chart())["description"]
