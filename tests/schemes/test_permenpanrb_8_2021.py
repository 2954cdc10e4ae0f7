from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.schemes.checking import inputs_of, result

from asn_appraisal import schemes
from asn_appraisal.errors import RecordError, SchemeChoiceError

KEY = "permenpanrb-8-2021"


def _row(realisasi: str = "100", target: str = "100", **changed: Any) -> dict[str, Any]:
    return {"target": target, "realisasi": realisasi, "polaritas": "normal", **changed}


def _record(*rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kinerja_utama": list(rows or (_row(),)), **more}


def _extra(category: str = "sangat_baik", scope: str = "1", value: str = "100") -> dict[str, str]:
    return {"nilai_kategori": category, "lingkup": scope, "nilai": value}


def _parts(record: dict[str, Any], **options: Any) -> dict[str, Any]:
    return schemes.get(KEY, **options).appraise(record).parts


def _value(row: dict[str, Any], **options: Any) -> Fraction:
    (value,) = _parts(_record(row), **options)["nilai_iki"]
    return value  # type: ignore[no-any-return]


def _faults(record: dict[str, Any]) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(RecordError) as caught:
        result(KEY, record)
    return [(fault.code, fault.list, fault.item_row) for fault in caught.value.faults]


def test_the_inputs_are_those_of_the_specification() -> None:
    def indicators(key: str, rows: str) -> dict[str, str]:
        return {
            key: rows,
            f"{key}.target": "number(0..1000000000, 2)",
            f"{key}.target_atas": "number(0..1000000000, 2)?",
            f"{key}.realisasi": "number(0..1000000000, 2)",
            f"{key}.polaritas": "normal|khusus",
            f"{key}.maksimum": "flag = False",
        }

    expected = {
        **indicators("kinerja_utama", "items >= 1"),
        **indicators("inisiatif_strategis", "items?"),
        "kinerja_tambahan": "items?",
        "kinerja_tambahan.nilai_kategori": "sangat_baik|baik|cukup|kurang|sangat_kurang",
        "kinerja_tambahan.lingkup": "number(0..3, 0)",
        "kinerja_tambahan.nilai": "number(0..120, 2)",
    }
    assert expected == inputs_of(schemes.get(KEY))


@pytest.mark.parametrize(
    ("reached", "value"),
    [
        ("0", "0"),
        ("1", "49/59"),
        ("58", "2842/59"),
        ("59", "49"),
        ("60", "50"),
        ("61", "51"),
        ("79", "69"),
        ("80", "70"),
        ("81", "71"),
        ("98", "88"),
        ("99", "89"),
        ("100", "109"),
        ("101", "110"),
        ("102", "1000/9"),
        ("109", "1070/9"),
        ("110", "120"),
        ("111", "120"),
        ("200", "120"),
    ],
)
def test_each_piece_of_the_scale_has_its_value(reached: str, value: str) -> None:
    assert Fraction(value) == _value(_row(reached))


@pytest.mark.parametrize(
    ("reached", "value"),
    [
        ("59.49", "49"),
        ("59.5", "50"),
        ("79.5", "70"),
        ("99.49", "89"),
        # a program that tests 80 to 99 and then 100 keeps the value of the indicator before at 99.5
        ("99.5", "109"),
        ("100.49", "109"),
        ("100.5", "110"),
        ("110.49", "120"),
    ],
)
def test_achievement_is_rounded_to_whole_percent_before_the_scale(reached: str, value: str) -> None:
    assert Fraction(value) == _value(_row(reached))


@pytest.mark.parametrize(
    ("reached", "value"),
    [
        ("59.5", "5831/118"),
        ("79.5", "69.5"),
        ("79.99", "69.99"),
        ("87.5", "77.5"),
        ("99.5", "89.5"),
        ("99.99", "89.99"),
        ("100", "109"),
        ("100.5", "109"),
        ("100.99", "109"),
        ("101", "110"),
        ("110", "120"),
        ("110.01", "120"),
    ],
)
def test_unrounded_a_printed_hole_belongs_to_the_piece_below(reached: str, value: str) -> None:
    assert Fraction(value) == _value(_row(reached), capaian_places=None)


@pytest.mark.parametrize("places", [0, None])
def test_a_better_achievement_is_never_worth_less(places: int | None) -> None:
    rows = [_row(str(Decimal(units) / 4)) for units in range(500)]
    found = schemes.get(KEY, capaian_places=places).appraise(_record(*rows)).parts["nilai_iki"]
    assert list(found) == sorted(found)
    assert len(found) == 500


@pytest.mark.parametrize(
    ("reached", "value"), [("99.49", "89"), ("99.5", "120"), ("100", "120"), ("101", "120"), ("111", "120")]
)
def test_the_highest_target_possible_gives_120_from_100_percent_on(reached: str, value: str) -> None:
    assert Fraction(value) == _value(_row(reached, maksimum=True))


@pytest.mark.parametrize(
    ("target", "reached", "capaian"),
    [
        ("10", "10", "100"),
        ("10", "9", "110"),
        ("10", "0", "200"),
        ("10", "20", "0"),
        ("10", "20.01", "0"),
        ("10", "30", "0"),
        ("8", "7.5", "106"),  # 106.25
        ("8", "9.5", "81"),  # 81.25
    ],
)
def test_under_khusus_less_is_better_and_never_below_zero(target: str, reached: str, capaian: str) -> None:
    row = _row(reached, target, polaritas="khusus")
    assert (Fraction(capaian),) == _parts(_record(row))["capaian"]


@pytest.mark.parametrize(
    ("polarity", "low", "high", "reached", "capaian"),
    [
        ("normal", "80", "90", "80", "100"),
        ("normal", "80", "90", "85", "100"),
        ("normal", "80", "90", "90", "100"),
        ("normal", "80", "90", "79.99", "100"),  # 99.9875 of 80
        ("normal", "80", "90", "79", "99"),  # 98.75 of 80
        ("normal", "80", "90", "91", "101"),  # 101.11 of 90
        ("normal", "80", "90", "70", "88"),  # 87.5 of 80
        ("khusus", "7", "8", "7", "100"),
        ("khusus", "7", "8", "8", "100"),
        ("khusus", "7", "8", "8.5", "94"),  # 2 - 8.5/8 = 0.9375
        ("khusus", "7", "8", "6.5", "107"),  # 2 - 6.5/7 = 1.0714
        ("normal", "80", "80", "80", "100"),
    ],
)
def test_a_range_target_is_met_inside_and_measured_from_its_nearer_end(
    polarity: str, low: str, high: str, reached: str, capaian: str
) -> None:
    row = _row(reached, low, target_atas=high, polaritas=polarity)
    assert (Fraction(capaian),) == _parts(_record(row))["capaian"]


def test_initiatives_weigh_40_percent_where_there_are_any() -> None:
    with_initiative = _record(_row("85"), inisiatif_strategis=[_row("65")])
    # 60 % of 75 + 40 % of 55; alone 75
    assert (_parts(with_initiative)["ku"], _parts(_record(_row("85")))["ku"]) == (67, 75)


@pytest.mark.parametrize("none", [None, [], ""])
def test_an_empty_list_of_initiatives_is_the_same_as_none(none: Any) -> None:
    assert _parts(_record(_row("85"), inisiatif_strategis=none))["ku"] == 75


def test_the_indicators_of_both_lists_are_shown_list_by_list() -> None:
    record = _record(_row("60"), _row("61"), inisiatif_strategis=[_row("62"), _row("63")])
    assert _parts(record)["capaian"] == (60, 61, 62, 63)


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        ([_extra()], "1"),
        ([_extra("baik")], "0.8"),
        ([_extra("cukup")], "0.6"),
        ([_extra("kurang")], "0.4"),
        ([_extra("sangat_kurang")], "0.2"),
        ([_extra(scope="0")], "0"),
        ([_extra(scope="2")], "2"),
        ([_extra(scope="3", value="120")], "3.6"),
        ([_extra(scope="3"), _extra("cukup", "2", "50")], "3.6"),
        ([_extra(scope="3")] * 3 + [_extra()], "10"),
        ([_extra(scope="3")] * 3 + [_extra(value="100.01")], "10"),
        ([_extra(scope="3")] * 3 + [_extra(value="99.99")], "9.9999"),
        (None, "0"),
    ],
)
def test_additional_results_add_at_most_10_points(rows: Any, points: str) -> None:
    assert Fraction(points) == _parts(_record(kinerja_tambahan=rows))["tambahan"]


@pytest.mark.parametrize(
    ("rows", "extra", "score"),
    [
        ([_row()], [_extra()], "110.00"),
        ([_row("110")], [_extra()], "120.00"),
        ([_row("102"), _row("100")], [_extra(value="99")], "111.05"),  # (1000/9 + 109)/2 + 0.99 = 111.0456
        ([_row("109")], [_extra(value="111")], "120.00"),  # 118.889 + 1.11 = 119.9989
        ([_row("109")], [_extra(value="112")], "120.00"),  # 120.0089, capped
    ],
)
def test_the_score_is_the_sum_capped_at_120(rows: Any, extra: Any, score: str) -> None:
    assert (Decimal(score), None) == result(KEY, _record(*rows, kinerja_tambahan=extra))


@pytest.mark.parametrize("list_", ["kinerja_utama", "inisiatif_strategis"])
@pytest.mark.parametrize("wrong", [{"target": "0"}, {"target": "0", "target_atas": "5"}, {"target_atas": "99.99"}])
def test_a_zero_target_and_a_range_upside_down_are_faults_of_their_row(list_: str, wrong: dict[str, str]) -> None:
    assert _faults({**_record(), list_: [_row(), {**_row(), **wrong}]}) == [("ASN413", list_, 1)]


@pytest.mark.parametrize("places", [1, 2, False, "0"])
def test_other_places_of_the_achievement_are_refused(places: Any) -> None:
    with pytest.raises(SchemeChoiceError):
        schemes.get(KEY, capaian_places=places)


def test_what_rests_on_one_source_or_less_is_never_shown_as_settled() -> None:
    parts = schemes.get(KEY).parts
    unsettled = {key for key, part in parts.items() if not all(source.settled for source in part.sources)}
    assert unsettled == {"capaian", "nilai_iki", "ku", "tambahan", "nilai"}


def test_its_score_feeds_pp_30_2019() -> None:
    score = schemes.get(KEY).score
    assert score is not None
    fed = schemes.get("pp-30-2019").replace(nilai_skp=score)
    record = {**_record(), "nilai_perilaku": "100", "penilaian_rekan": False, "ide_baru": False}
    # 70 % of 109 + 30 % of 100
    appraisal = fed.appraise(record)
    assert (Decimal("106.30"), 109) == (appraisal.score, appraisal.parts["nilai_skp"])
