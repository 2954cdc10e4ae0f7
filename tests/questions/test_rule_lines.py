"""Rule lines: pieces and jumps against the formula worked out value by value; ends, targets, words, pictures."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from tests.charts.pictures import data, layers, spec_of

import asn_appraisal as asn
from asn_appraisal import Number, Policy, Steps, When, rule_line, rules, schemes
from asn_appraisal.errors import AppraisalError, HoleError, LineRangeError, NoCurveError, UnknownPartError
from asn_appraisal.testing.drawing.rules import random_rule

F = Fraction
hari = Number("hari", "Waktu penyelesaian", low=0, high=60, unit="hari", decimals=3)
MUTU = Steps(hari, ("<= 7", 100), ("<= 14", "87.5"), ("< 30", 100 - hari), otherwise=0).named("mutu", "Mutu")


def value_of(line: asn.RuleLine, x: Fraction) -> set[Fraction]:
    """The values that the pieces give for an argument: one, if the line is right."""
    found = set()
    for piece in line:
        (low, high), (first, last) = (piece.start, piece.end), piece.values
        if low < x < high:
            found.add(first + (last - first) * (x - low) / (high - low))
        found |= {
            value for end, value, own in zip((low, high), piece.values, piece.closed, strict=True) if x == end and own
        }
    return found


def test_the_pieces_of_steps_have_their_edges_on_the_side_of_the_law() -> None:
    line = rule_line(MUTU)
    assert [(each.start, each.end, each.values, each.closed) for each in line] == [
        (0, 7, (100, 100), (True, True)),
        (7, 14, (F("87.5"), F("87.5")), (False, True)),
        (14, 30, (86, 70), (False, False)),
        (30, 60, (0, 0), (True, True)),
    ]
    assert (line.low, line.high, line.further, len(line)) == (0, 60, False, 4)


def test_a_value_at_a_single_number_is_a_piece_of_its_own() -> None:
    x = Number("x", low=0, high=10)
    line = rule_line(When((x >= 5) & (x <= 5), 100, x))
    assert [(each.start, each.end, each.values) for each in line] == [
        (0, 5, (0, 5)),
        (5, 5, (100, 100)),
        (5, 10, (5, 10)),
    ]
    assert [each.closed for each in line] == [(True, False), (True, True), (False, True)]
    assert value_of(line, F(5)) == {100}
    assert value_of(rule_line(When(x <= 0, 7, 1)), F(0)) == value_of(rule_line(When(x >= 10, 7, 1)), F(10)) == {7}


@pytest.mark.parametrize("seed", range(60))
def test_the_line_of_a_random_rule_is_its_formula_at_every_argument(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    rule, x = random_rule(random), Number("x", low=-20, high=150, decimals=3)
    try:
        line = rule_line(rule.of(x, 80), low=-20, high=150)
    except NoCurveError:
        return
    policy = Policy("p", "P", score=rule.of(x, 80))
    ends = [end for each in line for end in (each.start, each.end)]
    tried = {F(random.randint(-20_000, 150_000), 1000) for _ in range(40)} | {
        end for end in ends if (end * 1000).denominator == 1
    }
    for number in tried:
        exact = policy.appraise({"x": number}).exact
        if not line.unrounded:
            assert value_of(line, number) == {exact}
    assert all(one.end == other.start for one, other in pairwise(line))
    json.dumps(spec_of(line.chart("en", width=300)))


@pytest.mark.parametrize("key", [entry["key"] for entry in schemes.table()])
def test_each_part_of_each_scheme_has_a_line_that_can_be_drawn_or_says_why_not(key: str) -> None:
    policy = schemes.get(key)
    for part in policy.parts:
        try:
            line = rule_line(policy, part)
        except NoCurveError:
            continue
        assert line.low < line.high
        assert all(each.start <= each.end for each in line)
        json.dumps(spec_of(line.chart()))


def test_a_rule_needs_its_target_and_says_it() -> None:
    with pytest.raises(HoleError):
        rule_line(rules.higher_is_better)
    line = rule_line(rules.higher_is_better.capped(120), target="85")
    assert next((each.start, each.end, each.values) for each in line) == (0, 102, (0, 120))
    assert (line.target, line.further) == (85, True)
    assert (
        "Sasaran 85. Ditampilkan dari 0 sampai 153; nilainya bisa di luar itu." in spec_of(line.chart())["description"]
    )
    assert "Target 85." in line.text("en")


def test_a_last_rounding_is_seen_through_and_said() -> None:
    line = rule_line(Policy("p", "P", score=(hari / 7).rounded(2)))
    assert (line.unrounded, line.pieces[0].values) == (True, (0, F(60, 7)))
    assert "Sebelum dibulatkan" in line.text()
    assert not rule_line(hari * 2).unrounded


def test_the_range_is_the_one_given_or_the_field_s_own_or_one_that_shows_the_edges() -> None:
    assert (rule_line(MUTU, low=5, high="20.5").low, rule_line(MUTU, low=5, high="20.5").high) == (5, F("20.5"))
    assert rule_line(MUTU, low=5, high=20).further
    wide = Number("x", low=0, high=10_000)
    found = rule_line(Steps(wide, (">= 14", 0), (">= 7", 50), otherwise=100))
    assert (found.low, found.high, found.further) == (0, 21, True)
    free = rule_line(Steps(Number("x"), (">= 14", 0), (">= -7", 50), otherwise=100))
    assert (free.low < -7, free.high > 14) == (True, True)
    assert (rule_line(Number("x") * 2).low, rule_line(Number("x") * 2).high) == (0, 100)


@pytest.mark.parametrize(("low", "high"), [(20, 20), (30, 20), (-1, 20), (0, 61), (70, None), (None, -5)])
def test_a_range_that_is_none_or_lies_outside_the_field_is_refused(low: object, high: object) -> None:
    with pytest.raises(LineRangeError, match="ASN377"):
        rule_line(MUTU, low=low, high=high)


def test_what_has_no_line_over_one_argument_is_refused() -> None:
    x, y = Number("x"), Number("y")
    for formula in (x + y, x * x, asn.Items("k", [x]).sum(x), x.or_else(1) * y):
        with pytest.raises(NoCurveError):
            rule_line(formula)


def test_wrong_subjects_and_parts_are_refused() -> None:
    policy = Policy("p", "P", score=MUTU)
    with pytest.raises(UnknownPartError, match="mutu"):
        rule_line(policy, "mutuu")
    for call in (
        lambda: rule_line(3),
        lambda: rule_line(MUTU, "mutu"),
        lambda: rule_line(policy, target=3),
        lambda: rule_line(schemes.get("permenpanrb-6-2022")),
        lambda: rule_line(rules.higher_is_better, target="x"),
    ):
        with pytest.raises(AppraisalError):
            call()


def test_a_line_is_told_in_both_languages_and_as_data() -> None:
    line = rule_line(Policy("p", "P", score=MUTU))
    assert line.text().splitlines() == [
        "Mutu menurut Waktu penyelesaian (hari):",
        "- 0 ≤ x ≤ 7: 100",
        "- 7 < x ≤ 14: 87,5",
        "- 14 < x < 30: dari 86 ke 70",
        "- 30 ≤ x ≤ 60: 0",
    ]
    assert "- 14 < x < 30: from 86 to 70" in line.text("en")
    assert line.to_dict()["pieces"][1] == {
        "start": "7",
        "end": "14",
        "values": ["87.5", "87.5"],
        "closed": [False, True],
    }
    assert line.columns()["start_closed"] == [True, False, False, True]
    assert "14 &lt; x &lt; 30" in line.html()


def test_jumps_are_drawn_with_filled_and_hollow_points() -> None:
    chart = rule_line(Policy("p", "P", score=MUTU)).chart(width=300)
    assert [(row["x"], row["y"], row["fill"] != "white") for row in data(chart, "point")] == [
        (0, 100, True), (7, 100, True), (7, 87.5, False), (14, 87.5, True),
        (14, 86, False), (30, 70, False), (30, 0, True), (60, 0, True),
    ]  # fmt: skip
    encoding = layers(chart, "rule")[0]["encoding"]
    assert (
        encoding["x"]["axis"] | {"title": ["Waktu penyelesaian (hari)"], "values": [0, 7, 14, 30, 60]}
        == encoding["x"]["axis"]
    )
    assert encoding["y"]["axis"]["title"] == ["Mutu (poin)"]
    assert "Titik penuh" in " ".join(spec_of(chart)["title"]["subtitle"])
    # A line that goes on has no point at the end of the picture.
    assert [row["x"] for row in data(rule_line(MUTU, low=8, high=10).chart(), "point")] == []
