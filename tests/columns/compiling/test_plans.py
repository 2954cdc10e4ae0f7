from fractions import Fraction

import pytest
from tests.columns.agreement import REFUSED, agree, appraised, planned, tiers

from asn_appraisal import Bands, Check, Items, Number, Policy
from asn_appraisal.columns.compiling.plans import MOST_UNITS
from asn_appraisal.columns.running.float_engine import run

X = Number("x", low=0, high=100)
Y = Number("y", low=0, high=100)
RECORDS = [{"x": x, "y": y} for x in (0, "0.01", 50, 100) for y in (0, "49.99", 100)]


def test_a_certificate_says_why_each_decision_is_right_a_line_each():
    score = ((X / 3).rounded(1).named("capaian") / 7 + (X / 3).rounded(1)).rounded(2)
    plan = agree(Policy("coba", "Coba", score=score, band=score.rated(Bands(("a", ">= 50"), ("b", None)))), RECORDS)
    lines = plan.certificate().splitlines()
    # The rounding inside stands twice in the score and once more in the band, and is one decision.
    assert [line.partition(":")[0].partition(" ")[0] for line in lines] == ["capaian", "nilai"]
    assert all(", margin " in line and ", error bound " in line for line in lines)


def test_a_record_that_breaks_a_check_is_refused_also_in_its_rows():
    p = Number("p", low=0, high=10)
    rows = Items("rows", [p], checks=[Check(p > 1, "di atas 1", "above 1")], at_least=0)
    policy = Policy("coba", "Coba", score=rows.sum(p) + X, checks=[Check(X >= Y, "x tidak kurang", "x no less")])
    records = [{"x": x, "y": 50, "rows": [{"p": 2}, {"p": p}]} for x in ("49.99", 50) for p in (1, "1.01")]
    agree(policy, records)
    assert appraised(policy, records).count(REFUSED) == 3
    agree(policy, [{**record, "rows": []} for record in records])


def test_what_is_only_shown_is_worked_out_too_for_its_faults():
    policy = Policy("coba", "Coba", score=X.rounded(2), shown=[(100 / Y).named("lain")])
    plan = agree(policy, RECORDS)
    assert [each.name for each in plan.program.needed(plan.results)].count("refuse") == 1


def test_a_score_is_reported_with_the_places_of_its_policy():
    policy = Policy("coba", "Coba", score=X / 3 + Y / 7, reported=3)
    plan = agree(policy, RECORDS)
    assert plan.places == 3
    assert len(tiers(plan)) == 1


@pytest.mark.parametrize(("units", "exact"), [(MOST_UNITS, False), (MOST_UNITS + 1, True), (10**20, True)])
@pytest.mark.parametrize("same", [True, False])
def test_scores_that_a_double_does_not_tell_apart_are_fractions(units, exact, same):
    x = Number("x", decimals=5)
    policy = Policy("coba", "Coba", score=x.rounded(5))
    top = Fraction(units, 10**5)
    records = [{"x": top}, {"x": top if same else 0}]
    plan = agree(policy, records)
    assert plan.program.exact is exact
    plan, inputs = planned(policy, records)
    assert (run(plan, inputs.data).score.dtype == object) is exact


def test_the_levels_of_a_band_are_numbered_as_the_policy_lists_them():
    bands = Bands(("tinggi", ">= 50"), ("rendah", None))
    policy = Policy("coba", "Coba", band=X.rated(bands).but("tinggi", when=Y > 50))
    plan, inputs = planned(policy, RECORDS)
    keys = [level.key for level in policy.band.levels]
    assert [keys[code] for code in run(plan, inputs.data).band] == [band for _, band in appraised(policy, RECORDS)]


def test_kept_parts_are_results_with_the_mask_of_their_absence():
    z = Number("z", low=0, high=9, optional=True)
    part = (z / 3).named("bagian")
    policy = Policy("coba", "Coba", score=part.or_else(1).rounded(2))
    records = [{"z": 1}, {"z": None}, {"z": 9}]
    plan, inputs = planned(policy, records, parts=["bagian"])
    found = plan.parts["bagian"]
    assert {found.slot, found.absent} == plan.kept
    assert plan.kept | {plan.score} == plan.results
    kept = run(plan, inputs.data).kept
    assert kept[found.absent].tolist() == [False, True, False]
    assert kept[found.slot][[0, 2]].tolist() == [100.0, 900.0]
    assert found.unit == Fraction(1, 300)
