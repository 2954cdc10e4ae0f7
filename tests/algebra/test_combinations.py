from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import asn_appraisal as asn
from asn_appraisal import errors

x, y, z = (asn.Number(key) for key in "xyz")
u, v, w = (asn.Number(key, optional=True) for key in "uvw")
flag = asn.Flag("hadir")
label = asn.Category("jenis", ["tetap"])
LAW = asn.Source("PP 46/2011")
PLAIN = [asn.Sum, asn.Mean, asn.Least, asn.Greatest]

numbers = st.integers(-10_000, 10_000).map(lambda n: Fraction(n, 100))


def appraised(expression: Any, **record: object) -> Fraction | None:
    return asn.Policy("contoh", "Contoh", score=expression, reported=2).appraise(record).exact


def code_of(expression: Any, **record: object) -> str:
    with pytest.raises(errors.RecordError) as caught:
        appraised(expression, **record)
    (fault,) = caught.value.faults
    return fault.code


@given(numbers, numbers, numbers)
def test_combinations_mean_what_python_means(p: Fraction, q: Fraction, r: Fraction) -> None:
    record = {"x": p, "y": q, "z": r}
    assert p + q + r == appraised(asn.Sum(x, y, z), **record)
    assert (p + q + r) / 3 == appraised(asn.Mean(x, y, z), **record)
    assert min(p, q, r) == appraised(asn.Least(x, y, z), **record)
    assert max(p, q, r) == appraised(asn.Greatest(x, y, z), **record)
    assert p * Fraction("0.5") + q * Fraction("0.375") + r * Fraction("0.125") == appraised(
        asn.Weighted((50, x), ("37.5", y), ("12.5", z)), **record
    )


@given(st.lists(st.none() | numbers, min_size=3, max_size=3).filter(any))
def test_of_given_takes_the_parts_that_are_there(entries: list[Fraction | None]) -> None:
    record = {key: value for key, value in zip("uvw", entries, strict=True) if value is not None}
    there = list(record.values())
    weights = {"u": 50, "v": 30, "w": 20}
    assert sum(there) == appraised(asn.Sum.of_given(u, v, w), **record)
    assert sum(there) / len(there) == appraised(asn.Mean.of_given(u, v, w), **record)
    assert min(there) == appraised(asn.Least.of_given(u, v, w), **record)
    assert max(there) == appraised(asn.Greatest.of_given(u, v, w), **record)
    shared = sum(weights[key] * value for key, value in record.items()) / Fraction(sum(weights[key] for key in record))
    assert shared == appraised(asn.Weighted.of_given((50, u), (30, v), (20, w)), **record)


@given(numbers)
def test_a_part_alone_carries_the_whole_weight(value: Fraction) -> None:
    assert value == appraised(asn.Weighted.of_given((1, u), (99, v)), u=value)


def test_zero_is_a_value_and_not_absent() -> None:
    assert Fraction(5) == appraised(asn.Mean.of_given(u, v), u=0, v=10)
    assert Fraction(10) == appraised(asn.Mean.of_given(u, v), v=10)


@pytest.mark.parametrize(
    "expression",
    [
        asn.Mean.of_given(u, v),
        asn.Sum.of_given(u, v),
        asn.Least.of_given(u, v),
        asn.Greatest.of_given(u, v),
        asn.Weighted.of_given((50, u), (50, v)),
        asn.Mean.of_given(u, v, at_least=2) + 0 * u.or_else(0),
    ],
)
def test_a_record_without_any_part_is_refused(expression: Any) -> None:
    assert code_of(expression) == "ASN415"


@pytest.mark.parametrize(
    ("enough", "record"), [(True, {"u": 1, "v": 3}), (True, {"u": 1, "v": 3, "w": 2}), (False, {"u": 2})]
)
def test_at_least_is_the_least_number_of_parts(enough: bool, record: dict[str, int]) -> None:
    expression = asn.Mean.of_given(u, v, w, at_least=2)
    if enough:
        assert Fraction(2) == appraised(expression, **record)
    else:
        assert code_of(expression, **record) == "ASN415"


@pytest.mark.parametrize("at_least", [0, 3, -1, "1", 1.0, True, None])
def test_at_least_is_a_whole_number_up_to_the_number_of_parts(at_least: Any) -> None:
    with pytest.raises(errors.CountRangeError):
        asn.Mean.of_given(u, v, at_least=at_least)


@pytest.mark.parametrize("combination", [*PLAIN, asn.Weighted])
def test_a_combination_of_nothing_is_refused(combination: Any) -> None:
    with pytest.raises(errors.EmptyPartsError):
        combination()
    with pytest.raises(errors.EmptyPartsError):
        combination.of_given()


@pytest.mark.parametrize("combination", PLAIN)
def test_a_part_that_may_be_absent_needs_of_given(combination: Any) -> None:
    with pytest.raises(errors.AbsentPartError) as caught:
        combination(x, u)
    assert caught.value.facts["what"] == "u"
    assert combination.of_given(x, u).may_be_absent is False


def test_a_weighted_part_that_may_be_absent_needs_of_given() -> None:
    with pytest.raises(errors.AbsentPartError):
        asn.Weighted((60, x), (40, u))


@pytest.mark.parametrize("part", [flag, label, "tetap"])
@pytest.mark.parametrize("combination", PLAIN)
def test_only_numbers_are_combined(combination: Any, part: object) -> None:
    with pytest.raises(errors.KindError):
        combination(x, part)
    with pytest.raises(errors.KindError):
        combination.of_given(x, part)


def test_only_numbers_are_weighted() -> None:
    with pytest.raises(errors.KindError):
        asn.Weighted((60, x), (40, label))


@pytest.mark.parametrize(
    ("total", "weights"),
    [
        ("99", [60, 39]),
        ("101", [60, 41]),
        ("99.99", ["60", "39.99"]),
        ("1", ["0.6", "0.4"]),
        ("1", ["60%", "40%"]),
        ("100.01", [60, "40.01"]),
        ("99.99999999999999999999", [60, "39.99999999999999999999"]),
        ("300/7", ["100/7", "200/7"]),
    ],
)
def test_weights_that_do_not_make_a_hundred_are_refused(total: str, weights: list[object]) -> None:
    with pytest.raises(errors.WeightSumError) as caught:
        asn.Weighted((weights[0], x), (weights[1], y))
    assert total == caught.value.facts["total"]
    with pytest.raises(errors.WeightSumError):
        asn.Weighted.of_given((weights[0], x), (weights[1], y))


@pytest.mark.parametrize(
    "weights", [(60, 40), ("33.5", "66.5"), ("100/3", "200/3"), (Fraction(1, 7), Fraction(699, 7))]
)
def test_weights_that_make_exactly_a_hundred_are_taken(weights: tuple[object, object]) -> None:
    weighted = asn.Weighted((weights[0], x), (weights[1], y))
    assert Fraction(100) == sum(weighted.weights)


@pytest.mark.parametrize("weights", [(0, 100), (-10, 110), (110, -10), ("0.0", 100)])
def test_a_weight_that_is_not_above_zero_is_refused(weights: tuple[object, object]) -> None:
    with pytest.raises(errors.WeightError):
        asn.Weighted((weights[0], x), (weights[1], y))


@pytest.mark.parametrize(
    "written",
    [
        lambda: asn.Weighted(x),
        lambda: asn.Weighted((100,)),
        lambda: asn.Weighted((100, x, LAW, LAW)),
        lambda: asn.Weighted([100, x]),
        lambda: asn.Weighted(100),
        lambda: asn.Weighted(asn.Target(asn.Indicator("mutu"), 85)),
        lambda: asn.Weighted.of_given((60, x), y),
    ],
)
def test_a_part_without_a_weight_is_refused(written: Callable[[], object]) -> None:
    with pytest.raises(errors.WeightError):
        written()


def test_a_weight_after_its_part_is_refused() -> None:
    with pytest.raises(errors.WeightKindError, match=r"pairs are \(weight, part\)"):
        asn.Weighted((x, 60), (y, 40))


def test_a_weight_that_the_record_would_hold_is_refused_with_what_to_write() -> None:
    with pytest.raises(errors.WeightKindError, match=r"\(w1 \* x1 \+ w2 \* x2\) / \(w1 \+ w2\)"):
        asn.Weighted((asn.Number("hari"), x), (40, y))
    with pytest.raises(errors.WeightKindError):
        asn.Target(asn.Indicator("mutu"), 85, weight=asn.Number("hari"))


def test_targets_bring_their_weights() -> None:
    mutu, waktu = asn.Indicator("mutu"), asn.Indicator("waktu", better="lower")
    first, second = asn.Target(mutu, 85, weight=60), asn.Target(waktu, 7, weight=40)
    assert asn.Weighted((60, first), (40, second)) == asn.Weighted(first, second)
    assert asn.Weighted(first, second).weights == (60, 40)


def test_each_weight_has_its_own_source_or_the_common_one() -> None:
    own = asn.Source("Perka BKN 1/2013")
    assert asn.Weighted((60, x, own), (40, y), source=LAW).sources == ((own,), (LAW,))
    assert asn.Weighted((60, x), (40, y)).sources == ((), ())


def test_faults_of_several_parts_are_found_together() -> None:
    with pytest.raises(errors.RecordError) as caught:
        appraised(asn.Sum(x / y, x / z), x=1, y=0, z=0)
    assert [fault.field for fault in caught.value.faults] == ["y", "z"]


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=6), st.data())
def test_a_weighted_sum_of_equal_parts_is_that_part(shares: list[int], data: st.DataObject) -> None:
    value = data.draw(numbers)
    weights = [Fraction(100 * share, sum(shares)) for share in shares]
    assert value == appraised(asn.Weighted(*((weight, x) for weight in weights)), x=value)
