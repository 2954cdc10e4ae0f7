"""Raters: leniency and spread by hand, shrinkage against its formulas, agreement, and what nothing can be said of."""

from __future__ import annotations

import json
import statistics
from fractions import Fraction
from itertools import chain
from random import Random
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.charts.pictures import spec_of
from tests.plain_pages import plain_html

import asn_appraisal as asn
from asn_appraisal.errors import AppraisalError, ArgumentError, RepeatedRaterError, UnknownGroupError

x = asn.Number("x", low=0, high=100)
BANDS = asn.Bands(("tinggi", ">= 80", "Tinggi"), ("sedang", ">= 50", "Sedang"), ("rendah", None, "Rendah"))
POLICY = asn.Policy("p", "P", score=x, band=BANDS)


def raters(table: Any, **options: Any) -> asn.Raters:
    scores = asn.appraise_table(POLICY, table, on_error="quarantine")
    return asn.raters(scores, rater="atasan", **options)


EVEN = {"atasan": ["a"] * 10 + ["b"] * 10, "x": [80, 82] * 5 + [85, 87] * 5}


def test_leniency_and_shrinkage_by_hand() -> None:
    # means 81 and 86, of all 83.5; w = (10 + 10) / 18 = 10/9; MSB = 20 * 2.5^2 = 125; b = (125 - 10/9) / 10
    found = raters(EVEN)
    between, within = (125 - Fraction(10, 9)) / 10, Fraction(10, 9)
    assert (found.mean, found.between, found.within) == (Fraction("83.5"), between, within)
    kept = between / (between + within / 10)
    assert [(each.name, each.leniency, each.shrunk) for each in found] == [
        ("a", Fraction("-2.5"), Fraction("-2.5") * kept),
        ("b", Fraction("2.5"), Fraction("2.5") * kept),
    ]
    assert found["a"].margin == pytest.approx(1.959964 * float(kept * within / 10) ** 0.5)
    assert found["a"].spread == pytest.approx(statistics.stdev([80, 82] * 5))


@pytest.mark.parametrize("seed", range(5))
def test_shrinkage_follows_its_formulas_for_raters_of_unequal_size(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    ratings = {name: [rng.randrange(40, 101) for _ in range(rng.randrange(2, 30))] for name in "abcde"}
    table = {"atasan": [name for name, each in ratings.items() for _ in each], "x": [*chain(*ratings.values())]}
    found = raters(table)
    sizes = np.array([len(each) for each in ratings.values()], float)
    means = np.array([np.mean(each) for each in ratings.values()])
    variances = np.array([np.var(each, ddof=1) for each in ratings.values()])
    total, overall = sizes.sum(), (sizes * means).sum() / sizes.sum()
    within = ((sizes - 1) * variances).sum() / (total - 5)
    size = (total - (sizes**2).sum() / total) / 4
    between = max(0, ((sizes * (means - overall) ** 2).sum() / 4 - within) / size)
    kept = between / (between + within / sizes)
    assert [float(each.shrunk) for each in found] == pytest.approx((kept * (means - overall)).tolist())
    freedom = sizes - 1
    apart = (freedom * (variances - within) ** 2).sum() - 4 * 2 * within**2
    real = max(0, apart / (freedom.sum() - (freedom**2).sum() / freedom.sum()))
    shrunk = within + real / (real + 2 * within**2 / freedom) * (variances - within)
    assert [each.shrunk_spread for each in found] == pytest.approx(np.sqrt(shrunk).tolist(), rel=1e-11)
    assert [each.spread for each in found] == pytest.approx(np.sqrt(variances).tolist())


def test_fewer_ratings_are_shrunk_more() -> None:
    table = {"atasan": ["a"] * 40 + ["b"] * 10 + ["c"] * 10, "x": [70, 74] * 20 + [80, 84] * 5 + [60, 64] * 5}
    found = raters(table)
    assert found["b"].kept < found["a"].kept < 1
    assert all(abs(each.shrunk) <= abs(each.leniency) for each in found)


def test_raters_that_do_not_differ_beyond_chance_are_not_shifted() -> None:
    table = {"atasan": ["a", "b"] * 10, "x": [60, 61, 90, 89] * 5}
    found = raters(table)
    assert found.between == 0
    assert [(each.shrunk, each.margin) for each in found] == [(0, None), (0, None)]
    assert found.calibration().changed == 0


def test_one_rater_has_nobody_to_be_compared_with() -> None:
    found = raters({"atasan": ["a"] * 12, "x": [*range(60, 72)]})
    (only,) = found
    assert (only.leniency, only.shrunk, only.margin, found.between) == (0, 0, None, None)
    assert only.shrunk_spread == pytest.approx(only.spread)
    assert "nobody to compare with" in found.text("en")
    assert found.calibration().changed == 0


def test_equal_ratings_have_no_spread_and_no_leniency() -> None:
    found = raters({"atasan": ["a"] * 10 + ["b"] * 10, "x": [80] * 20})
    assert [(each.leniency, each.shrunk, each.spread, each.shrunk_spread) for each in found] == [(0, 0, 0, 0)] * 2
    apart = raters({"atasan": ["a"] * 10 + ["b"] * 10, "x": [80] * 10 + [90] * 10})
    assert [(each.shrunk, each.margin) for each in apart] == [(-5, 0), (5, 0)]  # nothing varies within: no chance


def test_one_rating_each_tells_nothing_of_chance() -> None:
    found = raters({"atasan": ["a", "b", "c"], "x": [70, 80, 90]})
    assert [(each.shrunk, each.margin, each.spread) for each in found] == [(0, None, None)] * 3
    assert found.within is None


def test_a_rater_who_gives_everybody_the_same_is_seen_by_the_spread() -> None:
    table = {"atasan": ["a"] * 20 + ["b"] * 20 + ["c"] * 20, "x": [80] * 20 + [60, 100] * 10 + [61, 99] * 10}
    found = raters(table)
    assert found["a"].spread == 0
    shrunk = [each.shrunk_spread or 0 for each in found]
    assert 0 < shrunk[0] < shrunk[2] < shrunk[1]


def test_rows_without_a_rater_or_a_score_count_for_nothing() -> None:
    table = {"atasan": [*EVEN["atasan"], None, "", "b"], "x": [*EVEN["x"], 0, 0, None]}
    found = raters(table)
    assert (found.items, found.mean, found.unnamed) == (raters(EVEN).items, raters(EVEN).mean, 2)
    assert "name no rater, and are left out: 2" in found.text("en")
    nobody = raters({"atasan": [None, None], "x": [1, 2]})
    assert (len(nobody), nobody.mean, len(nobody.calibration())) == (0, None, 0)
    assert len(raters({"atasan": [], "x": []})) == 0


def test_small_raters_are_shown_without_a_claim_and_their_scores_are_not_shifted() -> None:
    table = {"atasan": [*EVEN["atasan"], *["c"] * 9], "x": [*EVEN["x"], *[90] * 9]}
    found = raters(table)
    assert [each.small for each in found] == [False, False, True]
    lines = found.text("en").splitlines()
    assert [line[:4] for line in lines[1:4]] == ["- a:", "- b:", "- c*"]
    assert ["allowing for chance" in line for line in lines[1:4]] == [True, True, False]
    assert "* fewer than 10 ratings: no conclusion" in lines
    assert "nobody to compare with" not in raters(EVEN).text("en")
    assert "fewer than 10 ratings" not in raters(EVEN).text("en")
    calibration = found.calibration()
    assert calibration.after[20:] == calibration.before[20:]
    assert calibration.after[0] != calibration.before[0]


def test_a_calibration_takes_the_shrunk_leniency_from_each_score() -> None:
    found = raters(EVEN)
    for row, (before, after) in enumerate(zip(found.calibration().before, found.calibration().after, strict=True)):
        assert abs(before - after - found.items[row // 10].shrunk) <= Fraction(1, 200)
    assert found.calibration().changed == 0


TWICE = {"nip": ["1", "1", "2", "2", "3", "3", "4"], "atasan": list("ababaca"), "x": [70, 76, 80, 82, 90, 90, 50]}


def test_people_who_were_rated_twice_show_how_raters_differ_on_the_same_people() -> None:
    found = raters(TWICE, person="nip")
    assert [(each.name, each.against_others, each.shared) for each in found] == [
        ("a", Fraction(-6 - 2 - 0, 3), 3),
        ("b", Fraction(6 + 2, 2), 2),
        ("c", Fraction(0), 1),
    ]
    agreement = found.agreement
    assert agreement is not None
    assert (agreement.persons, agreement.ratings, agreement.same_band) == (3, 6, 1)
    # means 73, 81, 90, of all 244/3: MSB = 2 (...)/2, MSW = (18 + 2 + 0) / 3
    between = sum((Fraction(mean) - Fraction(244, 3)) ** 2 for mean in (73, 81, 90))
    assert agreement.icc == (between - Fraction(20, 3)) / (between + Fraction(20, 3))
    assert "-2.67 from other raters of the same 3 people" in found.text("en")
    assert "3 orang punya beberapa penilai (6 penilaian)" in found.text()


def test_without_a_column_of_people_there_is_no_agreement() -> None:
    assert raters(TWICE).agreement is None
    alone = raters({**TWICE, "nip": list("1234567")}, person="nip").agreement
    assert alone is not None
    assert alone.persons == 0


def test_a_rater_who_rated_one_person_twice_is_refused_until_the_period_is_named() -> None:
    table = {"nip": ["1"] * 4, "triwulan": [1, 1, 2, 2], "atasan": list("abab"), "x": [70, 72, 80, 84]}
    with pytest.raises(RepeatedRaterError, match="2 times one rater rated the same nip"):
        raters(table, person="nip")
    agreement = raters(table, person=("nip", "triwulan")).agreement
    assert agreement is not None
    assert (agreement.persons, agreement.ratings) == (2, 4)


def test_people_of_several_columns_are_told_apart() -> None:
    # every pair of values is another person: whatever one number stands for a pair must differ too
    pairs = [(unit, number) for unit in "abcd" for number in range(5)]
    table = {
        "unit": [unit for unit, _ in pairs],
        "nomor": [number for _, number in pairs],
        "atasan": [f"r{at}" for at in range(len(pairs))],
        "x": [50 + at for at in range(len(pairs))],
    }
    agreement = raters(table, person=("unit", "nomor")).agreement
    assert agreement is not None
    assert agreement.persons == 0
    twice = {name: column * 2 for name, column in table.items()} | {"atasan": [f"r{at}" for at in range(40)]}
    agreement = raters(twice, person=("unit", "nomor")).agreement
    assert agreement is not None
    assert (agreement.persons, agreement.ratings, agreement.icc) == (20, 40, 1)


def test_rows_without_a_person_belong_to_nobody() -> None:
    table = {"nip": [None, None, "1", "1"], "atasan": list("aabc"), "x": [70, 72, 80, 84]}
    agreement = raters(table, person="nip").agreement
    assert agreement is not None
    assert agreement.persons == 1


def test_it_is_a_frame_plain_data_and_a_table() -> None:
    frame = raters(pl.DataFrame(EVEN)).to_frame()
    assert isinstance(frame, pl.DataFrame)
    assert frame["atasan"].to_list() == ["a", "b"]
    assert frame["leniency"].to_list() == [-2.5, 2.5]
    data = json.loads(json.dumps(raters(TWICE, person="nip").to_dict()))
    assert data["raters"][0]["against_others"] == "-8/3"
    assert data["agreement"]["persons"] == 3
    assert (data["unnamed"], Fraction(data["within"])) == (0, raters(TWICE).within)
    plain = raters(EVEN).to_dict()
    assert (Fraction(plain["between"]), plain["mean"]) == (raters(EVEN).between, "83.5")
    alone = raters({"atasan": ["a"], "x": [5]}).to_dict()
    assert (alone["between"], alone["within"], alone["raters"][0]["against_others"]) == (None, None, None)
    assert "<td>+2,5</td>" in plain_html(raters(EVEN).html())
    assert '<td style="text-align:right">+2,5</td>' in raters(EVEN).html()
    with pytest.raises(AppraisalError, match="ASN001"):
        raters(EVEN).text("fr")


def test_wrong_arguments_are_refused() -> None:
    scores = asn.appraise_table(POLICY, EVEN)
    for wrong in ({"rater": "bos"}, {"rater": ["atasan"]}, {"rater": "atasan", "person": "nip"}):
        with pytest.raises(AppraisalError):
            asn.raters(scores, **wrong)
    with pytest.raises(UnknownGroupError):
        asn.raters(scores, rater="atasan")["z"]
    label = asn.Policy("p", "P", band=x.rated(BANDS))
    with pytest.raises(ArgumentError, match="with a number"):
        asn.raters(asn.appraise_table(label, EVEN), rater="atasan")


def test_the_chart_has_a_point_and_an_interval_for_each_rater_and_none_for_few_ratings() -> None:
    table = {"atasan": [*EVEN["atasan"], "c"], "x": [*EVEN["x"], 90]}
    rows = {row["words"].split(" ")[0]: row for row in points(table)}
    assert rows["c"]["from"] == rows["c"]["to"] == rows["c"]["at"]
    # Ten ratings of 80 and 82 have a spread of 1.0541: 1.96 x 1.0541 / sqrt(10) = 0.65.
    assert rows["a"]["at"] - rows["a"]["from"] == pytest.approx(0.65)
    assert "selang 95 %" in spec_of(raters(table).chart())["description"]


def points(table: Any) -> list[dict[str, Any]]:
    """The points of the chart, whatever mark they are drawn with."""
    layers = spec_of(raters(table).chart())["layer"]
    return next(layer["data"] for layer in layers if layer["data"] and "fill" in layer["data"][0])
