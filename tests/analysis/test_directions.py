"""Directions: what is said to rise or fall does, for every value; and what a person can change."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import AppraisalError, schemes
from asn_appraisal.algebra.expressions import Arithmetic, Expression
from asn_appraisal.analysis.directions import DIRECTIONS, changeable, direction, reads
from asn_appraisal.numbers import to_decimal
from asn_appraisal.testing.drawing.policies import random_policy
from asn_appraisal.testing.drawing.records import random_record

x = asn.Number("x", low=0, high=10)
y = asn.Number("y", low=1, high=10)
z = asn.Number("z", low=-5, high=5)
maybe = asn.Number("maybe", low=0, high=10, optional=True)
flag = asn.Flag("rekan")
rows = asn.Items("kegiatan", [asn.Number("mutu", low=0, high=10), asn.Number("bobot", low=0, high=10)])
mutu, bobot = rows.fields
bands = asn.Bands(("baik", ">= 6"), asn.Band("cukup", ">= 3", requires=flag), ("kurang", None))


@pytest.mark.parametrize(
    ("node", "entry", "right"),
    [
        (x + 1, x, "rising"),
        (1 - x, x, "falling"),
        (x + y, z, "constant"),
        (x - x, x, "constant"),
        (x * y, x, "rising"),
        (x * z, x, None),
        (x * z, z, "rising"),
        (x * x, x, "rising"),
        (x * -2, x, "falling"),
        (x / y, x, "rising"),
        (x / y, y, "falling"),
        (z / y, y, None),
        (x / z, z, None),
        (1 / x, x, "falling"),
        ((2 - x / y) * 100, y, "rising"),
        (x.clamped(2, 5).rounded(1, "up"), x, "rising"),
        (y.capped(x), x, "rising"),
        (asn.Number("u").floored(3 - x), x, "falling"),
        (x.through((0, 9), (5, 3), (6, 3)), x, "falling"),
        (x.through((0, 9), (5, 3), (6, 4)), x, None),
        (asn.Steps(x, (">= 9", 3), (">= 5", 2), otherwise=1), x, "rising"),
        (asn.Steps(x, ("<= 3", 9), ("<= 5", 8), otherwise=7), x, "falling"),
        (asn.Steps(x, (">= 9", 3), (">= 5", 4), otherwise=1), x, None),
        (asn.When(flag, x, x * 2), x, "rising"),
        (asn.When(flag, x, 5 - x), x, None),
        (asn.When(x > 5, x, x * Fraction(1, 2)), x, "rising"),
        (asn.When(x > 5, x, x * 2), x, None),
        (asn.When(x > y, 2, 1), x, None),
        (x.but(0, when=flag), x, "rising"),
        (x.but(0, when=x > 5), x, None),
        (maybe.or_else(3), maybe, "rising"),
        (maybe.or_else(x), x, "rising"),
        ((maybe * 2).or_else(x), maybe, "rising"),
        ((maybe + asn.Number("lain", optional=True)).or_else(x), maybe, None),
        (rows.where(mutu > x).mean(mutu * x).or_else(5), x, None),
        (asn.Mean(x, y), x, "rising"),
        (asn.Least(x, 5 - y), y, "falling"),
        (asn.Weighted((60, x), (40, 3 - x)), x, "rising"),
        (asn.Weighted((60, x), (40, y - x)), x, None),
        (asn.Mean.of_given(x, maybe), x, "rising"),
        (asn.Mean.of_given(x, maybe), maybe, "rising"),
        (asn.Mean.of_given(x, rows.where(mutu > 3).mean(mutu + y)), y, None),
        (rows.mean(mutu * x), x, "rising"),
        (rows.weighted(mutu * x, by=bobot), x, "rising"),
        (rows.weighted(mutu, by=bobot * x), x, None),
        (rows.where(mutu > x).sum(mutu), x, None),
        (x.rated(bands), x, "rising"),
        ((5 - x).rated(bands), x, "falling"),
        (x.rated(asn.Bands(("cepat", "<= 3"), ("lambat", None))), x, None),
        (x.rated(asn.Bands(asn.Band("baik", ">= 6", requires=x < 8), ("kurang", None))), x, None),
        (asn.Case(asn.When(flag, "a", "b"), a=x, b=2 * x), x, "rising"),
        ((x * 3).within(2, 9), x, "rising"),
    ],
)
def test_the_direction_of_a_formula(node: Expression, entry: Any, right: str | None) -> None:
    assert direction(node, entry) == right


def _height(root: Expression, policy: asn.Policy, appraisal: asn.Appraisal) -> Fraction:
    """How high a score is, or a band: the better, the higher."""
    if root is policy.score or appraisal.band is None:
        return appraisal.exact or Fraction(0)
    return Fraction(-[level.key for level in root.levels].index(appraisal.band.key))


def wrong_directions(seed: int) -> list[str]:
    """Fields of a random policy with which the score or the band goes the other way than is said."""
    random = Random(seed)  # noqa: S311
    policy = random_policy(random)
    wrong = []
    for entry in policy.outline.fields:
        if not isinstance(entry, asn.Number) or entry.low_units is None or entry.high_units is None:
            continue
        for root in (policy.score, policy.band):
            way = None if root is None else direction(root, entry)
            if root is None or way is None:
                continue
            record = random_record(policy, random)
            units = sorted(random.randint(entry.low_units, entry.high_units) for _ in range(12))
            found = []
            for each in units:
                value = to_decimal(Fraction(each, 10**entry.decimals), entry.decimals)
                try:
                    appraisal = policy.appraise({**record, entry.key: value})
                except AppraisalError:
                    continue
                found.append(_height(root, policy, appraisal))
            steps = {(b > a) - (b < a) for a, b in pairwise(found)} - {0}
            right = {"rising": {1}, "falling": {-1}, "constant": set()}[way]
            if not steps <= right:
                wrong.append(f"{seed} {entry.key}: {way}, {found}")
    return wrong


@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 150, 25)])
def test_random_policies_go_the_way_that_is_said(seeds: range) -> None:
    assert [each for seed in seeds for each in wrong_directions(seed)] == []


def test_a_wrong_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    direction.cache_clear()
    monkeypatch.setitem(DIRECTIONS, Arithmetic, lambda node, entry: "rising")  # a minus is no plus
    assert any(wrong_directions(seed) for seed in range(60))
    direction.cache_clear()


def test_what_a_formula_reads() -> None:
    assert reads(rows.mean(mutu * x), x)
    assert not reads(rows.mean(mutu), x)


def test_indicators_change_and_in_rows_what_is_realized() -> None:
    pp46 = schemes.get("pp-46-2011")
    roots = tuple(root for root in (pp46.score, pp46.band) if root is not None)
    found = changeable(pp46.outline, roots)
    assert ("kegiatan", "realisasi_waktu") in found
    assert (None, "integritas") in found
    assert not [key for _, key in found if key.startswith("target") or key in {"tugas_tambahan", "kreativitas"}]
    sabang = schemes.get("sabang-layanan")
    assert {key for _, key in changeable(sabang.outline, (sabang.band,) if sabang.band is not None else ())} == {
        "kecepatan", "kepuasan", "akurasi",
    }  # fmt: skip
