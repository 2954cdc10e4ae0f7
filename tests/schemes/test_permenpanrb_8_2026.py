from decimal import Decimal
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import SchemeChoiceError

KEY = "permenpanrb-8-2026"
ASPECTS = tuple(f"aspek_{number}" for number in range(1, 8))


def _record(value: str = "3", **changed: Any) -> dict[str, Any]:
    return dict.fromkeys(ASPECTS, value) | changed


def test_the_inputs_are_seven_aspects_from_1_to_5() -> None:
    assert dict.fromkeys(ASPECTS, "number(1..5, 2)") == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands() -> None:
    expected = {
        "memuaskan": "Memuaskan",
        "sangat_baik": "Sangat Baik",
        "baik": "Baik",
        "cukup": "Cukup",
        "kurang": "Kurang",
    }
    assert expected == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("aspect", "score"),
    list(zip(ASPECTS, ("1.40", "1.40", "1.60", "1.60", "1.40", "1.60", "2.00"), strict=True)),
)
def test_each_aspect_has_its_weight(aspect: str, score: str) -> None:
    assert Decimal(score) == result(KEY, _record("1", **{aspect: "5"}))[0]


@pytest.mark.parametrize(
    ("value", "closed", "opened"),
    [
        ("4.01", "memuaskan", "memuaskan"),
        ("4", "memuaskan", "sangat_baik"),
        ("3.99", "sangat_baik", "sangat_baik"),
        ("3.51", "sangat_baik", "sangat_baik"),
        ("3.5", "sangat_baik", "baik"),
        ("3.49", "baik", "baik"),
        ("2.51", "baik", "baik"),
        ("2.5", "baik", "cukup"),
        ("2.49", "cukup", "cukup"),
        ("1.51", "cukup", "cukup"),
        ("1.5", "cukup", "kurang"),
        ("1.49", "kurang", "kurang"),
        ("1", "kurang", "kurang"),
        ("5", "memuaskan", "memuaskan"),
    ],
)
def test_an_edge_belongs_to_the_band_unless_the_option_says_otherwise(value: str, closed: str, opened: str) -> None:
    assert (closed, opened) == (result(KEY, _record(value))[1], result(KEY, _record(value), edges="open")[1])


@pytest.mark.parametrize(
    ("aspect_1", "rounding", "band"),
    [("3.95", 2, "memuaskan"), ("3.95", None, "sangat_baik"), ("3.94", 2, "sangat_baik")],  # 3.995, 3.994
)
def test_rounding_before_the_band_is_an_option(aspect_1: str, rounding: int | None, band: str) -> None:
    assert band == result(KEY, _record("4", aspek_1=aspect_1), rounding=rounding)[1]


def test_the_open_edges_rest_on_one_source_and_the_page_says_so() -> None:
    closed, opened = (
        {source.grade for source in schemes.get(KEY, edges=edges).sources()} for edges in ("closed", "open")
    )
    assert ("single" in closed, "single" in opened) == (False, True)


@pytest.mark.parametrize("edges", ["", "shut", None, True])
def test_other_edges_are_refused(edges: Any) -> None:
    with pytest.raises(SchemeChoiceError):
        schemes.get(KEY, edges=edges)


def test_it_is_in_force_from_its_day_on() -> None:
    assert (str(schemes.get(KEY).since), schemes.get(KEY).until) == ("2026-06-05", None)
