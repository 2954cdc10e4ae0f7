"""By which fields a score varies, against the shares worked out by hand."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from asn_appraisal import Category, Flag, Number, Policy, Weighted, When, variance_shares
from asn_appraisal.errors import AppraisalError, MissingExtraError, RecordError

A, B = Number("a", "Mutu", low=0, high=100), Number("b", low=-50, high=50)
ADDED = Policy("p", "P", score=Weighted((60, A), (40, B)), reported=2)


def test_where_a_score_adds_up_both_shares_are_those_of_the_variances() -> None:
    found = {each.key: each for each in variance_shares(ADDED, draws=4096)}
    share = 36 / 52
    assert found["a"].alone == pytest.approx(share, abs=0.06)
    assert found["b"].together == pytest.approx(1 - share, abs=0.06)
    for each in found.values():
        assert each.alone_interval[0] <= each.alone <= each.alone_interval[1]
        assert each.together_interval[0] <= each.together <= each.together_interval[1]


def test_what_two_fields_do_together_is_in_the_totals_alone() -> None:
    # b is even around 0: alone a changes nothing on average, b does, and the rest is both together
    found = {each.key: each for each in variance_shares(Policy("p", "P", score=A * B, reported=4), draws=4096)}
    assert found["a"].alone == pytest.approx(0, abs=0.06)
    assert found["a"].together == pytest.approx(1 / 4, abs=0.06)
    assert found["b"].alone == pytest.approx(3 / 4, abs=0.08)
    assert found["b"].together == pytest.approx(1, abs=0.08)


def test_a_seed_gives_the_same_again() -> None:
    first, again, other = (variance_shares(ADDED, draws=64, seed=seed) for seed in (1, 1, 2))
    assert first == again != other


def test_fields_can_be_chosen_and_the_others_come_from_the_record() -> None:
    level, flag = Category("kelas", ["p", "q"]), Flag("ya")
    policy = Policy("p", "P", score=When(level.is_("p"), When(flag, A, 0), B), reported=2)
    record: dict[str, Any] = {"kelas": "p", "ya": True, "a": 5}
    both = {each.key: each.together for each in variance_shares(policy, record, draws=64)}
    assert both["b"] == 0 < both["a"]
    one = variance_shares(policy, record, fields="b", draws=64)
    assert [(each.key, each.alone, each.together) for each in one] == [("b", 0, 0)]
    with pytest.raises(RecordError):
        variance_shares(policy, draws=4)


def test_a_single_field_has_the_whole_variance() -> None:
    (each,) = variance_shares(Policy("p", "P", score=A), draws=1024)
    assert each.alone == pytest.approx(1, abs=0.1)
    assert each.together == pytest.approx(1, abs=0.1)


def test_the_answer_reads_in_both_languages_and_comes_as_data() -> None:
    found = variance_shares(ADDED, draws=64)
    assert "estimated from 64 draws, seed 0" in found.text("en")
    assert "- Mutu: " in found.text()
    assert "Mutu" in found.html()
    assert json.dumps(found.to_dict("en"))
    assert set(found.to_frame()) == {
        "key", "alone", "alone_low", "alone_high", "together", "together_low", "together_high",
    }  # fmt: skip


def test_what_cannot_be_asked_is_refused() -> None:
    wrong: list[dict[str, Any]] = [{"draws": 100}, {"fields": "c"}, {"record": 5}, {"seed": -1}]
    for each in wrong:
        with pytest.raises(AppraisalError):
            variance_shares(ADDED, **each)
    with pytest.raises(AppraisalError):
        variance_shares(Policy("p", "P", score=Number("x"), reported=2))


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    with pytest.raises(MissingExtraError, match="lab"):
        variance_shares(ADDED)
