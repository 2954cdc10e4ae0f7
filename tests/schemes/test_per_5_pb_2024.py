from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import AppraisalError, RecordError

KEY = "per-5-pb-2024"
WEIGHTS = {
    "revisi_dipa": 10,
    "deviasi_hal_iii": 15,
    "penyerapan": 20,
    "kontraktual": 10,
    "tagihan": 10,
    "up_tup": 10,
    "capaian_output": 25,
}


def _all(value: int | str, **changed: Any) -> dict[str, Any]:
    return dict.fromkeys(WEIGHTS, value) | changed


def test_the_inputs_are_those_of_the_specification() -> None:
    expected = {
        **dict.fromkeys(WEIGHTS, "number(0..100, 2)?"),
        "revisi_dipa": "number(0..110, 2)?",
        "pengurang_dispensasi": "number(0..1, 2) = 0",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_slides() -> None:
    expected = {"sangat_baik": "Sangat Baik", "baik": "Baik", "cukup": "Cukup", "kurang": "Kurang"}
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize("key", WEIGHTS)
def test_each_indicator_counts_with_its_weight(key: str) -> None:
    assert WEIGHTS[key] == result(KEY, _all(0, **{key: 100}))[0]


@pytest.mark.parametrize("key", WEIGHTS)
def test_an_indicator_alone_is_the_whole_value(key: str) -> None:
    assert result(KEY, {key: "77.77"}) == (Decimal("77.77"), "cukup")


def test_an_indicator_not_assessed_is_no_zero_but_leaves_its_weight_to_the_others() -> None:
    # 80 of 100 points counted as they are would be 80.
    assert result(KEY, _all(100, kontraktual=None, up_tup=None))[0] == 100
    assert result(KEY, _all(100, kontraktual=0, up_tup=0))[0] == 80


def test_the_deduction_comes_after_the_weights_are_shared() -> None:
    record = _all(90, kontraktual=None, up_tup=None, pengurang_dispensasi="0.75")
    assert result(KEY, record) == (Decimal("89.25"), "baik")


@pytest.mark.parametrize(
    ("value", "off", "key"),
    [
        ("95", "0", "sangat_baik"),
        ("95", "0.01", "baik"),
        ("94.99", "0", "baik"),
        ("89", "0", "baik"),
        ("88.99", "0", "cukup"),
        ("70", "0", "cukup"),
        ("69.99", "0", "kurang"),
        ("70", "1", "kurang"),
        ("0", "0", "kurang"),
    ],
)
def test_a_band_begins_on_its_edge(value: str, off: str, key: str) -> None:
    assert key == result(KEY, _all(value, pengurang_dispensasi=off))[1]


@pytest.mark.parametrize(
    ("revisi", "rest", "off", "weighted", "score"),
    [
        ("110", "100", "0", "101", "100.00"),
        ("110", "100", "0.25", "101", "100.00"),
        ("110", "100", "1", "101", "100.00"),
        ("100", "100", "0.25", "100", "99.75"),
        ("0", "0", "1", "0", "0.00"),
    ],
)
def test_the_difference_is_limited_and_not_the_weighted_value(
    revisi: str, rest: str, off: str, weighted: str, score: str
) -> None:
    appraisal = schemes.get(KEY).appraise(_all(rest, revisi_dipa=revisi, pengurang_dispensasi=off))
    assert (Fraction(weighted), Decimal(score)) == (appraisal.parts["nilai_tertimbang"], appraisal.score)


def test_the_total_is_not_the_mean_of_the_means_of_the_aspects() -> None:
    # Planning (100 and 59.50): 79.75, execution: 95.6475, output: 66.49; their plain mean would be 80.63.
    values = ("100", "59.50", "93.06", "100", "100", "89.53", "66.49")
    assert result(KEY, dict(zip(WEIGHTS, values, strict=True)))[0] == Decimal("83.11")


def test_a_unit_without_any_indicator_is_refused() -> None:
    with pytest.raises(AppraisalError):
        result(KEY, {})


@pytest.mark.parametrize(("field", "value"), [("revisi_dipa", "110.01"), ("penyerapan", "100.01")])
def test_only_revisions_pass_100(field: str, value: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _all(100, **{field: value}))
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN406", field)]
