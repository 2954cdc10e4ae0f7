"""Rows in the order of their exact scores, also where what is reported is rounded."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

import asn_appraisal as asn
from asn_appraisal import AppraisalError, Number, Policy, Scores
from asn_appraisal.algebra.expressions import Expression
from asn_appraisal.columns.results.exact_order import exact_codes
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

x, y = Number("x", low=0, high=100), Number("y", low=1, high=9, decimals=0)


def scored(score: Expression, places: int | None, rows: int, seed: int = 1) -> Scores:
    """Scores of random rows, a tenth of them unreadable, of which many report the same."""
    random = Random(seed)  # noqa: S311
    policy = Policy("contoh", "Contoh", score=score, reported=places)
    table = [{"x": random.choice((None, *range(9))), "y": random.randrange(1, 10)} for _ in range(rows)]
    return asn.appraise_table(policy, table, on_error="quarantine")


def by_hand(scores: Scores, ties: str) -> list[int]:
    exact = [None if gone else scores.appraisal(row).exact for row, gone in enumerate(scores.rejected)]
    known = [each for each in exact if each is not None]
    found = []
    for each in exact:
        above = [other for other in known if each is not None and other > each]
        if each is None:
            found.append(0)
        elif ties == "dense":
            found.append(len(set(above)) + 1)
        else:
            found.append(len(above) + (1 if ties == "min" else known.count(each)))
    return found


@pytest.mark.parametrize("ties", ["min", "max", "dense"])
@pytest.mark.parametrize(
    ("score", "places"),
    [(x + y, None), (x / 7 + y, 0), ((x / y), 0), ((x / 7).rounded(1), None), (x / y * 0 + x.capped(5) / 3, 1)],
)
def test_ranks_are_those_of_the_exact_scores(score: Expression, places: int | None, ties: str) -> None:
    scores = scored(score, places, 120)
    assert scores.rejected.any()
    assert scores.ranks(ties=ties).tolist() == by_hand(scores, ties)


def test_rows_that_report_the_same_are_told_apart_by_what_is_behind_it() -> None:
    policy = Policy("contoh", "Contoh", score=x / y, reported=0)
    scores = asn.appraise_table(policy, {"x": [10, 7, 20], "y": [3, 2, 6]})
    assert scores.score is not None
    assert scores.score.tolist() == [3, 4, 3]
    assert scores.ranks().tolist() == [2, 1, 2]
    assert asn.appraise_table(policy, {"x": [10, 13], "y": [3, 4]}).ranks().tolist() == [1, 2]  # 3.33 and 3.25


def test_scores_that_differ_after_the_twentieth_decimal_are_not_equal() -> None:
    huge = Number("a", low=1, high=10**15, decimals=0)
    policy = Policy("contoh", "Contoh", score=1 / huge, reported=2)
    rows = [{"a": 10**15}, {"a": 10**15 - 1}, {"a": 10**15}, {"a": 10**14 + 7}]
    assert asn.appraise_table(policy, rows).ranks().tolist() == [3, 2, 3, 1]


def test_two_tables_are_in_one_order_whatever_places_they_report() -> None:
    tables = [scored(x / 7, 0, 60), scored(x / y, 2, 60, 2), scored((x / 3).rounded(1), None, 60, 3)]
    codes = exact_codes(*tables)
    pairs = [
        (int(code), scores.appraisal(row).exact or Fraction(0))
        for scores, own in zip(tables, codes, strict=True)
        for code, row in zip(own, (row for row, gone in enumerate(scores.rejected) if not gone), strict=True)
    ]
    order = {exact: place for place, exact in enumerate(sorted({exact for _, exact in pairs}))}
    assert [code for code, _ in pairs] == [order[exact] for _, exact in pairs]


def test_a_policy_without_a_number_has_no_ranks() -> None:
    policy = asn.schemes.get("permenpanrb-6-2022")
    scores = asn.appraise_table(policy, [{"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}])
    with pytest.raises(AppraisalError, match="ASN340"):
        scores.ranks()


def test_ranks_of_random_policies_are_those_of_the_exact_scores() -> None:
    tried = tied = 0
    for seed in range(60):
        random = Random(seed)  # noqa: S311
        policy = random_policy(random, depth=3)
        if policy.score is None:
            continue
        records = [random_record(policy, random) for _ in range(8)]
        try:
            scores = asn.appraise_table(policy, [*records, *records[:3]], on_error="quarantine")
        except AppraisalError:
            continue
        if not scores.rejected.all():
            assert scores.ranks().tolist() == by_hand(scores, "min"), seed
            tried += 1
            tied += len({*scores.ranks().tolist()}) < len(scores)
    assert tried > 25
    assert tied > 20
