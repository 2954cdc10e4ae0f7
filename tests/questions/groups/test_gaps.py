"""Gaps between groups: exact differences, intervals and tests against scipy, nothing claimed about small groups."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats
from tests.charts.pictures import data, spec_of
from tests.plain_pages import plain_html

import asn_appraisal as asn
from asn_appraisal.errors import AppraisalError, ArgumentError, UnknownBandError, UnknownGroupError
from asn_appraisal.questions.groups.gaps import Gap, adjusted

NILAI = asn.schemes.get("permenpan-16-2009")
RNG = Random(5)  # noqa: S311
UNITS = [RNG.choice(["a", "b", "c"]) for _ in range(150)] + ["d"] * 9
SCORES = [RNG.randrange(5_500 + 500 * (unit == "a"), 10_001) / 100 for unit in UNITS]


def summaries(units: list[Any], scores: list[Any], **options: Any) -> asn.Summaries:
    table = {"unit": units, "nilai": scores}
    return asn.summaries(asn.appraise_table(NILAI, table, on_error="quarantine"), by="unit", **options)


FOUND = summaries(UNITS, SCORES)


def split(unit: str, other: str | None = None) -> tuple[list[float], list[float]]:
    inside = [score for each, score in zip(UNITS, SCORES, strict=True) if each == unit]
    rest = [
        each for each, name in zip(SCORES, UNITS, strict=True) if (name != unit if other is None else name == other)
    ]
    return inside, rest


@pytest.mark.parametrize("other", [None, "b"])
def test_gaps_of_means_are_those_of_scipy(other: str | None) -> None:
    gaps = {each.name[0]: each for each in FOUND.gaps(against=other)}
    assert set(gaps) == {"a", "b", "c", "d"} - {other}
    for unit in ("a", "c"):
        gap, (inside, rest) = gaps[unit], split(unit, other)
        assert (gap.scored, gap.others, gap.other) == (len(inside), len(rest), None if other is None else (other,))
        means = [sum(Fraction(str(each)) for each in part) / len(part) for part in (inside, rest)]
        assert gap.difference == means[0] - means[1]
        wanted = stats.ttest_ind(inside, rest, equal_var=False).confidence_interval(0.95)
        assert gap.interval == pytest.approx((wanted.low, wanted.high))
        assert gap.p_value == pytest.approx(stats.mannwhitneyu(inside, rest, method="asymptotic").pvalue)


@pytest.mark.parametrize("other", [None, "b"])
def test_gaps_of_shares_are_those_of_scipy(other: str | None) -> None:
    gaps = {each.name[0]: each for each in FOUND.gaps("baik", against=other, confidence=90)}
    for unit in ("a", "c"):
        gap, (inside, rest) = gaps[unit], split(unit, other)
        counts = [(sum(each > 75 for each in part), len(part)) for part in (inside, rest)]
        assert gap.difference == Fraction(*counts[0]) - Fraction(*counts[1])
        assert gap.p_value == pytest.approx(stats.fisher_exact([[a, n - a] for a, n in counts]).pvalue)
        assert gap.interval is not None
        assert gap.interval[0] < float(gap.difference) < gap.interval[1]


def test_p_values_count_together() -> None:
    for gaps in (FOUND.gaps(), FOUND.gaps("baik")):
        known = [each for each in gaps if each.p_value is not None]
        wanted = sorted(known, key=lambda each: each.p_value or 0)
        assert wanted[0].adjusted == pytest.approx(min(1, 3 * (wanted[0].p_value or 0)))
        assert all((each.adjusted or 0) >= (each.p_value or 0) for each in known)
        assert len(known) == 3


def test_nothing_is_claimed_about_small_groups() -> None:
    for gaps in (FOUND.gaps(), FOUND.gaps("baik"), FOUND.gaps(against="d"), FOUND.gaps("baik", against="d")):
        for each in gaps:
            claimed = each.interval is not None or each.p_value is not None or each.adjusted is not None
            assert claimed is not each.small
            assert each.difference is not None
    (line,) = [each for each in FOUND.gaps().text("en").splitlines() if each.startswith("- d")]
    assert line.startswith("- d*: ")
    assert "about" not in line
    assert "p " not in line
    assert "* fewer than 10 scored rows" in FOUND.gaps().text("en")


def test_ten_rows_are_enough_and_nine_are_not() -> None:
    found = summaries(["a"] * 10 + ["b"] * 9 + ["c"] * 20, list(range(61, 100)))
    assert [each.small for each in found.gaps()] == [False, True, False]


def test_a_group_alone_is_compared_with_nothing() -> None:
    alone = summaries(["a"] * 20, list(range(60, 80)))
    for gaps in (alone.gaps(), alone.gaps("baik"), alone.gaps(against="a")):
        assert len(gaps) == 0
        assert "it takes two groups" in gaps.text("en")
    assert len(summaries([], []).gaps()) == 0
    assert len(summaries([], []).gaps("baik")) == 0


def test_a_group_without_a_scored_row_has_no_difference() -> None:
    found = summaries(["a"] * 12 + ["b"] * 2, [80] * 12 + [None] * 2)
    for gaps in (found.gaps(), found.gaps("baik")):
        assert [(each.difference, each.small) for each in gaps] == [(None, True), (None, True)]
        assert "- b*: -" in gaps.text("en")


def test_equal_scores_have_no_interval_and_p_is_one() -> None:
    for gap in summaries(["a"] * 12 + ["b"] * 12, [80] * 24).gaps():
        assert (gap.difference, gap.interval, gap.p_value) == (0, None, 1)


def test_a_policy_without_a_number_has_no_gaps_of_means() -> None:
    x = asn.Number("x", low=0, high=100)
    policy = asn.Policy("p", "P", band=x.rated(asn.Bands(("baik", ">= 76"), ("kurang", None))))
    table = {"unit": ["a"] * 12 + ["b"] * 12, "x": [80] * 12 + [70] * 12}
    found = asn.summaries(asn.appraise_table(policy, table), by="unit")
    assert [each.difference for each in found.gaps("baik")] == [1, -1]
    with pytest.raises(ArgumentError, match="a policy with a number"):
        found.gaps()


def test_wrong_names_and_bands_are_refused() -> None:
    with pytest.raises(UnknownGroupError, match="'z'"):
        FOUND.gaps(against="z")
    with pytest.raises(UnknownBandError, match="did you mean baik"):
        FOUND.gaps("baikk")
    with pytest.raises(AppraisalError):
        FOUND.gaps(5)  # type: ignore[arg-type]


def test_the_answer_is_a_frame_plain_data_and_a_table() -> None:
    gaps = FOUND.gaps()
    columns = gaps.columns()
    assert columns["unit"] == [each.name[0] for each in gaps]
    assert columns["difference"].tolist() == pytest.approx([float(each.difference or 0) for each in gaps])
    assert np.isnan(columns["low"]).tolist() == [each.small for each in gaps]
    data = json.loads(json.dumps(gaps.to_dict()))
    assert Fraction(data["gaps"][0]["difference"]) == gaps.items[0].difference
    assert data["gaps"][0]["interval"] == list(gaps.items[0].interval or ())
    assert "selang (perkiraan)" in gaps.html("id")
    frame = asn.summaries(asn.appraise_table(NILAI, pl.DataFrame({"u": UNITS, "nilai": SCORES})), by="u").gaps()
    assert isinstance(frame.to_frame(), pl.DataFrame)
    with pytest.raises(AppraisalError, match="ASN001"):
        gaps.text("fr")


def test_adjusting_leaves_gaps_without_a_test_as_they_are() -> None:
    one, other = Gap(("a",), None, 20, 20, None, p_value=0.02), Gap(("b",), None, 3, 20, None)
    assert [each.adjusted for each in adjusted([one, other])] == [0.02, None]


def test_it_is_by_exact_score_that_rows_are_ranked() -> None:
    x = asn.Number("x", low=0, high=100)
    policy = asn.Policy("p", "P", score=x / 7, reported=0)
    values = list(range(40))
    table = {"unit": ["a", "b"] * 20, "x": values}
    gap = next(iter(asn.summaries(asn.appraise_table(policy, table), by="unit").gaps()))
    assert gap.p_value == pytest.approx(stats.mannwhitneyu(values[::2], values[1::2], method="exact").pvalue)


def test_the_whole_answer_in_words_and_as_a_table() -> None:
    found = summaries(["a"] * 20 + ["b"] * 20 + ["c"] * 3, [80] * 15 + [70] * 5 + [80] * 5 + [70] * 15 + [95] * 3)
    assert found.gaps(confidence=90).text("en") == (
        "Differences of mean scores by unit, in points:\n"
        "- a: +2.07 (about -1.46 to 5.59), p = 0.0583\n"
        "- b: -7.28 (about -10.35 to -4.21), p = 0.0008\n"
        "- c*: +20\n"
        "* fewer than 10 scored rows here or in what it is compared with: no interval, no test, no conclusion\n"
        "Differences are exact. Intervals (90 %, Welch 1947) and p values (Mann and Whitney 1947, adjusted by Holm 1979) "
        "are approximate.\n"
        "A gap is a reason to look at how it came about; it does not show that anyone was treated unfairly.\n"
    )
    shares = found.gaps("baik", against="a")
    assert shares.text("en").splitlines()[:3] == [
        "Differences of the share that reached Good or better by unit, in percentage points:",
        "- b: -50 from a (about -69.5 to -19.1 %), p = 0.0038",
        "- c*: +25 from a",
    ]
    assert "mencapai Baik atau lebih baik" in shares.text()
    assert "<td>-50 %</td><td>sekitar -69,5 sampai -19,1 %</td><td>p = 0,0038</td>" in plain_html(shares.html())
    assert (shares.to_dict()["confidence"], shares.to_dict()["gaps"][0]["other"]) == (0.95, ["a"])


def test_the_chart_has_a_point_and_an_interval_for_each_group_and_none_for_few_rows() -> None:
    found = FOUND.gaps()
    rows = data(found.chart(), "point")
    exact = sorted((float(each.difference or 0) for each in found), reverse=True)
    assert [row["at"] for row in rows] == exact
    assert [row["fill"] == "white" for row in rows] == [row["words"].startswith("d ") for row in rows]
    first = next(each for each in found if each.name == ("a",))
    drawn = next(row for row in rows if row["words"].startswith("a "))
    assert first.interval is not None
    assert (drawn["from"], drawn["to"]) == pytest.approx(first.interval, abs=0.005)
    told = spec_of(found.chart("en"))["description"]
    assert told.startswith("How far the mean of each group lies from all others, by unit. Line: interval of 95 %")


def test_the_chart_of_shares_is_in_percentage_points_and_names_what_it_is_compared_with() -> None:
    found = FOUND.gaps("baik", against="b", confidence=90)
    chart = found.chart("en")
    assert {row["at"] for row in data(chart, "point")} == {float(100 * (each.difference or 0)) for each in found}
    told = spec_of(chart)["description"]
    assert told.startswith(
        "Good or better: how far the share of each group lies from b, by unit. Line: interval of 90 %"
    )
