"""The population stability index between two periods: by hand, at empty cells, with scores that many people share."""

from __future__ import annotations

import json
from fractions import Fraction
from math import log
from random import Random
from typing import Any

import numpy as np
import pytest
from tests.charts.pictures import data, spec_of
from tests.plain_pages import plain_html

import asn_appraisal as asn
from asn_appraisal.errors import AppraisalError, ArgumentError, OtherScaleError
from asn_appraisal.questions.groups.drifts import Drift, DriftCell, stability_terms, tenth_cuts

NILAI = asn.schemes.get("permenpan-16-2009")


def scored(values: list[Any], policy: asn.Policy = NILAI) -> asn.Scores:
    return asn.appraise_table(policy, {policy.inputs[0].key: values}, on_error="quarantine")


def test_the_index_by_hand() -> None:
    # before 50 % and 50 %, after 25 % and 75 %: (.25 - .5) ln .5 + (.75 - .5) ln 1.5
    found = asn.drift(scored([95] * 10 + [80] * 10), scored([95] * 5 + [80] * 15))
    assert found.psi == pytest.approx(-0.25 * log(0.5) + 0.25 * log(1.5))
    assert found.psi == pytest.approx(0.25 * log(3))
    assert (found.by, found.corrected, found.sizes, len(found)) == ("band", False, (20, 20), 2)
    assert found.by_chance == Fraction(1, 10)


def test_the_index_is_the_same_in_both_directions() -> None:
    one, other = scored([95] * 10 + [80] * 10 + [70] * 4), scored([95] * 5 + [80] * 15 + [70] * 9)
    assert asn.drift(one, other).psi == pytest.approx(asn.drift(other, one).psi)
    assert asn.drift(one, one).psi == 0


def test_an_empty_cell_adds_half_a_row_to_each_and_is_said() -> None:
    found = asn.drift(scored([80] * 10 + [70] * 10), scored([80] * 20))
    p = (Fraction(21, 2) / 21, Fraction(21, 2) / 21)
    q = (Fraction(41, 2) / 21, Fraction(1, 2) / 21)
    assert found.corrected
    assert found.psi == pytest.approx(sum(float(b - a) * log(b / a) for a, b in zip(p, q, strict=True)))
    assert "half a row was added" in found.text("en")
    assert [(each.name, each.before, each.after) for each in found] == [("baik", 10, 20), ("cukup", 10, 0)]


def test_bands_that_nobody_has_in_either_period_are_no_cells() -> None:
    assert [each.name for each in asn.drift(scored([80] * 12), scored([80] * 12))] == ["baik"]


def test_a_period_without_a_scored_row_has_no_index() -> None:
    for pair in (([80] * 12, []), ([], [80] * 12), ([], [])):
        for by in ("band", "decile"):
            found = asn.drift(scored(pair[0]), scored(pair[1]), by=by)
            assert (found.psi, found.by_chance, found.small) == (None, None, True)
            assert "no index" in found.text("en")
            assert json.dumps(found.to_dict())


def test_rejected_rows_are_in_no_cell() -> None:
    assert asn.drift(scored([80] * 12 + [None, 101]), scored([80] * 12)).sizes == (12, 12)


def test_an_index_is_shown_on_its_side_of_what_is_usual() -> None:
    cell = DriftCell("baik", 20, 20, 0.0)
    assert "about 0.099996" in Drift((cell,), 0.099996, "band").text("en")
    assert "about 0.25\n" in Drift((cell,), 0.25, "band").text("en")
    assert "0.25 or more" in Drift((cell,), 0.25, "band").text("en")


def test_few_rows_give_no_verdict() -> None:
    text = asn.drift(scored([80] * 9), scored([70] * 30)).text("en")
    assert "says nothing" in text
    assert "By convention" not in text


@pytest.mark.parametrize(
    ("after", "said"), [((10, 10), "little change"), ((6, 14), "is some change"), ((5, 15), "much change")]
)
def test_the_verdict_is_the_usual_one(after: tuple[int, int], said: str) -> None:
    text = asn.drift(scored([95] * 10 + [80] * 10), scored([95] * after[0] + [80] * after[1])).text("en")
    assert said in text
    assert "About 0.1 of it is to be expected" in text


@pytest.mark.parametrize("seed", range(5))
def test_tenths_are_those_of_numpy(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    units = np.array(rng.sample(range(10_000), 300))
    cuts = np.quantile(units, [tenth / 10 for tenth in range(1, 10)], method="inverted_cdf")
    assert tenth_cuts(units) == [int(cut) for cut in cuts]
    counts = np.bincount(np.searchsorted(tenth_cuts(units), units))
    assert counts.tolist() == [30] * 10


def test_a_score_that_many_share_has_a_cell_of_its_own() -> None:
    # 5 % below, 95 % at 80: without its own cell a fall of half of them would not be noticed
    before, after = [70] * 5 + [80] * 95, [70] * 50 + [80] * 50
    found = asn.drift(scored(before), scored(after), by="decile")
    assert [(each.name, each.before, each.after) for each in found] == [("<= 79.99", 5, 50), ("= 80", 95, 50)]
    assert (found.psi or 0) > 1


def test_all_equal_before_and_lower_or_higher_after_is_noticed() -> None:
    for value in (79, 81):
        found = asn.drift(scored([80] * 50), scored([value] * 50), by="decile")
        assert found.corrected
        assert (found.psi or 0) > 1


def test_deciles_of_policies_with_other_places_are_compared() -> None:
    one = asn.Policy("a", "A", score=asn.Number("x", decimals=0))
    other = asn.Policy("b", "B", score=asn.Number("x", decimals=2))
    found = asn.drift(scored([*range(100)], one), scored([*range(100)], other))
    assert (found.by, found.psi) == ("decile", 0)
    assert [each.before for each in found] == [10] * 10
    assert found.cells[0].name == "<= 9"


def test_the_cells_add_up_to_the_index() -> None:
    found = asn.drift(scored([*range(100)]), scored([*range(50, 100)] * 2), by="decile")
    assert sum(each.term or 0 for each in found) == pytest.approx(found.psi)
    terms, _ = stability_terms([(each.before, each.after) for each in found])
    assert [each.term for each in found] == terms
    assert found.columns()["term"].tolist() == terms


def test_two_scales_are_refused_and_what_has_no_bands_or_no_number() -> None:
    x = asn.Number("x", low=0, high=100)
    other = asn.Policy("p", "P", score=x, band=asn.Bands(("lulus", ">= 50"), ("gagal", None)))
    plain, label = asn.Policy("q", "Q", score=x), asn.Policy("r", "R", band=other.band)
    with pytest.raises(OtherScaleError):
        asn.drift(scored([80]), scored([80], other))
    with pytest.raises(ArgumentError, match="with bands"):
        asn.drift(scored([80], plain), scored([80]), by="band")
    with pytest.raises(ArgumentError, match="with a number"):
        asn.drift(scored([80], label), scored([80], label), by="decile")
    with pytest.raises(AppraisalError):
        asn.drift(scored([80]), scored([80]), by="week")


def test_it_speaks_both_languages() -> None:
    found = asn.drift(scored([*range(100)]), scored([*range(100)]), by="decile")
    assert "- > 9, <= 19: 10,0 % sebelumnya" in found.text()
    assert "<th>suku (perkiraan)</th>" in plain_html(found.html())
    assert found.cells[0].called("en") == "<= 9"
    named = asn.drift(scored([80] * 12), scored([80] * 12))
    assert (named.cells[0].called("id"), named.cells[0].called("en")) == ("Baik", "Good")


def test_the_chart_has_the_share_of_each_cell_before_and_after() -> None:
    chart = asn.drift(scored([95] * 10 + [80] * 10), scored([95] * 5 + [80] * 15)).chart("en")
    assert [(row["row"], row["kind"], row["count"]) for row in data(chart, "bar")] == [
        (0, 0, 50), (0, 1, 25), (1, 0, 50), (1, 1, 75),
    ]  # fmt: skip
    assert (
        "20 scored rows before, 20 after; population stability index (PSI) about 0.2747."
        in spec_of(chart)["description"]
    )


def test_the_chart_of_tenths_has_signs_of_print_and_one_of_an_empty_period_says_so() -> None:
    many = scored([*range(60, 100)])
    assert "≤ 63: 10 % sebelum" in spec_of(asn.drift(many, many, by="decile").chart())["description"]
    assert "Belum ada data" in spec_of(asn.drift(many, scored([])).chart())["description"]
