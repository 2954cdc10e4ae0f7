from decimal import Decimal
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "tpp-40-60"


def _record(pagu: int | str, disiplin: str, produktivitas: str) -> dict[str, Any]:
    return {"pagu": pagu, "nilai_disiplin": disiplin, "nilai_produktivitas": produktivitas}


def _paid(record: dict[str, Any]) -> Any:
    return schemes.get(KEY).appraise(record).parts["dibayar"]


def test_the_inputs_are_those_of_the_specification() -> None:
    expected = {
        "pagu": "number(0..10000000000, 2)",
        "nilai_disiplin": "number(0..100, 2)",
        "nilai_produktivitas": "number(0..100, 2)",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_there_are_no_bands() -> None:
    assert result(KEY, _record(3_500_000, "91.25", "95")) == (Decimal("93.50"), None)


def test_discipline_counts_40_percent_and_productivity_60() -> None:
    assert result(KEY, _record(1, "100", "0"))[0] == 40
    assert result(KEY, _record(1, "0", "100"))[0] == 60


def test_the_total_is_not_added_on_top_of_both_parts() -> None:
    # Seen in a program: 3,272,500 and then both parts again.
    assert _paid(_record(3_500_000, "91.25", "95")) == 3_272_500
    assert _paid(_record(3_500_000, "100", "100")) == 3_500_000


def test_the_rupiah_follow_from_the_rounded_share_and_not_from_two_rounded_halves() -> None:
    record = _record(1_000_001, "91.25", "95.01")
    # 40 % and 60 % in rupiah, each rounded for itself, make 935,061.
    assert (result(KEY, record)[0], _paid(record)) == (Decimal("93.51"), 935_101)


@pytest.mark.parametrize(("pagu", "paid"), [("0.49", 0), ("0.5", 1), ("2.5", 3), ("0", 0)])
def test_half_a_rupiah_is_paid_as_one(pagu: str, paid: int) -> None:
    assert _paid(_record(pagu, "100", "100")) == paid


@pytest.mark.parametrize("field", ["pagu", "nilai_disiplin", "nilai_produktivitas"])
def test_a_missing_number_is_refused_and_not_taken_as_zero(field: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, {**_record(1, "1", "1"), field: None})
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN401", field)]
