from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import band, inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeChoiceError

KEY = "pp-46-2011"
PERILAKU = ("orientasi_pelayanan", "integritas", "komitmen", "disiplin", "kerjasama")


def _activity(**changed: Any) -> dict[str, Any]:
    """An activity that reaches all: quantity 100, quality 100, exactly 24 % of the time saved (100)."""
    return {
        "target_kuantitas": "100",
        "realisasi_kuantitas": "100",
        "target_kualitas": "100",
        "realisasi_kualitas": "100",
        "target_waktu": "25",
        "realisasi_waktu": "19",
        **changed,
    }


def _record(*activities: dict[str, Any], perilaku: str = "100", **more: Any) -> dict[str, Any]:
    return {"kegiatan": list(activities or (_activity(),)), **dict.fromkeys(PERILAKU, perilaku), **more}


def _parts(record: dict[str, Any]) -> dict[str, Any]:
    return schemes.get(KEY).appraise(record).parts


def test_the_inputs_are_those_of_the_specification() -> None:
    expected = {
        "tugas_tambahan": "count(0.., 0) = 0",
        "kreativitas": "tidak_ada|unit|organisasi|negara = tidak_ada",
        "orientasi_pelayanan": "number(0..100, 2)",
        "integritas": "number(0..100, 2)",
        "komitmen": "number(0..100, 2)",
        "disiplin": "number(0..100, 2)",
        "kerjasama": "number(0..100, 2)",
        "kepemimpinan": "number(0..100, 2)?",
        "kegiatan": "items >= 1",
        "kegiatan.target_kuantitas": "number(0..1000000, 2)",
        "kegiatan.realisasi_kuantitas": "number(0..1000000, 2)",
        "kegiatan.target_kualitas": "number(0..100, 2)",
        "kegiatan.realisasi_kualitas": "number(0..100, 2)",
        "kegiatan.target_waktu": "number(0..1200, 2)",
        "kegiatan.realisasi_waktu": "number(0..1200, 2)",
        "kegiatan.target_biaya": "number(0..10000000000000, 2)?",
        "kegiatan.realisasi_biaya": "number(0..10000000000000, 2)?",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_the_names_of_the_bands_are_those_of_the_law() -> None:
    expected = {"sangat_baik": "Sangat Baik", "baik": "Baik", "cukup": "Cukup", "kurang": "Kurang", "buruk": "Buruk"}
    assert expected == names_of(schemes.get(KEY))


# With quality and time at 100 a point of quantity is worth 0.2; a point of all behaviour values is worth 0.4.
@pytest.mark.parametrize(
    ("kuantitas", "perilaku", "score", "key"),
    [
        ("55.05", "100", "91.01", "sangat_baik"),
        ("55", "100", "91.00", "sangat_baik"),
        ("54.95", "100", "90.99", "baik"),
        ("55", "62.52", "76.01", "baik"),
        ("55", "62.50", "76.00", "baik"),
        ("55", "62.48", "75.99", "cukup"),
        ("55", "25.02", "61.01", "cukup"),
        ("55", "25", "61.00", "cukup"),
        ("55", "24.98", "60.99", "kurang"),
        ("5.05", "25", "51.01", "kurang"),
        ("5", "25", "51.00", "kurang"),
        ("4.95", "25", "50.99", "buruk"),
        ("0", "0", "20.00", "buruk"),
    ],
)
def test_a_band_begins_on_its_edge_and_not_one_hundredth_below(
    kuantitas: str, perilaku: str, score: str, key: str
) -> None:
    record = _record(_activity(realisasi_kuantitas=kuantitas), perilaku=perilaku)
    assert (Decimal(score), key) == result(KEY, record)


def test_a_tie_is_rounded_up_into_the_higher_band() -> None:
    # 15 % of (40.02 + 100 + 100 + 100) + 40 % of 62.48 = 75.995
    activity = _activity(realisasi_kuantitas="40.02", target_biaya="100", realisasi_biaya="76")
    record = _record(activity, perilaku="62.48")
    assert (Decimal("76.00"), "baik") == result(KEY, record)


def test_without_rounding_the_same_tie_stays_in_the_lower_band() -> None:
    activity = _activity(realisasi_kuantitas="40.02", target_biaya="100", realisasi_biaya="76")
    appraisal = schemes.get(KEY, rounding=None).appraise(_record(activity, perilaku="62.48"))
    assert Fraction("75.995") == appraisal.exact
    assert (Decimal("76.00"), "cukup") == (appraisal.score, appraisal.band.key if appraisal.band else None)


@pytest.mark.parametrize("rounding", [0, 1, 3, "2", True])
def test_other_roundings_are_not_offered(rounding: object) -> None:
    with pytest.raises(SchemeChoiceError):
        schemes.get(KEY, rounding=rounding)


@pytest.mark.parametrize(
    ("target", "realisasi", "efisiensi", "waktu"),
    [
        ("12", "12", "0", "76"),
        ("12", "11", "25/3", "253/3"),
        ("25", "19", "24", "100"),
        ("100", "76", "24", "100"),
        ("100", "75.99", "24.01", "75.99"),
        ("100", "76.01", "23.99", "99.99"),
        ("12", "9", "25", "75"),
        ("12", "0", "100", "0"),
        ("12", "13", "-25/3", "203/3"),
        ("12", "21.12", "-76", "0"),
        ("1", "1200", "-119900", "-119824"),
    ],
)
def test_time_saved_counts_up_to_24_percent_and_falls_beyond(
    target: str, realisasi: str, efisiensi: str, waktu: str
) -> None:
    parts = _parts(_record(_activity(target_waktu=target, realisasi_waktu=realisasi)))
    assert ((Fraction(efisiensi),), (Fraction(waktu),)) == (parts["efisiensi_waktu"], parts["waktu"])


@pytest.mark.parametrize(
    ("realisasi", "biaya"), [("76", "100"), ("75.99", "75.99"), ("100", "76"), ("176", "0"), ("176.01", "-0.01")]
)
def test_cost_follows_the_rule_of_time(realisasi: str, biaya: str) -> None:
    parts = _parts(_record(_activity(target_biaya="100", realisasi_biaya=realisasi)))
    assert (Fraction(biaya),) == parts["biaya"]


@pytest.mark.parametrize(("target", "realisasi"), [(0.75, 0.57), (1.5, 1.14), (3.0, 2.28), (6.0, 4.56), (11.0, 8.36)])
def test_exactly_24_percent_given_as_floats_costs_nothing(target: float, realisasi: float) -> None:
    assert 100 - realisasi / target * 100 == 24.000000000000014  # what a program in floats sees: 24 points lost
    parts = _parts(_record(_activity(target_waktu=target, realisasi_waktu=realisasi)))
    assert (Fraction(100),) == parts["waktu"]


def test_the_cost_aspect_is_in_the_sum_that_is_divided_by_four() -> None:
    parts = _parts(_record(_activity(target_biaya="100", realisasi_biaya="100")))
    assert (Fraction(100 + 100 + 100 + 76, 4),) == parts["capaian"]


def test_without_cost_the_mean_is_of_three_aspects() -> None:
    parts = _parts(_record(_activity(realisasi_kuantitas="40")))
    assert (Fraction(40 + 100 + 100, 3),) == parts["capaian"]
    assert parts["biaya"] == (None,)


def test_cost_does_not_change_the_time_aspect() -> None:
    parts = _parts(_record(_activity(realisasi_waktu="25", target_biaya="100", realisasi_biaya="60")))
    assert ((Fraction(76),), (Fraction(60),)) == (parts["waktu"], parts["biaya"])


def test_above_24_percent_the_subtraction_is_from_one_hundred() -> None:
    # With lost parentheses 76 - ((1.76 - R/T) x 100 - 100) becomes another number altogether.
    assert (Fraction(60),) == _parts(_record(_activity(target_waktu="10", realisasi_waktu="6")))["waktu"]


def test_saving_more_than_24_percent_gives_less_than_saving_24() -> None:
    at, above = (_activity(target_waktu="100", realisasi_waktu=months) for months in ("76", "75"))
    assert _parts(_record(at))["waktu"] > _parts(_record(above))["waktu"]


def test_an_activity_not_done_has_no_value_for_time_and_cost_but_keeps_its_quality() -> None:
    parts = _parts(_record(_activity(realisasi_kuantitas="0", target_biaya="100", realisasi_biaya="76")))
    expected = {"kuantitas": (0,), "kualitas": (100,), "waktu": (0,), "biaya": (0,), "capaian": (25,)}
    assert expected == {key: parts[key] for key in expected}


def test_an_activity_not_done_has_no_cost_aspect_when_no_cost_was_planned() -> None:
    parts = _parts(_record(_activity(realisasi_kuantitas="0")))
    assert ((None,), (Fraction(100, 3),)) == (parts["biaya"], parts["capaian"])


def test_no_aspect_is_clamped() -> None:
    parts = _parts(_record(_activity(target_kuantitas="0.01", realisasi_kuantitas="1000000")))
    assert (Fraction(10**10),) == parts["kuantitas"]


@pytest.mark.parametrize(
    ("count", "points"), [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (8, 3), (1000, 3), (None, 0)]
)
def test_additional_tasks_give_points_in_steps(count: int | None, points: int) -> None:
    assert points == _parts(_record(tugas_tambahan=count))["tugas_tambahan_poin"]


@pytest.mark.parametrize(
    ("level", "points"), [("tidak_ada", 0), ("unit", 3), ("organisasi", 6), ("negara", 12), (None, 0)]
)
def test_creativity_gives_points_by_its_level(level: str | None, points: int) -> None:
    assert points == _parts(_record(kreativitas=level))["kreativitas_poin"]


def test_extra_points_are_added_before_the_60_percent() -> None:
    record = _record(tugas_tambahan=7, kreativitas="negara", perilaku="50")
    assert (Decimal("89.00"), "baik") == result(KEY, record)  # 60 % of (100 + 15) + 40 % of 50, not 80 + 15


def test_the_work_plan_is_the_mean_of_its_activities() -> None:
    parts = _parts(_record(_activity(), _activity(realisasi_kuantitas="40"), _activity(realisasi_kuantitas="70")))
    assert Fraction(100 + 80 + 90, 3) == parts["skp"]


@pytest.mark.parametrize(("leading", "mean"), [(None, "80"), ("", "80"), ("50", "75"), ("0", "200/3")])
def test_behaviour_is_the_mean_of_the_five_or_six_values_given(leading: str | None, mean: str) -> None:
    assert Fraction(mean) == _parts(_record(perilaku="80", kepemimpinan=leading))["perilaku"]


@pytest.mark.parametrize("key", PERILAKU)
def test_each_of_the_five_behaviour_values_is_required(key: str) -> None:
    record = _record()
    record[key] = None
    with pytest.raises(RecordError) as caught:
        result(KEY, record)
    assert [("ASN401", key)] == [(fault.code, fault.field) for fault in caught.value.faults]


@pytest.mark.parametrize("given", ["target_biaya", "realisasi_biaya"])
def test_half_a_cost_is_a_fault_of_its_row(given: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(_activity(), _activity(**{given: "100"})))
    assert [(f.code, f.list, f.item_row) for f in caught.value.faults] == [("ASN413", "kegiatan", 1)]


@pytest.mark.parametrize("target", ["target_kuantitas", "target_kualitas", "target_waktu"])
def test_a_zero_target_is_a_fault_that_names_field_and_row(target: str) -> None:
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(_activity(), _activity(**{target: "0"})))
    assert [("ASN412", "kegiatan", 1, target)] == [(f.code, f.list, f.item_row, f.field) for f in caught.value.faults]


def test_a_zero_cost_target_is_a_fault_even_where_the_activity_was_not_done() -> None:
    activity = _activity(realisasi_kuantitas="0", target_biaya="0", realisasi_biaya="0")
    with pytest.raises(RecordError) as caught:
        result(KEY, _record(activity))
    assert [(fault.code, fault.field) for fault in caught.value.faults] == [("ASN412", "target_biaya")]


@pytest.mark.parametrize(
    ("kuantitas", "perilaku", "score", "key"),
    [("52", "100", "90.40", "baik"), ("55", "62.45", "75.98", "cukup"), ("53", "100", "90.60", "baik")],
)
def test_a_value_between_two_printed_ranges_is_in_the_lower_band(
    kuantitas: str, perilaku: str, score: str, key: str
) -> None:
    # A ladder ">= 76 and <= 90" turns 90.4 into its last branch.
    record = _record(_activity(realisasi_kuantitas=kuantitas), perilaku=perilaku)
    assert (Decimal(score), key) == result(KEY, record)


def test_no_activity_at_all_is_refused() -> None:
    with pytest.raises(RecordError) as caught:
        band(KEY, {**_record(), "kegiatan": []})
    assert [(fault.code, fault.list) for fault in caught.value.faults] == [("ASN411", "kegiatan")]
