from decimal import Decimal
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "tpp-indragiri-hulu-2026"
COUNTS = ("tm1", "tm2", "tm3", "tm4", "pc1", "pc2", "pc3", "pc4", "tk")


def _record(**changed: Any) -> dict[str, Any]:
    return dict.fromkeys(COUNTS, 0) | changed


def test_the_inputs_are_nine_counts() -> None:
    assert dict.fromkeys(COUNTS, "count(0.., 0)") == inputs_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("count", "score"),
    [
        ("tm1", "99.50"),
        ("tm2", "99.00"),
        ("tm3", "98.75"),
        ("tm4", "98.50"),
        ("pc1", "99.50"),
        ("pc2", "99.00"),
        ("pc3", "98.75"),
        ("pc4", "98.50"),
        ("tk", "97.00"),
    ],
)
def test_each_event_takes_off_its_percentage(count: str, score: str) -> None:
    assert (Decimal(score), None) == result(KEY, _record(**{count: 1}))


@pytest.mark.parametrize(
    ("tk", "tm1", "score"),
    [(0, 0, "100.00"), (33, 1, "0.50"), (33, 2, "0.00"), (33, 3, "0.00"), (34, 0, "0.00"), (1000, 0, "0.00")],
)
def test_no_more_than_everything_is_taken_off(tk: int, tm1: int, score: str) -> None:
    assert Decimal(score) == result(KEY, _record(tk=tk, tm1=tm1))[0]


@pytest.mark.parametrize("count", COUNTS)
def test_a_missing_count_is_refused_and_not_taken_as_zero(count: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(**{count: None}))
    assert [("ASN401", count)] == [(fault.code, fault.field) for fault in caught.value.faults]
