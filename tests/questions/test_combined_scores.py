from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import Bands, CombinedScores, Number, Policy, Scores, Weighted, schemes
from asn_appraisal.errors import (
    ArgumentError,
    MonthsError,
    OtherKeysError,
    PredicateError,
    RecordError,
    RoundedPartError,
    UnknownKeyError,
    UnknownPartError,
)

A, B = Number("a", low=-10, high=100, decimals=2), Number("b", low=1, high=100, decimals=2, optional=True)
SCALE = Bands(("baik", ">= 50", "Baik", "Good"), ("cukup", "> 20", "Cukup", "Fair"), ("kurang", None, "Kurang", "Poor"))
PLAIN = Policy("biasa", "Biasa", score=Weighted((30, A), (70, A * 2)), band=SCALE)
THIRDS = Policy("sepertiga", "Sepertiga", score=A / 3, reported=2, band=SCALE)
QUOTIENT = Policy("hasil-bagi", "Hasil bagi", score=(A / B.or_else(7)), reported=2)
PARTS = Policy(
    "bagian", "Bagian", score=(A.named("penuh") + (A * B / 7).named("boleh_kosong").or_else(0)).rounded(1), band=SCALE
)
LABELS = Policy("predikat", "Predikat", band=SCALE.rating_of(A))


def _scores(policy: Policy, rows: dict[Any, tuple[Any, Any]], **more: Any) -> Scores:
    table = {"nip": [*rows], "a": [a for a, _ in rows.values()], "b": [b for _, b in rows.values()]}
    return asn.appraise_table(policy, table, key="nip", on_error="quarantine", **more)


def _drawn(draw: random.Random, policy: Policy, people: int) -> Scores:
    rows = {}
    for nip in draw.sample(range(people), draw.randint(1, people)):
        # Few numbers, so that means fall on ties and on edges; some out of range, so that rows are refused.
        a = draw.choice(
            ["0.01", "0.02", "0.03", "0.05", "20", "50", "49.99", "-0.01", "100", "101", "7.5", "15", "-10"]
        )
        rows[f"p{nip}"] = (a, draw.choice(["3", "7", "1.5", None]))
    return _scores(policy, rows)


@pytest.mark.parametrize("policies", [[PLAIN], [THIRDS], [QUOTIENT], [PLAIN, THIRDS]])
@pytest.mark.parametrize("seed", range(6))
def test_many_people_at_once_are_each_as_one_alone(policies: list[Policy], seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    periods = [_drawn(draw, draw.choice(policies), 30) for _ in range(draw.randint(1, 4))]
    months = [draw.choice([1, 2, "1.5", "1/3", 6]) for _ in periods]
    how: dict[str, Any] = {"places": draw.randint(0, 4), "band": draw.choice([None, SCALE])}
    found = asn.combine(periods, months, **how)
    assert isinstance(found, CombinedScores)
    people = {key for scores in periods for key in scores.to_frame()["nip"]}
    assert {*found.keys.values()} == people
    for row, nip in enumerate(found.keys.values()):
        there = [
            (scores, list(scores.to_frame()["nip"]).index(nip), span)
            for scores, span in zip(periods, months, strict=True)
            if nip in scores.to_frame()["nip"]
        ]
        if any(scores.rejected[at] for scores, at, _ in there):
            assert (found.reported()[row], found.band_keys()[row], found.exact(row)) == (None, None, None)
            assert nip in {fault.key for fault in found.rejects}
            continue
        one = asn.combine([scores[at] for scores, at, _ in there], [span for *_, span in there], **how)
        assert (found.reported()[row], found.exact(nip)) == (one.score, one.exact)
        assert float(one.score) == found.score[row]
        assert found.band_keys()[row] == (None if one.band is None else one.band.key)
        assert found[nip] == one


def test_a_tie_of_values_without_an_end_is_decided_exactly() -> None:
    # 0.01/3 and 0.02/3 make 0.01/2 together, half a unit of the last place: half up.
    periods = [_scores(THIRDS, {"x": ("0.01", None)}), _scores(THIRDS, {"x": ("0.02", None)})]
    assert str(asn.combine(periods, [1, 1]).reported()[0]) == "0.01"
    assert asn.combine(periods, [1, 1]).exact(0) == Fraction("0.005")


def test_who_misses_a_period_has_the_mean_of_the_others_and_a_refused_row_is_named() -> None:
    first = _scores(PLAIN, {"a": (10, None), "b": (20, None), "c": (999, None)})
    second = _scores(PLAIN, {"c": (10, None), "b": (40, None), "d": (30, None)})
    found = asn.combine([first, second], [4, 8], band=SCALE)
    assert [None if each is None else str(each) for each in found.reported()] == ["17.00", "56.67", None, "51.00"]
    assert found.served.tolist() == [1, 2, 2, 1]
    (fault,) = found.rejects
    assert (fault.code, fault.row, fault.key) == ("ASN345", 2, "c")
    assert "period 1 has no score: row 2 of its table was refused (ASN406)" in fault.message
    with pytest.raises(RecordError, match="ASN345"):
        found.appraisal("c")
    with pytest.raises(UnknownKeyError):
        found.appraisal("e")
    assert found.counts() == {"baik": 2, "cukup": 0, "kurang": 1}
    assert found.text("en").splitlines() == [
        "With a value: 3", "of these without one or more periods: 2", "Refused: 1", "Good: 2", "Fair: 0", "Poor: 1",
    ]  # fmt: skip
    assert found.to_dict("en")["incomplete"] == 2
    assert [found.rejects_frame()[name] for name in ("key", "code")] == [["c"], ["ASN345"]]


def test_a_row_without_a_key_is_named_and_is_nobody() -> None:
    first = _scores(PLAIN, {"a": (10, None), None: (20, None)})
    found = asn.combine([first, _scores(PLAIN, {"a": (10, None)})], [1, 1])
    assert found.keys.values() == ["a"]
    assert [(fault.code, fault.row, fault.key) for fault in found.rejects] == [("ASN345", None, None)]


def test_a_key_that_is_there_twice_has_no_value() -> None:
    twice = asn.appraise_table(PLAIN, {"nip": ["a", "a"], "a": [1, 2]}, key="nip", on_error="quarantine")
    found = asn.combine([twice, _scores(PLAIN, {"a": (10, None)})], [1, 1])
    assert found.reported() == [None]
    assert "ASN432" in found.rejects[0].message


def test_a_part_is_combined_and_who_has_none_is_refused() -> None:
    first = _scores(PARTS, {"a": (10, 3), "b": (20, None)})
    second = _scores(PARTS, {"a": (10, 7), "b": (20, 7)})
    full = asn.combine([first, second], [1, 2], part="penuh")
    assert [str(each) for each in full.reported()] == ["10.00", "20.00"]
    some = asn.combine([first, second], [1, 2], part="boleh_kosong")
    assert some.exact("a") == (Fraction(30, 7) + 20) / 3
    assert [fault.code for fault in some.rejects] == ["ASN346"]
    assert "boleh_kosong: it is absent in row 1" in some.rejects[0].message
    nobody = _scores(PARTS, {"b": (20, None), "a": (10, 7)})
    assert asn.combine([nobody], [1], part="boleh_kosong").exact("a") == 10


def test_the_numbers_of_ratings_are_combined() -> None:
    first, second = _scores(LABELS, {"a": (60, None), "b": (30, None)}), _scores(LABELS, {"a": (0, None)})
    numbers = {"baik": 100, "cukup": "70.5", "kurang": "1/3"}
    found = asn.combine([first, second], [3, 3], numbers=numbers)
    assert (found.exact("a"), found.exact("b")) == (Fraction(301, 6), Fraction("70.5"))
    assert [str(each) for each in found.reported()] == ["50.17", "70.50"]
    with pytest.raises(PredicateError):
        asn.combine([first, second], [3, 3])


def test_credit_points_are_added() -> None:
    policy = schemes.get("permenpanrb-1-2023")
    table = {"nip": ["a", "b"], "jenjang": ["ahli_pertama"] * 2, "predikat": ["baik", "kurang"], "bulan": [3, 3]}
    quarter = asn.appraise_table(policy, table, key="nip")
    found = asn.add_up([quarter] * 4, places=2)
    assert [str(each) for each in found.reported()] == ["12.50", "6.25"]
    assert found["b"] == asn.add_up([quarter["b"]] * 4, places=2)


def test_what_one_person_may_not_combine_is_refused_for_all() -> None:
    scores = _scores(PARTS, {"a": (10, 3)})
    mixed: list[Any] = [scores, PARTS.appraise({"a": 1})]
    for error, months, how in (
        (RoundedPartError, [1], {}),
        (UnknownPartError, [1], {"part": "penuhh"}),
        (UnknownPartError, [1], {"part": "peringkat"}),
        (MonthsError, [1, 2], {"part": "penuh"}),
        (MonthsError, [0], {"part": "penuh"}),
    ):
        with pytest.raises(error):
            asn.combine([scores], months, **how)
    with pytest.raises(ArgumentError):
        asn.combine(mixed, [1, 1], part="penuh")


def test_tables_that_cannot_be_matched_by_key_are_refused() -> None:
    keyed, numbered = _scores(PLAIN, {"a": (1, None)}), _scores(PLAIN, {1: (1, None)})
    without = asn.appraise_table(PLAIN, {"a": [1]})
    for other in (without, numbered):
        with pytest.raises(OtherKeysError):
            asn.combine([keyed, other], [1, 1])


def test_periods_without_any_score_are_refused_together() -> None:
    with pytest.raises(ArgumentError):
        asn.combine([_scores(PLAIN, {"a": (999, None)})], [1])


def test_the_result_is_a_frame_of_the_kind_that_came_in() -> None:
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"nip": ["a", "b"], "a": [10.0, 60.0]})
    scores = asn.appraise_table(PLAIN, table, key="nip")
    frame = asn.combine([scores, scores], [1, 1], band=SCALE).to_frame()
    assert frame.columns.tolist() == ["nip", "score", "band", "periods"]
    assert frame["band"].tolist() == ["kurang", "baik"]
