"""Why a score changed: by indicator, by changed formula, adding up exactly."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from tests.charts.pictures import data, spec_of

import asn_appraisal as asn
from asn_appraisal import AppraisalError, schemes, why_changed
from asn_appraisal.questions.changes import changed_places, mixture
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record
from asn_appraisal.testing.mutants import mutants

kepuasan = asn.Indicator("kepuasan", "Kepuasan", low=0, high=100)
cepat = asn.Indicator("cepat", "Kecepatan", low=1, high=30, better="lower", english="Speed")


def loket(weight: int, target: int, limit: int = 120) -> asn.Policy:
    speed = asn.rules.lower_is_better.clamped(0, limit)
    score = asn.Weighted(
        asn.Target(kepuasan, target, weight=weight), asn.Target(cepat, 10, weight=100 - weight, rule=speed)
    )
    return asn.Policy("loket", "Loket", score=score.rounded(2))


FIRST = loket(60, 80).appraise({"kepuasan": 72, "cepat": 9})


def test_under_one_policy_each_indicator_says_what_it_changes() -> None:
    found = why_changed(FIRST, loket(60, 80).appraise({"kepuasan": 80, "cepat": 5}))
    # 60 % of 8/80; 40 % of 4/10, of which 30 points of 100 are above the limit of 120.
    assert [(item.key, item.kind, item.points) for item in found.items] == [
        ("cepat", "indicator", 16),
        ("cepat", "limit", -12),
        ("kepuasan", "indicator", 6),
    ]
    assert found.difference == 10


def test_what_stays_the_same_is_not_named() -> None:
    found = why_changed(FIRST, loket(60, 80).appraise({"kepuasan": 80, "cepat": 9}))
    assert [item.key for item in found] == ["kepuasan"]
    assert len(why_changed(FIRST, FIRST)) == 0
    assert why_changed(FIRST, FIRST).text("en") == "The score stayed at 98.00: nothing that counts has changed.\n"


def test_one_record_under_two_policies_is_split_over_the_changed_formulas() -> None:
    record = {"kepuasan": 72, "cepat": 9}
    found = why_changed(FIRST, loket(50, 90).appraise(record))
    # In the order weights, target: 50 x 72/80 + 50 x 1.1 = 100 (+2), then 50 x 72/90 (-5).
    # In the order target, weights: 60 x 72/90 + 40 x 1.1 = 92 (-6), then 95 (+3).
    assert {item.key: item.points for item in found} == {"nilai": Fraction(5, 2), "kepuasan_nilai": Fraction(-11, 2)}
    assert found.difference == -3


def test_another_record_under_another_policy_changes_the_formulas_first() -> None:
    after = loket(60, 90).appraise({"kepuasan": 90, "cepat": 9})
    found = why_changed(FIRST, after)
    assert [(item.key, item.kind, item.points) for item in found] == [("kepuasan_nilai", "policy", -6), ("kepuasan", "indicator", 12)]  # fmt: skip


def test_a_limit_that_was_moved_is_a_change_of_the_policy() -> None:
    record = {"kepuasan": 72, "cepat": 5}
    found = why_changed(loket(60, 80).appraise(record), loket(60, 80, 110).appraise(record))
    assert [(item.key, item.kind, item.points) for item in found] == [("cepat_nilai", "policy", -4)]


def test_the_sentences_say_from_what_to_what() -> None:
    found = why_changed(FIRST, loket(60, 90).appraise({"kepuasan": 90, "cepat": 9}))
    assert found.text("id") == (
        "Nilai berubah dari 98,00 menjadi 104,00 (+6):\n"
        "- Kepuasan, dari Kepuasan ÷ 80 × 100 menjadi Kepuasan ÷ 90 × 100: -6\n"
        "- Kepuasan, dari 72 menjadi 90: +12\n"
    )
    assert ">Kepuasan ÷ 80 × 100</td>" in found._repr_html_()
    assert json.loads(json.dumps(found.to_dict("en")))["items"][1]["text"] == "Kepuasan, from 72 to 90: +12"
    assert found.to_frame()["points"] == [-6.0, 12.0]


def test_a_policy_that_cannot_score_the_first_record_leaves_what_each_indicator_adds() -> None:
    other = asn.Policy("lain", "Lain", score=asn.Number("mutu", low=0, high=100) + kepuasan)
    found = why_changed(FIRST, other.appraise({"mutu": 20, "kepuasan": 50}))
    assert {item.kind for item in found} == {"indicator"}
    assert found.difference == 70 - 98


def test_appraisals_without_a_number_are_refused() -> None:
    predicate = schemes.get("permenpanrb-6-2022").appraise({"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"})
    with pytest.raises(AppraisalError):
        why_changed(predicate, predicate)


def test_changes_add_up_under_one_random_policy() -> None:
    tried = 0
    for seed in range(150):
        random = Random(seed)  # noqa: S311
        policy = random_policy(random, depth=3)
        found = []
        for _ in range(4):
            try:
                found.append(policy.appraise(random_record(policy, random)))
            except AppraisalError:
                continue
        for one, other in pairwise(each for each in found if each.exact is not None):
            assert sum(item.points for item in why_changed(one, other)) == (other.exact or 0) - (one.exact or 0)
            tried += 1
    assert tried > 150


@pytest.mark.parametrize("year", range(40))
def test_changes_add_up_between_a_policy_and_its_reform(year: int) -> None:
    random = Random(year)  # noqa: S311
    weights = [random.randrange(10, 90) for _ in range(2)]
    targets, limits = [random.randrange(50, 100) for _ in range(2)], [random.randrange(90, 130) for _ in range(2)]
    old, new = (loket(*each) for each in zip(weights, targets, limits, strict=True))
    records = [{"kepuasan": random.randrange(101), "cepat": random.randrange(1, 31)} for _ in range(2)]
    one, other = old.appraise(records[0]), new.appraise(records[random.randrange(2)])
    found = why_changed(one, other)
    assert sum(item.points for item in found) == (other.exact or 0) - (one.exact or 0)


def test_changed_places_are_the_smallest_formulas_that_differ() -> None:
    old, new = loket(60, 80).score, loket(50, 90).score
    assert old is not None
    assert new is not None
    places = list(changed_places(old, new))
    assert [type(one).__name__ for one, _ in places] == ["Weighted", "Constant"]
    assert mixture(old, new, []) == old
    assert mixture(old, new, places) == new
    assert len({mixture(old, new, [place]) for place in places} | {old, new}) == 4


def test_a_negated_flag_in_a_changed_formula_is_told_as_such() -> None:
    flag, number = asn.Flag("ide", "Ide baru"), asn.Number("x", "Mutu", low=0, high=100)
    record = {"ide": False, "x": 50}
    one, other = (
        asn.Policy("p", "P", score=(number + asn.When(condition, 5, 0).named("tambahan", "Tambahan")).named("nilai"))
        for condition in (flag, ~flag)
    )
    text = asn.why_changed(one.appraise(record), other.appraise(record)).text("id")
    assert "tidak benar bahwa Ide baru" in text


def test_the_chart_leads_from_the_score_before_to_that_after() -> None:
    found = why_changed(FIRST, loket(60, 80).appraise({"kepuasan": 80, "cepat": 5}))
    chart = found.chart(width=500)
    assert [(row["from"], row["to"]) for row in data(chart, "bar")] == [(98, 114), (114, 102), (102, 108)]
    assert [row["words"] for row in data(chart, "text")] == [
        "Sebelum: 98", "Kecepatan: 9 → 5: +16", "Kecepatan: batas: −12", "Kepuasan: 72 → 80: +6", "Sesudah: 108",
    ]  # fmt: skip
    assert " ".join(spec_of(found.chart("en"))["title"]["text"]) == "Why the score went from 98 to 108"


def test_a_score_that_stayed_is_drawn_as_two_marks() -> None:
    chart = why_changed(FIRST, FIRST).chart("en")
    assert [row["label"] for row in data(chart, "text")] == ["98", "98"]


def test_changes_add_up_between_random_policies_and_their_slips_and_are_all_of_the_policy() -> None:
    changed = 0
    for seed in range(60):
        random = Random(seed)  # noqa: S311
        policy = random_policy(random, depth=3)
        records = [random_record(policy, random) for _ in range(2)]
        for mutant in [] if policy.score is None else list(mutants(policy))[:10]:
            for record in records:
                try:
                    before, after = policy.appraise(record), mutant.policy().appraise(record)
                except AppraisalError:
                    continue
                found = why_changed(before, after)
                assert found.difference == (after.exact or 0) - (before.exact or 0)
                assert {item.kind for item in found} <= {"policy"}, (seed, mutant.name)
                changed += before.exact != after.exact
    assert changed > 80


def test_a_list_with_checks_keeps_them_where_its_total_is_changed() -> None:
    x = asn.Number("x", low=0, high=100)
    rows = asn.Items("bulanan", (x,), checks=[asn.Check(x > 0, "di atas 0")])

    def scored(limit: int) -> asn.Policy:
        return asn.Policy("p", "P", score=rows.mean((x * 2).capped(limit)), reported=2)

    record = {"bulanan": [{"x": 40}, {"x": 60}]}
    found = why_changed(scored(100).appraise(record), scored(90).appraise(record))
    assert [(item.kind, item.points) for item in found] == [("policy", -5)]
    old, new = scored(100).score, scored(90).score
    assert old is not None
    assert new is not None
    assert mixture(old, new, list(changed_places(old, new))) == new


def test_a_formula_that_is_no_part_is_named_in_words() -> None:
    x = asn.Number("x", "Capaian", english="Result", low=0, high=100)
    old, new = (asn.Policy("p", "P", score=formula) for formula in (x.named("a", "Angka", english="Figure"), x))
    found = asn.why_changed(old.appraise({"x": 5}), new.appraise({"x": 6}))
    assert all("x" not in item.text("en").split() for item in found)
