"""The laws on answers find an answer that does not add up."""

from __future__ import annotations

import pytest
from attrs import evolve

import asn_appraisal as asn
from asn_appraisal.questions.changes import Changes
from asn_appraisal.questions.contributions import Contributions
from asn_appraisal.testing import answer_laws, laws

x, y = asn.Number("x", low=0, high=100), asn.Number("y", low=0, high=100)
POLICY = asn.Policy("contoh", "Contoh", score=asn.Weighted((60, x), (40, y)).rounded(0))
RECORDS = [{"x": 71, "y": 33}, {"x": 20, "y": 90}]


def test_both_are_among_the_laws_and_hold() -> None:
    for law in (answer_laws.contributions_add_up, answer_laws.changes_add_up):
        assert law in laws.ALL
        law(POLICY, RECORDS)


def test_contributions_that_do_not_add_up_are_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    right = answer_laws.contributions

    def wrong(appraisal: asn.Appraisal) -> Contributions:
        found = right(appraisal)
        return evolve(found, items=found.items[:-1])  # without the rounding

    monkeypatch.setattr(answer_laws, "contributions", wrong)
    with pytest.raises(AssertionError, match=r"add up to 279/5, the score is 56"):
        answer_laws.contributions_add_up(POLICY, RECORDS)


def test_changes_that_do_not_add_up_are_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    right = answer_laws.why_changed

    def wrong(before: asn.Appraisal, after: asn.Appraisal) -> Changes:
        found = right(before, after)
        return evolve(found, items=tuple(evolve(item, points=item.points + 1) for item in found.items[:1]))

    monkeypatch.setattr(answer_laws, "why_changed", wrong)
    with pytest.raises(AssertionError, match="the scores differ by -8"):
        answer_laws.changes_add_up(POLICY, RECORDS)


def test_a_policy_without_a_number_has_nothing_to_add_up() -> None:
    policy = asn.schemes.get("permenpanrb-6-2022")
    answer_laws.contributions_add_up(policy, [{"hasil_kerja": "sesuai", "perilaku_kerja": "sesuai"}])
