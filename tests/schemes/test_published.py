"""Cases typed by hand: one file a scheme, each line a record with its result and where it was read.

``kind`` is ``text`` (a law, a report, an official paper), ``code`` (tests and documents of public code, which mostly quote
an official paper) or ``calculated`` (worked by hand from the formula, where nothing published was found).
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from tests.schemes.independent import half_up

from asn_appraisal import schemes
from asn_appraisal.testing.cases import SHIPPED

FIELDS = {"scheme", "record", "score", "band", "kind", "source", "note"}
KINDS = {"text", "code", "calculated"}
# Nothing was found and nothing typed: their cases are edges alone.
WITHOUT = {
    "sabang-layanan",
    "permenpanrb-16-2014",
    "permenpanrb-3-2020",
    "permenpanrb-8-2026",
}
NAMES = {"nhk_u": "nhk", "npk_u": "npk"}  # how the source calls them, and we


def _cases() -> Iterator[Any]:
    for path in sorted(SHIPPED.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            case = json.loads(line)
            yield pytest.param(case, id=f"{path.stem}:{number}")


ALL = list(_cases())


def _decimals(printed: str) -> int:
    return len(printed.partition(".")[2])


def test_each_scheme_has_a_file_of_cases_or_is_known_to_have_none() -> None:
    assert set(schemes.keys()) - WITHOUT == {path.stem for path in SHIPPED.glob("*.jsonl")}


def test_no_example_was_lost() -> None:
    assert len(ALL) >= 102


@pytest.mark.parametrize("case", ALL)
def test_a_case_has_all_its_fields_and_its_source(case: dict[str, Any]) -> None:
    assert FIELDS - case.keys() == set()
    assert case.keys() - FIELDS - {"printed", "inner", "options"} == set()
    assert case["source"]
    assert case["kind"] in KINDS


@pytest.mark.parametrize("case", ALL)
def test_the_published_score_and_band_come_out_exactly(case: dict[str, Any]) -> None:
    appraisal = schemes.get(case["scheme"], **case.get("options", {})).appraise(case["record"])
    expected = None if case["score"] is None else Decimal(case["score"])
    assert (expected, case["band"]) == (appraisal.score, appraisal.band.key if appraisal.band else None)


@pytest.mark.parametrize("case", [case for case in ALL if "inner" in case.values[0]])
def test_the_values_printed_on_the_way_come_out_to_the_printed_decimal(case: dict[str, Any]) -> None:
    parts = schemes.get(case["scheme"], **case.get("options", {})).appraise(case["record"]).parts
    for name, printed in case["inner"].items():
        value = parts[NAMES.get(name, name)]
        (one,) = value if isinstance(value, tuple) else (value,)
        assert (name, Decimal(printed)) == (name, Decimal(str(float(half_up(one, _decimals(printed))))))


@pytest.mark.parametrize("case", [case for case in ALL if "printed" in case.values[0]])
def test_a_case_that_differs_from_the_printed_number_says_why(case: dict[str, Any]) -> None:
    assert str(case["score"]) != case["printed"]
    assert case["note"]
    # What is printed is told in words too: a bare number would not say what is wrong with it.
    assert any(letter.isalpha() for letter in case["printed"])
