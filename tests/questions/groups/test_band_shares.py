"""The part of each group that reached a band, and the four-fifths rule."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from tests.charts.pictures import data, spec_of
from tests.plain_pages import plain_html

import asn_appraisal as asn
from asn_appraisal.errors import UnknownBandError
from asn_appraisal.questions.groups.intervals import wilson

NILAI = asn.schemes.get("permenpan-16-2009")


def reached(counts: dict[str, tuple[int, int]], band: str = "baik", **options: Any) -> asn.BandShares:
    """The shares of groups of which so many rows of so many reached Baik."""
    units = [unit for unit, (_, of) in counts.items() for _ in range(of)]
    scores = [80 if at < count else 60 for count, of in counts.values() for at in range(of)]
    table = {"unit": units, "nilai": scores}
    return asn.summaries(asn.appraise_table(NILAI, table), by="unit").reached(band, **options)


def test_the_example_of_the_questions_and_answers_of_the_guidelines() -> None:
    # Uniform Guidelines, questions and answers, 12 (44 FR 11998): 48 of 80 white and 12 of 40 black applicants hired;
    # 30 % is 50 % of 60 %: adverse impact is indicated.
    found = reached({"white": (48, 80), "black": (12, 40)})
    assert found.highest == ("white",)
    assert [(each.share, each.ratio, each.below) for each in found] == [
        (Fraction(3, 5), 1, False),
        (Fraction(3, 10), Fraction(1, 2), True),
    ]


@pytest.mark.parametrize(("count", "below"), [(400, False), (399, True)])
def test_exactly_four_fifths_is_not_below(count: int, below: bool) -> None:
    found = reached({"a": (500, 1000), "b": (count, 1000)})
    assert found.items[1].below is below


def test_a_better_band_counts_and_a_worse_one_does_not() -> None:
    table = {"unit": ["a"] * 4, "nilai": [95, 80, 65, 10]}
    found = asn.summaries(asn.appraise_table(NILAI, table), by="unit")
    assert [found.reached(band).items[0].reached for band in ("amat_baik", "baik", "cukup", "sedang", "kurang")] == [
        1, 2, 3, 3, 4,
    ]  # fmt: skip
    assert [level.key for level in found.reached("baik").levels] == ["amat_baik", "baik"]


def test_a_ratio_is_shown_on_its_side_of_four_fifths() -> None:
    assert "ratio to the highest 0.799, less" in reached({"a": (1000, 1000), "b": (799, 1000)}).text("en")
    assert "ratio to the highest 0.8\n" in reached({"a": (1000, 1000), "b": (800, 1000)}).text("en")


def test_a_group_in_which_nobody_reached_it_is_not_the_highest() -> None:
    found = reached({"a": (0, 20), "b": (10, 20)})
    assert (found.highest, [each.ratio for each in found]) == (("b",), [0, 1])


def test_the_whole_answer_in_words_and_as_data() -> None:
    found = reached({"a": (15, 20), "b": (5, 20), "c": (3, 3)}, confidence="99.9")
    assert found.text("en") == (
        "Share of the scored rows that reached one of these bands: Excellent, Good\n"
        "- a: 15 of 20 (75.0 %), about 39.1 to 93.3 %, ratio to the highest 1\n"
        "- b: 5 of 20 (25.0 %), about 6.7 to 60.9 %, ratio to the highest 0.33, less than four fifths\n"
        "- c*: 3 of 3 (100.0 %)\n"
        "* fewer than 10 scored rows here or in what it is compared with: no interval, no test, no conclusion\n"
        "Shares and ratios are exact, intervals (99.9 %, Wilson 1927) approximate.\n"
        "The highest share is that of a. Less than four fifths of it (29 CFR 1607.4(D), a rule of thumb of the United "
        "States) says where to look first.\n"
        "A gap is a reason to look at how it came about; it does not show that anyone was treated unfairly.\n"
    )
    data, columns = found.to_dict(), found.columns()
    assert (data["highest"], data["confidence"], [each["ratio"] for each in data["groups"]]) == (
        ["a"],
        0.999,
        ["1", "1/3", None],
    )
    assert [columns["low"][0], columns["high"][0]] == [*(found.items[0].interval or ())]
    assert "<td>sekitar 6,7 sampai 60,9 %</td><td>0,33</td>" in plain_html(found.html("id"))


def test_small_groups_have_a_share_and_no_ratio_and_are_not_the_highest() -> None:
    found = reached({"few": (9, 9), "a": (20, 40), "b": (10, 40)})
    few = found.items[0]
    assert (few.small, few.share, few.ratio, few.below, few.interval) == (True, 1, None, None, None)
    assert found.highest == ("a",)
    assert found.items[2].ratio == Fraction(1, 2)
    line = next(each for each in found.text("en").splitlines() if each.startswith("- few"))
    assert line == "- few*: 9 of 9 (100.0 %)"


def test_where_nobody_reached_it_there_is_no_ratio() -> None:
    found = reached({"a": (0, 20), "b": (0, 20)})
    assert [(each.share, each.ratio, each.below) for each in found] == [(0, None, None)] * 2
    assert found.highest is None
    assert "four fifths" not in found.text("en")


def test_intervals_are_those_of_wilson() -> None:
    found = reached({"a": (20, 40), "b": (10, 40)}, confidence=99)
    assert [each.interval for each in found] == [wilson(20, 40, 0.99), wilson(10, 40, 0.99)]


def test_a_group_without_a_scored_row_has_no_share() -> None:
    table = {"unit": ["a"] * 12 + ["b"], "nilai": [80] * 12 + [None]}
    found = asn.summaries(asn.appraise_table(NILAI, table, on_error="quarantine"), by="unit").reached("baik")
    assert [(each.share, each.small) for each in found] == [(1, False), (None, True)]
    assert "- b*: 0 of 0\n" in found.text("en")


def test_the_text_says_where_to_look_and_accuses_nobody() -> None:
    found = reached({"a": (48, 80), "b": (12, 40)})
    assert "ratio to the highest 0.5, less than four fifths" in found.text("en")
    assert "29 CFR 1607.4(D)" in found.text("en")
    assert "tidak menunjukkan bahwa seseorang diperlakukan tidak adil" in found.text()


def test_it_is_plain_data_columns_and_a_table() -> None:
    found = reached({"a": (48, 80), "b": (12, 40), "c": (1, 2)})
    data = json.loads(json.dumps(found.to_dict()))
    assert [(each["share"], each["below_four_fifths"]) for each in data["groups"]] == [
        ("0.6", False), ("0.3", True), ("0.5", None),
    ]  # fmt: skip
    columns = found.columns()
    assert (columns["below"], columns["share"].tolist()) == ([False, True, None], [0.6, 0.3, 0.5])
    assert "<td>60.0 %</td>" in plain_html(found.html("en"))
    assert len(found) == 3
    assert found.to_frame().keys() == columns.keys()


def test_a_band_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownBandError):
        reached({"a": (1, 2)}, "bagus")
    with pytest.raises(UnknownBandError):
        asn.summaries(
            asn.appraise_table(asn.Policy("p", "P", score=asn.Number("x")), {"x": [1], "u": ["a"]}), by="u"
        ).reached("baik")


def test_the_chart_has_each_share_with_its_interval_and_four_fifths_of_the_highest() -> None:
    found = reached({"white": (48, 80), "black": (12, 40), "few": (2, 2)})
    chart = found.chart("en")
    assert [(row["at"], row["fill"] == "white") for row in data(chart, "point")] == [
        (100, True),
        (60, False),
        (30, False),
    ]
    assert [row["line"] for row in data(chart, "rule") if "line" in row] == [0, 48]
    told = spec_of(chart)["description"]
    assert told.startswith("Good or better: share of each group, by unit.")
    assert "four fifths of the highest share (white)" in told
    low, high = wilson(12, 40, 0.95)
    assert f"black (n=40): 30 %, interval {100 * low:.1f} % to {100 * high:.1f} %" in told


def test_without_a_group_of_ten_the_chart_has_no_line_of_four_fifths() -> None:
    chart = reached({"a": (1, 2)}, "amat_baik").chart("en")
    assert [row["line"] for row in data(chart, "rule") if "line" in row] == [0]
    assert spec_of(chart)["description"].startswith("Excellent: share of each group, by unit.")
