from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import band, inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError

KEY = "permenpanrb-90-2021"
AREAS = {
    "manajemen_perubahan": 8,
    "tatalaksana": 7,
    "sdm": 10,
    "akuntabilitas": 10,
    "pengawasan": 15,
    "pelayanan": 10,
}
WBK = {"ipak": "3.60", "capaian_kinerja": "2.50", "ipkp": "3.20"}
WBBM = {"ipak": "3.60", "capaian_kinerja": "3.75", "ipkp": "3.60", "berpredikat_wbk": True}
BEST = {"ipak": 4, "capaian_kinerja": 5, "ipkp": 4, "berpredikat_wbk": True}


def _halves(area: str, percent: int) -> dict[str, Fraction]:
    """The two numbers of an area that stands at a share of its weight."""
    points = Fraction(AREAS[area] * percent, 100)
    first = Fraction(points * 50 // 1, 100)
    return {f"{area}_pemenuhan": first, f"{area}_reform": points - first}


def _unit(percent: int, **more: Any) -> dict[str, Any]:
    """A unit whose areas all stand at a share of their weight."""
    return {key: value for area in AREAS for key, value in _halves(area, percent).items()} | more


def test_the_inputs_are_half_of_each_area_two_surveys_and_results() -> None:
    halves = {f"{area}_{half}": weight for area, weight in AREAS.items() for half in ("pemenuhan", "reform")}
    expected = {key: f"number(0..{str(Decimal(weight) / 2).rstrip('.0')}, 2)" for key, weight in halves.items()}
    expected |= {
        "ipak": "number(0..4, 2)",
        "capaian_kinerja": "number(0..5, 2)",
        "ipkp": "number(0..4, 2)",
        "berpredikat_wbk": "flag = False",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_the_bands_say_that_the_numbers_are_met_and_not_that_the_predicate_is_given() -> None:
    expected = {"wbbm": "Memenuhi syarat WBBM", "wbk": "Memenuhi syarat WBK", "belum": "Belum memenuhi"}
    assert expected == names_of(schemes.get(KEY))


def test_the_most_that_can_be_reached_is_100() -> None:
    assert result(KEY, _unit(100, **BEST)) == (Decimal("100.00"), "wbbm")
    parts = schemes.get(KEY).appraise(_unit(100, **BEST)).parts
    assert {key: parts[key] for key in ("pengungkit", "birokrasi", "pelayanan_prima")} == {
        "pengungkit": 60,
        "birokrasi": Fraction("22.5"),
        "pelayanan_prima": Fraction("17.5"),
    }


def test_a_total_far_above_the_threshold_is_not_enough() -> None:
    # Programs that look at the total alone call this unit WBBM.
    assert result(KEY, _unit(90, **BEST | {"ipak": "3.59"})) == (Decimal("92.21"), "belum")


def test_the_thresholds_are_75_and_85_and_not_60_and_75() -> None:
    # 60 and 75 are among what programs use.
    assert result(KEY, _unit(68, **WBK)) == (Decimal("73.05"), "belum")
    assert result(KEY, _unit(80, **WBBM)) == (Decimal("83.25"), "wbk")


@pytest.mark.parametrize(
    ("points", "expected"),
    [("75.00", "wbk"), ("74.99", "belum")],
)
def test_the_threshold_of_wbk_belongs_to_it(points: str, expected: str) -> None:
    # 42.75 of 60 and the least of every result: 42.75 + 18.25 + 14.00 = 75.
    record = _unit(70, **WBK) | {"pengawasan_reform": Fraction(points) - Fraction("32.25") - 42 + Fraction("5.25")}
    assert result(KEY, record) == (Decimal(points), expected)


@pytest.mark.parametrize(("points", "expected"), [("85.00", "wbbm"), ("84.99", "wbk")])
def test_the_threshold_of_wbbm_belongs_to_it(points: str, expected: str) -> None:
    # 48 of 60 with 19.50 + 15.75 are 83.25: 1.75 more are needed.
    more = (Fraction(points) - Fraction("83.25")) / 2
    first = Fraction(more * 100 // 1, 100)
    halves = {"pengawasan_pemenuhan": 6 + first, "pengawasan_reform": 6 + 2 * more - first}
    assert result(KEY, _unit(80, **WBBM) | halves) == (Decimal(points), expected)


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(("percent", "least", "lower"), [(75, "wbbm", "wbk"), (60, "wbk", "belum")])
def test_each_area_has_its_own_gate(area: str, percent: int, least: str, lower: str) -> None:
    record = _unit(95, **BEST | {"berpredikat_wbk": least == "wbbm"})
    at = {**record, **_halves(area, percent)}
    assert band(KEY, at) == least
    assert band(KEY, {**at, f"{area}_reform": at[f"{area}_reform"] - Fraction(1, 100)}) == lower


@pytest.mark.parametrize(
    ("field", "at", "below", "bands"),
    [
        ("ipak", "3.60", "3.59", ("wbbm", "belum")),
        ("capaian_kinerja", "3.75", "3.74", ("wbbm", "wbk")),
        ("capaian_kinerja", "2.50", "2.49", ("wbk", "belum")),
        ("ipkp", "3.60", "3.59", ("wbbm", "wbk")),
        ("ipkp", "3.20", "3.19", ("wbk", "belum")),
    ],
)
def test_each_result_has_its_own_gate(field: str, at: str, below: str, bands: tuple[str, str]) -> None:
    record = _unit(100, **BEST)
    assert (band(KEY, {**record, field: at}), band(KEY, {**record, field: below})) == bands


@pytest.mark.parametrize(
    ("points", "expected"), [("48.00", "wbbm"), ("47.99", "wbk"), ("40.00", "wbk"), ("39.99", "belum")]
)
def test_the_enabling_component_has_its_own_gate(points: str, expected: str) -> None:
    percent = 80 if points > "45" else 66
    record = _unit(percent, **BEST)
    more = Fraction(points) - Fraction(60 * percent, 100)
    record["pelayanan_reform"] += more
    assert schemes.get(KEY).appraise(record).parts["pengungkit"] == Fraction(points)
    assert band(KEY, record) == expected


def test_the_gate_of_the_bureaucracy_follows_from_the_two_below_it() -> None:
    assert Fraction("15.75") + Fraction("3.75") == Fraction("19.50")
    assert Fraction("15.75") + Fraction("2.50") == Fraction("18.25")


def test_a_unit_without_wbk_does_not_become_wbbm() -> None:
    assert band(KEY, _unit(90, **WBBM)) == "wbbm"
    assert band(KEY, _unit(90, **WBBM | {"berpredikat_wbk": False})) == "wbk"
    assert band(KEY, {key: value for key, value in _unit(90, **WBBM).items() if key != "berpredikat_wbk"}) == "wbk"


@pytest.mark.parametrize(("index", "points"), [("3.60", "15.75"), ("3.20", "14.00"), ("3.59", "15.71"), ("4", "17.50")])
def test_a_survey_counts_its_index_of_4_and_not_a_percentage(index: str, points: str) -> None:
    parts = schemes.get(KEY).appraise(_unit(90, **BEST | {"ipak": index, "ipkp": index})).parts
    assert (parts["spak"], parts["pelayanan_prima"]) == (Fraction(points), Fraction(points))
    with pytest.raises(RecordError, match="ipak"):
        result(KEY, _unit(90, **BEST | {"ipak": "90"}))


def test_the_column_of_wbbm_rests_on_one_source_and_wbk_on_several() -> None:
    grades = {each.key: {source.grade for source in each.sources} for each in schemes.get(KEY).band.bands.bands}
    assert grades == {"wbbm": {"single"}, "wbk": {"agree"}, "belum": {"agree"}}


def test_it_has_no_dates_and_no_options() -> None:
    policy = schemes.get(KEY)
    assert (policy.since, policy.until, schemes.options(KEY)) == (None, None, {})
