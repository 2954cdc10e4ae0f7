import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import asn_appraisal as asn
from asn_appraisal import errors, rules

mutu = asn.Indicator("mutu", "Mutu", english="Quality", low=0, high=100)
waktu = asn.Indicator("waktu", better="lower", decimals=1)
biaya = asn.Indicator("biaya", optional=True)
sasaran = asn.Number("target_mutu", low="0.01", high=100)
LAW = asn.Source("PP 30/2019")


def appraised(score: Any, **record: object) -> Fraction | None:
    return asn.Policy("contoh", "Contoh", score=score, reported=2).appraise(record).exact


@pytest.mark.parametrize(
    ("expected", "target", "record"),
    [
        ("100", asn.Target(mutu, 85), {"mutu": 85}),
        ("1000/17", asn.Target(mutu, 85), {"mutu": 50}),
        ("100", asn.Target(waktu, 7), {"waktu": 7}),
        ("114.28", asn.Target(waktu, 7, rule=rules.lower_is_better.rounded(2, "down")), {"waktu": 6}),
        ("0", asn.Target(waktu, 7), {"waktu": 14}),
        ("50", asn.Target(mutu, sasaran), {"mutu": 40, "target_mutu": 80}),
        ("100", asn.Target(mutu, 85, rule=rules.met_or_not), {"mutu": 85}),
        ("0", asn.Target(mutu, 85, rule=rules.met_or_not), {"mutu": "84.99"}),
        ("0", asn.Target(waktu, 7, rule=rules.higher_is_better), {"waktu": 0}),
        ("120", asn.Target(mutu, 50, rule=rules.higher_is_better.capped(120)), {"mutu": 100}),
        ("100", asn.Target(asn.Number("x"), 7), {"x": 7}),
    ],
)
def test_a_target_scores_its_indicator(expected: str, target: asn.Target, record: dict[str, object]) -> None:
    assert Fraction(expected) == appraised(target, **record)


def test_the_score_of_a_target_is_a_part_named_after_its_indicator() -> None:
    part = asn.Target(mutu, 85, source=LAW).part
    assert (part.key, part.name, part.english, part.sources) == ("mutu_nilai", "Mutu", "Quality", (LAW,))
    assert rules.higher_is_better.of(mutu, 85) == part.value


def test_a_target_may_name_its_part() -> None:
    assert asn.Target(mutu, 85, key="skor_mutu").part.key == "skor_mutu"


@pytest.mark.parametrize(
    ("expected", "weight"), [(Fraction(60), 60), (Fraction(75, 2), "37.5"), (Fraction(100, 3), "100/3"), (None, None)]
)
def test_a_weight_is_exact_percent(expected: Fraction | None, weight: Any) -> None:
    assert expected == asn.Target(mutu, 85, weight=weight).weight


@pytest.mark.parametrize(
    ("expected", "target", "record"),
    [
        (0, asn.Target(biaya, 7, missing=0), {}),
        (100, asn.Target(biaya, 7, missing=0), {"biaya": 7}),
        (0, asn.Target(biaya, 7, missing=50), {"biaya": 0}),
        (85, asn.Target(biaya, 7, missing=mutu), {"mutu": 85}),
    ],
)
def test_missing_is_the_score_of_an_absent_indicator(
    expected: int, target: asn.Target, record: dict[str, object]
) -> None:
    assert not target.part.may_be_absent
    assert expected == appraised(target, **record)


def test_an_optional_indicator_without_missing_is_refused_except_in_of_given() -> None:
    optional, needed = asn.Target(biaya, 7, weight=50), asn.Target(mutu, 85, weight=50)
    assert optional.part.may_be_absent
    with pytest.raises(errors.AbsentPartError):
        asn.Weighted(optional, needed)
    assert Fraction(100) == appraised(asn.Weighted.of_given(optional, needed), mutu=85)
    assert Fraction(75) == appraised(asn.Weighted.of_given(optional, needed), mutu=85, biaya="3.5")


def test_a_target_is_a_part_in_any_formula() -> None:
    assert Fraction(110) == appraised(asn.Sum(asn.Target(mutu, 85), 10), mutu=85)
    assert Fraction(150) == appraised(asn.Mean(asn.Target(mutu, 50), asn.Target(waktu, 7)), mutu=100, waktu=7)


@pytest.mark.parametrize(
    ("error", "written"),
    [
        (errors.InexactNumberError, lambda: asn.Target(mutu, 85.0)),
        (errors.InexactNumberError, lambda: asn.Target(mutu, 85, weight=60.0)),
        (errors.NumberTypeError, lambda: asn.Target(mutu, None)),
        (errors.NumberTypeError, lambda: asn.Target(mutu, 85, weight=True)),
        (errors.MalformedNumberError, lambda: asn.Target(mutu, "85,5")),
        (errors.MalformedNumberError, lambda: asn.Target(mutu, 85, weight="enam puluh")),
        (errors.ZeroDivisorError, lambda: asn.Target(mutu, 0)),
        (errors.ArgumentError, lambda: asn.Target(asn.Category("jenis", ["a"]), 85)),  # type: ignore[arg-type]
        (errors.KindError, lambda: asn.Target(mutu, "tinggi")),
        (errors.KindError, lambda: asn.Target(mutu, 85, missing="kurang")),
        (errors.KeyFormError, lambda: asn.Target(mutu, 85, key="Nilai Mutu")),
        (errors.AbsentPartError, lambda: asn.Target(biaya, 7, rule=rules.met_or_not)),
        (errors.WeightSumError, lambda: asn.Weighted(asn.Target(mutu, 85, weight=60))),
        (errors.WeightError, lambda: asn.Weighted(asn.Target(mutu, 85, weight=0))),
    ],
)
def test_what_is_no_target_is_refused(error: type[asn.AppraisalError], written: Callable[[], object]) -> None:
    with pytest.raises(error):
        written()


def test_two_targets_of_one_indicator_need_keys_of_their_own() -> None:
    with pytest.raises(errors.PartKeyError):
        appraised(asn.Sum(asn.Target(mutu, 85), asn.Target(mutu, 90)), mutu=85)
    assert Fraction(300) == appraised(asn.Sum(asn.Target(mutu, 80), asn.Target(mutu, 40, key="ganda")), mutu=80)


def test_a_target_is_equal_by_value_and_survives_pickling() -> None:
    target = asn.Target(mutu, 85, weight=60, rule=rules.higher_is_better.capped(120), missing=0, source=LAW)
    same = asn.Target(mutu, "85.0", weight="60", rule=rules.higher_is_better.capped(120), missing=0, source=[LAW])
    restored = pickle.loads(pickle.dumps(target))  # noqa: S301
    assert target == same == restored
    assert hash(target) == hash(same) == hash(restored)
    assert target.part == restored.part
    assert target != asn.Target(mutu, 85, weight=61)
