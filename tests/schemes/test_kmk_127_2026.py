from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, names_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeChoiceError

KEY = "kmk-127-2026"
VALUES = ("berorientasi_pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")


def _iki(**changed: Any) -> dict[str, Any]:
    return {
        "polaritas": "maximize",
        "target": "100",
        "realisasi": "100",
        "kualitas_iki": "1",
        "kualitas_target": "1",
        **changed,
    }


def _record(*iki: dict[str, Any], behaviour: str = "100", **more: Any) -> dict[str, Any]:
    return {
        "iki": list(iki or (_iki(),)),
        **dict.fromkeys(VALUES, behaviour),
        "nko": "100",
        "kelompok": "lain",
        **more,
    }


def _parts(record: dict[str, Any], **options: Any) -> dict[str, Any]:
    return schemes.get(KEY, **options).appraise(record).parts


def _capaian(**changed: Any) -> Fraction:
    (value,) = _parts(_record(_iki(**changed)))["capaian"]
    return value  # type: ignore[no-any-return]


def _faults(record: dict[str, Any]) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(RecordError) as caught:
        result(KEY, record)
    return [(fault.code, fault.list, fault.item_row) for fault in caught.value.faults]


def test_the_inputs_are_those_of_the_specification() -> None:
    expected = {
        "iki": "items >= 1",
        "iki.polaritas": "maximize|minimize|stabilize",
        "iki.target": "number(-1000000000..1000000000, 4)",
        "iki.realisasi": "number(-1000000000..1000000000, 4)",
        "iki.terburuk": "number(-1000000000..1000000000, 4)?",
        "iki.konversi_120": "flag = False",
        "iki.kualitas_iki": "number(0.6..1.2, 2)",
        "iki.kualitas_target": "number(0.6..1.2, 2)",
        **dict.fromkeys(VALUES, "number(0..120, 2)"),
        "jpt_madya": "flag = False",
        "hukdis": "number(0..100, 2) = 0",
        "dampak": "number(0..5, 2) = 0",
        "koreksi": "number(-5..5, 2) = 0",
        "nko": "number(0..120, 2)",
        "kelompok": "pimpinan|lain",
    }
    assert expected == inputs_of(schemes.get(KEY))


def test_the_predicates_are_those_of_6_2022() -> None:
    assert names_of(schemes.get("permenpanrb-6-2022")) == names_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("target", "realisasi", "capaian"),
    [
        ("100", "99.9999", "99.9999"),
        ("100", "120", "120"),
        ("100", "120.0001", "120"),
        ("100", "-0.0001", "0"),
        ("4.39", "4.56", "45600/439"),
        # a negative target: (1 + (1 - R/T)) x 100
        ("-10", "-10", "100"),
        ("-10", "-11", "90"),
        ("-10", "-8", "120"),
        ("-10", "-7.9999", "120"),
        ("-10", "-20", "0"),
        ("-10", "-20.0001", "0"),
        ("-10", "5", "120"),
    ],
)
def test_more_is_better_under_maximize(target: str, realisasi: str, capaian: str) -> None:
    assert Fraction(capaian) == _capaian(target=target, realisasi=realisasi)


@pytest.mark.parametrize(
    ("target", "realisasi", "capaian"),
    [
        ("10", "10", "100"),
        ("10", "8", "120"),
        ("10", "7.9999", "120"),
        ("10", "8.0001", "119.999"),
        ("10", "19.9999", "0.001"),
        ("10", "20", "0"),
        ("10", "21", "0"),
        ("10", "-5", "120"),
    ],
)
def test_less_is_better_under_minimize(target: str, realisasi: str, capaian: str) -> None:
    assert Fraction(capaian) == _capaian(polaritas="minimize", target=target, realisasi=realisasi)


@pytest.mark.parametrize(
    ("worst", "realisasi", "capaian"),
    [
        ("10", "4", "60"),
        ("10", "0", "100"),
        ("10", "10", "0"),
        ("10", "11", "0"),
        ("0.0001", "0", "100"),
        ("10", "-2", "120"),
        ("10", "-2.0001", "120"),
    ],
)
def test_a_zero_target_is_measured_from_the_worst(worst: str, realisasi: str, capaian: str) -> None:
    changed = {"polaritas": "minimize", "target": "0", "terburuk": worst}
    assert Fraction(capaian) == _capaian(realisasi=realisasi, **changed)


@pytest.mark.parametrize(
    ("realisasi", "capaian"),
    [
        ("100", "120"),
        ("95", "110"),
        ("90.0001", "100.0002"),
        ("90", "100"),
        ("89.9999", "899999/9000"),
        ("45", "50"),
        ("0", "0"),
        ("-1", "0"),
        ("100.0001", "119.9998"),
        ("110", "100"),
        ("110.0001", "899999/9000"),
        ("155", "50"),
        ("200", "0"),
        ("201", "0"),
    ],
)
def test_nearness_to_the_target_is_best_under_stabilize(realisasi: str, capaian: str) -> None:
    assert Fraction(capaian) == _capaian(polaritas="stabilize", realisasi=realisasi)


@pytest.mark.parametrize(
    ("realisasi", "capaian"), [("100", "120"), ("100.0001", "120"), ("99.9999", "99.9999"), ("0", "0"), ("-1", "0")]
)
def test_a_target_that_cannot_be_exceeded_gives_120_when_it_is_reached(realisasi: str, capaian: str) -> None:
    assert Fraction(capaian) == _capaian(konversi_120=True, realisasi=realisasi)


@pytest.mark.parametrize(
    "changed",
    [
        {"konversi_120": True, "polaritas": "minimize"},
        {"konversi_120": True, "polaritas": "stabilize"},
        {"konversi_120": True, "target": "-1"},
        {"konversi_120": True, "target": "0"},
        {"polaritas": "minimize", "target": "-0.0001"},
        {"polaritas": "minimize", "target": "0"},
        {"polaritas": "minimize", "target": "0", "terburuk": "0"},
        {"polaritas": "minimize", "target": "0", "terburuk": "-1"},
        {"polaritas": "stabilize", "target": "0"},
        {"polaritas": "stabilize", "target": "-1"},
    ],
)
def test_what_the_decree_has_no_rule_for_is_a_fault_of_its_row(changed: dict[str, Any]) -> None:
    assert _faults(_record(_iki(), _iki(**changed))) == [("ASN413", "iki", 1)]


def test_a_zero_target_under_maximize_is_a_division_by_zero() -> None:
    assert _faults(_record(_iki(), _iki(target="0"))) == [("ASN412", "iki", 1)]


def test_the_worst_value_is_not_wanted_where_the_target_is_above_zero() -> None:
    assert _capaian(polaritas="minimize", target="0.0001", realisasi="0.0001") == 100


def test_quality_weighs_the_results() -> None:
    # k3 1.0 and 0.8: (100 x 1) x 1 + (50 x 0.8) x 0.8, over 1.8
    record = _record(_iki(), _iki(realisasi="50", kualitas_iki="0.6", kualitas_target="1"))
    parts = _parts(record)
    assert ((1, Fraction("0.8")), Fraction(132) / Fraction("1.8")) == (parts["k3"], parts["nhk_awal"])


@pytest.mark.parametrize(("cap", "first"), [(120, "120"), (None, "144")])
def test_a_weighted_achievement_is_capped_at_120_unless_the_option_lifts_it(cap: int | None, first: str) -> None:
    record = _record(_iki(realisasi="120", kualitas_iki="1.2", kualitas_target="1.2"))
    assert Fraction(first) == _parts(record, cap=cap)["nhk_awal"]


@pytest.mark.parametrize(("places", "k3"), [(None, "1.005"), (2, "1.01")])
def test_the_quality_index_is_rounded_by_the_option_alone(places: int | None, k3: str) -> None:
    record = _record(_iki(kualitas_iki="1", kualitas_target="1.01"))
    assert (Fraction(k3),) == _parts(record, k3_places=places)["k3"]


@pytest.mark.parametrize("option", [{"cap": 100}, {"cap": 120.0}, {"k3_places": 0}, {"k3_places": 3}])
def test_other_values_of_the_options_are_refused(option: dict[str, Any]) -> None:
    with pytest.raises(SchemeChoiceError):
        schemes.get(KEY, **option)


@pytest.mark.parametrize(
    ("behaviour", "npk", "highest"),
    [
        ("100", "100", "100"),
        ("100.01", "100.01", "100.01"),  # 100.0075
        ("100.02", "100.02", "100.02"),  # 100.015, a tie
        ("104", "103", "104"),
        ("120", "115", "120"),
        ("99.99", "99.99", "99.99"),
        ("0", "0", "0"),
    ],
)
def test_above_100_three_quarters_count_for_all_but_the_highest_leaders(behaviour: str, npk: str, highest: str) -> None:
    record = _record(behaviour=behaviour)
    assert (Fraction(npk), Fraction(highest)) == (
        _parts(record)["npk"],
        _parts({**record, "jpt_madya": True})["npk"],
    )


def test_results_weigh_75_percent_and_behaviour_25() -> None:
    parts = _parts(_record(_iki(realisasi="80"), behaviour="40"))
    assert parts["nkp_awal"] == 60 + 10


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({"hukdis": "10.5"}, "89.5"),
        ({"dampak": "5"}, "95"),
        ({"koreksi": "5"}, "105"),
        ({"koreksi": "-5"}, "95"),
        ({"hukdis": "100", "dampak": "0.01"}, "0"),
        ({"hukdis": "1", "dampak": "2", "koreksi": "4"}, "101"),
    ],
)
def test_punishment_and_impact_are_taken_off_and_the_correction_is_added(changed: dict[str, str], first: str) -> None:
    assert Fraction(first) == _parts(_record(**changed))["nkp_awal"]


def test_the_first_value_is_capped_at_120() -> None:
    record = _record(_iki(realisasi="120"), behaviour="120", jpt_madya=True, koreksi="5")
    assert _parts(record)["nkp_awal"] == 120


@pytest.mark.parametrize(
    ("nko", "group", "score"),
    [
        ("80", "lain", "94.00"),  # 30 % of 80 + 70 % of 100
        ("80", "pimpinan", "90.00"),  # half and half
        ("99.99", "pimpinan", "100.00"),  # 99.995, a tie
        ("100", "lain", "100.00"),
        ("100.01", "lain", "100.00"),  # 100.001
        ("120", "lain", "102.00"),  # 10 % of 120 + 90 % of 100
        ("120", "pimpinan", "102.00"),
        ("0", "lain", "70.00"),
    ],
)
def test_the_organisation_weighs_more_where_it_is_not_above_the_person(nko: str, group: str, score: str) -> None:
    assert Decimal(score) == result(KEY, _record(nko=nko, kelompok=group))[0]


def test_on_the_value_of_the_organisation_its_full_weight_is_taken() -> None:
    # Equal values hide the weight; the trace shows it.
    assert Fraction("0.3") == _parts(_record(nko="100"))["bobot_nko_nilai"]
    assert Fraction("0.1") == _parts(_record(nko="100.01"))["bobot_nko_nilai"]


def test_results_and_behaviour_are_treated_each_on_its_own() -> None:
    parts = _parts(_record(_iki(realisasi="80"), behaviour="104", nko="100", hukdis="1"))
    # nhk 80 - 1 = 79 below nko: 10 % of 100 + 90 % of 79; npk 103 - 1 = 102 above it: 30 % of 100 + 70 % of 102
    assert (Fraction("81.1"), Fraction("101.4")) == (parts["hasil"], parts["perilaku"])


@pytest.mark.parametrize(
    ("realisasi", "nko", "hasil", "rating"),
    [
        ("100", "100", "100", "sesuai"),
        ("100", "100.05", "100.01", "di_atas"),  # 100.005, a tie
        ("100", "100.04", "100", "sesuai"),  # 100.004
        ("90", "90", "90", "sesuai"),
        ("90", "90.09", "90.01", "sesuai"),
        ("90", "89.96", "89.99", "di_bawah"),  # 89.988
        ("90", "89.99", "90", "sesuai"),  # 89.997
        ("0", "0", "0", "di_bawah"),
    ],
)
def test_results_above_100_are_above_expectation_and_from_90_as_expected(
    realisasi: str, nko: str, hasil: str, rating: str
) -> None:
    parts = _parts(_record(_iki(realisasi=realisasi), nko=nko))
    assert (Fraction(hasil), rating) == (parts["hasil"], parts["hasil_kerja"])


@pytest.mark.parametrize(
    ("realisasi", "behaviour", "predicate"),
    [
        ("110", "110", "sangat_baik"),
        ("110", "100", "baik"),
        ("100", "110", "baik"),
        ("100", "100", "baik"),
        ("80", "100", "butuh_perbaikan"),
        ("80", "110", "butuh_perbaikan"),
        ("110", "80", "kurang"),
        ("100", "80", "kurang"),
        ("80", "80", "sangat_kurang"),
    ],
)
def test_the_predicate_follows_the_grid_of_6_2022(realisasi: str, behaviour: str, predicate: str) -> None:
    assert result(KEY, _record(_iki(realisasi=realisasi), behaviour=behaviour))[1] == predicate


@pytest.mark.parametrize("key", ["nko", "kelompok", "akuntabel"])
def test_what_has_no_default_is_required(key: str) -> None:
    record = _record()
    del record[key]
    assert _faults(record) == [("ASN401", None, None)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kualitas_iki": "0.59"}, "ASN406"),
        ({"kualitas_target": "1.21"}, "ASN406"),
        ({"kualitas_iki": "1.0011"}, "ASN405"),
        ({"target": "1000000000.0001"}, "ASN406"),
        ({"realisasi": "1.00001"}, "ASN405"),
    ],
)
def test_a_value_out_of_range_names_its_indicator(changed: dict[str, str], code: str) -> None:
    assert [(code, "iki", 1)] == _faults(_record(_iki(), _iki(**changed)))
